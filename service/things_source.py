"""The page about a source document, and about lines of it: what was taken from where.

Shows the sections and line numbers of the ledger and the records that rest on them; the text itself
is the ward's and is not published here. Must not know templates or read the texts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from service import asking, linking, things_facts, things_query, things_way


@dataclass
class Place:
    """Lines of a document and the records that rest on them.

    Attributes:
        iri: the passage.
        first: first line, counted from 1.
        last: last line.
        records: things derived from it.
    """

    iri: str
    first: int
    last: int
    records: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """The fragment of the passage's IRI."""
        return self.iri.partition("#")[2]


@dataclass
class Stretch:
    """Consecutive lines of one section, as the ledger has them.

    Attributes:
        section: the section's designation.
        first: first line.
        last: last line.
        statuses: how many lines were treated how (IRIs of the scheme).
        places: passages that begin here.
    """

    section: str
    first: int
    last: int
    statuses: Counter[str] = field(default_factory=Counter)
    places: list[Place] = field(default_factory=list)


def is_about_source(iri: str) -> bool:
    """Tell whether an IRI names a source document or lines of one."""
    return things_query.is_document(iri) or things_query.is_passage(iri)


def values(iri: str) -> dict[str, Any]:
    """Return what the page needs.

    Args:
        iri: a document or a passage.
    """
    document, _, line = iri.partition("#line=")
    found = things_facts.load(document)
    found.incoming = []
    places = _places(document)
    if line:
        first, last = (int(each) for each in line.split(","))
        places = [place for place in places if place.first <= last and first < place.last]
        stretches = [Stretch("", first + 1, last, places=places)]
    else:
        stretches = _stretches(document, places)
    records = {record for place in places for record in place.records}
    statuses = {status for stretch in stretches for status in stretch.statuses}
    way = things_way.way(document) + ([document] if line else [])
    known = things_facts.known_names(found, {*records, *statuses, *way, iri})
    return {
        "found": found,
        "document": document,
        "line": line,
        "stretches": stretches,
        "count": len(records),
        "names": known,
        "way": [(linking.link(each) or each, known[each]) for each in way],
    }


def _places(document: str) -> list[Place]:
    rows = asking.select(
        f"SELECT ?x ?first ?last ?s {{ ?x dcterms:isPartOf {asking.iri(document)} ; a dxp:Passage ;"
        " dxp:firstLine ?first ; dxp:lastLine ?last . ?s prov:wasDerivedFrom ?x }"
    )
    found: dict[str, Place] = {}
    for row in rows:
        iri = row["x"].value
        place = found.setdefault(iri, Place(iri, int(row["first"].value), int(row["last"].value)))
        place.records.append(row["s"].value)
    for place in found.values():
        place.records = sorted(set(place.records))
    return sorted(found.values(), key=lambda place: (place.first, place.last))


def _stretches(document: str, places: list[Place]) -> list[Stretch]:
    rows = asking.select(
        f"SELECT ?first ?last ?section ?status {{ ?e a dxp:LedgerEntry ; dcterms:isPartOf"
        f" {asking.iri(document)} ; dxp:firstLine ?first ; dxp:lastLine ?last ;"
        " dxp:section ?section ; dxp:transcriptionStatus ?status } ORDER BY ?first"
    )
    found: list[Stretch] = []
    for row in rows:
        first, last, section = int(row["first"].value), int(row["last"].value), row["section"].value
        if not found or found[-1].section != section:
            found.append(Stretch(section, first, last))
        found[-1].last = max(last, found[-1].last)
        found[-1].statuses[row["status"].value] += last - first + 1
    return _filled(found, places)


def _filled(stretches: list[Stretch], places: list[Place]) -> list[Stretch]:
    """Put each passage into the stretch that it begins in; what is left over makes one more."""
    rest = list(places)
    for stretch in stretches:
        stretch.places = [place for place in rest if place.first <= stretch.last]
        rest = rest[len(stretch.places) :]
    if rest:
        stretches.append(Stretch("", rest[0].first, max(p.last for p in rest), places=rest))
    return stretches
