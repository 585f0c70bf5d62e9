"""All printed text of the data stands in the lines it cites, and every line is accounted for."""

from __future__ import annotations

import pytest
from rdflib import Graph

from service import config, ledger
from service.repository import LEDGER_NAME
from service.sources import Place, Sources, fold
from service.trace import Folder, printed_properties, read_folders, read_ontology, trace

# the least that each document must bring, so that nothing passes for want of data:
# resources with a place, printed texts, lines of the ledger that are transcribed
LEAST = {
    "chuo/strategy-2024": (800, 850, 600),
    "chiyoda/committee-2024-11": (1450, 1600, 1450),
    "taito/plan-2021": (600, 620, 980),
    "nakano/plan-2-draft-2021": (1200, 1500, 530),
    "nakano/progress-fy2024": (1250, 900, 1230),
}
# what is judged by the project: it prints nothing of a document
OURS = {"families"}

pytestmark = pytest.mark.sources


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(config.read().sources)


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return read_ontology(config.PROJECT)


@pytest.fixture(scope="module")
def folders() -> dict[str, Folder]:
    return {folder.name: folder for folder in read_folders(config.PROJECT)}


def test_the_documents_are_there(folders: dict[str, Folder]) -> None:
    assert {name for name, folder in folders.items() if folder.is_document} >= set(LEAST)
    assert {"policies", "common", "catalogue"} <= set(folders)


def test_every_printed_text_stands_in_its_lines(
    folders: dict[str, Folder], sources: Sources, vocabulary: Graph
) -> None:
    traces = [trace(folder, sources, vocabulary) for folder in folders.values()]
    faults = [(str(f.path), f.line, f.code, f.wanted) for t in traces for f in t.findings]
    assert faults == []
    assert all(t.standing == t.values for t in traces)
    for found in traces:
        resources, values, _ = LEAST.get(found.name, (0, 0, 0) if found.name in OURS else (1, 1, 0))
        assert found.resources >= resources, found.name
        assert found.values >= values, found.name


@pytest.mark.parametrize("name", LEAST)
def test_texts_do_not_stand_ten_lines_further_on(
    folders: dict[str, Folder], sources: Sources, vocabulary: Graph, name: str
) -> None:
    """The comparison can fail: with wrong lines it finds next to nothing."""
    folder = folders[name]
    texts = still = 0
    for predicate in printed_properties(vocabulary):
        for file in folder.files:
            for subject, text in file.graph.subject_objects(predicate):
                texts += 1
                moved = [_moved(place) for place in folder.places.get(subject, [])]
                still += any(sources.folded(p).holds(fold(str(text))) for p in moved)
    assert texts >= LEAST[name][1]
    assert still / texts < 0.1


def _moved(place: Place) -> Place:
    return Place(place.source, place.first + 10, place.last + 10)


def test_every_line_is_accounted_for(
    folders: dict[str, Folder], sources: Sources, vocabulary: Graph
) -> None:
    known = ledger.statuses(vocabulary)
    assert set(known) == {"transcribed", "context", "ornament", "lost", "omitted"}
    checked = 0
    for name, folder in folders.items():
        if folder.source is None:
            continue
        rows = ledger.read_ledger(folder.path / LEDGER_NAME)
        cited = {p for places in folder.places.values() for p in places}
        text = sources.lines(folder.source)
        found = ledger.cover(rows, text, (p for p in cited if p.source == folder.source), known)
        assert [(f.code, f.first, f.last) for f in found.findings] == [], name
        assert found.accounted == found.filled > 0
        assert found.by_status["transcribed"][1] >= LEAST.get(name, (1, 1, 1))[2], name
        checked += 1
    assert checked >= len(LEAST)


def test_no_two_folders_transcribe_one_document(folders: dict[str, Folder]) -> None:
    names = [folder.source for folder in folders.values() if folder.source is not None]
    assert len(names) == len(set(names)) >= len(LEAST)
