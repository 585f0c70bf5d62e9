"""Shows what ``dxplan bench`` measured: tables in Markdown, and what came of the goals.

Times that passed the limit are shown as such, and count as the limit in means. Must not know how
anything was measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypedDict

from service.bench_measure import Answered, Asked
from service.errors import UsageError

_BEGIN: Final = "<!-- bench: written by dxplan bench -->"
_END: Final = "<!-- bench: end -->"
_MARKS: Final = {"right": "", "different": " ≠", "wrong": " ✗", "failed": "failed"}
_QUICK: Final = 20.0  # ms
_RATIO: Final = 1.3
_SPARE: Final = 2.0  # ms
_WORST: Final = 3.0
_OURS: Final = "ours"
_OXIGRAPH: Final = "oxigraph"


class Described(TypedDict):
    """A peer apart from its answers; times in seconds, memory in MiB, throughput by clients."""

    version: str
    load: float | None
    start: float
    memory: float
    throughput: dict[str, float]


class Run(TypedDict):
    """All that came of one run."""

    municipalities: int
    triples: int
    seconds: float
    limit: float
    machine: str
    repeated: float | None
    peers: dict[str, Described]
    questions: list[Asked]


def markdown(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the lines of all tables, one section a run."""
    for run in sorted(runs, key=lambda one: one["municipalities"]):
        yield f"### {heading(run)}"
        yield ""
        yield f"{run['machine']}; limit {run['limit']:g} s; the run took {run['seconds']:,.0f} s."
        yield ""
        yield from _questions(run)
        yield ""
        yield from _peers(run)
        yield ""
        yield from goals(run)
        yield ""


def heading(run: Run) -> str:
    """Return what was asked, in a few words."""
    if not run["municipalities"]:
        return f"The library's questions on the real data, {run['triples']:,} triples"
    return f"{run['municipalities']:,} municipalities, {run['triples']:,} triples"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _questions(run: Run) -> Iterator[str]:
    names = list(run["peers"])
    yield _row(["question (ms)", "kind", "answer", *names])
    yield _row(["---", "---", "---:", *("---:" for _ in names)])
    for asked in run["questions"]:
        mark = " ⟲" if asked["rewritten"] else ""
        cells = [_time(asked["answers"][name], run["limit"]) for name in names]
        yield _row([asked["name"] + mark, asked["kind"], f"{asked['expected']:,}", *cells])
    means = [f"**{mean(run, name):,.1f}**" for name in names]
    yield _row(["**geometric mean**", "", "", *means])
    again = [f"{mean(run, name, again=True):,.1f}" for name in names]
    yield _row(["geometric mean, asked again by GET", "", "", *again])


def _time(answered: Answered, limit: float) -> str:
    if answered["verdict"] == "too slow":
        return f"> {limit:g} s"
    if answered["ms"] is None:
        return "failed"
    return f"{answered['ms']:,.1f}{_MARKS[answered['verdict']]}"


def mean(run: Run, name: str, *, again: bool = False) -> float:
    """Return the geometric mean of a peer's times in milliseconds.

    Args:
        run: all that was measured.
        name: of the peer.
        again: whether of the questions asked again, where a server may use what it has kept.
    """
    answers = [asked["answers"][name] for asked in run["questions"]]
    times = [(a["again"] if again else None) or _value(run, a) for a in answers]
    return math.exp(sum(map(math.log, times)) / len(times))


def _value(run: Run, answered: Answered) -> float:
    """Return a time for calculating with: the limit, where there was no answer."""
    return run["limit"] * 1000 if answered["ms"] is None else max(answered["ms"], 0.01)


def _peers(run: Run) -> Iterator[str]:
    peers = run["peers"]
    yield _row(["", *peers])
    yield _row(["---", *("---:" for _ in peers)])
    yield _row(["version", *(peer["version"] for peer in peers.values())])
    yield _row(["load (s)", *(_seconds(peer["load"]) for peer in peers.values())])
    yield _row(["start to first answer (s)", *(_seconds(p["start"]) for p in peers.values())])
    yield _row(["memory after all questions (MiB)", *(f"{p['memory']:,}" for p in peers.values())])
    for clients in ("1", "8", "32"):
        rates = [peer["throughput"].get(clients) for peer in peers.values()]
        shown = ["–" if rate is None else f"{rate:,.0f}" for rate in rates]
        yield _row([f"answers/s, {clients} client{'s' if clients != '1' else ''}", *shown])
    if run["repeated"] is not None:
        yield ""
        yield f"A repeated question from the cache: {run['repeated']:,.0f} answers/s."


