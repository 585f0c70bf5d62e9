"""What the tests of the queries rely on finds what it is there to find."""

from __future__ import annotations

import pyoxigraph
import pytest

from tests.queries import reading

PREFIX = "PREFIX : <urn:x:>\n"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("SELECT ?a WHERE { ?a :p ?b } ORDER BY ?a", ["a"]),
        ("SELECT DISTINCT ?a ?b WHERE { ?a :p ?b } ORDER BY DESC(?b) ?a LIMIT 3", ["b", "a"]),
        ("SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a :p ?b } GROUP BY ?a ORDER BY ?n", ["n"]),
        ("SELECT ?a WHERE { ?a :p ?b } ORDER BY LCASE(?b)", []),
        ("SELECT ?a WHERE { ?a :p ?b }", []),
        ("SELECT ?a WHERE { { SELECT ?a WHERE { ?a :p ?b } ORDER BY ?a } }", []),
    ],
)
def test_order_keys(query: str, keys: list[str]) -> None:
    assert reading.order_keys(PREFIX + query) == keys


def test_names_are_found_wherever_they_stand() -> None:
    query = PREFIX + (
        "SELECT ?a (:f(?a) AS ?r) WHERE { GRAPH :g { ?a :p/^:q|!(:s|:t) :o } "
        "OPTIONAL { ?a :opt+ ?b } FILTER(?b NOT IN (:in)) FILTER NOT EXISTS { ?b a :Class } "
        "VALUES ?a { :value } BIND(IF(?b = :if, 1, 2) AS ?c) MINUS { ?a (:z*)? ?b } } ORDER BY ?a"
    )
    expected = {"f", "g", "p", "q", "s", "t", "o", "opt", "in", "Class", "value", "if", "z"}
    found = {name.removeprefix("urn:x:") for name in reading.names(query) if "urn:x:" in name}
    assert found == expected


def test_ties_are_different_rows_the_order_does_not_tell_apart() -> None:
    found: reading.Table = (("a", "b"), [("1", "x"), ("1", "y"), ("2", "x"), ("2", "x")])
    assert reading.ties(found, ["a"]) == [("1",)]
    assert reading.ties(found, ["a", "b"]) == []
    assert reading.ties(found, ["b"]) == [("x",)]


def test_columns_are_added_to_the_outermost_select() -> None:
    query = "#+ title: select\nPREFIX : <urn:x:>\nSELECT DISTINCT ?a { { SELECT ?b {} } }"
    added = reading.with_columns(query, ["k", "l"])
    assert added == query.replace("DISTINCT", "DISTINCT ?k ?l")
    assert reading.with_columns(query, []) == query


def test_parameters_take_their_examples() -> None:
    query = (
        "#+ parameters: [{name: ward, type: iri, example: 'urn:x:chuo'}]\n"
        "SELECT ?ward ( COUNT ( ?a ) AS ?n )\nWHERE { ?a ?b ?ward } GROUP BY ?ward"
    )
    bound = query.replace("WHERE {", "WHERE { VALUES ?ward { <urn:x:chuo> }")
    assert reading.with_examples(query) == bound


def test_examples_are_of_the_type_of_their_parameter() -> None:
    query = (
        "#+ parameters:\n#+   - {name: y, type: year, example: 2024}\n"
        "#+   - {name: w, type: iri, example: 'id:x'}\nSELECT ?y ?w WHERE {}"
    )
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    bound = f'VALUES ?y {{ "2024"^^{integer} }} VALUES ?w {{ <https://w3id.org/dxplan/id/x> }}'
    assert reading.with_examples(query) == query.replace("WHERE {", f"WHERE {{ {bound}")


def test_an_answer_keeps_language_datatype_and_spelling() -> None:
    tsv = '# by hand, from line 3\n?a\t?b\n"件"@ja\t80\n\t"80"\n<urn:x>\t80.0\n'
    columns, rows = reading.answer(tsv)
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    decimal = "<http://www.w3.org/2001/XMLSchema#decimal>"
    assert columns == ("a", "b")
    assert rows == [
        ('"件"@ja', f'"80"^^{integer}'),
        ("", '"80"'),
        ("<urn:x>", f'"80.0"^^{decimal}'),
    ]


def test_a_header_is_yaml_over_several_lines() -> None:
    query = "#+ title: {ja: 表, en: table}\n#+ question:\n#+   ja: 何か\n#+   en: what\nSELECT * {}"
    assert reading.header(query) == {
        "title": {"ja": "表", "en": "table"},
        "question": {"ja": "何か", "en": "what"},
    }
    with pytest.raises(AssertionError, match="no header"):
        reading.header("SELECT ?a WHERE { ?a ?b ?c }")


def test_only_select_gives_a_table() -> None:
    with pytest.raises(AssertionError, match="SELECT"):
        reading.table(pyoxigraph.Store().query("ASK {}"))
