"""An engine elsewhere: any server that speaks the SPARQL 1.1 Protocol.

Asked through SPARQLWrapper, with our guard in front and our limits and sentences around it.
What comes back is read before it is passed on, because some engines put an error into the body
of a 200. Must not know HTTP's other side, the client's.
"""

from __future__ import annotations

import ast
import json
import logging
import math
import time
import urllib.error
from http.client import HTTPException
from typing import Any, Final

import pyoxigraph as ox
from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from service import counting, diagnosis, guard, limits, tokens, writing
from service.builds import Build
from service.config import Config
from service.engine import Answer, Query
from service.errors import (
    DxplanError,
    EngineBusy,
    EngineTooSlow,
    EngineUnreachable,
    QueryTooLarge,
)
from service.lanes import QUICK, Lanes
from service.tokens import Token

_log = logging.getLogger(__name__)
_MIB: Final = 1 << 20
_CHUNK: Final = 1 << 16
_LONG: Final = 500  # characters of another server's words
_PER_WORKER: Final = 4  # queries under way at once for each worker of ours
_TABLE_TYPES: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPH_TYPES: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
_TABLE_FORMS: Final = ("SELECT", "ASK")
_GRAPH_FORMS: Final = ("CONSTRUCT", "DESCRIBE")
_PROBE: Final = "ASK {}"
_ASKED: Final = ox.Variable("__ASK_RETVAL")


