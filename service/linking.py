"""Where the browser is led for an IRI: to our page about it, or to its own address.

    https://w3id.org/dxplan/id/x              /id/x.html
    …/source/NAME#line=605,608                /source/NAME.html?line=605,608
    https://w3id.org/dxplan/ontology#Term     /ontology#Term
    http://example.org/                       itself

Addresses are paths, so they hold under any host. Must not know what stands on the pages.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlencode

from flask import has_request_context, request

from service import language
from service.namespaces import BASE

# folders of ours whose members have a page with the suffix .html
_WITH_PAGES: Final = ("id/", "source/", "graph/", "shapes/", "mappings/")
_LINE: Final = "line="
_SAFE: Final = "/:@!$&'()*+,;=-._~"


def link(iri: str) -> str | None:
    """Return the address that a reader is led to.

    Args:
        iri: any IRI.

    Returns:
        A path of this service for what is ours, the IRI itself if browsers can open it,
        else None.
    """
    if not iri.startswith(BASE):
        return iri if is_external(iri) else None
    path, hash_sign, fragment = iri.removeprefix(BASE).partition("#")
    suffix = ".html" if path.startswith(_WITH_PAGES) else ""
    chosen = language.explicit(request) if has_request_context() else {}
    if path.startswith("source/") and fragment.startswith(_LINE):
        chosen = {"line": fragment.removeprefix(_LINE)} | chosen
        hash_sign = fragment = ""
    query = f"?{urlencode(chosen, safe=',')}" if chosen else ""
    place = hash_sign + quote(fragment, safe=_SAFE)
    return f"/{quote(path, safe=_SAFE)}{suffix}{query}{place}"


def is_external(iri: str) -> bool:
    """Tell whether an IRI is an address elsewhere that browsers can open."""
    return iri.startswith(("http://", "https://")) and not iri.startswith(BASE)
