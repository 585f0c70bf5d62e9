"""Turns what a query's process told, or how it died, into an error for whoever asked.

Must not know processes or HTTP.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from typing import Any, Final

from service import limits
from service.errors import DxplanError, QueryError, QuerySyntaxError, QueryTooComplex

_log = logging.getLogger(__name__)
_OVERFLOWS: Final = frozenset((signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP))
_EXHAUSTED: Final = frozenset((signal.SIGABRT, signal.SIGKILL))


class EngineFailureError(Exception):
    """The engine failed in a way that is nobody's fault outside; becomes a 500."""


def revive(header: dict[str, Any], seconds: float) -> Exception:
    """Return the exception that a header stands for.

    Args:
        header: the message's header, with ``error`` or ``died`` in it.
        seconds: the deadline that was in force.
    """
    if "died" in header:
        return _death(header["died"], seconds)
    code = header["error"]
    if code == QuerySyntaxError.code:
        return QuerySyntaxError(header["line"], header["column"], header["ja"], header["en"])
    for kind in _kinds(QueryError):
        if kind.code == code:
            return kind(header["ja"], header["en"])
    return EngineFailureError(header.get("detail", code))


def _kinds(parent: type[DxplanError]) -> Iterator[type[DxplanError]]:
    yield parent
    for child in parent.__subclasses__():
        yield from _kinds(child)


def _death(number: int, seconds: float) -> DxplanError:
    _log.warning("a query's process died of signal %d", number)
    if number == signal.SIGXCPU:
        return limits.timeout(seconds)
    if number in _EXHAUSTED:
        return limits.out_of_memory()
    return QueryTooComplex(
        "問合せが複雑すぎて処理できませんでした。入れ子や長く連なる式を減らしてください。",
        "The query is too complex for the engine. Use less nesting and shorter chains.",
    )
