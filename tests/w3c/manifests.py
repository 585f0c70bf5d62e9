"""Reads the manifests of the W3C SPARQL tests beside the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, Graph, Namespace, Node, URIRef
from rdflib.collection import Collection

from service import tokens
from service.config import PROJECT

SUITE = PROJECT.parent / "shared" / "w3c" / "sparql"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
ROOTS = (
    "sparql11/manifest-all.ttl",
    "sparql10/manifest-evaluation.ttl",
    "sparql10/manifest-syntax.ttl",
)
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
POSITIVE = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
NEGATIVE = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
# what is not about queries over one dataset: updates, entailment regimes, other protocols
LEFT_OUT = ("entailment", "delete-insert")


@dataclass(frozen=True)
class Case:
    """One test.

    Attributes:
        name: folder and local name, such as ``sparql11/bind#bind01``.
        kind: local name of its class.
        query: file with the query.
        data: files that make up the default graph.
        graphs: files that are named graphs, under their own addresses.
        result: file with the expected answer, if any.
        lax: whether duplicates do not count.
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    result: Path | None
    lax: bool

    @property
    def folder(self) -> str:
        """The folder's path below the suite."""
        return self.name.partition("#")[0]

    @property
    def federated(self) -> bool:
        """Whether it is about SERVICE."""
        return self.folder in ("sparql11/service", "sparql11/syntax-fed")


@cache
def cases() -> tuple[Case, ...]:
    """Return all tests about queries; empty if the suite is not there."""
    if not SUITE.is_dir():
        return ()
    found = [case for root in ROOTS for case in _walk(SUITE / root)]
    return tuple(
        case
        for case in found
        if case.kind in EVALUATION + POSITIVE + NEGATIVE
        and case.folder.rpartition("/")[2] not in LEFT_OUT
    )


def _walk(path: Path) -> Iterator[Case]:
    graph = Graph().parse(path, format="turtle", publicID=path.as_uri())
    for manifest in graph.subjects(RDF.type, MF.Manifest):
        for included in graph.objects(manifest, MF.include):
            for target in Collection(graph, included):
                yield from _walk(_path(target))
        for entries in graph.objects(manifest, MF.entries):
            for test in Collection(graph, entries):
                kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
                if kind in EVALUATION + POSITIVE + NEGATIVE:
                    yield _case(graph, path, test, kind)


def _case(graph: Graph, path: Path, test: Node, kind: str) -> Case:
    action = graph.value(test, MF.action)
    query = graph.value(action, QT.query) or action
    result = graph.value(test, MF.result)
    assert action is not None
    assert query is not None
    named = [_path(node) for node in graph.objects(action, QT.graphData)]
    return Case(
        name=f"{path.parent.relative_to(SUITE)}#{str(test).rpartition('#')[2]}",
        kind=kind,
        query=_path(query),
        data=tuple(_path(node) for node in graph.objects(action, QT.data)),
        graphs=(*named, *_named_by_query(_path(query))),
        result=_path(result) if isinstance(result, URIRef) else None,
        lax=(test, MF.resultCardinality, MF.LaxCardinality) in graph,
    )


def _named_by_query(query: Path) -> list[Path]:
    """Files that a query names in FROM; there to be loaded, since nothing is fetched."""
    text = query.read_text(encoding="utf-8", errors="replace")
    outline = tokens.outline(list(tokens.read(text)), query.as_uri())
    files = [iri for iri in (*outline.defaults, *outline.named) if iri.startswith("file:")]
    return [path for path in (_path(URIRef(iri)) for iri in files) if path.is_file()]


def _path(node: Node) -> Path:
    return Path(str(node).removeprefix("file://"))
