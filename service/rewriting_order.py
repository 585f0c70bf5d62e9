"""Brings forward what narrows a query down: required patterns, and equality with an IRI.

The engine joins what stands behind OPTIONAL or MINUS only after these, and compares values only
after it has found them all. Conditions and arguments: docs/rewriting.md.
Must not know other rewritings, engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.rewriting_parts import Group, Kind, Part, Term, certain
from service.rewriting_splice import Rewrite, Source

_SLOW = (Kind.OPTIONAL, Kind.MINUS)
_JOINED = (Kind.TRIPLES, Kind.VALUES, Kind.GRAPH, Kind.UNION)


def required_first(query: Part, source: Source) -> Rewrite | None:
    """Move a block of triple patterns in front of the OPTIONAL or MINUS that it stands behind."""
    for group in _all_groups(query):
        for place, part in enumerate(group.parts):
            goal = next((n for n in range(place) if group.parts[n].kind in _SLOW), None)
            if goal is not None and _movable(group.parts, goal, place, source):
                return _move(group.parts[goal - 1 : goal + 1], part, source)
    return None


def _all_groups(part: Part) -> Iterator[Group]:
    for group in (*part.groups, *(term.group for term in part.terms if term.group)):
        yield group
        for inner in group.parts:
            yield from _all_groups(inner)


def _movable(parts: tuple[Part, ...], goal: int, place: int, source: Source) -> bool:
    part = parts[place]
    tokens = source.tokens[part.first : part.last]
    return (
        part.kind is Kind.TRIPLES
        and bool(part.scope & certain(parts[:goal]))  # else it would be a product
        and not any(triple.nullable for triple in part.triples)
        and not any(token.kind == "blank" for token in tokens)
        and all(_may_pass(part, parts, between) for between in range(goal, place))
    )


def _may_pass(part: Part, parts: tuple[Part, ...], between: int) -> bool:
    """Whether a block may move from behind a part to before it."""
    other = parts[between]
    if other.kind is Kind.FILTER or other.kind in _JOINED:
        return True
    return other.mentioned & part.scope <= certain(parts[:between])


def _move(around: tuple[Part, ...], part: Part, source: Source) -> Rewrite:
    """Move a block in between two parts."""
    before, goal = around
    last = part.last
    while source.tokens[last - 1].text == ".":
        last -= 1
    block = source.text_of(part.first, last)
    bare = before.kind is Kind.TRIPLES and source.tokens[before.last - 1].text != "."
    dot = ". " if bare else ""
    edits = [
        source.insert(goal.first, f"{dot}{block} . "),
        source.replace(part.first, part.last, " "),
    ]
    return Rewrite("rewriting_required_first", source.excerpt(part.first, last), edits)


def iri_first(query: Part, source: Source) -> Rewrite | None:
    """Put ``VALUES`` at the start of a WHERE group for what a filter says is one IRI."""
    for group in where_groups(query):
        first = leading(group.parts)
        for part in group.parts:
            for term in part.terms:
                if term.equal is not None and is_bound(term.equal[0], first):
                    return _values(group, term, source)
    return None


def where_groups(part: Part) -> Iterator[Group]:
    """Yield the groups of the query and its sub-selects: those that nothing is optional to."""
    if part.kind is Kind.SELECT:
        yield part.groups[0]
    for group in part.groups:
        for inner in group.parts:
            if inner.kind in (Kind.SELECT, Kind.UNION):
                yield from where_groups(inner)


def leading(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts before the first whose meaning depends on what stands before it."""
    ends = (n for n, part in enumerate(parts) if part.kind not in (*_JOINED, Kind.FILTER))
    return parts[: next(ends, len(parts))]


def is_bound(name: str, parts: tuple[Part, ...]) -> bool:
    """Whether the triple patterns of some parts bind a variable, to what is in the graph."""
    blocks = [part for part in parts if part.kind is Kind.TRIPLES]
    reflexive = any(t.nullable and name in t.ends for part in blocks for t in part.triples)
    return name in certain(blocks) and not reflexive


def _values(group: Group, term: Term, source: Source) -> Rewrite:
    assert term.equal is not None  # noqa: S101
    name, iri = term.equal
    edits = [
        source.insert(group.first + 1, f"VALUES ?{name} {{ {iri.text} }} "),
        source.replace(term.first, term.last, "(true)"),
    ]
    return Rewrite("rewriting_iri_first", source.excerpt(term.first, term.last), edits)
