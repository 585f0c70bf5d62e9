"""Rules of our own: parents, months, years, ranges of figures, targets against actuals."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pytest
from rdflib import RDF, Graph, Literal, Node, URIRef

from service import repository
from service.config import PROJECT
from service.namespaces import DXP, ID
from service.own_rules import RULES, conclude, follows
from service.stated import Conclusion
from service.turtle import read_turtle
from service.value_rules import spread

PREFIXES: Final = """\
@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ck: <https://w3id.org/dxplan/id/content-kind/> .
@prefix d: <https://w3id.org/dxplan/id/direction/> .
@prefix fy: <https://w3id.org/dxplan/id/fiscal-year/> .
@prefix month: <https://w3id.org/dxplan/id/month/> .
@prefix p: <https://w3id.org/dxplan/id/precision/> .
@prefix u: <https://w3id.org/dxplan/id/unit/> .
@prefix vk: <https://w3id.org/dxplan/id/value-kind/> .
@prefix : <https://w3id.org/dxplan/id/w/value/> .
"""
YEARS: Final = "".join(f"fy:{year} dxp:fiscalYearNumber {year} .\n" for year in range(2020, 2027))


def concluded(text: str) -> list[Conclusion]:
    return conclude([Graph().parse(data=PREFIXES + text, format="turtle")])


def triples(text: str, predicate: URIRef) -> set[tuple[str, str]]:
    found = {(str(s), str(o)) for (s, p, o), _, _ in concluded(text) if p == predicate}
    return {(_local(s), _local(o)) for s, o in found}


def _local(text: str) -> str:
    return text.removeprefix(str(ID)).removeprefix("w/value/")


# --- parents


def test_a_parent_is_a_parent_element_only_if_it_is_an_element() -> None:
    text = """:activity dxp:parent :measure . :measure a dxp:Measure ; dxp:parent :edition .
        :edition a dxp:PlanEdition . :orphan dxp:parent :nowhere ."""
    assert triples(text, DXP.parentElement) == {("activity", "measure")}


# --- dates and years

MONTHS: Final = """
month:2024-12 a dxp:Month ;
  dxp:startDate "2024-12-01"^^xsd:date ; dxp:endDate "2024-12-31"^^xsd:date .
month:2025-01 a dxp:Month ;
  dxp:startDate "2025-01-01"^^xsd:date ; dxp:endDate "2025-01-31"^^xsd:date .
