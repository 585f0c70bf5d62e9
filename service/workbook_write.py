"""Writes the workbook: as an Excel file that is good to fill in, or as a folder of CSV.

The same content always gives the same bytes. Texts never become formulas. Must not know
where rows come from or how they are read back.

Standard: ECMA-376 (Office Open XML), part 1; RFC 4180 for CSV.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from service.tabular import harmless, letters
from service.workbook_headers import EXAMPLE, GUIDE, LISTS, example_row
from service.workbook_layout import Column, Sheet, sheets
from service.workbook_names import Published
from service.workbook_rows import Table, Value, choices

_FONT: Final = "Yu Gothic"
_DATE: Final = datetime(2026, 1, 1)
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
# rows that a drop-down reaches
_DEPTH: Final = 3000
_FILLS: Final = {"required": "1F3864", "usual": "2F75B5", "other": "DDE3EA"}
_INKS: Final = {"required": "FFFFFF", "usual": "FFFFFF", "other": "333F4F"}
_TABS: Final = {"first": "1F3864", "plain": "2F75B5", "rare": "A6A6A6"}
_THIN: Final = Side(style="thin", color="BFC7D1")
_NUMERIC: Final = frozenset({"number"})
_FROZEN: Final = 3
_COMMENT_SIZE: Final = (150, 340)
# sheets whose names a reference may take, by the first class that it allows
_OWN_NAMES: Final = {
    "PlanEdition": ("計画", "printedLabel"),
    "Plan": ("計画", "printedLabel"),
    "Vision": ("階層", "printedLabel"),
    "Indicator": ("指標", "printedLabel"),
    "Municipality": ("部署", "printedLabel"),
}


@dataclass
class _Lists:
    """The hidden sheet of what drop-downs offer: a column for each list."""

    page: Worksheet
    ranges: dict[tuple[str, ...], str]

    def range(self, name: str, values: Sequence[str]) -> str:
        """Put a list in, once, and return its range."""
        key = tuple(values)
        if key not in self.ranges:
            column = len(self.ranges) + 1
            for row, value in enumerate((name, *values), 1):
                _put(self.page.cell(row, column), value)
            letter = letters(column)
            self.ranges[key] = f"'{LISTS[0]}'!${letter}$2:${letter}${len(values) + 1}"
        return self.ranges[key]


def xlsx(tables: Sequence[Table], published: Published, ward: str) -> bytes:
    """Write an Excel workbook.

    Args:
        tables: the sheets with their rows; without rows each gets an example row.
        published: what drop-downs offer.
        ward: short name of the ward, whose departments are offered; may be empty.

    Returns:
        The file.
    """
    book = openpyxl.Workbook()
    guide = book.active
    assert isinstance(guide, Worksheet)  # noqa: S101
    guide.title = GUIDE[0]
    _guide(guide, [table.sheet for table in tables])
    pages = {table.sheet.ja: book.create_sheet(table.sheet.ja) for table in tables}
    lists = _Lists(book.create_sheet(LISTS[0]), {})
    lists.page.sheet_state = "hidden"
    for number, table in enumerate(tables):
        page = pages[table.sheet.ja]
        _page(page, table)
        page.sheet_properties.tabColor = _tab(number, table.sheet)
        _drop_downs(page, table, lists, published, ward)
    return saved(book)


def csv_files(tables: Sequence[Table]) -> dict[str, bytes]:
    """Write the sheets as CSV (RFC 4180; UTF-8 with its mark, which Excel asks for).

    Args:
        tables: the sheets with their rows; without rows each gets an example row.

    Returns:
        Content by file name.
    """
    found = {}
    for table in tables:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(column.ja for column in table.sheet.columns)
        writer.writerow(column.en for column in table.sheet.columns)
        for row in _lines(table):
            writer.writerow(harmless(v) if isinstance(v, str) else v for v in row)
        found[f"{table.sheet.file}.csv"] = b"\xef\xbb\xbf" + out.getvalue().encode()
    return found


def csv_zip(tables: Sequence[Table]) -> bytes:
    """Write the files of ``csv_files`` into one ZIP file, the same bytes at every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in csv_files(tables).items():
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _lines(table: Table) -> Iterable[list[Value]]:
    columns = table.sheet.columns
    if not table.rows:
        yield _example(table.sheet)
    for row in table.rows:
        yield [row.get(column.name, "") for column in columns]


def _example(sheet: Sheet) -> list[Value]:
    cells: list[Value] = list(example_row(sheet).values())
    cells[0] = f"{EXAMPLE[0]}{cells[0]}"
    return cells


