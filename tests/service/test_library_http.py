"""``/queries``: list, answers in all formats, wrong and hostile values, versions, headers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, SH, Graph, URIRef
from werkzeug.test import TestResponse

from service import create_app
from service.library import Library
from tests.service.serving import settings, write_build
from tests.service.test_pages import check_markup, fetch

PREFIX: Final = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
TITLE: Final = (
    '#+ title: {ja: "名前", en: "Names <b>"}\n#+ question: {ja: "名前は何か。", en: "Which?"}\n'
    "#+ keywords: [name]\n"
)
NAMES: Final = (
    TITLE
    + "#+ columns: [s, label]\n"
    + PREFIX
    + "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s ?label\n"
)
ECHO: Final = (
    TITLE
    + """#+ parameters:
#+   - {name: text, type: string, label: {ja: 文字, en: text}, example: a}
#+   - {name: n, type: integer, optional: true, values: [1, 2], label: {ja: 数, en: number}}
#+   - {name: year, type: year, optional: true, label: {ja: 年度, en: year}}
#+   - {name: thing, type: iri, optional: true, label: {ja: もの, en: thing}}
#+ columns: [text, n, year, thing, count]
"""
    + PREFIX
    + """SELECT ?text ?n ?year ?thing (COUNT(?s) AS ?count) WHERE { ?s rdfs:label ?label }
GROUP BY ?text ?n ?year ?thing
"""
)
GRAPH: Final = TITLE + PREFIX + "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }\n"
TRUTH: Final = TITLE + PREFIX + "ASK { ?s rdfs:label ?l }\n"
LABELS: Final = 4  # in the small dataset
QUESTIONS: Final = {"a/names": NAMES, "a/echo": ECHO, "b/graph": GRAPH, "b/truth": TRUTH}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with four questions."""
    folder = tmp_path_factory.mktemp("queries")
    for name, text in QUESTIONS.items():
        path = folder / f"{name}.rq"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[FlaskClient]:
    """A client of the application on the small build and these questions."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "0123456789ab")
    app = create_app(settings(var))
    app.extensions["dxplan-library"] = Library(folder)
    yield app.test_client()
    app.extensions["dxplan-engine"].close()


def ask(client: FlaskClient, name: str, accept: str = "", **fields: str) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get(f"/queries/{name}?{urlencode(fields)}", headers=headers)


def rows(response: TestResponse) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    found = json.loads(response.data)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


# --- answers -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "accept", "given", "expected"),
    [
        ("a/names", "", "", ("text/html", "<!doctype html>")),
        ("a/names", "*/*", "", ("text/html", "<!doctype html>")),
        ("a/names", "text/html,application/xml;q=0.9,*/*;q=0.8", "", ("text/html", "<!doctype")),
        ("a/names", "text/csv", "", ("text/csv", "s,label\r\n")),
        ("a/names", "", "csv", ("text/csv", "s,label\r\n")),
        ("a/names.csv", "text/html", "", ("text/csv", "s,label\r\n")),
        ("a/names.tsv", "", "", ("text/tab-separated-values", "?s\t?label\n")),
        ("a/names.json", "", "", ("application/sparql-results+json", '{"head"')),
        ("a/names", "application/json", "", ("application/json", '{"head"')),
        ("a/names", "", "xml", ("application/sparql-results+xml", "<?xml")),
        ("a/names", "application/sparql-query", "", ("application/sparql-query", "#+ title")),
        ("a/names.rq", "", "", ("application/sparql-query", "#+ title")),
        ("a/names", "text/turtle", "", ("text/turtle", "@prefix")),
        ("b/graph", "text/turtle", "", ("text/turtle", "@prefix rdfs")),
        ("b/graph.jsonld", "", "", ("application/ld+json", "[")),
        ("b/graph", "", "ntriples", ("application/n-triples", "<https://w3id.org/dxplan/id/t/")),
        ("b/graph", "", "", ("text/html", "<!doctype html>")),
        ("b/truth", "", "json", ("application/sparql-results+json", '{"head":{},"boolean":true}')),
        ("b/truth", "", "", ("text/html", "<!doctype html>")),
    ],
)
def test_formats(
    client: FlaskClient, name: str, accept: str, given: str, expected: tuple[str, str]
) -> None:
    media, begins = expected
    fields = {"format": given} if given else {}
    response = ask(client, name, accept, **fields)
    assert (response.status_code, response.mimetype) == (200, media), response.text
    assert response.text.startswith(begins)
    assert {"Accept", "Accept-Encoding", "Accept-Language"} <= set(response.vary)
    head = client.head(f"/queries/{name}?{urlencode(fields)}", headers={"Accept": accept})
    assert (head.status_code, head.mimetype, head.data) == (200, media, b"")


def test_the_answer_is_that_of_the_endpoint(client: FlaskClient) -> None:
    asked = client.get("/sparql?" + urlencode({"query": NAMES, "format": "csv"}))
    assert ask(client, "a/names", format="csv").data == asked.data
    assert len(list(csv.reader(io.StringIO(asked.text)))) == 1 + LABELS


@pytest.mark.parametrize(
    "name", ["a/none", "a/../names", "names", "a/names.pdf", "a/names/x", "%00"]
)
def test_unknown_questions(client: FlaskClient, name: str) -> None:
    response = client.get(f"/queries/{name}", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert "/queries" in response.text or "a/names" in response.text


def test_formats_that_do_not_fit(client: FlaskClient) -> None:
    assert ask(client, "a/names", format="pdf").status_code == 400
    assert ask(client, "b/graph", format="csv").status_code == 406
    assert ask(client, "b/graph", "text/csv").status_code == 406
    assert client.post("/queries/a/names").status_code == 405


# --- values ------------------------------------------------------------------------------

HOSTILE: Final = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    '\\"',
    'x"\\',
    '\n\\"',
    '\n"""',
    '\r\n"',
    '") } #',
    '" } } SELECT * { ?s ?p ?o } #',
    '") } UNION { ?s ?p ?text } #',
    '" UNDEF) } ?s ?p ?o . VALUES (?x) { ("',
    '"@en) ("x',
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "} INSERT DATA { <a:a> <a:b> <a:c> } #",
    "; DROP ALL",
    "\\u0022) } #",
    "\\U00000022) } ?a ?b ?c #",
    "\\u005C\\u0022",
    "?s",
    "$s",
    "UNDEF",
    "<http://example.org/>",
    "#",
    "{{7*7}} {% raw %}",
    "<script>alert(1)</script>",
    "\u2028\u2029\u202e",
    "\x01\x07\x7f\x1b[31m",
    "計画\u0000終",
    "😀" * 50,
    "%22%7D",
    "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_text_stays_a_text(client: FlaskClient, value: str) -> None:
    """Whatever it says, it comes back as it went in, and the rest of the answer is the same."""
    expected = [{"text": value, "count": str(LABELS)}]
    assert rows(ask(client, "a/echo", text=value, format="json")) == expected
    page = ask(client, "a/echo", text=value)
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    shown = page.text.partition("<main")[2]  # addresses of files bear digits of their own
    assert "49" not in shown or "7*7" in shown


