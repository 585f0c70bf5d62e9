"""The reference of the ontology says what the ontology says, in both languages, and its examples
run; so does that of the shapes."""

from __future__ import annotations

import gzip
import re
import time
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, URIRef

from service import reference_uses, repository, shapes_page
from service.config import PROJECT
from service.library import Library
from service.namespaces import DXP, SHAPE
from tests.service.test_pages import Page, check_markup

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@pytest.fixture(scope="module", params=["ja", "en"])
def page(client: FlaskClient, request: pytest.FixtureRequest) -> tuple[str, str]:
    """The page of the ontology with its language."""
    return request.param, client.get(f"/ontology.html?lang={request.param}").get_data(as_text=True)


def test_every_term_has_its_place(page: tuple[str, str], ontology: Graph) -> None:
    """Anchor, label and definition of each term, in the language of the page."""
    language, text = page
    known = 0
    for kind in KINDS:
        for term in ontology.subjects(RDF.type, kind):
            if not str(term).startswith(str(DXP)):
                continue
            local = str(term).removeprefix(str(DXP))
            article = re.search(rf'<h3 id="{local}">(.*?)</article>', text, re.DOTALL)
            assert article is not None, local
            shown = unescape(article[1])
            for prop in (RDFS.label, SKOS.definition):
                said = [str(o) for o in ontology.objects(term, prop)
                        if getattr(o, "language", "") == language]  # fmt: skip
                assert said, (local, prop)
                assert said[0] in shown, (local, said[0])
            known += 1
    assert known > 250


def test_links_between_terms(page: tuple[str, str]) -> None:
    """Broader and narrower terms, domains and alignments of some terms, as the files have them."""
    measure = re.search(r'<h3 id="Measure">(.*?)</article>', page[1], re.DOTALL)
    assert measure is not None
    assert 'href="#PlanElement"' in measure[1]
    element = re.search(r'<h3 id="PlanElement">(.*?)</article>', page[1], re.DOTALL)
    assert element is not None
    assert all(f'href="#{each}"' in element[1] for each in ("Goal", "Measure", "Initiative"))
    assert 'href="http://www.w3.org/ns/prov#Entity"' in element[1]


def test_markup_and_size(client: FlaskClient, page: tuple[str, str]) -> None:
    """Usable by everybody; every anchor that is linked is there; small when sent."""
    language, text = page
    parsed = Page(text)
    check_markup(parsed, language)
    ids = {attributes["id"] for _, attributes in parsed.elements if "id" in attributes}
    links = {each.get("href", "") for each in parsed.all("a")}
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    headers = {"Accept-Encoding": "gzip"}
    reply = client.get(f"/ontology.html?lang={language}", headers=headers)
    assert len(reply.data) < 150_000
    assert gzip.decompress(reply.data).decode() == text
    again = client.get(
        f"/ontology.html?lang={language}", headers={"If-None-Match": reply.headers["ETag"]}
    )
    assert again.status_code == 304


def test_examples_run(client: FlaskClient, page: tuple[str, str]) -> None:
    """Each example has an answer that is not empty (every tenth is asked)."""
    found = [unescape(each) for each in re.findall(r'href="(/sparql\?query=[^"]+)"', page[1])]
    assert len(found) > 200
    for address in found[::10]:
        csv = address.replace("format=html", "format=csv")
        reply = client.get(csv)
        assert reply.status_code == 200, csv
        assert len(reply.data.splitlines()) > 1, csv


def test_uses_lead_somewhere(client: FlaskClient, page: tuple[str, str]) -> None:
    """Questions and rules that are named exist."""
    linked = set(re.findall(r'href="(/(?:queries|shapes)/[^"]+)"', page[1]))
    assert len(linked) > 100
    for address in sorted(linked)[::15]:
        reply = client.get(address, headers={"Accept": "text/html"})
        assert reply.status_code in (200, 303), address


def test_uses_are_true() -> None:
    """A question or rule is named with a term if, and only if, it uses it."""
    uses = reference_uses.in_questions(Library().questions())
    for question in Library().questions():
        assert ("dxp:theme" in question.query) >= (question.name in uses.get("theme", []))
    rules = reference_uses.in_shapes(shapes_page.graph())
    assert "Indicator-direction" in rules["direction"]
    assert "Indicator-direction" in rules["Indicator"]
    assert "Indicator-direction" not in rules.get("Department", [])


