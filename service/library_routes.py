"""``/queries`` and ``/queries/NAME``: the stored questions and their answers.

Answers come from the engine that answers ``/sparql``, under the same limits. Values of parameters
reach it as terms only (``service.query_values``). Must not know how a page looks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, cast

from flask import Blueprint, Response, current_app, request

from service import (
    citation,
    description,
    formats,
    keeping,
    language,
    library_json,
    library_pages,
    library_rdf,
    library_request,
    negotiation,
    parameter_kinds,
    record,
    responses,
    revalidation,
    stored_queries,
)
from service.citation import Citation
from service.context import endpoint, engine
from service.engine import Answer, Query
from service.errors import DxplanError
from service.formats import Format
from service.library import Library, Question
from service.library_request import Asked
from service.negotiation import Choice, Offer

routes: Final = Blueprint("library", __name__)
_JSON: Final = Offer(Format("application/json", ("json",), "json"), "application/json")
_EXPOSED: Final = "Link, Dxplan-Graph-Version, Dxplan-Query-Version"
_PREFLIGHT: Final = {
    "Allow": responses.PREFLIGHT["Access-Control-Allow-Methods"],
    **responses.PREFLIGHT,
}


def library() -> Library:
    """Return the questions of the application."""
    return cast(Library, current_app.extensions.setdefault("dxplan-library", Library()))


@routes.route("/queries", methods=["OPTIONS"], provide_automatic_options=False)
@routes.route("/queries/<path:name>", methods=["OPTIONS"], provide_automatic_options=False)
@routes.route("/.well-known/sparql-examples", methods=["OPTIONS"], provide_automatic_options=False)
def options(name: str = "") -> Response:  # noqa: ARG001
    """Say what may be sent here, to browsers about to do so from another site too."""
    response = Response(status=204, headers=_PREFLIGHT)
    del response.headers["Content-Type"]
    return response


@routes.route("/queries", methods=["GET"], provide_automatic_options=False)
def index() -> Response:
    """List the questions: a page, JSON, or RDF; those with the words of ``q`` if given."""
    found = library_pages.found(library())
    accept, short = request.headers.get("Accept"), request.args.get("format", "")
    if library_request.choose(accept, short).page:
        return _lasting(lambda: library_pages.index(library(), found))
    if short == "json" or (not short and _prefers_json(accept)):
        listed = library_json.listing(found, endpoint(), _version())
        return _kept(_JSON, found, lambda: json.dumps(listed, ensure_ascii=False, indent=1))
    return _as_rdf(found, short)


@routes.route("/.well-known/sparql-examples", methods=["GET"], provide_automatic_options=False)
def examples() -> Response:
    """Give all questions in RDF, where tools look for examples of queries."""
    return _as_rdf(library().questions(), request.args.get("format", ""))


@routes.route("/queries/<path:name>", methods=["GET"], provide_automatic_options=False)
def question(name: str) -> Response:
    """Answer a question: as a page, or as data in the format asked for."""
    stem, suffix = library_request.divide(name)
    found = library().get(stem)
    asked = library_request.read(request, suffix)
    accept = None if asked.format else request.headers.get("Accept")
    if asked.format == "rq" or (not asked.format and library_request.wants_query(accept)):
        return _text(found)
    choice = library_request.choose(accept, asked.format)
    if choice.page:
        return _lasting(lambda: _page(found, asked), found)
    if choice.table is None and choice.graph is not None and not found.gives_graph:
        return _as_rdf([found], asked.format)
    return _answer(found, asked, choice)


def _prefers_json(accept: str | None) -> bool:
    known = [_JSON.media, *(form.media for form in formats.GRAPHS)]
    return negotiation.accepted(accept or "").best_match(known) == _JSON.media


def _version() -> str:
    return engine().version()


def _as_rdf(questions: list[Question], short: str) -> Response:
    offer = negotiation.choose_graph(request.headers.get("Accept"), short)
    if offer.format is formats.PAGE:
        offer = Offer(formats.GRAPHS[0], formats.GRAPHS[0].media)
    graph = library_rdf.graph
    return _kept(
        offer, questions, lambda: description.write(graph(questions, endpoint()), offer.format)
    )


def _kept(offer: Offer, questions: list[Question], write: Callable[[], bytes | str]) -> Response:
    """Write a listing, unless the client has it already; it changes with the files."""
    state = [f"{question.name} {question.version}" for question in questions]
    tag = revalidation.tag("questions", offer.media, endpoint(), _version(), *state)
    if (unchanged := revalidation.unchanged(tag)) is not None:
        return unchanged
    return revalidation.dressed(Response(write()), offer, tag)


def _lasting(make: Callable[[], Response], question: Question | None = None) -> Response:
    """Keep a page as long as the files that it is made from are as they were."""
    known, name = library(), question.name if question else ""
    state = known.state(name)
    return keeping.page(make, repr(state), still=lambda: known.state(name) == state)


def _text(question: Question) -> Response:
    """Give the file itself."""
    offer = Offer(Format(library_request.QUERY, ("rq",), "rq"), library_request.QUERY)
    return _kept(offer, [question], lambda: question.stored.text)


def _page(question: Question, asked: Asked) -> Response:
    """Show the question and its answer; what is wrong is said beside the form."""
    chosen = language.of(request)
    # whoever just comes by sees the answer for the examples
    values = asked.values or question.examples()
    try:
        answer, cited = _ask(question, Asked(values, "html", asked.version), _PAGES)
    except DxplanError as fault:
        page = library_pages.question(question, values, chosen, fault=fault)
        return responses.mark(page, fault, chosen)
    page = library_pages.question(question, values, chosen, answer=answer, cited=cited)
    if answer.volatile:
        page.headers["Cache-Control"] = "no-store"
    return _cited(page, cited)


_PAGES: Final = Choice(
    Offer(formats.PAGE, formats.PAGE.media), Offer(formats.PAGE, formats.PAGE.media)
)


def _ask(question: Question, asked: Asked, choice: Choice) -> tuple[Answer, Citation]:
    """Have the engine answer; return the answer and how to cite it."""
    text = stored_queries.bind(question.stored, asked.values)
    parameter_kinds.check(question.stored, asked.values)
    build = engine().build()
    citation.check(asked.version, build.version, question)
    notes = record.current()
    notes.query = record.fingerprint(text)
    answer = engine().query(_query(text, choice))
    notes.answered(answer.seconds, answer.rows, "")  # not kept: the file may change
    return answer, citation.cite(question, asked.values, build)


def _answer(question: Question, asked: Asked, choice: Choice) -> Response:
    stored_queries.bind(question.stored, asked.values)  # wrong values come before all else
    citation.check(asked.version, _version(), question)
    parts = (question.name, question.version, repr(sorted(asked.values.items())), repr(choice))
    if (unchanged := revalidation.unchanged(revalidation.tag(_version(), *parts))) is not None:
        return unchanged
    answer, cited = _ask(question, asked, choice)
    offer = choice.graph if answer.kind == "graph" else choice.table
    assert offer is not None  # noqa: S101  the engine raises NotAcceptable otherwise
    tag = "" if answer.volatile else revalidation.tag(answer.version, *parts)
    response = revalidation.dressed(Response(answer.body), offer, tag)
    name = f"{question.name.replace('/', '-')}.{offer.format.extension}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return _cited(response, cited)


def _cited(response: Response, cited: Citation) -> Response:
    """Say in the headers what the answer depends on (RFC 8574: cite-as)."""
    response.headers["Link"] = f'<{cited.address}>; rel="cite-as"'
    response.headers["Dxplan-Query-Version"] = cited.question.version
    if cited.graph:
        response.headers["Dxplan-Graph-Version"] = cited.graph
    known = responses.HEADERS["Access-Control-Expose-Headers"]
    response.headers["Access-Control-Expose-Headers"] = f"{known}, {_EXPOSED}"
    return response


def _query(text: str, choice: Choice) -> Query:
    gone: Any = request.environ.get("waitress.client_disconnected", lambda: False)
    return Query(
        text=text,
        table=choice.table.media if choice.table else None,
        graph=choice.graph.media if choice.graph else None,
        base=endpoint(),
        client=request.remote_addr or "",
        gone=gone,
    )
