"""Figures with their range, and targets held against actuals: rules of our own.

- dxp-bounds: the lowest and highest number that a printed figure allows. Exact: the number
  itself. At least, more than: no highest. At most, less than: no lowest. About (約): as if
  rounded at its last digit that is not zero, 約231万 being 2,305,000 to 2,315,000 and
  約200万 1,500,000 to 2,500,000: the widest range that rounding gives.
- dxp-target: a target is held against the latest actual of its indicator. Reached or not
  reached only if that holds anywhere within both ranges, otherwise undecidable; not
  comparable where the target is no number, unit or way of counting differ, or the
  definition changed.

Must not know files, or other rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rdflib import RDF, RDFS, XSD, Literal, Node, URIRef

from service.namespaces import DXP, ID
from service.stated import Conclusion, Stated, Triple

_EXACT: Final = ID["precision/exact"]
_ABOUT: Final = ID["precision/approximate"]
_FROM: Final = frozenset({ID["precision/at-least"], ID["precision/more-than"]})
_TO: Final = frozenset({ID["precision/at-most"], ID["precision/less-than"]})
_HIGHER: Final = ID["direction/higher-is-better"]
_LOWER: Final = ID["direction/lower-is-better"]
_TARGET: Final = ID["value-kind/target"]
_ACTUAL: Final = ID["value-kind/actual"]
_ABSENT: Final = ID["content-kind/absent"]
_ON_YEAR_BEFORE: Final = ID["content-kind/relative-to-previous-year"]
_MEASURES: Final = frozenset(
    {ID["content-kind/number"], ID["content-kind/fraction"], ID["content-kind/range"]}
)

REACHED: Final = ID["target-outcome/reached"]
NOT_REACHED: Final = ID["target-outcome/not-reached"]
UNDECIDABLE: Final = ID["target-outcome/undecidable"]
NOT_COMPARABLE: Final = ID["target-outcome/not-comparable"]


@dataclass(frozen=True)
class Range:
    """The numbers that a figure allows.

    Attributes:
        lowest: no number below it; None where that is unknown.
        highest: no number above it; None where that is unknown.
    """

    lowest: Decimal | None
    highest: Decimal | None


def bounds(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-bounds."""
    for figure, number in stated.pairs(DXP.numericValue):
        precision = stated.value(figure, DXP.precision)
        if precision is not None:
            found = spread(Decimal(str(number)), precision)
            premises = ((figure, DXP.numericValue, number), (figure, DXP.precision, precision))
            for predicate, bound in (
                (DXP.lowestPossible, found.lowest),
                (DXP.highestPossible, found.highest),
            ):
                if bound is not None:
                    yield Conclusion((figure, predicate, decimal(bound)), "dxp-bounds", premises)


def spread(number: Decimal, precision: Node) -> Range:
    """Return the range that a number of a precision allows."""
    if precision == _EXACT:
        return Range(number, number)
    if precision in _FROM:
        return Range(number, None)
    if precision in _TO:
        return Range(None, number)
    if precision != _ABOUT or not number:
        return Range(None, None)
    exponent = number.normalize().as_tuple().exponent
    half = Decimal(5).scaleb(int(exponent) - 1)
    return Range(number - half, number + half)


def decimal(number: Decimal) -> Literal:
    """Write a number as stores do, so that files and answers agree."""
    return Literal(f"{number.normalize():f}", datatype=XSD.decimal)


# --- targets against actuals


@dataclass(frozen=True)
class _Pair:
    """A target and the actuals of one year, all of one indicator."""

    indicator: Node
    target: Node
    actuals: tuple[Node, ...]


