"""A published plan, written to a workbook and read back, is the same to the last triple.

The figures of ``EXPECTED`` were counted in the Turtle files with another program: statements
whose subject is of a class that the workbook has a sheet for.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import RDF, Graph

from service import config, template_command, workbook_read, workbook_write
from service.namespaces import DXP
from service.workbook_layout import by_class, sheets
from service.workbook_names import Published
from service.workbook_rows import Filled, empty, fill, folders
from service.workbook_upload import Upload

# document -> statements, rows
EXPECTED = {
    "chiyoda/committee-2024-11": (13450, 1270),
    "chuo/strategy-2024": (6272, 662),
    "nakano/plan-2-draft-2021": (10138, 1093),
    "nakano/progress-fy2024": (8880, 1077),
    "taito/plan-2021": (5621, 577),
}


@cache
def published() -> Published:
    return Published(config.PROJECT)


@cache
def filled(folder: str) -> Filled:
    return fill(config.PROJECT, folder, published())


@cache
def as_xlsx(folder: str) -> bytes:
    ward = folder.partition("/")[0]
    return workbook_write.xlsx(filled(folder).tables, published(), ward)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def stated(folder: str) -> set[tuple[object, ...]]:
    """What the Turtle files say of everything that has a sheet; not by way of the workbook."""
    graph = Graph(bind_namespaces="none")
    for path in sorted((config.PROJECT / "data" / folder).glob("*.ttl")):
        graph.parse(path)
    kinds = [DXP[name] for sheet in sheets() for name in sheet.classes]
    subjects = {s for kind in kinds for s in graph.subjects(RDF.type, kind)}
    return {triple for triple in graph if triple[0] in subjects}


def same(upload: Upload, folder: str) -> None:
    assert upload.faults == []
    assert upload.folder == folder
    assert set(upload.graph) == filled(folder).triples
    assert len(upload.graph) == EXPECTED[folder][0]


def test_the_documents_are_those_that_are_published() -> None:
    assert sorted(EXPECTED) == folders(config.PROJECT)


@pytest.mark.parametrize("folder", EXPECTED)
def test_the_sheets_hold_every_statement_about_their_rows(folder: str) -> None:
    found = filled(folder)
    assert found.left == set()
    assert {tuple(t) for t in found.triples} == stated(folder)
    assert (len(found.triples), sum(len(t.rows) for t in found.tables)) == EXPECTED[folder]


@pytest.mark.parametrize("folder", EXPECTED)
def test_a_workbook_reads_back_as_the_same_statements(folder: str) -> None:
    same(workbook_read.read(as_xlsx(folder), "plan.xlsx", published()), folder)


@pytest.mark.parametrize("folder", EXPECTED)
def test_csv_reads_back_as_the_same_statements(folder: str) -> None:
    files = workbook_write.csv_files(filled(folder).tables)
    assert len(files) == len(sheets())
    same(workbook_read.read(zipped(files), "plan.zip", published()), folder)


def test_every_statement_has_a_cell_that_holds_it() -> None:
    folder = "chuo/strategy-2024"
    upload = workbook_read.read(as_xlsx(folder), "plan.xlsx", published())
    assert set(upload.positions) == set(upload.graph)
    checked = 0
    for (subject, predicate, _), place in upload.positions.items():
        row = upload.rows[subject]
        assert (place.sheet, place.row) == (row.sheet.ja, row.number)
        if predicate != RDF.type:
            column = row.sheet.columns[place.column - 1]
            assert predicate in column.properties.values()
            checked += 1
    assert checked == EXPECTED[folder][0] - EXPECTED[folder][1]


def test_the_same_content_gives_the_same_bytes() -> None:
    again = fill(config.PROJECT, "taito/plan-2021", published()).tables
    assert as_xlsx("taito/plan-2021") == workbook_write.xlsx(again, published(), "taito")
    blank = workbook_write.xlsx(empty(), published(), "chuo")
    assert blank == workbook_write.xlsx(empty(), published(), "chuo")


def test_an_empty_template_holds_no_rows_but_examples() -> None:
    content = workbook_write.xlsx(empty(), published(), "")
    upload = workbook_read.read(content, "empty.xlsx", published())
    assert len(upload.graph) == 0
    assert [fault.code for fault in upload.faults] == ["WB-SOURCE-NONE"]
    pages = [grid.name for grid in upload.book.grids]
    assert pages == ["説明", *(sheet.ja for sheet in sheets()), "一覧"]
    examples = [g for g in upload.book.grids if (3, 1) in g.cells]
    assert sum(g.cells[3, 1].text.startswith("例：") for g in examples) == len(sheets())


def test_headers_are_unique_and_each_class_has_one_sheet() -> None:
    for sheet in sheets():
        headers = [name for column in sheet.columns for name in (column.ja, column.en)]
        assert len(headers) == len(set(headers)), sheet.ja
    assert len(by_class()) == sum(len(sheet.classes) for sheet in sheets()) == 38


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (["--plan", "chuo/strategy-2024"], 662),
        (["--ward", "taito", "--plan", "plan-2021"], 577),
        (["--plan", "informatization-policy-08"], 662),
        (["--ward", "chuo"], 0),
        ([], 0),
    ],
)
def test_the_command_writes_a_workbook(tmp_path: Path, arguments: list[str], rows: int) -> None:
    target = tmp_path / "plan.xlsx"
    done = CliRunner().invoke(template_command.command, [*arguments, "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert f"rows {rows}" in done.output
    upload = workbook_read.read_path(target, published())
    assert len(upload.rows) == rows


def test_the_command_writes_a_folder_of_csv(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    arguments = ["--plan", "taito/plan-2021", "-o", str(target)]
    assert CliRunner().invoke(template_command.command, arguments).exit_code == 0
    same(workbook_read.read_path(target, published()), "taito/plan-2021")


@pytest.mark.parametrize("arguments", [["--plan", "nowhere"], ["--ward", "minato"]])
def test_the_command_refuses_what_is_not_published(tmp_path: Path, arguments: list[str]) -> None:
    target = tmp_path / "plan.xlsx"
    done = CliRunner().invoke(template_command.command, [*arguments, "-o", str(target)])
    assert getattr(done.exception, "exit_code", None) == 2
    assert not target.exists()
