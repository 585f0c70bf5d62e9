"""Brings answers of different engines into one form, so that they can be compared.

Engines differ in the order of rows, the spelling of numbers and names for types of literals;
none of that is a difference. Must not know who answered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

_SCHEMA: Final = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS: Final = frozenset(
    f"{_SCHEMA}{name}" for name in ("integer", "int", "long", "decimal", "double", "float")
)
_BOOLEAN: Final = f"{_SCHEMA}boolean"
_ASKED: Final = "__ASK_RETVAL"  # the column in which Virtuoso writes a truth value
_PLAIN: Final = ("", f"{_SCHEMA}string")


@dataclass(frozen=True)
class Digest:
    """What an answer comes to.

    Attributes:
        figure: rows, triples, the one number, or 1 for true.
        checksum: over all of it; the same for equal answers.
    """

    figure: int
    checksum: str


def digest(body: bytes, media: str, subject: str = "") -> Digest:
    """Return what an answer comes to.

    Args:
        body: the answer.
        media: its media type: results in JSON, or a graph.
        subject: of a graph, count only what is said about this (for DESCRIBE, which each engine
            may answer in its own way).

    Raises:
        ValueError: it is broken.
    """
    if media.endswith("json"):
        return _table(json.loads(body))
    form = ox.RdfFormat.from_media_type(media)
    if form is None:
        raise ValueError(f"not an answer: {media}")
    triples = {str(quad.triple) for quad in ox.parse(body, form) if _about(quad, subject)}
    return Digest(len(triples), _checksum(sorted(triples)))


def _about(quad: ox.Quad, subject: str) -> bool:
    return not subject or str(quad.subject) == f"<{subject}>"


def _table(result: Mapping[str, Any]) -> Digest:
    if "boolean" in result:
        return _truth(bool(result["boolean"]))
    if result["head"]["vars"] == [_ASKED]:
        return _truth(result["results"]["bindings"][0][_ASKED]["value"] == "1")
    rows = [_row(row) for row in result["results"]["bindings"]]
    figure = len(rows)
    if result["head"]["vars"] == ["n"] and figure == 1:
        figure = int(float(result["results"]["bindings"][0]["n"]["value"]))
    return Digest(figure, _checksum(sorted(rows)))


def _truth(true: bool) -> Digest:
    return Digest(int(true), str(true))


def _row(row: Mapping[str, Mapping[str, str]]) -> str:
    return repr([(name, *_term(term)) for name, term in sorted(row.items())])


def _term(term: Mapping[str, str]) -> tuple[str, str]:
    value, language, datatype = term["value"], term.get("xml:lang", ""), term.get("datatype", "")
    if term["type"] in ("uri", "bnode"):
        return term["type"], value
    if language:
        return language.lower(), value
    if datatype in _NUMBERS:
        return "number", repr(float(value))
    if datatype == _BOOLEAN:
        return "truth", str(value in ("1", "true"))
    return "text" if datatype in _PLAIN else datatype, value


def _checksum(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
