"""Cells of a spreadsheet are read as they are shown, or refused: number formats of Excel.

What is shown was worked out by hand from ECMA-376, part 1, section 18.8.31.
"""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest

from service import tabular_xlsx, workbook_read
from service.config import PROJECT
from service.figures_reading import read_figure, read_number
from service.figures_reading_dates import RefusedError, read_date, read_fiscal_year, read_lines
from service.figures_reading_formats import hidden, is_hidden, show_date, show_number
from service.workbook_findings import of_cells
from tests.service.planting import published

ACCOUNTING = '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '
SHOWN = [
    (20, "General", "20"),
    (62.3, "General", "62.3"),
    (0.1 + 0.2, "General", "0.3"),
    (-5, "General", "-5"),
    (20, "@", "20"),
    (20, "0", "20"),
    (7, "000", "007"),
    (62, "0.0", "62.0"),
    (1.5, "0.0##", "1.5"),
    (1234567, "#,##0", "1,234,567"),
    (5, "0,000", "0,005"),
    (0.2, "0%", "20%"),
    (0.29, "0%", "29%"),
    (0.805, "0.0%", "80.5%"),
    (20, '0"%"', "20%"),
    (20, "0\\%", "20%"),
    (20, '0"%以上"', "20%以上"),
    (0.2, '0%"以上"', "20%以上"),
    (200, '"約"0', "約200"),
    (20, '0"件"', "20件"),
    (20, "0件", "20件"),
    (5, 'General"件"', "5件"),
    (1234000, '#,##0,"千円"', "1,234千円"),
    (1500000, '0.0,,"百万円"', "1.5百万円"),
    (1234, "¥#,##0", "¥1,234"),
    (1234, "[$¥-411]#,##0", "¥1,234"),
    (-5, "0;[Red]-0", "-5"),
    (-5, '0;"△"0', "△5"),
    (-5, "#,##0_);[Red](#,##0)", "(5)"),
    (1234, ACCOUNTING, "1,234"),
]
NOT_SHOWN = [
    (0.805, "0%"),  # shows 81%
    (62.34, "0.0"),  # shows 62.3
    (1234567, '#,##0,"千円"'),  # shows 1,235千円
    (1 / 3, "General"),
    (12345678901234567890, "0"),
    (1e300, "General"),
    (float("inf"), "General"),
    (-5, "0;[Red]0"),  # the colour alone says minus
    (5, '"-"0'),
    (5, '"1"0'),
    (0, "#"),
    (0, ACCOUNTING),  # shows a dash
    (5, ";;;"),
    (5, '"なし"'),
    (0.5, "# ?/?"),
    (1000, "0.00E+00"),
    (1234567, "000-0000"),
    (5, '[>3]0"件";0'),
    (5, "[DBNum1]0"),
    (5, "ggge"),
    (5, '0"件'),
    (0.2, "0%%"),
]
DATES = {
    'yyyy"年"m"月"': "2025-03",
    "mmm-yy": "2025-03",
    'ggge"年"m"月"': "2025-03",
    "yyyy/m": "2025-03",
    "yyyy": "2025",
    'ggge"年"': "2025",
    "yyyy-mm-dd": "2025-03-01",
    "mm-dd-yy": "2025-03-01",
    "m/d/yy h:mm": "2025-03-01",
    '[$-411]ggge"年"m"月"d"日";@': "2025-03-01",
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy": "2025-03-01",
    "yyyy/m/d\\(aaa\\)": "2025-03-01",
    'm"月"d"日"': None,
    'yyyy"年度"': None,
    'yyyy"年"m"月頃"': None,
    "mmmmm-yy": None,
    "h:mm": None,
    "yyyy h:mm": None,
    "General": None,
}


@pytest.mark.parametrize(("value", "code", "shown"), SHOWN)
def test_a_number_is_what_its_cell_shows(value: float, code: str, shown: str) -> None:
    assert show_number(value, code) == shown


@pytest.mark.parametrize(("value", "code"), NOT_SHOWN)
def test_a_number_that_is_not_seen_is_not_guessed(value: float, code: str) -> None:
    assert show_number(value, code) is None