def test_there_are_enough_attacks() -> None:
    assert len(set(HOSTILE)) >= 30
    assert len(set(BAD_IRIS)) >= 10


BAD_IRIS: Final = [
    "x",
    "rel/ative",
    "http://a/> } #",
    "http://a/ b",
    'http://a/"',
    "http://a/{",
    "http://a/\\u003E",
    "http://a/`",
    "http://a/|",
    "http://a/^",
    "http://a/\n",
    "id:x> ?p ?o . <id:y",
    "javascript:alert(1)\x00",
    "?s",
    "UNDEF",
    "http://[",
]


@pytest.mark.parametrize("value", BAD_IRIS)
def test_what_is_no_iri_is_refused(client: FlaskClient, value: str) -> None:
    response = ask(client, "a/echo", "application/json", text="a", thing=value)
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    problem = json.loads(response.data)
    assert (problem["code"], problem["parameter"]) == ("parameter", "thing")


@pytest.mark.parametrize(
    ("fields", "parameter", "allowed", "says"),
    [
        ({}, "text", [], "text"),
        ({"text": ""}, "text", [], "文字列"),
        ({"text": "a", "n": "3"}, "n", ["1", "2"], "1 | 2"),
        ({"text": "a", "n": "one"}, "n", ["1", "2"], "1 | 2"),
        ({"text": "a", "n": "1e0"}, "n", ["1", "2"], "1 | 2"),
        ({"text": "a", "n": "１"}, "n", ["1", "2"], "1 | 2"),
        ({"text": "a", "n": "9" * 5000}, "n", ["1", "2"], "1 | 2"),
        ({"text": "a", "year": "24"}, "year", [], "西暦4桁"),
        ({"text": "a", "year": "令和6"}, "year", [], "西暦4桁"),
        ({"text": "a", "x": "1"}, "x", ["text", "n", "year", "thing"], "text, n, year, thing"),
        ({"text": "a", "?s": "1"}, "?s", ["text", "n", "year", "thing"], "text, n, year, thing"),
    ],
)
def test_wrong_values_name_the_parameter_and_what_is_allowed(
    client: FlaskClient, fields: dict[str, str], parameter: str, allowed: list[str], says: str
) -> None:
    response = ask(client, "a/echo", "application/json", **fields)
    problem = json.loads(response.data)
    assert (response.status_code, problem["parameter"]) == (400, parameter)
    assert problem["allowed"] == allowed
    assert says in problem["detail"]
    english = ask(client, "a/echo", "application/json", **fields, lang="en")
    assert parameter in json.loads(english.data)["detail"]
    assert english.headers["Content-Language"] == "en"


