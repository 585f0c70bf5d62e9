"""Tells what in a graph lies outside OWL 2 RL.

Standard: OWL 2 Profiles (second edition), section 4.2. Checked:

    4.2.1  datatypes: only those of the list
    4.2.3  class expressions, by the side on which they stand:
           sub (left of an inclusion, in disjointness and keys): named class but owl:Thing,
               intersection, union, owl:oneOf, some (of a sub expression or owl:Thing), hasValue
           super (right of an inclusion, domain, range, type): named class but owl:Thing,
               intersection, complement of a sub expression, only, hasValue, at most 0 or 1
           equivalent: named class but owl:Thing, intersection, hasValue
    4.2.4  data ranges: a datatype or an intersection of data ranges
    4.2.5  axioms: no disjoint union, no reflexive property; and nowhere hasSelf, at least,
           exactly, restrictions on several properties, facets, complements of data ranges

and of OWL 2 DL (OWL 2 Structural Specification, sections 5.8 and 11), on which RL builds:
one kind to a property; composite properties (transitive ones, those with a chain, and what
is above either) neither functional nor disjoint nor counted; an order for the chains.

Reads axioms only: what a term is called or what it is for, is no matter here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, Node, URIRef
from rdflib.collection import Collection

DATATYPES: Final = {
    RDF.PlainLiteral,
    RDF.XMLLiteral,
    RDF.langString,  # RDF 1.1's name for what OWL 2 writes as rdf:PlainLiteral
    RDFS.Literal,
    XSD.decimal,
    XSD.integer,
    XSD.nonNegativeInteger,
    XSD.nonPositiveInteger,
    XSD.positiveInteger,
    XSD.negativeInteger,
    XSD.long,
    XSD.int,
    XSD.short,
    XSD.byte,
    XSD.unsignedLong,
    XSD.unsignedInt,
    XSD.unsignedShort,
    XSD.unsignedByte,
    XSD.float,
    XSD.double,
    XSD.string,
    XSD.normalizedString,
    XSD.token,
    XSD.language,
    XSD.Name,
    XSD.NCName,
    XSD.NMTOKEN,
    XSD.boolean,
    XSD.hexBinary,
    XSD.base64Binary,
    XSD.anyURI,
    XSD.dateTime,
    XSD.dateTimeStamp,
}
NEVER: Final = {
    OWL.disjointUnionOf: "disjoint union",
    OWL.hasSelf: "hasSelf",
    OWL.minCardinality: "minimum cardinality",
    OWL.cardinality: "exact cardinality",
    OWL.minQualifiedCardinality: "minimum cardinality",
    OWL.qualifiedCardinality: "exact cardinality",
    OWL.onProperties: "restriction on several properties",
    OWL.onDatatype: "datatype restriction",
    OWL.withRestrictions: "datatype restriction",
    OWL.datatypeComplementOf: "complement of a data range",
}
CARDINALITIES: Final = (OWL.maxCardinality, OWL.maxQualifiedCardinality)
KINDS: Final = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
CONSTRUCTORS: Final = (
    OWL.intersectionOf,
    OWL.unionOf,
    OWL.complementOf,
    OWL.oneOf,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.hasValue,
    *CARDINALITIES,
)


def faults(graph: Graph) -> list[str]:
    """List what lies outside the profile, one sentence each, sorted."""
    return sorted({*_Expressions(graph).faults(), *_forbidden(graph), *_composite(graph)})


class _Expressions:
    """Walks every axiom and checks the class expressions on its two sides."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.seen: set[Node] = set()
        self.found: list[str] = []

    def faults(self) -> list[str]:
        self._axioms()
        self._members()
        self._properties()
        self._types()
        for node in self._constructed():
            if node not in self.seen:
                self._say(node, "class expression in no axiom")
        return self.found

    def _say(self, node: Node, what: str) -> None:
        name = "[…]" if isinstance(node, BNode) else str(node)
        self.found.append(f"{what}: {name}")

    def _axioms(self) -> None:
        for left, right in self.graph.subject_objects(RDFS.subClassOf):
            self.sub(left)
            self.super(right)
        for left, right in self.graph.subject_objects(OWL.equivalentClass):
            if left in DATATYPES or (left, RDF.type, RDFS.Datatype) in self.graph:
                self.data(right)
            else:
                self.equivalent(left)
                self.equivalent(right)
        for left, right in self.graph.subject_objects(OWL.disjointWith):
            self.sub(left)
            self.sub(right)

    def _members(self) -> None:
        for node in self.graph.subjects(RDF.type, OWL.AllDisjointClasses):
            for members in self.graph.objects(node, OWL.members):
                self._each(members, self.sub)
        for node in self.graph.subjects(OWL.hasKey):
            self.sub(node)

    def _properties(self) -> None:
        for _, domain in self.graph.subject_objects(RDFS.domain):
            self.super(domain)
        for term, range_ in self.graph.subject_objects(RDFS.range):
            data = (term, RDF.type, OWL.DatatypeProperty) in self.graph
            (self.data if data else self.super)(range_)

    def _types(self) -> None:
        for type_ in self.graph.objects(None, RDF.type):
            if isinstance(type_, BNode):
                self.super(type_)

    def _constructed(self) -> Iterator[Node]:
        for constructor in CONSTRUCTORS:
            yield from self.graph.subjects(constructor)

    def _part(self, node: Node, constructor: URIRef) -> Node | None:
        return self.graph.value(node, constructor)

    def _constructor(self, node: Node, where: str) -> URIRef | None:
        """Name the one constructor of an expression; a named class has none."""
        self.seen.add(node)
        if node == OWL.Thing:
            self._say(node, f"owl:Thing as {where}")
        if isinstance(node, URIRef):
            return None
        found = [one for one in CONSTRUCTORS if self._part(node, one) is not None]
        if len(found) != 1:
            self._say(node, f"not a class expression, as {where}")
        return found[0] if found else None

    def _each(self, members: Node, check: Callable[[Node], None]) -> None:
        for member in Collection(self.graph, members):
            check(member)

    def sub(self, node: Node) -> None:
        constructor = self._constructor(node, "sub-class expression")
        part = self._part(node, constructor) if constructor else None
        if constructor is None or part is None or constructor in (OWL.oneOf, OWL.hasValue):
            return
        if constructor in (OWL.intersectionOf, OWL.unionOf):
            self._each(part, self.sub)
        elif constructor == OWL.someValuesFrom:
            if self._is_data(node):
                self.data(part)
            elif part != OWL.Thing:
                self.sub(part)
        else:
            self._say(node, f"{_local(constructor)} as sub-class expression")

    def super(self, node: Node) -> None:
        constructor = self._constructor(node, "super-class expression")
        part = self._part(node, constructor) if constructor else None
        if constructor is None or part is None or constructor == OWL.hasValue:
            return
        if constructor == OWL.intersectionOf:
            self._each(part, self.super)
        elif constructor == OWL.complementOf:
            self.sub(part)
        elif constructor == OWL.allValuesFrom:
            (self.data if self._is_data(node) else self.super)(part)
        elif constructor in CARDINALITIES:
            self._at_most(node, part)
        else:
            self._say(node, f"{_local(constructor)} as super-class expression")

    def equivalent(self, node: Node) -> None:
        constructor = self._constructor(node, "equivalent class")
        part = self._part(node, constructor) if constructor else None
        if constructor is None or part is None or constructor == OWL.hasValue:
            return
        if constructor == OWL.intersectionOf:
            self._each(part, self.equivalent)
        else:
            self._say(node, f"{_local(constructor)} as equivalent class")

    def data(self, node: Node) -> None:
        self.seen.add(node)
        members = self._part(node, OWL.intersectionOf)
        if members is not None:
            self._each(members, self.data)
        elif isinstance(node, BNode):
            self._say(node, "data range other than a datatype or an intersection")
        elif node not in DATATYPES and (node, OWL.equivalentClass, None) not in self.graph:
            self._say(node, "datatype outside the list")

    def _at_most(self, node: Node, number: Node) -> None:
        if not isinstance(number, Literal) or number.toPython() not in (0, 1):
            self._say(node, "maximum cardinality other than 0 or 1")
        filler = self._part(node, OWL.onClass)
        if filler is not None and filler != OWL.Thing:
            self.sub(filler)
        range_ = self._part(node, OWL.onDataRange)
        if range_ is not None:
            self.data(range_)

    def _is_data(self, node: Node) -> bool:
        term = self._part(node, OWL.onProperty)
        return term is not None and (term, RDF.type, OWL.DatatypeProperty) in self.graph


