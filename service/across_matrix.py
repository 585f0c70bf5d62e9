"""Policies and themes against wards: how many elements answer, on what basis, and the evidence.

A cell without links says which it is: every element was looked at and none answers, or no
document held was compared with that policy. Must not know templates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from service import asking
from service.asking import Row
from service.namespaces import DXP, ID

LEVELS: Final = ("Measure", "Initiative", "Activity")
# how a link was made, the strongest first
BASES: Final = ("declared", "curated", "inferred")
_WAYS: Final = {str(DXP[f"{basis}ToAnswer"]): basis for basis in BASES}
_CLASSES: Final = " ".join(f"dxp:{level}" for level in LEVELS)
# an element right below an edition may name it as what is above only; an edition may answer itself
_IN_EDITION: Final = "(dxp:inEdition|dxp:parent)?/dxp:editionOf/dxp:issuedBy"
_ITEMS: Final = (
    "SELECT DISTINCT ?scope ?item ?at { ?graph dxp:alignedWith ?scope . ?item dxp:itemOf ?scope"
    " OPTIONAL { ?item dxp:position ?at } } ORDER BY ?scope ?at ?item"
)
_LINKS: Final = (
    "SELECT DISTINCT ?item ?ward ?element ?way { ?graph dxp:alignedWith ?scope ."
    f" ?item dxp:itemOf ?scope . VALUES ?way {{ {' '.join(f'<{way}>' for way in _WAYS)} }}"
    f" ?element ?way ?item ; {_IN_EDITION} ?ward }}"
)
_LOOKED: Final = (
    "SELECT ?scope ?ward (COUNT(DISTINCT ?seen) AS ?n) { ?graph dxp:alignedWith ?scope ."
    " ?source dxp:transcribedIn ?graph ; dxp:issuedBy ?ward . GRAPH ?graph { ?seen a ?class }"
    f" VALUES ?class {{ {_CLASSES} }} }} GROUP BY ?scope ?ward"
)
_THEMES: Final = (
    f"SELECT ?theme {{ ?theme skos:inScheme <{ID['theme']}> ; skos:prefLabel ?name"
    ' FILTER(LANG(?name) = "ja") } ORDER BY ?theme'
)
_ON_THEMES: Final = (
    "SELECT ?theme ?ward ?class (COUNT(DISTINCT ?e) AS ?n) { ?e dxp:theme ?theme ; a ?class ;"
    f" {_IN_EDITION} ?ward VALUES ?class {{ {_CLASSES} }} }}"
    " GROUP BY ?theme ?ward ?class"
)


@dataclass
class Cell:
    """What a ward has for an item of policy.

    Attributes:
        counts: elements by basis; "inferred" counts those without a link of their own.
        total: elements that answer, each once.
        looked: how many elements were compared with the policy; 0 if no document was.
    """

    counts: dict[str, int]
    total: int
    looked: int

    @property
    def basis(self) -> str:
        """The strongest basis, else "none" (looked at) or "outside" (not compared)."""
        linked = next((basis for basis in BASES if self.counts.get(basis)), "")
        return linked or ("none" if self.looked else "outside")


@dataclass
class Matrix:
    """The items of one policy or version against the wards.

    Attributes:
        scope: the policy or version.
        looked: how many elements of each ward were compared with it.
        rows: the items with a cell for each ward.
    """

    scope: str
    looked: dict[str, int] = field(default_factory=dict)
    rows: list[tuple[str, list[Cell]]] = field(default_factory=list)


def policies(wards: list[str]) -> list[Matrix]:
    """Return a matrix for each policy or version that documents were compared with."""
    links: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in asking.select(_LINKS):
        cell = links[row["item"].value, row["ward"].value]
        cell[_WAYS[row["way"].value]].add(row["element"].value)
    found: dict[str, Matrix] = {}
    for row in asking.select(_ITEMS):
        scope, item = row["scope"].value, row["item"].value
        matrix = found.setdefault(scope, Matrix(scope, _looked_at(scope)))
        cells = [_cell(links.get((item, w), {}), matrix.looked.get(w, 0)) for w in wards]
        matrix.rows.append((item, cells))
    return list(found.values())


def items() -> dict[str, str]:
    """Return the items that have a row, each with its policy or version."""
    return {row["item"].value: row["scope"].value for row in asking.select(_ITEMS)}


def _looked_at(scope: str) -> dict[str, int]:
    rows = [row for row in asking.select(_LOOKED) if "scope" in row]
    return {row["ward"].value: int(row["n"].value) for row in rows if row["scope"].value == scope}


def _cell(linked: dict[str, set[str]], looked: int) -> Cell:
    own = linked.get("declared", set()) | linked.get("curated", set())
    counts = {
        "declared": len(linked.get("declared", set())),
        "curated": len(linked.get("curated", set())),
        "inferred": len(linked.get("inferred", set()) - own),
    }
    return Cell(counts, len(own | linked.get("inferred", set())), looked)


def themes() -> list[str]:
    """Return all themes."""
    return [row["theme"].value for row in asking.select(_THEMES)]


def on_themes() -> dict[tuple[str, str], dict[str, int]]:
    """Return how many measures, initiatives and activities there are by theme and ward."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(LEVELS, 0))
    for row in asking.select(_ON_THEMES):
        if "theme" in row:
            level = row["class"].value.removeprefix(str(DXP))
            found[row["theme"].value, row["ward"].value][level] = int(row["n"].value)
    return found


