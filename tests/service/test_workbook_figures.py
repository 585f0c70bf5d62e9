"""Printed figures, years, dates and lines: read rightly, or refused with the reason.

The readings were worked out by hand from docs/sourcing.md. ``PUBLISHED`` compares with the
figures that people transcribed from the five documents.
"""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal

from service import config
from service.figures_reading import Reading, canonical, read_figure, read_number
from service.figures_reading_dates import RefusedError, read_date, read_fiscal_year, read_lines
from service.namespaces import DXP
from service.texts_workbook import MESSAGES
from service.workbook_names import local

EXACT = "exact"
READ = {
    "183件": Reading("number", "183", "case", EXACT),
    "約200万件": Reading("number", "2000000", "case", "approximate"),
    "約 200 万件": Reading("number", "2000000", "case", "approximate"),
    "約1,800時間": Reading("number", "1800", "hour", "approximate"),
    "0件": Reading("number", "0", "case", EXACT),
    "0 件": Reading("number", "0", "case", EXACT),
    "１８３件": Reading("number", "183", "case", EXACT),
    "０": Reading("number", "0", "", EXACT),
    "1,234": Reading("number", "1234", "", EXACT),
    "45分": Reading("number", "45", "minute", EXACT),
    "50%": Reading("number", "50", "percent", EXACT),
    "62.3％": Reading("number", "62.3", "percent", EXACT),
    "80.0%": Reading("number", "80", "percent", EXACT),
    "7割": Reading("number", "70", "percent", EXACT),
    "3億円": Reading("number", "3", "hundred-million-yen", EXACT),
    "5千円": Reading("number", "5", "thousand-yen", EXACT),
    "12名": Reading("number", "12", "person", EXACT),
    "40件程度": Reading("number", "40", "case", "approximate"),
    "年 10回": Reading("number", "10", "time", EXACT, cumulation="single-year"),
    "累計6部署": Reading("number", "6", "department", EXACT, cumulation="cumulative"),
    "4,800時間以上": Reading("range", "4800", "hour", "at-least", lower="4800"),
    "3票まで": Reading("range", "3", "vote", "at-most", upper="3"),
    "10分未満": Reading("range", "10", "minute", "less-than", upper="10"),
    "15/20": Reading("fraction", "15", "", EXACT, fraction=(15, 20)),
    "0/15業務": Reading("fraction", "0", "work-item", EXACT, fraction=(0, 15)),
    "3分の1": Reading("fraction", "1", "", EXACT, fraction=(1, 3)),
    "-5%（対令和5年度）": Reading("change", "-5", "percent", EXACT, base=2023),
    "前年度より増": Reading("relative-to-previous-year", previous=True),
    "前年度より増加": Reading("relative-to-previous-year", previous=True),
    "減少": Reading("direction-only"),
    "全手続き": Reading("all"),
    "すべて": Reading("all"),
    "ー": Reading("absent", absence="stated-none"),
    "－": Reading("absent", absence="stated-none"),
    "—": Reading("absent", absence="stated-none"),
    "(調整中)": Reading("absent", absence="unsettled"),
    "作成中": Reading("absent", absence="unsettled"),
}
REFUSED = {
    "△3": "FIG-TRIANGLE",
    "▲5%": "FIG-TRIANGLE",
    "-5%": "FIG-SIGN",
    "令和7年度": "FIG-YEAR",
    "2025年度": "FIG-YEAR",
    "R7": "FIG-YEAR",
    "三十件": "FIG-KANJI",
    "10〜20件": "FIG-RANGE",
    "実施": "FIG-WORDS",
    "令和5年度からの累計受講者 120名": "FIG-WORDS",
    "183件※": "FIG-NOTE",
    "183件（見込み）": "FIG-NOTE",
    "15/0": "FIG-FRACTION",
    "20/15": "FIG-FRACTION",
    "3件4回": "FIG-TWO",
    "1万2千件": "FIG-TWO",
    "約50件以上": "FIG-TWO-WORDS",
    "3束": "FIG-UNIT",
    "70%削減": "FIG-UNIT",
    "1,23件": "FIG-COMMA",
    "12,34,567": "FIG-COMMA",
    # two numbers side by side are not one
    "80 90%": "FIG-TWO",
    "10　20%": "FIG-TWO",
    "150\n200手続": "FIG-TWO",
    "1 234": "FIG-TWO",
    "80, 900件": "FIG-TWO",
    # more digits than can be kept
    "9" * 5000: "NUM-LONG",
    "9" * 30 + "%": "NUM-LONG",
    "0." + "1" * 40 + "%": "NUM-LONG",
    "9" * 18 + "万件": "NUM-LONG",
    "1/" + "9" * 5000: "NUM-LONG",
    # signs that are no plain digits
    "一": "FIG-KANJI",
    "二十": "FIG-KANJI",
    "〇": "FIG-WORDS",
    "1/4%": "FIG-FRACTION",
    "٣%": "FIG-WORDS",
    "5½": "FIG-WORDS",
    "10㎡": "FIG-UNIT",
    "約10㎢": "FIG-UNIT",
}
YEARS = {
    "R7": 2025,
    "令和7": 2025,
    "令和7年度": 2025,
    "令和 6 年度": 2024,
    "令和元年度": 2019,
    "平成31年度": 2019,
    "H30": 2018,
    "昭和64年度": 1989,
    "2025年度": 2025,
    "２０２５年度": 2025,
    "2025": 2025,
    "FY2025": 2025,
    "2025（令和7）年度": 2025,
    "令和7年度（2025年度）": 2025,
}
NO_YEARS = {
    "2025年": "YEAR-CALENDAR",
    "令和7年": "YEAR-CALENDAR",
    "7年度": "YEAR-ERA-MISSING",
    "7": "YEAR-ERA-MISSING",
    "来年度": "YEAR-FORM",
    "2025-2027": "YEAR-FORM",
    "20 25年度": "YEAR-FORM",
    "令和7²": "YEAR-FORM",
    "2025（令和8）年度": "YEAR-DISAGREE",
    "平成32年度": "YEAR-ERA-END",
}
DATES = {
    "2024-04-01": ("2024-04-01", "date"),
    "2024/4/1": ("2024-04-01", "date"),
    "令和6年4月1日": ("2024-04-01", "date"),
    "2024-04": ("2024-04", "gYearMonth"),
    "令和6年4月": ("2024-04", "gYearMonth"),
    "R6.4": ("2024-04", "gYearMonth"),
    "2024": ("2024", "gYear"),
    "平成12年": ("2000", "gYear"),
    "2024. 4. 1": ("2024-04-01", "date"),
    "令和 6 年 4 月": ("2024-04", "gYearMonth"),
    # the first and the last days of eras
    "平成31年4月30日": ("2019-04-30", "date"),
    "平成31年4月": ("2019-04", "gYearMonth"),
    "平成31年": ("2019", "gYear"),
    "令和元年5月1日": ("2019-05-01", "date"),
    "R1.5": ("2019-05", "gYearMonth"),
    "令和元年": ("2019", "gYear"),
    "昭和64年1月7日": ("1989-01-07", "date"),
    "平成元年1月8日": ("1989-01-08", "date"),
    "平成元年1月": ("1989-01", "gYearMonth"),
}
NO_DATES = {"4月1日": "DATE-FORM", "45000": "DATE-SERIAL", "2024-13": "DATE-NONE"}
NO_DATES |= {"2023-02-29": "DATE-NONE", "春": "DATE-FORM", "平成40年": "YEAR-ERA-END"}
NO_DATES |= dict.fromkeys(("R613", "2024 04", "20240401", "2024年4月1²日"), "DATE-FORM")
NO_DATES |= dict.fromkeys(("H31.5", "平成31年5月", "平成31年5月1日"), "DATE-NONE")
NO_DATES |= dict.fromkeys(("令和元年4月", "令和元年4月1日", "令和元年4月30日"), "DATE-NONE")
NO_DATES |= dict.fromkeys(("昭和64年2月", "昭和64年1月8日", "平成元年1月7日"), "DATE-NONE")
NO_DATES |= dict.fromkeys(("3025-03", "0025-03", "2101", "令和99年"), "DATE-FAR")
LINES = {"608": (608, 608), "608-610": (608, 610), "608〜610行": (608, 610), "６０８": (608, 608)}
LINES |= {"2 - 5": (2, 5)}
NO_LINES = {"p.12": "LINE-FORM", "": "LINE-FORM", "610-608": "LINE-ORDER", "0": "LINE-ORDER"}
NO_LINES |= {"2 2": "LINE-FORM", "12²": "LINE-FORM", "9" * 5000: "LINE-FORM"}


