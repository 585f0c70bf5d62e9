"""Pages for people: home, the form for queries, results as a table, errors.

Works without scripts. Everything that comes from a request or from the data goes through the
templates' escaping. Must not know how queries are answered.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request, url_for

from service import diagnosis, keeping, language, linking, navigation, rendering
from service import home as home_values
from service.builds import Build
from service.context import endpoint, engine
from service.engine import Answer
from service.errors import DxplanError, EngineUnavailable, QuerySyntaxError
from service.namespaces import PREFIXES
from service.text_table import shorten
from service.texts import Texts

routes: Final = Blueprint("pages", __name__)
_TABLE_DOWNLOADS: Final = ("csv", "tsv", "json", "xml")
_GRAPH_DOWNLOADS: Final = ("turtle", "ntriples", "jsonld", "rdfxml")
_FORMATS: Final = (
    ("csv", "CSV"),
    ("tsv", "TSV"),
    ("json", "JSON / JSON-LD"),
    ("xml", "XML / RDF/XML"),
    ("turtle", "Turtle"),
    ("ntriples", "N-Triples"),
)
_EXAMPLE: Final = """\
SELECT ?initiative ?number ?name ?place
WHERE {
  ?initiative a dxp:Initiative ;
    dxp:printedNumber ?number ;
    rdfs:label ?name ;
    prov:wasDerivedFrom ?place .
  FILTER (LANG(?name) = "ja" && CONTAINS(?name, "オンライン"))
}
ORDER BY ?initiative ?place
LIMIT 100
"""
_EXAMPLE_PREFIXES: Final = ("dxp", "prov", "rdfs")


@routes.get("/")
@keeping.kept
def home() -> Response:
    """Say what this is, where to ask, and what is in it."""
    chosen = language.explicit(request)
    search = "search.page"
    return rendering.page(
        "home.html",
        build=_build(),
        endpoint=endpoint(),
        search_address=url_for(search) if search in current_app.view_functions else "",
        ways=list(navigation.entries(Texts(language.of(request)), chosen)),
        **home_values.values(),
    )


def _build() -> Build | None:
    try:
        return engine().build()
    except EngineUnavailable:
        return None


def form(chosen: str) -> str:
    """Return the page with an empty form: an example to start from."""
    return _query_page(chosen, example(chosen))


def refused(query: str, fault: DxplanError, chosen: str) -> str:
    """Return the page with a query and what is wrong with it."""
    excerpt = ""
    if isinstance(fault, QuerySyntaxError):
        excerpt = diagnosis.caret(query, fault.line, fault.column)
    return _query_page(chosen, query, fault=fault, message=fault.text(chosen), excerpt=excerpt)


def result(query: str, answer: Answer, chosen: str) -> str:
    """Return the page with a query and its answer."""
    found = json.loads(answer.body)
    rows = [[_cell(term) for term in row] for row in found.get("rows", ())]
    names = _GRAPH_DOWNLOADS if answer.kind == "graph" else _TABLE_DOWNLOADS
    given = request.values.to_dict(flat=False) | {"query": [query]}
    given.pop("lang", None)
    downloads = [(name, "?" + urlencode(given | {"format": [name]}, doseq=True)) for name in names]
    return _query_page(
        chosen,
        query,
        answer=found | {"rows": rows},
        milliseconds=f"{answer.seconds * 1000:.0f}",
        downloads=downloads,
    )


def error(fault: DxplanError, excerpt: str, chosen: str) -> str:
    """Return a page that says what went wrong."""
    said = {"message": fault.text(chosen), "missing": fault.status == HTTPStatus.NOT_FOUND}
    return rendering.text("error.html", chosen, excerpt=excerpt, **said)


def example(chosen: str) -> str:
    """Return a query that shows what can be asked."""
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _EXAMPLE_PREFIXES)
    return f"{Texts(chosen).example}\n{declared}\n{_EXAMPLE}"


def _query_page(chosen: str, query: str, **found: Any) -> str:
    values = {"fault": None, "answer": None, "excerpt": "", "query": query} | found
    dumps = "dumps.page"
    values["dumps"] = url_for(dumps) if dumps in current_app.view_functions else ""
    return rendering.text("query.html", chosen, formats=_FORMATS, prefixes=PREFIXES, **values)


def _cell(term: dict[str, Any] | None) -> dict[str, Any] | None:
    """Prepare a term for the table: what to show, and where to lead."""
    if term is None or term["kind"] == "blank":
        return term
    if term["kind"] == "iri":
        return term | {"text": shorten(term["value"]), "link": linking.link(term["value"])}
    shown = term | {"text": term["value"]}
    if "datatype" in term:
        shown["type"] = _type(term["datatype"])
    return shown


def _type(datatype: str) -> str:
    plain = PREFIXES["xsd"] + "string"
    return "" if datatype in ("", plain) else shorten(datatype)
