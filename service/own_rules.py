"""Rules of our own, which OWL 2 RL cannot say; each conclusion comes with its premises.

They run over what is stated, before the rules of OWL, which then draw further conclusions.

- dxp-parent-element: a parent that is an element of the plan, not an edition, is a parent
  element. (OWL has no property “parent, if it is of such a class”.) What an edition as a
  whole declares to answer must not pass to each of its elements; what an element answers
  passes down.

Must not know files, the reasoner, or how a conclusion is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from rdflib import RDF, Graph, Node

from service.namespaces import DXP

Triple: TypeAlias = tuple[Node, Node, Node]

ELEMENT_CLASSES: Final = (
    *(DXP.Vision, DXP.Principle, DXP.Goal, DXP.Measure, DXP.Initiative, DXP.Activity),
    DXP.PlanElement,
)


class Conclusion(NamedTuple):
    """What a rule of our own concludes.

    Attributes:
        triple: the conclusion.
        rule: name of the rule, a notation in the scheme id:rule.
        premises: the stated triples that it follows from.
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
            for subject, predicate, value in graph:
                self._values.setdefault(predicate, {}).setdefault(subject, []).append(value)

    def values(self, subject: Node, predicate: Node) -> Sequence[Node]:
        """Return the objects of a subject and property."""
        return self._values.get(predicate, {}).get(subject, ())

    def pairs(self, predicate: Node) -> Iterator[tuple[Node, Node]]:
        """Yield subject and object of each triple of a property, in order."""
        for subject, values in sorted(self._values.get(predicate, {}).items(), key=str):
            for value in sorted(values, key=str):
                yield subject, value


def conclude(graphs: Iterable[Graph]) -> list[Conclusion]:
    """Apply the rules.

    Args:
        graphs: all that is stated.

    Returns:
        The conclusions in a fixed order, each triple once.
    """
    stated = Stated(graphs)
    found: dict[Triple, Conclusion] = {}
    for rule in RULES.values():
        for conclusion in rule(stated):
            found.setdefault(conclusion.triple, conclusion)
    return list(found.values())


def _parent_element(stated: Stated) -> Iterator[Conclusion]:
    for element, parent in stated.pairs(DXP.parent):
        classes = [c for c in stated.values(parent, RDF.type) if c in ELEMENT_CLASSES]
        if classes:
            premises = ((element, DXP.parent, parent), (parent, RDF.type, min(classes, key=str)))
            triple = (element, DXP.parentElement, parent)
            yield Conclusion(triple, "dxp-parent-element", premises)


RULES: Final[dict[str, Callable[[Stated], Iterator[Conclusion]]]] = {
    "dxp-parent-element": _parent_element,
}
