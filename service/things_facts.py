"""Everything that the graph says of one thing, put in order for a page.

Facts first that a document or this project states, then links that follow by rule, then what only
repeats them in other words. Must not know HTTP or templates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from service import asking, things_order
from service.asking import Row, Term
from service.names import Name, names
from service.namespaces import BASE, DXP, ID, INFERRED_GRAPH, PREFIXES

_TYPE: Final = PREFIXES["rdf"] + "type"
_SOURCE_OF: Final = PREFIXES["prov"] + "wasDerivedFrom"
_INFERRED: Final = str(INFERRED_GRAPH)
_SHOWN: Final = 20
_VERDICT: Final = "/verdict/"
_OTHERS: Final = {
    "https://w3id.org/sssom/NoTermFound": Name("該当なし", "no counterpart"),
}
_DULL: Final = things_order.SILENT | things_order.ELSEWHERE


@dataclass
class Value:
    """An object of a fact, or a subject that leads here.

    Attributes:
        term: the object or subject.
        graphs: the graphs that say so.
    """

    term: Term
    graphs: set[str] = field(default_factory=set)

    @property
    def inferred(self) -> bool:
        """Whether it follows by rule and nobody states it."""
        return self.graphs == {_INFERRED}


@dataclass
class Fact:
    """A property with its values.

    Attributes:
        prop: IRI of the property.
        values: in order.
        total: how many there are; more than ``values`` if some are left out.
    """

    prop: str
    values: list[Value]
    total: int = 0


@dataclass
class Description:
    """What is known of a thing.

    Attributes:
        iri: the thing.
        kinds: classes of ours that it is said to be in, else those of others.
        facts: what is stated, and what follows and is not said otherwise.
        repeated: what follows by rule and repeats other facts in broader or standard terms.
        incoming: what leads here.
        passages: lines of sources.
        graphs: the graphs that say something of it.
    """

    iri: str
    kinds: list[str]
    facts: list[Fact]
    repeated: list[Fact]
    incoming: list[Fact]
    passages: list[str]
    graphs: list[str]

    def one(self, prop: str) -> str:
        """Return the first value of a property among the facts; empty if there is none."""
        for fact in self.facts:
            if fact.prop == prop:
                return fact.values[0].term.value
        return ""

    def mentioned(self) -> set[str]:
        """Return every IRI that a page must name."""
        facts = (*self.facts, *self.repeated, *self.incoming)
        terms = {value.term for fact in facts for value in fact.values}
        linked = {term.value for term in terms if term.kind == "uri"}
        return linked | {fact.prop for fact in facts} | {self.iri, *self.kinds, *self.graphs}


def load(iri: str) -> Description:
    """Describe a thing.

    Args:
        iri: any IRI; one that nothing is said of has an empty description.
    """
    rows = asking.select(f"SELECT ?g ?p ?o {{ GRAPH ?g {{ {asking.iri(iri)} ?p ?o }} }}")
    found = _grouped(rows, "o")
    facts, repeated = _split(found)
    graphs = {row["g"].value for row in rows}
    return Description(
        iri=iri,
        kinds=_kinds(found.get(_TYPE, [])),
        facts=_sorted(facts),
        repeated=_sorted(repeated),
        incoming=_incoming(iri),
        passages=sorted({v.term.value for v in found.get(_SOURCE_OF, [])}, key=by_line),
        graphs=sorted(graphs),
    )


def by_line(passage: str) -> tuple[str, list[int]]:
    """Return the key to sort passages by: the document, then the lines."""
    document, _, lines = passage.partition("#line=")
    return document, [int(each) for each in lines.split(",") if each.isdigit()]


def _grouped(rows: Iterable[Row], side: str) -> dict[str, list[Value]]:
    found: dict[str, dict[Term, Value]] = {}
    for row in rows:
        values = found.setdefault(row["p"].value, {})
        values.setdefault(row[side], Value(row[side])).graphs.add(row["g"].value)
    return {prop: list(values.values()) for prop, values in found.items()}


def _split(found: dict[str, list[Value]]) -> tuple[dict[str, list[Value]], dict[str, list[Value]]]:
    """Part facts worth a row from inferred ones that say the same more broadly."""
    stated = {v.term for values in found.values() for v in values if not v.inferred}
    facts: dict[str, list[Value]] = {}
    repeated: dict[str, list[Value]] = {}
    for prop, values in found.items():
        if prop == _TYPE or (prop in things_order.SILENT and not _is_ours_only(values)):
            continue
        for value in values:
            dull = prop in _DULL or not prop.startswith(BASE)
            again = value.inferred and (dull or value.term in stated)
            (repeated if again else facts).setdefault(prop, []).append(value)
    return {p: v for p, v in facts.items() if p not in things_order.SILENT}, repeated


def _is_ours_only(values: list[Value]) -> bool:
    return all(value.inferred for value in values)


def _sorted(found: dict[str, list[Value]]) -> list[Fact]:
    known = names(found)
    order = sorted(found, key=lambda prop: things_order.place(prop, known[prop].ja))
    return [Fact(prop, sorted(found[prop], key=_by_term), len(found[prop])) for prop in order]


def _by_term(value: Value) -> tuple[bool, str]:
    return value.inferred, value.term.value


def _kinds(types: list[Value]) -> list[str]:
    """Return the classes that were stated: ours if there are any."""
    stated = sorted(v.term.value for v in types if not v.inferred)
    every = stated or sorted(v.term.value for v in types)
    return [kind for kind in every if kind.startswith(str(DXP))] or every


def _incoming(iri: str) -> list[Fact]:
    """Find what leads here, a few of each property; records are told elsewhere."""
    thing = asking.iri(iri)
    counts = asking.select(f"SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p {thing} }} GROUP BY ?p")
    total = {row["p"].value: int(row["n"].value) for row in counts if "p" in row}
    wanted = [prop for prop in total if prop not in _not_again()]
    if not wanted:
        return []
    parts = " UNION ".join(
        f"{{ SELECT ?s ?p {{ VALUES ?p {{ {asking.iri(prop)} }} ?s ?p {thing} }}"
        f" ORDER BY ?s LIMIT {_SHOWN} }}"
        for prop in wanted
    )
    rows = asking.select(f"SELECT ?g ?s ?p {{ {{ {parts} }} GRAPH ?g {{ ?s ?p {thing} }} }}")
    found = _grouped(rows, "s")
    kept = {prop: values for prop, values in found.items() if not _repeats(prop, values, found)}
    return [Fact(fact.prop, fact.values, total[fact.prop]) for fact in _sorted(kept)]


def _not_again() -> set[str]:
    told = {*things_order.RECORDS, *things_order.SILENT} - {_SOURCE_OF}
    return told | things_order.CELLS


def _repeats(prop: str, values: list[Value], found: dict[str, list[Value]]) -> bool:
    """Tell whether links only repeat others: inferred, and standard or stated otherwise."""
    if not _is_ours_only(values):
        return False
    others = {v.term for p, vs in found.items() if p != prop for v in vs if not v.inferred}
    return (
        prop in _DULL or not prop.startswith(BASE) or all(value.term in others for value in values)
    )


def known_names(description: Description, more: Iterable[str] = ()) -> dict[str, Name]:
    """Name everything that a page about a thing mentions."""
    known = names({*description.mentioned(), *more})
    return known | _verdicts(known) | {iri: _OTHERS[iri] for iri in known if iri in _OTHERS}


def _verdicts(known: dict[str, Name]) -> dict[str, Name]:
    """Name verdicts without an English name by the two indicators that they are about."""
    lacking = [iri for iri, name in known.items() if _VERDICT in iri and not name.en]
    if not lacking:
        return {}
    rows = asking.select(
        f"SELECT ?s ?one ?two {{ VALUES ?s {{ {asking.iris(lacking)} }}"
        " ?s dxp:firstIndicator ?one ; dxp:secondIndicator ?two }"
    )
    ends = {row["s"].value: (row["one"].value, row["two"].value) for row in rows}
    wards = {iri: _ward(iri) for pair in ends.values() for iri in pair}
    found = names({*wards, *wards.values()})
    told = {
        iri: f"{found[iri].text('en')} ({found[ward].text('en')})" for iri, ward in wards.items()
    }
    return {
        iri: Name(known[iri].ja, f"{told[one]} – {told[two]}", unofficial=True)
        for iri, (one, two) in ends.items()
    }


def _ward(iri: str) -> str:
    """Return the ward whose document a thing is from, by its IRI."""
    return str(ID[f"municipality/{iri.removeprefix(str(ID)).split('/')[0]}"])
