"""Reads a query as groups and their parts, as far as rewriting needs to know them.

Not a judge of syntax: what it does not know for sure it calls unclear, and the query stays as it
is. Names of rules are those of SPARQL 1.1 Query Language, section 19.8.
Must not know what is rewritten (``service.rewriting``), engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from service.tokens import Token

Names = frozenset[str]
NONE: Final[Names] = frozenset()
IRIS: Final = ("iri", "name")
TYPES: Final = ("a", "rdf:type")  # predicates as written that lead to classes


class UnclearError(Exception):
    """The text cannot be read for sure; never shown to anybody."""


class Kind(Enum):
    """What a part of a group is."""

    TRIPLES = "triples"
    FILTER = "filter"
    OPTIONAL = "optional"
    MINUS = "minus"
    GRAPH = "graph"
    BIND = "bind"
    VALUES = "values"
    UNION = "union"  # a single group in braces too
    SELECT = "select"
    LATERAL = "lateral"


@dataclass(frozen=True)
class Triple:
    """One triple pattern.

    Attributes:
        ends: variables that are its subject or object.
        nullable: whether its path also links a term with itself (``*`` and ``?``).
        steps: how many predicates and repetitions its path has.
        verb: its predicate as written; empty for a path or a variable.
        fixed: whether its subject or object is an IRI or a literal.
        doubtful: whether its path has alternatives, or is negated.
    """

    ends: Names
    nullable: bool
    steps: int
    verb: str = ""
    fixed: bool = False
    doubtful: bool = False


@dataclass(frozen=True)
class Term:
    """One of the conditions that ``&&`` joins in a filter.

    Attributes:
        first: place of its first token.
        last: place behind its last token.
        group: the group of EXISTS or NOT EXISTS, if it is that and nothing else.
        negative: whether it is NOT EXISTS.
        equal: the variable and the IRI, if it says that these are equal.
    """

    first: int
    last: int
    group: Group | None = None
    negative: bool = False
    equal: tuple[str, Token] | None = None


@dataclass(frozen=True)
class Part:
    """One of the things that stand in a group.

    Attributes:
        kind: what it is.
        first: place of its first token.
        last: place behind its last token.
        mentioned: every variable written in it.
        scope: variables in scope behind it (section 18.2.1).
        certain: those bound in each of its solutions.
        groups: the groups in it, those in expressions excepted.
        triples: the patterns of a block.
        terms: the conditions of a filter.
        graph: the variable of GRAPH, if it has one.
        bound: the variable of BIND.
        star: place of ``*`` in ``SELECT *``.
        asks: whether a filter has EXISTS in it, anywhere.
        once: of a sub-select, whether it makes no difference how often its group has a solution;
            None if that is for the groups around to say.
    """

    kind: Kind
    first: int
    last: int
    mentioned: Names
    scope: Names = NONE
    certain: Names = NONE
    groups: tuple[Group, ...] = ()
    triples: tuple[Triple, ...] = ()
    terms: tuple[Term, ...] = ()
    graph: str = ""
    bound: str = ""
    star: int | None = None
    asks: bool = False
    once: bool | None = None


@dataclass(frozen=True)
class Group:
    """A group graph pattern.

    Attributes:
        first: place of its opening brace.
        last: place behind its closing brace.
        parts: what stands in it; one ``SELECT`` if it is a sub-select.
    """

    first: int
    last: int
    parts: tuple[Part, ...]

    @property
    def scope(self) -> Names:
        """Variables in scope behind the group."""
        return scope(self.parts)

    @property
    def certain(self) -> Names:
        """Variables bound in each solution."""
        return certain(self.parts)


def scope(parts: Iterable[Part]) -> Names:
    """Return the variables that are in scope behind some parts of a group."""
    return NONE.union(*(part.scope for part in parts))


def certain(parts: Iterable[Part]) -> Names:
    """Return the variables that are bound in each solution of some parts of a group."""
    return NONE.union(*(part.certain for part in parts))


def names(tokens: Iterable[Token]) -> Names:
    """Return the variables among tokens, without their sign."""
    return frozenset(token.text[1:] for token in tokens if token.kind == "variable")
