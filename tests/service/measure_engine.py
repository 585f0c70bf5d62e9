"""Measures the engine by itself: ``python -m tests.service.measure_engine [MUNICIPALITIES]``.

Asks the questions of ``dxplan bench`` of the embedded engine in this very process, as our service
would run them, without HTTP, limits or another process. Writes a table in Markdown: the
processor time of each answer in milliseconds, written out as JSON or N-Triples, the median of
five after a first one. What ``dxplan bench`` shows beyond that is the front's, and that of caches
which other servers have used in between.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from service import bench_graph, engine_work, guard, rewriting, writing
from service.bench_client import GRAPH, TABLE
from service.bench_questions import PREFIXES, QUESTIONS

RUNS = 5
LIMIT = 512  # MiB that an answer may have


def answered(store: ox.Store, text: str) -> int:
    """Answer a query; return the bytes of the answer."""
    result = store.query(text)
    if isinstance(result, ox.QueryTriples):
        return len(writing.graph(result, GRAPH, LIMIT, {}))
    return len(writing.table(result, TABLE, LIMIT))


def milliseconds(store: ox.Store, text: str) -> float:
    """Return the processor time of a query, in milliseconds."""
    run = rewriting.rewrite(text, guard.check(text)).text
    times = []
    for _ in range(RUNS + 1):
        began = time.process_time()
        answered(store, run)
        times.append(time.process_time() - began)
    return median(times[1:]) * 1000


def main(arguments: list[str]) -> None:
    """Make the graph, measure, and write the table."""
    count = int(arguments[0]) if arguments else 100
    with tempfile.TemporaryDirectory(prefix="dxplan-engine-") as folder:
        (file,) = bench_graph.write(count, Path(folder))
        store = engine_work.load_merged(file)
    print(f"| question, {count} municipalities, {len(store):,} triples | ms |\n| --- | ---: |")
    for question in QUESTIONS:
        print(f"| {question.name} | {milliseconds(store, PREFIXES + question.text):.1f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
