"""Checks data against the shapes: whole graphs for the build, files for a curator.

What shapes see are the statements as written and the class hierarchy of the ontology,
nothing inferred: so a file alone gets the same findings as within the build, and every
finding points at a line that somebody wrote. A file is judged together with everything
published, so that references resolve, but only its own resources are reported.
Must not know the command line, or how findings are printed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Final

from rdflib import SH, Graph, Node, URIRef

from service import (
    codes,
    mapping_findings,
    published_findings,
    rdf_input,
    repository,
    upload_notices,
    workbook_findings,
    workbook_read,
)
from service.errors import DataError
from service.findings import Finding, Reader
from service.lean_graph import LeanGraph
from service.namespaces import DXP, INFERRED_GRAPH
from service.published import Stock, read_stock
from service.published_report import Context
from service.rdf_input import RdfFile
from service.shacl_run import Tell, run
from service.shapes import Shapes, code, read_shapes
from service.workbook_findings import is_workbook
from service.workbook_upload import Upload

_LOG: Final = logging.getLogger(__name__)
_SLOWEST: Final = 5


def _silent(_done: int, _all: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Validation:
    """The outcome of checking files.

    Attributes:
        findings: in order of file, line, severity and code.
        files: the files that were checked.
        resources: how many nodes some shape looked at.
        shapes: the shapes.
    """

    findings: tuple[Finding, ...]
    files: tuple[Path, ...]
    resources: int
    shapes: Shapes

    @property
    def conforms(self) -> bool:
        """Whether there is no error; warnings and hints do not count."""
        return all(finding.severity != "error" for finding in self.findings)

    @property
    def rules(self) -> int:
        """How many rules there are: shapes with a name of their own."""
        return len(self.shapes.named)

    def shape_name(self, shape: str, language: str) -> str:
        """Return the name of a shape, or nothing if it has none."""
        written = codes.name(code(URIRef(shape)) or "", language)
        return written or self.shapes.text(URIRef(shape), SH.name, language) or ""


def validate_graphs(
    graphs: Mapping[str, Graph], project: Path, files: Sequence[RdfFile] = ()
) -> list[Finding]:
    """Check a whole dataset, as the build does.

    Args:
        graphs: all named graphs by IRI, the ontology and schemes among them; inferred
            statements are left aside.
        project: folder that holds ``shapes/``.
        files: the files that the graphs were read from, for lines.

    Returns:
        The findings in order.

    Raises:
        DataError: a shape cannot be read or run.
    """
    shapes = read_shapes(repository.shapes(project))
    stated = (graph for iri, graph in graphs.items() if str(iri) != str(INFERRED_GRAPH))
    return _check(shapes, _union(stated), files, None)[0]


def validate_files(
    paths: Iterable[Path],
    project: Path,
    shapes_folder: Path | None = None,
    tell: Tell = _silent,
) -> Validation:
    """Check files against the shapes, with what is published as their background.

    Args:
        paths: files, workbooks, folders of CSV, and folders with all RDF files and tables of
            mappings below them.
        project: folder that holds ``ontology/``, ``data/`` and ``shapes/``.
        shapes_folder: where shapes stand, if not in the project.
        tell: is told how many shapes are done, and of how many; of none while files are read.

    Returns:
        The findings and what was checked.

    Raises:
        UsageError: a path does not exist or is of no known format.
        DataError, UnreadableError: a file cannot be read, or a shape not run.
    """
    tell(0, 0)
    stock = read_stock(project, shape_files(project, shapes_folder))
    given = list(paths)
    tables_of = [path for path in given if path.exists() and is_workbook(path)]
    books = [workbook_read.read_path(path, stock.names) for path in tables_of]
    given = [path for path in given if path not in tables_of]
    tables = mapping_findings.tables(given)
    found = mapping_findings.findings(tables, project) if tables else []
    files = [*rdf_input.read_all(rdf_input.find(_beside_tables(given))), *books]
    outcome = check(stock, files, beyond=shapes_folder is None, tell=tell)
    findings = sorted([*found, *outcome.findings], key=lambda finding: finding.order)
    names = (*tables, *outcome.files)
    return Validation(tuple(findings), names, outcome.resources, outcome.shapes)


def check(
    stock: Stock, files: Sequence[RdfFile], *, beyond: bool = True, tell: Tell = _silent
) -> Validation:
    """Check what has been read already.

    Args:
        stock: the shapes and what is published.
        files: the files, workbooks among them.
        beyond: whether to look for more than shapes do.
        tell: is told how many shapes are done, and of how many.

    Raises:
        DataError: a shape cannot be run, or what the files say leads on and on.
    """
    books = [file for file in files if isinstance(file, Upload)]
    found = [one for book in books for one in workbook_findings.of_cells(book)]
    checked = 0
    if files:
        graph = stock.behind(files)
        own = own_nodes(files, graph)
        for file in files:
            graph.fill(file.graph)
        more, checked = _check(stock.shapes, graph, files, own, tell)
        found += workbook_findings.of_shapes(more, books)
        if beyond:
            context = Context(graph, files, frozenset(stock.replaced(files)))
            found += _beside_shapes(context, found)
    found.sort(key=lambda finding: finding.order)
    return Validation(tuple(found), tuple(f.path for f in files), checked, stock.shapes)


def _beside_shapes(context: Context, found: Sequence[Finding]) -> list[Finding]:
    """What shapes do not see; of a value that a shape found fault with nothing more."""
    said = {(one.focus, one.predicate, one.value) for one in found}
    more = published_findings.findings(context)
    more = [one for one in more if (one.focus, one.predicate, one.value) not in said]
    return [*upload_notices.findings(context), *more]


def _beside_tables(given: Sequence[Path]) -> list[Path]:
    """Leave out tables of mappings, and folders that hold nothing else to check."""
    others = []
    for path in given:
        alone = path.name.endswith(mapping_findings.SUFFIX) and path.exists()
        if path.is_dir() and mapping_findings.tables([path]):
            alone = not any(p.suffix in rdf_input.FORMATS for p in path.rglob("*"))
        if not alone:
            others.append(path)
    return others


def shape_files(project: Path, folder: Path | None) -> list[Path]:
    """List the files of shapes: those of a folder, or else of the project."""
    return repository.shapes(project) if folder is None else sorted(folder.glob("*.ttl"))


def own_nodes(files: Sequence[RdfFile], behind: Graph) -> set[Node]:
    """Find the nodes that findings may be about.

    Args:
        files: the files to be checked.
        behind: their background.

    Returns:
        What the files say something of, and what they name but nobody describes.
    """
    own: set[Node] = set()
    for file in files:
        for subject, _, value in file.graph:
            own.add(subject)
            if (value, None, None) not in behind:
                own.add(value)
    return own


def _union(graphs: Iterable[Graph]) -> Graph:
    return LeanGraph(chain.from_iterable(graphs))


def _check(
    shapes: Shapes,
    graph: Graph,
    files: Sequence[RdfFile],
    own: set[Node] | None,
    tell: Tell = _silent,
) -> tuple[list[Finding], int]:
    start = time.perf_counter()
    try:
        outcome = run(shapes, graph, own, tell)
    except RecursionError as fault:
        raise _leads_on(files) from fault
    findings = Reader(shapes, graph, files).findings(outcome.results)
    _LOG.info("validation: %d triples, %.1f s", len(graph), time.perf_counter() - start)
    slowest = sorted(outcome.seconds.items(), key=lambda row: -row[1])[:_SLOWEST]
    for shape, seconds in slowest:
        _LOG.debug("shape %s: %.2f s", code(shape) or shape, seconds)
    return findings, outcome.checked


def _leads_on(files: Sequence[RdfFile]) -> DataError:
    """Name the ring of parents that is longer than a rule can follow; or the file, if none is."""
    for file in files:
        sorter: TopologicalSorter[Node] = TopologicalSorter()
        for child, parent in file.graph.subject_objects(DXP.parent):
            sorter.add(child, parent)
        try:
            sorter.prepare()
        except CycleError as fault:
            first, *others = fault.args[1]
            return DataError(
                file.path,
                file.line(first, DXP.parent),
                f"「親」をたどると {len(others):,} 段で自分（{first}）に戻ります。"
                "長すぎるので、ほかの点は調べていません。「親」の指定を見直してください。",
                f"following the parents leads back to {first} after {len(others):,} steps. "
                "This is too long for anything else to be checked: correct the parents",
            )
    return DataError(
        files[0].path if files else Path(),
        None,
        "資源のつながりが長すぎて調べられません。「親」の指定を見直してください。",
        "its resources lead on to each other too long to be checked: look at their parents",
    )
