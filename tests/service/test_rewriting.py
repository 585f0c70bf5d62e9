"""Which queries are rewritten, what comes of it, and that hostile texts cost nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask

from service import create_app, guard, rewriting
from service.config import PROJECT, read
from service.engine import Query
from service.engine_direct import DirectEngine
from service.errors import QuerySyntaxError, UsageError
from service.texts import TEXTS
from tests.service import large_graphs
from tests.service.serving import settings

P = "PREFIX : <http://example.org/>\n"
NOT_EXISTS, EXISTS = "rewriting_not_exists", "rewriting_exists"
REQUIRED, IRI = "rewriting_required_first", "rewriting_iri_first"
ROWS, CLASSES = "rewriting_rows_first", "rewriting_classes_last"
INSIDE = "rewriting_values_inside"

REWRITTEN = [
    ("SELECT ?i { ?i a :I FILTER NOT EXISTS { ?v :of ?i ; :kind :t } }", [NOT_EXISTS]),
    ("SELECT * { ?i a :I . FILTER(!EXISTS { ?v :of ?i . ?v :kind :t }) }", [NOT_EXISTS]),
    (
        "ASK { ?i :y ?y FILTER(?y > 1 && NOT EXISTS { ?v :of ?i ; :y ?z FILTER(?z > ?y) }) }",
        [NOT_EXISTS],
    ),
    ("SELECT ?i { ?i a :I FILTER EXISTS { ?i :p+/:q ?x } }", [EXISTS]),
    ("SELECT ?i { ?i a :I FILTER (EXISTS { { ?i :p ?x } UNION { ?x :q ?i } }) }", [EXISTS]),
    # the inner one first
    (
        "ASK { ?i a :I FILTER NOT EXISTS { ?v :of ?i FILTER NOT EXISTS { ?w :p ?v ; :q ?v } } }",
        [NOT_EXISTS, NOT_EXISTS],
    ),
    ("SELECT ?i { GRAPH :g { ?i a :I FILTER NOT EXISTS { ?v :of ?i ; :k :t } } }", [NOT_EXISTS]),
    (
        "SELECT ?i { ?x :p ?i OPTIONAL { ?i :q ?n FILTER NOT EXISTS { ?n :r ?a . ?a :s ?n } } }",
        [NOT_EXISTS],
    ),
    ("SELECT ?i { ?i a :I OPTIONAL { ?i :q ?n } ?i :r ?m }", [REQUIRED]),
    ("SELECT ?i { ?i a :I . MINUS { ?i :q ?n } ?i :r ?m . }", [REQUIRED]),
    ("SELECT ?i { ?i :l (1 2) OPTIONAL { ?i :q ?n } BIND(?n AS ?k) ?i :r ?m }", [REQUIRED]),
    ("SELECT ?i { ?i a :I ; :m ?m FILTER(?m = :x) }", [IRI]),
    ("SELECT ?i { ?i a :I ; :m ?m FILTER(:x = ?m && ?i != :y) OPTIONAL { ?m :r ?n } }", [IRI]),
    ("SELECT ?i { { SELECT ?i { ?i :m ?m FILTER(?m = <x:y>) } } }", [IRI]),
    ("SELECT * { { SELECT ?i { ?i :m ?m } } ?i :l ?l . ?l a :L }", [ROWS]),
    ("SELECT * { { ?i :m ?m BIND(1 AS ?n) } UNION { ?i :k ?m } . ?i :l ?l . }", [ROWS]),
    ("SELECT * { ?i :m ?m BIND(IRI(?m) AS ?k) ?k :l ?l FILTER(?l > 1) ?l :o ?o }", [ROWS]),
    ("SELECT DISTINCT ?i { ?i :p|:q ?k OPTIONAL { ?i :o ?n } ?i :r ?m }", [REQUIRED]),
    ("ASK { ?i :p|^:q ?k MINUS { ?i !:o ?n } ?i :r ?m }", [REQUIRED]),
    (
        "ASK { { SELECT ?i (COUNT(DISTINCT ?k) AS ?n) { ?i :p|:q ?k } GROUP BY ?i } ?i :l ?l }",
        [ROWS],
    ),
    ("SELECT ?i { ?i a :I FILTER NOT EXISTS { ?i :p|:q ?k . ?k :r ?i } }", [NOT_EXISTS]),
    ("SELECT * { ?i :e :x ; a ?c ; :l ?l VALUES ?c { :A :B } }", [CLASSES]),
    ("SELECT * { VALUES ?i { :x } { SELECT DISTINCT ?i { ?i :m ?m } } }", [INSIDE]),
    (
        "SELECT * { { SELECT ?i (COUNT(*) AS ?n) { ?i :m ?j } GROUP BY ?i } VALUES ?i { <x:y> } }",
        [INSIDE],
    ),
    (
        "ASK { VALUES (?i ?j) { (:x :y) } { ?i :m ?m } UNION { ?j :k ?m BIND(1 AS ?n) } }",
        [INSIDE],
    ),
    ("ASK { { SELECT ?i { ?i :m ?m } } ?i :l ?l FILTER(?i = :x) }", [IRI, INSIDE, ROWS]),
    ("SELECT * { VALUES ?e { <x:y> } VALUES (?c) { (:A) (:B) } ?i :e ?e . ?i a ?c }", [CLASSES]),
]

# each with the condition that it does not meet
UNTOUCHED = [
    ("one pattern is quick", "SELECT ?i { ?i a :I FILTER NOT EXISTS { ?v :of ?i } }"),
    ("nothing shared", "SELECT ?i { ?i a :I FILTER NOT EXISTS { ?v :of ?w . ?w :p ?v } }"),
    (
        "not the whole condition",
        "ASK { ?i a :I FILTER(?i = 1 || NOT EXISTS { ?i :p ?x ; :q ?x }) }",
    ),
    (
        "may be unbound outside of EXISTS",
        "SELECT ?i { ?i a :I OPTIONAL { ?i :p ?n } FILTER EXISTS { ?n :q ?x . ?x :r ?i } }",
    ),
    (
        "shared variable that OPTIONAL binds",
        "SELECT ?i { ?i :p ?n FILTER NOT EXISTS { ?v :of ?i ; :k ?k OPTIONAL { ?v :q ?n } } }",
    ),
    (
        "MINUS names a shared variable",
        "SELECT ?i { ?i :p ?n FILTER NOT EXISTS { ?v :of ?i ; :k ?k MINUS { ?v :q ?i } } }",
    ),
    (
        "VALUES of a shared variable",
        "SELECT ?i { ?i :p ?n FILTER NOT EXISTS { ?v :of ?i ; :k ?k VALUES ?i { :a } } }",
    ),
    (
        "BIND of a shared variable",
        "SELECT ?i { ?i :p ?n FILTER NOT EXISTS { ?v :of ?i ; :k ?k BIND(?k AS ?n) } }",
    ),
    (
        "sub-select with a shared variable",
        "SELECT ?i { ?i :p ?n FILTER NOT EXISTS { ?v :k ?k { SELECT ?i { ?i :p ?w } } } }",
    ),
    (
        "filter of a nested group",
        "ASK { ?i :y ?y FILTER NOT EXISTS { ?v :of ?i ; :k ?k { ?v :y ?z FILTER(?z > ?y) } } }",
    ),
    (
        "variable of a group around",
        "SELECT ?i { ?i :p ?v { ?i :q ?k FILTER NOT EXISTS { ?v :q ?k . ?v :r ?k } } }",
    ),
    (
        "GRAPH with a variable",
        "ASK { GRAPH ?g { ?i a :I FILTER NOT EXISTS { ?i :p ?x ; :q ?x } } }",
    ),
    ("blank node label", "ASK { ?i a :I FILTER NOT EXISTS { _:v :of ?i ; :k :t } }"),
    (
        "path of length 0",
        "ASK { ?i :n ?x VALUES ?m { 1 } FILTER NOT EXISTS { ?k :n ?x . ?m :p* ?l } }",
    ),
    ("a FILTER's EXISTS in BIND", "ASK { ?i a :I BIND(EXISTS { ?i :p ?x ; :q ?x } AS ?b) }"),
    (
        "LATERAL of the user",
        "ASK { ?i a :I LATERAL { ?i :p ?x } FILTER EXISTS { ?i :p ?x ; :q ?x } }",
    ),
    ("an escape", "ASK { ?i a :\\u0049 FILTER NOT EXISTS { ?v :of ?i ; :k :t } }"),
    ("no shared variable before", "SELECT ?i { ?i a :I OPTIONAL { ?i :q ?n } ?n :r ?m }"),
    ("bound by OPTIONAL or after", "SELECT ?i { ?i a :I OPTIONAL { ?i :q ?n } ?i :r ?n }"),
    ("OPTIONAL first", "SELECT ?i { OPTIONAL { ?i :q ?n } ?i :r ?m }"),
    (
        "a filter in OPTIONAL sees it",
        "SELECT ?i { ?i a :I OPTIONAL { ?i :q ?n FILTER(!BOUND(?m)) } ?i :r ?m }",
    ),
    (
        "BIND between uses it",
        "ASK { ?i a :I OPTIONAL { ?i :q ?n } BIND(BOUND(?m) AS ?b) ?i :r ?m }",
    ),
    ("a path of length 0 moves", "SELECT ?i { ?i a :I OPTIONAL { ?i :q ?n } ?i :r* ?m }"),
    ("equality in OPTIONAL", "SELECT ?i { ?i a :I OPTIONAL { ?i :m ?m FILTER(?m = :x) } }"),
    ("bound by OPTIONAL only", "SELECT ?i { ?i a :I OPTIONAL { ?i :m ?m } FILTER(?m = :x) }"),
    (
        "bound after OPTIONAL",
        "SELECT ?i { ?i a :I OPTIONAL { ?i :q ?m } ?k :m ?m FILTER(?m = :x) }",
    ),
    ("equality with a literal", "SELECT ?i { ?i :m ?m FILTER(?m = 1) }"),
    ("end of a path of length 0", "SELECT ?i { ?i :m* ?m FILTER(?m = :x) }"),
    ("one of two conditions", "SELECT ?i { ?i :m ?m FILTER(?m = :x || ?i = :y) }"),
    ("behind patterns only", "SELECT * { { ?i :m ?m FILTER(?m > 1) } ?i :l ?l }"),
    ("something to begin with", "SELECT * { { SELECT ?i { ?i :m ?m } } ?i :l ?l ; :e :x }"),
    (
        "a product before",
        "SELECT * { { SELECT ?i { ?i :m ?m } } { SELECT ?k { ?k :m ?n } } ?i :l ?k }",
    ),
    ("a product behind", "SELECT * { { SELECT ?i { ?i :m ?m } } ?j :k ?k }"),
    ("an open path of length 0", "SELECT * { { SELECT ?i { ?i :m ?m } } ?i :l* ?l }"),
    ("a blank node label there", "SELECT * { { SELECT ?i { ?i :m ?m } } ?i :l _:l }"),
    ("rows in OPTIONAL", "SELECT * { ?i a :I OPTIONAL { { SELECT ?i { ?i :m ?m } } ?i :l ?l } }"),
    ("nothing else to begin with", "SELECT * { ?i a ?c ; :l ?l VALUES ?c { :A :B } }"),
    ("no classes", "SELECT * { ?i :e :x ; :k ?c VALUES ?c { :A :B } }"),
    ("one class", "SELECT * { ?i :e :x ; a ?c VALUES ?c { :A } }"),
    ("a class twice", "SELECT * { ?i :e :x ; a ?c VALUES ?c { :A :A } }"),
    ("a class twice, maybe", "SELECT * { ?i :e :x ; a ?c VALUES ?c { :A :\\A } }"),
    ("no class for some", "SELECT * { ?i :e :x ; a ?c VALUES ?c { :A UNDEF } }"),
    ("the class asked for again", "SELECT * { ?i :e :x ; a ?c . ?j a ?c VALUES ?c { :A :B } }"),
    ("classes of OPTIONAL", "SELECT * { ?i :e :x OPTIONAL { ?i a ?c } VALUES ?c { :A :B } }"),
    ("two rows", "ASK { VALUES ?i { :x :y } { SELECT DISTINCT ?i { ?i :m ?m } } }"),
    ("rows of literals", "ASK { VALUES ?m { 1 } { SELECT DISTINCT ?m { ?i :m ?m } } }"),
    ("rows cut", "ASK { VALUES ?i { :x } { SELECT ?i { ?i :m ?m } ORDER BY ?i LIMIT 2 } }"),
    (
        "no key",
        "ASK { VALUES ?i { :x } { SELECT (MIN(?j) AS ?i) ?m { ?j :m ?m } GROUP BY ?m } }",
    ),
    (
        "a key that is computed",
        "ASK { VALUES ?i { :x } { SELECT ?i { ?j :m ?m } GROUP BY (IRI(?m) AS ?i) } }",
    ),
    (
        "one group of all",
        "ASK { VALUES ?i { :x } { SELECT (COUNT(?i) AS ?n) { ?i :m ?m } } }",
    ),
    (
        "bound by OPTIONAL there",
        "ASK { VALUES ?i { :x } { SELECT ?i { ?j :m ?m OPTIONAL { ?j :k ?i } } } }",
    ),
    (
        "behind OPTIONAL",
        "ASK { OPTIONAL { ?i :k ?j } VALUES ?i { :x } { SELECT ?i { ?i :m ?m } } }",
    ),
    ("alternatives, counted", "SELECT ?i { ?i :p|:q ?k OPTIONAL { ?i :o ?n } ?i :r ?m }"),
    ("a negated path", "SELECT ?i { ?i !:p ?k OPTIONAL { ?i :o ?n } ?i :r ?m }"),
    (
        "alternatives, counted inside",
        "ASK { { SELECT ?i (COUNT(?k) AS ?n) { ?i :p|:q ?k } GROUP BY ?i } ?i :l ?l }",
    ),
    (
        "alternatives, cut off",
        "SELECT DISTINCT ?i { { SELECT ?i { ?i :p|:q ?k } LIMIT 3 } ?i :l ?l }",
    ),
    ("an IRI or two comparisons", "ASK { ?i :m ?m OPTIONAL {} ?i :k ?l FILTER(?i<?m&&?l>?m) }"),
    ("a path or two words", "ASK { ?i :m?x . OPTIONAL { ?i :q ?n } ?i :r ?m }"),
]


def rules(query: str) -> list[str]:
    return [step.rule for step in rewriting.rewrite(query, guard.check(query)).steps]


@pytest.mark.parametrize(("query", "expected"), REWRITTEN)
def test_rewritten(query: str, expected: list[str]) -> None:
    text = P + query
    result = rewriting.rewrite(text, guard.check(text))
    assert [step.rule for step in result.steps] == expected
    sent, run = (ox.Store().query(t) for t in (text, result.text))
    if isinstance(sent, ox.QuerySolutions) and isinstance(run, ox.QuerySolutions):
        assert run.variables == sent.variables


@pytest.mark.parametrize(("condition", "query"), UNTOUCHED)
def test_untouched(condition: str, query: str) -> None:
    text = P + query
    found = guard.check(text)
    assert rewriting.rewrite(text, found) == rewriting.Rewriting(text), condition


def test_text_outside_of_the_changed_places_stays_as_written() -> None:
    """Comments, spelling and line ends are the user's."""
    text = (
        f"{P}# 指標\r\nselect  ?i # all\n{{ ?i a :I ; :年 ?y . # NOT EXISTS\n"
        "  filter not exists { ?v :of ?i ; :年 ?z . # }\n    FILTER(?z > ?y) # later\n  } # end\n}"
    )
    result = rewriting.rewrite(text, guard.check(text))
    assert result.text == (
        f"{P}# 指標\r\nselect  ?i # all\n{{ ?i a :I ; :年 ?y . # NOT EXISTS\n"
        "  filter (true) # end\n LATERAL { OPTIONAL { SELECT ?i ?y (true AS ?found1) WHERE "
        "{ ?v :of ?i ; :年 ?z . # }\n    FILTER(?z > ?y) # later\n  } LIMIT 1 } "
        "FILTER(!BOUND(?found1)) } }"
    )
    ox.Store().query(result.text)


