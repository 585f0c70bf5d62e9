"""The ontology as a whole: its header, and that every term is both declared and used."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef

from service.namespaces import DXP
from tests import vocabularies

IRI = URIRef("https://w3id.org/dxplan/ontology")
# What the build writes into the graph of ledgers; data files do not hold it.
BY_THE_BUILD = {
    DXP.LedgerEntry,
    DXP.inPassage,
    DXP.section,
    DXP.transcriptionStatus,
    DXP.Passage,
    DXP.firstLine,
    DXP.lastLine,
}
UNUSED = Path(__file__).parent / "unused-terms.txt"
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
DCTERMS = "http://purl.org/dc/terms/"
NAME = re.compile(r"\bdxp:([A-Za-z][A-Za-z0-9]*)")


def _terms(ontology: Graph) -> set[URIRef]:
    found = {term for kind in KINDS for term in ontology.subjects(RDF.type, kind)}
    return {term for term in found if isinstance(term, URIRef) and term in DXP}


# --- header -------------------------------------------------------------------------------


def test_exactly_one_ontology_with_version(ontology: Graph, project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    version = settings["project"]["version"]
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [IRI]
    assert list(ontology.objects(IRI, OWL.versionInfo)) == [Literal(version)]
    assert list(ontology.objects(IRI, OWL.versionIRI)) == [URIRef(f"{IRI}/{version}")]


@pytest.mark.parametrize("name", ["title", "description"])
def test_header_speaks_both_languages(ontology: Graph, name: str) -> None:
    texts = list(ontology.objects(IRI, URIRef(DCTERMS + name)))
    languages = sorted(str(text.language) for text in texts if isinstance(text, Literal))
    assert languages == ["en", "ja"]


@pytest.mark.parametrize("name", ["creator", "license", "created", "modified"])
def test_header_says_who_when_and_under_which_licence(ontology: Graph, name: str) -> None:
    assert len(list(ontology.objects(IRI, URIRef(DCTERMS + name)))) == 1


def test_licence_is_the_one_of_the_licence_file(ontology: Graph, project: Path) -> None:
    licence = ontology.value(IRI, URIRef(DCTERMS + "license"))
    assert str(licence) in (project / "LICENSE-DATA").read_text(encoding="utf-8")


# --- declared -----------------------------------------------------------------------------


def test_domain_range_and_parents_are_declared(ontology: Graph) -> None:
    terms = _terms(ontology)
    values = {
        str(value)
        for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf)
        for value in ontology.objects(None, predicate)
        if isinstance(value, URIRef)
    }
    ours = {value for value in values if value.startswith(str(DXP))}
    assert len(ours) > 30
    assert sorted(ours - {str(term) for term in terms}) == []
    assert sorted(value for value in values - ours if not vocabularies.exists(value)) == []


def test_names_of_other_vocabularies_exist(stated: pyoxigraph.Store) -> None:
    names = {
        node.value
        for quad in stated
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, pyoxigraph.NamedNode) and vocabularies.is_foreign(node.value)
    }
    assert len(names) > 60
    assert sorted(name for name in names if not vocabularies.exists(name)) == []


def test_predicates_are_of_a_known_vocabulary(stated: pyoxigraph.Store) -> None:
    predicates = {quad.predicate.value for quad in stated}
    foreign = {name for name in predicates if not name.startswith(str(DXP))}
    assert len(foreign) > 20
    assert sorted(name for name in foreign if not vocabularies.is_foreign(name)) == []


def test_a_misspelt_name_is_found() -> None:
    assert vocabularies.exists("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert not vocabularies.exists("http://www.w3.org/ns/prov#wasDerivedForm")
    assert vocabularies.is_foreign("http://www.w3.org/ns/prov#wasDerivedForm")
    assert not vocabularies.is_foreign("http://www.w3.org/ns/porv#wasDerivedFrom")


def _mentions(project: Path) -> dict[str, set[str]]:
    """Names after ``dxp:`` by file, in whatever is not Turtle data."""
    files = [*project.glob("shapes/*.ttl"), *project.glob("queries/**/*.rq")]
    files += [*project.glob("ontology/examples/*.ttl"), *project.glob("docs/**/*.md")]
    files += project.glob("*.md")
    return {
        str(path.relative_to(project)): set(NAME.findall(path.read_text(encoding="utf-8")))
        for path in files
    }


def test_names_in_shapes_queries_and_documents_are_declared(ontology: Graph, project: Path) -> None:
    declared = {term.removeprefix(DXP) for term in _terms(ontology)}
    unknown = {file: sorted(names - declared) for file, names in _mentions(project).items()}
    assert {file: names for file, names in unknown.items() if names} == {}


def test_texts_are_in_normal_form_c(stated: pyoxigraph.Store) -> None:
    wrong = [
        quad.object.value
        for quad in stated
        if isinstance(quad.object, pyoxigraph.Literal)
        and not unicodedata.is_normalized("NFC", quad.object.value)
    ]
    assert wrong == []


# --- used ---------------------------------------------------------------------------------


def _used(ontology: Graph, stated: pyoxigraph.Store, project: Path) -> set[URIRef]:
    """Terms in a datum, shape, query or ledger, and those above them, which follow by rule."""
    used = {
        URIRef(node.value)
        for quad in stated
        for node in (quad.predicate, quad.object)
        if isinstance(node, pyoxigraph.NamedNode)
        and node.value.startswith(DXP)
        and not _is_declaration(quad)
    }
    for file, names in _mentions(project).items():
        if file.startswith(("shapes/", "queries/")):
            used |= {DXP[name] for name in names}
    return {above for term in used | BY_THE_BUILD for above in _above(ontology, term)}


def _is_declaration(quad: pyoxigraph.Quad) -> bool:
    """Tell a triple that only says how terms relate; annotations of terms are uses."""
    axioms = (str(RDFS), str(OWL), str(RDF))
    inside = isinstance(quad.subject, pyoxigraph.BlankNode) or (
        isinstance(quad.subject, pyoxigraph.NamedNode) and quad.subject.value.startswith(DXP)
    )
    return inside and quad.predicate.value.startswith(axioms)


def _above(ontology: Graph, term: URIRef) -> set[URIRef]:
    return {
        above
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf)
        for above in ontology.transitive_objects(term, predicate)
        if isinstance(above, URIRef)
    }


def _excused() -> dict[URIRef, str]:
    """Read the list of terms not used yet: name, tab, reason."""
    if not UNUSED.exists():
        return {}
    lines = UNUSED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {DXP[name]: reason for name, reason in rows}


def test_every_term_is_used(ontology: Graph, stated: pyoxigraph.Store, project: Path) -> None:
    terms = _terms(ontology)
    unused = terms - _used(ontology, stated, project)
    excused = _excused()
    assert len(terms) > 200
    assert sorted(unused - set(excused)) == [], "declared, but in no datum, shape or query"
    assert sorted(set(excused) - unused) == [], f"used by now: take it off {UNUSED.name}"
    assert all(len(reason) > 10 for reason in excused.values()), "each needs a reason"
