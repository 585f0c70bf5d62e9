"""Rules among axioms: what follows for classes and properties whatever the data says.

Standard: OWL 2 Profiles, section 4.3, table 9 (scm-…). Must not know individuals.
Where a rule asks for one class below another, a class counts as below itself and below
owl:Thing, although those triples are never written down (scm-cls, scm-op, scm-dp).
"""

from __future__ import annotations

from service.facts import (
    ALL,
    DOMAIN,
    EQUAL_CLASS,
    EQUAL_PROPERTY,
    INTERSECTION,
    ON_PROPERTY,
    RANGE,
    SOME,
    SUB_CLASS,
    SUB_PROPERTY,
    THING,
    UNION,
    VALUE,
    Fact,
    Facts,
)


def close_schema(facts: Facts) -> None:
    """Apply the rules until nothing new follows.

    Args:
        facts: read and added to.
    """
    known = -1
    while known != len(facts.reasons):
        known = len(facts.reasons)
        _hierarchy(facts, SUB_CLASS, EQUAL_CLASS, ("scm-sco", "scm-eqc1", "scm-eqc2"))
        _hierarchy(facts, SUB_PROPERTY, EQUAL_PROPERTY, ("scm-spo", "scm-eqp1", "scm-eqp2"))
        _reach(facts, DOMAIN, ("scm-dom1", "scm-dom2"))
        _reach(facts, RANGE, ("scm-rng1", "scm-rng2"))
        _parts(facts)
        _restrictions(facts)


def _hierarchy(facts: Facts, below: int, equal: int, rules: tuple[str, str, str]) -> None:
    transitive, apart, together = rules
    for axiom in facts.having(equal):
        one, _, other = axiom
        facts.derive((one, below, other), apart, (axiom,))
        facts.derive((other, below, one), apart, (axiom,))
    for lower in facts.having(below):
        one, _, middle = lower
        for other in list(facts.values(middle, below)):
            facts.derive((one, below, other), transitive, (lower, (middle, below, other)))
        back = (middle, below, one)
        if back in facts.reasons:
            facts.derive((one, equal, middle), together, (lower, back))


def _reach(facts: Facts, kind: int, rules: tuple[str, str]) -> None:
    """Widen domains and ranges: to super-classes, and to sub-properties."""
    for axiom in facts.having(kind):
        prop, _, cls = axiom
        for wider in list(facts.values(cls, SUB_CLASS)):
            facts.derive((prop, kind, wider), rules[0], (axiom, (cls, SUB_CLASS, wider)))
        for narrower in list(facts.holders(SUB_PROPERTY, prop)):
            premises = (axiom, (narrower, SUB_PROPERTY, prop))
            facts.derive((narrower, kind, cls), rules[1], premises)


def _parts(facts: Facts) -> None:
    for axiom in facts.having(INTERSECTION):
        for part in facts.members(axiom[2]) or ():
            facts.derive((axiom[0], SUB_CLASS, part), "scm-int", (axiom,))
    for axiom in facts.having(UNION):
        for part in facts.members(axiom[2]) or ():
            facts.derive((part, SUB_CLASS, axiom[0]), "scm-uni", (axiom,))


def _restrictions(facts: Facts) -> None:
    """Compare restrictions of one kind with each other."""
    for kind, by_filler, by_property in (
        (SOME, "scm-svf1", "scm-svf2"),
        (ALL, "scm-avf1", "scm-avf2"),
        (VALUE, None, "scm-hv"),
    ):
        found = [
            (axiom, (axiom[0], ON_PROPERTY, prop))
            for axiom in facts.having(kind)
            for prop in facts.values(axiom[0], ON_PROPERTY)
        ]
        for one in found:
            for other in found:
                if one[0][0] != other[0][0]:
                    _compare(facts, one, other, (by_filler, by_property))


def _compare(
    facts: Facts,
    one: tuple[Fact, Fact],
    other: tuple[Fact, Fact],
    rules: tuple[str | None, str],
) -> None:
    (lower, kind, filler), (_, _, prop) = one
    (upper, _, other_filler), (_, _, other_prop) = other
    by_filler, by_property = rules
    if by_filler and prop == other_prop:
        link = _below(facts, SUB_CLASS, filler, other_filler)
        if link is not None:
            facts.derive((lower, SUB_CLASS, upper), by_filler, (*one, *other, *link))
    elif filler == other_filler:
        link = _below(facts, SUB_PROPERTY, prop, other_prop)
        if link is not None:
            # "all values" turns round: whoever passes for the wider property passes here
            ends = (upper, SUB_CLASS, lower) if kind == ALL else (lower, SUB_CLASS, upper)
            facts.derive(ends, by_property, (*one, *other, *link))


def _below(facts: Facts, kind: int, lower: int, upper: int) -> tuple[Fact, ...] | None:
    """Return the premise that one stands below the other: empty if it goes without saying."""
    if lower == upper or (kind == SUB_CLASS and upper == THING):
        return ()
    link = (lower, kind, upper)
    return (link,) if link in facts.reasons else None
