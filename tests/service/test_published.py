"""Findings against what is published: for each code an upload that has it and one that has not."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from service import dry_run, rdf_input, suggest
from service.config import PROJECT
from service.namespaces import DXP
from service.published import Stock
from service.published_texts import MESSAGES
from service.rdf_input import RdfFile
from service.validation import check

PREFIXES: Final = """@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix id: <https://w3id.org/dxplan/id/> .
@prefix i: <https://w3id.org/dxplan/id/chuo/strategy-2024/indicator/> .
@prefix x: <https://w3id.org/dxplan/id/example/> .
@prefix fy: <https://w3id.org/dxplan/id/fiscal-year/> .
@prefix vk: <https://w3id.org/dxplan/id/value-kind/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
EDITION: Final = """x:e a dxp:PlanEdition ;
  dxp:firstFiscalYear fy:2024 ; dxp:lastFiscalYear fy:2026 .
x:g a dxp:Goal ; dxp:inEdition x:e .
x:i a dxp:Indicator ; dxp:inEdition x:e ; dxp:indicatorOf x:g ; dxp:printedLabel "件数"@ja ;
  dxp:direction <https://w3id.org/dxplan/id/direction/higher-is-better> .
"""


def value(name: str, year: int, kind: str, number: int) -> str:
    return (
        f"x:{name} a dxp:IndicatorValue ; dxp:valueOf x:i ; dxp:fiscalYear fy:{year} ;\n"
        f"  dxp:valueKind vk:{kind} ; dxp:numericValue {number} .\n"
    )


def unit(name: str) -> str:
    department = f"<https://w3id.org/dxplan/id/nakano/department/{name}>"
    return EDITION + f"x:r dxp:responsibilityOf x:g ; dxp:responsibleUnit {department} .\n"


def policy(name: str) -> str:
    iri = f"<https://w3id.org/dxplan/id/policy/{name}>"
    return EDITION + f"x:r dxp:referrer x:g ; dxp:referent {iri} .\n"


def status(name: str) -> str:
    figures = value("t", 2024, "target", 80) + value("a", 2024, "actual", 60)
    return (
        f"{EDITION}{figures}x:s dxp:assesses x:g ; dxp:fiscalYear fy:2024 ;\n"
        f"  dxp:status <https://w3id.org/dxplan/id/status/{name}> .\n"
    )


def numbers(*given: str) -> str:
    return "".join(
        f'x:m{n} a dxp:Initiative ; dxp:parent x:p ; dxp:printedNumber "{number}" .\n'
        for n, number in enumerate(given)
    )


def twice(label: str) -> str:
    return f'{EDITION}x:j a dxp:Indicator ; dxp:indicatorOf x:g ; dxp:printedLabel "{label}"@ja .\n'


# by code: an upload with the fault, the text of its line, and one without
CASES: Final = {
    "PUB-UNKNOWN": (
        "x:a dxp:theme <https://w3id.org/dxplan/id/theme/no-such> .",
        "no-such",
        "x:a dxp:theme <https://w3id.org/dxplan/id/theme/talent> .",
    ),
    "PUB-TERM": ("x:a dxp:parnet x:b .", "parnet", "x:a dxp:parent x:b ."),
    "PUB-KIND": (
        'x:v dxp:numericValue "約150" .',
        "約150",
        "x:v dxp:numericValue 150 .",
    ),
    "PUB-ONE": (
        "x:v dxp:numericValue 150 ,\n  160 .",
        "160",
        "x:v dxp:numericValue 150 .",
    ),
    "PUB-RETIRED": (policy("it-basic-act"), "it-basic-act", policy("digital-society-basic-act")),
    "PUB-UNIT-GONE": (unit("joho-system-ka"), "joho-system", unit("digital-seisaku-ka")),
    "PUB-INDICATOR-TWICE": (twice("件数"), "x:j", twice("割合")),
    "PUB-NUMBER-GAP": (numbers("1-①", "1-②", "1-④"), "1-④", numbers("1-①", "1-②", "1-③")),
    "PUB-YEAR-OUTSIDE": (
        EDITION + value("t", 2029, "target", 80),
        "fy:2029",
        EDITION + value("t", 2025, "target", 80),
    ),
    "PUB-TARGET-EASIER": (
        EDITION + value("t", 2026, "target", 70) + value("a", 2024, "actual", 75),
        "numericValue 70",
        EDITION + value("t", 2026, "target", 80) + value("a", 2024, "actual", 75),
    ),
    "PUB-STATUS": (status("achieved"), "status/achieved", status("not-achieved")),
    "UP-SHAPES": ("x:s a sh:NodeShape .", "sh:NodeShape", "x:s a dxp:Goal ."),
    "UP-IMPORTS": ("x:s owl:imports <http://127.0.0.1:1/> .", "imports <", "x:s a dxp:Goal ."),
    "UP-EMPTY": ("", "", "x:s a dxp:Goal ."),
}


