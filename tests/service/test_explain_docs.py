"""The examples of docs/explaining.md and docs/explaining.ja.md are what the command answers."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from service import cli
from service.closure import LEFT_OUT
from service.config import PROJECT
from tests.docs import reading

EXAMPLE = re.compile(
    r"```sh\n\.venv/bin/dxplan (explain [^\n]+)\n```\n\n```text\n(.*?)```\n", re.DOTALL
)
COMMAND = re.compile(r"^\.venv/bin/dxplan explain ", re.MULTILINE)


@pytest.mark.parametrize("name", ["explaining.md", "explaining.ja.md"])
def test_what_is_left_out_of_the_closure_is_the_table_in_the_code(name: str) -> None:
    rows = reading.table((PROJECT / "docs" / name).read_text(encoding="utf-8"), "left out")
    assert [kind for kind, _ in rows] == list(LEFT_OUT)
    assert all(reason for _, reason in rows)


@pytest.mark.parametrize("name", ["explaining.md", "explaining.ja.md"])
def test_examples(
    name: str,
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "current").symlink_to(built)
    monkeypatch.setenv("DXPLAN_VAR", str(tmp_path))
    text = (PROJECT / "docs" / name).read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    assert len(examples) == len(COMMAND.findall(text)) == 4
    codes = []
    for command, expected in examples:
        with pytest.raises(SystemExit) as ended:
            cli.main(shlex.split(command))
        output, errors = capfd.readouterr()
        assert output + errors == expected, command
        codes.append(ended.value.code)
    assert codes == [0, 0, 0, 1]