def _local(term: Node) -> str:
    return str(term).rpartition("#")[2]


def _forbidden(graph: Graph) -> Iterator[str]:
    for predicate, what in NEVER.items():
        for node in graph.subjects(predicate):
            yield f"{what}: {'[…]' if isinstance(node, BNode) else node}"
    for term in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield f"reflexive property: {term}"
    for one, other in product(KINDS, KINDS):
        if one < other:
            for term in graph.subjects(RDF.type, one):
                if (term, RDF.type, other) in graph:
                    yield f"property of two kinds: {term}"


def _composite(graph: Graph) -> Iterator[str]:
    """Check properties that stand for a path: OWL 2 Structural Specification, section 11.2."""
    chains = {
        term: list(Collection(graph, links))
        for term, links in graph.subject_objects(OWL.propertyChainAxiom)
    }
    roots = {*chains, *graph.subjects(RDF.type, OWL.TransitiveProperty)}
    composite = {above for root in roots for above in _above(graph, root)}
    for term in composite:
        yield from _wrongly_simple(graph, term)
    lower = {term: _must_be_lower(term, links) for term, links in chains.items()}
    for term in lower:
        if _needs_itself(term, lower, graph):
            yield f"no order for the chain of: {term}"


def _above(graph: Graph, term: Node) -> Iterator[Node]:
    """Yield the property, those above it, and the inverses of all these."""
    todo, done = [term], set[Node]()
    while todo:
        node = todo.pop()
        if node not in done:
            done.add(node)
            yield node
            todo += [
                *graph.objects(node, RDFS.subPropertyOf),
                *graph.objects(node, OWL.equivalentProperty),
                *graph.objects(node, OWL.inverseOf),
                *graph.subjects(OWL.inverseOf, node),
            ]


