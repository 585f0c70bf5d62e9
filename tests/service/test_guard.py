"""What is refused before an engine sees it, and what is said about a query that is wrong."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml

from service import diagnosis, guard, tokens
from service.errors import (
    DxplanError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTooComplex,
    QueryTooLarge,
)

DISGUISES = yaml.safe_load(Path(__file__).with_name("disguises.yaml").read_text(encoding="utf-8"))


def test_disguises_are_many() -> None:
    """The list is not lost on the way."""
    assert len(DISGUISES["refused"]) >= 40
    assert len(DISGUISES["passed"]) >= 10


@pytest.mark.parametrize("name", DISGUISES["refused"])
def test_service_is_seen(name: str) -> None:
    """No way to write SERVICE gets past the guard."""
    with pytest.raises(QueryRefused) as refusal:
        guard.check(DISGUISES["refused"][name])
    assert "SERVICE" in refusal.value.ja
    assert "SERVICE" in refusal.value.en


@pytest.mark.parametrize("name", DISGUISES["passed"])
def test_the_word_alone_is_no_service(name: str) -> None:
    """Texts, names and comments may say the word."""
    assert guard.check(DISGUISES["passed"][name])


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "insert { ?s ?p ?o } where { ?s ?p ?o }",
        "PREFIX e: <a:> BASE <b:> # x\n DELETE WHERE { ?s ?p ?o }",
        "LOAD <a:b>",
        "CLEAR ALL",
        "CREATE GRAPH <a:b>",
        "DROP ALL",
        "COPY DEFAULT TO <a:b>",
        "MOVE DEFAULT TO <a:b>",
        "ADD DEFAULT TO <a:b>",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_updates_are_refused(update: str) -> None:
    """Every operation of SPARQL 1.1 Update is refused as an update."""
    with pytest.raises(QueryRefused, match="read-only"):
        guard.check(update)


def test_limits() -> None:
    """Length and nesting have limits, and what is just within passes."""
    deep = guard.MAX_DEPTH
    assert guard.check("ASK" + "{" * deep + "}" * deep)
    with pytest.raises(QueryTooComplex):
        guard.check("ASK" + "{" * (deep + 1) + "}" * (deep + 1))
    with pytest.raises(QueryTooComplex):
        guard.check("ASK { FILTER(" + "(" * deep + "1" + ")" * deep + ") }")
    assert guard.check("ASK { FILTER('" + "(" * 1000 + "' = '') } # " + "{" * 1000)
    assert guard.check("ASK {}".ljust(guard.MAX_LENGTH))
    with pytest.raises(QueryTooLarge):
        guard.check("ASK {}".ljust(guard.MAX_LENGTH + 1))
    for nothing in ("", " \n\t", "# ASK {}"):
        with pytest.raises(QueryError):
            guard.check(nothing)


@pytest.mark.parametrize(
    "evil",
    [
        *("a." * 150_000, "." * 300_000, ":" * 300_000, "<" * 300_000, "?" * 300_000),
        *('"' * 300_001, "'" * 300_000, '"' + '\\"' * 150_000, "'''" + "\\'''" * 75_000),
        *("'''a' " + "\\''' " * 60_000, "\\u0041" * 50_000, "<a" * 150_000, "_:" + "." * 300_000),
        *(
            "a:" + "." * 300_000,
            "@a-" * 100_000,
            "{" * 140 + "(" * 300_000,
            "a:b.service " * 25_000,
        ),
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(evil: str) -> None:
    """The time is linear in the length, whatever the text."""
    began = time.process_time()
    try:
        guard.check(evil)
    except DxplanError as fault:
        assert isinstance(fault, QueryError)
    assert time.process_time() - began < 5


# --- tokens ---


def test_tokens() -> None:
    """Kinds and texts of a query with one of each."""
    query = (
        "PREFIX e: <a#> # no token\nSELECT ?x $y_1 { _:b.c e:p\\#q.r 'a\\'b'@en-GB , "
        '"""x"y"" """^^e:t ; <http://a#b> -1.5e3 . FILTER(?x < ?y&&1>=2) }'
    )
    assert [(token.kind, token.text) for token in tokens.read(query)] == [
        *[("word", "PREFIX"), ("name", "e:"), ("iri", "<a#>"), ("word", "SELECT")],
        *[("variable", "?x"), ("variable", "$y_1"), ("sign", "{"), ("blank", "_:b.c")],
        *[("name", "e:p\\#q.r"), ("string", "'a\\'b'"), ("tag", "@en-GB"), ("sign", ",")],
        *[("string", '"""x"y"" """'), ("sign", "^^"), ("name", "e:t"), ("sign", ";")],
        *[("iri", "<http://a#b>"), ("sign", "-"), ("number", "1.5e3"), ("sign", ".")],
        *[("word", "FILTER"), ("sign", "("), ("variable", "?x"), ("sign", "<")],
        *[("variable", "?y"), ("sign", "&&"), ("number", "1"), ("sign", ">="), ("number", "2")],
        *[("sign", ")"), ("sign", "}")],
    ]


