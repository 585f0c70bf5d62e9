"""Writes the current build, or one of its graphs, in any format of RDF.

Reads the dataset as built, not the store, so that literals are those of the files; it is
sorted, so that the same build gives the same bytes. Must not know the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from service.builds import current
from service.errors import UsageError
from service.namespaces import GRAPH, PREFIXES

FORMATS: Final[dict[str, RdfFormat]] = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
SUFFIXES: Final[dict[str, str]] = {
    ".ttl": "turtle",
    ".trig": "trig",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".jsonld": "jsonld",
    ".rdf": "rdfxml",
}


def export(var: Path, form: str, graph: str | None = None) -> bytes:
    """Write a build.

    Args:
        var: folder of build products.
        form: one of ``FORMATS``. Those for datasets (TriG, N-Quads, JSON-LD) keep the
            names of the graphs; the others give the union.
        graph: IRI of one named graph or its end after ``…/graph/``; all by default.

    Returns:
        The document, UTF-8.

    Raises:
        EngineUnavailable: nothing has been built yet.
        UsageError: there is no such graph or format, or the format cannot express some
            triple.
    """
    kind = FORMATS.get(form)
    if kind is None:
        names = ", ".join(FORMATS)
        raise UsageError(
            f"形式「{form}」はありません（{names}）", f"there is no format “{form}” ({names})"
        )
    build = current(var)
    assert build.dataset is not None  # noqa: S101
    name = None if graph is None else _graph(graph, sorted(build.graphs))
    content = build.dataset.read_bytes()
    if kind == RdfFormat.N_QUADS and name is None:
        return content
    return written(_quads(content, name), kind)


def _graph(wanted: str, known: list[str]) -> str:
    for name in (wanted, str(GRAPH) + wanted.strip("/")):
        if name in known:
            return name
    short = ", ".join(name.removeprefix(str(GRAPH)) for name in known)
    raise UsageError(
        f"グラフ「{wanted}」はありません（{short}）", f"there is no graph “{wanted}” ({short})"
    )


def _quads(content: bytes, name: str | None) -> Iterator[Quad]:
    for quad in pyoxigraph.parse(content, format=RdfFormat.N_QUADS):
        if name is None or quad.graph_name.value == name:
            yield quad


def written(quads: Iterable[Quad], kind: RdfFormat) -> bytes:
    """Write statements; the same ones in the same order always give the same bytes.

    Args:
        quads: the statements, sorted.
        kind: format; one that knows no graphs gives their union.

    Raises:
        UsageError: RDF/XML cannot express some triple.
    """
    if kind.supports_datasets:
        # by graph first, so that each graph is written once; the sort keeps the rest in order
        ordered = sorted(quads, key=lambda quad: str(quad.graph_name))
        return _serialized(ordered, kind)
    triples = list(dict.fromkeys(quad.triple for quad in quads))
    document = _serialized(triples, kind)
    if kind == RdfFormat.RDF_XML:
        _refuse_loss(document, len(triples))
    return document


def _serialized(statements: list[Any], kind: RdfFormat) -> bytes:
    document: bytes | None = pyoxigraph.serialize(statements, format=kind, prefixes=PREFIXES)
    assert document is not None  # None only where an output is given  # noqa: S101
    if kind == RdfFormat.RDF_XML:
        return re.sub(rb"<rdf:RDF (.+?)>", _sorted_names, document, count=1)
    return re.sub(rb"\A(?:@prefix .+\n)+", _sorted_lines, document)


def _sorted_lines(prefixes: re.Match[bytes]) -> bytes:
    # Oxigraph declares the prefixes in an order that changes from run to run
    return b"".join(sorted(prefixes[0].splitlines(keepends=True)))


def _sorted_names(root: re.Match[bytes]) -> bytes:
    return b"<rdf:RDF " + b" ".join(sorted(root[1].split(b" "))) + b">"


def _refuse_loss(document: bytes, count: int) -> None:
    """Read RDF/XML back: some properties and characters have no form in it."""
    try:
        # Oxigraph's own reader is lenient where any other XML parser is not
        expat.ParserCreate(namespace_separator=" ").Parse(document, True)
        found: set[Triple] = {
            quad.triple for quad in pyoxigraph.parse(document, format=RdfFormat.RDF_XML)
        }
    except (SyntaxError, expat.ExpatError):
        found = set()
    if len(found) != count:
        raise UsageError(
            "RDF/XML では書けない性質か文字があります。turtle などを使ってください",
            "some property or character cannot be written as RDF/XML; use turtle, for example",
        )
