"""Terms that the model does not have, and values of another kind than a property takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from service import rdf_input
from service.findings import Finding
from service.published import Stock
from service.validation import check

PREFIXES = """@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <https://w3id.org/dxplan/id/example/> .
"""
# what is sent, and what is asked for in Japanese and English
WRONG = {
    'x:v dxp:numericValue "約150"@ja .': ("数を", "a number"),
    'x:v dxp:numericValue "150" .': ("数を", "a number"),
    'x:v dxp:lowerBound "x"^^xsd:decimal .': ("数を", "a number"),
    "x:r dxp:position 1.5 .": ("整数を", "a whole number"),
    'x:r dxp:position "1" .': ("整数を", "a whole number"),
    "x:m dxp:areaCode 13102 .": ("言語の付かない文字を", "text without a language"),
    'x:m dxp:areaCode "13102"@ja .': ("言語の付かない文字を", "text without a language"),
    "x:e dxp:printedLabel 7 .": ("文字を", "text"),
    "x:e dxp:printedLabel x:other .": ("文字を", "text"),
    'x:e dxp:parent "目標1" .': ("ものの IRI", "the IRI of a thing"),
    'x:p dxp:openEnded "はい"@ja .': ("true か false", "true or false"),
    'x:e dcterms:issued "2025年3月" .': ("日付を", "a date"),
    'x:e dxp:asOfDate "2025-02-30"^^xsd:date .': ("日付を", "a date"),
}
RIGHT = (
    "x:v dxp:numericValue 150 .",
    "x:v dxp:numericValue 35.5 .",
    "x:r dxp:position 1 .",
    'x:m dxp:areaCode "13102" .',
    'x:e dxp:printedLabel "目標"@ja , "goal" .',
    "x:p dxp:openEnded true .",
    'x:e dcterms:issued "2025-03"^^xsd:gYearMonth .',
    'x:e dxp:asOfDate "2025-02-28"^^xsd:date .',
    'x:e dcterms:title "何か" .',
)


def found(stock: Stock, text: str) -> list[Finding]:
    """Return the findings of these two rules."""
    sent = rdf_input.read(Path("sent.ttl"), "f1-", (PREFIXES + text).encode())
    wanted = ("PUB-TERM", "PUB-KIND", "PUB-ONE")
    return [one for one in check(stock, [sent]).findings if one.code in wanted]


@pytest.mark.parametrize("text", WRONG)
def test_a_value_of_another_kind_is_named_with_what_to_write(stock: Stock, text: str) -> None:
    (one,) = found(stock, text)
    japanese, english = WRONG[text]
    assert (one.code, one.line, one.severity) == ("PUB-KIND", 5, "error")
    assert one.column == len(" ".join(text.split(" ")[:2])) + 2
    assert japanese in one.message["ja"]
    assert f"Write {english}, for example" in one.message["en"]


def test_a_thing_of_another_class_is_named(stock: Stock) -> None:
    """By the class that the property leads to, or one below it."""
    chuo = "<https://w3id.org/dxplan/id/municipality/chuo>"
    (one,) = found(stock, f"x:v dxp:dueBy {chuo} .")
    assert (one.code, one.line) == ("PUB-KIND", 5)
    assert "年度" in one.message["ja"]
    assert "a thing of the class “fiscal year”" in one.message["en"]
    assert found(stock, f"x:v dxp:operatedBy {chuo} .") == []  # a municipality is an organization
    assert found(stock, "x:v dxp:dueBy <https://w3id.org/dxplan/id/fiscal-year/2025> .") == []


@pytest.mark.parametrize("text", RIGHT)
def test_values_of_the_right_kind_pass(stock: Stock, text: str) -> None:
    assert found(stock, text) == []


@pytest.mark.parametrize(
    ("text", "term", "near"),
    [
        ("x:a dxp:parnet x:b .", "dxp:parnet", "dxp:parent"),
        ("x:a a dxp:Measures .", "dxp:Measures", "dxp:Measure"),
        ('x:a dxp:PrintedLabel "目標"@ja .', "dxp:PrintedLabel", "dxp:printedLabel"),
        ("x:a dxp:zzz x:b .", "dxp:zzz", ""),
    ],
)
def test_a_term_that_the_model_has_not_is_named(
    stock: Stock, text: str, term: str, near: str
) -> None:
    (one,) = found(stock, text)
    assert (one.code, one.line) == ("PUB-TERM", 5)
    for language in ("ja", "en"):
        assert term in one.message[language]
        assert near in one.message[language]
        assert ("もしかして" in one.message["ja"]) == bool(near)


def test_two_values_of_one_are_both_named(stock: Stock) -> None:
    (one,) = found(stock, "x:v dxp:numericValue 160 ,\n 150 ; dxp:unit x:a , x:b .")
    assert (one.code, one.line) == ("PUB-ONE", 5)
    for language in ("ja", "en"):
        assert "150" in one.message[language]
        assert "160" in one.message[language]


def test_terms_of_others_are_left_alone(stock: Stock) -> None:
    assert found(stock, "x:a <http://schema.org/nmae> x:b ; a <http://a.example/C> .") == []
