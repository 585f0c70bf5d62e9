"""Names of things for a reader: a label in the language asked for, else the short IRI.

Looks labels up in a graph. Must not know pages, findings or where the graph came from.
"""

from __future__ import annotations

from typing import Final

from rdflib import DCTERMS, FOAF, RDFS, SH, SKOS, Graph, Literal, Node, URIRef

from service.namespaces import DXP, PREFIXES, SOURCE
from service.sources import parse_place

# in order of preference; the printed name last, since it may carry slips of the print
LABELS: Final = (
    SKOS.prefLabel,
    RDFS.label,
    DCTERMS.title,
    FOAF.name,
    SH.name,
    DXP.unofficialLabel,
    DXP.printedLabel,
)
LANGUAGES: Final = ("ja", "en")
_LINES: Final = {"ja": ("{0} 行", "{0}〜{1} 行"), "en": ("line {0}", "lines {0}–{1}")}


def label(graph: Graph, node: Node, language: str) -> str | None:
    """Find a name.

    Args:
        graph: where labels stand.
        node: the thing.
        language: "ja" or "en".

    Returns:
        A label in that language; else one without a language; else one in the other
        language; None if there is no label at all.
    """
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    for wanted in (language, None, other):
        for predicate in LABELS:
            found = [str(o) for o in graph.objects(node, predicate) if _is_in(o, wanted)]
            if found:
                return min(found)
    return None


def _is_in(node: Node, language: str | None) -> bool:
    return isinstance(node, Literal) and node.language == language


def shorten(iri: str) -> str:
    """Write an IRI with one of the project's prefixes where it has one, else in full."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local:
            return f"{prefix}:{local}"
    return iri


def span(first: int, last: int, language: str) -> str:
    """Write a range of lines."""
    return _LINES[language][first != last].format(first, last)


def name(graph: Graph, node: Node, language: str) -> str:
    """Name a term for a reader.

    A literal by its text, a thing by its label, lines of a source by the document and their
    numbers, all else by its short IRI.
    """
    if isinstance(node, Literal):
        return str(node)
    found = label(graph, node, language)
    if found is not None:
        return found
    if place := parse_place(str(node)):
        document = name(graph, URIRef(SOURCE[place.source]), language)
        return f"{document} {span(place.first, place.last, language)}"
    if isinstance(node, URIRef):
        return shorten(str(node))
    return "（名前のない資源）" if language == "ja" else "(unnamed resource)"
