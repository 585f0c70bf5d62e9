"""A running server under attack: fit replies, and a canary that sings on meanwhile."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml

from tests.service import hostile
from tests.service.serving import (
    Canary,
    Reply,
    Server,
    alive,
    descendants,
    many_quads,
    running,
    wait_until,
    write_build,
)

TIMEOUT = 1.0
PATIENCE = 1.0  # seconds that the canary may wait at worst, on a machine that does other things
HEAVY = hostile.QUERIES["product, counted"][0]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a short deadline, on data large enough to hurt."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "large", many_quads(3000))
    limits = {"timeout": str(TIMEOUT), "memory_mb": "200", "result_mb": "16", "body_mb": "1"}
    with running(var, **limits) as server:
        yield server
        log = server.log()
        assert "accident" not in log, log[-4000:]
        assert "Traceback" not in log, log[-4000:]


def test_hostile_queries_are_many() -> None:
    """The list is not lost on the way."""
    assert len(hostile.QUERIES) >= 45


@pytest.mark.slow
def test_hostile_queries(server: Server) -> None:
    """Each gets a reply that fits, whole and in time, and cheap queries go on as before."""
    replies: dict[str, Reply] = {}

    def attack(name: str) -> None:
        replies[name] = server.post(hostile.QUERIES[name][0])

    with Canary(server) as canary, ThreadPoolExecutor(2) as pool:
        list(pool.map(attack, hostile.QUERIES))
    report(replies, canary)
    assert len(replies) == len(hostile.QUERIES)
    strange = {
        name: (reply.status, reply.text[:200])
        for name, reply in replies.items()
        if reply.status not in hostile.QUERIES[name][1]
    }
    assert strange == {}
    for name, reply in replies.items():
        assert reply.seconds < 4 * TIMEOUT, name
        if reply.status == 200:
            json.loads(reply.body)
        else:
            assert reply.type == "text/plain", name
            assert len(reply.text) < 1500, name
    assert canary.failures == []
    assert canary.worst < PATIENCE


def report(replies: dict[str, Reply], canary: Canary) -> None:
    """Print what happened; shown by ``pytest -s``."""
    for name, reply in replies.items():
        print(f"{reply.status} {reply.seconds:6.2f} s  {name}")
    times = sorted(canary.times)
    print(
        f"canary: {len(times)} songs, median {times[len(times) // 2] * 1000:.1f} ms, "
        f"worst {canary.worst * 1000:.0f} ms"
    )


def test_a_page_of_a_flood(server: Server) -> None:
    """The page for people has the same limits."""
    reply = server.ask(hostile.QUERIES["a flood of rows"][0], Accept="text/html")
    assert (reply.status, reply.type) == (503, "text/html")
    assert "期限" in reply.text


@pytest.mark.parametrize("query", [HEAVY, hostile.QUERIES["a flood of rows"][0]])
def test_a_flood_of_thirty(server: Server, query: str) -> None:
    """Thirty heavy queries at once, and a cheap one is still answered in less than a second."""
    with Canary(server) as canary, ThreadPoolExecutor(30) as pool:
        replies = list(pool.map(lambda _: server.post(query), range(30)))
    assert {reply.status for reply in replies} <= {413, 503}
    assert canary.failures == []
    assert len(canary.times) >= 3
    assert canary.worst < PATIENCE
    late = [reply for reply in replies if "混み合って" in reply.text]
    assert all(reply.headers["Retry-After"] == "5" for reply in late)


def test_service_reaches_nobody(server: Server) -> None:
    """Every disguise of SERVICE is refused over HTTP, and a listener hears nothing."""
    path = Path(__file__).with_name("disguises.yaml")
    disguises = yaml.safe_load(path.read_text(encoding="utf-8"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        for name, text in disguises["refused"].items():
            reply = server.post(text.replace("URL", address))
            assert reply.status == 403, (name, reply.text)
            assert "SERVICE" in reply.text
        for name, text in disguises["passed"].items():
            assert server.post(text.replace("URL", address)).status in (200, 400), name
        for parameter in ("default-graph-uri", "named-graph-uri"):
            target = f"/sparql?query={quote('ASK { ?s ?p ?o }')}&{parameter}={quote(address)}"
            assert server.send("GET", target).status == 200
        with pytest.raises(TimeoutError):
            listener.accept()


def test_workers_are_back_at_once(server: Server) -> None:
    """After a worker died of a query, or all were shot, a new query has its answer in 200 ms."""
    overflow = hostile.QUERIES["100,000 negations"][0]
    times: dict[str, list[float]] = {"overflow": [], "shot": []}
    for number in range(5):
        assert server.post(overflow).status == 400
        times["overflow"].append(server.ask(f"ASK {{ }} # after overflow {number}").seconds)
        holder = descendants(server.process.pid)[0]
        for worker in descendants(holder):
            os.kill(worker, signal.SIGKILL)
        reply = server.ask(f"ASK {{ }} # after shot {number}")
        assert reply.status == 200
        times["shot"].append(reply.seconds)
    for kind, found in times.items():
        print(f"answer after {kind}: {sorted(round(t * 1000) for t in found)} ms")
        assert sorted(found)[2] < 0.2, (kind, found)


def test_bodies_that_are_not_read_reach_nobody(server: Server) -> None:
    """Remote contexts, entities, LOAD and FROM, however they are sent: no socket, no file."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        entity = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{address}">]><a>&b;</a>'
        bodies = {
            "application/ld+json": f'{{"@context": "{address}"}}',
            "application/rdf+xml": entity,
            "application/sparql-results+xml": entity,
            "text/turtle": f"@base <{address}> . <> <a> <b> .",
        }
        for path, status in (("/sparql", 415), ("/graph-store?default", 405)):
            for kind, body in bodies.items():
                reply = server.send("POST", path, {"Content-Type": kind}, body.encode())
                assert reply.status == status, (path, kind, reply.text)
        for update in (f"LOAD <{address}>", f"LOAD SILENT <{address}> INTO GRAPH <a:b>"):
            assert server.post(update).status == 403
        for iri in (address, "file:///etc/passwd"):
            for clause in (f"FROM <{iri}>", f"FROM NAMED <{iri}>", f"FROM <{iri}> FROM <a:b>"):
                reply = server.post(f"SELECT * {clause} {{ ?s ?p ?o }}")
                assert reply.status == 200, (clause, reply.text)
                assert json.loads(reply.body)["results"]["bindings"] == []
            target = f"/graph-store?graph={quote(iri, safe='')}"
            assert server.send("GET", target).status == 404
        with pytest.raises(TimeoutError):
            listener.accept()


