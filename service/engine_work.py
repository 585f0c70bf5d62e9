"""Answers queries, one after the other, inside a process that can be killed at any time.

The only module that hands a query to pyoxigraph. Runs in a forked child, which confines itself
first: memory, processor time, no new files or sockets. Parsing alone can kill it (a stack
overflow raises nothing), so nothing here may be called from the web process.
Must not know HTTP, pages or who asked.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import resource
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from service import (
    counting,
    diagnosis,
    frames,
    guard,
    limits,
    rewriting,
    rewriting_count,
    tokens,
    writing,
)
from service.errors import (
    DxplanError,
    QueryError,
    QuerySyntaxError,
    ServiceFailed,
)
from service.tokens import Token

_MERGED: Final = ox.NamedNode("urn:x-dxplan:merged-default-graph")
_UNION: Final = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_MIB: Final = 1 << 20
INTERNAL: Final = "internal"
_GROWTH: Final = 128 << 10  # KiB of memory that a process may hold on to
_ENOUGH: Final = 1000  # queries
_NETWORK_FILES: Final = 64  # files and sockets for a query that may ask other endpoints
_LONG: Final = 200  # characters of the engine's words
_REMEMBERED: Final = 256  # texts
_as_run: dict[tuple[str, str], str] = {}  # texts with their base, and what is run for them


def load(dataset: Path, union: bool) -> ox.Store:
    """Read a dataset into memory.

    Args:
        dataset: N-Quads file.
        union: whether the default graph shall hold the triples of all named graphs. The engine's
            own union option repeats a triple that stands in two graphs, which is no RDF merge.

    Returns:
        The store.
    """
    store = ox.Store()
    # one by one, because the loader of whole files gives blank nodes new names each time
    store.bulk_extend(ox.parse(path=dataset, format=ox.RdfFormat.N_QUADS))
    if union:
        store.update(_UNION)
    return store


def load_merged(dataset: Path) -> ox.Store:
    """Read a dataset into memory as one default graph, without its graphs' names.

    Args:
        dataset: N-Quads file.

    Returns:
        The store; each triple stands in it once, however many graphs it is in.
    """
    store = ox.Store()
    quads = ox.parse(path=dataset, format=ox.RdfFormat.N_QUADS)
    store.bulk_extend(ox.Quad(subject, predicate, value) for subject, predicate, value, _ in quads)
    return store


def serve(
    store: ox.Store,
    connection: socket.socket,
    memory_mb: int,
    base: int,
    *,
    network: bool = False,
    total: int | None = None,
) -> None:
    """Answer the queries that come over a connection until it is closed.

    Whatever happens is told in an answer's header; nothing is raised. The header also says when
    this process should get no more queries: it has changed its copy of the data, holds on to
    memory, or has done enough.

    Args:
        store: the data.
        connection: where queries come from and answers go to.
        memory_mb: memory to take at most beyond ``base``.
        base: what the process has before it begins (``memory_now``), in bytes.
        network: whether the first query may ask the endpoints that it lists; there is no second.
        total: number of triples of the default graph, if it is known.
    """
    confine(base and base + memory_mb * _MIB, files=_NETWORK_FILES if network else 0)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for count in itertools.count(1):
        try:
            message = frames.Incoming(connection).receive()
        except EOFError:
            return
        assert message is not None  # noqa: S101  without a timeout there is always a message
        if network and not _is_federated(message[0]):
            confine_files(0)
        header, body = _answered(store, message[0], total)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used
        if grown > _GROWTH or count >= _ENOUGH or network:
            header["retire"] = True
        frames.send(connection, header, body)


def _is_federated(request: dict[str, Any]) -> bool:
    """Whether a query asks other endpoints, all of which are listed."""
    try:
        return guard.asks_service(guard.check(request["text"], request["federation"]))
    except DxplanError:
        return False


def _answered(
    store: ox.Store, request: dict[str, Any], total: int | None
) -> tuple[dict[str, Any], bytes]:
    try:
        limit_time(request["seconds"])
        return answer(store, request, total)
    except DxplanError as fault:
        return describe(fault), b""
    except MemoryError:
        return describe(limits.out_of_memory()) | {"retire": True}, b""
    except Exception as fault:  # the edge of the process: told, never raised
        return {"error": INTERNAL, "detail": repr(fault), "retire": True}, b""


def describe(fault: DxplanError) -> dict[str, Any]:
    """Turn an error into a header that ``service.engine_errors`` turns back."""
    header: dict[str, Any] = {"error": fault.code, "ja": fault.ja, "en": fault.en}
    if isinstance(fault, QuerySyntaxError):
        header |= {"line": fault.line, "column": fault.column}
    return header


def memory_now() -> int:
    """Return the bytes of address space in use; 0 where that cannot be told."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


def confine(memory: int, files: int = 0) -> None:
    """Give up what a query must never have: more memory, files, sockets.

    What is open already stays usable, the connection above all.

    Args:
        memory: limit on the address space in bytes; 0 for none.
        files: files and sockets that may be open at once.
    """
    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    if memory:
        wanted[resource.RLIMIT_AS] = memory
    for what, limit in wanted.items():
        resource.setrlimit(what, (limit, limit))
    confine_files(files)


