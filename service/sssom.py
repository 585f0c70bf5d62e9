"""Reads SSSOM tables: metadata, rows and cells, and what of the form is wrong with them.

Standard: SSSOM 1.0, "The SSSOM/TSV format" (metadata as YAML behind ``#``, then a table with
tabs). A table may have gone through a spreadsheet: what can still be read is read, with a
finding; what cannot is said in words. Must not know what the identifiers mean.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from service.errors import DataError

COLUMNS: Final = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("object_source", "mapping_justification", "author_label", "mapping_date", "confidence"),
    *("justification_ja", "justification_en", "comment", "review_status"),
)
METADATA: Final = (
    *("curie_map", "mapping_set_id", "mapping_set_version", "mapping_set_title"),
    *("license", "mapping_date", "extension_definitions"),
)
_CURIE: Final = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(\S+)")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = {",": ("コンマ", "commas"), ";": ("セミコロン", "semicolons")}

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Fault:
    """Something wrong in a table.

    Attributes:
        code: what kind; stable.
        line: one-based line of the file, which is the row that a spreadsheet shows.
        column: name of the column, or None where the line or the file is at fault.
        value: the text found.
        ja: what is wrong and what to write, in Japanese.
        en: the same in English.
        severity: a warning does not keep the table from being used.
    """

    code: str
    line: int
    column: str | None
    value: str
    ja: str
    en: str
    severity: Severity = "error"

    @property
    def cell(self) -> str:
        """The place as a spreadsheet calls it, such as D12; the line where there is no column."""
        if self.column not in COLUMNS:
            return str(self.line)
        return f"{chr(ord('A') + COLUMNS.index(self.column))}{self.line}"


@dataclass(frozen=True)
class Row:
    """A row.

    Attributes:
        line: one-based line of the file.
        cells: texts by column.
    """

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def fault(
        self, code: str, column: str, ja: str, en: str, severity: Severity = "error"
    ) -> Fault:
        """Find fault with a cell."""
        return Fault(code, self.line, column, self.cells[column], ja, en, severity)


@dataclass
class Table:
    """A table after reading.

    Attributes:
        path: the file.
        metadata: what stands behind ``#``.
        rows: the rows that have all their cells, in order.
        faults: what is wrong with the form.
    """

    path: Path
    metadata: Mapping[str, Any] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name without its endings."""
        return self.path.name.removesuffix(".sssom.tsv")

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the metadata declares."""
        found = self.metadata.get("curie_map")
        return found if isinstance(found, dict) else {}

    def iri(self, curie: str) -> str | None:
        """Write a CURIE in full.

        Args:
            curie: prefix, colon, the rest (SSSOM 1.0, "Identifiers").

        Returns:
            The IRI; None if the text is no CURIE or its prefix is not declared.
        """
        match = _CURIE.fullmatch(curie)
        namespace = self.prefixes.get(match[1]) if match else None
        return f"{namespace}{match[2]}" if match and namespace else None


def read_table(path: Path) -> Table:
    """Read a table.

    Args:
        path: the file.

    Returns:
        What could be read, with the faults of its form.

    Raises:
        DataError: the file cannot be opened.
    """
    table = Table(path)
    text = _text(path, table.faults)
    lines = text.split("\n")
    start = _metadata(table, lines)
    if start == len(lines) or not lines[start].strip():
        table.faults.append(_whole(1, "table", "見出しの行がありません", "there is no header line"))
    elif _header(table, start + 1, lines[start]):
        table.rows.extend(_rows(table, lines, start))
    return table


def _whole(line: int, code: str, ja: str, en: str, severity: Severity = "error") -> Fault:
    return Fault(code, line, None, "", ja, en, severity)


def _text(path: Path, faults: list[Fault]) -> str:
    try:
        content = path.read_bytes()
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise DataError(path, None, f"開けません（{why}）", f"cannot be opened ({why})") from fault
    if content.startswith(_UTF16):
        faults.append(_NOT_UTF8)
        return content.decode("utf-16", errors="replace").replace("\r\n", "\n")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        faults.append(_whole(line, "encoding", _NOT_UTF8.ja, _NOT_UTF8.en))
        text = content.decode("utf-8", errors="replace")
    return _without_traces(text, faults)


_NOT_UTF8: Final = _whole(
    1,
    "encoding",
    "UTF-8 ではありません。表計算ソフトの「Unicode テキスト」や「CSV」ではなく、"
    "UTF-8 のタブ区切りで保存してください",
    "not UTF-8; save it as text with tabs in UTF-8, not as “Unicode text” or “CSV”",
)


def _without_traces(text: str, faults: list[Fault]) -> str:
    """Take away what spreadsheets add and readers of SSSOM stumble over."""
    if text.startswith("\ufeff"):
        text = text[1:]
        ja = "ファイルの先頭に BOM があります。「BOM なし UTF-8」で保存してください"
        en = "the file begins with a byte order mark; save it as UTF-8 without BOM"
        faults.append(_whole(1, "bom", ja, en, "warning"))
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        ja = "改行が CRLF です。LF で保存してください"
        en = "lines end with CRLF; save the file with LF"
        faults.append(_whole(line, "line-ends", ja, en, "warning"))
    return text


def _metadata(table: Table, lines: list[str]) -> int:
    """Read the lines behind ``#`` and return the index of the first line after them."""
    start = next((n for n, text in enumerate(lines) if text.lstrip('"')[:1] != "#"), len(lines))
    if start == 0:
        ja = "先頭に「#」で始まるメタデータ（curie_map など）がありません"
        en = "the metadata (curie_map and so on) in lines that begin with # is missing"
        table.faults.append(_whole(1, "metadata", ja, en))
        return 0
    texts = [_unquoted(table, number, lines[number - 1]) for number in range(1, start + 1)]
    try:
        found = yaml.safe_load("\n".join(texts))
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        ja = "メタデータを YAML として読めません。字下げとコロンを見直してください"
        en = "the metadata is no YAML; look at indentation and colons"
        table.faults.append(_whole(line, "metadata", ja, en))
        return start
    table.metadata = found if isinstance(found, dict) else {}
    for key in METADATA:
        if not table.metadata.get(key):
            ja, en = f"メタデータに「{key}」がありません", f"the metadata lacks “{key}”"
            table.faults.append(_whole(1, "metadata", ja, en))
    return start


