"""What a query engine is to the rest of the service: a question and an answer.

Protocol, pages and commands know this module only; none of them knows pyoxigraph, processes or
sockets. Must not know any engine: ``service.engine_choice`` opens the one that the settings name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from service.builds import Build
from service.config import Config
from service.errors import DxplanError


def _stays() -> bool:
    return False


@dataclass(frozen=True)
class Query:
    """One question, with all that the answer depends on.

    Attributes:
        text: the query as sent.
        table: media type to write tables and booleans in; None if none was acceptable.
        graph: media type to write graphs in; None if none was acceptable.
        base: base IRI for relative IRIs.
        default_graphs: graphs of the protocol's ``default-graph-uri``.
        named_graphs: graphs of ``named-graph-uri``; where either is given, both replace the
            query's own dataset clause (SPARQL 1.1 Protocol, section 2.1.4).
        client: who asks, for fairness between clients.
        gone: tells whether whoever asked has hung up.
    """

    text: str
    table: str | None
    graph: str | None
    base: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    client: str = ""
    gone: Callable[[], bool] = field(default=_stays, compare=False)


@dataclass(frozen=True)
class Answer:
    """The whole answer.

    Attributes:
        kind: "table", "boolean" or "graph".
        body: the answer, written in the media type asked for.
        seconds: time that the engine took.
        volatile: whether the same query may answer differently on the same data.
        version: version of the data it was answered from; empty if unknown.
        rows: rows or triples in it, where they were counted.
    """

    kind: str
    body: bytes
    seconds: float
    volatile: bool = False
    version: str = ""
    rows: int | None = None


def request(query: Query, config: Config) -> dict[str, Any]:
    """Return what the process that answers must be told: the query and its limits."""
    return {
        "text": query.text,
        "rewrite": config.rewrite,
        "base": query.base,
        "table": query.table,
        "graph": query.graph,
        "default_graphs": query.default_graphs,
        "named_graphs": query.named_graphs,
        "result_mb": config.result_mb,
        "seconds": config.timeout,
        "federation": config.federation,
    }


def answer(header: Mapping[str, Any], body: bytes, version: str) -> Answer:
    """Return the answer that a process told.

    Args:
        header: what it said of the answer.
        body: the answer.
        version: version of the data that it answered from.
    """
    return Answer(
        header["kind"], body, header["seconds"], header["volatile"], version, header["rows"]
    )


class Engine(Protocol):
    """Answers queries about one dataset."""

    def query(self, query: Query) -> Answer:
        """Answer a query whole, or raise a ``DxplanError``."""

    def version(self) -> str:
        """Return the version of the data, or nothing if it has none; cheap."""

    def build(self) -> Build:
        """Return what is being served, or raise ``EngineUnavailable``."""

    def gauges(self) -> dict[str, int]:
        """Return how busy it is, as figures with a name each."""

    def start(self) -> None:
        """Begin to work ahead of the first query; optional."""

    def close(self) -> None:
        """Stop all work and leave nothing behind."""


class ClientGoneError(DxplanError):
    """Whoever asked has hung up; nobody reads what is answered."""

    status = 499
    code = "client-gone"

    def __init__(self) -> None:
        super().__init__("接続が切られました。", "The client hung up.")
