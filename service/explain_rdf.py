"""Explanations for programs: as RDF, and as plain JSON.

Standard: PROV-O. Each triple is a node (owl:annotatedSource, -Property, -Target, as OWL 2
annotates axioms), named by the address under which it is explained. A conclusion is derived
from its premises (prov:wasDerivedFrom) by an activity that used them, with the rule as its plan;
a stated triple is derived from the places that it cites. Lists that premises name come along, so
that each step can be replayed from the explanation alone. Must not know requests.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import Any, Final
from urllib.parse import urlencode

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, BNode, Graph, Literal, URIRef

from service import description, formats
from service.explain import Explanation, Origin, members
from service.explain_index import Index
from service.explain_terms import NAMES, node
from service.explain_words import Words, kinds_of
from service.facts import Triple
from service.labels import LANGUAGES
from service.namespaces import BASE, DXP, ID, PREFIXES

_OURS: Final = ID["agent/dxplan"]


def address(triple: Triple) -> URIRef:
    """Return the IRI of a triple's explanation; the same wherever the service runs."""
    return URIRef(f"{BASE}explain?{urlencode(dict(zip(NAMES, triple, strict=True)))}")


def graph(index: Index, explanation: Explanation) -> Graph:
    """Describe an explanation.

    Args:
        index: where it was made from.
        explanation: what to describe.

    Returns:
        The description.
    """
    found = Graph(bind_namespaces="none")
    for prefix, space in PREFIXES.items():
        found.bind(prefix, space)
    words = {language: Words(index, language) for language in LANGUAGES}
    for number, origin in enumerate(explanation.origins.values()):
        _describe(found, origin)
        for language, said in words.items():
            sentence = Literal(said.sentence(origin.triple), lang=language)
            found.add((address(origin.triple), RDFS.label, sentence))
        if origin.rule is not None:
            _conclude(found, origin, number)
        _lists(found, index, origin.triple)
    return found


def _describe(found: Graph, origin: Origin) -> None:
    me = address(origin.triple)
    subject, predicate, value = map(node, origin.triple)
    found.add((me, RDF.type, OWL.Axiom))
    found.add((me, RDF.type, PROV.Entity))
    found.add((me, OWL.annotatedSource, subject))
    found.add((me, OWL.annotatedProperty, predicate))
    found.add((me, OWL.annotatedTarget, value))
    for name in origin.graphs:
        found.add((me, DCTERMS.isPartOf, URIRef(name)))
    for place in chain(origin.places, origin.value_places):
        if origin.basis != "defined":
            found.add((me, PROV.wasDerivedFrom, node(place)))
    if origin.basis in ("declared", "curated"):
        found.add((me, DXP.linkBasis, ID[f"link-basis/{origin.basis}"]))
    for ground in origin.grounds:
        found.add((me, PROV.wasInfluencedBy, node(ground.node)))
        for about, fact in ground.facts:
            found.add((node(ground.node), node(about), node(fact)))


def _conclude(found: Graph, origin: Origin, number: int) -> None:
    me = address(origin.triple)
    # not named at random, so that the same explanation gives the same document
    activity, plan = BNode(f"step{number}"), BNode(f"plan{number}")
    found.add((me, DXP.linkBasis, ID["link-basis/inferred"]))
    found.add((me, PROV.wasGeneratedBy, activity))
    found.add((activity, RDF.type, PROV.Activity))
    found.add((activity, PROV.qualifiedAssociation, plan))
    found.add((plan, RDF.type, PROV.Association))
    found.add((plan, PROV.agent, _OURS))
    found.add((plan, PROV.hadPlan, ID[f"rule/{origin.rule}"]))
    for premise in origin.premises:
        found.add((me, PROV.wasDerivedFrom, address(premise)))
        found.add((activity, PROV.used, address(premise)))


def _lists(found: Graph, index: Index, triple: Triple) -> None:
    for cell in members(index, triple[2]) if triple[2].startswith("_:") else ():
        subject, predicate, value = map(node, cell)
        found.add((subject, predicate, value))


def write(index: Index, explanation: Explanation, form: formats.Format) -> bytes:
    """Write an explanation in one of the graph formats."""
    return description.write(graph(index, explanation), form)


def write_json(index: Index, explanation: Explanation) -> bytes:
    """Write an explanation as plain JSON: a list of steps that name their premises by number.

    Args:
        index: where it was made from.
        explanation: what to write.

    Returns:
        The document, UTF-8.
    """
    numbers = {triple: place for place, triple in enumerate(explanation.origins)}
    words = {language: Words(index, language) for language in LANGUAGES}
    steps = [_step(origin, numbers, words) for origin in explanation.origins.values()]
    content = {
        "triple": dict(zip(NAMES, explanation.triple, strict=True)),
        "complete": explanation.whole,
        "steps": steps,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _step(origin: Origin, numbers: dict[Triple, int], words: dict[str, Words]) -> dict[str, Any]:
    step: dict[str, Any] = {
        "id": numbers[origin.triple],
        "triple": dict(zip(NAMES, origin.triple, strict=True)),
        "sentence": {lang: said.sentence(origin.triple) for lang, said in words.items()},
        "reasons": {lang: list(said.reasons(origin)) for lang, said in words.items()},
        "basis": list(kinds_of(origin)),
        "graphs": list(origin.graphs),
        "places": [place[1:-1] for place in (*origin.places, *origin.value_places)],
        "rule": origin.rule,
    }
    step["premises"] = [numbers[one] for one in origin.premises if one in numbers]
    return step
