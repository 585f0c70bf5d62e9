"""Measures ways of checking a plan: ``python -m tests.service.measure_validation [FOLDER] [RUNS]``.

Checks a published plan (Nakano's of 2021 by default, 11,600 triples) of which some statements are
left out against the shapes, with everything else that is published behind it, in every way in
turn and RUNS times over, so that what else the machine does falls on all alike; pySHACL alone
once. Writes a table in Markdown: medians of processor time and of the clock, and how many results
came out, which must be the same for all ways that look at the plan alone. Oxigraph behind rdflib
needs the package oxrdflib, which the project does not use; where it is missing that row says so.
"""

from __future__ import annotations

import gc
import importlib
import pickle
import resource
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from statistics import median
from typing import cast

import pyshacl
from rdflib import SH, Graph, Node

from service import config, rdf_input, repository, shacl_run
from service.lean_graph import LeanGraph
from service.published import Stock, read_stock
from service.rdf_input import Triple
from service.shapes import Shapes
from service.validation import own_nodes, validate_files

PLAN = "data/nakano/plan-2-draft-2021"
RUNS = 5
LEFT_OUT = 50  # every so many
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_FORK = get_context("fork")


class Bench:
    """What all ways start from: a plan, what else is published, and the shapes."""

    def __init__(self, folder: str) -> None:
        self.folder = config.PROJECT / folder
        self.stock: Stock = read_stock(config.PROJECT, repository.shapes(config.PROJECT))
        files = rdf_input.read_all(rdf_input.find([self.folder]))
        gone = self.stock.replaced(files)
        behind = [t for ts in self.stock.files.values() for t in ts if t not in gone]
        self.own = own_nodes(files, LeanGraph(behind))
        plan = sorted(triple for file in files for triple in file.graph)
        self.plan = len(plan)
        self.triples: list[Triple] = [*behind, *(t for n, t in enumerate(plan) if n % LEFT_OUT)]
        self.written = pickle.dumps(list(self.stock.files.items()))


def plain(triples: Collection[Triple]) -> Graph:
    """rdflib's own graph."""
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    return graph


def oxigraph(triples: Collection[Triple]) -> Graph:
    """rdflib's graph with Oxigraph behind it."""
    importlib.import_module("oxrdflib")
    graph = Graph(store="Oxigraph", bind_namespaces="none")
    return graph.addN((s, p, o, graph) for s, p, o in triples)


def as_it_is(bench: Bench) -> int:
    """pySHACL alone: it has no word for a part of the data, so it checks all."""
    shapes = bench.stock.shapes.runnable  # a message with a backslash would stop it
    _, report, _ = pyshacl.validate(plain(bench.triples), shacl_graph=shapes, inplace=True)
    return len(set(cast("Graph", report).objects(None, SH.result)))


def over(make: Callable[[Collection[Triple]], Graph]) -> Callable[[Bench], int]:
    """The plan's nodes alone, and each query parsed once, over some graph."""
    return lambda bench: _run(bench, bench.stock.shapes, make(bench.triples))


def in_two(bench: Bench) -> int:
    """Every other shape in a process of its own."""
    graph = LeanGraph(bench.triples)
    shapes: list[Node] = [*bench.stock.shapes.targeted.values()]
    with _FORK.Pool(2, _begin, [(bench, graph)]) as pool:
        return sum(pool.map(_half, [shapes[::2], shapes[1::2]], chunksize=1))


_shared: list[tuple[Bench, LeanGraph]] = []


def _begin(given: tuple[Bench, LeanGraph]) -> None:
    _shared.append(given)


def _half(kept: list[Node]) -> int:
    bench, graph = _shared[-1]
    shapes = Shapes(bench.stock.shapes.files)
    for predicate in _TARGETS:
        for subject in set(shapes.runnable.subjects(predicate)) - set(kept):
            shapes.runnable.remove((subject, predicate, None))
    return _run(bench, shapes, graph)


def _run(bench: Bench, shapes: Shapes, graph: Graph) -> int:
    shacl_run._prepare.cache_clear()
    return len(shacl_run.run(shapes, graph, bench.own).results)


def without_nodes(bench: Bench) -> int:
    """All shapes with no node to look at: what choosing costs, and what leaving out could gain."""
    graph = LeanGraph(bench.triples)
    with _counted("choosing the nodes of all shapes, within the next row"):
        return len(shacl_run.run(bench.stock.shapes, graph, ()).results)


def read(_: Bench) -> None:
    """Reading what is published."""
    read_stock(config.PROJECT, repository.shapes(config.PROJECT))


def unpickle(bench: Bench) -> None:
    """The same out of one file that a build would have written."""
    pickle.loads(bench.written)  # noqa: S301  our own


def whole(*, collect: bool) -> Callable[[Bench], int]:
    """Everything that ``dxplan validate`` does after its start."""

    def run(bench: Bench) -> int:
        (gc.enable if collect else gc.disable)()
        shacl_run._prepare.cache_clear()
        found = validate_files([bench.folder], config.PROJECT).findings
        gc.enable()
        return len(found)

    return run


ALONE = "pySHACL as it is, rdflib's graph, all that is published"
WAYS: dict[str, Callable[[Bench], int | None]] = {
    ALONE: as_it_is,
    "the plan's nodes, queries parsed once, rdflib's graph": over(plain),
    "the same, Oxigraph behind rdflib (oxrdflib)": over(oxigraph),
    "the same, lean graph (as `dxplan validate` does)": over(LeanGraph),
    "the same, shapes in two processes": in_two,
    "lean graph filled, no node looked at": without_nodes,
    "reading what is published": read,
    "the same out of one file written beforehand (pickle)": unpickle,
    "whole command but its start, with Python's search for garbage": whole(collect=True),
    "whole command but its start, without (as `dxplan validate` does)": whole(collect=False),
}
_times: dict[str, list[tuple[float, float]]] = {}
_found: dict[str, set[int | None]] = {}


@contextmanager
def _counted(name: str) -> Iterator[None]:
    began = _processor(), time.perf_counter()
    yield  # what fails does not count
    spent = _processor() - began[0], time.perf_counter() - began[1]
    _times.setdefault(name, []).append(spent)


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main(arguments: list[str]) -> None:
    bench = Bench(arguments[0] if arguments else PLAN)
    missing = set()
    for number in range(int(arguments[1]) if arguments[1:] else RUNS):
        for name in [name for name in WAYS if name != ALONE or not number]:
            gc.collect()
            try:
                with _counted(name):
                    count = WAYS[name](bench)
            except ImportError:
                missing.add(name)
            else:
                _found.setdefault(name, set()).add(count)
    print(f"{bench.plan:,} triples of the plan, {len(bench.triples):,} in all\n")
    print("| way | processor s | clock s | results |\n| --- | ---: | ---: | ---: |")
    for name, rows in _times.items():
        spent = " | ".join(f"{median(column):.2f}" for column in zip(*rows, strict=True))
        counts = ", ".join(str(count) for count in _found.get(name, ()) if count is not None)
        print(f"| {name} | {spent} | {counts} |")
    for name in missing:
        print(f"\nleft out, a package is missing: {name}")


if __name__ == "__main__":
    main(sys.argv[1:])
