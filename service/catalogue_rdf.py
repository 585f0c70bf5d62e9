"""The catalogue in RDF: the datasets of the graph, what can be had of each, and where to ask.

Titles, licence and publisher are statements of the graph itself; distributions and the service
belong to this installation. Must not know pages.

Standards: DCAT 3; DCAT-AP 3.0.1 (its shapes are a test); SPDX for checksums; VoID for sizes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    PROV,
    RDF,
    RDFS,
    SKOS,
    VOID,
    XSD,
    Graph,
    Literal,
    Namespace,
    URIRef,
)

from service import address, asking, description, dumps, void
from service.asking import Term
from service.builds import Build
from service.context import config, endpoint
from service.dumps import File, Index
from service.namespaces import BASE, GRAPH
from service.texts import Texts

CATALOGUE: Final = URIRef(f"{BASE}catalog")
_VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_EU: Final = "http://publications.europa.eu/resource/authority/"
_IANA: Final = "https://www.iana.org/assignments/media-types/"
VERSION: Final = URIRef(f"{DCAT}version")  # of DCAT 3; RDFLib knows DCAT 2
_ONTOLOGY: Final = URIRef(f"{BASE}ontology")
_THEME: Final = URIRef(f"{_EU}data-theme/GOVE")
_THEMES: Final = URIRef(f"{_EU}data-theme")
_PUBLIC: Final = URIRef(f"{_EU}access-right/PUBLIC")
_JAPAN: Final = URIRef(f"{_EU}country/JPN")
_IRREGULAR: Final = URIRef(f"{_EU}frequency/IRREG")
_AVAILABILITY: Final = URIRef("http://data.europa.eu/r5r/availability")
_STABLE: Final = URIRef(f"{_EU}planned-availability/STABLE")
# languages as DCAT-AP names them
_LANGUAGES: Final = {
    "http://id.loc.gov/vocabulary/iso639-1/ja": f"{_EU}language/JPN",
    "http://id.loc.gov/vocabulary/iso639-1/en": f"{_EU}language/ENG",
}
# a document that the data were read from is no dataset
_PROPERTIES: Final = {str(DCTERMS.source): str(PROV.wasDerivedFrom)}
_GZIP: Final = URIRef(f"{_IANA}application/gzip")
_PROTOCOL: Final = URIRef("https://www.w3.org/TR/sparql11-protocol/")
_CSVW: Final = URIRef("https://www.w3.org/TR/tabular-metadata/")
_FILE_TYPES: Final = {
    "text/turtle": "RDF_TURTLE",
    "application/trig": "RDF_TRIG",
    "application/n-quads": "RDF_N_QUADS",
    "application/ld+json": "JSON_LD",
    "text/csv": "CSV",
    "application/xml": "XML",
}
# what of the graph's statements about the catalogue and its datasets is part of a catalogue
_STATED: Final = """SELECT ?s ?p ?o { GRAPH <https://w3id.org/dxplan/graph/catalogue> {
  ?s a ?kind ; ?p ?o . VALUES ?kind { dcat:Catalog dcat:Dataset }
  VALUES ?p { rdf:type dcterms:title dcterms:description dcterms:license dcterms:publisher
    dcterms:creator dcterms:language dcterms:source dcat:dataset } } } ORDER BY ?s ?p ?o"""
# the years that the plan in a graph is for
_PERIODS: Final = """SELECT DISTINCT ?g ?start ?end { ?source dxp:transcribedIn ?g ;
  dxp:holdsTextOf ?edition . ?edition dxp:firstFiscalYear/dxp:startDate ?start ;
  dxp:lastFiscalYear/dxp:endDate ?end } ORDER BY ?g ?start ?end"""
_CREATED: Final = f"SELECT ?d {{ <{BASE}ontology> dcterms:created ?d }} LIMIT 1"
_AGENTS: Final = "SELECT ?a ?l { ?a rdfs:label ?l . VALUES ?a { %s } } ORDER BY ?a ?l"
# names of terms of others, which a catalogue must give
_NAMES: Final = (
    (_THEME, SKOS.prefLabel, "行政・公共部門", "Government and public sector"),
    (_THEMES, DCTERMS.title, "データの主題", "Data theme"),
    (_STABLE, SKOS.prefLabel, "安定", "stable"),
    (_JAPAN, SKOS.prefLabel, "日本", "Japan"),
)
# what a thing that a property leads to is, as DCAT-AP wants it said
_KINDS: Final = (
    (DCTERMS.publisher, FOAF.Agent),
    (DCTERMS.creator, FOAF.Agent),
    (DCTERMS.license, DCTERMS.LicenseDocument),
    (DCTERMS.language, DCTERMS.LinguisticSystem),
    (DCTERMS.conformsTo, DCTERMS.Standard),
    (DCTERMS.accessRights, DCTERMS.RightsStatement),
    (DCTERMS.accrualPeriodicity, DCTERMS.Frequency),
    (DCTERMS.spatial, DCTERMS.Location),
    (DCTERMS.format, DCTERMS.MediaTypeOrExtent),
    (DCAT.mediaType, DCTERMS.MediaType),
    (DCAT.mediaType, DCTERMS.MediaTypeOrExtent),
    (DCAT.compressFormat, DCTERMS.MediaType),
    (DCAT.compressFormat, DCTERMS.MediaTypeOrExtent),
    (DCAT.landingPage, FOAF.Document),
    (DCAT.themeTaxonomy, SKOS.ConceptScheme),
    (DCAT.theme, SKOS.Concept),
    (_AVAILABILITY, SKOS.Concept),
)


def whole() -> URIRef:
    """Return the IRI of all graphs together, the same as in VoID and service description."""
    return URIRef(endpoint() + description.DATASET)


def collection(name: str) -> URIRef:
    """Return the IRI of what is derived from the graph: "tables" or "stratml"."""
    return URIRef(f"{_root()}/catalog#{name}")


def describe(build: Build, index: Index | None) -> Graph:
    """Describe what this installation publishes; within a request only.

    Args:
        build: what is served.
        index: its downloads, if there are any.

    Raises:
        DxplanError: as the engine says.
    """
    graph = Graph()
    for prefix, space in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("void", VOID),
                          ("spdx", SPDX), ("skos", SKOS)):  # fmt: skip
        graph.bind(prefix, space)
    for row in asking.select(_STATED):
        prop = _PROPERTIES.get(row["p"].value, row["p"].value)
        graph.add((URIRef(row["s"].value), URIRef(prop), _node(row["o"])))
    for name in sorted(
        set(build.graphs) - {str(s) for s in graph.subjects(RDF.type, DCAT.Dataset)}
    ):
        _new(graph, URIRef(name), name.removeprefix(str(GRAPH)), name.removeprefix(str(GRAPH)))
    _collections(graph, index)
    for dataset in sorted(str(each) for each in graph.subjects(RDF.type, DCAT.Dataset)):
        _dataset(graph, URIRef(dataset), build)
    _periods(graph)
    _service(graph)
    _catalogue(graph, build)
    _contact(graph)
    for found in index.files if index else ():
        _distributions(graph, found, build.version)
    _say_kinds(graph)
    return graph


def _root() -> str:
    return address.public(config()).rstrip("/")


def _new(graph: Graph, dataset: URIRef, ja: str, en: str, note: str = "") -> None:
    """Add a dataset that no statement of the graph describes."""
    texts = {"ja": Texts("ja"), "en": Texts("en")}
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((CATALOGUE, DCAT.dataset, dataset))
    for tongue, title in (("ja", ja), ("en", en)):
        graph.add((dataset, DCTERMS.title, Literal(title, lang=tongue)))
        said = getattr(texts[tongue], note or "catalogue_graph_note").format(name=title)
        graph.add((dataset, DCTERMS.description, Literal(said, lang=tongue)))
    for prop in (DCTERMS.license, DCTERMS.publisher, DCTERMS.creator, DCTERMS.language):
        for value in graph.objects(CATALOGUE, prop):
            graph.add((dataset, prop, value))


def _collections(graph: Graph, index: Index | None) -> None:
    ja, en = Texts("ja"), Texts("en")
    made = {"whole": whole()}
    if index is not None:
        made |= {name: collection(name) for name in ("tables", "stratml")}
    for name, dataset in made.items():
        title = f"catalogue_{name}"
        _new(graph, dataset, getattr(ja, title), getattr(en, title), f"{title}_note")
        if name != "whole":
            graph.add((dataset, DCTERMS.source, whole()))
        else:
            for part in graphs_of(graph):
                graph.add((whole(), VOID.subset, part))


def graphs_of(graph: Graph) -> list[URIRef]:
    """Return the datasets of a catalogue that are named graphs."""
    every = (str(each) for each in graph.objects(CATALOGUE, DCAT.dataset))
    return [URIRef(each) for each in sorted(every) if each.startswith(str(GRAPH))]


def _dataset(graph: Graph, dataset: URIRef, build: Build) -> None:
    graph.add((dataset, DCAT.theme, _THEME))
    graph.add((dataset, DCTERMS.accessRights, _PUBLIC))
    graph.add((dataset, DCTERMS.accrualPeriodicity, _IRREGULAR))
    graph.add((dataset, DCTERMS.spatial, _JAPAN))
    graph.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    graph.add((dataset, VERSION, Literal(build.version)))
    graph.add((dataset, DCTERMS.conformsTo, _ONTOLOGY))
    page = f"{_root()}/catalog.html"
    if str(dataset).startswith(str(GRAPH)):
        page = f"{_root()}/{str(dataset).removeprefix(BASE)}.html"
        size = build.graphs.get(str(dataset))
        if size is not None:
            graph.add((dataset, RDF.type, VOID.Dataset))
            graph.add((dataset, VOID.triples, Literal(size, datatype=XSD.integer)))
    graph.add((dataset, DCAT.landingPage, URIRef(page)))
    _keywords(graph, dataset)
    _dates(graph, dataset, build)


def _periods(graph: Graph) -> None:
    for row in asking.select(_PERIODS):
        dataset = URIRef(row["g"].value)
        period = URIRef(f"{_root()}/catalog#{dataset.removeprefix(GRAPH)}-period")
        graph.add((dataset, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, Literal(row["start"].value, datatype=XSD.date)))
        graph.add((period, DCAT.endDate, Literal(row["end"].value, datatype=XSD.date)))


def _contact(graph: Graph) -> None:
    """Say whom to write to about the datasets and the service, if the operator has set it."""
    address = config().contact
    if not address:
        return
    contact = URIRef(f"{_root()}/catalog#contact")
    graph.bind("vcard", _VCARD)
    for subject in (
        *graph.subjects(RDF.type, DCAT.Dataset),
        *graph.subjects(RDF.type, DCAT.DataService),
    ):
        graph.add((subject, DCAT.contactPoint, contact))
    graph.add((contact, RDF.type, _VCARD.Kind))
    for tongue in ("ja", "en"):
        words = Texts(tongue)
        graph.add((contact, _VCARD.fn, Literal(words.catalogue_contact, lang=tongue)))
    prop = _VCARD.hasEmail if address.startswith("mailto:") else _VCARD.hasURL
    graph.add((contact, prop, URIRef(address)))


def _keywords(graph: Graph, subject: URIRef) -> None:
    for tongue in ("ja", "en"):
        for word in Texts(tongue).catalogue_keywords.split("|"):
            graph.add((subject, DCAT.keyword, Literal(word, lang=tongue)))


def _dates(graph: Graph, subject: URIRef, build: Build) -> None:
    for row in asking.select(_CREATED):
        graph.add((subject, DCTERMS.issued, Literal(row["d"].value, datatype=XSD.date)))
    if build.dataset is not None and build.dataset.exists():
        day = datetime.fromtimestamp(build.dataset.stat().st_mtime, UTC).date()
        graph.add((subject, DCTERMS.modified, Literal(day.isoformat(), datatype=XSD.date)))


def _service(graph: Graph) -> None:
    service = URIRef(endpoint())
    graph.add((CATALOGUE, DCAT.service, service))
    graph.add((service, RDF.type, DCAT.DataService))
    graph.add((service, DCAT.endpointURL, service))
    graph.add((service, DCAT.endpointDescription, service))
    graph.add((service, DCTERMS.conformsTo, _PROTOCOL))
    graph.add((service, DCTERMS.accessRights, _PUBLIC))
    graph.add((service, DCTERMS.identifier, Literal(str(service))))
    graph.add((service, DCAT.theme, _THEME))
    _keywords(graph, service)
    for tongue in ("ja", "en"):
        words = Texts(tongue)
        graph.add((service, DCTERMS.title, Literal(words.catalogue_service, lang=tongue)))
        graph.add((service, DCTERMS.description, Literal(words.endpoint_note, lang=tongue)))
    for prop in (DCTERMS.license, DCTERMS.publisher):
        for value in graph.objects(CATALOGUE, prop):
            graph.add((service, prop, value))
    for dataset in (whole(), *graphs_of(graph)):
        graph.add((service, DCAT.servesDataset, dataset))


def _catalogue(graph: Graph, build: Build) -> None:
    graph.add((CATALOGUE, RDF.type, DCAT.Catalog))
    graph.add((CATALOGUE, FOAF.homepage, URIRef(f"{_root()}/")))
    graph.add((URIRef(f"{_root()}/"), RDF.type, FOAF.Document))
    graph.add((CATALOGUE, DCAT.themeTaxonomy, _THEMES))
    graph.add((CATALOGUE, DCTERMS.spatial, _JAPAN))
    graph.add((CATALOGUE, VERSION, Literal(build.version)))
    graph.add((CATALOGUE, RDFS.seeAlso, URIRef(_root() + void.PATH)))
    _dates(graph, CATALOGUE, build)
    for iri, prop, ja, en in _NAMES:
        graph.add((iri, prop, Literal(ja, lang="ja")))
        graph.add((iri, prop, Literal(en, lang="en")))


def _distributions(graph: Graph, found: File, version: str) -> None:
    if found.kind == "metadata":
        return
    place = f"{_root()}/download/{version}/"
    packed = (found.packed_size, found.packed_sha256)
    for suffix, size, total in (("", found.size, found.sha256), (".gz", *packed)):
        name = f"{found.name}{suffix}"
        node, url = URIRef(f"{_root()}/catalog#{name}"), URIRef(place + name)
        graph.add((_dataset_of(found), DCAT.distribution, node))
        graph.add((node, RDF.type, DCAT.Distribution))
        graph.add((node, DCTERMS.title, Literal(name)))
        graph.add((node, DCTERMS.description, Literal(_said(found), lang="en")))
        graph.add((node, DCAT.accessURL, url))
        graph.add((node, DCAT.downloadURL, url))
        graph.add((node, DCAT.mediaType, URIRef(_IANA + found.media)))
        graph.add((node, DCTERMS.format, URIRef(f"{_EU}file-type/{_FILE_TYPES[found.media]}")))
        graph.add((node, DCAT.byteSize, Literal(str(size), datatype=XSD.nonNegativeInteger)))
        if suffix:
            graph.add((node, DCAT.compressFormat, _GZIP))
        _checksum(graph, node, total)
        _of_all(graph, node, found)


def _of_all(graph: Graph, node: URIRef, found: File) -> None:
    """Add what distributions have from their dataset."""
    dataset = _dataset_of(found)
    for prop in (DCTERMS.license, DCTERMS.issued, DCTERMS.modified):
        for value in graph.objects(dataset, prop):
            graph.add((node, prop, value))
    graph.add((node, _AVAILABILITY, _STABLE))
    if found.kind == "table":
        graph.add((node, DCTERMS.conformsTo, _CSVW))
    elif found.kind == "rdf":
        graph.add((node, DCTERMS.conformsTo, _ONTOLOGY))


def _checksum(graph: Graph, node: URIRef, total: str) -> None:
    checksum = URIRef(f"{node}-sha256")
    graph.add((node, SPDX.checksum, checksum))
    graph.add((checksum, RDF.type, SPDX.Checksum))
    graph.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    graph.add((SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm))
    graph.add((checksum, SPDX.checksumValue, Literal(total, datatype=XSD.hexBinary)))


def _dataset_of(found: File) -> URIRef:
    if found.kind == "rdf":
        return URIRef(found.about) if found.about else whole()
    return collection("tables" if found.kind == "table" else "stratml")


def _said(found: File) -> str:
    if found.kind == "stratml":
        return f"StratML of {found.about}"
    return f"{found.media} of {found.about or dumps.WHOLE}"


def _say_kinds(graph: Graph) -> None:
    for prop, kind in _KINDS:
        for value in set(graph.objects(None, prop)):
            if isinstance(value, URIRef):
                graph.add((value, RDF.type, kind))
                scheme, _, code = value.removeprefix(_EU).rpartition("/")
                if value.startswith(_EU) and code and scheme:
                    graph.add((value, SKOS.inScheme, URIRef(_EU + scheme)))
    agents = sorted({str(s) for s in graph.subjects(RDF.type, FOAF.Agent)})
    for row in asking.select(_AGENTS % asking.iris(agents)):
        graph.add((URIRef(row["a"].value), FOAF.name, _node(row["l"])))


def _node(term: Term) -> URIRef | Literal:
    if term.kind == "uri":
        return URIRef(_LANGUAGES.get(term.value, term.value))
    return Literal(term.value, lang=term.language or None)
