"""The command ``dxplan bench``: makes graphs, asks all servers the same, shows what came of it.

Must not know how anything is measured or drawn.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from importlib import metadata
from pathlib import Path
from typing import Final

import click

from service import (
    bench_graph,
    bench_library,
    bench_measure,
    bench_model,
    bench_plot,
    bench_questions,
    config,
)
from service import bench_report as report
from service.bench_peers import OURS, Data, Peer, open_peer
from service.bench_questions import Question
from service.bench_report import Described, Run
from service.errors import DataError, UsageError

_LARGE: Final = 1000  # municipalities from which on an engine of its own is better
_PARTS: Final = 4
_LEAST: Final = 4
_RATE: Final = 3.0  # seconds for each figure of throughput


@click.command(name="bench")
@click.option(
    "--size",
    "sizes",
    type=int,
    multiple=True,
    help="自治体の数（4 以上、繰返し可） / municipalities",
)
@click.option(
    "--library",
    is_flag=True,
    help="いまの構築に質問集を尋ねる / ask the library's questions of the current build",
)
@click.option(
    "--peers",
    help="比べる相手（コンマ区切り）。例: ours,oxigraph,virtuoso,ours+virtuoso,rdflib"
    " / servers to compare, commas between",
)
@click.option(
    "--seconds",
    type=float,
    default=60,
    show_default=True,
    help="一つの答えを待つ時間 / how long to wait for an answer",
)
@click.option(
    "--json",
    "record",
    type=click.Path(path_type=Path, dir_okay=False),
    help="結果を書き足すファイル / file to add the results to, size by size",
)
@click.option(
    "--document",
    type=click.Path(path_type=Path, dir_okay=False),
    help="表を差し替える文書。図は隣の .svg"
    " / document to put the tables into; the plot goes beside it",
)
def command(
    *,
    sizes: tuple[int, ...],
    library: bool,
    peers: str | None,
    seconds: float,
    record: Path | None,
    document: Path | None,
) -> int:
    """速さを測る / Measure the speed.

    本物に似たグラフを作り、複数のサーバーに同じことを尋ね、答えと時間を比べます。
    --size も --library もなければ、--json の結果を表にするだけです。

    Makes graphs like the real one, asks several servers the same, compares answers and times.
    Without --size or --library it only shows what is in the file of --json.
    """
    known = _known(record)
    for size in (*([0] if library else []), *sizes):
        if 0 < size < _LEAST or size < 0:
            raise UsageError(f"--size は {_LEAST} 以上です。", f"--size must be {_LEAST} or more.")
        names = peers.split(",") if peers else usual_peers(size)
        known[str(size)] = _run(size, [name.strip() for name in names], seconds)
        if record is not None:
            record.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    runs = list(known.values())
    if not runs:
        raise UsageError("--size か --json が要ります。", "Give --size, or --json with results.")
    click.echo("\n".join(report.markdown(runs)))
    for line in report.differences(runs):
        click.echo(f"≠ {line}", err=True)
    if document is not None:
        report.into(document, runs)
        document.with_suffix(".svg").write_text(bench_plot.svg(runs), encoding="utf-8")
    return 0


def usual_peers(size: int) -> list[str]:
    """Return whom it makes sense to compare at a size; rdflib takes minutes beyond a few."""
    if size == 0:
        return [OURS, "oxigraph", "virtuoso"]
    if size >= _LARGE:
        return ["virtuoso", f"{OURS}+virtuoso", "oxigraph"]
    return [OURS, "oxigraph", "virtuoso", *(["rdflib"] if size <= _LEAST else [])]


def _known(record: Path | None) -> dict[str, Run]:
    if record is None or not record.is_file():
        return {}
    try:
        found: dict[str, Run] = json.loads(record.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise DataError(record, None, "結果の形が違います", "these are no results") from fault
    return found


def _say(words: str) -> None:
    click.echo(words, err=True)


def _run(size: int, names: list[str], limit: float) -> Run:
    """Measure at one size."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dxplan-bench-") as folder, ExitStack() as stack:
        data, questions, expected, triples = _material(size, Path(folder))
        _say(f"{triples:,} triples: {time.monotonic() - began:.1f} s to make")
        opened: dict[str, Peer] = {}
        for name in names:
            opened[name] = open_peer(name, data, limit, opened)
            stack.callback(opened[name].close)
            _say(f"{name}: load {opened[name].load}, start {opened[name].start:.2f} s")
        asked = bench_measure.ask_all(questions, list(opened.values()), expected, _say)
        described = {name: _described(peer) for name, peer in opened.items()}
        address = opened[OURS].address if OURS in opened else ""
        again = bench_measure.repeated(address, _RATE) if address else None
    return {
        "municipalities": size,
        "triples": triples,
        "seconds": round(time.monotonic() - began, 1),
        "limit": limit,
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
        "repeated": again,
        "peers": described,
        "questions": asked,
    }


def _material(size: int, folder: Path) -> tuple[Data, Sequence[Question], dict[str, int], int]:
    """Return the data, the questions, the known answers and the number of triples."""
    var = folder / "var"
    if size == 0:
        path, triples = bench_library.copy(config.read().var, var)
        return Data(folder, var, [path], False), bench_library.questions(), {}, triples
    large = size >= _LARGE
    files = bench_graph.write(size, var, _PARTS if large else 1)
    expected = bench_questions.expected(bench_model.municipalities(size))
    total = expected["number of all triples"]
    return Data(folder, var, files, large), bench_questions.QUESTIONS, expected, total


def _described(peer: Peer) -> Described:
    memory = bench_measure.memory(peer)
    _say(f"{peer.name}: {memory:,} MiB")
    return {
        "version": _version(peer.name),
        "load": None if peer.load is None else round(peer.load, 2),
        "start": round(peer.start, 3),
        "memory": memory,
        "throughput": bench_measure.throughput(peer, _RATE),
    }


def _version(name: str) -> str:
    """Return the version of what answers."""
    package: Mapping[str, str] = {"ours": "dxplan", "oxigraph": "oxigraph", "rdflib": "rdflib"}
    first, _, behind = name.partition("+")
    look: Callable[[str], str] = _virtuoso if first == "virtuoso" else metadata.version
    return look(package.get(first, first)) + (f" + {_version(behind)}" if behind else "")


def _virtuoso(_: str) -> str:
    done = subprocess.run(["virtuoso-t", "-?"], capture_output=True, check=False)  # noqa: S607
    words = (done.stdout + done.stderr).decode(errors="replace").split()
    return next((words[n + 1] for n, word in enumerate(words[:-1]) if word == "Version"), "?")
