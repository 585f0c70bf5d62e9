"""``/.well-known/void``: describes the data themselves, with figures counted in them.

Standard: Describing Linked Datasets with the VoID Vocabulary (W3C Interest Group Note); section 4.6
for the statistics, RFC 8615 for the address. The counts come from the build (``void_counts``); data
of another engine are asked for them, once for each version. Must not know how queries are
answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from service import (
    address,
    asking,
    description,
    dumps,
    formats,
    graph_store,
    negotiation,
    parameters,
    record,
    revalidation,
    void_counts,
)
from service.asking import Row, Term
from service.builds import Build
from service.context import config, endpoint, engine
from service.namespaces import BASE
from service.void_counts import Tables

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
    content = _written(build, offer.format)
    record.current().answered(0, None, build.version)
    return revalidation.dressed(Response(content), offer, tag)


def _written(build: Build, form: formats.Format) -> bytes:
    """Write the description, or return what is kept of it: one for each format."""
    if not build.version:
        return description.write(describe(build), form)
    kept: dict[str, tuple[str, bytes]] = current_app.extensions.setdefault("dxplan-void", {})
    version, content = kept.get(form.media, ("", b""))
    if version != build.version:
        content = description.write(describe(build), form)
        kept[form.media] = (build.version, content)
    return content


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
    tables = void_counts.read(build.dataset) or _asked()
    _totals(graph, dataset, tables)
    for name, triples in sorted((build.graphs or _sizes(tables)).items()):
        _subset(graph, dataset, URIRef(name), triples, build)
    for name, kind, entities in tables.classes_of:
        _class(graph, URIRef(name), kind, entities)
    for name, prop, triples in tables.properties_of:
        _property(graph, URIRef(name), prop, triples)
    return graph


def _asked() -> Tables:
    """Ask the engine for what no build has counted."""
    totals = asking.select(_TOTALS)[0]
    return Tables(
        _number(totals, "triples"),
        _number(totals, "subjects"),
        _number(totals, "objects"),
        tuple((row["c"].value, _number(row, "n")) for row in _named(_CLASSES)),
        tuple(
            (row["p"].value, _number(row, "n"), _number(row, "subjects"), _number(row, "objects"))
            for row in asking.select(_PROPERTIES)
        ),
        tuple((row["g"].value, row["c"].value, _number(row, "n")) for row in _named(_CLASSES_OF)),
        tuple(
            (row["g"].value, row["p"].value, _number(row, "n"))
            for row in asking.select(_PROPERTIES_OF)
        ),
    )


def _named(question: str) -> Iterator[Row]:
    """Ask for classes; leave out those without a name."""
    return (row for row in asking.select(question) if row["c"].kind == "uri")


def _number(row: Row, name: str) -> int:
    return int(row[name].value)


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
    for dump in _dumps(None, build):
        graph.add((dataset, VOID.dataDump, dump))
    graph.add((dataset, FOAF.homepage, URIRef(address.public(config()))))
    for form in formats.GRAPHS:
        if form.iri:
            graph.add((dataset, VOID.feature, URIRef(form.iri)))


def _dumps(name: str | None, build: Build) -> Iterator[URIRef]:
    """Yield where a graph can be downloaded; None is all of them together."""
    root = address.public(config()).rstrip("/")
    chosen = "default" if name is None else "graph=" + quote(name, safe="")
    yield URIRef(f"{root}{graph_store.PATH}?{chosen}")
    if build.dataset is not None:
        for file in dumps.rdf_files(name):
            yield URIRef(f"{root}/{dumps.FOLDER}/{quote(file)}")


def _totals(graph: Graph, dataset: URIRef, tables: Tables) -> None:
    for predicate, count in (
        (VOID.triples, tables.triples),
        (VOID.distinctSubjects, tables.subjects),
        (VOID.distinctObjects, tables.objects),
        (VOID.classes, len(tables.classes)),
        (VOID.properties, len(tables.properties)),
    ):
        graph.add((dataset, predicate, _count(count)))
    for kind, entities in tables.classes:
        _class(graph, dataset, kind, entities)
    for prop, triples, subjects, objects in tables.properties:
        part = _property(graph, dataset, prop, triples)
        graph.add((part, VOID.distinctSubjects, _count(subjects)))
        graph.add((part, VOID.distinctObjects, _count(objects)))
    kinds, properties = (row[0] for row in tables.classes), (row[0] for row in tables.properties)
    for vocabulary in _vocabularies(chain(kinds, properties)):
        graph.add((dataset, VOID.vocabulary, URIRef(vocabulary)))


def _class(graph: Graph, dataset: URIRef, kind: str, entities: int) -> None:
    part = BNode()
    graph.add((dataset, VOID.classPartition, part))
    graph.add((part, VOID["class"], URIRef(kind)))
    graph.add((part, VOID.entities, _count(entities)))


def _property(graph: Graph, dataset: URIRef, prop: str, triples: int) -> BNode:
    part = BNode()
    graph.add((dataset, VOID.propertyPartition, part))
    graph.add((part, VOID.property, URIRef(prop)))
    graph.add((part, VOID.triples, _count(triples)))
    return part


def _subset(graph: Graph, dataset: URIRef, name: URIRef, triples: int, build: Build) -> None:
    graph.add((dataset, VOID.subset, name))
    graph.add((name, RDF.type, VOID.Dataset))
    graph.add((name, VOID.triples, _count(triples)))
    for dump in _dumps(str(name), build):
        graph.add((name, VOID.dataDump, dump))


def _sizes(tables: Tables) -> dict[str, int]:
    """Add up the triples of each graph, for an engine that does not tell."""
    sizes: dict[str, int] = {}
    for name, _, triples in tables.properties_of:
        sizes[name] = sizes.get(name, 0) + triples
    return sizes


def _vocabularies(names: Iterable[str]) -> list[str]:
    """Return the namespaces that classes and properties are from."""
    return sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in names} - {""})


def _iri(term: Term) -> URIRef:
    return URIRef(term.value)


def _node(term: Term) -> Node:
    if term.kind == "uri":
        return _iri(term)
    return Literal(term.value, lang=term.language or None)


def _count(value: int) -> Literal:
    return Literal(str(value), datatype=XSD.integer)
