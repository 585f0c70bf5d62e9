"""The trace: printed text against the lines it cites, and the command that shows it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Graph

from service import config, trace_command
from service.errors import DataError, UsageError
from service.ledger_report import LEDGER_SENTENCES
from service.namespaces import DXP
from service.sources import Sources, fold
from service.trace import (
    Folder,
    Trace,
    best_match,
    printed_properties,
    read_folders,
    read_ontology,
    trace,
)
from service.trace_report import TRACE_SENTENCES, share

FIXTURES = Path(__file__).parent.parent / "fixtures" / "trace"
PROJECT = FIXTURES / "project"


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return read_ontology(PROJECT)


@pytest.fixture(scope="module")
def traces(ontology: Graph) -> dict[str, Trace]:
    sources = Sources(FIXTURES / "sources")
    return {f.name: trace(f, sources, ontology) for f in read_folders(PROJECT)}


@pytest.fixture
def in_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "PROJECT", PROJECT)
    monkeypatch.setenv("DXPLAN_SOURCES", str(FIXTURES / "sources"))
    monkeypatch.chdir(PROJECT)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        trace_command.command, arguments, standalone_mode=False, catch_exceptions=False
    )


def test_properties_come_from_the_ontology(ontology: Graph) -> None:
    assert printed_properties(ontology) == {
        DXP.printedText,
        DXP.printedLabel,
        DXP.printedFigure,
        DXP.printedCount,
    }


def test_ontology_without_printed_text_is_refused() -> None:
    with pytest.raises(DataError, match="printedText"):
        printed_properties(Graph())


def test_folders_are_the_graphs_of_data() -> None:
    folders = read_folders(PROJECT)
    assert [(f.name, f.source) for f in folders] == [
        ("policies", None),
        ("town/faulty-2024", "town-plan"),
        ("town/plan-2024", "town-plan"),
    ]


def test_all_of_a_good_folder_stands(traces: dict[str, Trace]) -> None:
    good = traces["town/plan-2024"]
    assert (good.resources, good.values, good.standing, good.findings) == (4, 6, 6, ())


def test_each_fault_is_found_at_its_line(traces: dict[str, Trace]) -> None:
    faulty = traces["town/faulty-2024"]
    assert [(f.line, f.code) for f in faulty.findings] == [
        (9, "absent"),
        (12, "inside-number"),
        (15, "empty"),
        (18, "unplaced"),
        (20, "unplaced"),
        (21, "malformed"),
        (22, "backward"),
        (23, "backward"),
        (24, "beyond"),
        (25, "other-document"),
        (27, "blank"),
        (29, "unplaced"),
    ]
    assert (faulty.values, faulty.standing) == (7, 1)


def test_finding_carries_both_texts_and_names(traces: dict[str, Trace]) -> None:
    miss = traces["town/faulty-2024"].findings[0]
    assert miss.wanted == "村のDX計画"
    assert miss.cited == "まちのDX計画"
    assert miss.label == {"ja": "甲", "en": "A"}
    assert miss.property == {"ja": "印字の名称", "en": "printed label"}
    assert [(p.first, p.last) for p in miss.places] == [(1, 1)]


def test_shared_folder_may_cite_several_documents(traces: dict[str, Trace]) -> None:
    shared = traces["policies"]
    assert (shared.source, shared.values, shared.standing) == (None, 2, 2)
    assert [(f.line, f.code) for f in shared.findings] == [(10, "unknown-document")]


def test_every_kind_of_finding_was_seen_and_worded(traces: dict[str, Trace]) -> None:
    seen = {f.code for t in traces.values() for f in t.findings}
    assert seen == set(TRACE_SENTENCES)
    assert all(s["ja"] and s["en"] for s in TRACE_SENTENCES.values())
    ledger_codes = {
        "unaccounted",
        "double",
        "uncited",
        "backward",
        "beyond",
        "order",
        "status",
        "note",
    }
    assert set(LEDGER_SENTENCES) == ledger_codes


def test_every_kind_of_finding_is_documented() -> None:
    text = (config.PROJECT / "docs" / "tracing.md").read_text(encoding="utf-8")
    first, second = (
        set(re.findall(r"^\| `([a-z-]+)` \|", part, re.MULTILINE))
        for part in (text.split("## 台帳")[0], text.split("## 台帳")[1].split("| code |")[1])
    )
    assert first == set(TRACE_SENTENCES)
    assert second == set(LEDGER_SENTENCES)


@pytest.mark.parametrize("bases", [[], ["one", "two"]])
def test_document_must_be_one(tmp_path: Path, bases: list[str]) -> None:
    folder = tmp_path / "data" / "town" / "plan"
    folder.mkdir(parents=True)
    lines = [f"@base <https://w3id.org/dxplan/source/{name}> ." for name in bases]
    (folder / "a.ttl").write_text("\n".join(lines) + "\n<x> <x> <x> ." * bool(bases))
    (read,) = read_folders(tmp_path)
    with pytest.raises(DataError, match="@base"):
        _ = read.source


def test_best_match_is_cut_out_of_the_right_text() -> None:
    texts = [fold("関係のない行"), fold("前" * 80 + " 手続きのオンライン化拡大 " + "後" * 80)]
    shown = best_match(fold("手続のオンライン化拡大"), texts)
    assert "手続きのオンライン化拡大" in shown
    assert len(shown) < 80


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(3, 3, "100.0 %"), (9999, 10000, "99.9 %"), (0, 4, "0.0 %"), (0, 0, "–")],
)
def test_share_is_never_rounded_up(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


@pytest.mark.parametrize(
    ("arguments", "code", "names"),
    [
        ([], 1, ["policies", "town/faulty-2024", "town/plan-2024"]),
        (["town/plan-2024"], 0, ["town/plan-2024"]),
        (["town"], 1, ["town/faulty-2024", "town/plan-2024"]),
        (["data/town/plan-2024/"], 0, ["town/plan-2024"]),
        (["town-plan"], 1, ["town/faulty-2024", "town/plan-2024"]),
        (["policies", "town/plan-2024"], 1, ["policies", "town/plan-2024"]),
    ],
)
@pytest.mark.usefixtures("in_project")
def test_command_chooses_folders(arguments: list[str], code: int, names: list[str]) -> None:
    result = run("--format", "json", *arguments)
    assert result.return_value == code
    assert [d["name"] for d in json.loads(result.output)["documents"]] == names


@pytest.mark.parametrize("wanted", ["village", "town/plan", "tow"])
@pytest.mark.usefixtures("in_project")
def test_command_refuses_what_is_not_there(wanted: str) -> None:
    with pytest.raises(UsageError, match="town/plan-2024"):
        run(wanted)


@pytest.mark.usefixtures("in_project")
def test_text_report_names_file_line_and_both_texts() -> None:
    lines = run("town/faulty-2024").output.splitlines()
    start = lines.index(
        "data/town/faulty-2024/plan.ttl:9: 引用した行に、この文字がありません。"
        "行番号か、書き写した文字を直してください。 [absent]"
    )
    assert lines[start + 1 : start + 5] == [
        "  資源        甲 <https://w3id.org/dxplan/id/a>",
        "  項目        印字の名称 (dxp:printedLabel)",
        "  値          「村のDX計画」",
        "  引用した行  town-plan 1 行 「まちのDX計画」",
    ]
    assert ["合計", "5", "7", "1", "14.2", "%"] in [line.split() for line in lines]
    assert lines[-1] == "指摘 12 件"


@pytest.mark.usefixtures("in_project")
def test_text_report_in_english() -> None:
    output = run("--lang", "en", "town/plan-2024").output
    assert output.splitlines()[-1] == "No findings."
    assert "100.0 %" in output


@pytest.mark.usefixtures("in_project")
def test_json_report_counts() -> None:
    report = json.loads(run("--format", "json").output)
    assert report["total"] == {"resources": 11, "values": 15, "standing": 9}
    finding = report["documents"][1]["findings"][0]
    assert finding["places"] == ["https://w3id.org/dxplan/source/town-plan#line=0,1"]
    assert (finding["file"], finding["line"]) == ("data/town/faulty-2024/plan.ttl", 9)
    assert set(finding["message"]) == {"ja", "en"}


@pytest.mark.usefixtures("in_project")
def test_coverage_of_a_good_folder() -> None:
    result = run("--coverage", "town/plan-2024", "--lang", "en")
    assert result.return_value == 0
    rows = [line.split() for line in result.output.splitlines()]
    assert ["town/plan-2024", "8", "7", "7", "100.0", "%"] in rows
    assert ["transcribed", "(transcribed)", "1", "7", "100.0", "%"] in rows


@pytest.mark.usefixtures("in_project")
def test_coverage_names_each_gap() -> None:
    result = run("--coverage", "town/faulty-2024", "--format", "json")
    assert result.return_value == 1
    (document,) = json.loads(result.output)["documents"]
    assert [(f["code"], f["line"], f["first"], f["last"]) for f in document["findings"]] == [
        ("uncited", None, 3, 4),
        ("double", None, 4, 4),
        ("note", 3, 4, 5),
        ("order", 3, 4, 5),
        ("unaccounted", None, 6, 6),
        ("beyond", 4, 7, 9),
        ("status", 4, 7, 9),
    ]
    assert document["accounted"] == 5
    assert document["statuses"]["contxt"] == {"rows": 1, "filled": 2}


@pytest.mark.usefixtures("in_project")
def test_coverage_text_shows_ledger_line_and_source_text() -> None:
    lines = run("--coverage", "town/faulty-2024").output.splitlines()
    at = lines.index(
        "data/town/faulty-2024/ledger.tsv: 台帳のどの行にも入っていません。 [unaccounted]"
    )
    assert lines[at + 1] == "  town-plan 6 行 「1-① 手続きの」"


def test_coverage_needs_the_ledger(tmp_path: Path) -> None:
    folder = Folder("town/x", tmp_path, read_folders(PROJECT)[1].files, is_document=True)
    with pytest.raises(DataError, match="ledger"):
        trace_command._account(folder, "town-plan", Sources(FIXTURES / "sources"), {})
