"""All codes that findings may bear, besides those of shapes: one catalogue.

Puts together what the modules of texts say with ``codes.yaml`` and ``codes_mapping.yaml``. Each
has a severity, a name, a message, why it matters and an example of what is found fault with and
what is right, in Japanese and English. Must not know pages, or how anything is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from service import messages, published_texts, texts_workbook, texts_workbook_message
from service.labels import LANGUAGES
from service.workbook_layout import Column, sheets

Words = dict[str, str]
_Message = texts_workbook_message.Message | published_texts.Message
MAPPING: Final = "Mapping-row-"
# the group of a code by how it begins, in the order of the page
GROUPS: Final = {
    "PUB-": "published",
    "WB-": "workbook",
    "FIG-": "figures",
    "NUM-": "figures",
    "YEAR-": "figures",
    "DATE-": "figures",
    "LINE-": "figures",
    "FORM-": "form",
    "UP-": "uploads",
    MAPPING: "mappings",
}
COMPONENTS: Final = "components"
_HERE: Final = Path(__file__).parent
# the one in C, where there is one, is ten times as fast
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACE: Final = re.compile(r"\{[$?]?(\w+)\}")
_OPEN: Final = "…"
# names in messages that are filled in now and then, and what stands for a column
_MAYBE: Final = re.compile(r"\{(?:near|like)(?:_ja|_en)?\}")
_COLUMN: Final = {"{column}": "（列名）", "{column_en}": "(column)"}
_NO_EXAMPLE: Final[Words] = {"ja": "", "en": ""}
_COMPONENT_WHY: Final[Words] = {
    "ja": "自前の規則（--shapes）にコードがないとき、SHACL の制約の名前をコードにします。",
    "en": "Where rules of one’s own (--shapes) have no code, the name of SHACL’s constraint is it.",
}


@dataclass(frozen=True)
class Code:
    """What is said of a code.

    Attributes:
        code: the code.
        group: what it is about.
        severity: "error", "warning" or "hint".
        name: short name, by language.
        text: what is wrong and what to write, with dots where a finding names a value.
        why: why it matters.
        bad: an example that is found fault with; "" where there is none.
        good: the same as it is right.
        sample: the message as the example would get it.
        at: sheet and column of the example, for codes of single cells.
        found: the column that the finding points at, if another.
    """

    code: str
    group: str
    severity: str
    name: Words
    text: Words
    why: Words
    bad: Words
    good: Words
    sample: Words
    at: tuple[str, str] | None = None
    found: str = ""


def readable(message: str) -> str:
    """Put dots where a finding will name a value."""
    for place, word in _COLUMN.items():
        message = message.replace(place, word)
    return _PLACE.sub(_OPEN, _MAYBE.sub("", message)).strip()


@cache
def catalogue() -> dict[str, Code]:
    """Return all codes in the order of the page; the same at every call."""
    found = [*_worded(), *_mappings(), *_components()]
    order = [*dict.fromkeys(GROUPS.values()), COMPONENTS]
    return {each.code: each for each in sorted(found, key=lambda one: order.index(one.group))}


def name(code: str, language: str) -> str:
    """Return the short name of a code; "" for one that is not of the catalogue."""
    found = catalogue().get(code)
    return found.name[language] if found else ""


def _worded() -> Iterator[Code]:
    """The codes of the modules of texts."""
    notes = _read("codes.yaml")
    worded: dict[str, _Message] = {**texts_workbook.MESSAGES, **published_texts.MESSAGES}
    for code, message in worded.items():
        note = notes[code]
        at = tuple(note["at"]) if "at" in note else None
        why = getattr(message, "why", None) or _both(note["why"])
        yield Code(
            code=code,
            group=next(group for start, group in GROUPS.items() if code.startswith(start)),
            severity=message.severity,
            name=message.name,
            text={lang: readable(message.text[lang]) for lang in LANGUAGES},
            why=why,
            bad=_both(note["bad"]),
            good=_both(note["good"]),
            sample=_sample(message.text, note, at),
            at=at,
            found=note.get("found", ""),
        )


def _mappings() -> Iterator[Code]:
    for key, row in _read("codes_mapping.yaml").items():
        yield Code(
            code=MAPPING + key,
            group=GROUPS[MAPPING],
            severity=row.get("severity", "error"),
            name=_both(row["name"]),
            text=_both(row["text"]),
            why=_both(row["why"]),
            bad=_both(row["bad"]),
            good=_both(row["good"]),
            sample=_NO_EXAMPLE,
        )


def _components() -> Iterator[Code]:
    for key, text in messages.CATALOGUE.items():
        yield Code(
            code=key,
            group=COMPONENTS,
            severity="error",
            name=dict.fromkeys(LANGUAGES, "sh:" + key),
            text={lang: readable(text[lang]) for lang in LANGUAGES},
            why=_COMPONENT_WHY,
            bad=_NO_EXAMPLE,
            good=_NO_EXAMPLE,
            sample=_NO_EXAMPLE,
        )


def _sample(text: Words, note: Mapping[str, Any], at: tuple[str, ...] | None) -> Words:
    """Word the message for the example of a cell."""
    if at is None:
        return _NO_EXAMPLE
    column = _column(*at)
    words = {"value": str(note["bad"]), "column": column.ja, "column_en": column.en}
    words |= {"number": _number(words["value"]), "printed": words["value"]}
    filled = {
        lang: readable(_PLACE.sub(lambda m: words.get(m[1], m[0]), text[lang]))
        for lang in LANGUAGES
    }
    return filled if words["value"] else _NO_EXAMPLE


def _number(text: str) -> str:
    found = re.search(r"[\d,]+", text)
    return found[0] if found else text


def _column(sheet: str, header: str) -> Column:
    columns = (c for s in sheets() if s.ja == sheet for c in s.columns if c.ja == header)
    return next(columns)


def _read(file: str) -> dict[str, Any]:
    text = (_HERE / file).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=_LOADER)  # noqa: S506  a safe loader
    return content


def _both(words: str | int | list[str]) -> Words:
    pair = words if isinstance(words, list) else [str(words)] * 2
    return dict(zip(LANGUAGES, pair, strict=True))
