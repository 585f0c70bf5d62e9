"""Finds paths of which the engine's plan decides how often they match.

By SPARQL 1.1 Query Language, section 18.4, ``?a (:p|:q) ?b`` matches twice where both lead from one
to the other. The engine finds it twice if it looks for an end, and once if it knows both. A query
in which that would show stays as written, since a new plan anywhere might change its answer.
Must not know what is rewritten.
"""

from __future__ import annotations

from service.rewriting_parts import Group, Kind, Part


def are_counted_alike(query: Part) -> bool:
    """Whether no plan can show in how often something is found."""
    return all(_alike(group, once=bool(query.once)) for group in query.groups)


def _alike(group: Group, *, once: bool) -> bool:
    """Check a group.

    Args:
        group: the group.
        once: whether it makes no difference how often it has a solution.
    """
    for part in group.parts:
        if not once and any(triple.doubtful for triple in part.triples):
            return False
        inner = part.kind is Kind.MINUS or (once if part.once is None else part.once)
        if not all(_alike(each, once=inner) for each in part.groups):
            return False
        if not all(_alike(term.group, once=True) for term in part.terms if term.group):
            return False
    return True
