"""Where the terms of the ontology are used: in stored questions and in shapes.

Read from the texts of both; a name in a comment counts too. Must not know pages or the graph.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rdflib import BNode, Graph, URIRef

from service.library import Question
from service.namespaces import DXP, SHAPE

_NAME: Final = re.compile(r"(?<![\w-])dxp:([A-Za-z][\w-]*)")


def in_questions(questions: list[Question]) -> dict[str, list[str]]:
    """Return the names of the questions that use each term, by its local name."""
    found: dict[str, list[str]] = {}
    for question in questions:
        for term in sorted(set(_names(question.query))):
            found.setdefault(term, []).append(question.name)
    return found


@lru_cache(maxsize=512)
def _names(text: str) -> tuple[str, ...]:
    return tuple(_NAME.findall(text))


def in_shapes(graph: Graph) -> dict[str, list[str]]:
    """Return the codes of the shapes that use each term, by its local name."""
    found: dict[str, list[str]] = {}
    for shape in sorted({str(s) for s in graph.subjects() if str(s).startswith(str(SHAPE))}):
        for term in sorted(_used(graph, URIRef(shape))):
            found.setdefault(term, []).append(shape.removeprefix(str(SHAPE)))
    return found


def _used(graph: Graph, shape: URIRef) -> set[str]:
    """Return the terms in the description of a shape, blank nodes and queries included."""
    found: set[str] = set()
    waiting, seen = [shape], {shape}
    while waiting:
        for _, _, value in graph.triples((waiting.pop(), None, None)):
            text = str(value)
            if isinstance(value, BNode) and value not in seen:
                seen.add(value)  # type: ignore[arg-type]
                waiting.append(value)  # type: ignore[arg-type]
            elif isinstance(value, URIRef) and text.startswith(str(DXP)):
                found.add(text.removeprefix(str(DXP)))
            else:
                found.update(_names(text))
    return found
