"""Which file belongs to which named graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import DataError
from service.repository import files, shapes

GRAPH = "https://w3id.org/dxplan/graph/"

PLACES = {
    "ontology/dxp.ttl": ("ontology", "ontology", None),
    "ontology/alignments.ttl": ("ontology", "ontology", None),
    "ontology/schemes/level.ttl": ("schemes", "schemes", None),
    "data/catalogue/documents.ttl": ("catalogue", "catalogue", None),
    "data/common/wards.ttl": ("common", "common", None),
    "data/policies/laws.ttl": ("policies", "policies", None),
    "data/mappings/policies.sssom.tsv": ("mappings", "mapping", None),
    "data/chuo/strategy-2024/goals.ttl": (
        "chuo/strategy-2024",
        "document",
        "chuo/strategy-2024",
    ),
    "data/chuo/strategy-2024/ledger.tsv": ("ledger", "ledger", "chuo/strategy-2024"),
    "data/nakano/plan-2-draft-2021/plan.ttl": (
        "nakano/plan-2-draft-2021",
        "document",
        "nakano/plan-2-draft-2021",
    ),
    "queries/plans/plans-and-editions.rq": ("queries", "query", None),
}
NOT_READ = [
    "ontology/examples/goal.ttl",
    "ontology/notes.md",
    "data/README.md",
    "data/chuo/strategy-2024/.goals.ttl",
    "data/.hidden/x/y.ttl",
    "shapes/structure.ttl",
    "shapes/old/structure.ttl",
]


def touch(project: Path, *names: str) -> None:
    for name in names:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).touch()


def test_each_file_has_its_graph_and_kind(tmp_path: Path) -> None:
    touch(tmp_path, *PLACES, *NOT_READ)
    found = {
        str(file.path.relative_to(tmp_path)): (
            file.graph.removeprefix(GRAPH),
            file.kind,
            file.document and file.document.removeprefix(GRAPH),
        )
        for file in files(tmp_path)
    }
    assert found == PLACES


def test_the_order_is_ontology_schemes_then_data_by_path(tmp_path: Path) -> None:
    touch(tmp_path, *reversed(PLACES))
    names = [str(file.path.relative_to(tmp_path)) for file in files(tmp_path)]
    assert names[:3] == [
        "ontology/alignments.ttl",
        "ontology/dxp.ttl",
        "ontology/schemes/level.ttl",
    ]
    assert len(names) == len(PLACES)
    assert names[3:] == sorted(names[3:])


MISPLACED = [
    "data/top.ttl",
    "data/chuo/goals.ttl",
    "data/chuo/strategy-2024/old/goals.ttl",
    "data/chuo/strategy-2024/other.tsv",
    "data/common/list.tsv",
    "data/common/wards/chuo.ttl",
    "data/mappings/chuo/ledger.tsv",
    "data/mappings/policies.tsv",
    "data/mappings/policies.ttl",
    "data/Chuo/strategy_2024/goals.ttl",
    "data/中央/方針/goals.ttl",
]


@pytest.mark.parametrize("name", MISPLACED)
def test_a_file_without_a_place_is_a_fault(tmp_path: Path, name: str) -> None:
    touch(tmp_path, name)
    with pytest.raises(DataError) as caught:
        files(tmp_path)
    assert caught.value.path == tmp_path / name
    assert "data/<ward>/<document>/" in caught.value.en


def test_an_empty_project_has_no_files(tmp_path: Path) -> None:
    assert files(tmp_path) == []
    assert shapes(tmp_path) == []


def test_shapes_are_listed_apart(tmp_path: Path) -> None:
    touch(tmp_path, *NOT_READ, "shapes/completeness.ttl")
    assert [path.name for path in shapes(tmp_path)] == ["completeness.ttl", "structure.ttl"]
