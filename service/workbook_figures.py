"""Reads the figure of a row: fills in what its columns leave open, checks what they say.

Where number, unit and so on are left empty, they are read from the printed value; where
they are filled in, they must not contradict it. Must not know sheets or files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rdflib import XSD, Literal, Node, URIRef

from service.figures_reading import Reading, read_figure
from service.figures_reading_dates import RefusedError
from service.namespaces import ID
from service.workbook_cells import CellReader
from service.workbook_layout import Column
from service.workbook_names import NotFoundError, local
from service.workbook_upload import Row

# contents of which the printed text need not hold the number in so many words
_LOOSE: Final = frozenset({"change", "bounded-by-rank", "words", "stage", "all"})

# what to make of a number beside a dash
_EMPTY: Final = "（空 / empty）"

Said = dict[str, list[Node]]


class FigureReader:
    """Reads the figures of one workbook.

    Args:
        cells: reads its cells, and notes faults.
    """

    def __init__(self, cells: CellReader) -> None:
        self._cells = cells

    def complete(self, row: Row, column: Column, said: Said) -> Said:
        """Read the printed value of a row.

        Args:
            row: the row.
            column: the column of the printed value.
            said: what the other columns say, by column.

        Returns:
            What the printed value says beyond that, by column.
        """
        text = row.text(column.name)
        if not said.get(column.name):
            return {}
        try:
            reading = read_figure(text)
        except RefusedError as refusal:
            return self._refused(row, column, said, refusal)
        if said.get("contentKind"):
            self._compare(row, said, reading)
            return {}
        return self._derive(row, column, said, reading)

    def _refused(self, row: Row, column: Column, said: Said, refusal: RefusedError) -> Said:
        filled = said.get("contentKind") or "contentKind" in row.cells
        # whatever the other columns say, what is printed is not known
        if filled and refusal.code != "NUM-SHOWN":
            return {}
        if refusal.code == "FIG-WORDS" and "phase" in row.columns:
            phase = self._phase(row.text(column.name))
            if phase is not None:
                found: Said = {"contentKind": [ID["content-kind/stage"]]}
                return found if said.get("phase") else {**found, "phase": [phase]}
        self._cells.fault(row, column, refusal.code, **refusal.words)
        return {}

    def _phase(self, text: str) -> URIRef | None:
        try:
            return self._cells.concept("phase", text)
        except NotFoundError:
            return None

    def _compare(self, row: Row, said: Said, reading: Reading) -> None:
        kind = local(said["contentKind"][0])
        if kind in _LOOSE:
            return
        if (kind == "absent") != (reading.content == "absent"):
            self._differ(row, "contentKind", "WB-CONTENT-DISAGREE", said, reading.content)
            return
        checks = (
            ("numericValue", "WB-VALUE-DISAGREE", reading.number),
            ("unit", "WB-UNIT-DISAGREE", reading.unit or None),
            ("precision", "WB-PRECISION-DISAGREE", reading.precision),
        )
        for name, code, expected in checks:
            given = said.get(name)
            if given and expected is not None and local(given[0]) != expected:
                self._differ(row, name, code, said, expected)

    def _differ(self, row: Row, name: str, code: str, said: Said, expected: str) -> None:
        column = row.sheet.column(name)
        printed = row.sheet.of_kind("figure")
        if column is None or printed is None:
            return
        given = said[name][0]
        shown = expected
        if isinstance(given, URIRef):
            shown = self._cells.label(URIRef(str(given).rsplit("/", 1)[0] + "/" + expected))
        words = {"printed": row.text(printed.name), "expected": shown}
        self._cells.fault(row, column, code, **words)

    def _derive(self, row: Row, column: Column, said: Said, reading: Reading) -> Said:
        found: Said = {"contentKind": [ID[f"content-kind/{reading.content}"]]}
        if reading.number is not None:
            found["numericValue"] = [_number(reading.number)]
            self._unit(row, column, said, reading, found)
        for name, make in _PARTS.items():
            terms = make(reading)
            if terms:
                found[name] = terms
        self._years(row, column, said, reading, found)
        self._contradicted(row, said, found)
        if reading.content == "absent" and said.get("numericValue"):
            self._differ(row, "numericValue", "WB-VALUE-DISAGREE", said, _EMPTY)
        return {name: terms for name, terms in found.items() if not said.get(name)}

    def _unit(self, row: Row, column: Column, said: Said, reading: Reading, found: Said) -> None:
        if reading.unit:
            found["unit"] = [ID[f"unit/{reading.unit}"]]
        elif not said.get("unit"):
            target = row.sheet.column("unit") or column
            self._cells.fault(row, target, "FIG-UNIT-NONE", printed=row.text(column.name))

    def _years(self, row: Row, column: Column, said: Said, reading: Reading, found: Said) -> None:
        year = reading.base
        if reading.previous:
            own = said.get("fiscalYear")
            if not own:
                if not said.get("comparedWith"):
                    self._cells.fault(row, column, "FIG-PREVIOUS")
                return
            year = int(local(own[0])) - 1
        if year is not None:
            found["comparedWith"] = [ID[f"fiscal-year/{year}"]]

    def _contradicted(self, row: Row, said: Said, found: Said) -> None:
        codes = {
            "numericValue": "WB-VALUE-DISAGREE",
            "unit": "WB-UNIT-DISAGREE",
            "precision": "WB-PRECISION-DISAGREE",
        }
        for name, code in codes.items():
            given = said.get(name)
            if given and name in found and given[0] != found[name][0]:
                self._differ(row, name, code, said, local(found[name][0]))


def _number(number: str) -> Node:
    kind = XSD.decimal if "." in number else XSD.integer
    return Literal(number, datatype=kind, normalize=False)


_PARTS: Final[dict[str, Callable[[Reading], list[Node]]]] = {
    "precision": lambda r: [ID[f"precision/{r.precision}"]] if r.precision else [],
    "lowerBound": lambda r: [_number(r.lower)] if r.lower else [],
    "upperBound": lambda r: [_number(r.upper)] if r.upper else [],
    "fractionNumerator": lambda r: [_number(str(r.fraction[0]))] if r.fraction else [],
    "fractionDenominator": lambda r: [_number(str(r.fraction[1]))] if r.fraction else [],
    "absence": lambda r: [ID[f"absence/{r.absence}"]] if r.absence else [],
    "cumulation": lambda r: [ID[f"cumulation/{r.cumulation}"]] if r.cumulation else [],
}
