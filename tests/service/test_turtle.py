"""Reading of Turtle: lines of triples, literals as written, faults with file, line, reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import RDF, XSD, BNode, Literal, Namespace, Node, URIRef

from service import repository
from service.config import PROJECT
from service.errors import DataError
from service.terms import nt_triple
from service.turtle import read_turtle

A = Namespace("http://a.example/")
SOURCE = "https://w3id.org/dxplan/source/x"
PREFIX = "@prefix a: <http://a.example/> .\n"

MIXED = f"""@prefix a: <http://a.example/> .
@base <{SOURCE}> .
# a comment
a:x
   a a:C ; # another
   a:p 1, 007 , 80.0,
     -4.5E3 , true,
     \"\"\"two
lines\"\"\" , "x"@ja ;
   a:q <#line=1,2> , [ a:r _:b ;
      a:s [ a:t (1 a:z
        ( 2
       "3" ) ) ] ] ;
  a:v _:b , _:b .
a:y a:list () , ( a:one ) ;
   a:last "x"^^a:dt .
[ a a:Anon ] a:p
   3 .
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "some.ttl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_each_object_has_its_own_line_and_column(tmp_path: Path) -> None:
    file = read_turtle(write(tmp_path, MIXED))
    expected = {
        (A.x, RDF.type, A.C): (5, 6),
        (A.x, A.p, Literal("1", datatype=XSD.integer)): (6, 8),
        (A.x, A.p, Literal("007", datatype=XSD.integer, normalize=False)): (6, 11),
        (A.x, A.p, Literal("80.0", datatype=XSD.decimal, normalize=False)): (6, 17),
        (A.x, A.p, Literal("-4.5E3", datatype=XSD.double, normalize=False)): (7, 6),
        (A.x, A.p, Literal("true", datatype=XSD.boolean)): (7, 15),
        (A.x, A.p, Literal("two\nlines")): (8, 6),
        (A.x, A.p, Literal("x", lang="ja")): (9, 12),
        (A.x, A.q, URIRef(SOURCE + "#line=1,2")): (10, 8),
        (A.y, A["list"], RDF.nil): (15, 12),
        (A.y, A.last, Literal("x", datatype=A.dt)): (16, 11),
    }
    for triple, place in expected.items():
        assert triple in file.graph
        assert (file.line(*triple), file.column(*triple)) == place, triple
    assert (file.line(A.y), file.column(A.y)) == (15, 1)
    assert (file.line(A.z, A.p), file.column(A.z, A.p)) == (None, None)


def test_lines_of_blank_nodes_and_list_members(tmp_path: Path) -> None:
    file = read_turtle(write(tmp_path, MIXED))
    (nested,) = (node for node in file.graph.objects(A.x, A.q) if isinstance(node, BNode))
    assert file.line(A.x, A.q, nested) == 10
    assert file.line(nested, A.r) == 10
    assert file.line(nested, A.s) == 11
    members = {
        str(member): file.line(cell, RDF.first, member)
        for cell, member in file.graph.subject_objects(RDF.first)
    }
    inner = [key for key in members if key not in {"1", "2", "3", str(A.z), str(A.one)}]
    assert len(members) == 6
    assert [members[key] for key in ("1", str(A.z), *inner, "2", "3", str(A.one))] == [
        11,
        11,
        12,
        12,
        13,
        15,
    ]
    shared = file.graph.value(nested, A.r)
    assert file.line(A.x, A.v, shared) == 14
    (anonymous,) = file.graph.subjects(RDF.type, A.Anon)
    assert file.line(anonymous) == 17
    assert file.line(anonymous, A.p) == 18


def test_line_falls_back_from_triple_to_predicate_to_subject(tmp_path: Path) -> None:
    file = read_turtle(write(tmp_path, MIXED))
    assert file.line(A.x) == 4
    assert file.line(A.x, A.q) == 10
    assert file.line(A.x, A.q, A.unknown) == 10
    assert file.line(A.x, A.unknown, A.unknown) == 4
    assert file.line(A.unknown) is None


def test_windows_line_ends_count_once(tmp_path: Path) -> None:
    file = read_turtle(write(tmp_path, MIXED.replace("\n", "\r\n")))
    assert file.line(A.y, A.last) == 16


def test_literals_stay_as_written(tmp_path: Path) -> None:
    body = 'a:x a:p "080"^^<http://www.w3.org/2001/XMLSchema#integer>, +5, 2.50, 1.0e6, 1.e0 .'
    file = read_turtle(write(tmp_path, PREFIX + body))
    assert sorted(str(value) for value in file.graph.objects()) == [
        "+5",
        "080",
        "1.0e6",
        "1.e0",
        "2.50",
    ]


def test_both_parsers_see_the_same_triples(tmp_path: Path) -> None:
    path = write(tmp_path, MIXED)
    ours = ox.Dataset(ox.Quad(*map(oxigraph_term, triple)) for triple in read_turtle(path).graph)
    theirs = ox.Dataset(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    for dataset in (ours, theirs):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(ours) == 31
    assert ours == theirs


def test_both_parsers_agree_on_every_file_of_the_project() -> None:
    paths = [row.path for row in repository.files(PROJECT) if row.path.suffix == ".ttl"]
    for path in [*paths, *repository.shapes(PROJECT)]:
        ours = [" ".join(nt_triple(triple)) for triple in read_turtle(path, label="b").graph]
        theirs = {str(quad.triple) for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)}
        assert len(ours) == len(theirs), path
        assert named(ours) == named(theirs), path
    assert len(paths) >= 1


