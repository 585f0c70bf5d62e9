"""Media types of answers: names, file extensions, registered IRIs.

One list for tables (SELECT, ASK), one for graphs (CONSTRUCT, DESCRIBE and descriptions), each
in the order of preference. Must not know how one of them is chosen (``service.negotiation``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service.errors import NotAcceptable

HTML: Final = "text/html"


@dataclass(frozen=True)
class Format:
    """A way to write an answer.

    Attributes:
        media: the registered media type, which the engine knows it by.
        names: short names for ``?format=``, the first is the one to advertise.
        extension: file extension without dot.
        aliases: further types that clients ask for; answered under that very type.
        iri: its IRI in the W3C registry of formats, used by service descriptions.
    """

    media: str
    names: tuple[str, ...]
    extension: str
    aliases: tuple[str, ...] = ()
    iri: str = ""


_W3C: Final = "http://www.w3.org/ns/formats/"
PAGE: Final = Format(HTML, ("html",), "html")
TABLES: Final[tuple[Format, ...]] = (
    Format(
        "application/sparql-results+json",
        ("json", "srj", "sparql-json"),
        "srj",
        ("application/json",),
        _W3C + "SPARQL_Results_JSON",
    ),
    Format(
        "application/sparql-results+xml",
        ("xml", "srx", "sparql-xml"),
        "srx",
        ("application/xml", "text/xml"),
        _W3C + "SPARQL_Results_XML",
    ),
    Format("text/csv", ("csv",), "csv", iri=_W3C + "SPARQL_Results_CSV"),
    Format("text/tab-separated-values", ("tsv",), "tsv", iri=_W3C + "SPARQL_Results_TSV"),
    PAGE,
)
GRAPHS: Final[tuple[Format, ...]] = (
    Format(
        "text/turtle", ("turtle", "ttl", "n3"), "ttl", ("application/x-turtle",), _W3C + "Turtle"
    ),
    Format("application/n-triples", ("ntriples", "nt", "n-triples"), "nt", iri=_W3C + "N-Triples"),
    Format(
        "application/ld+json",
        ("jsonld", "json-ld", "json"),
        "jsonld",
        ("application/json",),
        _W3C + "JSON-LD",
    ),
    Format(
        "application/rdf+xml",
        ("rdfxml", "rdf+xml", "rdf", "xml"),
        "rdf",
        ("application/xml", "text/xml"),
        _W3C + "RDF_XML",
    ),
    Format("application/trig", ("trig",), "trig", iri=_W3C + "TriG"),
    Format("application/n-quads", ("nquads", "nq", "n-quads"), "nq", iri=_W3C + "N-Quads"),
    PAGE,
)
SHORT_NAMES: Final = tuple(dict.fromkeys(f.names[0] for f in (*TABLES, *GRAPHS)))


def not_acceptable(known: tuple[Format, ...]) -> NotAcceptable:
    """Return the error that lists what could be had."""
    listed = ", ".join(dict.fromkeys(f.media for f in known))
    return NotAcceptable(
        f"要求された形式では返せません。この種類の結果に使える形式: {listed}",
        f"The answer cannot be had in the format asked for. For this kind of answer: {listed}",
    )
