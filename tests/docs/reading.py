"""Reads a Markdown file as far as the tests need it: links, headings, code."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

_FENCE: Final = re.compile(r"(?ms)^ *(```+|~~~+)[^\n]*\n(.*?)^ *\1 *$")
_SPAN: Final = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK: Final = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING: Final = re.compile(r"(?m)^#{1,6} +(.+?) *#*$")


def code(text: str) -> list[str]:
    """List blocks and spans of code."""
    blocks = [match[2] for match in _FENCE.finditer(text)]
    return blocks + [match[2] for match in _SPAN.finditer(_FENCE.sub("", text))]


def prose(text: str) -> str:
    """Leave out the code."""
    return _SPAN.sub("", _FENCE.sub("", text))


def links(text: str) -> list[str]:
    """List the targets of links and pictures."""
    return _LINK.findall(prose(text))


def anchors(text: str) -> set[str]:
    """List what a link may name after ``#``: headings, spelt as code hosts spell them."""
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {_slug(heading) for heading in headings}


def _slug(heading: str) -> str:
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    kept = (char for char in plain if char in " -_" or unicodedata.category(char)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


def dead(path: Path) -> list[str]:
    """List the links of a file that lead nowhere within the project.

    Args:
        path: a Markdown file.

    Returns:
        The targets, as written; links to other sites are not looked at.
    """
    found = []
    for target in links(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        whole = file.exists() and (
            not anchor
            or file.suffix != ".md"
            or anchor in anchors(file.read_text(encoding="utf-8"))
        )
        if not whole:
            found.append(target)
    return found


def table(text: str, first: str) -> list[list[str]]:
    """Read the rows of the table whose head begins with ``first``; cells without quotes."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
        rows.append([cell.strip().strip("`").replace(r"\|", "|") for cell in cells])
    return rows
