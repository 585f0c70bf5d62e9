"""What rules of our own read and what they conclude.

Must not know a rule, files, or how a conclusion is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from rdflib import Graph, Node

Triple: TypeAlias = tuple[Node, Node, Node]


class Conclusion(NamedTuple):
    """What a rule of our own concludes.

    Attributes:
        triple: the conclusion.
        rule: name of the rule, a notation in the scheme id:rule.
        premises: the triples that it follows from, stated or concluded by a rule before.
    """

    triple: Triple
    rule: str
    premises: tuple[Triple, ...]


class Stated:
    """What is stated, by property and subject.

    Args:
        graphs: the named graphs.
    """

    def __init__(self, graphs: Iterable[Graph]) -> None:
        self._values: dict[Node, dict[Node, list[Node]]] = {}
        for graph in graphs:
            for triple in graph:
                self.add(triple)

    def add(self, triple: Triple) -> None:
        """Take note of a triple."""
        subject, predicate, value = triple
        self._values.setdefault(predicate, {}).setdefault(subject, []).append(value)

    def values(self, subject: Node, predicate: Node) -> Sequence[Node]:
        """Return the objects of a subject and property."""
        return self._values.get(predicate, {}).get(subject, ())

    def value(self, subject: Node, predicate: Node) -> Node | None:
        """Return the first object of a subject and property in order, or None."""
        return min(self.values(subject, predicate), key=str, default=None)

    def pairs(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """Yield subject and object of each triple of a property, in order."""
        for subject, values in sorted(self._values.get(predicate, {}).items(), key=str):
            for value in sorted(values, key=str):
                yield subject, value
