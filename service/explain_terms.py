"""Reads a term as a person types it, and a term's N-Triples text as a node.

A person may write an IRI in full, with or without angle brackets, by one of the project's
prefixes (``dxp:parent``, ``id:chuo/…``), ``a`` for rdf:type, a blank node as an explanation
shows it, or a literal in N-Triples syntax, its datatype by prefix if they like.

Standard: RDF 1.1 N-Triples, section 2. Must not know graphs.
"""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox
from rdflib import RDF, BNode, Literal, Node, URIRef

from service.errors import UsageError
from service.facts import Triple
from service.namespaces import PREFIXES
from service.terms import nt

NAMES: Final = ("s", "p", "o")
LONGEST: Final = 20_000
_ROLES: Final = {
    "s": ("主語", "subject"),
    "p": ("述語", "predicate"),
    "o": ("目的語", "object"),
}
_SHOWN: Final = 60
_LITERAL: Final = re.compile(
    r"""(?P<q>["'])(?P<text>(?:(?!(?P=q))[^\\\n\r]|\\.)*)(?P=q)"""
    r"(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(?P<datatype>\S+))?"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'"} | {
    "\\": "\\"
}
_BLANK: Final = re.compile(r"_:[A-Za-z0-9][A-Za-z0-9._-]*")


def read_triple(subject: str, predicate: str, value: str) -> Triple:
    """Read the three terms of a triple.

    Args:
        subject: as typed.
        predicate: as typed.
        value: as typed.

    Returns:
        Their N-Triples texts.

    Raises:
        UsageError: one of them is no such term; says which and why.
    """
    s, p, o = (
        _read(text, name) for name, text in zip(NAMES, (subject, predicate, value), strict=True)
    )
    return (s, p, o)


def _read(typed: str, name: str) -> str:
    text = typed.strip()
    if not text:
        raise _fault(name, typed, ("空です", "it is empty"))
    if len(text) > LONGEST:
        raise _fault(name, typed, ("長すぎます", "it is too long"))
    if text == "a" and name == "p":
        return nt(RDF.type)
    if text[0] in "\"'":
        if name != "o":
            raise _fault(name, typed, ("リテラルは目的語だけです", "only an object is a literal"))
        return _literal(text, name)
    if text.startswith("_:"):
        return _blank(text, name)
    return f"<{_iri(text, name)}>"


def _literal(text: str, name: str) -> str:
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise _fault(
            name,
            text,
            (
                'リテラルは "文字"、"文字"@ja、"5"^^xsd:integer のように書きます',
                'write a literal like "text", "text"@en or "5"^^xsd:integer',
            ),
        )
    datatype = match["datatype"]
    kind = URIRef(_iri(datatype, name)) if datatype else None
    value = _ESCAPE.sub(lambda found: _unescaped(found, name, text), match["text"])
    return nt(Literal(value, lang=match["language"], datatype=kind, normalize=False))


def _unescaped(found: re.Match[str], name: str, text: str) -> str:
    code = found[1] or found[2]
    try:
        character = chr(int(code, 16)) if code else _SHORT[found[3]]
        character.encode()
    except (ValueError, OverflowError, KeyError) as fault:
        why = (f"{found[0]} という書き方はありません", f"there is no escape {found[0]}")
        raise _fault(name, text, why) from fault
    return character


def _blank(text: str, name: str) -> str:
    if name == "p" or _BLANK.fullmatch(text) is None:
        raise _fault(name, text, ("空白ノードの名前ではありません", "it names no blank node"))
    return text


def _iri(text: str, name: str) -> str:
    if text.startswith("<"):
        return _checked(text.removeprefix("<").removesuffix(">"), name, text)
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES:
        return _checked(PREFIXES[prefix] + local, name, text)
    if colon and local.startswith("//"):
        return _checked(text, name, text)
    known = ", ".join(PREFIXES)
    if colon:
        why = (
            f"接頭辞「{prefix[:20]}」はありません。使えるのは {known}",
            f"there is no prefix “{prefix[:20]}”; known are {known}",
        )
    else:
        why = (
            "IRI、接頭辞つきの名前（dxp:parent、id:…）、引用符つきの文字のどれでもありません",
            "it is no IRI, no prefixed name (dxp:parent, id:…) and no text in quotes",
        )
    raise _fault(name, text, why)


def _checked(iri: str, name: str, text: str) -> str:
    try:
        return ox.NamedNode(iri).value
    except ValueError as fault:
        raise _fault(name, text, ("正しい IRI ではありません", "it is no valid IRI")) from fault


def _fault(name: str, text: str, why: tuple[str, str]) -> UsageError:
    ja, en = _ROLES[name]
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return UsageError(
        f"{ja}（{name}）「{shown}」を読めません。{why[0]}。",
        f"The {en} ({name}) “{shown}” cannot be read: {why[1]}.",
    )


def node(text: str) -> Node:
    """Read a term's N-Triples text, as ``service.terms.nt`` writes it.

    Args:
        text: the text.

    Returns:
        The term; a literal's lexical form is kept as it is.
    """
    if text.startswith("<"):
        return URIRef(text[1:-1])
    if text.startswith("_:"):
        return BNode(text[2:])
    match = _LITERAL.fullmatch(text)
    assert match is not None, text  # noqa: S101  nt() writes no other
    value = _ESCAPE.sub(lambda found: _unescaped(found, "o", text), match["text"])
    kind = match["datatype"]
    datatype = URIRef(kind[1:-1]) if kind else None
    return Literal(value, lang=match["language"], datatype=datatype, normalize=False)
