"""The layout of the workbook, read from ``workbook_layout.yaml``: sheets, columns, classes.

Must not know spreadsheets, graphs or how cells are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from rdflib import URIRef

from service.namespaces import DXP, PREFIXES

_FILE: Final = Path(__file__).with_name("workbook_layout.yaml")
_ANY_CLASS: Final = "_"


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: its key in the layout, unique on the sheet.
        ja: header in Japanese.
        en: header in English.
        kind: what its cells hold; see the layout.
        properties: property by class; ``_`` for all others.
        lang: language of its texts, or None.
        many: whether a cell may hold several values.
        scheme: concept scheme, for concepts.
        range: for numbers, "count" (whole, above 0) or "share" (0 to 1); "" means any.
        group: classes that may be referred to, for references; empty means any.
        note_ja: what to write, in Japanese.
        note_en: the same in English.
        example: what the example row holds.
        width: width in characters.
        required: whether each row needs a value.
        usual: whether most rows have one.
    """

    name: str
    ja: str
    en: str
    kind: str
    properties: dict[str, URIRef]
    lang: str | None
    many: bool
    scheme: str | None
    range: str
    group: tuple[str, ...]
    note_ja: str
    note_en: str
    example: str
    width: int
    required: bool
    usual: bool

    def property_for(self, kind: str) -> URIRef | None:
        """Return the property for rows of a class, by its local name; None if there is none."""
        return self.properties.get(kind) or self.properties.get(_ANY_CLASS)


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook.

    Attributes:
        ja: name of the sheet.
        en: its English name.
        file: name of its file in a folder of CSV, without suffix.
        classes: patterns of IRIs by local name of the class.
        columns: its columns in order.
        owner: name of the column that says what a row belongs to, or None.
        key: patterns of keys for rows that have none; tried in order.
        label: pattern of the label for rows that have none.
        rare: whether the sheet is needed only now and then.
        example: class of the example row, by its Japanese label.
        note_ja: what the sheet is for, in Japanese.
        note_en: the same in English.
    """

    ja: str
    en: str
    file: str
    classes: dict[str, str]
    columns: tuple[Column, ...]
    owner: str | None
    key: tuple[str, ...]
    label: str
    rare: bool
    example: str
    note_ja: str
    note_en: str

    def column(self, name: str) -> Column | None:
        """Find a column by its key in the layout."""
        return next((column for column in self.columns if column.name == name), None)

    def of_kind(self, kind: str) -> Column | None:
        """Find the first column of a kind."""
        return next((column for column in self.columns if column.kind == kind), None)


@cache
def sheets() -> tuple[Sheet, ...]:
    """Read the layout; the same at every call."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(_sheet(row, content) for row in content["sheets"])


@cache
def by_class() -> dict[URIRef, Sheet]:
    """Return the sheet of each class that the workbook covers."""
    return {DXP[name]: sheet for sheet in sheets() for name in sheet.classes}


def _sheet(row: dict[str, Any], content: dict[str, Any]) -> Sheet:
    def column(name: str) -> Column:
        return _column(
            name,
            content["columns"][name],
            content["groups"],
            required=name in row["required"],
            usual=name in row["usual"],
        )

    return Sheet(
        ja=row["ja"],
        en=row["en"],
        file=row["file"],
        classes=row["classes"],
        columns=tuple(map(column, row["columns"])),
        owner=row.get("owner"),
        key=tuple(row["key"].split("|")) if "key" in row else (),
        label=row.get("name", ""),
        rare=row.get("rare", False),
        example=row.get("example", ""),
        note_ja=row["note_ja"],
        note_en=row["note_en"],
    )


def _column(
    name: str, row: dict[str, Any], groups: dict[str, list[str]], *, required: bool, usual: bool
) -> Column:
    found = row.get("property", {})
    properties = found if isinstance(found, dict) else {_ANY_CLASS: found}
    return Column(
        name=name,
        ja=row["ja"],
        en=row["en"],
        kind=row["kind"],
        properties={kind: _expand(short) for kind, short in properties.items()},
        lang=row.get("lang"),
        many=row.get("many", False),
        scheme=row.get("scheme"),
        range=row.get("range", ""),
        group=tuple(groups[row["group"]]) if "group" in row else (),
        note_ja=row["note_ja"],
        note_en=row["note_en"],
        example=str(row.get("example", "")),
        width=row.get("width", 16),
        required=required,
        usual=usual,
    )


def _expand(short: str) -> URIRef:
    prefix, _, local = short.partition(":")
    return URIRef(PREFIXES[prefix] + local)
