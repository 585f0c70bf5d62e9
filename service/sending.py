"""Sends large answers in pieces, and only so many at once.

A client that reads slowly keeps a thread of the server busy as long as its answer is not gone.
Small answers fit into the connection's buffer and need no such care. Must not know queries.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from typing import Final

from service.lanes import busy

LARGE: Final = 1 << 20
SLOTS: Final = 32
PER_CLIENT: Final = 8
_PIECE: Final = 1 << 16


class Outbox:
    """Slots for large answers, some to each client."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sending: Counter[str] = Counter()

    def pieces(self, content: bytes, client: str) -> Pieces:
        """Take a slot for an answer.

        Raises:
            EngineBusy: there is none left, or none for this client.
        """
        with self._lock:
            if self._sending.total() >= SLOTS or self._sending[client] >= PER_CLIENT:
                raise busy()
            self._sending[client] += 1
        return Pieces(content, self, client)

    def give_back(self, client: str) -> None:
        """Give the slot back."""
        with self._lock:
            self._sending[client] -= 1
            if not self._sending[client]:
                del self._sending[client]


class Pieces:
    """An answer as the pieces that a WSGI server asks for; closed when all is sent or lost."""

    def __init__(self, content: bytes, outbox: Outbox, client: str) -> None:
        self._content = memoryview(content)
        self._outbox: Outbox | None = outbox
        self._client = client

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._content), _PIECE):
            yield bytes(self._content[start : start + _PIECE])

    def close(self) -> None:
        """Give the slot back; WSGI servers call this in any case (PEP 3333)."""
        if self._outbox is not None:
            self._outbox.give_back(self._client)
            self._outbox = None
