"""Reads fiscal years, dates and line numbers as officials write them.

Years of eras and of the common era are taken; where both stand they must agree. Follows
docs/sourcing.md (dates and years). Must not know figures, workbooks or graphs.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final, NoReturn

_ERAS: Final = {
    "明治": (1868, 45),
    "大正": (1912, 15),
    "昭和": (1926, 64),
    "平成": (1989, 31),
    "令和": (2019, 99),
}
_LETTERS: Final = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_ERA_YEAR: Final = r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\.?(?P<in_era>元|\d{1,2}))"
_FISCAL: Final = (
    re.compile(rf"{_ERA_YEAR}(?:年度)?(?:\((?P<west>\d{{4}})(?:年度)?\))?"),
    re.compile(rf"(?:FY)?(?P<west>\d{{4}})(?:年度)?(?:\({_ERA_YEAR}(?:年度)?\)(?:年度)?)?"),
)
_DATE: Final = re.compile(
    rf"(?:{_ERA_YEAR}|(?P<west>\d{{4}}))(?:年|[-/.])?"
    r"(?:(?P<month>\d{1,2})(?:月|[-/.])?(?:(?P<day>\d{1,2})日?)?)?"
)
# ECMA-376, part 1, section 18.17.4: the 1900 system, with the leap day that 1900 did not have
_DAY_ZERO: Final = date(1899, 12, 30)
_LINES: Final = re.compile(r"(\d+)(?:[-~〜–ー](\d+))?(?:行)?")


class RefusedError(ValueError):
    """A text cannot be read with certainty.

    Args:
        code: stable name of the reason (``service.texts_workbook`` has the words).
        words: what the words are filled with.
    """

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def refuse(code: str, **words: str) -> NoReturn:
    """Refuse a text.

    Raises:
        RefusedError: always.
    """
    raise RefusedError(code, **words)


def fold(text: str) -> str:
    """Bring a text into the form that is compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_fiscal_year(text: str) -> int:
    """Read a fiscal year.

    Args:
        text: 令和7年度, R7, 令和7, 2025年度, 2025, FY2025, 2025（令和7）年度.

    Returns:
        The calendar year in which it begins.

    Raises:
        RefusedError: no fiscal year, or an era and a year that do not agree.
    """
    folded = fold(text).upper()
    _refuse_serial(folded)
    for pattern in _FISCAL:
        found = pattern.fullmatch(folded)
        if found:
            return _agreed(found, text)
    if re.fullmatch(rf"(?:{_ERA_YEAR}|\d{{4}})年", folded):
        refuse("YEAR-CALENDAR")
    if re.fullmatch(r"\d{1,2}(?:年度?)?", folded):
        refuse("YEAR-ERA-MISSING")
    refuse("YEAR-FORM")


def _refuse_serial(folded: str) -> None:
    """Refuse what is a date of a spreadsheet that has lost its format: days since 1900."""
    if re.fullmatch(r"[345]\d{4}", folded):
        day = _DAY_ZERO + timedelta(days=int(folded))
        refuse("DATE-SERIAL", date=day.isoformat())


def _agreed(found: re.Match[str], text: str) -> int:
    west = int(found["west"]) if found["west"] else None
    era = _western(found["era"], found["in_era"]) if found["era"] else None
    if west is not None and era is not None and west != era:
        refuse("YEAR-DISAGREE", text=text)
    return era if west is None and era is not None else west or 0


def _western(era: str, year: str) -> int:
    first, last = _ERAS[_LETTERS.get(era, era)]
    number = 1 if year == "元" else int(year)
    if not 1 <= number <= last:
        refuse("YEAR-ERA-END", era=_LETTERS.get(era, era), last=str(last))
    return first + number - 1


def read_date(value: str | date) -> tuple[str, str]:
    """Read a date as precisely as it is given.

    Args:
        value: 2024-04-01, 2024年4月, 令和6年4月1日, R6.4, 2024年, or a date of a spreadsheet.

    Returns:
        The lexical form and the local name of its datatype (``date``, ``gYearMonth``, ``gYear``).

    Raises:
        RefusedError: no date.
    """
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d"), "date"
    folded = fold(value).upper()
    _refuse_serial(folded)
    found = _DATE.fullmatch(folded)
    if found is None or re.fullmatch(r"\d{5,}", folded):
        refuse("DATE-FORM")
    year = int(found["west"]) if found["west"] else _western(found["era"], found["in_era"])
    if not found["month"]:
        return f"{year:04}", "gYear"
    try:
        day = date(year, int(found["month"]), int(found["day"] or 1))
    except ValueError:
        refuse("DATE-NONE")
    return (day.isoformat(), "date") if found["day"] else (f"{day:%Y-%m}", "gYearMonth")


def read_lines(text: str) -> tuple[int, int]:
    """Read a range of lines of a source.

    Args:
        text: ``608``, ``608-610`` or ``608〜610行``.

    Returns:
        First and last line, counted from 1.

    Raises:
        RefusedError: no range of lines, or one that runs backwards.
    """
    found = _LINES.fullmatch(fold(text))
    if found is None:
        refuse("LINE-FORM")
    first = int(found[1])
    last = int(found[2] or found[1])
    if first < 1 or last < first:
        refuse("LINE-ORDER")
    return first, last
