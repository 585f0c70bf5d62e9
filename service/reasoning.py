"""What follows from the stated triples, each conclusion with one derivation.

Standard: OWL 2 Profiles, section 4.3 (OWL 2 RL/RDF rules). Every conclusion remembers the
rule and the premises that first gave it; a premise is stated or was concluded earlier, so
that following premises always ends at stated triples. Members of lists (a chain's links,
a union's classes) are not repeated among the premises: the list's axiom names the list.

Left out, and why:

- eq-ref, scm-cls, scm-op, scm-dp, cls-thing, cls-nothing1, prp-ap, and any rdf:type
  owl:Thing or rdfs:Resource: true of everything, so they tell nobody anything;
- eq-sym, eq-trans, eq-rep-s/p/o: nothing states owl:sameAs (it is refused), and what
  would conclude it is reported as a contradiction (see ``service.consistency``);
- dt-type1, dt-type2, dt-eq, dt-diff: literals are no subjects in RDF; dt-not-type is
  checked where files are read (``service.canonical``);
- axioms that put a class above or equal to owl:Thing.

Must not know files, named graphs or how a derivation is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from service.consistency import contradictions
from service.facts import TYPE, Facts, Triple, is_schema
from service.rules import Rulebook, make_rules
from service.schema_rules import close_schema

_ENOUGH_CONFLICTS: Final = 20


class Derivation(NamedTuple):
    """A conclusion and where it comes from; terms are N-Triples texts.

    Attributes:
        triple: the conclusion.
        rule: name of the rule, as in the standard.
        premises: the triples that it follows from.
    """

    triple: Triple
    rule: str
    premises: tuple[Triple, ...]


class Conflict(NamedTuple):
    """Triples that contradict each other.

    Attributes:
        rule: name of the rule that says so.
        premises: the triples, stated or concluded.
    """

    rule: str
    premises: tuple[Triple, ...]


class Closure:
    """The stated triples and all that follows.

    Args:
        facts: after all rules have run.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.conflicts: tuple[Conflict, ...] = tuple(
            Conflict(found.rule, tuple(map(facts.text, found.premises)))
            for found in islice(contradictions(facts), _ENOUGH_CONFLICTS)
        )

    def derivations(self) -> Iterator[Derivation]:
        """Yield every conclusion, premises always before what follows from them."""
        text = self._facts.text
        for fact, reason in self._facts.reasons.items():
            if reason is not None:
                yield Derivation(text(fact), reason[0], tuple(map(text, reason[1])))

    def derivation(self, triple: Triple) -> Derivation | None:
        """Return the derivation of one triple.

        Args:
            triple: terms as N-Triples texts.

        Returns:
            None for a stated triple and for one that does not follow.
        """
        fact = self._facts.fact(triple)
        reason = self._facts.reasons.get(fact) if fact else None
        if reason is None:
            return None
        return Derivation(triple, reason[0], tuple(map(self._facts.text, reason[1])))

    def support(self, triple: Triple) -> list[Triple]:
        """Follow premises down to what is stated.

        Args:
            triple: a stated or concluded triple.

        Returns:
            The stated triples that it rests on, each once, in the order of the premises.
        """
        found: dict[Triple, None] = {}
        seen: set[Triple] = set()
        waiting = [triple]
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            step = self.derivation(one)
            if step is None:
                found[one] = None
            else:
                waiting.extend(reversed(step.premises))
        return list(found)


def reason(triples: Iterable[Triple], given: Iterable[Derivation] = ()) -> Closure:
    """Draw every conclusion.

    Args:
        triples: what is stated, ontology and data together; terms as N-Triples texts,
            blank nodes named alike across files only where they are the same node.
        given: what other rules have concluded from these triples; ours go on from there.

    Returns:
        The closure with its conflicts; the same for the same triples in any order.
    """
    facts = Facts(triples)
    for found in given:
        facts.give(*found)
    while True:
        close_schema(facts)
        known = len(facts.reasons)
        book = make_rules(facts)
        _apply(facts, book)
        if not any(map(is_schema, islice(facts.reasons, known, None))):
            return Closure(facts)


def _apply(facts: Facts, book: Rulebook) -> None:
    """Let each triple set off its steps, first come first served (semi-naive evaluation)."""
    queue = facts.queue = list(facts.reasons)
    on_property, on_class = book.by_predicate, book.by_class
    nothing: tuple[()] = ()
    # the list grows while it is read: conclusions queue up behind what is there
    for fact in queue:
        subject, predicate, value = fact
        for step in on_property.get(predicate, nothing):
            step(subject, value, fact)
        if predicate == TYPE:
            for step in on_class.get(value, nothing):
                step(subject, value, fact)
