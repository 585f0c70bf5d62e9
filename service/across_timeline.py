"""When plans ran and what happened to policies: rows to be drawn, and all events to be read.

Drawn are the editions of all plans, and the policies that two wards or more refer to. Must not
know templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from service import asking
from service.asking import Row

_EDITIONS: Final = (
    "SELECT DISTINCT ?ward ?edition ?status ?first ?last { ?edition a dxp:PlanEdition ;"
    " dxp:editionOf/dxp:issuedBy ?ward . ?ward a dxp:Municipality"
    " OPTIONAL { ?edition dxp:editionStatus ?status }"
    " OPTIONAL { ?edition dxp:firstFiscalYear/dxp:fiscalYearNumber ?first }"
    " OPTIONAL { ?edition dxp:lastFiscalYear/dxp:fiscalYearNumber ?last } }"
    " ORDER BY ?ward ?first ?edition"
)
_EVENTS: Final = (
    "SELECT DISTINCT ?event ?policy ?what ?date ?year ?certainty ?place { ?event a"
    " dxp:PolicyEvent ; dxp:eventOf ?policy ; dxp:eventKind ?what"
    " OPTIONAL { ?event dxp:date ?date } OPTIONAL { ?event dxp:fiscalYear/dxp:fiscalYearNumber"
    " ?year } OPTIONAL { ?event dxp:certainty ?certainty }"
    " OPTIONAL { ?event prov:wasDerivedFrom ?place } } ORDER BY ?event ?policy ?place"
)
_SHARED: Final = (
    "SELECT ?policy (COUNT(DISTINCT ?ward) AS ?n) { ?policy a dxp:Policy . ?x dxp:refersTo ?policy"
    " ; dxp:inEdition?/dxp:editionOf/dxp:issuedBy ?ward . ?ward a dxp:Municipality }"
    " GROUP BY ?policy HAVING (COUNT(DISTINCT ?ward) > 1) ORDER BY ?policy"
)
_VERSIONS: Final = "SELECT ?version ?policy { ?version dxp:versionOf ?policy }"
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_BEGINS: Final = 3  # months of a calendar year before the fiscal year
WIDTH: Final = 640
_LEFT: Final = 8
_RIGHT: Final = 16
_TOP: Final = 32
_ROW: Final = 48  # a name, and what is drawn below it
_BELOW: Final = 33  # from the top of a row to what is drawn


@dataclass
class Event:
    """Something that happened to a policy.

    Attributes:
        iri: the record.
        policies: what it happened to.
        what: kind of event (IRI).
        date: as precise as known: year, month or day; else the fiscal year.
        fiscal: whether ``date`` is a fiscal year.
        certainty: how sure it is (IRI), or empty.
        places: lines of the sources.
    """

    iri: str
    what: str
    date: str
    fiscal: bool
    certainty: str
    policies: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


@dataclass
class Line:
    """A row of the drawing: a bar, or marks.

    Attributes:
        iri: the edition or policy.
        y: middle of what is drawn; the name stands above.
        bar: left end and width; None for a policy or where the period is not known.
        marks: places of events with their dates.
        group: the ward, or empty for a policy.
    """

    iri: str
    y: float
    bar: tuple[float, float] | None = None
    marks: list[tuple[float, str]] = field(default_factory=list)
    group: str = ""


@dataclass
class Drawing:
    """What the template draws."""

    lines: list[Line]
    years: list[tuple[int, float]]
    height: int


def editions() -> list[Row]:
    """Return all editions with ward, status and period."""
    return asking.select(_EDITIONS)


def events() -> list[Event]:
    """Return all events, by date."""
    found: dict[str, Event] = {}
    for row in asking.select(_EVENTS):
        event = found.setdefault(row["event"].value, _event(row))
        for name, known in (("policy", event.policies), ("place", event.places)):
            if name in row and row[name].value not in known:
                known.append(row[name].value)
    return sorted(found.values(), key=lambda event: (event.date, event.iri))


def _event(row: Row) -> Event:
    date, year = (row[name].value if name in row else "" for name in ("date", "year"))
    certainty = row["certainty"].value if "certainty" in row else ""
    return Event(row["event"].value, row["what"].value, date or year, not date, certainty)


def draw(plans: list[Row], happened: list[Event]) -> Drawing:
    """Place editions and the policies that several wards refer to.

    Args:
        plans: as ``editions`` returns them.
        happened: as ``events`` returns them.
    """
    by_policy = _of_shared(happened)
    years = [int(row[end].value) for row in plans for end in ("first", "last") if end in row]
    years += [int(date[:4]) for marks in by_policy.values() for date, _ in marks]
    span = list(range(min(years, default=2000), max(years, default=2000) + 2))
    lines = [_bar(row, span) for row in plans if "first" in row]
    lines += [
        Line(policy, 0, marks=[(_x(_moment(date, fiscal), span), date) for date, fiscal in marks])
        for policy, marks in by_policy.items()
    ]
    for place, line in enumerate(lines):
        line.y = _TOP + _ROW * place + _BELOW
    height = _TOP + _ROW * len(lines) + 8
    return Drawing(lines, [(year, _x(year, span)) for year in span], height)


def _of_shared(happened: list[Event]) -> dict[str, list[tuple[str, bool]]]:
    """Return the dates of the shared policies and their versions, for those that have any."""
    part_of = {row["version"].value: row["policy"].value for row in asking.select(_VERSIONS)}
    found: dict[str, list[tuple[str, bool]]] = {
        row["policy"].value: [] for row in asking.select(_SHARED) if "policy" in row
    }
    for event in happened:
        for policy in event.policies:
            whole = part_of.get(policy, policy)
            if whole in found and _DATE.match(event.date):
                found[whole].append((event.date, event.fiscal))
    return {policy: dates for policy, dates in found.items() if dates}


def _bar(row: Row, span: list[int]) -> Line:
    first = int(row["first"].value)
    last = int(row["last"].value) if "last" in row else first
    begin, end = (_x(year + _BEGINS / 12, span) for year in (first, last + 1))
    return Line(row["edition"].value, 0, (begin, round(end - begin, 1)), group=row["ward"].value)


def _moment(date: str, fiscal: bool) -> float:
    """Return a date as a year with a fraction; the middle of what is not known."""
    found = _DATE.match(date)
    if found is None or fiscal:
        return int(date[:4]) + _BEGINS / 12 + 0.5
    year, month, day = found.groups()
    if not month:
        return int(year) + 0.5
    return int(year) + (int(month) - 1 + (int(day) - 1 if day else 15) / 31) / 12


def _x(year: float, span: list[int]) -> float:
    width = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + width * (year - span[0]) / (span[-1] - span[0] + 1), 1)
