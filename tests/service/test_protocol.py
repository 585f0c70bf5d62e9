"""The rules of ``protocol.yaml``, and what takes more than one request, over real HTTP."""

from __future__ import annotations

import csv
import gzip
import http.client
import io
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
import yaml
from rdflib import RDF, VOID, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from service.description import SD
from tests.service.serving import GRAPH_A, GRAPH_B, GRAPH_ODD, Reply, Server, running, write_build

RULES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("protocol.yaml").read_text(encoding="utf-8")
)
METHODS = ("get", "head", "options", "post", "put", "delete", "patch")
KEYS = {
    "request": {*METHODS, "query", "url", "raw", "form", "direct", "body"}
    | {"type_in", "accept", "send"},
    "reply": {"status", "type", "has", "lacks", "head_has", "head_lacks", "rows", "answer"},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the small dataset."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "first")
    with running(var) as server:
        yield server


def test_every_rule_is_run_and_understood() -> None:
    """No rule is written so that nothing is checked."""
    assert len(RULES) >= 200
    assert len({rule["rule"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert set(rule) <= KEYS["request"] | KEYS["reply"] | {"rule"}, rule
        assert "status" in rule, rule


@pytest.mark.parametrize("rule", RULES, ids=[rule["rule"] for rule in RULES])
def test_rule(server: Server, rule: dict[str, Any]) -> None:
    """The reply to the rule's request is as the rule says."""
    reply = send(server, rule)
    assert reply.status == rule["status"], reply.text
    assert reply.type == rule.get("type", reply.type)
    check_body(reply, rule)
    check_headers(reply, rule)
    if "head" in rule or rule["status"] in (204, 304):
        assert reply.body == b""


def send(server: Server, rule: dict[str, Any]) -> Reply:
    method = next((name for name in METHODS if name in rule), "post")
    target = rule.get(method, "Q").replace("Q", "/sparql")
    pairs = [("query", rule["query"])] if "query" in rule else []
    pairs += [tuple(pair) for pair in rule.get("url", ())]
    search = rule.get("raw", urlencode(pairs))
    headers = [(name, value) for name, value in rule.get("send", {}).items()]
    if "Host" in rule.get("send", {}):
        return send_raw(server, method, f"{target}?{search}", headers)
    accept = rule.get("accept", [])
    headers += [("Accept", value) for value in ([accept] if isinstance(accept, str) else accept)]
    body, kind = request_body(rule)
    if rule.get("type_in", kind):
        headers.append(("Content-Type", rule.get("type_in", kind)))
    target = target + ("?" + search if search else "")
    # http.client refuses what is no ASCII; a client that does not is to be served all the same
    return send_raw(server, method, target, headers, body)


def send_raw(
    server: Server, method: str, target: str, headers: list[tuple[str, str]], body: bytes = b""
) -> Reply:
    lines = [f"{method.upper()} {target} HTTP/1.1"]
    if not any(name == "Host" for name, _ in headers):
        lines.append("Host: localhost")
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"Content-Length: {len(body)}", "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode() + body)
        return http_response(connection, method.upper())


def http_response(connection: socket.socket, method: str) -> Reply:
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    content = response.read()
    reply = Reply(response.status, response.headers, content, 0)
    response.close()
    return reply


def request_body(rule: dict[str, Any]) -> tuple[bytes, str]:
    if "form" in rule:
        pairs = [tuple(pair) for pair in rule["form"]]
        return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
    if "direct" in rule:
        return rule["direct"].encode(), "application/sparql-query"
    return rule.get("body", "").encode(), ""


def check_body(reply: Reply, rule: dict[str, Any]) -> None:
    for text in several(rule.get("has", [])):
        assert text in reply.text
    for text in several(rule.get("lacks", [])):
        assert text not in reply.text
    if "rows" in rule:
        assert len(json.loads(reply.body)["results"]["bindings"]) == rule["rows"], reply.text
    if "answer" in rule:
        assert json.loads(reply.body)["boolean"] is rule["answer"]


def check_headers(reply: Reply, rule: dict[str, Any]) -> None:
    for name, pattern in rule.get("head_has", {}).items():
        assert re.search(pattern, reply.headers.get(name, "")), reply.headers.items()
    for name in rule.get("head_lacks", []):
        assert name not in reply.headers


def several(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


# --- answers mean the same in every format ---

LABELS = """SELECT ?s ?label ?n WHERE {
  ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label
  OPTIONAL { ?s <https://w3id.org/dxplan/ontology#position> ?n } } ORDER BY ?s ?label"""
ID = "https://w3id.org/dxplan/id/t/"
EXPECTED = [
    (ID + "initiative/01", "オンライン化", "1"),
    (ID + "initiative/02", "Better counters", "2"),
    (ID + "initiative/02", "窓口の改善", "2"),
    (ID + "計画", '計画 <b>&"x"</b>', ""),
]


def test_tables_say_the_same_in_every_format(server: Server) -> None:
    """JSON, XML, CSV and TSV hold the four rows that stand in the fixture."""
    found = json.loads(server.ask(LABELS, Accept="application/sparql-results+json").body)
    rows = found["results"]["bindings"]
    assert found["head"]["vars"] == ["s", "label", "n"]
    assert [tuple(r.get(v, {"value": ""})["value"] for v in ("s", "label", "n")) for r in rows] == (
        EXPECTED
    )
    assert [row["label"].get("xml:lang") for row in rows] == ["ja", "en", "ja", "ja"]
    name = "{http://www.w3.org/2005/sparql-results#}"
    tree = ElementTree.fromstring(  # noqa: S314  our own answer
        server.ask(LABELS, Accept="application/sparql-results+xml").body
    )
    in_xml = [tuple("".join(b.itertext()) for b in result) for result in tree.iter(name + "result")]
    assert in_xml == [row[: 2 if row[2] == "" else 3] for row in EXPECTED]
    in_csv = csv.reader(io.StringIO(server.ask(LABELS, Accept="text/csv").text, newline=""))
    assert list(in_csv) == [["s", "label", "n"], *map(list, EXPECTED)]
    lines = server.ask(LABELS, Accept="text/tab-separated-values").text.splitlines()
    assert lines[0] == "?s\t?label\t?n"
    assert lines[1] == f'<{ID}initiative/01>\t"オンライン化"@ja\t1'
    assert lines[4] == f'<{ID}計画>\t"計画 <b>&\\"x\\"</b>"@ja\t'


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its use of its own classes
@pytest.mark.parametrize(
    ("media", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/trig", "trig"),
        ("application/n-quads", "nquads"),
    ],
)
def test_graphs_say_the_same_in_every_format(server: Server, media: str, parser: str) -> None:
    """Every graph format gives the graph of the fixture, as another library reads it."""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH_B}> {{ ?s ?p ?o }} }}"
    graph = Dataset(default_union=True)
    graph.parse(data=server.ask(query, Accept=media).body, format=parser)
    dxp = "https://w3id.org/dxplan/ontology#"
    one, plan = URIRef(ID + "initiative/01"), URIRef(ID + "計画")
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    expected = Graph()
    expected.add((one, RDF.type, URIRef(dxp + "Initiative")))
    expected.add((one, URIRef(dxp + "parent"), plan))
    expected.add((plan, label, Literal('計画 <b>&"x"</b>', lang="ja")))
    found = Graph()
    for triple in graph.triples((None, None, None)):
        found.add(triple)
    assert isomorphic(found, expected)


def test_description(server: Server) -> None:
    """The description says where the endpoint is, and the size of each graph."""
    graph = Graph().parse(data=server.send("GET", "/sparql").body, format="turtle")
    service = graph.value(predicate=RDF.type, object=SD.Service)
    assert str(service) == server.address + "sparql"
    assert graph.value(service, SD.endpoint) == service
    dataset = graph.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    sizes = {
        str(graph.value(named, SD.name)): int(
            str(graph.value(graph.value(named, SD.graph), VOID.triples))
        )
        for named in graph.objects(dataset, SD.namedGraph)
    }
    assert sizes == {GRAPH_A: 7, GRAPH_B: 3, GRAPH_ODD: 4}
    formats = {str(form).rpartition("/")[2] for form in graph.objects(service, SD.resultFormat)}
    assert formats == {
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
    }


def test_everything_in_the_description_has_a_type(server: Server) -> None:
    """Whatever a property of the vocabulary leads to is said to be of its kind."""
    graph = Graph().parse(data=server.send("GET", "/sparql").body, format="turtle")
    kinds = {
        SD.supportedLanguage: SD.Language,
        SD.feature: SD.Feature,
        SD.resultFormat: URIRef("http://www.w3.org/ns/formats/Format"),
        SD.defaultDataset: SD.Dataset,
        SD.defaultGraph: SD.Graph,
        SD.namedGraph: SD.NamedGraph,
        SD.graph: SD.Graph,
        SD.defaultEntailmentRegime: SD.EntailmentRegime,
    }
    for predicate, kind in kinds.items():
        found = list(graph.objects(None, predicate))
        assert found, predicate
        for node in found:
            assert (node, RDF.type, kind) in graph, (predicate, node)
    for dataset in (graph.value(None, SD.defaultDataset), URIRef(GRAPH_A)):
        assert (dataset, RDF.type, VOID.Dataset) in graph


# --- caching and compression ---


def test_an_answer_is_not_sent_twice(server: Server) -> None:
    """The tag of an answer gives 304 for this query and format, and for no other."""
    first = server.ask("ASK {}")
    tag = first.headers["ETag"]
    again = server.ask("ASK {}", If_None_Match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Vary"] == first.headers["Vary"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    strong = tag.removeprefix("W/")
    assert server.ask("ASK {}", If_None_Match=f'"x", {strong}').status == 304
    assert server.ask("ASK { }", If_None_Match=tag).status == 200
    assert server.ask("ASK {}", If_None_Match=tag, Accept="text/csv").status == 200
    other = "/sparql?query=ASK%7B%7D&default-graph-uri=" + quote(GRAPH_A)
    assert server.send("GET", other).headers["ETag"] != server.ask("ASK{}").headers["ETag"]
    page = server.ask("ASK {}", Accept="text/html", Accept_Language="ja")
    assert (
        server.ask("ASK {}", Accept="text/html", Accept_Language="en").headers["ETag"]
        != (page.headers["ETag"])
    )


def test_head_is_like_get(server: Server) -> None:
    """HEAD gives the headers of GET and no body."""
    target = "/sparql?query=" + quote(LABELS)
    get, head = server.send("GET", target), server.send("HEAD", target)
    assert head.body == b""
    assert head.headers["Content-Length"] == str(len(get.body))
    for name in ("ETag", "Content-Type", "Vary", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_compression(server: Server) -> None:
    """Who asks for gzip gets the same bytes in less; who refuses it does not."""
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c }"
    plain = server.ask(query, Accept="text/csv")
    small = server.ask(query, Accept="text/csv", Accept_Encoding="br, gzip;q=0.5")
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < len(plain.body) / 4
    assert "Accept-Encoding" in plain.headers["Vary"]
    for refused in ("identity", "gzip;q=0", "br"):
        reply = server.ask(query, Accept="text/csv", Accept_Encoding=refused)
        assert "Content-Encoding" not in reply.headers, refused
    assert server.ask("ASK {}", Accept_Encoding="gzip").body == b'{"head":{},"boolean":true}'


# --- sizes ---


@pytest.mark.parametrize("form", ["get", "form", "direct"])
def test_a_query_of_300_kB_is_read(server: Server, form: str) -> None:  # noqa: N802
    """Long queries are answered in each form."""
    iris = " ".join(f"<http://example.org/thing/{n:06}>" for n in range(8_900))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {iris} }} }}"
    assert len(query) > 300_000
    reply = {
        "get": lambda: server.send(
            "GET", "/sparql?query=" + quote(query, safe=" /:?").replace(" ", "+")
        ),
        "form": lambda: server.send(
            "POST",
            "/sparql",
            {"Content-Type": "application/x-www-form-urlencoded"},
            urlencode({"query": query}).encode(),
        ),
        "direct": lambda: server.post(query),
    }[form]()
    assert reply.status == 200, reply.text
    assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == "8900"