def comparisons(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-target."""
    actuals: dict[Node, list[Node]] = {}
    for value, kind in stated.pairs(DXP.valueKind):
        for indicator in stated.values(value, DXP.valueOf):
            if kind == _ACTUAL and _has_number(stated, value):
                actuals.setdefault(indicator, []).append(value)
    for target, kind in stated.pairs(DXP.valueKind):
        owner = stated.value(target, DXP.valueOf)
        if kind != _TARGET or _ABSENT in stated.values(target, DXP.contentKind):
            continue
        if owner is not None and owner in actuals:
            pair = _Pair(owner, target, _latest(stated, actuals[owner]))
            if pair.actuals:
                yield from _compare(stated, pair, actuals[owner])


def _has_number(stated: Stated, value: Node) -> bool:
    return bool(stated.values(value, DXP.numericValue))


def _year(stated: Stated, value: Node, predicate: Node) -> int | None:
    year = stated.value(value, predicate)
    number = None if year is None else stated.value(year, DXP.fiscalYearNumber)
    return None if number is None else int(str(number))


def _of_year(stated: Stated, values: list[Node], year: int | None) -> tuple[Node, ...]:
    return tuple(v for v in values if year is not None and _year(stated, v, DXP.measuredIn) == year)


def _latest(stated: Stated, values: list[Node]) -> tuple[Node, ...]:
    years = [y for value in values if (y := _year(stated, value, DXP.measuredIn)) is not None]
    return _of_year(stated, values, max(years, default=None))


def _compare(stated: Stated, pair: _Pair, actuals: list[Node]) -> Iterator[Conclusion]:
    premises = [*_about(stated, pair.target), *_direction(stated, pair.indicator)]
    if _ON_YEAR_BEFORE in stated.values(pair.target, DXP.contentKind):
        due = _year(stated, pair.target, DXP.dueBy)
        before = _of_year(stated, actuals, None if due is None else due - 1)
        pair = _Pair(pair.indicator, pair.target, _of_year(stated, actuals, due))
        if not pair.actuals:
            return
        threshold = _hull(stated, before) if before else Range(None, None)
        premises += [triple for value in before for triple in _about(stated, value)]
        outcome = _outcome(stated, pair, threshold, strict=True)
    else:
        obstacle = list(_obstacles(stated, pair))
        premises += obstacle
        limit = _threshold(stated, pair)
        comparable = not obstacle and limit is not None
        outcome = _outcome(stated, pair, limit) if comparable and limit else NOT_COMPARABLE
    premises += [triple for value in pair.actuals for triple in _about(stated, value)]
    labels = [(pair.target, RDFS.label, name) for name in stated.values(pair.target, RDFS.label)]
    for triple in _node(stated, pair, outcome):
        named = labels if triple[1] == RDFS.label else []
        yield Conclusion(triple, "dxp-target", tuple(dict.fromkeys([*premises, *named])))


_ABOUT_VALUE: Final = (
    *(DXP.valueOf, DXP.valueKind, DXP.contentKind, DXP.dueBy, DXP.measuredIn, DXP.precision),
    *(DXP.numericValue, DXP.lowestPossible, DXP.highestPossible, DXP.unit, DXP.cumulation),
)


def _about(stated: Stated, value: Node) -> Iterator[Triple]:
    for predicate in _ABOUT_VALUE:
        for found in stated.values(value, predicate):
            yield value, predicate, found
            for number in stated.values(found, DXP.fiscalYearNumber):
                yield found, DXP.fiscalYearNumber, number


def _direction(stated: Stated, indicator: Node) -> Iterator[Triple]:
    for found in stated.values(indicator, DXP.direction):
        yield indicator, DXP.direction, found


def _obstacles(stated: Stated, pair: _Pair) -> Iterator[Triple]:
    """Yield what keeps target and actual apart: another way of measuring, or a break."""
    for predicate in (DXP.unit, DXP.cumulation):
        wanted = stated.value(pair.target, predicate)
        for actual in pair.actuals:
            found = stated.value(actual, predicate)
            if found != wanted:
                holder, value = (actual, found) if found is not None else (pair.target, wanted)
                if value is not None:
                    yield holder, predicate, value
    year = max(_year(stated, actual, DXP.measuredIn) or 0 for actual in pair.actuals)
    for gap, indicator in stated.pairs(DXP.breakOf):
        since = _year(stated, gap, DXP.fiscalYear)
        if indicator == pair.indicator and since is not None and since <= year:
            yield gap, DXP.breakOf, indicator
            for found in stated.values(gap, DXP.fiscalYear):
                yield gap, DXP.fiscalYear, found
                for number in stated.values(found, DXP.fiscalYearNumber):
                    yield found, DXP.fiscalYearNumber, number


def _threshold(stated: Stated, pair: _Pair) -> Range | None:
    """Return what the actual has to meet; None where the target is no measure."""
    number = stated.value(pair.target, DXP.numericValue)
    content = stated.value(pair.target, DXP.contentKind)
    precision = stated.value(pair.target, DXP.precision)
    direction = stated.value(pair.indicator, DXP.direction)
    if number is None or precision is None or content not in _MEASURES:
        return None
    if direction not in (_HIGHER, _LOWER):
        return None
    if precision in _FROM | _TO:
        fits = precision in (_FROM if direction == _HIGHER else _TO)
        exact = Decimal(str(number))
        return Range(exact, exact) if fits else None
    return spread(Decimal(str(number)), precision)


def _hull(stated: Stated, values: tuple[Node, ...]) -> Range:
    """Return the range of what is stated several times: from the lowest to the highest."""

    def ends(predicate: Node) -> list[Decimal | None]:
        found = (stated.value(value, predicate) for value in values)
        return [None if end is None else Decimal(str(end)) for end in found]

    lows, highs = ends(DXP.lowestPossible), ends(DXP.highestPossible)
    lowest = None if None in lows else min(low for low in lows if low is not None)
    highest = None if None in highs else max(high for high in highs if high is not None)
    return Range(lowest, highest)


def _outcome(stated: Stated, pair: _Pair, threshold: Range, *, strict: bool = False) -> URIRef:
    """Decide; strict where the actual must pass the threshold and not only meet it."""
    actual = _hull(stated, pair.actuals)
    if stated.value(pair.indicator, DXP.direction) == _LOWER:
        actual, threshold = _mirrored(actual), _mirrored(threshold)
    if _meets(actual.lowest, threshold.highest, strict=strict):
        return REACHED
    if _falls_short(actual.highest, threshold.lowest, strict=strict):
        return NOT_REACHED
    return UNDECIDABLE


def _mirrored(one: Range) -> Range:
    return Range(
        None if one.highest is None else -one.highest,
        None if one.lowest is None else -one.lowest,
    )


def _meets(lowest: Decimal | None, wanted: Decimal | None, *, strict: bool) -> bool:
    if lowest is None or wanted is None:
        return False
    return lowest > wanted if strict else lowest >= wanted


def _falls_short(highest: Decimal | None, wanted: Decimal | None, *, strict: bool) -> bool:
    if highest is None or wanted is None:
        return False
    return highest <= wanted if strict else highest < wanted


def _node(stated: Stated, pair: _Pair, outcome: URIRef) -> Iterator[Triple]:
    local = str(pair.target).removeprefix(str(ID)).replace("/value/", "/")
    node = ID[f"target-comparison/{local}"]
    yield node, RDF.type, DXP.TargetComparison
    for label in stated.values(pair.target, RDFS.label):
        if isinstance(label, Literal) and label.language == "ja":
            yield node, RDFS.label, Literal(f"{label}と実績の比較", lang="ja")
    yield node, DXP.comparedIndicator, pair.indicator
    yield node, DXP.comparedTarget, pair.target
    for actual in pair.actuals:
        yield node, DXP.comparedActual, actual
    yield node, DXP.targetOutcome, outcome
