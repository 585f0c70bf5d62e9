"""The process that holds the data without their graphs, as one default graph.

``service.engine_child`` with a smaller store: the engine finds a pattern's matches in lists of all
that has a term, and these are half as long where each triple stands once. For queries that name no
graph, which can see nothing else. Must not know which queries those are.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pyoxigraph as ox

from service import engine_child, engine_work


class MergedNursery(engine_child.Nursery):
    """The workers that answer from the default graph alone."""

    def _load(self, dataset: Path) -> ox.Store:
        return engine_work.load_merged(dataset)

    def _serve(self, connection: socket.socket, *, network: bool) -> None:
        engine_work.serve(
            self._store,
            connection,
            self._memory_mb,
            self._memory,
            network=network,
            total=self._loaded,
        )


if __name__ == "__main__":
    engine_child.main(sys.argv[1:], MergedNursery)
