"""Shows what ``service.trace`` found: as text for a terminal, as JSON.

Holds the sentences for each kind of finding, in Japanese and English.
Must not know how anything was found.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from service.columns import table
from service.labels import shorten as shorten_iri
from service.labels import span
from service.sources import Place
from service.trace import Trace, TraceFinding

TRACE_SENTENCES: Final[dict[str, dict[str, str]]] = {
    "absent": {
        "ja": "引用した行に、この文字がありません。行番号か、書き写した文字を直してください。",
        "en": "this text does not stand in the cited lines; correct the lines or the text",
    },
    "inside-number": {
        "ja": "引用した行では、この数字は別の数の一部です。数字を行のとおりに直してください。",
        "en": "in the cited lines these digits are part of another number; correct the figure",
    },
    "empty": {
        "ja": "印字の値が空です。値を書くか、この文を消してください。",
        "en": "the printed text is empty; write it or remove the statement",
    },
    "unplaced": {
        "ja": "印字の値があるのに、原典の行が示されていません。"
        "prov:wasDerivedFrom <#line=A,B> を加えてください。",
        "en": "there is printed text but no place in a source; add prov:wasDerivedFrom <#line=A,B>",
    },
    "malformed": {
        "ja": "原典の行は「#line=A,B」の形で示します（A+1 行から B 行まで）。",
        "en": "write a place as “#line=A,B” (lines A+1 to B)",
    },
    "backward": {
        "ja": "行の範囲が空か逆です。「#line=A,B」では A を B より小さくします。",
        "en": "the range is empty or runs backwards; in “#line=A,B” A is less than B",
    },
    "beyond": {
        "ja": "行の範囲が原典の最後の行を越えています。",
        "en": "the range runs beyond the last line of the source",
    },
    "blank": {
        "ja": "引用した行はすべて空白です。",
        "en": "all the cited lines are blank",
    },
    "other-document": {
        "ja": "このフォルダーの文書とは別の文書の行です。",
        "en": "the place is in another document than that of this folder",
    },
    "unknown-document": {
        "ja": "この名前の原典はありません。",
        "en": "there is no source text of this name",
    },
}

WORDS: Final = {
    "ja": {
        "document": "文書",
        "resources": "資源",
        "values": "印字の値",
        "standing": "原典にある",
        "share": "率",
        "total": "合計",
        "resource": "資源",
        "property": "項目",
        "wanted": "値",
        "cited": "引用した行",
        "findings": "指摘 {0} 件",
        "none": "指摘はありません。",
        "lines": "行",
        "filled": "空白でない行",
        "accounted": "台帳にある",
        "status": "状態",
        "rows": "範囲",
        "quote": "「{0}」",
    },
    "en": {
        "document": "document",
        "resources": "resources",
        "values": "printed texts",
        "standing": "in the source",
        "share": "share",
        "total": "total",
        "resource": "resource",
        "property": "property",
        "wanted": "text",
        "cited": "cited lines",
        "findings": "{0} findings",
        "none": "No findings.",
        "lines": "lines",
        "filled": "not blank",
        "accounted": "in the ledger",
        "status": "status",
        "rows": "ranges",
        "quote": "“{0}”",
    },
}


def share(part: int, whole: int) -> str:
    """Write a share in per cent, rounded down: 100.0 % means all of it.

    Args:
        part: how many.
        whole: of how many.

    Returns:
        Such as "99.9 %", or "–" where there is nothing to share.
    """
    return f"{math.floor(1000 * part / whole) / 10:.1f} %" if whole else "–"


def shown(path: Path) -> str:
    """Write a path relative to the current folder where it lies in it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def trace_text(traces: Sequence[Trace], language: str) -> str:
    """Write traces for a terminal: the figures per document, then each finding.

    Args:
        traces: what was found.
        language: "ja" or "en".
    """
    words = WORDS[language]
    rows = [[words[w] for w in ("document", "resources", "values", "standing", "share")]]
    rows += [figures(t.name, t.resources, t.values, t.standing) for t in traces]
    rows.append(figures(words["total"], *_totals(traces)))
    findings = [finding for trace in traces for finding in trace.findings]
    blocks = ["\n".join(_trace_finding(finding, language)) for finding in findings]
    return "\n\n".join(
        ["\n".join(table(rows, frozenset({1, 2, 3, 4}))), *blocks, closing(len(blocks), words)]
    )


def _totals(traces: Sequence[Trace]) -> tuple[int, int, int]:
    return (
        sum(t.resources for t in traces),
        sum(t.values for t in traces),
        sum(t.standing for t in traces),
    )


def figures(name: str, resources: int, values: int, standing: int) -> list[str]:
    """Write one row of a table of figures: a name, three numbers, the share of the last two."""
    return [name, f"{resources:,}", f"{values:,}", f"{standing:,}", share(standing, values)]


def closing(count: int, words: Mapping[str, str]) -> str:
    """Write the last line of a report."""
    return words["findings"].format(count) if count else words["none"]


def _trace_finding(finding: TraceFinding, language: str) -> list[str]:
    words = WORDS[language]
    rows = [
        ["", words["resource"], f"{finding.label[language]} <{finding.resource}>"],
        [
            "",
            words["property"],
            f"{finding.property[language]} ({shorten_iri(finding.predicate)})",
        ],
        ["", words["wanted"], words["quote"].format(finding.wanted)],
    ]
    if finding.places:
        lines = ", ".join(_place(place, language) for place in finding.places)
        rows.append(["", words["cited"], lines + " " + words["quote"].format(finding.cited)])
    line = "" if finding.line is None else f":{finding.line}"
    sentence = TRACE_SENTENCES[finding.code][language]
    return [f"{shown(finding.path)}{line}: {sentence} [{finding.code}]", *table(rows)]


def _place(place: Place, language: str) -> str:
    return f"{place.source} {span(place.first, place.last, language)}"


def trace_json(traces: Sequence[Trace]) -> str:
    """Write traces as JSON, in both languages."""
    resources, values, standing = _totals(traces)
    return as_json(
        {
            "documents": [
                {
                    "name": trace.name,
                    "source": trace.source,
                    "resources": trace.resources,
                    "values": trace.values,
                    "standing": trace.standing,
                    "findings": [_trace_object(finding) for finding in trace.findings],
                }
                for trace in traces
            ],
            "total": {"resources": resources, "values": values, "standing": standing},
        }
    )


def _trace_object(finding: TraceFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "file": shown(finding.path),
        "line": finding.line,
        "resource": finding.resource,
        "label": finding.label,
        "property": finding.predicate,
        "wanted": finding.wanted,
        "places": [str(place.iri) for place in finding.places],
        "cited": finding.cited,
        "message": TRACE_SENTENCES[finding.code],
    }


def as_json(value: object) -> str:
    """Write a value as JSON, Japanese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)
