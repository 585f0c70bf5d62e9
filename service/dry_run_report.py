"""Writes what would change for a terminal, in Japanese or English.

Must not know how changes are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from service import dry_run, rdf_input, upload_work, workbook_findings
from service.workbook_findings import is_workbook

_WORDS: Final = {
    "added": ("加わる記述", "statements that come"),
    "removed": ("なくなる記述", "statements that go"),
    "changed": ("変わる記述", "statements that change"),
    "links": ("規則から新たに分かるつながり", "links that follow by rule"),
    "gone": ("規則からは分からなくなるつながり", "links that no longer follow"),
    "questions": ("答えが変わる質問", "questions that answer differently"),
    "unbuilt": (
        "データが構築されていないので、つながりと質問は比べていません（dxplan build）。",
        "No data are built, so links and questions were not compared (dxplan build).",
    ),
}
_MOST: Final = 20


def of_paths(paths: Sequence[Path], project: Path, var: Path, language: str) -> str:
    """Compare files with what is published and write the difference.

    Args:
        paths: files, folders or workbooks.
        project: folder that holds ``data/``, ``shapes/`` and ``queries/``.
        var: folder of builds.
        language: "ja" or "en".

    Raises:
        DxplanError: a file cannot be read.
    """
    desk = upload_work.open_desk(project, var)
    books = workbook_findings.read_all([p for p in paths if is_workbook(p)], project)
    others = rdf_input.find([p for p in paths if not is_workbook(p)])
    files = [*rdf_input.read_all(others), *books]
    return text(dry_run.difference(desk.stock, desk.base, files), language)


def text(found: dict[str, Any], language: str) -> str:
    """Write a difference as ``service.dry_run`` gives it."""
    return "\n".join(_lines(found, language))


def _lines(found: dict[str, Any], language: str) -> Iterator[str]:
    for key in ("changed", "added", "removed"):
        yield from _part(_word(key, language), found[key], language)
    if found["links"] is None:
        yield _word("unbuilt", language)
        return
    yield from _part(_word("links", language), found["links"]["added"], language)
    yield from _part(_word("gone", language), found["links"]["removed"], language)
    questions = found["questions"]
    yield f"{_word('questions', language)}: {len(questions['changed'])} / {questions['asked']}"
    for each in questions["changed"]:
        yield f"  {each['name']} {each['title'][language]}: +{each['added']} -{each['removed']}"


def _word(key: str, language: str) -> str:
    return _WORDS[key][language == "en"]


def _part(title: str, part: dict[str, Any], language: str) -> Iterator[str]:
    yield f"{title}: {part['count']}"
    for each in part["shown"][:_MOST]:
        before = f"{each['before'][language]} → " if "before" in each else ""
        value = each["value"][language]
        yield f"  {each['label'][language]} › {each['property'][language]}: {before}{value}"
    if part["count"] > _MOST:
        yield "  …"
