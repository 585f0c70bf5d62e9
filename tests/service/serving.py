"""Makes small builds and runs the service on them, for the tests of the endpoint."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient

from service import config, create_app
from service.config import PROJECT, Config
from service.engine_direct import DirectEngine

DATASET = PROJECT / "tests" / "fixtures" / "service" / "dataset.nq"
GRAPH_A = "https://w3id.org/dxplan/graph/t/a"
GRAPH_B = "https://w3id.org/dxplan/graph/t/b"
GRAPH_ODD = "https://w3id.org/dxplan/graph/t/odd"
ASK = "/sparql?query=ASK%7B%7D"
_GRAPH_NAME = re.compile(r"<([^<>]+)> \.$")


def write_build(var: Path, version: str, lines: list[str] | None = None) -> Path:
    """Write a build of the agreed form and make it the current one in one step."""
    quads = DATASET.read_text(encoding="utf-8").splitlines() if lines is None else lines
    folder = var / "builds" / version
    folder.mkdir(parents=True)
    (folder / "dataset.nq").write_text("".join(f"{line}\n" for line in quads), encoding="utf-8")
    graphs: dict[str, int] = {}
    for line in quads:
        name = _GRAPH_NAME.search(line)
        assert name is not None, line
        graphs[name[1]] = graphs.get(name[1], 0) + 1
    manifest = {"version": version, "quads": len(quads), "graphs": graphs}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    link = var / "new"
    link.symlink_to(Path("builds") / version)
    link.replace(var / "current")
    return folder


def many_quads(subjects: int) -> list[str]:
    """Return quads of a graph large enough for products of it to be heavy."""
    base = "https://w3id.org/dxplan/id/t"
    return [
        f'<{base}/{n}> <{base}/p{n % 7}> "値{n % 50}"@ja <{GRAPH_A}> .' for n in range(subjects)
    ] + [f"<{base}/{n}> <{base}/next> <{base}/{n + 1}> <{GRAPH_B}> ." for n in range(subjects)]


def settings(var: Path, **changes: str) -> Config:
    """Return settings for a folder of builds; names without DXPLAN_, in lower case."""
    given = {f"DXPLAN_{name.upper()}": value for name, value in changes.items()}
    return config.read({"DXPLAN_VAR": str(var)} | given)


@contextlib.contextmanager
def asking(var: Path, **changes: str) -> Iterator[FlaskClient]:
    """Ask the service on a folder of builds, its engine in this process, without a server."""
    config = settings(var, **changes)
    app = create_app(config)
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine = DirectEngine(config)
    yield app.test_client()
    engine.close()


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def type(self) -> str:
        """The media type without parameters."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Server:
    """A running ``dxplan serve``."""

    process: subprocess.Popen[str]
    port: int
    address: str
    seconds: float
    errors: Path = field(repr=False)

    def send(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str] | list[tuple[str, str]] | None = None,
        body: bytes | None = None,
        timeout: float = 30,
    ) -> Reply:
        """Send one request on a connection of its own."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        pairs = list(headers.items()) if isinstance(headers, Mapping) else headers or []
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in pairs:
                connection.putheader(name, value)
            if body is not None and not any(n.lower() == "content-length" for n, _ in pairs):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        return Reply(response.status, response.headers, content, time.perf_counter() - began)

    def ask(self, query: str, timeout: float = 30, **headers: str) -> Reply:
        """Send a query by GET."""
        target = "/sparql?" + urlencode({"query": query})
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.send("GET", target, named, timeout=timeout)

    def post(self, query: str, timeout: float = 30) -> Reply:
        """Send a query by POST, as it is."""
        headers = {"Content-Type": "application/sparql-query"}
        return self.send("POST", "/sparql", headers, query.encode(), timeout)

    def log(self) -> str:
        """Return what it wrote to the standard error."""
        return self.errors.read_text(encoding="utf-8")


def command(*arguments: str) -> list[str]:
    """Return the command line of ``dxplan``."""
    return [sys.executable, "-m", "service.cli", *arguments]


def environment(var: Path, **changes: str) -> dict[str, str]:
    """Return an environment in which nothing but these settings is set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DXPLAN_")}
    given = {f"DXPLAN_{name.upper()}": value for name, value in changes.items()}
    return kept | {"DXPLAN_VAR": str(var), "PYTHONPATH": str(PROJECT)} | given


@contextlib.contextmanager
def running(var: Path, **changes: str) -> Iterator[Server]:
    """Run a server on a free port for as long as the block lasts."""
    var.mkdir(parents=True, exist_ok=True)
    errors = var / "server.err"
    began = time.perf_counter()
    with errors.open("w", encoding="utf-8") as sink:
        process = subprocess.Popen(
            command("serve", "--port", "0"),
            env=environment(var, **changes),
            stdout=subprocess.PIPE,
            stderr=sink,
            text=True,
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        seconds = time.perf_counter() - began
        port = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\n", line)
        assert port is not None, (line, errors.read_text(encoding="utf-8"))
        yield Server(process, int(port[1]), line.strip(), seconds, errors)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)
        process.stdout.close()


class Canary:
    """Asks the cheapest query again and again, and remembers how long it took.

    Never the same text twice, lest a kept answer hide how the engine is.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._sing)
        self._numbers = itertools.count()
        self.times: list[float] = []
        self.failures: list[object] = []

    def __enter__(self) -> Canary:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _sing(self) -> None:
        while not self._stop.is_set():
            try:
                reply = self._server.send("GET", f"{ASK}%23{next(self._numbers)}")
            except OSError as fault:
                self.failures.append(fault)
                continue
            self.times.append(reply.seconds)
            if reply.status != 200 or b'"boolean":true' not in reply.body:
                self.failures.append((reply.status, reply.text))
            self._stop.wait(0.02)

    @property
    def worst(self) -> float:
        """The longest wait in seconds."""
        return max(self.times)


def descendants(process: int) -> list[int]:
    """Return the processes below a process, all the way down."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            parents.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [process]
    for parent in found:
        found += parents.get(parent, [])
    return found[1:]


def _stat(process: int) -> list[str]:
    """Return the fields of a process's state behind its name; none if it is gone."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def alive(process: int) -> bool:
    """Whether a process exists and is no zombie."""
    fields = _stat(process)
    return bool(fields) and fields[0] != "Z"


def wait_until(condition: object, seconds: float = 5) -> bool:
    """Wait until a function returns something true; False if it never does."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return bool(condition())
