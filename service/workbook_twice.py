"""Finds rows of a workbook that say the same twice, and values that contradict each other.

A row that was copied would become a second thing, since rows without a key get one that is
free. Must not know how cells are read or how faults are worded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import PROV, RDFS, Node

from service.figures_reading_dates import fold
from service.namespaces import DXP
from service.workbook_upload import Fault, Row, Upload

# what may differ between two values of an indicator without making them values of another thing
_SAID: Final = frozenset(
    {
        *(DXP[name] for name in ("printedValue", "numericValue", "precision", "contentKind")),
        *(DXP[name] for name in ("absence", "phase", "lowerBound", "upperBound")),
        *(DXP[name] for name in ("fractionNumerator", "fractionDenominator")),
        *(DXP[name] for name in ("summary", "unofficialLabel", "position")),
        *(RDFS.label, PROV.wasDerivedFrom),
    }
)


def faults(upload: Upload) -> Iterator[Fault]:
    """Find what is there twice.

    Args:
        upload: the workbook after reading.

    Yields:
        A fault at each row that repeats one above or says otherwise, with that row.
    """
    unread = {fault.subject for fault in upload.faults if _tells_apart(fault)}
    rows: dict[object, Row] = {}
    values: dict[object, Row] = {}
    for row in upload.all_rows:
        first = rows.setdefault(_content(row), row)
        if first is not row:
            yield _fault("WB-ROW-TWICE", row, first, "")
        elif row.kind == "IndicatorValue" and row.iri not in unread | {None}:
            other = values.setdefault(_what(upload, row), row)
            if other is not row and _differ(upload, row, other):
                yield _fault("WB-VALUES-CONTRADICT", row, other, "printedValue")


def _tells_apart(fault: Fault) -> bool:
    """Whether a cell could not be read that may tell two values apart, such as the year."""
    column = fault.column
    return column is not None and not _SAID & set(column.properties.values())


def _fault(code: str, row: Row, other: Row, column: str) -> Fault:
    words = {"value": row.text(column), "row": str(other.number), "before": other.text(column)}
    return Fault(code, row.place(column), words, row.iri)


def _content(row: Row) -> object:
    """What a row says in all columns but that of its key."""
    key = row.sheet.of_kind("key")
    own = "" if key is None else key.name
    said = ((name, fold(cell.text)) for name, cell in row.cells.items() if name != own)
    return row.sheet.ja, frozenset(said)


def _what(upload: Upload, row: Row) -> object:
    """What a value is the value of: indicator, year, kind, unit and all else that tells apart."""
    assert row.iri is not None  # noqa: S101
    pairs: set[tuple[Node, Node]] = set(upload.graph.predicate_objects(row.iri))
    return frozenset(pair for pair in pairs if pair[0] not in _SAID)


def _differ(upload: Upload, row: Row, other: Row) -> bool:
    numbers = [upload.graph.value(each.iri, DXP.numericValue) for each in (row, other)]
    if None not in numbers:
        return numbers[0] != numbers[1]
    return fold(row.text("printedValue")) != fold(other.text("printedValue"))
