"""OWL 2 RL for tests, apart from the engine: the tables of the standard as text, a checker
that replays single steps, and small random ontologies.

The rules are transcribed from OWL 2 Profiles, section 4.3, tables 5 to 7 and 9. Where the
standard needs a class or property below itself or below owl:Thing (scm-cls, scm-op), which
nobody writes down, a second and third form of the rule go without that premise.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Mapping, Sequence

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection as RdfList

from service.namespaces import PREFIXES
from service.reasoning import Derivation

Triple = tuple[str, str, str]
E = Namespace("http://e.example/")

PATTERNS: Mapping[str, Sequence[str]] = {
    "prp-dom": ["?p rdfs:domain ?c . ?x ?p ?y => ?x rdf:type ?c"],
    "prp-rng": ["?p rdfs:range ?c . ?x ?p ?y => ?y rdf:type ?c"],
    "prp-symp": ["?p rdf:type owl:SymmetricProperty . ?x ?p ?y => ?y ?p ?x"],
    "prp-trp": ["?p rdf:type owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z => ?x ?p ?z"],
    "prp-spo1": ["?p1 rdfs:subPropertyOf ?p2 . ?x ?p1 ?y => ?x ?p2 ?y"],
    "prp-eqp1": ["?p1 owl:equivalentProperty ?p2 . ?x ?p1 ?y => ?x ?p2 ?y"],
    "prp-eqp2": ["?p1 owl:equivalentProperty ?p2 . ?x ?p2 ?y => ?x ?p1 ?y"],
    "prp-inv1": ["?p1 owl:inverseOf ?p2 . ?x ?p1 ?y => ?y ?p2 ?x"],
    "prp-inv2": ["?p1 owl:inverseOf ?p2 . ?x ?p2 ?y => ?y ?p1 ?x"],
    "cls-svf1": [
        "?x owl:someValuesFrom ?y . ?x owl:onProperty ?p . ?u ?p ?v . ?v rdf:type ?y"
        " => ?u rdf:type ?x"
    ],
    "cls-svf2": [
        "?x owl:someValuesFrom owl:Thing . ?x owl:onProperty ?p . ?u ?p ?v => ?u rdf:type ?x"
    ],
    "cls-avf": [
        "?x owl:allValuesFrom ?y . ?x owl:onProperty ?p . ?u rdf:type ?x . ?u ?p ?v"
        " => ?v rdf:type ?y"
    ],
    "cls-hv1": ["?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u rdf:type ?x => ?u ?p ?y"],
    "cls-hv2": ["?x owl:hasValue ?y . ?x owl:onProperty ?p . ?u ?p ?y => ?u rdf:type ?x"],
    "cax-sco": ["?c1 rdfs:subClassOf ?c2 . ?x rdf:type ?c1 => ?x rdf:type ?c2"],
    "cax-eqc1": ["?c1 owl:equivalentClass ?c2 . ?x rdf:type ?c1 => ?x rdf:type ?c2"],
    "cax-eqc2": ["?c1 owl:equivalentClass ?c2 . ?x rdf:type ?c2 => ?x rdf:type ?c1"],
    "scm-sco": ["?a rdfs:subClassOf ?b . ?b rdfs:subClassOf ?c => ?a rdfs:subClassOf ?c"],
    "scm-eqc1": [
        "?a owl:equivalentClass ?b => ?a rdfs:subClassOf ?b",
        "?a owl:equivalentClass ?b => ?b rdfs:subClassOf ?a",
    ],
    "scm-eqc2": ["?a rdfs:subClassOf ?b . ?b rdfs:subClassOf ?a => ?a owl:equivalentClass ?b"],
    "scm-spo": ["?a rdfs:subPropertyOf ?b . ?b rdfs:subPropertyOf ?c => ?a rdfs:subPropertyOf ?c"],
    "scm-eqp1": [
        "?a owl:equivalentProperty ?b => ?a rdfs:subPropertyOf ?b",
        "?a owl:equivalentProperty ?b => ?b rdfs:subPropertyOf ?a",
    ],
    "scm-eqp2": [
        "?a rdfs:subPropertyOf ?b . ?b rdfs:subPropertyOf ?a => ?a owl:equivalentProperty ?b"
    ],
    "scm-dom1": ["?p rdfs:domain ?c . ?c rdfs:subClassOf ?d => ?p rdfs:domain ?d"],
    "scm-dom2": ["?p rdfs:domain ?c . ?q rdfs:subPropertyOf ?p => ?q rdfs:domain ?c"],
    "scm-rng1": ["?p rdfs:range ?c . ?c rdfs:subClassOf ?d => ?p rdfs:range ?d"],
    "scm-rng2": ["?p rdfs:range ?c . ?q rdfs:subPropertyOf ?p => ?q rdfs:range ?c"],
    "scm-hv": [
        "?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i . ?d owl:onProperty ?q"
        " . ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d",
        "?c owl:hasValue ?i . ?c owl:onProperty ?p . ?d owl:hasValue ?i . ?d owl:onProperty ?p"
        " => ?c rdfs:subClassOf ?d",
    ],
    "scm-svf1": [
        "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?z"
        " . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d",
        "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y"
        " . ?d owl:onProperty ?p => ?c rdfs:subClassOf ?d",
        "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom owl:Thing"
        " . ?d owl:onProperty ?p => ?c rdfs:subClassOf ?d",
    ],
    "scm-svf2": [
        "?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:someValuesFrom ?y"
        " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q => ?c rdfs:subClassOf ?d",
    ],
    "scm-avf1": [
        "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?z"
        " . ?d owl:onProperty ?p . ?y rdfs:subClassOf ?z => ?c rdfs:subClassOf ?d",
        "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y"
        " . ?d owl:onProperty ?p => ?c rdfs:subClassOf ?d",
        "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom owl:Thing"
        " . ?d owl:onProperty ?p => ?c rdfs:subClassOf ?d",
    ],
    "scm-avf2": [
        "?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?d owl:allValuesFrom ?y"
        " . ?d owl:onProperty ?q . ?p rdfs:subPropertyOf ?q => ?d rdfs:subClassOf ?c",
    ],
}


def full(name: str) -> str:
    """Write out a prefixed name."""
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def follows(step: Derivation, stated: Collection[Triple]) -> bool:
    """Replay one step: does the rule, with these premises, give this conclusion?"""
    if step.rule in PATTERNS:
        triples = [*step.premises, step.triple]
        return any(_fits(pattern, triples) for pattern in PATTERNS[step.rule])
    return _fits_list_rule(step, stated)


def _fits(pattern: str, triples: Sequence[Triple]) -> bool:
    before, after = pattern.split(" => ")
    wanted = [part.split() for part in [*before.split(" . "), after]]
    if len(wanted) != len(triples):
        return False
    bound: dict[str, str] = {}
    return all(
        bound.setdefault(name, term) == term if name.startswith("?") else full(name) == term
        for names, triple in zip(wanted, triples, strict=True)
        for name, term in zip(names, triple, strict=True)
    )


LIST_AXIOMS = {
    "prp-spo2": "owl:propertyChainAxiom",
    "cls-int1": "owl:intersectionOf",
    "cls-int2": "owl:intersectionOf",
    "scm-int": "owl:intersectionOf",
    "cls-uni": "owl:unionOf",
    "scm-uni": "owl:unionOf",
    "cls-oo": "owl:oneOf",
}
ALL_RULES = frozenset({*PATTERNS, *LIST_AXIOMS})


def _fits_list_rule(step: Derivation, stated: Collection[Triple]) -> bool:
    axiom, *rest = step.premises
    return axiom[1] == full(LIST_AXIOMS[step.rule]) and (step.triple, rest) in _instances(
        step, axiom, rest, members(axiom[2], stated)
    )


def _instances(
    step: Derivation, axiom: Triple, rest: list[Triple], parts: list[str]
) -> list[tuple[Triple, list[Triple]]]:
    """List conclusions with premises that the rule allows for the conclusion's subject."""
    x, whole, kind, below = step.triple[0], axiom[0], full("rdf:type"), full("rdfs:subClassOf")
    nodes = [triple[0] for triple in rest] + [triple[2] for triple in rest[-1:]]
    needed = [part for part in parts if part != full("owl:Thing")]
    path = list(zip(nodes[:-1], parts, nodes[1:], strict=True)) if len(parts) == len(rest) else []
    table: dict[str, list[tuple[Triple, list[Triple]]]] = {
        "prp-spo2": [((link[0], whole, nodes[-1]), path) for link in path[:1]],
        "cls-int1": [((x, kind, whole), [(x, kind, part) for part in needed])],
        "cls-int2": [((x, kind, part), [(x, kind, whole)]) for part in parts],
        "cls-uni": [((x, kind, whole), [(x, kind, part)]) for part in parts],
        "cls-oo": [((part, kind, whole), []) for part in parts],
        "scm-int": [((whole, below, part), []) for part in parts],
        "scm-uni": [((part, below, whole), []) for part in parts],
    }
    return table[step.rule]


