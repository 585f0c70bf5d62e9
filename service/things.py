"""Answers for every IRI of ours: things, sources and their lines, graphs, the ontology.

A thing answers 303 to the document about it that the client reads best; a document answers in its
format. What is not there gets the nearest names. Must not know what stands on a page.

Standard: Cool URIs for the Semantic Web, section 4.2; RFC 8288 (Link); RFC 9110, section 12.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service import (
    address,
    asking,
    keeping,
    language,
    negotiation,
    record,
    rendering,
    responses,
    revalidation,
    things_address,
    things_instead,
    things_page,
    things_query,
)
from service.context import config, engine
from service.errors import NoSuchThing
from service.formats import PAGE, Format
from service.names import names
from service.namespaces import BASE
from service.negotiation import Offer
from service.things_address import FORMATS, Address

routes: Final = Blueprint("things", __name__)
routes.before_app_request(things_instead.instead)
_TERMS: Final = "ontology"


@routes.after_request
def _preflight(response: Response) -> Response:
    """Tell browsers what a program on another site may send."""
    if request.method == "OPTIONS":
        response.headers.update(responses.PREFLIGHT)
    return response


@routes.get("/id/<path:local>", merge_slashes=False)
def thing(local: str) -> Response:
    """Answer for a thing."""
    return _answer(things_address.read("id/", local))


@routes.get("/source/<path:local>", merge_slashes=False)
def source(local: str) -> Response:
    """Answer for a source document, a line of its ledger, or a place in it (``?line=``)."""
    return _answer(things_address.read("source/", local, request.args.get("line", "")))


@routes.get("/graph/<path:local>", merge_slashes=False)
def named_graph(local: str) -> Response:
    """Answer for a named graph: what it is, not what is in it."""
    return _answer(things_address.read("graph/", local))


@routes.get("/mappings/<path:local>", merge_slashes=False)
def mapping_set(local: str) -> Response:
    """Answer for a set of curated mappings."""
    return _answer(things_address.read("mappings/", local))


@routes.get("/ontology.<extension>")
def ontology_document(extension: str) -> Response:
    """Answer with the ontology, all terms in one document."""
    return _answer(things_address.read("", f"{_TERMS}.{extension}"))


@routes.get("/ontology", defaults={"local": ""})
@routes.get("/ontology/<path:local>", merge_slashes=False)
def ontology(local: str) -> Response:
    """Answer for the ontology, its terms (whose fragment stays with the client) and versions."""
    asked = things_address.read(f"{_TERMS}/", local) if local else None
    if asked and not things_query.exists(asked.iri):
        raise _missing(asked.iri)
    return see_other(Address(BASE + _TERMS, None))


@routes.get("/catalog")
def catalogue() -> Response:
    """Answer for the catalogue; its documents are those of ``service.catalogue``."""
    return _answer(things_address.read("", "catalog"))


@routes.app_template_global("why")
def why(subject: str, prop: str, value: asking.Term) -> str:
    """Return the address that explains an inferred fact."""
    return rendering.url("explain.explain", s=subject, p=prop, o=asking.written(value))


@routes.app_template_global("as_term")
def as_term(iri: str) -> asking.Term:
    """Make a term of an IRI."""
    return asking.Term("uri", iri)


@routes.app_template_global("all_in")
def all_in(prop: str, iri: str) -> str:
    """Return the address of a question for all that leads to a thing by a property."""
    query = f"SELECT ?s WHERE {{\n  ?s <{prop}> <{iri}> .\n}}\nORDER BY ?s"
    return rendering.url("protocol.sparql", query=query, format="html")


@routes.app_errorhandler(NoSuchThing)
def nothing(fault: NoSuchThing) -> Response:
    """Say that nothing is there and what is near, as a page if one is wanted."""
    if not _wants_page():
        return responses.of_error(fault)
    chosen = language.of(request)
    known = names(fault.nearest)
    page = rendering.page(
        "error.html",
        message=fault.text(chosen),
        excerpt="",
        nearest=[(iri, known[iri]) for iri in fault.nearest],
    )
    return responses.mark(page, fault, chosen)


def _wants_page() -> bool:
    known = ["text/plain", "application/json", PAGE.media]
    return request.accept_mimetypes.best_match(known) == PAGE.media


def _answer(asked: Address) -> Response:
    if not things_query.exists(asked.iri):
        raise _missing(asked.iri)
    if asked.form is None:
        return see_other(asked)
    if asked.form is PAGE:
        return linked(keeping.page(lambda: things_page.page(asked)), asked)
    version = engine().version()
    tag = revalidation.tag(version, asked.iri, asked.form.media)
    response = revalidation.unchanged(tag)
    if response is None:
        offer = Offer(asked.form, asked.form.media)
        body = asking.graph(things_query.construct(asked.iri), asked.form.media)
        response = revalidation.dressed(Response(body), offer, tag)
        record.current().keep = version
    return linked(response, asked)


def see_other(asked: Address) -> Response:
    """Lead from a thing to the document that suits the client (303, RFC 9110 15.4.4).

    Args:
        asked: the thing.

    Raises:
        NotAcceptable: the client takes no format that there is.
        UsageError: ``?format=`` is no name of one.
    """
    offer = negotiation.choose_among(
        FORMATS, request.headers.get("Accept"), request.args.get("format")
    )
    target = asked.to(offer.format)
    chosen = urlencode(language.explicit(request))
    if chosen:
        target += ("&" if "?" in target else "?") + chosen
    response = Response(status=303, headers={"Location": target})
    response.autocorrect_location_header = False
    response.headers["Cache-Control"] = "no-cache"
    del response.headers["Content-Type"]
    return linked(response, asked)


def linked(response: Response, asked: Address) -> Response:
    """Name the other documents, and the thing that they describe (RFC 8288).

    Args:
        response: what is sent; gets a Link.
        asked: the thing, or the document that is sent.
    """
    links = [
        f'<{asked.to(form)}>; rel="alternate"; type="{form.media}"'
        for form in FORMATS
        if form is not asked.form
    ]
    if asked.form is not None:
        links += [
            f'<{things_address.written(asked.iri)}>; rel="describes"',
            f'<{_canonical(asked, asked.form)}>; rel="canonical"',
        ]
    response.headers["Link"] = ", ".join(links)
    # a program in a browser may read the header only if it is named here
    exposed = responses.HEADERS["Access-Control-Expose-Headers"]
    response.headers["Access-Control-Expose-Headers"] = f"{exposed}, Link"
    return response


def _canonical(asked: Address, form: Format) -> str:
    """Return the whole address of a document; only pages are there in several languages."""
    if form is PAGE:
        return things_page.public_page(asked)
    return address.public(config()).rstrip("/") + asked.to(form)


def _missing(iri: str) -> NoSuchThing:
    nearest = things_query.nearest(iri)
    # on a page they stand below as links with their names
    listed = "" if _wants_page() else "".join(f" <{each}>" for each in nearest[:3])
    return NoSuchThing(
        nearest,
        "このアドレスのものはグラフにありません。" + (f"近いもの:{listed}" if listed else ""),
        "Nothing in the graph has this address." + (f" Similar:{listed}" if listed else ""),
    )
