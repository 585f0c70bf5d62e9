"""Words that people type for one another, beside the other names that the glossary has.

Read from ``search_words.tsv``, where anybody may add a line. Must not know how things are found.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_suffix(".tsv")


@lru_cache(maxsize=1)
def groups() -> tuple[tuple[str, ...], ...]:
    """Return the groups of words; the first word of each is one that the graph has."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