class RemoteEngine:
    """Answers queries by asking another server; see ``service.engine.Engine``."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lanes = Lanes(_PER_WORKER * config.workers, 1, config.queue)

    def start(self) -> None:
        """Do nothing; the server is there or not."""

    def close(self) -> None:
        """Do nothing; nothing is kept open."""

    def version(self) -> str:
        """Return nothing: the protocol has no word for the version of the data."""
        return ""

    def build(self) -> Build:
        """Return an empty description if the server answers; raises ``EngineUnavailable``."""
        self.query(Query(_PROBE, "application/sparql-results+json", None))
        return Build("", {})

    def query(self, query: Query) -> Answer:
        """Answer a query whole; raises ``DxplanError``."""
        found = guard.check(query.text, self._config.federation)
        outline = tokens.outline(found, query.base)
        if outline.form not in _TABLE_FORMS + _GRAPH_FORMS:
            raise diagnosis.explain(query.text, found, "1:1: expected SELECT, ASK, CONSTRUCT …")
        self._lanes.enter(QUICK, query.client, query.gone, self._config.timeout)
        started = time.perf_counter()
        try:
            content, media = self._ask(query, found, outline.form)
        finally:
            self._lanes.leave(QUICK, query.client)
        kind, body = self._rewrite(content, media, query, outline)
        seconds = time.perf_counter() - started
        rows = counting.rows(kind, (query.graph if kind == "graph" else query.table) or "", body)
        return Answer(kind, body, seconds, guard.is_volatile(found), rows=rows)

    def gauges(self) -> dict[str, int]:
        """Return how many queries are under way, and how many wait."""
        return self._lanes.gauges()

    def _ask(self, query: Query, found: list[Token], form: str) -> tuple[bytes, str]:
        """Send the query; return the body and its media type."""
        deadline = time.monotonic() + self._config.timeout
        wrapper = self._wrapper(query, form)
        try:
            response = wrapper.query().response
            with response:
                media = response.headers.get_content_type()
                return self._read(response, deadline), media
        except QueryBadFormed as fault:
            raise diagnosis.explain(query.text, found, _words(fault)) from fault
        except (SPARQLWrapperException, OSError, HTTPException) as fault:
            raise self._fault(fault) from fault

    def _wrapper(self, query: Query, form: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self._config.engine)
        # not by setQuery: it looks for the query's form with expressions that take seconds on
        # hostile text, and can take a query for an update
        wrapper.queryString, wrapper.queryType = query.text, form
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setTimeout(math.ceil(self._config.timeout))
        accept = _TABLE_TYPES if form in _TABLE_FORMS else _GRAPH_TYPES
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, iris in (
            ("default-graph-uri", query.default_graphs),
            ("named-graph-uri", query.named_graphs),
        ):
            for iri in iris:
                wrapper.addParameter(name, iri)
        return wrapper

    def _read(self, response: Any, deadline: float) -> bytes:
        limit = self._config.result_mb
        content = bytearray()
        while chunk := response.read1(_CHUNK):  # what is there, lest a drip outlast the deadline
            content += chunk
            if len(content) > limit * _MIB:
                raise limits.too_large(limit)
            if time.monotonic() > deadline:
                raise self._too_slow()
        return bytes(content)

    def _fault(self, fault: Exception) -> DxplanError:
        if isinstance(fault, urllib.error.HTTPError):
            fault.close()
            if fault.code == EngineBusy.status:
                return EngineBusy(
                    "問合せエンジンが混み合っているか、期限内に終わりませんでした。",
                    "The query engine is busy, or the query did not finish in its time.",
                )
            if fault.code == EngineTooSlow.status:
                return self._too_slow()
            if fault.code == QueryTooLarge.status:
                return limits.too_large(self._config.result_mb)
        reason = getattr(fault, "reason", fault)
        if isinstance(fault, TimeoutError) or isinstance(reason, TimeoutError):
            return self._too_slow()
        return _unreachable()

    def _too_slow(self) -> EngineTooSlow:
        seconds = self._config.timeout
        return EngineTooSlow(
            f"問合せエンジンが期限（{seconds:g} 秒）内に答えませんでした。条件を絞ってください。",
            f"The query engine did not answer within {seconds:g} seconds. Narrow the query down.",
        )

    def _rewrite(
        self, content: bytes, media: str, query: Query, outline: tokens.Outline
    ) -> tuple[str, bytes]:
        """Read what came back and write it as asked for."""
        try:
            return _written(content, media, query, outline, self._config.result_mb)
        except (SyntaxError, ValueError) as fault:
            # The words alone: a record of the log that kept the fault would keep what it holds.
            _log.warning("%s gave a broken answer: %s", self._config.engine, str(fault))
        # Only here: the engine's objects must be let go by the thread that made them.
        raise _unreachable()


def _written(
    content: bytes, media: str, query: Query, outline: tokens.Outline, limit: int
) -> tuple[str, bytes]:
    if outline.form in _GRAPH_FORMS:
        form = ox.RdfFormat.from_media_type(media)
        triples = [quad.triple for quad in ox.parse(content, form)]
        return "graph", writing.graph(triples, query.graph, limit, outline.prefixes)
    result = ox.parse_query_results(content, ox.QueryResultsFormat.from_media_type(media))
    if outline.form == "ASK":
        result = _truth(result)
    kind = "boolean" if isinstance(result, ox.QueryBoolean) else "table"
    return kind, writing.table(result, query.table, limit)


def _truth(result: Any) -> Any:
    """Return a truth value as such; Virtuoso writes a table with one number."""
    if not isinstance(result, ox.QuerySolutions) or list(result.variables) != [_ASKED]:
        return result
    true = [row[0] for row in result] == [ox.Literal(1)]
    content = json.dumps({"head": {}, "boolean": true}).encode()
    return ox.parse_query_results(content, ox.QueryResultsFormat.JSON)


def _unreachable() -> EngineUnreachable:
    return EngineUnreachable(
        "問合せエンジンに接続できないか、答えが正しくありません。管理者にお知らせください。",
        "The query engine cannot be reached, or its answer is broken. Please tell the operator.",
    )


def _words(fault: QueryBadFormed) -> str:
    """Dig the server's words out of the exception, which holds their repr."""
    written = str(fault).partition("Response:\n")[2]
    try:
        content = ast.literal_eval(written)
    except (SyntaxError, ValueError):
        return ""
    return _placed(bytes(content).decode(errors="replace"))[:_LONG]


def _placed(words: str) -> str:
    """Return the words; those of a problem in JSON (RFC 9457) with their place in front."""
    try:
        problem = json.loads(words)
        return f"{problem['line']}:{problem['column']}: {problem['detail']}"
    except (ValueError, KeyError, TypeError):
        return words
