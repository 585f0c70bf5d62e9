"""Errors planted into a filled workbook: all are found, each at its cell, and nothing else."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from service import config, workbook_mark, workbook_read
from service.findings import Finding
from service.texts_workbook import MESSAGES
from service.validation import validate_files
from service.workbook_findings import of_cells
from service.workbook_upload import Upload
from tests.service.planting import PLANTS, Garden, Plant, clean, published

Found = list[tuple[str, str]]


def read(content: bytes) -> Upload:
    return workbook_read.read(content, "plan.xlsx", published())


def found(content: bytes) -> Found:
    return sorted((finding.code, finding.cell or "") for finding in of_cells(read(content)))


@cache
def planted() -> tuple[bytes, Found]:
    garden = Garden(clean())
    expected = [garden.plant(plant) for plant in PLANTS]
    return garden.bytes(), sorted(expected)


def test_the_clean_workbook_has_no_finding() -> None:
    assert found(clean()) == []


def test_there_are_enough_errors_of_enough_kinds() -> None:
    kinds = Counter(plant.code for plant in PLANTS)
    assert len(PLANTS) >= 60
    assert len(kinds) >= 40


def test_all_planted_errors_are_found_at_their_cells_and_nothing_else() -> None:
    content, expected = planted()
    assert found(content) == expected


def _merged(garden: Garden) -> Found:
    page = garden.page("注")
    row, column = garden.address("注", "05-level", "状況")
    page.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
    return [("FORM-L1-12", garden.place("注", "05-level", "状況"))]


def _coloured(garden: Garden) -> Found:
    cell = garden.page("注").cell(*garden.address("注", "indicator-01-01", "要約"))
    cell.fill = PatternFill("solid", fgColor="FFFF00")
    return [("FORM-L1-11", garden.place("注", "indicator-01-01", "要約"))]


def _hidden_row(garden: Garden) -> Found:
    row, _ = garden.address("担当", "step-02-2", "対象")
    garden.page("担当").row_dimensions[row].hidden = True
    return [("FORM-L1-13", f"担当!A{row}")]


def _hidden_column(garden: Garden) -> Found:
    garden.page("欠け").column_dimensions["I"].hidden = True
    return [("FORM-L1-13", "欠け!I1")]


def _gap(garden: Garden) -> Found:
    page = garden.page("年表")
    last = page.max_row
    for cell in page[last]:
        page.cell(last + 1, cell.column or 1).value = cell.value
        cell.value = None
    return [("FORM-L1-03", f"年表!A{last}")]


def _title(garden: Garden) -> Found:
    garden.page("部署").insert_rows(1)
    garden.page("部署")["A1"] = "中央区の部署"
    return [("FORM-L3-01", "部署!A2")]


def _unknown_sheet(garden: Garden) -> Found:
    page = garden.book.create_sheet("年次表")
    page["A1"] = "覚え書き"
    return [("WB-SHEET-UNKNOWN", "年次表")]


def _second_sheet(garden: Garden) -> Found:
    page = garden.book.create_sheet("Notes")
    page["A1"] = "覚え書き"
    return [("WB-SHEET-TWICE", "Notes")]


def _unknown_column(garden: Garden) -> Found:
    _, column = garden.address("注", "05-level", "位置付け")
    garden.page("注").cell(1, column).value = "位置づけ"
    garden.page("注").cell(2, column).value = None
    return [("WB-COLUMN-UNKNOWN", garden.place("注", "05-level", "位置付け")[:-1] + "1")]


def _column_twice(garden: Garden) -> Found:
    _, column = garden.address("欠け", "goal-02-indicator", "番号")
    garden.page("欠け").cell(1, column).value = "対象"
    return [("WB-HEADER-TWICE", "欠け!J1")]


def _column_missing(garden: Garden) -> Found:
    page = garden.page("欠け")
    _, column = garden.address("欠け", "goal-02-indicator", "原典の行")
    for row in range(1, page.max_row + 1):
        page.cell(row, column).value = None
    return [("FORM-L1-03", "欠け!G1"), ("WB-COLUMN-MISSING", "欠け!A1")]


def _no_header(garden: Garden) -> Found:
    page = garden.page("注")
    page.delete_rows(1, 2)
    return [("WB-HEADER-NONE", "注!A1")]


def _outside(garden: Garden) -> Found:
    row, _ = garden.address("担当", "step-02-1", "対象")
    garden.page("担当").cell(row, 12).value = "あとで確かめる"
    return [("WB-OUTSIDE", f"担当!L{row}")]


def _two_sources(garden: Garden) -> Found:
    page = garden.book["出典"]
    for column, value in enumerate(("other", "chuo/other", None, None, None, None), 1):
        page.cell(4, column).value = value
    page.cell(4, 11).value = "1"
    return [("WB-SOURCE-TWO", "出典!A4")]


def _folder(garden: Garden) -> Found:
    garden.book["出典"]["B3"] = "中央区/戦略"
    return [("WB-FOLDER-FORM", "出典!B3")]


SHAPED = (
    _merged,
    _coloured,
    _hidden_row,
    _hidden_column,
    _gap,
    _title,
    _unknown_sheet,
    _second_sheet,
    _unknown_column,
    _column_twice,
    _outside,
    _two_sources,
)


@pytest.mark.parametrize("change", SHAPED)
def test_a_table_out_of_form_is_found_at_its_place(change: object) -> None:
    garden = Garden(clean())
    assert callable(change)
    expected = change(garden)
    assert found(garden.bytes()) == sorted(expected)


@pytest.mark.parametrize("change", [_column_missing, _no_header, _folder])
def test_what_breaks_a_whole_sheet_is_said_once(change: object) -> None:
    garden = Garden(clean())
    assert callable(change)
    expected = set(change(garden))
    content = garden.bytes()
    assert expected <= set(found(content))
    for code, place in expected:
        assert found(content).count((code, place)) == 1


# --- shapes

_SHAPES = (
    Plant("階層", "01-01", "要約（英語）", None, "Initiative-summary"),
    Plant("指標", "03-01", "望ましい方向", None, "Indicator-direction"),
    Plant("指標", "03-03", "量の種類", None, "Indicator-quantityKind"),
    Plant("指標", "03-04", "英語名（非公式）", None, "Thing-english"),
    Plant("部署", "zeimu-ka", "英語名（非公式）", None, "Thing-english"),
    Plant("担当", "step-02-2", "順番", 1, "Responsibility-position-unique"),
    Plant("部署", "kumin-seikatsu-ka", "上の組織", None, "Department-unitOf"),
    Plant("記載", "goal-01-1", "要約（英語）", None, "Statement-summary-language"),
    Plant("値", "03-04-2024-target", "単位", None, "Figure-unit"),
    Plant("値", "03-04-2025-target", "年度", None, "Figure-time"),
)


def _codes(content: bytes, folder: Path) -> tuple[set[tuple[str, str]], list[Finding]]:
    path = folder / "plan.xlsx"
    path.write_bytes(content)
    outcome = validate_files([path], config.PROJECT)
    return {(f.code, f.cell or "") for f in outcome.findings}, list(outcome.findings)


def test_shapes_point_at_the_cell_where_something_is_missing(tmp_path: Path) -> None:
    before, _ = _codes(clean(), tmp_path)
    published_folder = config.PROJECT / "data" / "chuo" / "strategy-2024"
    own = validate_files([published_folder], config.PROJECT)
    assert sorted(code for code, _ in before) == sorted(
        f.code for f in own.findings if f.focus in {str(i) for i in read(clean()).rows}
    )
    garden = Garden(clean())
    expected = {garden.plant(plant) for plant in _SHAPES}
    after, findings = _codes(garden.bytes(), tmp_path)
    assert expected <= after, expected - after
    twin = ("Responsibility-position-unique", garden.place("担当", "step-02-1", "順番"))
    assert after - before - expected <= {twin}
    for finding in findings:
        for text in finding.message.values():
            assert "dxp:" not in text
            assert "http" not in text


# --- words


def test_every_message_is_there_in_both_languages() -> None:
    for code, message in MESSAGES.items():
        assert message.severity in {"error", "warning", "hint"}, code
        for texts in (message.name, message.text):
            assert set(texts) == {"ja", "en"}
            assert all(texts.values()), code
        assert any("\u3040" < c < "\u30ff" for c in message.text["ja"]), code


def test_every_code_is_documented() -> None:
    text = (config.PROJECT / "docs" / "workbook.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z0-9-]+)` \|", text, re.MULTILINE))
    assert listed == set(MESSAGES)


def test_every_planted_error_is_worded_without_gaps() -> None:
    content, expected = planted()
    findings = of_cells(read(content))
    assert len(findings) == len(expected)
    for finding in findings:
        for text in finding.message.values():
            assert "{" not in text
            assert "「」" not in text, finding.code
            assert "“”" not in text, finding.code
            assert "http" not in text


# --- the workbook given back


def test_the_workbook_comes_back_with_its_findings() -> None:
    content, expected = planted()
    upload = read(content)
    findings = of_cells(upload)
    for language, name in (("ja", "所見"), ("en", "所見")):
        back = workbook_mark.marked(content, upload.book, findings, language)
        assert back == workbook_mark.marked(content, upload.book, findings, language)
        book = openpyxl.load_workbook(io.BytesIO(back))
        assert book.sheetnames[0] == name
        listed = [(row[7].value, f"{row[2].value}!{row[3].value}") for row in book[name].rows][1:]
        assert sorted(listed) == expected
        for finding in findings:
            sheet, _, address = (finding.cell or "").partition("!")
            cell = book[sheet][address]
            assert cell.comment is not None
            assert finding.message[language] in cell.comment.text
            assert cell.fill.fill_type == "solid"
        assert all(c.data_type != "f" for page in book for row in page.rows for c in row)


def test_the_marked_workbook_reads_like_the_one_that_was_sent() -> None:
    upload = read(clean())
    back = workbook_mark.marked(clean(), upload.book, [], "ja")
    again = read(back)
    assert set(again.graph) == set(upload.graph)
    assert again.faults == []


def test_nothing_in_what_comes_back_can_act() -> None:
    garden = Garden(clean())
    page = garden.page("注")
    cell = page.cell(*garden.address("注", "05-level", "要約"))
    cell.value = '=HYPERLINK("http://example.org","x")'
    other = page.cell(*garden.address("注", "05-level", "要約（英語）"))
    other.value, other.data_type = "@SUM(1)", "s"
    other.hyperlink = "http://example.org/"
    content = garden.bytes()
    upload = read(content)
    back = workbook_mark.marked(content, upload.book, of_cells(upload), "ja")
    book = openpyxl.load_workbook(io.BytesIO(back))
    for place in ("要約", "要約（英語）"):
        row, column = garden.address("注", "05-level", place)
        found_cell = book["注"].cell(row, column)
        assert found_cell.data_type == "s"
        assert found_cell.quotePrefix
        assert found_cell.hyperlink is None


# --- speed


@pytest.mark.slow
def test_two_thousand_rows_are_read_in_five_seconds() -> None:
    garden = Garden(clean())
    page = garden.page("値")
    first, width = page.max_row + 1, page.max_column
    _, name = garden.address("値", "01-01-2024-target", "名称")
    for number in range(2000 - 662):
        for column in range(1, width + 1):
            value = page.cell(3 + number % 60, column).value
            page.cell(first + number, column).value = value
        page.cell(first + number, 1).value = f"copy-{number}"
        page.cell(first + number, name).value = f"写し {number}"
    content = garden.bytes()
    start = time.process_time()
    upload = read(content)
    findings = of_cells(upload)
    seconds = time.process_time() - start
    assert len(upload.rows) == 2000
    assert findings == []
    assert seconds < 5, seconds
