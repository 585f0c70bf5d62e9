"""Reads the three forms of a query request, strictly.

SPARQL 1.1 Protocol, section 2.1: GET, POST of a form, POST of the query itself. Percent escapes
are resolved once, bytes must be UTF-8, and a parameter that may stand once stands once. Must not
know engines or answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox
from flask import Request

from service import guard
from service.errors import UnsupportedMedia, UsageError

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_MAX_FIELDS: Final = 1000

Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class Parameters:
    """What a request asks for.

    Attributes:
        query: the query; None if the request has none.
        default_graphs: IRIs of ``default-graph-uri``.
        named_graphs: IRIs of ``named-graph-uri``.
        format: value of ``format``, empty if not given.
        explain: whether the query shall be shown as it is run, instead of an answer.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str
    explain: bool = False


def of_url(request: Request) -> Fields:
    """Return the parameters in the address of a request, in their order.

    Raises:
        UsageError: there are too many, or bytes that are no UTF-8.
    """
    return _fields(request.environ.get("QUERY_STRING", "").encode("latin-1"))


def read(request: Request) -> Parameters:
    """Read a request.

    Raises:
        UsageError: repeated or missing parameters, bytes that are no UTF-8, bad graph IRIs.
        UnsupportedMedia: a body in another type, charset or coding.
        QueryRefused: an update.
    """
    fields = of_url(request)
    if request.method == "POST":
        fields += _body(request)
    queries = _values(fields, "query")
    if _values(fields, "update"):
        raise guard.update_refused()
    if len(queries) > 1:
        raise UsageError(
            "query が二つ以上あります。一つだけ指定してください。",
            "There is more than one “query”; give exactly one.",
        )
    if not queries and request.method == "POST":
        raise UsageError("query がありません。", "The parameter “query” is missing.")
    return Parameters(
        query=queries[0] if queries else None,
        default_graphs=_graphs(fields, "default-graph-uri"),
        named_graphs=_graphs(fields, "named-graph-uri"),
        format=next(iter(_values(fields, "format")), ""),
        explain=next(iter(_values(fields, "explain")), "") == "1",
    )


def _body(request: Request) -> Fields:
    media = request.mimetype
    if media not in (FORM, DIRECT, UPDATE):
        raise _unsupported_type(media)
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":
        raise UnsupportedMedia(
            "圧縮された本文は受け付けません。", "Compressed request bodies are not accepted."
        )
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise UnsupportedMedia(
            "文字コードは UTF-8 だけを受け付けます。", "The charset must be UTF-8."
        )
    if media == UPDATE:
        raise guard.update_refused()
    content = request.get_data(cache=False)
    return _fields(content) if media == FORM else [("query", _text(content))]


def _unsupported_type(media: str) -> UnsupportedMedia:
    shown = media[:60] or "–"
    return UnsupportedMedia(
        f"本文の形式 {shown} は受け付けません。{FORM} または {DIRECT} で送ってください。",
        f"Bodies of type {shown} are not accepted; send {FORM} or {DIRECT}.",
    )


def _fields(content: bytes) -> Fields:
    """Split a query string or form; the URL Standard's form parser, but strict about UTF-8."""
    pairs = [pair for pair in content.split(b"&") if pair]
    if len(pairs) > _MAX_FIELDS:
        raise UsageError("パラメーターが多すぎます。", "There are too many parameters.")
    split = (pair.partition(b"=") for pair in pairs)
    return [(_unquoted(name), _unquoted(value)) for name, _, value in split]


def _unquoted(content: bytes) -> str:
    return _text(unquote_to_bytes(content.replace(b"+", b" ")))


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as fault:
        raise UsageError(
            f"UTF-8 として読めないバイトがあります（{fault.start + 1} バイト目）。",
            f"There are bytes that are no UTF-8 (at byte {fault.start + 1}).",
        ) from fault


def _values(fields: Fields, name: str) -> list[str]:
    return [value for key, value in fields if key == name]


def _graphs(fields: Fields, name: str) -> tuple[str, ...]:
    iris = tuple(_values(fields, name))
    for iri in iris:
        try:
            ox.NamedNode(iri)
        except ValueError as fault:
            raise UsageError(
                f"{name} の値は絶対 IRI でなければなりません。",
                f"The value of {name} must be an absolute IRI.",
            ) from fault
    return iris
