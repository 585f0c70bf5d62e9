"""The lean graph says what rdflib's own graph says, whatever was added and removed."""

from __future__ import annotations

import itertools
import random

from rdflib import Graph, Literal, Node, URIRef

from service.lean_graph import LeanGraph

SUBJECTS = [URIRef(f"http://e/s{n}") for n in range(5)]
PREDICATES = [URIRef(f"http://e/p{n}") for n in range(3)]
VALUES: list[Node] = [*SUBJECTS[:2], Literal("1"), Literal(1), Literal("a", lang="ja")]
ALL = list(itertools.product(SUBJECTS, PREDICATES, VALUES))


def _pair(chance: random.Random) -> tuple[LeanGraph, Graph]:
    lean, plain = LeanGraph(chance.choices(ALL, k=20)), Graph()
    for triple in lean:
        plain.add(triple)
    for triple in chance.choices(ALL, k=20):
        lean.add(triple)
        plain.add(triple)
    for triple in chance.choices(ALL, k=25):
        lean.remove(triple)
        plain.remove(triple)
    return lean, plain


def test_every_pattern_has_the_same_answer_as_in_rdflibs_own_graph() -> None:
    chance = random.Random(7)  # noqa: S311  no secret
    asked = 0
    for _ in range(20):
        lean, plain = _pair(chance)
        assert len(lean) == len(plain)
        for pattern in itertools.product(
            [None, *SUBJECTS], [None, *PREDICATES], [None, *VALUES, Literal("nowhere")]
        ):
            assert sorted(lean.triples(pattern)) == sorted(plain.triples(pattern)), pattern
            asked += 1
    assert asked == 20 * 6 * 4 * 7


def test_removing_by_pattern_leaves_nothing_behind() -> None:
    lean = LeanGraph(ALL)
    lean.remove((SUBJECTS[0], None, None))
    assert len(lean) == len(ALL) * 4 // 5
    assert set(lean.subjects()) == set(SUBJECTS[1:])
    lean.remove((None, None, None))
    assert not len(lean)
    assert list(lean) == []
