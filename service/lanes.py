"""Decides which query runs next: a quick lane for newcomers, a middle and a slow one for others.

Every query starts in the quick lane and has to leave it if it takes long, so that a cheap query
waits for fractions of a second however many heavy ones are about. The middle lane is for those that
need a little more: there they wait for each other, and not for queries that run up to the deadline.
Within a lane the client with
the fewest running queries goes first, and of its queries the one that is expected to be short.
Must not know what runs.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from service.engine import ClientGoneError
from service.errors import EngineBusy

QUICK: Final = "quick"
MIDDLE: Final = "middle"
SLOW: Final = "slow"
_LOOK: Final = 0.2  # seconds between looks at whether the client is still there


@dataclass(eq=False)
class _Waiter:
    client: str
    expected: float
    granted: threading.Event = field(default_factory=threading.Event)


class _Lane:
    def __init__(self, slots: int) -> None:
        self.free = slots
        self.running: Counter[str] = Counter()
        self.waiting: list[_Waiter] = []
        self.turns = 0

    def take(self, client: str) -> None:
        self.free -= 1
        self.running[client] += 1

    def give_back(self, client: str) -> None:
        self.free += 1
        self.running[client] -= 1
        if not self.running[client]:
            del self.running[client]

    def next(self) -> _Waiter:
        """The least served client's shortest query, of equals the newest; else its oldest.

        In turns, so that in a flood a short one gets through at once, and none waits for ever.
        """
        fewest = min(self.running[waiter.client] for waiter in self.waiting)
        fair = [waiter for waiter in self.waiting if self.running[waiter.client] == fewest]
        self.turns += 1
        if self.turns % 2:
            return min(reversed(fair), key=lambda waiter: waiter.expected)
        return fair[0]


def busy() -> EngineBusy:
    """Return the error for a query that found no room or waited too long."""
    return EngineBusy(
        "問合せが混み合っています。少し待ってからもう一度お試しください。",
        "Too many queries are waiting. Try again in a few seconds.",
    )


class Lanes:
    """Slots of the lanes and a bounded waiting room.

    Args:
        quick: queries that may run in the quick lane at once.
        slow: queries that may run in the slow lane at once, and as many in the middle one.
        room: queries that may wait, over all lanes.
    """

    def __init__(self, quick: int, slow: int, room: int) -> None:
        self._lock = threading.Lock()
        self._lanes = {QUICK: _Lane(quick), MIDDLE: _Lane(slow), SLOW: _Lane(slow)}
        self._room = room

    def enter(
        self,
        name: str,
        client: str,
        gone: Callable[[], bool],
        patience: float,
        expected: float = 0,
    ) -> None:
        """Wait for a slot and take it.

        Args:
            name: the lane.
            client: who asks.
            gone: tells whether the client has hung up.
            patience: seconds to wait at most.
            expected: seconds that the query is expected to take.

        Raises:
            EngineBusy: the waiting room is full, or no slot came free in ``patience`` seconds.
            ClientGoneError: the client hung up meanwhile.
        """
        lane = self._lanes[name]
        with self._lock:
            if lane.free and not lane.waiting:
                lane.take(client)
                return
            if sum(len(each.waiting) for each in self._lanes.values()) >= self._room:
                raise busy()
            waiter = _Waiter(client, expected)
            lane.waiting.append(waiter)
        self._wait(lane, waiter, gone, time.monotonic() + patience)

    def _wait(self, lane: _Lane, waiter: _Waiter, gone: Callable[[], bool], until: float) -> None:
        while not waiter.granted.wait(_LOOK):
            left = gone()
            if not left and time.monotonic() < until:
                continue
            with self._lock:
                if waiter.granted.is_set():
                    return
                lane.waiting.remove(waiter)
            raise ClientGoneError if left else busy()

    def try_enter(self, name: str, client: str) -> bool:
        """Take a slot if one is free and nobody waits for it."""
        lane = self._lanes[name]
        with self._lock:
            if not lane.free or lane.waiting:
                return False
            lane.take(client)
            return True

    def leave(self, name: str, client: str) -> None:
        """Give a slot back and wake whoever comes next."""
        lane = self._lanes[name]
        with self._lock:
            lane.give_back(client)
            if lane.waiting:
                waiter = lane.next()
                lane.waiting.remove(waiter)
                lane.take(waiter.client)
                waiter.granted.set()

    def waiting(self) -> int:
        """Return how many queries wait for the quick lane."""
        return len(self._lanes[QUICK].waiting)

    def running(self) -> dict[str, int]:
        """Return how many queries run in each lane."""
        with self._lock:
            return {name: lane.running.total() for name, lane in self._lanes.items()}

    def gauges(self) -> dict[str, int]:
        """Return how many queries run in each lane, and how many wait, by name."""
        running = {f"running-{name}": count for name, count in self.running().items()}
        with self._lock:
            return running | {"waiting": sum(len(lane.waiting) for lane in self._lanes.values())}
