"""The ontology contradicts itself nowhere, and every class can have a member.

Asked twice: by rules, always; and of HermiT, a complete reasoner, where there is Java.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from tests.ontology import consistency

PREFIXES = """
@prefix : <https://w3id.org/dxplan/ontology#> .
@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

# Each is added to our ontology, and must be found.
FAULTS = {
    "class under two disjoint ones": ":X a owl:Class ; rdfs:subClassOf dxp:Plan , dxp:Post .",
    "class under two of a disjoint list, at a distance": ":X a owl:Class ; "
    "rdfs:subClassOf dxp:Department , [ a owl:Class ; owl:intersectionOf ( dxp:VoteCount :Y ) ] . "
    ":Y a owl:Class .",
    "thing in two disjoint classes": "<urn:x> a dxp:Goal , dxp:Committee .",
    "thing at the wrong end of a property": "<urn:x> a dxp:Department ; dxp:editionOf <urn:y> . "
    "<urn:y> a dxp:Plan .",
    "range disjoint with that of the property above": ":p a owl:ObjectProperty ; "
    "rdfs:subPropertyOf dxp:editionOf ; rdfs:range dxp:Post . <urn:x> :p <urn:y> .",
}
# owlrl does not compare literals; the build's own reasoner does, and so does HermiT.
OF_LITERALS = {
    "two values where one is allowed": "<urn:x> a dxp:Municipality ; "
    'dxp:areaCode "13102" , "13103" .',
}

java = pytest.mark.skipif(
    not consistency.has_java(), reason="no Java: HermiT not asked; the check by rules has run"
)


def _with(ontology: Graph, turtle: str) -> Graph:
    return ontology + Graph().parse(data=PREFIXES + turtle, format="turtle")


def test_no_contradiction_by_rules(ontology: Graph) -> None:
    assert len(consistency.axioms(ontology)) > 700
    assert consistency.contradictions(ontology) == []


@pytest.mark.parametrize("name", FAULTS)
def test_rules_find_the_fault(ontology: Graph, name: str) -> None:
    assert consistency.contradictions(_with(ontology, FAULTS[name]))


@java
def test_no_unsatisfiable_class_by_hermit(ontology: Graph, tmp_path: Path) -> None:
    assert consistency.hermit(ontology, tmp_path) == []


@java
def test_a_sample_of_the_data_is_consistent_by_hermit(
    ontology: Graph, data: Graph, tmp_path: Path
) -> None:
    part = consistency.sample(data, each=1)
    assert len(part) > 100
    assert consistency.hermit(ontology + part, tmp_path) == []


@java
@pytest.mark.parametrize("name", [*list(FAULTS)[:3], *OF_LITERALS])
def test_hermit_finds_the_fault(ontology: Graph, name: str, tmp_path: Path) -> None:
    assert consistency.hermit(_with(ontology, (FAULTS | OF_LITERALS)[name]), tmp_path)
