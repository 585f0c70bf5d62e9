"""Clients that ask a running server as fast as they can, over connections that stay open."""

from __future__ import annotations

import socket
import threading
import time

from tests.service.serving import Server


class Connection:
    """A connection that is kept; reads just as much of HTTP as our server writes."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(
        self, target: str, accept: str = "application/sparql-results+json"
    ) -> tuple[int, bytes]:
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

    threads = [threading.Thread(target=run, args=(place,)) for place in range(connections)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)
