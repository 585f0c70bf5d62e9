"""What the query workbench asks for beside answers: terms to complete, names, questions as queries.

    GET  /sparql/terms        prefixes, classes, properties and things with their names
    POST /sparql/names        names of IRIs (``iri`` as often as you like)
    GET  /sparql/question     the text of a stored question (``name``) with its values put in

Works for the script of the page; everything is public data. Must not know pages.
"""

from __future__ import annotations

import re
from typing import Any, Final, cast

from flask import Blueprint, Response, current_app, jsonify, request

from service import (
    asking,
    emptiness_data,
    library_request,
    names,
    revalidation,
    search,
    stored_queries,
)
from service.context import engine
from service.errors import UsageError
from service.library_request import Asked
from service.library_routes import library
from service.namespaces import PREFIXES

routes: Final = Blueprint("workbench", __name__)
_MOST_NAMES: Final = 1000
_LOCAL: Final = re.compile(r"[A-Za-z_][\w-]*")
_KEPT: Final = "dxplan-workbench-terms"

Row = list[str]


@routes.get("/sparql/terms")
def terms() -> Response:
    """Return all that can be completed; the same until the data changes."""
    version = engine().version()
    tag = revalidation.tag(version, "terms", "1")
    if (unchanged := revalidation.unchanged(tag)) is not None:
        return unchanged
    kept = cast("tuple[str, dict[str, Any]]", current_app.extensions.get(_KEPT, ("", {})))
    if not version or kept[0] != version:
        kept = (version, _terms())
        current_app.extensions[_KEPT] = kept
    response = jsonify(kept[1])
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    if tag:
        response.set_etag(tag, weak=True)
    return response


def _terms() -> dict[str, Any]:
    predicates, classes = emptiness_data.predicates(), emptiness_data.classes()
    known = names.names([*predicates, *classes])
    rows = [_row(iri, known[iri].ja, known[iri].en, "property") for iri in predicates]
    rows += [_row(iri, known[iri].ja, known[iri].en, "class") for iri in classes]
    listed = set(predicates) | set(classes)
    for thing in search.index().things:
        if thing.iri not in listed:
            own = [name for name in thing.names if name.role != "theme"]
            ja = next((name.text for name in own if name.language != "en"), "")
            en = next((name.text for name in own if name.language == "en"), "")
            rows.append(_row(thing.iri, ja, en, thing.kind.name))
    return {"prefixes": PREFIXES, "terms": rows}


def _row(iri: str, ja: str, en: str, kind: str) -> Row:
    return [_written(iri), ja, en, kind]


def _written(iri: str) -> str:
    """Write an IRI as a prefixed name where that needs no escapes, else in full."""
    for name, space in PREFIXES.items():
        local = iri.removeprefix(space)
        if local != iri and _LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return f"<{iri}>"


@routes.post("/sparql/names")
def named() -> Response:
    """Return the names of IRIs in both languages."""
    wanted = request.form.getlist("iri")[:_MOST_NAMES]
    usable = [iri for iri in wanted if iri and asking.iris([iri])]
    found = names.names(usable)
    response = jsonify({iri: [name.ja, name.en] for iri, name in found.items()})
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.get("/sparql/question")
def question() -> Response:
    """Return a stored question as a query, its parameters replaced by the values given."""
    asked: Asked = library_request.read(request)
    given = dict(asked.values)
    name = given.pop("name", "")
    if not name:
        raise UsageError("name がありません。", "The parameter “name” is missing.")
    found = library().get(name)
    values = {key: value for key, value in given.items() if value}
    text = stored_queries.without_header(stored_queries.bind(found.stored, values)).strip()
    response = Response(text + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
