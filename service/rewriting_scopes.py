"""Finds queries whose answer the engine's plan decides, where the standard leaves no choice.

In a nested group, a filter, MINUS or EXISTS may name a variable that only the groups around it
bind. By SPARQL 1.1 Query Language, section 18.2, it is unbound there; the engine lets the value
through under some plans. Such a query stays as written, lest a new plan change the answer.
Must not know what is rewritten.
"""

from __future__ import annotations

from service.rewriting_parts import NONE, Group, Kind, Names, Part, certain, scope

_LIFTED = (Kind.OPTIONAL, Kind.LATERAL)


def are_clear(query: Part) -> bool:
    """Whether no part of the query names a variable that it cannot see."""
    return all(_clear(group, NONE, lifted=False) for group in query.groups)


def _clear(group: Group, seen: Names, *, lifted: bool) -> bool:
    """Check a group.

    Args:
        group: the group.
        seen: variables in scope around it.
        lifted: whether its own filters see these: in OPTIONAL (section 18.2.2.6) and EXISTS.
    """
    known = certain(group.parts)
    before = NONE
    for part in group.parts:
        around = seen | scope(other for other in group.parts if other is not part)
        allowed = known if part.kind is Kind.FILTER else before
        if _is_strict(part, lifted=lifted) and not part.mentioned & seen <= allowed:
            return False
        named = frozenset((part.graph,)) if part.graph else NONE
        for inner in part.groups:
            if not _clear(inner, around | named, lifted=part.kind in _LIFTED):
                return False
        for term in part.terms:
            if term.group is not None and not _clear(term.group, around, lifted=True):
                return False
        before |= part.certain
    return True


def _is_strict(part: Part, *, lifted: bool) -> bool:
    if part.kind is Kind.FILTER:
        return part.asks or not lifted
    return part.kind in (Kind.BIND, Kind.MINUS, Kind.OPTIONAL)
