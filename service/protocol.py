"""``/sparql`` and ``/health``: the SPARQL 1.1 Protocol for queries.

Reads the request, has the engine answer, and wraps the answer up. Must not know how queries are
evaluated, nor how errors are shown (``service.responses``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from flask import Blueprint, Response, g, jsonify, request

from service import (
    address,
    description,
    formats,
    graph_store,
    language,
    negotiation,
    pages,
    parameters,
    record,
    responses,
    revalidation,
    rewriting_shown,
    void,
)
from service.context import config, endpoint, engine
from service.engine import Query
from service.errors import DxplanError, EngineUnavailable, UnsupportedMedia
from service.negotiation import Choice
from service.parameters import Parameters

routes: Final = Blueprint("protocol", __name__)
_METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
_PREFLIGHT: Final = {
    "Allow": ", ".join(_METHODS),
    "Accept-Post": f"{parameters.FORM}, {parameters.DIRECT}",
    "Access-Control-Allow-Methods": ", ".join(_METHODS),
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Language, Content-Type, If-None-Match, X-Requested-With, *"
    ),
    "Access-Control-Max-Age": "86400",
}


@routes.get("/health")
def health() -> Response:
    """Say whether queries can be answered, and about what."""
    try:
        build = engine().build()
    except EngineUnavailable as fault:
        response = jsonify({"status": "unavailable", "ja": fault.ja, "en": fault.en})
        response.status_code = EngineUnavailable.status
    else:
        response = jsonify(
            {
                "status": "ok",
                "version": build.version,
                "triples": build.triples,
                "graphs": build.graphs,
            }
        )
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.after_request
def name_accepted_types(response: Response) -> Response:
    """Tell which bodies are read here, to whoever sent another (RFC 9110, section 15.5.16)."""
    if response.status_code == UnsupportedMedia.status:
        response.headers["Accept-Post"] = _PREFLIGHT["Accept-Post"]
    return response


@routes.route("/sparql", methods=["OPTIONS"], provide_automatic_options=False)
def options() -> Response:
    """Say what may be sent here, to browsers about to do so from another site too."""
    response = Response(status=204, headers=_PREFLIGHT)
    del response.headers["Content-Type"]
    return response


@routes.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
def sparql() -> Response:
    """Answer a query; without one, show the form or describe the service."""
    asked = parameters.read(request)
    if asked.query is None:
        return _without_query(asked)
    g.query = asked.query
    record.current().query = record.fingerprint(asked.query)
    if asked.explain:
        return _explained(asked.query)
    choice = negotiation.choose(request.headers.get("Accept"), asked.format)
    if not choice.page:
        return _answer(asked, choice)
    try:
        return _answer(asked, choice)
    except DxplanError as fault:
        chosen = language.of(request)
        page = Response(pages.refused(asked.query, fault, chosen), mimetype=formats.HTML)
        return responses.mark(page, fault, chosen)


def _explained(query: str) -> Response:
    """Show a query as it is run."""
    response = Response(rewriting_shown.shown(query, config()), mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _without_query(asked: Parameters) -> Response:
    accept = request.headers.get("Accept")
    if negotiation.choose(accept, asked.format).page:
        page = Response(pages.form(language.of(request)), mimetype=formats.HTML)
        page.headers["Content-Language"] = language.of(request)
        page.headers["Cache-Control"] = "no-cache"
        return page
    offer = negotiation.choose_graph(accept, asked.format)
    build = engine().build()
    tag = revalidation.tag(build.version, "description", offer.media)
    if (unchanged := revalidation.unchanged(tag)) is not None:
        return unchanged
    root = address.public(config()).rstrip("/")
    documents = (root + void.PATH, root + graph_store.PATH)
    graph = description.service(endpoint(), build, documents, bool(config().federation))
    return revalidation.dressed(Response(description.write(graph, offer.format)), offer, tag)


def _answer(asked: Parameters, choice: Choice) -> Response:
    """Have the engine answer, unless the client has the answer already."""
    parts = (repr(asked), repr(choice), language.of(request) if choice.page else "")
    unchanged = revalidation.unchanged(
        revalidation.tag(engine().version(), *parts), request.if_none_match.star_tag
    )
    if unchanged is not None:
        return unchanged
    answer = engine().query(_query(asked, choice))
    offer = choice.graph if answer.kind == "graph" else choice.table
    assert offer is not None  # noqa: S101  the engine raises NotAcceptable otherwise
    body: bytes | str = answer.body
    if offer.format is formats.PAGE:
        body = pages.result(asked.query or "", answer, language.of(request))
    lasting = not answer.volatile and request.method != "POST"
    tag = revalidation.tag(answer.version, *parts) if lasting else ""
    record.current().answered(answer.seconds, answer.rows, answer.version if lasting else "")
    return revalidation.unchanged(tag) or revalidation.dressed(Response(body), offer, tag)


def _query(asked: Parameters, choice: Choice) -> Query:
    return Query(
        text=asked.query or "",
        table=choice.table.media if choice.table else None,
        graph=choice.graph.media if choice.graph else None,
        base=endpoint(),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        client=request.remote_addr or "",
        gone=cast(
            "Callable[[], bool]", request.environ.get("waitress.client_disconnected", lambda: False)
        ),
    )
