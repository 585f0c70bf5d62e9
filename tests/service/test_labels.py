"""Names for a reader: which label, and what where there is none."""

import pytest
from rdflib import RDFS, SKOS, BNode, Graph, Literal, URIRef

from service.labels import label, name, shorten
from service.namespaces import DXP, ID, SOURCE

X = ID["x"]


@pytest.mark.parametrize(
    ("labels", "ja", "en"),
    [
        ([(RDFS.label, "甲", "ja"), (RDFS.label, "A", "en")], "甲", "A"),
        ([(RDFS.label, "甲", "ja"), (SKOS.prefLabel, "乙", "ja")], "乙", "乙"),
        ([(RDFS.label, "A", "en")], "A", "A"),
        ([(RDFS.label, "A", "en"), (DXP.printedLabel, "甲", "ja")], "甲", "A"),
        ([(RDFS.label, "A", "en"), (RDFS.label, "1-①", None)], "1-①", "A"),
        ([(RDFS.label, "丙", "ja"), (RDFS.label, "乙", "ja")], "丙", "丙"),
        ([], "id:x", "id:x"),
    ],
)
def test_name(labels: list[tuple[URIRef, str, str | None]], ja: str, en: str) -> None:
    graph = Graph()
    for predicate, text, language in labels:
        graph.add((X, predicate, Literal(text, lang=language)))
    assert (name(graph, X, "ja"), name(graph, X, "en")) == (ja, en)
    assert (label(graph, X, "ja") is None) is (not labels)


def test_literal_is_named_by_its_text() -> None:
    assert name(Graph(), Literal("80%"), "ja") == "80%"


@pytest.mark.parametrize(
    ("fragment", "ja", "en"),
    [("2,5", "計画 3〜5 行", "計画 lines 3–5"), ("2,3", "計画 3 行", "計画 line 3")],
)
def test_lines_are_named_by_their_document(fragment: str, ja: str, en: str) -> None:
    graph = Graph()
    graph.add((SOURCE["plan"], RDFS.label, Literal("計画", lang="ja")))
    lines = URIRef(f"{SOURCE}plan#line={fragment}")
    assert (name(graph, lines, "ja"), name(graph, lines, "en")) == (ja, en)


def test_blank_node_has_no_name() -> None:
    assert name(Graph(), BNode(), "ja") == "（名前のない資源）"
    assert name(Graph(), BNode(), "en") == "(unnamed resource)"


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (str(ID) + "chuo/x", "id:chuo/x"),
        (str(RDFS.label), "rdfs:label"),
        (str(ID), "https://w3id.org/dxplan/id/"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_shorten(iri: str, short: str) -> None:
    assert shorten(iri) == short
