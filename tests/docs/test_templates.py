"""The templates are a complete example: traceable, accounted for line by line, and conforming."""

from __future__ import annotations

import shutil
from typing import Final

import pytest
from rdflib import RDF, Graph, URIRef

from service.config import PROJECT
from service.ledger import cover, read_ledger, statuses
from service.namespaces import DXP
from service.sources import Sources
from service.trace import Folder, Trace, read_folders, read_ontology, trace
from service.turtle import read_turtle
from service.validation import validate_files

TEMPLATES: Final = PROJECT / "docs" / "templates"
FILES: Final = sorted(TEMPLATES.glob("*.ttl"))
# Classes that nobody writes into a document's folder: made by the build, or general.
ELSEWHERE: Final = {
    "LedgerEntry", "Passage", "PlanElement", "Statement", "Figure", "Organization", "Reference",
    "PublicBody", "Partner", "Policy", "PolicyVersion", "PolicyItem", "PolicyEvent",
    "IdentifierAssertion", "FiscalYear", "FiscalYearPart", "Principle", "EraYear", "Month",
    "TargetComparison",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    project = tmp_path_factory.mktemp("templates")
    shutil.copytree(PROJECT / "ontology", project / "ontology")
    shutil.copytree(TEMPLATES, project / "data" / "example" / "plan-2024")
    (project / "data" / "example" / "plan-2024" / "example-plan.txt").unlink()
    (found,) = read_folders(project)
    return found


@pytest.fixture(scope="module")
def traced(folder: Folder) -> Trace:
    return trace(folder, Sources(TEMPLATES), read_ontology(PROJECT))


def test_there_are_templates() -> None:
    assert len(FILES) == 9


def test_every_printed_text_stands_in_its_lines(traced: Trace) -> None:
    assert traced.findings == ()
    assert (traced.resources, traced.values) == (78, 88)
    assert traced.standing == traced.values


def test_ledger_accounts_for_every_line(folder: Folder) -> None:
    schemes = Graph().parse(PROJECT / "ontology" / "schemes" / "transcription-status.ttl")
    rows = read_ledger(TEMPLATES / "ledger.tsv")
    text = Sources(TEMPLATES).lines("example-plan")
    cited = [place for places in folder.places.values() for place in places]
    coverage = cover(rows, text, cited, statuses(schemes))
    assert coverage.findings == ()
    assert coverage.accounted == coverage.filled == 46


def test_templates_conform_without_a_single_finding() -> None:
    assert validate_files(FILES, PROJECT).findings == ()


def test_every_class_that_a_transcriber_writes_has_a_record() -> None:
    ontology = read_turtle(PROJECT / "ontology" / "dxp.ttl").graph
    graph = Graph()
    for path in FILES:
        graph += read_turtle(path).graph
    classes = {
        str(term).removeprefix(str(DXP))
        for term in ontology.subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class"))
        if str(term).startswith(str(DXP))
    }
    used = {str(kind).removeprefix(str(DXP)) for kind in graph.objects(None, RDF.type)}
    assert sorted(classes - used - ELSEWHERE) == []
    assert sorted(ELSEWHERE - classes) == []
