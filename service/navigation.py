"""The main pages, in the order of the navigation: one row each.

A row whose page is not part of the application is left out. Must not know what is on a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from flask import current_app, request, url_for

from service.texts import Texts


class Entry(NamedTuple):
    """One link of the navigation; ``about`` names the text that says what is there."""

    text: str
    address: str
    about: str
    current: bool


# the view function, its arguments, the names of its text and of what is there
MAIN: Final[tuple[tuple[str, dict[str, str], str, str], ...]] = (
    ("search.page", {}, "nav_search", "way_search"),
    ("across.index", {}, "nav_explore", "way_explore"),
    ("library.index", {}, "nav_queries", "way_queries"),
    ("protocol.sparql", {"format": "html"}, "nav_sparql", "way_sparql"),
    ("validate.page", {}, "nav_validate", "way_validate"),
    ("reference.page", {}, "nav_ontology", "way_ontology"),
)


def entries(texts: Texts, language: dict[str, str]) -> Iterator[Entry]:
    """Yield the links that this application has pages for.

    Args:
        texts: the texts in the language of the page.
        language: the language as an argument of addresses, if it was chosen there.
    """
    for view, arguments, text, about in MAIN:
        if view in current_app.view_functions:
            values: dict[str, Any] = arguments | language
            address = url_for(view, **values)
            yield Entry(getattr(texts, text), address, about, request.endpoint == view)
