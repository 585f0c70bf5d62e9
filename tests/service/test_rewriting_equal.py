"""Rewritten queries answer as the ones they are made from: generated ones and the stored ones.

Compared with the engine itself on the query as sent, and with RDFLib, which shares no code with
it. Answers are compared as multisets of rows, with their columns.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from service import engine_work, guard, rewriting, tokens
from service.build_folder import DATASET
from service.config import PROJECT
from tests.queries import reading
from tests.service import rewriting_cases
from tests.service.rewriting_cases import Maker

CASES = 5000
INDEPENDENT = 700
STORED = sorted((PROJECT / "queries").glob("*/*.rq"))
Answer = bool | tuple[list[str], Counter[tuple[str, ...]]]
Row = frozenset[tuple[str, str]]


def rewritten(text: str) -> rewriting.Rewriting:
    return rewriting.rewrite(text, guard.check(text))


def ask(store: ox.Store, text: str, *, union: bool = False) -> Answer:
    """Return the answer with its columns."""
    found = store.query(text, use_default_graph_as_union=union)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    assert isinstance(found, ox.QuerySolutions)
    rows = Counter(tuple(str(term) for term in row) for row in found)
    return [variable.value for variable in found.variables], rows


def is_valid(text: str) -> bool:
    try:
        ox.Store().query(text)
    except SyntaxError:
        return False
    return True


def test_generated_queries_answer_the_same() -> None:
    rules: Counter[str] = Counter()
    compared = filled = 0
    for number in range(CASES):
        text = Maker(number).query()
        result = rewritten(text)
        if not result.steps or not is_valid(text):
            continue
        store = ox.Store()
        store.extend(rewriting_cases.quads(number))
        expected = ask(store, text)
        assert ask(store, result.text) == expected, (number, text, result.text)
        compared += 1
        filled += expected is True or (not isinstance(expected, bool) and bool(expected[1]))
        rules.update({step.rule for step in result.steps})
    assert compared > CASES * 2 / 5
    assert filled > compared * 2 / 5
    assert len(rules) == 7
    assert min(rules.values()) > CASES / 30


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_an_independent_engine_answers_the_same() -> None:
    """RDFLib is asked the query as sent; what it is known to get wrong is not generated."""
    compared = 0
    for number in range(INDEPENDENT):
        text = Maker(number, plain=True).query()
        result = rewritten(text)
        if not result.steps or not is_valid(text):
            continue
        store = ox.Store()
        store.extend(rewriting_cases.quads(number))
        found = store.query(result.text)
        expected = _independent(number, text)
        assert _rows(found) == expected, (number, text, result.text)
        compared += 1
    assert compared > INDEPENDENT * 2 / 5


def _rows(found: object) -> bool | Counter[Row]:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return Counter(
        frozenset((name, term.value) for name in names if (term := row[name]) is not None)
        for row in found
    )


def _independent(number: int, text: str) -> bool | Counter[Row]:
    dataset = rdflib.Dataset()
    for quad in rewriting_cases.quads(number):
        name = quad.graph_name
        graph = dataset.default_graph
        if isinstance(name, ox.NamedNode):
            graph = dataset.graph(rdflib.URIRef(name.value))
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    found = dataset.query(text)
    if found.type == "ASK":
        return bool(found.askAnswer)
    return Counter(
        frozenset((str(name), str(term)) for name, term in row.items()) for row in found.bindings
    )


def _term(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, ox.Literal)
    return rdflib.Literal(int(term.value))


@pytest.mark.slow
@pytest.mark.parametrize("path", STORED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_stored_queries_answer_the_same(path: Path, store: ox.Store) -> None:
    text = reading.with_examples(path.read_text(encoding="utf-8"))
    assert ask(store, rewritten(text).text, union=True) == ask(store, text, union=True)


def test_stored_queries_that_name_no_graph_need_none(built: Path) -> None:
    """The store without graphs gives them the rows that the whole one does."""
    whole = engine_work.load(built / DATASET, union=True)
    merged = engine_work.load_merged(built / DATASET)
    assert len(merged) < len(whole)
    asked = 0
    for path in STORED:
        text = reading.with_examples(path.read_text(encoding="utf-8"))
        if {"GRAPH", "FROM"} & {token.upper for token in tokens.read(text)}:
            continue
        asked += 1
        run = rewritten(text).text
        assert ask(merged, run) == ask(whole, run), path
    assert asked > len(STORED) / 2


def test_stored_queries_are_there() -> None:
    assert len(STORED) >= 39
