"""Files as hurried people send them: each gets a sentence that says what to do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Final

import openpyxl
import pytest

from service import workbook_read
from service.tabular import UploadRefusedError
from service.workbook_findings import of_cells
from tests.service.planting import Garden, clean, published

Change = Callable[[Garden], None]


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, "<a/>")
    return out.getvalue()


# what is sent, and words that the refusal must hold in Japanese and English
REFUSED: Final = {
    "old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "plan.xls", ".xls", "old workbook"),
    "old one renamed": (b"\xd0\xcf\x11\xe0" + bytes(600), "plan.xlsx", ".xlsx", "save as .xlsx"),
    "Word renamed": (
        archive("[Content_Types].xml", "word/document.xml"), "plan.xlsx", "Word", "Word",
    ),
    "slides renamed": (
        archive("[Content_Types].xml", "ppt/p.xml"), "plan.xlsx", "PowerPoint", "PowerPoint",
    ),
    "LibreOffice": (archive("mimetype", "content.xml"), "plan.ods", "保存し直して", "Save it as"),
    "PDF renamed": (b"%PDF-1.7\n", "plan.xlsx", "PDF の文書です", "PDF document"),
    "picture renamed": (b"\x89PNG\r\n", "plan.xlsx", "画像です", "a picture"),
    "web page named .xls": (b"<html><table>", "plan.xls", "ウェブページ", "web page"),
    "empty file": (b"", "plan.xlsx", "空のファイル", "is empty"),
    "empty table": (b"\n", "plan.csv", "空のファイル", "is empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_workbook_is_called_by_its_name(name: str) -> None:
    content, file, ja, en = REFUSED[name]
    with pytest.raises(UploadRefusedError) as refusal:
        workbook_read.read(content, file, published())
    assert ja in refusal.value.ja
    assert en in refusal.value.en


def renamed(garden: Garden) -> None:
    garden.book["値"].title = "値（最新版）"


def header_deleted(garden: Garden) -> None:
    garden.page("値").delete_rows(1, 2)


def two_wards(garden: Garden) -> None:
    page = garden.book["出典"]
    for column, text in enumerate(("taito-plan-2021-chapter2", "taito/plan-2021"), 1):
        page.cell(4, column).value = text


def hidden_row(garden: Garden) -> None:
    garden.page("値").row_dimensions[9].hidden = True


def hidden_sheet(garden: Garden) -> None:
    garden.page("値").sheet_state = "hidden"


def serial_year(garden: Garden) -> None:
    garden.page("値").cell(*garden.address("値", "03-04-2024-target", "年度")).value = 45383


def serial_date(garden: Garden) -> None:
    garden.page("年表").cell(*garden.address("年表", "03-01-2", "日付")).value = 45383


def date_for_lines(garden: Garden) -> None:
    cell = garden.page("値").cell(*garden.address("値", "03-04-2024-target", "原典の行"))
    cell.value = datetime(2024, 6, 8)


CHANGED: Final[dict[str, tuple[Change, str, str]]] = {
    "sheet renamed": (renamed, "WB-SHEET-UNKNOWN", "もしかして: 値"),
    "header deleted": (header_deleted, "WB-HEADER-NONE", "戻してください"),
    "two wards in a workbook": (two_wards, "WB-SOURCE-TWO", "別のブックに"),
    "hidden row": (hidden_row, "FORM-L1-13", "表示するか"),
    "hidden sheet": (hidden_sheet, "FORM-L1-13", "表示するか"),
    "serial number for a year": (serial_year, "DATE-SERIAL", "2024-04-01"),
    "serial number for a date": (serial_date, "DATE-SERIAL", "2024-04-01"),
    "date for lines": (date_for_lines, "WB-DATE-CELL", "文字列"),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_spoilt_workbook_says_what_to_do(name: str) -> None:
    change, code, words = CHANGED[name]
    garden = Garden(clean())
    change(garden)
    found = of_cells(workbook_read.read(garden.bytes(), "plan.xlsx", published()))
    said = [one.message["ja"] for one in found if one.code == code]
    assert said, [one.code for one in found]
    assert words in said[0]


def test_moved_columns_and_one_row_of_headers_do_no_harm() -> None:
    book = openpyxl.load_workbook(io.BytesIO(clean()))
    for row in book["値"].iter_rows():
        for cell, value in zip(row, [cell.value for cell in row][::-1], strict=True):
            cell.value = value
    book["担当"].delete_rows(1, 1)  # the English headers remain
    out = io.BytesIO()
    book.save(out)
    upload = workbook_read.read(out.getvalue(), "plan.xlsx", published())
    assert of_cells(upload) == []
    assert set(upload.graph) == set(workbook_read.read(clean(), "p.xlsx", published()).graph)


def test_shift_jis_is_read_and_said() -> None:
    text = "種別,対象,要約\r\n目指す姿,1-①,窓口\r\n"
    upload = workbook_read.read(text.encode("cp932"), "記載.csv", published())
    notice = next(one for one in of_cells(upload) if one.code == "WB-ENCODING")
    assert "Shift_JIS" in notice.message["ja"]
    assert "UTF-8" in notice.message["en"]


def test_a_required_cell_names_an_example_only_where_there_is_one() -> None:
    text = "種別,対象,要約\r\n,1-①,窓口\r\n"
    upload = workbook_read.read(text.encode(), "記載.csv", published())
    for one in of_cells(upload):
        assert "例: 。" not in one.message["ja"]
        assert not one.message["en"].endswith("For example: .")
