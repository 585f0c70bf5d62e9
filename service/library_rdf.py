"""Says in RDF what questions are stored: for the graph ``graph/queries`` and for clients.

The vocabulary of SIB's collections of SPARQL examples, which tools read: SHACL's executables
(SHACL Advanced Features, sections 5 and 9) with schema:target and schema:keywords. Parameters are
sh:Parameter; the columns of an answer have the property of the W3C's result sets. All nodes have
IRIs, so that the same questions always give the same triples. Must not know engines or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from rdflib import DCTERMS, RDF, RDFS, SDO, SH, XSD, Graph, Literal, Namespace, Node, URIRef

from service import citation, query_values, tokens
from service.library import Question
from service.namespaces import BASE, QUERY
from service.query_header import Parameter, Text

Triple: TypeAlias = tuple[Node, Node, Node]

RESULT_SET: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
ENDPOINT: Final = URIRef(BASE + "sparql")
LIBRARY: Final = URIRef(QUERY.rstrip("/"))
_FORMS: Final = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}
_PREFIXES: Final = {
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "rs": RESULT_SET,
    "schema": SDO,
    "sh": SH,
    "xsd": XSD,
}


def graph(questions: Iterable[Question], endpoint: str) -> Graph:
    """Describe questions for clients.

    Args:
        questions: which.
        endpoint: address of the endpoint that answers them.
    """
    found = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        found.bind(prefix, namespace)
    for question in questions:
        for triple in describe(question, URIRef(endpoint)):
            found.add(triple)
    return found


def describe(question: Question, endpoint: URIRef = ENDPOINT) -> Iterator[Triple]:
    """Describe one question.

    Args:
        question: which.
        endpoint: where to ask it; by default under its permanent IRI, since data never name an
            installation.

    Yields:
        The triples about it, its parameters and its prefixes.
    """
    node, stored = URIRef(citation.iri(question.name)), question.stored
    kind, text = _FORMS[question.form]
    yield node, RDF.type, SH.SPARQLExecutable
    yield node, RDF.type, kind
    yield node, text, Literal(question.query.strip() + "\n")
    yield from _texts(node, RDFS.label, stored.title)
    yield from _texts(node, RDFS.comment, stored.question)
    yield from _texts(node, DCTERMS.description, stored.description)
    yield node, SDO.target, endpoint
    yield node, SDO.version, Literal(question.version)
    yield node, DCTERMS.isPartOf, LIBRARY
    for word in stored.keywords:
        yield node, SDO.keywords, Literal(word)
    for column in stored.columns:
        yield node, RESULT_SET.resultVariable, Literal(column)
    yield from _prefixes(node, question)
    for place, parameter in enumerate(stored.parameters):
        yield from _parameter(node, place, parameter)


def _texts(node: URIRef, term: URIRef, texts: Text) -> Iterator[Triple]:
    for language, text in texts.items():
        yield node, term, Literal(text, lang=language)


def _prefixes(node: URIRef, question: Question) -> Iterator[Triple]:
    """Declare the prefixes of the query once for all questions (SHACL, section 5.2.1)."""
    declared = tokens.outline(list(tokens.read(question.stored.text))).prefixes
    yield node, SH.prefixes, URIRef(f"{LIBRARY}#prefixes")
    for name, namespace in declared.items():
        each = URIRef(f"{LIBRARY}#prefix-{name}")
        yield URIRef(f"{LIBRARY}#prefixes"), SH.declare, each
        yield each, SH.prefix, Literal(name)
        yield each, SH.namespace, Literal(namespace, datatype=XSD.anyURI)


def _parameter(question: URIRef, place: int, parameter: Parameter) -> Iterator[Triple]:
    """Describe a parameter (SHACL, section 6.2.1): the variable is the local name of its path."""
    node = URIRef(f"{question}#parameter-{parameter.name}")
    yield question, SH.parameter, node
    yield node, RDF.type, SH.Parameter
    yield node, SH.path, URIRef(f"{question}#{parameter.name}")
    yield node, SH.order, Literal(place)
    yield node, SH.optional, Literal(parameter.optional)
    yield from _texts(node, SH.name, parameter.label)
    yield from _texts(node, SH.description, parameter.description)
    if parameter.type == "iri":
        yield node, SH.nodeKind, SH.IRI
        yield from _kinds(node, parameter)
    else:
        yield node, SH.datatype, XSD.string if parameter.type == "string" else XSD.integer
    if parameter.example:
        yield node, SH.defaultValue, query_values.term(parameter, parameter.example)
    yield from _choice(node, parameter)


def _kinds(node: URIRef, parameter: Parameter) -> Iterator[Triple]:
    """Name the classes of which a value must be one (SHACL, sections 4.1.1 and 4.6.3)."""
    classes = [URIRef(query_values.full(kind)) for kind in parameter.kinds]
    if len(classes) == 1:
        yield node, SH["class"], classes[0]
        return
    choices = [URIRef(f"{node}-kind-{place}-shape") for place in range(1, len(classes) + 1)]
    yield from _list(node, SH["or"], f"{node}-kind", choices)
    for choice, each in zip(choices, classes, strict=True):
        yield choice, SH["class"], each


def _choice(node: URIRef, parameter: Parameter) -> Iterator[Triple]:
    """List the values that are allowed (SHACL, section 4.8.3)."""
    values = [query_values.term(parameter, value) for value in parameter.values]
    yield from _list(node, SH["in"], f"{node}-value", values)


def _list(
    node: URIRef, prop: URIRef, name: str, members: Sequence[URIRef | Literal]
) -> Iterator[Triple]:
    """Write a list, its cells with IRIs; nothing if it is empty."""
    cells = [URIRef(f"{name}-{place}") for place in range(1, len(members) + 1)]
    if not cells:
        return
    yield node, prop, cells[0]
    for cell, following, member in zip(cells, [*cells[1:], RDF.nil], members, strict=True):
        yield cell, RDF.first, member
        yield cell, RDF.rest, following
