"""Writes an answer in the media type asked for, up to a limit, and makes sure it can be read.

Shared by the engines. Must not know how an answer came about.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, Final
from xml.parsers import expat

import pyoxigraph as ox

from service import formats, limits, preview
from service.errors import NotAcceptable

_MIB: Final = 1 << 20
_WITH_PREFIXES: Final = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)


def table(result: ox.QuerySolutions | ox.QueryBoolean, media: str | None, limit_mb: int) -> bytes:
    """Write the rows of a SELECT or the outcome of an ASK.

    Args:
        result: the engine's result; read to its end.
        media: media type, or None if none was acceptable.
        limit_mb: limit on the size in MiB.

    Raises:
        NotAcceptable: no media type, or one that cannot express the result.
        QueryTooLarge: the limit was passed.
    """
    if media is None:
        raise formats.not_acceptable(formats.TABLES)
    output = _Bounded(limit_mb)
    if media == formats.HTML:
        output.write(preview.rows(result))
    else:
        result.serialize(output, _results_format(media))
    return _checked(output.getvalue(), media)


def graph(
    triples: Iterable[ox.Triple], media: str | None, limit_mb: int, prefixes: dict[str, str]
) -> bytes:
    """Write the triples of a CONSTRUCT or DESCRIBE; as ``table``.

    Args:
        triples: the result; read to its end.
        media: media type, or None if none was acceptable.
        limit_mb: limit on the size in MiB.
        prefixes: to shorten IRIs with, where the format can.
    """
    if media is None:
        raise formats.not_acceptable(formats.GRAPHS)
    output = _Bounded(limit_mb)
    form = _graph_format(media)
    if form is None:
        output.write(preview.triples(triples))
    elif form in _WITH_PREFIXES:
        ox.serialize(triples, output, form, prefixes=_usable(prefixes))
    elif isinstance(triples, ox.QueryTriples):
        triples.serialize(output, form)  # without a detour through Python
    else:
        ox.serialize(triples, output, form)
    return _checked(output.getvalue(), media)


def _registered(media: str, known: tuple[formats.Format, ...]) -> str:
    """The registered type behind an alias such as ``application/json``."""
    return next(form.media for form in known if media in (form.media, *form.aliases))


def _results_format(media: str) -> ox.QueryResultsFormat | None:
    return ox.QueryResultsFormat.from_media_type(_registered(media, formats.TABLES))


def _graph_format(media: str) -> ox.RdfFormat | None:
    if media == formats.HTML:
        return None
    return ox.RdfFormat.from_media_type(_registered(media, formats.GRAPHS))


class _Bounded(io.BytesIO):
    """Collects what the engine writes, up to a limit."""

    def __init__(self, limit_mb: int) -> None:
        super().__init__()
        self._limit_mb = limit_mb

    def write(self, data: Any) -> int:
        """Take the next piece."""
        count = super().write(data)
        if self.tell() > self._limit_mb * _MIB:
            raise limits.too_large(self._limit_mb)
        return count


def _usable(prefixes: dict[str, str]) -> dict[str, str]:
    usable = {}
    for prefix, iri in prefixes.items():
        try:
            usable[prefix] = ox.NamedNode(iri).value
        except ValueError:
            continue
    return usable


def _checked(content: bytes, media: str) -> bytes:
    """Make sure that XML is XML: not every string and property has a form in it.

    Carriage returns are written as references, or a reader would take them for line feeds
    (XML 1.0, section 2.11).
    """
    if not media.endswith("xml"):
        return content
    content = content.replace(b"\r", b"&#13;")
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except expat.ExpatError as fault:
        raise NotAcceptable(
            "結果に XML で書けない文字または述語があります。JSON、TSV、Turtle など"
            "別の形式を選んでください。",
            "The answer holds a character or a property that XML cannot express. Choose another "
            "format, such as JSON, TSV or Turtle.",
        ) from fault
    return content
