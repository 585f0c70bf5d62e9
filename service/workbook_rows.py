"""Fills the sheets of the workbook from a graph: what is published, as rows of cells.

The other direction is ``service.workbook_read``; what one writes the other reads back. Must
not know spreadsheets or files of CSV.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Final

from rdflib import RDF, Graph, Literal, Node, URIRef

from service import repository
from service.errors import UsageError
from service.namespaces import BASE, DXP
from service.sources import parse_place
from service.turtle import TurtleFile, read_turtle
from service.workbook_layout import Column, Sheet, by_class, sheets
from service.workbook_names import Names, Published, local

BETWEEN: Final = "；"
# one ； or ; or a line break; two ； stand for one that belongs to the text
_SEPARATOR: Final = re.compile(r"(?<!；)；(?!；)|;|[\r\n]+")
YES: Final = "はい"
NO: Final = "いいえ"
_ABSENT: Final = ("", "")

Value = str | int | float


@dataclass
class Table:
    """A sheet with its rows.

    Attributes:
        sheet: its layout.
        rows: for each row the value of each column by its key in the layout.
        subjects: what each row is about.
    """

    sheet: Sheet
    rows: list[dict[str, Value]] = field(default_factory=list)
    subjects: list[URIRef] = field(default_factory=list)


@dataclass
class Filled:
    """A filled workbook.

    Attributes:
        folder: the document.
        tables: its sheets.
        triples: the statements that the sheets express.
        left: statements about the rows that no column can express.
    """

    folder: str
    tables: list[Table]
    triples: set[tuple[Node, Node, Node]]
    left: set[tuple[Node, Node, Node]]


def split(text: str) -> list[str]:
    """Take the values of a cell apart, the other direction of how ``fill`` joins them."""
    parts = (part.strip() for part in _SEPARATOR.split(text))
    return [part.replace(BETWEEN * 2, BETWEEN) for part in parts if part]


def empty() -> list[Table]:
    """Return the sheets without rows."""
    return [Table(sheet) for sheet in sheets()]


def folders(project: Path) -> list[str]:
    """List the documents that are published, as ``ward/document``."""
    documents = {row.document for row in repository.files(project) if row.document is not None}
    return sorted(str(iri).partition("/graph/")[2] for iri in documents)


def fill(project: Path, folder: str, published: Published) -> Filled:
    """Fill the workbook with a published document.

    Args:
        project: folder that holds ``data/``.
        folder: the document, ``ward/document``.
        published: what is published, for names.

    Returns:
        The sheets in the order of the document.

    Raises:
        UsageError: there is no such document.
        DataError: a file of it cannot be read.
    """
    paths = sorted((project / "data" / folder).glob("*.ttl"))
    if not paths or folder not in folders(project):
        known = "、".join(folders(project))
        raise UsageError(
            f"文書 {folder} はありません。次のどれかを指定してください: {known}",
            f"there is no document {folder}; name one of: {known}",
        )
    return _Filler(folder, [read_turtle(path) for path in paths], published).run()


class _Filler:
    def __init__(self, folder: str, files: list[TurtleFile], published: Published) -> None:
        self._folder = folder
        self._names = Names(published, folder)
        self._published = published
        self._graph = Graph(bind_namespaces="none")
        self._order: dict[Node, tuple[int, int]] = {}
        self._places: dict[tuple[Node, Node, Node], tuple[int, int]] = {}
        for number, file in enumerate(files):
            self._graph += file.graph
            for subject in set(file.graph.subjects()):
                self._order.setdefault(subject, (number, file.line(subject) or 0))
            for triple in file.graph:
                self._places.setdefault(triple, (number, file.line(*triple) or 0))

    def run(self) -> Filled:
        told: set[tuple[Node, Node, Node]] = set()
        about: set[Node] = set()
        tables = []
        for sheet in sheets():
            table = Table(sheet)
            for kind, subject in self._subjects(sheet):
                row, triples = self._row(sheet, kind, subject)
                table.rows.append(row)
                table.subjects.append(subject)
                told |= triples
                about.add(subject)
            tables.append(table)
        everything = {t for subject in about for t in self._graph.triples((subject, None, None))}
        return Filled(self._folder, tables, told, everything - told)

    def _subjects(self, sheet: Sheet) -> list[tuple[str, URIRef]]:
        found = [
            (number, self._order[subject], kind, subject)
            for number, kind in enumerate(sheet.classes)
            for subject in self._graph.subjects(RDF.type, DXP[kind])
            if isinstance(subject, URIRef)
        ]
        return [(kind, subject) for _, _, kind, subject in sorted(found)]

    def _row(
        self, sheet: Sheet, kind: str, subject: URIRef
    ) -> tuple[dict[str, Value], set[tuple[Node, Node, Node]]]:
        row: dict[str, Value] = {}
        told: set[tuple[Node, Node, Node]] = {(subject, RDF.type, DXP[kind])}
        for column in sheet.columns:
            if column.kind == "class":
                row[column.name] = self._published.label(DXP[kind])
            elif column.kind == "key":
                row[column.name] = self._key(sheet, kind, subject)
            elif column.kind == "folder":
                row[column.name] = self._folder
            else:
                objects = self._objects(subject, column, kind)
                value = self._cell(column, objects)
                if value != "":
                    row[column.name] = value
                    predicate = column.property_for(kind)
                    told |= {(subject, predicate, o) for o in objects if predicate}
        return row, told

    def _key(self, sheet: Sheet, kind: str, subject: URIRef) -> str:
        ward = self._folder.partition("/")[0]
        pattern = sheet.classes[kind].replace("{folder}", self._folder).replace("{ward}", ward)
        start = BASE + pattern.removesuffix("{key}")
        text = str(subject)
        if text.startswith(start) and "/" not in text.removeprefix(start):
            return text.removeprefix(start)
        key = self._names.key(subject)
        return key if text.endswith(f"/{self._folder}/{key}") else f"/{key}"

    def _objects(self, subject: URIRef, column: Column, kind: str) -> list[Node]:
        predicate = column.property_for(kind)
        found = [
            value
            for value in self._graph.objects(subject, predicate)
            if column.lang is None or (isinstance(value, Literal) and value.language == column.lang)
        ]
        if len(found) < 2 or predicate is None:  # noqa: PLR2004
            return found
        return sorted(found, key=lambda o: (self._places[subject, predicate, o], str(o)))

    def _cell(self, column: Column, objects: list[Node]) -> Value:
        """Write values into a cell; nothing if they cannot be expressed."""
        if not objects or (len(objects) > 1 and not column.many):
            return ""
        writer = _WRITERS[column.kind]
        parts = [writer(self, column, value) for value in objects]
        if any(part == "" for part in parts):
            return ""
        if len(parts) == 1 and not isinstance(parts[0], str):
            return parts[0]
        return BETWEEN.join(str(part).replace(BETWEEN, BETWEEN * 2) for part in parts)

    def _text(self, column: Column, value: Node) -> Value:
        if not isinstance(value, Literal) or value.datatype is not None:
            return ""
        return str(value) if value.language == column.lang else ""

    def _number(self, _column: Column, value: Node) -> Value:
        number = Decimal(str(value))
        return int(number) if number == number.to_integral_value() else float(number)

    def _year(self, _column: Column, value: Node) -> Value:
        return f"{local(value)}年度"

    def _literal(self, _column: Column, value: Node) -> Value:
        return str(value)

    def _bool(self, _column: Column, value: Node) -> Value:
        return YES if str(value) == "true" else NO

    def _concept(self, _column: Column, value: Node) -> Value:
        return concept_text(self._published, URIRef(str(value)))

    def _ref(self, column: Column, value: Node) -> Value:
        return self._names.written(URIRef(str(value)), column.group)

    def _lines(self, _column: Column, value: Node) -> Value:
        place = parse_place(str(value))
        if place is None:
            return ""
        return str(place.first) if place.width == 1 else f"{place.first}-{place.last}"


_WRITERS: Final[dict[str, Callable[[_Filler, Column, Node], Value]]] = {
    "text": _Filler._text,
    "figure": _Filler._text,
    "number": _Filler._number,
    "year": _Filler._year,
    "date": _Filler._literal,
    "bool": _Filler._bool,
    "concept": _Filler._concept,
    "ref": _Filler._ref,
    "lines": _Filler._lines,
}


def concept_text(published: Published, iri: URIRef) -> str:
    """Write a concept: its name, with the end of its IRI where two of its scheme share it."""
    label = published.label(iri)
    thing = published.things.get(iri)
    same = [] if thing is None else published.concepts(thing.scheme)
    alone = sum(other.label == label for other in same) == 1
    return label if alone else f"{label}〔{local(iri)}〕"


def choices(published: Published, column: Column, sheet: Sheet) -> Iterable[str]:
    """List what a drop-down of a column offers; empty where it has none."""
    if column.kind == "class":
        return [published.label(DXP[kind]) for kind in sheet.classes]
    if column.kind == "bool":
        return [YES, NO]
    if column.kind == "concept" and not column.many:
        scheme = published.concepts(column.scheme or "")
        return [concept_text(published, thing.iri) for thing in scheme]
    return ()


def covered() -> frozenset[URIRef]:
    """Return the classes that the workbook has sheets for."""
    return frozenset(by_class())
