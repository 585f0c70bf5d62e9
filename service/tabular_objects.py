"""Finds what lies over the cells of a workbook: pictures, shapes and charts.

Only where they are and of which kind; nothing in them is read. Must not know cells, or what is
said of the finding.

Standard: ECMA-376, part 1, section 20.5 (drawings), and part 2, section 9 (relationships).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element, fromstring

Objects = dict[tuple[int, int], str]

_KINDS: Final = {"pic": "picture", "graphicFrame": "chart"}
_SHAPE: Final = "shape"
_ANCHORS: Final = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_MOST: Final = 1_000


def find(parts: Mapping[str, bytes]) -> dict[str, Objects]:
    """Find the objects of each sheet.

    Args:
        parts: the parts of the workbook by name; each is known to be plain XML without a document
            type (``service.tabular_zip.check_xml``).

    Returns:
        By name of the sheet: the row and column of the cell under the upper left corner, and what
        lies there: "picture", "shape" or "chart".
    """
    found: dict[str, Objects] = {}
    targets = _related(parts, "xl/workbook.xml")
    for sheet in _elements(parts, "xl/workbook.xml", "sheet"):
        # the namespace of the attribute is another in strict workbooks
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        part = targets.get(relation, "")
        drawings = (d for d in _related(parts, part).values() if d.startswith("xl/drawings/"))
        objects = dict(each for drawing in drawings for each in _objects(parts, drawing))
        if objects:
            found[sheet.get("name", "")] = objects
    return found


def _objects(parts: Mapping[str, bytes], drawing: str) -> Iterator[tuple[tuple[int, int], str]]:
    anchors = [each for kind in _ANCHORS for each in _elements(parts, drawing, kind)]
    for anchor in anchors[:_MOST]:
        names = [_local(child) for child in anchor]
        kind = next((_KINDS[name] for name in names if name in _KINDS), _SHAPE)
        yield (_number(anchor, "row"), _number(anchor, "col")), kind


def _number(anchor: Element, name: str) -> int:
    """One-based number of the row or column that an anchor begins in; 1 where it has none."""
    start = next((child for child in anchor if _local(child) == "from"), None)
    text = next((c.text or "" for c in start if _local(c) == name), "") if start is not None else ""
    return int(text) + 1 if text.isdecimal() and text.isascii() else 1


def _related(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    """The parts that a part refers to, by identifier."""
    folder, _, name = part.rpartition("/")
    relations = _elements(parts, f"{folder}/_rels/{name}.rels", "Relationship")
    return {
        each.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, each.get("Target", ""))
        ).lstrip("/")
        for each in relations
        if each.get("TargetMode") != "External"
    }


def _elements(parts: Mapping[str, bytes], part: str, name: str) -> Iterator[Element]:
    content = parts.get(part)
    if content:
        root = fromstring(content)  # noqa: S314  a document type was refused before
        yield from (each for each in root.iter() if _local(each) == name)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
