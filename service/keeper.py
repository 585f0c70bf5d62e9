"""Keeps the processes with the current data running: restarts them, swaps them, ends them.

A thread looks at ``var/current`` a few times a second. A new build is loaded beside the old one
and takes over when it is ready; the old processes end with their last query. Must not know queries.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from service import builds
from service.builds import Build
from service.config import Config
from service.errors import DxplanError, EngineUnavailable
from service.holders import Holders, loading
from service.zygote import LoadError, ZygoteGoneError

_log = logging.getLogger(__name__)
_LOOK: Final = 0.25  # seconds between looks at the build
_LOADING: Final = 300.0  # seconds that loading may take
_DYING: Final = 0.5  # seconds between the loss of all workers and the end of their process
_PAUSE: Final = 5.0  # seconds before a build that failed is tried again
_DEATHS: Final = 10  # sudden deaths in a row before a build is held to be at fault


class Keeper:
    """The processes that hold the data, whichever they are at the moment.

    Args:
        config: the settings.
    """

    def __init__(self, config: Config) -> None:
        self._var = config.var
        self._memory_mb = config.memory_mb
        self._changed = threading.Condition()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._current: tuple[Holders, Build] | None = None
        self._fault: DxplanError | None = None
        self._users: Counter[Holders] = Counter()
        self._failed: tuple[Build, float] | None = None
        self._deaths = 0
        self._loading: Holders | None = None

    def start(self) -> None:
        """Begin; returns at once and may be called again."""
        with self._changed:
            if self._thread is None and not self._stopped:
                self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
                self._thread.start()

    @contextmanager
    def use(self, patience: float) -> Iterator[tuple[Holders, Build]]:
        """Lend the processes; they do not end while lent.

        Raises:
            EngineUnavailable: there are none, and none came within ``patience`` seconds.
        """
        with self._changed:
            holders, build = self._await(patience)
            self._users[holders] += 1
        try:
            yield holders, build
        finally:
            self._give_back(holders)

    def build(self, patience: float) -> Build:
        """Return the build in memory; raises as ``use`` does."""
        with self._changed:
            return self._await(patience)[1]

    def check(self, holders: Holders) -> None:
        """Look whether they are still there after a worker was lost; replace them if not."""
        if holders.ended(_DYING):
            with self._changed:
                if self._current is not None and self._current[0] is holders:
                    self._current = self._fault = None
            self._wake.set()

    def close(self) -> None:
        """End the thread and all processes."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
            if self._loading is not None:
                self._loading.interrupt()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        with self._changed:
            remaining = {*self._users, *([self._current[0]] if self._current else [])}
            self._current = None
        for holders in remaining:
            holders.close()

    def _await(self, patience: float) -> tuple[Holders, Build]:
        """Return the current processes; call with the lock held."""
        self.start()
        until = time.monotonic() + patience
        while self._current is None:
            if self._fault is not None:
                raise self._fault
            left = until - time.monotonic()
            if left <= 0 or self._stopped:
                raise loading()
            self._changed.wait(left)
        return self._current

    def _give_back(self, holders: Holders) -> None:
        with self._changed:
            self._users[holders] -= 1
            if self._users[holders]:
                return
            del self._users[holders]
            idle = self._current is None or self._current[0] is not holders
        if idle:
            holders.close()

    def _keep(self) -> None:
        while not self._stopped:
            self._wake.clear()
            try:
                self._look()
            except Exception:  # the thread must outlive whatever one look meets
                _log.exception("cannot look after the engine")
            self._wake.wait(_LOOK)

    def _look(self) -> None:
        try:
            build = builds.current(self._var)
        except DxplanError as fault:
            self._note(fault)
            return
        current = self._current
        if current is not None and current[0].alive() and current[1] == build:
            self._fault = None
            return
        if self._failed and self._failed[0] == build and time.monotonic() < self._failed[1]:
            return
        self._replace(build)

    def _replace(self, build: Build) -> None:
        assert build.dataset is not None  # noqa: S101  local builds have one
        holders = self._loading = Holders(build.dataset, self._memory_mb)
        try:
            holders.load_merged(_LOADING)
            if self._current is None:
                self._take_over(holders, build)  # for queries that need not wait for the graphs
            holders.load_whole(_LOADING)
        except ZygoteGoneError as fault:
            self._give_up(holders)
            if not self._stopped:
                self._missed(build, fault)
            return
        except BaseException:
            self._give_up(holders)
            raise
        finally:
            self._loading = None
        self._deaths = 0
        _log.info("serving build %s (%d triples)", build.version, build.triples)
        if self._current is None or self._current[0] is not holders:
            self._take_over(holders, build)

    def _give_up(self, holders: Holders) -> None:
        with self._changed:
            if self._current is not None and self._current[0] is holders:
                self._current = None
        holders.close()

    def _missed(self, build: Build, fault: ZygoteGoneError) -> None:
        """Try again at once after a sudden death; give up if the data is at fault."""
        self._deaths += 1
        if self._deaths < _DEATHS and not isinstance(fault, LoadError):
            _log.warning("a process died while loading build %s: %s", build.version, fault)
            self._wake.set()
            return
        self._deaths = 0
        self._failed = build, time.monotonic() + _PAUSE
        _log.error("cannot load build %s: %s", build.version, fault)
        self._note(_cannot_load(build))

    def _take_over(self, holders: Holders, build: Build) -> None:
        with self._changed:
            old = self._current
            self._current, self._fault = (holders, build), None
            unused = old is not None and not self._users[old[0]]
            self._changed.notify_all()
        if old is not None and unused:
            old[0].close()

    def _note(self, fault: DxplanError) -> None:
        """Remember why there is none; what works goes on working."""
        with self._changed:
            if self._current is not None and not self._current[0].alive():
                self._current = None
            self._fault = fault
            self._changed.notify_all()


def _cannot_load(build: Build) -> EngineUnavailable:
    return EngineUnavailable(
        f"構築結果 {build.version} を読み込めません。dxplan build をやり直してください。",
        f"Build {build.version} cannot be loaded. Run “dxplan build” again.",
    )
