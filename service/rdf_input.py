"""Reads RDF files of any usual format, with line numbers where the format lets us tell them.

Turtle keeps the line of every triple; so do N-Triples and N-Quads, where a statement is a
line. TriG, JSON-LD and RDF/XML have none. Named graphs are put together. Nothing is
fetched: Oxigraph's parsers refuse remote JSON-LD contexts and external XML entities.
Must not know what the files are for.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol, runtime_checkable
from xml.parsers import expat

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, Node, URIRef

from service.errors import DataError, DxplanError, UsageError
from service.tabular import Place
from service.turtle import TOO_DEEP, in_words, read_bytes, read_turtle

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_BY_LINE: Final = frozenset({".nt", ".nq"})
_BASE: Final = "https://w3id.org/dxplan/"
# what Oxigraph's parsers say of what they refuse for safety, and what to do
_REFUSED: Final = (
    (
        "LoadDocumentCallback",
        "外部の文脈（@context の IRI）は読みに行きません。文脈をこのファイルの中に書いてください",
        "remote contexts (an IRI as @context) are not fetched; write the context into the file",
    ),
    (
        "<!ENTITY",
        "外部の実体（<!ENTITY … SYSTEM>）は読みません。宣言を消し、値をそのまま書いてください",
        "external entities (<!ENTITY … SYSTEM>) are not read; remove the declaration and write "
        "the value itself",
    ),
    ("Max stack size", *TOO_DEEP),
)

Triple = tuple[Node, Node, Node]


class RdfFile(Protocol):
    """A file after reading; ``service.turtle.TurtleFile`` is one."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def graph(self) -> Graph:
        """Its triples."""

    def line(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None, /
    ) -> int | None:
        """Tell on which line something stands, as exactly as is known."""


@runtime_checkable
class HasColumns(RdfFile, Protocol):
    """A file that knows more than the line; ``service.turtle.TurtleFile`` is one."""

    def column(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None, /
    ) -> int | None:
        """Tell at which character of its line something begins, counted from 1."""


@runtime_checkable
class HasCells(RdfFile, Protocol):
    """A file whose statements stand in cells; ``service.workbook_upload.Upload`` is one."""

    def cell(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None, /
    ) -> Place | None:
        """Tell in which cell something stands, as exactly as is known."""

    def spot(self, place: Place, /) -> tuple[int, int, int]:
        """Tell where a cell comes in the order of the workbook."""


@dataclass(frozen=True)
class _ParsedFile:
    path: Path
    graph: Graph
    lines: dict[tuple[Node, ...], int | None]

    def line(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None, /
    ) -> int | None:
        exact = tuple(term for term in (subject, predicate, value) if term is not None)
        for length in range(len(exact), 0, -1):
            if exact[:length] in self.lines:
                return self.lines[exact[:length]]
        return None


class UnreadableError(DxplanError):
    """Some files cannot be read; each is named.

    Args:
        faults: what is wrong with each.
    """

    code = "data"

    def __init__(self, faults: Sequence[DxplanError]) -> None:
        gap = "\n        "
        super().__init__(gap.join(f.ja for f in faults), gap.join(f.en for f in faults))
        self.faults = tuple(faults)


def find(arguments: Iterable[Path]) -> list[Path]:
    """Find the RDF files that somebody named.

    Args:
        arguments: files, and folders to search with all that is below them.

    Returns:
        The files, each once, in order of their paths.

    Raises:
        UsageError: something does not exist, is of no known format, or a folder holds no
            RDF file.
    """
    return sorted({path.resolve() for argument in arguments for path in _find(argument)})


def _find(argument: Path) -> list[Path]:
    known = " ".join(FORMATS)
    if argument.is_dir():
        found = [p for p in argument.rglob("*") if p.suffix in FORMATS and p.is_file()]
        if not found:
            raise UsageError(
                f"フォルダー {argument} に RDF のファイルがありません（{known}）。",
                f"folder {argument} holds no RDF file ({known})",
            )
        return found
    if not argument.exists():
        raise UsageError(f"{argument} がありません。", f"there is no {argument}")
    if argument.suffix not in FORMATS:
        raise UsageError(
            f"{argument} の形式が分かりません。拡張子は {known} のどれかです。",
            f"the format of {argument} is unknown; file names end with one of {known}",
        )
    return [argument]


