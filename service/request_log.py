"""Writes a line of JSON about each request: when, what kind, how long, with what outcome.

Of a query only its fingerprint is written, and of the client nothing: who asked what is nobody's
business, and what a proxy in front writes down is up to its operator. Must not know how requests
are answered.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from service.errors import EnvironmentFault
from service.record import KEY, Record

_log = logging.getLogger(__name__)
STDERR: Final = "-"
_LONG: Final = 200  # characters of a path
_MILLI: Final = 1000


class RequestLog:
    """The file that lines are written to.

    Args:
        target: path of the file, "-" for standard error, empty for none.

    Raises:
        EnvironmentFault: the file cannot be opened.
    """

    def __init__(self, target: str) -> None:
        self._lock = threading.Lock()
        self._file = _open(target)

    def write(self, environ: dict[str, Any], status: int, size: int, seconds: float) -> None:
        """Write the line of one request."""
        if self._file is None:
            return
        record = environ.get(KEY, Record())
        line = json.dumps(
            {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "method": environ.get("REQUEST_METHOD", "")[:_LONG],
                "path": environ.get("PATH_INFO", "")[:_LONG],
                "status": status,
                "outcome": record.outcome,
                "milliseconds": round(seconds * _MILLI, 2),
                "engine_milliseconds": round(record.engine * _MILLI, 2),
                "bytes": size,
                "rows": record.rows,
                "query": record.query,
                "cached": record.cached,
            }
        )
        try:
            with self._lock:
                self._file.write(line + "\n")
        except (OSError, ValueError) as fault:  # a full disk must not end the service
            _log.warning("cannot write the log of requests: %s", fault)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None and self._file is not sys.stderr:
            self._file.close()
        self._file = None


def _open(target: str) -> IO[str] | None:
    if not target:
        return None
    if target == STDERR:
        return sys.stderr
    try:
        return Path(target).open("a", encoding="utf-8", buffering=1)
    except OSError as fault:
        raise EnvironmentFault(
            f"要求の記録 {target} に書けません（DXPLAN_REQUEST_LOG）: {fault.strerror}",
            f"cannot write the log of requests {target} (DXPLAN_REQUEST_LOG): {fault.strerror}",
        ) from fault
