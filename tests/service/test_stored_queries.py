"""Headers of stored queries, and values bound to their parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from service import stored_queries
from service.engine import Query
from service.engine_direct import DirectEngine
from service.errors import DataError, UsageError
from tests.service.serving import settings, write_build

HEADER = """#+ title: {ja: 題, en: Title}
#+ question:
#+   ja: 何か。
#+   en: What is it?
#+ competency: [15, 20]
#+ keywords: [plan, indicator]
#+ parameters:
#+   - {name: thing, type: iri, optional: true, example: "id:t/initiative/01"}
#+   - {name: label, type: string, optional: true, label: {ja: 名前, en: name}}
#+   - {name: n, type: integer, optional: true, values: [1, 2]}
#+   - {name: year, type: year, optional: true}
#+ columns: [thing, label]
"""
BODY = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dxp: <https://w3id.org/dxplan/ontology#>
SELECT ?thing ?text WHERE { # things
  ?thing rdfs:label ?text ; dxp:position ?n .
  FILTER(!BOUND(?label) || STR(?text) = ?label)
}
ORDER BY ?thing ?text
"""
ONE = "https://w3id.org/dxplan/id/t/initiative/01"
TWO = "https://w3id.org/dxplan/id/t/initiative/02"


def store(folder: Path, text: str) -> Path:
    path = folder / "question.rq"
    path.write_text(text, encoding="utf-8")
    return path


def run(engine: DirectEngine, text: str) -> list[str]:
    answer = engine.query(Query(text, "application/sparql-results+json", None, "http://b/"))
    rows = json.loads(answer.body)["results"]["bindings"]
    return [row["text"]["value"] for row in rows]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DirectEngine]:
    """An engine with the small dataset."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "first")
    engine = DirectEngine(settings(var))
    yield engine
    engine.close()


def test_a_header_is_read_whole(tmp_path: Path) -> None:
    """Every key arrives, typed."""
    stored = stored_queries.read(store(tmp_path, HEADER + BODY))
    assert stored.title == {"ja": "題", "en": "Title"}
    assert stored.question == {"ja": "何か。", "en": "What is it?"}
    assert stored.description == {}
    assert stored.competency == (15, 20)
    assert stored.keywords == ("plan", "indicator")
    assert stored.columns == ("thing", "label")
    assert [p.name for p in stored.parameters] == ["thing", "label", "n", "year"]
    assert [p.type for p in stored.parameters] == ["iri", "string", "integer", "year"]
    assert all(p.optional for p in stored.parameters)
    assert stored.parameters[0].example == "id:t/initiative/01"
    assert stored.parameters[1].label == {"ja": "名前", "en": "name"}
    assert stored.parameters[2].values == ("1", "2")
    assert stored_queries.has_header(stored.text)
    assert not stored_queries.has_header(BODY)


@pytest.mark.parametrize(
    ("header", "line", "says"),
    [
        ("SELECT * {}", 1, "no header"),
        ("# a comment\n#+ title: {ja: あ, en: a}\n", 1, "no header"),
        ("#+ title: {ja: あ, en: a\n#+ question: x\n", 2, "bad YAML"),
        ("#+ title: {ja: あ, en: a}\n#+  question: {ja: あ, en: a}\n", 2, "bad YAML"),
        ("#+ - a\n#+ - b\n", 1, "no header"),
        ("#+ title: {ja: あ, en: a}\n", 1, "question"),
        ("#+ title: {ja: あ}\n#+ question: {ja: あ, en: a}\n", 1, "ja and en"),
        ("#+ title: {ja: あ, en: a}\n#+ question: {ja: あ, en: 3}\n", 2, "ja and en"),
        ("#+ title: {ja: あ, en: a}\n#+ question: what\n", 2, "question"),
        (
            "#+ title: {ja: あ, en: a}\n#+ question: {ja: あ, en: a}\n#+ keyword: [a]\n",
            3,
            "keyword",
        ),
        (
            "#+ title: {ja: あ, en: a}\n#+ question: {ja: あ, en: a}\n#+ competency: [x]\n",
            3,
            "numbers",
        ),
        (
            "#+ title: {ja: あ, en: a}\n#+ question: {ja: あ, en: a}\n#+ competency: [true]\n",
            3,
            "num",
        ),
        (
            "#+ title: {ja: あ, en: a}\n#+ question: {ja: あ, en: a}\n#+ columns: [1]\n",
            3,
            "strings",
        ),
        *(
            (
                "#+ title: {ja: あ, en: a}\n#+ question: {ja: あ, en: a}\n#+ parameters:\n"
                f"#+   - {parameter}\n",
                3,
                "parameter",
            )
            for parameter in (
                "{name: a}",
                "{type: iri}",
                "{name: a, type: float}",
                "{name: a b, type: iri}",
                "{name: a, type: iri, optinal: true}",
                "word",
            )
        ),
    ],
)
def test_bad_headers_name_file_and_line(tmp_path: Path, header: str, line: int, says: str) -> None:
    """What is wrong with a header is said with the file and the line."""
    path = store(tmp_path, header + BODY)
    with pytest.raises(DataError) as fault:
        stored_queries.read(path)
    assert fault.value.line == line, fault.value.en
    assert says in fault.value.en
    assert fault.value.ja.startswith(f"{path}:{line}: ")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A missing file and one in another encoding are named."""
    with pytest.raises(DataError, match=r"none\.rq"):
        stored_queries.read(tmp_path / "none.rq")
    path = tmp_path / "sjis.rq"
    path.write_bytes("#+ title: 題".encode("shift_jis"))
    with pytest.raises(DataError, match="UTF-8"):
        stored_queries.read(path)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["オンライン化", "Better counters", "窓口の改善"]),
        ({"thing": ONE}, ["オンライン化"]),
        ({"thing": "id:t/initiative/02"}, ["Better counters", "窓口の改善"]),
        ({"label": "窓口の改善"}, ["窓口の改善"]),
        ({"label": '") } #'}, []),
        ({"label": '"""\n\\'}, []),
        ({"n": "2"}, ["Better counters", "窓口の改善"]),
        ({"n": "2", "label": "窓口の改善", "thing": TWO}, ["窓口の改善"]),
        ({"n": "1", "thing": TWO}, []),
        ({"year": "2024"}, ["オンライン化", "Better counters", "窓口の改善"]),
    ],
)
def test_values_are_bound_as_data(
    tmp_path: Path, engine: DirectEngine, given: dict[str, str], expected: list[str]
) -> None:
    """A bound value restricts the answer to it, whatever is in it."""
    stored = stored_queries.read(store(tmp_path, HEADER + BODY))
    assert run(engine, stored_queries.bind(stored, given)) == expected


