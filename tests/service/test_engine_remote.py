"""The remote engine: our own service and made-up servers on the other side."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from service import engine_http, engine_remote, loading, product
from service.config import Config
from service.engine import Query
from service.engine_remote import RemoteEngine
from service.errors import (
    DxplanError,
    EngineBusy,
    EngineTooSlow,
    EngineUnreachable,
    NotAcceptable,
    QueryRefused,
    QuerySyntaxError,
    QueryTooLarge,
)
from tests.service.serving import GRAPH_A, GRAPH_B, Server, running, settings, write_build

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of ours, to stand behind another."""
    var = tmp_path_factory.mktemp("behind")
    write_build(var, "first")
    with running(var) as server:
        yield server


def engine_for(address: str, **changes: str) -> RemoteEngine:
    config: Config = settings(Path("/nonexistent"), engine=address, **changes)
    return RemoteEngine(config)


def question(text: str, table: str | None = JSON, graph: str | None = "text/turtle") -> Query:
    return Query(text, table, graph, "http://b/")


# --- a whole front in front of another ---


def test_a_front_before_another_server(behind: Server, tmp_path: Path) -> None:
    """With DXPLAN_ENGINE=URL the same endpoint answers from there, in every format."""
    with running(tmp_path, engine=behind.address + "sparql") as server:
        assert json.loads(server.send("GET", "/health").body)["status"] == "ok"
        labels = "SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s ?l"
        for accept in (JSON, "application/sparql-results+xml", "text/csv", "text/html"):
            near, far = behind.ask(labels, Accept=accept), server.ask(labels, Accept=accept)
            assert (far.status, far.type) == (200, near.type)
            if accept != "text/html":
                assert far.body == near.body
            else:
                assert "オンライン化" in far.text
            assert "ETag" not in far.headers
        graph = server.ask("CONSTRUCT WHERE { ?s a ?c }", Accept="application/ld+json")
        assert (graph.status, graph.type) == (200, "application/ld+json")
        assert server.ask("ASK { SERVICE <http://127.0.0.1:9/> {} }").status == 403
        wrong = server.ask("SELECT * {\n ?s ex:p ?o }")
        assert (wrong.status, "2 行 5 文字目" in wrong.text) == (400, True)
        assert server.ask("SELECT * {}", Accept="text/turtle").status == 406
        assert server.send("GET", "/sparql").status == 200


def test_graphs_are_passed_on(behind: Server) -> None:
    """Dataset parameters reach the other server."""
    engine = engine_for(behind.address + "sparql")
    text = "SELECT (COUNT(*) AS ?n) { ?s a ?c }"
    for graphs, count in (((), "2"), ((GRAPH_B,), "1"), ((GRAPH_A, GRAPH_B), "2")):
        answer = engine.query(Query(text, JSON, None, "", graphs))
        assert json.loads(answer.body)["results"]["bindings"][0]["n"]["value"] == count
    named = Query(
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "text/csv", None, "", (), (GRAPH_B,)
    )
    assert engine.query(named).body == f"g\r\n{GRAPH_B}\r\n".encode()


def test_mistakes_are_placed(behind: Server) -> None:
    """What the other server says about a mistake is passed on, with the place."""
    engine = engine_for(behind.address + "sparql")
    with pytest.raises(QuerySyntaxError) as fault:
        engine.query(question("SELECT * {\n ?s ?p }"))
    assert (fault.value.line, fault.value.column) == (2, 8)
    with pytest.raises(QuerySyntaxError) as fault:
        engine.query(question("\nSELEKT * {}"))
    assert (fault.value.line, fault.value.column) == (2, 1)
    with pytest.raises(NotAcceptable):
        engine.query(question("SELECT * {}", table=None))
    with pytest.raises(QueryRefused):
        engine.query(question("CLEAR ALL"))


# --- made-up servers ---