def test_a_value_given_twice_is_refused(client: FlaskClient) -> None:
    response = client.get("/queries/a/echo?text=a&text=b&format=json")
    assert response.status_code == 400
    assert "text" in response.text
    assert client.get("/queries/a/echo?text=%FF&format=json").status_code == 400


def test_optional_values_are_bound_where_given(client: FlaskClient) -> None:
    every = rows(ask(client, "a/echo", text="a", format="json"))
    assert every == [{"text": "a", "count": str(LABELS)}]
    fields = {"n": "2", "year": "2024", "thing": "id:t/initiative/01"}
    (row,) = rows(ask(client, "a/echo", text="a", **fields, format="json"))
    thing = "https://w3id.org/dxplan/id/t/initiative/01"
    assert row == {"text": "a", "n": "2", "year": "2024", "thing": thing, "count": str(LABELS)}
    empty = rows(ask(client, "a/echo", text="a", n="", format="json"))
    assert empty == every


# --- the page ----------------------------------------------------------------------------


def test_the_page_shows_form_answer_code_and_citation(client: FlaskClient) -> None:
    page = ask(client, "a/echo", lang="en").text
    for part in (
        "Names &lt;b&gt;",
        '<input type="text" id="parameter-text" name="text" value="a"',
        '<option value="2">2</option>',
        "The answer shown is for the example",
        "SPARQLWrapper",
        "read.csv",
        "curl -sS",
        "version=0123456789ab.",
        "https://w3id.org/dxplan/queries/a/echo",
        "/sparql?",
    ):
        assert part in page, part
    assert "Names <b>" not in page


def test_a_wrong_value_is_said_on_the_page_with_its_form(client: FlaskClient) -> None:
    response = ask(client, "a/echo", "text/html", text="a", n="<i>", lang="en")
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "The parameter n cannot be “&lt;i&gt;”. Allowed: 1 | 2" in response.text
    assert 'name="text" value="a"' in response.text
    assert '<select id="parameter-n" name="n" aria-invalid="true">' in response.text


PAGES: Final = (
    "/queries",
    "/queries?q=none",
    "/queries?folder=b",
    "/queries/a/names",
    "/queries/a/echo",
    "/queries/a/echo?text=a&n=3",
    "/queries/a/echo?text=%3Cscript%3E&x=1",
    "/queries/b/graph",
    "/queries/b/truth",
    "/queries/a/none",
)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_can_be_used_by_everybody(
    client: FlaskClient, address: str, language: str
) -> None:
    page = fetch(client, address, language)
    check_markup(page, language)
    assert page.all("style", "iframe", "object", "embed", "base") == []
    assert all(script["src"].startswith("/static/") for script in page.all("script"))
    for _, attributes in page.elements:
        assert not [key for key in attributes if key.startswith("on") or key == "style"]


# --- versions and headers ----------------------------------------------------------------


def test_an_answer_says_what_it_depends_on(client: FlaskClient, folder: Path) -> None:
    query = Library(folder).get("a/echo").version
    for response in (
        ask(client, "a/echo", text="a", format="csv"),
        ask(client, "a/echo", text="a"),
    ):
        assert response.headers["Dxplan-Graph-Version"] == "0123456789ab"
        assert response.headers["Dxplan-Query-Version"] == query
        address = f"https://w3id.org/dxplan/queries/a/echo?text=a&version=0123456789ab.{query}"
        assert response.headers["Link"] == f'<{address}>; rel="cite-as"'
        exposed = response.headers["Access-Control-Expose-Headers"]
        assert {"ETag", "Link", "Dxplan-Graph-Version"} <= {e.strip() for e in exposed.split(",")}


