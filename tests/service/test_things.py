"""Every IRI of ours resolves, in every format and language, and nothing breaks the resolver."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import RDFS, SH, SKOS, Graph, URIRef
from rdflib.compare import isomorphic

from service import rendering, things_query
from service.config import PROJECT
from service.namespaces import BASE
from service.texts import TEXTS
from service.things_address import FORMATS
from tests.service.test_pages import Page, check_markup

HTML = {"Accept": "text/html"}
ELEMENT = "id/chuo/strategy-2024/initiative/01-01"
PASSAGE = "source/chuo-dx-strategy-2024#line=605,608"
RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
MEDIA = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
# served by other modules, or no page of their own
ELSEWHERE = re.compile(
    re.escape(BASE) + r"(queries|shapes|void|sparql|download|\.well-known)(/|$|#)"
)


@pytest.fixture(scope="module")
def iris(store: ox.Store) -> list[str]:
    """Every IRI of ours that is a subject or object of any statement."""
    terms = {term for quad in store for term in (quad.subject, quad.object)}
    ours = {t.value for t in terms if isinstance(t, ox.NamedNode) and t.value.startswith(BASE)}
    return sorted(iri for iri in ours if not ELSEWHERE.match(iri))


def path_of(iri: str) -> str:
    """The path that answers for an IRI: a place in a source by its parameter."""
    path, _, fragment = iri.removeprefix(BASE).partition("#")
    line = f"?line={fragment.removeprefix('line=')}" if fragment.startswith("line=") else ""
    return f"/{quote(path)}{line}"


@pytest.mark.slow
def test_every_iri_resolves(client: FlaskClient, store: ox.Store, iris: list[str]) -> None:
    """Whatever IRI of ours stands anywhere in the graph, a client finds a document behind it.

    Subjects, predicates, objects, datatypes and names of graphs; things by 303, the questions and
    the endpoint, which are documents themselves, by 200.
    """
    places: dict[str, list[str]] = defaultdict(list)
    for iri in every(store):
        places[path_of(iri)].append(iri)
    listed = [iri for some in places.values() for iri in some]
    assert len(listed) > 15000
    assert set(iris) <= set(listed)
    for path, some in places.items():
        reply = client.head(path, headers=HTML)
        direct = ELSEWHERE.match(some[0])
        assert reply.status_code == (200 if direct else 303), some[0]
        target = reply.headers.get("Location", "/")
        assert direct or (target.startswith("/") and target[1] != "/" and ".html" in target)


def every(store: ox.Store) -> list[str]:
    """Every IRI of ours that stands anywhere in the graph."""
    found = set()
    for quad in store:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            node = term.datatype if isinstance(term, ox.Literal) else term
            if isinstance(node, ox.NamedNode) and node.value.startswith(BASE):
                found.add(node.value)
    return sorted(found)


def test_parts_of_documents_are_in_them(client: FlaskClient, store: ox.Store) -> None:
    """What has a fragment is in the triples of its document, where a client looks for it."""
    parts = [i for i in every(store) if "#" in i and not i.startswith(f"{BASE}source/")]
    documents = {}
    for iri in parts:
        path = path_of(iri)
        if path not in documents:
            documents[path] = client.get(
                path, headers={"Accept": "application/n-triples"}, follow_redirects=True
            ).text
        assert f"<{iri}>" in documents[path], iri
    assert len(parts) > 400
    assert len(documents) > 25


def sample(iris: list[str]) -> dict[str, str]:
    """The first IRI of each folder of each ward: every class of subject."""
    found: dict[str, str] = {}
    for iri in iris:
        path = re.sub(r"#line=.*", "#line", iri.removeprefix(BASE))
        found.setdefault(re.sub(r"[^/#]+$", "", path) + ("#line" if "#line" in path else ""), iri)
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_for_every_class(client: FlaskClient, iris: list[str], language: str) -> None:
    """One of each kind has a page: heading, IRI, other formats, how to cite, no raw markup."""
    chosen = sample(iris)
    assert len(chosen) > 200
    for iri in chosen.values():
        target = client.get(path_of(iri), headers=HTML).headers["Location"]
        joint = "&" if "?" in target else "?"
        reply = client.get(f"{target}{joint}lang={language}")
        assert reply.status_code == 200, target
        assert reply.headers["Content-Language"] == language
        assert f'<html lang="{language}">' in reply.text
        check_markup(Page(reply.text), language)
        assert TEXTS["cite"][language == "en"] in reply.text or "/ontology" in target
        assert "undefined" not in reply.text.lower()


def test_every_kind_of_thing_has_a_page(client: FlaskClient, store: ox.Store) -> None:
    """One instance of each class of ours."""
    rows = store.query(
        "SELECT ?c (MIN(STR(?s)) AS ?x) { ?s a ?c FILTER(ISIRI(?s)) } GROUP BY ?c",
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, ox.QuerySolutions)
    ran = 0
    for row in rows:
        iri = row["x"].value
        if not iri.startswith(BASE) or ELSEWHERE.match(iri) or iri.startswith(f"{BASE}ontology"):
            continue
        reply = client.get(
            path_of(iri).replace("?", ".html?") if "?" in path_of(iri) else path_of(iri) + ".html"
        )
        assert reply.status_code == 200, iri
        ran += 1
    assert ran > 60


@pytest.mark.parametrize(
    "path", [ELEMENT, "id/municipality/chuo", "id/theme", "graph/common", "id/fiscal-year/2024"]
)
def test_every_format_says_the_same(client: FlaskClient, path: str) -> None:
    """Turtle, JSON-LD, N-Triples and RDF/XML are the same graph, and it is about the thing."""
    graphs = {}
    for suffix, form in RDF_FORMATS.items():
        reply = client.get(f"/{path}.{suffix}")
        assert reply.status_code == 200
        assert reply.mimetype == MEDIA[suffix]
        quads = ox.parse(reply.data, form)
        graphs[suffix] = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    first = graphs["nt"]
    terms = {term for triple in first for term in triple}
    assert not any(isinstance(term, ox.BlankNode) for term in terms)  # so sets can be compared
    assert sum(triple[0] == ox.NamedNode(BASE + path) for triple in first) > 3
    for suffix, graph in graphs.items():
        assert graph == first, suffix


def test_the_description_holds_what_the_store_says(client: FlaskClient, store: ox.Store) -> None:
    """All statements about and to a thing are in it, checked against the store itself."""
    node = ox.NamedNode(BASE + ELEMENT)
    stated = {(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(node, None, None)}
    stated |= {
        (q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, node)
    }
    reply = client.get(f"/{ELEMENT}.nt")
    told = {
        (t.subject, t.predicate, t.object) for t in ox.parse(reply.data, ox.RdfFormat.N_TRIPLES)
    }
    assert len(stated) > 40
    assert stated <= told
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    named = {subject for subject, predicate, _ in told if predicate == label}
    assert ox.NamedNode(f"{BASE}id/chuo/strategy-2024/measure/01") in named


def test_the_page_says_what_the_graph_says(client: FlaskClient) -> None:
    """Facts of one initiative, read in the source: number, mark, department, lines."""
    page = client.get(f"/{ELEMENT}.html").text
    for text in ("手続きのオンライン化拡大", "1-①", "重点取組", "情報システム課", "606〜608行"):
        assert text in page, text
    assert "/source/chuo-dx-strategy-2024.html?line=605,608" in page
    assert "Expanding online procedures" in page
    assert TEXTS["unofficial"][0] in page
    assert page.index("中央区情報化基本方針 第8期") < page.index("<h1")  # the way to it
    assert re.search(r'href="/explain\?[^"]*inEdition', page)


ACCEPT = [
    (None, "html"),
    ("*/*", "html"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
    ("text/turtle", "ttl"),
    ("application/x-turtle", "ttl"),
    ("application/ld+json", "jsonld"),
    ("application/json", "jsonld"),
    ("application/n-triples", "nt"),
    ("application/rdf+xml", "rdf"),
    ("application/rdf+xml;q=0.5, text/turtle;q=0.9", "ttl"),
    ("text/html;q=0.1, application/rdf+xml", "rdf"),
    ("image/png, text/*;q=0.3", "html"),
]


@pytest.mark.parametrize(("accept", "suffix"), ACCEPT)
def test_negotiation(client: FlaskClient, accept: str | None, suffix: str) -> None:
    """303 to the document that the client reads best; Vary and Link say what else there is."""
    reply = client.get(f"/{ELEMENT}", headers={"Accept": accept} if accept else {})
    assert reply.status_code == 303
    assert reply.headers["Location"] == f"/{ELEMENT}.{suffix}"
    assert "Accept" in reply.headers["Vary"]
    links = reply.headers["Link"]
    assert links.count('rel="alternate"') == len(FORMATS)
    document = client.get(reply.headers["Location"])
    assert document.status_code == 200
    assert document.mimetype == MEDIA[suffix]
    assert f'<{BASE}{ELEMENT}>; rel="describes"' in document.headers["Link"]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("html", "html"), ("ttl", "ttl"), ("turtle", "ttl"), ("json-ld", "jsonld"), ("nt", "nt"),
     ("rdf", "rdf"), ("rdfxml", "rdf"), ("application/rdf+xml", "rdf")],
)  # fmt: skip
def test_format_overrules_accept(client: FlaskClient, name: str, suffix: str) -> None:
    """``?format=`` decides, and the language goes along."""
    reply = client.get(f"/{ELEMENT}?format={quote(name)}&lang=en", headers=HTML)
    assert reply.headers["Location"] == f"/{ELEMENT}.{suffix}?lang=en"


def test_what_cannot_be_had(client: FlaskClient) -> None:
    """406 and 400 list what there is; unknown languages get a sentence."""
    reply = client.get(f"/{ELEMENT}", headers={"Accept": "image/png"})
    assert reply.status_code == 406
    assert "text/turtle" in reply.text
    reply = client.get(f"/{ELEMENT}?format=<script>", headers=HTML)
    assert reply.status_code == 400
    assert "<script>" not in reply.text
    reply = client.get(f"/{ELEMENT}.html?lang=xx")
    assert reply.status_code == 200
    assert "「xx」のページはありません" in reply.text


def test_tags_and_heads(client: FlaskClient) -> None:
    """The same version is not sent twice; HEAD has the headers only."""
    for suffix in MEDIA:
        first = client.get(f"/{ELEMENT}.{suffix}")
        tag = first.headers["ETag"]
        again = client.get(f"/{ELEMENT}.{suffix}", headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        other = client.get(f"/{ELEMENT}.{suffix}?lang=en", headers={"If-None-Match": tag})
        assert other.status_code == (200 if suffix == "html" else 304)
        head = client.head(f"/{ELEMENT}.{suffix}")
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Type"] == first.headers["Content-Type"]
    assert client.post(f"/{ELEMENT}").status_code == 405


def test_any_host(client: FlaskClient) -> None:
    """The name of the host changes nothing, and is never echoed."""
    reply = client.get(f"/{ELEMENT}", headers=HTML | {"Host": "evil.example"})
    assert reply.headers["Location"] == f"/{ELEMENT}.html"
    page = client.get(f"/{ELEMENT}.html", headers={"Host": "evil.example"})
    assert "evil.example" not in page.text + str(page.headers)


# addresses with a mistake in them, and what is to be offered
NEAR = {
    "/id/chou/strategy-2024/initiative/01-01.html": "initiative/01-01.html",
    "/id/ward/chuo": "/id/municipality/chuo.html",
    "/ontology/indicator": "/ontology#Indicator",
    "/ontology/plan-element": "/ontology#PlanElement",
    "/graph/chuo/strategy-2023": "/graph/chuo/strategy-2024.html",
}


def test_nothing_there(client: FlaskClient) -> None:
    """404 names what is near: by the IRI, or by the name typed."""
    reply = client.get("/id/chuo/strategy-2024/initiative/01-99", headers=HTML)
    assert reply.status_code == 404
    assert "/id/chuo/strategy-2024/initiative/01-01.html" in reply.text
    reply = client.get("/id/" + quote("キャッシュレス決済拡大"), headers=HTML)
    assert reply.status_code == 404
    assert "キャッシュレス決済拡大</a>" in reply.text
    for path, near in NEAR.items():
        reply = client.get(path, headers=HTML)
        assert reply.status_code == 404
        assert near in reply.text, path
    plain = client.get("/id/chuo/strategy-2024/initiative/01-99", headers={"Accept": "text/plain"})
    assert plain.status_code == 404
    assert f"<{BASE}id/chuo/strategy-2024/initiative/01-0" in plain.text


def test_percent_escapes(client: FlaskClient, iris: list[str]) -> None:
    """Upper and lower case escapes, and none, are the same name."""
    name = "id/chuo/strategy-2024/initiative/01%2D01"
    for path in (name, name.replace("%2D", "%2d"), unquote(name)):
        assert client.get(f"/{path}", headers=HTML).headers["Location"] == f"/{ELEMENT}.html"
    assert not [iri for iri in iris if re.search(r"\.(html|ttl|jsonld|nt|rdf)$", iri)]


HOSTILE = [
    "/id//evil.example/x", "//evil.example/id/x", "/id/../../etc/passwd", "/id/%2e%2e/%2e%2e/x",
    "/id/..%2f..%2fetc/passwd", "/id/x%00.html", "/id/%00", "/id/%ff%fe", "/id/a%0d%0aSet-Cookie:x",
    "/id/<script>alert(1)</script>", '/id/">x', "/id/x%20y", "/id/x%3E%20%7D%20DROP",
    "/id/" + "a" * 5000,
    "/id/" + "a/" * 3000, "/id/.html", "/id/x..html", "/id/%5C%5Cevil.example",
    "/id/http://evil.example/",
    "/id/%E8%A8", "/id/" + quote("計画" * 300), "/source/x?line=1", "/source/x?line=5,2",
    "/source/chuo-dx-strategy-2024?line=9999999999,99999999999", "/source/x?line=%00,1",
    "/source/chuo-dx-strategy-2024?line=0,1&line=2,3", "/graph/", "/id/", "/ontology/",
    "/ontology.exe",
    "/ontology/nothing", "/catalog.exe", "/id/x?format=%00", "/id/x?lang=%00%ff", "/id/{{7*7}}",
    "/id/$X", "/id/%24%7Bjndi%7D", "/source/..%2f..%2fx.html", "/id/x%E2%80%AE.html",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_paths(client: FlaskClient, path: str) -> None:
    """A sentence, never an accident, never a way to another host, nothing echoed raw."""
    for headers in (HTML, {"Accept": "text/plain"}, {"Accept": "text/turtle"}):
        reply = client.get(path, headers=headers)
        assert reply.status_code in (303, 308, 400, 404, 406), (path, reply.status_code)
        target = reply.headers.get("Location", "/")
        assert re.match(r"/(?!/)|http://localhost/(?!/)", target), target
        assert "Set-Cookie" not in reply.headers
        assert "<script>alert" not in reply.text


def test_sources(client: FlaskClient) -> None:
    """Lines of a source: their own page, the whole document with anchors, and RDF; no text."""
    page = client.get("/source/chuo-dx-strategy-2024.html?line=605,608")
    assert page.status_code == 200
    assert "606〜608行" in page.text
    assert f"/{ELEMENT}.html" in page.text
    whole = client.get("/source/chuo-dx-strategy-2024.html").text
    assert 'id="line=605,608"' in whole
    assert len(re.findall(r'id="line=\d+,\d+"', whole)) > 500
    graph = Graph().parse(
        data=client.get("/source/chuo-dx-strategy-2024.ttl").data, format="turtle"
    )
    assert (URIRef(BASE + PASSAGE), None, None) in graph
    derived = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert (URIRef(BASE + ELEMENT), derived, URIRef(BASE + PASSAGE)) in graph


def test_the_ontology_in_one_document(client: FlaskClient, store: ox.Store) -> None:
    """Its RDF is the whole graph of the ontology, blank nodes and all."""
    reply = client.get("/ontology", headers={"Accept": "text/turtle"})
    assert reply.headers["Location"] == "/ontology.ttl"
    graph = Graph().parse(data=client.get("/ontology.ttl").data, format="turtle")
    quads = store.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}graph/ontology"))
    assert len(graph) == len(list(quads)) > 1500


SEARCHED = {
    "graph/chuo/strategy-2024": "Dataset",
    "id/theme": "DefinedTermSet",
    "ontology": "DefinedTermSet",
    "id/theme/open-data": "DefinedTerm",
    "source/chuo-dx-strategy-2024": "DigitalDocument",
    "id/nakano/progress-fy2024/indicator/02-01": "StatisticalVariable",
}


def test_data_for_search_engines(client: FlaskClient) -> None:
    """The page's data block is JSON-LD in schema.org's terms and cannot end early."""
    page = client.get("/id/municipality/chuo.html").text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    assert data["@id"] == f"{BASE}id/municipality/chuo"
    assert data["@type"] == "GovernmentOrganization"
    assert data["name"] == "中央区"
    for path, kind in SEARCHED.items():
        page = client.get(f"/{path}.html").text
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert block is not None, path
        data = json.loads(block[1])
        assert (data["@type"], data["@id"]) == (kind, f"{BASE}{path}")
        assert ("license" in data) == (kind == "Dataset")
        assert kind != "Dataset" or "写し取った" in data["description"]


def test_sizes(client: FlaskClient, iris: list[str]) -> None:
    """No page about a thing is larger than 150 kB as sent to a browser."""
    heavy = ["id/nakano/edition/regional-informatization-plan-2-draft", "id/theme",
             "id/policy/municipal-dx-plan", "source/chiyoda-dx-committee-2024-11-26"]  # fmt: skip
    for path in heavy:
        assert BASE + path in iris
        reply = client.get(f"/{path}.html", headers={"Accept-Encoding": "gzip"})
        assert reply.headers["Content-Encoding"] == "gzip"
        assert len(reply.data) < 150_000, path


SHAPE = "shapes/Thing-label"


def test_shapes(client: FlaskClient) -> None:
    """Each shape has a page and triples, the same in every format."""
    codes = set()
    for path in (PROJECT / "shapes").glob("*.ttl"):
        codes |= set(re.findall(r"(?m)^dxps:([\w-]+) a sh:", path.read_text(encoding="utf-8")))
    assert len(codes) > 100
    for code in codes:
        assert client.get(f"/shapes/{code}", headers=HTML).status_code == 303, code
    for language in ("ja", "en"):
        page = client.get(f"/{SHAPE}.html?lang={language}")
        check_markup(Page(page.text), language)
    assert "Exactly one Japanese name" in page.text
    graphs = [
        Graph().parse(data=client.get(f"/{SHAPE}.{suffix}").data, format=name)
        for suffix, name in (("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"))
    ]
    assert all(isomorphic(graph, graphs[0]) for graph in graphs)
    assert (URIRef(BASE + SHAPE), SH.path, RDFS.label) in graphs[0]
    near = client.get("/shapes/Thing-labels", headers=HTML)
    assert near.status_code == 404
    assert f"/{SHAPE}.html" in near.text


def test_terms_of_the_ontology(client: FlaskClient, store: ox.Store) -> None:
    """``/ontology#Term`` leads to the term on the page, in both languages."""
    defined, graph = ox.NamedNode(str(SKOS.definition)), ox.NamedNode(f"{BASE}graph/ontology")
    quads = store.quads_for_pattern(None, defined, None, graph)
    terms = {
        q.subject.value.partition("#")[2] for q in quads if isinstance(q.subject, ox.NamedNode)
    }
    assert len(terms) > 150
    for language in ("ja", "en"):
        page = client.get(f"/ontology.html?lang={language}").text
        assert {term for term in terms if f'id="{term}"' not in page} == set()


