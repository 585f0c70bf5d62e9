"""Curated mappings: reading tables, saying which cell is wrong, turning them into RDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from service.errors import DataError
from service.mapping_findings import findings
from service.mapping_rules import Known, check, document, missing
from service.mappings import triples
from service.namespaces import DXP, GRAPH, ID, SEMAPV, SSSOM
from service.sssom import COLUMNS, Table, read_table
from service.validate_command import command

NAME: Final = "chuo-strategy-2024"
METADATA: Final = """\
#curie_map:
#  id: https://w3id.org/dxplan/id/
#  dxp: https://w3id.org/dxplan/ontology#
#  skos: http://www.w3.org/2004/02/skos/core#
#  semapv: https://w3id.org/semapv/vocab/
#  sssom: https://w3id.org/sssom/
#mapping_set_id: https://w3id.org/dxplan/mappings/chuo-strategy-2024
#mapping_set_version: "0.1.0"
#mapping_set_title: 中央区の要素の結び付き
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_date: "2026-11-21"
#extension_definitions:
#  - slot_name: justification_ja
#    property: https://w3id.org/dxplan/ontology#justification
#    type_hint: http://www.w3.org/2001/XMLSchema#string
#  - slot_name: justification_en
#    property: https://w3id.org/dxplan/ontology#justification
#    type_hint: http://www.w3.org/2001/XMLSchema#string
#  - slot_name: review_status
#    property: https://w3id.org/dxplan/ontology#reviewStatus
#    type_hint: http://www.w3.org/2001/XMLSchema#string
"""
ONE: Final = "id:chuo/strategy-2024/initiative/01-01"
TWO: Final = "id:chuo/strategy-2024/initiative/01-02"
VERSION: Final = "id:policy-version/municipal-dx-plan-2-3"
ACT: Final = "id:policy/public-private-data-act"
ITEM: Final = "id:policy-item/municipal-dx-plan-2-3-02"
DATA: Final = """\
@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix id: <https://w3id.org/dxplan/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
FILES: Final = {
    "ontology/schemes/theme.ttl": """
<https://w3id.org/dxplan/id/theme/online-procedures> skos:inScheme id:theme ;
  skos:prefLabel "行政手続のオンライン化"@ja , "online procedures"@en .
<https://w3id.org/dxplan/id/theme/cashless> skos:inScheme id:theme ;
  skos:prefLabel "キャッシュレス決済"@ja .
<https://w3id.org/dxplan/id/theme/ai> skos:inScheme id:theme ; skos:prefLabel "AI"@ja .
<https://w3id.org/dxplan/id/theme/data> skos:inScheme id:theme ; skos:prefLabel "データ"@ja .
""",
    "data/policies/plan.ttl": """
<https://w3id.org/dxplan/id/policy/public-private-data-act> a dxp:Policy ;
  rdfs:label "官民データ活用推進基本法"@ja .
<https://w3id.org/dxplan/id/policy-version/municipal-dx-plan-2-3> a dxp:PolicyVersion ;
  rdfs:label "自治体DX推進計画 第2.3版"@ja .
<https://w3id.org/dxplan/id/policy-item/municipal-dx-plan-2-3-02> a dxp:PolicyItem ;
  rdfs:label "行政手続のオンライン化"@ja ;
  dxp:itemOf <https://w3id.org/dxplan/id/policy-version/municipal-dx-plan-2-3> .
""",
    "data/catalogue/alignment.ttl": """
<https://w3id.org/dxplan/graph/chuo/strategy-2024> dxp:alignedWith
  <https://w3id.org/dxplan/id/policy-version/municipal-dx-plan-2-3> ,
  <https://w3id.org/dxplan/id/policy/public-private-data-act> .
""",
    "data/chuo/strategy-2024/initiatives.ttl": """
<https://w3id.org/dxplan/id/chuo/strategy-2024/initiative/01-01> a dxp:Initiative ;
  rdfs:label "手続きのオンライン化拡大"@ja .
<https://w3id.org/dxplan/id/chuo/strategy-2024/initiative/01-02> a dxp:Initiative ;
  rdfs:label "キャッシュレス決済拡大"@ja .
<https://w3id.org/dxplan/id/chuo/strategy-2024/goal/01> a dxp:Goal ; rdfs:label "目標1"@ja .
""",
    "data/taito/plan-2021/initiatives.ttl": """
<https://w3id.org/dxplan/id/taito/plan-2021/initiative/01> a dxp:Initiative ;
  rdfs:label "取り組み1"@ja .
""",
}


