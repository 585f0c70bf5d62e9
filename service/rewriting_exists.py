"""EXISTS and NOT EXISTS in a filter, asked once for each solution with its values put in first.

The engine plans the group of EXISTS without knowing which variables will have values, and then
runs that plan for each solution: a scan of the data each time. ``LATERAL { SELECT … LIMIT 1 }``
asks the same of each solution, but is planned with its variables known. Conditions and the
argument for each are in docs/rewriting.md; the numbers there stand beside the checks here.
Must not know other rewritings, engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.rewriting_parts import NONE, Group, Kind, Names, Part, Term, certain, names, scope
from service.rewriting_splice import Edit, Rewrite, Source

_ENOUGH = 2  # patterns or steps of a path; the engine is quick with one


@dataclass(frozen=True)
class _Place:
    """A condition that might be rewritten.

    Attributes:
        group: the group that it filters.
        term: the condition.
        rest: the other parts of the group.
        inside: whether GRAPH with a variable is around it.
    """

    group: Group
    term: Term
    rest: tuple[Part, ...]
    inside: bool


def find(query: Part, source: Source) -> Rewrite | None:
    """Return the first rewriting that is possible, the innermost first."""
    for place in _places(query.groups[0], inside=False):
        if _allowed(query, place, source):
            return _rewrite(query, place, source)
    return None


def _places(group: Group, *, inside: bool) -> Iterator[_Place]:
    for part in group.parts:
        for child in part.groups:
            yield from _places(child, inside=inside or bool(part.graph))
        for term in part.terms:
            if term.group is not None:
                yield from _places(term.group, inside=inside)
                rest = tuple(other for other in group.parts if other is not part)
                yield _Place(group, term, rest, inside)


def _allowed(query: Part, place: _Place, source: Source) -> bool:
    wanted = place.term.group
    assert wanted is not None  # noqa: S101  places have one
    tokens = source.tokens[wanted.first : wanted.last]
    mentioned = names(tokens)
    keys = mentioned & scope(place.rest)
    known = certain(place.rest)
    return (
        bool(keys)
        and (query.star is None or bool(query.scope))
        and _steps(wanted) >= _ENOUGH
        and not place.inside  # 7
        and not any(t.upper == "EXISTS" or t.kind == "blank" for t in tokens)  # 5, 8
        and (place.term.negative or keys <= known)  # 3
        and _fits(wanted.parts, keys, top=True)  # 1, 2
        and _anchored(wanted.parts, _ends(place.rest))  # 6
    )


def _fits(parts: tuple[Part, ...], keys: Names, *, top: bool) -> bool:
    """Whether putting values in and joining afterwards come to the same."""
    before = NONE
    for part in parts:
        if part.kind in (Kind.GRAPH, Kind.UNION):
            fits = all(_fits(group.parts, keys, top=False) for group in part.groups)
        else:
            fits = part.mentioned & keys <= _visible(part, keys, before, parts, top=top)
        if not fits:
            return False
        before |= part.certain
    return True


def _visible(
    part: Part, keys: Names, before: Names, parts: tuple[Part, ...], *, top: bool
) -> Names:
    """Return the variables from outside that a part may name."""
    match part.kind:
        case Kind.TRIPLES:
            return keys
        case Kind.FILTER:
            return keys if top else certain(parts)
        case Kind.OPTIONAL | Kind.LATERAL:
            return before
        case Kind.BIND:
            return before - {part.bound}
        case _:
            return NONE


def _anchored(parts: tuple[Part, ...], anchors: Names) -> bool:
    """Whether each path that may be of length 0 has an end that is surely in the graph."""
    anchors |= _ends(parts)
    for part in parts:
        if any(triple.nullable and not triple.ends & anchors for triple in part.triples):
            return False
        inner = NONE if part.kind is Kind.GRAPH else anchors
        if not all(_anchored(group.parts, inner) for group in part.groups):
            return False
    return True


def _ends(parts: tuple[Part, ...]) -> Names:
    found = (t.ends for part in parts for t in part.triples if not t.nullable)
    return NONE.union(*found)


def _steps(group: Group) -> int:
    own = sum(triple.steps for part in group.parts for triple in part.triples)
    return own + sum(_steps(inner) for part in group.parts for inner in part.groups)


def _rewrite(query: Part, place: _Place, source: Source) -> Rewrite:
    wanted = place.term.group
    assert wanted is not None  # noqa: S101
    keys = names(source.tokens[wanted.first : wanted.last]) & scope(place.rest)
    columns = " ".join(f"?{name}" for name in sorted(keys))
    body = source.text_of(wanted.first, wanted.last)
    if place.term.negative:
        mark = source.fresh("found")
        asked = f"SELECT {columns} (true AS ?{mark}) WHERE {body} LIMIT 1"
        added = f"LATERAL {{ OPTIONAL {{ {asked} }} FILTER(!BOUND(?{mark})) }}"
    else:
        added = f"LATERAL {{ SELECT {columns} WHERE {body} LIMIT 1 }}"
    edits = [
        source.replace(place.term.first, place.term.last, "(true)"),
        source.insert(place.group.last - 1, f" {added} "),
        *_columns(query, source),
    ]
    rule = "rewriting_not_exists" if place.term.negative else "rewriting_exists"
    return Rewrite(rule, source.excerpt(place.term.first, place.term.last), edits)


def _columns(query: Part, source: Source) -> list[Edit]:
    """Name the columns of ``SELECT *``, which the mark must not join: in the engine's order."""
    if query.star is None:
        return []
    columns = " ".join(f"?{name}" for name in sorted(query.scope))
    return [source.replace(query.star, query.star + 1, columns)]
