"""The engine that comes with the service: data in memory, workers that can be killed.

Deadlines and lanes are kept here, in the web process; evaluation never happens here.
Must not know HTTP, nor how the process that holds the data is kept alive (``service.keeper``).
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable
from typing import Final

from service import limits
from service.builds import Build
from service.config import Config
from service.engine import Answer, ClientGoneError, Query, answer, request
from service.engine_errors import revive
from service.errors import EngineUnavailable, QueryTimeout
from service.frames import Header
from service.history import History
from service.holders import Holders
from service.keeper import Keeper
from service.lanes import MIDDLE, QUICK, SLOW, Lanes
from service.zygote import Worker, Zygote, ZygoteGoneError

QUICK_SLOTS: Final = 4  # queries in the quick lane for each worker
# seconds of processor time in the quick lane: together the newcomers get so much for each worker,
# which bounds the time to look through a flood, and the memory that it can take meanwhile
_BUDGET: Final = 0.5
_LONGEST: Final = 0.25
_SHORTEST: Final = 0.03
# seconds of processor time after which a query leaves the middle lane: more than most questions
# need, and little enough for what it holds in memory while it waits for the slow one
_MEDIUM: Final = 0.6
_LOOK: Final = 0.25  # seconds between looks at whether the client is still there
_GLANCE: Final = 0.03  # the same in the quick lane, which others may want
_PATIENCE: Final = 1.0  # seconds to wait for word of the build
_TRIES: Final = 3
# what a query must have in it to name a graph, and may have for other reasons: FROM needs no space
# around it, but an IRI behind it, and is no part of ``wasDerivedFrom``; an escape may be anything
_GRAPHS: Final = re.compile(
    r"(?<![?$/])graph|\\u"
    r"|(?:(?<![a-z0-9_])|ask|construct)from(?=\s*(?:[<#]|named|[^\s<>{}\"]*:))",
    re.ASCII | re.IGNORECASE,
)


class EmbeddedEngine:
    """Answers queries about the current build; see ``service.engine.Engine``."""

    def __init__(self, config: Config) -> None:
        self._config = config
        workers = max(1, config.workers)
        self.lanes = Lanes(QUICK_SLOTS * workers, workers, config.queue)
        self._history = History()
        self._keeper = Keeper(config)

    def start(self) -> None:
        """Begin to load the data; returns at once."""
        self._keeper.start()

    def build(self) -> Build:
        """Return the build that queries are answered from."""
        return self._keeper.build(_PATIENCE)

    def version(self) -> str:
        """Return the version of the build that queries are answered from."""
        return self._keeper.build(self._config.timeout).version

    def gauges(self) -> dict[str, int]:
        """Return how many queries run in each lane, and how many wait."""
        return self.lanes.gauges()

    def query(self, query: Query) -> Answer:
        """Answer a query whole.

        Raises:
            DxplanError: it is refused, wrong, too much, or there is no engine.
        """
        for attempt in range(_TRIES):
            with self._keeper.use(self._config.timeout) as (holders, build):
                try:
                    zygote = self._holder(holders, query)
                    run = _Run(self.lanes, zygote, query, self._config, self._history)
                    with run:
                        header, body = run.finish(fresh=attempt > 0)
                except ZygoteGoneError:
                    self._keeper.check(holders)  # a query changes nothing, so it is asked again
                    continue
            if header.get("died") == signal.SIGKILL and attempt == 0:
                continue  # not by us; once may have been somebody's hand
            if "kind" not in header:
                raise revive(header, self._config.timeout)
            return answer(header, body, build.version)
        raise EngineUnavailable(
            "問合せエンジンが応答しません。少し待ってからもう一度お試しください。",
            "The query engine does not answer. Try again in a few seconds.",
        )

    def _holder(self, holders: Holders, query: Query) -> Zygote:
        """Return the process that knows enough to answer a query."""
        if query.default_graphs or query.named_graphs or _GRAPHS.search(query.text):
            return holders.whole(self._config.timeout)
        return holders.merged

    def close(self) -> None:
        """Stop the processes."""
        self._keeper.close()


class _Run:
    """One query on its way through the lanes."""

    def __init__(
        self, lanes: Lanes, zygote: Zygote, query: Query, config: Config, history: History
    ) -> None:
        self._history = history
        self._lanes = lanes
        self._zygote = zygote
        self._query = query
        self._config = config
        self._lane: str | None = None
        self._worker: Worker | None = None
        # only a guess, on the safe side: the worker looks closely, and locks itself in if not
        self._federated = bool(config.federation) and "service" in query.text.lower()

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._worker is not None:
            worked = self._worker.worked()
            if kind is QueryTimeout:
                # however little it got of a busy processor
                self._history.note(self._query.text, self._config.timeout)
            elif worked is not None and kind is None:
                self._history.note(self._query.text, worked)
            self._worker.release()
        self._leave()

    def finish(self, *, fresh: bool) -> tuple[Header, bytes]:
        """Run until there is an answer; moves to slower lanes on the way if need be.

        Args:
            fresh: whether to have a new worker in any case.
        """
        first = self._first_lane()
        self._enter(first)
        worker = self._begin(fresh)
        message = None
        if first == QUICK:
            message = self._wait(worker, self._quantum_is_over, _GLANCE)
        if message is None and first != SLOW:
            self._move(MIDDLE, worker)
            message = self._wait(worker, self._is_long, _GLANCE)
        if message is None:
            self._move(SLOW, worker)
            worker.demote()
            message = self._wait(worker, lambda _: False, _LOOK)
        if message is None:
            raise limits.timeout(self._config.timeout)
        return message

    def _first_lane(self) -> str:
        """Return where to begin: a query that is known to be long goes to its lane at once.

        So does one that may wait for other endpoints without using its processor time.
        """
        expected = self._history.expect(self._query.text)
        if self._federated or expected > _MEDIUM:
            return SLOW
        return MIDDLE if expected > _LONGEST else QUICK

    def _enter(self, lane: str) -> None:
        self._lanes.enter(
            lane,
            self._query.client,
            self._query.gone,
            self._config.timeout,
            self._history.expect(self._query.text),
        )
        self._lane = lane

    def _leave(self) -> None:
        if self._lane is not None:
            self._lanes.leave(self._lane, self._query.client)
            self._lane = None

    def _begin(self, fresh: bool) -> Worker:
        zygote = self._zygote
        self._worker = zygote.federated() if self._federated else zygote.worker(fresh)
        self._worker.ask(request(self._query, self._config))
        self._began = time.monotonic()
        return self._worker

    def _move(self, lane: str, worker: Worker) -> None:
        """Go on in another lane if there is room, else pause until there is."""
        if self._lane == lane:
            return
        if self._lanes.try_enter(lane, self._query.client):
            self._leave()
            self._lane = lane
            return
        paused = time.monotonic()
        worker.pause()
        self._leave()
        self._enter(lane)
        worker.resume()
        self._began += time.monotonic() - paused

    def _quantum_is_over(self, elapsed: float) -> bool:
        """Whether a query has had its share of the quick lane.

        Counted in processor time, so that short queries that run beside many others may stay.
        """
        newcomers = self._lanes.running()[QUICK] + self._lanes.waiting()
        quantum = min(_LONGEST, max(_SHORTEST, _BUDGET * self._config.workers / newcomers))
        if elapsed < quantum:
            return False
        return self._worked(elapsed) >= quantum

    def _is_long(self, elapsed: float) -> bool:
        """Whether a query has had its share of the middle lane."""
        return elapsed >= _MEDIUM and self._worked(elapsed) >= _MEDIUM

    def _worked(self, elapsed: float) -> float:
        """Return the processor time spent so far; the time itself where nobody counts."""
        worked = self._worker.worked() if self._worker else None
        return elapsed if worked is None else worked

    def _wait(
        self, worker: Worker, is_over: Callable[[float], bool], look: float
    ) -> tuple[Header, bytes] | None:
        """Wait for the answer; None once the lane's time or the deadline is over."""
        while True:
            elapsed = time.monotonic() - self._began
            left = self._config.timeout - elapsed
            if left <= 0 or is_over(elapsed):
                return None
            message = worker.wait(min(look, left))
            if message is not None:
                return message
            if self._query.gone():
                raise ClientGoneError
