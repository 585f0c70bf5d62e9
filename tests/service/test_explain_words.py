"""Explanations in words: names, sentences, trees in Japanese and English."""

from __future__ import annotations

from pathlib import Path

import pytest

from service import explain_index, explain_text
from service.explain import DEEPEST, explain
from service.explain_index import Index, open_index
from service.explain_words import Item, Words
from service.namespaces import GRAPH
from service.reasoning import Derivation
from tests.service.explaining import DATA, MAPPING, SCHEMA, small, triple, triples
from tests.service.test_reasoning import CONCLUSIONS

TREE_JA = """\
「甲」の「上位」は「丙」 [導出]
   規則「prp-trp」（prp-trp）: 「上位」は続けて辿れる。
   1. 「上位」は推移的である（続けて辿れる） [定義]
      「語彙」が定める。
   2. 「甲」の「上位」は「乙」 [導出]
      規則「prp-spo1」（prp-spo1）: 「部分」で言えることは「上位」でも言える。
      2.1. 「部分」で言えることは「上位」でも言える [定義]
         「語彙」が定める。
      2.2. 「甲」の「部分」は「乙」 [記載]
         「記録」にある。
         原典: 計画書、2〜3 行、10 行。
   3. 「乙」の「上位」は「丙」 [導出]
      規則「prp-spo1」（prp-spo1）: 「部分」で言えることは「上位」でも言える。
      3.1. 「部分」で言えることは「上位」でも言える [定義]
         2.1 で説明しました。
      3.2. 「乙」の「部分」は「丙」 [記載]
         「記録」にある。
         原典の行は示されていない。
"""
TREE_EN = """\
“A” – “within”: “C” [inferred]
   By the rule “prp-trp” (prp-trp): “within” can be followed on.
   1. “within” is transitive: it can be followed on [defined]
      “Ontology” says so.
   2. “A” – “within”: “B” [inferred]
      By the rule “prp-spo1” (prp-spo1): what holds by “part” holds by “within”.
      2.1. “part” is a kind of “within” [defined]
         “Ontology” says so.
      2.2. “A” – “part”: “B” [stated]
         It stands in “Records”.
         Source: The plan, lines 2–3, line 10.
   3. “B” – “within”: “C” [inferred]
      By the rule “prp-spo1” (prp-spo1): what holds by “part” holds by “within”.
      3.1. “part” is a kind of “within” [defined]
         Explained at 2.1.
      3.2. “B” – “part”: “C” [stated]
         It stands in “Records”.
         No source lines are given.
"""


def _tree(index: Index, turtle: str, language: str, depth: int = DEEPEST) -> str:
    found = explain(index, triple(turtle), depth)
    assert found is not None
    words = Words(index, language)
    return explain_text.write(words.items(found), words)


@pytest.mark.parametrize(("language", "expected"), [("ja", TREE_JA), ("en", TREE_EN)])
def test_a_tree_in_which_a_shared_premise_is_explained_once(
    tmp_path: Path, language: str, expected: str
) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        assert _tree(index, ":a :within :c .", language) == expected


def test_what_the_depth_cuts_is_said(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        lines = _tree(index, ":a :within :c .", "en", 0).splitlines()
        assert lines[0] == "“A” – “within”: “C” [inferred]"
        assert lines[-1].strip() == "Further premises are left out (--depth, depth=)."
        assert len(lines) == 3


def test_a_mapping_in_words(tmp_path: Path) -> None:
    names = """:me rdfs:label "編者"@ja , "The editors"@en . :item rdfs:label "項目"@ja .
    :answers rdfs:label "応じる"@ja , "answers"@en .
    dxp:justification rdfs:label "根拠の説明"@ja . dxp:confidence rdfs:label "確信度"@ja ."""
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA + names, mappings=MAPPING) as index:
        assert _tree(index, ":b :answers :item .", "ja") == (
            "「乙」の「応じる」は「項目」 [判断]\n"
            "   「対応づけ」にある。\n"
            "   本プロジェクトの判断による。\n"
            "   根拠の説明: 同じ語を用いる。\n"
            "   確信度: 0.8\n"
            "   判断した者: 編者\n"
            "   作成日: 2026-11-21\n"
            "   原典の行は示されていない。\n"
        )
        english = _tree(index, ":b :answers :item .", "en")
        assert "Same words." in english
        assert "同じ語" not in english
        assert "judged by: The editors" in english


