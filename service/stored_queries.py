"""Reads questions that are kept as files: a SPARQL query below a header in YAML.

The header is the run of ``#+`` lines at the top, so that the file stays a query for every tool.
Values for a query's parameters are bound as data, by VALUES in its outermost group: they are
serialised as terms, and never become part of the query's text otherwise. Must not know engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import Literal, URIRef

from service import query_values, tokens
from service.errors import DataError
from service.query_header import MARK, Header, Parameter, Text
from service.terms import nt
from service.tokens import OPENING, Token

_REQUIRED: Final = ("title", "question")


@dataclass(frozen=True)
class StoredQuery:
    """A question with its query.

    Attributes:
        path: the file.
        text: the whole file.
        title: name by language.
        question: the question by language.
        description: more about it by language; may be empty.
        competency: numbers of the competency questions that it answers.
        keywords: words to find it by.
        parameters: its blanks.
        columns: variables of the answer, in order; empty if not stated.
    """

    path: Path
    text: str
    title: Text
    question: Text
    description: Text
    competency: tuple[int, ...]
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]


def read(path: Path) -> StoredQuery:
    """Read a stored query.

    Args:
        path: the ``.rq`` file.

    Raises:
        DataError: the file or its header cannot be read; names the line.
    """
    text = content(path)
    header = Header(path, text)
    for name in _REQUIRED:
        if name not in header.values:
            raise header.fault(None, f"{name} がありません", f"“{name}” is missing")
    return StoredQuery(
        path=path,
        text=text,
        title=header.text("title"),
        question=header.text("question"),
        description=header.text("description"),
        competency=tuple(header.numbers("competency")),
        keywords=tuple(header.words("keywords")),
        parameters=tuple(header.parameters()),
        columns=tuple(header.words("columns")),
    )


def has_header(text: str) -> bool:
    """Whether a query's text has a header."""
    return text.startswith(MARK)


def bind(stored: StoredQuery, given: Mapping[str, str]) -> str:
    """Return the query with values bound to its parameters.

    Args:
        stored: the query.
        given: values by parameter name, as typed; IRIs in full or with a known prefix.

    Raises:
        ParameterError: an unknown or missing parameter, or a value of another type.
        DataError: the query has no group that values could be bound in.
    """
    bound = query_values.terms(stored.parameters, given)
    return _insert(stored, bound) if bound else stored.text


def without_header(text: str) -> str:
    """Return a query without the ``#+`` lines at its top."""
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith(MARK):
        lines.pop(0)
    return "".join(lines)


def content(path: Path) -> str:
    """Return the text of a file; raises ``DataError``."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise DataError(
            path, None, f"読めません（{reason}）", f"cannot be read ({reason})"
        ) from fault
    except UnicodeDecodeError as fault:
        raise DataError(path, None, "UTF-8 ではありません", "is no UTF-8") from fault


def _insert(stored: StoredQuery, bound: Mapping[str, URIRef | Literal]) -> str:
    """Put VALUES at the start of the outermost group.

    A group that consists of a subquery takes nothing beside it, so it becomes a group within.
    """
    found = list(tokens.read(stored.text))
    opening, closing = _outermost_group(stored, found)
    names = " ".join(f"?{name}" for name in bound)
    terms = " ".join(map(nt, bound.values()))
    values = f" VALUES ({names}) {{ ({terms}) }}"
    text, start, end = stored.text, found[opening].end, found[closing].start
    inside = text[start:end]
    if found[opening + 1].upper == "SELECT":
        inside = f" {{{inside}}} "
    return text[:start] + values + inside + text[end:]


def _outermost_group(stored: StoredQuery, found: list[Token]) -> tuple[int, int]:
    """Return the places of the braces of the WHERE clause.

    The first brace outside of parentheses opens it, except behind CONSTRUCT, where a template
    stands first; a CONSTRUCT without one takes triples only, and no VALUES.
    """
    groups = _groups(found)
    construct = [place for place, token in enumerate(found) if token.upper == "CONSTRUCT"]
    if construct:
        has_template = found[construct[0] + 1].text == "{"
        groups = groups[1:] if has_template else []
    if not groups:
        raise DataError(
            stored.path, None, "値を結び付けるグループがありません", "there is no group to bind in"
        )
    return groups[0]


def _groups(found: list[Token]) -> list[tuple[int, int]]:
    """Return the places of the outermost pairs of braces."""
    groups, start, depth = [], 0, 0
    for place, token in enumerate(found):
        if token.text in OPENING:
            if depth == 0:
                start = place
            depth += 1
        elif token.text in OPENING.values():
            depth -= 1
            if depth == 0 and token.text == "}":
                groups.append((start, place))
    return groups
