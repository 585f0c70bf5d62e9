"""The documents name what there is: commands, settings, routes, targets, files; links lead on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from service.cli import COMMANDS, group
from service.config import PROJECT, SETTINGS
from tests.docs import reading

REQUIRED: Final = ("README.md", "CONTRIBUTING.md", "docs/model.md", "docs/settings.md")
FILES: Final = sorted(
    str(path.relative_to(PROJECT))
    for path in [*PROJECT.glob("*.md"), *PROJECT.rglob("docs/**/*.md")]
    if not {".venv", "node_modules", "var"}.intersection(path.relative_to(PROJECT).parts)
)
FOLDERS: Final = ("ontology", "data", "shapes", "queries", "service", "setup", "tests", "docs")


def _text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def _documented() -> str:
    """Code in README and docs, where a reader looks for a command or a route."""
    names = [name for name in FILES if name == "README.md" or name.startswith("docs/")]
    return "\n".join(code for name in names for code in reading.code(_text(name)))


@pytest.mark.parametrize("name", REQUIRED)
def test_document_is_there(name: str) -> None:
    assert len(_text(name)) > 500


# --- what there is, is documented ---------------------------------------------------------


def test_the_two_commands_stand_on_the_first_screen_of_the_readme() -> None:
    screen = "\n".join(_text("README.md").splitlines()[:40])
    assert "make serve" in screen
    assert "make test" in screen


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented(command: str) -> None:
    assert re.search(rf"\bdxplan {command}\b", _documented())


@pytest.mark.parametrize("command", COMMANDS)
def test_command_has_help_in_both_languages(command: str) -> None:
    result = CliRunner().invoke(group, [command, "--help"], prog_name="dxplan")
    assert result.exit_code == 0, result.output
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", result.output)
    assert re.search(r"[A-Za-z]{4,} [a-z]+ [a-z]+", result.output)


def test_settings_are_the_table_in_the_code() -> None:
    rows = reading.table(_text("docs/settings.md"), "setting")
    expected = [[row.name, _default(row.default), row.ja, row.en] for row in SETTINGS]
    assert rows == expected
    assert len(rows) >= 12


def _default(text: str) -> str:
    """Paths are documented relative to the project."""
    for folder, name in ((PROJECT, ""), (PROJECT.parent, "../")):
        if text.startswith(f"{folder}/"):
            return name + text.removeprefix(f"{folder}/")
    return text


def test_routes_are_documented() -> None:
    from service import create_app  # noqa: PLC0415

    documented = _documented()
    routes = create_app().url_map.iter_rules()
    rules = sorted({route.rule for route in routes if route.endpoint != "static"})
    fixed = [re.sub(r"<[^>]*>.*", "", rule) for rule in rules]
    missing = [rule for rule, part in zip(rules, fixed, strict=True) if part not in documented]
    assert len(rules) >= 3
    assert missing == []


# --- what is documented, there is ---------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_links_lead_somewhere(name: str) -> None:
    assert reading.dead(PROJECT / name) == []


def _found(pattern: str) -> dict[str, set[str]]:
    return {name: set(re.findall(pattern, "\n".join(reading.code(_text(name))))) for name in FILES}


def _wrong(found: dict[str, set[str]], right: set[str]) -> dict[str, set[str]]:
    assert any(found.values()), "nothing was found: is the pattern right?"
    return {name: words - right for name, words in found.items() if words - right}


def test_commands_in_documents_exist() -> None:
    found = _found(r"(?m)(?:^|[\s/`])dxplan ([a-z]+)")
    assert _wrong(found, set(COMMANDS)) == {}


def test_targets_in_documents_exist() -> None:
    targets = re.search(r"(?m)^\.PHONY: (.+)$", _text("Makefile"))
    assert targets
    assert _wrong(_found(r"(?m)(?:^\$? ?|`)make ([a-z]+)"), set(targets[1].split())) == {}


def test_settings_in_documents_exist() -> None:
    assert _wrong(_found(r"\bDXPLAN_[A-Z_]+"), {row.name for row in SETTINGS}) == {}


@pytest.mark.parametrize("name", FILES)
def test_paths_in_documents_exist(name: str) -> None:
    spans = {code.strip() for code in reading.code(_text(name))}
    paths = {span for span in spans if re.fullmatch(rf"(?:{'|'.join(FOLDERS)})/[\w./*-]*", span)}
    assert [path for path in sorted(paths) if not _there(path)] == []


def _there(path: str) -> bool:
    return any(PROJECT.glob(path.rstrip("/")))


# --- the reading itself -------------------------------------------------------------------


def test_dead_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# 見出し One, two\n", encoding="utf-8")
    text = (
        "# Top\n[a](other.md) [b](none.md) [c](other.md#見出し-one-two) [d](other.md#three)\n"
        "[e](#top) [f](#bottom) [g](https://w3id.org/x) ![h](none.svg) `[i](code.md)`\n"
        "```\n[j](block.md)\n```\n"
    )
    file = tmp_path / "one.md"
    file.write_text(text, encoding="utf-8")
    assert reading.dead(file) == ["none.md", "other.md#three", "#bottom", "none.svg"]


def test_code_and_tables_are_found() -> None:
    text = (
        "Run `make serve` or\n\n```sh\ndxplan build\n```\n\n| a | b |\n|---|---|\n| `x` | y\\|z |\n"
    )
    assert reading.code(text) == ["dxplan build\n", "make serve", "x"]
    assert reading.table(text, "a") == [["x", "y|z"]]
