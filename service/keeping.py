"""Finished pages, kept for all who ask for the same page in the same language.

A page is kept for one version of the data, compressed, in the memory that is for answers
(``service.result_cache``); the front keeps answers too, but for requests that are alike to the
letter. Must not know what a page shows.

Standard: RFC 9110, sections 8.8.3 (ETag), 12.5.3 (Accept-Encoding) and 13.1.2 (If-None-Match).
"""

from __future__ import annotations

import functools
import gzip
from collections.abc import Callable
from typing import Final, cast

from flask import Response, current_app, request

from service import address, language, record, revalidation
from service.context import config, engine
from service.errors import EngineUnavailable
from service.formats import PAGE
from service.negotiation import Offer
from service.result_cache import Kept, ResultCache

_OFFER: Final = Offer(PAGE, PAGE.media)
_GZIP_LEVEL: Final = 6
_OK: Final = 200


def page(
    make: Callable[[], Response], *parts: str, still: Callable[[], bool] | None = None
) -> Response:
    """Answer with a page: 304, the page that is kept, or one that is made now.

    Args:
        make: makes the page, from nothing but the data, the address and the language; one that
            must not be kept says ``no-store``.
        parts: what else it is made from.
        still: tells whether what is in ``parts`` is as it was; asked before a kept page is sent
            without asking anything else.
    """
    version = _version()
    tag = revalidation.tag(version, *_all(), *parts)
    if not tag:
        return make()  # data without a version may change at any time
    response = revalidation.unchanged(tag) or _kept(version, tag)
    if response is None:
        response = make()
        if not _lasts(response):
            return response
        revalidation.dressed(response, _OFFER, tag)
        _cache().put(_key(tag), _pack(version, response))
    if response.status_code == _OK:  # or 304, which is nobody else's
        notes = record.current()
        notes.keep, notes.still = version, still
    return response


def kept(view: Callable[..., Response]) -> Callable[..., Response]:
    """Make a view one whose pages are kept; see ``page``."""

    @functools.wraps(view)
    def answer(**values: str) -> Response:
        return page(lambda: view(**values))

    return answer


def _lasts(response: Response) -> bool:
    """Whether a page is a whole one; one with an error or without some names is made anew."""
    refused = response.status_code != _OK or response.cache_control.no_store
    return not (refused or record.current().lacking)


def _all() -> tuple[str, ...]:
    """Return what every page depends on besides the data."""
    return (
        request.path,
        request.query_string.decode("latin-1"),
        language.of(request),
        address.public(config()),
        str(current_app.extensions["dxplan-look"]),
    )


def _version() -> str:
    try:
        return engine().version()
    except EngineUnavailable:
        return ""


def _cache() -> ResultCache:
    return cast(ResultCache, current_app.extensions["dxplan-front"].cache)


def _key(tag: str) -> tuple[str, ...]:
    return ("page", tag)


def _kept(version: str, tag: str) -> Response | None:
    found = _cache().find(_key(tag))
    if found is None or found.version != version:
        return None
    response = Response(headers=list(found.headers))
    if request.accept_encodings.quality("gzip") > 0:
        response.headers["Content-Encoding"] = "gzip"
        response.set_data(found.body)
    else:
        response.set_data(gzip.decompress(found.body))
    return response


def _pack(version: str, response: Response) -> Kept:
    body = gzip.compress(response.get_data(), _GZIP_LEVEL, mtime=0)
    named = [(name, value) for name, value in response.headers if name != "Content-Length"]
    return Kept(version, tuple(named), body, "", None)