@pytest.mark.parametrize("code", DATES)
def test_a_date_is_as_exact_as_its_cell_shows(code: str) -> None:
    assert show_date(date(2025, 3, 1), code) == DATES[code]


def test_every_reader_refuses_what_is_hidden() -> None:
    text = hidden(20, '0"件";0；0')
    assert is_hidden(text)
    assert ";" not in text
    assert "；" not in text
    for read in (read_figure, read_number, read_fiscal_year, read_date, read_lines):
        with pytest.raises(RefusedError) as refusal:
            read(text)
        assert refusal.value.code == "NUM-SHOWN"


def findings(place: str, value: Any, code: str = "", **others: Any) -> tuple[list[str], list[str]]:
    """Codes of the findings with one cell changed, and what is stated from that cell."""
    book = openpyxl.load_workbook(PROJECT / "examples" / "mirai-ward" / "plan.xlsx")
    sheet, address = place.split("!")
    for where, other in others.items():
        book[sheet][where].value = other
    cell = book[sheet][address]
    cell.value = value
    if code:
        cell.number_format = code
    out = io.BytesIO()
    book.save(out)
    upload = workbook_read.read(out.getvalue(), "plan.xlsx", published())
    stated = [str(term) for (_, _, term), at in upload.positions.items() if str(at) == place]
    return [f.code for f in of_cells(upload)], stated


def test_a_value_is_read_as_its_cell_shows_it() -> None:
    found, stated = findings("値!E8", 20, '0"%以上"')
    assert found == []
    assert stated[0] == "20%以上"
    assert [text for text in stated if text.isdecimal()] == ["20", "20"]  # number, lower bound
    assert "https://w3id.org/dxplan/id/precision/at-least" in stated


@pytest.mark.parametrize("others", [{}, {"F8": 81, "G8": "％", "I8": "数"}])
def test_a_value_with_hidden_digits_is_refused_whatever_else_is_said(others: Any) -> None:
    found, _ = findings("値!E8", 0.805, "0%", **others)
    assert "NUM-SHOWN" in found


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("値!E8", "80 90%", "FIG-TWO"),
        ("値!E8", "9" * 5000, "NUM-LONG"),
        ("値!F8", "9" * 5000, "NUM-LONG"),
        ("値!K8", "9" * 5000, "LINE-FORM"),
        ("値!K8", "2 2", "LINE-FORM"),
        ("計画!L4", "3025-03", "DATE-FAR"),
        ("計画!L4", datetime(3025, 3, 1), "DATE-FAR"),
        ("計画!L4", "令和元年4月1日", "DATE-NONE"),
        ("値!E8", timedelta(hours=30), "WB-DATE-CELL"),
    ],
    ids=lambda text: str(text)[:20],
)
def test_a_spoilt_cell_is_found(place: str, value: Any, code: str) -> None:
    assert findings(place, value)[0] == [code]


def test_a_name_with_hidden_digits_is_refused() -> None:
    assert findings("階層!D5", 0.805, "0%")[0] == ["NUM-SHOWN"]


def test_a_month_stays_a_month() -> None:
    assert findings("計画!L4", date(2025, 3, 1), 'yyyy"年"m"月"') == ([], ["2025-03"])
    assert findings("計画!L4", date(2025, 3, 1), "yyyy") == ([], ["2025"])
    assert findings("計画!L4", date(2025, 3, 1), "yyyy-mm-dd") == ([], ["2025-03-01"])
    assert findings("計画!L4", date(2025, 3, 1), 'm"月"d"日"') == (["NUM-SHOWN"], [])


def test_a_format_that_each_country_has_of_its_own_is_not_guessed() -> None:
    """Number 55 is yyyy年m月 in Japan; the file does not say so, and the cell holds 45717."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"] = 45717
    page["A1"].number_format = "0"
    page["A1"]._style.numFmtId = 55
    out = io.BytesIO()
    book.save(out)
    (grid,) = tabular_xlsx.read_xlsx(out.getvalue(), "plan.xlsx").grids
    assert is_hidden(grid.cells[1, 1].text)
