"""Reads fiscal years, dates and line numbers as officials write them.

Years of eras and of the common era are taken; where both stand they must agree. Follows
docs/sourcing.md (dates and years). Must not know figures, workbooks or graphs.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final, NoReturn

from service.figures_reading_formats import is_hidden

# first and last day; until 昭和 the last day of one is the first of the next
_ERAS: Final = {
    "明治": (date(1868, 1, 25), date(1912, 7, 30)),
    "大正": (date(1912, 7, 30), date(1926, 12, 25)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date(2117, 12, 31)),
}
# what is outside was mistyped, such as 3025 for 2025
_YEARS: Final = (1868, 2100)
_LETTERS: Final = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_ERA_YEAR: Final = r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHR])\.?(?P<in_era>元|\d{1,2}))"
_FISCAL: Final = (
    re.compile(rf"{_ERA_YEAR}(?:年度)?(?:\((?P<west>\d{{4}})(?:年度)?\))?"),
    re.compile(rf"(?:FY)?(?P<west>\d{{4}})(?:年度)?(?:\({_ERA_YEAR}(?:年度)?\)(?:年度)?)?"),
)
# the signs between the parts are needed: R613 may be 令和6年1月3日, 令和6年13月 or 令和61年3月
_DATE: Final = re.compile(
    rf"(?:{_ERA_YEAR}|(?P<west>\d{{4}}))"
    r"(?:年?|(?:年|[-/.])(?P<month>\d{1,2})(?:月?|(?:月|[-/.])(?P<day>\d{1,2})日?))"
)
# ECMA-376, part 1, section 18.17.4: the 1900 system, with the leap day that 1900 did not have
_DAY_ZERO: Final = date(1899, 12, 30)
# no source has as many lines as nine digits can count
_LINES: Final = re.compile(r"(\d{1,9})(?:[-~〜–ー](\d{1,9}))?(?:行)?")
# two numbers side by side, which folding would make one of
_PARTED: Final = re.compile(r"\d\s+\d")


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


def strange_digits(text: str) -> list[str]:
    """Signs that folding would turn into digits, or that are digits of other scripts: ²①㎡٣."""
    return [
        sign
        for sign in text
        if not (sign.isascii() or "０" <= sign <= "９")
        and any(part.isdecimal() for part in unicodedata.normalize("NFKC", sign))
    ]


def fold_numbers(text: str, code: str, parted: re.Pattern[str] = _PARTED) -> str:
    """Fold a text that holds numbers.

    Args:
        text: the text.
        code: the reason to give where folding would make other numbers of them.
        parted: what two numbers look like that folding would make one of.

    Returns:
        The folded text.

    Raises:
        RefusedError: numbers would change, or the cell shows something else than it holds.
    """
    if is_hidden(text):
        refuse("NUM-SHOWN")
    if strange_digits(text) or parted.search(unicodedata.normalize("NFKC", text)):
        refuse(code)
    return fold(text)


def read_fiscal_year(text: str) -> int:
    """Read a fiscal year.

    Args:
        text: 令和7年度, R7, 令和7, 2025年度, 2025, FY2025, 2025（令和7）年度.

    Returns:
        The calendar year in which it begins.

    Raises:
        RefusedError: no fiscal year, or an era and a year that do not agree.
    """
    folded = fold_numbers(text, "YEAR-FORM").upper()
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
    first, last = (day.year for day in _ERAS[_LETTERS.get(era, era)])
    number = 1 if year == "元" else int(year)
    if not 1 <= number <= last - first + 1:
        refuse("YEAR-ERA-END", era=_LETTERS.get(era, era), last=str(last - first + 1))
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
        _refuse_far(value.year)
        return value.strftime("%Y-%m-%d"), "date"
    folded = fold_numbers(value, "DATE-FORM").upper()
    _refuse_serial(folded)
    found = _DATE.fullmatch(folded)
    if found is None:
        refuse("DATE-FORM")
    year = int(found["west"]) if found["west"] else _western(found["era"], found["in_era"])
    _refuse_far(year)
    if not found["month"]:
        return f"{year:04}", "gYear"
    try:
        day = date(year, int(found["month"]), int(found["day"] or 1))
    except ValueError:
        refuse("DATE-NONE")
    form = "%Y-%m-%d" if found["day"] else "%Y-%m"
    if found["era"]:
        _refuse_other_era(found["era"], day, form)
    return day.strftime(form), "date" if found["day"] else "gYearMonth"


def _refuse_far(year: int) -> None:
    first, last = _YEARS
    if not first <= year <= last:
        refuse("DATE-FAR", first=str(first), last=str(last))


def _refuse_other_era(era: str, day: date, form: str) -> None:
    """Refuse a day or month before its era began, or after it ended: 平成31年5月."""
    first, last = _ERAS[_LETTERS.get(era, era)]
    if not first.strftime(form) <= day.strftime(form) <= last.strftime(form):
        refuse("DATE-NONE")


def read_lines(text: str) -> tuple[int, int]:
    """Read a range of lines of a source.

    Args:
        text: ``608``, ``608-610`` or ``608〜610行``.

    Returns:
        First and last line, counted from 1.

    Raises:
        RefusedError: no range of lines, or one that runs backwards.
    """
    found = _LINES.fullmatch(fold_numbers(text, "LINE-FORM"))
    if found is None:
        refuse("LINE-FORM")
    first = int(found[1])
    last = int(found[2] or found[1])
    if first < 1 or last < first:
        refuse("LINE-ORDER")
    return first, last
