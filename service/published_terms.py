"""Checks that statements are made with terms that exist, and with values of the kind these take.

A misspelt property or class, and a word where a number belongs, fit no shape and so break none:
what they were meant to say would be lost without a word. Must not know shapes.

Standard: RDF Schema 1.1, sections 3.1 (range) and 3.4 (sub-properties).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Node, URIRef

from service.findings import Finding
from service.namespaces import DXP
from service.published_report import Context, Said, finding, nearest
from service.rdf_input import HasCells
from service.terms import nt

_OURS: Final = str(DXP)
_NEAR: Final = {"ja": "もしかして「{0}」（dxp:{1}）ですか。", "en": "Perhaps “{0}” (dxp:{1})? "}
_SURE: Final = 0.75
# what OWL has no range for (xsd:date is not in its map of datatypes), and what of it we take
_DATES: Final = frozenset({XSD.date, XSD.gYearMonth, XSD.gYear})
_DATED: Final = frozenset(
    {*(DXP[n] for n in ("asOfDate", "date", "endDate", "formerDate", "newDate", "startDate"))}
    | {DCTERMS.issued}
)
# kind of value: what it is called, and how one is written
_KINDS: Final = {
    "thing": (("ものの IRI", "the IRI of a thing"), "municipality:chuo"),
    "literal": (("文字か数", "text or a number"), '"区民課"@ja'),
    "text": (("文字", "text"), '"区民課"@ja'),
    "plain": (("言語の付かない文字", "text without a language"), '"13999"'),
    "integer": (("整数", "a whole number"), "12"),
    "decimal": (("数", "a number"), "35.5"),
    "boolean": (("true か false", "true or false"), "true"),
    "date": (("日付", "a date"), '"2025-03-31"^^xsd:date'),
}
_RANGES: Final = {
    XSD.integer: ("integer", frozenset({XSD.integer})),
    XSD.decimal: ("decimal", frozenset({XSD.decimal, XSD.integer})),
    XSD.boolean: ("boolean", frozenset({XSD.boolean})),
    XSD.string: ("plain", frozenset({XSD.string})),
}
_TEXTS: Final = frozenset({XSD.string, RDF.langString})


def findings(context: Context) -> Iterator[Finding]:
    """Yield what is said with terms that do not exist, or with values of another kind.

    Not of workbooks, whose statements we make ourselves: their cells have rules of their own.
    """
    for file in context.files:
        if isinstance(file, HasCells):
            continue
        for subject, predicate, value in file.graph:
            triple = (subject, URIRef(str(predicate)), value)
            if (term := _unknown(context.graph, triple)) is not None:
                named: Said = {"term": f"dxp:{_local(term)}", "near": _nearest(context, term)}
                yield finding(context, file, "PUB-TERM", triple, named)
            elif (other := _second(file.graph, context.graph, triple)) is not None:
                yield finding(context, file, "PUB-ONE", triple, {"other": other})
            elif (kind := _wanted(context.graph, triple)) is not None:
                (ja, en), example = _KINDS[kind]
                said: Said = {"kind": {"ja": ja, "en": en}, "example": example}
                yield finding(context, file, "PUB-KIND", triple, said)
            elif (wanted := _class(context.graph, triple)) is not None:
                yield finding(context, file, "PUB-KIND", triple, _of_class(context, triple, wanted))


def _unknown(graph: Graph, triple: tuple[Node, URIRef, Node]) -> URIRef | None:
    """Return the term of ours that a statement is made with and that nobody has defined."""
    _, predicate, value = triple
    term = value if predicate == RDF.type else predicate
    if not isinstance(term, URIRef) or not term.startswith(_OURS):
        return None
    return None if (term, RDF.type, None) in graph else term


def _second(new: Graph, graph: Graph, triple: tuple[Node, URIRef, Node]) -> Node | None:
    """Return the other value of a property that takes one, if this one comes after it."""
    subject, predicate, value = triple
    if (predicate, RDF.type, OWL.FunctionalProperty) not in graph:
        return None
    others = [other for other in new.objects(subject, predicate) if other != value]
    return next((other for other in others if nt(other) < nt(value)), None)


def _local(term: URIRef) -> str:
    return term.removeprefix(_OURS)


def _nearest(context: Context, term: URIRef) -> dict[str, str]:
    """Ask whether a term was meant that is written much alike."""
    known = {
        _local(each): each
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for each in context.graph.subjects(RDF.type, kind)
        if isinstance(each, URIRef) and each.startswith(_OURS)
    }
    return nearest(context, _local(term), known, _SURE, _NEAR)


def _wanted(graph: Graph, triple: tuple[Node, URIRef, Node]) -> str | None:
    """Return the kind of value that a property takes, if this one is of another."""
    _, predicate, value = triple
    if predicate in _DATED:
        return None if _is(value, _DATES) else "date"
    if not predicate.startswith(_OURS):
        return None
    if (predicate, RDF.type, OWL.ObjectProperty) in graph:
        return "thing" if isinstance(value, Literal) else None
    if (predicate, RDF.type, OWL.DatatypeProperty) not in graph:
        return None
    kind, datatypes = _range(graph, predicate)
    fits = isinstance(value, Literal) if datatypes is None else _is(value, datatypes)
    return None if fits else kind


def _class(graph: Graph, triple: tuple[Node, URIRef, Node]) -> Node | None:
    """Return the class of ours that a property leads to, if what it names here is of others."""
    _, predicate, value = triple
    known = list(graph.objects(value, RDF.type))
    for declared in graph.objects(predicate, RDFS.range) if known else ():
        above = (graph.transitive_objects(kind, RDFS.subClassOf) for kind in known)
        if str(declared).startswith(_OURS) and not any(declared in each for each in above):
            return declared
    return None


def _of_class(context: Context, triple: tuple[Node, URIRef, Node], wanted: Node) -> Said:
    names = context.names(wanted)
    kind = {
        "ja": f"種類が「{names['ja']}」のもの",
        "en": f"a thing of the class “{names['en']}”",
    }
    return {"kind": kind, "example": str(context.graph.value(triple[1], SKOS.example) or "–")}


def _range(graph: Graph, predicate: Node) -> tuple[str, frozenset[URIRef] | None]:
    """Return what values of a property are, and their datatypes where these are known."""
    for declared in graph.objects(predicate, RDFS.range):
        if declared in _RANGES:
            return _RANGES[URIRef(str(declared))]
    if (predicate, RDFS.subPropertyOf, DXP.printedText) in graph:
        return "text", _TEXTS
    return "literal", None


def _is(value: Node, datatypes: frozenset[URIRef]) -> bool:
    """Whether a value is a literal of one of some datatypes, and written as these are."""
    if not isinstance(value, Literal) or value.ill_typed:
        return False
    plain = RDF.langString if value.language else XSD.string
    return (value.datatype or plain) in datatypes
