"""Checks new figures against the plan and against published figures.

Must not know how findings are shown, or how files were read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import Graph, Node, URIRef

from service.findings import Finding
from service.namespaces import DXP, ID
from service.published_report import Context, Said, finding
from service.rdf_input import RdfFile

_KIND: Final = str(ID) + "value-kind/"
_TARGETS: Final = frozenset({"target", "interim-target"})
_HIGHER: Final = "higher-is-better"
_LOWER: Final = "lower-is-better"
_STATUS: Final = {True: "achieved", False: "not-achieved"}
_WAYS: Final = (
    DXP.referrer,
    DXP.responsibilityOf,
    DXP.valueOf,
    DXP.indicatorOf,
    DXP.scheduleOf,
    DXP.parent,
    DXP.assesses,
)
_LONGEST: Final = 6


@dataclass(frozen=True)
class _Value:
    node: Node
    indicator: Node
    year: int
    kind: str
    number: Decimal


def edition(graph: Graph, node: Node) -> Node | None:
    """Find the edition of the plan that something belongs to."""
    for _ in range(_LONGEST):
        found = graph.value(node, DXP.inEdition)
        if found is not None:
            return found
        above = next((o for way in _WAYS if (o := graph.value(node, way)) is not None), None)
        if above is None:
            return None
        node = above
    return None


def first_year(graph: Graph, node: Node) -> int | None:
    """Return the first fiscal year of the plan that something belongs to."""
    of = edition(graph, node)
    return None if of is None else _year(graph, graph.value(of, DXP.firstFiscalYear))


def _year(graph: Graph, node: Node | None) -> int | None:
    number = None if node is None else graph.value(node, DXP.fiscalYearNumber)
    return int(str(number)) if number is not None and str(number).isdigit() else None


class _Figures:
    """The values of each indicator, looked up once: an indicator may have hundreds."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[Node, tuple[_Value, ...]] = {}

    def of(self, indicator: Node) -> tuple[_Value, ...]:
        if indicator not in self._known:
            nodes = self._graph.subjects(DXP.valueOf, indicator)
            found = (_value(self._graph, node, indicator) for node in nodes)
            self._known[indicator] = tuple(value for value in found if value is not None)
        return self._known[indicator]


def _kind(graph: Graph, node: Node) -> str:
    return str(graph.value(node, DXP.valueKind) or "").removeprefix(_KIND)


def _value(graph: Graph, node: Node, indicator: Node) -> _Value | None:
    year = _year(graph, graph.value(node, DXP.fiscalYear))
    kind = _kind(graph, node)
    try:
        number = Decimal(str(graph.value(node, DXP.numericValue)))
    except InvalidOperation:
        return None
    return None if year is None else _Value(node, indicator, year, kind, number)


def _new(context: Context) -> Iterator[tuple[RdfFile, _Value]]:
    """The values with a number that are new or changed."""
    for file, node, indicator in _new_nodes(context):
        value = _value(context.graph, node, indicator)
        if value is not None:
            yield file, value


def _new_nodes(context: Context) -> Iterator[tuple[RdfFile, Node, Node]]:
    """The values that are new or changed, in words as well as in numbers, and their indicators."""
    for file in context.files:
        for node, indicator in file.graph.subject_objects(DXP.valueOf):
            told = [(node, p, o) for p, o in file.graph.predicate_objects(node)]
            if any(triple not in context.before for triple in told):
                yield file, node, indicator


def findings(context: Context) -> Iterator[Finding]:
    """Yield what does not fit, in no particular order."""
    figures = _Figures(context.graph)
    for rule in _RULES:
        yield from rule(context, figures)


def _outside(context: Context, _: _Figures) -> Iterator[Finding]:
    graph = context.graph
    for file, node, indicator in _new_nodes(context):
        named = graph.value(node, DXP.fiscalYear)
        year, of = _year(graph, named), edition(graph, indicator)
        if named is None or year is None or of is None or _kind(graph, node) not in _TARGETS:
            continue
        first = _year(graph, graph.value(of, DXP.firstFiscalYear))
        last = _year(graph, graph.value(of, DXP.lastFiscalYear))
        if first is not None and last is not None and not first <= year <= last:
            said = {"value": str(year), "first": str(first), "last": str(last)}
            yield finding(context, file, "PUB-YEAR-OUTSIDE", (node, DXP.fiscalYear, named), said)


