"""What the build adds before reasoning: places in the sources, and tables turned into RDF.

- Every place that data cites (``…/source/NAME#line=A,B``, RFC 5147) becomes a dxp:Passage
  that says which document it belongs to and which lines it covers.
- Every row of a ledger becomes a dxp:LedgerEntry with its passage.
- Every stored question becomes a description of it.
- Every row of a curated mapping becomes its link and a node about it.

Must not know what is concluded from it, nor compare anything with the source texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, Literal, Node, URIRef

from service import library, library_rdf
from service.errors import DataError
from service.ledger import NOTE_NEEDED, Row, read_ledger, statuses
from service.mapping_rules import Known, check
from service.mappings import triples
from service.namespaces import DXP, LEDGER_GRAPH, SCHEMES_GRAPH, SOURCE
from service.rdf_input import RdfFile
from service.repository import DataFile
from service.sources import Place, parse_place
from service.sssom import Fault, read_table
from service.turtle import TurtleFile

Triple: TypeAlias = tuple[Node, Node, Node]
Quad: TypeAlias = tuple[URIRef, Triple]
Read: TypeAlias = tuple[DataFile, TurtleFile]


def expand(turtle: Sequence[Read], tables: Sequence[DataFile]) -> Iterator[Quad]:
    """Make the additional triples.

    Args:
        turtle: the Turtle files, read.
        tables: the files that are tables.

    Yields:
        Named graph and triple; a triple may come more than once.

    Raises:
        DataError: a place or a row is wrong; names file and line.
    """
    for _, file in turtle:
        for triple in cited(file):
            yield LEDGER_GRAPH, triple
    for table in tables:
        if table.kind in _TABLES:
            yield from _TABLES[table.kind](table, turtle)
    mappings = [table for table in tables if table.kind == "mapping"]
    if mappings:
        yield from _mappings(mappings, turtle)


def cited(file: RdfFile) -> Iterator[Triple]:
    """Describe every place in a source that a file cites.

    Args:
        file: the file.

    Yields:
        The triples of each passage.

    Raises:
        DataError: an IRI below ``…/source/`` has a fragment that names no lines.
    """
    faults: list[DataError] = []
    for value in dict.fromkeys(file.graph.objects()):
        if isinstance(value, URIRef) and value.startswith(str(SOURCE)) and "#" in value:
            place = parse_place(value)
            if place is None or place.width < 1 or place.iri != value:
                faults.append(_bad_place(file, value))
            else:
                yield from passage(place)
    if faults:
        raise min(faults, key=lambda fault: fault.line or 0)


def passage(place: Place) -> Iterator[Triple]:
    """Describe a place.

    Args:
        place: lines of a source.

    Yields:
        Its triples.
    """
    yield place.iri, RDF.type, DXP.Passage
    yield place.iri, DCTERMS.isPartOf, SOURCE[place.source]
    yield place.iri, DXP.firstLine, Literal(place.first)
    yield place.iri, DXP.lastLine, Literal(place.last)


def _bad_place(file: RdfFile, value: URIRef) -> DataError:
    lines = (file.line(s, p, value) or 0 for s, p in file.graph.subject_predicates(value))
    fragment = value.partition("#")[2]
    return DataError(
        file.path,
        min(lines, default=None),
        f"原典の場所「#{fragment}」を読めません。A+1～B 行目は「#line=A,B」（A < B）です",
        f"“#{fragment}” names no place in a source; lines A+1 to B are “#line=A,B” with A < B",
    )


def _ledger(table: DataFile, turtle: Sequence[Read]) -> Iterator[Quad]:
    source = _source(table, turtle)
    schemes = Graph(bind_namespaces="none")
    for data, file in turtle:
        if data.graph == SCHEMES_GRAPH:
            schemes += file.graph
    known = statuses(schemes)
    before = 0
    for number, row in enumerate(read_ledger(table.path), 1):
        fault = _row_fault(row, before, known)
        if fault:
            raise DataError(table.path, row.number, *fault)
        before = row.last
        entry = URIRef(f"{source}/ledger/{number:04}")
        for triple in _entry(entry, source, row, known[row.status]):
            yield LEDGER_GRAPH, triple


def _source(table: DataFile, turtle: Sequence[Read]) -> URIRef:
    """Find the source document that the catalogue links to a ledger's folder."""
    found = {
        str(source)
        for _, file in turtle
        for source in file.graph.subjects(DXP.transcribedIn, table.document)
    }
    if len(found) == 1 and (source := found.pop()).startswith(str(SOURCE)):
        return URIRef(source)
    raise DataError(
        table.path,
        None,
        f"目録に「原典 dxp:transcribedIn <{table.document}>」がちょうど一つ必要です",
        f"the catalogue must say exactly once: source dxp:transcribedIn <{table.document}>",
    )


