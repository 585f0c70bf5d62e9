"""Validation: every kind of fault found at its line, in words; what is judged, and what is not.

``faulty.ttl`` says at the end of a line which codes must be found there; nothing else may be.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH

from service import paths, repository
from service.errors import DataError
from service.findings import Finding
from service.messages import CATALOGUE, SEVERITIES, TERMS, fill, placeholders
from service.namespaces import DXP, ID, INFERRED_GRAPH
from service.rdf_input import read
from service.shacl_terms import COMPONENTS
from service.shapes import on_one_line
from service.trace import read_ontology
from service.turtle import read_turtle
from service.validation import Validation, validate_files, validate_graphs

FIXTURES = Path(__file__).parent.parent / "fixtures" / "validation"
PROJECT = FIXTURES / "project"
_EXPECTED = re.compile(r"# ((?:[A-Z][A-Za-z]+ ?)+)$")


@pytest.fixture(scope="module")
def faulty() -> Validation:
    return validate_files([FIXTURES / "faulty.ttl"], PROJECT)


@pytest.fixture(scope="module")
def worded() -> Validation:
    return validate_files([FIXTURES / "worded.ttl"], PROJECT)


def planted(path: Path) -> set[tuple[int, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(n, _EXPECTED.search(line)) for n, line in enumerate(lines, 1)]
    return {(n, code) for n, match in found if match for code in match[1].split()}


def one(outcome: Validation, code: str, line: int | None = None) -> Finding:
    (finding,) = (
        f for f in outcome.findings if f.code == code and (line is None or f.line == line)
    )
    return finding


# --- every component, at its line


def test_all_planted_faults_are_found_at_their_lines_and_no_others(faulty: Validation) -> None:
    expected = planted(FIXTURES / "faulty.ttl")
    assert len(expected) == 45
    assert {(f.line, f.code) for f in faulty.findings} == expected
    assert {f.path for f in faulty.findings} == {FIXTURES / "faulty.ttl"}


def test_every_component_was_seen(faulty: Validation) -> None:
    seen = {f.component.rsplit("#", 1)[1] for f in faulty.findings}
    # sh:property never reports in its own name: the property shape does
    assert seen == set(COMPONENTS) - {"PropertyConstraintComponent"}


def test_every_message_is_complete_in_both_languages(faulty: Validation) -> None:
    for finding in faulty.findings:
        for language in ("ja", "en"):
            text = finding.message[language]
            assert text
            assert "{" not in text.replace("[A-Z]{2}", "")
            assert "（なし）" not in text
            assert "(none)" not in text


def test_catalogue_words_every_component_in_both_languages() -> None:
    assert set(CATALOGUE) == set(COMPONENTS)
    for component, texts in CATALOGUE.items():
        assert set(texts) == {"ja", "en"}
        asked = placeholders(texts["ja"])
        assert asked == placeholders(texts["en"]), component
        assert asked <= {"this", "path", "value", "rule", *COMPONENTS[component]}, component
    for words in (*TERMS.values(), *SEVERITIES.values()):
        assert set(words) == {"ja", "en"}
        assert all(words.values())


def test_labels_stand_for_iris(faulty: Validation) -> None:
    finding = one(faulty, "In", 12)
    assert finding.label == {"ja": "甲", "en": "A"}
    assert finding.predicate_label == {"ja": "作った者", "en": "made by"}
    assert finding.message["ja"].endswith("次のどれかを書いてください: dxp:works、製作所、id:two。")
    assert "The Works" in finding.message["en"]
    assert "部品" not in finding.message["ja"]
    class_finding = one(faulty, "Class", 12)
    assert class_finding.message == {
        "ja": "作った者の値「id:nobody」は作り手ではありません。作り手である資源を書いてください。",
        "en": "the value “id:nobody” of made by is no maker; name a resource that is one",
    }


def test_severity_comes_from_the_shape(faulty: Validation) -> None:
    assert one(faulty, "MaxCount").severity == "warning"
    assert {f.severity for f in faulty.findings if f.code == "Xone"} == {"hint"}
    assert one(faulty, "Pattern").severity == "error"
    assert not faulty.conforms


def test_source_place_comes_along(faulty: Validation) -> None:
    assert "https://w3id.org/dxplan/source/town-plan#line=3,5" in one(faulty, "Pattern").places


def test_blank_node_is_named_by_what_it_belongs_to(faulty: Validation) -> None:
    finding = next(f for f in faulty.findings if f.code == "Xone" and f.line == 51)
    assert finding.label == {
        "ja": "（名前のない資源） › 全体",
        "en": "(unnamed resource) › part of",
    }
    assert finding.focus.startswith("_:")


# --- a shape's own words


def test_own_message_is_filled(worded: Validation) -> None:
    (finding,) = (f for f in worded.findings if f.code == "Worded" and f.value == ID.works)
    assert finding.message == {
        "ja": "丙の作った者は 0、「製作所」はものでない。",
        "en": "made by of C: 0, “The Works” is no thing.",
    }
    assert finding.line == 7


def test_variables_of_a_query_fill_its_message_row_by_row(worded: Validation) -> None:
    found = [f for f in worded.findings if f.code == "Worded-query"]
    assert [f.message["en"] for f in found] == [
        r"C: “The Works” has \d \1 {$value} and (none)",
        r"C: “id:wide” has \d \1 {$value} and (none)",
    ]
    assert {f.severity for f in found} == {"warning"}
    assert {f.line for f in found} == {6}


def test_missing_language_falls_back_to_the_catalogue(worded: Validation) -> None:
    finding = one(worded, "Japanese-only")
    assert finding.message["ja"] == "上限を書いてください。"
    assert finding.message["en"] == "limit is missing or incomplete; write at least 1"


@pytest.mark.parametrize(
    ("code", "line", "predicate", "label"),
    [
        ("Inverse", 10, f"^(<{DXP.seller}>)", "「売った者」の逆"),
        ("Inverse-class", 11, f"^(<{DXP.seller}>)", "「売った者」の逆"),
        ("Choice", 5, f"<{DXP.limit}>|<{DXP.code}>", "上限か記号"),
        ("Japanese-only", 5, str(DXP.limit), "上限"),
    ],
)
def test_paths_are_placed_and_named(
    worded: Validation, code: str, line: int, predicate: str, label: str
) -> None:
    finding = one(worded, code)
    assert (finding.line, finding.predicate) == (line, predicate)
    assert finding.predicate_label["ja"] == label


def test_sequence_path_is_placed_at_its_first_step(worded: Validation) -> None:
    found = [(f.line, f.predicate) for f in worded.findings if f.code == "Way"]
    path = f"<{DXP.maker}>/(<{RDFS.seeAlso}>)*"
    assert found == [(7, path), (8, path)]


@pytest.mark.parametrize(
    ("predicate", "notation", "words"),
    [
        (SH.oneOrMorePath, "(<{0}>)+", "部品"),
        (SH.zeroOrOnePath, "(<{0}>)?", "部品"),
        (SH.inversePath, "^(<{0}>)", "「部品」の逆"),
    ],
)
def test_path_forms(predicate: URIRef, notation: str, words: str) -> None:
    graph, node = Graph(), BNode()
    graph.add((node, predicate, DXP.part))
    assert paths.notation(graph, node) == notation.format(DXP.part)
    assert paths.words(graph, node, lambda _: "部品", "ja") == words


def test_list_paths() -> None:
    graph, sequence, choice = Graph(), BNode(), BNode()
    Collection(graph, sequence, [DXP.a, DXP.b])
    graph.add((choice, SH.alternativePath, sequence))
    assert paths.notation(graph, sequence) == f"<{DXP.a}>/<{DXP.b}>"
    assert paths.notation(graph, choice) == f"<{DXP.a}>|<{DXP.b}>"
    assert paths.words(graph, choice, lambda node: str(node)[-1], "en") == "a or b"
    assert paths.first_step(graph, sequence) == DXP.a
    assert paths.first_step(graph, choice) is None


def test_placeholders_are_filled_once_and_only_in_shacl_form() -> None:
    words = {"value": "{$this}", "this": "X"}
    assert fill("{$value} {?this} {this} {4} {$none}", words, "en") == "{$this} X {this} {4} (none)"
    assert fill("{$none}", words, "ja") == "（なし）"


def test_query_is_put_on_one_line_where_that_is_safe() -> None:
    query = '# first\nSELECT $this\n  WHERE { $this ?p "a b" }\n'
    assert on_one_line(query) == 'SELECT $this WHERE { $this ?p "a b" }'
    for unsafe in ("SELECT ?x # why\nWHERE {}", 'SELECT ?x { ?x ?y """a\nb" c"""}'):
        assert on_one_line(unsafe) == unsafe


