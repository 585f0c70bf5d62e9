"""Statements and other records about a thing, as tables: one for each kind, one row each.

A responsibility, a value, a timetable's entry, a correspondence: each is a node of its own with
lines of its own. Must not know HTTP or templates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from service import asking, things_order
from service.asking import Term
from service.names import names
from service.namespaces import DXP, PREFIXES
from service.things_facts import by_line

_TYPE: Final = PREFIXES["rdf"] + "type"
_AXIOM: Final = PREFIXES["owl"] + "Axiom"
_SOURCE_OF: Final = PREFIXES["prov"] + "wasDerivedFrom"
_POSITION: Final = str(DXP.position)
_MOST: Final = 300
_BROAD: Final = frozenset(str(DXP[name]) for name in ("Statement", "Figure", "Reference"))
_OF_OTHERS: Final = tuple(
    PREFIXES[prefix] + local
    for prefix, local in (
        *(("owl", "annotatedSource"), ("owl", "annotatedProperty"), ("owl", "annotatedTarget")),
        *(("dcterms", "created"), ("prov", "wasAttributedTo")),
    )
)


@dataclass
class Record:
    """One statement or other record.

    Attributes:
        iri: the record.
        cells: values by property.
        passages: its lines.
    """

    iri: str
    cells: dict[str, list[Term]] = field(default_factory=dict)
    passages: list[str] = field(default_factory=list)


@dataclass
class Table:
    """The records of one kind.

    Attributes:
        kind: IRI of the class.
        columns: properties that have a column each.
        minor: properties told together in the last column.
        records: the rows.
    """

    kind: str
    columns: list[str]
    minor: list[str]
    records: list[Record]

    def mentioned(self) -> set[str]:
        """Return every IRI that a page must name."""
        terms = {t for r in self.records for values in r.cells.values() for t in values}
        linked = {term.value for term in terms if term.kind == "uri"}
        return {self.kind, *self.columns, *self.minor} | linked


def load(iri: str) -> list[Table]:
    """Return the records about a thing, by kind.

    Args:
        iri: the thing.
    """
    links = asking.iris(things_order.RECORDS)
    rows = asking.select(
        f"SELECT ?s ?p ?o {{ {{ SELECT DISTINCT ?s {{ VALUES ?link {{ {links} }}"
        f" ?s ?link {asking.iri(iri)} }} ORDER BY ?s LIMIT {_MOST} }} ?s ?p ?o }}"
    )
    records: dict[str, Record] = {}
    kinds: dict[str, set[str]] = {}
    for row in rows:
        subject, prop, value = row["s"].value, row["p"].value, row["o"]
        record = records.setdefault(subject, Record(subject))
        if prop == _TYPE:
            kinds.setdefault(subject, set()).add(value.value)
        elif prop == _SOURCE_OF:
            record.passages.append(value.value)
        elif _is_shown(prop, value, iri):
            record.cells.setdefault(prop, []).append(value)
    return _tables(records, kinds)


def _is_shown(prop: str, value: Term, about: str) -> bool:
    if prop == _POSITION:
        return True
    ours = prop.startswith(str(DXP)) and prop not in things_order.SILENT
    return (ours or prop in _OF_OTHERS) and value.value != about


def _tables(records: dict[str, Record], kinds: dict[str, set[str]]) -> list[Table]:
    grouped: dict[str, list[Record]] = {}
    for record in records.values():
        record.passages.sort(key=by_line)
        grouped.setdefault(_kind(kinds.get(record.iri, set())), []).append(record)
    known = names(grouped)
    return [_table(kind, grouped[kind]) for kind in sorted(grouped, key=lambda k: known[k].ja)]


def _kind(kinds: set[str]) -> str:
    """Return the narrowest class: ours before others, no broad one if there is another."""
    ours = sorted(k for k in kinds if k.startswith(str(DXP)))
    narrow = [k for k in ours if k not in _BROAD]
    if _AXIOM in kinds:
        return _AXIOM
    return (narrow or ours or sorted(kinds) or [""])[0]


def _table(kind: str, records: list[Record]) -> Table:
    used = {prop for record in records for prop in record.cells} - {_POSITION}
    for super_prop in _repeated(records, used):
        used.discard(super_prop)
    known = names(used)
    order = sorted(used, key=lambda prop: things_order.place(prop, known[prop].ja))
    minor = [prop for prop in order if prop in things_order.MINOR]
    columns = [prop for prop in order if prop not in things_order.MINOR]
    return Table(kind, columns or minor, minor if columns else [], sorted(records, key=_by_order))


def _repeated(records: list[Record], used: set[str]) -> set[str]:
    """Find properties whose values another property has in every record: broader ones."""
    found: set[str] = set()
    for prop in used - set(things_order.READING):
        for other in used - found - {prop}:
            holders = [record for record in records if prop in record.cells]
            if all(set(r.cells[prop]) <= set(r.cells.get(other, ())) for r in holders):
                found.add(prop)
                break
    return found


def _by_order(record: Record) -> tuple[int, str]:
    position = record.cells.get(_POSITION, [Term("literal", "0")])[0].value
    return int(position) if position.isdigit() else 0, record.iri
