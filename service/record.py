"""What is worth remembering of a request: filled on the way, read when it is answered.

Whoever answers notes here what only it knows; the front (``service.front``) adds status and time
for metrics and log, and learns whether the answer may be kept. Must not know who reads it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from flask import request

KEY: Final = "dxplan.record"
OK: Final = "ok"
_DIGITS: Final = 16


@dataclass
class Record:
    """Notes on one request.

    Attributes:
        query: hash of the query's text, as ``fingerprint`` gives it; empty if there was none.
        rows: rows or triples of the answer, where they were counted.
        engine: seconds that the engine took.
        outcome: "ok" or the code of the error.
        keep: version of the data for which this very answer may be kept; empty if it may not.
        still: where given, tells later whether the answer holds besides that version.
        lacking: whether the engine refused something on the way, so that the answer may lack it.
        cached: whether the answer was a kept one.
    """

    query: str = ""
    rows: int | None = None
    engine: float = 0.0
    outcome: str = OK
    keep: str = ""
    still: Callable[[], bool] | None = None
    lacking: bool = False
    cached: bool = False

    def answered(self, seconds: float, rows: int | None, keep: str) -> None:
        """Note an answer of the engine."""
        self.engine, self.rows, self.keep = seconds, rows, keep


def current() -> Record:
    """Return the notes on the request that is being answered."""
    found = request.environ.setdefault(KEY, Record())
    assert isinstance(found, Record)  # noqa: S101  nobody else uses the name
    return found


def of(environ: dict[str, Any]) -> Record:
    """Return new notes and put them where ``current`` finds them."""
    environ[KEY] = record = Record()
    return record


def fingerprint(text: str) -> str:
    """Return a short hash of a query: the same for the same text, and no way back to it."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
