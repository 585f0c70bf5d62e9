"""Many clients at once against a running server: repeated questions, and a mixed workload.

``python -m tests.service.load --seconds 300 --clients 32`` starts a server on the current build,
puts load on it and prints what came of it; ``test_load.py`` runs the same for a short time.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import socket
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from service import builds, config
from service.config import PROJECT
from tests.queries import reading
from tests.service import hostile
from tests.service.serving import Server, alive, descendants, running, wait_until

JSON = "application/sparql-results+json"
TIMEOUT = "5"  # seconds, so that heavy queries end within a short test too
WRONG = "SELECT * { ?s ex:undeclared ?o }"
HEAVY = ("product, counted", "a flood of rows", "CONCAT doubling", "three closures")
GRAPH = "/graph-store?graph=" + quote("https://w3id.org/dxplan/graph/policies", safe="")
# of a thousand requests: repeated, asked anew, whole graphs, wrong, heavy
SHARES = {"kept": 500, "fresh": 450, "graph": 30, "wrong": 18, "heavy": 2}


class Connection:
    """A connection that is kept; reads just as much of HTTP as our server writes."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, target: str, accept: str = JSON) -> tuple[int, bytes]:
        """Send a GET and return status and body."""
        lines = f"GET {target} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n\r\n"
        self._socket.sendall(lines.encode())
        received = self._receive(b"")
        while b"\r\n\r\n" not in received:
            received = self._receive(received)
        head, _, body = received.partition(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(maxsplit=1)[0])
        parts, count = [body], len(body)
        while count < size:
            parts.append(self._receive(b""))
            count += len(parts[-1])
        return int(head.split(maxsplit=2)[1]), b"".join(parts)

    def _receive(self, before: bytes) -> bytes:
        data = self._socket.recv(1 << 18)
        if not data:
            raise ConnectionResetError
        return before + data

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def repeat(server: Server, target: str, *, connections: int, seconds: float) -> float:
    """Ask the same again and again; return the answers a second, all of which must be 200."""
    counts = [0] * connections
    end = time.monotonic() + seconds

    def run(place: int) -> None:
        connection = Connection(server.port)
        while time.monotonic() < end:
            status, _ = connection.get(target)
            assert status == 200
            counts[place] += 1
        connection.close()

    began = time.monotonic()
    _all(run, connections)
    return sum(counts) / (time.monotonic() - began)