# --- connections ---


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def test_slow_readers(server: Server) -> None:
    """Clients that ask for much and read nothing do not keep others waiting."""
    much = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 25000"
    assert 8 << 20 < len(server.ask(much).body) < 16 << 20
    request = f"GET /sparql?query={quote(much)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    readers = []
    begun = []
    try:
        for _ in range(12):
            readers.append(socket.socket())
            readers[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            readers[-1].settimeout(20)
            readers[-1].connect(("127.0.0.1", server.port))
            readers[-1].sendall(request)
            begun.append(readers[-1].recv(12))
        with Canary(server) as canary:
            time.sleep(1)
        assert canary.failures == []
        assert canary.worst < PATIENCE
        # eight are being served, the rest was told that there is no room for more
        assert begun == [b"HTTP/1.1 200"] * 8 + [b"HTTP/1.1 503"] * 4
    finally:
        for reader in readers:
            reader.close()
    assert wait_until(lambda: server.ask(much).status == 200)


def test_idle_connections(server: Server) -> None:
    """Three hundred connections that say nothing, or half a request, cost nothing."""
    idle = [connect(server) for _ in range(300)]
    try:
        for number, connection in enumerate(idle):
            connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHo"[: number % 36])
        with Canary(server) as canary:
            time.sleep(0.5)
        assert canary.failures == []
        assert canary.worst < PATIENCE
    finally:
        for connection in idle:
            connection.close()


def test_hanging_up_ends_the_work(server: Server) -> None:
    """When a client closes its connection, the process that works for it goes."""
    slow = f"GET /sparql?query={quote(HEAVY)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    began = time.monotonic()
    with connect(server) as client:
        client.sendall(slow)
        assert wait_until(lambda: busy(server) > 0, TIMEOUT / 2)
    assert wait_until(lambda: busy(server) == 0, TIMEOUT / 2)
    assert time.monotonic() - began < TIMEOUT


def busy(server: Server) -> int:
    """Return how many processes below the server run at this moment."""
    states = []
    for process in descendants(server.process.pid):
        try:
            stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        states.append(stat.rpartition(")")[2].split()[0])
    return states.count("R")


@pytest.mark.parametrize(
    ("request_bytes", "statuses"),
    [
        (b"GARBAGE\r\n\r\n", (400,)),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", (400, 505, 200)),
        (b"CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: x\r\n\r\n", (400, 404, 405)),
        (b"TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", (405,)),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", (413,)),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", (400,)),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            (400,),
        ),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n"
            + b"x" * (5 << 20),
            (413,),
        ),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            (400,),
        ),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", (400, 501)),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: " + b"a" * 600_000 + b"\r\n\r\n", (400, 431)),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA\x00B: c\r\n\r\n", (400,)),
        (b"GET //evil.example/%2e%2e HTTP/1.1\r\nHost: x\r\n\r\n", (404,)),
        (b"GET http://127.0.0.1:1/sparql HTTP/1.1\r\nHost: x\r\n\r\n", (200, 400, 404)),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
            b"Content-Length: 99999999\r\n\r\n",
            (100, 413),
        ),
    ],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes) else None,
)
def test_odd_requests(server: Server, request_bytes: bytes, statuses: tuple[int, ...]) -> None:
    """What is no proper request gets an error, and the server goes on."""
    with connect(server) as client:
        client.sendall(request_bytes)
        client.settimeout(5)
        first = client.recv(4096)
    assert int(first.split()[1]) in statuses, first
    assert b"Traceback" not in first
    assert server.ask("ASK {}").status == 200


def test_memory_does_not_grow(server: Server) -> None:
    """Eighty large failures leave the web process hardly larger than twenty did."""

    def fail(_: int) -> int:
        return server.post("ASK { # " + "x" * 900_000).status

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(fail, range(20))) == {400}
        before = resident(server.process.pid)
        assert set(pool.map(fail, range(60))) == {400}
    assert resident(server.process.pid) - before < 40 << 20


def resident(process: int) -> int:
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def test_after_all_that(server: Server) -> None:
    """The server is the same process, has few children, and answers."""
    assert server.process.poll() is None
    assert wait_until(lambda: busy(server) == 0)
    assert len([p for p in descendants(server.process.pid) if alive(p)]) < 16
    assert json.loads(server.ask("ASK {}").body)["boolean"] is True
    assert threading.active_count() < 10
