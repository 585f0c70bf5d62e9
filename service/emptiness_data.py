"""What the graph holds, asked when a query found nothing: terms, values, graphs.

Must not know queries of others, nor what is concluded.
"""

from __future__ import annotations

import difflib
import re
from typing import Final

from service import asking, names
from service.asking import Term
from service.namespaces import PREFIXES
from service.text_table import shorten

PREDICATE: Final = "predicate"
CLASS: Final = "class"
THING: Final = "thing"
_PATTERNS: Final = {
    PREDICATE: "?a ?t ?b",
    CLASS: "?a a ?t",
    THING: "{ ?t ?b ?a } UNION { ?a ?b ?t }",
}
_MOST_VALUES: Final = 20_000
_SHOWN: Final = 3


def is_used(iri: str, position: str) -> bool:
    """Tell whether any triple has an IRI in a position."""
    try:
        term = asking.iri(iri)
    except ValueError:
        return False
    pattern = _PATTERNS[position].replace("?t", term)
    return bool(asking.select(f"SELECT (1 AS ?yes) {{ {pattern} }} LIMIT 1"))


def predicates() -> list[str]:
    """Return all predicates in use."""
    return [row["p"].value for row in asking.select("SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY ?p")]


def classes() -> list[str]:
    """Return all classes in use."""
    rows = asking.select("SELECT DISTINCT ?c { ?s a ?c FILTER(ISIRI(?c)) } ORDER BY ?c")
    return [row["c"].value for row in rows]


def graphs() -> list[str]:
    """Return all named graphs."""
    rows = asking.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
    return [row["g"].value for row in rows]


def values(predicate: str) -> list[Term]:
    """Return what a predicate leads to, as far as it is no blank node; bounded."""
    return [
        row["o"]
        for row in asking.select(
            f"SELECT DISTINCT ?o {{ ?s {asking.iri(predicate)} ?o FILTER(!ISBLANK(?o)) }}"
            f" LIMIT {_MOST_VALUES}"
        )
    ]


def like(iri: str, position: str) -> list[tuple[str, str]]:
    """Return terms that may have been meant, the likeliest first.

    Returns:
        Each with why: prefix (the same name in another vocabulary) or term (a like name).
    """
    known = predicates() if position == PREDICATE else classes()
    space, local = _divided(iri)
    same = [(each, "prefix") for each in _nearest_space(space, local, known)]
    ours = [each for each in known if _divided(each)[0] == space]
    found = same + [(each, "term") for each in _near(local, ours)]
    found += [(each, "term") for each in _named(local, known)]
    found += [(each, "prefix") for each in _near(local, known)]
    unique = dict(reversed(found))
    return [(each, unique[each]) for each in dict(found) if each != iri][: 2 * _SHOWN]


def written(iri: str, prefixes: dict[str, str]) -> str:
    """Write an IRI for a query, short if one of its prefixes allows it."""
    for name, space in sorted(prefixes.items(), key=lambda each: -len(each[1])):
        local = iri.removeprefix(space)
        if local != iri and re.fullmatch(r"[A-Za-z_][\w-]*", local):
            return f"{name}:{local}"
    return asking.iri(iri)


def shown(iri: str) -> str:
    """Write an IRI for a reader."""
    return shorten(iri) if any(iri.startswith(space) for space in PREFIXES.values()) else iri


def _divided(iri: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*[#/])([^#/]*)", iri)
    return (match[1], match[2]) if match else ("", iri)


def _nearest_space(space: str, local: str, known: list[str]) -> list[str]:
    """Return terms of the same local name, those first whose vocabulary is written alike."""

    def unlikeness(iri: str) -> float:
        return -difflib.SequenceMatcher(None, space, _divided(iri)[0]).ratio()

    return sorted((each for each in known if _divided(each)[1] == local), key=unlikeness)


def _near(local: str, known: list[str]) -> list[str]:
    by_name: dict[str, list[str]] = {}
    for each in known:
        by_name.setdefault(_plain(_divided(each)[1]), []).append(each)
    wanted = _plain(local)
    close = difflib.get_close_matches(wanted, by_name, n=_SHOWN, cutoff=0.7)
    return [each for name in close for each in by_name[name]]


def _plain(local: str) -> str:
    """Return a local name without what people mix up: capitals, underscores, has…, plurals."""
    plain = re.sub(r"[_\-]", "", local)
    plain = re.sub(r"^(has|is)(?=[A-Z])", "", plain)
    return re.sub(r"s$", "", plain.lower())


def _named(local: str, known: list[str]) -> list[str]:
    """Return terms that have a word as their name in Japanese or English."""
    wanted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()
    called = names.names(known)
    return [iri for iri in known if wanted in (called[iri].ja.lower(), called[iri].en.lower())]
