"""Holds the data in memory and forks a child for every query; run as its own process.

``python -m service.engine_child CONTROL DATASET`` with CONTROL the number of an inherited
socket. One thread only, so that forking is safe, and never a query in this process itself.
Commands on the control socket are nine bytes: a letter and the number of a job. Q, with the
job's connection attached, starts one; K kills it; N makes it give way to others. When the other
side closes the socket, all children are killed and the process ends.
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
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service import engine_work, frames

COMMAND: Final = struct.Struct("!cQ")
RUN, KILL, DEMOTE = b"Q", b"K", b"N"
LOWEST_PRIORITY: Final = 19
_PR_SET_PDEATHSIG: Final = 1
_CONNECTION: Final = 3
_HIGHEST_FILE: Final = 65536


@dataclass
class _Job:
    number: int
    process: int
    connection: socket.socket  # a duplicate, to tell how the child died


class Nursery:
    """The children that are alive, and how to start, kill and bury them.

    Args:
        control: socket to whoever gives the commands.
        dataset: N-Quads file to load.
    """

    def __init__(self, control: socket.socket, dataset: Path) -> None:
        self._control = control
        self._store = engine_work.load(dataset, union=True)
        self._jobs: dict[int, _Job] = {}
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
        frames.send(self._control, {"ready": True, "quads": len(self._store)})
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
        if letter == RUN and files:
            self._fork(number, socket.socket(fileno=files[0]))
        elif (job := self._find(number)) is not None:
            _signal(job, letter)
        return True

    def _find(self, number: int) -> _Job | None:
        return next((job for job in self._jobs.values() if job.number == number), None)

    def _fork(self, number: int, connection: socket.socket) -> None:
        try:
            process = os.fork()
        except OSError:
            _tell(connection, {"died": int(signal.SIGKILL)})
            connection.close()
            return
        if process == 0:
            self._live(connection)
        self._jobs[process] = _Job(number, process, connection)

    def _live(self, connection: socket.socket) -> None:
        """Do a child's whole life; never returns."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            self._die_with_parent()
            os.dup2(self._nowhere, sys.stderr.fileno())  # last words of a dying engine
            os.dup2(connection.detach(), _CONNECTION)
            os.closerange(_CONNECTION + 1, _HIGHEST_FILE)
            engine_work.serve(self._store, socket.socket(fileno=_CONNECTION), self._memory)
            status = 0
        finally:
            os._exit(status)

    def _bury(self) -> None:
        """Collect the dead; tell whoever waits if one died before its answer."""
        while self._jobs:
            process, status = os.waitpid(-1, os.WNOHANG)
            if process == 0:
                return
            job = self._jobs.pop(process)
            if status != 0:
                _tell(job.connection, {"died": abs(os.waitstatus_to_exitcode(status))})
            job.connection.close()

    def _end(self) -> None:
        for job in self._jobs.values():
            _signal(job, KILL)
        for process in self._jobs:
            os.waitpid(process, 0)


def _signal(job: _Job, letter: bytes) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if letter == KILL:
            os.kill(job.process, signal.SIGKILL)
        elif letter == DEMOTE:
            os.setpriority(os.PRIO_PROCESS, job.process, LOWEST_PRIORITY)


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


def main(arguments: list[str]) -> None:
    """Load the dataset and serve until told to end."""
    control = socket.socket(fileno=int(arguments[0]))
    try:
        nursery = Nursery(control, Path(arguments[1]))
    except (OSError, SyntaxError, ValueError) as fault:
        frames.send(control, {"ready": False, "detail": str(fault)})
        return
    nursery.run()


if __name__ == "__main__":
    main(sys.argv[1:])
