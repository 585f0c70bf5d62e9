"""``/explain``: why a triple is in the graph, as a page and for programs.

Answers from the local build, whatever engine serves queries. Must not know how an
explanation is made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service import explain_answer, explain_rdf, language, negotiation, rendering, responses
from service.context import config
from service.errors import DxplanError, UsageError
from service.explain import DEEPEST
from service.explain_terms import NAMES, read_triple
from service.explain_words import Item, Words
from service.facts import Triple
from service.formats import GRAPHS, PAGE, Format
from service.labels import shorten
from service.negotiation import Offer

routes: Final = Blueprint("explain", __name__)
_JSON: Final = Format("application/json", ("json",), "json")
_LINKED: Final = "application/ld+json"
_KNOWN: Final = (
    *(replace(form, aliases=()) for form in GRAPHS if form.names[0] in ("turtle", "ntriples")),
    *(replace(form, names=("jsonld",), aliases=()) for form in GRAPHS if form.media == _LINKED),
    _JSON,
    PAGE,
)
_KEYS: Final = (*NAMES, "depth", "format", "lang")


@routes.get("/explain")
def explain() -> Response:
    """Explain a triple; without one, show the form."""
    offer = negotiation.choose_among(
        _KNOWN, request.headers.get("Accept"), request.args.get("format")
    )
    if offer.format is not PAGE:
        return _document(offer)
    if not any(name in request.args for name in NAMES):
        return rendering.page("explain.html", **_form())
    try:
        return _page()
    except DxplanError as fault:
        chosen = language.of(request)
        values = _form() | {"message": fault.text(chosen)}
        return responses.mark(rendering.page("explain.html", **values), fault, chosen)


def _asked() -> tuple[Triple, int]:
    """Read the parameters.

    Raises:
        UsageError: one is missing, repeated, unknown or no term; names it.
    """
    for name, values in request.args.lists():
        if name not in _KEYS:
            raise _wrong(name[:20], "という名前はありません", "is not known here")
        if len(values) > 1:
            raise _wrong(name, "は一つだけ指定してください", "must be given once only")
    for name in NAMES:
        if name not in request.args:
            raise _wrong(name, "がありません", "is missing")
    s, p, o = (request.args[name] for name in NAMES)
    return read_triple(s, p, o), explain_answer.read_depth(request.args.get("depth", str(DEEPEST)))


def _wrong(name: str, ja: str, en: str) -> UsageError:
    return UsageError(f"パラメーター {name} {ja}。", f"The parameter “{name}” {en}.")


def _document(offer: Offer) -> Response:
    triple, depth = _asked()
    with explain_answer.current_index(config().var) as index:
        explanation = explain_answer.answer(index, triple, depth)
        if offer.format is _JSON:
            body = explain_rdf.write_json(index, explanation)
        else:
            body = explain_rdf.write(index, explanation, offer.format)
    response = Response(body)
    response.headers["Content-Type"] = offer.content_type
    response.headers["Cache-Control"] = "no-cache"
    return response


def _page() -> Response:
    triple, depth = _asked()
    with explain_answer.current_index(config().var) as index:
        explanation = explain_answer.answer(index, triple, depth)
        words = Words(index, language.of(request))
        item = _shown(words.items(explanation), words)
    downloads = [(form.names[0], _again(triple, form.names[0])) for form in _KNOWN[:-1]]
    return rendering.page("explain.html", **(_form() | {"item": item, "downloads": downloads}))


def _form() -> dict[str, Any]:
    given = {name: request.args.get(name, "") for name in NAMES}
    return {"given": given, "item": None, "message": "", "downloads": []}


def _again(triple: Triple, name: str) -> str:
    return "?" + urlencode(dict(zip(NAMES, triple, strict=True)) | {"format": name})


def _shown(item: Item, words: Words) -> dict[str, Any]:
    """Prepare a triple and its premises for the template."""
    mark = "start" if not item.number else f"p{item.number.replace('.', '-')}"
    same = f"p{item.same.replace('.', '-')}" if item.same else ""
    return {
        "mark": mark,
        "number": item.number,
        "sentence": item.sentence,
        "kinds": words.text("why_between").join(words.text(f"why_{one}") for one in item.kinds),
        "terms": [_term(term) for term in item.triple],
        "reasons": item.reasons,
        "places": [(words.place(term), term[1:-1]) for term in item.places],
        "seen": words.text("why_seen", number=item.same) if item.same else "",
        "same": same,
        "address": rendering.url("explain.explain", **dict(zip(NAMES, item.triple, strict=True))),
        "items": [_shown(premise, words) for premise in item.items],
    }


def _term(term: str) -> tuple[str, str]:
    """Return what to show for a term, and its IRI if it has one."""
    if term.startswith("<"):
        return shorten(term[1:-1]), term[1:-1]
    return term, ""