def _short(text: str) -> str:
    return text[:20]


@pytest.mark.parametrize("text", READ)
def test_a_figure_is_read(text: str) -> None:
    assert read_figure(text) == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=_short)
def test_a_figure_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_figure(text)
    assert refusal.value.code == REFUSED[text]
    assert refusal.value.code in MESSAGES


@pytest.mark.parametrize("text", YEARS)
def test_a_fiscal_year_is_read(text: str) -> None:
    assert read_fiscal_year(text) == YEARS[text]


@pytest.mark.parametrize("text", NO_YEARS)
def test_a_fiscal_year_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_fiscal_year(text)
    assert refusal.value.code == NO_YEARS[text]


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_read(text: str) -> None:
    assert read_date(text) == DATES[text]


@pytest.mark.parametrize("text", NO_DATES)
def test_a_date_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_date(text)
    assert refusal.value.code == NO_DATES[text]


@pytest.mark.parametrize("text", LINES)
def test_lines_are_read(text: str) -> None:
    assert read_lines(text) == LINES[text]


@pytest.mark.parametrize("text", NO_LINES, ids=_short)
def test_lines_are_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_lines(text)
    assert refusal.value.code == NO_LINES[text]


@pytest.mark.parametrize(
    ("text", "number"), [("1,234", "1234"), ("６２．３", "62.3"), ("-5", "-5"), ("80.0", "80")]
)
def test_a_number_is_read(text: str, number: str) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["50%", "約50", "183件", "1 234件", "1 234", "1, 234", "", "五", "1.2.3", "12²", "٣", "①"],
)
def test_a_number_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        read_number(text)
    assert refusal.value.code == "NUM-FORM"


