"""The ontology stays within OWL 2 RL; ``owl2rl`` says what is checked, and is tested here too."""

from __future__ import annotations

import pytest
from rdflib import RDFS, Graph

from tests.ontology import owl2rl

PREFIXES = """
@prefix : <https://w3id.org/dxplan/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

INSIDE = {
    "named classes": ":A rdfs:subClassOf :B . :A owl:disjointWith :C . :A owl:equivalentClass :D .",
    "union below": "[ owl:unionOf ( :A :B ) ] rdfs:subClassOf :C .",
    "enumeration below": "[ owl:oneOf ( :a :b ) ] rdfs:subClassOf :C .",
    "some below": "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :C .",
    "some data below": ":d a owl:DatatypeProperty . "
    "[ owl:onProperty :d ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf :C .",
    "only above": ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
    "value above": ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue :b ] .",
    "not above": ":A rdfs:subClassOf [ owl:complementOf [ owl:unionOf ( :B :C ) ] ] .",
    "at most one above": ":A rdfs:subClassOf "
    "[ owl:onProperty :p ; owl:maxCardinality 1 ] , "
    "[ owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass :B ] .",
    "equivalent intersection": ":A owl:equivalentClass [ owl:intersectionOf ( :B "
    "[ owl:onProperty :p ; owl:hasValue :b ] ) ] .",
    "domain and range": ":p a owl:ObjectProperty ; rdfs:domain :A ; rdfs:range :B . "
    ":d a owl:DatatypeProperty ; rdfs:range xsd:decimal .",
    "disjoint list": "[] a owl:AllDisjointClasses ; owl:members ( :A :B ) .",
    "key": ":A owl:hasKey ( :p ) .",
    "transitive": ":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q .",
    "chains in order": ":p owl:propertyChainAxiom ( :q :p ) . "
    ":q owl:propertyChainAxiom ( :r :s ) . :t owl:propertyChainAxiom ( :t :t ) .",
}

OUTSIDE = {
    "owl:Thing as sub": ("owl:Thing rdfs:subClassOf :A .", "owl:Thing as sub"),
    "owl:Thing as domain": (":p rdfs:domain owl:Thing .", "owl:Thing as super"),
    "union above": (":A rdfs:subClassOf [ owl:unionOf ( :B :C ) ] .", "unionOf as super"),
    "union as domain": (":p rdfs:domain [ owl:unionOf ( :B :C ) ] .", "unionOf as super"),
    "union as range": (":p rdfs:range [ owl:unionOf ( :B :C ) ] .", "unionOf as super"),
    "some above": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] .",
        "someValuesFrom as super",
    ),
    "enumeration above": (":A rdfs:subClassOf [ owl:oneOf ( :b ) ] .", "oneOf as super"),
    "only below": (
        "[ owl:onProperty :p ; owl:allValuesFrom :B ] rdfs:subClassOf :A .",
        "allValuesFrom as sub",
    ),
    "not below": ("[ owl:complementOf :B ] rdfs:subClassOf :A .", "complementOf as sub"),
    "at most below": (
        "[ owl:onProperty :p ; owl:maxCardinality 1 ] rdfs:subClassOf :A .",
        "maxCardinality as sub",
    ),
    "only in a disjoint list": (
        "[] a owl:AllDisjointClasses ; "
        "owl:members ( :A [ owl:onProperty :p ; owl:allValuesFrom :B ] ) .",
        "allValuesFrom as sub",
    ),
    "some as equivalent": (
        ":A owl:equivalentClass [ owl:onProperty :p ; owl:someValuesFrom :B ] .",
        "someValuesFrom as equivalent",
    ),
    "union as type": (":a a [ owl:unionOf ( :A :B ) ] .", "unionOf as super"),
    "hidden in an intersection": (
        ":A rdfs:subClassOf [ owl:intersectionOf ( :B [ owl:unionOf ( :C :D ) ] ) ] .",
        "unionOf as super",
    ),
    "at most two": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .",
        "other than 0 or 1",
    ),
    "at least": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .",
        "minimum cardinality",
    ),
    "exactly": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:qualifiedCardinality 1 ] .",
        "exact cardinality",
    ),
    "has self": (
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:hasSelf true ] .",
        "hasSelf",
    ),
    "disjoint union": (":A owl:disjointUnionOf ( :B :C ) .", "disjoint union"),
    "reflexive": (":p a owl:ReflexiveProperty .", "reflexive"),
    "datatype": (":d a owl:DatatypeProperty ; rdfs:range xsd:date .", "outside the list"),
    "facets": (
        ":d a owl:DatatypeProperty ; rdfs:range "
        "[ owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 0 ] ) ] .",
        "datatype restriction",
    ),
    "enumerated data": (
        ':d a owl:DatatypeProperty ; rdfs:range [ a rdfs:Datatype ; owl:oneOf ( "a" ) ] .',
        "data range other than",
    ),
    "two kinds": (":p a owl:ObjectProperty , owl:DatatypeProperty .", "two kinds"),
    "expression in no axiom": (
        "[] owl:onProperty :p ; owl:hasValue :b .",
        "in no axiom",
    ),
    "empty expression": (":A rdfs:subClassOf [ owl:onProperty :p ] .", "not a class expression"),
    "composite and functional": (
        ":p a owl:TransitiveProperty , owl:FunctionalProperty .",
        "composite and Functional",
    ),
    "above a chain and functional": (
        ":p owl:propertyChainAxiom ( :q :r ) ; rdfs:subPropertyOf :s . "
        ":s a owl:FunctionalProperty .",
        "composite and Functional",
    ),
    "composite and counted": (
        ":p a owl:TransitiveProperty . "
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
        "composite and counted",
    ),
    "chains without order": (
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r ) .",
        "no order",
    ),
    "chain through itself": (":p owl:propertyChainAxiom ( :q :p :r ) .", "no order"),
}


def _graph(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def test_the_ontology_is_within_the_profile(ontology: Graph) -> None:
    assert len(list(ontology.subject_objects(RDFS.subClassOf))) > 50, "the ontology was not read"
    assert owl2rl.faults(ontology) == []


@pytest.mark.parametrize("name", INSIDE)
def test_what_the_profile_allows_passes(name: str) -> None:
    assert owl2rl.faults(_graph(INSIDE[name])) == []


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_the_profile_forbids_is_found(name: str) -> None:
    turtle, expected = OUTSIDE[name]
    found = owl2rl.faults(_graph(turtle))
    assert [fault for fault in found if expected in fault], found