def named(lines: Iterable[str]) -> list[str]:
    """Put one name for all blank nodes: the two parsers call them differently."""
    return sorted(re.sub(r"_:[\w-]+", "_:", line) for line in lines)


def oxigraph_term(term: Node) -> Any:
    if isinstance(term, Literal):
        kind = None if term.datatype is None else ox.NamedNode(term.datatype)
        return ox.Literal(str(term), language=term.language, datatype=kind)
    return ox.NamedNode(str(term)) if isinstance(term, URIRef) else ox.BlankNode(str(term))


def test_blank_nodes_are_named_alike_at_each_reading_if_asked(tmp_path: Path) -> None:
    path = write(tmp_path, MIXED)
    once, again = (set(read_turtle(path, label="f1n").graph) for _ in range(2))
    assert once == again
    assert BNode("f1n1") in {subject for subject, _, _ in once}
    assert not once.intersection(
        triple for triple in read_turtle(path).graph if isinstance(triple[0], BNode)
    )


def test_base_is_used_until_the_file_sets_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, f"<#one> <#p> <#two> .\n@base <{SOURCE}> .\n<#line=0,1> <#p> <> .\n")
    graph = read_turtle(path, base="http://a.example/doc").graph
    first = (A["doc#one"], A["doc#p"], A["doc#two"])
    second = (URIRef(SOURCE + "#line=0,1"), URIRef(SOURCE + "#p"), URIRef(SOURCE))
    assert set(graph) == {first, second}


def test_prefixes_of_the_file_are_bound(tmp_path: Path) -> None:
    graph = read_turtle(write(tmp_path, MIXED)).graph
    assert ("a", URIRef(A)) in list(graph.namespaces())


BROKEN = [
    ("a:x a:p b:c .", 2, "接頭辞 b:", "prefix b:"),
    ("@prefix c <http://c.example/> .", 2, "@prefix", "PREFIX"),
    ("<x> a:p 1 .", 2, "@base", "IRI"),
    ("<http://a.example/あ い> a:p 1 .", 2, "IRI", "IRI"),
    ('a:x a:p "x\n" .', 2, "改行", "Line jumps"),
    ("a:x a:p 1\n\na:y a:p 1 .", 4, "「.」", "dot"),
    ("a:x a:p 1 ;\n  a:q [ a:r 1 .", 3, "「]」", "']'"),
    ("a:x a:p 1, 2 3 .", 2, "主語", "subject"),
    ("a:x a:p 1 .\n}\n", 3, "主語", "subject"),
    ('a:x "a" 1 .', 2, "述語", "predicate"),
    ("a:x is a:p of a:y .", 2, "述語", "predicate"),
    ("a:x!a:p a:p 3 .", 2, "述語", "predicate"),
    ("a:x = a:y .", 2, "述語", "predicate"),
    ("a:x a:p ( 1 2 .", 2, "目的語", "object"),
    ("a:x a a:C, .", 2, "目的語", "object"),
    ("a:x a:p tru .", 2, "目的語", "object"),
    ('a:x　a:p "x" .', 2, "接頭辞", "prefix"),
    ('a:x a:p "\\q" .', 2, "置けません", "escape"),
    ('a:x a:p "x"@ja_JP .', 2, "置けません", "character"),
    ('a:x a:p "x"^^ .', 2, "データ型", "datatype"),
    ("a:x a:p 1 ;", 2, "終わって", "end"),
    ('a:x a:p """x\n\n', 2, "終わって", "end"),
]


@pytest.mark.parametrize(("body", "line", "ja", "en"), BROKEN)
def test_a_fault_names_file_line_and_reason(
    tmp_path: Path, body: str, line: int, ja: str, en: str
) -> None:
    path = write(tmp_path, PREFIX + body)
    with pytest.raises(DataError) as caught:
        read_turtle(path)
    assert caught.value.line == line
    assert caught.value.path == path
    assert caught.value.ja.startswith(f"{path}:{line}: ")
    assert ja in caught.value.ja
    assert en in caught.value.en


def test_a_reason_without_translation_is_passed_on(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_turtle(write(tmp_path, PREFIX + 'a:x a:p "\\uD800" .'))
    assert "Turtle として読めません（" in caught.value.ja


def test_an_unusable_base_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"base|IRI"):
        read_turtle(write(tmp_path, PREFIX + "a:x a:p 1 ."), base="no base")


ENCODINGS = [("utf-16", 1), ("shift_jis", 3), ("euc_jp", 3)]


@pytest.mark.parametrize(("encoding", "line"), ENCODINGS)
def test_other_encodings_are_refused_with_the_line(
    tmp_path: Path, encoding: str, line: int
) -> None:
    text = PREFIX + 'a:x a:p "ascii" .\na:x a:p "日本" .\n'
    with pytest.raises(DataError) as caught:
        read_turtle(write(tmp_path, text.encode(encoding)))
    assert caught.value.line == line
    assert "UTF-8" in caught.value.ja
    assert "UTF-8" in caught.value.en


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = read_turtle(write(tmp_path, (PREFIX + "a:x a:p a:y .").encode("utf-8-sig")))
    assert file.line(A.x, A.p, A.y) == 2


def test_a_missing_file_and_a_folder_are_faults(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttl", tmp_path):
        with pytest.raises(DataError) as caught:
            read_turtle(path)
        assert "開けません" in caught.value.ja
        assert caught.value.line is None


def test_an_empty_file_is_an_empty_graph(tmp_path: Path) -> None:
    assert len(read_turtle(write(tmp_path, "# nothing yet\n")).graph) == 0
