"""Two editions of a plan beside each other, for the page: who can be compared, and what changed.

Must not know templates, nor how editions are compared (``service.comparison``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from service import asking, comparison
from service.comparison import KINDS, LEVELS, Change

_PAIRS: Final = (
    "SELECT ?first ?second (COUNT(DISTINCT ?c) AS ?n) { ?c dxp:earlierElement/dxp:inEdition ?first"
    " ; dxp:laterElement/dxp:inEdition ?second } GROUP BY ?first ?second ORDER BY DESC(?n) ?first"
)


def pairs() -> list[tuple[str, str]]:
    """Return the pairs of editions with correspondences, those with the most first."""
    rows = asking.select(_PAIRS)
    return [(row["first"].value, row["second"].value) for row in rows if "first" in row]


def changes(first: str, second: str) -> list[Change]:
    """Return what became of each element and indicator; see ``comparison.compare``."""
    return comparison.compare(_ask, first, second)


def reasons(found: Iterable[Change], language: str) -> dict[str, str]:
    """Return why elements are held to correspond, by record, where it is said."""
    records = asking.iris(change.correspondence for change in found)
    rows = asking.select(
        f"SELECT ?c ?text {{ VALUES ?c {{ {records} }} ?c dxp:justification ?text"
        f" FILTER(LANG(?text) = {asking.literal(language)}) }} ORDER BY ?c ?text"
    )
    return {row["c"].value: row["text"].value for row in rows}


def table(found: list[Change]) -> list[tuple[tuple[str, str], list[tuple[str, int]]]]:
    """Count kinds of change by level: the names of a level, and its kinds with their counts."""
    counted = comparison.counts(found)
    return [
        (LEVELS[level], [(kind, kinds[kind]) for kind in KINDS if kinds[kind]])
        for level, kinds in counted.items()
        if kinds
    ]


def _ask(text: str) -> Iterable[Mapping[str, str]]:
    return [{name: term.value for name, term in row.items()} for row in asking.select(text)]
