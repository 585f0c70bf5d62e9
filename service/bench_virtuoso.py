"""Runs a Virtuoso of one's own: in a folder that goes afterwards, on free ports.

For measurements and tests; a server for the public has its own configuration. Needs Debian's
``virtuoso-opensource-7``. One thread for a query: with two, the same query was answered in another
way from one time to the next. Must not know what is loaded or asked.
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.errors import EnvironmentFault
from service.loading import Virtuoso

SERVER: Final = "virtuoso-t"
_START: Final = 60  # seconds
_STOP: Final = 30
_BUFFER_KIB: Final = 9  # of memory for a page of 8
_INI: Final = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
LiteMode = 0
MaxClientConnections = 40
CheckpointInterval = 0
DirsAllowed = {readable}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
ThreadsPerQuery = 1
AsyncQueueMaxThreads = 0
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 40
MaxClientConnections = 40
MaxKeepAlives = 40
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {seconds}
"""


@dataclass
class Server:
    """A Virtuoso that runs.

    Attributes:
        process: the server's.
        address: of its SPARQL endpoint.
        graphs: of its Graph Store Protocol.
        sql: how to give it commands.
        seconds: from its start to the first answer.
    """

    process: subprocess.Popen[bytes]
    address: str
    graphs: str
    sql: Virtuoso
    seconds: float


def installed() -> bool:
    """Whether there is a Virtuoso on this machine."""
    return shutil.which(SERVER) is not None


@contextlib.contextmanager
def running(
    folder: Path,
    readable: Path,
    memory_mb: int = 256,
    seconds: int = 60,
    ports: tuple[int, int] | None = None,
) -> Iterator[Server]:
    """Run a Virtuoso on the database in a folder, which is made if need be.

    Args:
        folder: for its files.
        readable: folder that its bulk loader may read from.
        memory_mb: for its buffers.
        seconds: deadline of a query.
        ports: for HTTP and SQL; free ones by default.

    Raises:
        EnvironmentFault: it is not installed, or does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    http, sql = ports or _free_ports()
    buffers = memory_mb * 1024 // _BUFFER_KIB
    ini = folder / "virtuoso.ini"
    ini.write_text(
        _INI.format(
            folder=folder,
            readable=readable,
            sql=sql,
            http=http,
            buffers=buffers,
            dirty=buffers * 3 // 4,
            seconds=seconds,
        ),
        encoding="utf-8",
    )
    began = time.perf_counter()
    process = _start(ini)
    try:
        _wait(process, http, folder)
        took = time.perf_counter() - began
        address = f"http://127.0.0.1:{http}/sparql"
        yield Server(process, address, f"{address}-graph-crud-auth", Virtuoso(sql), took)
    finally:
        _stop(process, Virtuoso(sql))


def _start(ini: Path) -> subprocess.Popen[bytes]:
    command = [SERVER, "+foreground", "+configfile", str(ini)]
    try:
        return subprocess.Popen(  # noqa: S603  no shell
            command, cwd=ini.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError as fault:
        raise EnvironmentFault(
            f"{SERVER} がありません。Debian の virtuoso-opensource-7 を入れてください。",
            f"There is no {SERVER}. Install Debian's virtuoso-opensource-7.",
        ) from fault


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    """Wait until it answers; the port of HTTP opens last."""
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    log = folder / "virtuoso.log"
    raise EnvironmentFault(
        f"Virtuoso が起動しません。{log} を見てください。",
        f"Virtuoso does not start; see {log}.",
    )


def _stop(process: subprocess.Popen[bytes], sql: Virtuoso) -> None:
    with contextlib.suppress(EnvironmentFault):
        sql.run("shutdown;")
    try:
        process.wait(_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_ports() -> tuple[int, int]:
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        return one.getsockname()[1], other.getsockname()[1]
