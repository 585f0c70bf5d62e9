"""The library of questions: names, search, versions, citation, code to copy, RDF, the list."""

from __future__ import annotations

import ast
import json
import shlex
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
import pyshacl
import pytest
from click.testing import CliRunner
from rdflib import RDF, RDFS, SDO, SH, Graph, Literal, URIRef
from rdflib.collection import Collection

from service import citation, library_document, library_rdf, snippets, stored_queries
from service.builds import Build
from service.cli import group
from service.config import PROJECT
from service.errors import DataError, NoSuchQuestion, ParameterError, UsageError, VersionNotHeld
from service.library import FOLDER, FORMS, Library, Question, load, topic
from service.namespaces import QUERIES_GRAPH, QUERY
from service.terms import nt_triple
from tests.queries import reading
from tests.service.serving import command
from tests.service.test_library_http import ECHO, GRAPH, HOSTILE, NAMES, TRUTH

LIBRARY: Final = Library()
QUESTIONS: Final = LIBRARY.questions()
LATEST: Final = "edition=id:chuo/edition/informatization-policy-08"
ENDPOINT: Final = "http://127.0.0.1:9/sparql"
# What SIB's collections ask of an example: one query, a comment by language, a target, no stray
# space in keywords; and what we add: title, version, both languages.
RULES: Final = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix schema: <https://schema.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
[] sh:targetClass sh:SPARQLExecutable ;
  sh:property [ sh:path [ sh:alternativePath ( sh:select sh:ask sh:construct ) ] ;
      sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path rdfs:comment ; sh:minCount 2 ; sh:maxCount 2 ; sh:uniqueLang true ;
      sh:languageIn ( "ja" "en" ) ; sh:datatype rdf:langString ] ,
    [ sh:path rdfs:label ; sh:minCount 2 ; sh:uniqueLang true ; sh:languageIn ( "ja" "en" ) ] ,
    [ sh:path schema:target ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path schema:version ; sh:minCount 1 ; sh:maxCount 1 ; sh:pattern "^[0-9a-f]{12}$" ] ,
    [ sh:path schema:keyword ; sh:maxCount 0 ] ,
    [ sh:path schema:keywords ; sh:minCount 1 ; sh:pattern "^[^ ]([^ ]| [^ ])*$" ] ,
    [ sh:path sh:prefixes ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path sh:parameter ; sh:node [
      sh:property [ sh:path sh:path ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
        [ sh:path sh:name ; sh:minCount 2 ; sh:uniqueLang true ; sh:languageIn ( "ja" "en" ) ] ,
        [ sh:path sh:optional ; sh:minCount 1 ; sh:maxCount 1 ] ] ] .
"""


def written(folder: Path, **texts: str) -> Library:
    for name, text in texts.items():
        path = folder / "a" / f"{name}.rq"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(folder)


# --- names and search --------------------------------------------------------------------


def test_every_file_is_a_question() -> None:
    files = sorted(
        path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.rq")
    )
    assert [question.name for question in QUESTIONS] == files
    assert len(files) >= 46
    assert {question.form for question in QUESTIONS} <= set(FORMS)


def test_every_folder_has_a_name_in_both_languages() -> None:
    folders = {question.folder for question in QUESTIONS}
    assert len(folders) >= 9
    assert [each for each in folders if topic(each, "ja") == each] == []
    assert [each for each in folders if topic(each, "en") == each] == []


@pytest.mark.parametrize(
    ("words", "folder", "name"),
    [
        ("キャッシュレス", "", "measures/cashless-payment"),
        ("cashless  PAYMENT", "", "measures/cashless-payment"),
        ("ＲＰＡ", "indicators", "indicators/time-saved"),
        ("predecessor", "plans", "plans/predecessors"),
    ],
)
def test_questions_are_found_by_words(words: str, folder: str, name: str) -> None:
    assert name in [question.name for question in LIBRARY.search(words, folder)]
    assert len(LIBRARY.search(words, folder)) < len(QUESTIONS) / 4


def test_nothing_is_found_for_what_is_not_there() -> None:
    assert LIBRARY.search("キャッシュレス zebra") == []
    assert LIBRARY.search("", "zebra") == []
    assert LIBRARY.search() == QUESTIONS


@pytest.mark.parametrize("name", ["", "plans", "plans/predecesors", "../pyproject", "/etc/passwd"])
def test_unknown_names(name: str) -> None:
    with pytest.raises(NoSuchQuestion) as fault:
        LIBRARY.get(name)
    if "predecesors" in name:
        assert "plans/predecessors" in fault.value.ja


def test_files_that_no_question_can_be_made_of(tmp_path: Path) -> None:
    header = ECHO.partition("PREFIX")[0]
    for text, says in (
        (header.replace("example: a", "example: a, values: [b]") + "SELECT * {}", "text cannot"),
        (header.replace("values: [1, 2]", "values: [1, x]") + "SELECT * {}", "n cannot"),
        (header.replace("name: n,", "name: format,") + "SELECT * {}", "format"),
        (header + "DESCRIBE ?s { ?s ?p ?o }", "SELECT, ASK, CONSTRUCT"),
        (header + "INSERT DATA {}", "SELECT, ASK, CONSTRUCT"),
    ):
        library = written(tmp_path, wrong=text, right=NAMES)
        with pytest.raises(DataError, match=says):
            load(tmp_path, tmp_path / "a" / "wrong.rq")
        assert [question.name for question in library.questions()] == ["a/right"]


# --- asked by name on the command line ---------------------------------------------------


def test_a_question_is_asked_by_name_with_the_same_sentences() -> None:
    """What is wrong is said as over HTTP, whether the question is given by name or by file."""
    question = LIBRARY.get("measures/tree-of-a-plan")
    for given in ({}, {"edition": "x"}, {"edition": "id:none"}, {"zebra": "1"}):
        with pytest.raises(ParameterError) as expected:
            stored_queries.bind(question.stored, given)
        options = [part for name, value in given.items() for part in ("-p", f"{name}={value}")]
        for file in (question.name, str(question.stored.path)):
            with pytest.raises(ParameterError) as fault:
                CliRunner().invoke(group, ["query", file, *options], catch_exceptions=False)
            assert (fault.value.ja, fault.value.en) == (expected.value.ja, expected.value.en)
    with pytest.raises(NoSuchQuestion, match="measures/tree-of-a-plan"):
        CliRunner().invoke(group, ["query", "measures/tree-of-plan"], catch_exceptions=False)


def test_a_question_asked_by_name_is_answered(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DXPLAN_VAR", str(built.parent.parent))
    done = subprocess.run(
        command("query", "plans/predecessors", "-p", LATEST, "--format", "csv"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.startswith(b"predecessor,name,firstYear,lastYear\r\n")
    assert done.stdout.count(b"\r\n") == 9, "seven editions, the IT plan before them, the head"


# --- versions and citation ---------------------------------------------------------------


def test_a_citation_names_all_that_the_answer_depends_on(tmp_path: Path) -> None:
    question = written(tmp_path, echo=ECHO).get("a/echo")
    dataset = tmp_path / "dataset.nq"
    dataset.touch()
    cited = citation.cite(question, {"text": "計画 & 1"}, Build("0123456789ab", {}, dataset))
    day = datetime.now(UTC).date().isoformat()
    for text, title, built in (
        (cited.text("ja"), "「名前」", f"{day} 構築"),
        (cited.text("en"), "“Names <b>.”", f"built {day}"),
    ):
        for part in (title, built, "dxplan", "0123456789ab", question.version, cited.address):
            assert part in text
    address = urlsplit(cited.address)
    assert cited.address.startswith(f"{QUERY}a/echo?")
    version = f"0123456789ab.{question.version}"
    assert parse_qs(address.query) == {"text": ["計画 & 1"], "version": [version]}


def test_without_a_version_of_the_data_none_is_claimed(tmp_path: Path) -> None:
    question = written(tmp_path, names=NAMES).get("a/names")
    cited = citation.cite(question, {}, Build("", {}))
    assert (cited.version, cited.built) == ("", None)
    assert cited.address == f"{QUERY}a/names"


def test_versions_are_checked(tmp_path: Path) -> None:
    question = written(tmp_path, names=NAMES).get("a/names")
    data = "0123456789ab"
    for good in ("", data, f"{data}.{question.version}"):
        citation.check(good, data, question)
    for other in ("ba9876543210", f"{data}.{'0' * 12}"):
        with pytest.raises(VersionNotHeld):
            citation.check(other, data, question)
    for none in ("1", data.upper(), f"{data}.", f" {data}"):
        with pytest.raises(UsageError, match="names no version"):
            citation.check(none, data, question)


# --- code to copy ------------------------------------------------------------------------


def asked_in_python(code: str) -> str:
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    (call,) = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "setQuery"]
    return str(ast.literal_eval(call.args[0]))


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_becomes_code(tmp_path: Path, value: str) -> None:
    question = written(tmp_path, echo=ECHO).get("a/echo")
    values = {"text": value}
    bound = stored_queries.without_header(stored_queries.bind(question.stored, values))
    assert asked_in_python(snippets.python(question, values, ENDPOINT)) == bound
    command = shlex.split(snippets.curl(question, values, "http://h/queries/a/echo"))
    words = [word for word in command if word != "\n"]  # a line that goes on
    assert words[-4:] == ["--data-urlencode", f"text={value}", "--data-urlencode", "format=csv"]
    address = json.loads(snippets.r(question, values, "http://h/q").split("\n")[0].split("<- ")[1])
    assert parse_qs(urlsplit(address).query) == {"text": [value], "format": ["csv"]}
    assert address.isascii()


@pytest.mark.parametrize(("text", "has"), [(GRAPH, "TURTLE"), (TRUTH, '["boolean"]')])
def test_code_for_graphs_and_truths(tmp_path: Path, text: str, has: str) -> None:
    question = written(tmp_path, one=text).get("a/one")
    assert has in snippets.python(question, {}, ENDPOINT)
    assert asked_in_python(snippets.python(question, {}, ENDPOINT)) == question.query
    assert "readLines" in snippets.r(question, {}, "http://h/q")


# --- RDF ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> Graph:
    """All questions in RDF."""
    return library_rdf.graph(QUESTIONS, ENDPOINT)


def test_the_description_fits_what_tools_expect(graph: Graph) -> None:
    assert len(set(graph.subjects(RDF.type, SH.SPARQLExecutable))) == len(QUESTIONS)
    rules = Graph().parse(data=RULES, format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rules)
    assert conforms, text


def test_the_rules_can_fail(graph: Graph) -> None:
    rules = Graph().parse(data=RULES, format="turtle")
    wrong = Graph() + graph
    node = URIRef(f"{QUERY}{QUESTIONS[0].name}")
    wrong.remove((node, RDFS.comment, None))
    wrong.add((node, SDO.keywords, Literal("trailing ")))
    assert not pyshacl.validate(wrong, shacl_graph=rules)[0]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question.name))
def test_a_description_says_what_the_file_says(graph: Graph, question: Question) -> None:
    node, stored = URIRef(f"{QUERY}{question.name}"), question.stored
    for language in ("ja", "en"):
        assert (node, RDFS.label, Literal(stored.title[language], lang=language)) in graph
        assert (node, RDFS.comment, Literal(stored.question[language], lang=language)) in graph
    assert (node, SDO.target, URIRef(ENDPOINT)) in graph
    assert {str(word) for word in graph.objects(node, SDO.keywords)} == set(stored.keywords)
    columns = {str(name) for name in graph.objects(node, library_rdf.RESULT_SET.resultVariable)}
    assert columns == set(stored.columns)
    (text,) = graph.objects(node, SH.select)
    assert str(text).strip() in stored.text
    assert "#+" not in str(text)
    parameters = list(graph.objects(node, SH.parameter))
    assert len(parameters) == len(stored.parameters)
    for parameter in stored.parameters:
        one = URIRef(f"{node}#parameter-{parameter.name}")
        choice = graph.value(one, SH["in"])
        values = [] if choice is None else list(Collection(graph, choice))
        assert len(values) == len(parameter.values)


def test_prefixes_are_declared_once(graph: Graph) -> None:
    node = URIRef(f"{library_rdf.LIBRARY}#prefixes")
    declared = list(graph.objects(node, SH.declare))
    assert len(declared) >= 5
    for each in declared:
        assert len(list(graph.objects(each, SH.prefix))) == 1
        assert len(list(graph.objects(each, SH.namespace))) == 1, "one prefix, two meanings"


def test_no_node_is_anonymous(graph: Graph) -> None:
    """So that a build of the same files is the same."""
    again = library_rdf.graph(QUESTIONS, ENDPOINT)
    assert set(graph) == set(again)
    assert all(isinstance(subject, URIRef) for subject in graph.subjects())


def test_the_build_holds_the_questions(store: pyoxigraph.Store) -> None:
    """And the example in the documentation finds those that ask who is in charge."""
    name = pyoxigraph.NamedNode(str(QUERIES_GRAPH))
    quads = store.quads_for_pattern(None, None, None, name)
    held = {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}
    expected = {
        nt_triple(triple) for question in QUESTIONS for triple in library_rdf.describe(question)
    }
    assert held == expected
    text = (PROJECT / "docs" / "questions.md").read_text(encoding="utf-8")
    asked = text.partition("```sparql")[2].partition("```")[0]
    _, rows = reading.table(store.query(asked, use_default_graph_as_union=True))
    wanted = {q.name for q in QUESTIONS if "担当" in q.stored.question["ja"]}
    assert {row[0].strip("<>").removeprefix(str(QUERY)) for row in rows} == wanted
    assert len(wanted) >= 2


# --- the list ----------------------------------------------------------------------------


def test_the_list_in_the_documentation_is_that_of_the_files() -> None:
    path = PROJECT / "docs" / "questions.md"
    text = path.read_text(encoding="utf-8")
    assert text == library_document.updated(path, text, QUESTIONS), (
        "run: dxplan questions --update docs/questions.md"
    )
    assert text.count(".rq)") >= len(QUESTIONS)


def test_the_command_lists_searches_and_updates(tmp_path: Path) -> None:
    run = CliRunner().invoke
    every = run(group, ["questions"])
    assert every.exit_code == 0
    assert every.output.count("dxplan query ") == len(QUESTIONS)
    assert f"({len(QUESTIONS)} " in every.output
    few = run(group, ["questions", "--search", "キャッシュレス", "--folder", "measures"])
    assert "dxplan query measures/cashless-payment" in few.output
    assert "(1 " in few.output
    with pytest.raises(UsageError, match="plans"):
        run(group, ["questions", "--folder", "zebra"], catch_exceptions=False)
    path = tmp_path / "list.md"
    path.write_text(f"a\n{library_document.BEGIN}\nold\n{library_document.END}\nz\n", "utf-8")
    assert run(group, ["questions", "--update", str(path)]).exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert (text[:2], text[-3:], "old" in text) == ("a\n", "\nz\n", False)
    path.write_text("no marks", "utf-8")
    with pytest.raises(DataError, match="that mark the list"):
        run(group, ["questions", "--update", str(path)], catch_exceptions=False)
