"""``/catalog.html`` and its like in RDF: what is published here, for people and for harvesters.

The description is ``service.catalogue_rdf``'s, made once for each version of the data. Must not
know how downloads are made.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import Any, Final

from flask import Blueprint, Response, current_app, request
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Graph, Literal, URIRef

from service import (
    address,
    catalogue_rdf,
    description,
    dumps_routes,
    keeping,
    language,
    linking,
    record,
    rendering,
    revalidation,
    things,
    void,
)
from service.catalogue_rdf import CATALOGUE
from service.context import config, endpoint, engine
from service.dumps import Index
from service.errors import EnvironmentFault, NoSuchThing
from service.formats import PAGE
from service.negotiation import Offer
from service.texts import Texts
from service.things_address import FORMATS, Address

_log: Final = logging.getLogger(__name__)
routes: Final = Blueprint("catalogue", __name__)
_ASKED: Final = Address(str(CATALOGUE), None)
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_SHOWN: Final = ("trig", "ttl", "nq", "jsonld")


@dataclass
class _Described:
    """The description of one version of the data, and what was written of it."""

    version: str = ""
    graph: Graph = field(default_factory=Graph)
    documents: dict[str, bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@routes.get("/catalog.html")
def page() -> Response:
    """Show the datasets and where each can be had."""
    held = _described()
    response = keeping.page(lambda: _page(held.graph), held.version)
    record.current().keep = ""  # files may be made anew for the same data
    return response


def _page(graph: Graph) -> Response:
    chosen = language.of(request)
    response = rendering.page(
        "catalogue.html",
        datasets=_datasets(graph, chosen),
        title=_text(graph, CATALOGUE, chosen),
        iri=str(CATALOGUE),
        facts=_facts(graph, chosen),
        documents=[(_ASKED.to(form), form) for form in FORMATS if form is not PAGE],
        endpoint=endpoint(),
        void=void.PATH,
        data=schema(chosen),
    )
    return things.linked(response, Address(str(CATALOGUE), PAGE))


@routes.get("/catalog.<any(ttl, jsonld, nt, rdf):extension>")
def document(extension: str) -> Response:
    """Send the catalogue in a format of RDF."""
    form = next(each for each in FORMATS if each.extension == extension)
    held = _described()
    tag = revalidation.tag(held.version, str(CATALOGUE), form.media)
    response = revalidation.unchanged(tag)
    if response is None:
        content = held.documents.get(extension) or description.write(held.graph, form)
        held.documents[extension] = content
        response = revalidation.dressed(Response(content), Offer(form, form.media), tag)
        record.current().keep = held.version
    return things.linked(response, Address(str(CATALOGUE), form))


@routes.app_template_global("catalogue_data")
def schema(chosen: str) -> dict[str, Any]:
    """Describe the whole dataset in schema.org's terms, for search engines (JSON-LD 1.1)."""
    words, root = Texts(chosen), address.public(config()).rstrip("/")
    owner = {"@type": "Organization", "name": words.site, "url": f"{root}/"}
    files = [("dxplan.trig.gz", "application/trig"), ("dxplan.nq.gz", "application/n-quads")]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": str(CATALOGUE),
        "identifier": str(CATALOGUE),
        "name": words.site,
        "description": words.lead,
        "url": f"{root}/catalog.html",
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": ["ja", "en"],
        "keywords": words.catalogue_keywords.split("|"),
        "creator": owner,
        "publisher": owner,
        "spatialCoverage": {"@type": "Place", "name": "東京都 / Tokyo"},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": f"{root}/download/{name}",
            }
            for name, media in files
        ],
    }


def _described() -> _Described:
    held: _Described = current_app.extensions.setdefault("dxplan-catalogue", _Described())
    build, index = engine().build(), _index()
    version = f"{build.version} {index.stamp if index else ''}"
    with held.lock:
        if held.version != version or not build.version:
            held.graph, held.documents = catalogue_rdf.describe(build, index), {}
            held.version = version
    return held


def _index() -> Index | None:
    try:
        return dumps_routes.held()
    except NoSuchThing:
        return None  # the engine is elsewhere; its data can be had by queries alone
    except EnvironmentFault as fault:
        _log.warning("no downloads: %s", fault)  # the catalogue is right without them
        return None


def _text(graph: Graph, node: URIRef, chosen: str, prop: URIRef = DCTERMS.title) -> str:
    found = {
        str(each.language): str(each)
        for each in graph.objects(node, prop)
        if isinstance(each, Literal)
    }
    return found.get(chosen) or next(iter(found.values()), "")


def _facts(graph: Graph, chosen: str) -> list[tuple[str, str]]:
    """Return what a reader asks first: who, since when, which version."""
    publisher = graph.value(CATALOGUE, DCTERMS.publisher)
    shown = [("catalogue_publisher", _text(graph, publisher, chosen, FOAF.name))
             if isinstance(publisher, URIRef) else ("catalogue_publisher", "")]  # fmt: skip
    for text, prop in (("issued", DCTERMS.issued), ("modified", DCTERMS.modified),
                       ("version", catalogue_rdf.VERSION)):  # fmt: skip
        shown.append((f"catalogue_{text}", str(graph.value(CATALOGUE, prop) or "")))
    return [(text, value) for text, value in shown if value]


def _datasets(graph: Graph, chosen: str) -> list[dict[str, Any]]:
    every = [URIRef(str(each)) for each in graph.objects(CATALOGUE, DCAT.dataset)]
    first = catalogue_rdf.whole()
    return [
        {
            "address": linking.link(str(each)) if (each, RDF.type, VOID.Dataset) in graph else "",
            "title": _text(graph, each, chosen),
            "about": _text(graph, each, chosen, DCTERMS.description),
            "triples": graph.value(each, VOID.triples),
            "files": _files(graph, each),
        }
        for each in sorted(every, key=lambda each: (each != first, str(each)))
    ]


def _files(graph: Graph, dataset: URIRef) -> list[tuple[str, str]]:
    """Return the plain RDF files of a dataset; tables and plans are on the page of downloads."""
    found = []
    for node in graph.objects(dataset, DCAT.distribution):
        name = str(node).rpartition("#")[2]
        if name.rpartition(".")[2] in _SHOWN:
            found.append((name.rpartition(".")[2], f"/download/{name}"))
    return sorted(found, key=lambda each: _SHOWN.index(each[0]))