def _unquoted(table: Table, number: int, line: str) -> str:
    """Undo what a spreadsheet does to a line that it takes for a row."""
    plain = line.rstrip("\t")
    if plain.startswith('"'):
        plain = plain.removeprefix('"').removesuffix('"').replace('""', '"')
    if plain != line:
        ja = "表計算ソフトがメタデータの行に引用符またはタブを加えています。取り除いてください"
        en = "a spreadsheet has put quotation marks or tabs into the metadata; take them out"
        table.faults.append(_whole(number, "metadata-quoted", ja, en, "warning"))
    return plain.removeprefix("#")


def _header(table: Table, number: int, line: str) -> bool:
    names = tuple(line.split("\t"))
    if names == COLUMNS:
        return True
    for separator, (ja, en) in _SEPARATORS.items():
        if "\t" not in line and separator in line:
            table.faults.append(
                _whole(
                    number,
                    "separator",
                    f"列が{ja}で区切られています。タブ区切りで保存してください",
                    f"columns are separated by {en}; save the file with tabs",
                )
            )
            return False
    place, wanted = next(
        (n, name) for n, name in enumerate((*COLUMNS, "")) if names[n : n + 1] != (name,)
    )
    found = names[place] if place < len(names) else ""
    table.faults.append(
        _whole(
            number,
            "header",
            f"{place + 1} 列目の見出しは「{wanted}」のはずですが「{found}」です。"
            f"見出しは {len(COLUMNS)} 列で、この順です: {' '.join(COLUMNS)}",
            f"the header of column {place + 1} must be “{wanted}” but is “{found}”; "
            f"the {len(COLUMNS)} columns are, in this order: {' '.join(COLUMNS)}",
        )
    )
    return False


def _rows(table: Table, lines: list[str], start: int) -> Iterator[Row]:
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if not line.strip():
            continue
        cells = next(csv.reader([line], delimiter="\t", strict=False), [])
        if line.count('"') % 2:
            table.faults.append(_open_quotation(number))
        elif len(cells) != len(COLUMNS):
            table.faults.append(_cells(number, len(cells)))
        else:
            row = Row(number, dict(zip(COLUMNS, cells, strict=True)))
            table.faults.extend(_spaces(row))
            yield row


def _cells(number: int, found: int) -> Fault:
    return _whole(
        number,
        "cells",
        f"この行は {found} 列です。タブで区切って {len(COLUMNS)} 列にしてください",
        f"this row has {found} cells; it needs {len(COLUMNS)}, separated by tabs",
    )


def _open_quotation(number: int) -> Fault:
    return _whole(
        number,
        "quotation",
        '引用符 " が閉じていません。セルの中で改行せず、文の中の引用には「」を使ってください',
        'a quotation mark " is not closed; keep a cell on one line and quote with “ ”',
    )


def _spaces(row: Row) -> Iterator[Fault]:
    for column, text in row.cells.items():
        if text != text.strip():
            ja = "前後に余分な空白があります。取り除いてください"
            en = "there are blanks before or after the text; take them out"
            yield row.fault("spaces", column, ja, en)
