"""From a workbook typed in by hand to Turtle files: the example of a fictitious ward.

``EXPECTED`` was written by hand from the text of the example, as a curator would have.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from rdflib import Graph, URIRef

from service import config, import_command, workbook_read
from service.figures_reading_dates import fold
from service.namespaces import DXP, PREFIXES
from service.sources import parse_place
from service.workbook_rows import folders
from tests.service import mirai
from tests.service.planting import published

EXPECTED = """
@base <https://w3id.org/dxplan/source/mirai-dx-plan-2025> .
@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix id: <https://w3id.org/dxplan/id/> .
@prefix d: <https://w3id.org/dxplan/id/mirai/dx-plan-2025/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .

<https://w3id.org/dxplan/id/mirai/dx-plan-2025/initiative/01-01> a dxp:Initiative ;
  rdfs:label "オンライン申請の拡大"@ja ;
  dxp:unofficialLabel "More applications online"@en ;
  dxp:printedNumber "1-①" ;
  dxp:printedLabel "オンライン申請の拡大"@ja ;
  dxp:parent <https://w3id.org/dxplan/id/mirai/dx-plan-2025/measure/01> ;
  dxp:summary "申請の電子化を広げる。"@ja , "Takes more applications online."@en ;
  prov:wasDerivedFrom <#line=12,13> .

<https://w3id.org/dxplan/id/mirai/dx-plan-2025/value/01-01-2024-baseline> a dxp:IndicatorValue ;
  rdfs:label "①の令和6年度の基準値"@ja ;
  dxp:valueOf <https://w3id.org/dxplan/id/mirai/dx-plan-2025/indicator/01-01> ;
  dxp:fiscalYear <https://w3id.org/dxplan/id/fiscal-year/2024> ;
  dxp:valueKind <https://w3id.org/dxplan/id/value-kind/baseline> ;
  dxp:contentKind <https://w3id.org/dxplan/id/content-kind/number> ;
  dxp:printedValue "約120手続"@ja ;
  dxp:numericValue 120 ;
  dxp:precision <https://w3id.org/dxplan/id/precision/approximate> ;
  dxp:unit <https://w3id.org/dxplan/id/unit/procedure> ;
  prov:wasDerivedFrom <#line=21,22> , <#line=22,23> .

<https://w3id.org/dxplan/id/mirai/dx-plan-2025/value/01-02-2024-baseline> a dxp:IndicatorValue ;
  rdfs:label "②の令和6年度の基準値"@ja ;
  dxp:valueOf <https://w3id.org/dxplan/id/mirai/dx-plan-2025/indicator/01-02> ;
  dxp:fiscalYear <https://w3id.org/dxplan/id/fiscal-year/2024> ;
  dxp:valueKind <https://w3id.org/dxplan/id/value-kind/baseline> ;
  dxp:contentKind <https://w3id.org/dxplan/id/content-kind/absent> ;
  dxp:printedValue "ー"@ja ;
  dxp:absence <https://w3id.org/dxplan/id/absence/stated-none> ;
  prov:wasDerivedFrom <#line=21,22> , <#line=23,24> .

<https://w3id.org/dxplan/id/mirai/dx-plan-2025/value/01-03-2024-baseline> a dxp:IndicatorValue ;
  rdfs:label "③の令和6年度の基準値"@ja ;
  dxp:valueOf <https://w3id.org/dxplan/id/mirai/dx-plan-2025/indicator/01-03> ;
  dxp:fiscalYear <https://w3id.org/dxplan/id/fiscal-year/2024> ;
  dxp:valueKind <https://w3id.org/dxplan/id/value-kind/baseline> ;
  dxp:contentKind <https://w3id.org/dxplan/id/content-kind/fraction> ;
  dxp:printedValue "3/20"@ja ;
  dxp:numericValue 3 ;
  dxp:fractionNumerator 3 ;
  dxp:fractionDenominator 20 ;
  dxp:precision <https://w3id.org/dxplan/id/precision/exact> ;
  dxp:unit <https://w3id.org/dxplan/id/unit/work-item> ;
  prov:wasDerivedFrom <#line=21,22> , <#line=24,25> .