@pytest.mark.parametrize(
    "body",
    [
        "SELECT ?text { ?thing rdfs:label ?text }",
        "SELECT ?text { { SELECT * { ?thing rdfs:label ?text } } }",
        "SELECT ?text { SELECT * { ?thing rdfs:label ?text } }",
        "SELECT (EXISTS { ?a ?b ?c } AS ?x) ?text { ?thing rdfs:label ?text } VALUES ?y { 1 }",
        "SELECT ?text FROM <https://w3id.org/dxplan/graph/t/a> WHERE # {\n"
        "{ ?thing rdfs:label ?text # }\n}",
    ],
)
def test_values_reach_the_outermost_group(tmp_path: Path, engine: DirectEngine, body: str) -> None:
    """Subqueries, comments and braces in the SELECT clause do not mislead."""
    stored = stored_queries.read(store(tmp_path, HEADER + BODY.partition("SELECT")[0] + body))
    assert run(engine, stored_queries.bind(stored, {"thing": ONE})) == ["オンライン化"]


def test_values_in_constructs_and_asks(tmp_path: Path, engine: DirectEngine) -> None:
    """The template of a CONSTRUCT is left alone; one without a template takes no values."""
    text = HEADER + "CONSTRUCT { ?thing a ?c } WHERE { ?thing a ?c }"
    bound = stored_queries.bind(stored_queries.read(store(tmp_path, text)), {"thing": ONE})
    answer = engine.query(Query(bound, None, "application/n-triples", "http://b/"))
    assert answer.body.decode().count("\n") == 1
    for form, expected in ((f"<{ONE}>", b"true"), ("<x:y>", b"false")):
        text = HEADER + "ASK { ?thing ?p ?o }"
        bound = stored_queries.bind(
            stored_queries.read(store(tmp_path, text)), {"thing": form[1:-1]}
        )
        assert engine.query(Query(bound, "text/csv", None, "http://b/")).body.strip() == expected
    stored = stored_queries.read(store(tmp_path, HEADER + "CONSTRUCT WHERE { ?thing a ?c }"))
    assert stored_queries.bind(stored, {}) == stored.text
    with pytest.raises(DataError, match="no group"):
        stored_queries.bind(stored, {"thing": ONE})


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"other": "1"}, "thing, label, n, year"),
        ({"thing": "no iri"}, "thing"),
        ({"thing": "rel/ative"}, "thing"),
        ({"thing": "http://a/> } #"}, "thing"),
        ({"thing": 'x:"'}, "thing"),
        ({"n": "one"}, "n cannot"),
        ({"n": "3"}, "1 | 2"),
        ({"year": "24"}, "year"),
        ({"year": "２０２４"}, "year"),
        ({"year": "2024-25"}, "year"),
    ],
)
def test_values_of_another_kind(tmp_path: Path, given: dict[str, str], says: str) -> None:
    """Unknown names and values that are not of their type are refused."""
    stored = stored_queries.read(store(tmp_path, HEADER + BODY))
    with pytest.raises(UsageError) as fault:
        stored_queries.bind(stored, given)
    assert says in fault.value.en


def test_a_parameter_that_is_needed(tmp_path: Path) -> None:
    """A parameter is needed unless the header says otherwise."""
    text = HEADER.replace("type: iri, optional: true", "type: iri") + BODY
    stored = stored_queries.read(store(tmp_path, text))
    with pytest.raises(UsageError, match="thing is needed"):
        stored_queries.bind(stored, {})


def test_the_project_s_own_queries() -> None:
    """Every stored query can be read, and its examples can be bound."""
    paths = sorted((Path(__file__).parents[2] / "queries").rglob("*.rq"))
    assert paths
    for path in paths:
        stored = stored_queries.read(path)
        given = {p.name: p.example for p in stored.parameters if p.example is not None}
        assert stored_queries.bind(stored, given).endswith(stored.text[-20:]), path
