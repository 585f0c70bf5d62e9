"""SERVICE of endpoints that the operator lists: those are asked, and nobody else is."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from service import guard
from service.errors import DxplanError, QueryRefused
from tests.service.serving import Server, running, write_build

BODY = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}'
LISTED = "https://listed.example/sparql"
DISGUISES = yaml.safe_load(Path(__file__).with_name("disguises.yaml").read_text(encoding="utf-8"))


class Elsewhere:
    """Two HTTP servers: an endpoint with several addresses, and one that must hear nothing."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.silent: list[str] = []
        self._servers = [self._serve(self.asked), self._serve(self.silent)]
        ports = [server.server_address[1] for server in self._servers]
        self.address = f"http://127.0.0.1:{ports[0]}"
        self.other = f"http://127.0.0.1:{ports[1]}"

    def _serve(self, heard: list[str]) -> ThreadingHTTPServer:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                heard.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                match self.path:
                    case "/sparql":
                        self._reply(200, BODY)
                    case "/moved":
                        self._reply(302, b"", Location=outer.other + "/sparql")
                    case "/moved-for-good":
                        self._reply(307, b"", Location=outer.other + "/sparql")
                    case _:
                        self._reply(500, b"broken")

            do_GET = do_POST  # noqa: N815  the name is given

            def _reply(self, status: int, body: bytes, **headers: str) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def listed(self) -> str:
        names = ("sparql", "moved", "moved-for-good", "broken")
        return ", ".join(f"{self.address}/{name}" for name in names)

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    """The world outside."""
    world = Elsewhere()
    yield world
    world.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, elsewhere: Elsewhere) -> Iterator[Server]:
    """A server whose operator lists four addresses of one endpoint."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "first")
    with running(var, federation=elsewhere.listed(), timeout="5") as server:
        yield server


def test_a_listed_endpoint_is_asked(server: Server, elsewhere: Elsewhere) -> None:
    """Its rows are joined with ours, by IRI and by prefix; the answer is not kept."""
    before = len(elsewhere.asked)
    endpoint = f"{elsewhere.address}/sparql"
    for text in (
        f"SELECT * {{ SERVICE <{endpoint}> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ SERVICE SILENT <{endpoint}> {{ ?a ?b ?x }} }}",
        f"PREFIX e: <{elsewhere.address}/> SELECT * {{ service e:sparql {{ ?a ?b ?x }} }}",
    ):
        for reply in (server.ask(text), server.post(text)):
            assert reply.status == 200, reply.text
            assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == "far"
            assert reply.headers["Cache-Control"] == "no-store"
    assert len(elsewhere.asked) - before == 6


def test_nobody_else_is_asked(server: Server, elsewhere: Elsewhere) -> None:
    """An endpoint that is not listed, a variable, a relative IRI: refused, with the list."""
    other = f"{elsewhere.other}/sparql"
    texts = [
        f"SELECT * {{ SERVICE <{other}> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ SERVICE <{elsewhere.address}/sparql/> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ SERVICE <{elsewhere.address}/sparql?x> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ VALUES ?u {{ <{elsewhere.address}/sparql> }} SERVICE ?u {{ ?a ?b ?x }} }}",
        f"BASE <{elsewhere.other}/> SELECT * {{ SERVICE <sparql> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ SERVICE <{elsewhere.address}/sparql> {{ ?a ?b ?x }} "
        f"SERVICE <{other}> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ SERVICE <{elsewhere.address}/sparql> {{ SERVICE <{other}> {{ }} }} }}",
        f"SELECT * {{ SERVICE <{elsewhere.address}/\\u0073parql> {{ ?a ?b ?x }} }}",
        f"SELECT * {{ SERVICE <{elsewhere.address}/sparql> {{ ?a ?b ?x }} }} # \\u000A SERVICE",
    ]
    for text in texts:
        reply = server.post(text)
        assert reply.status == 403, (text, reply.text)
        assert elsewhere.address in reply.text
    assert elsewhere.silent == []


def test_disguises_stay_refused(server: Server, elsewhere: Elsewhere) -> None:
    """Every disguise of SERVICE is refused as before; a listener hears nothing."""
    for name, text in DISGUISES["refused"].items():
        reply = server.post(text.replace("URL", f"{elsewhere.other}/sparql"))
        assert reply.status == 403, (name, reply.text)
    for name, text in DISGUISES["passed"].items():
        reply = server.post(text.replace("URL", f"{elsewhere.other}/sparql"))
        assert reply.status in (200, 400), (name, reply.text)
    assert elsewhere.silent == []


@pytest.mark.parametrize("name", sorted(DISGUISES["refused"]))
def test_disguises_of_a_listed_endpoint(name: str) -> None:
    """A disguise passes only where the keyword and a listed IRI stand there in full."""
    text = DISGUISES["refused"][name].replace("URL", LISTED)
    plain = (f"SERVICE <{LISTED}>", f"SERVICE SILENT <{LISTED}>", f"service <{LISTED}>")
    other = text.replace(LISTED, "https://other.example/sparql")
    with pytest.raises(QueryRefused):
        guard.check(other, (LISTED,))
    try:
        guard.check(text, (LISTED,))
    except DxplanError as fault:
        assert isinstance(fault, QueryRefused)
    else:
        shown = " ".join(text.replace("# x\n", " ").replace("SERVICE<", "SERVICE <").split())
        assert any(sign.lower() in shown.lower() for sign in plain), text
        assert "\\u" not in text


def test_redirects_are_not_followed(server: Server, elsewhere: Elsewhere) -> None:
    """A listed endpoint cannot send us elsewhere; what fails is a 502 with a sentence."""
    for name in ("moved", "moved-for-good", "broken"):
        reply = server.post(f"SELECT * {{ SERVICE <{elsewhere.address}/{name}> {{ ?a ?b ?x }} }}")
        assert reply.status == 502, (name, reply.text)
        assert "SERVICE" in reply.text
        silent = f"SELECT * {{ SERVICE SILENT <{elsewhere.address}/{name}> {{ ?a ?b ?x }} }}"
        assert server.post(silent).status == 200
    assert elsewhere.silent == []


def test_it_is_announced(server: Server) -> None:
    """The service description says that federated queries are answered."""
    assert "BasicFederatedQuery" in server.send("GET", "/sparql").text


def test_slow_endpoints_do_not_stop_the_quick(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """Queries that wait for an endpoint that never answers end at the deadline, as all do."""
    import socket  # noqa: PLC0415

    write_build(tmp_path, "first")
    with socket.create_server(("127.0.0.1", 0)) as tarpit:
        address = f"http://127.0.0.1:{tarpit.getsockname()[1]}/"
        with running(tmp_path, federation=address, timeout="2", workers="1") as server:
            slow = f"ASK {{ SERVICE <{address}> {{ ?a ?b ?c }} }}"
            replies = []
            threads = [
                threading.Thread(target=lambda: replies.append(server.post(slow))) for _ in range(6)
            ]
            for thread in threads:
                thread.start()
            quick = [server.ask(f"ASK {{ # {n}\n}}").seconds for n in range(20)]
            for thread in threads:
                thread.join()
    assert max(quick) < 1
    assert {reply.status for reply in replies} == {503}
    assert elsewhere.silent == []


def test_the_command_line_asks_nobody(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """The engine of the command line refuses SERVICE, listed or not."""
    from service.engine import Query  # noqa: PLC0415
    from service.engine_direct import DirectEngine  # noqa: PLC0415
    from tests.service.serving import settings  # noqa: PLC0415

    write_build(tmp_path, "first")
    engine = DirectEngine(settings(tmp_path, federation=elsewhere.listed()))
    before = len(elsewhere.asked)
    try:
        with pytest.raises(QueryRefused):
            engine.query(
                Query(
                    f"SELECT * {{ SERVICE <{elsewhere.address}/sparql> {{ ?a ?b ?x }} }}",
                    "text/csv",
                    None,
                )
            )
    finally:
        engine.close()
    assert len(elsewhere.asked) == before
