"""Imagines municipalities with plans like the real ones, the same every time, for ``dxplan bench``.

Sizes per municipality follow the four wards': 140 plan elements in several editions, 100
responsibilities, 90 references to policies, 26 indicators; with more yearly values (125), because a
series grows with every report. Must not know RDF: ``service.bench_graph`` writes it, and the
counts of ``service.bench_questions`` are taken from here, not from an engine.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SEED: Final = 5
EDITIONS: Final = 3
DIVISIONS: Final = 6
DEPARTMENTS: Final = 30  # with the divisions
THEMES: Final = 12
POLICIES: Final = 60
YEARS: Final = range(2016, 2026)
TARGET_YEARS: Final = range(2024, 2031)
LEVELS: Final = ("Vision", "Goal", "Measure", "Initiative", "Activity")
_LEAST: Final = (1, 2, 2, 2, 1)  # children at each level
_MOST: Final = (1, 2, 4, 4, 2)
TOPICS: Final = (
    "オンライン申請",
    "窓口",
    "地図",
    "職員研修",
    "文書管理",
    "防災",
    "学校",
    "統計",
    "キャッシュレス決済",
    "相談",
    "図書館",
    "子育て",
    "介護",
    "公開データ",
    "端末",
    "回線",
)
ON_TIME: Final = "on-schedule"
DELAYED: Final = "delayed"
TARGET: Final = "target"
ACTUAL: Final = "actual"


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a plan; paths are those of IRIs, below the folder of identifiers.

    Attributes:
        path: its own.
        level: name of its class.
        above: paths of the elements above it, the edition first, its parent last.
        topic: what it is about.
        theme: number of a theme.
        offices: numbers of the departments in charge.
        policies: numbers of the policies that it refers to.
        earlier: path of the element of the edition before that it continues, or empty.
        status: how it is going (activities only), or empty.
        explained: whether the delay has a reason; and a new year, if later than that.
        new_year: the year it was put off to, or 0.
        line: where it stands.
    """

    path: str
    level: str
    above: tuple[str, ...]
    topic: str
    theme: int
    offices: tuple[int, ...]
    policies: tuple[int, ...]
    earlier: str
    status: str
    explained: bool
    new_year: int
    line: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of an element, with its values: kind, fiscal year, number, line."""

    path: str
    element: str
    values: tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a plan."""

    path: str
    number: int
    elements: tuple[Element, ...]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality; its name is that of its IRI."""

    place: int
    path: str
    editions: tuple[Edition, ...]


def municipalities(count: int, seed: int = SEED) -> Iterator[Municipality]:
    """Yield so many municipalities; one of them is the same however many there are."""
    for place in range(count):
        yield municipality(place, seed)


def municipality(place: int, seed: int = SEED) -> Municipality:
    """Return one municipality with its editions."""
    chance = random.Random(f"{seed}/{place}")  # noqa: S311  nothing secret
    path = f"m{place}"
    editions: list[Edition] = []
    before: frozenset[str] = frozenset()
    for number in range(EDITIONS):
        made = _edition(path, number, before, chance)
        before = frozenset(element.path for element in made.elements)
        editions.append(made)
    return Municipality(place, path, tuple(editions))


def _edition(at: str, number: int, before: frozenset[str], chance: random.Random) -> Edition:
    name = f"{at}/plan-{number}"
    above: list[tuple[str, ...]] = [(name,)]
    elements: list[Element] = []
    for level, least, most in zip(LEVELS, _LEAST, _MOST, strict=True):
        parents, above = above, []
        count = 0
        for line in parents:
            for _ in range(chance.randint(least, most)):
                path = f"{name}/{level.lower()}/{count}"
                count += 1
                elements.append(_element(path, level, line, before, chance))
                above.append((*line, path))
    return Edition(name, number, tuple(elements), tuple(_indicators(elements, chance)))


def _element(
    path: str, level: str, above: tuple[str, ...], before: frozenset[str], chance: random.Random
) -> Element:
    number = int(above[0].rpartition("-")[2])
    earlier = path.replace(f"/plan-{number}/", f"/plan-{number - 1}/", 1)
    continues = earlier in before and chance.random() < 0.7  # noqa: PLR2004
    status, explained, new_year = _progress(level, chance)
    return Element(
        path,
        level,
        above,
        chance.choice(TOPICS),
        chance.randrange(THEMES),
        _some(chance, DEPARTMENTS, (0, 1, 1, 0)),
        _some(chance, POLICIES, (0, 0, 1, 1, 1)),
        earlier if continues else "",
        status,
        explained,
        new_year,
        chance.randrange(3000),
    )


def _some(chance: random.Random, of: int, counts: tuple[int, ...]) -> tuple[int, ...]:
    """Return a few different numbers."""
    count = chance.choice(counts) + (chance.random() < 0.2)  # noqa: PLR2004
    return tuple(sorted(chance.sample(range(of), count)))


def _progress(level: str, chance: random.Random) -> tuple[str, bool, int]:
    if level != "Activity" or chance.random() < 0.5:  # noqa: PLR2004
        return "", False, 0
    if chance.random() < 0.7:  # noqa: PLR2004
        return ON_TIME, False, 0
    explained = chance.random() < 0.8  # noqa: PLR2004
    moved = explained and chance.random() < 0.6  # noqa: PLR2004
    return DELAYED, explained, chance.choice(TARGET_YEARS) if moved else 0


def _indicators(elements: list[Element], chance: random.Random) -> Iterator[Indicator]:
    for element in elements:
        if element.level in ("Measure", "Initiative") and chance.random() < 0.4:  # noqa: PLR2004
            yield Indicator(f"{element.path}/indicator", element.path, _values(chance))


def _values(chance: random.Random) -> tuple[tuple[str, int, int, int], ...]:
    kinds = [(ACTUAL, year) for year in YEARS if chance.random() < 0.4]  # noqa: PLR2004
    if chance.random() < 0.8:  # noqa: PLR2004
        kinds.append((TARGET, chance.choice(TARGET_YEARS)))
    return tuple(
        (kind, year, chance.randrange(1000), chance.randrange(3000)) for kind, year in kinds
    )
