"""Shows numbers and dates as the cells of a spreadsheet show them.

A number format is followed where it is fully understood: places for digits, commas, percent,
words in quotation marks, sections, colours, padding. With any other, and where a format hides
digits or the sign, nothing is shown, since a reader of the sheet sees something else than the
file holds. Standard: ECMA-376, part 1, section 18.8.31. Must not know workbooks or figures.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

# beyond these, spreadsheets have lost digits, or show fewer than they have
_DIGITS: Final = 15
_GENERAL: Final = 11

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<padding>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>general)|(?P<clock>am/pm|a/p)|(?P<block>[#0?,.]+)|(?P<percent>%)"
    r"|(?P<letters>(?P<letter>[a-z])(?P=letter)*)|(?P<end>;)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_COLOUR: Final = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|colou?r ?\d+", re.IGNORECASE
)
# a currency sign with its locale, or a locale alone
_CURRENCY: Final = re.compile(r"\$([^\-]*)(?:-.*)?")
_BLOCK: Final = re.compile(
    r"(?P<whole>[#0](?:[#0,]*[#0])?)?(?P<first>,*)(?:(?P<point>\.)(?P<part>[#0]*))?(?P<last>,*)"
)
# what is shown without quotation marks, besides all that is not ASCII
_BARE: Final = frozenset("$-+():' ")
_MINUS: Final = re.compile(r"[-−ー△▲▽▼(（]")
_BETWEEN_DATES: Final = frozenset("年月日時分秒/-.,:()（） ")
_HIDDEN: Final = "〔書式 "


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def hidden(stored: object, code: str) -> str:
    """Write what a cell holds that cannot be shown, in a form that every reader refuses."""
    # ； and ; would part the text in columns for several values
    return f"{stored}{_HIDDEN}{re.sub('[;；]', ' | ', code)}〕"


def is_hidden(text: str) -> bool:
    """Whether a text is what ``hidden`` writes."""
    return _HIDDEN in text


def show_number(value: float, code: str) -> str | None:
    """Show a number.

    Args:
        value: what the cell holds.
        code: its number format, such as ``0.0%``.

    Returns:
        What is seen, or None if that is not known, or is not all the number says.
    """
    # spreadsheets reckon with 15 digits: 0.1 + 0.2 is 0.3 to their readers
    number = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite() or len(_plain(number).lstrip("-").partition(".")[0]) > _DIGITS:
        return None
    sections = _sections(code)
    if len(sections) > 1 and _Token("sign", "@") in sections[-1]:
        sections.pop()
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section = sections[1]
    elif number == 0 and len(sections) > 2:  # noqa: PLR2004
        section = sections[2]
    minus = number < 0 and len(sections) == 1
    return _seen(section, abs(number), negative=number < 0, minus=minus)


def show_date(moment: date, code: str) -> str | None:
    """Show a date as exactly as its cell does.

    Args:
        moment: what the cell holds.
        code: its number format, such as ``yyyy"年"m"月"``.

    Returns:
        ``2025-03-01``, ``2025-03`` or ``2025``; None for what is no such date.
    """
    shown = _parts_of_date(_sections(code)[0])
    forms = {
        frozenset({"year", "month", "day"}): "%Y-%m-%d",
        frozenset({"year", "month", "day", "time"}): "%Y-%m-%d",
        frozenset({"year", "month"}): "%Y-%m",
        frozenset({"year"}): "%Y",
    }
    form = None if shown is None else forms.get(frozenset(shown))
    return None if form is None else moment.strftime(form)


def _sections(code: str) -> list[list[_Token]]:
    found: list[list[_Token]] = [[]]
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        kind = "letters" if kind == "letter" else kind
        if kind == "end":
            found.append([])
        else:
            found[-1].append(_Token(kind, match[kind]))
    return found


# --- numbers


def _seen(section: list[_Token], size: Decimal, *, negative: bool, minus: bool) -> str | None:
    """The number with the words around it; None unless it holds it once, with its own sign."""
    numbers = [t for t in section if t.kind in {"general", "block"} or t.text == "@"]
    percents = [t for t in section if t.kind == "percent"]
    if len(numbers) != 1 or len(percents) > 1:
        return None
    digits = _digits(numbers[0], size * 100 if percents else size)
    words = [digits if t is numbers[0] else _literal(t) for t in section]
    around = "".join(w or "" for t, w in zip(section, words, strict=True) if t is not numbers[0])
    if None in words or any(sign.isdecimal() for sign in unicodedata.normalize("NFKC", around)):
        return None
    if (minus or _MINUS.search(around) is not None) != negative:
        return None
    return ("-" if minus else "") + "".join(word or "" for word in words).strip()


def _literal(token: _Token) -> str | None:
    """What a token shows that is no digit; None if that is not known."""
    if token.kind in {"quoted", "escaped", "percent"}:
        return token.text
    if token.kind == "padding":
        return " "
    if token.kind == "fill":
        return ""
    if token.kind == "bracket":
        currency = _CURRENCY.fullmatch(token.text)
        if currency:
            return currency[1]
        return "" if _COLOUR.fullmatch(token.text) else None
    known = token.kind == "sign" and (token.text in _BARE or not token.text.isascii())
    return token.text if known else None


def _digits(token: _Token, size: Decimal) -> str | None:
    if token.kind != "block":
        plain = _plain(size)
        return plain if "." not in plain or len(plain) <= _GENERAL else None
    block = _BLOCK.fullmatch(token.text)
    if block is None:
        return None
    size = size.scaleb(-3 * len(block["first"] + block["last"]))
    whole, _, part = _plain(size).partition(".")
    if len(part) > len(block["part"] or ""):
        # 80.5% in a cell that shows 81%: nobody can tell which of the two is printed
        return None
    whole = _whole(whole, block["whole"] or "")
    part = part.ljust((block["part"] or "").rfind("0") + 1, "0")
    seen = whole + (block["point"] or "") + part
    return seen if whole or part else None


def _whole(whole: str, places: str) -> str:
    bare = places.replace(",", "")
    wanted = len(bare) - bare.find("0") if "0" in bare else 0
    digits = whole.lstrip("0").zfill(wanted)
    if "," not in places:
        return digits
    first = len(digits) % 3
    groups = [digits[:first], *(digits[n : n + 3] for n in range(first, len(digits), 3))]
    return ",".join(group for group in groups if group)


def _plain(number: Decimal) -> str:
    """All digits of a number, without needless noughts: never 1E+3 or 2.50."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- dates