def _wrongly_simple(graph: Graph, term: Node) -> Iterator[str]:
    for kind in (
        OWL.FunctionalProperty,
        OWL.InverseFunctionalProperty,
        OWL.IrreflexiveProperty,
        OWL.AsymmetricProperty,
    ):
        if (term, RDF.type, kind) in graph:
            yield f"composite and {_local(kind)}: {term}"
    if (term, OWL.propertyDisjointWith, None) in graph:
        yield f"composite and disjoint: {term}"
    for restriction in graph.subjects(OWL.onProperty, term):
        if any((restriction, one, None) in graph for one in CARDINALITIES):
            yield f"composite and counted: {term}"


def _must_be_lower(term: Node, links: list[Node]) -> set[Node]:
    """Name the links that must come before the term; at one end it may stand itself."""
    if links == [term, term]:
        return set()
    inner = links[1:] if links[0] == term else links[:-1] if links[-1] == term else links
    return set(inner)


def _needs_itself(term: Node, lower: dict[Node, set[Node]], graph: Graph) -> bool:
    """Tell whether the term must come before itself."""
    todo, done = list(lower[term]), set[Node]()
    while todo:
        node = todo.pop()
        if node == term:
            return True
        if node not in done:
            done.add(node)
            todo += [*lower.get(node, ()), *graph.subjects(RDFS.subPropertyOf, node)]
    return False
