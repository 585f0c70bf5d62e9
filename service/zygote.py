"""Handle on the process that holds the data: starts it, lends its workers, ends it.

The web process's side of ``service.engine_child``. One object per process; when the process is
gone the object is done with, and whoever owns it starts another. Must not know lanes or HTTP.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

from service import frames
from service.config import PROJECT
from service.engine_child import COMMAND, CONTINUE, DEMOTE, FEDERATE, FORK, KILL, PAUSE

_GRACE: Final = 2.0  # seconds that an ending process may take
_NANO: Final = 1e-9
_LONGEST: Final = 100  # bytes of the line with the times of a process


class ZygoteGoneError(Exception):
    """The process or the worker ended; its queries can be asked again of another."""


class LoadError(ZygoteGoneError):
    """The process says itself that it cannot load the data; trying again is no use."""


class Zygote:
    """A running process with one dataset in memory, and workers that share it.

    Args:
        dataset: N-Quads file.
        memory_mb: memory that a worker may take beyond what it shares.
        name: module that is run as the process.
    """

    def __init__(self, dataset: Path, memory_mb: int, name: str = "service.engine_child") -> None:
        self._control, theirs = socket.socketpair()
        module = [sys.executable, "-m", name]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own module, no shell
                [*module, str(theirs.fileno()), str(memory_mb), str(dataset)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # not to be hit by a Ctrl-C meant for the server
            )
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._idle: list[Worker] = []
        self._closed = False

    def wait_ready(self, timeout: float) -> None:
        """Wait until the data is loaded.

        Raises:
            ZygoteGoneError: it could not be; the message is the reason.
        """
        try:
            message = frames.Incoming(self._control).receive(timeout)
        except (EOFError, OSError) as fault:
            raise ZygoteGoneError("it ended while loading") from fault
        finally:
            with contextlib.suppress(OSError):
                self._control.settimeout(_GRACE)
        if message is None:
            raise ZygoteGoneError(f"not loaded within {timeout:g} s")
        if not message[0]["ready"]:
            raise LoadError(message[0]["detail"])

    def alive(self) -> bool:
        """Whether the process still runs."""
        return not self._closed and self._process.poll() is None

    def ended(self, patience: float) -> bool:
        """Whether the process has ended, or does so within ``patience`` seconds."""
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            return False
        return True

    def worker(self, fresh: bool = False) -> Worker:
        """Return a worker: an idle one, which knows its way around, or else a new one.

        Args:
            fresh: whether to fork one in any case.

        Raises:
            ZygoteGoneError: the process has ended.
        """
        while not fresh:
            with self._lock:
                if not self._idle:
                    break
                worker = self._idle.pop()
            if worker.fit():
                return worker
            worker.close()
        return self._fork()

    def prepare(self, count: int) -> None:
        """Fork workers ahead of the first queries."""
        for _ in range(count):
            self.keep(self._fork())

    def keep(self, worker: Worker) -> None:
        """Take an idle worker back."""
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.close()

    def federated(self) -> Worker:
        """Return a new worker for one query that asks listed endpoints; see ``worker``."""
        return self._fork(FEDERATE)

    def _fork(self, letter: bytes = FORK) -> Worker:
        number = next(self._numbers)
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._command(letter, number, theirs)
            except ZygoteGoneError:
                ours.close()
                raise
        return Worker(self, number, ours, _process(ours))

    def _command(self, letter: bytes, number: int, connection: socket.socket | None = None) -> None:
        data = COMMAND.pack(letter, number)
        files = [] if connection is None else [connection.fileno()]
        try:
            with self._lock:
                socket.send_fds(self._control, [data], files)
        except OSError as fault:
            raise ZygoteGoneError from fault

    def tell(self, letter: bytes, number: int) -> None:
        """Send a command for a worker; of no effect if the process is gone."""
        with contextlib.suppress(ZygoteGoneError):
            self._command(letter, number)

    def interrupt(self) -> None:
        """Make ``wait_ready`` in another thread return."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the process and all its workers."""
        if self._closed:
            return
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()
        self._control.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            # the whole group; its number is ours as long as nobody waited for the leader
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Worker:
    """A process that answers one query at a time.

    Args:
        zygote: the process that forked it.
        number: its number there.
        connection: our end of the connection to it.
        process: its process number, to look at how much it works.
    """

    def __init__(
        self, zygote: Zygote, number: int, connection: socket.socket, process: int
    ) -> None:
        self._zygote = zygote
        self._number = number
        self._connection = connection
        self._account = _account(process)
        self._before = 0.0
        self._incoming: frames.Incoming | None = None
        self._retired = False

    def fit(self) -> bool:
        """Whether an idle worker still waits for a query; nothing to read means that it does."""
        try:
            self._connection.setblocking(False)
            self._connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def ask(self, request: dict[str, Any], body: bytes = b"") -> None:
        """Begin with a query.

        Raises:
            ZygoteGoneError: the worker is gone, and with it most likely all the rest.
        """
        self._incoming = frames.Incoming(self._connection)
        self._before = self._used()
        self._connection.settimeout(_GRACE)
        try:
            frames.send(self._connection, request, body)
        except OSError as fault:
            raise ZygoteGoneError from fault

    def wait(self, timeout: float) -> tuple[frames.Header, bytes] | None:
        """Wait for the answer; None if it is not whole yet.

        Raises:
            ZygoteGoneError: the connection closed without an answer or word of a death.
        """
        assert self._incoming is not None  # noqa: S101  asked before
        try:
            message = self._incoming.receive(timeout)
        except (EOFError, OSError) as fault:
            raise ZygoteGoneError from fault
        if message is not None:
            self._incoming = None
            self._retired |= "died" in message[0] or message[0].get("retire", False)
        return message

    def worked(self) -> float | None:
        """Return the processor time spent on this query in seconds; None where nobody counts."""
        now = self._used()
        return now - self._before if now else None

    def _used(self) -> float:
        """Return its processor time so far (Linux, Documentation/scheduler/sched-stats.rst)."""
        if self._account is None:
            return 0.0
        try:
            return int(os.pread(self._account, _LONGEST, 0).split()[0]) * _NANO
        except OSError:
            return 0.0

    def pause(self) -> None:
        """Stop its work until ``resume``; it keeps what it has."""
        self._zygote.tell(PAUSE, self._number)

    def resume(self) -> None:
        """Let it go on."""
        self._zygote.tell(CONTINUE, self._number)

    def demote(self) -> None:
        """Let other processes go before this one; for good, so it retires with its query."""
        self._retired = True
        self._zygote.tell(DEMOTE, self._number)

    def release(self) -> None:
        """Go back to the idle ones, or end if there is still work or no more to come."""
        if self._incoming is None and not self._retired:
            self._zygote.keep(self)
        else:
            self.close()

    def close(self) -> None:
        """End the process, whatever it does."""
        self._zygote.tell(KILL, self._number)
        self._connection.close()
        if self._account is not None:
            os.close(self._account)
            self._account = None


def _account(process: int) -> int | None:
    """Open what the system counts of a process; it is read at each query, so it stays open."""
    try:
        return os.open(f"/proc/{process}/schedstat", os.O_RDONLY)
    except OSError:
        return None


def _process(connection: socket.socket) -> int:
    """Read the number of the process that a new connection leads to."""
    try:
        message = frames.Incoming(connection).receive(_GRACE)
    except EOFError:
        message = None
    if message is None or "process" not in message[0]:
        connection.close()
        raise ZygoteGoneError
    return int(message[0]["process"])


def _environment() -> dict[str, str]:
    """The environment with our package on the path, wherever the server was started."""
    paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
