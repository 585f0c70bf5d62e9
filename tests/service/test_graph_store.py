"""Whole graphs by the Graph Store Protocol, and the description of the data in VoID."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from rdflib import DCTERMS, RDF, VOID, Dataset, Graph, URIRef
from rdflib.namespace import FOAF

from tests.service.serving import (
    GRAPH_A,
    GRAPH_B,
    GRAPH_ODD,
    Reply,
    Server,
    running,
    write_build,
)

STORE = "/graph-store"
VOID_PATH = "/.well-known/void"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DXP = "https://w3id.org/dxplan/ontology#"
CATALOG = [
    "<https://w3id.org/dxplan/catalog> <http://purl.org/dc/terms/license> <https://l.example/> "
    "<https://w3id.org/dxplan/graph/catalogue> .",
    "<https://w3id.org/dxplan/catalog> <http://purl.org/dc/terms/publisher> <https://p.example/> "
    "<https://w3id.org/dxplan/graph/catalogue> .",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the small dataset."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "first")
    with running(var) as server:
        yield server


def graph(server: Server, name: str, accept: str = "text/turtle") -> Reply:
    return server.send("GET", f"{STORE}?graph={quote(name, safe='')}", {"Accept": accept})


# --- reading graphs ---


def test_a_named_graph(server: Server) -> None:
    """The three triples of a graph, and no other."""
    reply = graph(server, GRAPH_B)
    assert (reply.status, reply.type) == (200, "text/turtle")
    found = Graph().parse(data=reply.body, format="turtle")
    assert {str(p) for p in found.predicates()} == {TYPE, LABEL, DXP + "parent"}
    assert len(found) == 3


def test_the_default_graph(server: Server) -> None:
    """The union of all graphs, each triple once: 14 quads, one of them twice."""
    for target in (f"{STORE}?default", f"{STORE}?default="):
        reply = server.send("GET", target, {"Accept": "application/n-triples"})
        assert (reply.status, len(reply.body.splitlines())) == (200, 13)


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its use of its own classes
@pytest.mark.parametrize(
    ("accept", "media", "parser"),
    [
        ("text/turtle", "text/turtle", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/trig", "application/trig", "trig"),
        ("application/n-quads", "application/n-quads", "nquads"),
        ("*/*", "text/turtle", "turtle"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/xml", "xml"),
    ],
)
def test_formats(server: Server, accept: str, media: str, parser: str) -> None:
    """Every RDF format, by negotiation; a browser gets data too."""
    reply = graph(server, GRAPH_A, accept)
    assert (reply.status, reply.type) == (200, media)
    found = Dataset(default_union=True)
    found.parse(data=reply.body, format=parser)
    assert len(list(found.triples((None, None, None)))) == 7
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize(
    ("target", "accept", "status"),
    [
        (f"{STORE}?graph=http://example.org/none", "*/*", 404),
        (f"{STORE}?graph=relative", "*/*", 400),
        (f"{STORE}?graph=", "*/*", 400),
        (f"{STORE}?graph=http://a/%3E%7D", "*/*", 400),
        (f"{STORE}?graph=%ff", "*/*", 400),
        (STORE, "*/*", 400),
        (f"{STORE}?default&default", "*/*", 400),
        (f"{STORE}?default=yes", "*/*", 400),
        (f"{STORE}?default&graph={GRAPH_A}", "*/*", 400),
        (f"{STORE}?graph={GRAPH_A}&graph={GRAPH_B}", "*/*", 400),
        (f"{STORE}?default", "text/csv", 406),
        (f"{STORE}?default&format=csv", "*/*", 406),
        (f"{STORE}?default&format=nonsense", "*/*", 400),
        (f"{STORE}?default&format=nt", "text/csv", 200),
        (f"{STORE}?graph={GRAPH_ODD}", "application/rdf+xml", 406),
        (f"{VOID_PATH}?format=csv", "*/*", 406),
        (f"{VOID_PATH}?format=nonsense", "*/*", 400),
    ],
)
def test_what_is_asked_for_wrongly(server: Server, target: str, accept: str, status: int) -> None:
    """Unknown graphs are 404, bad parameters 400, formats that cannot be 406."""
    reply = server.send("GET", target, {"Accept": accept})
    assert reply.status == status, reply.text
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_can_be_written(server: Server, method: str) -> None:
    """Writing is 405, and Allow says what may be done."""
    reply = server.send(method, f"{STORE}?graph={GRAPH_A}", {"Content-Type": "text/turtle"}, b"")
    assert reply.status == 405
    assert reply.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert len(graph(server, GRAPH_A, "application/n-triples").body.splitlines()) == 7


def test_head_options_and_conditions(server: Server) -> None:
    """HEAD as GET without a body, OPTIONS for browsers, 304 for those who have the graph."""
    target = f"{STORE}?graph={quote(GRAPH_A, safe='')}"
    get, head = server.send("GET", target), server.send("HEAD", target)
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == get.headers[name], name
    again = server.send("GET", target, {"If-None-Match": get.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")
    other = server.send("GET", f"{STORE}?default", {"If-None-Match": get.headers["ETag"]})
    assert other.status == 200
    assert other.headers["ETag"] != get.headers["ETag"]
    absent = f"{STORE}?graph=http://example.org/none"
    assert server.send("HEAD", absent).status == 404
    assert server.send("GET", absent, {"If-None-Match": "*"}).status == 404
    options = server.send("OPTIONS", STORE, {"Origin": "https://a.example"})
    assert (options.status, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_an_engine_elsewhere(server: Server, tmp_path: Path) -> None:
    """The same addresses work where the graphs are only known by asking."""
    with running(tmp_path, engine=server.address + "sparql") as front:
        assert len(graph(front, GRAPH_B, "application/n-triples").body.splitlines()) == 3
        assert graph(front, "http://example.org/none").status == 404
        assert sizes(front) == {GRAPH_A: 7, GRAPH_B: 3, GRAPH_ODD: 4}


# --- VoID ---


def sizes(server: Server) -> dict[str, int]:
    found = Graph().parse(data=server.send("GET", VOID_PATH).body, format="turtle")
    return {
        str(g): int(str(found.value(g, VOID.triples))) for g in found.objects(None, VOID.subset)
    }


def test_figures_are_counted_in_the_data(server: Server) -> None:
    """Totals, partitions by class and property, and the same for each graph; counted by hand."""
    found = Graph().parse(data=server.send("GET", VOID_PATH).body, format="turtle")
    dataset = URIRef(server.address + "sparql#dataset")
    totals = {
        name: int(str(found.value(dataset, VOID[name])))
        for name in ("triples", "distinctSubjects", "distinctObjects", "classes", "properties")
    }
    assert totals == {
        "triples": 13,
        "distinctSubjects": 4,
        "distinctObjects": 12,
        "classes": 1,
        "properties": 8,
    }
    assert partitions(found, dataset, "class", "entities") == {DXP + "Initiative": 2}
    properties = partitions(found, dataset, "property", "triples")
    assert (len(properties), properties[TYPE], properties[LABEL]) == (8, 2, 4)
    assert partitions(found, dataset, "property", "distinctSubjects")[LABEL] == 3
    assert partitions(found, dataset, "property", "distinctObjects")[TYPE] == 1
    assert sizes(server) == {GRAPH_A: 7, GRAPH_B: 3, GRAPH_ODD: 4}
    b = URIRef(GRAPH_B)
    assert partitions(found, b, "class", "entities") == {DXP + "Initiative": 1}
    assert partitions(found, b, "property", "triples") == {TYPE: 1, LABEL: 1, DXP + "parent": 1}
    assert {str(v) for v in found.objects(dataset, VOID.vocabulary)} == {
        DXP,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://example.org/",
    }


def partitions(found: Graph, dataset: URIRef, kind: str, figure: str) -> dict[str, int]:
    return {
        str(found.value(part, VOID[kind])): int(str(found.value(part, VOID[figure])))
        for part in found.objects(dataset, VOID[kind + "Partition"])
        if found.value(part, VOID[figure]) is not None
    }


def test_dumps_can_be_downloaded(server: Server) -> None:
    """Each graph names where it can be had, and it is there, as large as is said."""
    found = Graph().parse(data=server.send("GET", VOID_PATH).body, format="turtle")
    dumps = list(found.subject_objects(VOID.dataDump))
    assert len(dumps) == 4 * 5  # whole and three graphs, each by protocol and as four files
    for name, target in dumps:
        assert str(target).startswith(server.address)
        path = "/" + str(target).removeprefix(server.address)
        reply = server.send("GET", path, {"Accept": "application/n-triples"})
        if "/download/" in path:
            assert reply.status == 307, path
            reply = server.send("GET", reply.headers["Location"])
            assert (reply.status, reply.body != b"") == (200, True), path
            continue
        assert len(reply.body.splitlines()) == int(str(found.value(name, VOID.triples))), target


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its use of its own classes
def test_licence_publisher_and_addresses(tmp_path: Path) -> None:
    """What a directory of endpoints reads; addresses are the configured ones, never the Host."""
    write_build(tmp_path, "first", CATALOG)
    with running(tmp_path, public_url="https://data.example/dx/") as server:
        headers = {"Accept": "application/ld+json", "X-Forwarded-Host": "evil.example"}
        reply = server.send("GET", VOID_PATH, headers)
        assert (reply.status, reply.type) == (200, "application/ld+json")
        found = Graph().parse(data=reply.body, format="json-ld")
        dataset = URIRef("https://data.example/dx/sparql#dataset")
        assert str(found.value(dataset, DCTERMS.license)) == "https://l.example/"
        assert str(found.value(dataset, DCTERMS.publisher)) == "https://p.example/"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(found.value(dataset, DCTERMS.modified)))
        endpoint = found.value(dataset, VOID.sparqlEndpoint)
        assert str(endpoint) == "https://data.example/dx/sparql"
        document = found.value(predicate=RDF.type, object=VOID.DatasetDescription)
        assert str(document) == "https://data.example/dx" + VOID_PATH
        assert found.value(document, FOAF.topic) == dataset
        assert b"evil" not in reply.body
        described = server.send("GET", "/sparql").text
        assert "<https://data.example/dx/.well-known/void>" in described
        assert "<https://data.example/dx/graph-store>" in described
        tag = server.send("GET", VOID_PATH).headers["ETag"]
        assert server.send("GET", VOID_PATH, {"If-None-Match": tag}).status == 304


def test_no_word_of_graphs_without_data(tmp_path: Path) -> None:
    """Before the first build both say so."""
    with running(tmp_path) as server:
        for target in (VOID_PATH, f"{STORE}?default"):
            reply = server.send("GET", target)
            assert reply.status == 503
            assert "dxplan build" in reply.text
        assert json.loads(server.send("GET", "/health").body)["status"] == "unavailable"
