"""The build: what it makes, that it is repeatable, and that nothing is replaced on a fault."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from service import build_command, product
from service.build import Options, Outcome, build
from service.build_folder import BuildFolder
from service.closure import Difference
from service.errors import DataError, EnvironmentFault
from service.inputs import input_hash
from service.reasoning import Derivation
from tests.service.rl_rules import follows

FIXTURE = Path(__file__).parents[1] / "fixtures" / "build" / "project"
GOALS = "data/chuo/strategy-2024/goals.ttl"
GRAPH = "https://w3id.org/dxplan/graph/"
DXP = "https://w3id.org/dxplan/ontology#"
ID = "https://w3id.org/dxplan/id/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ENTITY = "http://www.w3.org/ns/prov#Entity"

PLAN, GOAL = f"{ID}chuo/strategy-2024", f"{ID}chuo/strategy-2024/goal/01"
MEASURE, WARD = f"{ID}chuo/strategy-2024/measure/01", f"{ID}chuo"
INFERRED = {
    f"<{s}> <{p}> {o}"
    for s, p, o in [
        (GOAL, RDF_TYPE, f"<{ENTITY}>"),
        (GOAL, RDF_TYPE, f"<{DXP}PlanItem>"),
        (GOAL, f"{DXP}hasPart", f"<{MEASURE}>"),
        (GOAL, f"{DXP}partOf", f"<{PLAN}>"),
        (GOAL, f"{DXP}printedText", '"目標１"@ja'),
        (GOAL, f"{DXP}responsible", f"<{WARD}>"),
        (MEASURE, RDF_TYPE, f"<{ENTITY}>"),
        (MEASURE, RDF_TYPE, f"<{DXP}HeldItem>"),
        (MEASURE, f"{DXP}partOf", f"<{GOAL}>"),
        (MEASURE, f"{DXP}partOf", f"<{PLAN}>"),
        (MEASURE, f"{DXP}printedText", '"施策①"@ja'),
        (MEASURE, f"{DXP}responsible", f"<{WARD}>"),
        (PLAN, RDF_TYPE, f"<{ENTITY}>"),
        (PLAN, f"{DXP}hasPart", f"<{GOAL}>"),
        (PLAN, f"{DXP}hasPart", f"<{MEASURE}>"),
        (PLAN, f"{DXP}printedText", '"中央区情報化基本方針"@ja'),
        (f"{DXP}Goal", "http://www.w3.org/2000/01/rdf-schema#subClassOf", f"<{ENTITY}>"),
        (f"{DXP}directPartOf", "http://www.w3.org/2000/01/rdf-schema#domain", f"<{ENTITY}>"),
    ]
}


class Silent:
    """A listener that remembers the steps."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.stopped = 0

    def begin(self, ja: str, en: str) -> None:
        assert ja
        self.steps.append(en)

    def end(self, seconds: float, counts: Mapping[str, int | str]) -> None:
        assert seconds >= 0
        assert isinstance(counts, dict)

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURE, tmp_path / "project"))


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def make(project: Path, var: Path, **options: bool) -> Outcome:
    return build(project, var, Options(**{"validate": False, **options}), Silent())


def append(project: Path, name: str, text: str) -> None:
    with (project / name).open("a", encoding="utf-8") as file:
        file.write(text)


def folders(var: Path) -> list[str]:
    return sorted(path.name for path in (var / "builds").iterdir())


def snapshot(var: Path) -> tuple[str, list[str], str]:
    current = var / "current"
    return (
        str(current.readlink()),
        folders(var),
        hashlib.sha256((current / "dataset.nq").read_bytes()).hexdigest(),
    )


def _version(content: bytes) -> str:
    """Return the checksum of all lines but the one that tells it, which is checked as well."""
    mark = f'<{GRAPH}build> <http://www.w3.org/2002/07/owl#versionInfo> "'.encode()
    telling = [line for line in content.splitlines(True) if line.startswith(mark)]
    assert len(telling) == 1
    version = hashlib.sha256(content.replace(telling[0], b"")).hexdigest()[:12]
    assert telling[0].startswith(mark + version.encode() + b'"')
    return version


