"""Two ways to begin a query where there is little: rows before open patterns, classes last.

The engine begins with what has most constants in it and joins the rest by reading all of it: all
labels, to name the ten rows of a sub-select; all elements of five classes, to find those of one
edition. Conditions and arguments: docs/rewriting.md.
Must not know other rewritings, engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from service.rewriting_order import leading, where_groups
from service.rewriting_parts import NONE, Kind, Names, Part, Triple
from service.rewriting_splice import Rewrite, Source
from service.tokens import Token

_PLAIN: Final = (Kind.TRIPLES, Kind.VALUES, Kind.FILTER, Kind.GRAPH)
_TYPES: Final = ("a", "rdf:type")
_FEW: Final = 16  # rows of VALUES


# --- patterns asked for each row ---


def rows_first(query: Part, source: Source) -> Rewrite | None:
    """Ask a block of patterns for each row of what stands before it, if the engine would not."""
    for group in where_groups(query):
        for place, part in enumerate(group.parts):
            if _worth_it(part, group.parts[:place], source):
                text = f"LATERAL {{ {source.text_of(part.first, part.last)} }}"
                edit = source.replace(part.first, part.last, text)
                about = source.excerpt(part.first, part.last)
                return Rewrite("rewriting_rows_first", about, [edit])
    return None


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
        return any(other.kind not in _PLAIN for group in part.groups for other in group.parts)
    return part.kind in (Kind.BIND, Kind.LATERAL)


def _is_open(triple: Triple) -> bool:
    """Whether a pattern has nothing to begin with but its variables; a class is not enough."""
    return not triple.fixed or triple.verb in _TYPES


def _hang_together(before: Iterable[Part], part: Part) -> bool:
    """Whether neither side is a product, and both share a variable."""
    rest = [names for other in before for names in _links(other) if names]
    if not rest:
        return False
    known = _reached(rest, rest.pop())
    return not rest and not _left([triple.ends for triple in part.triples], known)


def _links(part: Part) -> Iterator[Names]:
    if part.kind is Kind.TRIPLES:
        yield from (triple.ends for triple in part.triples)
    elif part.kind is Kind.BIND:
        yield part.mentioned
    else:
        yield part.scope


def _reached(rest: list[Names], known: Names) -> Names:
    """Return the variables that hang together with those known; leaves what does not."""
    while near := [names for names in rest if names & known]:
        known = known.union(*near)
        rest[:] = [names for names in rest if not names & known]
    return known


def _left(rest: list[Names], known: Names) -> list[Names]:
    _reached(rest, known)
    return rest


# --- classes last ---


def classes_last(query: Part, source: Source) -> Rewrite | None:
    """Make a filter of ``VALUES`` with classes, where another pattern has less to begin with."""
    for group in where_groups(query):
        parts = leading(group.parts)
        for part in parts:
            if part.kind is Kind.VALUES and _is_late(part, parts, source):
                (name,) = part.scope
                classes = ", ".join(token.text for token in _data(part, source))
                text = f"FILTER(?{name} IN ({classes}))"
                edit = source.replace(part.first, part.last, text)
                about = source.excerpt(part.first, part.last)
                return Rewrite("rewriting_classes_last", about, [edit])
    return None


def _is_late(part: Part, parts: tuple[Part, ...], source: Source) -> bool:
    if len(part.scope) != 1 or not _are_distinct(_data(part, source)):
        return False
    triples = [triple for other in parts for triple in other.triples]
    typed = [triple for triple in triples if part.scope & triple.ends]
    if len(typed) != 1 or typed[0].verb not in _TYPES:
        return False
    things = typed[0].ends - part.scope
    single = NONE.union(*(p.scope for p in parts if _is_single(p, source)))
    return any(
        things & triple.ends and (triple.fixed or single & (triple.ends - things))
        for triple in triples
        if triple.verb and triple.verb not in _TYPES
    )


def _data(part: Part, source: Source) -> list[Token]:
    tokens = source.tokens[part.first + 1 : part.last]
    return [token for token in tokens if token.text not in "(){}" and token.kind != "variable"]


def _are_distinct(data: list[Token]) -> bool:
    """Whether these are different IRIs for sure: names of one prefix, without escapes."""
    names = {token.text for token in data}
    return (
        1 < len(data) <= _FEW
        and len(names) == len(data)
        and all(token.kind == "name" and "\\" not in token.text for token in data)
        and len({token.text.partition(":")[0] for token in data}) == 1
    )


def _is_single(part: Part, source: Source) -> bool:
    """Whether this is VALUES of one row, as for the parameters of a stored query."""
    return part.kind is Kind.VALUES and len(_data(part, source)) == len(part.scope)