# --- what is judged


def test_background_resolves_but_is_not_reported() -> None:
    outcome = validate_files([FIXTURES / "conforming.ttl"], PROJECT)
    assert outcome.findings == ()
    assert outcome.resources >= 1


def test_project_file_is_judged_with_its_neighbours() -> None:
    one_file = validate_files([PROJECT / "data/town/plan/one.ttl"], PROJECT)
    found = [(f.code, f.line) for f in one_file.findings if f.severity == "error"]
    # its maker stands in two.ttl; its own weight is wrong
    assert found == [("Datatype", 7), ("MaxInclusive", 7), ("MinInclusive", 7)]


def test_copy_from_elsewhere_takes_the_place_of_the_published(tmp_path: Path) -> None:
    text = (PROJECT / "data/town/plan/one.ttl").read_text(encoding="utf-8")
    copy = tmp_path / "one.ttl"
    copy.write_text(text.replace('"heavy"', "7"), encoding="utf-8")
    assert validate_files([copy], PROJECT).conforms
    assert not validate_files([PROJECT / "data/town/plan/one.ttl"], PROJECT).conforms


def test_folder_is_judged_whole() -> None:
    outcome = validate_files([PROJECT / "data"], PROJECT)
    names = [f.path.name for f in outcome.findings if f.path and f.severity == "error"]
    assert sorted(set(names)) == ["one.ttl", "whole.ttl"]
    assert len(outcome.files) == 3


