"""``/explain``: the page, the documents, and what is said about wrong requests."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, Graph

from service import create_app
from service.build_folder import INDEX
from service.explain_index import open_index
from service.linking import link
from tests.service import test_pages
from tests.service.explaining import DATA, SCHEMA, write_index
from tests.service.serving import asking, settings, write_build
from tests.service.test_pages import Page

E = "http://e.example/"
ASKED = {"s": E + "a", "p": f"<{E}within>", "o": E + "c"}
HTML = {"Accept": "text/html"}


def _address(**changes: str) -> str:
    return "/explain?" + urlencode(ASKED | changes)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    var = tmp_path_factory.mktemp("var")
    hostile = DATA + ':a :note "<script>alert(1)</script>" .'
    folder = write_build(var, "first")
    write_index(folder / INDEX, {"ontology": SCHEMA, "x/plan": hostile})
    with asking(var) as client:
        yield client


def test_the_page_tells_the_tree(client: FlaskClient) -> None:
    reply = client.get(_address(), headers=HTML | {"Accept-Language": "en"})
    assert reply.status_code == 200
    assert reply.headers["Content-Language"] == "en"
    page = Page(reply.text)
    assert page.open == []
    assert page.text("h2")[0] == "“A” – “within”: “C” [inferred]"
    assert len([a for a in page.all("li") if a.get("id", "").startswith("p")]) == 7
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    links = {attributes["href"] for attributes in page.all("a")}
    assert {"#p2-1"} <= {one for one in links if one.startswith("#p")} <= {f"#{i}" for i in ids}
    assert "Source: The plan, lines 2–3, line 10." in page.text("p")
    assert "The plan lines 2–3" in page.text("a")
    assert link("https://w3id.org/dxplan/source/plan#line=1,3") in links
    values = {f["name"]: f["value"] for f in page.all("input") if f["name"] in ASKED}
    assert values == ASKED


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "address", ["/explain", _address(), _address(depth="0"), _address(p="zz:q")]
)
def test_the_page_is_as_usable_as_the_others(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str, language: str
) -> None:
    monkeypatch.setitem(test_pages.ADDRESSES, "why", address)
    test_pages.test_every_page_can_be_used_by_everybody(client, "why", language)
    test_pages.test_no_page_runs_anything(client, "why")


def test_each_premise_and_format_can_be_followed(client: FlaskClient) -> None:
    page = Page(client.get(_address(), headers=HTML).text)
    links = [a["href"] for a in page.all("a") if "s=" in a["href"] and "lang=" not in a["href"]]
    premises = [one for one in links if "format=" not in one]
    formats = [one for one in links if "format=" in one]
    assert (len(premises), len(formats)) == (7, 4)
    for address in premises:
        assert client.get(address, headers=HTML).status_code == 200
    types = {client.get("/explain" + query).mimetype for query in formats}
    assert types == {
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
        "application/json",
    }


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/n-triples", "application/n-triples"),
        ("*/*", "text/turtle"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
    ],
)
def test_the_format_is_agreed_on(client: FlaskClient, accept: str, media: str) -> None:
    reply = client.get(_address(), headers={"Accept": accept})
    assert (reply.status_code, reply.mimetype) == (200, media)
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its use of its own classes
def test_documents_say_the_same(client: FlaskClient) -> None:
    turtle = Graph().parse(data=client.get(_address(format="turtle")).data, format="turtle")
    linked = Graph().parse(data=client.get(_address(format="jsonld")).data, format="json-ld")
    plain = json.loads(client.get(_address(format="json")).data)
    axioms = set(turtle.subjects(RDF.type, OWL.Axiom))
    assert axioms == set(linked.subjects(RDF.type, OWL.Axiom))
    assert len(axioms) == len(plain["steps"]) == 7
    queries = [parse_qs(urlsplit(str(axiom)).query) for axiom in axioms]
    asked = [{k: v[0] for k, v in query.items()} for query in queries]
    assert sorted(map(str, asked)) == sorted(str(step["triple"]) for step in plain["steps"])


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/explain", 400, "The parameter “s” is missing"),
        ("/explain?" + urlencode({"s": E, "o": E}), 400, "“p” is missing"),
        (_address() + "&o=x", 400, "“o” must be given once"),
        (_address(x="1"), 400, "“x” is not known"),
        (_address(depth="many"), 400, "The depth “many”"),
        (_address(p="zz:q"), 400, "The predicate (p) “zz:q”"),
        (_address(o='"open'), 400, "The object (o)"),
        ("/explain?s=%FF&p=dxp:x&o=dxp:y", 400, "The subject (s) “%FF” cannot be read"),
        (_address(format="csv"), 400, "turtle, ntriples, jsonld, json, html"),
        (_address(o=E + "a"), 404, "not in the graph"),
        (_address(o=E + "zz"), 404, "occurs nowhere"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/html", "text/plain"])
def test_wrong_requests_are_named(
    client: FlaskClient, address: str, status: int, said: str, accept: str
) -> None:
    if accept == "text/plain":
        address += "&format=turtle" if "format=" not in address and "?" in address else ""
    reply = client.get(address, headers={"Accept": accept, "Accept-Language": "en"})
    if (address, accept) == ("/explain", "text/html"):
        assert reply.status_code == 200  # a person gets the form
        return
    if (address, accept) == ("/explain", "text/plain"):
        assert reply.status_code == 406
        return
    assert reply.status_code == status
    text = Page(reply.text).texts[0] if accept == "text/html" else reply.text
    assert said in text.replace('\\"', '"')


def test_a_person_gets_the_form_back_with_what_was_typed(client: FlaskClient) -> None:
    reply = client.get(_address(o='"><script>x'), headers=HTML)
    assert reply.status_code == 400
    page = Page(reply.text)
    assert [a["value"] for a in page.all("input") if a["name"] == "o"] == ['"><script>x']
    assert page.all("script") == [a for a in page.all("script") if "src" in a]


def test_texts_of_the_data_are_escaped(client: FlaskClient) -> None:
    literal = '"<script>alert(1)</script>"'
    reply = client.get(_address(p=E + "note", o=literal), headers=HTML)
    assert reply.status_code == 200
    assert "<script>alert" not in reply.text
    assert "&lt;script&gt;alert" in reply.text


def test_without_an_index_it_is_unavailable(tmp_path: Path) -> None:
    write_build(tmp_path, "first")
    with asking(tmp_path) as client:
        for headers in (HTML, {"Accept": "text/turtle"}):
            reply = client.get(_address(), headers=headers)
            assert reply.status_code == 503
            assert "dxplan build" in reply.text


def test_with_a_remote_engine_the_local_build_explains(tmp_path: Path) -> None:
    folder = write_build(tmp_path, "first")
    write_index(folder / INDEX, {"ontology": SCHEMA, "x/plan": DATA})
    app = create_app(settings(tmp_path, engine="http://127.0.0.1:9/sparql"))
    reply = app.test_client().get(_address(), headers={"Accept": "application/json"})
    app.extensions["dxplan-engine"].close()
    assert reply.status_code == 200
    assert len(reply.get_json()["steps"]) == 7


def test_real_explanations_take_milliseconds(built: Path, tmp_path: Path) -> None:
    """From request to response, for the deepest of a sample."""
    var = tmp_path / "var"
    var.mkdir()
    (var / "current").symlink_to(built)
    with open_index(built / INDEX) as index:
        triples = list(index.conclusions())[::500]
    with asking(var) as client:
        times = []
        for s, p, o in triples:
            address = f"/explain?s={quote(s)}&p={quote(p)}&o={quote(o)}&format=json"
            start = time.process_time()
            assert client.get(address).status_code == 200
            times.append(time.process_time() - start)
    assert len(times) > 100
    assert sorted(times)[len(times) // 2] < 0.05
