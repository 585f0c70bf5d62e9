"""Reads what is asked of a stored question: values, format, version.

    /queries/NAME.csv?edition=…&version=…       the suffix or ``format`` says how to answer

Must not know engines or pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import Request

from service import formats, negotiation, parameters
from service.errors import ParameterError
from service.negotiation import Choice
from service.query_header import RESERVED

QUERY: Final = "application/sparql-query"
_WILD: Final = frozenset(("*/*", "text/*"))
_SUFFIXES: Final = frozenset(
    name for form in (*formats.TABLES, *formats.GRAPHS) for name in form.names
)
_SHOWN: Final = 80


@dataclass(frozen=True)
class Asked:
    """What a request asks of a question.

    Attributes:
        values: values of parameters by name, as typed.
        format: short name of a format; empty if not given.
        version: version of the data and the question; empty if not given.
    """

    values: dict[str, str]
    format: str
    version: str


def read(request: Request, suffix: str = "") -> Asked:
    """Read the query string of a request.

    Args:
        request: the request.
        suffix: what the path says about the format.

    Raises:
        ParameterError: something is given twice.
        UsageError: bytes that are no UTF-8.
    """
    given: dict[str, str] = {}
    for name, value in parameters.of_url(request):
        if name in given:
            raise _twice(name)
        given[name] = value
    values = {name: value for name, value in given.items() if name not in RESERVED}
    return Asked(values, suffix or given.get("format", ""), given.get("version", ""))


def divide(name: str) -> tuple[str, str]:
    """Split a name into that of the question and the format that its suffix stands for.

    A suffix that stands for none stays part of the name, under which nothing will be found.
    """
    stem, _, suffix = name.rpartition(".")
    return (stem, suffix) if stem and suffix in {"rq", *_SUFFIXES} else (name, "")


def choose(accept: str | None, short: str) -> Choice:
    """Agree on a format: a page unless results are asked for by name.

    Raises:
        UsageError: ``short`` is no name known here.
    """
    return negotiation.choose("text/html" if is_vague(accept) else accept, short)


def is_vague(accept: str | None) -> bool:
    """Whether an Accept header names no type, as those of curl and other tools."""
    return not set(_names(accept)) - _WILD


def wants_query(accept: str | None) -> bool:
    """Whether the text of the query is asked for."""
    best = negotiation.accepted(accept or "").best_match([formats.HTML, QUERY])
    return best == QUERY and not is_vague(accept)


def _names(accept: str | None) -> Iterable[str]:
    return (name for name, quality in negotiation.accepted(accept or "") if quality > 0)


def _twice(name: str) -> ParameterError:
    shown = name[:_SHOWN]
    return ParameterError(
        shown,
        (),
        f"{shown} が二つ以上あります。一つだけ指定してください。",
        f"There is more than one {shown}; give exactly one.",
    )
