"""House rules as queries: each returns no row on what we state, and a row on its bad example.

A rule is a file ``hygiene/NAME.rq``: first line its title, second its severity. Its bad
example is ``hygiene/bad/NAME.ttl``, which opens with the number of rows that its faults give;
``hygiene/good.ttl`` shows things done right.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

RULES = Path(__file__).parent / "hygiene"
NAMES = sorted(path.stem for path in RULES.glob("*.rq"))
SEVERITIES = {"# Violation", "# Warning"}


def _rows(store: pyoxigraph.Store, name: str) -> list[str]:
    query = (RULES / f"{name}.rq").read_text(encoding="utf-8")
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    return [" ".join(str(value) for value in row) for row in rows]


def _read(path: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def test_there_are_rules_and_each_has_a_bad_example() -> None:
    assert len(NAMES) >= 28
    assert sorted(path.stem for path in (RULES / "bad").glob("*.ttl")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_rule_opens_with_title_and_severity(name: str) -> None:
    title, severity, *_ = (RULES / f"{name}.rq").read_text(encoding="utf-8").splitlines()
    assert title.startswith("# ")
    assert len(title) > 20
    assert severity in SEVERITIES


@pytest.mark.parametrize("name", NAMES)
def test_what_we_state_keeps_the_rule(stated: pyoxigraph.Store, name: str) -> None:
    assert len(stated) > 5000, "the files were not read"
    assert _rows(stated, name) == []


@pytest.mark.parametrize("name", NAMES)
def test_bad_example_breaks_the_rule(name: str) -> None:
    path = RULES / "bad" / f"{name}.ttl"
    first, *_ = path.read_text(encoding="utf-8").splitlines()
    expected = int(first.removeprefix("# rows: "))
    assert expected > 0
    assert len(_rows(_read(path), name)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_good_example_keeps_the_rule(name: str) -> None:
    assert _rows(_read(RULES / "good.ttl"), name) == []