def test_the_mark_has_a_name_of_its_own() -> None:
    text = f"{P}ASK {{ ?found1 a :I FILTER NOT EXISTS {{ ?found2 :of ?found1 ; :k :t }} }}"
    assert "?found3" in rewriting.rewrite(text, guard.check(text)).text


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER NOT EXISTS " + "{" * 149 + "}" * 149 + " }",
        "ASK { " + "OPTIONAL { ?a ?b ?c " * 100 + "}" * 100 + "}",
        "ASK { ?a ?b ?c " + "FILTER NOT EXISTS { ?a ?b ?c ; ?d ?e " * 38 + "}" * 38 + "}",
        "ASK { " + "?a ?b ?c OPTIONAL { ?a ?b ?d } " * 250 + "}",
        "ASK { ?a ?b ?c " + "FILTER(?a = <x>) " * 440 + "}",
        "ASK { ?a ?b ?c FILTER EXISTS { ?a " + "^(" * 30 + "<p>" + ")" * 30 + " ?d } }",
        "ASK { ?a ?b ?c FILTER(" + "?a = <x> && " * 600 + "EXISTS {}) }",
        "ASK { ?a ?b ?c OPTIONAL {} " + "} { " * 1800 + "}",
        "SELECT * { OPTIONAL } ) ] FILTER NOT EXISTS {",
        "ASK { ?a ?b ?c OPTIONAL",
        "ASK { VALUES } OPTIONAL {}",
        "OPTIONAL",
        "CONSTRUCT OPTIONAL {",
        "ASK { ?a ?b ?c OPTIONAL {} } " + "x" * 30_000,
        "ASK { { SELECT ?a { ?a ?b ?c } } " + "FILTER(1) ?a ?b ?c " * 380 + "}",
        "ASK { ?a ?b ?c BIND(1 AS ?x) " + "FILTER(1) ?y ?b ?x " * 380 + "}",
        "ASK { " + "VALUES ?a { <x:y> } " * 150 + "{ SELECT ?a { ?a ?b ?c } } " * 150 + "}",
        "ASK { " + "VALUES ?c { a:b a:c } ?x a ?c ; a:p 1 . " * 170 + "}",
    ],
    ids=range(18),
)
def test_hostile_texts_cost_little_and_raise_nothing(text: str) -> None:
    found = guard.check(text)
    began = time.perf_counter()
    rewriting.rewrite(text, found)
    assert time.perf_counter() - began < 1.5


