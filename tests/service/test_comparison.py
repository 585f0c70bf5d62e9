"""Two editions beside each other: Nakano's pair against lists made by hand, and the words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner

from service import comparison
from service.compare_command import _written, command
from service.comparison import LEVELS, Change, Side, compare, counts
from service.errors import UsageError
from service.namespaces import DXP, ID
from tests.data.nakano_editions import INITIATIVES, KINDS, SAME_TARGETS

FIRST = str(ID["nakano/edition/regional-informatization-plan-2-draft"])
SECOND = str(ID["nakano/edition/regional-informatization-plan-2-revised"])
TARGETS = {"target-kept", "target-raised", "target-lowered"}


def _asking(store: pyoxigraph.Store, text: str) -> list[Mapping[str, str]]:
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]


@pytest.fixture(scope="module")
def changes(store: pyoxigraph.Store) -> list[Change]:
    return compare(lambda text: _asking(store, text), FIRST, SECOND)


def _tail(side: Side | None) -> str:
    return side.iri.rsplit("/", 1)[1] if side else "-"


def test_kinds_of_change_are_those_counted_by_hand(changes: list[Change]) -> None:
    names = {iri.removeprefix(str(DXP)): found for iri, found in counts(changes).items()}
    found = {
        level: {kind: n for kind, n in kinds.items() if kind not in TARGETS}
        for level, kinds in names.items()
    }
    assert found == KINDS


def test_initiatives_are_those_of_the_list_made_by_hand(changes: list[Change]) -> None:
    found = {
        f"{_tail(c.earlier)} > {_tail(c.later)} {' '.join(sorted(c.kinds))}"
        for c in changes
        if c.level == str(DXP.Initiative) and c.kinds != ("same",)
    }
    listed = {" ".join(line.split()) for line in INITIATIVES.strip().splitlines()}
    assert {_sorted(line) for line in listed} == found


def _sorted(line: str) -> str:
    earlier, arrow, later, *kinds = line.split()
    return " ".join([earlier, arrow, later, *sorted(kinds)])


def test_targets_that_both_print_are_kept_and_none_is_raised(changes: list[Change]) -> None:
    found = {
        f"{_tail(c.earlier)} > {_tail(c.later)}": kind
        for c in changes
        for kind in c.kinds
        if kind in TARGETS
    }
    assert found == dict.fromkeys(SAME_TARGETS, "target-kept")


def test_nothing_is_recorded_between_plans_of_two_wards(store: pyoxigraph.Store) -> None:
    other = str(ID["taito/edition/informatization-plan-2021"])
    found = compare(lambda text: _asking(store, text), other, other)
    assert found == []
    assert "記録がありません" in _written(found, "words", "ja")


def test_the_graph_of_a_comparison_holds_its_records(store: pyoxigraph.Store) -> None:
    found = store.query(comparison.construct(FIRST, SECOND), use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QueryTriples)
    triples = list(found)
    records = {t.subject.value for t in triples if isinstance(t.subject, pyoxigraph.NamedNode)}
    listed = {c.correspondence for c in compare(lambda text: _asking(store, text), FIRST, SECOND)}
    assert listed <= records
    assert len(listed) > 150


ONE = Side("id:1", "1-1", "申請")
TWO = Side("id:2", "1-2", "手続")
INITIATIVE = str(DXP.Initiative)
SENTENCES = [
    (
        Change("c", INITIATIVE, ("renamed", "renumbered"), ONE, TWO),
        "取組「1-1 申請」 → 「1-2 手続」: 改称・番号変更。",
        "The initiative “1-1 申請” (now “1-2 手続”) is renamed and is renumbered.",
    ),
    (
        Change("c", INITIATIVE, ("gone",), ONE, None),
        "取組「1-1 申請」: 廃止または記載なし。",
        "The initiative “1-1 申請” is dropped or not mentioned.",
    ),
    (
        Change("c", str(DXP.Indicator), ("new",), None, TWO),
        "指標「1-2 手続」: 新規。",
        "The indicator “1-2 手続” is new.",
    ),
]


@pytest.mark.parametrize(("change", "ja", "en"), SENTENCES)
def test_sentences(change: Change, ja: str, en: str) -> None:
    assert change.sentence("ja") == ja
    assert change.sentence("en") == en


def test_forms_of_the_answer() -> None:
    changes = [case[0] for case in SENTENCES]
    table = _written(changes, "table", "en").splitlines()
    assert table[0].split() == ["level", "change", "earlier", "edition", "later", "edition"]
    assert table[2].split() == ["initiative", "gone", "1-1", "申請", "–"]
    words = _written(changes, "words", "en").splitlines()
    assert words[0] == "initiative: renamed 1, renumbered 1, gone 1"
    assert words[-1] == SENTENCES[2][2]
    first = json.loads(_written(changes, "json", "ja"))[0]
    assert first["kinds"] == ["renamed", "renumbered"]
    assert first["earlier"] == {"iri": "id:1", "number": "1-1", "name": "申請"}


def test_levels_and_kinds_have_words_in_both_languages() -> None:
    words = [*LEVELS.values(), *comparison.KINDS.values()]
    assert len(words) == 18
    assert all(ja and en and ja != en for ja, en in words)


def test_an_unknown_edition_is_named_with_those_that_exist(built: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(built)
    runner = CliRunner(env={"DXPLAN_VAR": str(tmp_path)})
    result = runner.invoke(command, ["id:nothing", FIRST], standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert "id:nothing" in result.exception.ja
    assert "id:nakano/edition/regional-informatization-plan-2-draft" in result.exception.en
