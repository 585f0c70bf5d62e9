"""Holds the data in memory and forks the workers that answer queries; run as its own process.

``python -m service.engine_child CONTROL MEMORY_MB DATASET`` with CONTROL the number of an
inherited socket. One thread only, so that forking is safe, and never a query in this process
itself. Commands on the control socket are nine bytes: a letter and the number of a worker. W,
with the worker's connection attached, forks one and tells its process number there; F does the
same for one whose query may ask the endpoints that the operator lists; K kills it, P pauses it, C
lets it continue, N makes it give way to others. When the other side closes the socket, all workers
are killed and the process ends.
Must not know HTTP, lanes or deadlines: those are kept by whoever started it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import selectors
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from service import engine_work, frames

COMMAND: Final = struct.Struct("!cQ")
FORK, FEDERATE, KILL, PAUSE, CONTINUE, DEMOTE = b"W", b"F", b"K", b"P", b"C", b"N"
_SIGNALS: Final = {KILL: signal.SIGKILL, PAUSE: signal.SIGSTOP, CONTINUE: signal.SIGCONT}
# below this process, which has to fork for newcomers; and a third of a newcomer's weight for
# queries that take long: enough for them not to starve beside many short ones
PRIORITY: Final = 5
LONG_PRIORITY: Final = 10
_PR_SET_PDEATHSIG: Final = 1
_STDERR: Final = 2
_CONNECTION: Final = 3
_HIGHEST_FILE: Final = 65536
_LOOK: Final = 0.25  # seconds between looks at whether somebody still waits for the data


@dataclass
class _Worker:
    number: int
    process: int
    connection: socket.socket  # a duplicate, to tell how the worker died


class Nursery:
    """The workers that are alive, and how to start, kill and bury them.

    Args:
        control: socket to whoever gives the commands.
        memory_mb: memory that a worker may take beyond what it shares.
        dataset: N-Quads file to load.
    """

    def __init__(self, control: socket.socket, memory_mb: int, dataset: Path) -> None:
        self._control = control
        self._memory_mb = memory_mb
        self._store = self._load(dataset)
        self._loaded = len(self._store)  # counts one by one
        self._workers: dict[int, _Worker] = {}
        self._deaths, waker = socket.socketpair()
        waker.setblocking(False)
        self._deaths.setblocking(False)
        self._waker = waker
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        self._die_with_parent = _death_signal()
        self._nowhere = os.open(os.devnull, os.O_WRONLY)
        self._memory = engine_work.memory_now()

    def run(self) -> None:
        """Obey until the control socket is closed."""
        gc.collect()
        gc.freeze()  # so that a child's collector does not touch, and so copy, every page
        gc.disable()
        frames.send(self._control, {"ready": True, "quads": self._loaded})
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._deaths, selectors.EVENT_READ)
            while self._step(selector):
                pass
        self._end()

    def _step(self, selector: selectors.BaseSelector) -> bool:
        for key, _ in selector.select():
            if key.fileobj is self._deaths:
                self._deaths.recv(4096)
                self._bury()
            elif not self._obey():
                return False
        return True

    def _obey(self) -> bool:
        """Carry out one command; False when there will be no more."""
        try:
            data, files, _, _ = socket.recv_fds(self._control, COMMAND.size, 1)
        except ConnectionResetError:
            return False
        if len(data) < COMMAND.size:
            return False
        letter, number = COMMAND.unpack(data)
        if letter in (FORK, FEDERATE) and files:
            self._fork(number, socket.socket(fileno=files[0]), network=letter == FEDERATE)
        elif (worker := self._find(number)) is not None:
            _signal(worker, letter)
        return True

    def _find(self, number: int) -> _Worker | None:
        return next((worker for worker in self._workers.values() if worker.number == number), None)

    def _fork(self, number: int, connection: socket.socket, *, network: bool) -> None:
        try:
            process = os.fork()
        except OSError:
            _tell(connection, {"died": int(signal.SIGKILL)})
            connection.close()
            return
        if process == 0:
            self._live(connection, network)
        _tell(connection, {"process": process})
        self._workers[process] = _Worker(number, process, connection)

    def _live(self, connection: socket.socket, network: bool) -> None:
        """Do a worker's whole life; never returns."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            os.setpriority(os.PRIO_PROCESS, 0, PRIORITY)
            self._die_with_parent()
            os.dup2(self._nowhere, _STDERR)  # last words of a dying engine
            os.dup2(connection.detach(), _CONNECTION)
            os.closerange(_CONNECTION + 1, _HIGHEST_FILE)
            connection = socket.socket(fileno=_CONNECTION)
            self._serve(connection, network=network)
            status = 0
        finally:
            os._exit(status)

    def _load(self, dataset: Path) -> Any:
        """Load what workers share; what they do with it is for ``_serve``."""
        return engine_work.load(dataset, union=True)

    def _serve(self, connection: socket.socket, *, network: bool) -> None:
        """Do a worker's work until the connection is closed."""
        engine_work.serve(self._store, connection, self._memory_mb, self._memory, network=network)

    def _bury(self) -> None:
        """Collect the dead; tell whoever waits if one died of something."""
        while self._workers:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            worker = self._workers.pop(process)
            if status != 0:
                _tell(worker.connection, {"died": abs(os.waitstatus_to_exitcode(status))})
            worker.connection.close()

    def _end(self) -> None:
        for worker in self._workers.values():
            _signal(worker, KILL)
        for process in self._workers:
            os.waitpid(process, 0)


def _signal(worker: _Worker, letter: bytes) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if letter == DEMOTE:
            os.setpriority(os.PRIO_PROCESS, worker.process, LONG_PRIORITY)
        elif letter in _SIGNALS:
            os.kill(worker.process, _SIGNALS[letter])


def _tell(connection: socket.socket, header: dict[str, int]) -> None:
    """Send a header if there is room for it; a dead child may have filled the connection."""
    with contextlib.suppress(OSError):
        connection.send(frames.pack(header), socket.MSG_DONTWAIT)


def _death_signal() -> Callable[[], None]:
    """Return what makes a child die with this process, however that ends; on Linux only.

    Elsewhere children end with their processor time (``engine_work.confine``).
    """
    if sys.platform != "linux":
        return lambda: None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def follow() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return follow


@contextlib.contextmanager
def wanted(control: socket.socket) -> Iterator[None]:
    """End this process while it still loads, if nobody is at the other end any more.

    By a timer, since a thread would make forking unsafe, and a signal of the parent's death comes
    when the thread ends that started this process.

    Args:
        control: the socket to whoever started it.
    """

    def look(*_: object) -> None:
        try:
            gone = not control.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except OSError as fault:
            gone = not isinstance(fault, BlockingIOError)
        if gone:
            os._exit(1)

    before = signal.signal(signal.SIGALRM, look)
    signal.siginterrupt(signal.SIGALRM, False)
    signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def main(arguments: list[str], kind: type[Nursery] = Nursery) -> None:
    """Load the dataset and serve until told to end."""
    control = socket.socket(fileno=int(arguments[0]))
    with contextlib.suppress(BrokenPipeError):  # whoever started this did not wait for it
        try:
            with wanted(control):
                nursery = kind(control, int(arguments[1]), Path(arguments[2]))
        except (OSError, SyntaxError, ValueError) as fault:
            frames.send(control, {"ready": False, "detail": str(fault)})
        else:
            nursery.run()


if __name__ == "__main__":
    main(sys.argv[1:])
