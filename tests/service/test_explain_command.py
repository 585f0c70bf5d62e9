"""``dxplan explain``: exit codes, formats, languages, sentences about what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph

from service import cli
from tests.service.explaining import DATA, SCHEMA, write_index
from tests.service.test_explain_words import TREE_EN, TREE_JA

TRIPLE = ("http://e.example/a", "http://e.example/within", "<http://e.example/c>")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run the command on a small build; gives exit code, output, errors."""
    (tmp_path / "current").mkdir()
    path = tmp_path / "current" / "premises.sqlite"
    write_index(path, {"ontology": SCHEMA, "x/plan": DATA})
    monkeypatch.setenv("DXPLAN_VAR", str(tmp_path))

    def call(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["explain", *arguments])
        output, errors = capfd.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, output, errors

    return call


def test_the_tree_in_both_languages(run: Run) -> None:
    assert run(*TRIPLE) == (0, TREE_JA, "")
    assert run(*TRIPLE, "--lang", "en") == (0, TREE_EN, "")


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its use of its own classes
@pytest.mark.parametrize(("name", "parser"), [("turtle", "turtle"), ("jsonld", "json-ld")])
def test_rdf(run: Run, name: str, parser: str) -> None:
    code, output, _ = run(*TRIPLE, "--format", name)
    assert code == 0
    graph = Graph().parse(data=output, format=parser)
    assert len(set(graph.subjects(RDF.type, OWL.Axiom))) == 7


def test_json_and_depth(run: Run) -> None:
    code, output, _ = run(*TRIPLE, "--format", "json", "--depth", "1")
    assert code == 0
    assert len(json.loads(output)["steps"]) == 4


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("http://e.example/c", *TRIPLE[1:]), 1, "not in the graph"),
        ((*TRIPLE[:2], "http://e.example/aa"), 1, "http://e.example/aa occurs nowhere"),
        ((*TRIPLE[:2], "http://e.example/a"), 1, "the graph has: http://e.example/b"),
        (("foo", *TRIPLE[1:]), 2, "The subject (s) “foo” cannot be read"),
        ((TRIPLE[0], "zz:p", TRIPLE[2]), 2, "The predicate (p) “zz:p”"),
        ((*TRIPLE[:2], '"open'), 2, "The object (o)"),
        ((*TRIPLE, "--depth", "101"), 2, "from 0 to 100"),
        ((*TRIPLE, "--depth", "-1"), 2, "from 0 to 100"),
        ((*TRIPLE, "--depth", "９"), 2, "from 0 to 100"),
        ((*TRIPLE, "--lang", "fr"), 2, "'fr' is not one of"),
        (TRIPLE[:2], 2, "Missing argument"),
    ],
)
def test_what_is_wrong_is_said(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    ended, output, errors = run(*arguments)
    assert (ended, output) == (code, "")
    assert said in errors
    assert "Traceback" not in errors


def test_names_that_begin_alike_are_offered(run: Run) -> None:
    _, _, errors = run(TRIPLE[0], "http://e.example/without", TRIPLE[2])
    assert "近い名前: http://e.example/within" in errors
    assert "Names that begin alike: http://e.example/within" in errors


def test_without_a_build_it_says_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DXPLAN_VAR", str(tmp_path / "none"))
    code, _, errors = run(*TRIPLE)
    assert code == 2
    assert "dxplan build" in errors
