"""The set-up is believed complete only when it is, and then does nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from setup import prepare
from tests.setup.running import copy, make, script, sentence_of

STEPS = ("venv", "setuptools", "packages", "project")


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
    made = Steps(copy(tmp_path / "project"))
    monkeypatch.setattr(prepare, "run", made.run)
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


def test_half_installed_packages_are_not_built_upon(halfway: Path) -> None:
    venv = halfway / ".venv"
    assert prepare._is_usable(venv), "stopped before pip put anything there"
    watch = prepare._Watch(1, venv / prepare.MARK)
    watch("Collecting rdflib==7.6.0\n")
    assert prepare._is_usable(venv)
    watch("Installing collected packages: rdflib\n")
    assert not prepare._is_usable(venv), "killed here, a package may be half there"
    left = venv / "lib" / "half-a-package"
    left.touch()
    sentence = sentence_of(make(halfway, "prepare", PIP_NO_INDEX="1"))
    assert "setuptools" in sentence
    assert not left.exists(), ".venv must be made anew"


def test_unfit_venv_is_seen(begun: Path, tmp_path: Path) -> None:
    assert prepare._is_usable(begun / ".venv")
    assert not prepare._is_usable(tmp_path)
    programs = tmp_path / "other" / "bin"
    programs.mkdir(parents=True)
    script(programs / "python", "echo /another/place 3.9.1")
    assert not prepare._is_usable(tmp_path / "other")