# --- one page


def _page(page: Worksheet, table: Table) -> None:
    columns = table.sheet.columns
    for number, column in enumerate(columns, 1):
        _header(page, number, column)
    for row, values in enumerate(_lines(table), 3):
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            if value != "" or not table.rows:
                _data(page.cell(row, number), value, column, example=not table.rows)
    _look(page, len(columns), 2 + max(len(table.rows), 1))


def _header(page: Worksheet, number: int, column: Column) -> None:
    rank = "required" if column.required else "usual" if column.usual else "other"
    fill = PatternFill("solid", fgColor=_FILLS[rank])
    edge = Border(left=_THIN, right=_THIN, bottom=_THIN)
    head = page.cell(1, number)
    _put(head, column.ja)
    head.font = Font(name=_FONT, bold=True, size=11, color=_INKS[rank])
    below = page.cell(2, number)
    _put(below, column.en)
    below.font = Font(name=_FONT, italic=True, size=8, color=_INKS[rank])
    for cell in (head, below):
        cell.fill = fill
        cell.border = edge
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    head.comment = _comment(column)
    letter = letters(number)
    page.column_dimensions[letter].width = column.width
    if column.kind not in _NUMERIC:
        page.column_dimensions[letter].number_format = "@"


def _comment(column: Column) -> Comment:
    must = ("【必須】", "[required] ") if column.required else ("", "")
    text = f"{must[0]}{column.note_ja}\n{must[1]}{column.note_en}"
    comment = Comment(text, "dxplan")
    comment.height, comment.width = _COMMENT_SIZE
    return comment