def test_outline() -> None:
    """Prologue, form and dataset clause, with IRIs made absolute."""
    query = """BASE <http://a/b/> PREFIX e: <c#> PREFIX : <http://x/>
      CONSTRUCT { ?s ?p "FROM" } FROM <g> FROM NAMED e:h FROM NAMED <http://x/\\u0041> FROM <g>
      WHERE { ?s ?p ?from . ?s e:from <FROM> }"""
    found = tokens.outline(list(tokens.read(query)))
    assert found.form == "CONSTRUCT"
    assert found.prefixes == {"e": "http://a/b/c#", "": "http://x/"}
    assert found.defaults == ("http://a/b/g",)
    assert found.named == ("http://a/b/c#h", "http://x/A")
    assert found.clear
    assert not tokens.outline(list(tokens.read("SELECT * FROM x:y {}"))).clear


def test_unescape_leaves_what_is_no_character() -> None:
    """Code points are replaced, surrogates and numbers beyond Unicode are not."""
    assert tokens.unescape("\\u0041\\U0001F600") == "A😀"
    assert tokens.unescape("\\uD800 \\U00110000") == "\\uD800 \\U00110000"


def test_volatile() -> None:
    """Functions that change from call to call are seen, their names elsewhere are not."""
    for query in (
        "SELECT (RAND() AS ?x) {}",
        "ASK { FILTER(now() > ?x) }",
        "SELECT (bnode() AS ?x) {}",
    ):
        assert guard.is_volatile(guard.check(query)), query
    for query in (
        "ASK { ?now ?rand 'NOW()' } # UUID()",
        "PREFIX e: <a:> ASK { e:NOW e:RAND e:UUID }",
    ):
        assert not guard.is_volatile(guard.check(query)), query


# --- what is said about mistakes ---


@pytest.mark.parametrize(
    ("query", "line", "column", "says"),
    [
        ("SELECT * {\n  ?s ex:p ?o\n}", 2, 6, "ex:"),
        ("PREFIX e: <a:>\nSELECT * { ?s :p ?o }", 2, 15, "“:”"),
        ("SELECT * {\n  { ?s ?p ?o }", 1, 10, "never closed"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, "closes nothing"),
        ("SELECT * {}\n}", 2, 1, "closes nothing"),
        ("SELECT * { ?s ?p 'abc }", 1, 18, "not closed"),
        ("SELECT * { ?s ?p '窓口' , \"x }", 1, 25, "not closed"),
        ("PREFIX e: <a:> SELEKT * {}", 1, 16, "SELEKT"),
        ("SELECT * { ?s ?p ?o LIMIT 3 }", 3, 7, "the grammar"),
        ("SELECT *\n\n{ ?s }", 3, 6, "the grammar"),
    ],
)
def test_explanations(query: str, line: int, column: int, says: str) -> None:
    """The mistakes that people make are found where they are, not where the engine gave up."""
    message = "error at 3:7: expected one of \"}\", FILTER, ['a'..='z'], ['0' ..= '9']"
    fault = diagnosis.explain(query, list(tokens.read(query)), message)
    assert (fault.line, fault.column) == (line, column)
    assert says in fault.en
    assert f"{line} 行 {column} 文字目" in fault.ja
    if says == "the grammar":
        assert fault.en.endswith('Expected: "}", FILTER')


def test_messages_of_other_engines() -> None:
    """A place is found however it is written; words without one are passed on."""
    found = list(tokens.read("ASK {}"))
    for message in ("Parse error: line 3, column 7.", "at Line: 3 Col: 7", "3:7: no"):
        fault = diagnosis.explain("ASK {}", found, message)
        assert (fault.line, fault.column) == (3, 7), message
    fault = diagnosis.explain("ASK {}", list(tokens.read("ASK {}")), "no good")
    assert isinstance(fault, QuerySyntaxError)
    assert (fault.line, fault.column) == (None, None)
    assert "no good" in fault.en


def test_caret() -> None:
    """The mark stands below the place, wide characters or not, and long lines are cut."""
    assert diagnosis.caret("ASK {\n  ?s ex:p ?o }", 2, 6) == "  ?s ex:p ?o }\n     ^"
    assert diagnosis.caret("ASK { '窓口' x }", 1, 12) == "ASK { '窓口' x }\n       \u3000\u3000  ^"
    shown, mark = diagnosis.caret("a" * 500 + "!" + "b" * 500, 1, 501).split("\n")
    assert (len(shown), shown[mark.index("^")]) == (120, "!")
    assert diagnosis.caret("ASK {}", None, None) == ""
    assert diagnosis.caret("ASK {}", 2, 1) == ""