"""


def test_dates_lie_in_months_and_years_in_none() -> None:
    text = (
        MONTHS
        + """
        :a dxp:asOfDate "2024-12"^^xsd:gYearMonth . :b dxp:date "2025-01-31"^^xsd:date .
        :c dxp:date "2025"^^xsd:gYear . :d dxp:date "1960-01-01"^^xsd:date ."""
    )
    assert triples(text, DXP.month) == {("a", "month/2024-12"), ("b", "month/2025-01")}


def test_targets_are_due_by_a_year_and_actuals_measured_in_it() -> None:
    text = """
        :t dxp:valueOf :i ; dxp:valueKind vk:target ; dxp:fiscalYear fy:2025 .
        :m dxp:valueOf :i ; dxp:valueKind vk:interim-target ; dxp:fiscalYear fy:2023 .
        :s dxp:valueOf :i ; dxp:valueKind vk:target ; dxp:firstFiscalYear fy:2021 ;
          dxp:lastFiscalYear fy:2023 .
        :a dxp:valueOf :i ; dxp:valueKind vk:actual ; dxp:fiscalYear fy:2024 .
        :b dxp:figureOf :i ; dxp:valueKind vk:budget ; dxp:fiscalYear fy:2024 .
        :n dxp:valueOf :i ; dxp:valueKind vk:target .
        :t dxp:contentKind ck:number . :m dxp:contentKind ck:words . :s dxp:contentKind ck:all .
        :a dxp:contentKind ck:number . :b dxp:contentKind ck:number .
        :dash dxp:valueOf :i ; dxp:valueKind vk:target ; dxp:fiscalYear fy:2025 .
        :line dxp:valueOf :i ; dxp:valueKind vk:actual ; dxp:fiscalYear fy:2023 .
        :dash dxp:contentKind ck:absent . :line dxp:contentKind ck:absent ."""
    assert triples(text, DXP.dueBy) == {
        ("t", "fiscal-year/2025"),
        ("m", "fiscal-year/2023"),
        ("s", "fiscal-year/2023"),
    }
    assert triples(text, DXP.measuredIn) == {("a", "fiscal-year/2024")}


# --- ranges

RANGES: Final = [
    ("42", "exact", "42", "42"),
    ("0", "exact", "0", "0"),
    ("-8", "exact", "-8", "-8"),
    ("2000000", "approximate", "1500000", "2500000"),
    ("2310000", "approximate", "2305000", "2315000"),
    ("2980", "approximate", "2975", "2985"),
    ("33", "approximate", "32.5", "33.5"),
    ("3.5", "approximate", "3.45", "3.55"),
    ("0", "approximate", None, None),
    ("4800", "at-least", "4800", None),
    ("3541", "more-than", "3541", None),
    ("3", "at-most", None, "3"),
    ("5", "less-than", None, "5"),
]


@pytest.mark.parametrize(("number", "precision", "lowest", "highest"), RANGES)
def test_range_of_a_figure(
    number: str, precision: str, lowest: str | None, highest: str | None
) -> None:
    found = spread(Decimal(number), ID[f"precision/{precision}"])
    assert found.lowest == (None if lowest is None else Decimal(lowest))
    assert found.highest == (None if highest is None else Decimal(highest))


def test_ranges_are_written_without_zeros_at_the_end() -> None:
    text = ":v dxp:numericValue 2000000 ; dxp:precision p:approximate ."
    assert triples(text, DXP.lowestPossible) == {("v", "1500000")}
    assert triples(text, DXP.highestPossible) == {("v", "2500000")}
    assert triples(":v dxp:numericValue 2000000 .", DXP.lowestPossible) == set()


# --- targets against actuals


def _value(name: str, kind: str, year: int, figure: tuple[str, str], more: str = "") -> str:
    number, precision = figure
    content = "range" if precision.startswith(("at-", "more", "less")) else "number"
    return (
        f":{name} dxp:valueOf :i ; dxp:valueKind vk:{kind} ; dxp:fiscalYear fy:{year} ;"
        f' dxp:contentKind ck:{content} ; rdfs:label "{name}"@ja ;'
        f" dxp:numericValue {number} ; dxp:precision p:{precision} {more}.\n"
    )


def outcome(
    target: tuple[str, str], actual: tuple[str, str], direction: str = "higher-is-better"
) -> str:
    text = YEARS + f":i dxp:direction d:{direction} .\n"
    text += _value("t", "target", 2025, target) + _value("a", "actual", 2024, actual)
    ((_, found),) = triples(text, DXP.targetOutcome)
    return found.removeprefix("target-outcome/")


OUTCOMES: Final = [
    (("2000000", "exact"), ("2000000", "approximate"), "higher", "undecidable"),
    (("2000000", "exact"), ("2310000", "approximate"), "higher", "reached"),
    (("2000000", "exact"), ("1790000", "approximate"), "higher", "not-reached"),
    (("3000", "approximate"), ("2980", "approximate"), "lower", "undecidable"),
    (("3000", "approximate"), ("3900", "approximate"), "lower", "not-reached"),
    (("15", "exact"), ("15", "exact"), "higher", "reached"),
    (("0", "exact"), ("22", "exact"), "lower", "not-reached"),
    (("0", "exact"), ("0", "exact"), "lower", "reached"),
    (("6000", "at-least"), ("1800", "approximate"), "higher", "not-reached"),
    (("5", "at-least"), ("42", "exact"), "higher", "reached"),
    (("5", "at-least"), ("3", "at-least"), "higher", "undecidable"),
    (("5", "at-least"), ("5", "more-than"), "higher", "reached"),
    (("5", "at-most"), ("6", "exact"), "lower", "not-reached"),
    (("5", "at-most"), ("4", "at-most"), "lower", "reached"),
    (("5", "at-most"), ("4", "exact"), "higher", "not-comparable"),
]


@pytest.mark.parametrize(("target", "actual", "direction", "expected"), OUTCOMES)
def test_outcome(
    target: tuple[str, str], actual: tuple[str, str], direction: str, expected: str
) -> None:
    assert outcome(target, actual, f"{direction}-is-better") == expected


def test_keeping_a_value_is_not_judged() -> None:
    assert outcome(("5", "exact"), ("5", "exact"), "keep") == "not-comparable"


def outcomes(*values: str, more: str = "") -> dict[str, str]:
    text = YEARS + ":i dxp:direction d:higher-is-better .\n" + "".join(values) + more
    return {
        node.rsplit("/", 1)[1]: found.removeprefix("target-outcome/")
        for node, found in triples(text, DXP.targetOutcome)
    }


TEN, NINE = ("10", "exact"), ("9", "exact")


def test_the_latest_actual_counts_and_all_that_is_said_of_its_year() -> None:
    target = _value("t", "target", 2025, TEN)
    old = _value("old", "actual", 2023, ("20", "exact"))
    one, two = _value("one", "actual", 2024, NINE), _value("two", "actual", 2024, ("11", "exact"))
    assert outcomes(target, old, one) == {"t": "not-reached"}
    assert outcomes(target, old, one, two) == {"t": "undecidable"}
    assert outcomes(target, old) == {"t": "reached"}
    assert outcomes(target) == {}


def test_another_unit_or_way_of_counting_or_a_break_is_not_compared() -> None:
    target, actual = _value("t", "target", 2025, TEN), _value("a", "actual", 2024, TEN)
    assert outcomes(target, actual, more=":t dxp:unit u:case . :a dxp:unit u:case .") == {
        "t": "reached"
    }
    for more in (
        ":t dxp:unit u:case . :a dxp:unit u:percent .",
        ":a dxp:unit u:percent .",
        ":a dxp:cumulation <https://w3id.org/dxplan/id/cumulation/cumulative> .",
        ":b dxp:breakOf :i ; dxp:fiscalYear fy:2023 .",
    ):
        assert outcomes(target, actual, more=more) == {"t": "not-comparable"}, more
    later = ":b dxp:breakOf :i ; dxp:fiscalYear fy:2025 ."
    assert outcomes(target, actual, more=later) == {"t": "reached"}


def _worded(kind: str, year: int) -> str:
    return (
        f":w dxp:valueOf :i ; dxp:valueKind vk:target ; dxp:fiscalYear fy:{year} ;"
        f" dxp:contentKind ck:{kind} .\n"
    )


def test_words_are_compared_only_where_they_speak_of_the_year_before() -> None:
    before, after = _value("b", "actual", 2023, NINE), _value("a", "actual", 2024, TEN)
    assert outcomes(_worded("stage", 2024), before, after) == {"w": "not-comparable"}
    assert outcomes(_worded("absent", 2024), before, after) == {}
    year_before = _worded("relative-to-previous-year", 2024)
    assert outcomes(year_before, before, after) == {"w": "reached"}
    assert outcomes(year_before, after) == {"w": "undecidable"}
    assert outcomes(year_before, before) == {}
    same = _value("s", "actual", 2024, NINE)
    assert outcomes(year_before, before, same) == {"w": "not-reached"}


# --- from edition to edition


@pytest.mark.parametrize(
    ("before", "after", "more", "expected"),
    [
        (TEN, TEN, "", {"target-kept"}),
        (NINE, TEN, "", {"target-raised"}),
        (TEN, NINE, "", {"target-lowered"}),
        (("10", "approximate"), TEN, "", set()),
        (TEN, NINE, ":s dxp:unit u:percent .", set()),
    ],
)
def test_targets_from_edition_to_edition(
    before: tuple[str, str], after: tuple[str, str], more: str, expected: set[str]
) -> None:
    text = YEARS + ":c dxp:earlierElement :i ; dxp:laterElement :j .\n" + more
    text += _value("t", "target", 2025, before)
    text += _value("s", "target", 2025, after).replace("valueOf :i", "valueOf :j")
    text += _value("o", "target", 2024, after).replace("valueOf :i", "valueOf :j")
    found = triples(text, DXP.targetChange)
    assert {change.removeprefix("change-kind/") for _, change in found} == expected


# --- years by era and months


@pytest.fixture(scope="module")
def years() -> Graph:
    graph = Graph()
    for name in ("fiscal-year", "era-year", "month"):
        graph.parse(PROJECT / "ontology" / "schemes" / f"{name}.ttl")
    return graph


def _called(graph: Graph, thing: Node) -> set[tuple[str, int]]:
    return {
        (str(graph.value(year, DXP.era)).rsplit("/", 1)[1], int(str(number)))
        for year in graph.objects(thing, DXP.eraYear)
        for number in graph.objects(year, DXP.eraYearNumber)
    }


def test_fiscal_years_by_era_and_back(years: Graph) -> None:
    """平成31年度 and 令和元年度 are one fiscal year; every era year leads back to its year."""
    numbers = {
        int(str(number)): year for year, number in years.subject_objects(DXP.fiscalYearNumber)
    }
    assert sorted(numbers) == list(range(1989, 2051))
    assert _called(years, numbers[2019]) == {("heisei", 31), ("reiwa", 1)}
    for number, year in numbers.items():
        expected = {("heisei", number - 1988)} if number <= 2019 else set()
        expected |= {("reiwa", number - 2018)} if number >= 2019 else set()
        assert _called(years, year) == expected
        for era_year in years.objects(year, DXP.eraYear):
            back = [y for y in years.subjects(DXP.eraYear, era_year) if y in numbers.values()]
            assert back == [year]
    assert "令和元年" in {str(label) for label in years.objects(ID["era-year/reiwa-01"])}


def test_months_by_era_and_fiscal_year(years: Graph) -> None:
    expected = {
        "2019-04": ("heisei", 31, 2019),
        "2019-05": ("reiwa", 1, 2019),
        "2020-03": ("reiwa", 2, 2019),
        "2020-04": ("reiwa", 2, 2020),
        "2025-01": ("reiwa", 7, 2024),
        "2025-03": ("reiwa", 7, 2024),
    }
    for name, (era, number, year) in expected.items():
        month = ID[f"month/{name}"]
        assert _called(years, month) == {(era, number)}, name
        assert years.value(month, DXP.partOfFiscalYear) == ID[f"fiscal-year/{year}"], name


def test_months_fill_their_fiscal_years(years: Graph) -> None:
    months = sorted(years.subjects(RDF.type, DXP.Month), key=str)
    assert len(months) == 12 * (2036 - 1997)
    for month in months:
        part = years.value(month, DXP.partOfFiscalYear)
        begin, end = (str(years.value(month, p)) for p in (DXP.startDate, DXP.endDate))
        assert str(years.value(part, DXP.startDate)) <= begin < end
        assert end <= str(years.value(part, DXP.endDate))


# --- over the data


@pytest.fixture(scope="module")
def all_conclusions() -> list[Conclusion]:
    graphs = [read_turtle(f.path).graph for f in repository.files(PROJECT) if _is_turtle(f)]
    return conclude(graphs)


def _is_turtle(file: repository.DataFile) -> bool:
    return file.path.suffix == ".ttl"


def test_every_conclusion_follows_from_its_premises_alone(
    all_conclusions: list[Conclusion],
) -> None:
    assert len(all_conclusions) > 2000
    assert {found.rule for found in all_conclusions} == set(RULES)
    assert [found for found in all_conclusions if not follows(found)] == []


def test_no_conclusion_follows_without_one_of_its_first_premises() -> None:
    text = YEARS + ":i dxp:direction d:higher-is-better .\n"
    text += _value("t", "target", 2025, TEN) + _value("a", "actual", 2024, TEN)
    found = [c for c in concluded(text) if c.triple[1] in (DXP.targetOutcome, DXP.lowestPossible)]
    assert len(found) == 3
    for conclusion in found:
        assert follows(conclusion)
        assert not follows(conclusion._replace(premises=conclusion.premises[1:]))
    assert not follows(Conclusion((ID.x, RDF.type, ID.y), "dxp-nothing", ()))


def test_every_rule_is_a_concept_with_its_name() -> None:
    scheme = Graph().parse(PROJECT / "ontology" / "schemes" / "rule.ttl")
    notation = URIRef("http://www.w3.org/2004/02/skos/core#notation")
    for name in RULES:
        assert (ID[f"rule/{name}"], notation, Literal(name)) in scheme


def test_stated_dates_and_fiscal_years_agree() -> None:
    """A value in January belongs to the fiscal year before; where both are stated, they agree."""
    graph = Graph()
    for file in repository.files(PROJECT):
        if _is_turtle(file):
            graph += read_turtle(file.path).graph
    checked = 0
    for value, year in graph.subject_objects(DXP.fiscalYear):
        for date in graph.objects(value, DXP.asOfDate):
            checked += _agree(graph, date, year)
    assert checked >= 10


def _agree(graph: Graph, date: Node, year: Node) -> int:
    month = ID[f"month/{str(date)[:7]}"]
    part = graph.value(month, DXP.partOfFiscalYear)
    assert part in (None, year), (date, year)
    return int(part is not None)