def row(**changes: str) -> dict[str, str]:
    """A good row; changes by column."""
    good = {
        "subject_id": ONE,
        "subject_label": "手続きのオンライン化拡大",
        "predicate_id": "dxp:theme",
        "object_id": "id:theme/online-procedures",
        "object_label": "行政手続のオンライン化",
        "object_source": "",
        "mapping_justification": "semapv:ManualMappingCuration",
        "author_label": "dxplan project",
        "mapping_date": "2026-11-21",
        "confidence": "1.0",
        "justification_ja": "名称が手続きのオンライン化を言う。",
        "justification_en": "Its name speaks of online procedures.",
        "comment": "",
        "review_status": "unreviewed",
    }
    assert set(changes) <= set(good)
    return good | changes


ANSWER: Final = row(
    predicate_id="dxp:curatedToAnswer", object_id=ITEM, confidence="0.8", comment="要点が同じ"
)
NONE: Final = row(
    predicate_id="dxp:curatedToAnswer",
    object_id="sssom:NoTermFound",
    object_label="",
    object_source=ACT,
    comment="no counterpart",
)
OTHER: Final = {"subject_id": TWO, "subject_label": "キャッシュレス決済拡大"}
GOOD: Final = [
    row(),
    ANSWER,
    NONE,
    row(**OTHER, object_id="id:theme/cashless", object_label="キャッシュレス決済"),
    NONE | OTHER | {"object_source": VERSION},
    NONE | OTHER,
]


def text(rows: list[dict[str, str]]) -> str:
    lines = ["\t".join(COLUMNS), *("\t".join(one[c] for c in COLUMNS) for one in rows)]
    return METADATA + "\n".join(lines) + "\n"


FIRST: Final = METADATA.count("\n") + 2  # the line of the first row


def project(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(DATA + content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def published() -> Known:
    known = Known()
    for name, content in FILES.items():
        folder = Path(name).parent.relative_to(*Path(name).parts[:1])
        known.add(str(GRAPH[str(folder)]), Graph().parse(data=DATA + content, format="turtle"))
    return known


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str | bytes], Path]:
    def to(content: str | bytes, name: str = NAME) -> Path:
        path = tmp_path / f"{name}.sssom.tsv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to


def read(path: Path, known: Known) -> tuple[Table, list[tuple[str, str]]]:
    table = read_table(path)
    return table, [(fault.cell, fault.code) for fault in check(table, known)]


def test_a_good_table_has_no_faults(write: Callable[[str], Path], published: Known) -> None:
    table, faults = read(write(text(GOOD)), published)
    assert faults == []
    assert missing(table, published) == []
    assert document(table, published) == str(GRAPH["chuo/strategy-2024"])
    assert len(table.rows) == 6


