"""Bounds how often one client may ask: a bucket of tokens for each, filled at a steady rate.

Must not know what a request is, nor how a client is told from another.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_BURST: Final = 10.0  # seconds' worth of requests that may come at once
_CLIENTS: Final = 20_000  # buckets to remember


class RateLimit:
    """Buckets of tokens, one for each client.

    Args:
        rate: tokens a second; 0 for no limit.
        clock: seconds that only go forward.
    """

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._size = max(1.0, rate * _BURST)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take a token; return 0, or the seconds until there is one again."""
        if self._rate <= 0:
            return 0.0
        now = self._clock()
        with self._lock:
            tokens, since = self._buckets.pop(client, (self._size, now))
            tokens = min(self._size, tokens + (now - since) * self._rate)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > _CLIENTS:
                self._buckets.popitem(last=False)  # not seen for longest, so its bucket is fullest
        return 0.0 if allowed else (1 - tokens) / self._rate
