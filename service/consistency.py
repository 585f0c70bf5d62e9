"""Contradictions: the rules of OWL 2 RL that conclude "false".

Standard: OWL 2 Profiles, section 4.3, the rules of tables 4 to 7 whose conclusion is
false, and those that conclude owl:sameAs (prp-fp, prp-ifp, prp-key, cls-maxc2,
cls-maxqc3, cls-maxqc4). Here two IRIs always denote two things, so that a conclusion
"these are the same" is a contradiction too, and owl:sameAs is not to be stated.

Only reads; runs when the closure is complete. Must not know where a triple was written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from typing import Final, NamedTuple

from service.facts import (
    ALL_DIFFERENT,
    ALL_DISJOINT_CLASSES,
    ALL_DISJOINT_PROPERTIES,
    ASYMMETRIC,
    CHAIN,
    COMPLEMENT,
    DIFFERENT,
    DISJOINT_CLASS,
    DISJOINT_PROPERTY,
    DISTINCT_MEMBERS,
    FUNCTIONAL,
    INTERSECTION,
    INVERSE_FUNCTIONAL,
    IRREFLEXIVE,
    KEY,
    MAXIMUM,
    MAXIMUM_OF,
    MEMBERS,
    NOT_PROPERTY,
    NOT_SOURCE,
    NOT_TARGET,
    NOT_VALUE,
    NOTHING,
    ON_CLASS,
    ON_PROPERTY,
    ONE_OF,
    SAME,
    THING,
    TYPE,
    UNION,
    Fact,
    Facts,
)


class Contradiction(NamedTuple):
    """Triples that cannot stand together.

    Attributes:
        rule: name of the rule.
        premises: the triples, in the order of the rule's table.
    """

    rule: str
    premises: tuple[Fact, ...]


def contradictions(facts: Facts) -> Iterator[Contradiction]:
    """Find every contradiction.

    Args:
        facts: the complete closure.

    Yields:
        Contradictions, rule by rule.
    """
    for check in _CHECKS:
        yield from check(facts)


def _lists(facts: Facts) -> Iterator[Contradiction]:
    """A list that is none would let rules pass it over in silence."""
    for predicate in (CHAIN, KEY, INTERSECTION, UNION, ONE_OF, MEMBERS, DISTINCT_MEMBERS):
        for axiom in facts.having(predicate):
            if facts.members(axiom[2]) is None:
                yield Contradiction("list", (axiom,))


def _identity(facts: Facts) -> Iterator[Contradiction]:
    for fact in facts.having(SAME):
        if fact[0] != fact[2]:
            yield Contradiction("eq-sym", (fact,))
    for fact in facts.having(DIFFERENT):
        if fact[0] == fact[2]:
            yield Contradiction("eq-diff1", (fact,))
    for rule, predicate in (("eq-diff2", MEMBERS), ("eq-diff3", DISTINCT_MEMBERS)):
        for whole, axiom, members in _groups(facts, ALL_DIFFERENT, predicate):
            if len(members) != len(set(members)):
                yield Contradiction(rule, (whole, axiom))


def _groups(facts: Facts, kind: int, predicate: int) -> Iterator[tuple[Fact, Fact, list[int]]]:
    for group in facts.holders(TYPE, kind):
        for head in facts.values(group, predicate):
            yield (group, TYPE, kind), (group, predicate, head), facts.members(head) or []


def _classes(facts: Facts) -> Iterator[Contradiction]:
    for member in facts.holders(TYPE, NOTHING):
        yield Contradiction("cls-nothing2", ((member, TYPE, NOTHING),))
    for rule, predicate in (("cls-com", COMPLEMENT), ("cax-dw", DISJOINT_CLASS)):
        for axiom in facts.having(predicate):
            yield from _in_both(facts, rule, (axiom,), axiom[0], axiom[2])
    for whole, axiom, members in _groups(facts, ALL_DISJOINT_CLASSES, MEMBERS):
        for one, other in combinations(members, 2):
            yield from _in_both(facts, "cax-adc", (whole, axiom), one, other)


def _in_both(
    facts: Facts, rule: str, axioms: tuple[Fact, ...], one: int, other: int
) -> Iterator[Contradiction]:
    for member in facts.holders(TYPE, one):
        if (member, TYPE, other) in facts.reasons:
            yield Contradiction(rule, (*axioms, (member, TYPE, one), (member, TYPE, other)))


def _properties(facts: Facts) -> Iterator[Contradiction]:
    for prop in facts.holders(TYPE, IRREFLEXIVE):
        for fact in facts.having(prop):
            if fact[0] == fact[2]:
                yield Contradiction("prp-irp", ((prop, TYPE, IRREFLEXIVE), fact))
    for prop in facts.holders(TYPE, ASYMMETRIC):
        for fact in facts.having(prop):
            turned = (fact[2], prop, fact[0])
            if turned in facts.reasons:
                yield Contradiction("prp-asyp", ((prop, TYPE, ASYMMETRIC), fact, turned))
    for axiom in facts.having(DISJOINT_PROPERTY):
        yield from _by_both(facts, "prp-pdw", (axiom,), axiom[0], axiom[2])
    for whole, axiom, members in _groups(facts, ALL_DISJOINT_PROPERTIES, MEMBERS):
        for one, other in combinations(members, 2):
            yield from _by_both(facts, "prp-adp", (whole, axiom), one, other)


def _by_both(
    facts: Facts, rule: str, axioms: tuple[Fact, ...], one: int, other: int
) -> Iterator[Contradiction]:
    for fact in facts.having(one):
        second = (fact[0], other, fact[2])
        if second in facts.reasons:
            yield Contradiction(rule, (*axioms, fact, second))


def _denials(facts: Facts) -> Iterator[Contradiction]:
    for source in facts.having(NOT_SOURCE):
        denial, _, subject = source
        for rule, target in (("prp-npa1", NOT_TARGET), ("prp-npa2", NOT_VALUE)):
            pairs = product(facts.values(denial, NOT_PROPERTY), facts.values(denial, target))
            for prop, value in pairs:
                fact = (subject, prop, value)
                if fact in facts.reasons:
                    axioms = (source, (denial, NOT_PROPERTY, prop), (denial, target, value))
                    yield Contradiction(rule, (*axioms, fact))


def _functional(facts: Facts) -> Iterator[Contradiction]:
    for prop in facts.holders(TYPE, FUNCTIONAL):
        axiom = (prop, TYPE, FUNCTIONAL)
        yield from _too_many("prp-fp", (axiom,), facts.having(prop), 0)
    for prop in facts.holders(TYPE, INVERSE_FUNCTIONAL):
        axiom = (prop, TYPE, INVERSE_FUNCTIONAL)
        yield from _too_many("prp-ifp", (axiom,), facts.having(prop), 2)


def _too_many(
    rule: str, axioms: tuple[Fact, ...], triples: Iterable[Fact], end: int
) -> Iterator[Contradiction]:
    """Two triples that agree at ``end`` where only one may."""
    first: dict[int, Fact] = {}
    for fact in triples:
        other = first.setdefault(fact[end], fact)
        if other != fact:
            yield Contradiction(rule, (*axioms, other, fact))


def _keys(facts: Facts) -> Iterator[Contradiction]:
    for axiom in facts.having(KEY):
        props = facts.members(axiom[2]) or []
        seen: dict[tuple[int, ...], int] = {}
        for member in facts.holders(TYPE, axiom[0]) if props else ():
            for values in product(*(facts.values(member, prop) for prop in props)):
                other = seen.setdefault(values, member)
                if other != member:
                    yield Contradiction(
                        "prp-key", (axiom, *_keyed(axiom, props, values, other, member))
                    )


def _keyed(axiom: Fact, props: list[int], values: tuple[int, ...], *members: int) -> Iterator[Fact]:
    for member in members:
        yield (member, TYPE, axiom[0])
        yield from ((member, prop, value) for prop, value in zip(props, values, strict=True))


def _cardinalities(facts: Facts) -> Iterator[Contradiction]:
    for predicate in (MAXIMUM, MAXIMUM_OF):
        for axiom in facts.having(predicate):
            for prop in facts.values(axiom[0], ON_PROPERTY):
                on = (axiom[0], ON_PROPERTY, prop)
                if predicate == MAXIMUM:
                    yield from _at_most(facts, ("cls-maxc1", "cls-maxc2"), (axiom, on), None)
                for cls in facts.values(axiom[0], ON_CLASS) if predicate == MAXIMUM_OF else ():
                    rules = ("cls-maxqc2", "cls-maxqc4")
                    if cls != THING:
                        rules = ("cls-maxqc1", "cls-maxqc3")
                    axioms = (axiom, on, (axiom[0], ON_CLASS, cls))
                    yield from _at_most(facts, rules, axioms, None if cls == THING else cls)


def _at_most(
    facts: Facts, rules: tuple[str, str], axioms: tuple[Fact, ...], cls: int | None
) -> Iterator[Contradiction]:
    limit = facts.terms[axioms[0][2]].split('"')[1].lstrip("+0") or "0"
    for member in facts.holders(TYPE, axioms[0][0]):
        fact = (member, TYPE, axioms[0][0])
        found = [(member, axioms[1][2], v) for v in facts.values(member, axioms[1][2])]
        found = [f for f in found if cls is None or (f[2], TYPE, cls) in facts.reasons]
        if limit == "0":
            for one in found:
                yield Contradiction(rules[0], (*axioms, fact, *_typed((one,), cls)))
        elif limit == "1" and len(found) > 1:
            yield Contradiction(rules[1], (*axioms, fact, *_typed((found[0], found[1]), cls)))


def _typed(found: tuple[Fact, ...], cls: int | None) -> Iterator[Fact]:
    for fact in found:
        yield fact
        if cls is not None:
            yield (fact[2], TYPE, cls)


_CHECKS: Final[tuple[Callable[[Facts], Iterator[Contradiction]], ...]] = (
    _lists,
    _identity,
    _classes,
    _properties,
    _denials,
    _functional,
    _keys,
    _cardinalities,
)
