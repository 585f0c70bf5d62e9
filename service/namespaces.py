"""The IRIs that everything else is built on; fixed names, see docs/decisions.

Knows only names. Must not know files, stores or the network.
"""

from __future__ import annotations

from typing import Final

from rdflib import Namespace

BASE: Final = "https://w3id.org/dxplan/"

DXP: Final = Namespace(BASE + "ontology#")
ID: Final = Namespace(BASE + "id/")
SOURCE: Final = Namespace(BASE + "source/")
GRAPH: Final = Namespace(BASE + "graph/")
SHAPE: Final = Namespace(BASE + "shapes/")
QUERY: Final = Namespace(BASE + "queries/")
SSSOM: Final = Namespace("https://w3id.org/sssom/")
SEMAPV: Final = Namespace("https://w3id.org/semapv/vocab/")

ONTOLOGY_GRAPH: Final = GRAPH["ontology"]
SCHEMES_GRAPH: Final = GRAPH["schemes"]
MAPPINGS_GRAPH: Final = GRAPH["mappings"]
FAMILIES_GRAPH: Final = GRAPH["families"]
INFERRED_GRAPH: Final = GRAPH["inferred"]
LEDGER_GRAPH: Final = GRAPH["ledger"]
QUERIES_GRAPH: Final = GRAPH["queries"]

PREFIXES: Final[dict[str, str]] = {
    "dxp": str(DXP),
    "id": str(ID),
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "time": "http://www.w3.org/2006/time#",
    "qudt-unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
