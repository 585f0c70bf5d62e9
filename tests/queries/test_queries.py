"""Every stored query gives the answer that was worked out by hand from the sources.

A query is ``queries/<path>.rq``; its answer is ``tests/queries/<path>.tsv``: lines with ``#``
that say how it was worked out, then SPARQL 1.1 TSV, so that language and datatype show. A query
with parameters is answered for the example that its header gives for each.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
from rdflib import RDF, Graph, URIRef

from service.config import PROJECT
from service.namespaces import BASE, DXP, ID
from tests import vocabularies
from tests.queries import reading

QUERIES: Final = PROJECT / "queries"
ANSWERS: Final = Path(__file__).parent
NAMES: Final = sorted(str(path.relative_to(QUERIES))[:-3] for path in QUERIES.rglob("*.rq"))
# Which of them have an answer; all must, but one test is enough to say so.
CHECKED: Final = [name for name in NAMES if (ANSWERS / f"{name}.tsv").exists()]
QUESTIONS: Final = range(1, 41)  # the numbered competency questions
ANSWERED: Final = set(QUESTIONS)  # all of them
LANGUAGES: Final = {"ja", "en"}


def _text(name: str) -> str:
    return (QUERIES / f"{name}.rq").read_text(encoding="utf-8")


def _ask(store: pyoxigraph.Store, query: str) -> reading.Table:
    bound = reading.with_examples(query)
    return reading.table(store.query(bound, use_default_graph_as_union=True))


# --- the set of files ---------------------------------------------------------------------


def test_every_query_has_an_answer_and_vice_versa() -> None:
    answers = sorted(str(path.relative_to(ANSWERS))[:-4] for path in ANSWERS.rglob("*.tsv"))
    assert answers == NAMES
    assert len(NAMES) >= len(ANSWERED)


def test_competency_questions_with_and_without_a_query() -> None:
    answered = {
        number for name in NAMES for number in reading.header(_text(name)).get("competency", [])
    }
    assert sorted(answered - set(QUESTIONS)) == [], "no such question"
    assert sorted(ANSWERED - answered) == [], "these questions lost their query"
    # When a question gets its first query, it belongs into ANSWERED, and stays answered.
    assert sorted(answered - ANSWERED) == [], "add these to ANSWERED"


@pytest.mark.parametrize("name", CHECKED)
def test_answer_says_how_it_was_worked_out(name: str) -> None:
    first, *_ = (ANSWERS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    assert first.startswith("# ")
    assert len(first) > 20


# --- the answers --------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHECKED)
def test_answer_is_the_expected_one(store: pyoxigraph.Store, name: str) -> None:
    columns, rows = _ask(store, _text(name))
    text = (ANSWERS / f"{name}.tsv").read_text(encoding="utf-8")
    expected_columns, expected = reading.answer(text)
    assert columns == expected_columns
    assert [row for row in expected if row not in rows] == [], "missing"
    assert [row for row in rows if row not in expected] == [], "not expected"
    assert rows == expected, "another order, or another number of equal rows"
    assert rows, "a query without an answer says nothing"


@pytest.mark.parametrize("name", NAMES)
def test_order_is_total(store: pyoxigraph.Store, name: str) -> None:
    query = _text(name)
    keys = reading.order_keys(query)
    assert keys, "no ORDER BY"
    columns, _ = _ask(store, query)
    hidden = [key for key in keys if key not in columns]
    assert reading.ties(_ask(store, reading.with_columns(query, hidden)), keys) == []


# --- header and names ---------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_header(store: pyoxigraph.Store, name: str) -> None:
    header = reading.header(_text(name))
    assert set(header["title"]) == LANGUAGES
    assert set(header["question"]) == LANGUAGES
    assert all(len(header["question"][language]) > 5 for language in LANGUAGES)
    assert tuple(header["columns"]) == _ask(store, _text(name))[0]


@pytest.mark.parametrize("name", NAMES)
def test_file_is_plain(name: str) -> None:
    assert re.fullmatch(r"[a-z]+/[a-z]+(-[a-z0-9]+)*", name), "folder/what-it-answers"
    text = _text(name)
    assert text.startswith("#+")
    assert not re.search(r"(?i)\bselect\s+(distinct\s+)?\*", text), "name the columns"


@pytest.mark.parametrize("name", NAMES)
def test_names_in_query_exist(ontology: Graph, store: pyoxigraph.Store, name: str) -> None:
    names = sorted(reading.names(_text(name)))
    assert names
    assert [iri for iri in names if not _exists(iri, ontology, store)] == []


def _exists(iri: str, ontology: Graph, store: pyoxigraph.Store) -> bool:
    if iri.startswith(str(DXP)):
        return (URIRef(iri), RDF.type, None) in ontology
    if iri.startswith(str(ID)):
        return any(store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None, None))
    if iri.startswith(f"{BASE}graph/"):
        return store.contains_named_graph(pyoxigraph.NamedNode(iri))
    return iri.startswith(BASE) or vocabularies.exists(iri)
