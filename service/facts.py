"""Triples as numbers: terms, indexes, and for each derived triple the reason for it.

The working memory of the reasoner. Knows which triples are too trivial to keep, but no
rule. Must not know graphs, files or any RDF library: terms are N-Triples texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from service.namespaces import PREFIXES

Triple: TypeAlias = tuple[str, str, str]
Fact: TypeAlias = tuple[int, int, int]
Reason: TypeAlias = tuple[str, tuple[Fact, ...]]
Index: TypeAlias = dict[int, dict[int, list[int]]]

_VOCABULARY: Final[list[str]] = []


def _word(name: str) -> int:
    prefix, local = name.split(":")
    _VOCABULARY.append(f"<{PREFIXES[prefix]}{local}>")
    return len(_VOCABULARY) - 1


TYPE: Final = _word("rdf:type")
FIRST: Final = _word("rdf:first")
REST: Final = _word("rdf:rest")
NIL: Final = _word("rdf:nil")
RESOURCE: Final = _word("rdfs:Resource")
SUB_CLASS: Final = _word("rdfs:subClassOf")
SUB_PROPERTY: Final = _word("rdfs:subPropertyOf")
DOMAIN: Final = _word("rdfs:domain")
RANGE: Final = _word("rdfs:range")
THING: Final = _word("owl:Thing")
NOTHING: Final = _word("owl:Nothing")
SAME: Final = _word("owl:sameAs")
DIFFERENT: Final = _word("owl:differentFrom")
ALL_DIFFERENT: Final = _word("owl:AllDifferent")
DISTINCT_MEMBERS: Final = _word("owl:distinctMembers")
MEMBERS: Final = _word("owl:members")
EQUAL_CLASS: Final = _word("owl:equivalentClass")
EQUAL_PROPERTY: Final = _word("owl:equivalentProperty")
INVERSE: Final = _word("owl:inverseOf")
SYMMETRIC: Final = _word("owl:SymmetricProperty")
ASYMMETRIC: Final = _word("owl:AsymmetricProperty")
TRANSITIVE: Final = _word("owl:TransitiveProperty")
IRREFLEXIVE: Final = _word("owl:IrreflexiveProperty")
FUNCTIONAL: Final = _word("owl:FunctionalProperty")
INVERSE_FUNCTIONAL: Final = _word("owl:InverseFunctionalProperty")
CHAIN: Final = _word("owl:propertyChainAxiom")
KEY: Final = _word("owl:hasKey")
DISJOINT_CLASS: Final = _word("owl:disjointWith")
ALL_DISJOINT_CLASSES: Final = _word("owl:AllDisjointClasses")
DISJOINT_PROPERTY: Final = _word("owl:propertyDisjointWith")
ALL_DISJOINT_PROPERTIES: Final = _word("owl:AllDisjointProperties")
COMPLEMENT: Final = _word("owl:complementOf")
INTERSECTION: Final = _word("owl:intersectionOf")
UNION: Final = _word("owl:unionOf")
ONE_OF: Final = _word("owl:oneOf")
ON_PROPERTY: Final = _word("owl:onProperty")
ON_CLASS: Final = _word("owl:onClass")
SOME: Final = _word("owl:someValuesFrom")
ALL: Final = _word("owl:allValuesFrom")
VALUE: Final = _word("owl:hasValue")
MAXIMUM: Final = _word("owl:maxCardinality")
MAXIMUM_OF: Final = _word("owl:maxQualifiedCardinality")
NOT_SOURCE: Final = _word("owl:sourceIndividual")
NOT_PROPERTY: Final = _word("owl:assertionProperty")
NOT_TARGET: Final = _word("owl:targetIndividual")
NOT_VALUE: Final = _word("owl:targetValue")

_EVERYTHING: Final = frozenset({THING, RESOURCE})
_REFLEXIVE: Final = frozenset({SUB_CLASS, SUB_PROPERTY, EQUAL_CLASS, EQUAL_PROPERTY})
_ABOUT_CLASSES: Final = frozenset({TYPE, SUB_CLASS, DOMAIN, RANGE})
_SCHEMA: Final = frozenset(range(len(_VOCABULARY))) - {TYPE, FIRST, REST, NIL, RESOURCE, THING}


class Facts:
    """Everything known so far.

    Attributes:
        terms: the text of each number.
        reasons: every triple in order of arrival; None for stated ones, else the name of
            the rule and its premises, all of which arrived earlier.
        queue: triples that arrived since the queue was last emptied.

    Args:
        triples: what is stated; read in sorted order, so that the same triples give the
            same derivations whatever order they come in.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.terms: list[str] = list(_VOCABULARY)
        self.reasons: dict[Fact, Reason | None] = {}
        self.queue: list[Fact] = []
        self._forward: Index = {}
        self._backward: Index = {}
        self._numbers = {text: number for number, text in enumerate(self.terms)}
        self._literals: set[int] = set()
        for triple in sorted(set(triples)):
            subject, predicate, value = (self._number(text) for text in triple)
            self._add((subject, predicate, value), None)

    def give(self, triple: Triple, rule: str, premises: Iterable[Triple]) -> None:
        """Take note of what somebody else concluded; the premises are known."""
        subject, predicate, value = (self._number(text) for text in triple)
        if (subject, predicate, value) not in self.reasons:
            found = [self.fact(premise) for premise in premises]
            grounds = tuple(fact for fact in found if fact is not None)
            self._add((subject, predicate, value), (rule, grounds))

    def derive(self, fact: Fact, rule: str, premises: tuple[Fact, ...]) -> None:
        """Take note of a conclusion, unless it is known or says nothing.

        Left out: literals as subjects (no RDF), a class or property below or equal to
        itself, anything about all things (owl:Thing, rdfs:Resource) or about owl:Nothing
        being below something.

        Args:
            fact: the conclusion.
            rule: name of the rule.
            premises: what it follows from; all known.
        """
        if fact in self.reasons:
            return
        subject, predicate, value = fact
        if subject in self._literals or (subject == value and predicate in _REFLEXIVE):
            return
        if predicate in _ABOUT_CLASSES and (value in _EVERYTHING or subject == NOTHING):
            return
        self._add(fact, (rule, premises))

    def values(self, subject: int, predicate: int) -> Sequence[int]:
        """Return the objects of a subject and predicate."""
        return self._forward.get(predicate, {}).get(subject, ())

    def holders(self, predicate: int, value: int) -> Sequence[int]:
        """Return the subjects of a predicate and object."""
        return self._backward.get(predicate, {}).get(value, ())

    def having(self, predicate: int) -> Iterator[Fact]:
        """Yield the triples of a predicate that are known now; more may arrive meanwhile."""
        index = self._forward.get(predicate, {})
        for subject, values in list(index.items()):
            for value in list(values):
                yield (subject, predicate, value)

    def members(self, head: int) -> list[int] | None:
        """Read a list (RDF 1.1 Schema, section 5.2).

        Args:
            head: its first cell.

        Returns:
            The members; None if a cell has not exactly one member and one rest, or the
            list runs in a circle.
        """
        found: list[int] = []
        seen: set[int] = set()
        while head != NIL:
            first, rest = self.values(head, FIRST), self.values(head, REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                return None
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found

    def is_literal(self, number: int) -> bool:
        """Tell whether a term is a literal."""
        return number in self._literals

    def text(self, fact: Fact) -> Triple:
        """Return a triple as N-Triples texts."""
        terms = self.terms
        return (terms[fact[0]], terms[fact[1]], terms[fact[2]])

    def fact(self, triple: Triple) -> Fact | None:
        """Return the numbers of a triple, or None if a term is unknown."""
        subject, predicate, value = (self._numbers.get(text) for text in triple)
        if subject is None or predicate is None or value is None:
            return None
        return (subject, predicate, value)

    def _number(self, text: str) -> int:
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.terms)
            self.terms.append(text)
            if text.startswith('"'):
                self._literals.add(number)
        return number

    def _add(self, fact: Fact, reason: Reason | None) -> None:
        subject, predicate, value = fact
        self.reasons[fact] = reason
        self.queue.append(fact)
        self._forward.setdefault(predicate, {}).setdefault(subject, []).append(value)
        self._backward.setdefault(predicate, {}).setdefault(value, []).append(subject)


def is_schema(fact: Fact) -> bool:
    """Tell whether a triple is an axiom of OWL or RDFS, so that rules must be made anew."""
    _, predicate, value = fact
    return predicate in _SCHEMA or (predicate == TYPE and value in _SCHEMA)
