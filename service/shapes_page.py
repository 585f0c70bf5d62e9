"""Answers for the IRIs of shapes: what a rule asks for, and its triples.

Shapes are rules and stand in no graph, so they are read from the files of ``shapes/``. Must not
know how data are checked.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, request
from rdflib import RDF, SH, Graph, Literal, URIRef

from service import (
    labels,
    language,
    names,
    negotiation,
    rendering,
    repository,
    revalidation,
    things_address,
)
from service.config import PROJECT
from service.description import write
from service.errors import NoSuchThing
from service.formats import PAGE
from service.namespaces import SHAPE
from service.negotiation import Offer
from service.things_address import FORMATS, Address

routes: Final = Blueprint("shapes", __name__)
_SHOWN: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.path, SH.description)
_KINDS: Final = (SH.NodeShape, SH.PropertyShape)


@routes.get("/shapes/<path:code>", merge_slashes=False)
def shape(code: str) -> Response:
    """Answer for one shape."""
    asked = things_address.read("shapes/", code)
    node = URIRef(asked.iri)
    graph = _shapes()
    if (node, None, None) not in graph:
        raise _missing(graph, asked.iri)
    if asked.form is None:
        return _see_other(asked)
    if asked.form is PAGE:
        return rendering.page("shape.html", **_values(graph, node, asked))
    body = write(_described(graph, node), asked.form)
    offer = Offer(asked.form, asked.form.media)
    tag = revalidation.tag(str(len(graph)), asked.iri, offer.media, body.decode())
    return revalidation.unchanged(tag) or revalidation.dressed(Response(body), offer, tag)


def _see_other(asked: Address) -> Response:
    accept, short = request.headers.get("Accept"), request.args.get("format")
    offer = negotiation.choose_among(FORMATS, accept, short)
    chosen = language.explicit(request)
    suffix = f"?lang={chosen['lang']}" if chosen else ""
    response = Response(status=303, headers={"Location": asked.to(offer.format) + suffix})
    response.autocorrect_location_header = False
    return response


def _shapes() -> Graph:
    files = repository.shapes(PROJECT)
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[Path, int], ...]) -> Graph:
    graph = Graph()
    for path, _ in files:
        graph.parse(path, format="turtle")
    return graph


def _described(graph: Graph, node: URIRef) -> Graph:
    found = graph.cbd(node)
    for prefix, namespace in graph.namespaces():
        found.bind(prefix, namespace)
    return found


def _values(graph: Graph, node: URIRef, asked: Address) -> dict[str, Any]:
    chosen = language.of(request)
    linked = {
        prop: sorted({str(o) for o in graph.objects(node, prop) if not isinstance(o, Literal)})
        for prop in _SHOWN
    }
    every = {each for values in linked.values() for each in values if each.startswith("http")}
    severity = graph.value(node, SH.severity, default=SH.Violation)
    return {
        "iri": asked.iri,
        "title": labels.label(graph, node, chosen) or asked.iri.removeprefix(str(SHAPE)),
        "code": asked.iri.removeprefix(str(SHAPE)),
        "severity": str(severity).removeprefix(str(SH)),
        "messages": [
            (str(each.language or ""), str(each))
            for each in sorted(graph.objects(node, SH.message), key=_by_language(chosen))
            if isinstance(each, Literal)
        ],
        "facts": [(str(prop), linked[prop]) for prop in _SHOWN if linked[prop]],
        "names": names.names(every | {str(prop) for prop in _SHOWN}),
        "turtle": write(_described(graph, node), FORMATS[1]).decode(),
        "documents": [(asked.to(form), form) for form in FORMATS if form is not PAGE],
    }


def _by_language(chosen: str) -> Any:
    return lambda each: (getattr(each, "language", "") != chosen, str(each))


def _missing(graph: Graph, iri: str) -> NoSuchThing:
    known = {str(s) for kind in _KINDS for s in graph.subjects(RDF.type, kind)}
    beginning = iri.partition("-")[0]
    near = sorted(each for each in known if each.startswith(beginning))[:6]
    return NoSuchThing(
        near, "このコードのシェイプはありません。", "There is no shape with this code."
    )