ROW_FAULTS: Final = [
    ({"subject_id": "id:chuo/strategy-2024/initiative/09-09"}, "A", "subject"),
    ({"subject_id": "id:taito/plan-2021/initiative/01"}, "A", "subject"),
    ({"subject_id": "id:chuo/strategy-2024/goal/01"}, "A", "subject"),
    ({"subject_id": "chuo/strategy-2024/initiative/01-01"}, "A", "curie"),
    ({"subject_id": "ex:chuo"}, "A", "curie"),
    ({"subject_id": ""}, "A", "subject"),
    ({"subject_label": "手続きのオンライン化"}, "B", "label"),
    ({"predicate_id": "dxp:answers"}, "C", "predicate"),
    ({"predicate_id": "skos:exactMatch"}, "A", "subject"),
    ({"object_id": "id:theme/nothing"}, "D", "object"),
    ({"object_id": ITEM}, "D", "object"),
    ({"object_id": "sssom:NoTermFound", "object_source": ACT}, "D", "object"),
    ({"predicate_id": "dxp:curatedToAnswer"}, "D", "object"),
    ({"object_label": "オンライン化"}, "E", "label"),
    ({"object_source": "id:policy-version/none"}, "F", "object-source"),
    (ANSWER | {"object_source": ACT}, "F", "object-source"),
    (NONE | {"object_source": ""}, "F", "no-term"),
    ({"mapping_justification": "semapv:LexicalMatching"}, "G", "mapping-justification"),
    ({"author_label": "somebody"}, "H", "author"),
    ({"mapping_date": "2026/11/21"}, "I", "date"),
    ({"mapping_date": "2026-11-31"}, "I", "date"),
    ({"mapping_date": "46347"}, "I", "date"),
    ({"confidence": "80%"}, "J", "confidence"),
    ({"confidence": "1.1"}, "J", "confidence"),
    ({"confidence": "-0.1"}, "J", "confidence"),
    ({"confidence": "nan"}, "J", "confidence"),
    ({"confidence": ""}, "J", "confidence"),
    ({"confidence": "0.4"}, "J", "low-confidence"),
    ({"justification_ja": ""}, "K", "justification"),
    ({"justification_en": ""}, "L", "justification"),
    ({"comment": " see above"}, "M", "spaces"),
    ({"review_status": "done"}, "N", "review-status"),
]


@pytest.mark.parametrize(("changes", "column", "code"), ROW_FAULTS)
def test_a_wrong_cell_is_named(
    write: Callable[[str], Path],
    published: Known,
    changes: dict[str, str],
    column: str,
    code: str,
) -> None:
    _, faults = read(write(text([row(**changes)])), published)
    assert (f"{column}{FIRST}", code) in faults
    assert len({cell for cell, _ in faults}) <= 2, faults


def test_rows_are_judged_beside_each_other(write: Callable[[str], Path], published: Known) -> None:
    themes = [
        row(object_id=f"id:theme/{name}", object_label=label)
        for name, label in [("cashless", "キャッシュレス決済"), ("ai", "AI"), ("data", "データ")]
    ]
    rows = [row(), row(), *themes, ANSWER, NONE | {"object_source": VERSION}]
    _, faults = read(write(text(rows)), published)
    assert faults == [
        (f"D{FIRST + 1}", "duplicate"),
        (f"D{FIRST + 4}", "many-themes"),
        (f"D{FIRST + 6}", "contradiction"),
    ]


def test_elements_that_are_left_out_are_named(
    write: Callable[[str], Path], published: Known
) -> None:
    table = read_table(write(text([row(), ANSWER])))
    found = [(fault.code, fault.value.rsplit("/", 1)[1]) for fault in missing(table, published)]
    assert found == [
        ("no-answer", "01-01"),
        ("no-theme", "01-02"),
        ("no-answer", "01-02"),
        ("no-answer", "01-02"),
    ]
    first = missing(table, published)[0]
    assert "官民データ活用推進基本法" in first.ja
    assert "sssom:NoTermFound" in first.en


# --- files that went through a spreadsheet


def test_byte_order_mark_and_crlf_are_read_with_a_warning(
    write: Callable[[bytes], Path], published: Known
) -> None:
    content = "\ufeff" + text(GOOD).replace("\n", "\r\n")
    table, faults = read(write(content.encode()), published)
    assert faults == [("1", "bom"), ("1", "line-ends")]
    assert len(table.rows) == 6
    assert {fault.severity for fault in table.faults} == {"warning"}