# --- what is made


def test_the_product_is_complete(project: Path, var: Path) -> None:
    outcome = make(project, var)
    current = var / "current"
    content = (current / "dataset.nq").read_bytes()
    assert outcome.changed
    assert outcome.version == _version(content)
    assert str(current.readlink()) == f"builds/{outcome.version}"
    lines = content.decode().splitlines()
    assert lines == sorted(set(lines))
    manifest = json.loads((current / "manifest.json").read_text())
    assert manifest["version"] == outcome.version
    assert manifest["quads"] == len(lines) == sum(manifest["graphs"].values())
    assert manifest["graphs"] == {
        GRAPH + "build": 15,
        GRAPH + "catalogue": 1,
        GRAPH + "chuo/strategy-2024": 15,
        GRAPH + "common": 2,
        GRAPH + "inferred": len(INFERRED),
        # 5 passages of 4 triples, 2 ledger rows of 7
        GRAPH + "ledger": 34,
        GRAPH + "ontology": 37,
        GRAPH + "schemes": 9,
    }
    assert manifest["inputs"] == input_hash(project)
    assert set(manifest["times"]) == {"read", "expand", "reason", "write"}
    assert not manifest["validated"]


def in_graph(var: Path, name: str) -> set[str]:
    end = f" <{GRAPH}{name}> ."
    lines = (var / "current" / "dataset.nq").read_text(encoding="utf-8").splitlines()
    return {line.removesuffix(end) for line in lines if line.endswith(end)}


def test_what_is_inferred_is_in_its_own_graph(project: Path, var: Path) -> None:
    make(project, var)
    assert in_graph(var, "inferred") == INFERRED


def test_sizes_of_graphs_are_in_the_dataset(project: Path, var: Path) -> None:
    make(project, var)
    void = "http://rdfs.org/ns/void#"
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    sizes = in_graph(var, "build")
    assert f'<{GRAPH}inferred> <{void}triples> "18"^^<{integer}>' in sizes
    assert f"<{GRAPH}inferred> <{RDF_TYPE}> <{void}Dataset>" in sizes
    assert len(sizes) == 15


def test_the_store_holds_the_dataset_as_it_is(project: Path, var: Path) -> None:
    make(project, var)
    folder = var / "current"
    store = ox.Store.read_only(str(folder / "store"))
    stored = sorted(f"{quad} ." for quad in store)
    assert stored == (folder / "dataset.nq").read_text(encoding="utf-8").splitlines()
    query = f"SELECT ?s WHERE {{ GRAPH <{GRAPH}inferred> {{ ?s <{DXP}responsible> ?o }} }}"
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["s"].value for row in rows} == {GOAL, MEASURE}


def test_every_inferred_triple_has_premises_that_replay(project: Path, var: Path) -> None:
    make(project, var)
    texts = (var / "current" / "premises.jsonl").read_text(encoding="utf-8").splitlines()
    assert texts == sorted(texts)
    steps = [
        Derivation(tuple(line["t"]), line["r"], tuple(map(tuple, line["p"])))
        for line in map(json.loads, texts)
    ]
    parsed = ox.parse((var / "current" / "dataset.nq").read_bytes(), format=ox.RdfFormat.N_QUADS)
    stated = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in parsed
        if str(quad.graph_name) not in {f"<{GRAPH}inferred>", f"<{GRAPH}build>"}
    }
    known, waiting = set(stated), steps
    while waiting:
        ready = [step for step in waiting if set(step.premises) <= known]
        assert ready, "premises run in a circle or are missing"
        assert all(follows(step, stated) for step in ready)
        known |= {step.triple for step in ready}
        waiting = [step for step in waiting if step.triple not in known]
    named = {" ".join(s.triple) for s in steps if not any(t.startswith("_:") for t in s.triple)}
    assert named == INFERRED


