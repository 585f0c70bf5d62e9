"""The tree of a plan below an edition or an element, with the ward's own numbers and level names.

Must not know templates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from service import asking
from service.namespaces import DXP

_INSIDE: Final = frozenset(
    str(DXP[name])
    for name in (
        *("PlanEdition", "Goal", "Measure", "Initiative", "Activity", "Principle", "Vision"),
        "PlanElement",
    )
)
_DIGITS: Final = re.compile(r"[0-9]+")


@dataclass
class Branch:
    """An element with what stands below it.

    Attributes:
        iri: the element.
        number: its number as printed.
        level: the ward's own name of its level (an IRI), or empty.
        indicators: how many indicators stand at it.
        below: its children, in order.
    """

    iri: str
    number: str = ""
    level: str = ""
    indicators: int = 0
    position: int = 0
    below: list[Branch] = field(default_factory=list)

    def every(self) -> list[Branch]:
        """Return this and all below."""
        return [self, *(each for child in self.below for each in child.every())]


def load(iri: str, kinds: list[str]) -> list[Branch]:
    """Return what stands below a thing; nothing if its kind has no tree."""
    if not _INSIDE.intersection(kinds):
        return []
    rows = asking.select(
        f"SELECT ?e ?up (MIN(?n) AS ?number) (MIN(?o) AS ?own) (MIN(?at) AS ?position)"
        f" (COUNT(DISTINCT ?i) AS ?indicators) {{ ?e dxp:ancestor {asking.iri(iri)} ;"
        " dxp:parent ?up OPTIONAL { ?e dxp:printedNumber ?n } OPTIONAL { ?e dxp:ownLevel ?o }"
        " OPTIONAL { ?e dxp:position ?at } OPTIONAL { ?i dxp:indicatorOf ?e } } GROUP BY ?e ?up"
    )
    branches: dict[str, Branch] = {}
    children: dict[str, list[str]] = {}
    for row in rows:
        if "e" not in row:
            continue
        each = row["e"].value
        branches[each] = Branch(
            each,
            row["number"].value if "number" in row else "",
            row["own"].value if "own" in row else "",
            int(row["indicators"].value),
            int(row["position"].value) if "position" in row else 0,
        )
        children.setdefault(row["up"].value, []).append(each)
    return _below(iri, branches, children, frozenset({iri}))


def _below(
    iri: str, branches: dict[str, Branch], children: dict[str, list[str]], seen: frozenset[str]
) -> list[Branch]:
    found = [branches[each] for each in children.get(iri, []) if each not in seen]
    for branch in found:
        branch.below = _below(branch.iri, branches, children, seen | {branch.iri})
    return sorted(found, key=_by_order)


def _by_order(branch: Branch) -> tuple[str, int, list[int], str]:
    """Sort kinds of elements apart, and each by its position, number or IRI."""
    kind = branch.iri.rpartition("/")[0]
    numbers = [int(each) for each in _DIGITS.findall(branch.iri.rpartition("/")[2])]
    return kind, branch.position, numbers, branch.iri
