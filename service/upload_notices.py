"""Says what of an upload was not used: rules in it, and what it would have us fetch.

Must not know HTTP, shapes or what is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rdflib import OWL, RDF, SH, URIRef

from service.findings import Finding
from service.labels import LANGUAGES
from service.published_report import Context, finding
from service.rdf_input import RdfFile, Triple
from service.shapes import code as shape_code

_NOWHERE = URIRef("https://w3id.org/dxplan/")


def findings(context: Context) -> list[Finding]:
    """Return a finding for each file with rules, for each import, and for each empty file."""
    return [found for file in context.files for found in _of(context, file)]


def _of(context: Context, file: RdfFile) -> Iterator[Finding]:
    if not len(file.graph):
        found = finding(context, file, "UP-EMPTY", (_NOWHERE, RDF.type, _NOWHERE), {})
        # about the file: there is no statement to name
        name = dict.fromkeys(LANGUAGES, file.path.name)
        yield replace(found, label=name, path_node=None, predicate=None, value=None)
    rules = None if _is_ours(file) else _first(file, [t for t in file.graph if _is_rule(t)])
    if rules is not None:
        yield finding(context, file, "UP-SHAPES", rules, {})
    for subject, value in file.graph.subject_objects(OWL.imports):
        yield finding(context, file, "UP-IMPORTS", (subject, OWL.imports, value), {})


def _is_ours(file: RdfFile) -> bool:
    # our own shapes are judged by the house style of shapes, which is what they are sent for
    return any(shape_code(subject) is not None for subject in file.graph.subjects())


def _is_rule(triple: Triple) -> bool:
    return any(str(term).startswith(str(SH)) for term in triple if isinstance(term, URIRef))


def _first(file: RdfFile, triples: Sequence[Triple]) -> tuple | None:  # type: ignore[type-arg]
    return min(triples, key=lambda t: (file.line(*t) or 0, str(t)), default=None)
