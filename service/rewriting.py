"""Rewrites a query into an equal one that the embedded engine answers faster.

Only what is provably equal is changed (docs/rewriting.md); whatever is not clear stays as it was
written. Works on the text, so that all but the changed places is what the user wrote. Hostile
texts cost little: length and depth are limited, and each round changes one place.
Must not know engines or HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from service import (
    rewriting_exists,
    rewriting_order,
    rewriting_paths,
    rewriting_reader,
    rewriting_rows,
    rewriting_scopes,
    rewriting_values,
    tokens,
)
from service.rewriting_parts import UnclearError
from service.rewriting_splice import Rewrite, Source
from service.tokens import CLOSING, OPENING, Token

MAX_LENGTH: Final = 8_000
MAX_DEPTH: Final = 40
MAX_ROUNDS: Final = 16
_TRIGGERS: Final = frozenset(("EXISTS", "OPTIONAL", "MINUS", "VALUES", "UNION", "BIND"))
_RULES: Final = (
    rewriting_exists.find,
    rewriting_order.required_first,
    rewriting_order.iri_first,
    rewriting_values.classes_last,
    rewriting_values.values_inside,
    rewriting_rows.rows_first,
)


@dataclass(frozen=True)
class Step:
    """What was done.

    Attributes:
        rule: name of the sentence about it.
        about: what was changed, as it was written before.
    """

    rule: str
    about: str


@dataclass(frozen=True)
class Rewriting:
    """A query as it is run.

    Attributes:
        text: the query.
        steps: what was done to it, in turn; none if it is as sent.
    """

    text: str
    steps: tuple[Step, ...] = ()


def rewrite(text: str, found: list[Token]) -> Rewriting:
    """Return an equal query that is faster, or the same.

    Args:
        text: the query as sent.
        found: its tokens (``service.guard.check``).

    Returns:
        The query to run, with what was done.
    """
    result = Rewriting(text)
    if not _worth_reading(text, found):
        return result
    for _ in range(MAX_ROUNDS):
        source = Source(result.text, tokens.body(found))
        try:
            done = _first(source, sent=not result.steps)
        except UnclearError:
            return Rewriting(text)
        if done is None:
            break
        result = Rewriting(source.apply(done.edits), (*result.steps, Step(done.rule, done.about)))
        found = list(tokens.read(result.text))
    return result


def _worth_reading(text: str, found: list[Token]) -> bool:
    if len(text) > MAX_LENGTH or _depth(found) > MAX_DEPTH or "\\u" in text or "\\U" in text:
        return False
    words = {token.upper for token in found}
    if "LATERAL" in words or any("SERVICE" in word for word in words):
        return False  # not of SPARQL 1.1; and what is asked of others is asked as written
    signs = {token.text for token in found if token.kind == "sign"}
    nested = any(a.text == "{" and b.upper == "SELECT" for a, b in pairwise(found))
    return nested or bool(words & _TRIGGERS) or ("FILTER" in words and "=" in signs)


def _depth(found: list[Token]) -> int:
    deepest = depth = 0
    for token in found:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        deepest = max(deepest, depth)
    return deepest


def _first(source: Source, *, sent: bool) -> Rewrite | None:
    """Return one rewriting of a query as sent, or as rewritten so far."""
    query = rewriting_reader.read(source.tokens)
    if sent and not (
        rewriting_scopes.are_clear(query) and rewriting_paths.are_counted_alike(query)
    ):
        return None
    for rule in _RULES:
        if (done := rule(query, source)) is not None:
            return done
    return None