def confine_files(limit: int) -> None:
    """Open no more files or sockets than so many, for good."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def limit_time(seconds: float) -> None:
    """Bound the processor time of the next query.

    The deadline proper is kept by whoever waits; this is for when nobody does any more.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def answer(
    store: ox.Store, request: dict[str, Any], total: int | None = None
) -> tuple[dict[str, Any], bytes]:
    """Answer a query, whole.

    Args:
        store: the data.
        request: text, base, table, graph, default_graphs, named_graphs, result_mb,
            federation, rewrite.
        total: number of triples of the default graph, if it is known.

    Returns:
        Header with kind, seconds, volatile; and the body in the media type asked for.

    Raises:
        DxplanError: the query is refused, wrong, or its answer cannot be had so.
    """
    started = time.perf_counter()
    text = request["text"]
    found = guard.check(text, request["federation"])
    outline = tokens.outline(found, request["base"])
    dataset = _dataset(store, request, outline)
    federated = bool(request["federation"]) and guard.asks_service(found)
    try:
        run = text
        if request["rewrite"] and not federated:
            run = _rewritten(text, found, request["base"], None if dataset else total)
        result = _evaluate(store, text, run, base_iri=request["base"] or None, **dataset)
        kind, body = _write(result, request, outline.prefixes)
    except SyntaxError as fault:
        raise diagnosis.explain(text, found, str(fault)) from fault
    except (OSError, RuntimeError) as fault:
        raise _evaluation_error(fault, federated) from fault
    return {
        "kind": kind,
        "seconds": time.perf_counter() - started,
        "volatile": federated or guard.is_volatile(found),
        "rows": counting.rows(kind, request["graph" if kind == "graph" else "table"], body),
        "retire": _MERGED in dataset.get("default_graph", ()),
    }, body


def _rewritten(text: str, found: list[Token], base: str, total: int | None) -> str:
    """Return what is run for a query; the same text is thought about once.

    A query that is wrong is run as sent, so that what is said of it is said of that.
    """
    if total is not None and (run := rewriting_count.known(text, found, total)):
        return run
    if (text, base) not in _as_run:
        run = rewriting.rewrite(text, found).text
        if run != text:
            try:
                ox.Store().query(text, base_iri=base or None)
            except SyntaxError:
                run = text
        if len(_as_run) >= _REMEMBERED:
            _as_run.clear()
        _as_run[text, base] = run
    return _as_run[text, base]


def _evaluate(
    store: ox.Store, text: str, run: str, **options: Any
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Run a query as rewritten, or else as sent."""
    if run != text:
        with contextlib.suppress(SyntaxError):
            return store.query(run, **options)
    return store.query(text, **options)


def _evaluation_error(fault: Exception, federated: bool) -> Exception:
    message = str(fault)
    if "custom" in message and "function" in message:
        return QueryError(
            f"このエンジンにない関数が使われています。（{message}）",
            f"The query calls a function that this engine does not have. ({message})",
        )
    if isinstance(fault, OSError) or "service" in message.lower():
        return _service_failed(message) if federated else guard.service_refused()
    return fault


def _service_failed(message: str) -> ServiceFailed:
    shown = message[:_LONG]
    return ServiceFailed(
        f"SERVICE のエンドポイントから使える答えが得られませんでした。（{shown}）",
        f"An endpoint of SERVICE gave no answer that can be used. ({shown})",
    )


def _dataset(store: ox.Store, request: dict[str, Any], outline: tokens.Outline) -> dict[str, Any]:
    """Return the arguments that choose the graphs; none where the engine does it right itself."""
    defaults, named = request["default_graphs"], request["named_graphs"]
    if not defaults and not named:
        # the engine repeats triples that stand in several of the query's FROM graphs
        if len(outline.defaults) <= 1 or not outline.clear:
            return {}
        defaults, named = outline.defaults, outline.named
    graphs = [ox.NamedNode(iri) for iri in dict.fromkeys(defaults)]
    if len(graphs) > 1:
        graphs = [_merge(store, graphs)]
    return {"default_graph": graphs, "named_graphs": [ox.NamedNode(iri) for iri in named]}


def _merge(store: ox.Store, graphs: Iterable[ox.NamedNode]) -> ox.NamedNode:
    """Copy graphs into one; the store is this process's own copy."""
    for graph in graphs:
        store.update(f"ADD SILENT {graph} TO {_MERGED}")
    return _MERGED


def _write(
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    request: dict[str, Any],
    prefixes: dict[str, str],
) -> tuple[str, bytes]:
    limit = request["result_mb"]
    if isinstance(result, ox.QueryTriples):
        return "graph", writing.graph(result, request["graph"], limit, prefixes)
    kind = "boolean" if isinstance(result, ox.QueryBoolean) else "table"
    return kind, writing.table(result, request["table"], limit)