def test_the_same_inputs_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(project, tmp_path / "other place" / "プロジェクト")
    made = []
    for number, (folder, seed) in enumerate([(project, "1"), (elsewhere, "2"), (project, "3")]):
        var = tmp_path / f"var{number}"
        code, _, error = dxplan(
            "build", "--no-validate", "--project", str(folder), var=var, seed=seed
        )
        assert code == 0, error
        made.append([(var / "current" / n).read_bytes() for n in ("dataset.nq", "premises.jsonl")])
    assert made[0] == made[1] == made[2]


# --- when something is built, and what becomes of older builds


def test_nothing_is_done_if_nothing_has_changed(project: Path, var: Path) -> None:
    first = make(project, var)
    before = (var / "current" / "manifest.json").stat()
    listener = Silent()
    again = build(project, var, Options(validate=False), listener)
    assert again == Outcome(first.version, changed=False)
    assert listener.steps == []
    assert (var / "current" / "manifest.json").stat() == before


@pytest.mark.parametrize(
    "name",
    [GOALS, "ontology/dxp.ttl", "shapes/structure.ttl", "data/chuo/strategy-2024/ledger.tsv"],
)
def test_any_changed_input_makes_a_new_build(project: Path, var: Path, name: str) -> None:
    version = make(project, var).version
    append(project, name, "\n" if name.endswith(".tsv") else "# a remark\n")
    outcome = make(project, var)
    # a remark changes no triple, so the dataset keeps its name
    assert outcome == Outcome(version, changed=True)
    assert folders(var) == [version]
    assert not make(project, var).changed


def test_an_edit_while_the_build_runs_is_not_lost(project: Path, var: Path) -> None:
    class Editor(Silent):
        def begin(self, ja: str, en: str) -> None:
            super().begin(ja, en)
            if en == "reason":
                append(project, GOALS, f"<{ID}x> a <{DXP}Passage> .\n")

    first = build(project, var, Options(validate=False), Editor()).version
    (project / GOALS).write_bytes((FIXTURE / GOALS).read_bytes())
    assert make(project, var) == Outcome(first, changed=True)
    assert not make(project, var).changed


def test_force_builds_all_the_same(project: Path, var: Path) -> None:
    make(project, var)
    assert make(project, var, force=True).changed


def test_a_build_without_validation_does_not_pass_for_a_validated_one(
    project: Path, var: Path
) -> None:
    make(project, var)
    assert make(project, var, validate=True).changed
    assert not make(project, var, validate=True).changed
    assert not make(project, var).changed


def test_a_damaged_build_is_made_again(project: Path, var: Path) -> None:
    version = make(project, var).version
    for name in ("manifest.json", "dataset.nq"):
        (var / "current" / name).unlink()
        shutil.rmtree(var / "builds" / str(version)) if name == "dataset.nq" else None
        assert make(project, var).changed
    (var / "current" / "manifest.json").write_text("[]")
    assert make(project, var).changed


def test_the_previous_build_is_kept_and_older_ones_go(project: Path, var: Path) -> None:
    versions = []
    for number in range(3):
        append(project, GOALS, f"<{ID}x/{number}> a <{DXP}Passage> .\n")
        versions.append(str(make(project, var).version))
    assert len(set(versions)) == 3
    assert folders(var) == sorted(versions[1:])
    assert (var / "current").readlink().name == versions[2]


def test_going_back_to_the_previous_data_brings_back_its_build(project: Path, var: Path) -> None:
    first = make(project, var).version
    original = (project / GOALS).read_bytes()
    append(project, GOALS, f"<{ID}x> a <{DXP}Passage> .\n")
    second = make(project, var).version
    (project / GOALS).write_bytes(original)
    assert make(project, var) == Outcome(first, changed=True)
    assert folders(var) == sorted([str(first), str(second)])


def test_what_an_interrupted_build_left_is_swept_up(project: Path, var: Path) -> None:
    (var / "builds" / ".new-abc" / "store").mkdir(parents=True)
    (var / "builds" / ".old-abc").mkdir()
    version = make(project, var).version
    assert folders(var) == [version]