def test_a_query_without_the_words_costs_nothing() -> None:
    """A look at the tokens, below a tenth of a millisecond."""
    text = (PROJECT / "queries" / "money" / "chiyoda-spending.rq").read_text(encoding="utf-8")
    text = text.replace("FILTER", "HAVING").replace("OPTIONAL", "LIMIT")
    found = guard.check(text)
    times = []
    for _ in range(50):
        began = time.perf_counter()
        assert rewriting.rewrite(text, found).text is text
        times.append(time.perf_counter() - began)
    assert sorted(times)[25] < 0.0005


@pytest.mark.parametrize(
    ("body", "line"),
    [
        # behind a pattern that rewriting would move
        ("\n ?i :p ?x OPTIONAL { ?i :q ?n } ?i :r ?m .\n ?i ?i\n", 5),
        # a name that is taken
        ("?i a :I OPTIONAL { ?i :q ?n } ?i :r ?m BIND(1 AS ?m)", 2),
        ("?i :p ?x FILTER NOT EXISTS { ?v :of ?i ; :k ?k } FILTER NOT", 2),
    ],
)
def test_faults_are_told_of_the_text_as_sent(tmp_path: Path, body: str, line: int) -> None:
    """A fault has the line and column that it has without rewriting."""
    text = f"{P}SELECT ?i {{ {body} }}"
    places = []
    for switch in ("on", "off"):
        with (
            closing(DirectEngine(settings(tmp_path, rewrite=switch), ox.Store())) as engine,
            pytest.raises(QuerySyntaxError) as fault,
        ):
            engine.query(Query(text, "text/csv", None))
        places.append((fault.value.line, fault.value.column))
    assert places[0] == places[1]
    assert places[0][0] == line


