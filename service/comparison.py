"""Two editions of a plan beside each other: what became of each element and indicator.

Reads the correspondences that the graph holds; a change of targets is a conclusion (rule
dxp-target-change). Works with whatever asks a SELECT for it: a command or a page. Must not
know engines, HTTP or the command line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from service.namespaces import DXP, ID, PREFIXES

Ask = Callable[[str], Iterable[Mapping[str, str]]]

LEVELS: Final = {
    str(DXP.Goal): ("目標", "goal"),
    str(DXP.Measure): ("施策", "measure"),
    str(DXP.Initiative): ("取組", "initiative"),
    str(DXP.Activity): ("事業", "activity"),
    str(DXP.Indicator): ("指標", "indicator"),
}
KINDS: Final = {
    "same": ("そのまま", "stays as it was"),
    "renamed": ("改称", "is renamed"),
    "renumbered": ("番号変更", "is renumbered"),
    "moved": ("移動", "is moved"),
    "split": ("分割", "is split"),
    "merged": ("統合", "is merged"),
    "new": ("新規", "is new"),
    "gone": ("廃止または記載なし", "is dropped or not mentioned"),
    "redefined": ("定義変更", "is redefined"),
    "carried-over": ("引継ぎ", "is carried over"),
    "target-raised": ("目標の引上げ", "has its target raised"),
    "target-lowered": ("目標の引下げ", "has its target lowered"),
    "target-kept": ("目標は同じ", "keeps its target"),
}
_KIND: Final = str(ID["change-kind/"])
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_BEFORE: Final = """\
  ?c dxp:earlierElement ?earlier .
  ?earlier dxp:inEdition ?first ; a ?level ; rdfs:label ?name . FILTER ( LANG ( ?name ) = "ja" )
  OPTIONAL { ?earlier dxp:printedNumber ?number }
"""
_AFTER: Final = """\
  ?c dxp:laterElement ?later .
  ?later dxp:inEdition ?second ; a ?level ; rdfs:label ?laterName .
  FILTER ( LANG ( ?laterName ) = "ja" )
  OPTIONAL { ?later dxp:printedNumber ?laterNumber }
"""
# what is in both, only in the earlier, only in the later edition
_PATTERNS: Final = (
    _BEFORE + _AFTER,
    f"  ?c dxp:changeKind <{_KIND}gone> .\n{_BEFORE}",
    f"  ?c dxp:changeKind <{_KIND}new> .\n{_AFTER}",
)


@dataclass(frozen=True)
class Side:
    """An element or indicator of one edition.

    Attributes:
        iri: its IRI.
        number: its printed number, or nothing.
        name: its name.
    """

    iri: str
    number: str
    name: str

    def __str__(self) -> str:
        """Write number and name as a reader knows them."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True)
class Change:
    """What became of an element.

    Attributes:
        correspondence: IRI of the record that says so, with its reason.
        level: IRI of the class of the elements.
        kinds: local names of the kinds of change, in the order of ``KINDS``.
        earlier: the element of the earlier edition; None for a new one.
        later: that of the later edition; None for one that is gone.
    """

    correspondence: str
    level: str
    kinds: tuple[str, ...]
    earlier: Side | None
    later: Side | None

    @property
    def order(self) -> tuple[int, str, str]:
        """Sort by level, then in the order of the later edition, the dropped ones last."""
        later = self.later.iri if self.later else "~"
        earlier = self.earlier.iri if self.earlier else ""
        return (list(LEVELS).index(self.level), later, earlier)

    def sentence(self, language: str) -> str:
        """Say in one sentence what became of the element."""
        place = ("ja", "en").index(language)
        between = ("・", " and ")[place]
        what = between.join(KINDS[kind][place] for kind in self.kinds)
        level = LEVELS[self.level][place]
        if language == "ja":
            before = f"「{self.earlier}」" if self.earlier else ""
            after = f" → 「{self.later}」" if self.earlier and self.later else ""
            after = f"「{self.later}」" if not self.earlier else after
            return f"{level}{before}{after}: {what}。"
        before = f"“{self.earlier or self.later}”"
        after = f" (now “{self.later}”)" if self.earlier and self.later else ""
        return f"The {level} {before}{after} {what}."


def compare(ask: Ask, first: str, second: str) -> list[Change]:
    """Compare two editions.

    Args:
        ask: asks a SELECT; rows hold the text of each bound variable.
        first: IRI of the earlier edition; has been checked to be one.
        second: IRI of the later edition; likewise.

    Returns:
        The changes by level, in the order of the later edition.
    """
    found: dict[str, Change] = {}
    for pattern in _PATTERNS:
        for row in ask(query(pattern, first, second)):
            found[row["c"]] = _change(row, found.get(row["c"]))
    return sorted(found.values(), key=lambda change: change.order)


def query(pattern: str, first: str, second: str) -> str:
    """Write the query for one kind of correspondence."""
    return f"""{_PROLOGUE}
SELECT ?c ?kind ?level ?earlier ?number ?name ?later ?laterNumber ?laterName WHERE {{
  VALUES (?first ?second) {{ (<{first}> <{second}>) }}
  VALUES ?level {{ {" ".join(f"<{level}>" for level in LEVELS)} }}
  ?c dxp:changeKind|dxp:targetChange ?kind .
{pattern}}} ORDER BY ?c ?kind"""


def _change(row: Mapping[str, str], before: Change | None) -> Change:
    known = set(before.kinds) if before else set()
    known.add(row["kind"].removeprefix(_KIND))
    return Change(
        correspondence=row["c"],
        level=row["level"],
        kinds=tuple(kind for kind in KINDS if kind in known),
        earlier=_side(row, "earlier", "number", "name"),
        later=_side(row, "later", "laterNumber", "laterName"),
    )


def _side(row: Mapping[str, str], iri: str, number: str, name: str) -> Side | None:
    return Side(row[iri], row.get(number, ""), row.get(name, "")) if iri in row else None


def counts(changes: Iterable[Change]) -> dict[str, Counter[str]]:
    """Count the kinds of change by level; an element may have several."""
    found: dict[str, Counter[str]] = {level: Counter() for level in LEVELS}
    for change in changes:
        found[change.level].update(change.kinds)
    return found


def construct(first: str, second: str) -> str:
    """Write the query that gives the correspondences of two editions as RDF."""
    kind = (f"<{_KIND}gone>", f"<{_KIND}new>")
    return f"""{_PROLOGUE}
CONSTRUCT {{ ?c ?p ?o }} WHERE {{
  {{ ?c dxp:earlierElement/dxp:inEdition <{first}> ; dxp:laterElement/dxp:inEdition <{second}> }}
  UNION {{ ?c dxp:changeKind {kind[0]} ; dxp:earlierElement/dxp:inEdition <{first}> }}
  UNION {{ ?c dxp:changeKind {kind[1]} ; dxp:laterElement/dxp:inEdition <{second}> }}
  ?c a dxp:Correspondence ; ?p ?o
}}"""
