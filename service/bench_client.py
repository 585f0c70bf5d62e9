"""A lean HTTP client for ``dxplan bench``: a connection that is kept, one clock for all servers.

Reads just as much of HTTP/1.1 as SPARQL servers write, because a client that works much takes time
from the servers measured beside it. Questions are sent by POST as a form, which no server answers
from a cache of answers. Must not know what is asked.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

TABLE: Final = "application/sparql-results+json"
GRAPH: Final = "application/n-triples"
# seconds after which a connection is not used again: some servers close it then, and Oxigraph's
# first writes an error on it that nobody asked for
_IDLE: Final = 5.0
_CHUNK: Final = 1 << 18
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    """What came back.

    Attributes:
        status: of HTTP.
        media: media type, without parameters.
        body: whole.
        seconds: from before sending to the last byte.
    """

    status: int
    media: str
    body: bytes
    seconds: float


class Client:
    """Asks one server, over one connection.

    Args:
        address: of the server's SPARQL endpoint.
        limit: seconds that an answer may take.
    """

    def __init__(self, address: str, limit: float = 60) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._path = parts.path or "/"
        self._limit = limit
        self._socket: socket.socket | None = None
        self._rest = b""
        self._last = 0.0

    def ask(self, query: str, accept: str = TABLE) -> Reply:
        """Send a query by POST.

        Raises:
            TimeoutError: the answer took longer than the limit.
            OSError: the server hung up, or is not there.
        """
        return self._send("POST", self._path, accept, f"query={quote(query, safe='')}".encode())

    def get(self, query: str, accept: str = TABLE) -> Reply:
        """Send a query by GET; raises as ``ask`` does."""
        return self._send("GET", f"{self._path}?query={quote(query, safe='')}", accept)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _send(self, method: str, target: str, accept: str, body: bytes = b"") -> Reply:
        began = time.perf_counter()
        self._deadline = began + self._limit
        heads = f"{method} {target} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAccept: {accept}"
        if method == "POST":
            heads += f"\r\nContent-Type: {_FORM}\r\nContent-Length: {len(body)}"
        if began - self._last > _IDLE:
            self.close()
        message = f"{heads}\r\n\r\n".encode() + body
        kept = self._socket is not None
        try:
            status, media, content = self._exchange(message)
        except ConnectionError:
            if not kept:
                raise
            # the server hung up while nothing was asked
            status, media, content = self._exchange(message)
        self._last = time.perf_counter()
        return Reply(status, media, content, self._last - began)

    def _exchange(self, message: bytes) -> tuple[int, str, bytes]:
        try:
            self._connect().sendall(message)
            return self._receive()
        except (OSError, ValueError) as fault:
            self.close()
            raise fault if isinstance(fault, OSError) else ConnectionError(str(fault)) from fault

    def _connect(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((self._host, self._port), self._limit)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _receive(self) -> tuple[int, str, bytes]:
        lines = self._until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            fields[name.lower()] = value.strip()
        if fields.get("transfer-encoding", "").lower() == "chunked":
            body = self._chunks()
        elif "content-length" in fields:
            body = self._exactly(int(fields["content-length"]))
        else:
            body = self._rest_of_it()
        if fields.get("connection", "").lower() == "close":
            self.close()
        media = fields.get("content-type", "").partition(";")[0].strip().lower()
        return int(lines[0].split(maxsplit=2)[1]), media, body

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self._until(b"\r\n").partition(b";")[0], 16):
            parts.append(self._exactly(size))
            self._exactly(2)
        self._until(b"\r\n")
        return b"".join(parts)

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._rest:
            self._rest += self._more()
        found, _, self._rest = self._rest.partition(mark)
        return found

    def _exactly(self, size: int) -> bytes:
        parts = [self._rest]
        count = len(self._rest)
        while count < size:
            parts.append(self._more())
            count += len(parts[-1])
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def _rest_of_it(self) -> bytes:
        parts = [self._rest]
        try:
            while True:
                parts.append(self._more())
        except ConnectionResetError:
            self.close()
        return b"".join(parts)

    def _more(self) -> bytes:
        left = self._deadline - time.perf_counter()
        if left <= 0:
            raise TimeoutError
        connection = self._connect()
        connection.settimeout(left)
        data = connection.recv(_CHUNK)
        if not data:
            raise ConnectionResetError
        return data
