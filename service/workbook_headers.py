"""Finds the sheets and columns of the layout in what was sent, by their names.

Order is free, in Japanese or English; what is missing or unknown is said, with what it may
have been meant for. Must not know what cells mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from service.figures_reading_dates import fold
from service.tabular import Book, Cell, Grid, Place
from service.workbook_layout import Column, Sheet, sheets
from service.workbook_names import near
from service.workbook_upload import Fault, Row

GUIDE: Final = ("説明", "Guide")
LISTS: Final = ("一覧", "Lists")
FINDINGS: Final = ("所見", "Findings")
# where the sheet of findings says which sheet and cell each is about
FOUND_SHEET: Final = ("シート", "Sheet")
FOUND_CELL: Final = ("セル", "Cell")
_IGNORED: Final = frozenset(fold(name) for name in (*GUIDE, *LISTS, *FINDINGS))
EXAMPLE: Final = ("例：", "例:")
# how far down a header may stand
_SEARCHED: Final = 10


@dataclass(frozen=True)
class Found:
    """What was found of the layout.

    Attributes:
        rows: the rows that hold something, in order, example rows left out.
        heads: the row of the headers of each sheet.
        sent: the sheets that are there.
        present: those of them that have headers, or nothing at all.
        faults: what is wrong with sheets and headers.
    """

    rows: list[Row]
    heads: dict[str, int]
    sent: list[Sheet]
    present: list[Sheet]
    faults: list[Fault]


def find(book: Book) -> Found:
    """Find the rows of all sheets.

    Args:
        book: what was sent.

    Returns:
        Its rows, and what is wrong with sheets and headers.
    """
    faults: list[Fault] = []
    found: list[Row] = []
    heads: dict[str, int] = {}
    sent: list[Sheet] = []
    present: list[Sheet] = []
    seen: dict[str, Grid] = {}
    for grid in book.grids:
        sheet = _sheet(grid, faults)
        if sheet is None:
            continue
        if sheet.ja in seen:
            words = {"other": seen[sheet.ja].name, "value": grid.name}
            faults.append(Fault("WB-SHEET-TWICE", _of(grid), words))
            continue
        seen[sheet.ja] = grid
        header = _Header(sheet, grid, faults)
        found.extend(header.rows())
        heads[grid.name] = header.head
        sent.append(sheet)
        if header.readable:
            present.append(sheet)
    if not seen:
        names = {"names": "、".join(s.ja for s in sheets())}
        faults.append(Fault("WB-SHEETS-NONE", Place(book.name), names))
    return Found(found, heads, sent, present, faults)


def _of(grid: Grid, row: int = 0, column: int = 0) -> Place:
    return Place(grid.name, row, column, grid.csv)


def _sheet(grid: Grid, faults: list[Fault]) -> Sheet | None:
    names = {fold(name).lower(): s for s in sheets() for name in (s.ja, s.en, s.file)}
    name = fold(grid.name).lower()
    if name in names:
        return names[name]
    ignored = any(name == fold(known).lower() for known in _IGNORED)
    if grid.cells and not grid.hidden and not ignored:
        inside = [known for known in names if fold(names[known].ja) == known and known in name]
        like = "、".join({names[each].ja: None for each in near(name, names) or inside})
        words = {"value": grid.name, "near": like, "names": "、".join(s.ja for s in sheets())}
        faults.append(Fault("WB-SHEET-UNKNOWN", _of(grid), words))
    return None


class _Header:
    def __init__(self, sheet: Sheet, grid: Grid, faults: list[Fault]) -> None:
        self._sheet = sheet
        self._grid = grid
        self._faults = faults
        self._by_row = grid.rows()
        self.head = 1
        self.readable = True
        self._names = {
            fold(name).lower(): column
            for column in sheet.columns
            for name in (column.ja, column.en)
        }

    def rows(self) -> Iterator[Row]:
        head = self._find()
        if head is None:
            # a sheet without a cell may have been emptied; a file without a byte was not saved
            self.readable = not self._by_row and not self._grid.csv
            if not self.readable:
                words = {"names": "、".join(c.ja for c in self._sheet.columns if c.required)}
                place = _of(self._grid, min(self._by_row, default=1), 1)
                self._faults.append(Fault("WB-HEADER-NONE", place, words))
            return
        columns = self._columns(head)
        first = (
            head + 2 if self._hits(self._by_row.get(head + 1, [])) * 2 > len(columns) else head + 1
        )
        known = {number: column.name for number, column in columns.items()}
        places = {column.name: number for number, column in columns.items()}
        for number, cells in self._by_row.items():
            if number >= first and not self._is_example(number, cells, known):
                yield from self._row(number, cells, known, places)

    def _is_example(self, number: int, cells: list[Cell], known: dict[int, str]) -> bool:
        """Tell whether a row is an example; one that is not the template's own is told of."""
        text = cells[0].text
        if not text.startswith(EXAMPLE):
            return False
        example = example_row(self._sheet)
        told = {known.get(cell.column, ""): cell.text for cell in cells}
        told[known.get(cells[0].column, "")] = text[len(EXAMPLE[0]) :]
        if any(fold(said) not in {"", fold(example.get(name, ""))} for name, said in told.items()):
            place = _of(self._grid, number, cells[0].column)
            self._faults.append(Fault("WB-EXAMPLE", place, {"value": text}))
        return True

    def _row(
        self, number: int, cells: list[Cell], known: dict[int, str], places: dict[str, int]
    ) -> Iterator[Row]:
        for cell in cells:
            if cell.column not in known and (self._title(cell.column) is None):
                words = {"value": cell.text}
                place = _of(self._grid, number, cell.column)
                self._faults.append(Fault("WB-OUTSIDE", place, words))
        filled = {known[cell.column]: cell for cell in cells if cell.column in known}
        if filled:
            yield Row(self._sheet, self._grid, number, places, filled)

    def _find(self) -> int | None:
        """The row that has most headers, of the first few."""
        candidates = [number for number in self._by_row if number <= _SEARCHED]
        best = max(candidates, key=lambda n: (self._hits(self._by_row[n]), -n), default=None)
        if best is None or self._hits(self._by_row[best]) == 0:
            return None
        above = self._by_row.get(best - 1, [])
        # the template has its headers twice; a slip in the first row leaves the second ahead
        self.head = best - 1 if self._hits(above) * 2 > self._hits(self._by_row[best]) else best
        return self.head

    def _hits(self, cells: list[Cell]) -> int:
        return sum(fold(cell.text).lower() in self._names for cell in cells)

    def _title(self, column: int) -> Cell | None:
        return self._grid.cells.get((self.head, column))

    def _columns(self, head: int) -> dict[int, Column]:
        found: dict[int, Column] = {}
        for cell in self._by_row[head]:
            column = self._names.get(fold(cell.text).lower())
            if column is None:
                self._unknown(head, cell)
            elif column in found.values():
                place = _of(self._grid, head, cell.column)
                self._faults.append(Fault("WB-HEADER-TWICE", place, {"value": cell.text}))
            else:
                found[cell.column] = column
        for column in self._sheet.columns:
            if column.required and column not in found.values():
                words = {"column": column.ja, "column_en": column.en}
                self._faults.append(
                    Fault("WB-COLUMN-MISSING", _of(self._grid, head, 1), words, column=column)
                )
        return found

    def _unknown(self, head: int, cell: Cell) -> None:
        like = near(fold(cell.text).lower(), self._names)
        words = {
            "value": cell.text,
            "near": "、".join({self._names[name].ja: None for name in like}),
        }
        place = _of(self._grid, head, cell.column)
        self._faults.append(Fault("WB-COLUMN-UNKNOWN", place, words))


def example_row(sheet: Sheet) -> dict[str, str]:
    """Return what the example row of the template holds, by column, before it is marked as one."""
    return {
        column.name: sheet.example if column.kind == "class" else column.example
        for column in sheet.columns
    }
