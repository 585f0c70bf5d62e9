"""Turns what was typed for the parameters of a stored query into terms, or says what is allowed.

The same sentences for the command line and for HTTP. Must not know where the values came from,
nor what is done with the terms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pyoxigraph as ox
from rdflib import XSD, Literal, URIRef

from service.errors import ParameterError
from service.namespaces import PREFIXES
from service.query_header import Parameter

_YEAR: Final = re.compile(r"[0-9]{4}")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f<>\"{}|^`\\]*")
_SHOWN: Final = 80
_KINDS: Final = {
    "iri": ("IRI（全体、または id: のような既知の接頭辞から）", "an IRI, in full or as id:…"),
    "string": ("文字列", "text"),
    "integer": ("整数", "a whole number"),
    "year": ("年度（西暦4桁）", "a fiscal year in four digits"),
}

Term = URIRef | Literal


def terms(parameters: Sequence[Parameter], given: Mapping[str, str]) -> dict[str, Term]:
    """Return the terms for the parameters that have a value.

    Args:
        parameters: those of the query.
        given: values by name, as typed; an empty one counts as none.

    Raises:
        ParameterError: an unknown or missing parameter, or a value that is not allowed.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise _unknown(name, tuple(known))
    bound = {}
    for parameter in parameters:
        if value := given.get(parameter.name, ""):
            bound[parameter.name] = term(parameter, value)
        elif not parameter.optional:
            raise _missing(parameter)
    return bound


def term(parameter: Parameter, value: str) -> Term:
    """Return the term that a value stands for.

    Raises:
        ParameterError: it is not of the parameter's type, or not among its values.
    """
    found = _typed(parameter.type, value)
    if found is None:
        raise _bad(parameter, value)
    if parameter.values and found not in [_typed(parameter.type, v) for v in parameter.values]:
        raise _bad(parameter, value)
    return found


def allowed(parameter: Parameter) -> tuple[str, str]:
    """Return what may be given for a parameter, in Japanese and English."""
    if parameter.values:
        ja = " | ".join(_named(parameter, value, "ja") for value in parameter.values)
        en = " | ".join(_named(parameter, value, "en") for value in parameter.values)
        return ja, en
    ja, en = _KINDS[parameter.type]
    if parameter.example:
        return f"{ja}。例: {parameter.example}", f"{en}, such as {parameter.example}"
    return ja, en


def full(name: str) -> str:
    """Return the IRI that prefix:name stands for, with a prefix of ours."""
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


def of_another_kind(parameter: Parameter, value: str) -> ParameterError:
    """Return the fault of an IRI that the graph does not know as what is asked for."""
    shown, label = _shown(value), parameter.label
    return _fault(
        parameter,
        f"の「{shown}」は、グラフにある{label['ja']}ではありません。",
        f"cannot be “{shown}”: the graph knows no such {label['en']}.",
    )


def _named(parameter: Parameter, value: str, language: str) -> str:
    name = parameter.names.get(value, {}).get(language)
    return f"{value} ({name})" if name else value


def _typed(kind: str, value: str) -> Term | None:
    match kind:
        case "iri":
            return _iri(value)
        case "integer" if _INTEGER.fullmatch(value):
            return Literal(int(value), datatype=XSD.integer)
        case "year" if _YEAR.fullmatch(value):
            return Literal(int(value), datatype=XSD.integer)
        case "string" if _is_text(value):
            return Literal(value)
    return None


def _iri(value: str) -> URIRef | None:
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        value = full(value)
    if not _ABSOLUTE.fullmatch(value) or not _is_text(value):
        return None
    try:
        return URIRef(ox.NamedNode(value).value)
    except ValueError:
        return None


def _is_text(value: str) -> bool:
    """Whether the characters are such; the command line may carry halves of some."""
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def _shown(value: str) -> str:
    return value[:_SHOWN].encode(errors="replace").decode()


def _unknown(name: str, known: tuple[str, ...]) -> ParameterError:
    listed = ", ".join(known) or "–"
    shown = _shown(name)
    return ParameterError(
        shown,
        known,
        f"パラメーター {shown} はありません。使えるもの: {listed}",
        f"There is no parameter {shown}. Known: {listed}",
    )


def _missing(parameter: Parameter) -> ParameterError:
    return _fault(parameter, "を指定してください。", "is needed.")


def _bad(parameter: Parameter, value: str) -> ParameterError:
    shown = _shown(value)
    return _fault(parameter, f"の値「{shown}」は使えません。", f"cannot be “{shown}”.")


def _fault(parameter: Parameter, ja: str, en: str) -> ParameterError:
    """Say what is wrong with a parameter, and what may be given for it."""
    allowed_ja, allowed_en = allowed(parameter)
    return ParameterError(
        parameter.name,
        parameter.values,
        f"パラメーター {parameter.name} {ja}使えるもの: {allowed_ja}",
        f"The parameter {parameter.name} {en} Allowed: {allowed_en}",
    )
