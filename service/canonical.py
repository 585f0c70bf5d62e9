"""Refuses literals that a store would rewrite, so that source, dump and answer agree.

Oxigraph stores "80.0"^^xsd:decimal as 80, every kind of whole number as xsd:integer and
@ja-JP as @ja-jp. Rather than repeat its rules, this module asks the engine itself what it
makes of each literal. It also refuses what is no value of its datatype, and blank nodes
where every thing must have a name. Must not know what the data is about.

Standard: XML Schema 1.1 Part 2, canonical mappings (appendix E); OWL 2 Profiles,
rule dt-not-type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pyoxigraph
from rdflib import XSD, BNode, Literal, Node, URIRef

from service.errors import DataError
from service.turtle import TurtleFile

_ZONE: Final = r"(?:Z|[+-]\d\d:\d\d)?"
# rdflib checks the other datatypes itself, but takes any text for these
_FORMS: Final = {
    XSD.gYear: rf"-?\d{{4,}}{_ZONE}",
    XSD.gYearMonth: rf"-?\d{{4,}}-(?:0[1-9]|1[0-2]){_ZONE}",
    XSD.gMonth: rf"--(?:0[1-9]|1[0-2]){_ZONE}",
    XSD.gMonthDay: rf"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    XSD.gDay: rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
    XSD.anyURI: r"[^\s<>\"{}|\\^`]*",
}


def check(file: TurtleFile, *, named: bool) -> None:
    """Check the terms of a file.

    Args:
        file: the file.
        named: whether blank nodes are refused (data) or not (ontology, shapes).

    Raises:
        DataError: the first term at fault, by line.
    """
    faults = [*_unstable(file), *(_nameless(file) if named else ())]
    if faults:
        raise min(faults, key=lambda fault: fault.line or 0)


def _nameless(file: TurtleFile) -> Iterable[DataError]:
    for triple in file.graph:
        if any(isinstance(term, BNode) for term in triple):
            yield DataError(
                file.path,
                file.line(*triple),
                "データでは空白ノード（[ ] や _:名前、リスト）を使えません。IRI を付けてください",
                "data must not use blank nodes ([ ], _:name, lists); give it an IRI",
            )


def _unstable(file: TurtleFile) -> Iterable[DataError]:
    places: dict[Literal, tuple[Node, Node, Node]] = {}
    for triple in file.graph:
        value = triple[2]
        if isinstance(value, Literal) and (value.language or value.datatype):
            places.setdefault(value, triple)
    stored = _as_stored(list(places))
    for literal, triple in places.items():
        reason = _reason(literal, stored[literal])
        if reason:
            yield DataError(file.path, _line(file, literal, triple), *reason)


def _line(file: TurtleFile, literal: Literal, triple: tuple[Node, Node, Node]) -> int | None:
    """Return the first line of a literal that may stand in several triples."""
    subjects = file.graph.subject_predicates(literal)
    lines = [file.line(subject, predicate, literal) or 0 for subject, predicate in subjects]
    return min(lines, default=file.line(*triple))


def _as_stored(literals: list[Literal]) -> dict[Literal, pyoxigraph.Literal]:
    names = [pyoxigraph.NamedNode(f"urn:x:{number}") for number in range(len(literals))]
    store = pyoxigraph.Store()
    store.extend(
        pyoxigraph.Quad(name, name, _oxigraph(literal))
        for name, literal in zip(names, literals, strict=True)
    )
    kept = {quad.subject: quad.object for quad in store}
    return {literal: kept[name] for name, literal in zip(names, literals, strict=True)}


def _oxigraph(literal: Literal) -> pyoxigraph.Literal:
    if literal.language:
        return pyoxigraph.Literal(str(literal), language=literal.language)
    kind = pyoxigraph.NamedNode(str(literal.datatype))
    return pyoxigraph.Literal(str(literal), datatype=kind)


def _reason(literal: Literal, stored: pyoxigraph.Literal) -> tuple[str, str] | None:
    if literal.language:
        return _language(literal.language)
    kind = literal.datatype
    assert kind is not None  # noqa: S101
    if _is_no_value(literal, kind):
        return (
            f"値「{literal}」は {_short(kind)} として読めません",
            f"“{literal}” is no value of {_short(kind)}",
        )
    written, kept = str(kind), stored.datatype.value
    if written != kept:
        return (
            f"{_short(kind)} は保存すると {_short(kept)} になります。後者を使ってください",
            f"{_short(kind)} is stored as {_short(kept)}; write {_short(kept)}",
        )
    if stored.value != str(literal):
        return (
            f"{_short(kind)} の値「{literal}」は正規形の「{stored.value}」と書いてください",
            f"“{literal}” is not the canonical form of this {_short(kind)}; write “{stored.value}”",
        )
    return None


def _language(tag: str) -> tuple[str, str] | None:
    if tag == tag.lower():
        return None
    return (
        f"言語タグ「@{tag}」は小文字で「@{tag.lower()}」と書いてください",
        f"write the language tag “@{tag}” in lower case, “@{tag.lower()}”",
    )


def _is_no_value(literal: Literal, kind: URIRef) -> bool:
    form = _FORMS.get(kind)
    if form is not None:
        return re.fullmatch(form, str(literal)) is None
    return bool(literal.ill_typed)


def _short(iri: str) -> str:
    return iri.replace(str(XSD), "xsd:") if iri.startswith(str(XSD)) else f"<{iri}>"
