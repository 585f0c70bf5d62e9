"""Runs the set-up in a folder of its own, where pip finds nothing but what a test gives it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent.parent


def copy(target: Path) -> Path:
    """Put the part of the project that sets it up into ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, target)
    shutil.copytree(
        PROJECT / "setup", target / "setup", ignore=shutil.ignore_patterns("__pycache__")
    )
    return target


def environment(**changes: str) -> dict[str, str]:
    """A pip that finds nothing anywhere, unless ``changes`` say where; no trace of a make above."""
    above = {"MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "PYTHON"}
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("PIP_") and name not in above
    }
    nothing = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PYTHONPATH": ""}
    return {**kept, **nothing, **changes}


def make(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run make with the Python of the tests, unless the arguments choose another."""
    chosen = any(word.startswith("PYTHON=") for word in arguments)
    return subprocess.run(
        ["make", "--no-print-directory", *arguments, *([] if chosen else [python()])],
        cwd=folder,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def python() -> str:
    """Choose the Python that runs the tests."""
    return f"PYTHON={sys.executable}"


def sentence_of(run: subprocess.CompletedProcess[str]) -> str:
    """Return the one thing said on the error stream; make's own closing line apart."""
    assert run.returncode == 2, run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    lines = [line for line in run.stderr.splitlines() if not line.startswith("make:")]
    assert len(lines) == 2, lines
    assert lines[0].startswith("dxplan: ")
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", lines[0])
    assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", lines[1])
    return "\n".join(lines)


def script(path: Path, text: str) -> Path:
    """Write a program for the shell."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path
