"""What would change if a plan were published: in the statements, by rule, and in the answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service import dry_run, rdf_input
from service.build_folder import DATASET
from service.config import PROJECT
from service.dry_run import Base
from service.library import Library
from service.published import Stock

MIRAI = "examples/mirai-ward/mirai"
NOTHING = {"added": 0, "removed": 0}


@pytest.fixture(scope="module")
def base(built: Path) -> Base:
    return dry_run.read_base(str(built / DATASET), Library(PROJECT / "queries"))


def difference(stock: Stock, base: Base, folder: str) -> dict[str, Any]:
    files = rdf_input.read_all(rdf_input.find([PROJECT / folder]))
    return dry_run.difference(stock, base, files)


def test_a_plan_that_is_published_changes_nothing(stock: Stock, base: Base) -> None:
    found = difference(stock, base, "data/chuo")
    assert [found[key]["count"] for key in ("added", "removed", "changed")] == [0, 0, 0]
    assert {key: part["count"] for key, part in found["links"].items()} == NOTHING
    assert found["questions"]["changed"] == []
    asked = found["questions"]["asked"] + found["questions"]["left_out"]
    assert asked == len(Library(PROJECT / "queries").questions()) > 50


def test_a_new_plan_brings_links_and_answers(stock: Stock, base: Base) -> None:
    found = difference(stock, base, MIRAI)
    assert found["removed"]["count"] == found["changed"]["count"] == 0
    assert found["links"]["removed"]["count"] == 0
    links = {
        (link["label"]["ja"], link["property"]["ja"], link["value"]["ja"])
        for link in found["links"]["added"]["shown"]
    }
    # by a rule of OWL (a property's inverse), and by one of ours (which parents are elements)
    assert ("デジタル推進課", "担当する要素", "オンライン申請の拡大") in links
    assert {which for _, which, _ in links} >= {"上位の要素"}
    changed = {each["name"]: each for each in found["questions"]["changed"]}
    plans = changed["plans/plans-and-editions"]
    assert (plans["added"], plans["removed"]) == (1, 0)
    assert all(each["removed"] == 0 for each in changed.values())


def test_asking_leaves_the_base_as_it_was(stock: Stock, base: Base) -> None:
    first, second = (difference(stock, base, MIRAI) for _ in range(2))
    assert first == second
    assert difference(stock, base, "data/chuo")["questions"]["changed"] == []
