"""The two processes that hold one build: one with its graphs, one without.

The one without is loaded first, is smaller and quicker, and answers whatever names no graph.
Together they are loaded, lent and ended; if one is lost, so is the other. Must not know queries,
nor which build is the current one (``service.keeper``).
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Final

from service.errors import EngineUnavailable
from service.zygote import Zygote, ZygoteGoneError

_AHEAD: Final = 2  # workers to fork ahead of the first queries
_MERGED: Final = "service.engine_merged"


def loading() -> EngineUnavailable:
    """Return the error for a query that came before the data."""
    return EngineUnavailable(
        "データを読み込んでいます。少し待ってからもう一度お試しください。",
        "The data is being loaded. Try again in a few seconds.",
    )


class Holders:
    """The processes of one build.

    Args:
        dataset: N-Quads file.
        memory_mb: memory that a worker may take beyond what it shares.
    """

    def __init__(self, dataset: Path, memory_mb: int) -> None:
        self._dataset = dataset
        self._memory_mb = memory_mb
        self._changed = threading.Condition()
        self._loading: list[Zygote] = []
        self._whole: Zygote | None = None
        self._closed = False
        self.merged = self._start(_MERGED)

    def _start(self, name: str = "") -> Zygote:
        with self._changed:
            if self._closed:
                raise ZygoteGoneError("told to end")
            arguments = (name,) if name else ()
            self._loading.append(Zygote(self._dataset, self._memory_mb, *arguments))
            return self._loading[-1]

    def load_merged(self, timeout: float) -> None:
        """Wait until queries that name no graph can be answered.

        Raises:
            ZygoteGoneError: they cannot be; the message is the reason.
        """
        self.merged.wait_ready(timeout)
        self.merged.prepare(_AHEAD)

    def load_whole(self, timeout: float) -> None:
        """Load the graphs too, and wait until that is done; raises as ``load_merged``."""
        zygote = self._start()
        zygote.wait_ready(timeout)
        zygote.prepare(_AHEAD)
        if not self.alive():
            raise ZygoteGoneError("the process without graphs ended")
        with self._changed:
            self._whole = zygote
            self._changed.notify_all()

    def whole(self, patience: float) -> Zygote:
        """Return the process that knows the graphs.

        Raises:
            EngineUnavailable: it is not ready within ``patience`` seconds.
            ZygoteGoneError: it will not be.
        """
        until = time.monotonic() + patience
        with self._changed:
            while self._whole is None:
                if self._closed:
                    raise ZygoteGoneError
                left = until - time.monotonic()
                if left <= 0:
                    raise loading()
                self._changed.wait(left)
            return self._whole

    def alive(self) -> bool:
        """Whether all that was started still runs."""
        return not self._closed and all(zygote.alive() for zygote in self._loading)

    def ended(self, patience: float) -> bool:
        """Whether one of them has ended, or does so within about ``patience`` seconds."""
        share = patience / len(self._loading)
        return any(zygote.ended(share) for zygote in reversed(self._loading)) or not self.alive()

    def interrupt(self) -> None:
        """Make whoever waits in another thread for the loading return."""
        for zygote in self._shut():
            zygote.interrupt()

    def close(self) -> None:
        """End the processes and all their workers."""
        for zygote in self._shut():
            zygote.close()

    def _shut(self) -> list[Zygote]:
        """Start nothing any more, and let nobody wait; return what was started."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            return self._loading
