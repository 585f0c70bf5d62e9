"""Draws what ``dxplan bench`` measured: for each size, a dot for each question and server.

One SVG file, written as text; time is on a logarithmic axis, what passed the limit stands on its
right edge, hollow. Must not know how anything was measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from service.bench_report import Run, heading

_LEFT: Final = 300  # for the questions
_PANEL: Final = 320
_GAP: Final = 24
_TOP: Final = 56
_LINE: Final = 18
_LEAST: Final = 0.1  # ms
# colours that those who confuse red and green can tell apart, and a shape for each
_LOOKS: Final = {
    "ours": ("#0b5fa5", "circle"),
    "oxigraph": ("#d55e00", "square"),
    "virtuoso": ("#6a3d9a", "diamond"),
    "rdflib": ("#555555", "cross"),
}


def svg(runs: Sequence[Run]) -> str:
    """Return the drawing of all runs, smallest first."""
    made = [run for run in runs if run["municipalities"]]  # the library has other questions
    ordered = sorted(made or runs, key=lambda run: run["municipalities"])
    names = [asked["name"] for asked in ordered[0]["questions"]]
    height = _TOP + _LINE * len(names) + 40
    width = _LEFT + (_PANEL + _GAP) * len(ordered)
    body = "\n".join([*_labels(names), *_panels(ordered), *_legend(ordered, height)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12">\n'
        "<title>Time of each question by server and size, in milliseconds</title>\n"
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _labels(names: list[str]) -> Iterator[str]:
    for place, name in enumerate(names):
        yield f'<text x="{_LEFT - 8}" y="{_y(place) + 4}" text-anchor="end">{escape(name)}</text>'


def _panels(runs: Sequence[Run]) -> Iterator[str]:
    for number, run in enumerate(runs):
        left = _LEFT + number * (_PANEL + _GAP)
        yield (
            f'<text x="{left + _PANEL / 2}" y="20" text-anchor="middle" font-weight="bold">'
            f"{escape(heading(run))}</text>"
        )
        yield from _grid(left, run)
        for place, asked in enumerate(run["questions"]):
            for name, answered in asked["answers"].items():
                value = answered["ms"]
                most = run["limit"] * 1000
                x = left + _x(most if value is None else value, most)
                yield _dot(name, x, _y(place), hollow=value is None)


def _grid(left: float, run: Run) -> Iterator[str]:
    most, bottom = run["limit"] * 1000, _y(len(run["questions"]))
    value = _LEAST
    while value <= most:
        x = left + _x(value, most)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 12}" y2="{bottom}" stroke="#ddd"/>'
        shown = f"{value:g} ms" if value < 1000 else f"{value / 1000:g} s"  # noqa: PLR2004
        yield f'<text x="{x:.1f}" y="{_TOP - 18}" text-anchor="middle" fill="#555">{shown}</text>'
        value *= 10


def _y(place: int) -> float:
    return _TOP + _LINE * place


def _x(value: float, most: float) -> float:
    share = math.log(max(value, _LEAST) / _LEAST) / math.log(most / _LEAST)
    return min(1.0, share) * _PANEL


def _dot(name: str, x: float, y: float, *, hollow: bool = False) -> str:
    front, _, behind = name.partition("+")
    colour, shape = _LOOKS[front]
    if behind:
        shape = _LOOKS[behind][1]
    look = f'fill="{"#fff" if hollow else colour}" fill-opacity="0.85" stroke="{colour}"'
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" {look}/>'
    if shape == "square":
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" {look}/>'
    turn = 45 if shape == "diamond" else 0
    size = 8 if shape == "diamond" else 3
    return (
        f'<rect x="{x - size / 2:.1f}" y="{y - 4:.1f}" width="{size}" height="8" {look} '
        f'transform="rotate({turn} {x:.1f} {y:.1f})"/>'
    )


def _legend(runs: Sequence[Run], height: int) -> Iterator[str]:
    x = float(_LEFT)
    for name in dict.fromkeys(name for run in runs for name in run["peers"]):
        yield _dot(name, x, height - 12)
        yield f'<text x="{x + 10:.1f}" y="{height - 8}">{escape(name)}</text>'
        x += 26 + 8 * len(name)
    yield f'<text x="{x + 10:.1f}" y="{height - 8}" fill="#555">hollow: passed the limit</text>'
