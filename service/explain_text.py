"""Explanations for a terminal: an indented tree, each premise with its number.

Must not know where the words come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from service.explain_words import Item, Words
from service.text_table import CONTROL

_INDENT: Final = "   "


def write(item: Item, words: Words) -> str:
    """Return the lines of an explanation, the last with a line feed."""
    return "".join(f"{line.translate(CONTROL)}\n" for line in _lines(item, words, 0))


def _lines(item: Item, words: Words, depth: int) -> Iterator[str]:
    margin = _INDENT * depth
    head = f"{item.number}. " if item.number else ""
    kinds = words.text("why_between").join(words.text(f"why_{kind}") for kind in item.kinds)
    yield f"{margin}{head}{item.sentence} [{kinds}]"
    for reason in item.reasons:
        yield f"{margin}{_INDENT}{reason}"
    if item.same:
        yield f"{margin}{_INDENT}{words.text('why_seen', number=item.same)}"
    for premise in item.items:
        yield from _lines(premise, words, depth + 1)
