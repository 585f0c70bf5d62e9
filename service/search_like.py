"""Words and names that are like one that was not found: did you mean …?

Compares pairs of neighbouring characters (Dice's coefficient), which bears one or two wrong
characters anywhere. Must not know what the names are of.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from service.search_fold import forms

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9'-]{2,}|[ァ-ヶー]{3,}|[\u3005\u4e00-\u9fff]{2,}")
_SHOWN: Final = 5
_LIKE: Final = 0.5


class Vocabulary:
    """The words of all names, and the names themselves."""

    def __init__(self, names: Iterable[str]) -> None:
        counted: Counter[str] = Counter()
        for name in names:
            counted.update({name, *_WORD.findall(name)})
        by_spelling: dict[str, str] = {}
        for text, _ in counted.most_common():
            by_spelling.setdefault(forms(text).spelling, text)
        self._texts = list(by_spelling.items())
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        for place, (spelling, _) in enumerate(self._texts):
            wanted = pairs(spelling)
            self._sizes.append(len(wanted))
            for pair in wanted:
                self._pairs[pair].append(place)

    def like(self, text: str) -> list[str]:
        """Return what is most like a text, the likest first; not what is spelt the same."""
        spelling = forms(text[:60]).spelling
        wanted = pairs(spelling)
        shared = Counter(place for pair in wanted for place in self._pairs.get(pair, ()))
        scored = [
            (2 * count / (len(wanted) + self._sizes[place]), place)
            for place, count in shared.items()
            if self._texts[place][0] != spelling
        ]
        good = sorted((each for each in scored if each[0] >= _LIKE), key=lambda x: (-x[0], x[1]))
        return [self._texts[place][1] for _, place in good[:_SHOWN]]


def likeness(one: set[str], other: set[str]) -> float:
    """Return Dice's coefficient of two sets of pairs: 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other))


def pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring characters, the ends being characters too."""
    framed = f"^{text}$"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}