def members(head: str, stated: Collection[Triple]) -> list[str]:
    """Read a list from stated triples."""
    first = {s: o for s, p, o in stated if p == full("rdf:first")}
    rest = {s: o for s, p, o in stated if p == full("rdf:rest")}
    found = []
    while head in first:
        found.append(first[head])
        head = rest[head]
    return found


def random_graph(seed: int) -> Graph:
    """Make a small ontology with data; the same for the same seed."""
    return _Maker(seed).graph


class _Maker:
    """Strews axioms of every kind over a handful of names."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.graph = Graph(bind_namespaces="none")
        self.classes = [E[f"C{n}"] for n in range(6)]
        self.restrictions = [E[f"R{n}"] for n in range(6)]
        self.properties = [E[f"p{n}"] for n in range(5)]
        self.attributes = [E[f"d{n}"] for n in range(2)]
        self.things = [E[f"i{n}"] for n in range(6)]
        self._declare()
        for _ in range(self.random.randint(6, 18)):
            self._axiom()
        for name in self.restrictions:
            self._restriction(name)
        self._data()

    def _declare(self) -> None:
        kinds = (
            (OWL.Class, self.classes + self.restrictions),
            (OWL.ObjectProperty, self.properties),
            (OWL.DatatypeProperty, self.attributes),
        )
        for kind, names in kinds:
            for name in names:
                self.graph.add((name, RDF.type, kind))

    def _list(self, items: list[URIRef]) -> BNode:
        node = BNode()
        RdfList(self.graph, node, list(items))
        return node

    def _axiom(self) -> None:
        pick, some = self.random.choice, self.random.sample
        classes, properties = self.classes + self.restrictions, self.properties
        chain = [pick(properties) for _ in range(self.random.randint(1, 3))]
        makers: dict[URIRef, Callable[[], tuple[URIRef, URIRef | BNode | None]]] = {
            RDFS.subClassOf: lambda: (pick(classes), pick(classes)),
            OWL.equivalentClass: lambda: (pick(self.classes), pick(classes)),
            RDFS.domain: lambda: (pick(properties + self.attributes), pick(self.classes)),
            RDFS.range: lambda: (pick(properties), pick(self.classes)),
            RDFS.subPropertyOf: lambda: (pick(properties), pick(properties)),
            OWL.equivalentProperty: lambda: (pick(properties), pick(properties)),
            OWL.inverseOf: lambda: (pick(properties), pick(properties)),
            OWL.propertyChainAxiom: lambda: (pick(properties), self._list(chain)),
            OWL.intersectionOf: lambda: (pick(classes), self._list(some(self.classes, 2))),
            OWL.unionOf: lambda: (pick(classes), self._list(some(self.classes, 2))),
            OWL.oneOf: lambda: (pick(self.classes), self._list(some(self.things, 2))),
            OWL.SymmetricProperty: lambda: (pick(properties), None),
            OWL.TransitiveProperty: lambda: (pick(properties), None),
        }
        kind = pick([RDFS.subClassOf, *makers])
        subject, value = makers[kind]()
        self.graph.add((subject, kind, value) if value else (subject, RDF.type, kind))

    def _restriction(self, name: URIRef) -> None:
        pick = self.random.choice
        kind = pick([OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, None])
        if kind is None:
            return
        self.graph.add((name, RDF.type, OWL.Restriction))
        if kind == OWL.hasValue and self.random.random() < 0.3:
            self.graph.add((name, OWL.onProperty, pick(self.attributes)))
            self.graph.add((name, kind, Literal("v")))
            return
        fillers = self.things[:2] if kind == OWL.hasValue else [*self.classes[:2], OWL.Thing]
        self.graph.add((name, OWL.onProperty, pick(self.properties)))
        self.graph.add((name, kind, pick(fillers)))

    def _data(self) -> None:
        pick = self.random.choice
        for _ in range(self.random.randint(5, 12)):
            self.graph.add((pick(self.things), pick(self.properties), pick(self.things)))
        for _ in range(self.random.randint(1, 5)):
            self.graph.add((pick(self.things), RDF.type, pick(self.classes + self.restrictions)))
        self.graph.add((pick(self.things), pick(self.attributes), Literal(pick("vw"))))
        self.graph.add((pick(self.things), pick(self.attributes), Literal("7", datatype=XSD.byte)))
