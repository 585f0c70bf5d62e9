"""``/shapes`` and the IRIs of rules: what a rule asks for, why, with examples, and its triples.

Shapes are rules and stand in no graph, so they are read from the files of ``shapes/``; the rules
that are written in Python come from ``service.codes``. Must not know how data are checked.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, Response, request
from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from service import (
    codes,
    keeping,
    labels,
    language,
    names,
    rendering,
    repository,
    revalidation,
    things,
    things_address,
)
from service.config import PROJECT
from service.description import write
from service.errors import NoSuchThing
from service.formats import PAGE
from service.namespaces import SHAPE
from service.negotiation import Offer
from service.things_address import FORMATS, Address

routes: Final = Blueprint("shapes", __name__)
_SHOWN: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.path, SH.description)
_SEVERITIES: Final = {"error": SH.Violation, "warning": SH.Warning, "hint": SH.Info}
_KINDS: Final = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
# the purposes of rules, by the file they stand in, in the order of the page
_PURPOSES: Final = {
    "structure": "structure",
    "schemes": "schemes",
    "consistency": "consistency",
    "linkage": "linkage",
    "completeness": "completeness",
    "retired": "retired",
    "house-style": "house",
}
_EXAMPLES: Final = PROJECT / "tests" / "shapes"
_SHOWN_EXAMPLES: Final = 2
_SHOWN_NEAR: Final = 6
_CODE: Final = re.compile(r"[A-Za-z0-9-]+")
_PREFIX: Final = re.compile(r"(?m)^@prefix .*\n")


@routes.get("/shapes")
def index() -> Response:
    """List all rules by purpose and severity."""
    return _lasting(_index)


def _lasting(make: Callable[[], Response]) -> Response:
    """Keep a page as long as the files of the rules are as they were."""
    before = state()
    return keeping.page(make, repr(before), still=lambda: state() == before)


def _index() -> Response:
    chosen, node = language.of(request), graph()
    groups: dict[str, list[dict[str, str]]] = {purpose: [] for purpose in _PURPOSES.values()}
    for rule, purpose in sorted(_purposes().items()):
        groups.setdefault(purpose, []).append(_row(node, URIRef(rule), chosen))
    for code in codes.catalogue().values():
        groups.setdefault(code.group, []).append(_row(node, SHAPE[code.code], chosen))
    return rendering.page("reference_shapes.html", groups={p: r for p, r in groups.items() if r})


@routes.get("/shapes/<path:code>", merge_slashes=False)
def shape(code: str) -> Response:
    """Answer for one shape, or for one rule written in Python."""
    asked = things_address.read("shapes/", code)
    node = URIRef(asked.iri)
    rules = graph()
    if (node, None, None) not in rules:
        raise _missing(rules, asked.iri)
    if asked.form is None:
        return things.see_other(asked)
    if asked.form is PAGE:
        page = _lasting(lambda: rendering.page("shape.html", **_values(rules, node, asked)))
        return things.linked(page, asked)
    body = write(_described(rules, node), asked.form)
    offer = Offer(asked.form, asked.form.media)
    tag = revalidation.tag(str(len(rules)), asked.iri, offer.media, body.decode())
    return revalidation.unchanged(tag) or revalidation.dressed(Response(body), offer, tag)


def graph() -> Graph:
    """Return all shapes of the project."""
    return _read(state())


def every() -> list[str]:
    """Return the codes of all rules that have a page."""
    known = {str(node) for node in graph().subjects() if isinstance(node, URIRef)}
    return sorted(each.removeprefix(str(SHAPE)) for each in known if each.startswith(str(SHAPE)))


def state() -> tuple[tuple[Path, int], ...]:
    """Return what changes when the files of the rules change."""
    return tuple((path, path.stat().st_mtime_ns) for path in repository.shapes(PROJECT))


@lru_cache(maxsize=1)
def _read(files: tuple[tuple[Path, int], ...]) -> Graph:
    graph = Graph()
    for path, _ in files:
        graph.parse(path, format="turtle")
    for code in codes.catalogue().values():
        _add(graph, code)
    return graph


def _add(graph: Graph, code: codes.Code) -> None:
    """Say of a rule written in Python what a shape says of itself."""
    node = SHAPE[code.code]
    graph.add((node, SH.severity, _SEVERITIES[code.severity]))
    for tag in labels.LANGUAGES:
        said = ((SH.message, code.text), (SH.name, code.name), (SH.description, code.why))
        for predicate, words in (*said, (SKOS.example, code.good)):
            if words[tag]:
                graph.add((node, predicate, Literal(words[tag], lang=tag)))


def _purposes() -> dict[str, str]:
    """Return each rule's purpose: the text that says it, by the rule's IRI."""
    return _sorted(state())


@lru_cache(maxsize=1)
def _sorted(files: tuple[tuple[Path, int], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, _ in files:
        rules = Graph().parse(path, format="turtle")
        purpose = _PURPOSES.get(path.stem, "structure")
        for kind in _KINDS:
            found |= {str(s): purpose for s in rules.subjects(RDF.type, kind)
                      if str(s).startswith(str(SHAPE))}  # fmt: skip
    return found


def _row(graph: Graph, rule: URIRef, chosen: str) -> dict[str, str]:
    return {
        "code": str(rule).removeprefix(str(SHAPE)),
        "name": labels.label(graph, rule, chosen) or "",
        "severity": _severity(graph, rule),
        "message": _message(graph, rule, chosen),
    }


def _severity(graph: Graph, rule: URIRef) -> str:
    severity = graph.value(rule, SH.severity, default=SH.Violation)
    return str(severity).removeprefix(str(SH))


def _message(graph: Graph, rule: URIRef, chosen: str) -> str:
    said = [each for each in graph.objects(rule, SH.message) if isinstance(each, Literal)]
    return next((codes.readable(str(each)) for each in sorted(said, key=_by_language(chosen))), "")


def _examples(code: str) -> list[tuple[str, str, str]]:
    """Return examples of a rule: their text, the file's name, what it holds.

    They are tests and not part of an installed package, where there are none.
    """
    if not _CODE.fullmatch(code):
        return []
    found = []
    for text, beginning in (("rules_good", "ok"), ("rules_bad", "bad")):
        files = sorted((_EXAMPLES / code).glob(f"{beginning}*.ttl"))[:_SHOWN_EXAMPLES]
        for path in files:
            content = _PREFIX.sub("", path.read_text(encoding="utf-8")).strip()
            found.append((text, path.name, content))
    return found


def _described(graph: Graph, node: URIRef) -> Graph:
    found = graph.cbd(node)
    for prefix, namespace in graph.namespaces():
        found.bind(prefix, namespace)
    return found


def _values(graph: Graph, node: URIRef, asked: Address) -> dict[str, Any]:
    chosen = language.of(request)
    linked = {
        prop: sorted({str(o) for o in graph.objects(node, prop) if not isinstance(o, Literal)})
        for prop in _SHOWN
    }
    every = {each for values in linked.values() for each in values if each.startswith("http")}
    code = asked.iri.removeprefix(str(SHAPE))
    return {
        "iri": asked.iri,
        "title": labels.label(graph, node, chosen) or code,
        "code": code,
        "severity": _severity(graph, node),
        "purpose": _purpose(asked.iri, code),
        "written": codes.catalogue().get(code),
        "reasons": [
            str(each)
            for each in sorted(graph.objects(node, RDFS.comment), key=_by_language(chosen))
            if isinstance(each, Literal) and each.language in (chosen, None)
        ],
        "examples": _examples(code),
        "messages": [
            (str(each.language or ""), codes.readable(str(each)))
            for each in sorted(graph.objects(node, SH.message), key=_by_language(chosen))
            if isinstance(each, Literal)
        ],
        "facts": [(str(prop), linked[prop]) for prop in _SHOWN if linked[prop]],
        "names": names.names(every | {str(prop) for prop in _SHOWN}),
        "turtle": write(_described(graph, node), FORMATS[1]).decode(),
        "documents": [(asked.to(form), form) for form in FORMATS if form is not PAGE],
    }


def _purpose(iri: str, code: str) -> str:
    written = codes.catalogue().get(code)
    return written.group if written else _purposes().get(iri, "structure")


def _by_language(chosen: str) -> Any:
    return lambda each: (getattr(each, "language", "") != chosen, str(each))


def _missing(graph: Graph, iri: str) -> NoSuchThing:
    known = {str(s) for kind in _KINDS for s in graph.subjects(RDF.type, kind)}
    known |= {str(SHAPE[code]) for code in codes.catalogue()}
    near = difflib.get_close_matches(iri, sorted(known), _SHOWN_NEAR)
    return NoSuchThing(near, "このコードの規則はありません。", "There is no rule with this code.")
