"""The curated mappings of the project: complete, without a finding, and good SSSOM."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from service.config import PROJECT
from service.mapping_findings import findings, known
from service.mapping_rules import document
from service.sssom import read_table

FOLDER: Final = PROJECT / "data" / "mappings"
DOCUMENTS: Final = {
    "chiyoda-committee-2024-11",
    "chuo-strategy-2024",
    "nakano-plan-2-draft-2021",
    "nakano-progress-fy2024",
    "taito-plan-2021",
}
TABLES: Final = sorted(FOLDER.glob("*.sssom.tsv"))
# SSSOM's own validation (schema, prefixes, form of CURIEs), one process for all files; what it
# says besides errors concerns our own columns, which it leaves out of its model
VALIDATE: Final = """
import logging, sys
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
logging.disable(logging.WARNING)
for path in sys.argv[1:]:
    try:
        reports = validate(parse_sssom_table(path), fail_on_error=False)
    except Exception as fault:
        print(path, repr(fault))
        continue
    print(path, sum(len(report.results) for report in reports.values()), len(reports))
"""

NEEDS_TOOL: Final = pytest.mark.skipif(
    find_spec("sssom") is None,
    reason="SSSOM's own tool is not installed (pip install '.[mappings]')",
)


def _by_its_own_tool(*paths: Path) -> list[str]:
    command = [sys.executable, "-W", "ignore", "-c", VALIDATE, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return [line.removeprefix(f"{FOLDER}/") for line in done.stdout.splitlines()]


def test_every_document_and_the_themes_have_a_table() -> None:
    names = {path.name.removesuffix(".sssom.tsv") for path in TABLES}
    assert names == {*DOCUMENTS, "themes"}
    published = known(PROJECT)
    assert {path.name for path in TABLES if document(read_table(path), published)} == {
        f"{name}.sssom.tsv" for name in DOCUMENTS
    }


def test_no_table_has_a_finding_and_no_element_is_left_out() -> None:
    assert [(f.path, f.line, f.message["en"]) for f in findings(TABLES, PROJECT)] == []


@NEEDS_TOOL
def test_sssoms_own_tool_finds_nothing() -> None:
    assert _by_its_own_tool(*TABLES) == [f"{path.name} 0 3" for path in TABLES]


@NEEDS_TOOL
@pytest.mark.parametrize(
    ("old", "new"),
    [("\t1.0\t", "\t7\t"), ("semapv:ManualMappingCuration", "somewhere:Else")],
)
def test_sssoms_own_tool_would_find_something(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "themes.sssom.tsv"
    text = (FOLDER / "themes.sssom.tsv").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    (line,) = _by_its_own_tool(path)
    assert not line.endswith(" 0 3")
