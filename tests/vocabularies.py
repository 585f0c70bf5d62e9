"""Which names of other vocabularies exist, so that a misspelt one is caught.

rdflib carries the terms of the common vocabularies; where it does not, or its list is older
than the vocabulary, the names that we use are listed here.
"""

from __future__ import annotations

from typing import Final

from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    TIME,
    VANN,
    VOID,
    XSD,
    URIRef,
)

_LISTED: Final = (
    *(DCAT, DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS),
    *(SDO, SH, SKOS, TIME, VANN, VOID, XSD),
)
_MORE: Final = {
    # Simple Standard for Sharing Ontology Mappings 1.0
    "https://w3id.org/sssom/": frozenset(
        ("Mapping", "NoTermFound", "mapping_justification", "object_source")
    ),
    "http://data.europa.eu/eli/ontology#": {"amends", "based_on"},
    "http://qudt.org/schema/qudt/": {"Unit", "numericValue", "ucumCode", "unit"},
    "https://schema.org/": {"StatisticalVariable"},
}


def exists(name: str) -> bool:
    """Tell whether another vocabulary than ours has this name."""
    term = URIRef(name)
    return any(term in namespace for namespace in _LISTED) or any(
        name.startswith(space) and name.removeprefix(space) in names
        for space, names in _MORE.items()
    )


def is_foreign(name: str) -> bool:
    """Tell whether the name lies in a vocabulary that ``exists`` can judge."""
    return name.startswith((*_MORE, *(str(namespace._NS) for namespace in _LISTED)))