@contextlib.contextmanager
def stub(reply: Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None]) -> Iterator[str]:
    """Run a server that answers every POST as ``reply`` does; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with contextlib.suppress(OSError):
                reply(self, parse_qs(body.decode()))

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def saying(
    body: bytes, status: int = 200, media: str = JSON
) -> Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None]:
    def reply(handler: BaseHTTPRequestHandler, _: dict[str, list[str]]) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


@pytest.mark.parametrize(
    ("status", "body", "media", "kind"),
    [
        (
            200,
            b'{"head":{"vars":["x"]},"results":{"bindings":[The query was cancelled',
            JSON,
            EngineUnreachable,
        ),
        (200, EMPTY[:-1], JSON, EngineUnreachable),
        (200, b"", JSON, EngineUnreachable),
        (200, b"<html>", "text/html", EngineUnreachable),
        (200, b"x\n1\n", "text/csv", EngineUnreachable),
        (200, b"<sparql", "application/sparql-results+xml", EngineUnreachable),
        (302, b"", "text/plain", EngineUnreachable),
        (400, b"syntax error at line 3, near x", "text/plain", QuerySyntaxError),
        (401, b"", "text/plain", EngineUnreachable),
        (403, b"", "text/plain", EngineUnreachable),
        (404, b"", "text/plain", EngineUnreachable),
        (413, b"", "text/plain", QueryTooLarge),
        (500, b"secret /path", "text/plain", EngineUnreachable),
        (502, b"", "text/plain", EngineUnreachable),
        (503, b"", "text/plain", EngineBusy),
        (504, b"", "text/plain", EngineTooSlow),
    ],
)
def test_what_another_server_may_say(
    status: int, body: bytes, media: str, kind: type[DxplanError]
) -> None:
    """Every failure there becomes a sentence here, and its words stay there."""
    with stub(saying(body, status, media)) as address, pytest.raises(kind) as fault:
        engine_for(address).query(question("SELECT ?x {}"))
    assert type(fault.value) is kind
    assert "secret" not in fault.value.en + fault.value.ja
    assert fault.value.status in (400, 413, 502, 503, 504)


@pytest.mark.parametrize(
    ("text", "media", "body"),
    [
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", '{"@context": "URL", "a": "b"}'),
        (
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "application/rdf+xml",
            '<!DOCTYPE r [<!ENTITY e SYSTEM "URL">]>'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">'
            '<rdf:Description rdf:about="http://a/"><a:b>&e;</a:b></rdf:Description></rdf:RDF>',
        ),
        (
            "SELECT ?x {}",
            "application/sparql-results+xml",
            '<!DOCTYPE r [<!ENTITY e SYSTEM "URL">]>'
            '<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/>'
            '</head><results><result><binding name="x"><literal>&e;</literal></binding></result>'
            "</results></sparql>",
        ),
    ],
)
@pytest.mark.parametrize("local", [False, True])
def test_answers_that_point_elsewhere_fetch_nothing(
    text: str, media: str, body: str, local: bool, tmp_path: Path
) -> None:
    """Remote contexts and entities in another server's answer: no socket and no file is opened."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        secret = tmp_path / "secret.txt"
        secret.write_text("not to be told", encoding="utf-8")
        url = secret.as_uri() if local else there
        with stub(saying(body.replace("URL", url).encode(), 200, media)) as address:
            try:
                answer = engine_for(address).query(question(text))
            except EngineUnreachable:
                pass  # refused as a broken answer
            else:
                assert b"not to be told" not in answer.body
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_statuses_over_http(tmp_path: Path) -> None:
    """Unreachable is 502, too slow is 504, each with a sentence; it comes back by itself."""
    mood: list[Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None]] = []

    def slow(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
        time.sleep(1.6)
        saying(EMPTY)(handler, fields)

    def now(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
        mood[0](handler, fields)

    with (
        stub(now) as address,
        running(tmp_path, engine=address, timeout="1") as server,
    ):
        for current, status, says in (
            (saying(b"", 500), 502, "接続できない"),
            (slow, 504, "期限"),
            (saying(EMPTY), 200, "bindings"),
        ):
            mood[:] = [current]
            reply = server.ask("SELECT ?x {}")
            assert (reply.status, says in reply.text) == (status, True), reply.text
        assert server.send("GET", "/").status == 200
    with running(tmp_path, engine="http://127.0.0.1:9/sparql") as server:
        assert server.ask("ASK {}").status == 502
        assert server.send("GET", "/health").status == 503
        assert server.send("GET", "/sparql", {"Accept": "text/html"}).status == 200


def test_a_server_that_drips(tmp_path: Path) -> None:
    """A reply that comes a byte at a time is given up at the deadline."""
    del tmp_path

    def drip(handler: BaseHTTPRequestHandler, _: dict[str, list[str]]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        for _count in range(100):
            handler.wfile.write(b" ")
            time.sleep(0.1)

    with stub(drip) as address:
        began = time.monotonic()
        with pytest.raises(EngineTooSlow):
            engine_for(address, timeout="1").query(question("SELECT ?x {}"))
        assert time.monotonic() - began < 3


def test_a_server_that_floods() -> None:
    """A reply beyond the limit is not read to its end."""
    with (
        stub(saying(b" " * (3 << 20))) as address,
        pytest.raises(QueryTooLarge),
    ):
        engine_for(address, result_mb="1").query(question("SELECT ?x {}"))


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX add: <http://a/> SELECT ?x { ?x add:p 1 }",
        "# INSERT DATA {}\nSELECT ?x { ?x ?y 'DELETE' }",
        "BASE <http://insert/> SELECT ?x { ?x <drop> 1 }",
        "SELECT ?x {}" + "\n" * 100_000,
        "SELECT ?x { ?x ?y '日本語 & = % +' }",
    ],
    ids=lambda text: text[:20],
)
def test_a_query_is_sent_as_it_is(text: str) -> None:
    """It arrives unchanged, as a query, whatever words are in it, and soon."""
    seen: list[dict[str, list[str]]] = []

    def note(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
        seen.append(fields)
        assert handler.headers["Accept"].startswith(JSON)
        saying(EMPTY)(handler, fields)

    began = time.monotonic()
    with stub(note) as address:
        engine_for(address).query(question(text))
    assert seen == [{"query": [loading.VERSION]}, {"query": [text]}]
    assert time.monotonic() - began < 2


# --- no further than the one address ---


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
def test_a_server_that_sends_elsewhere(status: int) -> None:
    """Nobody goes there, whatever the status; here it is an engine that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)

        def elsewhere(handler: BaseHTTPRequestHandler, _: dict[str, list[str]]) -> None:
            handler.send_response(status)
            handler.send_header("Location", f"http://127.0.0.1:{listener.getsockname()[1]}/x")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        with stub(elsewhere) as address:
            engine = engine_for(address)
            with pytest.raises(EngineUnreachable):
                engine.query(question("SELECT ?x {}"))
            assert engine.version() == ""
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(OSError, match="unknown url type"):
        engine_http.post(address, [], "*/*", 1, 100)


# --- the version of the data ---


def told(*versions: str) -> bytes:
    rows = [{"version": {"type": "literal", "value": version}} for version in versions]
    found = {"head": {"vars": ["version"]}, "results": {"bindings": rows}}
    return json.dumps(found).encode()


def test_the_version_is_asked_for_as_the_build_writes_it() -> None:
    assert all(term in loading.VERSION for term in product.VERSION_OF)


@pytest.mark.parametrize(
    ("body", "status", "version"),
    [
        (told("0123456789ab"), 200, "0123456789ab"),
        (told(), 200, ""),
        (told("a", "b"), 200, ""),
        (told("a b"), 200, ""),
        (told(""), 200, ""),
        (told("a" * 65), 200, ""),
        (told("a" * 20_000), 200, ""),
        (b"{", 200, ""),
        (b'{"head":{},"boolean":true}', 200, ""),
        (told("0123456789ab"), 500, ""),
    ],
)
def test_versions_that_data_tell(body: bytes, status: int, version: str) -> None:
    """A short name, told once; all else is no version, and no error either."""
    with stub(saying(body, status)) as address:
        engine = engine_for(address)
        assert engine.version() == version


def test_the_version_is_not_asked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seldom, so that it costs nothing; a change is seen soon, and nothing is kept across it."""
    now, seen = ["one"], list[str]()

    def reply(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
        seen.append(fields["query"][0])
        saying(told(now[0]) if seen[-1] == loading.VERSION else EMPTY)(handler, fields)

    with stub(reply) as address:
        engine = engine_for(address)
        for _ in range(20):
            assert engine.query(question("SELECT ?x {}")).version == "one"
        assert seen.count(loading.VERSION) == 1
        assert engine.build().version == "one"
        monkeypatch.setattr(engine_remote, "_AGAIN", 0.0)
        now[0] = "two"
        assert engine.query(question("SELECT ?x {}")).version == "two"

        def changing(handler: BaseHTTPRequestHandler, fields: dict[str, list[str]]) -> None:
            reply(handler, fields)
            now[0] = "three"

    with stub(changing) as address:
        now[0] = "two"
        assert engine_for(address).query(question("SELECT ?x {}")).version == ""


def test_answers_of_a_version_are_kept(tmp_path: Path) -> None:
    """An entity tag, 304, and the same answer again without the engine; none while it loads."""
    line = f"{' '.join(product.naming('0123456789ab'))} <{product.BUILD_GRAPH}> ."
    mark = f"<a:b> <a:c> <a:d> <{loading.GRAPHS}loading> ."
    write_build(tmp_path / "whole", "first", [line])
    write_build(tmp_path / "loading", "first", [line, mark])
    for name, kept in (("whole", True), ("loading", False)):
        with (
            running(tmp_path / name) as far,
            running(tmp_path / f"{name} front", engine=far.address + "sparql") as near,
        ):
            first = near.ask("SELECT * { ?s ?p ?o }", Accept=JSON)
            assert (first.status, "ETag" in first.headers) == (200, kept)
            if kept:
                again = near.ask(
                    "SELECT * { ?s ?p ?o }", Accept=JSON, If_None_Match=first.headers["ETag"]
                )
                assert again.status == 304
                far.process.kill()
                far.process.wait()
                assert near.ask("SELECT * { ?s ?p ?o }", Accept=JSON).body == first.body
