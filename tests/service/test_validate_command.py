"""The command dxplan validate: exit codes, the report in two languages, the other formats."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result
from rdflib import Graph
from rdflib.namespace import RDF, SH

from service import config, validate_command
from service.errors import DataError, UsageError
from service.rdf_input import UnreadableError
from service.report_formats import WRITERS

FIXTURES = Path(__file__).parent.parent / "fixtures" / "validation"
PROJECT = FIXTURES / "project"
FAULTS = 45


@pytest.fixture(autouse=True)
def in_fixtures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "PROJECT", PROJECT)
    monkeypatch.chdir(FIXTURES)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(
        validate_command.command, arguments, standalone_mode=False, catch_exceptions=False
    )


# --- exit codes


@pytest.mark.parametrize(
    ("file", "code"),
    [("conforming.ttl", 0), ("warning.ttl", 0), ("faulty.ttl", 1), ("project/data", 1)],
)
def test_exit_code_tells_errors_from_none(file: str, code: int) -> None:
    assert run(file).return_value == code


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["none.ttl"], UsageError),
        (["house-style/../broken.ttl"], UnreadableError),
        (["conforming.ttl", "--shapes", "house-style"], DataError),
    ],
)
def test_what_cannot_be_checked_is_an_error(arguments: list[str], fault: type[Exception]) -> None:
    with pytest.raises(fault):
        run(*arguments)


def test_broken_files_are_all_named_and_exit_code_is_2(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<a> <b> .\n")
    (tmp_path / "b.nt").write_text("\nb\n")
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "validate", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"{tmp_path}/a.ttl:1" in done.stderr
    assert f"{tmp_path}/b.nt:2" in done.stderr
    assert "Traceback" not in done.stderr


# --- the report for people


def test_report_says_what_where_and_why() -> None:
    lines = run("faulty.ttl").output.splitlines()
    at = lines.index(
        "faulty.ttl:16:5: 誤り: 重さの値「-1」が小さすぎます。0 以上の値を書いてください。"
    )
    assert lines[at + 1 : at + 6] == [
        "  資源  甲 (id:a)",
        "  項目  重さ (dxp:weight)",
        "  値    -1",
        "  原典  town-plan、town-plan 4〜5 行",
        "  規則  MinInclusive",
    ]
    assert lines[-2:] == [
        "誤り 41 件、注意 1 件、助言 3 件",
        "調べたもの: ファイル 1、資源 8、規則 39",
    ]


def test_report_in_english() -> None:
    lines = run("faulty.ttl", "--lang", "en").output.splitlines()
    at = lines.index(
        "faulty.ttl:16:5: error: the value “-1” of weight is too small; write 0 or more"
    )
    assert lines[at + 2] == "  property  weight (dxp:weight)"
    assert lines[-2] == "error: 41, warning: 1, hint: 3"


def test_report_is_in_order() -> None:
    heads = [line for line in run("faulty.ttl").output.splitlines() if line.startswith("faulty")]
    numbers = [int(head.split(":")[1]) for head in heads]
    assert len(numbers) == FAULTS
    assert numbers == sorted(numbers)


def test_warnings_are_said_not_to_fail() -> None:
    assert "誤りはありません。注意と助言では不合格になりません。" in run("warning.ttl").output
    assert "不合格" not in run("faulty.ttl").output
    assert run("conforming.ttl").output.startswith("指摘はありません。")


# --- the reports for programs


def test_json() -> None:
    report = json.loads(run("faulty.ttl", "--format", "json").output)
    assert report["conforms"] is False
    assert len(report["findings"]) == FAULTS
    finding = next(f for f in report["findings"] if f["code"] == "Pattern")
    assert finding == {
        "severity": "error",
        "code": "Pattern",
        "file": "faulty.ttl",
        "line": 27,
        "column": 5,
        "cell": None,
        "resource": "https://w3id.org/dxplan/id/a",
        "label": {"ja": "甲", "en": "A"},
        "property": "https://w3id.org/dxplan/ontology#code",
        "propertyLabel": {"ja": "記号", "en": "code"},
        "value": '"ZZZ"',
        "valueLabel": {"ja": "ZZZ", "en": "ZZZ"},
        "message": finding["message"],
        "places": [
            "https://w3id.org/dxplan/source/town-plan",
            "https://w3id.org/dxplan/source/town-plan#line=3,5",
        ],
        "rule": "https://w3id.org/dxplan/shapes/Pattern",
    }
    assert set(finding["message"]) == {"ja", "en"}


def test_csv_is_safe_to_open_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "formula.ttl"
    path.write_text(
        "<https://e.org/x> a <https://w3id.org/dxplan/ontology#Thing> ;\n"
        '  <https://w3id.org/dxplan/ontology#code> "=HYPERLINK()" .\n'
    )
    output = run(str(path), "--format", "csv", "--lang", "en").output
    (row,) = csv.DictReader(io.StringIO(output))
    assert row["value"] == "'=HYPERLINK()"
    assert (row["severity"], row["code"]) == ("error", "Pattern")
    assert (row["line"], row["column"]) == ("2", "43")
    assert "=HYPERLINK()” of code" in row["message"]


def test_csv_has_a_row_for_each_finding() -> None:
    rows = list(csv.DictReader(io.StringIO(run("faulty.ttl", "--format", "csv").output)))
    assert len(rows) == FAULTS
    assert rows[0]["message"].startswith("名称に同じ言語の値")


def test_sarif() -> None:
    log = json.loads(run("faulty.ttl", "--format", "sarif", "--lang", "en").output)
    assert log["version"] == "2.1.0"
    (only,) = log["runs"]
    assert len(only["results"]) == FAULTS
    rules = {rule["id"] for rule in only["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in only["results"]} == rules
    assert {result["level"] for result in only["results"]} == {"error", "warning", "note"}
    result = next(r for r in only["results"] if r["ruleId"] == "Pattern")
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "faulty.ttl"},
        "region": {"startLine": 27, "startColumn": 5},
    }
    assert result["message"]["text"].startswith("the value “ZZZ” of code")


def test_turtle_is_a_shacl_report() -> None:
    output = run("faulty.ttl", "worded.ttl", "--format", "turtle").output
    assert sum(1 for _ in pyoxigraph.parse(output, format=pyoxigraph.RdfFormat.TURTLE)) > 400
    graph = Graph().parse(data=output, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(report, SH.result))
    assert len(results) == len(
        json.loads(run("faulty.ttl", "worded.ttl", "--format", "json").output)["findings"]
    )
    for result in results:
        languages = sorted(
            getattr(m, "language", "") for m in graph.objects(result, SH.resultMessage)
        )
        assert languages == ["en", "ja"]
        assert graph.value(result, SH.resultSeverity) in (SH.Violation, SH.Warning, SH.Info)
    paths = [p for r in results for p in graph.objects(r, SH.resultPath)]
    assert any(graph.value(p, SH.inversePath) is not None for p in paths)
    assert any(graph.value(p, SH.alternativePath) is not None for p in paths)
    assert any(graph.value(p, RDF.first) is not None for p in paths)


@pytest.mark.parametrize("form", WRITERS)
def test_report_is_the_same_at_every_run(form: str) -> None:
    outputs = set()
    for seed in ("1", "2"):
        code = (
            "from pathlib import Path; from service import config, cli; "
            f"config.PROJECT = Path({str(PROJECT)!r}); "
            f"cli.main(['validate', 'faulty.ttl', 'worded.ttl', '--format', {form!r}])"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert done.returncode == 1, done.stderr
        outputs.add(done.stdout)
    assert len(outputs) == 1
