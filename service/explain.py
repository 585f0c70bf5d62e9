"""Why a triple is in the graph: stated, judged by us, or drawn by a rule from other triples.

An explanation is a set of triples with what each rests on, from the triple asked about down
to what is stated. It is no tree: two conclusions may share a premise, which is explained
once. A triple can be stated and concluded at the same time; then both are told.
Must not know how an explanation is shown or where the index lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS

from service.explain_index import Index
from service.facts import Triple
from service.namespaces import (
    DXP,
    ID,
    MAPPINGS_GRAPH,
    ONTOLOGY_GRAPH,
    SCHEMES_GRAPH,
)
from service.sources import parse_place
from service.terms import nt

Basis = Literal["declared", "curated", "defined"]

DEEPEST: Final = 100
_DEFINING: Final = frozenset({str(ONTOLOGY_GRAPH), str(SCHEMES_GRAPH)})
_CURATED: Final = nt(ID["link-basis/curated"])
_BASIS: Final = nt(DXP.linkBasis)
_PLACE: Final = nt(PROV.wasDerivedFrom)
_ENDS: Final = tuple(
    nt(end) for end in (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
)
_NO_GROUND: Final = frozenset({nt(RDF.type), nt(RDFS.label), _BASIS, *_ENDS})
# what a record of our own says about why, by whom and how sure
_GROUNDS: Final = tuple(
    nt(term)
    for term in (
        DXP.justification,
        DXP.confidence,
        PROV.wasAttributedTo,
        DCTERMS.creator,
        DCTERMS.created,
    )
)
_LIST: Final = (nt(RDF.first), nt(RDF.rest))


@dataclass(frozen=True)
class Ground:
    """What this project gives as the ground of a triple that it judged.

    Attributes:
        node: the record that says so.
        facts: predicates and objects, the justification first.
    """

    node: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Origin:
    """Where one triple comes from.

    Attributes:
        triple: the triple.
        graphs: named graphs that state it.
        basis: what a stated triple rests on; None for one that is only concluded.
        places: the lines that the statement cites, as IRIs in N-Triples.
        value_places: for a mapping, the lines that its object cites.
        grounds: why, for a triple that we judged.
        rule: the rule that concludes it, or None.
        premises: what the rule concludes it from.
    """

    triple: Triple
    graphs: tuple[str, ...]
    basis: Basis | None
    places: tuple[str, ...]
    value_places: tuple[str, ...]
    grounds: tuple[Ground, ...]
    rule: str | None
    premises: tuple[Triple, ...]


@dataclass(frozen=True)
class Explanation:
    """A triple and everything it rests on.

    Attributes:
        triple: the triple asked about.
        origins: it and its premises, nearest first; premises beyond the depth are missing.
    """

    triple: Triple
    origins: dict[Triple, Origin]

    @property
    def whole(self) -> bool:
        """Whether all premises are there."""
        wanted = chain.from_iterable(origin.premises for origin in self.origins.values())
        return all(premise in self.origins for premise in wanted)


def explain(index: Index, triple: Triple, depth: int = DEEPEST) -> Explanation | None:
    """Follow premises down to what is stated.

    Args:
        index: where triples come from.
        triple: the triple, terms as N-Triples texts.
        depth: how many steps to follow; 0 tells the triple alone.

    Returns:
        The explanation; None if the triple is neither stated nor concluded.
    """
    root = origin(index, triple)
    if root is None:
        return None
    origins = {triple: root}
    level = [root]
    for _ in range(depth):
        further = dict.fromkeys(chain.from_iterable(found.premises for found in level))
        level = [_premise(index, one) for one in further if one not in origins]
        if not level:
            break
        origins |= {found.triple: found for found in level}
    return Explanation(triple, origins)


def _premise(index: Index, triple: Triple) -> Origin:
    found = origin(index, triple)
    assert found is not None, triple  # noqa: S101  a build writes no premise without its origin
    return found


def origin(index: Index, triple: Triple) -> Origin | None:
    """Tell where one triple comes from.

    Args:
        index: where triples come from.
        triple: the triple.

    Returns:
        Its origin; None if it is neither stated nor concluded.
    """
    graphs = index.graphs(triple)
    step = index.step(triple)
    if not graphs and step is None:
        return None
    rule, premises = step or (None, ())
    if not graphs:
        return Origin(triple, (), None, (), (), (), rule, premises)
    mapped = _mappings(index, triple)
    grounds = mapped or _own_ground(index, triple[0])
    basis = _basis(graphs, curated=bool(grounds))
    places = _places(index, triple[0])
    value_places = _places(index, triple[2]) if mapped else ()
    return Origin(triple, graphs, basis, places, value_places, grounds, rule, premises)


def _places(index: Index, subject: str) -> tuple[str, ...]:
    def order(term: str) -> tuple[str, int, int, str]:
        place = parse_place(term[1:-1])
        return (place.source, place.first, place.last, term) if place else ("", 0, 0, term)

    return tuple(sorted(index.values(subject, _PLACE), key=order))


def _basis(graphs: tuple[str, ...], *, curated: bool) -> Basis:
    if curated or str(MAPPINGS_GRAPH) in graphs:
        return "curated"
    return "defined" if _DEFINING.issuperset(graphs) else "declared"


def _mappings(index: Index, triple: Triple) -> tuple[Ground, ...]:
    """Find the mappings (owl:Axiom, sssom:Mapping) that annotate a triple."""
    source, *others = zip(_ENDS, triple, strict=True)
    return tuple(
        Ground(name, _ordered(fact for fact in index.about(name) if fact[0] not in _NO_GROUND))
        for name in index.holders(*source)
        if all(index.graphs((name, end, term)) for end, term in others)
    )


def _own_ground(index: Index, subject: str) -> tuple[Ground, ...]:
    """Find the ground in a record that is our judgement as a whole, such as a correspondence."""
    if _CURATED not in index.values(subject, _BASIS):
        return ()
    return (Ground(subject, _ordered(f for f in index.about(subject) if f[0] in _GROUNDS)),)


def _ordered(facts: Iterator[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    def order(fact: tuple[str, str]) -> tuple[int, str, str]:
        known = _GROUNDS.index(fact[0]) if fact[0] in _GROUNDS else len(_GROUNDS)
        return (known, *fact)

    return tuple(sorted(facts, key=order))


def members(index: Index, head: str) -> list[Triple]:
    """Return the triples that make up a list (RDF 1.1 Schema, section 5.2).

    Args:
        index: where triples come from.
        head: the first cell.

    Returns:
        Its cells in order, two triples each; empty if the term begins no list.
    """
    found: list[Triple] = []
    seen: set[str] = set()
    cell = head
    while cell not in seen and cell != nt(RDF.nil):
        seen.add(cell)
        rest = index.values(cell, _LIST[1])
        found += [(cell, _LIST[0], first) for first in index.values(cell, _LIST[0])]
        found += [(cell, _LIST[1], after) for after in rest]
        cell = rest[0] if rest else nt(RDF.nil)
    return found


def unknown_terms(index: Index, triple: Triple) -> tuple[str, ...]:
    """Return the terms of a triple that occur nowhere in the graph."""
    return tuple(term for term in triple if not index.knows(term))
