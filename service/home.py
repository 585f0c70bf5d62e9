"""What the home page shows of the graph: size, wards with their plans, an example.

Must not know templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from service import asking
from service.asking import Row
from service.errors import DxplanError
from service.names import Name, names
from service.namespaces import DXP, SOURCE

# name of the text, class
_COUNTED: Final = (
    ("home_documents", "SourceDocument"),
    ("home_elements", "PlanElement"),
    ("home_indicators", "Indicator"),
    ("home_statements", "Statement"),
    ("home_passages", "Passage"),
)


@dataclass
class Ward:
    """A ward's card.

    Attributes:
        iri: the ward.
        editions: its editions with elements, the newest first, and how many elements.
    """

    iri: str
    editions: list[tuple[str, int]]


def values() -> dict[str, Any]:
    """Return what the page shows; little if nothing can be asked."""
    try:
        counts, wards, example = _counts(), _wards(), _example()
    except DxplanError:
        return {"counts": [], "wards": [], "example": None, "names": {}}
    used = {ward.iri for ward in wards} | {e for ward in wards for e, _ in ward.editions}
    used |= {term.value for term in (example or {}).values() if term.kind == "uri"}
    known: dict[str, Name] = names(used)
    return {"counts": counts, "wards": wards, "example": example, "names": known}


def _counts() -> list[tuple[str, int]]:
    classes = " ".join(f"dxp:{kind}" for _, kind in _COUNTED)
    rows = asking.select(
        f"SELECT ?c (COUNT(?s) AS ?n) {{ VALUES ?c {{ {classes} }} ?s a ?c }} GROUP BY ?c"
    )
    found = {row["c"].value: int(row["n"].value) for row in rows if "c" in row}
    counts = [(text, found.get(str(DXP[kind]), 0)) for text, kind in _COUNTED]
    return [(text, number) for text, number in counts if number]


def _wards() -> list[Ward]:
    rows = asking.select(
        "SELECT ?ward ?edition ?first (COUNT(DISTINCT ?e) AS ?n) { ?ward a dxp:Municipality ."
        " ?edition a dxp:PlanEdition ; dxp:issuedBy ?ward . ?e a dxp:PlanElement ;"
        " dxp:inEdition ?edition OPTIONAL { ?edition dxp:firstFiscalYear ?first } }"
        " GROUP BY ?ward ?edition ?first ORDER BY ?ward DESC(?first) ?edition"
    )
    wards: dict[str, Ward] = {}
    for row in rows:
        if "ward" in row:
            ward = wards.setdefault(row["ward"].value, Ward(row["ward"].value, []))
            ward.editions.append((row["edition"].value, int(row["n"].value)))
    return list(wards.values())


def _example() -> Row | None:
    """Find a fact to show: who is in charge of what, and on which lines it says so."""
    rows = asking.select(
        "SELECT ?element ?unit ?place { ?r dxp:responsibilityOf ?element ;"
        " dxp:responsibleUnit ?unit ; prov:wasDerivedFrom ?place . ?element a dxp:Initiative ;"
        " dxp:printedLabel ?name ; dxp:inEdition ?edition . ?edition dxp:editionStatus"
        " <https://w3id.org/dxplan/id/edition-status/adopted>"
        f' FILTER(CONTAINS(?name, "オンライン") && STRSTARTS(STR(?place), "{SOURCE}")) }}'
        " ORDER BY ?element ?unit ?place LIMIT 1"
    )
    return rows[0] if rows else None
