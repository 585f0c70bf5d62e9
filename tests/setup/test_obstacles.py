"""One sentence, in two languages, for whatever is in the way of the set-up."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from setup import prepare
from tests.setup.running import PROJECT, copy, environment, make, script, sentence_of


def test_python_too_old(tmp_path: Path) -> None:
    old = script(tmp_path / "python3.9", "exit 1")
    sentence = sentence_of(make(copy(tmp_path / "project"), "serve", f"PYTHON={old}"))
    assert "3.11" in sentence
    assert str(old) in sentence


def test_python_not_there(tmp_path: Path) -> None:
    absent = tmp_path / "no-python"
    sentence = sentence_of(make(copy(tmp_path / "project"), "test", f"PYTHON={absent}"))
    assert str(absent) in sentence


def test_no_python_new_enough_is_found(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3", "python3.13", "python3.12", "python3.11"):
        script(programs / name, "exit 1")
    run = subprocess.run(
        ["make", "prepare"],
        cwd=copy(tmp_path / "project"),
        env=environment(PATH=f"{programs}:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "none found" in sentence_of(run)


def test_the_first_python_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3", "python3.13", "python3.11"):
        script(programs / name, "exit 1")
    script(programs / "python3.12", '[ "$1" = -c ] || echo "chosen: $0 $1"')
    run = subprocess.run(
        ["make", "prepare"],
        cwd=copy(tmp_path / "project"),
        env=environment(PATH=f"{programs}:{os.environ['PATH']}"),
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
    folder = copy(tmp_path / "project")
    sentence = sentence_of(make(folder, "prepare", PYTHONPATH=str(stub)))
    assert "-venv" in sentence
    assert not (folder / ".venv").exists()


def test_no_network(halfway: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound, never listening: connections are refused
        index = f"http://127.0.0.1:{closed.getsockname()[1]}/simple"
        sentence = sentence_of(make(halfway, "prepare", PIP_INDEX_URL=index))
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
    run = make(halfway, "prepare", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(shelf))
    assert "requirements.lock" in sentence_of(run)


def test_interrupted(halfway: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, never answers
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        process = subprocess.Popen(
            [sys.executable, "-u", "setup/prepare.py"],
            cwd=halfway,
            env=environment(PIP_INDEX_URL=index, PIP_TIMEOUT="60"),
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
