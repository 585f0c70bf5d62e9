"""A table for a terminal: columns aligned where characters are wide, IRIs shortened.

Must not know where the rows come from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Final

from service.namespaces import PREFIXES

_GAP: Final = "  "
CONTROL: Final = dict.fromkeys((*range(32), 127, *range(128, 160)), " ")


def write(columns: Sequence[str], rows: Sequence[Sequence[dict[str, Any] | None]]) -> str:
    """Return a table.

    Args:
        columns: headings.
        rows: terms of the SPARQL results in JSON, None where unbound.

    Returns:
        Lines, the last with a line feed.
    """
    cells = [list(columns), *([cell(term) for term in row] for row in rows)]
    widths = [max(width(line[place]) for line in cells) for place in range(len(columns))]
    cells.insert(1, ["─" * size for size in widths])
    return "".join(_line(line, widths) for line in cells)


def cell(term: dict[str, Any] | None) -> str:
    """Return what stands in the table for a term."""
    if term is None:
        return ""
    value = str(term["value"])
    if term["type"] == "uri":
        return shorten(value)
    if term["type"] == "bnode":
        return f"_:{value}"
    return value.translate(CONTROL)


def shorten(iri: str) -> str:
    """Shorten an IRI by the longest prefix that fits."""
    fitting = [item for item in PREFIXES.items() if iri.startswith(item[1])]
    if not fitting:
        return iri
    name, start = max(fitting, key=lambda item: len(item[1]))
    return f"{name}:{iri[len(start) :]}"


def width(text: str) -> int:
    """Return the columns that a text takes on a screen (Unicode Standard Annex 11)."""
    return sum(_columns(text))


def _columns(text: str) -> Iterator[int]:
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            yield 0
        else:
            yield 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (size - width(text)) for text, size in zip(line, widths, strict=True))
    return _GAP.join(padded).rstrip() + "\n"
