"""Says what is wrong with a query that the engine could not read, and where.

The engine reports the furthest place that it reached, which is often behind the fault; the
faults that people make most are looked for first. Must not know engines or HTTP.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from service.errors import QuerySyntaxError
from service.tokens import CLOSING, OPENING, Token, body, outline, position

_PLACE: Final = re.compile(r"(\d+):(\d+)|line\W*(\d+)\W*col(?:umn)?\W*(\d+)", re.IGNORECASE)
_EXPECTED: Final = re.compile(r"expected (?:one of )?(.*)", re.DOTALL)
_MANY: Final = 8
_LONG: Final = 30
_FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "BASE", "PREFIX", "VERSION")


def explain(text: str, found: list[Token], message: str) -> QuerySyntaxError:
    """Return the error to show for a query that does not parse.

    Args:
        text: the query.
        found: its tokens.
        message: the engine's words, with a place as ``line:column``.

    Returns:
        The error with one-based line and column.
    """
    return (
        _form(text, found)
        or _unclosed_string(text, found)
        or _undeclared_prefix(text, found)
        or _bracket(text, found)
        or _as_reported(text, found, message)
    )


def caret(text: str, line: int | None, column: int | None) -> str:
    """Return the offending line with a mark below the place; empty if there is no place.

    Wide characters take two columns on a screen, hence two spaces in front of the mark.
    """
    lines = text.split("\n")
    if line is None or column is None or not 1 <= line <= len(lines):
        return ""
    shown = lines[line - 1].rstrip("\r").expandtabs(1)
    start = max(0, column - 1 - 60)
    before = shown[start : column - 1]
    blank = "".join("\u3000" if _is_wide(character) else " " for character in before)
    return f"{shown[start : start + 120]}\n{blank}^"


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _at(text: str, offset: int, ja: str, en: str) -> QuerySyntaxError:
    line, column = position(text, offset)
    return _placed(line, column, ja, en)


def _placed(line: int, column: int, ja: str, en: str) -> QuerySyntaxError:
    return QuerySyntaxError(
        line,
        column,
        f"{line} 行 {column} 文字目: {ja}",
        f"Line {line}, column {column}: {en}",
    )


def _form(text: str, found: list[Token]) -> QuerySyntaxError | None:
    """Find a query that does not begin as queries do."""
    first = next((token for token in body(found)), None)
    if first is None or first.upper.startswith(_FORMS):
        return None
    shown = first.text[:_LONG]
    return _at(
        text,
        first.start,
        f"「{shown}」で始まる問合せはありません。SELECT、ASK、CONSTRUCT、DESCRIBE の"
        "どれかで始めてください。",
        f"no query begins with “{shown}”; begin with SELECT, ASK, CONSTRUCT or DESCRIBE.",
    )


def _unclosed_string(text: str, found: list[Token]) -> QuerySyntaxError | None:
    last = found[-1]
    if last.text in ("'", '"'):
        return _at(text, last.start, "文字列が閉じていません。", "this string is not closed.")
    return None


def _undeclared_prefix(text: str, found: list[Token]) -> QuerySyntaxError | None:
    declared = outline(found).prefixes
    declarations = {place + 1 for place, token in enumerate(found) if token.upper == "PREFIX"}
    for place, token in enumerate(found):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in declared and place not in declarations:
            return _at(
                text,
                token.start,
                f"接頭辞「{prefix}:」が宣言されていません。"
                f"先頭に PREFIX {prefix}: <…> を書いてください。",
                f"the prefix “{prefix}:” is not declared; begin with PREFIX {prefix}: <…>.",
            )
    return None


def _bracket(text: str, found: list[Token]) -> QuerySyntaxError | None:
    """Find the first bracket without its partner."""
    inside: list[Token] = []
    for token in found:
        if token.text in OPENING:
            inside.append(token)
        elif token.text in CLOSING:
            if not inside or OPENING[inside[-1].text] != token.text:
                return _at(
                    text,
                    token.start,
                    f"「{token.text}」に対応する開き括弧がありません。",
                    f"“{token.text}” closes nothing that is open here.",
                )
            inside.pop()
    if not inside:
        return None
    last = inside[-1]
    return _at(
        text,
        last.start,
        f"「{last.text}」が閉じていません。",
        f"“{last.text}” is never closed.",
    )


def _as_reported(text: str, found: list[Token], message: str) -> QuerySyntaxError:
    """Pass on what the engine said; it looks one bracket too far."""
    place = _PLACE.search(message)
    expected = _words(message)
    ja = "ここまで読みましたが、文法に合いません。"
    en = "the query was read up to here and does not follow the grammar."
    if expected:
        ja += f"期待されるもの: {expected}"
        en += f" Expected: {expected}"
    if place is None:
        return QuerySyntaxError(None, None, ja, en)
    line, column = (int(number) for number in place.groups() if number is not None)
    for token in found:
        if token.text in CLOSING and position(text, token.end) == (line, column):
            return _at(text, token.start, ja, en)
    return _placed(line, column, ja, en)


def _words(message: str) -> str:
    """Return what the engine expected, without its classes of single characters."""
    match = _EXPECTED.search(message)
    if match is None:
        return message[:200]
    words = [word.strip() for word in match[1].split(", ")]
    words = [word for word in words if word and not _is_class(word)]
    return ", ".join(words[:_MANY]) + (" …" if len(words) > _MANY else "")


def _is_class(word: str) -> bool:
    return word.startswith(("[", "<")) or ".." in word
