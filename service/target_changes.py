"""dxp-target-change: what happened to a target from one edition to the next.

A rule of our own: two corresponding indicators, a target of each for the same fiscal year,
both exact numbers of the same unit; the later one is greater, smaller or the same. Must not
know files, or other rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Final

from rdflib import Node, URIRef

from service.namespaces import DXP, ID
from service.stated import Conclusion, Stated, Triple

_TARGET: Final = ID["value-kind/target"]
_MUST_AGREE: Final = (DXP.unit, DXP.precision, DXP.contentKind, DXP.cumulation)
_EXACT: Final = frozenset({ID["precision/exact"], ID["precision/at-least"]})
_NEEDED: Final = (
    *(DXP.valueOf, DXP.valueKind, DXP.dueBy, DXP.numericValue, DXP.precision, DXP.contentKind),
    *(DXP.unit, DXP.cumulation),
)


def changes(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-target-change."""
    targets: dict[Node, list[Node]] = {}
    for value, kind in stated.pairs(DXP.valueKind):
        for indicator in stated.values(value, DXP.valueOf):
            if kind == _TARGET and stated.value(value, DXP.precision) in _EXACT:
                targets.setdefault(indicator, []).append(value)
    for record, earlier in stated.pairs(DXP.earlierElement):
        for later in stated.values(record, DXP.laterElement):
            sides = (record, DXP.earlierElement, earlier), (record, DXP.laterElement, later)
            for pair in product(targets.get(earlier, ()), targets.get(later, ())):
                change = _change(stated, *pair)
                if change is not None:
                    premises = (*sides, *_about(stated, pair[0]), *_about(stated, pair[1]))
                    triple = (record, DXP.targetChange, change)
                    yield Conclusion(triple, "dxp-target-change", premises)


def _change(stated: Stated, before: Node, after: Node) -> URIRef | None:
    years = set(stated.values(before, DXP.dueBy)) & set(stated.values(after, DXP.dueBy))
    alike = all(stated.value(before, p) == stated.value(after, p) for p in _MUST_AGREE)
    one, two = (stated.value(value, DXP.numericValue) for value in (before, after))
    if not years or not alike or one is None or two is None:
        return None
    gap = Decimal(str(two)) - Decimal(str(one))
    word = "kept" if not gap else "raised" if gap > 0 else "lowered"
    return ID[f"change-kind/target-{word}"]


def _about(stated: Stated, value: Node) -> Iterator[Triple]:
    for predicate in _NEEDED:
        for found in stated.values(value, predicate):
            yield value, predicate, found