def test_is_passage() -> None:
    """A fragment with lines makes a passage; anything else does not."""
    assert things_query.is_passage(BASE + PASSAGE)
    assert not things_query.is_passage(BASE + ELEMENT)
    assert things_query.is_document(f"{BASE}source/x")
    assert not things_query.is_document(f"{BASE}source/x/ledger/0001")


@pytest.mark.parametrize("path", ["municipality/chiyoda", "theme/paperless"])
def test_cells_of_lists_lead_nowhere(client: FlaskClient, path: str) -> None:
    """The values that a question takes are cells of lists without names; no page shows them."""
    page = client.get(f"/id/{path}.html").text
    assert 'id="incoming"' in page
    assert "-value-1" not in page
    assert "rdf:first" not in page


def test_a_theme_lists_elements_of_plans_only(client: FlaskClient) -> None:
    """A family of indicators has a theme too, but stands in no edition."""
    page = client.get("/id/theme/paperless.html").text
    table = page.partition('aria-label="この主題の計画の要素"')[2].partition("</table>")[0]
    assert table.count("<tr>") == 31  # a head, and what the graph has
    assert "/id/family/" not in table


def test_addresses_in_texts_are_links(client: FlaskClient) -> None:
    """They end where the address does, may break anywhere, and dates do not break."""
    page = client.get("/id/policy/digital-society-arrangement-act.html").text
    address = "https://shop.gyosei.jp/online/archives/cat05/0000040021"
    assert f'（<a class="break" href="{address}" rel="external noreferrer">{address}</a>）' in page
    assert '<td class="tight"><span>2021-05-12</span></td>' in page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<b> "x"', "&lt;b&gt; &#34;x&#34;"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('http://a.b/"><script>', ">http://a.b/</a>&#34;&gt;&lt;script&gt;"),
        ("http://a.b/?c=1&d='2', e", ">http://a.b/?c=1&amp;d=&#39;2</a>&#39;, e"),
    ],
)
def test_links_in_texts_harm_nobody(text: str, html: str) -> None:
    """What is no address is escaped, and an address cannot leave its attribute."""
    shown = str(rendering.linked(text))
    assert shown.endswith(html)
    assert "<script" not in shown


