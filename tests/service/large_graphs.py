"""Makes graphs like ours of any size, the same ones every time, for measurements.

One municipality has about 7,400 triples: three editions, each with a tree of elements that runs
into the next one, indicators with yearly values, departments, references to policies, passages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pyoxigraph as ox

ONTOLOGY = "https://w3id.org/dxplan/ontology#"
IDS = "https://w3id.org/dxplan/id/"
PREFIXES = (
    f"PREFIX dxp: <{ONTOLOGY}>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    f"PREFIX value-kind: <{IDS}value-kind/>\n"
)
LATEST = """SELECT ?i ?n WHERE {
  ?v dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:year ?y ; dxp:numericValue ?n .
  FILTER NOT EXISTS {
    ?w dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:year ?z . FILTER(?z > ?y)
  }
}"""
EDITIONS = 3
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_LEVELS = ("Vision", "Goal", "Measure", "Initiative", "Activity")
_BRANCHES = (1, 3, 3, 3, 2)
_TOPICS = ("オンライン申請", "窓口", "地図", "職員研修", "文書管理", "防災", "学校", "統計")
_YEARS = range(2018, 2026)
_POLICIES = 60


def term(name: str) -> ox.NamedNode:
    """A term of the ontology."""
    return ox.NamedNode(ONTOLOGY + name)


def thing(path: str) -> ox.NamedNode:
    """A resource."""
    return ox.NamedNode(IDS + path)


def number(value: int) -> ox.Literal:
    """An integer."""
    return ox.Literal(str(value), datatype=_INTEGER)


def triples(municipalities: int, seed: int = 5) -> Iterator[ox.Triple]:
    """Yield the triples of a graph of so many municipalities."""
    chance = random.Random(seed)  # noqa: S311  no secret
    for year in _YEARS:
        yield ox.Triple(thing(f"year/{year}"), term("fiscalYearNumber"), number(year))
    for policy in range(_POLICIES):
        yield from _named(thing(f"policy/{policy}"), "Policy", f"政策{policy}")
    for place in range(municipalities):
        yield from _municipality(place, chance)


def _named(subject: ox.NamedNode, kind: str, name: str) -> Iterator[ox.Triple]:
    yield ox.Triple(subject, _TYPE, term(kind))
    yield ox.Triple(subject, _LABEL, ox.Literal(name, language="ja"))


def _municipality(place: int, chance: random.Random) -> Iterator[ox.Triple]:
    at = f"m{place}"
    yield from _named(thing(at), "Municipality", f"第{place}市")
    for office in range(12):
        yield from _named(thing(f"{at}/office/{office}"), "Department", f"課{office}")
        yield ox.Triple(thing(f"{at}/office/{office}"), term("partOf"), thing(at))
    for edition in range(EDITIONS):
        yield from _edition(at, edition, chance)


def _edition(at: str, edition: int, chance: random.Random) -> Iterator[ox.Triple]:
    name = f"{at}/e{edition}"
    yield from _named(thing(name), "Edition", f"{at} 第{edition}版")
    yield ox.Triple(thing(name), term("issuedBy"), thing(at))
    if edition:
        yield ox.Triple(thing(name), term("replaces"), thing(f"{at}/e{edition - 1}"))
    above = [name]
    ancestors: dict[str, list[str]] = {name: []}
    for level, branches in zip(_LEVELS, _BRANCHES, strict=True):
        below: list[str] = []
        for parent in above:
            for _ in range(branches):
                element = f"{name}/{level.lower()}/{len(below)}"
                below.append(element)
                ancestors[element] = [*ancestors[parent], parent]
                yield from _element(element, level, ancestors[element], edition, chance)
        above = below


def _element(
    element: str, level: str, above: list[str], edition: int, chance: random.Random
) -> Iterator[ox.Triple]:
    subject = thing(element)
    topic = chance.choice(_TOPICS)
    yield from _named(subject, level, f"{topic}の取組 {element}")
    yield ox.Triple(subject, _TYPE, term("PlanElement"))
    yield ox.Triple(subject, term("inEdition"), thing(above[0]))
    yield ox.Triple(subject, term("parent"), thing(above[-1]))
    for ancestor in above:
        yield ox.Triple(subject, term("ancestor"), thing(ancestor))
    at = above[0].partition("/")[0]
    yield ox.Triple(subject, term("responsible"), thing(f"{at}/office/{chance.randrange(12)}"))
    for part in range(2):
        passage = thing(f"{element}/passage/{part}")
        yield ox.Triple(subject, term("evidence"), passage)
        yield ox.Triple(passage, term("firstLine"), number(chance.randrange(9000)))
        yield ox.Triple(passage, term("printedText"), ox.Literal(f"{topic} {element} {part}"))
    if chance.random() < 0.4:
        yield ox.Triple(subject, term("refersTo"), thing(f"policy/{chance.randrange(_POLICIES)}"))
    if edition and chance.random() < 0.7:
        earlier = element.replace(f"/e{edition}/", f"/e{edition - 1}/")
        yield ox.Triple(subject, term("continues"), thing(earlier))
    if level in ("Measure", "Initiative") and chance.random() < 0.6:
        yield from _indicator(element, chance)


def _indicator(element: str, chance: random.Random) -> Iterator[ox.Triple]:
    indicator = thing(f"{element}/indicator")
    yield from _named(indicator, "Indicator", f"指標 {element}")
    yield ox.Triple(indicator, term("indicatorOf"), thing(element))
    kinds = [("actual", year) for year in _YEARS if chance.random() < 0.6]
    if chance.random() < 0.8:
        kinds.append(("target", chance.choice(_YEARS)))
    for kind, year in kinds:
        value = thing(f"{element}/value/{kind}-{year}")
        yield ox.Triple(value, _TYPE, term("IndicatorValue"))
        yield ox.Triple(value, term("valueOf"), indicator)
        yield ox.Triple(value, term("valueKind"), thing(f"value-kind/{kind}"))
        yield ox.Triple(value, term("fiscalYear"), thing(f"year/{year}"))
        yield ox.Triple(value, term("year"), number(year))
        yield ox.Triple(value, term("numericValue"), number(chance.randrange(1000)))


def store(municipalities: int) -> ox.Store:
    """Return a store with the graph in its default graph."""
    made = ox.Store()
    made.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(municipalities))
    return made
