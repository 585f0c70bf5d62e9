"""Rules about individuals, made ready from the axioms: which triple sets off which step.

Standard: OWL 2 Profiles, section 4.3, tables 5 (prp-…), 6 (cls-…) and 7 (cax-…), as far
as they conclude triples; rules that conclude a contradiction are in
``service.consistency``. Must not know in which order triples arrive.

An axiom that was itself composed by a schema rule (a class below its grandparent) sets
off nothing: the steps that it was composed of lead to the same triples, and an
explanation in single steps is the better one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from service.facts import (
    ALL,
    CHAIN,
    DOMAIN,
    EQUAL_CLASS,
    EQUAL_PROPERTY,
    INTERSECTION,
    INVERSE,
    ON_PROPERTY,
    ONE_OF,
    RANGE,
    SOME,
    SUB_CLASS,
    SUB_PROPERTY,
    SYMMETRIC,
    THING,
    TRANSITIVE,
    TYPE,
    UNION,
    VALUE,
    Fact,
    Facts,
)

Step: TypeAlias = Callable[[int, int, Fact], None]

_COMPOSED: Final = frozenset(
    {
        *("scm-sco", "scm-eqc1", "scm-eqc2", "scm-int", "scm-uni"),
        *("scm-spo", "scm-eqp1", "scm-eqp2"),
        *("scm-dom1", "scm-dom2", "scm-rng1", "scm-rng2"),
    }
)


@dataclass
class Rulebook:
    """The steps that a new triple sets off.

    Attributes:
        by_predicate: steps for triples of a property.
        by_class: steps for members of a class.
    """

    by_predicate: dict[int, list[Step]] = field(default_factory=dict)
    by_class: dict[int, list[Step]] = field(default_factory=dict)

    def on_property(self, prop: int, step: Step) -> None:
        """Let triples of ``prop`` set off ``step``."""
        self.by_predicate.setdefault(prop, []).append(step)

    def on_class(self, cls: int, step: Step) -> None:
        """Let members of ``cls`` set off ``step``; its subject is the member."""
        self.by_class.setdefault(cls, []).append(step)


def make_rules(facts: Facts) -> Rulebook:
    """Make the steps for the axioms known now; may already draw conclusions (cls-oo).

    Args:
        facts: with the schema rules applied.

    Returns:
        The steps.
    """
    book = Rulebook()
    _one_premise(facts, book)
    for make in (_transitive, _chains, _intersections, _unions, _restrictions, _enumerations):
        make(facts, book)
    return book


# places in (a, b, s, o, rdf:type): the axiom's subject and object, then the triple's
_A, _B, _S, _O, _T = range(5)

# axiom's predicate, rule, which end of the axiom names what sets it off, conclusion
_ON_PROPERTY: Final = (
    (DOMAIN, "prp-dom", _A, (_S, _T, _B)),
    (RANGE, "prp-rng", _A, (_O, _T, _B)),
    (SUB_PROPERTY, "prp-spo1", _A, (_S, _B, _O)),
    (EQUAL_PROPERTY, "prp-eqp1", _A, (_S, _B, _O)),
    (EQUAL_PROPERTY, "prp-eqp2", _B, (_S, _A, _O)),
    (INVERSE, "prp-inv1", _A, (_O, _B, _S)),
    (INVERSE, "prp-inv2", _B, (_O, _A, _S)),
)
_ON_CLASS: Final = (
    (SUB_CLASS, "cax-sco", _A, (_S, _T, _B)),
    (EQUAL_CLASS, "cax-eqc1", _A, (_S, _T, _B)),
    (EQUAL_CLASS, "cax-eqc2", _B, (_S, _T, _A)),
)


def _one_premise(facts: Facts, book: Rulebook) -> None:
    for table, register in ((_ON_PROPERTY, book.on_property), (_ON_CLASS, book.on_class)):
        for predicate, rule, end, places in table:
            for axiom in _axioms(facts, predicate):
                cause = axiom[0] if end == _A else axiom[2]
                register(cause, _simple(facts, rule, axiom, places))
    for prop in facts.holders(TYPE, SYMMETRIC):
        axiom = (prop, TYPE, SYMMETRIC)
        book.on_property(prop, _simple(facts, "prp-symp", axiom, (_O, _A, _S)))


def _axioms(facts: Facts, predicate: int) -> Iterator[Fact]:
    for axiom in facts.having(predicate):
        reason = facts.reasons[axiom]
        if reason is None or reason[0] not in _COMPOSED:
            yield axiom


def _simple(facts: Facts, rule: str, axiom: Fact, places: Fact) -> Step:
    derive = facts.derive
    one, _, other = axiom
    x, y, z = places

    def step(subject: int, value: int, fact: Fact) -> None:
        terms = (one, other, subject, value, TYPE)
        derive((terms[x], terms[y], terms[z]), rule, (axiom, fact))

    return step


def _transitive(facts: Facts, book: Rulebook) -> None:
    for prop in facts.holders(TYPE, TRANSITIVE):
        book.on_property(prop, _transitive_step(facts, (prop, TYPE, TRANSITIVE)))


def _transitive_step(facts: Facts, axiom: Fact) -> Step:
    prop = axiom[0]

    def step(subject: int, value: int, fact: Fact) -> None:
        for further in facts.values(value, prop):
            facts.derive((subject, prop, further), "prp-trp", (axiom, fact, (value, prop, further)))
        for before in facts.holders(prop, subject):
            facts.derive((before, prop, value), "prp-trp", (axiom, (before, prop, subject), fact))

    return step


def _chains(facts: Facts, book: Rulebook) -> None:
    for axiom in facts.having(CHAIN):
        links = facts.members(axiom[2]) or []
        for place, link in enumerate(links):
            book.on_property(link, _chain_step(facts, axiom, links, place))


def _chain_step(facts: Facts, axiom: Fact, links: list[int], place: int) -> Step:
    """A triple that is link ``place`` of a chain: look for the links before and after it."""

    def step(subject: int, value: int, fact: Fact) -> None:
        endings = list(_walk(facts, value, links[place + 1 :], back=False))
        if not endings:
            return
        for start, before in _walk(facts, subject, links[:place][::-1], back=True):
            for end, after in endings:
                premises = (axiom, *before[::-1], fact, *after)
                facts.derive((start, axiom[0], end), "prp-spo2", premises)

    return step


def _walk(
    facts: Facts, node: int, links: list[int], *, back: bool
) -> Iterator[tuple[int, tuple[Fact, ...]]]:
    if not links:
        yield node, ()
        return
    for following in list(facts.holders(links[0], node) if back else facts.values(node, links[0])):
        fact = (following, links[0], node) if back else (node, links[0], following)
        for end, path in _walk(facts, following, links[1:], back=back):
            yield end, (fact, *path)


def _intersections(facts: Facts, book: Rulebook) -> None:
    for axiom in facts.having(INTERSECTION):
        parts = [part for part in facts.members(axiom[2]) or () if part != THING]
        step = _intersection_step(facts, axiom, parts)
        for part in parts:
            book.on_class(part, step)
            book.on_class(axiom[0], _member_step(facts, "cls-int2", axiom, part))


def _intersection_step(facts: Facts, axiom: Fact, parts: list[int]) -> Step:
    known = facts.reasons

    def step(subject: int, value: int, fact: Fact) -> None:  # noqa: ARG001
        premises = tuple((subject, TYPE, part) for part in parts)
        if all(premise in known for premise in premises):
            facts.derive((subject, TYPE, axiom[0]), "cls-int1", (axiom, *premises))

    return step


def _member_step(facts: Facts, rule: str, axiom: Fact, cls: int) -> Step:
    def step(subject: int, value: int, fact: Fact) -> None:  # noqa: ARG001
        facts.derive((subject, TYPE, cls), rule, (axiom, fact))

    return step


def _unions(facts: Facts, book: Rulebook) -> None:
    for axiom in facts.having(UNION):
        for part in facts.members(axiom[2]) or ():
            book.on_class(part, _member_step(facts, "cls-uni", axiom, axiom[0]))


def _enumerations(facts: Facts, book: Rulebook) -> None:  # noqa: ARG001
    for axiom in facts.having(ONE_OF):
        for member in facts.members(axiom[2]) or ():
            facts.derive((member, TYPE, axiom[0]), "cls-oo", (axiom,))


def _restrictions(facts: Facts, book: Rulebook) -> None:
    for kind, make in ((SOME, _some_values), (ALL, _all_values), (VALUE, _has_value)):
        for axiom in facts.having(kind):
            for prop in list(facts.values(axiom[0], ON_PROPERTY)):
                make(facts, book, axiom, (axiom[0], ON_PROPERTY, prop))


def _some_values(facts: Facts, book: Rulebook, some: Fact, on: Fact) -> None:
    cls, _, filler = some
    prop = on[2]

    def any_value(subject: int, value: int, fact: Fact) -> None:  # noqa: ARG001
        facts.derive((subject, TYPE, cls), "cls-svf2", (some, on, fact))

    def on_triple(subject: int, value: int, fact: Fact) -> None:
        member = (value, TYPE, filler)
        if member in facts.reasons:
            facts.derive((subject, TYPE, cls), "cls-svf1", (some, on, fact, member))

    def on_member(member: int, value: int, fact: Fact) -> None:  # noqa: ARG001
        for subject in facts.holders(prop, member):
            premises = (some, on, (subject, prop, member), fact)
            facts.derive((subject, TYPE, cls), "cls-svf1", premises)

    if filler == THING:
        book.on_property(prop, any_value)
    else:
        book.on_property(prop, on_triple)
        book.on_class(filler, on_member)


def _all_values(facts: Facts, book: Rulebook, every: Fact, on: Fact) -> None:
    cls, _, filler = every
    prop = on[2]

    def on_triple(subject: int, value: int, fact: Fact) -> None:
        member = (subject, TYPE, cls)
        if member in facts.reasons:
            facts.derive((value, TYPE, filler), "cls-avf", (every, on, member, fact))

    def on_member(subject: int, value: int, fact: Fact) -> None:  # noqa: ARG001
        for target in facts.values(subject, prop):
            premises = (every, on, fact, (subject, prop, target))
            facts.derive((target, TYPE, filler), "cls-avf", premises)

    book.on_property(prop, on_triple)
    book.on_class(cls, on_member)


def _has_value(facts: Facts, book: Rulebook, has: Fact, on: Fact) -> None:
    cls, _, wanted = has
    prop = on[2]

    def on_member(subject: int, value: int, fact: Fact) -> None:  # noqa: ARG001
        facts.derive((subject, prop, wanted), "cls-hv1", (has, on, fact))

    def on_triple(subject: int, value: int, fact: Fact) -> None:
        if value == wanted:
            facts.derive((subject, TYPE, cls), "cls-hv2", (has, on, fact))

    book.on_class(cls, on_member)
    book.on_property(prop, on_triple)