def test_a_reader_always_sees_a_whole_build(project: Path, var: Path) -> None:
    make(project, var)
    done, seen, faults = threading.Event(), set[str](), list[str]()

    def read() -> None:
        while not done.is_set():
            folder = (var / "current").resolve()
            manifest = json.loads((folder / "manifest.json").read_bytes())
            content = (folder / "dataset.nq").read_bytes()
            if _version(content) != manifest["version"]:
                faults.append(manifest["version"])
            seen.add(manifest["version"])

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(4):
        append(project, GOALS, f"<{ID}x/{number}> a <{DXP}Passage> .\n")
        make(project, var)
    done.set()
    reader.join()
    assert not faults
    assert len(seen) >= 2


# --- faults: nothing is replaced

FAULTS: list[tuple[str, str, str, int, str, str]] = [
    ("syntax", GOALS, "<a:x> <a:p> ;\n", 16, "目的語", "object"),
    ("prefix", GOALS, "\n<a:x> a no:Where .\n", 17, "接頭辞", "prefix"),
    ("blank node", GOALS, "<a:x> <a:p> [ <a:q> 1 ] .\n", 16, "空白ノード", "blank nodes"),
    ("figure", GOALS, "<a:x> <a:p> 80.0 .\n", 16, "正規形", "canonical"),
    ("language", GOALS, '<a:x> <a:p> "x"@ja-JP .\n', 16, "小文字", "lower case"),
    (
        "no figure",
        GOALS,
        f'<a:x> <a:p> "六"^^<{DXP}x>, "六"^^xsd:integer .\n',
        16,
        "接頭辞",
        "prefix",
    ),
    ("place", GOALS, "<a:x> <a:p>\n  <#line=9> .\n", 17, "#line=A,B", "#line=A,B"),
    (
        "same",
        GOALS,
        "<a:x> <http://www.w3.org/2002/07/owl#sameAs> <a:y> .\n",
        16,
        "sameAs",
        "sameAs",
    ),
    ("disjoint", GOALS, f"<{GOAL}> a\n  dxp:Plan .\n", 17, "互いに素", "disjoint"),
    ("twice", GOALS, f"<{GOAL}> dxp:number 2 .\n", 16, "二つ", "has two"),
    ("ledger", "data/chuo/strategy-2024/ledger.tsv", "11\t12\tdone\t\t\n", 4, "語彙", "vocabulary"),
    ("list", "ontology/dxp.ttl", "dxp:A owl:unionOf dxp:B .\n", 41, "リスト", "list"),
]


@pytest.mark.parametrize("case", FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_names_its_place_and_replaces_nothing(
    project: Path, var: Path, case: tuple[str, str, str, int, str, str]
) -> None:
    _, name, text, line, ja, en = case
    make(project, var)
    before = snapshot(var)
    append(project, name, text)
    with pytest.raises(DataError) as caught:
        make(project, var)
    assert caught.value.path == project / name
    assert caught.value.line == line
    assert caught.value.ja.startswith(f"{project / name}:{line}: ")
    assert ja in caught.value.ja
    assert en in caught.value.en
    assert snapshot(var) == before


def test_a_contradiction_names_all_that_it_rests_on(project: Path, var: Path) -> None:
    append(project, GOALS, f"<{GOAL}> a dxp:Plan .\n")
    with pytest.raises(DataError) as caught:
        make(project, var)
    for place in (
        f"{project}/ontology/dxp.ttl:17",
        f"{project / GOALS}:5",
        f"{project / GOALS}:16",
    ):
        assert place in caught.value.ja
        assert place in caught.value.en
    assert "dxp:Goal owl:disjointWith dxp:Plan" in caught.value.ja
    assert "cax-dw" in caught.value.en


def test_several_contradictions_are_counted(project: Path, var: Path) -> None:
    append(project, GOALS, f"<{GOAL}> a dxp:Plan ; dxp:number 2 .\n")
    with pytest.raises(DataError, match="at least 1 more"):
        make(project, var)


def test_a_missing_catalogue_entry_is_a_fault_of_the_ledger(project: Path, var: Path) -> None:
    (project / "data/catalogue/documents.ttl").unlink()
    with pytest.raises(DataError, match="transcribedIn"):
        make(project, var)
    assert folders(var) == [] if (var / "builds").exists() else True


def test_an_empty_project_is_a_fault(tmp_path: Path, var: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="no Turtle file"):
        make(tmp_path / "empty", var)


def test_the_listener_hears_of_a_step_that_fails(project: Path, var: Path) -> None:
    append(project, GOALS, "no turtle")
    listener = Silent()
    with pytest.raises(DataError):
        build(project, var, Options(validate=False), listener)
    assert (listener.steps, listener.stopped) == (["read"], 1)


# --- the disk and other builds


def test_two_builds_at_once_do_not_meet(project: Path, var: Path) -> None:
    make(project, var)
    before = snapshot(var)
    append(project, GOALS, f"<{ID}x> a <{DXP}Passage> .\n")
    with (var / "build.lock").open("a+") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFault, match="another build"):
            make(project, var)
    assert snapshot(var) == before
    assert make(project, var).changed


