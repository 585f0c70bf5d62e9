"""Checks what is new against what is published: references, numbers, years, figures.

Looks only at statements that are new or changed: what is published unchanged was looked at when
it was published. Must not know how findings are shown, or how files were read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from rdflib import OWL, RDF, Graph, Literal, Node, URIRef

from service import published_figures, published_terms
from service.figures_reading_dates import fold
from service.findings import Finding
from service.namespaces import DXP, ID
from service.published_figures import first_year
from service.published_report import Context, Said, finding, nearest
from service.rdf_input import RdfFile

New = Iterator[tuple[RdfFile, Node, Node]]
_IRI: Final = str(ID)
_LAST_NUMBER: Final = re.compile(r"(\d+)\D*$")
_REPEAL: Final = URIRef(_IRI + "event-kind/repeal")
_RENAMED: Final = URIRef(_IRI + "change-kind/renamed")
_NEAR: Final = {"ja": "もしかして「{0}」ですか。", "en": "Perhaps “{0}”? "}
_SURE: Final = 0.75


def findings(context: Context) -> list[Finding]:
    """Return what does not fit, in no particular order."""
    own = [found for rule in _RULES for found in rule(context)]
    return [*own, *published_terms.findings(context), *published_figures.findings(context)]


def new(context: Context, predicate: Node) -> New:
    """Yield file, subject and value of new statements with a predicate."""
    for file in context.files:
        for subject, value in file.graph.subject_objects(predicate):
            if (subject, predicate, value) not in context.before:
                yield file, subject, value


def _unknown(context: Context) -> Iterator[Finding]:
    for file in context.files:
        for subject, predicate, value in file.graph:
            ours = isinstance(value, URIRef) and value.startswith(_IRI)
            if not ours or predicate == RDF.type or (value, None, None) in context.graph:
                continue
            said = {"near": _nearest(context, str(value))}
            triple = (subject, URIRef(str(predicate)), value)
            yield finding(context, file, "PUB-UNKNOWN", triple, said)


def _nearest(context: Context, iri: str) -> dict[str, str]:
    """Ask whether something of the same folder was meant."""
    start = iri.rpartition("/")[0] + "/"
    subjects = context.graph.subjects(RDF.type)
    known = {str(each): each for each in subjects if str(each).startswith(start)}
    return nearest(context, iri, known, 1 - (1 - _SURE) / 2, _NEAR)


def _retired(context: Context) -> Iterator[Finding]:
    ended = {
        policy: min(map(str, dates))
        for event in context.graph.subjects(DXP.eventKind, _REPEAL)
        for policy in context.graph.objects(event, DXP.eventOf)
        if (dates := list(context.graph.objects(event, DXP.date)))
    }
    for term in context.graph.subjects(OWL.deprecated, Literal(True)):
        ended.setdefault(term, "")
    for predicate in (DXP.referent, DXP.respondsTo, DXP.theme, DXP.unit, DXP.responsibleUnit):
        for file, subject, value in new(context, predicate):
            year = first_year(context.graph, subject)
            if value in ended and year is not None and f"{year}-04" > ended[value]:
                said = {"when": ended[value] or "–", "year": str(year), "near": ""}
                yield finding(context, file, "PUB-RETIRED", (subject, predicate, value), said)


def _gone_unit(context: Context) -> Iterator[Finding]:
    later = {
        old: new_one
        for link in context.graph.subjects(DXP.changeKind, _RENAMED)
        for old in context.graph.objects(link, DXP.earlierElement)
        for new_one in context.graph.objects(link, DXP.laterElement)
    }
    predicate = DXP.responsibleUnit
    for file, subject, unit in new(context, predicate):
        year = first_year(context.graph, subject)
        since = _since(context.graph, later.get(unit))
        if unit in later and year is not None and (since is None or year >= since):
            said: Said = {"successor": later[unit], "year": str(year)}
            yield finding(context, file, "PUB-UNIT-GONE", (subject, predicate, unit), said)


def _since(graph: Graph, unit: Node | None) -> int | None:
    """The first year of a plan that names a department, as far as plans say."""
    if unit is None:
        return None
    users = graph.subjects(DXP.responsibleUnit, unit)
    years = {year for user in users if (year := first_year(graph, user)) is not None}
    return min(years, default=None)


def _twice(context: Context) -> Iterator[Finding]:
    graph = context.graph
    known: dict[tuple[Node, Node | None, str], list[Node]] = defaultdict(list)
    for indicator, label in graph.subject_objects(DXP.printedLabel):
        if (indicator, RDF.type, DXP.Indicator) in graph:
            for owner in graph.objects(indicator, DXP.indicatorOf):
                quantity = graph.value(indicator, DXP.quantityKind)
                known[owner, quantity, fold(str(label))].append(indicator)
    predicate = DXP.printedLabel
    for file, subject, label in new(context, predicate):
        others = {
            other
            for owner in graph.objects(subject, DXP.indicatorOf)
            for other in known[owner, graph.value(subject, DXP.quantityKind), fold(str(label))]
            if other != subject
        }
        if others:
            other = min(others, key=str)
            number = str(graph.value(other, DXP.printedNumber) or str(other).rpartition("/")[2])
            said = {"other": number}
            yield finding(context, file, "PUB-INDICATOR-TWICE", (subject, predicate, label), said)


def _gap(context: Context) -> Iterator[Finding]:
    predicate = DXP.printedNumber
    for file, subject, number in new(context, predicate):
        mine, siblings = _order(str(number)), _siblings(context.graph, subject)
        if mine is None or mine[1] == 1 or not siblings:
            continue
        same = sorted(n for s in siblings if (n := _order(s)) and n[0] == mine[0])
        before = [n for n in same if n[1] < mine[1]]
        if before and before[-1][1] < mine[1] - 1:
            said = {"before": before[-1][2]}
            yield finding(context, file, "PUB-NUMBER-GAP", (subject, predicate, number), said)


def _siblings(graph: Graph, subject: Node) -> list[str]:
    """Numbers of what has the same parent and class."""
    kinds = set(graph.objects(subject, RDF.type))
    return [
        str(number)
        for way in (DXP.parent, DXP.indicatorOf)
        for parent in graph.objects(subject, way)
        for sibling in graph.subjects(way, parent)
        if kinds & set(graph.objects(sibling, RDF.type))
        for number in graph.objects(sibling, DXP.printedNumber)
    ]


def _order(number: str) -> tuple[str, int, str] | None:
    """Take a printed number apart: what stands before its last figure, and that figure."""
    folded = fold(number)
    match = _LAST_NUMBER.search(folded)
    return None if match is None else (folded[: match.start()], int(match[1]), number)


Rule = Callable[[Context], Iterator[Finding]]
_RULES: Final[tuple[Rule, ...]] = (_unknown, _retired, _gone_unit, _twice, _gap)
