"""``/.well-known/void``: describes the data themselves, with figures counted in them.

Standard: Describing Linked Datasets with the VoID Vocabulary (W3C Interest Group Note); section 4.6
for the statistics, RFC 8615 for the address. Counted once for each version of the data. Must not
know how queries are answered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, request
from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from service import (
    address,
    asking,
    description,
    formats,
    graph_store,
    negotiation,
    parameters,
    record,
    revalidation,
)
from service.asking import Row, Term
from service.builds import Build
from service.context import config, endpoint, engine
from service.namespaces import BASE

PATH: Final = "/.well-known/void"
routes: Final = Blueprint("void", __name__)
_CATALOG: Final = f"<{BASE}catalog>"
_ABOUT: Final = f"""SELECT ?p ?o {{ {_CATALOG} ?p ?o .
  VALUES ?p {{ dcterms:title dcterms:description dcterms:license dcterms:publisher dcterms:creator
    dcterms:language }} }} ORDER BY ?p ?o"""
_TOTALS: Final = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"""
_CLASSES: Final = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTIES: Final = """SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects)
  (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"""
_CLASSES_OF: Final = """SELECT ?g ?c (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a ?c } }
  GROUP BY ?g ?c ORDER BY ?g ?c"""
_PROPERTIES_OF: Final = """SELECT ?g ?p (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }
  GROUP BY ?g ?p ORDER BY ?g ?p"""


@routes.get(PATH)
def void() -> Response:
    """Send the description in the RDF format asked for."""
    fields = parameters.of_url(request)
    short = next((value for name, value in fields if name == "format"), "")
    offer = negotiation.choose_document(request.headers.get("Accept"), short)
    build = engine().build()
    tag = revalidation.tag(build.version, PATH, offer.media)
    if (unchanged := revalidation.unchanged(tag)) is not None:
        return unchanged
    content = description.write(describe(build), offer.format)
    record.current().answered(0, None, build.version)
    return revalidation.dressed(Response(content), offer, tag)


def describe(build: Build) -> Graph:
    """Describe the data that are being served; within a request only.

    Args:
        build: what is served.

    Raises:
        DxplanError: as the engine says.
    """
    graph = Graph()
    for prefix, namespace in (("void", VOID), ("dcterms", DCTERMS), ("foaf", FOAF)):
        graph.bind(prefix, namespace)
    dataset = URIRef(endpoint() + description.DATASET)
    _document(graph, dataset)
    _about(graph, dataset, build)
    _totals(graph, dataset)
    sizes = build.graphs or _sizes(asking.select(_PROPERTIES_OF))
    for name, triples in sorted(sizes.items()):
        _subset(graph, dataset, URIRef(name), triples)
    for row in asking.select(_CLASSES_OF):
        _class(graph, _iri(row["g"]), row)
    for row in asking.select(_PROPERTIES_OF):
        _property(graph, _iri(row["g"]), row)
    return graph


def _document(graph: Graph, dataset: URIRef) -> None:
    here = URIRef(address.public(config()).rstrip("/") + PATH)
    graph.add((here, RDF.type, VOID.DatasetDescription))
    graph.add((here, FOAF.topic, dataset))
    graph.add((here, FOAF.primaryTopic, dataset))


def _about(graph: Graph, dataset: URIRef, build: Build) -> None:
    """Say who publishes the data, under which licence, where to ask and to download."""
    graph.add((dataset, RDF.type, VOID.Dataset))
    for row in asking.select(_ABOUT):
        graph.add((dataset, _iri(row["p"]), _node(row["o"])))
    if build.dataset is not None and build.dataset.exists():
        day = datetime.fromtimestamp(build.dataset.stat().st_mtime, UTC).date()
        graph.add((dataset, DCTERMS.modified, Literal(day.isoformat(), datatype=XSD.date)))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(endpoint())))
    graph.add((dataset, VOID.uriSpace, Literal(BASE)))
    graph.add((dataset, VOID.dataDump, dump(None)))
    graph.add((dataset, FOAF.homepage, URIRef(address.public(config()))))
    for form in formats.GRAPHS:
        if form.iri:
            graph.add((dataset, VOID.feature, URIRef(form.iri)))


def dump(name: str | None) -> URIRef:
    """Return where a graph can be downloaded; None is all of them together."""
    chosen = "default" if name is None else "graph=" + quote(name, safe="")
    return URIRef(f"{address.public(config()).rstrip('/')}{graph_store.PATH}?{chosen}")


def _totals(graph: Graph, dataset: URIRef) -> None:
    totals = asking.select(_TOTALS)[0]
    classes, properties = asking.select(_CLASSES), asking.select(_PROPERTIES)
    for predicate, count in (
        (VOID.triples, totals["triples"].value),
        (VOID.distinctSubjects, totals["subjects"].value),
        (VOID.distinctObjects, totals["objects"].value),
        (VOID.classes, len(classes)),
        (VOID.properties, len(properties)),
    ):
        graph.add((dataset, predicate, _count(count)))
    for row in classes:
        _class(graph, dataset, row)
    for row in properties:
        _property(graph, dataset, row)
    for vocabulary in _vocabularies(
        row[name]
        for rows in (classes, properties)
        for row in rows
        for name in ("c", "p")
        if name in row
    ):
        graph.add((dataset, VOID.vocabulary, URIRef(vocabulary)))


def _class(graph: Graph, dataset: URIRef, row: Row) -> None:
    if row["c"].kind == "uri":
        part = BNode()
        graph.add((dataset, VOID.classPartition, part))
        graph.add((part, VOID["class"], _iri(row["c"])))
        graph.add((part, VOID.entities, _count(row["n"].value)))


def _property(graph: Graph, dataset: URIRef, row: Row) -> None:
    part = BNode()
    graph.add((dataset, VOID.propertyPartition, part))
    graph.add((part, VOID.property, _iri(row["p"])))
    graph.add((part, VOID.triples, _count(row["n"].value)))
    if "subjects" in row:
        graph.add((part, VOID.distinctSubjects, _count(row["subjects"].value)))
        graph.add((part, VOID.distinctObjects, _count(row["objects"].value)))


def _subset(graph: Graph, dataset: URIRef, name: URIRef, triples: int) -> None:
    graph.add((dataset, VOID.subset, name))
    graph.add((name, RDF.type, VOID.Dataset))
    graph.add((name, VOID.triples, _count(triples)))
    graph.add((name, VOID.dataDump, dump(str(name))))


def _sizes(rows: Iterable[Row]) -> dict[str, int]:
    """Add up the triples of each graph, for an engine that does not tell."""
    sizes: dict[str, int] = {}
    for row in rows:
        name = row["g"].value
        sizes[name] = sizes.get(name, 0) + int(row["n"].value)
    return sizes


def _vocabularies(terms: Iterable[Term]) -> list[str]:
    """Return the namespaces that classes and properties are from."""
    iris = {term.value for term in terms if term.kind == "uri"}
    return sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris} - {""})


def _iri(term: Term) -> URIRef:
    return URIRef(term.value)


def _node(term: Term) -> Node:
    if term.kind == "uri":
        return _iri(term)
    return Literal(term.value, lang=term.language or None)


def _count(value: int | str) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
