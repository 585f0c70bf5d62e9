"""Changes the text of a query in places and leaves the rest as it was written.

Must not know what is changed, nor why.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Final

from service.rewriting_parts import names
from service.tokens import Token

_SHOWN: Final = 70  # characters


@dataclass(frozen=True)
class Edit:
    """A piece of text to put in place of another.

    Attributes:
        start: offset where the old text begins.
        end: offset behind it.
        text: the new text.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Rewrite:
    """One rewriting.

    Attributes:
        rule: name of the sentence that says what it does and why.
        about: what it changes, as written.
        edits: what it changes.
    """

    rule: str
    about: str
    edits: list[Edit]


class Source:
    """The text of a query and its tokens, by their places.

    Args:
        text: the query.
        tokens: its tokens; those of the prologue may be left out.
    """

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self.tokens = tokens

    def text_of(self, first: int, last: int) -> str:
        """Return what is written from one place to before another."""
        return self._text[self.tokens[first].start : self.tokens[last - 1].end]

    def excerpt(self, first: int, last: int) -> str:
        """Return what is written there on one line, cut short."""
        line = " ".join(self.text_of(first, last).split())
        return line if len(line) <= _SHOWN else line[:_SHOWN] + " …"

    def replace(self, first: int, last: int, text: str) -> Edit:
        """Put a text in place of some tokens."""
        return Edit(self.tokens[first].start, self.tokens[last - 1].end, text)

    def insert(self, place: int, text: str) -> Edit:
        """Put a text in front of a token; never behind one, where a comment may stand."""
        start = self.tokens[place].start
        return Edit(start, start, text)

    def fresh(self, word: str) -> str:
        """Return the name of a variable that the query does not have."""
        taken = names(self.tokens)
        return next(name for n in count(1) if (name := f"{word}{n}") not in taken)

    def apply(self, edits: list[Edit]) -> str:
        """Return the text with all changes made; they must not overlap."""
        text = self._text
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text
