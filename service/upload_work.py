"""Checks one upload inside a process that can be killed at any time.

Everything is read, checked and written down in memory: no file is opened, no connection made.
Must not know HTTP, pages, or how the process is kept.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from service import (
    builds,
    dry_run,
    rdf_input,
    report_formats,
    repository,
    suggest,
    workbook_read,
)
from service.dry_run import Base
from service.errors import DataError, DxplanError, EngineUnavailable
from service.findings import Finding
from service.library import Library
from service.published import Stock, read_stock
from service.rdf_input import RdfFile
from service.suggest import Learned
from service.tabular import UploadRefusedError
from service.validation import Validation, check
from service.workbook_mark import marked
from service.workbook_upload import Upload

MOST_TRIPLES: Final = 300_000
MOST_FINDINGS: Final = 2_000
_SAVED: Final = ("json", "csv", "sarif", "turtle")
_LARGEST: Final = 2_000_000  # bytes of a report that a page bears with it
MARKED: Final = "xlsx"
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\/]")
_LONGEST_NAME: Final = 100
_MARKS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BINARY: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Desk:
    """What uploads are checked against.

    Attributes:
        stock: the shapes and what is published, as files.
        base: what is published, as built; None if nothing is.
        learned: what suggestions rest on.
    """

    stock: Stock
    base: Base | None
    learned: Learned

    def __len__(self) -> int:
        return sum(map(len, self.stock.files.values()))


def open_desk(project: Path, var: Path) -> Desk:
    """Read the project and its current build.

    Raises:
        DataError: a file cannot be read.
    """
    stock = read_stock(project, repository.shapes(project))
    try:
        dataset = builds.current(var).dataset
    except EngineUnavailable:
        dataset = None
    base = dataset and dry_run.read_base(str(dataset), Library(project / "queries"))
    return Desk(stock, base or None, suggest.learn(stock))


def answer(desk: Desk, request: dict[str, Any], contents: list[bytes]) -> tuple[str, bytes]:
    """Check an upload and write what was found.

    Args:
        desk: what it is checked against.
        request: ``files`` (name and suffix each), ``form``, ``language``, ``dry_run``; ``page``
            if the report is for a page, which bears the other forms with it.
        contents: the bytes of each file.

    Returns:
        Name of the form that was written, and the report.

    Raises:
        DxplanError: a file cannot be read.
    """
    stock = desk.stock
    files = read(stock, request["files"], contents)
    outcome = check(stock, files)
    language = request["language"]
    if request["form"] == MARKED:
        return MARKED, _marked(files, contents, outcome.findings, language)
    shown = replace(outcome, findings=outcome.findings[:MOST_FINDINGS])
    if request["form"] != "json":
        written = report_formats.WRITERS[request["form"]](shown, language)
        return request["form"], written.encode()
    content = json.loads(report_formats.as_json(shown, language))
    content |= {"conforms": outcome.conforms, "found": len(outcome.findings)}
    content["workbook"] = len(files) == 1 and isinstance(files[0], Upload)
    if request.get("page"):
        content["downloads"] = _downloads(outcome, files, contents, language)
    if request["dry_run"]:
        content["dryRun"] = dry_run.difference(stock, desk.base, files)
        content["suggestions"] = suggest.for_files(stock, desk.learned, files)
    return "json", json.dumps(content, ensure_ascii=False, indent=2).encode()


def _downloads(
    outcome: Validation, files: list[RdfFile], contents: list[bytes], language: str
) -> dict[str, str]:
    """Write the report in the other forms, in base64: nothing is kept to make them of later."""
    shown = replace(outcome, findings=outcome.findings[:MOST_FINDINGS])
    made = {form: report_formats.WRITERS[form](shown, language).encode() for form in _SAVED}
    if len(files) == 1 and isinstance(files[0], Upload):
        made[MARKED] = _marked(files, contents, outcome.findings, language)
    return {
        form: base64.b64encode(content).decode()
        for form, content in made.items()
        if len(content) <= _LARGEST
    }


def read(stock: Stock, described: list[dict[str, str]], contents: list[bytes]) -> list[RdfFile]:
    """Read what was sent.

    Raises:
        DxplanError: a file is of no known format, damaged, or too large.
    """
    files = []
    for number, (row, content) in enumerate(zip(described, contents, strict=True), 1):
        name = safe_name(row["name"])
        files.append(_read(stock, name, row["suffix"], content, f"f{number}-"))
        if sum(len(file.graph) for file in files) > MOST_TRIPLES:
            raise _too_many()
    return files


def safe_name(name: str) -> str:
    """Return the last part of a name that a client gave, without what no name should have."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNSAFE.sub("_", last)[-_LONGEST_NAME:].lstrip(".") or "upload"


def _read(stock: Stock, name: str, suffix: str, content: bytes, label: str) -> RdfFile:
    suffix = suffix or PurePosixPath(name).suffix.lower()
    if content.startswith(_BINARY) or suffix in workbook_read.SUFFIXES:
        shown = name if PurePosixPath(name).suffix else name + suffix
        return workbook_read.read(content, shown, stock.names)
    if suffix not in rdf_input.FORMATS:
        known = " ".join([*rdf_input.FORMATS, *sorted(workbook_read.SUFFIXES)])
        raise UploadRefusedError(
            f"{name} の形式が分かりません。ファイル名の終わりは {known} のどれかにしてください。",
            f"The format of {name} is unknown; file names end with one of {known}.",
        )
    _check_encoding(name, content)
    path = Path(name) if PurePosixPath(name).suffix.lower() == suffix else Path(name + suffix)
    _check_count(path, label, content)
    return rdf_input.read(path, label, content)


def _check_count(path: Path, label: str, content: bytes) -> None:
    """Count with the fast parser before the one that knows lines has to read."""
    for count, _ in enumerate(rdf_input.parse(path, label, content)):
        if count >= MOST_TRIPLES:
            raise _too_many()


def _too_many() -> DxplanError:
    return UploadRefusedError(
        f"記述が多すぎます（上限 {MOST_TRIPLES:,} トリプル）。文書ごとに分けて送ってください。",
        f"There are too many statements (the limit is {MOST_TRIPLES:,} triples). Send one document "
        "at a time.",
    )


def _check_encoding(name: str, content: bytes) -> None:
    """Recognise what is not UTF-8, and say what it is."""
    try:
        if content[:2] not in _MARKS:
            content.decode("utf-8-sig")
            return
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
    else:
        line = 1
    guess = _MARKS.get(content[:2]) or _decodes(content)
    raise DataError(
        name,
        line,
        f"UTF-8 ではありません{f'（{guess} のようです）' if guess else ''}。"
        "UTF-8 で保存し直してください。",
        f"not UTF-8{f' (it looks like {guess})' if guess else ''}; save the file as UTF-8.",
    )


def _decodes(content: bytes) -> str:
    for name, codec in (("EUC-JP", "euc-jp"), ("Shift_JIS", "cp932")):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if any("\u3041" <= each <= "\u30fe" for each in text):
            return name
    return ""


def _marked(
    files: list[RdfFile], contents: list[bytes], findings: tuple[Finding, ...], language: str
) -> bytes:
    if len(files) != 1 or not isinstance(files[0], Upload):
        raise UploadRefusedError(
            "指摘を書き込んで返せるのはブック一つです。形式を変えてください。",
            "Only one workbook can be given back with its findings. Choose another form.",
        )
    return marked(contents[0], files[0].book, findings, language)