def test_the_engine_runs_the_rewritten_query(tmp_path: Path) -> None:
    """The latest value of each indicator, on 22,000 triples."""
    query = large_graphs.PREFIXES + large_graphs.LATEST
    store = large_graphs.store(3)
    answers, times = {}, {}
    for switch in ("on", "off"):
        with closing(DirectEngine(settings(tmp_path, rewrite=switch), store)) as engine:
            answer = engine.query(Query(query, "text/csv", None))
        answers[switch], times[switch] = sorted(answer.body.split()), answer.seconds
    assert answers["on"] == answers["off"]
    assert len(answers["on"]) == 203  # with the head; as many as MAX with GROUP BY finds
    assert times["on"] * 5 < times["off"]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = create_app(settings(tmp_path_factory.mktemp("var")))
    yield app
    app.extensions["dxplan-engine"].close()


def test_explain_shows_the_query_as_run(app: Flask) -> None:
    text = P + "SELECT ?i { ?i a :I FILTER NOT EXISTS { ?v :of ?i ; :k :t } }"
    asked = {"query": text, "explain": "1"}
    client = app.test_client()
    for reply in (client.get("/sparql", query_string=asked), client.post("/sparql", data=asked)):
        assert reply.status_code == 200
        assert reply.content_type == "text/plain; charset=utf-8"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.text.endswith(rewriting.rewrite(text, guard.check(text)).text + "\n")
        for name in ("rewriting_head", "rewriting_not_exists"):
            assert all(f"# {sentence}\n" in reply.text for sentence in TEXTS[name])
        assert "# 1. NOT EXISTS { ?v :of ?i ; :k :t }\n" in reply.text
        ox.Store().query(reply.text)
    assert client.get("/sparql", query_string={"query": "ASK {}", "explain": "1"}).text.endswith(
        "Nothing is rewritten; it is run as sent.\nASK {}\n"
    )
    refused = {"query": "ASK { SERVICE <http://127.0.0.1/> {} }", "explain": "1"}
    assert client.get("/sparql", query_string=refused).status_code == 403


@pytest.mark.parametrize("changes", [{"rewrite": "off"}, {"engine": "http://127.0.0.1:9/"}])
def test_explain_where_nothing_is_rewritten(tmp_path: Path, changes: dict[str, str]) -> None:
    """Switched off, or another engine."""
    app = create_app(settings(tmp_path, **changes))
    text = P + "SELECT ?i { ?i a :I FILTER NOT EXISTS { ?v :of ?i ; :k :t } }"
    reply = app.test_client().get("/sparql", query_string={"query": text, "explain": "1"})
    app.extensions["dxplan-engine"].close()
    assert TEXTS["rewriting_off"][0] in reply.text
    assert reply.text.endswith(text + "\n")


def test_the_setting_is_on_or_off() -> None:
    assert read({}).rewrite
    assert not read({"DXPLAN_REWRITE": "off"}).rewrite
    with pytest.raises(UsageError, match="DXPLAN_REWRITE"):
        read({"DXPLAN_REWRITE": "yes"})


def test_every_rule_has_its_sentence() -> None:
    assert {rule for _, names in REWRITTEN for rule in names} == {
        name for name in TEXTS if name.startswith("rewriting_")
    } - {"rewriting_head", "rewriting_none", "rewriting_off"}
