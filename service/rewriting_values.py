"""VALUES where they help most: one row inside of sub-selects and branches, classes last.

The engine evaluates a sub-select without the values that stand beside it, and begins with VALUES
of a few classes although an edition has fewer elements than these. Conditions and arguments:
docs/rewriting.md. Must not know other rewritings, engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from service.rewriting_order import is_bound, leading, where_groups
from service.rewriting_parts import IRIS, NONE, TYPES, Group, Kind, Names, Part
from service.rewriting_splice import Edit, Rewrite, Source
from service.tokens import Token

_FEW: Final = 16  # rows of VALUES
_CUTS: Final = ("LIMIT", "OFFSET", "VALUES")


# --- one row inside ---


def values_inside(query: Part, source: Source) -> Rewrite | None:
    """Copy VALUES of one row into the sub-selects and branches of UNION beside it."""
    for group in where_groups(query):
        parts = leading(group.parts)
        for part in parts:
            if _is_single(part, source) and (edits := _copies(part, parts, source)):
                about = source.excerpt(part.first, part.last)
                return Rewrite("rewriting_values_inside", about, edits)
    return None


def _copies(part: Part, parts: tuple[Part, ...], source: Source) -> list[Edit]:
    row = dict(zip(_columns(part, source), _data(part, source), strict=True))
    edits = []
    for body, allowed in _bodies(parts, source):
        wanted = sorted(n for n in row if n in allowed and _is_wanted(n, body, source))
        if wanted:
            columns = " ".join(f"?{name}" for name in wanted)
            terms = " ".join(row[name].text for name in wanted)
            edits.append(source.insert(body.first + 1, f"VALUES ({columns}) {{ ({terms}) }} "))
    return edits


def _bodies(parts: tuple[Part, ...], source: Source) -> Iterator[tuple[Group, Names]]:
    """Yield the groups that VALUES might go into, with the variables that may be given there."""
    for part in parts:
        for group in part.groups if part.kind is Kind.UNION else ():
            if [inner.kind for inner in group.parts] == [Kind.SELECT]:
                yield group.parts[0].groups[0], _keys(group.parts[0], source)
            else:
                yield group, group.scope


def _keys(select: Part, source: Source) -> Names:
    """Return the variables of a sub-select whose value decides alone on what rows come of it."""
    behind = source.tokens[select.groups[0].last : select.last]
    words = [token.upper for token in behind]
    if any(word in _CUTS for word in words):
        return NONE
    computed = any(token.upper == "AS" for token in source.tokens[select.first : _body(select)])
    if "GROUP" not in words:
        return NONE if computed or "HAVING" in words else select.certain
    keys = set()
    for token in behind[words.index("GROUP") + 2 :]:
        if token.kind != "variable":
            break
        keys.add(token.text[1:])
    return select.certain & keys


def _body(select: Part) -> int:
    return select.groups[0].first


def _is_wanted(name: str, body: Group, source: Source) -> bool:
    """Whether VALUES at the start of a group come to the same as at its end, and are not there."""
    given = [part for part in body.parts if part.kind is Kind.VALUES and name in part.scope]
    return is_bound(name, leading(body.parts)) and not any(_is_single(p, source) for p in given)


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
    if len(typed) != 1 or typed[0].verb not in TYPES:
        return False
    things = typed[0].ends - part.scope
    single = NONE.union(*(p.scope for p in parts if _is_single(p, source)))
    return any(
        things & triple.ends and (triple.fixed or single & (triple.ends - things))
        for triple in triples
        if triple.verb and triple.verb not in TYPES
    )


def _data(part: Part, source: Source) -> list[Token]:
    tokens = source.tokens[part.first + 1 : part.last]
    return [token for token in tokens if token.text not in "(){}" and token.kind != "variable"]


def _columns(part: Part, source: Source) -> list[str]:
    tokens = source.tokens[part.first + 1 : part.last]
    return [token.text[1:] for token in tokens if token.kind == "variable"]


def _are_distinct(data: list[Token]) -> bool:
    """Whether these are different IRIs for sure: names of one prefix, without escapes."""
    texts = {token.text for token in data}
    return (
        1 < len(data) <= _FEW
        and len(texts) == len(data)
        and all(token.kind == "name" and "\\" not in token.text for token in data)
        and len({token.text.partition(":")[0] for token in data}) == 1
    )


def _is_single(part: Part, source: Source) -> bool:
    """Whether this is VALUES of one row of IRIs, as for the parameters of a stored query."""
    if part.kind is not Kind.VALUES:
        return False
    data = _data(part, source)
    return len(data) == len(part.scope) and all(token.kind in IRIS for token in data)