def test_metadata_lines_taken_for_rows_are_read_with_a_warning(
    write: Callable[[str], Path], published: Known
) -> None:
    lines = text(GOOD).split("\n")
    lines[7] = '"' + lines[7].replace('"', '""') + '"' + "\t" * 13
    lines[8] += "\t" * 13
    table, faults = read(write("\n".join(lines)), published)
    assert faults == [("8", "metadata-quoted"), ("9", "metadata-quoted")]
    assert table.metadata["mapping_set_version"] == "0.1.0"


BROKEN: Final[list[tuple[Callable[[str], str | bytes], str, str, str]]] = [
    (lambda t: t.replace("\t", ","), "separator", "タブ", "tabs"),
    (lambda t: t.replace("\t", ";"), "separator", "タブ", "tabs"),
    (lambda t: t.encode("utf-16"), "encoding", "UTF-8", "UTF-8"),
    (lambda t: t.encode("shift_jis"), "encoding", "UTF-8", "UTF-8"),
    (lambda t: t.replace("subject_label", "label"), "header", "subject_label", "subject_label"),
    (lambda t: t.replace("review_status\n", "review_status\textra\n"), "header", "14", "14"),
    (lambda t: t[t.index("subject_id\t") :], "metadata", "curie_map", "curie_map"),
    (lambda t: t.replace("#license: https", "#licence: https"), "metadata", "license", "license"),
    (lambda t: t.replace("#  id: https", "# id: [https"), "metadata", "YAML", "YAML"),
    (lambda t: t.replace("\tunreviewed", "", 1), "cells", "13 列", "13 cells"),
    (lambda t: t.replace("名称が", '"名称が', 1), "quotation", "引用符", "quotation"),
    (lambda _: "", "metadata", "curie_map", "curie_map"),
    (lambda _: METADATA, "table", "見出し", "header"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[1])
def test_a_broken_file_is_explained(
    write: Callable[[str | bytes], Path],
    published: Known,
    case: tuple[Callable[[str], str | bytes], str, str, str],
) -> None:
    change, code, ja, en = case
    table = read_table(write(change(text(GOOD))))
    found = [fault for fault in check(table, published) if fault.code == code]
    assert found, table.faults
    assert ja in found[0].ja
    assert en in found[0].en
    assert found[0].severity == "error"


def test_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="opened"):
        read_table(tmp_path / "none.sssom.tsv")


# --- as RDF


def test_a_row_becomes_a_link_and_a_node(write: Callable[[str], Path]) -> None:
    graph = Graph()
    for triple in triples(read_table(write(text([ANSWER])))):
        graph.add(triple)
    one, item = (
        ID["chuo/strategy-2024/initiative/01-01"],
        ID["policy-item/municipal-dx-plan-2-3-02"],
    )
    (node,) = graph.subjects(RDF.type, SSSOM.Mapping)
    # sha256 of the four IRIs with | between them, cut after twelve digits
    assert node == ID[f"mapping/{NAME}/90edf8781898"]
    assert set(graph.predicate_objects(node)) == {
        (RDF.type, SSSOM.Mapping),
        (RDF.type, OWL.Axiom),
        (RDFS.label, Literal("手続きのオンライン化拡大 → 行政手続のオンライン化", lang="ja")),
        (OWL.annotatedSource, one),
        (OWL.annotatedProperty, DXP.curatedToAnswer),
        (OWL.annotatedTarget, item),
        (SSSOM.mapping_justification, SEMAPV.ManualMappingCuration),
        (DXP.justification, Literal("名称が手続きのオンライン化を言う。", lang="ja")),
        (DXP.justification, Literal("Its name speaks of online procedures.", lang="en")),
        (DXP.confidence, Literal("0.8", datatype=XSD.decimal)),
        (DXP.linkBasis, ID["link-basis/curated"]),
        (DXP.reviewStatus, ID["mapping-review-status/unreviewed"]),
        (DCTERMS.created, Literal("2026-11-21", datatype=XSD.date)),
        (PROV.wasAttributedTo, ID["agent/dxplan"]),
        (RDFS.comment, Literal("要点が同じ", lang="ja")),
    }
    assert (one, DXP.curatedToAnswer, item) in graph
    mapping_set = URIRef("https://w3id.org/dxplan/mappings/chuo-strategy-2024")
    assert (mapping_set, SSSOM.mappings, node) in graph
    assert (mapping_set, RDF.type, SSSOM.MappingSet) in graph