@pytest.mark.parametrize("chosen", ["", "ja", "en"])
@pytest.mark.parametrize(
    "path", ["/id/municipality/chuo.html", "/source/chuo-dx-strategy-2024.html"]
)
def test_every_language_version_names_itself(client: FlaskClient, chosen: str, path: str) -> None:
    """Search engines would drop a page whose canonical address is another language's."""
    asked = path + (f"?lang={chosen}" if chosen else "")
    reply = client.get(asked)
    elements = [attributes for tag, attributes in Page(reply.text).elements if tag == "link"]
    root = "http://127.0.0.1:8000"
    (canonical,) = (each["href"] for each in elements if each.get("rel") == "canonical")
    assert canonical == root + asked
    assert f'<{root}{asked}>; rel="canonical"' in reply.headers["Link"]
    others = {each["hreflang"]: each["href"] for each in elements if "hreflang" in each}
    assert others == {
        "ja": f"{root}{path}?lang=ja",
        "en": f"{root}{path}?lang=en",
        "x-default": root + path,
    }


def test_verdicts_are_named_in_english(client: FlaskClient) -> None:
    """By the two indicators, each with its ward."""
    page = client.get("/id/chiyoda/committee-2024-11/indicator/01-02-01.html?lang=en").text
    assert "千代田区のオンライン決済対応率と" not in page
    assert "coverage by online payment (Chiyoda City) – Use rate" in page