def _row_fault(row: Row, before: int, known: dict[str, URIRef]) -> tuple[str, str] | None:
    if row.first < 1 or row.last < row.first:
        return (
            f"行の範囲 {row.first}–{row.last} が正しくありません",
            f"the range {row.first} to {row.last} is no range of lines",
        )
    if row.first <= before:
        return (
            f"{row.first} 行目は前の行（{before} 行目まで）と重なるか、順序が逆です",
            f"line {row.first} overlaps or precedes the row before, which ends at {before}",
        )
    if row.status not in known:
        names = ", ".join(sorted(known)) or "–"
        return (
            f"区分「{row.status}」は語彙にありません（{names}）",
            f"the vocabulary has no status “{row.status}” ({names})",
        )
    if row.status in NOTE_NEEDED and not row.note:
        return (
            f"区分「{row.status}」には理由（note）が必要です",
            f"status “{row.status}” needs a note that says why",
        )
    return None


def _entry(entry: URIRef, source: URIRef, row: Row, status: URIRef) -> Iterator[Triple]:
    place = Place(source.removeprefix(str(SOURCE)), row.first, row.last)
    yield from passage(place)
    yield entry, RDF.type, DXP.LedgerEntry
    yield entry, DCTERMS.isPartOf, source
    yield entry, DXP.inPassage, place.iri
    yield entry, DXP.firstLine, Literal(row.first, datatype=XSD.integer)
    yield entry, DXP.lastLine, Literal(row.last, datatype=XSD.integer)
    yield entry, DXP.transcriptionStatus, status
    if row.section:
        yield entry, DXP.section, Literal(row.section, lang="ja")
    if row.note:
        yield entry, RDFS.comment, Literal(row.note, lang="ja")


def _question(file: DataFile, turtle: Sequence[Read]) -> Iterator[Quad]:  # noqa: ARG001
    for triple in library_rdf.describe(library.load(file.path.parent.parent, file.path)):
        yield file.graph, triple


def _mappings(tables: Sequence[DataFile], turtle: Sequence[Read]) -> Iterator[Quad]:
    known = Known()
    for data, file in turtle:
        known.add(str(data.graph), file.graph)
    for data in tables:
        table = read_table(data.path)
        for fault in check(table, known):
            if fault.severity == "error":
                raise DataError(data.path, fault.line, *_in_cell(fault))
        for triple in triples(table):
            yield data.graph, triple


def _in_cell(fault: Fault) -> tuple[str, str]:
    """Put the cell before what is wrong, where a cell is at fault."""
    if fault.column is None:
        return fault.ja, fault.en
    ja = f"{fault.cell}（{fault.column}）「{fault.value}」: {fault.ja}"
    return ja, f"{fault.cell} ({fault.column}) “{fault.value}”: {fault.en}"


_TABLES: Final[dict[str, Callable[[DataFile, Sequence[Read]], Iterator[Quad]]]] = {
    "ledger": _ledger,
    "query": _question,
}
