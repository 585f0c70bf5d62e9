"""Keeps finished answers, so that a question asked again costs no engine and no framework.

An answer is kept for one version of the data and all that it was chosen by: address, query
string, and the headers that ``Vary`` names. Bounded in memory; the one not asked for longest goes
first. Must not know queries: whoever answered says whether an answer lasts
(``service.record.Record.keep``).

Standard: RFC 9111, section 4 (constructing responses from caches), for a cache inside the server.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

_MIB: Final = 1 << 20
LARGEST: Final = 1 << 20  # bytes of one answer; larger ones are sent in pieces
_OVERHEAD: Final = 2000  # bytes that an entry takes beside its body and key, about
_LONGEST_KEY: Final = 16 << 10
_CHOSEN_BY: Final = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING")
# with any of these the answer may be another one
_SPECIAL: Final = ("HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_CACHE_CONTROL", "HTTP_PRAGMA")

Key = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A finished answer.

    Attributes:
        version: version of the data that it was made from.
        headers: its headers.
        body: its body.
        query: fingerprint of the query.
        rows: rows in it, where they were counted.
        still: tells whether it holds besides the version; None if that is all it depends on.
    """

    version: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    query: str
    rows: int | None
    still: Callable[[], bool] | None = None


def key(environ: dict[str, Any]) -> Key | None:
    """Return what a request's answer is kept under; None if it can have no kept answer."""
    if environ.get("REQUEST_METHOD") != "GET" or any(name in environ for name in _SPECIAL):
        return None
    if "HTTP_HOST" not in environ or "," in environ["HTTP_HOST"]:
        return None  # to be refused (``service.responses``)
    found = (
        environ.get("PATH_INFO", ""),
        environ.get("QUERY_STRING", ""),
        *(environ.get(name, "") for name in _CHOSEN_BY),
    )
    return found if sum(map(len, found)) <= _LONGEST_KEY else None


class ResultCache:
    """Answers by key, up to a size.

    Args:
        size_mb: memory to use at most, in MiB; 0 keeps nothing.
    """

    def __init__(self, size_mb: int) -> None:
        self._limit = size_mb * _MIB
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._size = 0

    def find(self, key: Key) -> Kept | None:
        """Return what is kept under a key, of whatever version."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def put(self, key: Key, kept: Kept) -> None:
        """Keep an answer, unless it is too large; forget others if need be."""
        size = _size(key, kept)
        if len(kept.body) > LARGEST or size > self._limit:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = kept
            self._size += size
            while self._size > self._limit:
                self._drop(next(iter(self._kept)))

    def drop(self, key: Key) -> None:
        """Forget an answer."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._size -= _size(key, gone)

    def gauges(self) -> dict[str, int]:
        """Return how much is kept."""
        with self._lock:
            return {"answers": len(self._kept), "bytes": self._size}


def _size(key: Key, kept: Kept) -> int:
    # a character takes up to four bytes
    return _OVERHEAD + len(kept.body) + 4 * sum(map(len, key))