def test_no_counterpart_has_a_name(client: FlaskClient) -> None:
    """What an element was compared with in vain is told in words."""
    path = "/id/nakano/progress-fy2024/initiative/01-02-03.html"
    assert "sssom:NoTermFound" not in client.get(path).text
    assert ">該当なし</a>" in client.get(path).text
    assert ">no counterpart</a>" in client.get(f"{path}?lang=en").text


def test_nearest_things_stand_once_on_a_page(client: FlaskClient) -> None:
    """As links on a page, as addresses in a text."""
    page = client.get("/id/municipality/chuooo", headers=HTML).text
    assert "&lt;https://" not in page
    assert 'href="/id/municipality/chuo.html"' in page
    assert (
        "<https://w3id.org/dxplan/id/municipality/chuo>"
        in client.get("/id/municipality/chuooo", headers={"Accept": "text/plain"}).text
    )


def test_other_sites_may_ask_and_read_links(client: FlaskClient) -> None:
    """A preflight is answered, and the Link may be read."""
    may = client.options("/id/municipality/chuo").headers
    assert may["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Accept" in may["Access-Control-Allow-Headers"]
    for path in ("/id/municipality/chuo.ttl", "/id/municipality/chuo.html"):
        assert "Link" in client.get(path).headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["/validate", "/explore", "/explore/timeline", "/shapes"])
def test_pages_are_pages_only(client: FlaskClient, path: str) -> None:
    """Who takes no page is told so, whether the page has been made before or not."""
    for accept, status in (("text/turtle", 406), ("text/html", 200), ("text/turtle", 406)):
        assert client.get(path, headers={"Accept": accept}).status_code == status
    assert client.get(path, headers={"Accept": "text/turtle, */*;q=0.1"}).status_code == 200


def test_home_leads_to_the_catalogue(client: FlaskClient) -> None:
    """Who takes no page finds the same described in RDF."""
    reply = client.get("/", headers={"Accept": "text/turtle"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/catalog")
    assert client.get("/").status_code == 200