def _put(cell: Any, value: Value) -> None:
    """Put a value in; a text stays a text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str) and value:
        cell.data_type = "s"


def _data(cell: Any, value: Value, column: Column, *, example: bool) -> None:
    if value != "":
        _put(cell, value)
    color = "7F7F7F" if example else "000000"
    cell.font = Font(name=_FONT, size=10, italic=example, color=color)
    wrap = column.width > 30  # noqa: PLR2004
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    if isinstance(value, str):
        cell.number_format = "@"
    if isinstance(value, str) and harmless(value) != value:
        cell.quotePrefix = True
    if example:
        cell.fill = PatternFill("solid", fgColor="FFF9E5")


def _look(page: Worksheet, columns: int, last: int) -> None:
    page.row_dimensions[1].height = 30
    page.row_dimensions[2].height = 18
    page.freeze_panes = f"{letters(min(_FROZEN, columns))}3"
    page.auto_filter.ref = f"A1:{letters(columns)}{max(last, 3)}"
    page.sheet_view.zoomScale = 90
    page.sheet_view.showGridLines = True
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:2"


def _tab(number: int, sheet: Sheet) -> str:
    return _TABS["first" if number < 2 else "rare" if sheet.rare else "plain"]  # noqa: PLR2004


# --- drop-downs


def _drop_downs(
    page: Worksheet, table: Table, lists: _Lists, published: Published, ward: str
) -> None:
    for number, column in enumerate(table.sheet.columns, 1):
        values = list(choices(published, column, table.sheet)) or _offers(published, column, ward)
        if values:
            source = lists.range(column.ja, values)
        else:
            source = _own_names(column) if column.kind == "ref" else ""
        if source:
            free = column.kind == "ref" or column.many
            rule = DataValidation("list", formula1=source, allow_blank=True)
            rule.showErrorMessage = not free
            rule.errorTitle, rule.error = "一覧にありません", "一覧から選んでください。"
            letter = letters(number)
            rule.add(f"{letter}3:{letter}{_DEPTH}")
            page.add_data_validation(rule)


def _offers(published: Published, column: Column, ward: str) -> list[str]:
    """What a reference or a list of concepts offers from what is published."""
    if column.kind == "year":
        found = published.of_kinds(["FiscalYear"])
        return [f"{str(thing.iri)[-4:]}年度" for thing in found][-_YEARS:]
    if column.kind == "concept":
        return sorted(thing.label for thing in published.concepts(column.scheme or ""))
    if column.name in {"referent", "respondsTo"}:
        found = published.of_kinds(["Policy", "PolicyItem"])
        return sorted({t.title for t in found if not _of_a_ward(t.homes)})
    if "Department" in column.group and ward:
        found = published.of_kinds(["Department", "UnspecifiedGroup", "Committee", "Municipality"])
        near = [t for t in found if any(h.startswith(f"{ward}/") for h in t.homes)]
        towns = [t for t in found if "Municipality" in t.kinds]
        return sorted({t.title for t in [*near, *towns]})
    return []


_YEARS: Final = 40


def _of_a_ward(homes: set[str]) -> bool:
    return any("/" in home for home in homes)


def _own_names(column: Column) -> str:
    """The range of names of another sheet, where a reference means its rows."""
    target = _OWN_NAMES.get(column.group[0]) if column.group else None
    if target is None:
        return ""
    sheet = next(s for s in sheets() if s.ja == target[0])
    names = [c.name for c in sheet.columns]
    letter = letters(names.index(target[1]) + 1)
    return f"'{sheet.ja}'!${letter}$3:${letter}${_DEPTH}"


# --- how to fill it in

_STEPS: Final = (
    ("1", "「出典」に文書を一行書きます。", "Describe the document in one row of 出典."),
    ("2", "「計画」に計画とその版を書きます。", "Put the plan and its edition into 計画."),
    ("3", "「階層」に目標から事業までを、上から順に書きます。親は番号と名称で示します。",
     "Put goals to activities into 階層, top down; name the parent by number and name."),
    ("4", "「指標」と「値」を書きます。値は印刷されたとおりに書けば、数値は読み取られます。",
     "Fill 指標 and 値. Write values as printed; numbers are read from them."),
    ("5", "「年表」「担当」「部署」「政策」を書きます。見出しが灰色のシートは必要なときだけです。",
     "Fill 年表, 担当, 部署 and 政策. Sheets with grey tabs are for when they are needed."),
    ("6", "保存して dxplan validate で検査します。誤りはセルの番地とともに示されます。",
     "Save, and run dxplan validate; it tells the cell of each fault."),
)  # fmt: skip
_RULES: Final = (
    ("見出しの意味", "濃い青は必須、青はふつう書く欄、灰色は必要なときだけ書く欄です。"
     "見出しにカーソルを置くと説明が出ます。",
     "Dark blue headers are required, blue ones usual, grey ones only where needed. "
     "Hover over a header for its note."),
    ("例の行", "「例：」で始まる行は読まれません。消しても残しても構いません。",
     "Rows that begin with 例： are not read; delete or keep them."),
    ("複数の値", "一つの欄に二つ以上書くときは ； で区切ります。",
     "Separate several values in a cell by ；."),
    ("書かないこと", "セルの結合、数式、セルの中の改行。列は増やしません。列の順は自由です。",
     "No merged cells, formulas or line breaks in cells. Add no columns; their order is free."),
)  # fmt: skip


def _guide(page: Worksheet, shown: Sequence[Sheet]) -> None:
    rows: list[tuple[str, str, str, str]] = [
        ("h", "記入の手引き", "How to fill in this workbook", "")
    ]
    rows += [("", *step) for step in _STEPS]
    rows += [("h", "きまり", "Rules", "")]
    rows += [("", *rule) for rule in _RULES]
    rows += [("h", "シート", "Sheets", "")]
    rows += [("", sheet.ja, sheet.note_ja, f"{sheet.en}: {sheet.note_en}") for sheet in shown]
    for number, (mark, *cells) in enumerate(rows, 1):
        for column, text in enumerate(cells, 1):
            cell = page.cell(number, column)
            if text:
                _put(cell, text)
            cell.alignment = Alignment(vertical="top", wrap_text=mark == "")
            cell.font = Font(name=_FONT, size=14 if mark else 10, bold=bool(mark) or column == 1)
            if mark:
                cell.fill = PatternFill("solid", fgColor="E8EEF7")
    for letter, width in (("A", 18), ("B", 70), ("C", 70)):
        page.column_dimensions[letter].width = width
    page.sheet_view.showGridLines = False
    page.sheet_properties.tabColor = "7F7F7F"


# --- bytes


class _InMemory(ExcelWriter):
    """Writes sheets without the temporary files that openpyxl makes of them."""

    def write_worksheet(self, ws: Any) -> None:
        out = io.BytesIO()
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        writer = WorksheetWriter(ws, out=out)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(  # type: ignore[attr-defined]
            ws.path[1:], out.getvalue()
        )
        self.manifest.append(ws)


def saved(book: openpyxl.Workbook) -> bytes:
    """Save a workbook so that the same content always gives the same bytes."""
    book.properties.creator = "dxplan"
    book.properties.created = _DATE
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        _InMemory(book, archive).save()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-01-01T00:00:00Z", content
                )
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()