def _all(run: object, count: int) -> None:
    assert callable(run)
    threads = [threading.Thread(target=run, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- the mixed workload ---


@dataclass
class Report:
    """What came of a run.

    Attributes:
        questions: how many different questions were asked.
        statuses: replies by kind of request and status.
        times: seconds of each reply by kind of request.
        different: questions whose answer differed from that of a single run.
        limited: questions that met a limit, with the code of the error.
        faults: connections that broke.
        memory: MiB of the web process and of all processes below it, once a second.
        seconds: how long it took.
    """

    questions: int = 0
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    different: Counter[str] = field(default_factory=Counter)
    limited: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> Iterator[str]:
        """Yield the report for people."""
        total = sum(self.statuses.values())
        yield f"{total} requests in {self.seconds:.0f} s: {total / self.seconds:.0f}/s"
        yield f"{self.questions} questions; answers that differed: {dict(self.different)}"
        yield f"questions that met a limit: {dict(self.limited)}"
        yield f"connections that broke: {self.faults[:5]}"
        for kind, times in sorted(self.times.items()):
            ordered = sorted(times)
            found = {status: n for (name, status), n in self.statuses.items() if name == kind}
            p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
            yield (
                f"{kind:6} {found}  p50 {p50 * 1000:.1f} ms  p99 {p99 * 1000:.0f} ms  "
                f"worst {ordered[-1] * 1000:.0f} ms"
            )
        for part, name in enumerate(("web process", "processes below")):
            figures = [sample[part] for sample in self.memory]
            shown = [f"{figures[len(figures) * n // 5]:.0f}" for n in range(5)]
            yield f"MiB of {name}: {' '.join(shown)} {figures[-1]:.0f} (at most {max(figures):.0f})"


def questions() -> dict[str, str]:
    """Return the stored questions, with the examples for their parameters."""
    folder = PROJECT / "queries"
    return {
        str(path.relative_to(folder))[:-3]: reading.with_examples(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.rq"))
    }


def _target(text: str) -> str:
    return "/sparql?query=" + quote(text)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _single(server: Server, asked: dict[str, str]) -> dict[str, str]:
    """Ask each question once, alone; return the checksum of each answer."""
    single = {}
    connection = Connection(server.port)
    patience = time.monotonic() + 60
    for name, text in asked.items():
        status, body = connection.get(_target(text))
        while status == 503 and time.monotonic() < patience:  # data that few questions need
            status, body = connection.get(_target(text))
        assert status == 200, (name, body)
        single[name] = _digest(body)
    single[GRAPH] = _digest(connection.get(GRAPH, "application/n-triples")[1])
    connection.close()
    return single


def mixed(server: Server, *, clients: int, seconds: float) -> Report:
    """Put load on a server; every answer is compared with that of a single run before."""
    asked = questions()
    report = Report(len(asked))
    single = _single(server, asked)
    end = time.monotonic() + seconds
    lock = threading.Lock()

    def run(place: int) -> None:
        chance = random.Random(place)  # noqa: S311  nothing secret
        connection = Connection(server.port)
        count = 0
        while time.monotonic() < end:
            count += 1
            kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
            if count == 1 and place < len(HEAVY):
                kind = "heavy"
            name = chance.choice(list(asked))
            text = {
                "kept": asked[name],
                "fresh": f"{asked[name]}\n# {place} {count}",
                "heavy": f"{hostile.QUERIES[chance.choice(HEAVY)][0]}\n# {place} {count}",
                "wrong": WRONG,
                "graph": "",
            }[kind]
            began = time.perf_counter()
            try:
                if kind == "graph":
                    name = GRAPH
                    status, body = connection.get(GRAPH, "application/n-triples")
                else:
                    status, body = connection.get(_target(text))
            except OSError as fault:
                with lock:
                    report.faults.append(f"{kind} {name}: {fault!r}")
                connection = Connection(server.port)
                continue
            took = time.perf_counter() - began
            with lock:
                report.statuses[kind, status] += 1
                report.times[kind].append(took)
                if status != 200 and kind in ("kept", "fresh"):
                    report.limited[name, json.loads(body)["code"]] += 1
                if status == 200 and kind != "heavy" and _digest(body) != single[name]:
                    report.different[name] += 1
        connection.close()

    began = time.monotonic()
    with _watching(server, report):
        _all(run, clients)
    report.seconds = time.monotonic() - began
    return report


@contextlib.contextmanager
def _watching(server: Server, report: Report) -> Iterator[None]:
    """Note the memory once a second."""
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(1):
            below = [process for process in descendants(server.process.pid) if alive(process)]
            report.memory.append((_private([server.process.pid]), _private(below)))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _private(processes: list[int]) -> float:
    """Return the MiB of processes; what they share is counted once (its share in each)."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
            total += next(int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:")
    return total / 1024


@contextlib.contextmanager
def on_build(folder: Path, var: Path) -> Iterator[Server]:
    """Run a server on a finished build, wherever it is."""
    (var / "current").symlink_to(folder)
    # so little for kept answers that it is full within a minute: what grows then is a leak
    with running(var, timeout=TIMEOUT, memory_mb="512", cache_mb="16") as server:
        assert wait_until(lambda: server.send("GET", "/health").status == 200, 60)
        yield server


def main() -> None:
    """Run it for as long as one likes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--clients", type=int, default=32)
    chosen = parser.parse_args()
    folder = (config.read(os.environ).var / "current").resolve()
    with (
        tempfile.TemporaryDirectory() as var,
        on_build(folder, Path(var)) as server,
    ):
        print(f"build {builds.current(Path(var)).version}, {chosen.clients} clients")
        report = mixed(server, clients=chosen.clients, seconds=chosen.seconds)
        print("\n".join(report.lines()))
        print("the server's log:", server.log()[-2000:])


if __name__ == "__main__":
    main()
