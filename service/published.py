"""What newcomers are checked against: the shapes, and all that the project publishes.

Read once and kept, so that a process which checks many uploads reads no file for them. Must
not know how checking is done, or who asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from rdflib import PROV, RDF, Node

from service import rdf_input, repository
from service.lean_graph import LeanGraph
from service.rdf_input import RdfFile, Triple
from service.shapes import Shapes, read_shapes
from service.workbook_names import Published
from service.workbook_upload import Upload

# what any statement about a resource may say besides
_ANYWHERE: Final[frozenset[Node]] = frozenset({RDF.type, PROV.wasDerivedFrom})


@dataclass
class Stock:
    """The project as read.

    Attributes:
        project: its folder.
        shapes: the shapes.
        files: what each published Turtle file states.
    """

    project: Path
    shapes: Shapes
    files: dict[Path, tuple[Triple, ...]]
    _names: list[Published] = field(default_factory=list)
    _whole: list[LeanGraph] = field(default_factory=list)

    @property
    def names(self) -> Published:
        """What is published by name, for workbooks; read when first asked for."""
        if not self._names:
            self._names.append(Published(self.project, self.files))
        return self._names[0]

    def prepare(self) -> None:
        """Put everything into one graph ahead; the next ``behind`` changes and returns that."""
        self._whole.append(LeanGraph(chain.from_iterable(self.files.values())))

    def behind(self, files: Sequence[RdfFile]) -> LeanGraph:
        """Return what is published, apart from the given files and what they state anew.

        Args:
            files: the files to be checked. One that is the project's own is left out; one from
                elsewhere takes the place of whatever the project says of the resources whose
                type it states, so that a corrected copy is judged alone. A workbook takes the
                place of its document, as far as it has sheets for it.
        """
        if not self._whole:
            self.prepare()
        graph = self._whole.pop()
        for triple in self.replaced(files):
            graph.remove(triple)
        return graph

    def replaced(self, files: Sequence[RdfFile]) -> set[Triple]:
        """Return the published statements that the given files take the place of."""
        given = {file.path.resolve() for file in files}
        books = [file for file in files if isinstance(file, Upload)]
        restated = self._restated(files)
        gone: set[Triple] = set()
        for path, triples in self.files.items():
            if path in given:
                gone.update(triples)
                continue
            told = _told(triples, restated).union(*(b.replaces(path, self.project) for b in books))
            gone.update(triple for triple in triples if triple[0] in told)
        return gone

    def _restated(self, files: Sequence[RdfFile]) -> dict[Node, set[Node]]:
        """What files from elsewhere describe, and with which properties."""
        return {
            subject: set(file.graph.predicates(subject)) - _ANYWHERE
            for file in files
            if file.path.resolve() not in self.files and not isinstance(file, Upload)
            for subject in file.graph.subjects(RDF.type)
        }


def _told(triples: Sequence[Triple], restated: dict[Node, set[Node]]) -> set[Node]:
    """Which resources of a file are described anew.

    A source is described in the catalogue and mentioned by its document: so a mention, which
    shares no property with a description, does not take its place.
    """
    said: dict[Node, set[Node]] = {}
    for subject, predicate, _ in triples:
        if subject in restated:
            said.setdefault(subject, set()).add(predicate)
    return {
        subject
        for subject, here in said.items()
        if not here - _ANYWHERE or here & restated[subject]
    }


def read_stock(project: Path, shapes: Iterable[Path]) -> Stock:
    """Read the project.

    Args:
        project: folder that holds ``ontology/`` and ``data/``.
        shapes: the files of shapes.

    Raises:
        DataError: a file cannot be read.
    """
    paths = [f.path.resolve() for f in repository.files(project) if f.path.suffix == ".ttl"]
    files = {path: tuple(rdf_input.parse(path, f"b{number}-")) for number, path in enumerate(paths)}
    return Stock(project, read_shapes(list(shapes)), files)
