"""Measures peers on the same questions: interleaved runs, medians, throughput, memory.

Every answer is read and compared with the figure counted in the imagined plans and with the other
peers' answers, so that a quick wrong answer shows. Must not know how peers are started, nor
how results are shown.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final, TypedDict

from service import bench_answers, guard, rewriting
from service.bench_answers import Digest
from service.bench_client import GRAPH, TABLE, Client
from service.bench_graph import IDS
from service.bench_peers import Peer
from service.bench_questions import PREFIXES, QUESTIONS, WARD, Question

RUNS: Final = 7
_AGAIN: Final = 4
_LONG: Final = 2.0  # seconds after which one run must do
_SHARE: Final = 3.0  # seconds for all runs of a question by one peer
_OK: Final = 200
_SETTLING: Final = 60.0  # seconds
_LOOK: Final = 0.5  # seconds between looks at whether a server is busy with itself
_IDLE: Final = 3  # ticks in that time
CLIENTS: Final = (1, 8, 32)
_MIXED: Final = ("lookup", "tree", "UNION", "ASK")  # kinds that every server answers at once
_REPEATED: Final = "tree"
_REPEATING: Final = 8  # connections


class Answered(TypedDict):
    """What one peer made of one question.

    ``ms`` is None where it took too long or failed; ``again`` is the time of the same question
    asked again by GET, which a server may answer from what it has kept; ``verdict`` is "right",
    "different" (the figure is right but the rows are not those of the others), "wrong", "too slow"
    or "failed".
    """

    ms: float | None
    again: float | None
    verdict: str
    figure: int | None
    detail: str


_NOTHING: Final[Answered] = {
    "ms": None,
    "again": None,
    "verdict": "failed",
    "figure": None,
    "detail": "",
}


class Asked(TypedDict):
    """A question with what all peers made of it."""

    name: str
    kind: str
    rewritten: bool
    latest: bool
    expected: int
    answers: dict[str, Answered]


def ask_all(
    questions: Sequence[Question],
    peers: Sequence[Peer],
    expected: Mapping[str, int],
    say: Callable[[str], None],
) -> list[Asked]:
    """Ask all questions of all peers.

    Args:
        questions: what to ask.
        peers: whom to ask.
        expected: the figure of each question; where it is not known, the first peer's.
        say: told about each question when it is done.
    """
    for peer in peers:
        _let_settle(peer)
    found = []
    for question in questions:
        asked = _ask(question, peers, expected.get(question.name))
        times = ", ".join(
            f"{name} {a['verdict'] if a['ms'] is None else format(a['ms'], '.1f')}"
            for name, a in asked["answers"].items()
        )
        say(f"{question.name}: {times}")
        found.append(asked)
    return found


def _let_settle(peer: Peer) -> None:
    """Wait until a server has done what it does beside its start; on Linux only."""
    until = time.monotonic() + _SETTLING
    before = -_IDLE
    while time.monotonic() < until:
        now = sum(map(_ticks, _tree(peer.processes())))
        if now - before < _IDLE:
            return
        before = now
        time.sleep(_LOOK)


def _ask(question: Question, peers: Sequence[Peer], known: int | None) -> Asked:
    digests: dict[str, Digest] = {}
    answers = {peer.name: _first(question, peer, digests) for peer in peers}
    times: dict[str, list[float]] = {
        peer.name: [answers[peer.name]["ms"] or 0.0] for peer in peers if peer.name in digests
    }
    again = [peer for peer in peers if 0 < sum(times.get(peer.name, ())) < _LONG * 1000]
    for name in [peer.name for peer in again]:
        times[name].clear()  # the first time has to find its way
    for _ in range(RUNS):
        for peer in again:
            if sum(times[peer.name]) < _SHARE * 1000:
                times[peer.name].append(_timed(question, peer))
    for name, figures in times.items():
        answers[name]["ms"] = round(median(figures), 3)
    for peer in again:
        answers[peer.name]["again"] = _again(question, peer)
    first = next(iter(digests.values()), Digest(0, ""))
    expected = first.figure if known is None else known
    _judge(answers, digests, expected)
    sent = _sent(question)
    return {
        "name": question.name,
        "kind": question.kind,
        "rewritten": bool(rewriting.rewrite(sent, guard.check(sent)).steps),
        "latest": question.latest,
        "expected": expected,
        "answers": answers,
    }


def _timed(question: Question, peer: Peer) -> float:
    """Return the milliseconds of one more run; what it took, where it is given up this time."""
    began = time.perf_counter()
    try:
        return peer.ask(_sent(question), _accept(question)).seconds * 1000
    except OSError:
        peer.restart()
        return (time.perf_counter() - began) * 1000


def _again(question: Question, peer: Peer) -> float:
    """Return the median of the times by GET, after a first one."""
    query, accept = _sent(question), _accept(question)
    return round(median([peer.again(query, accept).seconds for _ in range(_AGAIN)][1:]) * 1000, 3)


def _sent(question: Question) -> str:
    return PREFIXES + question.text


def _accept(question: Question) -> str:
    return GRAPH if question.kind in ("CONSTRUCT", "DESCRIBE") else TABLE


def _first(question: Question, peer: Peer, digests: dict[str, Digest]) -> Answered:
    """Ask for the first time, and read the answer."""
    subject = f"{IDS}{WARD}" if question.kind == "DESCRIBE" else ""
    try:
        reply = peer.ask(_sent(question), _accept(question))
    except TimeoutError:
        peer.restart()
        return {**_NOTHING, "verdict": "too slow"}
    except OSError as fault:
        peer.restart()
        return {**_NOTHING, "detail": repr(fault)}
    try:
        if reply.status != _OK:
            raise ValueError(f"{reply.status}")
        digests[peer.name] = found = bench_answers.digest(reply.body, reply.media, subject)
    except (ValueError, KeyError) as fault:
        # some servers break off in the middle of a 200 when their time is over
        slow = reply.seconds > _LONG
        words = f"{fault} {reply.body[:200].decode(errors='replace')}"
        verdict = "too slow" if slow else "failed"
        return {**_NOTHING, "verdict": verdict, "detail": words}
    taken = reply.seconds * 1000
    return {"ms": taken, "again": None, "verdict": "right", "figure": found.figure, "detail": ""}


def _judge(answers: dict[str, Answered], digests: Mapping[str, Digest], expected: int) -> None:
    """Say of each answer whether it is right; what most of the right ones agree on is."""
    right = Counter(d.checksum for d in digests.values() if d.figure == expected)
    agreed = right.most_common(1)[0][0] if right else ""
    for name, found in digests.items():
        if found.figure != expected:
            answers[name]["verdict"] = "wrong"
        elif found.checksum != agreed:
            answers[name]["verdict"] = "different"


# --- many clients ---


def throughput(peer: Peer, seconds: float) -> dict[str, float]:
    """Return the answers a second to 1, 8 and 32 clients that ask simple questions in turn."""
    texts = [_sent(question) for question in QUESTIONS if question.kind in _MIXED]
    if not peer.address:
        return {}
    return {
        str(clients): round(
            _rate(peer.address, clients, seconds, lambda c, n: c.ask(texts[n % len(texts)]).status)
        )
        for clients in CLIENTS
    }


def repeated(address: str, seconds: float) -> float:
    """Return the answers a second to one question that is asked again and again by GET."""
    text = next(_sent(question) for question in QUESTIONS if question.kind == _REPEATED)
    return round(_rate(address, _REPEATING, seconds, lambda client, _: client.get(text).status))


def _rate(address: str, clients: int, seconds: float, step: Callable[[Client, int], int]) -> float:
    counts = [0] * clients
    end = time.monotonic() + seconds

    def run(place: int) -> None:
        client = Client(address)
        with contextlib.suppress(OSError):  # one that is not served adds nothing
            while time.monotonic() < end:
                counts[place] += step(client, place + counts[place]) == _OK
        client.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)


# --- memory ---


def memory(peer: Peer) -> float:
    """Return the MiB of a peer's processes and all below them; shared pages count once.

    Only on Linux; elsewhere 0.
    """
    return round(sum(map(_pss, _tree(peer.processes()))) / 1024)


def _tree(roots: list[int]) -> list[int]:
    found = list(roots)
    for process in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{process}/task").iterdir():
                found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def _ticks(process: int) -> int:
    """Return the processor time of a process in the kernel's ticks (proc(5), stat)."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return sum(map(int, text.rpartition(")")[2].split()[11:13]))
    return 0


def _pss(process: int) -> int:
    """Return the proportional share of memory in KiB."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:")
    return 0
