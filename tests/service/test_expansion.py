"""Passages for cited places, and ledgers as RDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, Literal, URIRef

from service.errors import DataError
from service.expansion import Read, cited, expand
from service.namespaces import DXP, GRAPH, ID, LEDGER_GRAPH, SOURCE
from service.repository import DataFile, files
from service.turtle import read_turtle

DOCUMENT = "data/chuo/strategy-2024"
NAME = "chuo-dx-strategy-2024"
HEADER = "from\tto\tstatus\tsection\tnote\n"
CATALOGUE = f"<{SOURCE}{NAME}> <{DXP.transcribedIn}> <{GRAPH}chuo/strategy-2024> .\n"
SCHEME = "".join(
    f"<{ID}transcription-status/{name}> <http://www.w3.org/2004/02/skos/core#inScheme>"
    f" <{ID}transcription-status> .\n"
    for name in ("transcribed", "context", "ornament", "lost", "omitted")
)


def project(folder: Path, data: str = "", ledger: str | None = None, **more: str) -> Path:
    texts = {
        "data/catalogue/documents.ttl": more.get("catalogue", CATALOGUE),
        "ontology/schemes/transcription-status.ttl": SCHEME,
        f"{DOCUMENT}/goals.ttl": f"@base <{SOURCE}{NAME}> .\n{data}",
    }
    if ledger is not None:
        texts[f"{DOCUMENT}/ledger.tsv"] = ledger
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(folder: Path) -> Graph:
    rows = files(folder)
    turtle: list[Read] = [(row, read_turtle(row.path)) for row in rows if row.path.suffix == ".ttl"]
    tables: list[DataFile] = [row for row in rows if row.path.suffix == ".tsv"]
    graph = Graph()
    for name, triple in expand(turtle, tables):
        assert name == LEDGER_GRAPH
        graph.add(triple)
    return graph


def whole(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def test_a_cited_place_becomes_a_passage(tmp_path: Path) -> None:
    data = "<a:x> <a:p> <#line=607,608>, <#line=0,3> .\n<a:y> <a:p> <#line=607,608>, <> ."
    graph = run(project(tmp_path, data))
    source = SOURCE[NAME]
    expected = {
        (URIRef(f"{source}#line=607,608"), RDF.type, DXP.Passage),
        (URIRef(f"{source}#line=607,608"), DCTERMS.isPartOf, source),
        (URIRef(f"{source}#line=607,608"), DXP.firstLine, whole(608)),
        (URIRef(f"{source}#line=607,608"), DXP.lastLine, whole(608)),
        (URIRef(f"{source}#line=0,3"), RDF.type, DXP.Passage),
        (URIRef(f"{source}#line=0,3"), DCTERMS.isPartOf, source),
        (URIRef(f"{source}#line=0,3"), DXP.firstLine, whole(1)),
        (URIRef(f"{source}#line=0,3"), DXP.lastLine, whole(3)),
    }
    assert set(graph) == expected


BAD_PLACES = [
    "#line=608",
    "#line=608,",
    "#line=,608",
    "#line=608,608",
    "#line=608,607",
    "#line=0608,0609",
    "#line=１,２",
    "#lines=1,2",
    "#char=1,2",
    "#line=1,2;length=9",
    "#",
    "#goal",
]


@pytest.mark.parametrize("place", BAD_PLACES)
def test_a_fragment_that_names_no_lines_is_refused(tmp_path: Path, place: str) -> None:
    data = f"<a:w> <a:p> <#line=1,2> .\n<a:x> <a:q> 1 ;\n  <a:p> <{place}> ."
    path = project(tmp_path, data) / DOCUMENT / "goals.ttl"
    with pytest.raises(DataError) as caught:
        list(cited(read_turtle(path)))
    assert caught.value.line == 4
    assert f"「{place}」" in caught.value.ja
    assert f"“{place}”" in caught.value.en


def test_other_documents_fragments_are_left_alone(tmp_path: Path) -> None:
    data = "<a:x> <a:p> <http://www.w3.org/ns/prov#Entity>, <https://w3id.org/dxplan/id/x#y> ."
    assert len(run(project(tmp_path, data))) == 0


def test_ledger_rows_become_entries_with_passages(tmp_path: Path) -> None:
    ledger = HEADER + "1\t4\tornament\t表紙\t\n\n6\t6\tomitted\t\t索引のため\n"
    graph = run(project(tmp_path, ledger=ledger))
    source = SOURCE[NAME]
    first, second = (URIRef(f"{source}/ledger/{n}") for n in ("0001", "0002"))
    place = URIRef(f"{source}#line=0,4")
    assert set(graph.predicate_objects(first)) == {
        (RDF.type, DXP.LedgerEntry),
        (DCTERMS.isPartOf, source),
        (DXP.inPassage, place),
        (DXP.firstLine, whole(1)),
        (DXP.lastLine, whole(4)),
        (DXP.transcriptionStatus, ID["transcription-status/ornament"]),
        (DXP.section, Literal("表紙", lang="ja")),
    }
    assert set(graph.predicate_objects(second)) == {
        (RDF.type, DXP.LedgerEntry),
        (DCTERMS.isPartOf, source),
        (DXP.inPassage, URIRef(f"{source}#line=5,6")),
        (DXP.firstLine, whole(6)),
        (DXP.lastLine, whole(6)),
        (DXP.transcriptionStatus, ID["transcription-status/omitted"]),
        (RDFS.comment, Literal("索引のため", lang="ja")),
    }
    assert set(graph.predicate_objects(place)) == {
        (RDF.type, DXP.Passage),
        (DCTERMS.isPartOf, source),
        (DXP.firstLine, whole(1)),
        (DXP.lastLine, whole(4)),
    }
    assert len(set(graph.subjects())) == 4


BAD_LEDGERS = [
    ("1\t4\ttranscribed\t\t\n4\t5\tcontext\t\t\n", 3, "重なる", "overlaps"),
    ("5\t6\ttranscribed\t\t\n1\t2\tcontext\t\t\n", 3, "順序", "precedes"),
    ("4\t3\ttranscribed\t\t\n", 2, "範囲", "range"),
    ("0\t3\ttranscribed\t\t\n", 2, "範囲", "range"),
    ("1\t3\tdone\t\t\n", 2, "「done」", "“done”"),
    ("1\t3\tlost\t第1章\t\n", 2, "理由", "why"),
    ("1\t3\tomitted\t第1章\t \n", 2, "理由", "why"),
    ("a\t3\tlost\t\t\n", 2, "数字", "digits"),
    ("1 3 lost\n", 2, "タブ", "tabs"),
]


@pytest.mark.parametrize(("rows", "line", "ja", "en"), BAD_LEDGERS)
def test_a_wrong_row_names_file_and_line(
    tmp_path: Path, rows: str, line: int, ja: str, en: str
) -> None:
    folder = project(tmp_path, ledger=HEADER + rows)
    with pytest.raises(DataError) as caught:
        run(folder)
    assert caught.value.path == folder / DOCUMENT / "ledger.tsv"
    assert caught.value.line == line
    assert ja in caught.value.ja
    assert en in caught.value.en


TWICE = CATALOGUE + CATALOGUE.replace(NAME, "another")
ELSEWHERE = CATALOGUE.replace(str(SOURCE), "http://a.example/")


@pytest.mark.parametrize("catalogue", ["", TWICE, ELSEWHERE])
def test_a_ledger_needs_exactly_one_source_in_the_catalogue(tmp_path: Path, catalogue: str) -> None:
    folder = project(tmp_path, ledger=HEADER + "1\t2\tcontext\t\t\n", catalogue=catalogue)
    with pytest.raises(DataError) as caught:
        run(folder)
    assert "dxp:transcribedIn" in caught.value.ja
    assert caught.value.path.name == "ledger.tsv"


def test_a_wrong_mapping_is_refused_rather_than_left_out(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "data/mappings").mkdir()
    (folder / "data/mappings/policies.sssom.tsv").touch()
    with pytest.raises(DataError, match="metadata") as caught:
        run(folder)
    assert caught.value.line == 1
