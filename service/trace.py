"""Compares printed text in the data with the lines of the source that it cites.

For every resource of a data folder: each value of a property under ``dxp:printedText``
must stand in the lines that the resource names by ``prov:wasDerivedFrom``
(rule: docs/tracing.md and ``service.sources``). Which properties those are, only the
ontology says. Must not know the command line, or how findings are shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Final

from rdflib import PROV, RDF, RDFS, Graph, Node, URIRef

from service import repository
from service.errors import DataError
from service.labels import name as label_of
from service.namespaces import DXP, GRAPH, SOURCE
from service.sources import Folded, Place, Sources, fold, is_source, parse_place
from service.turtle import TurtleFile, read_turtle

_BASE: Final = re.compile(
    rf"^\s*(?:@base|BASE)\s+<{re.escape(str(SOURCE))}(?P<name>[^>#]+)>",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class TraceFinding:
    """A printed text or a place that does not hold.

    Attributes:
        code: what kind, see docs/tracing.md.
        path: data file.
        line: line in that file.
        resource: the resource, as IRI or blank node.
        label: its name in ja and en.
        predicate: the property.
        property: its name in ja and en.
        wanted: the printed text, or the place as written.
        places: the cited places that were looked at, in line order.
        cited: what stands there, shortened around the best match.
    """

    code: str
    path: Path
    line: int | None
    resource: str
    label: dict[str, str]
    predicate: str
    property: dict[str, str]
    wanted: str
    places: tuple[Place, ...] = ()
    cited: str = ""


@dataclass(frozen=True)
class Trace:
    """The outcome for one folder of data.

    Attributes:
        name: the folder, such as ``chuo/strategy-2024``.
        source: its document, or None for a folder that belongs to none.
        resources: number of resources that cite a place.
        values: number of printed texts.
        standing: how many of them stand in the cited lines.
        findings: in order of file and line.
    """

    name: str
    source: str | None
    resources: int
    values: int
    standing: int
    findings: tuple[TraceFinding, ...]


@dataclass(frozen=True)
class Folder:
    """The Turtle files of one folder of ``data/``, which is one named graph.

    Attributes:
        name: the graph's name after ``…/graph/``.
        path: the folder.
        files: its Turtle files.
        is_document: whether it transcribes one source document.
    """

    name: str
    path: Path
    files: tuple[TurtleFile, ...]
    is_document: bool

    @cached_property
    def source(self) -> str | None:
        """Name of the source document, from the files' ``@base``.

        Raises:
            DataError: a document's folder names no document, or more than one.
        """
        if not self.is_document:
            return None
        found = {name: file.path for file in self.files for name in _bases(file.path)}
        if len(found) == 1:
            return next(iter(found))
        path = self.path if not found else found[max(found)]
        raise DataError(
            path,
            None,
            f"文書のファイルは「@base <{SOURCE}文書名> .」で始め、フォルダーの中で文書名を揃えます"
            f"（見つかったもの: {'、'.join(sorted(found)) or 'なし'}）。",
            f"files of a document open with “@base <{SOURCE}NAME> .”, the same in one folder "
            f"(found: {', '.join(sorted(found)) or 'none'})",
        )

    @cached_property
    def places(self) -> dict[Node, list[Place]]:
        """The well-formed places that each resource cites."""
        found: dict[Node, list[Place]] = defaultdict(list)
        for file in self.files:
            for subject, cited in file.graph.subject_objects(PROV.wasDerivedFrom):
                place = parse_place(str(cited))
                if place is not None:
                    found[subject].append(place)
        return dict(found)


def _bases(path: Path) -> set[str]:
    return {match["name"] for match in _BASE.finditer(path.read_text(encoding="utf-8"))}


def read_folders(project: Path, wanted: Collection[str] | None = None) -> list[Folder]:
    """Read the folders of ``data/``.

    Args:
        project: folder that holds ``data/``.
        wanted: names of the folders to read; all by default.

    Returns:
        The folders in order of their names.

    Raises:
        DataError: a file cannot be read.
    """
    paths: dict[str, list[repository.DataFile]] = defaultdict(list)
    for file in repository.files(project):
        if file.path.suffix == ".ttl" and file.kind not in ("ontology", "schemes"):
            paths[str(file.graph).removeprefix(str(GRAPH))].append(file)
    return [
        Folder(
            name,
            rows[0].path.parent,
            tuple(read_turtle(row.path) for row in rows),
            rows[0].document is not None,
        )
        for name, rows in sorted(paths.items())
        if wanted is None or name in wanted
    ]


def read_ontology(project: Path) -> Graph:
    """Read the ontology and the schemes into one graph.

    Raises:
        DataError: a file cannot be read.
    """
    graph = Graph(bind_namespaces="none")
    for file in repository.files(project):
        if file.kind in ("ontology", "schemes"):
            graph += read_turtle(file.path).graph
    return graph


def printed_properties(ontology: Graph) -> frozenset[URIRef]:
    """Find the properties whose values must stand in the source.

    Args:
        ontology: the ontology.

    Returns:
        ``dxp:printedText`` and everything under it.

    Raises:
        DataError: the ontology does not know ``dxp:printedText``.
    """
    if (DXP.printedText, None, None) not in ontology:
        raise DataError(
            "ontology",
            None,
            "オントロジーに dxp:printedText がないので、何を照合するか分かりません。",
            "the ontology has no dxp:printedText, which says what to compare",
        )
    under = ontology.transitive_subjects(RDFS.subPropertyOf, DXP.printedText)
    return frozenset(node for node in under if isinstance(node, URIRef))


def trace(folder: Folder, sources: Sources, ontology: Graph) -> Trace:
    """Compare one folder with its source.

    Args:
        folder: the data.
        sources: the source texts.
        ontology: the ontology; says which properties count, and names them.

    Returns:
        The figures and every finding.

    Raises:
        DataError: the source text of the folder's document cannot be read.
    """
    return _Tracer(folder, sources, ontology).run()


@dataclass
class _Tracer:
    folder: Folder
    sources: Sources
    ontology: Graph
    findings: list[TraceFinding] = field(default_factory=list)

    def run(self) -> Trace:
        if self.folder.source is not None:
            self.sources.lines(self.folder.source)
        self._check_places()
        values, standing = self._check_values()
        found = sorted(self.findings, key=lambda f: (str(f.path), f.line or 0, f.code, f.wanted))
        return Trace(
            self.folder.name,
            self.folder.source,
            len(self.folder.places),
            values,
            standing,
            tuple(found),
        )

    def _check_places(self) -> None:
        for file in self.folder.files:
            for subject, cited in file.graph.subject_objects(PROV.wasDerivedFrom):
                code = self._place_fault(subject, str(cited))
                if code is not None:
                    self._add(code, file, (subject, PROV.wasDerivedFrom, cited))

    @cached_property
    def _links(self) -> frozenset[Node]:
        """Links between two editions, which stand with one document and cite both."""
        graphs = (file.graph for file in self.folder.files)
        return frozenset(s for g in graphs for s in g.subjects(RDF.type, DXP.Correspondence))

    def _place_fault(self, subject: Node, iri: str) -> str | None:
        """Say what is wrong with a place; the document as a whole is none and is no fault."""
        if not is_source(iri) or "#" not in iri:
            return None
        place = parse_place(iri)
        if place is None:
            return "malformed"
        if self.folder.source not in (None, place.source) and subject not in self._links:
            return "other-document"
        if place.source not in self.sources.names:
            return "unknown-document"
        return self._range_fault(place)

    def _range_fault(self, place: Place) -> str | None:
        if place.width <= 0:
            return "backward"
        if place.last > len(self.sources.lines(place.source)):
            return "beyond"
        blank = self.sources.blank(place.source)
        if all(n in blank for n in range(place.first, place.last + 1)):
            return "blank"
        return None

    def _check_values(self) -> tuple[int, int]:
        values = standing = 0
        for file in self.folder.files:
            for predicate in sorted(printed_properties(self.ontology)):
                for subject, value in file.graph.subject_objects(predicate):
                    values += 1
                    code, places, cited = self._judge(subject, str(value))
                    if code is None:
                        standing += 1
                        continue
                    self._add(code, file, (subject, predicate, value), places, cited)
        return values, standing

    def _judge(self, subject: Node, text: str) -> tuple[str | None, tuple[Place, ...], str]:
        """Look for a printed text in the places of its resource."""
        places = tuple(
            sorted(
                place
                for place in set(self.folder.places.get(subject, ()))
                if self._place_fault(subject, str(place.iri)) in (None, "blank")
            )
        )
        wanted = fold(text)
        if not wanted.tight:
            return "empty", places, ""
        if not places:
            return "unplaced", places, ""
        texts = self._texts(places)
        if any(cited.holds(wanted) for cited in texts):
            return None, places, ""
        inside = [cited for cited in texts if cited.holds_within_number(wanted)]
        code = "inside-number" if inside else "absent"
        return code, places, best_match(wanted, inside or texts)

    def _texts(self, places: Sequence[Place]) -> list[Folded]:
        """The text of each place, and of all the places in one document together."""
        documents = sorted({place.source for place in places})
        together = [[p for p in places if p.source == document] for document in documents]
        return [
            *(self.sources.folded(place) for place in places),
            *(self.sources.joined(group) for group in together if len(group) > 1),
        ]

    def _add(
        self,
        code: str,
        file: TurtleFile,
        triple: tuple[Node, Node, Node],
        places: tuple[Place, ...] = (),
        cited: str = "",
    ) -> None:
        subject, predicate, value = triple
        self.findings.append(
            TraceFinding(
                code,
                file.path,
                file.line(*triple),
                str(subject),
                _both(file.graph, subject),
                str(predicate),
                _both(self.ontology, predicate),
                str(value),
                places,
                cited,
            )
        )


def _both(graph: Graph, node: Node) -> dict[str, str]:
    return {language: label_of(graph, node, language) for language in ("ja", "en")}


def best_match(wanted: Folded, texts: Iterable[Folded]) -> str:
    """Cut out of several texts the stretch that is most like what was wanted.

    Args:
        wanted: the text looked for.
        texts: the cited texts.

    Returns:
        The stretch with a little around it.
    """
    best, shown = -1, ""
    for text in texts:
        matcher = SequenceMatcher(None, wanted.tight, text.tight, autojunk=False)
        match = matcher.find_longest_match()
        if match.size > best:
            start = max(0, match.b - match.a)
            best, shown = match.size, text.around(start, len(wanted.tight))
    return shown
