"""Rules on the form of tables: what a person sees at once and a program cannot read.

Follows 「行政データにおける機械可読性に関するルール」 (Digital Agency, 2026), as far as its rules
can be judged in a workbook by our template; each is a hint and carries its number. Must not
know graphs or what the data says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from service.figures_reading import is_dash, read_number
from service.figures_reading_dates import RefusedError, fold, read_fiscal_year
from service.tabular import Cell, Grid, Place, numbers
from service.workbook_headers import FINDINGS, FOUND_CELL, FOUND_SHEET
from service.workbook_layout import Column
from service.workbook_upload import Fault, Row, Upload

# words that stand for the value above
_DITTO: Final = frozenset({"同上", "〃", "々", "同左", '"', "”", "〻"})
# signs that NFKC would take apart and that some systems cannot show; numbers in circles are
# left out, since plans number their items with them
_DEPENDENT: Final = re.compile(r"[㈱㈲㈳㈶㊤-㊨㋿㍉㍍㌔㌘㌢㌶㌃㌍㌦㍑㍗㎜-㏄㏍№℡㍻㍼㍽㍾ｦ-ﾟ]")
_LAYOUT: Final = re.compile(r"[ \t\u3000]{2,}|[\r\n]|(?<=[一-龥])\u3000(?=[一-龥])")
_ERA: Final = re.compile(r"[^\d]*(?:令和|平成|昭和|[RHS])")
_FREE_KINDS: Final = frozenset({"text", "figure"})
# a second header has at least so many headers
_HEADERS: Final = 3
# what people put between values; 「、」 may also be part of a name or of words
_BETWEEN: Final = {"ref": "[；;\\n]", "concept": "[；;\\n]"} | dict.fromkeys(
    ("year", "number", "date", "bool", "figure"), "[；;\\n、]"
)
_BLANK: Final = {"printed": "空白", "printed_en": "blank"}
_OBJECTS: Final = {
    "picture": ("画像", "picture"),
    "shape": ("図形", "shape"),
    "chart": ("グラフ", "chart"),
}


def faults(upload: Upload) -> Iterator[Fault]:
    """Judge the form of the tables that were sent.

    Args:
        upload: the workbook after reading.

    Yields:
        A hint for each breach, with its cell.
    """
    ours = _marked(upload)
    by_grid: dict[str, list[Row]] = {}
    for row in upload.all_rows:
        by_grid.setdefault(row.grid.name, []).append(row)
    for grid in upload.book.grids:
        if grid.name in upload.heads:
            yield from _objects(grid)
    for name, rows in by_grid.items():
        grid = rows[0].grid
        head = upload.heads[name]
        yield from _table(grid, rows, head)
        for row in rows:
            yield from _row(row, ours)


def _marked(upload: Upload) -> frozenset[Place]:
    """The cells that we coloured ourselves, in a workbook that was given back with its findings."""
    grid = next((grid for grid in upload.book.grids if grid.name in FINDINGS), None)
    if grid is None:
        return frozenset()
    rows = grid.rows()
    heads = {cell.text: cell.column for cell in rows.get(1, ())}
    sheet = next((heads[name] for name in FOUND_SHEET if name in heads), 0)
    address = next((heads[name] for name in FOUND_CELL if name in heads), 0)
    return frozenset(
        Place(grid.cells[row, sheet].text, *numbers(grid.cells[row, address].text))
        for row in rows
        if row > 1 and {(row, sheet), (row, address)} <= grid.cells.keys()
    )


def _at(grid: Grid, row: int, column: int) -> Place:
    return Place(grid.name, row, column, grid.csv)


def _table(grid: Grid, rows: list[Row], head: int) -> Iterator[Fault]:
    if head > 1:
        yield Fault("FORM-L3-01", _at(grid, head, 1), {})
    if grid.hidden:
        yield Fault("FORM-L1-13", Place(grid.name, csv=grid.csv), {})
    for merged in grid.merged:
        yield Fault("FORM-L1-12", _at(grid, *numbers(merged)), {"range": merged})
    for hidden in sorted(grid.hidden_rows & {row.number for row in rows}):
        yield Fault("FORM-L1-13", _at(grid, hidden, 1), {})
    for hidden in sorted(grid.hidden_columns & set(rows[0].columns.values())):
        yield Fault("FORM-L1-13", _at(grid, head, hidden), {})
    yield from _gaps(grid, rows)
    yield from _second_header(rows)
    yield from _shifted(grid, rows, head)


def _objects(grid: Grid) -> Iterator[Fault]:
    for (row, column), kind in sorted(grid.objects.items()):
        ja, en = _OBJECTS[kind]
        yield Fault("FORM-L1-10", _at(grid, row, column), {"object": ja, "object_en": en})


def _shifted(grid: Grid, rows: list[Row], head: int) -> Iterator[Fault]:
    """Rows of CSV with more fields than the headers: a comma that nothing encloses."""
    wanted = grid.widths.get(head, 0)
    for row in rows:
        count = grid.widths.get(row.number, 0)
        if count > wanted:
            words = {"count": str(count), "wanted": str(wanted)}
            yield Fault("FORM-L1-15", _at(grid, row.number, wanted + 1), words)


def _gaps(grid: Grid, rows: list[Row]) -> Iterator[Fault]:
    for above, below in pairwise(rows):
        if below.number > above.number + 1:
            yield Fault("FORM-L1-03", _at(grid, above.number + 1, 1), {})
    placed = sorted(rows[0].columns.values())
    for left, right in pairwise(placed):
        between = range(left + 1, right)
        if between and not any((row, c) in grid.cells for row, _ in grid.cells for c in between):
            yield Fault("FORM-L1-03", _at(grid, 1, left + 1), {})


def _second_header(rows: list[Row]) -> Iterator[Fault]:
    for row in rows:
        headers = {fold(n) for c in row.sheet.columns for n in (c.ja, c.en)}
        if sum(fold(cell.text) in headers for cell in row.cells.values()) >= _HEADERS:
            yield Fault("FORM-L1-02", row.place(), {})


def _row(row: Row, ours: frozenset[Place]) -> Iterator[Fault]:
    yield from _zero(row)
    for column in row.sheet.columns:
        cell = row.cells.get(column.name)
        if cell is not None:
            for code, words in _cell(row, column, cell, ours):
                told = {"column": column.ja, "column_en": column.en, "value": cell.text, **words}
                yield Fault(code, row.place(column.name), told, row.iri, column)


def _zero(row: Row) -> Iterator[Fault]:
    """A number 0 beside a value that is blank or a dash."""
    printed, column = row.sheet.of_kind("figure"), row.sheet.column("numericValue")
    if printed is None or column is None or fold(row.text(column.name)) != "0":
        return
    text = row.text(printed.name)
    if not text or is_dash(text):
        words = {"printed": text, "printed_en": text} if text else _BLANK
        yield Fault("FORM-L1-09", row.place(column.name), words, row.iri, column)


def _several(column: Column, text: str) -> bool:
    """Whether a cell of a column for one value holds several."""
    if column.many or column.kind not in _BETWEEN:
        return False
    parts = [part for part in re.split(_BETWEEN[column.kind], text) if part.strip()]
    digits = column.kind in {"year", "number", "date", "figure"}
    return len(parts) > 1 and (not digits or all(re.search(r"\d", part) for part in parts))


def _cell(
    row: Row, column: Column, cell: Cell, ours: frozenset[Place]
) -> Iterator[tuple[str, dict[str, str]]]:
    if cell.filled and row.place(column.name) not in ours:
        yield "FORM-L1-11", {}
    if cell.kind == "text":
        yield from _text(row, column, cell)


def _text(row: Row, column: Column, cell: Cell) -> Iterator[tuple[str, dict[str, str]]]:
    several = _several(column, cell.text)
    if several:
        yield "FORM-L1-07", {}
    if fold(cell.text) in _DITTO:
        yield "FORM-L2-02", {}
    raw = str(cell.value)
    if row.grid.csv and re.search(r"[\r\n]", raw.strip()):
        yield "FORM-L1-14", {}
    elif not several and (_LAYOUT.search(raw) or raw != raw.strip()):
        yield "FORM-L1-06", {"value": " ".join(cell.text.split())}
    if column.kind in _FREE_KINDS and not column.name.startswith("printed"):
        sign = _DEPENDENT.search(cell.text)
        if sign:
            yield "FORM-L1-08", {"sign": sign[0]}
    if column.kind == "number":
        yield from _number(row, cell)
    if column.kind == "year":
        yield from _year(cell)


def _number(row: Row, cell: Cell) -> Iterator[tuple[str, dict[str, str]]]:
    """A number written as text; in CSV everything is, so that only its form counts."""
    plain = re.fullmatch(r"-?\d+(?:\.\d+)?", cell.text, re.ASCII) is not None
    try:
        read_number(cell.text)
    except RefusedError:
        return
    if not (row.grid.csv and plain):
        yield "FORM-L2-01", {}


def _year(cell: Cell) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        year = read_fiscal_year(cell.text)
    except RefusedError:
        return
    if _ERA.match(cell.text) and str(year) not in fold(cell.text):
        yield "FORM-L3-05", {"western": str(year)}