<https://w3id.org/dxplan/id/mirai/dx-plan-2025/responsibility/01-01-2> a dxp:Responsibility ;
  rdfs:label "1-①の担当 2: 各課"@ja ;
  dxp:responsibilityOf <https://w3id.org/dxplan/id/mirai/dx-plan-2025/initiative/01-01> ;
  dxp:responsibleUnit <https://w3id.org/dxplan/id/mirai/group/kaku-ka> ;
  dxp:position 2 ;
  dxp:printedLabel "各課"@ja ;
  prov:wasDerivedFrom <#line=13,14> .
"""


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(import_command.command, list(arguments), standalone_mode=False)
    if done.exception is not None:
        return getattr(done.exception, "exit_code", -1), str(done.exception)
    return int(done.return_value or 0), done.output


def graph_of(folder: Path) -> Graph:
    graph = Graph(bind_namespaces="none")
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path)
    return graph


def test_a_workbook_becomes_the_files_of_the_example(tmp_path: Path) -> None:
    code, _ = run(str(mirai.BOOK), "--to", str(tmp_path))
    assert code == 0
    made = {path.name: path.read_text() for path in (tmp_path / mirai.FOLDER).iterdir()}
    kept = {path.name: path.read_text() for path in (mirai.HOME / mirai.FOLDER).iterdir()}
    assert made == kept
    assert len(made) == 10
    again = workbook_read.read_path(mirai.BOOK, published())
    assert set(graph_of(tmp_path / mirai.FOLDER)) == set(again.graph)


def test_it_says_what_a_curator_would_have_written() -> None:
    graph = graph_of(mirai.HOME / mirai.FOLDER)
    expected = Graph(bind_namespaces="none").parse(data=EXPECTED, format="turtle")
    subjects = set(expected.subjects())
    assert len(subjects) == 5
    assert {triple for triple in graph if triple[0] in subjects} == set(expected)


def test_each_printed_text_stands_in_the_lines_it_cites() -> None:
    text = mirai.TEXT.read_text(encoding="utf-8").splitlines()
    graph = graph_of(mirai.HOME / mirai.FOLDER)
    source = URIRef(f"https://w3id.org/dxplan/source/{mirai.TEXT.stem}")
    digest = hashlib.sha256(mirai.TEXT.read_bytes()).hexdigest()
    assert str(graph.value(source, DXP.sha256)) == digest
    assert str(graph.value(source, DXP.lineCount)) == str(len(text))
    checked = 0
    derived = URIRef(PREFIXES["prov"] + "wasDerivedFrom")
    for predicate in (DXP.printedLabel, DXP.printedValue, DXP.printedDate):
        for subject, printed in graph.subject_objects(predicate):
            places = [parse_place(str(place)) for place in graph.objects(subject, derived)]
            lines = [line for p in places if p for line in text[p.first - 1 : p.last]]
            assert any(fold(str(printed)) in fold(line) for line in lines), (subject, printed)
            checked += 1
    assert checked >= 40


def test_the_ledger_of_the_example_accounts_for_each_line_once() -> None:
    with (mirai.HOME / "ledger.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    told = [n for row in rows for n in range(int(row["from"]), int(row["to"]) + 1)]
    lines = enumerate(mirai.TEXT.read_text(encoding="utf-8").splitlines(), 1)
    assert told == [number for number, text in lines if text.strip()]
    assert {row["status"] for row in rows} == {"transcribed", "context", "ornament"}


def test_the_example_is_kept_out_of_what_is_published() -> None:
    assert mirai.FOLDER not in folders(config.PROJECT)
    assert not [iri for iri in published().things if "/mirai" in str(iri)]


def test_nothing_is_written_over_files_that_are_there(tmp_path: Path) -> None:
    assert run(str(mirai.BOOK), "--to", str(tmp_path))[0] == 0
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / mirai.FOLDER).iterdir()}
    assert run(str(mirai.BOOK), "--to", str(tmp_path))[0] == 2
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / mirai.FOLDER).iterdir()} == before


def test_a_workbook_with_errors_is_refused_with_findings(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(mirai.BOOK)
    headers = [cell.value for cell in book["値"][1]]
    book["値"].cell(3, headers.index("年度") + 1).value = "7年度"
    path = tmp_path / "plan.xlsx"
    book.save(path)
    code, output = run(str(path), "--to", str(tmp_path / "out"))
    assert code == 1
    assert "値!C3" in output
    assert "元号" in output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["plan.ttl", "plan.txt"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("", encoding="utf-8")
    assert run(str(path))[0] == 2
