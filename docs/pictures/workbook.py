"""Draws the pictures of docs/curators.ja.md from the real workbooks.

    python docs/pictures/workbook.py [browser]

A sheet is written as HTML cell by cell, with its colours, and photographed by a Chromium
(by default the one on the path). Nothing is drawn that the workbook does not hold.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from service import config, workbook_findings, workbook_mark, workbook_write
from service.validation import validate_files
from service.workbook_names import Published
from service.workbook_rows import empty

_HERE: Final = Path(__file__).parent
_EXAMPLE: Final = config.PROJECT / "examples" / "mirai-ward" / "plan.xlsx"
_STYLE: Final = """
body { margin: 0; padding: 14px; display: inline-block; font-family: "Noto Sans CJK JP"; }
table { border-collapse: collapse; }
td { border: 1px solid #d0d5dd; padding: 4px 6px; overflow: hidden; position: relative;
  vertical-align: top; }
th { background: #f1f3f5; color: #555; font-weight: 400; font-size: 11px;
  border: 1px solid #d0d5dd; padding: 2px 8px; }
.mark { position: absolute; right: 0; top: 0; border: 5px solid;
  border-color: #c00 #c00 transparent transparent; }
.tab { display: inline-block; padding: 5px 12px; border: 1px solid #d0d5dd; border-top: 0;
  font-size: 12px; color: #555; background: #f1f3f5; }
.on { background: #fff; font-weight: 700; color: #1f3864; }
.note { margin-top: 10px; background: #fffbe0; border: 1px solid #c8b96b; padding: 8px 12px;
  font-size: 13px; width: 620px; white-space: pre-wrap; }
"""
# a column's width in characters, in pixels
_SCALE: Final = 7.2
_PADDING: Final = 16


def main() -> None:
    """Draw all pictures."""
    browser = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or "chromium"
    blank = workbook_write.xlsx(empty(), Published(config.PROJECT), "")
    book = openpyxl.load_workbook(io.BytesIO(blank))
    _draw(browser, book, "階層", (5, 8), "workbook-empty", note=(1, 7))
    book = openpyxl.load_workbook(_EXAMPLE)
    _draw(browser, book, "階層", (9, 8), "workbook-levels")
    _draw(browser, book, "値", (8, 8), "workbook-values")
    book = openpyxl.load_workbook(io.BytesIO(_with_faults()))
    _draw(browser, book, "値", (7, 8), "workbook-marked", note=(4, 3))
    _draw(browser, book, "所見", (5, 8), "workbook-findings")


def _with_faults() -> bytes:
    """The example with four errors, as it comes back."""
    book = openpyxl.load_workbook(_EXAMPLE)
    book["値"]["C4"] = "7年度"
    book["値"]["E5"] = "△200手続"
    book["値"]["B6"] = "⑤"
    book["担当"]["D3"] = "デジタル推進家"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        book.save(path)
        outcome = validate_files([path], config.PROJECT)
        upload = workbook_findings.read_all([path], config.PROJECT)[0]
        return workbook_mark.marked(path.read_bytes(), upload.book, outcome.findings, "ja")


def _draw(
    browser: str,
    book: openpyxl.Workbook,
    sheet: str,
    size: tuple[int, int],
    name: str,
    *,
    note: tuple[int, int] | None = None,
) -> None:
    page: Any = book[sheet]
    columns = range(1, size[1] + 1)
    heads = "".join(f"<th>{get_column_letter(c)}</th>" for c in columns)
    rows = [f"<tr><th></th>{heads}</tr>"]
    for row in range(1, size[0] + 1):
        cells = "".join(_cell(page, row, column) for column in columns)
        rows.append(f"<tr><th>{row}</th>{cells}</tr>")
    shown = [n for n in book.sheetnames if book[n].sheet_state == "visible"]
    tabs = "".join(
        f'<span class="tab{" on" * (n == sheet)}">{html.escape(n)}</span>' for n in shown
    )
    body = f"<table>{''.join(rows)}</table><div>{tabs}</div>{_note(page, note)}"
    document = f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style><body>{body}"
    width = max(1000, int(sum(_width(page, c) + _PADDING for c in columns)) + 70)
    lines = 2 if sheet == "所見" else 1
    height = 110 + size[0] * (12 + 19 * lines) + (90 if note else 0)
    _photograph(browser, document, (width, height), _HERE / f"{name}.png")


def _width(page: Any, column: int) -> float:
    return (page.column_dimensions[get_column_letter(column)].width or 10) * _SCALE


def _cell(page: Any, row: int, column: int) -> str:
    cell = page.cell(row, column)
    width = _width(page, column)
    style = f"min-width:{width}px;max-width:{width}px;font-size:{(cell.font.sz or 10) * 1.25}px;"
    style += f"white-space:{'normal' if cell.alignment.wrap_text else 'nowrap'};"
    if cell.fill.fill_type == "solid":
        style += f"background:#{cell.fill.fgColor.rgb[-6:]};"
    if cell.font.color is not None and isinstance(cell.font.color.rgb, str):
        style += f"color:#{cell.font.color.rgb[-6:]};"
    style += "font-weight:700;" if cell.font.b else ""
    style += "font-style:italic;" if cell.font.i else ""
    style += f"text-align:{cell.alignment.horizontal};" if cell.alignment.horizontal else ""
    mark = '<i class="mark"></i>' if cell.comment is not None else ""
    text = "" if cell.value is None else html.escape(str(cell.value))
    return f'<td style="{style}">{mark}{text}</td>'


def _note(page: Any, note: tuple[int, int] | None) -> str:
    if note is None:
        return ""
    address = f"{get_column_letter(note[1])}{note[0]}"
    text = html.escape(page.cell(*note).comment.text)
    return f'<div class="note"><b>{address}</b> {text}</div>'


def _photograph(browser: str, document: str, size: tuple[int, int], target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "sheet.html"
        source.write_text(document, encoding="utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
            f"--window-size={size[0]},{size[1]}",
            f"--screenshot={target}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=90)  # noqa: S603


if __name__ == "__main__":
    main()