def _parts_of_date(section: list[_Token]) -> set[str] | None:
    """Which parts of a date a format shows; None if it shows what is not known."""
    runs = [token for token in section if token.kind == "letters"]
    found = [_part(runs, number) for number in range(len(runs))]
    others = [_between(token) for token in section if token.kind != "letters"]
    if None in found or not all(others):
        return None
    return {part for part in found if part}


def _part(runs: list[_Token], number: int) -> str | None:
    """The part that a run of letters shows, "" for weekdays and eras; None if not known."""
    letter, length = runs[number].text[0].lower(), len(runs[number].text)
    if letter == "m":
        return _month_or_minute(runs, number)
    if letter == "d":
        return "day" if length <= 2 else ""  # noqa: PLR2004
    names = {"y": "year", "e": "year", "r": "year", "g": "", "h": "time", "s": "time"}
    return "" if letter == "a" and length > 2 else names.get(letter)  # noqa: PLR2004


def _month_or_minute(runs: list[_Token], number: int) -> str | None:
    before = runs[number - 1].text[0].lower() if number else ""
    after = runs[number + 1].text[0].lower() if number + 1 < len(runs) else ""
    if before == "h" or after == "s":
        return "time"
    # five stand for the first letter of the month, J for three of them
    return "month" if len(runs[number].text) < 5 else None  # noqa: PLR2004


def _between(token: _Token) -> bool:
    """Whether a token of a date’s format adds nothing to the date: 年度 and 頃 would."""
    if token.kind == "clock":
        return True
    text = token.text if token.kind in {"block", "sign"} else _literal(token)
    return text is not None and set(text) <= _BETWEEN_DATES
