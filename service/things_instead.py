"""What pages that are there for people only answer to a client that takes no page.

The home page leads such a client to the catalogue, which describes the same in RDF; the others
refuse. A page that has other formats agrees on one itself. Must not know what stands on pages.

Standard: RFC 9110, sections 12.5.1 (Accept) and 15.5.7 (406).
"""

from __future__ import annotations

from typing import Final

from flask import Response, request

from service import negotiation, rendering
from service.formats import PAGE, not_acceptable

_HOME: Final = "pages.home"
_PAGES: Final = frozenset((_HOME, "dumps.page", "validate.page", "shapes.index"))
_ACROSS: Final = "across."


def instead() -> Response | None:
    """Return what is sent instead of a page; None if there is a page to send.

    Raises:
        NotAcceptable: the client takes no page, and there is nothing else.
    """
    endpoint = request.endpoint or ""
    only_page = endpoint in _PAGES or endpoint.startswith(_ACROSS)
    if not only_page or request.method not in ("GET", "HEAD") or _takes_page():
        return None
    if endpoint == _HOME:
        return _to_catalogue()
    raise not_acceptable((PAGE,))


def _to_catalogue() -> Response:
    response = Response(status=303, headers={"Location": rendering.url("things.catalogue")})
    response.autocorrect_location_header = False
    response.headers["Cache-Control"] = "no-cache"
    del response.headers["Content-Type"]
    return response


def _takes_page() -> bool:
    accept = request.headers.get("Accept", "")
    return not accept or bool(negotiation.accepted(accept).best_match([PAGE.media]))
