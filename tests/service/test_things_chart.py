"""The drawing of an indicator: what is in it, where a line ends, round figures at the axis."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service import things_chart
from service.asking import Row, Term
from service.namespaces import ID


def value(
    year: int, number: str, kind: str = "actual", unit: str = "percent", counted: str = ""
) -> Row:
    """One row as the engine gives it."""
    row = {
        "v": Term("uri", f"{ID}v/{year}-{kind}-{number}"),
        "year": Term("literal", str(year)),
        "kind": Term("uri", f"{ID}value-kind/{kind}"),
        "number": Term("literal", number),
        "unit": Term("uri", f"{ID}unit/{unit}"),
        "text": Term("literal", f"{number}%"),
    }
    return row | ({"sum": Term("uri", f"{ID}cumulation/{counted}")} if counted else {})


def test_targets_and_actuals_are_apart() -> None:
    """Two lines, each through its own points, from left to right."""
    rows = [value(2022, "10"), value(2023, "30"), value(2023, "20", "target"),
            value(2024, "40", "target")]  # fmt: skip
    chart = things_chart.draw(rows, [])
    assert chart is not None
    assert [style for style, _ in chart.lines] == ["actual", "target"]
    assert [point.value for point in chart.points["actual"]] == [10, 30]
    assert [year for year, _ in chart.years] == [2022, 2023, 2024]
    first, second = chart.points["actual"]
    assert first.x < second.x
    assert first.y > second.y  # larger is higher
    assert [text for text, _ in chart.marks] == ["0", "10", "20", "30", "40"]


def test_a_break_ends_the_line() -> None:
    """No line leads across a break, and the break has a place between the years."""
    rows = [value(2020, "1"), value(2021, "2"), value(2022, "7"), value(2023, "8")]
    chart = things_chart.draw(rows, [2022])
    assert chart is not None
    assert len(chart.lines) == 2
    places = dict(chart.years)
    assert chart.breaks == [pytest.approx((places[2021] + places[2022]) / 2, abs=0.2)]
    alone = things_chart.draw(rows[1:3], [2022])
    assert alone is not None
    assert alone.lines == []


def test_cumulative_values_have_a_line_of_their_own() -> None:
    """Yearly and cumulative figures of one indicator do not become one zigzag."""
    rows = [value(2024, "3", "target", counted="single-year"),
            value(2025, "3", "target", counted="single-year"),
            value(2025, "6", "target", counted="cumulative"),
            value(2026, "9", "target", counted="cumulative")]  # fmt: skip
    chart = things_chart.draw(rows, [])
    assert chart is not None
    assert len(chart.lines) == 2
    assert {label for label, _, _ in chart.labels} == {
        f"{ID}cumulation/single-year", f"{ID}cumulation/cumulative"
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [value(2024, "3")],
        [value(2024, "3"), value(2025, "4", unit="case")],
        [value(2024, "3"), value(2025, "NaN")],
        [value(2024, "3"), value(2025, "many")],
        [value(2024, "3", "estimate"), value(2025, "4", "estimate")],
    ],
    ids=["none", "one", "two units", "no number", "a word", "neither target nor actual"],
)
def test_nothing_to_draw(rows: list[Row]) -> None:
    """Fewer than two numbers in one unit make no drawing."""
    assert things_chart.draw(rows, []) is None


@pytest.mark.parametrize(
    ("numbers", "marks"),
    [
        (["0", "0"], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (["-5", "12"], ["-5", "0", "5", "10", "15"]),
        (["1800", "4800"], ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]),
        (["0.1", "0.4"], ["0", "0.1", "0.2", "0.3", "0.4"]),
    ],
)
def test_the_axis_has_round_figures(numbers: list[str], marks: list[str]) -> None:
    """From zero or below to the largest value, in steps of 1, 2, 2.5 or 5."""
    rows = [value(2020 + place, number) for place, number in enumerate(numbers)]
    chart = things_chart.draw(rows, [])
    assert chart is not None
    assert [text for text, _ in chart.marks] == marks
    points = chart.points["actual"]
    assert all(24 <= point.y <= 240 for point in points)
    assert [point.value for point in points] == [Decimal(number) for number in numbers]
