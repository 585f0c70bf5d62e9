"""Makes .venv with everything that requirements.lock names, and the project itself.

Called by the Makefile before every target, so it must cost nothing when there is nothing
to do, and it uses the standard library only: nothing else is there yet. What pip prints
goes to var/log/setup.log; a person sees one line a step, and one sentence if a step fails.
Must not know what the project does.

No package is compiled: every one comes as a ready-made file (wheel), except those of
``FROM_SOURCE``, which are plain Python. So no compiler is ever missing; a computer for
which a wheel is missing is told so.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
# Published as source only. Without Cython, which we never install, its set-up compiles nothing.
FROM_SOURCE = "owlready2"
STAMP = "dxplan.stamp"
# There while pip puts files into .venv: if it is still there, some package may be half there.
MARK = "dxplan.installing"


class SetupError(Exception):
    """What stands in the way, in Japanese and in English."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en


class Reason(NamedTuple):
    """What pip or venv says (a pattern), and what we say instead; {0} is the first group."""

    pattern: str
    ja: str
    en: str


# The first that matches is the reason: a cause stands before what follows from it.
REASONS = (
    Reason(
        r"No space left on device|Errno 28",
        "ディスクの空きがありません。空きを作ってから、もう一度実行してください。",
        "the disk is full; make room and run again.",
    ),
    Reason(
        r"Permission denied|Errno 13|Read-only file system",
        "このフォルダーに書き込めません。書き込める場所に置いてください。",
        "this folder cannot be written to; move the project to one that can.",
    ),
    Reason(
        r"DO NOT MATCH THE HASHES",
        "届いたパッケージが requirements.lock のハッシュと一致しません。"
        "途中で改変されたおそれがあるため中止しました。",
        "a package that arrived does not match its hash in requirements.lock; stopped, "
        "since it may have been tampered with.",
    ),
    Reason(
        r"NewConnectionError|Failed to establish a new connection|[Nn]ame resolution"
        r"|ConnectTimeout|ReadTimeout|timed out|ProxyError|SSLError|Connection (?:refused|reset)"
        r"|Could not fetch URL|Network is unreachable|Max retries exceeded"
        r"|connection broken by|HTTP error (?:403|407|5\d\d)",
        "パッケージの取得先に接続できません。ネットワークを確かめてください"
        "（プロキシは HTTPS_PROXY、社内の取得先は PIP_INDEX_URL で指定できます）。",
        "the package registry cannot be reached; check the network "
        "(a proxy is set with HTTPS_PROXY, a registry of your own with PIP_INDEX_URL).",
    ),
    Reason(
        r"No matching distribution found for ([^\s<>=!~]+)",
        "この環境（{environment}）で使える {0} の既製ファイル（wheel）がなく、"
        "コンパイルはしません。CPython 3.11〜3.13 を make PYTHON=… で指定してください。",
        "there is no ready-made file (wheel) of {0} for {environment}, and nothing is compiled "
        "here; choose a CPython from 3.11 to 3.13 with make PYTHON=….",
    ),
    Reason(
        r"error: command '?([^\s']+)'? failed|(?:C\+\+|[Cc]) compiler|unable to execute '?(\S+)'?"
        r"|Failed (?:to build|building wheel for) ",
        "パッケージのコンパイルが必要になりましたが、この環境（{environment}）ではできません。"
        "CPython 3.11〜3.13 を make PYTHON=… で指定してください。",
        "a package would have to be compiled, which cannot be done on {environment}; "
        "choose a CPython from 3.11 to 3.13 with make PYTHON=….",
    ),
)
UNKNOWN = Reason("", "パッケージを導入できませんでした。", "the packages could not be installed.")