def test_sizes_have_limits(server: Server) -> None:
    """A query beyond a million characters, a body beyond 10 MiB, a URL beyond 512 KiB."""
    assert server.post("ASK {}" + " " * 999_994).status == 200
    too_long = server.post("ASK {}" + " " * 999_995)
    assert (too_long.status, "1,000,001" in too_long.text) == (413, True)
    too_large = server.post(" " * ((10 << 20) + 1))
    assert (too_large.status, "本文" in too_large.text) == (413, True)
    assert too_large.headers["Access-Control-Allow-Origin"] == "*"
    assert server.send("GET", "/sparql?query=" + "a" * (520 << 10)).status == 431


def test_a_request_without_host_is_refused(server: Server) -> None:
    """HTTP/1.1 wants exactly one Host (RFC 9112, section 3.2)."""
    for hosts, status in (([], 400), (["a", "b"], 400), (["a"], 200)):
        lines = [
            "GET /health HTTP/1.1",
            *(f"Host: {h}" for h in hosts),
            "Connection: close",
            "",
            "",
        ]
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            connection.sendall("\r\n".join(lines).encode())
            assert http_response(connection, "GET").status == status, hosts


def test_nothing_went_wrong_unnoticed(server: Server) -> None:
    """After all of the above no accident stands in the log."""
    assert server.ask("ASK {}").status == 200
    assert "accident" not in server.log()
    assert "Traceback" not in server.log()
