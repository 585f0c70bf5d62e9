"""Lays text out in columns for a terminal, where a Japanese character is two cells wide.

Must not know what the text says.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def width(text: str) -> int:
    """Return how many cells a text takes (Unicode Standard Annex 11).

    Characters of ambiguous width (…, ①) count as one, as most terminals draw them.
    """
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text up with blanks.

    Args:
        text: the text.
        cells: the width wanted; a wider text stays as it is.
        right: put the blanks in front, as for numbers.

    Returns:
        The filled text.
    """
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def table(rows: Sequence[Sequence[str]], numbers: frozenset[int] = frozenset()) -> list[str]:
    """Lay rows out so that their columns stand under each other.

    Args:
        rows: the cells; every row has as many as the first.
        numbers: which columns, counted from 0, are set to the right.

    Returns:
        One line for each row, without blanks at its end.
    """
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(pad(cell, widths[i], right=i in numbers) for i, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def shorten(text: str, cells: int) -> str:
    """Cut a text down to a width, with … at its end where something was cut off."""
    if width(text) <= cells:
        return text
    taken, left = "", cells - width("…")
    for character in text:
        left -= _cells(character)
        if left < 0:
            break
        taken += character
    return taken + "…"
