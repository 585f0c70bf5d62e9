"""Reads a stored query and a hand-made answer, and says what is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph
import yaml
from rdflib import URIRef, Variable
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from service import query_values
from service.query_header import Header
from service.terms import nt

Row: TypeAlias = tuple[str, ...]
Table: TypeAlias = tuple[Row, list[Row]]
_SELECT = re.compile(r"(?im)^\s*select(?:\s+(?:distinct|reduced))?\b")
_WHERE = re.compile(r"(?im)^\s*select\b[^{]*\{")
_OUTSIDE_ORDER_BY = {"Slice", "Distinct", "Reduced", "Project"}


def header(query: str) -> dict[str, Any]:
    """Read the ``#+`` lines, which together are YAML."""
    lines = [line[2:].removeprefix(" ") for line in query.splitlines() if line.startswith("#+")]
    found = yaml.safe_load("\n".join(lines))
    assert isinstance(found, dict), "no header"
    return found


def table(solutions: object) -> Table:
    """Give column names, and rows with every term as N-Triples, no term as an empty text."""
    assert isinstance(solutions, pyoxigraph.QuerySolutions), "only SELECT gives a table"
    names = tuple(variable.value for variable in solutions.variables)
    return names, [tuple("" if term is None else str(term) for term in row) for row in solutions]


def answer(text: str) -> Table:
    """Read a hand-made answer: lines with ``#``, then SPARQL 1.1 TSV."""
    lines = text.splitlines(keepends=True)
    while lines[0].startswith("#"):
        lines.pop(0)
    content = "".join(lines).encode()
    tsv = pyoxigraph.QueryResultsFormat.TSV
    return table(pyoxigraph.parse_query_results(content, format=tsv))


def order_keys(query: str) -> list[str]:
    """Name the variables of the outermost ORDER BY, in order; none if there is no such thing."""
    node = prepareQuery(query).algebra.p
    while node.name in _OUTSIDE_ORDER_BY:
        node = node.p
    if node.name != "OrderBy":
        return []
    return [str(key.expr) for key in node.expr if isinstance(key.expr, Variable)]


def with_columns(query: str, extra: list[str]) -> str:
    """Let the outermost SELECT give more columns, at its beginning."""
    added = "".join(f" ?{name}" for name in extra)
    return _SELECT.sub(lambda match: match[0] + added, query, count=1)


def with_examples(query: str) -> str:
    """Bind every parameter of the header to its example, by the rules for its type."""
    return with_value(query, {})


def with_value(query: str, chosen: Mapping[str, str]) -> str:
    """Bind parameters to the values given for them by name, the others to their examples."""
    given = Header(Path("query"), query).parameters()
    texts = [(one, chosen.get(one.name, one.example or "")) for one in given]
    values = "".join(
        f" VALUES ?{one.name} {{ {nt(query_values.term(one, text))} }}" for one, text in texts
    )
    return _WHERE.sub(lambda match: match[0] + values, query, count=1)


def ties(found: Table, keys: list[str]) -> list[Row]:
    """List values of the keys that rows with different values elsewhere share."""
    columns, rows = found
    places = [columns.index(key) for key in keys]
    sorted_by = [tuple(row[place] for place in places) for row in set(rows)]
    return sorted({key for key in sorted_by if sorted_by.count(key) > 1})


def names(query: str) -> set[str]:
    """Collect the IRIs in a query, those in property paths too."""
    return {str(iri) for iri in _iris(prepareQuery(query).algebra)}


def _iris(part: object) -> Iterator[URIRef]:
    match part:
        case URIRef():
            yield part
        case CompValue() | dict():
            for value in part.values():
                yield from _iris(value)
        case list() | tuple() | set():
            for value in part:
                yield from _iris(value)
        case PropertyPath():
            for value in vars(part).values():
                yield from _iris(value)
