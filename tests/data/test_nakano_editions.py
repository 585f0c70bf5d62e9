"""Every item of Nakano's draft and its report on FY2024 is linked, and links are what they say.

The lists of ``nakano_editions`` were made by hand from the two texts. Names are compared after
folding width, white space and 手続き; numbers likewise, so that 1-2-2 and 1-2-② are alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, Node, URIRef
from rdflib.namespace import PROV

from service.config import PROJECT
from service.namespaces import DXP, ID, SOURCE
from tests.data.nakano_editions import (
    DEPARTMENTS,
    DRAFT,
    GONE_ACTIVITIES,
    INITIATIVES,
    KINDS,
    MERGED_ACTIVITIES,
    MOVED_ACTIVITIES,
    NEW_ACTIVITIES,
    REPORT,
    SAME_TARGETS,
    SIZES,
)

LINKS = ID[f"{REPORT}/correspondence/"]
KIND = Namespace(ID["change-kind/"])
LEVELS = ("Goal", "Measure", "Initiative", "Activity", "Indicator")
GOING_ON = {"same", "renamed", "renumbered", "moved", "redefined"}


@dataclass(frozen=True)
class Link:
    """A correspondence between the two documents, with one side or two."""

    iri: Node
    earlier: Node | None
    later: Node | None
    kinds: frozenset[str]

    @property
    def pair(self) -> str:
        return f"{_tail(self.earlier)} > {_tail(self.later)}"


def read(folder: str) -> Graph:
    graph = Graph()
    for path in sorted((PROJECT / "data" / folder).glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def draft() -> Graph:
    return read(DRAFT)


@pytest.fixture(scope="module")
def report() -> Graph:
    return read(REPORT)


@pytest.fixture(scope="module")
def both(draft: Graph, report: Graph) -> Graph:
    return draft + report


@pytest.fixture(scope="module")
def links(report: Graph) -> list[Link]:
    subjects = sorted(report.subjects(RDF.type, DXP.Correspondence), key=str)
    return [_link(report, subject) for subject in subjects if str(subject).startswith(LINKS)]


@pytest.fixture(scope="module")
def by_level(links: list[Link], both: Graph) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        for level in {_class(both, end) for end in _ends(link)}:
            found[level].append(link)
    return found


def _link(graph: Graph, subject: Node) -> Link:
    kinds = {str(kind).removeprefix(KIND) for kind in graph.objects(subject, DXP.changeKind)}
    sides = [list(graph.objects(subject, p)) for p in (DXP.earlierElement, DXP.laterElement)]
    assert all(len(side) <= 1 for side in sides), subject
    earlier, later = (side[0] if side else None for side in sides)
    return Link(subject, earlier, later, frozenset(kinds))


def _ends(link: Link) -> list[Node]:
    return [end for end in (link.earlier, link.later) if end is not None]


def _class(graph: Graph, node: Node) -> str:
    return next(str(t).removeprefix(DXP) for t in graph.objects(node, RDF.type))


def _tail(node: Node | None) -> str:
    return "-" if node is None else str(node).rsplit("/", 1)[1]


def _fold(text: Node | str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).replace("手続き", "手続")


def names(graph: Graph, node: Node) -> set[str]:
    """The names of an element, or nothing if the document prints none."""
    printed = set(graph.objects(node, DXP.printedLabel))
    return {_fold(name) for name in printed | set(graph.objects(node, RDFS.label)) if printed}


def number(graph: Graph, node: Node) -> str | None:
    """The printed number; a bare ① counts within its parent."""
    printed = graph.value(node, DXP.printedNumber)
    if printed is None:
        return None
    folded = _fold(printed)
    parent = graph.value(node, DXP.parent)
    if parent is None or not folded.isdigit():
        return folded
    return f"{number(graph, parent)}-{folded}"


def pairs(links: Iterable[Link]) -> list[Link]:
    return [link for link in links if link.earlier is not None and link.later is not None]


def elements(by_level: dict[str, list[Link]]) -> Iterator[Link]:
    for level in LEVELS:
        yield from by_level[level]


def goes_on(links: list[Link], earlier: Node, later: Node) -> bool:
    """Whether the later parent is the earlier one, not one that it was merged into."""
    joining = [link for link in links if (link.earlier, link.later) == (earlier, later)]
    return any(link.kinds & (GOING_ON | {"carried-over"}) for link in joining)


def test_every_element_and_indicator_is_linked(draft: Graph, report: Graph, both: Graph) -> None:
    linked = {
        DRAFT: set(both.objects(None, DXP.earlierElement)),
        REPORT: set(both.objects(None, DXP.laterElement)),
    }
    for document, graph in ((DRAFT, draft), (REPORT, report)):
        for level in LEVELS:
            things = set(graph.subjects(RDF.type, DXP[level]))
            assert len(things) == SIZES[document][level], (document, level)
            assert things - linked[document] == set(), (document, level)


def test_sides_are_of_one_level_and_in_order(by_level: dict[str, list[Link]], both: Graph) -> None:
    for link in elements(by_level):
        assert len({_class(both, end) for end in _ends(link)}) == 1, link.iri
        assert str(link.earlier or ID[DRAFT]).startswith(ID[DRAFT]), link.iri
        assert str(link.later or ID[REPORT]).startswith(ID[REPORT]), link.iri
    assert len(list(elements(by_level))) == 2 + 12 + 41 + 132 + 10


@pytest.mark.parametrize("level", LEVELS)
def test_counts_by_kind(by_level: dict[str, list[Link]], level: str) -> None:
    assert Counter(kind for link in by_level[level] for kind in link.kinds) == KINDS[level]


def test_initiatives_that_changed(by_level: dict[str, list[Link]]) -> None:
    changed = [link for link in by_level["Initiative"] if link.kinds != {"same"}]
    found = {f"{link.pair} {' '.join(sorted(link.kinds))}" for link in changed}
    assert found == set(INITIATIVES.strip().splitlines())
    assert len(changed) == len(found) == 24


def test_activities_that_moved_merged_came_and_went(by_level: dict[str, list[Link]]) -> None:
    activities = by_level["Activity"]

    def found(kind: str) -> set[str]:
        return {link.pair for link in activities if kind in link.kinds}

    assert found("moved") == set(MOVED_ACTIVITIES.strip().splitlines())
    assert found("merged") == set(MERGED_ACTIVITIES.strip().splitlines())
    assert found("gone") == {f"{name} > -" for name in GONE_ACTIVITIES.split()}
    assert found("new") == {f"- > {name}" for name in NEW_ACTIVITIES.split()}


def test_new_and_gone_have_one_side_all_others_two(by_level: dict[str, list[Link]]) -> None:
    for link in elements(by_level):
        assert (link.earlier is None) == (link.kinds == {"new"}), link.iri
        assert (link.later is None) == (link.kinds == {"gone"}), link.iri


def test_names(by_level: dict[str, list[Link]], both: Graph) -> None:
    checked = unnamed = 0
    for link in pairs(elements(by_level)):
        assert link.earlier is not None and link.later is not None
        earlier, later = names(both, link.earlier), names(both, link.later)
        if not later:
            unnamed += 1
            continue
        alike = bool(earlier & later)
        assert not ("same" in link.kinds and not alike), link.iri
        assert not ("renamed" in link.kinds and alike), link.iri
        if link.kinds not in ({"merged"}, {"merged", "moved"}):
            assert ("renamed" in link.kinds) == (not alike), link.iri
        checked += 1
    assert (checked, unnamed) == (2 + 35 + 90 + 9, 12)


def test_numbers(by_level: dict[str, list[Link]], both: Graph) -> None:
    numbered = 0
    for link in pairs(elements(by_level)):
        assert link.earlier is not None and link.later is not None
        earlier, later = number(both, link.earlier), number(both, link.later)
        assert (earlier is None) == (later is None), link.iri
        if link.kinds != {"merged"}:
            assert ("renumbered" in link.kinds) == (earlier != later), link.iri
        numbered += earlier is not None
    assert numbered == 2 + 12 + 35


def test_parents(by_level: dict[str, list[Link]], links: list[Link], both: Graph) -> None:
    checked = 0
    for link in pairs(elements(by_level)):
        earlier, later = (both.value(end, DXP.parent) for end in _ends(link))
        if earlier is None or later is None:
            continue
        stayed = goes_on(links, earlier, later)
        assert ("moved" in link.kinds) == (not stayed), link.iri
        checked += 1
    assert checked == 2 + 12 + 35 + 90


def test_same_excludes_other_changes(by_level: dict[str, list[Link]]) -> None:
    for link in elements(by_level):
        if "same" in link.kinds:
            assert link.kinds - {"same", "merged"} == set(), link.iri


def test_merged_means_several_lead_to_one(by_level: dict[str, list[Link]]) -> None:
    into = Counter(link.later for link in pairs(elements(by_level)))
    out_of = Counter(link.earlier for link in pairs(elements(by_level)))
    for link in pairs(elements(by_level)):
        assert ("merged" in link.kinds) == (into[link.later] > 1), link.iri
    assert sum(1 for count in into.values() if count > 1) == 2 + 7
    assert set(out_of.values()) == {1}, "nothing is split"


def test_each_link_says_why_and_where(links: list[Link], both: Graph) -> None:
    for link in links:
        ground = list(both.objects(link.iri, DXP.justification))
        languages = sorted(text.language or "" for text in ground if isinstance(text, Literal))
        assert languages == ["en", "ja"], link.iri
        confidence = both.value(link.iri, DXP.confidence)
        assert isinstance(confidence, Literal)
        assert 0.5 < float(confidence) < 1, link.iri
        assert both.value(link.iri, DXP.linkBasis) == URIRef(ID["link-basis/curated"])
        cited = {
            str(place).partition("#")[0] for place in both.objects(link.iri, PROV.wasDerivedFrom)
        }
        sides = {SOURCE["nakano-plan2-draft-2021-07"]: link.earlier}
        sides[SOURCE["nakano-progress-fy2024"]] = link.later
        assert cited >= {str(source) for source, side in sides.items() if side is not None}
    assert len(links) == 197 + 1 + len(DEPARTMENTS)


def test_targets_that_are_the_same(by_level: dict[str, list[Link]], both: Graph) -> None:
    def target(indicator: Node | None) -> Node:
        return URIRef(f"{str(indicator).replace('/indicator/', '/value/')}-2025-target")

    stated = set(both.subject_objects(DXP.statesSameFactAs))
    joined = {
        link.pair: both.value(target(link.later), DXP.numericValue)
        for link in pairs(by_level["Indicator"])
        if {(a := target(link.earlier), b := target(link.later)), (b, a)} & stated
    }
    figures = {pair: int(str(joined.get(pair, -1))) for pair in SAME_TARGETS}
    assert figures == SAME_TARGETS


def test_values_said_to_be_the_same_fact_agree(both: Graph) -> None:
    checked = 0
    for one, other in both.subject_objects(DXP.statesSameFactAs):
        if (one, RDF.type, DXP.IndicatorValue) not in both:
            continue
        for what in (DXP.numericValue, DXP.fiscalYear, DXP.valueKind):
            assert both.value(one, what) == both.value(other, what), (one, what)
        checked += 1
    assert checked >= len(SAME_TARGETS)


def test_the_card_series_is_broken_where_it_is_redefined(both: Graph) -> None:
    link = _link(both, URIRef(f"{LINKS}indicator-01-01"))
    breaks = list(both.subjects(DXP.breakOf, link.later))
    assert link.kinds == {"redefined"}
    assert [_class(both, found) for found in breaks] == ["SeriesBreak"]


def test_renamed_departments_answer_for_the_same_work(
    links: list[Link], draft: Graph, report: Graph
) -> None:
    place = f"{ID['nakano/department/']}"
    for old, new in DEPARTMENTS.items():
        earlier, later = URIRef(place + old), URIRef(place + new)
        link = next(link for link in links if (link.earlier, link.later) == (earlier, later))
        assert link.kinds == {"renamed"}
        assert not list(report.subjects(DXP.responsibleUnit, earlier)), "still there"
        assert not list(draft.subjects(DXP.responsibleUnit, later)), "there before"
        assert _work(draft, earlier) & _carried(links, report, later), old
    found = [link for link in links if str(link.earlier).startswith(place)]
    assert len(found) == len(DEPARTMENTS)


def _work(graph: Graph, unit: Node) -> set[Node]:
    responsibilities = graph.subjects(DXP.responsibleUnit, unit)
    return {what for r in responsibilities for what in graph.objects(r, DXP.responsibilityOf)}


def _carried(links: list[Link], report: Graph, unit: Node) -> set[Node]:
    """The draft's initiatives whose counterpart has an activity of this unit."""
    initiatives = {report.value(activity, DXP.parent) for activity in _work(report, unit)}
    return {link.earlier for link in pairs(links) if link.later in initiatives and link.earlier}
