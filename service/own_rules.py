"""Rules of our own, which OWL 2 RL cannot say; each conclusion comes with its premises.

They run over what is stated, in the order of ``RULES``, before the rules of OWL, which then
draw further conclusions. Here: dxp-parent-element: a parent that is a measure, an initiative or
an activity is a parent element. (OWL has no property “parent, if it is of such a class”.)
What an edition or a goal declares to answer must not pass to each of the elements below;
what a measure answers passes down. Dates: ``service.time_rules``; figures:
``service.value_rules``; editions: ``service.target_changes``.

Must not know files, the reasoner, or how a conclusion is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from rdflib import RDF, Graph

from service import target_changes, time_rules, value_rules
from service.namespaces import DXP
from service.stated import Conclusion, Stated, Triple

ELEMENT_CLASSES: Final = (
    DXP.Measure,
    DXP.Initiative,
    DXP.Activity,
)


def conclude(graphs: Iterable[Graph]) -> list[Conclusion]:
    """Apply the rules.

    Args:
        graphs: all that is stated.

    Returns:
        The conclusions in a fixed order, each triple once, premises before what follows.
    """
    stated = Stated(graphs)
    found: dict[Triple, Conclusion] = {}
    for rule in RULES.values():
        for conclusion in list(rule(stated)):
            if conclusion.triple not in found:
                found[conclusion.triple] = conclusion
                stated.add(conclusion.triple)
    return list(found.values())


def follows(conclusion: Conclusion) -> bool:
    """Tell whether a conclusion follows by its rule from its premises and nothing else."""
    premises = Graph(bind_namespaces="none")
    for triple in conclusion.premises:
        premises.add(triple)
    rule = RULES.get(conclusion.rule)
    found = rule(Stated([premises])) if rule else iter(())
    return any(one.triple == conclusion.triple for one in found)


def parent_elements(stated: Stated) -> Iterator[Conclusion]:
    """Conclude dxp-parent-element."""
    for element, parent in stated.pairs(DXP.parent):
        classes = [c for c in stated.values(parent, RDF.type) if c in ELEMENT_CLASSES]
        if classes:
            premises = ((element, DXP.parent, parent), (parent, RDF.type, min(classes, key=str)))
            triple = (element, DXP.parentElement, parent)
            yield Conclusion(triple, "dxp-parent-element", premises)


RULES: Final[dict[str, Callable[[Stated], Iterator[Conclusion]]]] = {
    "dxp-parent-element": parent_elements,
    "dxp-month": time_rules.months,
    "dxp-due-by": time_rules.due,
    "dxp-measured-in": time_rules.measured,
    "dxp-bounds": value_rules.bounds,
    "dxp-target": value_rules.comparisons,
    "dxp-target-change": target_changes.changes,
}