def test_no_counterpart_is_never_a_link(write: Callable[[str], Path]) -> None:
    graph = Graph()
    for triple in triples(read_table(write(text([NONE])))):
        graph.add(triple)
    (node,) = graph.subjects(RDF.type, SSSOM.Mapping)
    assert graph.value(node, OWL.annotatedTarget) == SSSOM.NoTermFound
    assert graph.value(node, SSSOM.object_source) == ID["policy/public-private-data-act"]
    assert graph.value(node, DXP.confidence) == Literal("1", datatype=XSD.decimal)
    assert graph.value(node, RDFS.comment) == Literal("no counterpart", lang="en")
    assert not list(graph.triples((ID["chuo/strategy-2024/initiative/01-01"], None, None)))


def test_names_of_nodes_stay_when_rows_move(write: Callable[[str], Path]) -> None:
    def nodes(rows: list[dict[str, str]]) -> set[object]:
        return {s for s, p, o in triples(read_table(write(text(rows)))) if o == SSSOM.Mapping}

    changed = [one | {"confidence": "0.6", "comment": "changed"} for one in GOOD]
    assert nodes(GOOD) == nodes(changed[::-1])
    assert len(nodes(GOOD)) == 6


def test_themes_match_items_of_policies(write: Callable[..., Path], published: Known) -> None:
    match = row(
        subject_id="id:theme/online-procedures",
        subject_label="行政手続のオンライン化",
        predicate_id="skos:closeMatch",
        object_id=ITEM,
    )
    path = write(
        text([match, match | {"object_id": "id:theme/ai", "object_label": "AI"}]), "themes"
    )
    table, faults = read(path, published)
    assert faults == [(f"D{FIRST + 1}", "object")]
    theme = ID["theme/online-procedures"]
    assert (theme, SKOS.closeMatch, ID["policy-item/municipal-dx-plan-2-3-02"]) in set(
        triples(table)
    )


# --- for the curator


def test_findings_name_cell_file_and_line(write: Callable[[str], Path], tmp_path: Path) -> None:
    path = write(text([*GOOD, row(confidence="80%")]))
    found = findings([path], project(tmp_path / "project"))
    assert [(f.code, f.line, f.severity) for f in found] == [
        ("Mapping-row-confidence", FIRST + 6, "error"),
        ("Mapping-row-duplicate", FIRST + 6, "error"),
    ]
    wrong = found[0]
    assert wrong.path == path
    assert wrong.message["ja"].startswith(f"J{FIRST + 6}: 確信度「80%」")
    assert "0.8" in wrong.message["en"]
    assert wrong.focus == str(ID["chuo/strategy-2024/initiative/01-01"])


def test_the_command_reports_a_table(write: Callable[[str], Path]) -> None:
    path = write(text([row(subject_label="別の名")]))
    result = CliRunner().invoke(command, [str(path), "--lang", "en"], standalone_mode=False)
    assert result.exception is None, result.exception
    assert result.return_value == 1
    assert f"B{FIRST}: the name differs" in result.output
    assert f"{NAME}.sssom.tsv:{FIRST}: error" in result.output


def test_a_folder_with_tables_only_can_be_checked(write: Callable[[str], Path]) -> None:
    path = write("not a table")
    result = CliRunner().invoke(command, [str(path.parent)], standalone_mode=False)
    assert result.exception is None, result.exception
    assert result.return_value == 1
    assert "curie_map" in result.output
