"""The catalogue against the files: is each record that of the text and of the graphs there are?"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, PROV, RDF, Graph, Literal, URIRef

from service import config, repository
from service.namespaces import BASE, DXP, GRAPH, SOURCE
from service.sources import Sources

DOCUMENTS = (
    "chiyoda-dx-committee-2024-11-26",
    "chuo-dx-strategy-2024",
    "nakano-plan2-draft-2021-07",
    "nakano-progress-fy2024",
    "taito-plan-2021-chapter2",
)


def test_the_five_documents_are_recorded(data: Graph) -> None:
    recorded = set(data.subjects(RDF.type, DXP.SourceDocument))
    assert recorded == {SOURCE[name] for name in DOCUMENTS}


@pytest.mark.sources
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_record_is_that_of_the_text_held(data: Graph, name: str) -> None:
    folder = config.read().sources
    file = folder / str(data.value(SOURCE[name], DXP.fileName))
    assert file.name == f"{name}.txt"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert data.value(SOURCE[name], DXP.sha256) == Literal(digest)
    lines = Sources(folder).lines(name)
    assert data.value(SOURCE[name], DXP.lineCount) == Literal(len(lines))


def test_every_graph_of_the_project_is_a_dataset_of_the_catalogue(
    data: Graph, project: Path
) -> None:
    graphs = {file.graph for file in repository.files(project)} - {GRAPH.mappings}
    datasets = set(data.subjects(RDF.type, DCAT.Dataset))
    assert len(graphs) >= 6
    assert graphs <= datasets
    assert datasets == set(data.objects(URIRef(BASE + "catalog"), DCAT.dataset))


def test_a_document_and_its_graph_name_each_other(data: Graph) -> None:
    for name in DOCUMENTS:
        graph = data.value(SOURCE[name], DXP.transcribedIn)
        assert data.value(graph, DCTERMS.source) == SOURCE[name]


def test_a_date_of_issue_is_given_only_where_the_document_prints_one(data: Graph) -> None:
    issued = {name: data.value(SOURCE[name], DCTERMS.issued) for name in DOCUMENTS}
    assert {name: str(date) for name, date in issued.items() if date is not None} == {
        "chiyoda-dx-committee-2024-11-26": "2024-11-26",
        "chuo-dx-strategy-2024": "2024-03",
        "nakano-plan2-draft-2021-07": "2021-07",
    }
    assert all(list(data.objects(SOURCE[name], PROV.wasDerivedFrom)) for name in DOCUMENTS)
