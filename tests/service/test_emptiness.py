"""An empty result says why: every planted mistake is named, and what is offered is no mistake."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from service import asking
from service.emptiness_page import sentence
from service.emptiness_read import read
from service.texts import TEXTS
from tests.service.test_pages import Page, check_markup

CASES: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("empty_queries.yaml").read_text(encoding="utf-8")
)
KINDS = {
    *("term", "prefix", "thing", "untagged", "language", "spelling", "datatype"),
    *("thing_as_text", "turned", "graph", "other_graph", "one_graph", "filter", "excluded"),
    *("combination", "cut", "having"),
}


def whole(query: str) -> str:
    """Declare the prefixes that the query does not declare itself."""
    own = query.partition(":")[0] + ":" if query.startswith("PREFIX") else "-"
    lines = asking.with_prefixes("").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(own)) + query


def why(client: FlaskClient, query: str) -> dict[str, Any]:
    reply = client.post("/sparql/why", data={"query": query, "format": "json"})
    assert reply.status_code == 200, reply.text
    return dict(reply.json or {})


def rows(client: FlaskClient, query: str) -> int:
    reply = client.post("/sparql", data={"query": query, "format": "json"})
    assert reply.status_code == 200
    return len((reply.json or {})["results"]["bindings"])


def test_there_are_enough_cases() -> None:
    """Fifty at least, of every kind, none twice."""
    assert len(CASES) >= 65
    assert {case["cause"] for case in CASES} == KINDS
    assert len({case["query"] for case in CASES}) == len(CASES)
    assert min(Counter(case["cause"] for case in CASES).values()) >= 1


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{c['cause']}" for n, c in enumerate(CASES)])
def test_the_cause_is_named(client: FlaskClient, case: dict[str, str]) -> None:
    """The query finds nothing; the first reason is the planted one; the corrected one finds."""
    query = whole(case["query"])
    assert rows(client, query) == 0
    found = why(client, query)
    cause = found["causes"][0]
    assert (cause["kind"], cause["found"]) == (case["cause"], case["found"])
    assert case["meant"] in cause["meant"] + found["corrected"]
    assert found["tried"]
    assert rows(client, found["corrected"]) > 0
    lines = query.split("\n")
    assert 1 <= cause["line"] <= len(lines)
    assert 1 <= cause["column"] <= len(lines[cause["line"] - 1]) + 1
    assert found["seconds"] < 8


def test_two_mistakes_at_once(client: FlaskClient) -> None:
    """Both are named, and the corrected query has neither."""
    query = whole('SELECT ?s { ?s a dxp:Initative ; dxp:printedLable ?l FILTER(LANG(?l) = "ja") }')
    found = why(client, query)
    assert [cause["found"] for cause in found["causes"]] == ["dxp:Initative", "dxp:printedLable"]
    assert rows(client, found["corrected"]) > 0


def test_unknown_terms_and_lone_patterns(client: FlaskClient) -> None:
    """What cannot be corrected is named; no query that asks nothing is offered."""
    found = why(client, "SELECT * { ?s <x:y> 1 . ?s a ?c }")
    assert [(c["kind"], c["found"]) for c in found["causes"]] == [("unknown", "<x:y>")]
    assert found["corrected"] is None
    found = why(client, whole("SELECT * { ?s dxp:position -77 }"))
    assert [c["kind"] for c in found["causes"]] == ["pattern"]
    assert found["corrected"] is None


def test_what_is_not_empty_has_no_cause(client: FlaskClient) -> None:
    """Nothing is blamed where there is a result."""
    found = why(client, whole("SELECT ?s { ?s a dxp:Goal }"))
    assert (found["empty"], found["causes"], found["corrected"]) == (False, [], None)


def test_all_reasons_have_sentences() -> None:
    """Every kind that a cause may have is said in both languages, with its places filled."""
    for kind in KINDS | {"unknown", "values", "pattern"}:
        ja, en = TEXTS[f"empty_{kind}"]
        assert "{found}" in ja
        assert "{found}" in en
    from service.emptiness import Cause  # noqa: PLC0415

    assert sentence(Cause("term", "a", "b", 1, 1))["en"] == (
        "Nothing in the data uses a. Did you mean b?"
    )


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * {", 400),
        ("", 400),
        ("ASK { SERVICE <x:y> {} }", 403),
        ("INSERT DATA { <a:b> <c:d> 1 }", 403),
        ("SELECT * { ?s <x:y> '<script>' }", 200),
        ("SELECT * { ?s <x:y\\u0022> 1 }", 400),
        ("SELECT * { " + "?s <x:y> 1 . " * 12 + "}", 200),
        ("SELECT * { FILTER(" + "(" * 100 + "1=2" + ")" * 100 + ") }", 200),
    ],
)
def test_hostile_queries(client: FlaskClient, query: str, status: int) -> None:
    """The same limits as at the endpoint, never an error of the server, nothing run in a page."""
    for accept in ("application/json", "text/html"):
        headers = {"Accept": accept}
        reply = client.post("/sparql/why", data={"query": query}, headers=headers)
        assert reply.status_code == status, reply.text[:300]
        assert reply.mimetype != "text/html" or "<script>'" not in reply.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page(client: FlaskClient, language: str) -> None:
    """Without scripts the page of an empty result leads to the reasons."""
    headers = {"Accept": "text/html", "Accept-Language": language}
    query = whole("SELECT ?s { ?s a dxp:Initative }")
    empty = Page(client.get("/sparql", query_string={"query": query}, headers=headers).text)
    link = next(a["href"] for a in empty.all("a") if a["href"].startswith("/sparql/why"))
    page = Page(client.get(link, headers=headers).text)
    check_markup(page, language)
    assert any("dxp:Initiative" in text for text in page.text("li"))
    assert any("?query=" in a["href"] for a in page.all("a") if a.get("class") == "button")


def test_reading() -> None:
    """Patterns are divided where the grammar does, whatever stands in them."""
    text = whole(
        "SELECT ?s { ?s a dxp:Goal ; rdfs:label 'a.b;c'@ja, ?l ; ^dxp:x/dxp:q* [ a dxp:Y ] ."
        " GRAPH ?g { ?s dxp:p 5.5 } FILTER(?l = 'x' && ?s != ?l) OPTIONAL { ?s dxp:o ?o } }"
    )
    reading = read(text)
    assert [pattern.rendered(text) for pattern in reading.patterns] == [
        "?s a dxp:Goal .",
        "?s rdfs:label 'a.b;c'@ja, ?l .",
        "?s ^dxp:x/dxp:q* [ a dxp:Y ] .",
        "?s dxp:p 5.5 .",
    ]
    assert [condition.of(text) for condition in reading.filters] == ["?l = 'x'", "?s != ?l"]
    assert read("SELECT").where is None
