"""Reads figures as officials print them.

One text gives one reading or one refusal with its reason; nothing is guessed. 「約200万件」 is
2,000,000 and approximate; 「△3」 is refused, since the sign stands for minus in one table and
for “delayed” in the next. Follows docs/sourcing.md (figures). Must not know
workbooks, rows or graphs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from service.figures_reading_dates import (
    RefusedError,
    fold,
    fold_numbers,
    read_fiscal_year,
    refuse,
    strange_digits,
)
from service.figures_reading_formats import is_hidden

# unit of the scheme -> words that are printed for it; the words are told apart by length
UNITS: Final = {
    "percent": ("%", "％", "パーセント"),
    "hour": ("時間",),
    "minute": ("分",),
    "day": ("日", "日間"),
    "month": ("か月", "ヶ月", "カ月", "ヵ月"),
    "year": ("年間",),
    "yen": ("円",),
    "thousand-yen": ("千円",),
    "million-yen": ("百万円",),
    "hundred-million-yen": ("億円",),
    "case": ("件",),
    "procedure": ("手続", "手続き"),
    "department": ("部署",),
    "place": ("カ所", "か所", "ヶ所", "箇所", "ヵ所"),
    "person": ("人", "名"),
    "group": ("団体",),
    "time": ("回",),
    "sheet": ("枚",),
    "copy": ("通",),
    "vote": ("票",),
    "work-item": ("業務", "事業"),
    "system": ("システム",),
    "account": ("アカウント",),
    "device": ("台",),
    "school": ("校",),
    "store": ("店", "店舗"),
    "company": ("社", "事業者"),
    "household": ("世帯",),
    "municipality": ("自治体", "区市町村"),
    "law": ("法律",),
    "service": ("サービス",),
    "point": ("点",),
    "access": ("アクセス",),
    "file-meter": ("fm",),
    "rank": ("位",),
    "license": ("ライセンス",),
    "field": ("項目",),
    "course": ("講座",),
    "facility": ("施設",),
    "kind": ("種類",),
}
_WORDS: Final = {
    unicodedata.normalize("NFKC", word): unit for unit, words in UNITS.items() for word in words
}
_SCALES: Final = {"千": 10**3, "万": 10**4, "百万": 10**6, "億": 10**8, "兆": 10**12}
_BEFORE: Final = {"約": "approximate", "およそ": "approximate", "概ね": "approximate"}
_AFTER: Final = {
    "以上": "at-least",
    "以下": "at-most",
    "以内": "at-most",
    "まで": "at-most",
    "未満": "less-than",
    "超": "more-than",
    "を超える": "more-than",
    "を上回る": "more-than",
    "を下回る": "less-than",
    "程度": "approximate",
    "前後": "approximate",
}
_SPANS: Final = {"累計": "cumulative", "延べ": "gross-count", "年": "single-year"}
_LOWER: Final = frozenset({"at-least", "more-than"})
_UPPER: Final = frozenset({"at-most", "less-than"})
# what a dash looks like in tables, after NFKC; not the numeral 一, which may be meant for 1
_DASHES: Final = frozenset("-ー—―–‐−─━")
_UNSETTLED: Final = frozenset({"調整中", "作成中", "検討中", "未定"})
_DIRECTIONS: Final = frozenset({"増加", "減少", "増", "減", "増やす", "減らす", "向上", "低下"})
_ALL: Final = frozenset({"全て", "すべて", "全手続", "全手続き"})
_PREVIOUS: Final = re.compile(r"(?:対)?前年度?(?:より|比)?(?:増加?|減少?|増やす|減らす)")

_NUMBER: Final = r"\d+(?:,\d+)*(?:\.\d+)?"
# what every processor of XML Schema can hold (part 2, section 4.3.11)
_MOST_DIGITS: Final = 18
# two numbers side by side, which folding would make one of: 80 90%, and 80, 900 as well
_PARTED: Final = re.compile(r"\d[,.]?\s+[,.]?\d")
_FIGURE: Final = re.compile(
    rf"(?P<span>累計|延べ|年)?(?P<before>約|およそ|概ね)?(?P<number>{_NUMBER})"
    r"(?P<scale>百万|千|万|億|兆)?(?P<rest>.*)"
)
_FRACTION: Final = re.compile(r"(\d+)/(\d+)(\D*)")
_SHARE: Final = re.compile(r"(\d+)分の(\d+)")
_CHANGE: Final = re.compile(
    rf"(?P<sign>[-+−])(?P<number>{_NUMBER})(?P<unit>[^\d(（]+)\(対(?P<base>[^()]+)\)"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

_ASIDE: Final = re.compile(r"[(（].*[)）]|^[*※]|[*※]\d*$")
# signs that NFKC turns into plain digits, which are marks of notes and items and no figures
_MARKS: Final = ("<super>", "<sub>", "<circle>")
# a figure in kanji, as against words such as 一部, and 〇, which may be a mark
_KANJI: Final = re.compile(
    rf"約?[〇一二三四五六七八九十百千万]+(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    r"|約?[一二三四五六七八九十百千万][〇一二三四五六七八九十百千万]*$"
)
# years that cannot be taken for numbers, whatever else is wrong with them
_YEARS: Final = re.compile(
    r"(?:明治|大正|昭和|平成|令和|[MTSHR]\.?)?(?:元|\d{1,2})年度|元年|\d{4}年"
)


@dataclass(frozen=True)
class Reading:
    """What a printed figure says (docs/sourcing.md, “Figures”).

    Attributes:
        content: member of the scheme of contents of values.
        number: canonical number, or None.
        unit: member of the scheme of units, "" where none is printed.
        precision: member of the scheme of precision, or None.
        lower: lower bound, or None.
        upper: upper bound, or None.
        fraction: numerator and denominator, or None.
        absence: member of the scheme of absence, or None.
        cumulation: member of the scheme of cumulation, or None.
        previous: whether it is compared with the year before.
        base: fiscal year that a change is measured against, or None.
    """

    content: str
    number: str | None = None
    unit: str = ""
    precision: str | None = None
    lower: str | None = None
    upper: str | None = None
    fraction: tuple[int, int] | None = None
    absence: str | None = None
    cumulation: str | None = None
    previous: bool = False
    base: int | None = None


def read_figure(text: str) -> Reading:
    """Read a printed figure.

    Args:
        text: as printed, such as 「約200万件」.

    Returns:
        What it says.

    Raises:
        RefusedError: it cannot be said with certainty what is meant.
    """
    if is_hidden(text):
        refuse("NUM-SHOWN")
    folded = fold(text)
    fixed = _fixed(folded)
    if fixed is not None:
        return fixed
    _refuse_signs(text)
    _refuse_long(folded)
    folded = fold_numbers(text, "FIG-TWO", _PARTED)
    _refuse_unclear(folded)
    return _fraction(folded) or _change(folded) or _number(folded)


def is_dash(text: str) -> bool:
    """Whether a text is nothing but a dash, which stands for no value."""
    folded = fold(text)
    return bool(folded) and set(folded) <= _DASHES


def _fixed(folded: str) -> Reading | None:
    """Readings of texts that are no numbers."""
    bare = folded.strip("()")
    if is_dash(folded):
        return Reading("absent", absence="stated-none")
    if bare in _UNSETTLED:
        return Reading("absent", absence="unsettled")
    if folded in _ALL:
        return Reading("all")
    if folded in _DIRECTIONS:
        return Reading("direction-only")
    if _PREVIOUS.fullmatch(folded):
        return Reading("relative-to-previous-year", previous=True)
    return None


def _refuse_signs(text: str) -> None:
    """Refuse signs that folding would take apart into digits: 120², ①, ㎡, and ٣."""
    if any(unicodedata.decomposition(sign).startswith(_MARKS) for sign in text):
        refuse("FIG-NOTE")
    for sign in strange_digits(text):
        if unicodedata.decomposition(sign).startswith("<square>"):
            refuse("FIG-UNIT", unit=sign)
        refuse("FIG-WORDS")


def _refuse_long(folded: str) -> None:
    """Refuse numbers that cannot be kept to the last digit."""
    for run in re.findall(r"[\d,.]+", folded):
        count = len(re.sub(r"[,.]", "", run))
        if count > _MOST_DIGITS:
            refuse("NUM-LONG", digits=str(count), most=str(_MOST_DIGITS))


def _refuse_unclear(folded: str) -> None:
    """Refuse what could mean two things, or belongs into another column."""
    if re.match(r"[△▲▽▼]", folded):
        digits = re.search(_NUMBER, folded)
        refuse("FIG-TRIANGLE", number=digits[0] if digits else "3")
    if _is_year(folded):
        refuse("FIG-YEAR")
    if _KANJI.match(folded):
        refuse("FIG-KANJI")
    if re.search(rf"{_NUMBER}\D{{0,4}}[~〜～]\D{{0,2}}{_NUMBER}", folded):
        refuse("FIG-RANGE")
    if not re.search(r"\d", folded):
        refuse("FIG-WORDS")
    if _ASIDE.search(folded) and not _CHANGE.fullmatch(folded):
        refuse("FIG-NOTE")


def _is_year(folded: str) -> bool:
    if _YEARS.fullmatch(folded):
        return True
    try:
        read_fiscal_year(folded)
    except RefusedError as refusal:
        return refusal.code not in {"YEAR-FORM", "YEAR-ERA-MISSING"}
    return not folded.isdigit()


def _fraction(folded: str) -> Reading | None:
    share = _SHARE.fullmatch(folded)
    found = _FRACTION.fullmatch(folded)
    if share:
        parts, unit = (int(share[2]), int(share[1])), ""
    elif found:
        rest, bounded = _ending(found[3])
        if bounded:
            refuse("FIG-WORDS")
        parts, unit = (int(found[1]), int(found[2])), _unit(rest)
    else:
        return None
    # 1/4% is neither a quarter nor a percentage
    if parts[1] == 0 or parts[0] > parts[1] or unit == "percent":
        refuse("FIG-FRACTION")
    return Reading("fraction", str(parts[0]), unit, "exact", fraction=parts)


def _change(folded: str) -> Reading | None:
    found = _CHANGE.fullmatch(folded)
    if found:
        sign = "" if found["sign"] == "+" else "-"
        number = canonical(sign + _plain(found["number"]))
        base = read_fiscal_year(found["base"])
        return Reading("change", number, _unit(found["unit"]), "exact", base=base)
    if re.match(r"[-+−]\d", folded):
        refuse("FIG-SIGN", number=folded)
    return None


def _number(folded: str) -> Reading:
    found = _FIGURE.fullmatch(folded)
    if found is None:
        refuse("FIG-WORDS")
    rest, after = _ending(found["rest"])
    if re.search(r"\d", rest):
        refuse("FIG-TWO")
    number, unit = _scaled(_plain(found["number"]), found["scale"], rest)
    precision = _precision(_BEFORE.get(found["before"] or ""), after)
    bounded = precision in _LOWER | _UPPER
    return Reading(
        "range" if bounded else "number",
        number,
        unit,
        precision,
        lower=number if precision in _LOWER else None,
        upper=number if precision in _UPPER else None,
        cumulation=_SPANS.get(found["span"] or ""),
    )


def _ending(rest: str) -> tuple[str, str | None]:
    for word, precision in _AFTER.items():
        if rest.endswith(word):
            return rest.removesuffix(word), precision
    return rest, None


def _precision(before: str | None, after: str | None) -> str:
    if before and after and before != after:
        refuse("FIG-TWO-WORDS")
    return before or after or "exact"


def _scaled(number: str, scale: str | None, rest: str) -> tuple[str, str]:
    """Apply 万 and the like; 千円 and 億円 are units of their own and stay as printed."""
    if rest == "割" and not scale:
        return canonical(str(Decimal(number) * 10)), "percent"
    if scale and scale + rest in _WORDS:
        return canonical(number), _WORDS[scale + rest]
    factor = _SCALES[scale] if scale else 1
    return canonical(str(Decimal(number) * factor)), _unit(rest)


def _unit(word: str) -> str:
    if not word:
        return ""
    unit = _WORDS.get(word)
    if unit is None:
        refuse("FIG-UNIT", unit=word)
    return unit


def _plain(number: str) -> str:
    """Take the commas out of a number, if they stand where they should."""
    if "," in number and not _GROUPED.fullmatch(number):
        refuse("FIG-COMMA", number=number)
    return number.replace(",", "")


def canonical(number: str) -> str:
    """Write a decimal number in canonical form: ``80``, ``62.3``, never ``80.0``.

    Raises:
        RefusedError: it has more digits than can be kept.
    """
    value = Decimal(number)
    _refuse_long(format(value, "f"))
    if value == value.to_integral_value():
        return str(int(value))
    return format(value.normalize(), "f")


def read_number(text: str) -> str:
    """Read a cell that holds nothing but a number.

    Args:
        text: such as ``1,234`` or ``62.3``; full-width digits are taken.

    Returns:
        The number in canonical form.

    Raises:
        RefusedError: there is more, or less, than a number.
    """
    folded = fold_numbers(text, "NUM-FORM", _PARTED)
    _refuse_long(folded)
    match = re.fullmatch(rf"([-−]?)({_NUMBER})", folded)
    if match is None:
        refuse("NUM-FORM")
    return canonical(("-" if match[1] else "") + _plain(match[2]))
