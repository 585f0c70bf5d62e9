"""Property paths of shapes: in SPARQL's notation for programs, in words for people.

Standard: SHACL, section 2.3.1 (the table of paths). Must not know what a path is used for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rdflib import RDF, SH, Graph, Node, URIRef

_REPEATED: Final = ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?"))
_INVERSE: Final = {"ja": "「{0}」の逆", "en": "inverse of “{0}”"}
_CHOICE: Final = {"ja": "か", "en": " or "}


def notation(graph: Graph, path: Node) -> str:
    """Write a path for a program: a property by its IRI, the rest in SPARQL's notation.

    Args:
        graph: the shapes.
        path: the path's node.
    """
    return str(path) if isinstance(path, URIRef) else _sparql(graph, path)


def _sparql(graph: Graph, path: Node) -> str:
    if isinstance(path, URIRef):
        return path.n3()
    for predicate, sign in _REPEATED:
        inner = graph.value(path, predicate)
        if inner is not None:
            return f"({_sparql(graph, inner)}){sign}"
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return f"^({_sparql(graph, inverse)})"
    choice = graph.value(path, SH.alternativePath)
    between = "/" if choice is None else "|"
    return between.join(_sparql(graph, step) for step in _steps(graph, choice or path))


def words(graph: Graph, path: Node, name: Callable[[Node], str], language: str) -> str:
    """Write a path for a reader, by the names of its properties.

    Args:
        graph: the shapes.
        path: the path's node.
        name: gives the name of a property.
        language: "ja" or "en".
    """
    if isinstance(path, URIRef):
        return name(path)
    for predicate, _ in _REPEATED:
        inner = graph.value(path, predicate)
        if inner is not None:
            return words(graph, inner, name, language)
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return _INVERSE[language].format(words(graph, inverse, name, language))
    choice = graph.value(path, SH.alternativePath)
    between = " › " if choice is None else _CHOICE[language]
    steps = _steps(graph, choice or path)
    return between.join(words(graph, step, name, language) for step in steps)


def first_step(graph: Graph, path: Node) -> URIRef | None:
    """Return the property that a sequence starts with, if it is a plain one."""
    first = graph.value(path, RDF.first)
    return first if isinstance(first, URIRef) else None


def properties(graph: Graph, path: Node) -> list[URIRef]:
    """List the properties that a path starts with: of a sequence the first, of a choice all.

    Args:
        graph: the shapes.
        path: the path's node.
    """
    if isinstance(path, URIRef):
        return [path]
    choice = graph.value(path, SH.alternativePath)
    if choice is not None:
        return [p for step in _steps(graph, choice) for p in properties(graph, step)]
    first = first_step(graph, path)
    return [] if first is None else [first]


def _steps(graph: Graph, path: Node) -> list[Node]:
    return list(graph.items(path))
