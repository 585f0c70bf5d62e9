"""Reads the header of a stored query: the run of ``#+`` lines at its top, which are YAML.

Says what is wrong with one, and in which line. Must not know SPARQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from service.errors import DataError

MARK: Final = "#+"
TYPES: Final = ("iri", "string", "integer", "year")
# what an address of a question may carry beside its parameters
RESERVED: Final = ("format", "lang", "version")
_KEYS: Final = {
    "title": dict,
    "question": dict,
    "description": dict,
    "competency": list,
    "keywords": list,
    "parameters": list,
    "columns": list,
}
_PARAMETER_KEYS: Final = frozenset(
    ("name", "type", "optional", "values", "kinds", "example", "label", "description")
)

Text = dict[str, str]


@dataclass(frozen=True)
class Parameter:
    """A blank in a question.

    Attributes:
        name: the variable, without question mark.
        type: iri, string, integer or year (the four digits of a fiscal year).
        optional: whether the question makes sense without it.
        values: what it may be, where only these make sense.
        example: a value to try.
        label: what to call it, by language.
        description: more about it by language; may be empty.
        names: what to call each of the values, by language; may be empty.
        kinds: of which classes an IRI must be, as prefix:name; any thing of the graph if empty.
    """

    name: str
    type: str
    optional: bool
    values: tuple[str, ...]
    example: str | None
    label: Text
    description: Text = field(default_factory=dict)
    names: dict[str, Text] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()


class Header:
    """The header of one file.

    Args:
        path: the file, for messages.
        text: its text.

    Raises:
        DataError: no header, bad YAML, or a key that is not known or of another kind.
    """

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = _header_lines(text)
        self.values = self._parsed()
        for key, value in self.values.items():
            self._check(key, value)

    def fault(self, key: str | None, ja: str, en: str) -> DataError:
        """Return an error at the line of a key."""
        marked = [n for n, line in enumerate(self._lines, 1) if key and line.startswith(f"{key}:")]
        return DataError(self._path, marked[0] if marked else 1, ja, en)

    def _parsed(self) -> dict[str, Any]:
        try:
            values = yaml.safe_load("\n".join(self._lines))
        except yaml.MarkedYAMLError as fault:
            line = fault.problem_mark.line + 1 if fault.problem_mark else None
            raise DataError(
                self._path, line, "見出しの YAML が読めません", f"bad YAML: {fault.problem}"
            ) from fault
        except yaml.YAMLError as fault:
            raise DataError(self._path, 1, "見出しの YAML が読めません", "bad YAML") from fault
        if not isinstance(values, dict):
            raise DataError(
                self._path, 1, "#+ で始まる見出しがありません", "there is no header of #+ lines"
            )
        return values

    def _check(self, key: Any, value: Any) -> None:
        if key not in _KEYS:
            listed = ", ".join(_KEYS)
            raise self.fault(
                str(key),
                f"「{key}」という項目はありません。使えるもの: {listed}",
                f"there is no key “{key}”; known: {listed}",
            )
        if not isinstance(value, _KEYS[key]):
            kind = "{ja: …, en: …}" if _KEYS[key] is dict else "[…]"
            raise self.fault(
                key,
                f"「{key}」は {kind} の形で書いてください",
                f"“{key}” must be written as {kind}",
            )

    def text(self, key: str) -> Text:
        """Return a text in both languages; empty if the key is not there."""
        value = self.values.get(key)
        if value is None:
            return {}
        if set(value) != {"ja", "en"} or not all(isinstance(v, str) for v in value.values()):
            raise self.fault(key, f"「{key}」には ja と en が必要です", f"“{key}” needs ja and en")
        return dict(value)

    def words(self, key: str) -> list[str]:
        """Return a list of words."""
        return self._list(key, str, "文字列", "strings")

    def numbers(self, key: str) -> list[int]:
        """Return a list of whole numbers."""
        return self._list(key, int, "整数", "whole numbers")

    def _list(self, key: str, kind: type, ja: str, en: str) -> list[Any]:
        values: list[Any] = self.values.get(key, [])
        if not all(type(value) is kind for value in values):
            raise self.fault(
                key, f"「{key}」は{ja}の並びで書いてください", f"“{key}” must be a list of {en}"
            )
        return values

    def parameters(self) -> list[Parameter]:
        """Return the parameters."""
        return [self._parameter(value) for value in self.values.get("parameters", [])]

    def _parameter(self, value: Any) -> Parameter:
        if not isinstance(value, dict) or not {"name", "type"} <= set(value):
            raise self.fault(
                "parameters",
                "パラメーターには name と type が必要です",
                "a parameter needs name and type",
            )
        name, example = value["name"], value.get("example")
        strange = set(value) - _PARAMETER_KEYS
        if strange or value["type"] not in TYPES or not _may_be_named(str(name)):
            listed = ", ".join(TYPES)
            raise self.fault(
                "parameters",
                f"パラメーター {name} の書き方が違います（type は {listed}）",
                f"the parameter {name} is not well described (type is one of {listed})",
            )
        values = value.get("values") or ()
        return Parameter(
            name=str(name),
            type=str(value["type"]),
            optional=bool(value.get("optional", False)),
            values=tuple(str(each) for each in values),
            example=None if example is None else str(example),
            label=dict(value.get("label") or {}),
            description=dict(value.get("description") or {}),
            names={str(k): dict(v) for k, v in values.items()} if isinstance(values, dict) else {},
            kinds=tuple(str(each) for each in value.get("kinds") or ()),
        )


def _may_be_named(name: str) -> bool:
    """Whether a variable and a part of an address may have this name."""
    return name.isascii() and name.isidentifier() and name not in RESERVED


def _header_lines(text: str) -> list[str]:
    lines = []
    for line in text.split("\n"):
        if not line.startswith(MARK):
            break
        lines.append(line.removeprefix(MARK).removeprefix(" ").rstrip("\r"))
    return lines
