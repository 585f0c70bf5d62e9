"""``/sparql/why``: why a query finds nothing, as a page or JSON.

Must not know how reasons are found (``service.emptiness``).
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from service import emptiness, language, negotiation, parameters, rendering
from service.emptiness import Cause, Diagnosis
from service.errors import UsageError
from service.texts import TEXTS

routes: Final = Blueprint("why", __name__)


@routes.route("/sparql/why", methods=["GET", "POST"])
def page() -> Response:
    """Say why the query of the request finds nothing."""
    asked = parameters.read(request)
    if asked.query is None:
        raise UsageError("query がありません。", "The parameter “query” is missing.")
    if asked.format not in ("", "html", "json"):
        raise UsageError("format は html か json です。", "format must be html or json.")
    found = emptiness.diagnose(asked.query)
    if _wants_page(asked.format):
        chosen = language.of(request)
        reasons = [(cause, sentence(cause)[chosen]) for cause in found.causes]
        return rendering.page("why.html", query=asked.query, found=found, reasons=reasons)
    return _json(found)


def sentence(cause: Cause) -> dict[str, str]:
    """Return a reason as a sentence in both languages."""
    ja, en = TEXTS[f"empty_{cause.kind}"]
    values = {"found": cause.found, "meant": cause.meant}
    return {"ja": ja.format(**values), "en": en.format(**values)}


def _wants_page(short: str) -> bool:
    if short:
        return short == "html"
    media = ["application/json", "text/html"]
    best = negotiation.accepted(request.headers.get("Accept", "")).best_match(media)
    return best == "text/html"


def _json(found: Diagnosis) -> Response:
    causes: list[dict[str, Any]] = [
        asdict(cause) | {"sentence": sentence(cause)} for cause in found.causes
    ]
    response = jsonify(
        {
            "empty": found.empty,
            "causes": causes,
            "corrected": found.corrected or None,
            "tried": found.certain,
            "seconds": round(found.seconds, 3),
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response
