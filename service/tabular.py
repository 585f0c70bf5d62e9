"""Tables as they were sent: sheets with their cells, read from a workbook or from CSV.

Nothing is evaluated: a formula is a cell of that kind, with its text. Must not know what the
tables are about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from service.errors import UsageError

CellKind = Literal["text", "number", "date", "bool", "formula", "error"]

MAX_CELLS: Final = 400_000
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 400
MAX_SHEETS: Final = 60
MAX_TEXT: Final = 20_000


class UploadRefusedError(UsageError):
    """A file that was sent cannot be read, or is not read for safety; says why."""

    status = 422
    code = "upload"


@dataclass(frozen=True)
class Cell:
    """A cell that holds something.

    Attributes:
        row: one-based row.
        column: one-based column.
        kind: what it holds.
        text: what a reader sees, white space at the ends taken away.
        value: the value as the file has it.
        filled: whether it has a background colour.
    """

    row: int
    column: int
    kind: CellKind
    text: str
    value: str | float | bool | datetime
    filled: bool = False


@dataclass
class Grid:
    """A sheet or a CSV file.

    Attributes:
        name: name of the sheet, or of the file without suffix.
        csv: whether it was CSV.
        cells: by row and column.
        merged: merged ranges, such as ``A1:B2``.
        hidden_rows: rows that are hidden.
        hidden_columns: columns that are hidden.
        hidden: whether the whole sheet is.
        widths: how many fields each row has, empty ones included; in CSV only.
        objects: what lies over the cells (picture, shape, chart), by row and column.
    """

    name: str
    csv: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    widths: dict[int, int] = field(default_factory=dict)
    objects: dict[tuple[int, int], str] = field(default_factory=dict)

    def rows(self) -> dict[int, list[Cell]]:
        """Return the cells by row, each row in order of its columns."""
        found: dict[int, list[Cell]] = {}
        for place in sorted(self.cells):
            found.setdefault(place[0], []).append(self.cells[place])
        return found


@dataclass(frozen=True)
class Notice:
    """Something to be said of the file as a whole.

    Attributes:
        code: stable name (``service.texts_workbook``).
        words: what the words are filled with.
        grid: the sheet, or "".
    """

    code: str
    words: dict[str, str]
    grid: str = ""


@dataclass
class Book:
    """Tables that came together.

    Attributes:
        name: name of the file or folder.
        grids: the sheets in order.
        notices: what is to be said of the whole.
    """

    name: str
    grids: list[Grid] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, order=True)
class Place:
    """A cell of a sheet, or a sheet (row and column 0).

    Attributes:
        sheet: name of the sheet or CSV file.
        row: one-based row, or 0.
        column: one-based column, or 0.
        csv: whether it is in a CSV file.
    """

    sheet: str
    row: int = 0
    column: int = 0
    csv: bool = False

    def __str__(self) -> str:
        """``値!G12``; for CSV ``値.csv!R12C7``."""
        name = f"{self.sheet}.csv" if self.csv else self.sheet
        if not self.row:
            return name
        if self.csv:
            return f"{name}!R{self.row}C{self.column}"
        return f"{name}!{letters(self.column)}{self.row}"


def letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text or "A"


def numbers(address: str) -> tuple[int, int]:
    """Return row and column of an address such as ``G12``."""
    found = re.match(r"([A-Z]+)(\d+)", address)
    if found is None:
        return 1, 1
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def harmless(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def too_large(what_ja: str, what_en: str, limit: int) -> UploadRefusedError:
    """Make the refusal of something beyond a limit."""
    return UploadRefusedError(
        f"{what_ja}が多すぎるか大きすぎます（上限 {limit:,}）。分けて送ってください。",
        f"{what_en} beyond the limit of {limit:,}. Send it in parts.",
    )
