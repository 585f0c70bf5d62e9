"""Chooses how to write an answer: by ``?format=`` first, then by Accept.

RFC 9110, section 12.5.1; the reading of headers is Werkzeug's. Must not know queries, engines
or pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from service.errors import UsageError
from service.formats import GRAPHS, PAGE, SHORT_NAMES, TABLES, Format, not_acceptable

_SHORT: Final = 400  # characters of a header that is worth remembering; browsers send about 150


@dataclass(frozen=True)
class Offer:
    """What was agreed on: how to write the answer, and the type to send it under."""

    format: Format
    media: str

    @property
    def content_type(self) -> str:
        """The header's value; text types carry their charset."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


@dataclass(frozen=True)
class Choice:
    """What to send for a table and what for a graph; None where nothing is acceptable."""

    table: Offer | None
    graph: Offer | None

    @property
    def page(self) -> bool:
        """Whether the client prefers a page for people."""
        return self.table is not None and self.table.format is PAGE


def choose(accept: str | None, short: str | None = None) -> Choice:
    """Agree on formats before the kind of answer is known.

    Args:
        accept: the Accept header's value, all lines joined; None or empty if there was none.
        short: a short name or media type that overrules it.

    Returns:
        The offers. Nothing acceptable is no error yet: the query may be wrong, which is worse.

    Raises:
        UsageError: ``short`` is no name known here.
    """
    if short:
        choice = Choice(_by_name(TABLES, short), _by_name(GRAPHS, short))
        if choice.table is None and choice.graph is None:
            raise _unknown_name(short)
        return choice
    return Choice(_by_accept(TABLES, accept), _by_accept(GRAPHS, accept))


def choose_graph(accept: str | None, short: str | None = None) -> Offer:
    """Agree on a format for an answer that is known to be a graph.

    Raises:
        UsageError: ``short`` is no name known here.
        NotAcceptable: it cannot be written as asked.
    """
    offer = choose(accept, short).graph
    if offer is None:
        raise not_acceptable(GRAPHS)
    return offer


def choose_among(known: tuple[Format, ...], accept: str | None, short: str | None) -> Offer:
    """Agree on one of the formats of a page of its own.

    Args:
        known: the formats, the preferred one first.
        accept: the Accept header's value.
        short: a short name or media type that overrules it.

    Raises:
        UsageError: ``short`` is no name among them.
        NotAcceptable: the client takes none of them.
    """
    offer = _by_name(known, short) if short else _by_accept(known, accept)
    if offer is None:
        names = tuple(form.names[0] for form in known)
        raise _unknown_name(short, names) if short else not_acceptable(known)
    return offer


def choose_document(accept: str | None, short: str | None = None) -> Offer:
    """Agree on an RDF format for a document that has no page for people.

    Raises:
        UsageError: ``short`` is no name known here.
        NotAcceptable: it cannot be written as asked.
    """
    known = tuple(form for form in GRAPHS if form is not PAGE)
    offer = _by_name(known, short) if short else _by_accept(known, accept)
    if offer is not None:
        return offer
    choose(accept, short)  # says so if there is no such name at all
    raise not_acceptable(known)


def _unknown_name(short: str, names: tuple[str, ...] = SHORT_NAMES) -> UsageError:
    listed = ", ".join(names)
    shown = short[:40]
    return UsageError(
        f"format={shown} という形式はありません。使える名前: {listed}",
        f"There is no format “{shown}”. Known names: {listed}",
    )


def _by_name(known: tuple[Format, ...], short: str) -> Offer | None:
    wanted = short.strip().lower().replace(" ", "+")  # a plus sign in a URL means a space
    for form in known:
        if wanted in form.names or wanted == form.media:
            return Offer(form, form.media)
        if wanted in form.aliases:
            return Offer(form, wanted)
    return None


def _by_accept(known: tuple[Format, ...], accept: str | None) -> Offer | None:
    if not accept or not accept.strip():
        return Offer(known[0], known[0].media)
    return _agreed(known, accept) if len(accept) <= _SHORT else _agreed.__wrapped__(known, accept)


@lru_cache(maxsize=256)  # most clients send one of a few
def _agreed(known: tuple[Format, ...], accept: str) -> Offer | None:
    offers = {form.media: Offer(form, form.media) for form in known}
    for form in known:
        for alias in form.aliases:
            offers.setdefault(alias, Offer(form, alias))
    best = accepted(accept).best_match(list(offers))
    return offers[best] if best else None


def accepted(accept: str) -> MIMEAccept:
    """Read an Accept header, leaving out parameters such as charset, which match nothing."""
    given = parse_accept_header(accept, MIMEAccept)
    return MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in given])