def _easier(context: Context, figures: _Figures) -> Iterator[Finding]:
    for file, value in _new(context):
        if value.kind not in _TARGETS:
            continue
        earlier = [
            other
            for other in figures.of(value.indicator)
            if other.kind == "actual" and other.year < value.year
        ]
        best = max(earlier, key=lambda other: other.year, default=None)
        if (
            best is not None
            and _reached(context.graph, value, best)
            and best.number != value.number
        ):
            said = {
                "year": str(value.year),
                "actual": f"{best.number}",
                "actual_year": str(best.year),
                "value": f"{value.number}",
            }
            yield _about_number(context, file, "PUB-TARGET-EASIER", value, said)


def _reached(graph: Graph, target: _Value, actual: _Value) -> bool | None:
    """Whether a target is reached by an actual; None where the direction is not known."""
    direction = str(graph.value(target.indicator, DXP.direction) or "").rpartition("/")[2]
    if direction == _HIGHER:
        return actual.number >= target.number
    return actual.number <= target.number if direction == _LOWER else None


def _about_number(
    context: Context, file: RdfFile, code: str, value: _Value, said: dict[str, str]
) -> Finding:
    number = context.graph.value(value.node, DXP.numericValue)
    assert number is not None  # noqa: S101  it was read from there
    triple = (value.node, DXP.numericValue, number)
    return finding(context, file, code, triple, said)


def _status(context: Context, figures: _Figures) -> Iterator[Finding]:
    graph = context.graph
    for file in context.files:
        for node, status in file.graph.subject_objects(DXP.status):
            if (node, DXP.status, status) in context.before:
                continue
            verdict = _verdict(graph, figures, node)
            said_status = str(status).rpartition("/")[2]
            if verdict is not None and said_status in _STATUS.values():
                target, actual, reached = verdict
                if _STATUS[reached] != said_status:
                    said: Said = {
                        "year": str(target.year),
                        "actual": f"{actual.number}",
                        "target": f"{target.number}",
                        "expected": URIRef(f"{ID}status/{_STATUS[reached]}"),
                    }
                    triple = (node, DXP.status, status)
                    yield finding(context, file, "PUB-STATUS", triple, said)


def _verdict(
    graph: Graph, figures: _Figures, assessment: Node
) -> tuple[_Value, _Value, bool] | None:
    """What the figures say of the thing assessed, where it has one indicator with both values."""
    about = graph.value(assessment, DXP.assesses)
    year = _year(graph, graph.value(assessment, DXP.fiscalYear))
    if about is None or year is None:
        return None
    indicators = {about, *graph.subjects(DXP.indicatorOf, about)}
    found = [
        (target, actual, reached)
        for indicator in sorted(indicators, key=str)
        for target in figures.of(indicator)
        for actual in figures.of(indicator)
        if target.year == actual.year == year
        and target.kind in _TARGETS
        and actual.kind == "actual"
        and (reached := _reached(graph, target, actual)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _differs(context: Context, figures: _Figures) -> Iterator[Finding]:
    fresh = {node for f in context.files for node in f.graph.subjects(DXP.valueOf)}
    for file, value in _new(context):
        published = [
            other.number
            for other in figures.of(value.indicator)
            if other.node not in fresh and (other.kind, other.year) == (value.kind, value.year)
        ]
        published += [Decimal(str(o)) for o in context.numbers.get(value.node, [])]
        other = next((number for number in published if number != value.number), None)
        if other is not None:
            number = context.graph.value(value.node, DXP.numericValue)
            said: Said = {
                "indicator": value.indicator,
                "year": str(value.year),
                "published": f"{other}",
            }
            if number is not None:
                triple = (value.node, DXP.numericValue, number)
                yield finding(context, file, "PUB-FIGURE-DIFFERS", triple, said)


_RULES: Final[tuple[Callable[[Context, _Figures], Iterator[Finding]], ...]] = (
    _outside,
    _easier,
    _status,
    _differs,
)
