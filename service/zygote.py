"""Handle on the process that holds the data: starts it, gives it queries, ends it.

The web process's side of ``service.engine_child``. One object per process; when the process is
gone the object is done with, and whoever owns it starts another. Must not know lanes or HTTP.
"""

from __future__ import annotations

import contextlib
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
from service.engine_child import COMMAND, DEMOTE, KILL, RUN

_GRACE: Final = 2.0  # seconds that an ending process may take


class ZygoteGoneError(Exception):
    """The process ended; its queries can be asked again of another."""


class Zygote:
    """A running process with one dataset in memory.

    Args:
        dataset: N-Quads file.
    """

    def __init__(self, dataset: Path) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  our own module, no shell
                [sys.executable, "-m", "service.engine_child", str(theirs.fileno()), str(dataset)],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,  # not to be hit by a Ctrl-C meant for the server
            )
        self._lock = threading.Lock()
        self._numbers = 0
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
            raise ZygoteGoneError(message[0]["detail"])

    def alive(self) -> bool:
        """Whether the process still runs."""
        return not self._closed and self._process.poll() is None

    def start(self, request: dict[str, Any]) -> Job:
        """Have a child answer a request.

        Raises:
            ZygoteGoneError: the process has ended.
        """
        with self._lock:
            self._numbers += 1
            number = self._numbers
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                self._command(RUN, number, theirs)
            except ZygoteGoneError:
                ours.close()
                raise
        return Job(self, number, ours, request)

    def _command(self, letter: bytes, number: int, connection: socket.socket | None = None) -> None:
        data = COMMAND.pack(letter, number)
        files = [] if connection is None else [connection.fileno()]
        try:
            with self._lock:
                socket.send_fds(self._control, [data], files)
        except OSError as fault:
            raise ZygoteGoneError from fault

    def tell(self, letter: bytes, number: int) -> None:
        """Send a command for a job; of no effect if the process is gone."""
        with contextlib.suppress(ZygoteGoneError):
            self._command(letter, number)

    def interrupt(self) -> None:
        """Make ``wait_ready`` in another thread return."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the process and every child of it."""
        if self._closed:
            return
        self._closed = True
        self._control.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            # the whole group; its number is ours as long as nobody waited for the leader
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Job:
    """One query in a child.

    Args:
        zygote: the process whose child it is.
        number: the job's number there.
        connection: our end of the connection.
        request: what to send.
    """

    def __init__(
        self, zygote: Zygote, number: int, connection: socket.socket, request: dict[str, Any]
    ) -> None:
        self._zygote = zygote
        self._number = number
        self._connection = connection
        self._incoming = frames.Incoming(connection)
        self._done = False
        connection.settimeout(_GRACE)
        try:
            frames.send(connection, request)
        except OSError as fault:
            self.close()
            raise ZygoteGoneError from fault

    def wait(self, timeout: float) -> tuple[frames.Header, bytes] | None:
        """Wait for the answer; None if it is not whole yet.

        Raises:
            ZygoteGoneError: the connection closed without an answer or word of a death.
        """
        try:
            message = self._incoming.receive(timeout)
        except (EOFError, OSError) as fault:
            raise ZygoteGoneError from fault
        self._done = message is not None
        return message

    def demote(self) -> None:
        """Let other processes go before this one."""
        self._zygote.tell(DEMOTE, self._number)

    def close(self) -> None:
        """Kill the child if it still works, and forget it."""
        if not self._done:
            self._zygote.tell(KILL, self._number)
        self._connection.close()


def _environment() -> dict[str, str]:
    """The environment with our package on the path, wherever the server was started."""
    paths = [str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