def cell(item: str, scope: str, ward: str) -> Cell:
    """Return the cell of an item and a ward."""
    matrix = next(each for each in policies([ward]) if each.scope == scope)
    return next(cells[0] for row, cells in matrix.rows if row == item)


def evidence(item: str, ward: str, language: str) -> dict[str, list[Row]]:
    """Return why elements of a ward answer an item, by basis.

    Args:
        item: an item of policy; one of ``items``.
        ward: a ward.
        language: of the reasons, "ja" or "en".

    Returns:
        For "declared" elements with the place in the source, for "curated" with reason and
        confidence, for "inferred" with the element above, and with the reason why the element
        itself was judged to answer nothing, if it was.
    """
    parts = {
        "declared": "?reference dxp:respondsTo $I ; dxp:referrer ?element ;"
        " prov:wasDerivedFrom ?place . ?element dxp:declaredToAnswer $I .",
        "curated": _mapped("dxp:curatedToAnswer", language),
        "inferred": "?element dxp:inferredToAnswer $I ; dxp:ancestorElement ?above ."
        " ?above dxp:declaredToAnswer|dxp:curatedToAnswer $I ."
        " FILTER NOT EXISTS { ?element dxp:declaredToAnswer|dxp:curatedToAnswer $I }"
        f" OPTIONAL {{ {_judged_none(language)} }}",
    }
    return {basis: _rows(text, item, ward) for basis, text in parts.items()}


def on_theme(theme: str, ward: str, language: str) -> list[Row]:
    """Return the elements of a ward on a theme, with the reason and confidence of the link."""
    level = f"?element a ?level VALUES ?level {{ {_CLASSES} }}"
    return _rows(
        f"?element dxp:theme $I . {level} OPTIONAL {{ {_mapped('dxp:theme', language)} }}",
        theme,
        ward,
    )


def _mapped(prop: str, language: str) -> str:
    return (
        f"?mapping owl:annotatedTarget $I ; owl:annotatedProperty {prop} ;"
        " owl:annotatedSource ?element ; dxp:justification ?reason ; dxp:confidence ?confidence ."
        f" FILTER(LANG(?reason) = {asking.literal(language)})"
    )


def _judged_none(language: str) -> str:
    return (
        "$I dxp:itemOf ?scope . ?none owl:annotatedTarget sssom:NoTermFound ;"
        " owl:annotatedProperty dxp:curatedToAnswer ; sssom:object_source ?scope ;"
        " owl:annotatedSource ?element ; dxp:justification ?reason ."
        f" FILTER(LANG(?reason) = {asking.literal(language)})"
    )


def _rows(pattern: str, item: str, ward: str) -> list[Row]:
    text = pattern.replace("$I", asking.iri(item))
    return asking.select(
        "SELECT DISTINCT ?edition ?level ?number ?element ?above ?reason ?confidence ?place {"
        f" ?element {_IN_EDITION} {asking.iri(ward)} . {text}"
        " OPTIONAL { ?element dxp:inEdition ?edition }"
        " OPTIONAL { ?element dxp:printedNumber ?number } }"
        " ORDER BY ?edition ?element ?above ?place"
    )
