"""The shapes: reads them, refuses what would pass in silence, and answers about each.

A misspelt SHACL term is no error to a SHACL engine: the constraint is simply not there.
So every name in the SHACL namespace must exist (``service.shacl_terms``), and queries
must stay within the data and within what SHACL allows them. Must not know the data, or
how shapes are run.

Standard: SHACL, sections 2 (shapes), 5 (SPARQL-based constraints).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from rdflib import RDF, SH, Graph, Literal, Node, URIRef

from service.errors import DataError
from service.lean_graph import LeanGraph
from service.namespaces import SHAPE
from service.shacl_terms import PARAMETERS, TERMS
from service.turtle import TurtleFile, read_turtle

_SH: Final = str(SH)
_TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
# what a string, an IRI or a comment of a query may hold without harm
_QUOTED: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*'
)
# what would leave the data; what pre-bound variables do not allow (SHACL, appendix A)
_REFUSED: Final = re.compile(
    r"(?<![\w:?$-])(SERVICE|FROM|LOAD|VALUES|MINUS)(?![\w:-])", re.IGNORECASE
)


@dataclass(frozen=True)
class Shapes:
    """Shapes after reading; make it with ``read_shapes``.

    Attributes:
        files: the files they came from.
    """

    files: tuple[TurtleFile, ...]

    @cached_property
    def graph(self) -> Graph:
        """All shapes in one graph."""
        graph = Graph(bind_namespaces="none")
        for file in self.files:
            graph += file.graph
        return graph

    @cached_property
    def runnable(self) -> Graph:
        """The shapes as the engine gets them.

        Without messages, because pySHACL fills values into them as regular expressions and
        stumbles over a backslash; with each query on one line, because it searches the text
        anew for every node and that is seven times faster (0.08 against 0.57 ms).
        """
        graph = LeanGraph()
        for subject, predicate, value in self.graph:
            if predicate in (SH.select, SH.ask):
                graph.add((subject, predicate, Literal(on_one_line(str(value)))))
            elif predicate != SH.message:
                graph.add((subject, predicate, value))
        return graph

    @cached_property
    def named(self) -> dict[str, URIRef]:
        """Node and property shapes with an IRI of ours, by code."""
        kinds = (SH.NodeShape, SH.PropertyShape)
        found = {s for kind in kinds for s in self.graph.subjects(RDF.type, kind)}
        codes = {code(shape) or "": shape for shape in found if isinstance(shape, URIRef)}
        return {text: shape for text, shape in sorted(codes.items()) if text}

    @cached_property
    def targeted(self) -> dict[str, URIRef]:
        """Named shapes that choose their nodes themselves, by code."""
        found = {s for target in _TARGETS for s in self.graph.subjects(target)}
        return {text: shape for text, shape in self.named.items() if shape in found}

    @cached_property
    def reporting(self) -> dict[str, URIRef]:
        """Named shapes that findings may bear, by code: those with a target, and their parts.

        The others are helpers: they say what a value must be for a shape that reports.
        """
        found: set[Node] = set(self.targeted.values())
        new = set(found)
        while new:
            new = {part for s in new for part in self.graph.objects(s, SH.property)} - found
            found |= new
        return {text: shape for text, shape in self.named.items() if shape in found}

    def line(self, node: Node) -> tuple[Path, int | None] | None:
        """Tell where a shape stands: file and line."""
        for file in self.files:
            line = file.line(node)
            if line is not None:
                return file.path, line
        return None

    def text(self, node: Node, predicate: URIRef, language: str) -> str | None:
        """Return a text of a shape in exactly this language, such as its ``sh:message``."""
        found = [
            str(o)
            for o in self.graph.objects(node, predicate)
            if isinstance(o, Literal) and o.language == language
        ]
        return min(found) if found else None

    def parameters(self, node: Node) -> dict[str, list[Node]]:
        """Return the constraint parameters of a shape by local name, lists spread out."""
        found: dict[str, list[Node]] = {}
        for predicate, value in self.graph.predicate_objects(node):
            local = str(predicate).removeprefix(_SH)
            if str(predicate).startswith(_SH) and local in PARAMETERS:
                found.setdefault(local, []).extend(self.members(value))
        return found

    def members(self, node: Node) -> list[Node]:
        """Return the members of a list, or the node itself if it is none."""
        if node == RDF.nil or (node, RDF.first, None) in self.graph:
            return list(self.graph.items(node))
        return [node]


def code(shape: Node) -> str | None:
    """Return the stable code of a shape or constraint: what follows …/shapes/ in its IRI."""
    iri = str(shape)
    return iri.removeprefix(str(SHAPE)) if iri.startswith(str(SHAPE)) else None


def on_one_line(query: str) -> str:
    """Put a query on one line, unless a string runs over lines or a comment shares one."""
    lines = [line.strip() for line in query.splitlines()]
    kept = [line for line in lines if line and not line.startswith("#")]
    if any("#" in line or line.count('"') % 2 or line.count("'") % 2 for line in kept):
        return query
    return " ".join(kept)


def read_shapes(paths: Sequence[Path]) -> Shapes:
    """Read shapes and refuse those that would not do what they say.

    Args:
        paths: the Turtle files.

    Returns:
        The shapes.

    Raises:
        DataError: there are no files, one cannot be read, one uses a name that SHACL does
            not have, or a query uses what SHACL or we forbid; names file and line.
    """
    shapes = Shapes(tuple(read_turtle(path) for path in paths))
    if not len(shapes.graph):
        folder = paths[0].parent if paths else "shapes"
        raise DataError(
            folder, None, "検査の規則が一つもありません。", "there are no shapes to check against"
        )
    for file in shapes.files:
        faults = [*_unknown_terms(file), *_refused_queries(file)]
        if faults:
            raise min(faults, key=lambda fault: (fault.line or 0, fault.en))
    return shapes


def _unknown_terms(file: TurtleFile) -> Iterator[DataError]:
    for triple in file.graph:
        for term in triple:
            local = str(term).removeprefix(_SH)
            if isinstance(term, URIRef) and term.startswith(_SH) and local not in TERMS:
                yield DataError(
                    file.path,
                    file.line(*triple),
                    f"SHACL に sh:{local} という語はありません（または、この検査では使えません）。",
                    f"SHACL has no term sh:{local} (or none that this validation runs)",
                )


def _refused_queries(file: TurtleFile) -> Iterator[DataError]:
    for predicate in (SH.select, SH.ask):
        for subject, query in file.graph.subject_objects(predicate):
            match = _REFUSED.search(_QUOTED.sub(" ", str(query)))
            if match:
                yield DataError(
                    file.path,
                    file.line(subject, predicate, query),
                    f"規則の問合せに {match[1].upper()} は使えません"
                    "（データの外を見るもの、SHACL 付録 A が禁じるもの）。",
                    f"a shape's query may not use {match[1].upper()} "
                    "(it looks outside the data, or SHACL's appendix A forbids it)",
                )
