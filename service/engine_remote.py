"""An engine elsewhere: any server that speaks the SPARQL 1.1 Protocol.

Asked with our guard in front and our limits and sentences around it. What comes back is read before
it is passed on, because some engines put an error into the body of a 200. Data that a build made
tell their version (``service.product``), so answers can be kept; other data have none. Must not
know HTTP's other side, the client's.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from http.client import HTTPException
from typing import Any, Final

import pyoxigraph as ox

from service import counting, diagnosis, engine_http, guard, limits, loading, tokens, writing
from service.builds import Build
from service.config import Config
from service.engine import Answer, Query
from service.engine_http import Fields, RefusedError, TooLargeError
from service.errors import (
    DxplanError,
    EngineBusy,
    EngineTooSlow,
    EngineUnreachable,
    QuerySyntaxError,
    QueryTooLarge,
)
from service.lanes import QUICK, Lanes
from service.tokens import Token

_log = logging.getLogger(__name__)
_MIB: Final = 1 << 20
_LONG: Final = 500  # characters of another server's words
_PER_WORKER: Final = 4  # queries under way at once for each worker of ours
_TABLE_TYPES: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPH_TYPES: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"
_TABLE_FORMS: Final = ("SELECT", "ASK")
_GRAPH_FORMS: Final = ("CONSTRUCT", "DESCRIBE")
_PROBE: Final = "ASK {}"
_AGAIN: Final = 5.0  # seconds after which the version is asked for again
_PATIENCE: Final = 2.0  # seconds that this may take
_SMALL: Final = 1 << 14  # bytes that this may bring
_VERSION: Final = re.compile(r"[0-9A-Za-z]{1,64}")
_ASKED: Final = ox.Variable("__ASK_RETVAL")


class RemoteEngine:
    """Answers queries by asking another server; see ``service.engine.Engine``."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lanes = Lanes(_PER_WORKER * config.workers, 1, config.queue)
        self._version = ""
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def start(self) -> None:
        """Do nothing; the server is there or not."""

    def close(self) -> None:
        """Do nothing; nothing is kept open."""

    def version(self) -> str:
        """Return the version that the data tell; empty if they do not, or are being loaded."""
        with self._lock:
            if time.monotonic() - self._asked > _AGAIN:
                self._version = self._told()
                self._asked = time.monotonic()
            return self._version

    def _told(self) -> str:
        """Ask the data for their version; whatever goes wrong, there is none."""
        try:
            content, media = engine_http.post(
                self._config.engine,
                [("query", loading.VERSION)],
                _TABLE_TYPES,
                min(_PATIENCE, self._config.timeout),
                _SMALL,
            )
            found = ox.parse_query_results(content, ox.QueryResultsFormat.from_media_type(media))
            told = [row[0].value for row in found] if isinstance(found, ox.QuerySolutions) else []
        except (
            RefusedError, TooLargeError, OSError, HTTPException, SyntaxError, ValueError,
        ) as fault:  # fmt: skip
            _log.debug("%s tells no version: %s", self._config.engine, fault)
            return ""
        return told[0] if len(told) == 1 and _VERSION.fullmatch(told[0]) else ""

    def build(self) -> Build:
        """Return an empty description if the server answers; raises ``EngineUnavailable``."""
        self.query(Query(_PROBE, "application/sparql-results+json", None))
        return Build(self.version(), {})

    def query(self, query: Query) -> Answer:
        """Answer a query whole; raises ``DxplanError``."""
        found = guard.check(query.text, self._config.federation)
        outline = tokens.outline(found, query.base)
        if outline.form not in _TABLE_FORMS + _GRAPH_FORMS:
            raise diagnosis.explain(query.text, found, "1:1: expected SELECT, ASK, CONSTRUCT …")
        version = self.version()
        self._lanes.enter(QUICK, query.client, query.gone, self._config.timeout)
        started = time.perf_counter()
        try:
            content, media = self._ask(query, found, outline.form)
        finally:
            self._lanes.leave(QUICK, query.client)
        kind, body = self._rewrite(content, media, query, outline)
        seconds = time.perf_counter() - started
        rows = counting.rows(kind, (query.graph if kind == "graph" else query.table) or "", body)
        if self.version() != version:
            version = ""  # other data were loaded meanwhile
        return Answer(kind, body, seconds, guard.is_volatile(found), version, rows)

    def gauges(self) -> dict[str, int]:
        """Return how many queries are under way, and how many wait."""
        return self._lanes.gauges()

    def _ask(self, query: Query, found: list[Token], form: str) -> tuple[bytes, str]:
        """Send the query; return the body and its media type."""
        accept = _TABLE_TYPES if form in _TABLE_FORMS else _GRAPH_TYPES
        limit = self._config.result_mb
        fields: Fields = [
            ("query", query.text),
            *(("default-graph-uri", iri) for iri in query.default_graphs),
            *(("named-graph-uri", iri) for iri in query.named_graphs),
        ]
        try:
            return engine_http.post(
                self._config.engine, fields, accept, self._config.timeout, limit * _MIB
            )
        except RefusedError as fault:
            if fault.status == QuerySyntaxError.status:
                words = _placed(fault.words)[:_LONG]
                raise diagnosis.explain(query.text, found, words) from fault
            raise self._fault(fault.status) from fault
        except TooLargeError as fault:
            raise limits.too_large(limit) from fault
        except TimeoutError as fault:
            raise self._too_slow() from fault
        except (OSError, HTTPException) as fault:
            _log.warning("%s cannot be reached: %s", self._config.engine, fault)
            raise _unreachable() from fault

    def _fault(self, status: int) -> DxplanError:
        if status == EngineBusy.status:
            return EngineBusy(
                "問合せエンジンが混み合っているか、期限内に終わりませんでした。",
                "The query engine is busy, or the query did not finish in its time.",
            )
        if status == EngineTooSlow.status:
            return self._too_slow()
        if status == QueryTooLarge.status:
            return limits.too_large(self._config.result_mb)
        _log.warning("%s answers with status %s", self._config.engine, status)
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


def _placed(words: str) -> str:
    """Return the words; those of a problem in JSON (RFC 9457) with their place in front."""
    try:
        problem = json.loads(words)
        return f"{problem['line']}:{problem['column']}: {problem['detail']}"
    except (ValueError, KeyError, TypeError):
        return words