def test_lines_of_both_sides_of_a_mapping(tmp_path: Path) -> None:
    more = DATA + (
        ":b prov:wasDerivedFrom <https://w3id.org/dxplan/source/plan#line=4,5> ."
        ":item prov:wasDerivedFrom <https://w3id.org/dxplan/source/other#line=0,1> ,"
        " <https://w3id.org/dxplan/source/plan#line=6,7> ."
    )
    with small(tmp_path, x_plan=more, mappings=MAPPING) as index:
        text = _tree(index, ":b :answers :item .", "ja")
        assert "主語の原典: 計画書、5 行。\n" in text
        assert "目的語の原典: other、1 行；計画書、7 行。\n" in text


NAMES = [
    ("<http://e.example/a>", "「甲」", "“A”"),
    ('"文字"@ja', "「文字」", "“文字”"),
    (
        "<https://w3id.org/dxplan/source/plan#line=4,7>",
        "「計画書 5〜7 行」",
        "“The plan lines 5–7”",
    ),
    ("<http://e.example/unnamed>", "「http://e.example/unnamed」", "“http://e.example/unnamed”"),
    ("<http://www.w3.org/ns/prov#Entity>", "「来歴のあるもの」", "“entity”"),
    ("<https://w3id.org/dxplan/id/x/1>", "「種類 id:x/1」", "“kind id:x/1”"),
    ("<https://w3id.org/dxplan/id/x/2>", "「id:x/2」", "“id:x/2”"),
    ('"' + "長" * 81 + '"', "「" + "長" * 80 + "…」", "“" + "長" * 80 + "…”"),
]


@pytest.mark.parametrize(("term", "ja", "en"), NAMES)
def test_names(tmp_path: Path, term: str, ja: str, en: str) -> None:
    body = DATA + ':K rdfs:label "種類"@ja , "kind"@en . id:x\\/1 a :K .'
    with small(tmp_path, x_plan=body) as index:
        assert Words(index, "ja").name(term) == ja
        assert Words(index, "en").name(term) == en


EXPRESSIONS = [
    ("[owl:onProperty :p ; owl:hasValue :v]", "〈「甲」が「乙」であるもの〉",
     "‘what has “B” as “A”’"),
    ("[owl:onProperty :p ; owl:someValuesFrom :v]", "〈「甲」として「乙」をもつもの〉",
     "‘what has some “B” as “A”’"),
    ("[owl:onProperty :p ; owl:allValuesFrom :v]", "〈「甲」がすべて「乙」であるもの〉",
     "‘what has only “B” as “A”’"),
    ("(:p :v)", "一覧（「甲」、「乙」）", "the list (“A”, “B”)"),
    ("[a owl:Class]", "〈名前のないクラス〉", "‘nameless class’"),
    ("[:q 1]", "〈名前のない資源〉", "‘nameless thing’"),
]  # fmt: skip


@pytest.mark.parametrize(("node", "ja", "en"), EXPRESSIONS)
def test_nameless_things_are_described(tmp_path: Path, node: str, ja: str, en: str) -> None:
    names = ':p rdfs:label "甲"@ja , "A"@en . :v rdfs:label "乙"@ja , "B"@en .'
    with small(tmp_path, ontology=f"{names} :x :has {node} .") as index:
        (term,) = index.values("<http://e.example/x>", "<http://e.example/has>")
        assert term.startswith("_:")
        assert (Words(index, "ja").name(term), Words(index, "en").name(term)) == (ja, en)


