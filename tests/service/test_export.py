"""Writing the build out: every format says the same, always in the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from service import export_command
from service.build import Options, build
from service.errors import EngineUnavailable, EnvironmentFault, UsageError
from service.export import FORMATS, SUFFIXES, export

FIXTURE = Path(__file__).parents[1] / "fixtures" / "build" / "project"
GRAPH = "https://w3id.org/dxplan/graph/"
CHUO = "chuo/strategy-2024"
WITH_NAMES = ("trig", "nquads", "jsonld")


class Silent:
    def begin(self, ja: str, en: str) -> None: ...

    def end(self, seconds: float, counts: Mapping[str, int | str]) -> None: ...

    def stop(self) -> None: ...


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var")
    build(FIXTURE, folder, Options(validate=False), Silent())
    return folder


def quads(content: bytes, form: str) -> ox.Dataset:
    found = ox.Dataset(ox.parse(content, format=FORMATS[form]))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def built(var: Path, name: str | None = None, *, union: bool = False) -> ox.Dataset:
    parsed = ox.parse((var / "current/dataset.nq").read_bytes(), format=ox.RdfFormat.N_QUADS)
    found = ox.Dataset(
        ox.Quad(*quad.triple) if union else quad
        for quad in parsed
        if name is None or quad.graph_name == ox.NamedNode(GRAPH + name)
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_the_whole_build_in_each_format(var: Path, form: str) -> None:
    wanted = built(var, union=form not in WITH_NAMES)
    assert len(wanted) > 100
    assert quads(export(var, form), form) == wanted


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("graph", [CHUO, GRAPH + CHUO, f"/{CHUO}/"])
def test_one_graph_in_each_format(var: Path, form: str, graph: str) -> None:
    wanted = built(var, CHUO, union=form not in WITH_NAMES)
    assert len(wanted) == 15
    assert quads(export(var, form, graph), form) == wanted


def test_the_dump_is_the_dataset(var: Path) -> None:
    assert export(var, "nquads") == (var / "current/dataset.nq").read_bytes()


def test_turtle_is_for_reading(var: Path) -> None:
    text = export(var, "turtle", CHUO).decode()
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "@prefix dxp: <https://w3id.org/dxplan/ontology#> ." in prefixes
    assert 'dxp:printedLabel "目標１"@ja' in text


def test_each_graph_is_written_once_in_trig(var: Path) -> None:
    text = export(var, "trig").decode()
    heads = [line for line in text.splitlines() if line.endswith("{")]
    assert len(heads) == len(set(heads)) == 8


def test_what_a_format_cannot_express_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "builds/x"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"version": "x", "graphs": {}}')
    (tmp_path / "current").symlink_to(folder)
    for line in ('<a:s> <a:1> "v" <a:g> .\n', '<a:s> <a:p> "\\u0001" <a:g> .\n'):
        (folder / "dataset.nq").write_text(line)
        with pytest.raises(UsageError, match="RDF/XML"):
            export(tmp_path, "rdfxml")
        assert export(tmp_path, "turtle")


def test_unknown_names_are_refused_with_those_that_exist(var: Path) -> None:
    with pytest.raises(UsageError, match=r"no graph “chuo”.*chuo/strategy-2024") as caught:
        export(var, "turtle", "chuo")
    assert "「chuo」" in caught.value.ja
    with pytest.raises(UsageError, match=r"no format “xlsx”.*turtle"):
        export(var, "xlsx")


def test_without_a_build_there_is_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="dxplan build"):
        export(tmp_path, "turtle")


# --- the command


def dxplan(*arguments: str, var: Path, seed: str = "0") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "service.cli", "export", *arguments],
        env={**os.environ, "DXPLAN_VAR": str(var), "PYTHONHASHSEED": seed},
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_build_gives_the_same_bytes(var: Path, form: str) -> None:
    runs = [dxplan("--format", form, var=var, seed=seed) for seed in ("1", "2")]
    assert [run.returncode for run in runs] == [0, 0]
    assert runs[0].stdout == runs[1].stdout == export(var, form)
    assert runs[0].stderr == b""


@pytest.fixture
def run(var: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("DXPLAN_VAR", str(var))
    return lambda *arguments: CliRunner().invoke(
        export_command.command, arguments, standalone_mode=False
    )


def test_the_format_follows_the_name_of_the_file(
    var: Path, run: Callable[..., Any], tmp_path: Path
) -> None:
    for suffix, form in SUFFIXES.items():
        path = tmp_path / f"out{suffix}"
        assert run("-o", str(path)).return_value == 0
        assert path.read_bytes() == export(var, form)
        assert path.stat().st_mode & 0o777 == 0o644
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"out{suffix}" for suffix in SUFFIXES
    )
    assert len(SUFFIXES) == len(FORMATS) == 6


def test_formats_by_default(var: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    assert run().stdout_bytes == export(var, "trig")
    assert run("--graph", CHUO).stdout_bytes == export(var, "turtle", CHUO)
    path = tmp_path / "out.txt"
    assert run("-o", str(path), "--format", "jsonld", "--graph", CHUO).return_value == 0
    assert path.read_bytes() == export(var, "jsonld", CHUO)


def test_a_file_that_cannot_be_written(run: Callable[..., Any], tmp_path: Path) -> None:
    done = run("-o", str(tmp_path / "none" / "out.ttl"))
    assert isinstance(done.exception, EnvironmentFault)


def test_faults_of_the_command(var: Path, tmp_path: Path) -> None:
    for arguments in (["--graph", "none"], ["--format", "xlsx"], ["-o", str(tmp_path)]):
        done = dxplan(*arguments, var=var)
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"Traceback" not in done.stderr


def test_a_reader_that_stops_reading_is_no_fault(var: Path) -> None:
    command = f"{sys.executable} -m service.cli export | head -c 1"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "DXPLAN_VAR": str(var)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == b"@"
    assert done.stderr == b""


def test_help_is_in_both_languages() -> None:
    done = CliRunner().invoke(export_command.command, ["--help"])
    assert done.exit_code == 0
    for word in ("グラフを書き出す", "Write the graph out", "--graph", "jsonld", "--output"):
        assert word in done.output