def test_dataset_is_judged_without_what_was_inferred() -> None:
    files = [read_turtle(f.path) for f in repository.files(PROJECT)]
    graphs = {str(f.path): f.graph for f in files}
    inferred = Graph().add((ID.one, RDFS.label, Literal("壱", lang="ja")))
    findings = validate_graphs({**graphs, str(INFERRED_GRAPH): inferred}, PROJECT, files)
    assert {f.code for f in findings if f.path and f.path.name == "one.ttl"} == {
        "Datatype",
        "MinInclusive",
        "MaxInclusive",
        "Xone",
    }
    assert all(f.line for f in findings)
    seen = validate_graphs({**graphs, "x": inferred}, PROJECT, files)
    assert "UniqueLang" in {f.code for f in seen}


def test_dataset_without_files_has_no_lines() -> None:
    graphs = {"o": read_ontology(PROJECT), "d": read(FIXTURES / "faulty.ttl", "x").graph}
    findings = validate_graphs(graphs, PROJECT)
    assert {f.code for f in findings} >= {"Class", "Query", "Xone"}
    assert all(f.path is None and f.line is None for f in findings)


def test_other_formats_are_judged_alike(tmp_path: Path) -> None:
    graph = read_turtle(FIXTURES / "faulty.ttl").graph
    for suffix, form in (
        (".nt", "nt"),
        (".rdf", "xml"),
        (".jsonld", "json-ld"),
        (".ttl", "turtle"),
    ):
        path = tmp_path / f"faulty{suffix}"
        graph.serialize(path, format=form, encoding="utf-8")
        codes = {f.code for f in validate_files([path], PROJECT).findings}
        assert codes == {code for _, code in planted(FIXTURES / "faulty.ttl")}, suffix


def test_shapes_may_come_from_another_folder(tmp_path: Path) -> None:
    rule = "@prefix sh: <http://www.w3.org/ns/shacl#> . <https://w3id.org/dxplan/shapes/Never> "
    rule += "a sh:NodeShape ; sh:targetClass <https://w3id.org/dxplan/ontology#Maker> ; "
    rule += "sh:nodeKind sh:Literal ."
    (tmp_path / "never.ttl").write_text(rule)
    outcome = validate_files([FIXTURES / "faulty.ttl"], PROJECT, tmp_path)
    assert [(f.code, f.line) for f in outcome.findings] == [("Never", 46)]
    assert outcome.rules == 1


def test_shape_that_cannot_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<https://w3id.org/dxplan/shapes/Broken> a sh:NodeShape ;\n"
        "  sh:targetClass <https://w3id.org/dxplan/ontology#Maker> ;\n"
        '  sh:sparql [ sh:select "SELECT $this WHERE { $this nope:x ?y }" ] .\n'
    )
    with pytest.raises(DataError) as fault:
        validate_files([FIXTURES / "faulty.ttl"], PROJECT, tmp_path)
    assert (fault.value.path.name, fault.value.line) == ("broken.ttl", 2)


def test_type_is_enough_for_a_subclass(faulty: Validation) -> None:
    # id:b is a dxp:Part only; rules for dxp:Thing apply by the ontology's class hierarchy
    assert (ID.b, RDF.type, DXP.Thing) not in read_turtle(FIXTURES / "faulty.ttl").graph
    assert "LessThan" in {f.code for f in faulty.findings if f.focus == str(ID.b)}
    assert faulty.resources >= 5
