"""The description of the data: counted by the build, and the same where the engine is asked."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import VOID, Graph
from rdflib.compare import to_canonical_graph

from service import asking as questions
from service import void, void_counts
from service.facts import Triple
from service.void_counts import Tables
from tests.service import serving
from tests.service.serving import write_build


def by_graph(dataset: Path) -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = {}
    for quad in ox.parse(path=str(dataset), format=ox.RdfFormat.N_QUADS):
        triple = (str(quad.subject), str(quad.predicate), str(quad.object))
        found.setdefault(quad.graph_name.value, []).append(triple)
    return found


def described(client: FlaskClient) -> Graph:
    reply = client.get(void.PATH, headers={"Accept": "application/n-triples"})
    assert reply.status_code == 200, reply.text
    return Graph().parse(data=reply.text, format="nt")


def test_counted_and_asked_are_the_same(tmp_path: Path) -> None:
    folder = write_build(tmp_path, "first")
    with serving.asking(tmp_path) as client:
        asked = to_canonical_graph(described(client))
    tables = void_counts.count(by_graph(folder / "dataset.nq"))
    assert (tables.triples, tables.subjects, tables.objects) == (13, 4, 12)
    (folder / void_counts.FILE).write_bytes(void_counts.content(tables))
    assert void_counts.read(folder / "dataset.nq") == tables
    with serving.asking(tmp_path) as client:
        counted = to_canonical_graph(described(client))
    assert set(counted) == set(asked)
    assert len(counted) > 100


def test_no_request_counts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the counts of the build the engine is asked for the catalogue and nothing else."""
    texts: list[str] = []
    select = questions.select

    def noted(text: str) -> list[questions.Row]:
        texts.append(text)
        return select(text)

    monkeypatch.setattr(questions, "select", noted)
    found = described(client)
    assert len(texts) == 1
    assert "COUNT" not in texts[0]
    assert len(set(found.subjects(VOID["class"]))) > 100


def test_the_build_counts_its_own_data(built: Path) -> None:
    """What was counted on the way agrees with the file that came of it."""
    assert void_counts.read(built / "dataset.nq") == void_counts.count(
        by_graph(built / "dataset.nq")
    )


@pytest.mark.parametrize("content", [b"", b"[]", b'{"triples": 1}', b'{"none": 1}'])
def test_counts_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / void_counts.FILE).write_bytes(content)
    assert void_counts.read(tmp_path / "dataset.nq") is None
    assert void_counts.read(tmp_path / "none" / "dataset.nq") is None
    assert void_counts.read(None) is None
    assert void_counts.count({}) == Tables(0, 0, 0, (), (), (), ())
