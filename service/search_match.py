"""Compares what somebody looks for with a name, and says in which spelling they agree.

Must not know what the names are of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from service.search_fold import Forms, english, forms, is_latin

LONGEST: Final = 200  # characters of a search that are read
_MOST_TERMS: Final = 8
_WORD: Final = "[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+"
_RUNS: Final = re.compile(rf"{_WORD}(?:[-－]{_WORD})*|[^\sA-Za-z0-9Ａ-Ｚａ-ｚ０-９]+")
_PIECES: Final = re.compile(
    r"[\u3005\u4e00-\u9fff]+|[ァ-ヶー]+|[a-z0-9]+|[ぁ-ん]{3,}", re.IGNORECASE
)
_WEIGHTS: Final = {
    "typed": 60.0,
    "width": 58.0,
    "spelling": 54.0,
    "kana": 48.0,
    "okurigana": 46.0,
    "pieces": 25.0,
}
_EQUAL: Final = 40.0
_BEGINS: Final = 8.0
_COVERED: Final = 12.0


class Match(NamedTuple):
    """How well a name agrees.

    Attributes:
        score: the higher the better.
        variant: the narrowest form in which they agree: typed, width, spelling, kana,
            okurigana, or pieces if only its parts are there.
    """

    score: float
    variant: str


@dataclass(frozen=True)
class Wanted:
    """One term of a search, in its forms."""

    text: str

    @cached_property
    def forms(self) -> Forms:
        """Its forms."""
        return forms(self.text)

    @cached_property
    def latin(self) -> str:
        """The word as looked for among Latin words; empty if it is in another script."""
        width = self.forms.width
        return " " + english(width.replace("-", "")) if is_latin(width) else ""

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Its parts of one script each, if it has several of at least two characters."""
        spelling = self.forms.okurigana if len(self.forms.okurigana) > 1 else ""
        found = [piece for piece in _PIECES.findall(spelling) if len(piece) > 1]
        return tuple(found) if len(found) > 1 else ()

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        """What one of must be in a name's forms; all the pieces stand for the last."""
        if self.latin:
            return (self.latin,)
        mine = self.forms
        return tuple(dict.fromkeys(filter(None, (*mine[:4], mine.okurigana, *self.pieces[:1]))))

    def may_be_in(self, text: str) -> bool:
        """Tell quickly whether any of several names in their forms may agree."""
        for sign in self._signs:  # noqa: SIM110  half the time of any(), and asked most
            if sign in text:
                return True
        return False

    def match(self, name: Forms) -> Match | None:
        """Compare with a name; None if it does not agree."""
        if self.latin:
            return self._latin_match(name)
        variant = self._variant(name)
        if variant is None:
            return None
        form = "okurigana" if variant == "pieces" else variant
        return _scored(getattr(self.forms, form), getattr(name, form), variant)

    def _variant(self, name: Forms) -> str | None:
        for variant in ("typed", "width", "spelling", "kana", "okurigana"):
            mine = getattr(self.forms, variant)
            # one character without its ending says too little
            if len(mine) > (variant == "okurigana") and mine in getattr(name, variant):
                return variant
        if self.pieces and all(piece in name.okurigana for piece in self.pieces):
            return "pieces"
        return None

    def _latin_match(self, name: Forms) -> Match | None:
        if self.latin not in name.latin:
            return None
        variant = "typed" if self.text in name.typed else "width"
        if self.forms.width not in name.width:
            variant = "spelling"
        return _scored(self.forms.width, name.width, variant)


def terms(search: str) -> list[Wanted]:
    """Divide a search into its terms: at spaces, and between Latin letters and others."""
    found = [Wanted(run) for word in search[:LONGEST].split() for run in _RUNS.findall(word)]
    usable = [term for term in found if term.forms.spelling]
    return usable[:_MOST_TERMS]


def _scored(wanted: str, name: str, variant: str) -> Match:
    score = _WEIGHTS[variant] + _COVERED * min(1.0, len(wanted) / max(1, len(name)))
    if wanted == name:
        score += _EQUAL
    elif name.startswith(wanted):
        score += _BEGINS
    return Match(score, variant)
