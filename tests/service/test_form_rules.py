"""Each rule on the form of tables: one small workbook that breaks it, and one that does not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.chart import BarChart
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from service import tabular_objects, workbook_read
from service.texts_workbook_figures import FORM
from service.workbook_findings import of_cells
from tests.service.planting import published

HEADERS: Final = ("名称", "対象", "状況", "要約", "順番", "原典の行")
VALUES: Final = ("指標", "年度", "値の種類", "値", "数値", "原典の行")


def sheets() -> tuple[openpyxl.Workbook, Worksheet, Worksheet]:
    """A workbook with two rows of statements and one value."""
    book = openpyxl.Workbook()
    notes, values = book.active, book.create_sheet("値")
    assert isinstance(notes, Worksheet)
    assert isinstance(values, Worksheet)
    notes.title = "記載"
    notes.append(HEADERS)
    notes.append(["一つ目", "1-①", "実施", "区民が使える。", 1, "12"])
    notes.append(["二つ目", "1-①", "実施", "窓口で待たない。", 2, "13"])
    values.append(VALUES)
    values.append(["件数", "2025年度", "目標", "5件", 5, "14"])
    return book, notes, values


def found(book: openpyxl.Workbook) -> set[tuple[str, str]]:
    out = io.BytesIO()
    book.save(out)
    upload = workbook_read.read(out.getvalue(), "plan.xlsx", published())
    return {(f.code, f.cell or "") for f in of_cells(upload) if f.code.startswith("FORM-")}


def cell(sheet: str, address: str, value: Any) -> Callable[[openpyxl.Workbook], None]:
    def put(book: openpyxl.Workbook) -> None:
        book[sheet][address] = value

    return put


def second_header(book: openpyxl.Workbook) -> None:
    book["記載"].append(HEADERS)


def gap(book: openpyxl.Workbook) -> None:
    book["記載"].insert_rows(3)


def gap_between_columns(book: openpyxl.Workbook) -> None:
    book["記載"].insert_cols(4)


def zero(book: openpyxl.Workbook) -> None:
    book["値"]["D2"], book["値"]["E2"] = "ー", 0


def zero_beside_nothing(book: openpyxl.Workbook) -> None:
    book["値"]["D2"], book["値"]["E2"] = None, 0


def chart(book: openpyxl.Workbook) -> None:
    drawn = BarChart()
    drawn.anchor = "B4"
    book["値"].add_chart(drawn)


def colour(book: openpyxl.Workbook) -> None:
    book["記載"]["D2"].fill = PatternFill("solid", fgColor="FFFF00")


def merged(book: openpyxl.Workbook) -> None:
    book["記載"].merge_cells("B2:B3")


def hidden_row(book: openpyxl.Workbook) -> None:
    book["記載"].row_dimensions[3].hidden = True


def hidden_column(book: openpyxl.Workbook) -> None:
    book["値"].column_dimensions["E"].hidden = True


def title(book: openpyxl.Workbook) -> None:
    book["記載"].insert_rows(1)
    book["記載"]["A1"] = "みらい区の記載"


# code, what is done, where it must be found
BAD: Final = (
    ("FORM-L1-02", second_header, "記載!A4"),
    ("FORM-L1-03", gap, "記載!A3"),
    ("FORM-L1-03", gap_between_columns, "記載!D1"),
    ("FORM-L1-06", cell("記載", "D2", "区民が  使える。"), "記載!D2"),
    ("FORM-L1-06", cell("記載", "D2", "区　民"), "記載!D2"),
    ("FORM-L1-06", cell("記載", "D2", "一行目\n二行目"), "記載!D2"),
    ("FORM-L1-07", cell("値", "B2", "2024年度、2025年度"), "値!B2"),
    ("FORM-L1-07", cell("値", "D2", "5件；6件"), "値!D2"),
    ("FORM-L1-07", cell("値", "A2", "件数\n割合"), "値!A2"),
    ("FORM-L1-08", cell("記載", "D2", "㈱が答える。"), "記載!D2"),
    ("FORM-L1-09", zero, "値!E2"),
    ("FORM-L1-09", zero_beside_nothing, "値!E2"),
    ("FORM-L1-10", chart, "値!B4"),
    ("FORM-L1-11", colour, "記載!D2"),
    ("FORM-L1-12", merged, "記載!B2"),
    ("FORM-L1-13", hidden_row, "記載!A3"),
    ("FORM-L1-13", hidden_column, "値!E1"),
    ("FORM-L2-01", cell("記載", "E2", "１"), "記載!E2"),
    ("FORM-L2-01", cell("値", "E2", "5"), "値!E2"),
    ("FORM-L2-02", cell("記載", "D3", "同上"), "記載!D3"),
    ("FORM-L2-02", cell("記載", "C3", "〃"), "記載!C3"),
    ("FORM-L3-01", title, "記載!A2"),
    ("FORM-L3-05", cell("値", "B2", "令和7年度"), "値!B2"),
)
# what looks alike and is right
GOOD: Final = (
    ("FORM-L1-02", cell("記載", "D3", "名称を改める。")),
    ("FORM-L1-03", cell("記載", "D3", None)),
    ("FORM-L1-06", cell("記載", "D2", "区民が使える。")),
    ("FORM-L1-07", cell("記載", "D2", "区民が使い、職員が助ける。2024年度、2025年度。")),
    ("FORM-L1-07", cell("値", "D2", "1,234件")),
    ("FORM-L1-07", cell("値", "A2", "申請、届出の件数")),
    ("FORM-L1-08", cell("記載", "D2", "（株）①が答える。")),
    ("FORM-L1-09", cell("値", "D2", "0件")),
    ("FORM-L1-10", cell("記載", "D2", "図は別に示す。")),
    ("FORM-L1-11", cell("記載", "C2", "遅れ")),
    ("FORM-L2-01", cell("記載", "E2", 1)),
    ("FORM-L2-02", cell("記載", "D3", "上と同じ扱いにする。")),
    ("FORM-L3-05", cell("値", "B2", "2025年度（令和7年度）")),
)


def test_a_tidy_workbook_has_no_finding() -> None:
    assert found(sheets()[0]) == set()


@pytest.mark.parametrize(("code", "change", "place"), BAD)
def test_a_breach_is_found_at_its_place(
    code: str, change: Callable[[openpyxl.Workbook], None], place: str
) -> None:
    book = sheets()[0]
    change(book)
    assert found(book) == {(code, place)}


@pytest.mark.parametrize(("code", "change"), GOOD)
def test_what_looks_like_a_breach_is_none(
    code: str, change: Callable[[openpyxl.Workbook], None]
) -> None:
    book = sheets()[0]
    change(book)
    assert code not in {each for each, _ in found(book)}


def _anchor(kind: str, row: int, column: int) -> str:
    start = f"<x:from><x:col>{column}</x:col><x:row>{row}</x:row></x:from>"
    return f"<x:oneCellAnchor>{start}<x:{kind}/></x:oneCellAnchor>"


def test_pictures_and_shapes_are_told_apart_by_sheet() -> None:
    """As Excel writes them, in a workbook of the strict kind as well; what is outside is left."""
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    relation = '<r><Relationship Id="{0}" Target="{1}"/></r>'
    anchors = _anchor("pic", 4, 2) + _anchor("sp", 0, 0) + _anchor("graphicFrame", 9, 1)
    parts = {
        "xl/workbook.xml": f'<w xmlns:r="{office}"><sheets><sheet name="値" r:id="a"/>'
        '<sheet name="注" r:id="b"/></sheets></w>',
        "xl/_rels/workbook.xml.rels": '<r><Relationship Id="a" Target="worksheets/s1.xml"/>'
        '<Relationship Id="b" Target="/xl/worksheets/s2.xml"/></r>',
        "xl/worksheets/_rels/s2.xml.rels": relation.format("d", "../drawings/d1.xml"),
        "xl/worksheets/_rels/s1.xml.rels": '<r><Relationship Id="d" TargetMode="External" '
        'Target="http://example.org/d.xml"/></r>',
        "xl/drawings/d1.xml": f'<x:wsDr xmlns:x="urn:x">{anchors}</x:wsDr>',
    }
    found = tabular_objects.find({name: text.encode() for name, text in parts.items()})
    assert found == {"注": {(5, 3): "picture", (1, 1): "shape", (10, 2): "chart"}}


CSV: Final = "対象,要約,順番\r\n1-①,区民が使える。,1\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CSV, set()),
        (CSV + '1-①,"使える、待たない, 迷わない。",2\r\n', set()),
        (CSV + "1-①,使える、待たない,迷わない。,2\r\n", {("FORM-L1-15", "記載.csv!R3C4")}),
        (CSV + '1-①,"一行目\n二行目",2\r\n', {("FORM-L1-14", "記載.csv!R3C2")}),
    ],
)
def test_csv(text: str, expected: set[tuple[str, str]]) -> None:
    upload = workbook_read.read(text.encode(), "記載.csv", published())
    form = {(f.code, f.cell or "") for f in of_cells(upload) if f.code.startswith("FORM-")}
    assert form == expected


def test_every_rule_has_been_broken() -> None:
    assert {code for code, _, _ in BAD} | {"FORM-L1-14", "FORM-L1-15"} == set(FORM)
