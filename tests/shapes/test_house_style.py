"""Our own shapes keep the house style; each rule is seen to fail on a bad one.

The rules that SHACL can say have their bad examples in tests/shapes/Shape-…/.
"""

from pathlib import Path

import pyshacl
import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import RDFS, SH, Graph, URIRef

from service.config import PROJECT
from service.errors import DataError
from service.messages import CATALOGUE
from service.shacl_terms import COMPONENTS, PARAMETERS, TERMS
from service.shapes import Shapes, read_shapes
from service.turtle import read_turtle
from service.validation import validate_files
from tests.shapes import house_rules

BAD = PROJECT / "tests" / "fixtures" / "validation" / "house-style"


def bad(name: str) -> Shapes:
    return Shapes((read_turtle(BAD / f"{name}.ttl"),))


# --- our shapes


def test_there_are_shapes_to_check(shapes: Shapes) -> None:
    assert len(shapes.named) >= 214
    names = {file.path.name for file in shapes.files}
    assert names >= {"structure.ttl", "completeness.ttl", "schemes.ttl", "consistency.ttl"}


def test_shapes_conform_to_the_house_style() -> None:
    outcome = validate_files([PROJECT / "shapes"], PROJECT)
    assert outcome.findings == ()
    assert outcome.resources >= 250


def test_severity_fits_the_file(shapes: Shapes) -> None:
    assert [fault for file in shapes.files for fault in house_rules.severity(file)] == []


def test_messages_can_be_filled(shapes: Shapes) -> None:
    assert house_rules.messages(shapes) == []


def test_queries_parse_and_name_what_exists(shapes: Shapes, behind: Graph) -> None:
    assert len(set(shapes.graph.subjects(SH.select))) >= 15
    assert house_rules.queries(shapes, behind) == []


def test_shapes_are_well_formed(shapes: Shapes) -> None:
    assert house_rules.well_formed(shapes) == []


# --- the rules themselves


def test_severity_rule_fails() -> None:
    (file,) = bad("structure").files
    faults = house_rules.severity(file)
    assert [fault.split(":")[0] for fault in faults] == ["Goal-label", "Goal-number"]
    (file,) = bad("unheard-of").files
    assert len(house_rules.severity(file)) == 1


def test_message_rule_fails() -> None:
    faults = house_rules.messages(bad("messages"))
    assert faults == [
        "Differ: the messages differ in {'value'}",
        "Query: nothing fills {'other'}",
        "Query-query: nothing fills {'other'}",
        "Unknown: nothing fills {'minimum'}",
        "Valueless: nothing fills {'value'}",
    ]


def test_query_rule_fails(behind: Graph) -> None:
    faults = house_rules.queries(bad("queries"), behind)
    assert {fault.split(":")[0] for fault in faults} == {"Syntax", "Prefix", "Term"}
    assert "Term: the ontology has no dxp:parnet" in faults


def test_well_formedness_rule_fails() -> None:
    assert len(house_rules.well_formed(bad("ill-formed"))) == 1


@pytest.mark.parametrize(
    ("name", "line", "word"),
    [
        ("unknown-term", 9, "sh:mincount"),
        ("unknown-class", 6, "sh:PropertyShap"),
        ("rule", 8, "sh:rule"),
        ("script", 8, "sh:js"),
        ("query-service", 7, "SERVICE"),
        ("query-from", 7, "FROM"),
        ("query-values", 7, "VALUES"),
        ("query-minus", 7, "MINUS"),
    ],
)
def test_shapes_that_would_pass_in_silence_are_refused(name: str, line: int, word: str) -> None:
    path = BAD / f"{name}.ttl"
    with pytest.raises(DataError) as fault:
        read_shapes([path])
    assert (fault.value.path, fault.value.line) == (path, line)
    assert word in fault.value.ja
    assert word in fault.value.en


def test_words_in_strings_and_comments_are_harmless() -> None:
    assert len(read_shapes([BAD / "query-harmless.ttl"]).graph) == 2


def test_no_shapes_is_no_pass(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no shapes"):
        read_shapes([])
    empty = tmp_path / "empty.ttl"
    empty.touch()
    with pytest.raises(DataError, match="no shapes"):
        read_shapes([empty])


# --- the vocabulary, checked against the one that pySHACL brings along


def test_vocabulary_is_that_of_shacl() -> None:
    assets = Path(pyshacl.__file__).parent / "assets"
    published = {
        str(term).removeprefix(str(SH))
        for term in Graph().parse(assets / "shacl.ttl").subjects(RDFS.isDefinedBy)
        if str(term).startswith(str(SH)) and term != URIRef(str(SH))
    }
    assert published >= TERMS
    # what is left out needs SHACL's advanced features or scripts, which we never run
    left_out = published - TERMS
    assert {"rule", "js", "target", "construct", "SPARQLFunction", "expression"} <= left_out
    assert len(TERMS) == 179
    assert len(left_out) == 42


def test_every_component_of_the_recommendation_is_known_and_worded() -> None:
    run_by_pyshacl = {
        str(component.shacl_constraint_component).removeprefix(str(SH))
        for component in CONSTRAINT_PARAMETERS_MAP.values()
    }
    # pySHACL has one class for the two qualified components, without a name of its own
    assert run_by_pyshacl - {"NotImplemented"} <= set(COMPONENTS)
    assert {str(p).removeprefix(str(SH)) for p in CONSTRAINT_PARAMETERS_MAP} <= PARAMETERS
    assert set(CATALOGUE) == set(COMPONENTS)
    assert len(COMPONENTS) == 30