def upload(text: str) -> RdfFile:
    return rdf_input.read(Path("sent.ttl"), "f1-", (PREFIXES + text).encode())


def codes(stock: Stock, text: str) -> dict[str, int | None]:
    return {found.code: found.line for found in check(stock, [upload(text)]).findings}


@pytest.mark.parametrize("code", CASES)
def test_each_code_is_found_at_its_line_and_only_where_it_should(stock: Stock, code: str) -> None:
    bad, mark, good = CASES[code]
    found = codes(stock, bad)
    assert code in found
    if mark:
        lines = (PREFIXES + bad).splitlines()
        wanted = [number for number, line in enumerate(lines, 1) if mark in line]
        assert found[code] in wanted
        if code != "PUB-INDICATOR-TWICE":
            assert wanted[-1] == found[code]
    assert code not in codes(stock, good)


def test_a_figure_that_differs_from_a_published_one(stock: Stock) -> None:
    path = PROJECT / "data" / "nakano" / "progress-fy2024" / "indicators.ttl"
    text = path.read_text(encoding="utf-8")
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "numericValue 72.9" in each)
    changed = text.replace("dxp:numericValue 72.9", "dxp:numericValue 71.9")
    sent = rdf_input.read(Path("sent.ttl"), "f1-", changed.encode())
    found = [f for f in check(stock, [sent]).findings if f.code == "PUB-FIGURE-DIFFERS"]
    assert [f.line for f in found] == [line]
    assert "72.9" in found[0].message["ja"]
    assert "72.9" in found[0].message["en"]
    difference = dry_run.difference(stock, None, [sent])
    assert difference["changed"]["count"] == 1
    assert difference["added"]["count"] == difference["removed"]["count"] == 0
    shown = difference["changed"]["shown"][0]
    assert (shown["before"]["ja"], shown["value"]["ja"]) == ("72.9", "71.9")


def test_every_code_has_its_case_and_both_languages() -> None:
    assert set(MESSAGES) == {*CASES, "PUB-FIGURE-DIFFERS"}
    for code, message in MESSAGES.items():
        for texts in (message.name, message.text, message.why):
            assert set(texts) == {"ja", "en"}, code
            assert all(texts.values()), code


def test_a_published_document_sent_again_has_no_finding_of_these(stock: Stock) -> None:
    folder = PROJECT / "data" / "taito" / "plan-2021"
    sent = [
        rdf_input.read(Path(path.name), f"f{n}-", path.read_bytes())
        for n, path in enumerate(sorted(folder.glob("*.ttl")))
    ]
    assert len(sent) > 10
    assert check(stock, sent).findings == ()
    difference = dry_run.difference(stock, None, sent)
    assert [difference[k]["count"] for k in ("added", "removed", "changed")] == [0, 0, 0]


def test_suggestions_find_most_true_links_of_a_ward_left_out(stock: Stock) -> None:
    """The figures of docs/validation.md are these, rounded."""
    for predicate, least in ((DXP.theme, 0.72), (DXP.curatedToAnswer, 0.65)):
        found = suggest.measure(stock, predicate)
        assert len(found) == 4
        hits, total = (sum(each[n] for each in found.values()) for n in (0, 1))
        assert total > 400
        assert hits / total > least