def read_all(paths: Iterable[Path]) -> list[RdfFile]:
    """Read several files.

    Args:
        paths: the files.

    Returns:
        The files in the order given.

    Raises:
        UnreadableError: some cannot be read; names all of those, not only the first.
    """
    files: list[RdfFile] = []
    faults: list[DxplanError] = []
    for number, path in enumerate(paths, 1):
        try:
            files.append(read(path, f"f{number}-"))
        except DataError as fault:
            faults.append(fault)
    if faults:
        raise UnreadableError(faults)
    return files


def read(path: Path, label: str, content: bytes | None = None) -> RdfFile:
    """Read one file; the end of its name tells the format.

    Args:
        path: the file.
        label: start of the names of its blank nodes; files that come together need
            different ones.
        content: what it holds, where it is no file here but only named like one.

    Returns:
        Its triples, and lines where the format has them.

    Raises:
        DataError: the file cannot be opened or parsed; names the line where known.
    """
    if path.suffix == ".ttl":
        return read_turtle(path, label=label, content=content)
    content = read_bytes(path) if content is None else content
    graph = Graph(bind_namespaces="none")
    lines: dict[tuple[Node, ...], int | None] = {}
    numbers = _statement_lines(content) if path.suffix in _BY_LINE else None
    for triple in parse(path, label, content):
        graph.add(triple)
        line = next(numbers, None) if numbers else None
        for length in (3, 2, 1) if line else ():
            lines.setdefault(triple[:length], line)
    return _ParsedFile(path, graph, lines)


def _statement_lines(content: bytes) -> Iterator[int]:
    for number, line in enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), 1):
        if line.strip() and not line.lstrip().startswith(b"#"):
            yield number


def parse(path: Path, label: str, content: bytes | None = None) -> Iterator[Triple]:
    """Read the triples of a file of any known format, without lines.

    Args:
        path: the file.
        label: start of the names of its blank nodes; their order in the file follows.
        content: what it holds, where it is no file here but only named like one.

    Yields:
        The triples in file order.

    Raises:
        DataError: the file cannot be opened or parsed; names the line where known.
    """
    term = _Terms(label)
    form = FORMATS[path.suffix]
    # a byte order mark does no harm, but no parser takes it
    content = (read_bytes(path) if content is None else content).removeprefix(BOM_UTF8)
    try:
        for quad in ox.parse(content, format=form, base_iri=_BASE):
            yield term(quad.subject), term(quad.predicate), term(quad.object)
        if form == ox.RdfFormat.RDF_XML:
            _refuse_unfinished(path, content)
    except SyntaxError as fault:
        raise DataError(path, fault.lineno, *_in_words(fault.msg, form)) from fault
    except _NewerTermError as fault:
        raise DataError(
            path,
            None,
            "文を主語や目的語にする書き方（RDF 1.2）は使えません。",
            "statements about statements (triple terms of RDF 1.2) cannot be used",
        ) from fault


def _refuse_unfinished(path: Path, content: bytes) -> None:
    """Refuse XML that is cut off: Oxigraph's parser takes what it has got by then.

    It comes first, and refuses the entities that would be dangerous here.
    """
    try:
        expat.ParserCreate("utf-8").Parse(content, True)
    except expat.ExpatError as fault:
        reason = expat.ErrorString(fault.code)
        raise DataError(
            path,
            fault.lineno,
            f"XML として正しくありません（{reason}）。途中で切れていないか確かめてください",
            f"is not well-formed XML ({reason}); see whether the file is cut off",
        ) from fault


def _in_words(message: str, form: ox.RdfFormat) -> tuple[str, str]:
    for pattern, ja, en in _REFUSED:
        if re.search(pattern, message):
            return ja, en
    return in_words(message, form.name)


class _NewerTermError(Exception):
    """A term that RDF 1.1 does not have."""


class _Terms:
    """Turns Oxigraph's terms into rdflib's, digits and language tags left as written."""

    def __init__(self, label: str) -> None:
        self._blank: dict[str, BNode] = {}
        self._label = label
        self._iri = lru_cache(maxsize=4096)(URIRef)

    def __call__(self, term: object) -> Node:
        match term:
            case ox.NamedNode():
                return self._iri(term.value)
            case ox.BlankNode():
                blank = BNode(f"{self._label}{len(self._blank) + 1}")
                return self._blank.setdefault(term.value, blank)
            case ox.Literal() if term.language:
                return Literal(term.value, lang=term.language)
            case ox.Literal():
                datatype = self._iri(term.datatype.value)
                plain = datatype.endswith("XMLSchema#string")
                return Literal(term.value, datatype=None if plain else datatype, normalize=False)
        raise _NewerTermError(str(term))
