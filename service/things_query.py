"""What is asked of the engine about one thing: whether it is there, its description, its like.

A description is the statements about the thing and those that lead to it, with the names of what
it is linked with, and the lines of passages. The same for every format. Must not know pages.

Standard: Concise Bounded Description (W3C Member Submission), with incoming statements.
"""

from __future__ import annotations

import difflib
import re
from typing import Final

from service import asking
from service.namespaces import BASE, ONTOLOGY_GRAPH, SOURCE

MOST_INCOMING: Final = 500
_NAMES: Final = "rdfs:label skos:prefLabel dcterms:title dxp:firstLine dxp:lastLine"
_MOST_LIKE: Final = 400
_SHOWN: Final = 6
_SHORTEST: Final = 2  # characters of the end of an IRI that say something
_OF_PASSAGE: Final = re.compile(re.escape(str(SOURCE)) + r"[^#]+#line=\d+,\d+")
_DOCUMENT: Final = re.compile(re.escape(str(SOURCE)) + r"[^/#]+")


def exists(iri: str) -> bool:
    """Tell whether any statement has this as its subject or object."""
    thing = asking.iri(iri)
    pattern = f"{{ {thing} ?p ?o }} UNION {{ ?s ?p {thing} }}"
    return bool(asking.select(f"SELECT ?p {{ {pattern} }} LIMIT 1"))


def construct(iri: str) -> str:
    """Return the query for the description of a thing, without prefixes."""
    if iri == f"{BASE}ontology":
        return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?s ?p ?o }} }}"
    thing = asking.iri(iri)
    incoming = f"SELECT ?s ?p ?o {{ VALUES ?o {{ {thing} }} ?s ?p ?o }} ORDER BY ?s ?p LIMIT"
    linked = f"SELECT DISTINCT ?s {{ {thing} ?q ?s FILTER(ISIRI(?s)) }}"
    linking = f"SELECT DISTINCT ?s {{ {{ {incoming} {MOST_INCOMING} }} }}"
    parts = [
        f"{{ VALUES ?s {{ {thing} }} ?s ?p ?o }}",
        f"{{ {incoming} {MOST_INCOMING} }}",
        f"{{ {{ {linked} }} ?s ?p ?o VALUES ?p {{ {_NAMES} }} }}",
        f"{{ {{ {linking} }} ?s ?p ?o VALUES ?p {{ {_NAMES} }} }}",
    ]
    if _DOCUMENT.fullmatch(iri):
        passages = f"?s dcterms:isPartOf {thing} ; a dxp:Passage"
        parts += [
            f"{{ {passages} ; ?p ?o }}",
            f"{{ ?x dcterms:isPartOf {thing} ; a dxp:Passage . ?s prov:wasDerivedFrom ?x ."
            " ?s ?p ?o FILTER(?p = prov:wasDerivedFrom && ?o = ?x) }",
        ]
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {' UNION '.join(parts)} }}"


def is_passage(iri: str) -> bool:
    """Tell whether an IRI names lines of a source."""
    return bool(_OF_PASSAGE.fullmatch(iri))


def is_document(iri: str) -> bool:
    """Tell whether an IRI names a source document itself."""
    return bool(_DOCUMENT.fullmatch(iri))


def nearest(iri: str) -> list[str]:
    """Return things whose IRI or name is like one that is not there, the likest first."""
    path = iri.removeprefix(BASE).rstrip("/")
    folder, _, last = path.rpartition("/")
    found = _by_name(last) if re.search(r"[^\x00-\x7f]", last) else []
    while folder.count("/") >= 1 and not found:
        known = _below(f"{BASE}{folder}/")
        found = difflib.get_close_matches(iri, known, n=_SHOWN, cutoff=0.6) or known[:_SHOWN]
        folder = folder.rpartition("/")[0]
    return found or _terms(last) or _same_end(last)


def _terms(name: str) -> list[str]:
    """Find terms of the ontology that are called much the same, whatever their case."""
    known = {iri.partition("#")[2].casefold(): iri for iri in _below(f"{BASE}ontology#")}
    near = difflib.get_close_matches(name.casefold(), known, n=_SHOWN, cutoff=0.7)
    return [known[each] for each in near]


def _same_end(last: str) -> list[str]:
    """Find things whose IRI ends in the same, for addresses that are wrong at the beginning."""
    if len(last) < _SHORTEST:
        return []
    rows = asking.select(
        f"SELECT DISTINCT ?s {{ ?s rdfs:label ?l"
        f" FILTER(STRENDS(STR(?s), {asking.literal('/' + last)})) }} ORDER BY ?s LIMIT {_SHOWN}"
    )
    return [row["s"].value for row in rows]


def _below(folder: str) -> list[str]:
    rows = asking.select(
        f"SELECT DISTINCT ?s {{ ?s rdfs:label ?l"
        f" FILTER(STRSTARTS(STR(?s), {asking.literal(folder)})) }} ORDER BY ?s LIMIT {_MOST_LIKE}"
    )
    return [row["s"].value for row in rows]


def _by_name(text: str) -> list[str]:
    rows = asking.select(
        f"SELECT DISTINCT ?s {{ ?s rdfs:label ?l"
        f" FILTER(CONTAINS(STR(?l), {asking.literal(text[:40])}) && ISIRI(?s)) }}"
        f" ORDER BY ?s LIMIT {_SHOWN}"
    )
    return [row["s"].value for row in rows]
