"""Reads expected answers of the W3C tests and compares answers with them.

Numbers, truths and times are compared by value within their datatype, since the engine keeps
values and not spellings; every other term must be the same to the letter.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]
_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
}


@dataclass(frozen=True)
class Table:
    """Rows of a SELECT; ``ordered`` if their order counts."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = False


Answer = bool | Table | list[ox.Triple]


def expected(path: Path) -> Answer:
    """Read an expected answer from a file."""
    if path.suffix in _RESULTS:
        return table(path.read_bytes(), _RESULTS[path.suffix])
    triples = load(path)
    store = ox.Store()
    store.extend([ox.Quad(t.subject, t.predicate, t.object) for t in triples])
    sets = list(store.quads_for_pattern(None, TYPE, ox.NamedNode(RS + "ResultSet")))
    return _result_set(store, sets[0].subject) if sets else triples


def load(path: Path, base: str | None = None) -> list[ox.Triple]:
    """Read the triples of a file."""
    base = base or path.as_uri()
    form = _GRAPHS[path.suffix]
    quads = ox.parse(path.read_bytes(), form, base_iri=base, rename_blank_nodes=True)
    return [quad.triple for quad in quads]


def table(content: bytes, form: ox.QueryResultsFormat) -> bool | Table:
    """Read a table or a truth from its bytes."""
    found = ox.parse_query_results(content, form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = tuple(variable.value for variable in found.variables)
    rows = [{name: row[name] for name in names if row[name] is not None} for row in found]
    return Table(names, tuple(rows))


def _result_set(store: ox.Store, node: Term) -> bool | Table:
    """Read an answer in the vocabulary for results that the older tests use."""

    def values(subject: Term, name: str) -> list[Term]:
        quads = store.quads_for_pattern(subject, ox.NamedNode(RS + name), None)  # type: ignore[arg-type]
        return [quad.object for quad in quads]

    def text(term: Term) -> str:
        assert isinstance(term, ox.Literal)
        return term.value

    if truth := values(node, "boolean"):
        return text(truth[0]) == "true"
    rows: list[tuple[int, Row]] = []
    for solution in values(node, "solution"):
        index = values(solution, "index")
        row = {
            text(values(binding, "variable")[0]): values(binding, "value")[0]
            for binding in values(solution, "binding")
        }
        rows.append((int(text(index[0])) if index else 0, row))
    names = tuple(text(name) for name in values(node, "resultVariable"))
    ordered = any(index for index, _ in rows)
    return Table(names, tuple(row for _, row in sorted(rows, key=lambda r: r[0])), ordered)


def same(found: Answer, wanted: Answer, *, lax: bool = False) -> bool:
    """Whether two answers are the same up to names of blank nodes.

    Args:
        found: the answer.
        wanted: the expected answer.
        lax: whether the number of equal rows does not count.
    """
    if isinstance(wanted, Table) and isinstance(found, Table):
        return set(found.variables) == set(wanted.variables) and _same_rows(
            found.rows, wanted.rows, wanted.ordered, lax
        )
    if isinstance(wanted, list) and isinstance(found, list):
        return _canonical(found) == _canonical(wanted)
    return found is wanted


def _same_rows(found: Sequence[Row], wanted: Sequence[Row], ordered: bool, lax: bool) -> bool:
    if lax:
        return {_text(row) for row in found} == {_text(row) for row in wanted}
    if len(found) != len(wanted):
        return False
    if not any(isinstance(term, ox.BlankNode) for row in wanted for term in row.values()):
        mine, theirs = [_text(row) for row in found], [_text(row) for row in wanted]
        return mine == theirs if ordered else Counter(mine) == Counter(theirs)
    return _canonical(_as_triples(found, ordered)) == _canonical(_as_triples(wanted, ordered))


def _text(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(_plain(term))) for name, term in row.items()))


def _plain(term: Term) -> Term:
    """Write a literal in one of the spellings of its value."""
    if not isinstance(term, ox.Literal):
        return term
    if term.language:
        return ox.Literal(term.value, language=term.language.lower())
    spell = _SPELLINGS.get(term.datatype.value.removeprefix(XSD))
    try:
        return ox.Literal(spell(term.value), datatype=term.datatype) if spell else term
    except (ArithmeticError, ValueError):
        return term


def _integer(text: str) -> str:
    return str(int(text))


def _number(text: str) -> str:
    return repr(float(text))


def _decimal(text: str) -> str:
    return f"{Decimal(text).normalize():f}"


def _truth(text: str) -> str:
    return {"1": "true", "0": "false"}.get(text, text)


def _time(text: str) -> str:
    whole, dot, fraction = text.replace("+00:00", "Z").partition(".")
    digits = fraction.rstrip("0123456789")
    rest = fraction[: len(fraction) - len(digits)].rstrip("0")
    return whole + (dot + rest if rest else "") + digits


_SPELLINGS = {
    "integer": _integer,
    "decimal": _decimal,
    "double": _number,
    "float": _number,
    "boolean": _truth,
    "date": _time,
    "dateTime": _time,
    "time": _time,
}


def _as_triples(rows: Sequence[Row], ordered: bool) -> list[ox.Triple]:
    """Rows as a graph: a blank node a row, so that equal rows count."""
    triples = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        place = ox.Literal(number if ordered else 0)
        triples.append(ox.Triple(node, ox.NamedNode("x:row"), place))
        triples += [
            ox.Triple(node, ox.NamedNode(f"x:var:{name}"), _plain(term))
            for name, term in row.items()
        ]
    return triples


def _canonical(triples: list[ox.Triple]) -> set[str]:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, _plain(t.object)) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def csv_rows(content: str) -> Counter[frozenset[tuple[str, str]]]:
    """Read the rows of CSV, which knows neither datatypes nor labels of blank nodes.

    The order of columns does not count, because that of ``SELECT *`` is not defined.
    """
    rows = csv.DictReader(io.StringIO(content, newline=""))
    return Counter(frozenset((name, _cell(cell)) for name, cell in row.items()) for row in rows)


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return _number(text)
    except ValueError:
        return text
