"""How pages ask: a SELECT, its rows as terms; the same question twice is asked once.

Answers are kept as long as the data have the same version. Works with every engine. Must not
know pages, nor how an engine answers.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from flask import current_app, request

from service import record
from service.context import endpoint, engine
from service.engine import Query
from service.errors import DxplanError
from service.namespaces import PREFIXES

_JSON: Final = "application/sparql-results+json"
_KEPT: Final = 400_000  # terms of all answers that are kept, about 100 MB
_PLAIN: Final = PREFIXES["xsd"] + "string"
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_UNSAFE: Final = frozenset('<>"{}|^`\\')


class Term(NamedTuple):
    """An RDF term.

    Attributes:
        kind: "uri", "literal" or "bnode".
        value: the IRI, the text or the label.
        language: tag of a literal, else empty.
        datatype: datatype of a literal unless it is a plain string, else empty.
    """

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


Row = dict[str, Term]


@dataclass
class Answers:
    """The answers of one version of the data; the oldest are forgotten when there are too many."""

    version: str = ""
    rows: OrderedDict[str, tuple[list[Row], int]] = field(default_factory=OrderedDict)
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, version: str, text: str) -> list[Row] | None:
        """Return what is known, if it is of this version."""
        with self.lock:
            if version != self.version:
                self.version, self.size = version, 0
                self.rows.clear()
            if text not in self.rows:
                return None
            self.rows.move_to_end(text)
            return self.rows[text][0]

    def put(self, version: str, text: str, rows: list[Row]) -> None:
        """Keep an answer."""
        weight = 1 + sum(len(row) for row in rows)
        with self.lock:
            if not version or version != self.version or text in self.rows:
                return
            self.rows[text] = (rows, weight)
            self.size += weight
            while self.size > _KEPT and len(self.rows) > 1:
                _, (_, lost) = self.rows.popitem(last=False)
                self.size -= lost


def select(text: str) -> list[Row]:
    """Ask a SELECT; the project's prefixes are declared for it.

    Args:
        text: the query without prefixes. Whatever comes from a request must have passed
            ``iri``, ``iris`` or ``literal``.

    Returns:
        The rows; unbound variables are left out. Not to be changed.

    Raises:
        DxplanError: as the engine says.
    """
    kept: Answers = current_app.extensions.setdefault("dxplan-answers", Answers())
    known = kept.get(engine().version(), text)
    if known is not None:
        return known
    rows, version = once(text)
    kept.put(version, text, rows)
    return rows


def forget() -> None:
    """Forget all answers; those who ask again ask the engine."""
    current_app.extensions.pop("dxplan-answers", None)


def once(text: str) -> tuple[list[Row], str]:
    """Ask a SELECT whose answer is not worth keeping; see ``select``.

    Returns:
        The rows, and the version of the data that they are from.
    """
    query = Query(_PROLOGUE + text, _JSON, None, base=endpoint(), client=request.remote_addr or "")
    try:
        answer = engine().query(query)
    except DxplanError:
        record.current().lacking = True
        raise
    rows = [
        {name: _term(value) for name, value in row.items()}
        for row in json.loads(answer.body)["results"]["bindings"]
    ]
    return rows, answer.version


def graph(text: str, media: str) -> bytes:
    """Ask a CONSTRUCT and return it written; see ``select``.

    Args:
        text: the query without prefixes.
        media: media type of an RDF format.
    """
    query = Query(_PROLOGUE + text, None, media, base=endpoint(), client=request.remote_addr or "")
    return engine().query(query).body


def with_prefixes(text: str) -> str:
    """Declare the project's prefixes for a query."""
    return _PROLOGUE + text


def iri(value: str) -> str:
    """Write an IRI for a query.

    Raises:
        ValueError: it holds what no IRI may, so it could end early and become a query.
    """
    if not value or any(sign in _UNSAFE or sign <= " " for sign in value):
        raise ValueError(value)
    return f"<{value}>"


def iris(values: Iterable[str]) -> str:
    """Write IRIs for VALUES; those that cannot be written are left out."""
    written = []
    for value in values:
        try:
            written.append(iri(value))
        except ValueError:
            continue
    return " ".join(written)


def literal(value: str) -> str:
    """Write a plain string for a query (the escapes of JSON are among those of SPARQL)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def written(term: Term) -> str:
    """Write a term as people type it: an IRI as it is, a literal as in Turtle."""
    if term.kind == "uri":
        return term.value
    suffix = f"@{term.language}" if term.language else ""
    suffix = f"^^<{term.datatype}>" if term.datatype else suffix
    return f"{literal(term.value)}{suffix}"


def _term(value: dict[str, Any]) -> Term:
    datatype = value.get("datatype", "")
    kind = "literal" if value["type"] == "typed-literal" else value["type"]
    return Term(
        kind,
        value["value"],
        value.get("xml:lang", ""),
        "" if datatype == _PLAIN else datatype,
    )