def test_a_file_where_the_folder_should_be(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        make(project, tmp_path / "file" / "var")


def test_a_folder_where_the_link_should_be(project: Path, var: Path) -> None:
    (var / "current").mkdir(parents=True)
    with pytest.raises(EnvironmentFault, match="cannot be written"):
        make(project, var)
    assert not list(var.glob(".current-*"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_full_disk_is_one_sentence(
    project: Path, var: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(project, var)
    before = snapshot(var)
    append(project, GOALS, f"<{ID}x> a <{DXP}Passage> .\n")

    def refuse(path: Path, content: bytes) -> None:  # noqa: ARG001
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(product, "write", refuse)
    with pytest.raises(EnvironmentFault) as caught:
        make(project, var)
    assert os.strerror(number) in caught.value.ja
    assert "dataset.nq" in caught.value.en
    assert snapshot(var) == before


def test_a_store_that_lacks_something_is_not_swapped_in(
    project: Path, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = product.load_store
    monkeypatch.setattr(
        product, "load_store", lambda folder, source, quads: load(folder, source, quads + 1)
    )
    with pytest.raises(EnvironmentFault, match="the store holds"):
        make(project, var)
    assert not (var / "current").exists()
    assert folders(var) == []


# --- validation and comparison


def test_an_error_found_by_the_shapes_stops_the_build(project: Path, var: Path) -> None:
    first = make(project, var, validate=True)
    assert first.findings == ()
    before = snapshot(var)
    append(project, GOALS, f"<{ID}chuo/strategy-2024/goal/02> a dxp:Goal .\n")
    outcome = make(project, var, validate=True)
    (finding,) = outcome.findings
    assert (finding.severity, finding.line) == ("error", 16)
    assert outcome.version is None
    assert snapshot(var) == before
    assert make(project, var).version not in {None, first.version}


def test_a_warning_does_not_stop_it(project: Path, var: Path) -> None:
    shapes = project / "shapes/structure.ttl"
    shapes.write_text(shapes.read_text().replace("sh:Violation", "sh:Warning"))
    append(project, GOALS, f"<{ID}chuo/strategy-2024/goal/02> a dxp:Goal .\n")
    outcome = make(project, var, validate=True)
    assert [finding.severity for finding in outcome.findings] == ["warning"]
    assert outcome.changed


def test_comparison_with_owlrl(project: Path, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make(project, var, compare=True)
    assert first.changed
    assert not first.differences
    found = [Difference(True, ("<a:s>", "<a:p>", "<a:o>"))]
    monkeypatch.setattr("service.closure.differences", lambda *_: found)
    outcome = make(project, var, compare=True)
    assert outcome == Outcome(None, False, (), tuple(found))


# --- the command


def dxplan(
    *arguments: str, var: Path, seed: str = "0", limit: Callable[[], None] | None = None
) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        env={**os.environ, "DXPLAN_VAR": str(var), "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=limit,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch, var: Path) -> Iterator[Callable[..., Any]]:
    monkeypatch.setenv("DXPLAN_VAR", str(var))

    def run(*arguments: str) -> Any:
        return CliRunner().invoke(build_command.command, arguments, standalone_mode=False)

    yield run


def test_the_command_shows_each_step(project: Path, runner: Callable[..., Any], var: Path) -> None:
    done = runner("--project", str(project))
    assert done.return_value == 0
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    starts = ["読み込み", "展開", "推論", "検証", "書き出し", "切り替え"]
    starts += ["公開用", "構築しました"]
    assert [line.split()[0] for line in lines] == starts
    assert all(" s  " in line for line in lines[:-1])
    version = (var / "current").readlink().name
    assert f"版 version {version}" in lines[5]
    assert lines[-1].endswith(f"({version})")
    again = runner("--project", str(project))
    assert again.return_value == 0
    assert again.stderr.splitlines() == [
        f"変更はありません / nothing has changed: {var}/current ({version})"
    ]


def test_the_command_shows_errors_and_returns_1(
    project: Path, runner: Callable[..., Any], var: Path
) -> None:
    append(project, GOALS, f"<{ID}chuo/strategy-2024/goal/02> a dxp:Goal .\n")
    done = runner("--project", str(project))
    assert done.return_value == 1
    assert f"{project / GOALS}:16:1: 名称がありません。" in done.stdout
    assert "The name is missing." in done.stdout
    assert done.stderr.splitlines()[-1] == "構築しませんでした / nothing was built"
    assert not var.joinpath("current").exists()
    assert runner("--project", str(project), "--no-validate").return_value == 0


def test_the_command_shows_differences_and_returns_1(
    project: Path, runner: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Difference(n % 2 == 0, (f"<a:{n}>", "<a:p>", "<a:o>")) for n in range(60)]
    monkeypatch.setattr("service.closure.differences", lambda *_: found)
    done = runner("--project", str(project), "--no-validate", "--check-closure")
    assert done.return_value == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "dxplan だけ / only dxplan: <a:0> <a:p> <a:o>"
    assert lines[1] == "owlrl だけ / only owlrl: <a:1> <a:p> <a:o>"
    assert lines[50:] == ["ほか 10 件 / 10 more"]


def test_a_fault_on_the_command_line(project: Path, var: Path) -> None:
    append(project, GOALS, "<a:x> <a:p> 80.0 .\n")
    code, output, error = dxplan("build", "--project", str(project), var=var)
    assert (code, output) == (2, "")
    lines = error.splitlines()
    assert lines[1].startswith(f"dxplan: {project / GOALS}:16: ")
    assert "Traceback" not in error
    assert not (var / "current").exists()


def test_files_below_the_current_folder_are_named_as_typed(
    project: Path, var: Path, monkeypatch: pytest.MonkeyPatch, runner: Callable[..., Any]
) -> None:
    append(project, GOALS, "<a:x> <a:p> 80.0 .\n")
    monkeypatch.chdir(project)
    done = runner("--project", ".")
    assert isinstance(done.exception, DataError)
    assert done.exception.ja.startswith(f"{GOALS}:16: ")
    assert not (var / "current").exists()


def test_a_real_limit_on_file_size(project: Path, var: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    code, _, error = dxplan(
        "build", "--no-validate", "--project", str(project), var=var, limit=limit
    )
    assert code == 2
    assert "cannot be written" in error
    assert "Traceback" not in error
    assert folders(var) == []


def test_bad_use_of_the_command(project: Path, var: Path) -> None:
    for arguments in (["--project", str(project / "none")], ["--unknown"], ["extra"]):
        code, _, error = dxplan("build", *arguments, var=var)
        assert code == 2
        assert "Traceback" not in error


def test_help_is_in_both_languages() -> None:
    done = CliRunner().invoke(build_command.command, ["--help"])
    assert done.exit_code == 0
    for word in (
        "グラフを構築する",
        "Build the graph",
        "--check-closure",
        "owlrl",
        "--no-validate",
    ):
        assert word in done.output


def test_the_lock_is_free_again_after_a_fault(project: Path, var: Path) -> None:
    folder = BuildFolder(var)
    with pytest.raises(ZeroDivisionError), folder.lock():
        raise ZeroDivisionError
    assert make(project, var).changed
