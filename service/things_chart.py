"""The values of an indicator over the years, as figures to be drawn and as a series to be read.

Targets and actuals are apart, and a break of the series ends a line. Values without a number
(in words, stages, none) are in the table of the page only. Must not know templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from service import asking
from service.asking import Row
from service.namespaces import DXP, ID

_KINDS: Final = {
    str(ID[f"value-kind/{name}"]): style
    for name, style in (
        *(("actual", "actual"), ("settlement", "actual"), ("statistic", "actual")),
        *(("target", "target"), ("interim-target", "target"), ("budget", "target")),
        ("baseline", "baseline"),
    )
}
WIDTH: Final = 640
HEIGHT: Final = 280
_LEFT: Final = 64
_RIGHT: Final = 24
_TOP: Final = 24
_BOTTOM: Final = 40
_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_LINES: Final = 5


@dataclass(frozen=True)
class Point:
    """A value in the drawing.

    Attributes:
        year: fiscal year.
        value: the number.
        text: the value as printed.
        counted: how it is counted (IRI: single year, cumulative, …), or empty.
        x: place from the left.
        y: place from the top.
    """

    year: int
    value: Decimal
    text: str
    counted: str
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """What the template draws.

    Attributes:
        unit: IRI of the unit, or empty.
        points: the points of each style: "actual", "target", "baseline".
        lines: the lines of each style, as values of ``points``; a break parts them.
        years: labels of the axis below, with their place.
        marks: labels of the axis at the left, with their place.
        breaks: places of breaks of the series.
        labels: how a line is counted, where there are several ways, at its last point.
    """

    unit: str
    points: dict[str, list[Point]]
    lines: list[tuple[str, str]]
    years: list[tuple[int, float]]
    marks: list[tuple[str, float]]
    breaks: list[float]
    labels: list[tuple[str, float, float]]


def load(iri: str, kinds: list[str]) -> Chart | None:
    """Return the chart of an indicator; None if it has fewer than two numbers in one unit."""
    if str(DXP.Indicator) not in kinds:
        return None
    thing = asking.iri(iri)
    values = asking.select(
        f"SELECT ?v ?year ?kind ?number ?unit ?text ?sum {{ ?v dxp:valueOf {thing} ;"
        " dxp:fiscalYear/dxp:fiscalYearNumber ?year ; dxp:valueKind ?kind ;"
        " dxp:numericValue ?number"
        " OPTIONAL { ?v dxp:unit ?unit } OPTIONAL { ?v dxp:printedValue ?text }"
        " OPTIONAL { ?v dxp:cumulation ?sum } } ORDER BY ?year ?v"
    )
    breaks = asking.select(
        f"SELECT DISTINCT ?year {{ ?b dxp:breakOf {thing} ;"
        " dxp:fiscalYear/dxp:fiscalYearNumber ?year } ORDER BY ?year"
    )
    return draw(values, [int(row["year"].value) for row in breaks])


def draw(rows: list[Row], breaks: list[int]) -> Chart | None:
    """Place values in a drawing; see ``load``.

    Args:
        rows: values with year, kind, number and perhaps unit and text.
        breaks: the years with which a new series begins.
    """
    drawn = [row for row in rows if row["kind"].value in _KINDS and _number(row) is not None]
    units = {row["unit"].value if "unit" in row else "" for row in drawn}
    if len({row["v"].value for row in drawn}) < 2 or len(units) != 1:  # noqa: PLR2004
        return None
    years = sorted({int(row["year"].value) for row in drawn})
    years = list(range(years[0], years[-1] + 1))
    marks = _marks([_number(row) or Decimal(0) for row in drawn])
    points: dict[str, list[Point]] = {}
    for row in drawn:
        point = _point(row, years, marks)
        series = points.setdefault(_KINDS[row["kind"].value], [])
        if point not in series:
            series.append(point)
    parts = [(s, part) for s in ("actual", "target") for part in _parts(points.get(s, []), breaks)]
    ways = {part[0].counted for _, part in parts}
    return Chart(
        unit=units.pop(),
        points=points,
        lines=[(style, " ".join(f"{p.x:g},{p.y:g}" for p in part)) for style, part in parts],
        labels=[(p[-1].counted, p[-1].x, p[-1].y) for _, p in parts if len(ways) > 1],
        years=[(year, _x(year, years)) for year in years],
        marks=[(f"{mark:,f}", _y(mark, marks)) for mark in marks],
        breaks=[_x(year - 0.5, years) for year in breaks if years[0] < year <= years[-1]],
    )


def _number(row: Row) -> Decimal | None:
    try:
        number = Decimal(row["number"].value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _point(row: Row, years: list[int], marks: list[Decimal]) -> Point:
    year, value = int(row["year"].value), _number(row) or Decimal(0)
    text = row["text"].value if "text" in row else f"{value:f}"
    counted = row["sum"].value if "sum" in row else ""
    return Point(year, value, text, counted, _x(year, years), _y(value, marks))


def _parts(points: Iterable[Point], breaks: list[int]) -> list[list[Point]]:
    """Part a series at its breaks and by how it is counted; a part of one point is no line."""
    parts: dict[tuple[str, int], list[Point]] = {}
    for point in points:
        era = sum(year <= point.year for year in breaks)
        parts.setdefault((point.counted, era), []).append(point)
    return [part for part in parts.values() if len(part) > 1]


def _marks(values: list[Decimal]) -> list[Decimal]:
    """Return round figures for the axis, from zero or below to above the largest value."""
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    high = high if high > low else low + 1
    span = high - low
    power = Decimal(10) ** (span / _LINES).adjusted()
    step = next(factor * power for factor in _STEPS if factor * power * _LINES >= span)
    first = (low / step).to_integral_value("ROUND_FLOOR") * step
    count = int(((high - first) / step).to_integral_value("ROUND_CEILING"))
    return [(first + step * place).normalize() + 0 for place in range(count + 1)]


def _x(year: float, years: list[int]) -> float:
    width = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + width * (year - years[0] + 0.5) / len(years), 1)


def _y(value: Decimal, marks: list[Decimal]) -> float:
    height = HEIGHT - _TOP - _BOTTOM
    share = float((value - marks[0]) / (marks[-1] - marks[0]))
    return round(HEIGHT - _BOTTOM - height * share, 1)