def fingerprint(root: Path) -> str:
    """Return what .venv depends on, as one line: lock, project file, place, Python."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((root / name).read_bytes())
    # A moved folder counts: the programs in .venv/bin name it. So does another Python.
    digest.update(f"{root}\n{sys.base_prefix}\n{sys.version}".encode())
    return digest.hexdigest()


def is_ready(root: Path) -> bool:
    """Tell whether .venv was completed for exactly this state of the project."""
    venv = root / ".venv"
    stamp = venv / STAMP
    # exists() follows links: false if the Python that .venv was made from has been removed.
    return (
        stamp.is_file()
        and (venv / "bin" / "python").exists()
        and (venv / "bin" / "dxplan").exists()
        and stamp.read_text() == fingerprint(root)
    )


def reason_for(output: str, reasons: tuple[Reason, ...] = REASONS) -> SetupError:
    """Turn what a program printed into one sentence, by the first reason that matches."""
    environment = f"{sys.implementation.name} {sys.version.split()[0]}, {_platform()}"
    for reason in reasons:
        found = re.search(reason.pattern, output)
        if found:
            groups = [group or "" for group in found.groups()]
            return SetupError(
                reason.ja.format(*groups, environment=environment),
                reason.en.format(*groups, environment=environment),
            )
    return SetupError(UNKNOWN.ja, UNKNOWN.en)


def prepare(root: Path) -> None:
    """Make .venv complete.

    Args:
        root: the folder of the project.

    Raises:
        SetupError: a step failed; .venv then counts as incomplete.
    """
    _require_venv_module()
    begun = time.monotonic()
    venv = root / ".venv"
    log = root / "var" / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text("")
    # First of all: whatever happens from here on, .venv is not complete until the end.
    (venv / STAMP).unlink(missing_ok=True)
    say("環境を用意します（初回のみ、1分ほど）", "setting up (first time only, about a minute)")
    if not _is_usable(venv):
        say("  [1/3] .venv を作成", "creating .venv")
        run([sys.executable, "-I", "-m", "venv", "--clear", str(venv)], root, log)
    _install(root, venv, log)
    _write_stamp(venv, fingerprint(root))
    seconds = time.monotonic() - begun
    say(f"  完了（{seconds:.0f} 秒）", f"ready ({seconds:.0f} s)")


def _require_venv_module() -> None:
    """Debian and Ubuntu leave these two out of their Python."""
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError as fault:
        version = "{}.{}".format(*sys.version_info[:2])
        raise SetupError(
            f"Python の venv モジュールがありません。"
            f"Debian・Ubuntu では apt install python{version}-venv で入ります。",
            f"this Python lacks the venv module; "
            f"on Debian and Ubuntu: apt install python{version}-venv.",
        ) from fault


def _is_usable(venv: Path) -> bool:
    """Tell whether .venv has a working pip, whole packages, and the Python that runs this."""
    python = venv / "bin" / "python"
    if not python.exists() or (venv / MARK).exists():
        return False
    script = "import pip, sys; print(sys.base_prefix, sys.version)"
    answer = subprocess.run(
        [str(python), "-I", "-c", script], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() == f"{sys.base_prefix} {sys.version}".strip()


def _install(root: Path, venv: Path, log: Path) -> None:
    lock = root / "requirements.lock"
    pinned = lock.read_text()
    # setuptools first and alone, since it builds FROM_SOURCE and the project.
    block = re.search(r"(?m)^setuptools==.*(?:\n .*)*\n?", pinned)
    builder = venv / "setuptools.lock"
    builder.write_text(block.group() if block else "")
    wheels = ["--require-hashes", "--only-binary", ":all:", "--no-binary", FROM_SOURCE]
    watch = _Watch(len(re.findall(r"(?m)^[\w.-]+==", pinned)), venv / MARK)
    say("  [2/3] パッケージを取得・導入", f"installing the packages of {lock.name}")
    _pip([*wheels, "--requirement", str(builder)], root, log, watch)
    _pip([*wheels, "--requirement", str(lock)], root, log, watch)
    watch.end()
    say("  [3/3] dxplan を導入", "installing dxplan itself")
    _pip(["--no-deps", "--no-index", "--editable", str(root)], root, log, watch)


class _Watch:
    """Follows what pip prints: shows how far it is, and marks .venv while files go into it.

    Progress is shown on a terminal only, in one line that is written over.
    """

    def __init__(self, total: int, mark: Path) -> None:
        self.total = total
        self.mark = mark
        self.done = 0
        self.shown = sys.stdout.isatty()

    def __call__(self, line: str) -> None:
        if line.startswith("Installing collected packages"):
            self.mark.touch()
        elif line.startswith("Collecting ") and self.shown:
            self.done += 1
            name = re.split(r"[=\s]", line)[1]
            print(f"\r\033[K        {self.done}/{self.total} {name}", end="", flush=True)

    def end(self) -> None:
        if self.shown:
            print("\r\033[K", end="", flush=True)


def _pip(arguments: list[str], root: Path, log: Path, watch: _Watch) -> None:
    python = str(root / ".venv" / "bin" / "python")
    always = ["--retries", "2", "install", "--no-build-isolation"]
    run([python, "-I", "-m", "pip", *always, *arguments], root, log, watch)
    watch.mark.unlink(missing_ok=True)


def run(
    command: list[str],
    folder: Path,
    log: Path,
    watch: Callable[[str], None] | None = None,
    reasons: tuple[Reason, ...] = REASONS,
    **variables: str,
) -> None:
    """Run a program; what it prints goes to the log.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        log: the file to add its output to.
        watch: is told every line.
        reasons: what its output may mean.
        variables: changes to its environment.

    Raises:
        SetupError: it failed.
    """
    output = ""
    with (
        log.open("a", encoding="utf-8") as record,
        subprocess.Popen(
            command,
            cwd=folder,
            env=_environment() | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        record.write(f"$ {' '.join(command)}\n")
        for line in process.stdout or ():
            record.write(line)
            output += line
            if watch:
                watch(line)
    if process.returncode:
        fault = reason_for(output, reasons)
        detail = log.relative_to(ROOT)
        raise SetupError(f"{fault.ja}（詳細: {detail}）", f"{fault.en} (details: {detail})")


def _environment() -> dict[str, str]:
    """Leave out what would make pip install somewhere else."""
    elsewhere = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV"}
    kept = {name: text for name, text in os.environ.items() if name not in elsewhere}
    # The sentences of pip are matched above, so they must not be coloured or wrapped.
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "NO_COLOR": "1"}


def _write_stamp(venv: Path, text: str) -> None:
    """Write in one step, so that no half-written stamp can be read."""
    fresh = venv / f"{STAMP}.new"
    fresh.write_text(text)
    fresh.replace(venv / STAMP)


def _platform() -> str:
    system = os.uname()
    return f"{system.sysname} {system.machine}"


def say(ja: str, en: str) -> None:
    """Tell a person what is being done."""
    print(f"{ja} / {en}", flush=True)


def main() -> int:
    """Make .venv if it is not complete; return the exit code: 0 or, with one sentence, 2."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show Japanese gets the English and question marks.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        if not is_ready(ROOT):
            prepare(ROOT)
    except SetupError as fault:
        print(f"dxplan: {fault.ja}\n        {fault.en}", file=sys.stderr)
        return 2
    except OSError as fault:
        sentence = reason_for(str(fault))
        print(f"dxplan: {sentence.ja}\n        {sentence.en} ({fault})", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\ndxplan: 中断しました / interrupted", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
