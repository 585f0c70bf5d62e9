"""The page about a thing: puts together facts, records, sections, tree, chart and sources.

Must not know addresses of requests or how the parts are found.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from service import (
    address,
    language,
    linking,
    rendering,
    things_chart,
    things_facts,
    things_records,
    things_sections,
    things_source,
    things_tree,
    things_way,
)
from service.context import config
from service.formats import PAGE
from service.names import Name
from service.namespaces import BASE, DXP, PREFIXES
from service.things_address import FORMATS, Address
from service.things_facts import Description, Value

_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_DESCRIBING: Final = (
    str(DXP.summary),
    PREFIXES["dcterms"] + "description",
    PREFIXES["skos"] + "definition",
)
_KIND_SCHEMA: Final = {
    PREFIXES["dcat"] + "Dataset": "Dataset",
    PREFIXES["skos"] + "Concept": "DefinedTerm",
    PREFIXES["skos"] + "ConceptScheme": "DefinedTermSet",
    "PolicyEvent": "Event",
    "InformationSystem": "SoftwareApplication",
    "Municipality": "GovernmentOrganization",
    "PublicBody": "GovernmentOrganization",
    "Department": "Organization",
    "Committee": "Organization",
    "Plan": "CreativeWork",
    "PlanEdition": "CreativeWork",
    "SourceDocument": "DigitalDocument",
    "Policy": "CreativeWork",
    "Indicator": "StatisticalVariable",
}


def page(asked: Address) -> Response:
    """Return the page about a thing.

    Args:
        asked: the thing; something is known of it.
    """
    if things_source.is_about_source(asked.iri):
        values = things_source.values(asked.iri)
        data = schema(values["found"], values["names"][values["document"]])
        return rendering.page("source.html", **_common(asked), **values, data=data)
    return rendering.page("thing.html", **_common(asked), **_values(asked.iri))


def _common(asked: Address) -> dict[str, Any]:
    return {
        "iri": asked.iri,
        "spoken": spoken,
        "documents": [(asked.to(form), form) for form in FORMATS if form is not PAGE],
        "self_address": public_page(asked),
    }


def public_page(asked: Address) -> str:
    """Return the whole address of a page, in the language chosen in the address asked for.

    A page in another language is a page of its own to a search engine, so it names itself.
    """
    path = asked.to(PAGE)
    chosen = urlencode(language.explicit(request))
    sign = "&" if "?" in path else "?"
    return address.public(config()).rstrip("/") + path + (f"{sign}{chosen}" if chosen else "")


def _values(iri: str) -> dict[str, Any]:
    found = things_facts.load(iri)
    tables = things_records.load(iri)
    sections = things_sections.load(iri, found.kinds)
    tree = things_tree.load(iri, found.kinds)
    chart = things_chart.load(iri, found.kinds)
    way = things_way.way(iri)
    sources = by_document(found.passages)
    every = [each for branch in tree for each in branch.every()]
    more = {*way, *sources}
    if chart:
        more |= {chart.unit, *(counted for counted, _, _ in chart.labels)}
    more |= {b.iri for b in every} | {b.level for b in every}
    more |= {each for table in tables for each in table.mentioned()}
    more |= {each for section in sections for each in section.mentioned()}
    known = things_facts.known_names(found, more - {""})
    known[iri] = _named(found, known)
    return {
        "found": found,
        "tables": tables,
        "sections": sections,
        "tree": tree,
        "chart": chart,
        "way": [(linking.link(each) or each, known[each]) for each in way],
        "sources": sources,
        "names": known,
        "data": schema(found, known[iri]),
    }


def _named(found: Description, known: dict[str, Name]) -> Name:
    """Name a link that has no name by what it links."""
    ends = [found.one(PREFIXES["owl"] + end) for end in ("annotatedSource", "annotatedTarget")]
    if not all(end in known for end in ends):
        return known[found.iri]
    first, second = (known[end] for end in ends)
    return Name(f"{first.ja} → {second.ja}", f"{first.text('en')} → {second.text('en')}", True)


def by_document(passages: list[str]) -> dict[str, list[str]]:
    """Group passages by the source document they are in."""
    found: dict[str, list[str]] = {}
    for passage in passages:
        found.setdefault(passage.partition("#")[0], []).append(passage)
    return found


def spoken(values: list[Any], chosen: str) -> list[Any]:
    """Leave out texts in another language where there is one in the language of the page.

    Args:
        values: terms, or values of facts.
        chosen: language of the page.
    """
    terms = [value.term if isinstance(value, Value) else value for value in values]
    tongues = {term.language for term in terms if term.language}
    if chosen not in tongues:
        return values
    return [v for v, term in zip(values, terms, strict=True) if term.language in ("", chosen)]


def schema(found: Description, name: Name) -> dict[str, Any]:
    """Describe a thing in schema.org's terms, for search engines (JSON-LD 1.1)."""
    kinds = [kind.removeprefix(str(DXP)) for kind in found.kinds]
    kind = next((_KIND_SCHEMA[each] for each in kinds if each in _KIND_SCHEMA), "Thing")
    chosen = language.of(request)
    about = [f for prop in _DESCRIBING for f in found.facts if f.prop == prop]
    told = [value.term for fact in about for value in fact.values]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": found.iri,
        "name": name.text(chosen),
        "url": found.iri,
        "subjectOf": {
            "@type": "Dataset",
            "@id": f"{BASE}catalog",
            "license": _LICENCE,
        },
    }
    if kind == "Dataset":
        data["license"] = _LICENCE
    description = next((term.value for term in told if term.language == chosen), "")
    return data | ({"description": description} if description else {})
