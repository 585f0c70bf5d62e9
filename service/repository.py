"""Knows which file of the project belongs to which named graph, and nothing else.

    ontology/*.ttl                         graph/ontology
    ontology/schemes/*.ttl                 graph/schemes
    data/catalogue/*.ttl                   graph/catalogue
    data/common/*.ttl                      graph/common
    data/policies/*.ttl                    graph/policies
    data/families/*.ttl                    graph/families
    data/<ward>/<document>/*.ttl           graph/<ward>/<document>
    data/<ward>/<document>/ledger.tsv      graph/ledger
    data/mappings/*.sssom.tsv              graph/mappings
    queries/<folder>/*.rq                  graph/queries
    shapes/*.ttl                           in no graph: rules, not statements

``ontology/examples/`` is reading matter and not loaded. Must not open a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from rdflib import URIRef

from service.errors import DataError
from service.namespaces import (
    GRAPH,
    LEDGER_GRAPH,
    MAPPINGS_GRAPH,
    ONTOLOGY_GRAPH,
    QUERIES_GRAPH,
    SCHEMES_GRAPH,
)

Kind = Literal[
    "ontology",
    "schemes",
    "catalogue",
    "common",
    "policies",
    "families",
    "document",
    "ledger",
    "mapping",
    "query",
]

SHARED: Final[dict[str, Kind]] = {
    "catalogue": "catalogue",
    "common": "common",
    "policies": "policies",
    "families": "families",
}
LEDGER_NAME: Final = "ledger.tsv"
_MAPPING_SUFFIX: Final = ".sssom.tsv"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class DataFile:
    """A file of the project that the build reads.

    Attributes:
        path: the file.
        graph: IRI of the named graph that its statements go to.
        kind: what it holds; says who can read it ("ledger" and "mapping" are tables,
            "query" is a stored question, the others are Turtle).
        document: for files of a document's folder, that document's graph; else None.
    """

    path: Path
    graph: URIRef
    kind: Kind
    document: URIRef | None = None


def files(project: Path) -> list[DataFile]:
    """List what the build reads, in a fixed order (ontology, schemes, data by path, questions).

    Args:
        project: folder with ``ontology/``, ``data/`` and ``queries/``; each may be missing.

    Returns:
        One row for each file.

    Raises:
        DataError: a Turtle or TSV file under ``data/`` stands where the layout has no place
            for it, so that nothing is left out without a word.
    """
    ontology = project / "ontology"
    return [
        *(DataFile(path, ONTOLOGY_GRAPH, "ontology") for path in _turtle(ontology)),
        *(DataFile(path, SCHEMES_GRAPH, "schemes") for path in _turtle(ontology / "schemes")),
        *(_place(project / "data", path) for path in _tables_and_turtle(project / "data")),
        *(DataFile(path, QUERIES_GRAPH, "query") for path in _questions(project / "queries")),
    ]


def shapes(project: Path) -> list[Path]:
    """List the files of shapes, by name.

    Args:
        project: folder that holds ``shapes/``; it may be missing.

    Returns:
        The Turtle files directly in that folder.
    """
    return _turtle(project / "shapes")


def _turtle(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.ttl") if not path.name.startswith("."))


def _questions(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*/*.rq") if not path.name.startswith("."))


def _tables_and_turtle(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(data).parts)
        if path.suffix in {".ttl", ".tsv"} and not hidden and path.is_file():
            yield path


def _are_names(ward: str, document: str) -> bool:
    reserved = {*SHARED, "mappings"}
    return ward not in reserved and all(_NAME.fullmatch(name) for name in (ward, document))


def _place(data: Path, path: Path) -> DataFile:
    parts = path.relative_to(data).parts
    turtle = path.suffix == ".ttl"
    match parts[:-1]:
        case ("mappings",) if path.name.endswith(_MAPPING_SUFFIX):
            return DataFile(path, MAPPINGS_GRAPH, "mapping")
        case (folder,) if folder in SHARED and turtle:
            return DataFile(path, GRAPH[folder], SHARED[folder])
        case (ward, document) if _are_names(ward, document):
            graph = GRAPH[f"{ward}/{document}"]
            if turtle:
                return DataFile(path, graph, "document", graph)
            if path.name == LEDGER_NAME:
                return DataFile(path, LEDGER_GRAPH, "ledger", graph)
    raise DataError(
        path,
        None,
        "この場所のファイルはどのグラフにも入りません。data/<区>/<文書>/ などに移してください",
        "a file at this place belongs to no graph; move it to data/<ward>/<document>/ or the like",
    )