SENTENCES = [
    (":a a :K .", "「甲」は「種」である", "“A” is of the class “Kind”"),
    (":K rdfs:subClassOf :b .", "「種」はすべて「乙」である", "whatever is “Kind” is “B”"),
    (":a rdfs:domain :K .", "「甲」をもつものは「種」である", "whatever has “A” is “Kind”"),
    (":a owl:inverseOf :b .", "「甲」は「乙」の逆である", "“A” is the inverse of “B”"),
    (":a a owl:SymmetricProperty .", "「甲」は対称である（向きを変えても成り立つ）",
     "“A” is symmetric: it holds both ways"),
    (':a :note "{s}"@ja .', "「甲」の「備考」は「{s}」", "“A” – “note”: “{s}”"),
]  # fmt: skip


@pytest.mark.parametrize(("turtle", "ja", "en"), SENTENCES)
def test_sentences(tmp_path: Path, turtle: str, ja: str, en: str) -> None:
    names = ':K rdfs:label "種"@ja , "Kind"@en . :note rdfs:label "備考"@ja , "note"@en .'
    with small(tmp_path, x_plan=DATA + names) as index:
        wanted = triple(turtle)
        assert Words(index, "ja").sentence(wanted) == ja
        assert Words(index, "en").sentence(wanted) == en


def test_a_chain_is_told_link_by_link(tmp_path: Path) -> None:
    body = (
        ":near owl:propertyChainAxiom (:part :part) ; rdfs:label '近い'@ja , 'near'@en ."
        " :part rdfs:label '部分'@ja , 'part'@en ."
    )
    with small(tmp_path, ontology=body, x_plan=DATA) as index:
        japanese = _tree(index, ":a :near :c .", "ja")
        assert "「部分」から「部分」と順に辿った先を「近い」とする。" in japanese
        assert "1. 「部分」から「部分」と順に辿った先は、「近い」の値でもある [定義]" in japanese
        assert "following “part”, then “part” leads to “near”." in _tree(
            index, ":a :near :c .", "en"
        )


def test_a_rule_of_our_own_is_told_by_its_definition(tmp_path: Path) -> None:
    concept = """<https://w3id.org/dxplan/id/rule/dxp-x> skos:prefLabel "独自"@ja , "our own"@en ;
      skos:definition "独自に導く規則。"@ja , "It is so by our own rule."@en ."""
    premise, conclusion = triple(":a :p :b ."), triple(":a :q :b .")
    path = tmp_path / "index"
    explain_index.write(
        path,
        {str(GRAPH["x"]): [premise], str(GRAPH["schemes"]): triples(concept)},
        [Derivation(conclusion, "dxp-x", (premise,))],
    )
    with open_index(path) as index:
        line = _tree(index, ":a :q :b .", "ja").splitlines()[1].strip()
        assert line == "規則「独自」（dxp-x）: 独自に導く規則。"
        line = _tree(index, ":a :q :b .", "en").splitlines()[1].strip()
        assert line == "By the rule “our own” (dxp-x): It is so by our own rule."


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_rule_can_be_told(tmp_path: Path, language: str) -> None:
    told = set()
    for number, (rule, body, _) in enumerate(CONCLUSIONS):
        with small(tmp_path / str(number), x_plan=body) as index:
            for wanted in index.conclusions():
                found = explain(index, wanted)
                assert found is not None
                assert found.whole
                item = Words(index, language).items(found)
                assert _said(item) == len(found.origins)
                told |= {origin.rule for origin in found.origins.values()} - {None}
        assert rule in told
    assert len(told) == 39


def _said(item: Item) -> int:
    """Count the triples that are explained; each is one sentence with reasons."""
    assert item.sentence
    assert bool(item.reasons) != bool(item.same)
    return bool(item.reasons) + sum(map(_said, item.items))


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    with small(tmp_path, x_plan=':a :note "\\u001b[31m赤\\u0007" .') as index:
        text = _tree(index, ':a :note "\\u001b[31m赤\\u0007" .', "ja")
        assert "\x1b" not in text
        assert "\x07" not in text
        assert "[31m赤" in text
