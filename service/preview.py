"""Boils an answer down to what a page can show: the first rows, and how many there are.

Runs beside the query, so that a page never has to read millions of rows. Must not know HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

MAX_ROWS: Final = 1000
MAX_TEXT: Final = 2000


def rows(result: ox.QuerySolutions | ox.QueryBoolean) -> bytes:
    """Return JSON with ``columns``, ``rows`` (the first ``MAX_ROWS``), ``total``; or ``boolean``.

    A term is an object with ``kind`` (iri, blank, literal) and ``value``, a literal with
    ``language`` or ``datatype``; ``cut`` says that a long text was cut. An unbound place is null.
    """
    if isinstance(result, ox.QueryBoolean):
        return json.dumps({"boolean": bool(result)}).encode()
    columns = [variable.value for variable in result.variables]
    return _document(columns, ([row[name] for name in columns] for row in result))


def triples(result: Iterable[ox.Triple]) -> bytes:
    """Return the same for a graph: a row a triple."""
    columns = ["subject", "predicate", "object"]
    return _document(columns, ([t.subject, t.predicate, t.object] for t in result))


def _document(columns: list[str], every: Iterator[list[Any]]) -> bytes:
    shown = [[_term(term) for term in row] for row in islice(every, MAX_ROWS)]
    total = len(shown) + sum(1 for _ in every)
    document = {"columns": columns, "rows": shown, "total": total}
    return json.dumps(document, ensure_ascii=False).encode()


def _term(term: Any) -> dict[str, Any] | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return {"kind": "iri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"kind": "blank", "value": term.value}
    text = term.value if isinstance(term, ox.Literal) else str(term)
    shown = {"kind": "literal", "value": text[:MAX_TEXT], "cut": len(text) > MAX_TEXT}
    if not isinstance(term, ox.Literal):
        return shown
    if term.language:
        return shown | {"language": term.language}
    return shown | {"datatype": term.datatype.value}
