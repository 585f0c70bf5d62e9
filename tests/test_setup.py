"""The set-up: what it installs, when it does nothing, one sentence for what is in its way."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from setup import prepare

PROJECT = Path(__file__).resolve().parent.parent
STEPS = ("venv", "setuptools", "packages", "project")


def _copy(target: Path) -> Path:
    """Put the part of the project that sets it up into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, target)
    shutil.copytree(
        PROJECT / "setup", target / "setup", ignore=shutil.ignore_patterns("__pycache__")
    )
    return target


def _environment(**changes: str) -> dict[str, str]:
    """A pip that finds nothing anywhere, unless ``changes`` say where; no trace of a make above."""
    above = {"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "PYTHON"}
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("PIP_") and name not in above
    }
    nothing = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PYTHONPATH": ""}
    return {**kept, **nothing, **changes}


def _make(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    python = [] if any(word.startswith("PYTHON=") for word in arguments) else [_python()]
    return subprocess.run(
        ["make", "--no-print-directory", *arguments, *python],
        cwd=folder,
        env=_environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _python() -> str:
    return f"PYTHON={sys.executable}"


def _sentence(run: subprocess.CompletedProcess[str]) -> str:
    """Return the one thing said on the error stream; make's own closing line apart."""
    assert run.returncode == 2, run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    lines = [line for line in run.stderr.splitlines() if not line.startswith("make:")]
    assert len(lines) == 2, lines
    assert lines[0].startswith("dxplan: ")
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", lines[0])
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", lines[1])
    return "\n".join(lines)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set-up that stopped when .venv was made and nothing was in it."""
    folder = _copy(tmp_path_factory.mktemp("begun"))
    sentence = _sentence(_make(folder, "prepare", PIP_NO_INDEX="1"))
    assert "setuptools" in sentence
    assert "wheel" in sentence
    assert (folder / ".venv" / "bin" / "python").exists()
    return folder


@pytest.fixture
def halfway(begun: Path, tmp_path: Path) -> Path:
    """A copy of ``begun`` to go on with."""
    folder = tmp_path / "project"
    shutil.copytree(begun, folder, symlinks=True)
    return folder


# --- one sentence for what is in the way ---------------------------------------------------


def _script(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_python_too_old(tmp_path: Path) -> None:
    old = _script(tmp_path / "python3.9", "exit 1")
    sentence = _sentence(_make(_copy(tmp_path / "project"), "serve", f"PYTHON={old}"))
    assert "3.11" in sentence
    assert str(old) in sentence


def test_python_not_there(tmp_path: Path) -> None:
    absent = tmp_path / "no-python"
    sentence = _sentence(_make(_copy(tmp_path / "project"), "test", f"PYTHON={absent}"))
    assert str(absent) in sentence


def test_no_python_new_enough_is_found(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        _script(programs / name, "exit 1")
    run = subprocess.run(
        ["make", "prepare"],
        cwd=_copy(tmp_path / "project"),
        env=_environment(PATH=f"{programs}:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "none found" in _sentence(run)


def test_the_first_python_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3", "python3.13", "python3.11"):
        _script(programs / name, "exit 1")
    _script(programs / "python3.12", '[ "$1" = -c ] || echo "chosen: $0 $1"')
    run = subprocess.run(
        ["make", "prepare"],
        cwd=_copy(tmp_path / "project"),
        env=_environment(PATH=f"{programs}:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert f"chosen: {programs}/python3.12 setup/prepare.py" in run.stdout
    assert run.returncode == 0


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_venv_module_missing(tmp_path: Path, module: str) -> None:
    stub = tmp_path / "stub"
    stub.mkdir()
    # What an import of a module gives that Debian did not install.
    (stub / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n")
    folder = _copy(tmp_path / "project")
    sentence = _sentence(_make(folder, "prepare", PYTHONPATH=str(stub)))
    assert "-venv" in sentence
    assert not (folder / ".venv").exists()


def test_no_network(halfway: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, never listening: connections are refused
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        sentence = _sentence(_make(halfway, "prepare", PIP_INDEX_URL=index))
    assert "network" in sentence
    assert "PIP_INDEX_URL" in sentence
    log = (halfway / "var" / "log" / "setup.log").read_text(encoding="utf-8")
    assert "127.0.0.1" in log, "what pip printed must be in the log"
    assert not prepare.is_ready(halfway)


def test_broken_download_is_not_installed(halfway: Path, tmp_path: Path) -> None:
    version = re.search(r"(?m)^setuptools==(\S+)", (PROJECT / "requirements.lock").read_text())
    assert version
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / f"setuptools-{version[1]}-py3-none-any.whl").write_bytes(b"not what was locked")
    run = _make(halfway, "prepare", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(shelf))
    assert "requirements.lock" in _sentence(run)


def test_interrupted(halfway: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        process = subprocess.Popen(
            [sys.executable, "-u", "setup/prepare.py"],
            cwd=halfway,
            env=_environment(PIP_INDEX_URL=index, PIP_TIMEOUT="60"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        silent.settimeout(60)
        connection, _ = silent.accept()  # pip is at work now
        os.killpg(process.pid, signal.SIGINT)
        _, error = process.communicate(timeout=60)
        connection.close()
    assert process.returncode == 2
    assert error.strip() == "dxplan: 中断しました / interrupted"
    assert not prepare.is_ready(halfway)


# What pip 23 to 26 print, shortened to the lines that tell.
OUTPUTS = {
    "disk": (
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "disk",
    ),
    "write": (
        "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/x'",
        "written",
    ),
    "hash": (
        "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
        "hash",
    ),
    "name resolution": (
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'NameResolutionError("
        "\"Failed to resolve 'h' ([Errno -3] Temporary failure in name resolution)\")'\n"
        "ERROR: No matching distribution found for rdflib==7.6.0",
        "network",
    ),
    "proxy": (
        "WARNING: Retrying after connection broken by 'ProxyError('Cannot connect to proxy.')'",
        "network",
    ),
    "no wheel": (
        "ERROR: Could not find a version that satisfies the requirement pyoxigraph==0.5.13 "
        "(from versions: none)\nERROR: No matching distribution found for pyoxigraph==0.5.13",
        "pyoxigraph",
    ),
    "compiler": (
        "building 'x' extension\nerror: command 'gcc' failed: No such file or directory\n"
        "ERROR: Failed building wheel for x",
        "compiled",
    ),
    "compiler on a Mac": (
        "unable to execute 'cc': No such file or directory\nfailed",
        "compiled",
    ),
    "anything else": ("ERROR: something new", "could not be installed"),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_reason_in_what_pip_prints(name: str) -> None:
    output, expected = OUTPUTS[name]
    fault = prepare.reason_for(output)
    assert expected in fault.en
    assert "{" not in fault.en + fault.ja
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", fault.ja)


def test_every_reason_is_tried() -> None:
    found = {prepare.reason_for(output).en for output, _ in OUTPUTS.values()}
    patterns = len(prepare.REASONS) + 1
    assert len({re.sub(r"of \S+", "", sentence) for sentence in found}) == patterns


# --- complete or not ----------------------------------------------------------------------


class _Interrupted(BaseException):
    """Stands for anything that can stop the set-up at a step."""


@dataclass
class Steps:
    """The set-up with its outside commands replaced; the one named by ``stop`` fails."""

    folder: Path
    stop: str = ""
    ran: list[str] = field(default_factory=list)

    def run(self, command: list[str], *_: object) -> None:
        name = _name_of(command)
        self.ran.append(name)
        if name == self.stop:
            raise _Interrupted
        programs = self.folder / ".venv" / "bin"
        programs.mkdir(parents=True, exist_ok=True)
        (programs / "python").touch()
        if name == "project":
            (programs / "dxplan").touch()


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Steps:
    made = Steps(_copy(tmp_path / "project"))
    monkeypatch.setattr(prepare, "_run", made.run)
    monkeypatch.setattr(prepare, "_is_usable", lambda venv: (venv / "bin" / "python").exists())
    return made


def _name_of(command: list[str]) -> str:
    if "venv" in command:
        return "venv"
    if "--editable" in command:
        return "project"
    return "setuptools" if command[-1].endswith("setuptools.lock") else "packages"


def test_all_steps_then_none(steps: Steps) -> None:
    folder = steps.folder
    assert not prepare.is_ready(folder)
    prepare.prepare(folder)
    assert tuple(steps.ran) == STEPS
    assert prepare.is_ready(folder)
    assert "setuptools==" in (folder / ".venv" / "setuptools.lock").read_text()


@pytest.mark.parametrize("stop", STEPS)
def test_stopped_at_a_step_is_not_complete(steps: Steps, stop: str) -> None:
    folder = steps.folder
    steps.stop = stop
    with pytest.raises(_Interrupted):
        prepare.prepare(folder)
    assert not prepare.is_ready(folder)
    steps.stop = ""
    prepare.prepare(folder)
    assert prepare.is_ready(folder)


@pytest.mark.parametrize("stop", STEPS[1:])
def test_stopped_while_renewing_is_not_complete(steps: Steps, stop: str) -> None:
    folder = steps.folder
    prepare.prepare(folder)
    steps.stop = stop
    with pytest.raises(_Interrupted):
        prepare.prepare(folder)
    assert not prepare.is_ready(folder), "the old stamp must not outlive the start of a renewal"


@pytest.mark.parametrize("change", ["lock", "pyproject", "program", "python", "place"])
def test_a_change_makes_it_incomplete(steps: Steps, change: str) -> None:
    folder = steps.folder
    prepare.prepare(folder)
    assert prepare.is_ready(folder)
    match change:
        case "lock":
            (folder / "requirements.lock").write_text("")
        case "pyproject":
            (folder / "pyproject.toml").write_text("")
        case "program":
            (folder / ".venv" / "bin" / "dxplan").unlink()
        case "python":
            python = folder / ".venv" / "bin" / "python"
            python.unlink()
            python.symlink_to("/no/such/python")
        case "place":
            folder = folder.rename(folder.with_name("moved"))
    assert not prepare.is_ready(folder)


def test_unfit_venv_is_seen(begun: Path, tmp_path: Path) -> None:
    assert prepare._is_usable(begun / ".venv")
    assert not prepare._is_usable(tmp_path)
    programs = tmp_path / "other" / "bin"
    programs.mkdir(parents=True)
    _script(programs / "python", "echo /another/place 3.9.1")
    assert not prepare._is_usable(tmp_path / "other")


# --- lock, Makefile, CI -------------------------------------------------------------------


def _lock() -> dict[str, tuple[str, int]]:
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.findall(
        r"(?m)^([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}.*\n?)+)", text
    )
    return {
        canonicalize_name(name): (version, hashes.count("--hash"))
        for name, version, hashes in blocks
    }


def test_lock_names_each_package_with_hashes_and_no_registry() -> None:
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    locked = _lock()
    assert len(locked) == len(re.findall(r"==", text)) > 30
    assert "make lock" in text, "the file must say how to renew it"
    assert not re.search(r"https?:|--index|--extra-index|--find-links|--trusted", text)


def test_lock_fits_the_project_file() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["test"],
        *project["build-system"]["requires"],
    ]
    locked = _lock()
    for text in wanted:
        requirement = Requirement(text)
        version, _ = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), f"{text}: locked {version}; run make lock"
    assert len(wanted) > 12


def test_only_one_package_comes_as_source() -> None:
    assert prepare.FROM_SOURCE in _lock()


def test_make_alone_lists_every_target() -> None:
    run = subprocess.run(
        ["make"], cwd=PROJECT, env=_environment(), capture_output=True, text=True, check=False
    )
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"(?m)^\.PHONY: (.+)$", text)
    assert declared
    targets = set(declared[1].split()) - {"prepare"}
    listed = {line.split()[0] for line in run.stdout.splitlines()[1:]}
    assert run.returncode == 0
    assert listed == targets
    assert len(targets) == 10


def test_ci_runs_make_test_and_pytest_comes_last() -> None:
    script = PROJECT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("make --no-print-directory test")
    plan = subprocess.run(
        ["make", "-n", "test", _python()],
        cwd=PROJECT,
        env=_environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert plan[-1].endswith("-m pytest")
    assert [line for line in plan if "ruff check" in line]
    assert [line for line in plan if "ruff format" in line]
    assert [line for line in plan if "mypy" in line]
