"""What a reader may choose on the pages across wards: wards, and things by the end of their IRI.

A value of a request is never part of a query: it picks one of the IRIs that the data hold. Must
not know what the pages show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from flask import request

from service import asking
from service.errors import NoSuchThing, ParameterError
from service.namespaces import ID

_WARDS: Final = (
    "SELECT DISTINCT ?ward { ?ward a dxp:Municipality . ?source dxp:issuedBy ?ward ;"
    " dxp:transcribedIn ?graph } ORDER BY ?ward"
)
_WARD: Final = "municipality/"
_SHOWN: Final = 60


def wards() -> list[str]:
    """Return the wards with a document in the graph."""
    return [row["ward"].value for row in asking.select(_WARDS)]


def short(iri: str) -> str:
    """Return what stands for a thing in an address: a ward's own name, else the end of its IRI."""
    return iri.removeprefix(str(ID)).removeprefix(_WARD)


def chosen(name: str, allowed: Iterable[str], default: str) -> str:
    """Return the IRI that a parameter of the request names.

    Args:
        name: name of the parameter.
        allowed: the IRIs to choose from.
        default: what is chosen if the parameter is not given.

    Raises:
        ParameterError: it names none of them.
    """
    given = request.args.get(name, "")
    if not given:
        return default
    known = {short(iri): iri for iri in allowed}
    if given in known:
        return known[given]
    shown = given[:_SHOWN]
    raise ParameterError(
        name,
        tuple(known),
        f"「{name}」の値「{shown}」は選べません。ページの一覧から選んでください。",
        f"“{shown}” is no value of “{name}”. Please choose one on the page.",
    )


def found(end: str, allowed: Iterable[str]) -> str:
    """Return the IRI that the last part of an address names.

    Args:
        end: the end of the IRI.
        allowed: the IRIs that have a page.

    Raises:
        NoSuchThing: it names none of them.
    """
    known = {iri.rpartition("/")[2]: iri for iri in allowed}
    if end in known:
        return known[end]
    shown = end[:_SHOWN]
    raise NoSuchThing(
        [],
        f"「{shown}」のページはありません。一覧から選んでください。",
        f"There is no page for “{shown}”. Please choose one from the list.",
    )
