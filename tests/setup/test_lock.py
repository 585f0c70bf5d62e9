"""The locked dependencies, the targets of make, and what a CI calls."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from setup import prepare
from tests.setup.running import PROJECT, environment, python


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
        ["make"], cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False
    )
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"(?m)^\.PHONY: (.+)$", text)
    assert declared
    targets = set(declared[1].split()) - {"prepare", "scripts"}
    listed = {line.split()[0] for line in run.stdout.splitlines()[1:]}
    assert run.returncode == 0
    assert listed == targets
    assert len(targets) == 11


def test_ci_runs_make_test_and_pytest_comes_last() -> None:
    script = PROJECT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("make --no-print-directory test")
    plan = subprocess.run(
        ["make", "-n", "test", python()],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert plan[-1].endswith("-m pytest")
    assert [line for line in plan if "ruff check" in line]
    assert [line for line in plan if "ruff format" in line]
    assert [line for line in plan if "mypy" in line]
