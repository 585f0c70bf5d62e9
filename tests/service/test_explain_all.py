"""Every conclusion of the real build: explained down to what is stated, and replayed.

Nothing here knows which rules or chains there are: a new axiom is covered when it is written.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph

from service import own_rules
from service.build_folder import DATASET, INDEX, PREMISES
from service.explain import Explanation, explain, members
from service.explain_index import Index, open_index
from service.explain_terms import node
from service.explain_words import Words
from service.facts import Triple
from service.namespaces import INFERRED_GRAPH
from service.reasoning import Derivation, reason
from service.terms import nt_triple
from tests.service.rl_rules import ALL_RULES, follows

LIMIT = 0.05  # seconds of work for one explanation


@pytest.fixture(scope="module")
def index(built: Path) -> Iterator[Index]:
    with open_index(built / INDEX) as index:
        yield index


@pytest.fixture(scope="module")
def steps(built: Path) -> list[Derivation]:
    """What the build wrote down, from the file that people may read too."""
    found = []
    with (built / PREMISES).open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            premises = tuple(_triple(premise) for premise in row["p"])
            found.append(Derivation(_triple(row["t"]), row["r"], premises))
    return found


def _triple(terms: list[str]) -> Triple:
    s, p, o = terms
    return (s, p, o)


def test_the_index_is_the_list_of_premises(index: Index, steps: list[Derivation]) -> None:
    assert len(steps) > 50_000
    assert sorted(index.conclusions()) == sorted(step.triple for step in steps)
    for step in steps:
        assert index.step(step.triple) == (step.rule, step.premises)


def test_every_inferred_triple_of_the_dataset_is_in_it(
    built: Path, steps: list[Derivation]
) -> None:
    end = f" <{INFERRED_GRAPH}> .\n"
    with (built / DATASET).open(encoding="utf-8") as lines:
        inferred = {line.removesuffix(end) for line in lines if line.endswith(end)}
    named = [step.triple for step in steps if not any(t.startswith("_:") for t in step.triple)]
    assert inferred == {" ".join(triple) for triple in named}
    assert len(inferred) == len(named) > 50_000


def test_no_premise_dangles_and_none_stands_on_itself(
    index: Index, steps: list[Derivation]
) -> None:
    """Take away what rests on solid ground, again and again, until nothing is left."""
    concluded = {step.triple for step in steps}
    premises = {premise for step in steps for premise in step.premises}
    stated = {premise for premise in premises - concluded if index.graphs(premise)}
    assert premises - concluded == stated
    waiting = {step.triple: set(step.premises) - stated for step in steps}
    above: dict[Triple, list[Triple]] = {}
    for conclusion, missing in waiting.items():
        for premise in missing:
            above.setdefault(premise, []).append(conclusion)
    solid = [conclusion for conclusion, missing in waiting.items() if not missing]
    for triple in solid:
        for conclusion in above.get(triple, ()):
            waiting[conclusion].discard(triple)
            if not waiting[conclusion]:
                solid.append(conclusion)
    assert len(solid) == len(steps)


def _lists(index: Index, premises: tuple[Triple, ...]) -> list[Triple]:
    """The lists that premises name; an axiom stands for the list with it."""
    heads = {premise[2] for premise in premises if premise[2].startswith("_:")}
    return [cell for head in sorted(heads) for cell in members(index, head)]


def test_every_step_replays_from_its_premises_alone(index: Index, steps: list[Derivation]) -> None:
    """By the checker, which shares nothing with the reasoner, and by the reasoner itself."""
    replayed = Counter(step.rule for step in steps)
    for step in steps:
        if step.rule in own_rules.RULES:
            assert _replays_ours(step), step
            continue
        lists = _lists(index, step.premises)
        assert follows(step, lists), step
        again = reason([*step.premises, *lists])
        assert any(found.triple == step.triple for found in again.derivations()), step
    assert set(replayed) <= ALL_RULES | set(own_rules.RULES)
    assert replayed.total() == len(steps) > 50_000
    assert len(replayed) >= 14


def _replays_ours(step: Derivation) -> bool:
    graph = Graph(bind_namespaces="none")
    for s, p, o in step.premises:
        graph.add((node(s), node(p), node(o)))
    found = own_rules.conclude([graph])
    return any(nt_triple(one.triple) == step.triple and one.rule == step.rule for one in found)


def _grounded(explanation: Explanation) -> bool:
    """Whether every triple leads to stated ones within the explanation."""
    solid: set[Triple] = set()
    while True:
        before = len(solid)
        for triple, origin in explanation.origins.items():
            if origin.graphs or solid.issuperset(origin.premises):
                solid.add(triple)
        if len(solid) == before:
            return len(solid) == len(explanation.origins)


@pytest.mark.slow
def test_every_conclusion_is_explained_down_to_stated_triples(
    index: Index, steps: list[Derivation], capsys: pytest.CaptureFixture[str]
) -> None:
    words = Words(index, "ja")
    times: list[tuple[float, Triple]] = []
    told = 0
    began = time.process_time()
    for step in steps:
        start = time.process_time()
        found = explain(index, step.triple)
        times.append((time.process_time() - start, step.triple))
        assert found is not None
        assert found.whole, step
        assert _grounded(found), step
        told += len(words.step(found.origins[step.triple])) > 0
    taken = time.process_time() - began
    assert told == len(steps)
    slowest = [triple for _, triple in sorted(times)[-20:]]
    assert max(min(_work(index, triple) for _ in range(3)) for triple in slowest) <= LIMIT
    with capsys.disabled():
        alone = sum(seconds for seconds, _ in times)
        print(
            f"\n{len(steps):,} conclusions explained in {taken:.1f} s ({alone:.1f} s without words)"
        )


def _work(index: Index, triple: Triple) -> float:
    """Explain in words, with names not looked up before."""
    start = time.process_time()
    found = explain(index, triple)
    assert found is not None
    Words(index, "ja").items(found)
    return time.process_time() - start


def test_rules_of_the_real_build_have_names(index: Index, steps: list[Derivation]) -> None:
    for language in ("ja", "en"):
        words = Words(index, language)
        for rule in sorted({step.rule for step in steps}):
            iri = f"<https://w3id.org/dxplan/id/rule/{rule}>"
            assert index.knows(iri), rule
            assert rule not in words.name(iri)
