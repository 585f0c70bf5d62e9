"""Asks rdflib in a process of its own, which can be given up when a question takes too long.

What it costs to write the answer counts, as it does for servers; the way between the processes does
not. Must not know which questions are asked.
"""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from rdflib import Dataset

from service.bench_client import TABLE, Reply

_SPAWN: Final = multiprocessing.get_context("spawn")
_LOADING: Final = 300  # seconds


class Rdflib:
    """rdflib with the lines in memory; see ``service.bench_peers.Peer``."""

    name = "rdflib"
    address = ""
    load: float | None = None

    def __init__(self, files: list[Path], limit: float) -> None:
        self._files, self._limit = [str(path) for path in files], limit
        self.restart()

    def ask(self, query: str, accept: str) -> Reply:
        """Answer a query."""
        self._pipe.send((query, accept))
        if not self._pipe.poll(self._limit):
            raise TimeoutError
        body, seconds = self._pipe.recv()
        return Reply(200, accept, body, seconds)

    def again(self, query: str, accept: str) -> Reply:
        """Answer a query; nothing is kept."""
        return self.ask(query, accept)

    def processes(self) -> list[int]:
        """Return its process."""
        return [self._process.pid or 0]

    def restart(self) -> None:
        """Begin anew; the lines are read again."""
        self.close()
        began = time.perf_counter()
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_serve, args=(theirs, self._files), daemon=True)
        self._process.start()
        theirs.close()
        if not self._pipe.poll(_LOADING):
            raise TimeoutError
        self._pipe.recv()
        self.start = time.perf_counter() - began

    def close(self) -> None:
        """End the process."""
        if hasattr(self, "_process"):
            self._process.kill()
            self._process.join()
            self._pipe.close()


def _serve(pipe: Connection, files: list[str]) -> None:
    """Read the lines, then answer until killed."""
    data = Dataset(default_union=True)
    for path in files:
        data.parse(path, format="nquads")
    pipe.send("ready")
    while True:
        query, accept = pipe.recv()
        began = time.perf_counter()
        result = data.query(query)
        body = result.serialize(format="json" if accept == TABLE else "nt")
        pipe.send((body or b"", time.perf_counter() - began))
