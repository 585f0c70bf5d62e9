"""What does not fit what is published: a planted case for each check, in a workbook and in Turtle.

The table in docs/workbook.md names these checks; ``CHECKS`` are its rows.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from service import rdf_input, workbook_read
from service.config import PROJECT
from service.published import Stock
from service.validation import check
from tests.service.planting import _READ, Garden, Plant, clean
from tests.service.test_published import EDITION, PREFIXES, value

ID: Final = "https://w3id.org/dxplan/id/"
GONE: Final = "情報システム課〔nakano/department/joho-system-ka〕"
GOAL: Final = "1 いつでもどこでもだれでも区政"
# check as the documents name it: what is planted; None is written in Turtle below
CHECKS: Final[dict[str, tuple[Plant, ...]]] = {
    "unknown policy": (Plant("政策", "history-2", "言及される側", "電算化基本法", "WB-REF-NONE"),),
    "retired policy": (
        Plant("政策", "history-1", "言及する側", GOAL, ""),
        Plant("政策", "history-1", "言及される側", "policy/it-basic-act", "PUB-RETIRED"),
    ),
    "unknown department": (Plant("担当", "01-02-1", "担当部署", "しすてむ部", "WB-REF-NONE"),),
    "department of another time": (Plant("担当", "02-01-1", "担当部署", GONE, "PUB-UNIT-GONE"),),
    "unknown unit": (Plant("値", "04-01-2024-target", "単位", "束", "WB-CONCEPT"),),
    "duplicate indicator": (
        Plant("指標", "03-01", "印刷された名称", "チャットボットの回答数", ""),
        Plant("指標", "03-04", "印刷された名称", "チャットボットの回答数", "PUB-INDICATOR-TWICE"),
    ),
    "numbering gap": (Plant("階層", "08-02", "番号", "8-④", "PUB-NUMBER-GAP"),),
    "year outside the plan": (
        Plant("値", "01-02-2026-target", "年度", "2029年度", "PUB-YEAR-OUTSIDE"),
    ),
    "target easier than an actual": (
        Plant("値", "03-01-2024-target", "値の種類", "実績", ""),
        Plant("値", "03-01-2024-target", "値", "9部署", "", clear=_READ),
        Plant("値", "03-01-2025-target", "値", "8部署", "PUB-TARGET-EASIER", clear=_READ),
    ),
    "status at odds with values": (
        Plant("値", "05-01-2025-target-cumulative", "値の種類", "実績", ""),
        Plant("値", "05-01-2025-target-cumulative", "年度", "2024年度", ""),
        Plant("値", "05-01-2025-target-cumulative", "値", "1部署", "", clear=_READ),
        Plant("記載", "goal-03-1", "種別", "評価", ""),
        Plant("記載", "goal-03-1", "対象", "indicator/05-01", ""),
        Plant("記載", "goal-03-1", "年度", "2024年度", ""),
        Plant("記載", "goal-03-1", "状況", "達成", "PUB-STATUS"),
    ),
    "figure that contradicts a published one": (
        Plant("値", "p7-09-2022-actual", "値", "9件", "PUB-FIGURE-DIFFERS", clear=_READ),
    ),
}


@pytest.fixture(scope="module")
def found(stock: Stock) -> tuple[set[tuple[str, str]], dict[str, tuple[str, str]]]:
    """All of them in one workbook: what was found, and what must be."""
    garden = Garden(clean())
    expected = {}
    for name, plants in CHECKS.items():
        for plant in plants:
            code, place = garden.plant(plant)
            if code:
                expected[name] = (code, place)
    upload = workbook_read.read(garden.bytes(), "plan.xlsx", stock.names)
    findings = check(stock, [upload]).findings
    for one in findings:
        for text in one.message.values():
            assert "{" not in text, one.code
    return {(one.code, one.cell or "") for one in findings}, expected


@pytest.mark.parametrize("name", CHECKS)
def test_a_planted_error_is_found_at_its_cell(
    found: tuple[set[tuple[str, str]], dict[str, tuple[str, str]]], name: str
) -> None:
    everything, expected = found
    code = expected[name][0]
    assert expected[name] in everything, sorted(each for each in everything if each[0] == code)


def _retired(predicate: str, kind: str, name: str) -> str:
    """Something of ours that has been retired, and a newcomer that names it."""
    iri = f"<{ID}{kind}/{name}>"
    return f"{EDITION}{iri} owl:deprecated true .\nx:r dxp:parent x:g ; dxp:{predicate} {iri} .\n"


IN_TURTLE: Final = {
    "unknown theme": (f"x:g dxp:theme <{ID}theme/no-such> .", "PUB-UNKNOWN", "no-such"),
    "retired theme": (_retired("theme", "theme", "talent"), "PUB-RETIRED", "dxp:theme"),
    "retired unit": (_retired("unit", "unit", "case"), "PUB-RETIRED", "dxp:unit"),
    "unknown unit": (f"x:v dxp:unit <{ID}unit/bundle> .", "Scheme-unit", "unit/bundle"),
    "unknown policy": (f"x:r dxp:referent <{ID}policy/none> .", "PUB-UNKNOWN", "policy/none"),
    "unknown department": (
        f"x:r dxp:responsibleUnit <{ID}chuo/department/none> .",
        "PUB-UNKNOWN",
        "department/none",
    ),
    "year outside the plan": (
        EDITION + value("t", 2021, "interim-target", 80),
        "PUB-YEAR-OUTSIDE",
        "fy:2021",
    ),
}


@pytest.mark.parametrize("name", IN_TURTLE)
def test_a_planted_error_is_found_at_its_line(stock: Stock, name: str) -> None:
    text, code, mark = IN_TURTLE[name]
    content = PREFIXES + text
    sent = rdf_input.read(Path("sent.ttl"), "f1-", content.encode())
    lines = [n for n, line in enumerate(content.splitlines(), 1) if mark in line]
    assert (code, lines[-1]) in {(f.code, f.line) for f in check(stock, [sent]).findings}


def test_the_documents_name_each_check() -> None:
    text = (PROJECT / "docs" / "workbook.md").read_text(encoding="utf-8")
    section = text.split("## 公開中のデータとの照合")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| [^|]* / ([^|]+?) \| ([^|]+) \|", section, re.MULTILINE))
    assert rows.pop("check")
    assert set(rows) == {*CHECKS, *IN_TURTLE}
    for name, plants in CHECKS.items():
        assert f"`{plants[-1].code}`" in rows[name], name
    for name, (_, code, _) in IN_TURTLE.items():
        assert f"`{code}`" in rows[name], name
