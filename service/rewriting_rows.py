"""Patterns behind what the engine evaluates by itself, asked for each of its rows.

To name the ten rows of a sub-select the engine would read all labels and join the two. Conditions
and arguments: docs/rewriting.md. Must not know other rewritings, engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from service.rewriting_order import where_groups
from service.rewriting_parts import TYPES, Kind, Names, Part, Triple
from service.rewriting_splice import Rewrite, Source

_PLAIN: Final = (Kind.TRIPLES, Kind.VALUES, Kind.FILTER, Kind.GRAPH)


def rows_first(query: Part, source: Source) -> Rewrite | None:
    """Ask blocks of patterns for each row of what stands before, where the engine would not."""
    found = [
        part
        for group in where_groups(query)
        for place, part in enumerate(group.parts)
        if _worth_it(part, group.parts[:place], source)
    ]
    if not found:
        return None
    edits = [
        source.replace(p.first, p.last, f"LATERAL {{ {source.text_of(p.first, p.last)} }}")
        for p in found
    ]
    return Rewrite("rewriting_rows_first", source.excerpt(found[0].first, found[0].last), edits)


def _worth_it(part: Part, before: tuple[Part, ...], source: Source) -> bool:
    return (
        part.kind is Kind.TRIPLES
        and any(_is_closed(other) for other in before)
        and not any(triple.nullable for triple in part.triples)
        and not any(token.kind == "blank" for token in source.tokens[part.first : part.last])
        and all(_is_open(triple) for triple in part.triples)
        and _hang_together(before, part)
    )


def _is_closed(part: Part) -> bool:
    """Whether the engine evaluates a part by itself, without a look at what is joined to it."""
    if part.kind is Kind.UNION:
        return len(part.groups) > 1 or any(
            other.kind not in _PLAIN for group in part.groups for other in group.parts
        )
    return part.kind in (Kind.BIND, Kind.LATERAL)


def _is_open(triple: Triple) -> bool:
    """Whether a pattern has nothing to begin with but its variables; a class is not enough."""
    return not triple.fixed or triple.verb in TYPES


def _hang_together(before: Iterable[Part], part: Part) -> bool:
    """Whether neither side is a product, and both share a variable."""
    links = [names for other in before for names in _links(other) if names]
    if not links:
        return False
    known, apart = _reached(links[1:], links[0])
    return not apart and not _reached([triple.ends for triple in part.triples], known)[1]


def _links(part: Part) -> Iterator[Names]:
    if part.kind is Kind.TRIPLES:
        yield from (triple.ends for triple in part.triples)
    elif part.kind is Kind.BIND:
        yield part.mentioned
    else:
        yield part.scope


def _reached(links: list[Names], known: Names) -> tuple[Names, list[Names]]:
    """Return the variables that hang together with those known, and what is apart from them."""
    while near := [names for names in links if names & known]:
        links = [names for names in links if not names & known]
        known = known.union(*near)
    return known, links