def test_schemes(client: FlaskClient, page: tuple[str, str]) -> None:
    """Each scheme has a page with all its concepts and their definitions."""
    language = page[0]
    addresses = set(re.findall(r'href="(/ontology/schemes/[^"]+)"', page[1]))
    files = [file for file in repository.files(PROJECT) if file.kind == "schemes"]
    graph = Graph()
    for file in files:
        graph.parse(file.path, format="turtle")
    names = {str(s).rpartition("/")[2] for s in graph.subjects(RDF.type, SKOS.ConceptScheme)}
    linked = {re.sub(r".*/|\.html.*", "", address) for address in addresses}
    assert names <= linked
    assert len(names) > 35
    for name in ("level", "policy-kind", "direction"):
        text = unescape(client.get(f"/ontology/schemes/{name}.html?lang={language}").text)
        check_markup(Page(text), language)
        scheme = URIRef(f"https://w3id.org/dxplan/id/{name}")
        concepts = list(graph.subjects(SKOS.inScheme, scheme))
        assert concepts
        for concept in concepts:
            said = {o.language: str(o) for o in graph.objects(concept, SKOS.definition)}  # type: ignore[attr-defined]
            assert said[language] in text, concept
    assert client.get("/ontology/schemes/nothing.html").status_code == 404
    assert client.get("/ontology/schemes/%3Cscript%3E.html").status_code == 404


def test_addresses(client: FlaskClient) -> None:
    """The ontology leads to its documents; the drawing is there; other endings are not."""
    for accept, suffix in (("text/html", "html"), ("text/turtle", "ttl"), ("", "html")):
        reply = client.get("/ontology", headers={"Accept": accept})
        assert (reply.status_code, reply.headers["Location"]) == (303, f"/ontology.{suffix}")
    with client.get("/ontology/model.svg") as drawing:
        assert (drawing.status_code, drawing.mimetype) == (200, "image/svg+xml")
    assert client.get("/ontology.exe").status_code == 404
    assert 'href="/ontology.html' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_shapes(client: FlaskClient, language: str) -> None:
    """All rules are listed, each once; a rule's page says why and shows its examples."""
    text = client.get(f"/shapes?lang={language}").get_data(as_text=True)
    check_markup(Page(text), language)
    assert len(gzip.compress(text.encode())) < 150_000
    graph = shapes_page.graph()
    codes = {
        str(s).removeprefix(str(SHAPE))
        for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
        for s in graph.subjects(RDF.type, kind)
        if str(s).startswith(str(SHAPE))
    }
    listed = re.findall(r"<code>([\w-]+)</code></a>", text)
    assert len(set(listed)) == len(listed)
    assert codes <= set(listed)
    assert len(codes) > 150
    rule = client.get(f"/shapes/Indicator-direction.html?lang={language}")
    check_markup(Page(rule.get_data(as_text=True)), language)
    shown = unescape(rule.get_data(as_text=True))
    assert "ex:record a dxp:Indicator" in shown
    assert shown.count("dxp:direction direction:higher-is-better") == 1
    assert "bad-record.ttl" in shown


def test_without_examples(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the tests are not installed, pages of shapes do without."""
    monkeypatch.setattr(shapes_page, "_EXAMPLES", tmp_path)
    text = client.get("/shapes/Indicator-direction.html").get_data(as_text=True)
    assert "ex:record" not in text


def test_fast(client: FlaskClient) -> None:
    """Asked again, each page is there within 100 ms (p95)."""
    addresses = ["/ontology.html", "/shapes", "/catalog.html", "/download/", "/sitemap-1.xml",
                 "/ontology/schemes/level.html", "/catalog.ttl"]  # fmt: skip
    times = []
    for address in addresses:
        client.get(address)
        for _ in range(5):
            begin = time.perf_counter()
            assert client.get(address).status_code == 200
            times.append(time.perf_counter() - begin)
    times.sort()
    assert times[int(len(times) * 0.95)] < 0.1


def test_room_is_kept_by_what_there_is(page: tuple[str, str]) -> None:
    """Each term says how many rows it has: Back leads to the same place (see style.css)."""
    parts = re.findall(
        r'<article class="tens-(\d) ones-(\d) text-(\d+)".*?</article>', page[1], re.DOTALL
    )
    whole = re.findall(r"<article.*?</article>", page[1], re.DOTALL)
    assert len(parts) == len(whole) > 200
    for (tens, ones, _), content in zip(parts, whole, strict=True):
        assert 10 * int(tens) + int(ones) == content.count("<dt>")
