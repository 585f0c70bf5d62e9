"""The examples of shapes: ``tests/shapes/<CODE>/ok-*.ttl`` and ``bad-*.ttl``.

A node of which only the type is stated is there to be referred to and is not judged.
CODE is what follows …/shapes/ in the IRI of a shape. A bad file may say more exactly what
must be found, one line for each finding of its code (IRIs in full or with a prefix of the
project; a dash for no path):

    # expect: CODE NODE PATH
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, Node

from service import rdf_input, validation
from service.config import PROJECT
from service.findings import Finding, Reader
from service.namespaces import PREFIXES
from service.rdf_input import RdfFile
from service.shacl_run import run
from service.shapes import Shapes, code

FOLDER = Path(__file__).parent
_EXPECTED = re.compile(r"^# expect: (\S+) (\S+) (\S+)$", re.MULTILINE)
_OTHER_FILES = {"__pycache__"}


@dataclass(frozen=True)
class Example:
    path: Path

    @property
    def code(self) -> str:
        return self.path.parent.name

    @property
    def is_bad(self) -> bool:
        return self.path.name.startswith("bad-")

    @property
    def expected(self) -> set[tuple[str, str, str]]:
        lines = _EXPECTED.findall(self.path.read_text(encoding="utf-8"))
        return {(code, _expand(node), _expand(path)) for code, node, path in lines}

    def __str__(self) -> str:
        return f"{self.code}/{self.path.name}"


def _expand(text: str) -> str:
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else text.strip("<>")


def folders(root: Path = FOLDER) -> list[Path]:
    return sorted(p for p in root.iterdir() if p.is_dir() and p.name not in _OTHER_FILES)


def collect(root: Path = FOLDER) -> list[Example]:
    """All examples; a file that is neither ok nor bad is a fault and not left out."""
    paths = sorted(p for folder in folders(root) for p in folder.iterdir())
    for path in paths:
        if not re.fullmatch(r"(ok|bad)-[a-z0-9-]+\.ttl", path.name):
            raise ValueError(f"{path}: name it ok-….ttl or bad-….ttl")
    return [Example(path) for path in paths]


def background() -> Graph:
    """What every example may refer to: ontology and concept schemes, nothing of the data."""
    graph = Graph(bind_namespaces="none")
    paths = [*(PROJECT / "ontology").glob("*.ttl"), *(PROJECT / "ontology/schemes").glob("*.ttl")]
    for number, path in enumerate(sorted(paths)):
        for triple in rdf_input.parse(path, f"b{number}-"):
            graph.add(triple)
    return graph


@contextmanager
def added(graph: Graph, file: RdfFile) -> Iterator[Graph]:
    """Lend a graph with a file's statements added, and take them out again.

    Copying the background for each of some hundred examples would cost half a minute.
    """
    new = [triple for triple in file.graph if triple not in graph]
    for triple in new:
        graph.add(triple)
    try:
        yield graph
    finally:
        for triple in new:
            graph.remove(triple)


def check(example: Path, shapes: Shapes, behind: Graph) -> tuple[list[Finding], set[str]]:
    """Return the findings, and the codes of the shapes that had a node to look at."""
    file = rdf_input.read(example, "x")
    own = validation.own_nodes([file], behind) - _stubs(file.graph)
    with added(behind, file) as graph:
        outcome = run(shapes, graph, own)
        findings = Reader(shapes, graph, [file]).findings(outcome.results)
    return findings, {str(code(shape)) for shape, nodes in outcome.targets.items() if nodes}


def _stubs(graph: Graph) -> set[Node]:
    """Nodes of which a file says only their type: they stand for what is described elsewhere."""
    typed = set(graph.subjects(RDF.type))
    return {s for s in typed if set(graph.predicates(s)) == {RDF.type}}
