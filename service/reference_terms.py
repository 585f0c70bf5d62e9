"""The terms of the ontology as the graph has them: what each is called, means and belongs to.

Read from the named graph of the ontology and counted in all graphs. Must not know pages.

Standards: OWL 2 and RDFS for what terms are; SKOS for definitions, examples and alignments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from service import asking
from service.asking import Row, Term
from service.namespaces import BASE, DXP, ONTOLOGY_GRAPH, PREFIXES

ONTOLOGY: Final = f"{BASE}ontology"
# the parts of the page, in order, and the types of their terms
KINDS: Final = {
    "class": "owl:Class",
    "object": "owl:ObjectProperty",
    "datatype": "owl:DatatypeProperty",
    "annotation": "owl:AnnotationProperty",
}
# what a page lists of a term, in order: the property, and whether it is read backwards
LINKS: Final = (
    ("rdfs:subClassOf", False),
    ("rdfs:subClassOf", True),
    ("rdfs:subPropertyOf", False),
    ("rdfs:subPropertyOf", True),
    ("rdfs:domain", False),
    ("rdfs:range", False),
    ("owl:inverseOf", False),
    ("owl:equivalentClass", False),
    ("owl:equivalentProperty", False),
    ("skos:exactMatch", False),
    ("skos:closeMatch", False),
    ("rdfs:domain", True),
    ("rdfs:range", True),
)
_STATED: Final = f"SELECT ?s ?p ?o {{ GRAPH <{ONTOLOGY_GRAPH}> {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o"
_THINGS: Final = "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) { ?s a ?t } GROUP BY ?t"
_STATEMENTS: Final = "SELECT ?t (COUNT(*) AS ?n) { ?s ?t ?o } GROUP BY ?t"
_SCHEMES: Final = """SELECT ?s ?l ?d (COUNT(DISTINCT ?c) AS ?n) {
  ?s a skos:ConceptScheme ; skos:prefLabel ?l ; skos:definition ?d . ?c skos:inScheme ?s
  FILTER(LANG(?l) = "%(tongue)s" && LANG(?d) = "%(tongue)s") } GROUP BY ?s ?l ?d ORDER BY ?s"""
_CONCEPTS: Final = """SELECT ?c ?p ?o { ?c skos:inScheme %s ; ?p ?o
  VALUES ?p { skos:prefLabel skos:definition skos:example skos:broader } } ORDER BY ?c ?p ?o"""


@dataclass
class Known:
    """One term, or one concept.

    Attributes:
        iri: its IRI.
        facts: its properties with their values, the properties abbreviated.
        leading: terms that lead to it, by property.
        count: things of the class, or statements with the property.
    """

    iri: str
    facts: dict[str, list[Term]] = field(default_factory=dict)
    leading: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0

    @property
    def local(self) -> str:
        """What follows the # of its IRI."""
        return self.iri.rpartition("#")[2]

    @property
    def kind(self) -> str:
        """Which part of the page it stands in; empty if it is no term."""
        kinds = {term.value for term in self.facts.get("rdf:type", ())}
        found = (kind for kind, short in KINDS.items() if _full(short) in kinds)
        return next(found, "")

    def text(self, prop: str, tongue: str) -> str:
        """Return a text in a language, else in none."""
        texts = self.facts.get(prop, ())
        for wanted in (tongue, ""):
            for term in texts:
                if term.kind == "literal" and term.language == wanted:
                    return term.value
        return ""

    def texts(self, prop: str, tongue: str) -> list[str]:
        """Return the texts in a language or in none."""
        return [t.value for t in self.facts.get(prop, ()) if t.language in (tongue, "")]

    def links(self) -> list[tuple[str, bool, list[str]]]:
        """Return the rows of ``LINKS`` that have values here, with their IRIs."""
        rows = []
        for prop, backwards in LINKS:
            values = self.leading.get(prop, []) if backwards else self._iris(prop)
            if values:
                rows.append((prop, backwards, values))
        return rows

    def _iris(self, prop: str) -> list[str]:
        return [term.value for term in self.facts.get(prop, ()) if term.kind == "uri"]


def terms() -> dict[str, Known]:
    """Return our terms by IRI, in the order of their names; counted."""
    every = _gather(asking.select(_STATED), "s")
    ours = {iri: found for iri, found in every.items() if iri.startswith(str(DXP)) and found.kind}
    for found in ours.values():
        for prop, backwards, values in found.links():
            for value in values if not backwards else ():
                if value in ours:
                    ours[value].leading.setdefault(prop, []).append(found.iri)
    counts = _counts()
    for iri, found in ours.items():
        found.count = counts[iri]
    return dict(sorted(ours.items(), key=lambda each: each[1].local.lower()))


def ontology() -> Known:
    """Return what is said of the ontology itself."""
    return _gather(asking.select(_STATED), "s").get(ONTOLOGY, Known(ONTOLOGY))


def schemes(tongue: str) -> list[Row]:
    """Return the concept schemes: ``s``, label ``l``, definition ``d``, concepts ``n``."""
    rows = asking.select(_SCHEMES % {"tongue": tongue})
    return [row for row in rows if "s" in row]


def concepts(scheme: str) -> list[Known]:
    """Return the concepts of a scheme, by IRI.

    Args:
        scheme: IRI of the scheme, checked.
    """
    return list(_gather(asking.select(_CONCEPTS % asking.iri(scheme)), "c").values())


def _gather(rows: Iterable[Row], name: str) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for row in rows:
        if row[name].kind == "uri":
            each = found.setdefault(row[name].value, Known(row[name].value))
            each.facts.setdefault(_short(row["p"].value), []).append(row["o"])
    return found


def _counts() -> Counter[str]:
    rows = [*asking.select(_THINGS), *asking.select(_STATEMENTS)]
    return Counter({row["t"].value: int(row["n"].value) for row in rows if "t" in row})


def _short(iri: str) -> str:
    found = (f"{p}:{iri.removeprefix(n)}" for p, n in PREFIXES.items() if iri.startswith(n))
    return next(found, iri)


def _full(short: str) -> str:
    prefix, _, local = short.partition(":")
    return PREFIXES[prefix] + local