def _seconds(value: float | None) -> str:
    return "in the start" if value is None else f"{value:,.1f}"


# --- goals ---


def goals(run: Run) -> Iterator[str]:
    """Yield what came of the goals, as a list."""
    own = next((name for name in run["peers"] if name.startswith(_OURS)), None)
    if own is None:
        return
    others = [name for name in run["peers"] if not name.startswith(_OURS)]
    for name in others:
        ratio = mean(run, name) / mean(run, own)
        yield f"- {_sign(ratio > 1)} geometric mean: {own} is {ratio:.1f} × as fast as {name}"
    if others:
        yield _worst(run, own, others)
    if _OXIGRAPH in others:
        yield from _against_oxigraph(run, own)
    late = [a["name"] for a in run["questions"] if _value(run, a["answers"][own]) > _QUICK]
    yield (
        f"- {len(run['questions']) - len(late)} of {len(run['questions'])} within {_QUICK:g} ms"
        + (f"; not: {', '.join(late)}" if late else "")
    )


def _sign(reached: bool) -> str:
    return "reached:" if reached else "**not reached:**"


def _worst(run: Run, own: str, others: list[str]) -> str:
    ratios = {
        asked["name"]: _value(run, asked["answers"][own])
        / min(_value(run, asked["answers"][name]) for name in others)
        for asked in run["questions"]
    }
    over = sorted(name for name, ratio in ratios.items() if ratio > _WORST)
    worst = max(ratios, key=ratios.__getitem__)
    line = f"- {_sign(not over)} no question slower than {_WORST:g} × the best peer: "
    line += f"at worst {ratios[worst]:.1f} × ({worst})"
    return line + (f"; beyond: {', '.join(over)}" if len(over) > 1 else "")


def _against_oxigraph(run: Run, own: str) -> Iterator[str]:
    plain = [asked for asked in run["questions"] if not asked["rewritten"]]
    over = [
        asked["name"]
        for asked in plain
        if _value(run, asked["answers"][own])
        > _RATIO * _value(run, asked["answers"][_OXIGRAPH]) + _SPARE
    ]
    line = f"- {_sign(not over)} not rewritten: {len(plain) - len(over)} of {len(plain)} within "
    yield line + f"1.3 × oxigraph + 2 ms{'; not: ' + ', '.join(over) if over else ''}"
    for asked in run["questions"]:
        if asked["latest"]:
            ours, theirs = (_value(run, asked["answers"][name]) for name in (own, _OXIGRAPH))
            more = "more than " if asked["answers"][_OXIGRAPH]["ms"] is None else ""
            yield f"- {asked['name']}: {more}{theirs / ours:,.0f} × as fast as oxigraph"


# --- the document ---


def into(document: Path, runs: Sequence[Run]) -> None:
    """Put the tables between the marks of a document.

    Raises:
        UsageError: it has no marks.
    """
    text = document.read_text(encoding="utf-8") if document.is_file() else ""
    if _BEGIN not in text or _END not in text:
        raise UsageError(
            f"{document} に「{_BEGIN}」と「{_END}」の行がありません。",
            f"{document} lacks the lines “{_BEGIN}” and “{_END}”.",
        )
    before, after = text.partition(_BEGIN)[0], text.partition(_END)[2]
    tables = "\n".join(markdown(runs))
    document.write_text(f"{before}{_BEGIN}\n\n{tables}\n{_END}{after}", encoding="utf-8")


def differences(runs: Sequence[Run]) -> Iterator[str]:
    """Yield each answer that is not as counted, or not as the others'."""
    for run in runs:
        for asked in run["questions"]:
            for name, answered in asked["answers"].items():
                if answered["verdict"] not in ("right", "too slow"):
                    yield (
                        f"{name}: {asked['name']}: {answered['verdict']} "
                        f"({answered['figure']} for {asked['expected']}) {answered['detail']}"
                    ).strip()
