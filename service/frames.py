"""The messages between the web process and the process that answers one query.

A message is a JSON header and a body of bytes, both with their lengths in front. Must not know
what is in them.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from typing import Any, Final

_LENGTHS: Final = struct.Struct("!IQ")
_CHUNK: Final = 1 << 20

Header = dict[str, Any]


def pack(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Return the message's bytes up to and including its header; the body follows as it is."""
    text = json.dumps(header, ensure_ascii=False).encode()
    return _LENGTHS.pack(len(text), len(body)) + text


def send(connection: socket.socket, header: Mapping[str, Any], body: bytes = b"") -> None:
    """Send a whole message; blocks as the socket is set to."""
    connection.sendall(pack(header, body))
    if body:
        connection.sendall(body)


class Incoming:
    """A message that arrives bit by bit."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._buffer = bytearray(_LENGTHS.size)
        self._view = memoryview(self._buffer)
        self._filled = 0
        self._header_size = -1

    def receive(self, timeout: float | None = None) -> tuple[Header, bytes] | None:
        """Read on for at most ``timeout`` seconds of silence.

        Returns:
            Header and body once the message is whole, None if time ran out before.

        Raises:
            EOFError: the other side closed in the middle.
        """
        self._connection.settimeout(timeout)
        try:
            while not self._is_whole():
                target = self._view[self._filled : self._filled + _CHUNK]
                count = self._connection.recv_into(target)
                if count == 0:
                    raise EOFError
                self._filled += count
        except TimeoutError:
            return None
        except (ConnectionResetError, BrokenPipeError) as fault:
            raise EOFError from fault
        return self._split()

    def _is_whole(self) -> bool:
        if self._header_size < 0 and self._filled == _LENGTHS.size:
            self._header_size, body_size = _LENGTHS.unpack(self._buffer)
            whole = bytearray(_LENGTHS.size + self._header_size + body_size)
            whole[: _LENGTHS.size] = self._buffer
            self._buffer, self._view = whole, memoryview(whole)
        return self._header_size >= 0 and self._filled == len(self._buffer)

    def _split(self) -> tuple[Header, bytes]:
        start = _LENGTHS.size + self._header_size
        header = json.loads(bytes(self._view[_LENGTHS.size : start]))
        return header, bytes(self._view[start:])
