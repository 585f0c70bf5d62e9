"""The W3C SPARQL 1.1 and 1.0 query tests through the HTTP front, in all three request forms.

What fails is listed in ``known-failures.tsv``, each with its reason; a test that fails and is
not listed, and one that is listed and passes, are both errors.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service import create_app
from service.engine import Answer, Query
from service.engine_direct import DirectEngine
from tests.service.serving import settings
from tests.w3c import manifests, results
from tests.w3c.manifests import EVALUATION, NEGATIVE, Case

JSON = "application/sparql-results+json"
ACCEPT = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".srx": "application/sparql-results+xml",
}
CASES = manifests.cases()
QUERIES = [case for case in CASES if not case.federated]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES, reason=f"the W3C tests are not there: {manifests.SUITE}"),
]


def known_failures() -> dict[str, str]:
    """Names of the tests that fail, with the reasons."""
    with Path(__file__).with_name("known-failures.tsv").open(encoding="utf-8", newline="") as file:
        return {row["test"]: row["reason"] for row in csv.DictReader(file, delimiter="\t")}


KNOWN = known_failures()


class PlacedEngine(DirectEngine):
    """An engine that takes relative IRIs to be relative to the test's file."""

    base = ""

    def query(self, query: Query) -> Answer:
        return super().query(replace(query, base=self.base))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application; each test gives it an engine with a store of its own."""
    app = create_app(settings(tmp_path_factory.mktemp("var"), timeout="10"))
    yield app
    app.extensions["dxplan-engine"].close()


def store_for(case: Case) -> ox.Store:
    store = ox.Store()
    for path in case.data:
        triples = results.load(path)
        store.extend([ox.Quad(t.subject, t.predicate, t.object) for t in triples])
    for path in dict.fromkeys(case.graphs):
        name = ox.NamedNode(path.as_uri())
        store.add_graph(name)
        store.extend([ox.Quad(t.subject, t.predicate, t.object, name) for t in results.load(path)])
    return store


def client_for(app: Flask, case: Case) -> FlaskClient:
    engine = PlacedEngine(app.extensions["dxplan-config"], store_for(case))
    engine.base = case.query.as_uri()
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine
    return app.test_client()


def replies(client: FlaskClient, query: bytes, accept: str) -> list[TestResponse]:
    """Ask by GET, by form and directly."""
    headers = {"Accept": f"{accept}, application/problem+json;q=0.1"}
    text = query.decode(errors="replace")
    direct = {**headers, "Content-Type": "application/sparql-query"}
    return [
        client.get("/sparql", query_string={"query": text}, headers=headers),
        client.post("/sparql", data={"query": text}, headers=headers),
        client.post("/sparql", data=query, headers=direct),
    ]


def test_the_suite_is_whole() -> None:
    """As many tests run as the suite has; every known failure is one of them."""
    kinds = Counter(
        (case.folder.partition("/")[0], "eval" if case.kind in EVALUATION else "syntax")
        for case in QUERIES
    )
    assert kinds == {
        ("sparql11", "eval"): 235,
        ("sparql11", "syntax"): 103,
        ("sparql10", "eval"): 283,
        ("sparql10", "syntax"): 199,
    }
    assert len(CASES) - len(QUERIES) == 10
    assert len({case.name for case in QUERIES}) == len(QUERIES)
    assert set(KNOWN) <= {case.name for case in QUERIES}
    assert all(reason.strip() for reason in KNOWN.values())
    failing = Counter(
        (case.folder.partition("/")[0], "eval" if case.kind in EVALUATION else "syntax")
        for case in QUERIES
        if case.name in KNOWN
    )
    # whoever changes this changes what the documentation says about the engine
    assert failing == {
        ("sparql11", "eval"): 11,
        ("sparql10", "eval"): 14,
        ("sparql10", "syntax"): 1,
    }


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_what_fails_here_fails_on_the_engine_itself(name: str) -> None:
    """The front loses nothing: asked directly, the engine fails the same tests."""
    case = next(case for case in QUERIES if case.name == name)
    text = case.query.read_text(encoding="utf-8")
    try:
        found = store_for(case).query(text, base_iri=case.query.as_uri())
    except SyntaxError:
        assert case.kind not in NEGATIVE
        return
    if case.kind in NEGATIVE:
        return  # taken for right
    assert case.result is not None
    wanted = results.expected(case.result)
    assert isinstance(found, ox.QuerySolutions | ox.QueryBoolean)
    written = found.serialize(format=ox.QueryResultsFormat.JSON)
    assert written is not None
    mine = results.table(written, ox.QueryResultsFormat.JSON)
    assert not results.same(mine, wanted, lax=case.lax)


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.name)
def test_case(app: Flask, case: Case) -> None:
    """A test passes in each request form, or in none if it is a known failure."""
    suffix = case.result.suffix if case.result else ""
    found = replies(
        client_for(app, case), case.query.read_bytes(), ACCEPT.get(suffix, f"{JSON}, */*;q=0.5")
    )
    assert all(reply.status_code in (200, 400) for reply in found), found[0].text
    outcomes = [passes(case, reply) for reply in found]
    assert outcomes == [case.name not in KNOWN] * 3, (KNOWN.get(case.name), found[0].text[:2000])


def passes(case: Case, reply: TestResponse) -> bool:
    if case.kind in NEGATIVE:
        return reply.status_code == 400 and is_syntax_error(reply)
    if case.kind not in EVALUATION:
        # a function that is not there is no matter of syntax
        return reply.status_code == 200 or not is_syntax_error(reply)
    assert case.result is not None
    if reply.status_code != 200:
        return False
    if case.result.suffix == ".csv":
        wanted = case.result.read_text(encoding="utf-8")
        return results.csv_rows(reply.text) == results.csv_rows(wanted)
    return results.same(answer(reply), results.expected(case.result), lax=case.lax)


def is_syntax_error(reply: TestResponse) -> bool:
    problem = reply.get_json() if reply.mimetype == "application/problem+json" else {}
    return problem.get("code") == "syntax"


def answer(reply: TestResponse) -> results.Answer:
    assert reply.mimetype is not None
    form = ox.QueryResultsFormat.from_media_type(reply.mimetype)
    if form is not None:
        return results.table(reply.data, form)
    graph = ox.RdfFormat.from_media_type(reply.mimetype)
    assert graph is not None, reply.mimetype
    return [quad.triple for quad in ox.parse(reply.data, graph)]


@pytest.mark.parametrize("case", [c for c in CASES if c.federated], ids=lambda case: case.name)
def test_federation_is_refused(app: Flask, case: Case) -> None:
    """The tests of federated queries are all answered with the refusal."""
    for reply in replies(client_for(app, replace(case, graphs=())), case.query.read_bytes(), JSON):
        assert reply.status_code == 403
