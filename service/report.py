"""Writes findings of validation for a person: a report for a terminal, in ja or en.

Must not know how findings came about. Formats for programs: ``service.report_formats``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from service.columns import table
from service.findings import ORDER, Finding
from service.labels import shorten
from service.messages import SEVERITIES
from service.namespaces import SOURCE
from service.sources import parse_place
from service.validation import Validation

_WORDS: Final = {
    "ja": {
        "resource": "資源",
        "property": "項目",
        "value": "値",
        "source": "原典",
        "rule": "規則",
        "nowhere": "（場所は不明）",
        "line": "{0} 行",
        "lines": "{0}〜{1} 行",
        "count": "{0} {1} 件",
        "between": "、",
        "none": "指摘はありません。",
        "checked": "調べたもの: ファイル {0}、資源 {1}、規則 {2}",
        "passes": "誤りはありません。注意と助言では不合格になりません。",
    },
    "en": {
        "resource": "resource",
        "property": "property",
        "value": "value",
        "source": "source",
        "rule": "rule",
        "nowhere": "(place unknown)",
        "line": "line {0}",
        "lines": "lines {0}–{1}",
        "count": "{0}: {1}",
        "between": ", ",
        "none": "No findings.",
        "checked": "Checked: files {0}, resources {1}, rules {2}",
        "passes": "No errors; warnings and hints do not fail.",
    },
}


def shown(path: Path | None, language: str) -> str:
    """Write a path relative to the current folder where it lies in it."""
    if path is None:
        return _WORDS[language]["nowhere"]
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def text(outcome: Validation, language: str) -> str:
    """Write the report.

    Args:
        outcome: what was found.
        language: "ja" or "en".
    """
    blocks = [_block(finding, outcome, language) for finding in outcome.findings]
    return "\n\n".join([*blocks, "\n".join(_summary(outcome, language))])


def _block(finding: Finding, outcome: Validation, language: str) -> str:
    words = _WORDS[language]
    place = finding.position if finding.cell is None else f": {finding.cell}"
    severity = SEVERITIES[finding.severity][language]
    written = _named if finding.cell is None else _plain
    rows = [["", words["resource"], written(finding.label[language], finding.focus)]]
    if finding.predicate:
        label = finding.predicate_label[language]
        rows.append(["", words["property"], written(label, finding.predicate)])
    if finding.value is not None:
        rows.append(["", words["value"], finding.value_label[language]])
    if finding.places:
        places = (_place(place, language) for place in finding.places)
        rows.append(["", words["source"], words["between"].join(places)])
    rule = outcome.shape_name(finding.shape, language)
    rows.append(["", words["rule"], f"{finding.code} {rule}"])
    head = f"{shown(finding.path, language)}{place}: {severity}: {finding.message[language]}"
    return "\n".join([head, *table(rows)])


def _named(label: str, iri: str) -> str:
    """Write a name with its short IRI, or once if they are the same."""
    short = shorten(iri)
    return label if short == label or iri.startswith("_:") else f"{label} ({short})"


def _plain(label: str, _iri: str) -> str:
    """Write a name alone, for readers of a workbook, who never meet IRIs."""
    return label


def _place(iri: str, language: str) -> str:
    """Write a place in a source as a reader counts lines."""
    place = parse_place(iri)
    if place is None:
        return shorten(iri.removeprefix(str(SOURCE)))
    words = _WORDS[language]
    key = "line" if place.first == place.last else "lines"
    return f"{place.source} {words[key].format(place.first, place.last)}"


def _summary(outcome: Validation, language: str) -> list[str]:
    words = _WORDS[language]
    counts = {s: sum(f.severity == s for f in outcome.findings) for s in ORDER}
    parts = [words["count"].format(SEVERITIES[s][language], n) for s, n in counts.items()]
    lines = [words["between"].join(parts)] if outcome.findings else [words["none"]]
    if outcome.findings and outcome.conforms:
        lines.append(words["passes"])
    checked = words["checked"].format(len(outcome.files), outcome.resources, outcome.rules)
    return [*lines, checked]
