"""The command line itself: its list of commands, and how fast it is there."""

from __future__ import annotations

import importlib
import subprocess
import sys

import click
import pytest

from service.cli import COMMANDS, SUMMARIES
from service.config import PROJECT


def test_every_command_has_a_summary() -> None:
    assert list(SUMMARIES) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_summary_is_the_first_sentence_of_the_help(name: str) -> None:
    command = importlib.import_module(COMMANDS[name]).command
    assert isinstance(command, click.Command)
    assert command.help is not None
    assert command.help.strip().splitlines()[0] == SUMMARIES[name]


def test_the_list_loads_no_command() -> None:
    """The help of the program is there without RDFLib, pySHACL, the engine or the web."""
    code = (
        "import sys; from service.cli import group\n"
        "group.main(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    text, _, modules = done.stdout.rstrip("\n").rpartition("\n")
    for name in COMMANDS:
        assert f"  {name} " in text
    assert not set(modules.split()) & {"rdflib", "pyshacl", "pyoxigraph", "flask", "yaml"}
