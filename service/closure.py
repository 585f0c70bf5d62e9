"""Compares our conclusions with those of owlrl, the oracle for OWL 2 RL.

owlrl concludes more than we write down. What it alone has is sorted out by kind, each
left out on purpose (see ``service.reasoning``); anything else is a difference, and so is
whatever we alone have. Slow: about a second for a thousand triples. Must not know files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

import owlrl
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, Node

from service.facts import Triple
from service.reasoning import Closure
from service.terms import nt_triple

_Nodes: TypeAlias = tuple[Node, Node, Node]

_REFLEXIVE: Final = {
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    OWL.equivalentClass,
    OWL.equivalentProperty,
}
_ABOUT_CLASSES: Final = {RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range}
_LANGUAGE: Final = tuple(str(space) for space in (RDF, RDFS, OWL, XSD))

# kind -> which triples of owlrl's are of it
LEFT_OUT: Final[dict[str, Callable[[_Nodes], bool]]] = {
    "a literal as subject": lambda t: isinstance(t[0], Literal),
    "owl:sameAs": lambda t: t[1] == OWL.sameAs,
    "below or equal to itself": lambda t: t[0] == t[2] and t[1] in _REFLEXIVE,
    "about all things": lambda t: t[1] in _ABOUT_CLASSES and t[2] in {OWL.Thing, RDFS.Resource},
    "owl:Nothing below a class": lambda t: t[0] == OWL.Nothing and t[1] == RDFS.subClassOf,
    "a term of RDF, RDFS, OWL or XSD itself": lambda t: str(t[0]).startswith(_LANGUAGE),
}


class Difference(NamedTuple):
    """A triple that only one of the two concludes.

    Attributes:
        ours: whether we conclude it and owlrl does not.
        triple: terms as N-Triples texts.
    """

    ours: bool
    triple: Triple


def differences(stated: Iterable[_Nodes], closure: Closure) -> list[Difference]:
    """Let owlrl draw its conclusions and compare.

    Args:
        stated: the triples that ``closure`` was made from, with those that it was given.
        closure: our conclusions.

    Returns:
        The differences, sorted; empty if the two agree.
    """
    oracle = Graph(bind_namespaces="none")
    for triple in stated:
        oracle.add(triple)
    before = set(oracle)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(oracle)
    kinds = LEFT_OUT.values()
    theirs = {
        nt_triple(triple)
        for triple in oracle
        if triple not in before and not any(kind(triple) for kind in kinds)
    }
    # owlrl drops triples without an IRI as predicate, such as those of [owl:inverseOf ex:p]
    given = set(map(nt_triple, before))
    ours = {found.triple for found in closure.derivations() if found.triple[1].startswith("<")}
    ours -= given
    return sorted(
        [
            *(Difference(True, triple) for triple in ours - theirs),
            *(Difference(False, triple) for triple in theirs - ours),
        ]
    )
