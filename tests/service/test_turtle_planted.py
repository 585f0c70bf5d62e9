"""Errors planted into a plan in Turtle: all are found, each on its line, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from rdflib import URIRef

from service import rdf_input
from service.findings import Finding
from service.published import Stock
from service.validation import check
from tests.service.planting_turtle import PLANTS, clean, planted

# a literal, an IRI, a number or a name with its prefix
TOKEN = re.compile(r'"[^"]*"(?:@\w+|\^\^\S+)?|<[^>]*>|\d+(?:\.\d+)?|[\w-]*:[\w-]+')


def findings(stock: Stock, text: str, name: str = "plan.ttl") -> tuple[Finding, ...]:
    return check(stock, [rdf_input.read(Path(name), "f1-", text.encode())]).findings


def test_the_clean_plan_has_no_finding(stock: Stock) -> None:
    assert findings(stock, clean()) == ()


def test_there_are_enough_errors_of_enough_kinds() -> None:
    assert len(PLANTS) >= 60
    assert len({plant.code for plant in PLANTS}) >= 45


def test_all_planted_errors_are_found_on_their_lines_and_nothing_else(stock: Stock) -> None:
    text, expected = planted()
    found = findings(stock, text)
    assert sorted((one.code, one.line) for one in found) == expected
    assert {str(one.path) for one in found} == {"plan.ttl"}


def test_the_column_is_where_the_value_begins(stock: Stock) -> None:
    """What stands there is the value, or one too many, or the resource where there is none."""
    text, _ = planted()
    graph = rdf_input.read(Path("plan.ttl"), "f1-", text.encode()).graph
    prefixes = dict(re.findall(r"^@prefix (\S*): <(\S+)> \.$", text, re.MULTILINE))
    base = "https://w3id.org/dxplan/source/mirai-dx-plan-2025"
    kinds: Counter[str] = Counter()
    for one in findings(stock, text):
        assert one.line is not None
        assert one.column is not None
        token = TOKEN.match(text.split("\n")[one.line - 1], one.column - 1)
        assert token is not None, one
        there = token[0]
        if there[0] not in '"<0123456789':
            prefix, _, name = there.partition(":")
            there = f"<{prefixes[prefix]}{name}>"
        there = there.replace("<#", f"<{base}#")
        if one.value is not None:
            kinds["value"] += 1
            assert there in (one.value.n3(), str(one.value)), one
        elif there == f"<{one.focus}>":
            kinds["resource"] += 1
        else:
            kinds["one too many"] += 1
            values = graph.objects(URIRef(one.focus), URIRef(str(one.predicate)))
            assert there in {value.n3() for value in values}, one
    assert kinds == {"value": 33, "resource": 31, "one too many": 3}


def test_every_message_says_in_both_languages_what_to_do(stock: Stock) -> None:
    text, expected = planted()
    found = findings(stock, text)
    for one in found:
        japanese, english = one.message["ja"], one.message["en"]
        assert any("\u3041" <= sign <= "\u30fe" for sign in japanese), one.code
        assert not any("\u3041" <= sign <= "\u3096" for sign in english), one.code
        for message in (japanese, english):
            assert "{" not in message, one.code
            assert "sh:" not in message, one.code
            assert "Constraint" not in message, one.code
        assert one.severity in {"error", "warning", "hint"}
    assert len(found) == len(expected)


def test_lines_do_not_hang_on_how_the_file_is_laid_out(stock: Stock) -> None:
    """Each line is pushed apart from the next, and ends as Windows ends it."""
    text, expected = planted()
    apart = "\r\n\r\n".join(text.split("\n"))
    found = sorted((one.code, one.line) for one in findings(stock, apart))
    assert found == sorted((code, 2 * line - 1) for code, line in expected)


def test_one_error_at_a_time_is_found_alone(stock: Stock) -> None:
    """What is found of one is not the doing of another: the first, the middle, the last."""
    chosen = [PLANTS[0], PLANTS[len(PLANTS) // 2], PLANTS[-1]]
    for plant in chosen:
        text, expected = planted((plant,))
        found = findings(stock, text)
        assert Counter((one.code, one.line) for one in found) == Counter(expected), plant
