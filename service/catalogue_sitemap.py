"""``/sitemap.xml`` and ``/robots.txt``: which pages there are, for search engines.

Every thing with a name has a page in two languages, and so have questions and rules. Answers,
explanations and other formats are endless and not for crawlers. Must not know what is on a page.

Standards: Sitemaps 0.9 (an index of parts, languages by xhtml:link); RFC 9309 (robots.txt).
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

from flask import Blueprint, Response

from service import (
    across,
    address,
    asking,
    library_routes,
    record,
    reference,
    revalidation,
    shapes_page,
)
from service.context import config, engine
from service.errors import NoSuchThing
from service.formats import PAGE
from service.namespaces import BASE
from service.things_address import Address

routes: Final = Blueprint("sitemap", __name__)
_LARGEST: Final = 2000  # addresses of one part, so that it is kept; the standard allows 50,000
_XML: Final = "application/xml; charset=utf-8"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACES: Final = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
_TONGUES: Final = ("ja", "en")
_OTHER: Final = '<xhtml:link rel="alternate" hreflang="{}" href={}/>'
_PAGES: Final = ("/", "/queries", "/catalog.html", "/download/", "/shapes", "/validate")
_THINGS: Final = f"""SELECT DISTINCT ?s {{ ?s rdfs:label ?l FILTER(ISIRI(?s)
  && (STRSTARTS(STR(?s), "{BASE}id/") || STRSTARTS(STR(?s), "{BASE}graph/")
  || STRSTARTS(STR(?s), "{BASE}source/")) && !CONTAINS(STR(?s), "#")) }} ORDER BY ?s"""
_ROBOTS: Final = """\
User-agent: *
Disallow: /sparql
Disallow: /explain
Disallow: /graph-store
Disallow: /search
Disallow: /*?*format=
Allow: /

Sitemap: {root}/sitemap.xml
"""


@routes.get("/robots.txt")
def robots() -> Response:
    """Say what crawlers may read."""
    response = Response(_ROBOTS.format(root=_root()), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@routes.get("/sitemap.xml")
def index() -> Response:
    """List the parts of the sitemap."""
    parts = range(1, (len(_addresses()) - 1) // _LARGEST + 2)
    lines = [f"<sitemap><loc>{_root()}/sitemap-{part}.xml</loc></sitemap>\n" for part in parts]
    return _sent(f"<sitemapindex {_SPACES}>\n{''.join(lines)}</sitemapindex>\n")


@routes.get("/sitemap-<int:part>.xml")
def one(part: int) -> Response:
    """List the addresses of a part, each in both languages."""
    listed = _addresses()[(part - 1) * _LARGEST : part * _LARGEST] if part else []
    if not listed:
        raise NoSuchThing(
            [], "サイトマップにこの部分はありません。", "The sitemap has no such part."
        )
    body = "".join(map(_entry, listed))
    return _sent(f"<urlset {_SPACES}>\n{body}</urlset>\n")


def _addresses() -> list[str]:
    rows = asking.select(_THINGS)
    return [
        *_PAGES,
        *across.addresses(),
        *reference.addresses(),
        *(f"/queries/{question.name}" for question in library_routes.library().questions()),
        *(f"/shapes/{code}.html" for code in shapes_page.every()),
        *(Address(row["s"].value, None).to(PAGE) for row in rows),
    ]


def _entry(path: str) -> str:
    here = _root() + path
    others = "".join(
        _OTHER.format(tongue, quoteattr(f"{here}?lang={tongue}")) for tongue in _TONGUES
    )
    return f"<url><loc>{quoteattr(here)[1:-1]}</loc>{others}</url>\n"


def _sent(body: str) -> Response:
    version = engine().version()
    tag = revalidation.tag(version, body)
    response = revalidation.unchanged(tag)
    if response is None:
        response = Response(_HEAD + body, content_type=_XML)
        response.headers["ETag"] = f'W/"{tag}"' if tag else ""
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        notes, known = record.current(), library_routes.library()
        before = known.state(), shapes_page.state()
        notes.keep, notes.still = version, lambda: (known.state(), shapes_page.state()) == before
    return response


def _root() -> str:
    return address.public(config()).rstrip("/")
