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
_QUDT: Final = "http://qudt.org/schema/qudt/"
_MORE: Final = {
    "https://schema.org/StatisticalVariable",
    f"{_QUDT}Unit",
    f"{_QUDT}numericValue",
    f"{_QUDT}ucumCode",
    f"{_QUDT}unit",
}


def exists(name: str) -> bool:
    """Tell whether another vocabulary than ours has this name."""
    term = URIRef(name)
    return name in _MORE or any(term in namespace for namespace in _LISTED)


def is_foreign(name: str) -> bool:
    """Tell whether the name lies in a vocabulary that ``exists`` can judge."""
    return name.startswith((_QUDT, *(str(namespace._NS) for namespace in _LISTED)))
