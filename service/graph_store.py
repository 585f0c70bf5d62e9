"""``/graph-store``: reads whole graphs, named by an IRI in the address.

SPARQL 1.1 Graph Store HTTP Protocol, with indirect graph identification (section 4.2): GET and HEAD
of ``?graph=IRI`` and ``?default``. Nothing can be written, so every other method is a 405. Must not
know how graphs are kept.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox
from flask import Blueprint, Response, request

from service import asking, negotiation, parameters, record, revalidation
from service.context import endpoint, engine
from service.engine import Query
from service.errors import NoSuchGraph, UsageError
from service.negotiation import Offer

PATH: Final = "/graph-store"
routes: Final = Blueprint("graph_store", __name__)
_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_PREFLIGHT: Final = {
    "Allow": ", ".join(_METHODS),
    "Access-Control-Allow-Methods": ", ".join(_METHODS),
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, *",
    "Access-Control-Max-Age": "86400",
}
_PATTERN: Final = "?s ?p ?o"


@routes.route(PATH, methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """Say what may be sent here."""
    response = Response(status=204, headers=_PREFLIGHT)
    del response.headers["Content-Type"]
    return response


@routes.route(PATH, methods=["GET"], provide_automatic_options=False)
def graph_store() -> Response:
    """Send a graph (section 5.2, HTTP GET)."""
    fields = parameters.of_url(request)
    iri = _chosen(fields)
    short = next((value for name, value in fields if name == "format"), "")
    offer = negotiation.choose_document(request.headers.get("Accept"), short)
    tag = revalidation.tag(engine().version(), PATH, iri or "", offer.media)
    unchanged = revalidation.unchanged(tag, request.if_none_match.star_tag)
    if unchanged is not None:
        return unchanged
    if iri is not None and not _exists(iri):
        raise _no_graph(iri)
    return _sent(iri, offer)


def _sent(iri: str | None, offer: Offer) -> Response:
    pattern = _PATTERN if iri is None else f"GRAPH {asking.iri(iri)} {{ {_PATTERN} }}"
    text = asking.with_prefixes(f"CONSTRUCT {{ {_PATTERN} }} WHERE {{ {pattern} }}")
    client = request.remote_addr or ""
    answer = engine().query(Query(text, None, offer.media, base=endpoint(), client=client))
    tag = revalidation.tag(answer.version, PATH, iri or "", offer.media)
    record.current().answered(answer.seconds, answer.rows, answer.version)
    return revalidation.unchanged(tag) or revalidation.dressed(Response(answer.body), offer, tag)


def _chosen(fields: parameters.Fields) -> str | None:
    """Return the IRI of the graph that is asked for; None is the default graph."""
    default = [value for name, value in fields if name == "default"]
    named = [value for name, value in fields if name == "graph"]
    if len(default) + len(named) != 1 or any(default):
        raise UsageError(
            "?graph=（グラフの IRI）または ?default のどちらか一つを指定してください。"
            "グラフの一覧は /.well-known/void にあります。",
            "Give either ?graph=IRI or ?default, once. The graphs are listed at /.well-known/void.",
        )
    if not named:
        return None
    try:
        return ox.NamedNode(named[0]).value
    except ValueError as fault:
        raise UsageError(
            "graph の値は絶対 IRI でなければなりません。",
            "The value of “graph” must be an absolute IRI.",
        ) from fault


def _exists(iri: str) -> bool:
    graphs = engine().build().graphs
    if graphs:
        return iri in graphs
    return bool(asking.select(f"SELECT * {{ GRAPH {asking.iri(iri)} {{ {_PATTERN} }} }} LIMIT 1"))


def _no_graph(iri: str) -> NoSuchGraph:
    shown = iri[:100]
    return NoSuchGraph(
        f"グラフ {shown} はありません。グラフの一覧は /.well-known/void にあります。",
        f"There is no graph {shown}. The graphs are listed at /.well-known/void.",
    )
