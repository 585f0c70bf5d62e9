"""Describes the endpoint to programs: what can be asked, in which formats, about which graphs.

SPARQL 1.1 Service Description, with sizes in VoID. Must not know HTTP or engines.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rdflib import RDF, RDFS, SDO, VOID, XSD, BNode, Graph, Literal, Namespace, URIRef

from service import formats
from service.builds import Build

DATASET: Final = "#dataset"
_ENTAILMENT: Final = URIRef("http://www.w3.org/ns/entailment/Simple")
_FORMAT: Final = URIRef("http://www.w3.org/ns/formats/Format")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
# Turtle is TriG and N-Triples are N-Quads, as long as there is but one graph
_SERIALIZERS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/trig": "turtle",
    "application/n-quads": "nt",
}


def service(
    endpoint: str, build: Build, documents: Iterable[str] = (), federation: bool = False
) -> Graph:
    """Describe the service at an address.

    Args:
        endpoint: the address under which clients reach it.
        build: what it serves.
        documents: addresses of documents that say more.
        federation: whether SERVICE may be used.

    Returns:
        The description.
    """
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("void", VOID)
    node, dataset = URIRef(endpoint), URIRef(endpoint + DATASET)
    graph.add((node, RDF.type, SD.Service))
    graph.add((node, SD.endpoint, node))
    _add(graph, node, SD.supportedLanguage, SD.SPARQL11Query, SD.Language)
    _add(graph, node, SD.feature, SD.UnionDefaultGraph, SD.Feature)
    if federation:
        _add(graph, node, SD.feature, SD.BasicFederatedQuery, SD.Feature)
    _add(graph, node, SD.defaultEntailmentRegime, _ENTAILMENT, SD.EntailmentRegime)
    for form in (*formats.TABLES, *formats.GRAPHS):
        if form.iri:
            _add(graph, node, SD.resultFormat, URIRef(form.iri), _FORMAT)
    for document in documents:
        graph.add((node, RDFS.seeAlso, URIRef(document)))
    _add(graph, node, SD.defaultDataset, dataset, SD.Dataset)
    _dataset(graph, dataset, build)
    return graph


def _add(graph: Graph, node: URIRef, predicate: URIRef, value: URIRef, kind: URIRef) -> None:
    """Say something of a node, and of what kind that is."""
    graph.add((node, predicate, value))
    graph.add((value, RDF.type, kind))


def _dataset(graph: Graph, dataset: URIRef, build: Build) -> None:
    default = URIRef(f"{dataset}-default")
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    if build.version:
        graph.add((dataset, SDO.version, Literal(build.version)))
    for name, triples in sorted(build.graphs.items()):
        named, content = BNode(), URIRef(name)
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, content))
        graph.add((named, SD.graph, content))
        graph.add((content, RDF.type, SD.Graph))
        graph.add((content, RDF.type, VOID.Dataset))
        graph.add((content, VOID.triples, Literal(triples, datatype=XSD.integer)))


def write(graph: Graph, form: formats.Format) -> bytes:
    """Write a description in one of the graph formats."""
    return graph.serialize(format=_SERIALIZERS[form.media], encoding="utf-8")