def test_versions_asked_for(client: FlaskClient, folder: Path) -> None:
    query = Library(folder).get("a/names").version
    for version in ("0123456789ab", f"0123456789ab.{query}"):
        assert ask(client, "a/names", format="csv", version=version).status_code == 200
    for version, status, says in (
        ("ffffffffffff", 404, "0123456789ab"),
        (f"ffffffffffff.{query}", 404, "0123456789ab"),
        ("0123456789ab.ffffffffffff", 404, query),
        ("latest", 400, f"0123456789ab.{query}"),
    ):
        for accept in ("text/csv", "text/html", "application/json"):
            response = ask(client, "a/names", accept, version=version)
            assert (response.status_code, says in response.text) == (status, True), version


def test_entity_tags(client: FlaskClient) -> None:
    first = ask(client, "a/echo", text="a", format="csv")
    tag = first.headers["ETag"]
    again = client.get("/queries/a/echo?text=a&format=csv", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    tags = {
        ask(client, "a/echo", text=text, format=form).headers["ETag"]
        for text in "ab"
        for form in ("csv", "json")
    }
    assert len(tags) == 4
    assert tag in tags
    listed = client.get("/queries?format=turtle")
    same = client.get("/queries?format=turtle", headers={"If-None-Match": listed.headers["ETag"]})
    assert same.status_code == 304


@pytest.mark.parametrize("path", ["/queries", "/queries/a/echo", "/.well-known/sparql-examples"])
def test_other_sites_may_ask(client: FlaskClient, path: str) -> None:
    response = client.options(path, headers={"Origin": "https://example.org"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


# --- the list ----------------------------------------------------------------------------


def test_the_list_as_a_page(client: FlaskClient) -> None:
    page = client.get("/queries?lang=en").text
    assert page.count('href="/queries/') == len(QUESTIONS)
    assert client.get("/queries?folder=b").text.count('href="/queries/') == 2
    assert client.get("/queries?q=ＥＣＨＯ").text.count('href="/queries/') == 1
    assert client.get("/queries?q=nothing-like-it").text.count('href="/queries/') == 0
    refused = client.get("/queries?folder=<x>")
    assert (refused.status_code, "a, b" in refused.text) == (400, True)


def test_the_list_as_data(client: FlaskClient) -> None:
    listed = client.get("/queries", headers={"Accept": "application/json"})
    assert listed.mimetype == "application/json"
    found = json.loads(listed.data)
    assert found["version"] == "0123456789ab"
    assert [each["name"] for each in found["questions"]] == sorted(QUESTIONS)
    echo = found["questions"][0]
    assert [each["name"] for each in echo["parameters"]] == ["text", "n", "year", "thing"]
    executable = pyoxigraph.NamedNode(str(SH.SPARQLExecutable))
    for path, form in (
        ("/queries?format=turtle", pyoxigraph.RdfFormat.TURTLE),
        ("/queries?format=jsonld", pyoxigraph.RdfFormat.JSON_LD),
        ("/.well-known/sparql-examples", pyoxigraph.RdfFormat.TURTLE),
        ("/.well-known/sparql-examples?format=rdfxml", pyoxigraph.RdfFormat.RDF_XML),
    ):
        quads = pyoxigraph.parse(client.get(path).data, format=form)
        nodes = {str(quad.subject) for quad in quads if quad.object == executable}
        assert nodes == {f"<https://w3id.org/dxplan/queries/{name}>" for name in QUESTIONS}
    one = Graph().parse(data=ask(client, "a/names.ttl").data, format="turtle")
    assert set(one.subjects(RDF.type, SH.SPARQLExecutable)) == {
        URIRef("https://w3id.org/dxplan/queries/a/names")
    }
    assert len(list(one.objects(None, RDFS.comment))) == 2


def test_a_question_that_is_changed_is_another(client: FlaskClient, folder: Path) -> None:
    """Files are read again when they change; one with a fault is left out, the others stay."""
    path = folder / "a" / "new.rq"
    path.write_text(NAMES, encoding="utf-8")
    first = ask(client, "a/new", format="csv").headers
    path.write_text(NAMES + "LIMIT 1\n", encoding="utf-8")
    second = ask(client, "a/new", format="csv")
    assert second.text.count("\n") == 2
    assert second.headers["Dxplan-Query-Version"] != first["Dxplan-Query-Version"]
    assert second.headers["ETag"] != first["ETag"]
    path.write_text("SELECT * {}", encoding="utf-8")
    assert ask(client, "a/new", format="csv").status_code == 404
    assert ask(client, "a/names", format="csv").status_code == 200
    path.unlink()
