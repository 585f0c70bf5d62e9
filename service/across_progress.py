"""Progress as the documents judge it: elements with their mark, reasons and new dates.

The printed mark is kept beside the verdict. Must not know templates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

from service import asking
from service.asking import Row
from service.namespaces import ID

# the marks of Nakano's legend; one that no element has is shown with a zero
LEGEND: Final = {
    str(ID["status/ahead"]): "◎",
    str(ID["status/as-planned"]): "○",
    str(ID["status/delayed"]): "△",
    str(ID["status/not-started"]): "×",
}
_MARKED: Final = str(ID["nakano/edition/regional-informatization-plan-2-revised"])
_ASSESSED: Final = (
    "SELECT ?a ?edition ?parent ?element ?number ?mark ?status ?year (MIN(?p) AS ?place) {"
    " ?a dxp:assesses ?element ; dxp:status ?status ; dxp:printedValue ?mark ;"
    " prov:wasDerivedFrom ?p . ?element dxp:inEdition ?edition"
    " OPTIONAL { ?element dxp:parent ?parent } OPTIONAL { ?a dxp:fiscalYear ?year }"
    " OPTIONAL { ?element dxp:printedNumber ?number } }"
    " GROUP BY ?a ?edition ?parent ?element ?number ?mark ?status ?year ORDER BY ?edition ?a"
)
_CHANGES: Final = (
    "SELECT ?change ?element ?text ?former ?formerDate ?new ?newDate ?later (MIN(?p) AS ?place) {"
    " ?change dxp:scheduleChangeOf ?element ; dxp:summary ?text ; prov:wasDerivedFrom ?p"
    " FILTER(LANG(?text) = $L) OPTIONAL { ?change dxp:formerFiscalYear ?former }"
    " OPTIONAL { ?change dxp:formerDate ?formerDate }"
    " OPTIONAL { ?change dxp:newFiscalYear ?new } OPTIONAL { ?change dxp:newDate ?newDate }"
    " OPTIONAL { ?change dxp:openEnded ?later } } GROUP BY ?change ?element ?text ?former"
    " ?formerDate ?new ?newDate ?later ORDER BY ?change"
)
_NOTES: Final = (
    "SELECT ?a ?text { ?a dxp:assesses ?element ; dxp:summary ?text FILTER(LANG(?text) = $L) }"
)


@dataclass
class Board:
    """The verdicts on the elements of one edition.

    Attributes:
        edition: the edition.
        year: the fiscal year judged, or empty.
        counts: the mark or word and how many elements have it, by verdict (IRI).
        groups: the elements by the element above them.
        changes: changed dates by element.
        notes: what is said of a verdict, by assessment.
    """

    edition: str
    year: str
    counts: dict[str, tuple[str, int]] = field(default_factory=dict)
    groups: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def judged(self) -> list[Row]:
        """All elements judged."""
        return [row for rows in self.groups.values() for row in rows]

    @property
    def noted(self) -> list[Row]:
        """Those of which more is said than the mark: a reason, or a new date."""
        return [
            row
            for row in self.judged
            if row["element"].value in self.changes or row["a"].value in self.notes
        ]


def boards(language: str) -> list[Board]:
    """Return a board for each edition whose elements are judged, Nakano's first.

    Args:
        language: of reasons, "ja" or "en".
    """
    spoken = asking.literal(language)
    notes = {r["a"].value: r["text"].value for r in asking.select(_NOTES.replace("$L", spoken))}
    changes = [r for r in asking.select(_CHANGES.replace("$L", spoken)) if "change" in r]
    found: dict[str, Board] = {}
    for row in asking.select(_ASSESSED):
        if "a" not in row:
            continue
        edition = row["edition"].value
        board = found.setdefault(edition, Board(edition, "", notes=notes))
        board.year = row["year"].value if "year" in row else board.year
        board.groups[row["parent"].value if "parent" in row else edition].append(row)
    for board in found.values():
        _fill(board, changes)
    return sorted(found.values(), key=lambda board: (board.edition != _MARKED, board.edition))


def _fill(board: Board, changes: list[Row]) -> None:
    marks = {row["status"].value: row["mark"].value for row in board.judged}
    if board.edition == _MARKED:
        marks = LEGEND | marks
    counted = Counter(row["status"].value for row in board.judged)
    board.counts = {status: (mark, counted[status]) for status, mark in marks.items()}
    own = {row["element"].value for row in board.judged}
    for row in changes:
        if row["element"].value in own:
            board.changes[row["element"].value].append(row)
