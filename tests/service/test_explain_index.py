"""The index of premises: what a build writes into it is what comes out."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from service import explain_index
from service.errors import EngineUnavailable, EnvironmentFault
from service.explain_index import open_index
from service.namespaces import INFERRED_GRAPH
from tests.service.explaining import DATA, SCHEMA, small, triple, triples

E = "<http://e.example/{}>".format


def test_stated_triples_have_their_graphs(tmp_path: Path) -> None:
    with small(tmp_path, x_one=":a :p :b .", x_two=":a :p :b . :a :p :c .") as index:
        base = "https://w3id.org/dxplan/graph/x/"
        assert index.graphs(triple(":a :p :b .")) == (base + "one", base + "two")
        assert index.graphs(triple(":a :p :c .")) == (base + "two",)
        assert index.graphs(triple(":c :p :a .")) == ()
        assert index.graphs(triple(":a :p :nobody .")) == ()
        assert index.step(triple(":a :p :b .")) is None
        assert index.step(triple(":a :p :nobody .")) is None


def test_conclusions_have_rule_and_premises(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        step = index.step(triple(":a :within :c ."))
        assert step == (
            "prp-trp",
            (
                triple(":within a owl:TransitiveProperty ."),
                triple(":a :within :b ."),
                triple(":b :within :c ."),
            ),
        )
        assert set(index.conclusions()) == set(triples(":a :within :b , :c . :b :within :c ."))
        assert index.graphs(triple(":a :within :c .")) == ()


def test_values_holders_and_facts(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        assert index.values(E("a"), E("within")) == [E("b"), E("c")]
        assert index.values(E("a"), E("nothing")) == []
        assert index.holders(E("part"), E("c")) == [E("b")]
        assert index.holders(E("within"), E("c")) == []
        assert index.about(E("c")) == [
            ("<http://www.w3.org/2000/01/rdf-schema#label>", '"C"@en'),
            ("<http://www.w3.org/2000/01/rdf-schema#label>", '"丙"@ja'),
        ]
        assert index.knows(E("part"))
        assert not index.knows(E("Part"))


def test_names_that_begin_alike(tmp_path: Path) -> None:
    with small(tmp_path, x_one=":plan-07 :p :plan-08 . :plan :p :zebra .") as index:
        start = len(E("")) - 1
        assert index.alike(E("plan-09"), start + 1, 5) == [E("plan-07"), E("plan-08")]
        assert index.alike(E("plan-09"), start + 1, 1) == [E("plan-07")]
        assert index.alike(E("zebras"), start + 1, 5) == [E("zebra")]
        assert index.alike(E("quite"), start + 1, 5) == []
        assert index.alike("", 0, 2) == [E("p"), E("plan-07")]


def test_the_graph_of_conclusions_is_no_statement(tmp_path: Path) -> None:
    path = tmp_path / "index"
    explain_index.write(path, {str(INFERRED_GRAPH): triples(":a :p :b .")}, ())
    with open_index(path) as index:
        assert index.graphs(triple(":a :p :b .")) == ()


def test_texts_come_back_as_they_were(tmp_path: Path) -> None:
    body = r':a :p "行\n\"引用\" \\ タブ\t 𠮷"@ja , "0010"^^xsd:integer , "" .'
    with small(tmp_path, x_one=body) as index:
        assert set(index.values(E("a"), E("p"))) == {one[2] for one in triples(body)}
        assert len(index.values(E("a"), E("p"))) == 3


def test_a_missing_or_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_text("no database", encoding="utf-8")
    for name in ("missing", "damaged"):
        with (
            pytest.raises(EngineUnavailable, match="dxplan build"),
            open_index(tmp_path / name) as index,
        ):
            index.knows(E("a"))


def test_a_disk_that_refuses_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        explain_index.write(tmp_path, {}, ())
    path = tmp_path / "there"
    explain_index.write(path, {}, ())
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        explain_index.write(path, {}, ())


def test_an_open_index_outlives_its_replacement(tmp_path: Path) -> None:
    """A build with the same dataset renames a new file over the old one."""
    with small(tmp_path, x_one=":a :p :b .") as index:
        (path,) = tmp_path.iterdir()
        fresh = tmp_path / "fresh"
        explain_index.write(fresh, {}, ())
        fresh.replace(path)
        assert index.graphs(triple(":a :p :b ."))
    with open_index(path) as index:
        assert not index.graphs(triple(":a :p :b ."))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
