"""Printed figures in a table, each with its reading or refusal worked out by hand."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import pytest

from service.figures_reading import Reading, read_figure
from service.figures_reading_dates import RefusedError
from service.texts_workbook import MESSAGES

_TABLE: Final = Path(__file__).with_name("printed_figures.tsv")
_EMPTY: Final = "∅"


def _rows() -> list[dict[str, str]]:
    lines = [n for n in _TABLE.read_text(encoding="utf-8").splitlines() if not n.startswith("# ")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS: Final = _rows()


def expected(row: dict[str, str]) -> Reading:
    more = dict(part.split("=") for part in row["more"].split() if part)
    parts = more.get("fraction", "").split("/")
    return Reading(
        content=row["content"],
        number=row["number"] or None,
        unit=row["unit"],
        precision=row["precision"] or None,
        lower=row["lower"] or None,
        upper=row["upper"] or None,
        fraction=(int(parts[0]), int(parts[1])) if parts[0] else None,
        absence=more.get("absence"),
        cumulation=more.get("cumulation"),
        previous="previous" in more,
        base=int(more["base"]) if "base" in more else None,
    )


@pytest.mark.parametrize("row", ROWS, ids=[row["printed"] for row in ROWS])
def test_a_printed_figure_is_read_or_refused(row: dict[str, str]) -> None:
    text = row["printed"].replace(_EMPTY, "")
    if not row["refused"]:
        assert read_figure(text) == expected(row)
        return
    with pytest.raises(RefusedError) as refusal:
        read_figure(text)
    assert refusal.value.code == row["refused"]
    assert refusal.value.code in MESSAGES


def test_there_are_enough_and_none_twice() -> None:
    assert len({row["printed"] for row in ROWS}) == len(ROWS) >= 120
    read = [row for row in ROWS if not row["refused"]]
    assert all(row["content"] for row in read)
    assert len(read) >= 60
    assert len({row["refused"] for row in ROWS}) >= 12
