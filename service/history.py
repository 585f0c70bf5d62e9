"""Remembers how much work queries were, to guess how much they will be the next time.

A bounded memory of the last queries, whoever asked them. Must not know lanes or processes.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import Final

UNKNOWN: Final = 0.1  # seconds to expect of a query that was never seen
_SIZE: Final = 2000


class History:
    """Processor time by query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: OrderedDict[bytes, float] = OrderedDict()

    def expect(self, text: str) -> float:
        """Return the seconds that a query took the last time, or a guess."""
        with self._lock:
            return self._seconds.get(_key(text), UNKNOWN)

    def note(self, text: str, seconds: float) -> None:
        """Remember how long a query took, and forget the one not seen for longest."""
        key = _key(text)
        with self._lock:
            self._seconds[key] = seconds
            self._seconds.move_to_end(key)
            if len(self._seconds) > _SIZE:
                self._seconds.popitem(last=False)


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
