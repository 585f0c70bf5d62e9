"""Answers one query inside a process that is thrown away afterwards.

The only module that hands a query to pyoxigraph. Runs in a forked child, which confines itself
first: memory, processor time, no new files or sockets. Parsing alone can kill it (a stack
overflow raises nothing), so nothing here may be called from the web process.
Must not know HTTP, pages or who asked.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from service import diagnosis, frames, guard, limits, tokens, writing
from service.errors import (
    DxplanError,
    QueryError,
    QuerySyntaxError,
)

_MERGED: Final = ox.NamedNode("urn:x-dxplan:merged-default-graph")
_UNION: Final = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_MIB: Final = 1 << 20
INTERNAL: Final = "internal"


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


def serve(store: ox.Store, connection: socket.socket, memory: int) -> None:
    """Read one query from a connection, answer it there, and return.

    Whatever happens is told in the answer's header; nothing is raised.

    Args:
        store: the data.
        connection: where the query comes from and the answer goes to.
        memory: what the process has before it begins (``memory_now``), in bytes.
    """
    message = frames.Incoming(connection).receive()
    assert message is not None  # noqa: S101  without a timeout there is always a message
    request = message[0]
    try:
        confine(memory and memory + request["memory_mb"] * _MIB, request["seconds"])
        header, body = answer(store, request)
    except DxplanError as fault:
        header, body = describe(fault), b""
    except MemoryError:
        header, body = describe(limits.out_of_memory()), b""
    except Exception as fault:  # the edge of the process: told, never raised
        header, body = {"error": INTERNAL, "detail": repr(fault)}, b""
    connection.settimeout(None)
    frames.send(connection, header, body)


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


def confine(memory: int, seconds: float) -> None:
    """Give up what a query must never have: more memory, time, files, sockets.

    What is open already stays usable, the connection above all.

    Args:
        memory: limit on the address space in bytes; 0 for none.
        seconds: processor time; the deadline proper is kept by whoever waits.
    """
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_CPU: int(seconds) + 2,
    }
    if memory:
        wanted[resource.RLIMIT_AS] = memory
    for what, limit in wanted.items():
        resource.setrlimit(what, (limit, limit))


def answer(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer a query, whole.

    Args:
        store: the data.
        request: text, base, table, graph, default_graphs, named_graphs, result_mb.

    Returns:
        Header with kind, seconds, volatile; and the body in the media type asked for.

    Raises:
        DxplanError: the query is refused, wrong, or its answer cannot be had so.
    """
    started = time.perf_counter()
    text = request["text"]
    found = guard.check(text)
    outline = tokens.outline(found, request["base"])
    try:
        result = store.query(
            text, base_iri=request["base"] or None, **_dataset(store, request, outline)
        )
        kind, body = _write(result, request, outline.prefixes)
    except SyntaxError as fault:
        raise diagnosis.explain(text, found, str(fault)) from fault
    except (OSError, RuntimeError) as fault:
        raise _evaluation_error(fault) from fault
    return {
        "kind": kind,
        "seconds": time.perf_counter() - started,
        "volatile": guard.is_volatile(found),
    }, body


def _evaluation_error(fault: Exception) -> Exception:
    message = str(fault)
    if "custom" in message and "function" in message:
        return QueryError(
            f"このエンジンにない関数が使われています。（{message}）",
            f"The query calls a function that this engine does not have. ({message})",
        )
    if isinstance(fault, OSError) or "service" in message.lower():
        return guard.service_refused()
    return fault


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
