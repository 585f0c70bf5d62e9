"""A change of a query that found nothing, and how its parts are written.

Must not know the data.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from service.tokens import Token


class Fix(NamedTuple):
    """A change of the text, and what it would say about the query.

    Attributes:
        kind: the cause; its text is ``empty_<kind>``.
        start: offset of what is at fault.
        end: offset behind it.
        instead: what to write there.
        found: what is at fault, for a reader.
        meant: what may have been meant, for a reader.
        sure: whether what is at fault is in no triple, whatever else is in the query.
    """

    kind: str
    start: int
    end: int
    instead: str
    found: str
    meant: str
    sure: bool = False

    def apply(self, text: str) -> str:
        """Return the text with the change made."""
        return text[: self.start] + self.instead + text[self.end :]


def replaced(kind: str, token: Token, instead: str, meant: str, *, sure: bool = False) -> Fix:
    """Write something in place of a token."""
    return Fix(kind, token.start, token.end, instead, token.text, meant, sure)


def quoted(value: str, tag: str = "", datatype: str = "") -> str:
    """Write a literal for a query."""
    text = json.dumps(value, ensure_ascii=False)
    if tag:
        return f"{text}@{tag}"
    return f"{text}^^<{datatype}>" if datatype else text
