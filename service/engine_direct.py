"""An engine inside the calling process, for the command line and tests.

Holds the data itself, and forks a child to answer: what kills an engine, or takes too long, ends
the child only. Not for a process with threads: forking there is unsafe. Must not know HTTP.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import socket
import sys
from typing import Final

import pyoxigraph as ox

from service import engine_work, frames, limits
from service.builds import Build, current
from service.config import Config
from service.engine import Answer, Query, answer, request
from service.engine_errors import revive
from service.errors import DataError

_UNNAMED: Final = Build("", {})
_STDERR: Final = 2


class DirectEngine:
    """Answers queries about a store; see ``service.engine.Engine``.

    Args:
        config: the limits.
        store: the data; that of the current build if it is left out.
        build: what to say the store is.
    """

    def __init__(
        self, config: Config, store: ox.Store | None = None, build: Build = _UNNAMED
    ) -> None:
        self._config = config
        self._store = store
        self._build = build
        self._memory = 0
        self._child: _Child | None = None

    def start(self) -> None:
        """Load the data of the current build, unless a store was given."""
        if self._store is None:
            self._build = current(self._config.var)
            self._store = _load(self._build)
        self._memory = self._memory or engine_work.memory_now()

    def build(self) -> Build:
        """Return what is loaded."""
        self.start()
        return self._build

    def version(self) -> str:
        """Return the version of what is loaded."""
        return self.build().version

    def query(self, query: Query) -> Answer:
        """Answer a query whole; raises ``DxplanError``."""
        self.start()
        child = self._child = self._child or self._fork()
        header, body = self._converse(child, query)
        if "kind" not in header:
            raise revive(header, self._config.timeout)
        return answer(header, body, self._build.version)

    def gauges(self) -> dict[str, int]:
        """Return whether there is a process that answers."""
        return {"processes": int(self._child is not None)}

    def _fork(self) -> _Child:
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        process = os.fork()
        if process == 0:
            self._live(theirs, ours)
        theirs.close()
        return _Child(process, ours)

    def _converse(self, child: _Child, query: Query) -> tuple[frames.Header, bytes]:
        """Send the query and wait for the answer or for the child's end."""
        done = False
        try:
            child.connection.settimeout(self._config.timeout)
            # a child of this kind answers more than one query, so none may leave it
            asked = request(query, self._config) | {"federation": ()}
            frames.send(child.connection, asked)
            message = frames.Incoming(child.connection).receive(self._config.timeout)
            if message is None:
                raise limits.timeout(self._config.timeout)
            done = not message[0].get("retire")
            return message
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return {"died": child.bury()}, b""
        finally:
            if not done:
                child.end()
                self._child = None

    def _live(self, connection: socket.socket, other: socket.socket) -> None:
        """Do the child's whole life; never returns."""
        try:
            other.close()
            faulthandler.disable()  # whoever called may have it on; a dying engine is expected
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, _STDERR)
            assert self._store is not None  # noqa: S101  loaded by start
            engine_work.serve(self._store, connection, self._config.memory_mb, self._memory)
        finally:
            os._exit(0)

    def close(self) -> None:
        """End the child and forget the data."""
        if self._child is not None:
            self._child.end()
        self._child = self._store = None


class _Child:
    """A forked process that answers queries."""

    def __init__(self, process: int, connection: socket.socket) -> None:
        self._process: int | None = process
        self.connection = connection

    def bury(self) -> int:
        """Wait for its death, which has begun, and return the signal that it died of."""
        self.connection.close()
        if self._process is None:
            return 0
        _, status = os.waitpid(self._process, 0)
        self._process = None
        return abs(os.waitstatus_to_exitcode(status))

    def end(self) -> None:
        """Kill it, unless it is dead."""
        if self._process is not None:
            os.kill(self._process, signal.SIGKILL)
            self.bury()


def _load(build: Build) -> ox.Store:
    assert build.dataset is not None  # noqa: S101  local builds have one
    try:
        return engine_work.load(build.dataset, union=True)
    except (OSError, SyntaxError, ValueError) as fault:
        ja, en = f"構築結果が読めません: {fault}", f"the build cannot be read: {fault}"
        raise DataError(build.dataset, None, ja, en) from fault
