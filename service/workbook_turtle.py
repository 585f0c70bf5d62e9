"""Writes what a workbook says as Turtle files in the form of those under ``data/``.

One file for each sheet, resources in the order of their rows, properties in a fixed order,
prefixes by the alphabet; the same workbook always gives the same bytes. Must not know where
the files go.

Standard: RDF 1.1 Turtle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rdflib import RDF, XSD, Literal, Node, URIRef

from service.namespaces import BASE, ID, PREFIXES
from service.workbook_layout import Sheet, sheets
from service.workbook_upload import Row, Upload

_ID: Final = str(ID)
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_BARE: Final = frozenset({XSD.integer, XSD.decimal, XSD.boolean})
# first what a thing is called, last where it stands in the source
_FIRST: Final = (
    "rdfs:label",
    "skos:altLabel",
    "dxp:unofficialLabel",
    "dxp:printedNumber",
    "dxp:printedLabel",
    "dxp:ownLevel",
    "dxp:parent",
    "dxp:inEdition",
)
_LAST: Final = ("dxp:summary", "dxp:statesSameFactAs", "prov:wasDerivedFrom")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LINE: Final = re.compile(r"#line=\d+,\d+$")


def files(upload: Upload) -> dict[str, str]:
    """Write the Turtle files of a workbook.

    Args:
        upload: the workbook after reading, without faults.

    Returns:
        Content by file name.
    """
    found = {}
    for sheet in sheets():
        rows = [row for row in upload.rows.values() if row.sheet.ja == sheet.ja]
        if rows:
            found[f"{sheet.file}.ttl"] = _File(upload, sheet, rows).text()
    return found


class _File:
    def __init__(self, upload: Upload, sheet: Sheet, rows: list[Row]) -> None:
        self._upload = upload
        self._sheet = sheet
        self._rows = rows
        self._source = _source(upload)
        self._prefixes = self._choose()

    def text(self) -> str:
        """Return the whole file."""
        blocks = [self._resource(row) for row in self._rows]
        used = sorted(name for name in self._prefixes if f"{name}:" in "\n".join(blocks))
        head = [
            f"# {self._sheet.note_ja} / {self._sheet.note_en}",
            f"# {self._upload.book.name}: {self._sheet.ja}",
            f"@base <{self._source}> .",
            *(f"@prefix {name}: <{self._prefixes[name]}> ." for name in used),
        ]
        return "\n\n".join(["\n".join(head), *blocks]) + "\n"

    def _choose(self) -> dict[str, str]:
        """Choose prefixes: the last step of a path, with those before it to tell two apart."""
        spaces = {_space(str(term)) for term in self._terms() if str(term).startswith(_ID)}
        chosen = {name: iri for name, iri in PREFIXES.items() if name != "id"}
        for space in sorted(spaces - {""}):
            steps = space.removeprefix(_ID).strip("/").split("/")
            names = ["-".join(steps[-n:]) for n in range(1, len(steps) + 1)]
            chosen[next((n for n in names if n not in chosen), "-".join(["id", *steps]))] = space
        return chosen

    def _terms(self) -> Iterable[Node]:
        for row in self._rows:
            for triple in self._upload.graph.triples((row.iri, None, None)):
                yield from triple

    def _resource(self, row: Row) -> str:
        graph = self._upload.graph
        assert row.iri is not None  # noqa: S101
        kind = self._term(next(graph.objects(row.iri, RDF.type)))
        lines = [f"{self._term(row.iri)} a {kind}"]
        for predicate in self._ordered(row):
            objects = sorted(
                graph.objects(row.iri, predicate), key=lambda o: self._order(row, predicate, o)
            )
            between = " ,\n    " if any(isinstance(o, Literal) for o in objects) else " , "
            lines.append(f"{self._name(predicate)} {between.join(map(self._term, objects))}")
        return " ;\n  ".join(lines) + " ."

    def _ordered(self, row: Row) -> list[URIRef]:
        found = {p for p in self._upload.graph.predicates(row.iri) if isinstance(p, URIRef)}
        places = {
            self._name(predicate): number
            for number, column in enumerate(self._sheet.columns)
            for predicate in column.properties.values()
        }

        def order(predicate: URIRef) -> tuple[int, int, str]:
            name = self._name(predicate)
            if name in _FIRST:
                return 0, _FIRST.index(name), name
            if name in _LAST:
                return 2, _LAST.index(name), name
            return 1, places.get(name, 0), name

        return sorted(found - {RDF.type}, key=order)

    def _order(self, row: Row, predicate: URIRef, value: Node) -> tuple[int, int, str]:
        """Japanese before English, then as written in the cell."""
        language = value.language if isinstance(value, Literal) else None
        place = self._upload.positions.get((row.iri or value, predicate, value))
        text = "" if place is None else self._written(row, place.column)
        found = text.find(str(value)) if isinstance(value, Literal) else 0
        return (
            ("ja", "en", None).index(language if language in ("ja", "en") else None),
            found,
            (_padded(str(value))),
        )

    def _written(self, row: Row, column: int) -> str:
        cell = row.grid.cells.get((row.number, column))
        return "" if cell is None else cell.text

    def _name(self, iri: URIRef) -> str:
        return self._term(iri)

    def _term(self, term: Node) -> str:
        if isinstance(term, Literal):
            return _literal(term)
        text = str(term)
        if text.startswith(self._source) and _LINE.fullmatch(text.removeprefix(self._source)):
            return f"<{text.removeprefix(self._source)}>"
        best = max(
            ((name, iri) for name, iri in self._prefixes.items() if text.startswith(iri)),
            key=lambda pair: len(pair[1]),
            default=None,
        )
        if best is not None and _LOCAL.fullmatch(text.removeprefix(best[1])):
            return f"{best[0]}:{text.removeprefix(best[1])}"
        return f"<{text}>"


def _source(upload: Upload) -> str:
    for row in upload.rows.values():
        if "SourceDocument" in row.sheet.classes:
            return str(row.iri)
    return f"{BASE}source/unknown"


def _space(iri: str) -> str:
    return iri.rpartition("/")[0] + "/" if "/" in iri.removeprefix(_ID) else ""


def _padded(text: str) -> str:
    """A key by which numbers in texts sort as numbers."""
    return re.sub(r"\d+", lambda m: m[0].zfill(8), text)


def _literal(value: Literal) -> str:
    if value.datatype in _BARE:
        return str(value)
    text = "".join(_ESCAPES.get(character, character) for character in str(value))
    if value.language:
        return f'"{text}"@{value.language}'
    if value.datatype is None:
        return f'"{text}"'
    return f'"{text}"^^xsd:{str(value.datatype).rpartition("#")[2]}'
