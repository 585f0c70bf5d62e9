"""Shows what ``service.ledger`` found: as text for a terminal, as JSON.

Holds the sentences for each kind of finding, in Japanese and English.
Must not know how anything was found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from service.columns import shorten, table
from service.labels import span
from service.ledger import Coverage, LedgerFinding, Row
from service.trace_report import WORDS, as_json, closing, figures, share, shown

_TEXT_CELLS: Final = 60

LEDGER_SENTENCES: Final[dict[str, dict[str, str]]] = {
    "unaccounted": {
        "ja": "台帳のどの行にも入っていません。",
        "en": "in no row of the ledger",
    },
    "double": {
        "ja": "台帳の複数の行に入っています。",
        "en": "in more than one row of the ledger",
    },
    "uncited": {
        "ja": "「転記済み」とありますが、どの資源もこの行を引用していません"
        "（60 行より広い引用は数えません）。",
        "en": "said to be transcribed, but no resource cites it (places wider than 60 lines "
        "do not count)",
    },
    "backward": {
        "ja": "範囲が逆です。",
        "en": "the range runs backwards",
    },
    "beyond": {
        "ja": "範囲が原典の外に出ています。",
        "en": "the range leaves the source text",
    },
    "order": {
        "ja": "前の行の範囲より後ろから始まっていません。",
        "en": "does not start after the range of the row before",
    },
    "status": {
        "ja": "この状態は語彙にありません。",
        "en": "the vocabulary has no such status",
    },
    "note": {
        "ja": "失われた行や省いた行には、理由を note に書いてください。",
        "en": "what is lost or left out needs its reason in the column note",
    },
}


@dataclass(frozen=True)
class Account:
    """A document's coverage with what is needed to show it.

    Attributes:
        name: the folder, such as ``chuo/strategy-2024``.
        source: name of the document.
        ledger: the ledger.
        rows: its rows.
        coverage: the outcome.
    """

    name: str
    source: str
    ledger: Path
    rows: Sequence[Row]
    coverage: Coverage


def coverage_text(
    accounts: Sequence[Account], labels: Mapping[str, Mapping[str, str]], language: str
) -> str:
    """Write coverage for a terminal: figures per document, by status, then each finding.

    Args:
        accounts: what was found.
        labels: the name of each status by language.
        language: "ja" or "en".
    """
    words = WORDS[language]
    rows = [[words[w] for w in ("document", "lines", "filled", "accounted", "share")]]
    rows += [
        figures(a.name, a.coverage.lines, a.coverage.filled, a.coverage.accounted) for a in accounts
    ]
    rows.append(figures(words["total"], *_coverage_totals(accounts)))
    tables = ["\n".join(_by_status(account, labels, language)) for account in accounts]
    findings = [
        "\n".join(_ledger_finding(account, finding, language))
        for account in accounts
        for finding in account.coverage.findings
    ]
    whole = table(rows, frozenset({1, 2, 3, 4}))
    return "\n\n".join(["\n".join(whole), *tables, *findings, closing(len(findings), words)])


def _coverage_totals(accounts: Sequence[Account]) -> tuple[int, int, int]:
    found = [account.coverage for account in accounts]
    return (
        sum(c.lines for c in found),
        sum(c.filled for c in found),
        sum(c.accounted for c in found),
    )


def _by_status(
    account: Account, labels: Mapping[str, Mapping[str, str]], language: str
) -> list[str]:
    words = WORDS[language]
    rows = [[words["status"], words["rows"], words["filled"], words["share"]]]
    for status, (ranges, lines) in account.coverage.by_status.items():
        label = labels[status][language] if status in labels else "?"
        part = share(lines, account.coverage.filled)
        rows.append([f"{label} ({status})", f"{ranges:,}", f"{lines:,}", part])
    return [account.name, *("  " + line for line in table(rows, frozenset({1, 2, 3})))]


def _ledger_finding(account: Account, finding: LedgerFinding, language: str) -> list[str]:
    sentence = LEDGER_SENTENCES[finding.code][language]
    row = "" if finding.row is None else f":{finding.row}"
    text = WORDS[language]["quote"].format(shorten(finding.text, _TEXT_CELLS))
    return [
        f"{shown(account.ledger)}{row}: {sentence} [{finding.code}]",
        f"  {account.source} {span(finding.first, finding.last, language)} {text}",
    ]


def coverage_json(accounts: Sequence[Account]) -> str:
    """Write coverage as JSON, in both languages."""
    lines, filled, accounted = _coverage_totals(accounts)
    return as_json(
        {
            "documents": [_account_object(account) for account in accounts],
            "total": {"lines": lines, "filled": filled, "accounted": accounted},
        }
    )


def _account_object(account: Account) -> dict[str, Any]:
    found = account.coverage
    return {
        "name": account.name,
        "source": account.source,
        "lines": found.lines,
        "filled": found.filled,
        "accounted": found.accounted,
        "statuses": {s: {"rows": r, "filled": n} for s, (r, n) in found.by_status.items()},
        "findings": [
            {
                "code": finding.code,
                "file": shown(account.ledger),
                "line": finding.row,
                "first": finding.first,
                "last": finding.last,
                "text": finding.text,
                "message": LEDGER_SENTENCES[finding.code],
            }
            for finding in found.findings
        ],
    }
