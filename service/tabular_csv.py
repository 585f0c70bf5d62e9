"""Reads CSV: one file for each sheet, from a folder or a ZIP file.

UTF-8 is expected; UTF-16 with its mark and Shift_JIS are recognised and said. Must not know
what the tables are about.

Standard: RFC 4180.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from service.tabular import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    MAX_TEXT,
    Book,
    Cell,
    Grid,
    Notice,
    UploadRefusedError,
    harmless,
    too_large,
)

_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SUFFIXES: Final = frozenset({".csv", ".tsv"})
_SHOWN: Final = 5  # files that a notice names
_JAPANESE: Final = "\u3000"  # from here on; two half-width letters of Shift_JIS can look like less


def read_folder(folder: Path) -> Book:
    """Read the CSV files of a folder, by name.

    Raises:
        UploadRefusedError: a file cannot be read, or there is none.
    """
    return read_files(
        {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if _is(p.name)}, folder.name
    )


def holds_csv(folder: Path) -> bool:
    """Tell whether a folder directly holds CSV files."""
    return any(_is(path.name) for path in folder.iterdir() if path.is_file())


def _is(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in _SUFFIXES


def _is_hidden(name: str) -> bool:
    """Whether a file is one that a system adds to archives by itself."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1] in {"Thumbs.db"}


def read_files(files: Mapping[str, bytes], name: str) -> Book:
    """Read CSV files.

    Args:
        files: content by file name; what is not CSV is left aside.
        name: name of the whole.

    Returns:
        One grid for each file.

    Raises:
        UploadRefusedError: a file is no text or no CSV, or there is none.
    """
    found = {PurePosixPath(path): content for path, content in files.items() if _is(path)}
    if not found:
        raise UploadRefusedError(
            "CSV のファイルがありません。シートごとに一つの .csv を入れてください。",
            "There is no CSV file. Put in one .csv for each sheet.",
        )
    if len(found) > MAX_SHEETS:
        raise too_large("CSV のファイル", "CSV files", MAX_SHEETS)
    book = Book(name)
    unread = sorted(path for path in files if not _is(path) and not _is_hidden(path))
    if unread:
        shown = "、".join(unread[:_SHOWN])
        words = {"value": shown, "value_en": ", ".join(unread[:_SHOWN]), "count": str(len(unread))}
        book.notices.append(Notice("WB-FILE-UNREAD", words))
    for path, content in sorted(found.items()):
        text = _decoded(path, content, book)
        delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
        book.grids.append(_grid(path, text, delimiter))
    return book


def _decoded(path: PurePosixPath, content: bytes, book: Book) -> str:
    if content.startswith(_MARKS):
        book.notices.append(Notice("WB-ENCODING", {"encoding": "UTF-16"}, path.stem))
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as fault:
        place = fault.start
    _refuse_broken(path, content, place)
    try:
        text = content.decode("cp932")
    except UnicodeDecodeError as fault:
        raise UploadRefusedError(
            f"{path.name} の文字コードが分かりません（{place + 1} バイト目）。"
            "UTF-8 の CSV として保存してください。",
            f"The encoding of {path.name} is unknown (byte {place + 1}). Save it as CSV UTF-8.",
        ) from fault
    book.notices.append(Notice("WB-ENCODING", {"encoding": "Shift_JIS"}, path.stem))
    return text


def _refuse_broken(path: PurePosixPath, content: bytes, place: int) -> None:
    """Refuse what is UTF-8 up to a byte that is not; in Shift_JIS it would be read as nonsense.

    A byte order mark is beyond ``_JAPANESE`` as well: a file that has one is UTF-8.
    """
    if all(sign < _JAPANESE for sign in content[:place].decode("utf-8")):
        return
    line = content.count(b"\n", 0, place) + 1
    raise UploadRefusedError(
        f"{path.name} は {line} 行目で文字が壊れているか、そこで途切れています。"
        "元のファイルから UTF-8 の CSV として保存し直してください。",
        f"In {path.name}, line {line}, a character is broken or the file is cut off. Save it "
        "again as CSV UTF-8 from where it came.",
    )


def _grid(path: PurePosixPath, text: str, delimiter: str) -> Grid:
    grid = Grid(path.stem, csv=True)
    if "\0" in text:
        raise UploadRefusedError(
            f"{path.name} は文字のファイルではありません（NUL 文字があります）。",
            f"{path.name} is no text file (it holds NUL characters).",
        )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(reader, 1):
            _take(grid, number, row)
    except csv.Error as fault:
        raise UploadRefusedError(
            f"{path.name} の {reader.line_num} 行目が CSV として読めません"
            "（引用符の閉じ忘れなど）。",
            f"Line {reader.line_num} of {path.name} is no CSV (a quote may be left open).",
        ) from fault
    return grid


def _bare(text: str) -> str:
    """Take away the apostrophe that ``service.tabular.harmless`` puts before formulas."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _take(grid: Grid, number: int, row: list[str]) -> None:
    if number > MAX_ROWS:
        raise too_large(f"{grid.name}.csv の行", f"rows of {grid.name}.csv", MAX_ROWS)
    if len(row) > MAX_COLUMNS:
        raise too_large(f"{grid.name}.csv の列", f"columns of {grid.name}.csv", MAX_COLUMNS)
    grid.widths[number] = len(row)
    for column, value in enumerate(row, 1):
        if len(value) > MAX_TEXT:
            raise too_large(
                f"{grid.name}.csv {number} 行目の欄の文字",
                f"characters in a field of row {number} of {grid.name}.csv",
                MAX_TEXT,
            )
        text = _bare(value.strip())
        if text:
            grid.cells[number, column] = Cell(number, column, "text", text, value)
    if len(grid.cells) > MAX_CELLS:
        raise too_large("セル", "cells", MAX_CELLS)
