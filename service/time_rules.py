"""Dates, months and fiscal years: rules of our own.

- dxp-month: a date or month that is stated lies in that calendar month. (A year lies in two
  fiscal years, so nothing follows from it.)
- dxp-due-by: a target stated for a fiscal year is to be reached by the end of that year; one
  for a span of years, by the end of the last.
- dxp-measured-in: a value stated for a fiscal year, and no target, was measured in that year.

A dash, or words that say there is no value, are neither a target nor a measurement.

Must not know files, or other rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import RDF, XSD, Literal, Node

from service.namespaces import DXP, ID
from service.stated import Conclusion, Stated, Triple

_DATES: Final = (DXP.date, DXP.asOfDate)
_EXACT_ENOUGH: Final = frozenset({XSD.date, XSD.gYearMonth})
_MONTH_LENGTH: Final = len("2024-04")
_TARGETS: Final = frozenset({ID["value-kind/target"], ID["value-kind/interim-target"]})
_ABSENT: Final = ID["content-kind/absent"]
_MEASURED: Final = frozenset(
    ID[f"value-kind/{kind}"] for kind in ("actual", "baseline", "settlement", "statistic")
)


def months(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-month."""
    for predicate in _DATES:
        for subject, date in stated.pairs(predicate):
            if isinstance(date, Literal) and date.datatype in _EXACT_ENOUGH:
                month = ID[f"month/{str(date)[:_MONTH_LENGTH]}"]
                if DXP.Month in stated.values(month, RDF.type):
                    kind = (month, RDF.type, DXP.Month)
                    premises = ((subject, predicate, date), kind, *_span(stated, month))
                    yield Conclusion((subject, DXP.month, month), "dxp-month", premises)


def _span(stated: Stated, month: Node) -> Iterator[Triple]:
    for predicate in (DXP.startDate, DXP.endDate):
        for value in stated.values(month, predicate):
            yield month, predicate, value


def due(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-due-by."""
    for subject, kind in stated.pairs(DXP.valueKind):
        indicator = stated.value(subject, DXP.valueOf)
        if kind in _TARGETS and indicator is not None:
            predicate = DXP.fiscalYear
            if not stated.values(subject, predicate):
                predicate = DXP.lastFiscalYear
            for year in stated.values(subject, predicate):
                target = (subject, DXP.valueOf, indicator), (subject, DXP.valueKind, kind)
                for content in _contents(stated, subject):
                    premises = (*target, content, (subject, predicate, year))
                    yield Conclusion((subject, DXP.dueBy, year), "dxp-due-by", premises)


def measured(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-measured-in."""
    for subject, kind in stated.pairs(DXP.valueKind):
        if kind in _MEASURED:
            for year in stated.values(subject, DXP.fiscalYear):
                for content in _contents(stated, subject):
                    said = (subject, DXP.valueKind, kind), (subject, DXP.fiscalYear, year)
                    triple = (subject, DXP.measuredIn, year)
                    yield Conclusion(triple, "dxp-measured-in", (*said, content))


def _contents(stated: Stated, subject: Node) -> Iterator[Triple]:
    """Yield what says that a value is there."""
    for content in stated.values(subject, DXP.contentKind):
        if content != _ABSENT:
            yield subject, DXP.contentKind, content
