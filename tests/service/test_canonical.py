"""Literals that a store would rewrite, and blank nodes in data, are refused by line."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import XSD, BNode, Literal, URIRef

from service.canonical import check
from service.errors import DataError
from service.terms import nt
from service.turtle import TurtleFile, read_turtle

PREFIX = (
    "@prefix a: <http://a.example/> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    'a:w a:p "ok"@ja .\n'
)


def read(folder: Path, body: str) -> TurtleFile:
    path = folder / "some.ttl"
    path.write_text(PREFIX + body, encoding="utf-8")
    return read_turtle(path)


# literal, the canonical form that the message must name
REWRITTEN = [
    ("80.0", "「80」"),
    ("0.50", "「0.5」"),
    (".5", "「0.5」"),
    ("+5", "「5」"),
    ("007", "「7」"),
    ("-0", "「0」"),
    ('"1"^^xsd:boolean', "「true」"),
    ("1.0e6", "「1000000」"),
    ('"2025-03-31T00:00:00.00"^^xsd:dateTime', "「2025-03-31T00:00:00」"),
    ('"2025-03-31+00:00"^^xsd:date', "「2025-03-31Z」"),
    ('"P12M"^^xsd:duration', "「P1Y」"),
    ('"5"^^xsd:nonNegativeInteger', "xsd:integer"),
    ('"5"^^xsd:int', "xsd:integer"),
    ('"x"@ja-JP', "「@ja-jp」"),
    ('"x"@JA', "「@ja」"),
]
NO_VALUES = [
    '"abc"^^xsd:integer',
    '"六割"^^xsd:decimal',
    '"2025-02-30"^^xsd:date',
    '"令和6年"^^xsd:gYear',
    '"24"^^xsd:gYear',
    '"2025-13"^^xsd:gYearMonth',
    '"TRUE"^^xsd:boolean',
    '"http://a b"^^xsd:anyURI',
]
KEPT = [
    "80",
    "0.5",
    "-3.25",
    "0",
    "true",
    '"2025-03-31"^^xsd:date',
    '"2025-03-31T09:00:00+09:00"^^xsd:dateTime',
    '"2025"^^xsd:gYear',
    '"2025-03"^^xsd:gYearMonth',
    '"--04-01"^^xsd:gMonthDay',
    '"P1Y6M"^^xsd:duration',
    '"https://example.jp/方針"^^xsd:anyURI',
    '"080"',
    '"80.0"@ja',
    '"080"^^xsd:string',
    '"80.0"^^a:figure',
    '"x"@en-gb',
]


@pytest.mark.parametrize(("literal", "canonical"), REWRITTEN)
def test_a_form_that_a_store_rewrites_is_refused(
    tmp_path: Path, literal: str, canonical: str
) -> None:
    file = read(tmp_path, f"a:x a:p 1 ;\n  a:q {literal} .\n")
    with pytest.raises(DataError) as caught:
        check(file, named=True)
    assert caught.value.line == 5
    assert canonical in caught.value.ja
    assert canonical.strip("「」") in caught.value.en


@pytest.mark.parametrize("literal", NO_VALUES)
def test_what_is_no_value_is_refused_without_a_traceback(
    tmp_path: Path, literal: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = read(tmp_path, f"a:x a:p\n  {literal} .\n")
    with pytest.raises(DataError) as caught:
        check(file, named=True)
    assert caught.value.line == 5
    assert "読めません" in caught.value.ja
    assert "no value" in caught.value.en
    assert caplog.records == []


@pytest.mark.parametrize("literal", KEPT)
def test_what_a_store_keeps_is_taken(tmp_path: Path, literal: str) -> None:
    file = read(tmp_path, f"a:x a:p {literal} .\n")
    check(file, named=True)
    (value,) = file.graph.objects(URIRef("http://a.example/x"))
    store = ox.Store()
    store.load(f"<a:x> <a:p> {nt(value)} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    assert str(quad.object) == nt(value)


def test_the_first_fault_is_named(tmp_path: Path) -> None:
    file = read(tmp_path, "a:x a:p 1 .\na:y a:p 2.0 .\na:z a:p 03 .\na:v a:p 2.0 .\n")
    with pytest.raises(DataError) as caught:
        check(file, named=True)
    assert caught.value.line == 5


NAMELESS = ["a:x a:p [ a:q 1 ] .", "a:x a:p _:b .", "_:b a:p 1 .", "a:x a:p (1 2) ."]


@pytest.mark.parametrize("body", NAMELESS)
def test_blank_nodes_are_for_ontologies_only(tmp_path: Path, body: str) -> None:
    file = read(tmp_path, body)
    check(file, named=False)
    with pytest.raises(DataError) as caught:
        check(file, named=True)
    assert caught.value.line == 4
    assert "IRI" in caught.value.ja


TERMS = [
    (URIRef("http://a.example/方針"), "<http://a.example/方針>"),
    (BNode("b1"), "_:b1"),
    (Literal("中央"), '"中央"'),
    (Literal("中央", lang="ja"), '"中央"@ja'),
    (Literal("x", datatype=XSD.string), '"x"'),
    (Literal("080", datatype=XSD.integer, normalize=False), f'"080"^^<{XSD.integer}>'),
    (Literal('a"b\\c\nd\re\tf\bg\fh\x01\x7f'), '"a\\"b\\\\c\\nd\\re\\tf\\bg\\fh\\u0001\\u007F"'),
]


@pytest.mark.parametrize(("term", "text"), TERMS)
def test_terms_as_n_triples(term: URIRef | BNode | Literal, text: str) -> None:
    assert nt(term) == text
    line = f"<a:s> <a:p> {text} ."
    (quad,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    assert quad.object.value == str(term)


def test_other_things_are_no_terms() -> None:
    with pytest.raises(TypeError):
        nt(object())  # type: ignore[arg-type]
