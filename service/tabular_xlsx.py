"""Reads an Excel workbook (.xlsx, .xlsm) without evaluating anything in it.

Formulas stay formulas, macros are dropped, links to other files are neither followed nor
kept. Must not know what the tables are about.

Standard: ECMA-376 (Office Open XML), part 1.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any, Final

import openpyxl
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet.worksheet import Worksheet

from service import tabular_objects
from service.figures_reading_formats import hidden, show_date, show_number
from service.tabular import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    Book,
    Cell,
    CellKind,
    Grid,
    Notice,
    UploadRefusedError,
    letters,
    too_large,
)
from service.tabular_zip import check_xml, members

_OLD: Final = b"\xd0\xcf\x11\xe0"
# what openpyxl raises over workbooks that are damaged in one of many ways
_DAMAGED: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError),
    *(SyntaxError, TypeError, ValueError, zipfile.BadZipFile),
)


def read_xlsx(content: bytes, name: str) -> Book:
    """Read a workbook.

    Args:
        content: its bytes.
        name: name of the file.

    Returns:
        Its sheets.

    Raises:
        UploadRefusedError: not a workbook, damaged, too large, or not read for safety.
    """
    if content.startswith(_OLD):
        raise UploadRefusedError(
            "古い形式（.xls）か、パスワード付きのブックです。パスワードを外し、"
            "「Excel ブック（.xlsx）」として保存してください。",
            "An old workbook (.xls) or one with a password. Remove it and save as .xlsx.",
        )
    parts = members(content)
    _check_parts(parts)
    workbook = _opened(content)
    if len(workbook.worksheets) > MAX_SHEETS:
        raise too_large("シート", "sheets", MAX_SHEETS)
    book = Book(name, [_grid(sheet) for sheet in workbook.worksheets])
    lying = tabular_objects.find(parts)
    for grid in book.grids:
        grid.objects = lying.get(grid.name, {})
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        book.notices.append(Notice("WB-MACRO", {}))
    if any("externallinks/" in part.lower() for part in parts):
        book.notices.append(Notice("WB-EXTERNAL", {}))
    return book


def _check_parts(parts: dict[str, bytes]) -> None:
    if "[Content_Types].xml" not in parts or not any(p.startswith("xl/") for p in parts):
        raise UploadRefusedError(
            "Excel のブック（.xlsx）ではありません。「Excel ブック」として保存してください。",
            "This is no Excel workbook (.xlsx). Save it as one.",
        )
    for part, content in parts.items():
        if PurePosixPath(part).suffix in {".xml", ".rels", ".vml"}:
            check_xml(part, content, count=part.startswith("xl/worksheets/"))


def _opened(content: bytes) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    except _DAMAGED as fault:
        raise UploadRefusedError(
            "ブックの中身が壊れています。表計算ソフトで開き、「.xlsx」として保存し直してください。",
            "The workbook is damaged inside. Open it in a spreadsheet program and save as .xlsx.",
        ) from fault


def _grid(sheet: Worksheet) -> Grid:
    grid = Grid(sheet.title, hidden=sheet.sheet_state != "visible")
    # not iter_rows(), which would make every cell up to the farthest one
    for source in sheet._cells.values():
        cell = _cell(source)
        if cell is not None:
            grid.cells[cell.row, cell.column] = cell
    _check_size(grid)
    grid.merged = sorted(str(found) for found in sheet.merged_cells.ranges)
    grid.hidden_rows = {n for n, row in sheet.row_dimensions.items() if row.hidden}
    grid.hidden_columns = {
        number
        for found in sheet.column_dimensions.values()
        if found.hidden
        for number in range(found.min or 1, min(found.max or 1, MAX_COLUMNS) + 1)
    }
    return grid


def _check_size(grid: Grid) -> None:
    name = grid.name
    if max((row for row, _ in grid.cells), default=0) > MAX_ROWS:
        raise too_large(f"シート「{name}」の行", f"rows of “{name}”", MAX_ROWS)
    if max((column for _, column in grid.cells), default=0) > MAX_COLUMNS:
        raise too_large(f"シート「{name}」の列", f"columns of “{name}”", MAX_COLUMNS)


def _cell(source: Any) -> Cell | None:
    value = source.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    kind, text = _read(source, value)
    filled = source.has_style and source.fill.fill_type is not None
    kept = _moment(value, text) if kind == "date" else value if kind != "formula" else text
    return Cell(source.row, source.column, kind, text.strip(), kept, filled)


def _read(source: Any, value: Any) -> tuple[CellKind, str]:
    if source.data_type == "f":
        return "formula", value if isinstance(value, str) else f"{getattr(value, 'text', '')}"
    if source.data_type == "e":
        return "error", str(value)
    if isinstance(value, bool):
        return "bool", "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return "number", _shown(value, source)
    if isinstance(value, date | time | timedelta):
        return "date", _date_shown(value, source)
    return "text", _bounded(str(value), source)


def _moment(value: date | time | timedelta, text: str) -> datetime | str:
    """A date where its cell shows the day, else what it shows: a month has no days."""
    if not isinstance(value, date) or text != value.strftime("%Y-%m-%d"):
        return text
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def _bounded(text: str, source: Any) -> str:
    if len(text) > MAX_TEXT:
        raise too_large(
            f"セル {letters(source.column)}{source.row} の文字",
            f"characters in cell {letters(source.column)}{source.row}",
            MAX_TEXT,
        )
    return text


def _shown(value: float, source: Any) -> str:
    """Write a number as its cell shows it; if that cannot be told, so that nobody reads it."""
    code = _format(source)
    seen = None if code is None else show_number(value, code)
    return hidden(value, code or "?") if seen is None else seen


def _date_shown(value: date | time | timedelta, source: Any) -> str:
    """Write a date as exactly as its cell shows it."""
    code = _format(source) or "?"
    seen = show_date(value, code) if isinstance(value, date) else None
    return hidden(value, code) if seen is None else seen


def _format(source: Any) -> str | None:
    """The number format of a cell; None for those that each country’s Excel has of its own."""
    number = source._style.numFmtId if source.has_style else 0
    if number < BUILTIN_FORMATS_MAX_SIZE and number not in BUILTIN_FORMATS:
        return None
    return str(source.number_format)
