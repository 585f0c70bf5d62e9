"""Reads a workbook by our template into a graph, with the cell of every statement.

What a curator would have written by hand in Turtle is what comes out; see
docs/workbook.md. Faults are collected, so that one reading tells all of them. Must not
know shapes, messages or the command line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Final

from rdflib import RDF, RDFS, Literal, Node, URIRef

from service import foreign_files, tabular_csv, tabular_zip
from service.figures_reading import read_number
from service.figures_reading_dates import RefusedError, fold
from service.namespaces import BASE, DXP, GRAPH, ID
from service.tabular import Book, Grid, Place, UploadRefusedError
from service.workbook_cells import CellReader
from service.workbook_figures import FigureReader, Said
from service.workbook_headers import find as find_rows
from service.workbook_layout import Column, Sheet, sheets
from service.workbook_names import Names, NotFoundError, Published, Thing, local
from service.workbook_rows import split
from service.workbook_twice import faults as repeated
from service.workbook_upload import Fault, Row, Upload

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"
SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".zip"})
_FOLDER: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY: Final = re.compile(r"/?[a-z0-9]+(?:[-_.][a-z0-9]+)*(?:/[a-z0-9]+(?:[-_.][a-z0-9]+)*)*")
_NOWHERE: Final = "unknown/unknown"


def read(content: bytes, name: str, published: Published) -> Upload:
    """Read a workbook, a CSV file or a ZIP file of CSV that was sent.

    Args:
        content: its bytes.
        name: its name; only shown, and asked whether it is CSV.
        published: what is published, for names.

    Returns:
        The graph, the cells and what is wrong with them.

    Raises:
        UploadRefusedError: it is none of these, damaged, too large, or not read for safety.
    """
    return read_book(book(content, name), published)


def book(content: bytes, name: str) -> Book:
    """Take the tables out of what was sent; as ``read``."""
    if content.startswith(_OLD):
        return _xlsx(content, name)
    if content.startswith(_ZIP):
        parts = tabular_zip.members(content)
        foreign_files.refuse(content, name, parts)
        if "[Content_Types].xml" in parts:
            return _xlsx(content, name)
        return tabular_csv.read_files(parts, name)
    foreign_files.refuse(content, name)
    if PurePosixPath(name).suffix.lower() == ".csv":
        return tabular_csv.read_files({PurePosixPath(name).name: content}, name)
    raise UploadRefusedError(
        f"{name} は Excel のブック（.xlsx）でも、CSV や CSV の ZIP でもありません。",
        f"{name} is no Excel workbook (.xlsx), CSV or ZIP file of CSV.",
    )


def _xlsx(content: bytes, name: str) -> Book:
    from service import tabular_xlsx  # noqa: PLC0415  plans in Turtle do not wait for openpyxl

    return tabular_xlsx.read_xlsx(content, name)


def read_path(path: Path, published: Published) -> Upload:
    """Read a file, or a folder of CSV; as ``read``."""
    found = tabular_csv.read_folder(path) if path.is_dir() else book(path.read_bytes(), path.name)
    upload = read_book(found, published)
    upload.path = path
    return upload


def read_book(tables: Book, published: Published) -> Upload:
    """Read tables that have been taken out of their file; as ``read``."""
    return _Reading(tables, published).run()


class _Reading:
    def __init__(self, tables: Book, published: Published) -> None:
        self._published = published
        found = find_rows(tables)
        self._rows, self._sent, self._present = found.rows, found.sent, found.present
        self._upload = Upload(Path(tables.name), tables, faults=found.faults)
        self._upload.all_rows, self._upload.heads = found.rows, found.heads
        self._faults = found.faults
        self._folder = _NOWHERE

    def run(self) -> Upload:
        source = self._source()
        for row in self._rows:
            self._class(row)
        self._keys()
        gone = self._gone(self._present)
        self._absent()
        names = Names(self._published, self._folder, gone)
        self._owners(names)
        self._upload.gone = frozenset(gone - self._upload.rows.keys())
        cells = CellReader(self._published, names, source, self._last_line(source))
        figures = FigureReader(cells)
        for row in self._rows:
            if row.iri is not None:
                self._state(row, cells, figures)
        self._upload.faults.extend(cells.faults)
        self._upload.faults.extend(repeated(self._upload))
        self._notices()
        order = {grid.name: number for number, grid in enumerate(self._upload.book.grids)}
        self._upload.faults.sort(
            key=lambda f: (order.get(f.place.sheet, -1), f.place.row, f.place.column, f.code)
        )
        return self._upload

    # --- the document

    def _source(self) -> str:
        """Name of the source; says which document the workbook is."""
        found = [row for row in self._rows if "SourceDocument" in row.sheet.classes]
        if not found:
            self._fault("WB-SOURCE-NONE", Place(self._upload.book.name))
            return "unknown"
        for row in found[1:]:
            self._fault("WB-SOURCE-TWO", row.place())
        folder = found[0].text("folder")
        if _FOLDER.fullmatch(folder):
            self._folder = self._upload.folder = folder
        elif folder:
            self._fault("WB-FOLDER-FORM", found[0].place("folder"), value=folder)
        name = found[0].text("sourceName").strip()
        # a name that is none is told of once, at its cell; not at every line of the document
        return name if _KEY.fullmatch(name) else "unknown"

    def _last_line(self, source: str) -> int | None:
        """The last line of the source: from the workbook, else what is published."""
        row = next((r for r in self._rows if "SourceDocument" in r.sheet.classes), None)
        given = None if row is None else _count(row.text("lineCount"))
        if given is not None:
            return given
        thing = self._published.things.get(URIRef(f"{BASE}source/{source}"))
        return None if thing is None else thing.lines

    def _fault(self, code: str, place: Place, **words: str) -> None:
        self._faults.append(Fault(code, place, words))

    # --- what each row is about

    def _class(self, row: Row) -> None:
        column = row.sheet.of_kind("class")
        if column is None:
            row.kind = next(iter(row.sheet.classes))
            return
        labels = {fold(self._published.label(DXP[kind])): kind for kind in row.sheet.classes}
        labels |= {fold(kind): kind for kind in row.sheet.classes}
        row.kind = labels.get(fold(row.text(column.name)), "")
        if not row.kind and column.name in row.cells:
            choices = "、".join(self._published.label(DXP[kind]) for kind in row.sheet.classes)
            words = {"column": column.ja, "column_en": column.en, "choices": choices}
            words["value"] = row.text(column.name)
            self._faults.append(Fault("WB-CLASS", row.place(column.name), words, column=column))
        elif not row.kind:
            self._required(row, column)

    def _keys(self) -> None:
        """Give keys to the rows that have one, or a number to make it from."""
        numbered = Counter((row.kind, _number_key(row)) for row in self._rows)
        for row in self._rows:
            column = row.sheet.of_kind("key")
            if not row.kind or column is None:
                continue
            given = row.text(column.name).strip()
            number = _number_key(row)
            if given and not _KEY.fullmatch(given):
                words = {"value": given, "column": column.ja, "column_en": column.en}
                words |= _key_help(column)
                self._faults.append(
                    Fault("WB-KEY-FORM", row.place(column.name), words, column=column)
                )
            elif given:
                self._name(row, given)
            elif column.required:
                self._required(row, column)
            elif number and "{number}" in row.sheet.key and numbered[row.kind, number] == 1:
                self._name(row, number)

    def _name(self, row: Row, key: str) -> None:
        iri = self._iri(row, key)
        if iri in self._upload.rows:
            other = self._upload.rows[iri].place()
            words = {"value": key, "other": str(other)}
            column = row.sheet.of_kind("key")
            self._faults.append(
                Fault("WB-KEY-TWICE", row.place(column.name if column else ""), words)
            )
            return
        row.key, row.iri = key, iri
        self._upload.rows[iri] = row

    def _iri(self, row: Row, key: str) -> URIRef:
        if key.startswith("/"):
            return ID[key[1:]]
        if "/" in key:
            return ID[f"{self._folder}/{key}"]
        pattern = row.sheet.classes[row.kind].replace("{folder}", self._folder)
        ward = self._folder.partition("/")[0]
        return URIRef(BASE + pattern.replace("{ward}", ward).replace("{key}", key))

    def _gone(self, present: Iterable[Sheet]) -> frozenset[URIRef]:
        """Things of this document that the workbook leaves out of sheets that it has.

        A sheet that is not there says nothing: what it would hold stays as it is published.
        """
        kinds = {kind for sheet in present for kind in sheet.classes}
        return frozenset(
            iri
            for iri, thing in self._published.things.items()
            if thing.homes == {self._folder} and thing.kinds & kinds
            if iri not in self._upload.rows
        )

    def _absent(self) -> None:
        """Tell of sheets that are missing: the usual ones, and others that are published."""
        if not self._sent or self._folder == _NOWHERE:
            return
        for sheet in sheets():
            kept = len(self._gone([sheet]))
            source = "SourceDocument" in sheet.classes
            if sheet not in self._sent and not source and (kept or not sheet.rare):
                words = {"value": sheet.ja, "value_en": sheet.en, "count": str(kept)}
                self._fault("WB-SHEET-MISSING", Place(self._upload.book.name), **words)

    # --- rows without a key: named after what they belong to

    def _owners(self, names: Names) -> None:
        for row in self._rows:
            if row.iri is not None:
                names.add(_thing(row))
        waiting = [row for row in self._rows if row.kind and row.iri is None and row.sheet.owner]
        counts: Counter[tuple[str, str]] = Counter()
        while waiting:
            rest = []
            for row in waiting:
                owner = self._owner(row, names)
                if owner is None:
                    rest.append(row)
                else:
                    self._name_after(row, owner, counts)
                    names.add(_thing(row))
            if len(rest) == len(waiting):
                break
            waiting = rest
        for row in waiting:
            self._name(row, f"row-{row.number}")

    def _owner(self, row: Row, names: Names) -> str | None:
        column = row.sheet.column(row.sheet.owner or "")
        text = row.text(column.name) if column else ""
        if column is None or not text:
            return None
        for part in (text, *split(text)[:1]):
            try:
                iri = names.find(part, column.group, suggest=False)
            except NotFoundError:
                continue
            own = self._upload.rows.get(iri)
            return own.key.split("/")[-1] if own is not None else local(iri)
        return None

    def _name_after(self, row: Row, owner: str, counts: Counter[tuple[str, str]]) -> None:
        counts[row.kind, owner] += 1
        number = str(_count(row.text("position")) or counts[row.kind, owner])
        words = {
            "owner": owner,
            "n": number,
            "nn": number.zfill(2),
            "year": re.sub(r"[^0-9]", "", fold(row.text("fiscalYear")))[:4],
            "kind": self._kind_key(row),
        }
        pattern = row.sheet.key[-1]
        key = re.sub(r"\{(\w+)\}", lambda m: words.get(m[1], ""), pattern)
        key = re.sub(r"-{2,}", "-", key).strip("-")
        free, count = key, 1
        while self._iri(row, free) in self._upload.rows:
            count += 1
            free = f"{key}-{count}"
        self._name(row, free)

    def _kind_key(self, row: Row) -> str:
        text = fold(row.text("valueKind"))
        kinds = self._published.concepts("value-kind")
        return next((local(t.iri) for t in kinds if text in t.names), "")

    # --- statements

    def _state(self, row: Row, cells: CellReader, figures: FigureReader) -> None:
        assert row.iri is not None  # noqa: S101
        self._add(row, RDF.type, DXP[row.kind], row.place())
        said: Said = {}
        for column in row.sheet.columns:
            if column.kind in {"key", "class", "folder"}:
                continue
            said[column.name] = cells.terms(row, column)
            self._tell(row, column, said[column.name], row.place(column.name))
            if column.required and column.name not in row.cells:
                self._missing(row, column)
        printed = row.sheet.of_kind("figure")
        if printed is not None:
            more = figures.complete(row, printed, said)
            for name, terms in more.items():
                target = row.sheet.column(name)
                if target is not None:
                    self._tell(row, target, terms, row.place(printed.name))
            said |= more
        self._defaults(row, cells, said)

    def _tell(self, row: Row, column: Column, terms: Sequence[Node], place: Place) -> None:
        predicate = column.property_for(row.kind)
        for term in terms:
            if predicate is not None:
                self._add(row, predicate, term, place)

    def _add(self, row: Row, predicate: URIRef, term: Node, place: Place) -> None:
        assert row.iri is not None  # noqa: S101
        self._upload.graph.add((row.iri, predicate, term))
        self._upload.positions.setdefault((row.iri, predicate, term), place)

    def _defaults(self, row: Row, cells: CellReader, said: Said) -> None:
        """State what follows from the row: its label, and where a source is transcribed."""
        assert row.iri is not None  # noqa: S101
        if not said.get("label") and row.sheet.label:
            text = self._label(row, cells, said)
            self._add(row, RDFS.label, Literal(text, lang="ja"), row.place("printedLabel"))
        if said.get("fileName") and self._folder != _NOWHERE:
            place = row.place("folder")
            self._add(row, DXP.transcribedIn, GRAPH[self._folder], place)

    def _label(self, row: Row, cells: CellReader, said: Said) -> str:
        owners = said.get(row.sheet.owner or "", [])
        words = {
            "printed": next((row.text(n) for n in _PRINTED if row.text(n)), ""),
            "owner": cells.title(owners[0]) if owners else "",
            "year": cells.title(said["fiscalYear"][0]) if said.get("fiscalYear") else "",
            "kind": cells.title(said["valueKind"][0]) if said.get("valueKind") else "",
            "n": str(_count(row.text("position")) or "") or row.key.rpartition("-")[2].lstrip("0"),
        }
        words["printed"] = next(iter(split(words["printed"])), "")
        filled = re.sub(r"\{(\w+)\}", lambda m: words.get(m[1], ""), row.sheet.label)
        return re.sub(r"のの+", "の", filled).strip(" :の") or row.key

    # --- what is missing

    def _missing(self, row: Row, column: Column) -> None:
        """Note an empty required cell, unless another stands in: a figure may be absent."""
        instead = _INSTEAD.get((row.sheet.file, column.name))
        if column.kind == "figure":
            instead = "absence"
        if instead is not None and row.text(instead):
            return
        self._required(row, column)

    def _required(self, row: Row, column: Column) -> None:
        words = {"column": column.ja, "column_en": column.en, "row": str(row.number)}
        words["note"], words["note_en"] = column.note_ja, column.note_en
        if column.example:
            words["like_ja"] = f"書き方の例: {column.example}。"
            words["like_en"] = f" For example: {column.example}."
        place = row.place(column.name)
        self._faults.append(Fault("WB-REQUIRED", place, words, row.iri, column))

    def _notices(self) -> None:
        known: dict[str, Grid] = {grid.name: grid for grid in self._upload.book.grids}
        for notice in self._upload.book.notices:
            grid = known.get(notice.grid)
            name = self._upload.book.name
            place = Place(name) if grid is None else Place(grid.name, csv=grid.csv)
            self._faults.append(Fault(notice.code, place, notice.words))


# a level may have a name that is nowhere printed
_INSTEAD: Final = {("levels", "printedLabel"): "label"}
_PRINTED: Final = ("printedLabel", "printedValue", "printedWord", "label")


def _key_help(column: Column) -> dict[str, str]:
    """Say what else may be done about a bad key: an example, or none at all where one is made."""
    words = {
        "like_ja": f"例: {column.example}。",
        "like_en": f" For example: {column.example}.",
    }
    if not column.required:
        words["like_ja"] += "空けておくと、番号などから作られます。"
        words["like_en"] += " Left empty, it is made from the number or the like."
    return words


def _number_key(row: Row) -> str:
    """Make a key of a number as printed: 1-② gives 01-02."""
    first = next(iter(split(row.text("printedNumber"))), "")
    digits = re.findall(r"[0-9]+", fold(first))
    return "-".join(digit.zfill(2) for digit in digits)


def _count(text: str) -> int | None:
    """Read a whole number above 0; None for anything else, which its cell is told of."""
    try:
        number = Decimal(read_number(text))
    except RefusedError:
        return None
    return int(number) if number > 0 and number == int(number) else None


def _thing(row: Row) -> Thing:
    assert row.iri is not None  # noqa: S101
    thing = Thing(row.iri, {row.kind})
    printed = split(row.text("printedLabel"))
    thing.label = row.text("label") or (printed[0] if printed else "")
    texts = [row.text("label"), *printed, *split(row.text("altLabel"))]
    thing.names = {fold(text) for text in texts if text}
    numbers = split(row.text("printedNumber"))
    thing.number = numbers[-1] if numbers else ""
    thing.names |= {fold(f"{number} {thing.label}") for number in numbers}
    return thing
