"""What the workbench asks for: terms, names, questions as queries; and nothing else."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from service import asking
from service.namespaces import PREFIXES


def test_terms(client: FlaskClient, store: ox.Store) -> None:
    """Every predicate and class in use can be completed; what is offered is valid SPARQL."""
    found = client.get("/sparql/terms").json or {}
    assert found["prefixes"] == PREFIXES
    written = {row[0]: row for row in found["terms"]}
    assert len(written) == len(found["terms"]) >= 1900
    assert written["dxp:Initiative"][1:] == ["取組", "initiative", "class"]
    assert written["<https://w3id.org/dxplan/id/theme/digital-divide>"][1] == "デジタルデバイド対策"
    in_use = {quad.predicate.value for quad in store}
    shown = {asking_iri(term) for term, row in written.items() if row[3] == "property"}
    assert shown == in_use
    values = " ".join(written)
    text = asking.with_prefixes(f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} }}")
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    count = next(iter(solutions))["n"]
    assert isinstance(count, ox.Literal)
    assert int(count.value) == len(written)


def asking_iri(written: str) -> str:
    if written.startswith("<"):
        return written[1:-1]
    name, _, local = written.partition(":")
    return PREFIXES[name] + local


def test_terms_are_kept(client: FlaskClient) -> None:
    """Asked again with its tag, nothing is sent."""
    first = client.get("/sparql/terms")
    assert first.headers["ETag"].startswith("W/")
    again = client.get("/sparql/terms", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_names(client: FlaskClient) -> None:
    """Names in both languages; what is no IRI is passed over."""
    iri = "https://w3id.org/dxplan/id/municipality/nakano"
    hostile = "https://x/> } DROP ALL #"
    reply = client.post("/sparql/names", data={"iri": [iri, hostile, ""]})
    assert reply.json == {iri: ["中野区", "Nakano City"]}
    assert client.post("/sparql/names").json == {}


def test_question(client: FlaskClient) -> None:
    """A question with its values is a query that runs; wrong values get a sentence."""
    reply = client.get("/sparql/question?name=time/plans-that-end-in-an-era-year")
    assert reply.status_code in (200, 400)
    listed = client.get("/queries?format=json").json or {}
    ran = 0
    for question in listed["questions"]:
        values = {p["name"]: p["example"] for p in question["parameters"] if p["example"]}
        asked = {"name": question["name"]} | values
        text = client.get("/sparql/question", query_string=asked)
        assert text.status_code == 200, (question["name"], text.text)
        assert not text.text.startswith("#+")
        if ran < 10:
            ran += 1
            answer = client.post("/sparql", data={"query": text.text})
            assert answer.status_code == 200, question["name"]
    assert ran == 10


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("?name=no/such", 404), ("?name=<script>", 404), ("?name=a&name=b", 400)],
)
def test_wrong_questions(client: FlaskClient, query: str, status: int) -> None:
    """A sentence, and nothing of the request as markup."""
    reply = client.get("/sparql/question" + query, headers={"Accept": "text/html"})
    assert reply.status_code == status
    assert "<script>" not in reply.text.replace('<script src="/static/', "")
