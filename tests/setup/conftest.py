"""A set-up that has been begun, to go on with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.setup.running import copy, make, sentence_of


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set-up that stopped when .venv was made and nothing was in it."""
    folder = copy(tmp_path_factory.mktemp("begun"))
    sentence = sentence_of(make(folder, "prepare", PIP_NO_INDEX="1"))
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
