"""Families of indicators: every pair has its verdict, and the verdicts are those of a gold list.

``gold_verdicts.tsv`` was judged by hand from the sources; each row gives the verdict on a pair
and the one ground that decides it. The generosity of a verdict is tested for all pairs: a
reader may set two figures side by side only where numerator and population are known.
"""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from typing import Final

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Node, URIRef

from service.config import PROJECT
from service.namespaces import DXP, ID

FILES: Final = sorted((PROJECT / "data" / "families").glob("*.ttl"))
GOLD: Final = Path(__file__).parent / "gold_verdicts.tsv"
DOCUMENTS: Final = {
    "chiyoda": "chiyoda/committee-2024-11",
    "chuo": "chuo/strategy-2024",
    "draft": "nakano/plan-2-draft-2021",
    "nakano": "nakano/progress-fy2024",
    "taito": "taito/plan-2021",
}
SIDES: Final = {DXP.firstIndicator: DXP.firstSays, DXP.secondIndicator: DXP.secondSays}
Pair = frozenset[Node]


def _gold() -> list[dict[str, str]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader((x for x in lines if not x.startswith("#")), delimiter="\t"))


GOLD_ROWS: Final = _gold()


@pytest.fixture(scope="module")
def families() -> Graph:
    """All families in one graph, from the files."""
    graph = Graph()
    for path in FILES:
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def verdicts(families: Graph) -> dict[Pair, Node]:
    """Each verdict by its two indicators."""
    found: dict[Pair, Node] = {}
    for verdict in families.subjects(RDF.type, DXP.ComparabilityVerdict):
        sides = [families.value(verdict, side) for side in SIDES]
        pair = frozenset(node for node in sides if node is not None)
        assert len(pair) == 2
        assert pair not in found, "two verdicts on one pair"
        found[pair] = verdict
    return found


def _indicator(key: str) -> URIRef:
    document, number = key.split("/", 1)
    return ID[f"{DOCUMENTS[document]}/indicator/{number}"]


def _outcomes(families: Graph, verdict: Node) -> dict[str, str]:
    return {
        _tail(families.value(reason, DXP.comparisonDimension)): _tail(
            families.value(reason, DXP.dimensionOutcome)
        )
        for reason in families.subjects(DXP.reasonOf, verdict)
    }


def _tail(node: Node | None) -> str:
    return str(node).rsplit("/", 1)[-1]


def test_gold_list_has_at_least_thirty_pairs() -> None:
    pairs = {frozenset((row["first"], row["second"])) for row in GOLD_ROWS}
    assert len(pairs) == len(GOLD_ROWS) == 48


@pytest.mark.parametrize("row", GOLD_ROWS, ids=lambda row: f"{row['first']}-{row['second']}")
def test_verdict_and_ground_are_those_of_the_gold_list(
    families: Graph, verdicts: dict[Pair, Node], row: dict[str, str]
) -> None:
    verdict = verdicts[frozenset((_indicator(row["first"]), _indicator(row["second"])))]
    assert _tail(families.value(verdict, DXP.comparability)) == row["verdict"]
    assert _outcomes(families, verdict)[row["dimension"]] == row["outcome"]


def test_no_pair_of_a_family_lacks_a_verdict(families: Graph, verdicts: dict[Pair, Node]) -> None:
    pairs = [
        frozenset(pair)
        for family in families.subjects(RDF.type, DXP.IndicatorFamily)
        for pair in combinations(families.objects(family, DXP.familyMember), 2)
    ]
    assert len(FILES) == 18
    assert len(pairs) == len(verdicts) == 183
    assert [pair for pair in pairs if pair not in verdicts] == []


def test_every_family_spans_wards_or_editions(families: Graph) -> None:
    narrow = [
        family
        for family in families.subjects(RDF.type, DXP.IndicatorFamily)
        if len({str(m).rsplit("/", 2)[0] for m in families.objects(family, DXP.familyMember)}) < 2
    ]
    assert narrow == []


def test_members_are_indicators_of_the_data(families: Graph, data: Graph) -> None:
    members = set(families.objects(None, DXP.familyMember))
    assert len(members) == 79
    assert [m for m in members if (m, RDF.type, DXP.Indicator) not in data] == []


def test_nothing_is_comparable_where_something_is_unknown(
    families: Graph, verdicts: dict[Pair, Node]
) -> None:
    comparable = [
        verdict
        for verdict in verdicts.values()
        if _tail(families.value(verdict, DXP.comparability)) != "not-comparable"
    ]
    assert len(comparable) == 5
    for verdict in comparable:
        outcomes = _outcomes(families, verdict)
        assert {"quantity-kind", "numerator"} <= set(outcomes)
        assert set(outcomes.values()) == {"same"}


def test_comparable_pairs_are_of_one_ward(verdicts: dict[Pair, Node], families: Graph) -> None:
    """No two documents define a thing alike: a comparable pair is carried on unchanged."""
    wards = [
        {str(node).removeprefix(str(ID)).split("/")[0] for node in pair}
        for pair, verdict in verdicts.items()
        if _tail(families.value(verdict, DXP.comparability)) != "not-comparable"
    ]
    assert wards == [{"nakano"}] * 5


def test_a_reason_says_same_only_of_equal_words(families: Graph) -> None:
    """“same” with different words, or “different” with equal ones, would contradict itself."""
    reasons = list(families.subjects(RDF.type, DXP.ComparisonReason))
    assert len(reasons) > 1000
    for reason in reasons:
        first, second = (
            {text for text in families.objects(reason, said) if isinstance(text, Literal)}
            for said in SIDES.values()
        )
        outcome = _tail(families.value(reason, DXP.dimensionOutcome))
        assert outcome != "same" or first == second, reason
        assert outcome != "different" or first != second, reason


def test_labels_of_families_differ(families: Graph) -> None:
    labels = [
        families.value(family, RDFS.label)
        for family in families.subjects(RDF.type, DXP.IndicatorFamily)
    ]
    assert len(set(labels)) == len(labels) == 18
