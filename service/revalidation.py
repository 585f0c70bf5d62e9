"""Entity tags of answers, and 304 for those who have the answer already.

RFC 9110, sections 8.8.3 and 13.1.2. Must not know what an answer says.
"""

from __future__ import annotations

import hashlib
from typing import Final

from flask import Response, request
from werkzeug.http import quote_etag

from service import formats, language
from service.negotiation import Offer

_REVALIDATE: Final = "public, max-age=0, must-revalidate"


def tag(version: str, *parts: str) -> str:
    """Return the entity tag of an answer; empty if the data has no version.

    Weak, because rows without an order and labels of blank nodes may differ between answers.

    Args:
        version: version of the data.
        parts: all else that the answer depends on.
    """
    if not version:
        return ""
    digest = hashlib.sha256("\0".join((version, *parts)).encode(errors="surrogatepass"))
    return digest.hexdigest()[:32]


def unchanged(tag: str, unsure: bool = False) -> Response | None:
    """Return 304 if the client has this very answer (RFC 9110, section 13.1.2).

    Args:
        tag: the entity tag; empty if there is none.
        unsure: there may be no answer, so ``If-None-Match: *`` cannot be granted yet.
    """
    if not tag or unsure or request.method == "POST":
        return None
    if not request.if_none_match.contains_weak(tag):
        return None
    response = Response(status=304)
    del response.headers["Content-Type"]
    response.headers["ETag"] = quote_etag(tag, weak=True)
    response.headers["Cache-Control"] = _REVALIDATE
    return response


def dressed(response: Response, offer: Offer, tag: str) -> Response:
    """Put the headers of an answer on it.

    Args:
        response: the answer.
        offer: what was agreed on.
        tag: the entity tag; empty for an answer that must not be kept.
    """
    response.headers["Content-Type"] = offer.content_type
    response.headers["Cache-Control"] = _REVALIDATE if tag else "no-store"
    if tag:
        response.headers["ETag"] = quote_etag(tag, weak=True)
    if offer.format is formats.PAGE:
        response.headers["Content-Language"] = language.of(request)
    return response
