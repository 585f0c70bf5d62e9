"""The choice of a format, and what each format can and cannot hold."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from service import formats, negotiation, preview, writing
from service.errors import NotAcceptable, QueryTooLarge, UsageError

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
TURTLE = "text/turtle"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

# Accept header, type for a table, type for a graph; None where there is none
ACCEPTED = [
    (None, JSON, TURTLE),
    ("", JSON, TURTLE),
    ("*/*", JSON, TURTLE),
    ("application/*", JSON, "application/n-triples"),
    ("text/*", "text/csv", TURTLE),
    (BROWSER, "text/html", "text/html"),
    ("text/csv", "text/csv", None),
    ("text/tab-separated-values", "text/tab-separated-values", None),
    ("application/json", "application/json", "application/json"),
    ("application/xml", "application/xml", "application/xml"),
    ("text/xml", "text/xml", "text/xml"),
    ("application/x-turtle", None, "application/x-turtle"),
    ("application/ld+json", None, "application/ld+json"),
    ("application/trig", None, "application/trig"),
    ("application/n-quads", None, "application/n-quads"),
    ("application/rdf+xml, text/turtle;q=0.5", None, "application/rdf+xml"),
    (f"{XML};q=0.9, {JSON};q=0.1", XML, None),
    (f"{JSON};q=0, */*", XML, TURTLE),
    (f"{JSON};q=0, {XML};q=0, text/*;q=0, application/*;q=0", None, None),
    ("image/png, */*;q=0.01", JSON, TURTLE),
    ("image/png", None, None),
    ("application/sparql-results+json; charset=utf-8", JSON, None),
    ("text/turtle; charset=UTF-8; q=0.4, application/n-triples;q=0.3", None, TURTLE),
    ('text/turtle; profile="a,b;c"', None, TURTLE),
    ("TEXT/Turtle", None, TURTLE),
    ("nonsense", None, None),
    (";q=1,,/", None, None),
    ("text/html;q=0.4, text/turtle;q=0.5", "text/html", TURTLE),
]


@pytest.mark.parametrize(("accept", "table", "graph"), ACCEPTED)
def test_choice_by_accept(accept: str | None, table: str | None, graph: str | None) -> None:
    """Accept is read as RFC 9110 says."""
    choice = negotiation.choose(accept)
    assert (choice.table.media if choice.table else None) == table
    assert (choice.graph.media if choice.graph else None) == graph
    assert choice.page is (table == "text/html")


@pytest.mark.parametrize(
    ("short", "table", "graph"),
    [
        ("json", JSON, "application/ld+json"),
        ("xml", XML, "application/rdf+xml"),
        ("csv", "text/csv", None),
        ("tsv", "text/tab-separated-values", None),
        ("html", "text/html", "text/html"),
        ("turtle", None, TURTLE),
        ("ttl", None, TURTLE),
        ("n3", None, TURTLE),
        ("nt", None, "application/n-triples"),
        ("ntriples", None, "application/n-triples"),
        ("jsonld", None, "application/ld+json"),
        ("json-ld", None, "application/ld+json"),
        ("rdfxml", None, "application/rdf+xml"),
        ("rdf xml", None, "application/rdf+xml"),
        ("trig", None, "application/trig"),
        ("nquads", None, "application/n-quads"),
        ("CSV", "text/csv", None),
        (JSON, JSON, None),
        ("application/sparql-results xml", XML, None),
        ("application/json", "application/json", "application/json"),
    ],
)
def test_choice_by_name(short: str, table: str | None, graph: str | None) -> None:
    """``?format=`` takes short names and types, and overrules Accept."""
    choice = negotiation.choose("image/png", short)
    assert (choice.table.media if choice.table else None) == table
    assert (choice.graph.media if choice.graph else None) == graph


def test_unknown_names_are_told() -> None:
    """A name that is none is an error that lists those that are."""
    with pytest.raises(UsageError, match="turtle") as fault:
        negotiation.choose(None, "pdf" * 100)
    assert len(fault.value.ja) < 300
    with pytest.raises(NotAcceptable, match="text/turtle"):
        negotiation.choose_graph("text/csv")
    assert negotiation.choose_graph("text/csv, */*;q=0.1").media == TURTLE


def test_text_types_say_their_charset() -> None:
    """``text/*`` would mean ASCII to some; the other types define UTF-8."""
    types = {
        offer.content_type
        for form in (*formats.TABLES, *formats.GRAPHS)
        if (offer := negotiation.choose(form.media).table or negotiation.choose(form.media).graph)
    }
    assert {kind for kind in types if "charset" in kind} == {
        f"{kind}; charset=utf-8"
        for kind in ("text/csv", "text/tab-separated-values", "text/html", "text/turtle")
    }
    assert len(types) == 4 + 1 + 6


def test_every_format_is_one_that_the_engine_writes() -> None:
    """The tables of media types and the engine agree."""
    for form in formats.TABLES[:-1]:
        assert ox.QueryResultsFormat.from_media_type(form.media) is not None, form
    for form in formats.GRAPHS[:-1]:
        assert ox.RdfFormat.from_media_type(form.media) is not None, form


# --- writing ---

NODE = ox.NamedNode("http://example.org/s")


def store_of(values: list[ox.Literal]) -> ox.Store:
    store = ox.Store()
    store.extend([ox.Quad(NODE, NODE, value) for value in values])
    return store


def select(value: str) -> ox.QuerySolutions:
    result = store_of([ox.Literal(value)]).query("SELECT ?o { ?s ?p ?o }")
    assert isinstance(result, ox.QuerySolutions)
    return result


@pytest.mark.parametrize("code", [0x1, 0x8, 0xB, 0xC, 0xE, 0x1F, 0xFFFE, 0xFFFF])
def test_xml_refuses_what_it_cannot_hold(code: int) -> None:
    """Characters outside of XML 1.0 (section 2.2) are refused, not written."""
    with pytest.raises(NotAcceptable, match="JSON"):
        writing.table(select(f"a{chr(code)}b"), XML, 1)
    with pytest.raises(NotAcceptable):
        writing.graph([ox.Triple(NODE, NODE, ox.Literal(chr(code)))], "application/rdf+xml", 1, {})
    body = writing.table(select(f"a{chr(code)}b"), JSON, 1)
    assert json.loads(body)["results"]["bindings"][0]["o"]["value"] == f"a{chr(code)}b"


@pytest.mark.parametrize(
    "value", ["a\tb", "a\nb", "a\rb", "\x7f", "\x85", "\u2028", "😀", "<&>\"'"]
)
def test_xml_keeps_what_it_can_hold(value: str) -> None:
    """Everything else comes back from XML as it went in, carriage returns too."""
    body = writing.table(select(value), XML, 1)
    result = ox.parse_query_results(body, ox.QueryResultsFormat.XML)
    assert isinstance(result, ox.QuerySolutions)
    assert [row["o"] for row in result] == [ox.Literal(value)]
    triple = ox.Triple(NODE, NODE, ox.Literal(value))
    body = writing.graph([triple], "application/rdf+xml", 1, {})
    assert [quad.triple for quad in ox.parse(body, ox.RdfFormat.RDF_XML)] == [triple]


@pytest.mark.parametrize("predicate", ["http://example.org/", "http://example.org/1", "urn:x:9"])
def test_rdf_xml_refuses_properties_without_a_name(predicate: str) -> None:
    """A property that has no local name cannot be an element."""
    triple = ox.Triple(NODE, ox.NamedNode(predicate), NODE)
    with pytest.raises(NotAcceptable):
        writing.graph([triple], "application/rdf+xml", 1, {})
    assert predicate.encode() in writing.graph([triple], TURTLE, 1, {})


def test_a_limit_on_size() -> None:
    """An answer that passes the limit is not finished."""
    values = [ox.Literal("x" * 1000 + str(n)) for n in range(1100)]
    triples = [ox.Triple(NODE, NODE, value) for value in values]
    result = store_of(values).query("SELECT * { ?s ?p ?o }")
    assert isinstance(result, ox.QuerySolutions)
    with pytest.raises(QueryTooLarge, match="1 MiB"):
        writing.table(result, JSON, 1)
    with pytest.raises(QueryTooLarge):
        writing.graph(triples, TURTLE, 1, {})
    assert len(writing.graph(triples, TURTLE, 2, {})) > 1_000_000


def test_prefixes_that_are_none_do_no_harm() -> None:
    """Turtle is shortened by the prefixes that are IRIs."""
    triple = ox.Triple(NODE, NODE, NODE)
    prefixes = {"bad": "not an IRI", "e": "http://example.org/"}
    assert writing.graph([triple], TURTLE, 1, prefixes).endswith(b"e:s e:s e:s .\n")


def test_preview() -> None:
    """A page gets the first rows, the number of all, and terms with language and datatype."""
    store = store_of([ox.Literal(n) for n in range(preview.MAX_ROWS + 5)])
    result = store.query("SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o")
    assert isinstance(result, ox.QuerySolutions)
    found = json.loads(preview.rows(result))
    assert (len(found["rows"]), found["total"]) == (preview.MAX_ROWS, preview.MAX_ROWS + 5)
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert found["rows"][3] == [
        {"kind": "literal", "value": "3", "cut": False, "datatype": integer},
        None,
    ]
    triples = [ox.Triple(ox.BlankNode("b"), NODE, ox.Literal("語" * 3000, language="ja"))]
    found = json.loads(preview.triples(triples))
    assert found["columns"] == ["subject", "predicate", "object"]
    blank, iri, literal = found["rows"][0]
    assert (blank, iri) == ({"kind": "blank", "value": "b"}, {"kind": "iri", "value": NODE.value})
    assert (len(literal["value"]), literal["cut"], literal["language"]) == (2000, True, "ja")
