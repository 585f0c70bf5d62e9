"""``/ontology.html`` and ``/ontology/schemes/NAME.html``: the ontology for readers.

Made from the ontology itself, so it cannot lag behind. ``/ontology`` and its RDF are
``service.things``'. Must not know how terms are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request, send_file, url_for

from service import (
    asking,
    keeping,
    language,
    library_routes,
    names,
    reference_terms,
    reference_uses,
    rendering,
    shapes_page,
    things,
)
from service.config import PROJECT
from service.errors import NoSuchThing
from service.formats import PAGE
from service.namespaces import ID, PREFIXES
from service.reference_terms import KINDS, ONTOLOGY, Known
from service.things_address import FORMATS, Address

routes: Final = Blueprint("reference", __name__)
_DRAWING: Final = PROJECT / "docs" / "model.svg"
_SHOWN: Final = 12  # questions and shapes named with a term


@routes.get("/ontology.html")
@keeping.kept
def page() -> Response:
    """Show all terms, part by part, under their local names as anchors."""
    chosen = language.of(request)
    terms, about = reference_terms.terms(), reference_terms.ontology()
    linked = {iri for term in terms.values() for _, _, iris in term.links() for iri in iris}
    asked = Address(ONTOLOGY, None)
    page = rendering.page(
        "reference.html",
        ontology=about,
        data=_schema(
            ONTOLOGY,
            about.text("dcterms:title", chosen),
            about.text("dcterms:description", chosen),
        ),
        parts={kind: [t for t in terms.values() if t.kind == kind] for kind in KINDS},
        names=_named(terms, linked),
        ours=terms,
        questions=reference_uses.in_questions(library_routes.library().questions()),
        shapes=_in_shapes(),
        shown=_SHOWN,
        schemes=reference_terms.schemes(chosen),
        scheme_name=lambda iri: iri.removeprefix(str(ID)),
        try_it=_example,
        drawing=_DRAWING.is_file(),
        documents=[(asked.to(form), form) for form in FORMATS if form is not PAGE],
    )
    return things.linked(page, Address(ONTOLOGY, PAGE))


@routes.get("/ontology/schemes/<name>.html")
@keeping.kept
def scheme(name: str) -> Response:
    """Show the concepts of a scheme with their definitions."""
    chosen = language.of(request)
    rows = {row["s"].value: row for row in reference_terms.schemes(chosen)}
    iri = str(ID) + name
    if iri not in rows:
        near = [each for each in rows if name[:4] in each][:6] or list(rows)[:6]
        raise NoSuchThing(
            near, "この名の概念体系はありません。", "There is no concept scheme of this name."
        )
    return _scheme(iri, rows[iri], chosen)


@routes.get("/ontology/model.svg")
def drawing() -> Response:
    """Send the drawing of the model."""
    if not _DRAWING.is_file():
        raise NoSuchThing([], "図はここにはありません。", "The drawing is not here.")
    response = send_file(_DRAWING, mimetype="image/svg+xml", conditional=True)
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _scheme(iri: str, row: asking.Row, chosen: str) -> Response:
    concepts = reference_terms.concepts(iri)
    broader = {t.value for each in concepts for t in each.facts.get("skos:broader", ())}
    asked = Address(iri, None)
    page = rendering.page(
        "reference_scheme.html",
        iri=iri,
        title=row["l"].value,
        definition=row["d"].value,
        data=_schema(iri, row["l"].value, row["d"].value),
        concepts=concepts,
        names=names.names(broader | {each.iri for each in concepts}),
        tongue=chosen,
        documents=[(asked.to(form), form) for form in FORMATS if form is not PAGE],
    )
    return things.linked(page, asked)


def _schema(iri: str, name: str, description: str) -> dict[str, str]:
    """Describe a set of terms in schema.org's terms, for search engines (JSON-LD 1.1)."""
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": iri,
        "name": name,
        "description": description,
        "url": iri,
    }


def addresses() -> Iterator[str]:
    """Yield the addresses of these pages.

    Raises:
        DxplanError: as the engine says.
    """
    yield url_for("reference.page")
    for row in reference_terms.schemes("ja"):
        yield url_for("reference.scheme", name=row["s"].value.removeprefix(str(ID)))


def _named(terms: dict[str, Known], linked: set[str]) -> dict[str, names.Name]:
    """Name our terms by their labels and those of others by their usual names."""
    ours = {
        iri: names.Name(term.text("rdfs:label", "ja"), term.text("rdfs:label", "en"))
        for iri, term in terms.items()
    }
    return names.names(linked - set(ours)) | ours


def _in_shapes() -> dict[str, list[str]]:
    graph = shapes_page.graph()
    return _in(id(graph), len(graph))


@lru_cache(maxsize=1)
def _in(_: int, __: int) -> dict[str, list[str]]:
    return reference_uses.in_shapes(shapes_page.graph())


def _example(term: Known) -> str:
    """Return the address of a question that shows the term in use."""
    if term.kind == "class":
        pattern = f"?thing a dxp:{term.local} ; rdfs:label ?name ."
        query = f"SELECT ?thing ?name WHERE {{\n  {pattern}\n}}\nORDER BY ?thing\nLIMIT 100"
    else:
        pattern = f"?thing dxp:{term.local} ?value ."
        query = f"SELECT ?thing ?value WHERE {{\n  {pattern}\n}}\nORDER BY ?thing\nLIMIT 100"
    declared = "".join(
        f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("dxp", "rdfs") if f"{name}:" in pattern
    )
    fields = {"query": f"{declared}{query}", "format": "html"} | language.explicit(request)
    return "/sparql?" + urlencode(fields)
