"""Slips in the example's workbook: each is told of once, at its cell, and does no more harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from rdflib import RDFS, Literal, URIRef

from service import config, rdf_input, upload_work, workbook_mark, workbook_read, workbook_write
from service.namespaces import DXP, ID
from service.rdf_input import HasColumns
from service.validation import validate_files
from service.workbook_findings import of_cells
from service.workbook_rows import empty
from service.workbook_upload import Upload
from tests.service import mirai
from tests.service.planting import FOLDER, Garden, clean, published

Found = list[tuple[str, str]]
DOCUMENT = ID["mirai/dx-plan-2025/"]


@cache
def example() -> bytes:
    return mirai.BOOK.read_bytes()


def altered(change: Callable[[Workbook], Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(example()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(**cells: Any) -> bytes:
    """The example with some cells typed anew, such as ``値_B3``."""

    def change(book: Workbook) -> None:
        for name, value in cells.items():
            sheet, address = name.split("_")
            book[sheet][address] = value

    return altered(change)


def copied(sheet: str, row: int, **cells: Any) -> bytes:
    """The example with a row copied below the last, and some cells of the copy typed anew."""

    def change(book: Workbook) -> None:
        page = book[sheet]
        below = page.max_row + 1
        for cell in list(page[row]):
            page.cell(below, cell.column or 1).value = cell.value
        for column, value in cells.items():
            page[f"{column}{below}"] = value

    return altered(change)


def read(content: bytes, name: str = "plan.xlsx") -> Upload:
    return workbook_read.read(content, name, published())


def found(content: bytes, name: str = "plan.xlsx") -> Found:
    return [(finding.code, finding.cell or "") for finding in of_cells(read(content, name))]


def message(content: bytes, language: str) -> str:
    return of_cells(read(content))[0].message[language]


# --- references


def test_a_reference_means_what_is_published_and_not_itself() -> None:
    upload = read(example())
    reference = DOCUMENT + "reference/dx-plan-2025-1"
    assert set(upload.graph.objects(URIRef(reference), DXP.referent)) == {
        ID["policy/public-private-data-act"]
    }
    another = read(copied("政策", 3, H="9"))
    assert of_cells(another) == []
    assert len(set(another.graph.subjects(DXP.referent, None))) == 2


@pytest.mark.parametrize("text", ["1-①", "オンライン申請の拡大", "〔initiative/01-01〕"])
def test_no_row_refers_to_itself(text: str) -> None:
    assert found(typed(階層_G5=text)) == [("WB-REF-SELF", "階層!G5")]


def test_a_law_that_nobody_published_is_not_found() -> None:
    content = typed(政策_D3="存在しない法", 政策_G3="存在しない法")
    assert found(content) == [("WB-REF-NONE", "政策!D3")]


def test_the_wrong_kind_is_named_in_the_language_of_the_reader() -> None:
    content = typed(値_B3="みらい区")
    assert found(content) == [("WB-REF-KIND", "値!B3")]
    assert "municipality" in message(content, "en")
    assert "市区町村" not in message(content, "en")
    assert "市区町村" in message(content, "ja")


# --- rows that are there twice


@pytest.mark.parametrize(
    ("sheet", "row", "place"),
    [("値", 4, "B17"), ("年表", 4, "A9"), ("欠け", 3, "B4"), ("担当", 3, "B7"), ("政策", 3, "A4")],
)
def test_a_copied_row_is_told_of(sheet: str, row: int, place: str) -> None:
    content = copied(sheet, row)
    assert found(content) == [("WB-ROW-TWICE", f"{sheet}!{place}")]
    assert f"{row} 行目" in message(content, "ja")


def test_two_figures_for_one_thing_contradict_each_other() -> None:
    content = copied("値", 4, E="160手続")
    assert found(content) == [("WB-VALUES-CONTRADICT", "値!E17")]
    assert "「150手続」と「160手続」" in message(content, "ja")


@pytest.mark.parametrize(
    "cells",
    [
        {"E": "160手続", "C": "2028年度"},
        {"E": "160手続", "D": "実績"},
        {"E": "160件"},
        {"E": "160手続", "Z": "累計"},
        {"E": "160手続", "C": "来年度"},
        {"K": "25"},
    ],
)
def test_values_of_different_things_do_not(cells: dict[str, str]) -> None:
    codes = {code for code, _ in found(copied("値", 4, **cells))}
    assert not codes & {"WB-ROW-TWICE", "WB-VALUES-CONTRADICT"}


# --- examples


def test_a_row_of_the_plan_that_looks_like_an_example_is_told_of() -> None:
    assert found(typed(担当_B3="例：1-①")) == [("WB-EXAMPLE", "担当!B3")]


def test_the_examples_of_the_template_are_not() -> None:
    tables = empty()
    book = workbook_write.xlsx(tables, published(), "")
    assert [code for code, _ in found(book)] == ["WB-SOURCE-NONE"]
    files = workbook_write.csv_zip(tables)
    assert [code for code, _ in found(files, "plan.zip")] == ["WB-SOURCE-NONE"]


# --- numbers


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [
        ("出典_I3", "①", "NUM-FORM"),
        ("出典_I3", -5, "NUM-COUNT"),
        ("出典_I3", 36.5, "NUM-COUNT"),
        ("担当_C3", 0, "NUM-COUNT"),
        ("担当_C3", -1, "NUM-COUNT"),
        ("担当_C3", 1.5, "NUM-COUNT"),
        ("担当_C3", "一", "NUM-FORM"),
        ("担当_C3", True, "NUM-FORM"),
        ("階層_Q3", -3, "NUM-COUNT"),
        ("階層_Q3", 1.5, "NUM-COUNT"),
        ("計画_T4", 0.5, "NUM-COUNT"),
        ("政策_V3", 5, "NUM-SHARE"),
        ("政策_V3", -0.1, "NUM-SHARE"),
    ],
)
def test_impossible_numbers_are_refused(cell: str, value: Any, code: str) -> None:
    content = typed(**{cell: value})
    assert found(content) == [(code, cell.replace("_", "!"))]
    keys = {str(iri).removeprefix(DOCUMENT) for iri in read(content).rows}
    assert "responsibility/01-01-1" in keys


def test_possible_numbers_are_not() -> None:
    assert found(typed(担当_C3=3, 階層_Q3=1, 計画_T4=2, 政策_V3=0.5)) == []


# --- sheets that are empty or missing


def test_an_emptied_sheet_takes_its_rows_away_and_a_missing_one_says_so() -> None:
    emptied, missing = Garden(clean()), Garden(clean())
    page = emptied.page("欠け")
    page.delete_rows(3, page.max_row)
    upload = read(emptied.bytes())
    assert of_cells(upload) == []
    gaps = {iri for iri, t in published().things.items() if "Gap" in t.kinds and FOLDER in t.homes}
    assert upload.gone == gaps
    del missing.book["担当"]
    upload = read(missing.bytes())
    assert [(f.code, f.cell) for f in of_cells(upload)] == [("WB-SHEET-MISSING", "plan.xlsx")]
    assert "担当" in of_cells(upload)[0].message["ja"]
    assert upload.gone == frozenset()


def test_a_sheet_that_cannot_be_read_is_not_said_to_be_missing() -> None:
    garden = Garden(clean())
    garden.page("注").delete_rows(1, 2)
    upload = read(garden.bytes())
    assert [(f.code, f.cell) for f in of_cells(upload)] == [("WB-HEADER-NONE", "注!A1")]
    assert upload.gone == frozenset()


def test_a_new_plan_may_lack_the_sheets_that_few_need() -> None:
    assert found(altered(lambda book: book.remove(book["再掲"]))) == []
    assert found(altered(lambda book: book.remove(book["担当"]))) == [
        ("WB-SHEET-MISSING", "plan.xlsx")
    ]


# --- headers, names and sources


def test_a_header_that_was_renamed_is_named() -> None:
    assert found(typed(指標_J1="単位名")) == [("WB-COLUMN-UNKNOWN", "指標!J1")]


@pytest.mark.parametrize(
    ("text", "label"), [("甲；；乙", "甲；乙"), ("甲;乙", "甲"), ("甲\n乙", "甲")]
)
def test_names_are_taken_apart_in_one_way(text: str, label: str) -> None:
    graph = read(typed(階層_D5=text)).graph
    item = URIRef(DOCUMENT + "initiative/01-01")
    assert set(graph.objects(item, RDFS.label)) == {Literal(label, lang="ja")}
    assert Literal(label, lang="ja") in set(graph.objects(item, DXP.printedLabel))


def test_a_bad_name_of_the_source_is_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(typed(出典_A3="みらい 計画"))
    outcome = validate_files([path], config.PROJECT)
    assert [(f.code, f.cell) for f in outcome.findings] == [("WB-KEY-FORM", "出典!A3")]
    assert "valid URI" not in caplog.text
    assert "mirai-dx-plan-2025" in outcome.findings[0].message["ja"]
    assert "空けて" not in outcome.findings[0].message["ja"]


# --- what we gave back


@pytest.mark.parametrize("language", ["ja", "en"])
def test_our_own_marks_are_no_fault_and_go_when_the_cell_is_corrected(language: str) -> None:
    wrong = typed(値_C4="来年度")
    upload = read(wrong)
    back = workbook_mark.marked(wrong, upload.book, of_cells(upload), language)
    book = openpyxl.load_workbook(io.BytesIO(back))
    assert book["値"]["C4"].fill.fill_type == "solid"
    book["値"]["C4"] = "2025年度"
    out = io.BytesIO()
    book.save(out)
    corrected = read(out.getvalue())
    assert of_cells(corrected) == []
    again = workbook_mark.marked(out.getvalue(), corrected.book, [], language)
    page = openpyxl.load_workbook(io.BytesIO(again))["値"]
    assert page["C4"].fill.fill_type is None
    assert page["C4"].comment is None
    assert page["C1"].comment is not None


def test_a_colour_of_somebody_else_still_is() -> None:
    def paint(book: Workbook) -> None:
        book["値"]["C4"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")

    assert found(altered(paint)) == [("FORM-L1-11", "値!C4")]


# --- files


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    tables = workbook_write.csv_files(mirai.tables())
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**tables, **files}.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_files_that_are_no_csv_are_named() -> None:
    files = {"plan.xlsx": b"PK", "notes/readme.txt": b"x", ".DS_Store": b"x"}
    upload = read(zipped(**files), "plan.zip")
    assert [(f.code, f.severity) for f in of_cells(upload)] == [("WB-FILE-UNREAD", "hint")]
    said = of_cells(upload)[0].message["ja"]
    assert "plan.xlsx" in said
    assert "readme.txt" in said
    assert "DS_Store" not in said
    assert found(zipped(), "plan.zip") == []


def test_a_file_without_a_byte_is_told_of() -> None:
    assert ("WB-HEADER-NONE", "values.csv!R1C1") in found(zipped(**{"values.csv": b""}), "plan.zip")


MARKED = {
    ".ttl": '# c\n<http://e.org/x> <http://e.org/p> "1" .\n',
    ".nt": '# c\n<http://e.org/x> <http://e.org/p> "1" .\n',
    ".nq": '# c\n<http://e.org/x> <http://e.org/p> "1" <http://e.org/g> .\n',
    ".trig": '<http://e.org/g> { <http://e.org/x> <http://e.org/p> "1" . }\n',
    ".jsonld": '{"@id": "http://e.org/x", "http://e.org/p": "1"}',
    ".rdf": '<?xml version="1.0"?><rdf:RDF xmlns:e="http://e.org/" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="http://e.org/x"><e:p>1</e:p></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("suffix", MARKED)
def test_a_byte_order_mark_does_no_harm(suffix: str, tmp_path: Path) -> None:
    plain = MARKED[suffix].encode()
    path = tmp_path / f"plan{suffix}"
    path.write_bytes(b"\xef\xbb\xbf" + plain)
    subject = URIRef("http://e.org/x")
    expected = rdf_input.read(Path(path.name), "a", plain)
    sent = upload_work._read(None, path.name, suffix, path.read_bytes(), "a")  # type: ignore[arg-type]
    for file in (rdf_input.read(path, "a"), sent):
        assert set(file.graph) == set(expected.graph)
        assert len(file.graph) == 1
        assert file.line(subject) == expected.line(subject)
        if isinstance(file, HasColumns):
            assert file.column(subject) == 1


def test_a_mark_does_not_move_the_first_column() -> None:
    content = b'\xef\xbb\xbf<http://e.org/x> <http://e.org/p> "1" .\n'
    file = rdf_input.read(Path("plan.ttl"), "a", content)
    assert isinstance(file, HasColumns)
    assert (file.line(URIRef("http://e.org/x")), file.column(URIRef("http://e.org/x"))) == (1, 1)


def test_an_empty_file_is_named_and_no_statement_of_it(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.touch()
    (finding,) = validate_files([path], config.PROJECT).findings
    assert (finding.code, finding.predicate, finding.value) == ("UP-EMPTY", None, None)
    assert finding.label["ja"] == "empty.ttl"
