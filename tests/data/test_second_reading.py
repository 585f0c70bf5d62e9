"""Two readers' alignments of a sample: how far they agree, as docs/linkage.md says.

The second reader aligned 80 elements, drawn at random by document and class, without seeing the
first reader's rows. Where the two differ, the rows of data/mappings stand as they were: the
figures say how sure such judgements are.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
SECOND: Final = Path(__file__).with_name("second-reading.tsv")
ITEMS: Final = {"policy": 8, "act": 5}


@dataclass
class Reading:
    themes: list[str] = field(default_factory=list)
    items: dict[str, set[str]] = field(default_factory=lambda: {"policy": set(), "act": set()})


def first() -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for path in sorted((PROJECT / "data" / "mappings").glob("*-*.sssom.tsv")):
        lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
        for row in csv.DictReader(lines, delimiter="\t"):
            reading = found.setdefault(row["subject_id"].removeprefix("id:"), Reading())
            if row["predicate_id"] == "dxp:theme":
                reading.themes.append(row["object_id"].rsplit("/", 1)[1])
            elif row["object_id"] != "sssom:NoTermFound":
                kind = "act" if "public-private-data-act" in row["object_id"] else "policy"
                reading.items[kind].add(row["object_id"][-2:])
    return found


def second() -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    with SECOND.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            others = [theme for theme in row["other_themes"].split() if theme != "-"]
            items = {
                kind: {item for item in row[f"{kind}_items"].split() if item != "-"}
                for kind in ITEMS
            }
            found[row["element"]] = Reading([row["main_theme"], *others], items)
    return found


def kappa(pairs: Sequence[tuple[object, object]]) -> float:
    """Cohen's kappa: agreement beyond what the two readers' frequencies give by chance."""
    observed = sum(one == other for one, other in pairs) / len(pairs)
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[value] * others[value] for value in ones) / len(pairs) ** 2
    return (observed - chance) / (1 - chance)


def test_kappa_by_an_example_worked_out_by_hand() -> None:
    # 7 of 10 alike; yes 5 and 6 times: by chance 0.5*0.6 + 0.5*0.4 = 0.5; (0.7 - 0.5) / 0.5.
    pairs = [(1, 1)] * 4 + [(1, 0)] + [(0, 1)] * 2 + [(0, 0)] * 3
    assert round(kappa(pairs), 3) == 0.4


def test_figures_of_the_documentation() -> None:
    ours, theirs = first(), second()
    assert len(theirs) == 80
    assert set(theirs) <= set(ours)
    pairs = [(ours[element], theirs[element]) for element in theirs]
    found = {"theme": kappa([(a.themes[0], b.themes[0]) for a, b in pairs])}
    for kind, count in ITEMS.items():
        numbers = [f"{number:02}" for number in range(1, count + 1)]
        found[kind] = kappa(
            [(n in a.items[kind], n in b.items[kind]) for a, b in pairs for n in numbers]
        )
    for path in ("docs/linkage.md", "docs/linkage.ja.md"):
        text = (PROJECT / path).read_text("utf-8")
        for kind, value in found.items():
            assert f"| `{kind}` | {value:.2f} |" in text, (path, kind, value)
