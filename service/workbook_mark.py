"""Gives a workbook back with its findings: marked cells with comments, and a sheet of all.

Nothing that came with it can act in what is given back: formulas become texts, macros,
links, names and conditional formats go, and text that begins like a formula is marked as
text. Must not know shapes, or how findings came about.

Standard: ECMA-376 (Office Open XML), part 1 (18.8.45, quotePrefix).
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from service.errors import EnvironmentFault, UsageError
from service.findings import ORDER, Finding
from service.messages import SEVERITIES
from service.tabular import Book, harmless, letters
from service.workbook_headers import FINDINGS, FOUND_CELL, FOUND_SHEET
from service.workbook_read import SUFFIXES
from service.workbook_read import book as book_of
from service.workbook_write import saved

_COLORS: Final = {"error": "FFC7CE", "warning": "FFEB9C", "hint": "DDEBF7"}
_ZIP: Final = b"PK\x03\x04"
_FONT: Final = "Yu Gothic"
_WIDTHS: Final = (6, 10, 12, 10, 32, 90, 28, 24)
_HEADERS: Final = (
    ("番号", "No."),
    ("重さ", "Severity"),
    FOUND_SHEET,
    FOUND_CELL,
    ("行の内容", "Row"),
    ("内容と直し方", "What is wrong and what to do"),
    ("値", "Value"),
    ("規則", "Rule"),
)
# what XML cannot hold (XML 1.0, section 2.2)
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST: Final = 2000
_AUTHOR: Final = "dxplan"
# comes before the comment that a cell had
_BEFORE: Final = "--- "
# what our comments on findings begin with; those of headers begin otherwise
_OURS: Final = tuple(f"【{word}】" for words in SEVERITIES.values() for word in words.values())


def marked(content: bytes, book: Book, findings: Sequence[Finding], language: str) -> bytes:
    """Mark the findings in a workbook.

    Args:
        content: the workbook as it was sent; CSV is put into a workbook.
        book: its tables as they were read.
        findings: what was found, in order.
        language: "ja" or "en".

    Returns:
        An .xlsx file, the same for the same content and findings.
    """
    workbook = _opened(content) if _is_xlsx(content, book) else _made(book)
    pages = list(workbook.worksheets)
    for page in pages:
        _disarm(page)
        _unmark(page)
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    _mark(pages, findings, language)
    if FINDINGS[0] in workbook.sheetnames:
        del workbook[FINDINGS[0]]
    listing = workbook.create_sheet(FINDINGS[0], 0)
    _list(listing, pages, findings, language)
    workbook.active = 0
    for page in pages:
        page.sheet_view.tabSelected = False
    return saved(workbook)


def write_marked(
    given: Sequence[Path], target: Path, findings: Sequence[Finding], language: str
) -> None:
    """Write the one workbook among some files with its findings.

    Args:
        given: the files that were checked.
        target: where to write.
        findings: what was found.
        language: "ja" or "en".

    Raises:
        UsageError: there is no workbook, or more than one.
        EnvironmentFault: the disk refuses.
    """
    if len(given) != 1 or given[0].suffix.lower() not in SUFFIXES:
        raise UsageError(
            "--marked は、ブック（.xlsx、.csv、.zip）を一つだけ検査するときに使えます。",
            "--marked works when exactly one workbook (.xlsx, .csv, .zip) is checked.",
        )
    content = given[0].read_bytes()
    back = marked(content, book_of(content, given[0].name), findings, language)
    try:
        target.write_bytes(back)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise EnvironmentFault(
            f"{target} に書けません（{reason}）。", f"cannot write {target} ({reason})."
        ) from fault


def _is_xlsx(content: bytes, book: Book) -> bool:
    return content.startswith(_ZIP) and not any(grid.csv for grid in book.grids)


def _opened(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content), keep_links=False)


def _made(book: Book) -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    if workbook.active is not None and book.grids:
        del workbook[workbook.active.title]
    for grid in book.grids:
        page = workbook.create_sheet(grid.name[:31])
        for cell in grid.cells.values():
            _put(page.cell(cell.row, cell.column), cell.text)
    return workbook


def _disarm(page: Worksheet) -> None:
    """Take away whatever could act or reach out."""
    page.conditional_formatting = ConditionalFormattingList()
    for cell in page._cells.values():
        if isinstance(cell, MergedCell):
            continue
        if cell.hyperlink is not None:
            cell.hyperlink = None
        if cell.data_type == "f" or isinstance(cell.value, str):
            value = cell.value
            _put(cell, value if isinstance(value, str) else f"={getattr(value, 'text', '')}")


def _unmark(page: Worksheet) -> None:
    """Take away our marks of an earlier time; what is still wrong is marked anew."""
    for cell in page._cells.values():
        comment = None if isinstance(cell, MergedCell) else cell.comment
        if comment is None or comment.author != _AUTHOR or not comment.text.startswith(_OURS):
            continue
        _, found, before = comment.text.partition(_BEFORE)
        cell.comment = Comment(before, _AUTHOR) if found else None
        if str(cell.fill.fgColor.rgb)[-6:] in _COLORS.values():
            cell.fill = PatternFill()


def _put(cell: Any, text: str) -> None:
    """Put a text in as a text; marked as one if it begins like a formula."""
    clean = _ILLEGAL.sub("□", text)
    cell.value = clean
    if clean:
        cell.data_type = "s"
    if harmless(clean) != clean:
        cell.quotePrefix = True


def _mark(pages: Sequence[Worksheet], findings: Sequence[Finding], language: str) -> None:
    by_cell: dict[tuple[int, int, int], list[Finding]] = {}
    for finding in findings:
        sheet, row, column = finding.spot
        if 0 < sheet <= len(pages) and row and column:
            by_cell.setdefault(finding.spot, []).append(finding)
    for (sheet, row, column), found in by_cell.items():
        cell = pages[sheet - 1].cell(row, column)
        if isinstance(cell, MergedCell):
            continue
        gravest = min((finding.severity for finding in found), key=ORDER.index)
        cell.fill = PatternFill("solid", fgColor=_COLORS[gravest])
        cell.comment = _comment(found, cell.comment, language)


def _comment(found: Sequence[Finding], before: Comment | None, language: str) -> Comment:
    lines = [
        f"【{SEVERITIES[finding.severity][language]}】{finding.message[language]} ({finding.code})"
        for finding in found
    ]
    if before is not None and before.text:
        lines.append(f"{_BEFORE}{before.text}")
    text = _ILLEGAL.sub("□", "\n".join(lines))[:_LONGEST]
    comment = Comment(text, _AUTHOR)
    comment.width = 380
    comment.height = 60 + 18 * (len(text) // 24 + len(lines))
    return comment


def _list(
    page: Worksheet, pages: Sequence[Worksheet], findings: Sequence[Finding], language: str
) -> None:
    spoken = ("ja", "en").index(language)
    for column, names in enumerate(_HEADERS, 1):
        cell = page.cell(1, column)
        _put(cell, names[spoken])
        cell.font = Font(name=_FONT, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3864")
        page.column_dimensions[letters(column)].width = _WIDTHS[column - 1]
    for number, finding in enumerate(findings, 1):
        _entry(page, pages, number, finding, language)
    if not findings:
        _put(page.cell(2, 6), ("指摘はありません。", "No findings.")[spoken])
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{letters(len(_HEADERS))}{max(len(findings) + 1, 2)}"
    page.sheet_properties.tabColor = "C00000" if findings else "548235"


def _entry(
    page: Worksheet, pages: Sequence[Worksheet], number: int, finding: Finding, language: str
) -> None:
    sheet, row, column = finding.spot
    known = 0 < sheet <= len(pages)
    title = pages[sheet - 1].title if known else ""
    address = f"{letters(column)}{row}" if known and row else ""
    texts = (
        SEVERITIES[finding.severity][language],
        title,
        address,
        finding.label[language],
        finding.message[language],
        finding.value_label[language],
        finding.code,
    )
    page.cell(number + 1, 1).value = number
    for place, text in enumerate(texts, 2):
        cell = page.cell(number + 1, place)
        _put(cell, text)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        cell.font = Font(name=_FONT, size=10)
    page.cell(number + 1, 2).fill = PatternFill("solid", fgColor=_COLORS[finding.severity])
    if address:
        link = page.cell(number + 1, 4)
        quoted = title.replace("'", "''")
        link.hyperlink = f"#'{quoted}'!{address}"
        link.font = Font(name=_FONT, size=10, color="0563C1", underline="single")
