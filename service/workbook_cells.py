"""Turns the cells of a row into statements, each with its cell; what cannot be read is a fault.

Must not know how rows are found, or how findings are worded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from rdflib import XSD, Literal, Node, URIRef

from service.figures_reading import read_number
from service.figures_reading_dates import (
    RefusedError,
    fold,
    read_date,
    read_fiscal_year,
    read_lines,
)
from service.figures_reading_formats import is_hidden
from service.namespaces import ID
from service.sources import Place as SourcePlace
from service.tabular import Cell
from service.workbook_layout import Column
from service.workbook_names import Names, NotFoundError, Published, local, near
from service.workbook_rows import NO, YES, concept_text, split
from service.workbook_upload import Fault, Row

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_TRUE: Final = frozenset({YES, "yes", "true", "1", "○"})
_FALSE: Final = frozenset({NO, "no", "false", "0", "×"})
_BRACKET: Final = re.compile(r"〔([^〔〕]+)〕$")
_SHOWN: Final = 12
# the ranges that the layout gives columns of numbers
_RANGES: Final[dict[str, tuple[Callable[[Decimal], bool], str]]] = {
    "": (lambda _: True, ""),
    "count": (lambda number: number > 0 and number == int(number), "NUM-COUNT"),
    "share": (lambda number: 0 <= number <= 1, "NUM-SHARE"),
}


class CellReader:
    """Reads the cells of one workbook.

    Args:
        published: what is published.
        names: what references may name.
        source: name of the source document, for lines.
        last_line: number of its last line, or None if that is not known.
    """

    def __init__(
        self, published: Published, names: Names, source: str, last_line: int | None
    ) -> None:
        self._published = published
        self._names = names
        self._source = source
        self._last_line = last_line
        self._concepts: dict[str, dict[str, URIRef]] = {}
        self.faults: list[Fault] = []

    def fault(self, row: Row, column: Column, code: str, **words: str) -> None:
        """Note a fault at a column's cell of a row."""
        told = {"column": column.ja, "column_en": column.en, "value": row.text(column.name)}
        place = row.place(column.name)
        self.faults.append(Fault(code, place, {**told, **words}, row.iri, column))

    def label(self, iri: URIRef) -> str:
        """Return the Japanese name of a concept."""
        return self._published.label(iri)

    def title(self, term: Node) -> str:
        """Return how people speak of something: its number where it has one, else its name."""
        thing = self._names.thing(URIRef(str(term)))
        return local(term) if thing is None else thing.number or thing.label

    def terms(self, row: Row, column: Column) -> list[Node]:
        """Read a cell.

        Args:
            row: the row.
            column: the column; its cell may be empty.

        Returns:
            What it says; nothing if it is empty or cannot be read, which is noted.
        """
        cell = row.cells.get(column.name)
        if cell is None or not self.readable(row, column, cell):
            return []
        parts = [""] if cell.text == "" else list(_parts(cell.text, column))
        if column.kind == "date" and isinstance(cell.value, datetime):
            return self._one(row, column, cell.value)
        if column.many and column.kind in {"ref", "concept"}:
            parts = self._commas(row, column, parts)
        return [term for part in parts for term in self._one(row, column, part)]

    def readable(self, row: Row, column: Column, cell: Cell) -> bool:
        """Tell whether a cell holds a value at all, not a formula, an error or a date."""
        if cell.kind == "formula":
            self.fault(row, column, "WB-FORMULA")
        elif cell.kind == "error":
            self.fault(row, column, "WB-ERROR-CELL")
        elif cell.kind == "date" and column.kind != "date":
            self.fault(row, column, "WB-DATE-CELL")
        elif column.kind == "text" and is_hidden(cell.text):
            self.fault(row, column, "NUM-SHOWN", value=cell.text)
        elif _CONTROL.search(cell.text):
            self.fault(row, column, "WB-CONTROL", value=_CONTROL.sub("□", cell.text))
        else:
            return True
        return False

    def _one(self, row: Row, column: Column, part: str | datetime) -> list[Node]:
        try:
            if column.kind == "ref":
                return [self._names.find(str(part), column.group, but=row.iri)]
            return [_READERS[column.kind](self, column, part)]
        except (RefusedError, NotFoundError) as refusal:
            words = {"value": str(part), **refusal.words}
            self.fault(row, column, refusal.code, **words)
            return []

    def _commas(self, row: Row, column: Column, parts: list[str]) -> list[str]:
        """Take 「、」 for a separator as well, but only where the whole names nothing."""
        return [
            piece
            for part in parts
            for piece in (
                [part] if "、" not in part or self._known(row, column, part) else part.split("、")
            )
        ]

    def _known(self, row: Row, column: Column, part: str) -> bool:
        try:
            if column.kind == "concept":
                self._concept(column, part)
            else:
                self._names.find(part, column.group, but=row.iri, suggest=False)
        except NotFoundError as refusal:
            return refusal.code not in {"WB-REF-NONE", "WB-CONCEPT"}
        return True

    # --- one value

    def _text(self, column: Column, part: str) -> Node:
        return Literal(part, lang=column.lang)

    def _number(self, column: Column, part: str) -> Node:
        number = read_number(part)
        fits, code = _RANGES[column.range]
        if not fits(Decimal(number)):
            raise RefusedError(code)
        kind = XSD.decimal if "." in number else XSD.integer
        return Literal(number, datatype=kind, normalize=False)

    def _year(self, _column: Column, part: str) -> Node:
        return self.fiscal_year(read_fiscal_year(part))

    def fiscal_year(self, year: int) -> URIRef:
        """Return the individual of a fiscal year.

        Raises:
            NotFoundError: it is none of those published.
        """
        iri = ID[f"fiscal-year/{year}"]
        if iri not in self._published.things:
            raise NotFoundError("WB-YEAR-UNKNOWN", value=str(year))
        return iri

    def _date(self, _column: Column, part: str | datetime) -> Node:
        text, kind = read_date(part)
        return Literal(text, datatype=XSD[kind], normalize=False)

    def _bool(self, _column: Column, part: str) -> Node:
        folded = fold(part).lower()
        if folded not in _TRUE | _FALSE:
            raise NotFoundError("WB-BOOL", value=part)
        return Literal(str(folded in _TRUE).lower(), datatype=XSD.boolean, normalize=False)

    def _lines(self, _column: Column, part: str) -> Node:
        first, last = read_lines(part)
        if self._last_line is not None and last > self._last_line:
            raise RefusedError("LINE-BEYOND", last=str(self._last_line))
        return SourcePlace(self._source, first, last).iri

    def _concept(self, column: Column, part: str) -> URIRef:
        return self.concept(column.scheme or "", part)

    def concept(self, scheme: str, text: str) -> URIRef:
        """Find a concept by one of its names.

        Raises:
            NotFoundError: the scheme has none of that name.
        """
        if scheme not in self._concepts:
            self._concepts[scheme] = self._concept_names(scheme)
        known = self._concepts[scheme]
        found = known.get(fold(text))
        if found is not None:
            return found
        bracket = _BRACKET.search(text)
        if bracket and fold(bracket[1]) in known:
            return known[fold(bracket[1])]
        titles = {fold(t): t for t in self._titles(scheme)}
        like = [titles[name] for name in near(fold(text), titles)]
        shown = like or [*titles.values()][:_SHOWN]
        raise NotFoundError("WB-CONCEPT", value=text, choices="、".join(shown))

    def _titles(self, scheme: str) -> list[str]:
        found = self._published.concepts(scheme)
        return [concept_text(self._published, thing.iri) for thing in found]

    def _concept_names(self, scheme: str) -> dict[str, URIRef]:
        """Names of the concepts of a scheme; one that several share names none of them."""
        found: dict[str, set[URIRef]] = {}
        for thing in self._published.concepts(scheme):
            for name in {*thing.names, fold(local(thing.iri))}:
                found.setdefault(name, set()).add(thing.iri)
        return {name: iris.pop() for name, iris in found.items() if len(iris) == 1}


def _parts(text: str, column: Column) -> Iterator[str]:
    if not column.many:
        yield text
        return
    yield from split(text)


_READERS: Final[dict[str, Callable[[CellReader, Column, Any], Node]]] = {
    "text": CellReader._text,
    "figure": CellReader._text,
    "number": CellReader._number,
    "year": CellReader._year,
    "date": CellReader._date,
    "bool": CellReader._bool,
    "concept": CellReader._concept,
    "lines": CellReader._lines,
}
