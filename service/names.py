"""Names of things for readers, many at a time, asked of the engine.

The Japanese name is that of the document; the English one is this project's unless the thing is
a term of ours. Must not know pages. (``service.labels`` does the same in a graph at hand.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from flask import current_app

from service import asking
from service.asking import Row
from service.context import engine
from service.names_of_others import NAMES
from service.namespaces import PREFIXES, SOURCE
from service.text_table import shorten

_LABELS: Final = ("rdfs:label", "skos:prefLabel", "dcterms:title", "foaf:name", "sh:name")
_LINES: Final = re.compile(re.escape(str(SOURCE)) + r"[^#]+#line=(\d+),(\d+)")
_LEDGER: Final = re.compile(re.escape(str(SOURCE)) + r"[^#]+/ledger/0*(\d+)")
_ANY: Final = f"{{ ?s {'|'.join(_LABELS)} ?l }} UNION {{ ?s dxp:unofficialLabel ?u }}"
_AT_ONCE: Final = 500
_MOST: Final = 100_000  # names that are read at once, about 40 MB


class Name(NamedTuple):
    """A name in both languages; empty where there is none.

    Attributes:
        ja: in Japanese.
        en: in English.
        unofficial: whether the English is this project's, not the document's.
    """

    ja: str = ""
    en: str = ""
    unofficial: bool = False

    def text(self, language: str) -> str:
        """Return the name in a language, else in the other."""
        return (self.en or self.ja) if language == "en" else (self.ja or self.en)

    def language(self, wanted: str) -> str:
        """Return the language that ``text`` is in."""
        if wanted == "en":
            return "en" if self.en else "ja"
        return "ja" if self.ja else "en"


@dataclass
class _Table:
    """The names of all things of one version of the data, once they have been read."""

    version: str = ""
    names: dict[str, Name] = field(default_factory=dict)


def names(iris: Iterable[str]) -> dict[str, Name]:
    """Name things.

    Args:
        iris: any IRIs, each as often as you like.

    Returns:
        A name for every IRI: its labels, the lines of a passage, or its short IRI.
    """
    wanted = sorted(set(iris))
    found: dict[str, Name] = {}
    asked = [each for each in wanted if not by_form(each)]
    table = _table()
    if table.version and table.version == engine().version():
        found = {each: table.names[each] for each in asked if each in table.names}
    else:
        for begin in range(0, len(asked), _AT_ONCE):
            found |= _labelled(asked[begin : begin + _AT_ONCE])
    return {each: found.get(each) or by_form(each) or Name(*(_short(each),) * 2) for each in wanted}


def read_all() -> None:
    """Read the names of all things, so that pages need not ask for them any more.

    Not for graphs with very many names; pages go on asking then.

    Raises:
        DxplanError: as the engine says.
    """
    rows, version = asking.once(f"SELECT ?s ?l ?u {{ {_ANY} }} LIMIT {_MOST + 1}")
    if version and len(rows) <= _MOST:
        # put in place in one step: other threads are asking
        current_app.extensions["dxplan-names"] = _Table(version, _gathered(rows))


def _table() -> _Table:
    return cast(_Table, current_app.extensions.setdefault("dxplan-names", _Table()))


def _labelled(iris: list[str]) -> dict[str, Name]:
    return _gathered(
        asking.select(f"SELECT ?s ?l ?u {{ VALUES ?s {{ {asking.iris(iris)} }} {_ANY} }}")
    )


def _gathered(rows: list[Row]) -> dict[str, Name]:
    labels: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        each = labels.setdefault(row["s"].value, {"ja": [], "en": [], "ours": []})
        if "u" in row:
            each["ours"].append(row["u"].value)
        else:
            each["en" if row["l"].language.startswith("en") else "ja"].append(row["l"].value)
    return {each: _name(**texts) for each, texts in labels.items()}


def _name(ja: list[str], en: list[str], ours: list[str]) -> Name:
    english = min(en + ours, default="")
    return Name(min(ja, default=""), english, unofficial=english in ours)


def by_form(iri: str) -> Name | None:
    """Name what has no label but says by its IRI what it is.

    Lines of a source, entries of a ledger, terms of other vocabularies.
    """
    if iri in NAMES:
        return Name(*NAMES[iri])
    if lines := _LINES.fullmatch(iri):
        first, last = int(lines[1]) + 1, int(lines[2])
        if first >= last:
            return Name(f"{first}行", f"line {first}")
        return Name(f"{first}〜{last}行", f"lines {first}–{last}")
    if entry := _LEDGER.fullmatch(iri):
        return Name(f"行の台帳 {entry[1]}", f"Ledger entry {entry[1]}")
    return None


def line_text(passage: str, language: str) -> str:
    """Name the lines of a passage."""
    return (by_form(passage) or Name(passage)).text(language)


def _short(iri: str) -> str:
    known = next((iri for name in PREFIXES.values() if iri.startswith(name)), "")
    return shorten(known) if known else iri
