"""The servers that ``dxplan bench`` sets side by side: ours and those people would use otherwise.

Each is started by its own program as its manual says, on the same lines, and asked over HTTP by the
same client; rdflib, which has no server, is asked in a process of its own. Must not know which
questions are asked.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from service import bench_virtuoso, loading
from service.bench_client import Client, Reply
from service.bench_rdflib import Rdflib
from service.config import PROJECT
from service.errors import EnvironmentFault, UsageError

OURS: Final = "ours"
_FRONT: Final = f"{OURS}+"
_FIRST: Final = "ASK {}"
_READY: Final = "ASK { GRAPH ?g { ?s ?p ?o } }"  # ours loads the graphs after the rest
_START: Final = 600  # seconds
_OXIGRAPH: Final = "oxigraph"
_MEMORY_LARGE: Final = 4096  # MiB of buffers for a database of millions
_MEMORY_SMALL: Final = 1024


@dataclass(frozen=True)
class Data:
    """What all of them have.

    Attributes:
        folder: for everything that is made on the way.
        var: folder of builds, as ``dxplan serve`` reads it.
        files: N-Quads files.
        large: whether it is millions of triples.
    """

    folder: Path
    var: Path
    files: list[Path]
    large: bool


class Peer(Protocol):
    """A server that can be asked.

    Attributes:
        name: its name in the tables.
        address: of its SPARQL endpoint; empty if it has none.
        load: seconds it took to load the lines, or None if that is part of each start.
        start: seconds from its start to the first answer.
    """

    name: str
    address: str
    load: float | None
    start: float

    def ask(self, query: str, accept: str) -> Reply:
        """Answer a query; raises ``TimeoutError`` or another ``OSError``."""

    def again(self, query: str, accept: str) -> Reply:
        """Answer a query sent by GET; what is kept may be used."""

    def processes(self) -> list[int]:
        """Return its processes."""

    def restart(self) -> None:
        """Begin anew, so that a query given up does not go on working."""

    def close(self) -> None:
        """End it."""


class _Served:
    """A server with an address, which some context manager runs."""

    def __init__(self, name: str, run: Callable[[], AbstractContextManager[_Up]], limit: float):
        self.name = name
        self.load: float | None = None
        self._run, self._limit = run, limit
        self._begin()

    def _begin(self) -> None:
        self._stack = ExitStack()
        began = time.perf_counter()
        up = self._stack.enter_context(self._run())
        self.address, self._process = up.address, up.process
        self._client = Client(up.address, self._limit)
        self._client.ask(_FIRST)
        self.start = time.perf_counter() - began
        self._client.ask(_READY)

    def ask(self, query: str, accept: str) -> Reply:
        return self._client.ask(query, accept)

    def again(self, query: str, accept: str) -> Reply:
        return self._client.get(query, accept)

    def processes(self) -> list[int]:
        return [self._process]

    def restart(self) -> None:
        before = self.start
        self.close()
        self._begin()
        self.start = before  # that of the first time, with nothing in the caches

    def close(self) -> None:
        self._client.close()
        self._stack.close()


@dataclass(frozen=True)
class _Up:
    address: str
    process: int


def open_peer(name: str, data: Data, limit: float, others: dict[str, Peer]) -> Peer:
    """Load and start one.

    Args:
        name: ours, oxigraph, virtuoso, rdflib; or ours+ and another that runs, which our service
            then stands in front of.
        data: what to load.
        limit: seconds that an answer may take.
        others: those that run.

    Raises:
        UsageError: there is none of this name.
        EnvironmentFault: it is not installed.
    """
    if name == OURS:
        return _Served(name, lambda: _ours(data.var, limit), limit)
    if name.startswith(_FRONT) and name.removeprefix(_FRONT) in others:
        behind = others[name.removeprefix(_FRONT)]
        return _Served(name, lambda: _ours(data.folder / name, limit, behind.address), limit)
    if name == _OXIGRAPH:
        return _oxigraph(data, limit)
    if name == "virtuoso":
        return _virtuoso(data, limit)
    if name == "rdflib":
        return Rdflib(data.files, limit)
    raise UsageError(
        f"比べる相手「{name}」はありません。ours、oxigraph、virtuoso、rdflib、"
        "ours+virtuoso のように指定してください（+ の後ろの相手も要ります）。",
        f"There is no peer “{name}”. Name ours, oxigraph, virtuoso, rdflib, or ours+virtuoso "
        "(with the one behind the + named too).",
    )


# --- ours ---


@contextlib.contextmanager
def _ours(var: Path, limit: float, engine: str = "embedded") -> Iterator[_Up]:
    """Run ``dxplan serve`` on a folder of builds, or in front of another server."""
    var.mkdir(parents=True, exist_ok=True)
    given = {
        "VAR": str(var),
        "TIMEOUT": str(limit),
        "RESULT_MB": "512",
        "MEMORY_MB": "4096",
        "UPLOADS": "off",  # no other server has them
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DXPLAN_")}
    settings = {f"DXPLAN_{name}": value for name, value in given.items()}
    with (var / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--port", "0"],
            env=kept | settings | {"DXPLAN_ENGINE": engine, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None  # noqa: S101  asked for above
    with _ending(process), process.stdout:
        line = process.stdout.readline().strip()
        if not line:
            raise _no_start(OURS)
        yield _Up(f"{line}sparql", process.pid)


# --- Oxigraph's own server ---


def _oxigraph(data: Data, limit: float) -> Peer:
    program = shutil.which(_OXIGRAPH, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program is None:
        raise EnvironmentFault(
            "oxigraph がありません。pip install 'dxplan[bench]' で入ります。",
            "There is no oxigraph. It comes with: pip install 'dxplan[bench]'.",
        )
    place = data.folder / "oxigraph"
    files = [word for path in data.files for word in ("--file", str(path))]
    began = time.perf_counter()
    _quiet([program, "load", "--location", str(place), *files])
    took = time.perf_counter() - began
    peer = _Served(_OXIGRAPH, lambda: oxigraph(program, place, limit), limit)
    peer.load = took
    return peer


@contextlib.contextmanager
def oxigraph(program: str, place: Path, limit: float) -> Iterator[_Up]:
    """Run ``oxigraph serve-read-only`` on a store; gives its address."""
    port = _free_port()
    bound = ["--bind", f"127.0.0.1:{port}", "--timeout-s", str(max(1, int(limit)))]
    process = subprocess.Popen(  # noqa: S603  no shell
        [program, "serve-read-only", "--location", str(place), "--union-default-graph", *bound],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with _ending(process):
        wait_for(port, process, _OXIGRAPH)
        yield _Up(f"http://127.0.0.1:{port}/query", process.pid)


# --- Virtuoso ---


def _virtuoso(data: Data, limit: float) -> Peer:
    memory = _MEMORY_LARGE if data.large else _MEMORY_SMALL
    place, seconds = data.folder / "virtuoso", max(1, int(limit))
    with bench_virtuoso.running(place, data.var, memory, seconds) as server:
        took = loading.bulk(server.sql, data.files)

    @contextlib.contextmanager
    def run() -> Iterator[_Up]:
        with bench_virtuoso.running(place, data.var, memory, seconds) as server:
            yield _Up(server.address, server.process.pid)

    peer = _Served("virtuoso", run, limit)
    peer.load = took
    return peer


# --- what they have in common ---


@contextlib.contextmanager
def _ending(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _quiet(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  no shell
    if done.returncode:
        raise _no_start(command[0], done.stderr.decode(errors="replace")[-200:])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes], name: str) -> None:
    """Wait until a program listens.

    Raises:
        EnvironmentFault: it ended.
    """
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.01)
    raise _no_start(name)


def _no_start(name: str, words: str = "") -> EnvironmentFault:
    return EnvironmentFault(
        f"{name} が起動しません。{words}", f"{name} does not start. {words}".strip()
    )
