"""Columns for a terminal in which Japanese characters are two cells wide."""

import pytest

from service.columns import pad, shorten, table, width


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("資源", 4), ("ｱ", 1), ("Ａ", 2), ("か\u3099", 2), ("…", 1), ("", 0)],
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


def test_pad_counts_cells() -> None:
    assert pad("資源", 6) == "資源  "
    assert pad("12", 6, right=True) == "    12"
    assert pad("資源", 3) == "資源"


def test_table_lines_up() -> None:
    rows = [["資源", "1", "x"], ["a", "1,000", ""]]
    assert table(rows, frozenset({1})) == ["資源      1  x", "a     1,000"]


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [("資源の名", 8, "資源の名"), ("資源の名", 7, "資源の…"), ("abc", 2, "a…")],
)
def test_shorten(text: str, cells: int, shown: str) -> None:
    assert shorten(text, cells) == shown
    assert width(shown) <= cells
