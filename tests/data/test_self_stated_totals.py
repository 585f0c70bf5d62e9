"""Totals that a document states about itself, or that its own numbering gives, hold in the graph.

All numbers were read in the sources by hand; the comment beside each says where. What is counted
are the resources of the build, so that a lost or doubled item shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph
import pytest

from service.namespaces import DXP, ID

PREFIXES: Final = f"PREFIX dxp: <{DXP}>\n"
EDITIONS: Final = {
    "chuo 7": "chuo/edition/informatization-policy-07",
    "chuo 8": "chuo/edition/informatization-policy-08",
    "chiyoda": "chiyoda/edition/dx-strategy-2025",
    "chiyoda review": "chiyoda/edition/dx-strategy-2022",
    "taito": "taito/edition/informatization-plan-2021",
    "nakano draft": "nakano/edition/regional-informatization-plan-2-draft",
    "nakano revised": "nakano/edition/regional-informatization-plan-2-revised",
}
# edition, class, the ward's own level, how many
LEVELS: Final = [
    ("chuo 8", "Goal", "chuo-goal", 5),  # 521: 5つの目標
    ("chuo 8", "Measure", "chuo-measure", 9),  # 30 to 41: 施策1 to 施策9
    ("chuo 8", "Initiative", "chuo-action-plan", 22),  # tables 583, 691, 787, 1031: 1-① to 9-③
    ("chuo 7", "Measure", "chuo-action-plan-period-7", 7),  # 66, 239: 7つのアクションプラン
    ("chuo 7", "Initiative", "chuo-initiative-period-7", 11),  # 243 to 462: 取組① to 取組⑪
    ("chiyoda", "Goal", "chiyoda-priority-policy", 5),  # 1227 to 1255: 重点方針1 to 重点方針5
    ("chiyoda", "Initiative", "chiyoda-initiative", 33),  # 1286 to 2472: 取組 1-① to 5-①
    ("chiyoda", "Initiative", "chiyoda-future-possibility", 1),  # 2510, 2512: 今後の大きな可能性
    ("chiyoda review", "Initiative", "chiyoda-review-item", 32),  # 2993 to 3562: amounts of 32
    ("taito", "Goal", "taito-basic-goal", 3),  # 36: 3つの基本目標
    ("taito", "Measure", "taito-measure", 16),  # 36: 16の施策
    ("taito", "Initiative", "taito-initiative", 35),  # 36: 35の取り組み
    ("nakano draft", "Goal", "nakano-goal", 2),  # 837: 2つの目標
    ("nakano draft", "Measure", "nakano-initiative", 12),  # 837: 12の情報化の取組
    ("nakano revised", "Goal", "nakano-goal", 2),  # 38, 67
    ("nakano revised", "Measure", "nakano-initiative", 12),  # 275 to 2066: 1-1 to 1-7, 2-1 to 2-5
]
# edition, class, the ward's own level, how many below each goal in turn
BELOW_GOALS: Final = [
    # 583 to 586, 691 to 695, 787 to 797, 1031 to 1036; nothing below goal 5 (566 to 573)
    ("chuo 8", "Measure", "chuo-measure", [2, 2, 3, 2, 0]),
    ("chuo 8", "Initiative", "chuo-action-plan", [3, 4, 10, 5, 0]),
    # 1286 to 1569, 1627 to 1934, 1998 to 2243, 2305 to 2426, 2472
    ("chiyoda", "Initiative", "chiyoda-initiative", [10, 10, 7, 5, 1]),
    # 施策 1 to 8 (456 to 1352), 9 to 12 (1487 to 1967), 13 to 16 (2087 to 2533)
    ("taito", "Measure", "taito-measure", [8, 4, 4]),
    # 取り組み 1 to 19 (323 to 359), 20 to 28 (383 to 399), 29 to 35 (403 to 415)
    ("taito", "Initiative", "taito-initiative", [19, 9, 7]),
    # 331 to 337, 622 to 626
    ("nakano draft", "Measure", "nakano-initiative", [7, 5]),
    ("nakano revised", "Measure", "nakano-initiative", [7, 5]),
]
# Nakano's report, 21 to 32: ◎ 0, ○ 102, △ 3, × 0
ASSESSED: Final = {"ahead": 0, "as-planned": 102, "delayed": 3, "not-started": 0}
# Taito, 62, 70, 78: 施策 1・3・5, 9・10, 15・16
PRIORITY: Final = ["01", "03", "05", "09", "10", "15", "16"]
# a total that the document prints, the number of its parts, what they add up to
SUMS: Final = {
    "chiyoda/committee-2024-11/figure/proposal-votes-total": (1669, 7, 1669),  # 3664, 3667 to 3673
    "chiyoda/committee-2024-11/figure/review-32-total": (242, 2, 242),  # 3564
    "nakano/plan-2-draft-2021/figure/cost-total": (2499651, 5, 2499651),  # 942 to 947
    # The document's own sum is wrong by 20, and a note says so.
    "nakano/plan-2-draft-2021/figure/usage-01-all": (201060, 4, 201040),  # 906 to 910
    "nakano/plan-2-draft-2021/figure/usage-01-electronic": (9782, 4, 9782),  # 906 to 910
    "nakano/plan-2-draft-2021/figure/usage-04-all": (84214, 2, 84214),  # 913 to 915
    "nakano/plan-2-draft-2021/figure/usage-04-electronic": (84214, 2, 84214),  # 913 to 915
    "nakano/plan-2-draft-2021/figure/usage-05-all": (1082366, 2, 1082366),  # 916 to 918
    "nakano/plan-2-draft-2021/figure/usage-05-electronic": (1002831, 2, 1002831),  # 916 to 918
    "nakano/plan-2-draft-2021/figure/usage-06-all": (132134, 2, 132134),  # 919 to 921
    "nakano/plan-2-draft-2021/figure/usage-06-electronic": (42680, 2, 42680),  # 919 to 921
    "nakano/progress-fy2024/figure/01-01-02-01-total": (24, 2, 24),  # 169 to 172: 19 + 5
}
# Chiyoda, the report on the proposal scheme, 3667 to 3673
VOTES: Final = [373, 290, 280, 215, 192, 184, 135]


def ask(store: pyoxigraph.Store, query: str) -> Iterator[tuple[str, ...]]:
    found = store.query(PREFIXES + query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    for row in found:
        yield tuple("" if term is None else term.value.removeprefix(str(ID)) for term in row)


def elements(edition: str, kind: str, level: str) -> str:
    return (
        f"?element a dxp:{kind} ; dxp:ownLevel <{ID[f'own-level/{level}']}> ;"
        f" dxp:inEdition <{ID[EDITIONS[edition]]}> ."
    )


@pytest.mark.parametrize(("edition", "kind", "level", "expected"), LEVELS)
def test_elements_of_a_level(
    store: pyoxigraph.Store, edition: str, kind: str, level: str, expected: int
) -> None:
    found = list(ask(store, f"SELECT DISTINCT ?element {{ {elements(edition, kind, level)} }}"))
    assert len(found) == expected


@pytest.mark.parametrize(("edition", "kind", "level", "expected"), BELOW_GOALS)
def test_elements_below_each_goal(
    store: pyoxigraph.Store, edition: str, kind: str, level: str, expected: list[int]
) -> None:
    rows = ask(
        store,
        f"SELECT ?goal (COUNT(DISTINCT ?element) AS ?count) {{"
        f" ?goal a dxp:Goal ; dxp:inEdition <{ID[EDITIONS[edition]]}> ."
        f" OPTIONAL {{ {elements(edition, kind, level)} ?element dxp:ancestor ?goal }}"
        f"}} GROUP BY ?goal ORDER BY ?goal",
    )
    assert [int(count) for _, count in rows] == expected


def test_every_element_is_in_one_edition(store: pyoxigraph.Store) -> None:
    """Also one that stands beside the goals and hangs on the edition itself."""
    rows = list(
        ask(
            store,
            "SELECT ?element (COUNT(DISTINCT ?edition) AS ?count) { ?element a dxp:PlanElement"
            " OPTIONAL { ?element dxp:inEdition ?edition } } GROUP BY ?element",
        )
    )
    assert [element for element, count in rows if count != "1"] == []
    assert len(rows) > sum(total for *_, total in LEVELS)


def test_every_element_is_below_one_goal() -> None:
    """The two tables say the same where both count a level."""
    whole = {(edition, kind, level): total for edition, kind, level, total in LEVELS}
    assert [row[:3] for row in BELOW_GOALS if whole[row[:3]] != sum(row[3])] == []
    assert len(BELOW_GOALS) == 7


def test_marks_of_nakanos_report(store: pyoxigraph.Store) -> None:
    edition = ID[EDITIONS["nakano revised"]]
    rows = ask(
        store,
        f"SELECT ?status (COUNT(DISTINCT ?activity) AS ?count) {{"
        f" ?assessment a dxp:Assessment ; dxp:status ?status ; dxp:assesses ?activity ."
        f" ?activity dxp:inEdition <{edition}> }} GROUP BY ?status",
    )
    counted = {status.removeprefix("status/"): int(count) for status, count in rows}
    assert counted == {status: count for status, count in ASSESSED.items() if count}
    stated = ask(
        store,
        f"SELECT ?status ?number {{ ?figure a dxp:ReportedFigure ; dxp:status ?status ;"
        f" dxp:figureOf <{edition}> ; dxp:numericValue ?number }}",
    )
    assert {status.removeprefix("status/"): int(n) for status, n in stated} == ASSESSED


def test_priority_measures_of_taito(store: pyoxigraph.Store) -> None:
    rows = ask(
        store,
        f"SELECT DISTINCT ?element {{ {elements('taito', 'Measure', 'taito-measure')}"
        f" ?element dxp:designation <{ID['designation/priority']}> }} ORDER BY ?element",
    )
    assert [element.rpartition("/")[2] for (element,) in rows] == PRIORITY


def test_votes_for_chiyodas_proposals(store: pyoxigraph.Store) -> None:
    rows = ask(
        store,
        "SELECT ?proposal ?number { ?proposal a dxp:Proposal ."
        " ?count a dxp:VoteCount ; dxp:votesFor ?proposal ; dxp:numericValue ?number }"
        " ORDER BY ?proposal",
    )
    assert [int(number) for _, number in rows] == VOTES
    assert len(list(ask(store, "SELECT ?proposal { ?proposal a dxp:Proposal }"))) == len(VOTES)
    assert sum(VOTES) == 1669  # 3664


@pytest.mark.parametrize("figure", SUMS)
def test_parts_of_a_total(store: pyoxigraph.Store, figure: str) -> None:
    rows = ask(
        store,
        f"SELECT ?total (COUNT(?number) AS ?count) (SUM(?number) AS ?sum) {{"
        f" <{ID[figure]}> dxp:numericValue ?total ."
        f" ?part dxp:partOfFigure <{ID[figure]}> ; dxp:numericValue ?number }} GROUP BY ?total",
    )
    assert [tuple(int(cell) for cell in row) for row in rows] == [SUMS[figure]]


def test_sum_that_does_not_hold_is_noted(store: pyoxigraph.Store) -> None:
    wrong = [figure for figure, (total, _, added) in SUMS.items() if total != added]
    assert wrong == ["nakano/plan-2-draft-2021/figure/usage-01-all"]
    (note,) = ask(
        store,
        f"SELECT ?summary {{ ?note a dxp:Note ; dxp:noteOn <{ID[wrong[0]]}> ;"
        f' dxp:summary ?summary FILTER(LANG(?summary) = "en") }}',
    )
    assert "201,040" in note[0]


def test_enough_is_checked() -> None:
    assert {edition for edition, *_ in LEVELS} == set(EDITIONS)
    assert (len(LEVELS), len(SUMS)) == (16, 12)
