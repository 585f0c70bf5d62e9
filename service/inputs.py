"""Everything the build reads: files into graphs, and one hash over all of it.

Must not know what is done with the triples.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rdflib import Graph

from service.canonical import check
from service.errors import DataError
from service.expansion import Read
from service.repository import DataFile, files, shapes
from service.terms import nt_triple
from service.turtle import read_turtle

_TABLES: Final = frozenset({"ledger", "mapping", "query"})
_MAY_BE_NAMELESS: Final = frozenset({"ontology", "schemes"})
# what the product depends on besides data; a change makes the next build a real one
_MODULES: Final = (
    *("build", "canonical", "consistency", "expansion", "explain_index", "facts", "findings"),
    *("citation", "inputs", "ledger", "library", "library_rdf", "query_header", "query_values"),
    *("stored_queries", "tokens", "mapping_rules", "mappings", "own_rules", "sssom"),
    *("stated", "target_changes", "time_rules", "value_rules"),
    *("lean_graph", "namespaces", "product", "reasoning", "repository", "rules"),
    *("schema_rules", "shacl_run", "shacl_terms", "shapes", "sources", "terms", "turtle"),
    *("validation", "void_counts"),
)
_LIBRARIES: Final = ("pyoxigraph", "pyshacl", "rdflib")


@dataclass(frozen=True)
class Inputs:
    """The files after reading.

    Attributes:
        turtle: the Turtle files, each with its place in the project.
        tables: the files that are tables, unread.
    """

    turtle: tuple[Read, ...]
    tables: tuple[DataFile, ...]

    def graphs(self) -> dict[str, Graph]:
        """Put the triples into named graphs; each graph is a new one."""
        found: dict[str, Graph] = {}
        for data, file in self.turtle:
            graph = found.setdefault(str(data.graph), Graph(bind_namespaces="none"))
            graph += file.graph
        return found

    def places(self, triples: Iterable[tuple[str, str, str]]) -> list[tuple[Path, int | None]]:
        """Find where triples are written; slow, for messages.

        Args:
            triples: terms as N-Triples texts.

        Returns:
            File and line of each triple that a file states, in the order asked.
        """
        wanted = list(triples)
        among = set(wanted)
        found: dict[tuple[str, str, str], tuple[Path, int | None]] = {}
        for _, file in self.turtle:
            for triple in file.graph:
                text = nt_triple(triple)
                if text in among:
                    found.setdefault(text, (file.path, file.line(*triple)))
        return [found[triple] for triple in wanted if triple in found]


def read_inputs(project: Path) -> Inputs:
    """Read and check every file.

    Args:
        project: folder of the project.

    Returns:
        What was read.

    Raises:
        DataError: a file cannot be taken in; names file, line and reason.
    """
    rows = files(project)
    turtle = [row for row in rows if row.kind not in _TABLES]
    if not turtle:
        raise DataError(
            project,
            None,
            "ontology/ にも data/ にも Turtle ファイルがありません",
            "there is no Turtle file in ontology/ or data/",
        )
    return Inputs(
        tuple(_read(project, row) for row in turtle),
        tuple(row for row in rows if row.kind in _TABLES),
    )


def _read(project: Path, row: DataFile) -> Read:
    file = read_turtle(row.path, label=_label(row.path.relative_to(project)))
    check(file, named=row.kind not in _MAY_BE_NAMELESS)
    return (row, file)


def _label(path: Path) -> str:
    """Make the start of a file's blank node names: unique, and the same for each build."""
    return re.sub(r"[^A-Za-z0-9]", lambda found: f"-{ord(found[0]):x}-", str(path)) + "-"


def input_hash(project: Path) -> str:
    """Hash all that the product depends on: data, ontology, shapes, tables and our code.

    Args:
        project: folder of the project.

    Returns:
        A SHA-256 in hexadecimal.

    Raises:
        DataError: a file stands where it has no place, or cannot be opened.
    """
    total = hashlib.sha256()
    for name, content in _contents(project):
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _contents(project: Path) -> Iterator[tuple[str, bytes]]:
    for path in [*(row.path for row in files(project)), *shapes(project)]:
        try:
            yield str(path.relative_to(project)), path.read_bytes()
        except OSError as fault:
            why = fault.strerror
            raise DataError(
                path, None, f"開けません（{why}）", f"cannot be opened ({why})"
            ) from fault
    code = Path(__file__).parent
    for name in _MODULES:
        path = code / f"{name}.py"
        yield f"service/{name}", path.read_bytes() if path.exists() else b""
    for library in _LIBRARIES:
        yield library, version(library).encode()
