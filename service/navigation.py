"""The main pages, in the order of the navigation: one row each.

A row whose page is not part of the application is left out. Must not know what is on a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from flask import current_app, request, url_for

from service.texts import Texts


class Entry(NamedTuple):
    """One link of the navigation."""

    text: str
    address: str
    current: bool


# the view function, its arguments, the name of the text
MAIN: Final[tuple[tuple[str, dict[str, str], str], ...]] = (
    ("search.page", {}, "nav_search"),
    ("library.index", {}, "nav_queries"),
    ("protocol.sparql", {"format": "html"}, "nav_sparql"),
    ("reference.page", {}, "nav_ontology"),
)


def entries(texts: Texts, language: dict[str, str]) -> Iterator[Entry]:
    """Yield the links that this application has pages for.

    Args:
        texts: the texts in the language of the page.
        language: the language as an argument of addresses, if it was chosen there.
    """
    for view, arguments, text in MAIN:
        if view in current_app.view_functions:
            values: dict[str, Any] = arguments | language
            address = url_for(view, **values)
            yield Entry(getattr(texts, text), address, request.endpoint == view)