@pytest.mark.parametrize("count", [19, 30, 5000])
def test_a_number_is_exact_or_refused(count: int) -> None:
    """18 digits can be kept; of more, none is rounded."""
    assert read_number("9" * 18) == "9" * 18
    assert read_number("0." + "1" * 17) == "0." + "1" * 17
    for text in ("9" * count, "0." + "1" * count):
        with pytest.raises(RefusedError) as refusal:
            read_number(text)
        assert refusal.value.code == "NUM-LONG"


@pytest.mark.parametrize(
    ("given", "form"), [("80.0", "80"), ("1E3", "1000"), ("0.50", "0.5"), ("-0", "0")]
)
def test_numbers_are_canonical(given: str, form: str) -> None:
    assert canonical(given) == form


def test_published_figures_are_read_as_people_read_them() -> None:
    """Of all figures of the five documents: none is read otherwise than people did.

    They are 682, of which two have nothing printed; 「６件」 of Chiyoda, a rise by the head of
    its column, is left out. 「一」, thirteen times in Chiyoda, is a dash there and may be a
    numeral elsewhere, so that it is left to people.
    """
    graph = Graph(bind_namespaces="none")
    for path in sorted((config.PROJECT / "data").glob("*/*-*/*.ttl")):
        graph.parse(path)
    read = refused = 0
    for subject in graph.subjects(DXP.contentKind):
        printed = graph.value(subject, DXP.printedValue)
        if printed is None or str(printed) == "６件":
            continue
        try:
            reading = read_figure(str(printed))
        except RefusedError:
            refused += 1
            continue
        kind = graph.value(subject, DXP.contentKind)
        assert kind is not None
        number = graph.value(subject, DXP.numericValue)
        unit = graph.value(subject, DXP.unit)
        assert reading.content == local(kind), printed
        assert reading.number == (str(number) if isinstance(number, Literal) else None), printed
        if reading.unit and unit is not None:
            assert reading.unit == local(unit), printed
        read += 1
    assert read + refused == 679
    assert read >= 528
