"""What stands before the web framework: who asks, how often, and answers that are kept.

Wraps the application (WSGI, PEP 3333). Tells who the client is, counts its requests, sends a kept
answer where there is one, and writes down how each request ended. Must not know routes, queries
or errors.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

from flask import Flask

from service import clients, record, result_cache
from service.config import Config
from service.errors import DxplanError
from service.metrics import Metrics
from service.rate_limit import RateLimit
from service.record import Record
from service.request_log import RequestLog
from service.result_cache import Kept, ResultCache

WAIT: Final = "dxplan.wait"
_FREE: Final = ("/health", "/metrics", "/static/")  # paths that cost a client nothing

Start = Callable[..., Any]


class Front:
    """The outer part of an application.

    Args:
        app: the application.
        config: the settings.

    Raises:
        DxplanError: a setting cannot be used.
    """

    def __init__(self, app: Flask, config: Config) -> None:
        self._app = app
        self._inner = app.wsgi_app
        self._clients = clients.Clients(config.trusted_proxies)
        self._limit = RateLimit(config.rate)
        self._ended = time.monotonic()
        self._running = 0
        self._lock = threading.Lock()
        self.cache = ResultCache(config.cache_mb)
        self.metrics = Metrics()
        self.log = RequestLog(config.request_log)

    def idle(self) -> float:
        """Return the seconds since the last request was answered; 0 while there is one."""
        with self._lock:
            return 0.0 if self._running else time.monotonic() - self._ended

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer a request."""
        with self._lock:
            self._running += 1
        try:
            return self._answer(environ, start_response)
        finally:
            with self._lock:
                self._running -= 1
                self._ended = time.monotonic()

    def quietly(self, environ: dict[str, Any]) -> None:
        """Answer a request that nobody sent, for what is kept of it; it is not counted."""
        ignored = _Reply(lambda *_: None)
        body = self._inner(environ, ignored)
        if hasattr(body, "close"):
            body.close()

    def _answer(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        began = time.perf_counter()
        notes = record.of(environ)
        reply = _Reply(start_response)
        client = self._clients.identify(environ)
        if not str(environ.get("PATH_INFO", "")).startswith(_FREE):
            environ[WAIT] = self._limit.wait(clients.group(client))
        key = None if environ.get(WAIT) else result_cache.key(environ)
        kept = self._find(key) if key else None
        if kept is None:
            body = self._keep(key, notes, reply, self._inner(environ, reply))
        else:
            notes.query, notes.rows, notes.cached = kept.query, kept.rows, True
            start_response("200 OK", list(kept.headers))
            reply.status, reply.size = 200, len(kept.body)
            body = [kept.body]
        self._note(environ, notes, reply, time.perf_counter() - began)
        return body

    def _find(self, key: result_cache.Key) -> Kept | None:
        """Return the kept answer if it is of the data that is being served now."""
        kept = self.cache.find(key)
        if kept is None:
            return None
        try:
            if self._app.extensions["dxplan-engine"].version() == kept.version and (
                kept.still is None or kept.still()
            ):
                return kept
        except DxplanError:
            return None  # the same comes up again where it can be told
        self.cache.drop(key)
        return None

    def _keep(
        self, key: result_cache.Key | None, notes: Record, reply: _Reply, body: Iterable[bytes]
    ) -> Iterable[bytes]:
        """Keep an answer that lasts and is there as a whole."""
        if key is None or not notes.keep or reply.status != 200 or reply.size is None:  # noqa: PLR2004
            return body
        if reply.size > result_cache.LARGEST:
            return body
        try:
            content = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        headers = tuple(reply.headers)
        kept = Kept(notes.keep, headers, content, notes.query, notes.rows, notes.still)
        self.cache.put(key, kept)
        return [content]

    def _note(self, environ: dict[str, Any], notes: Record, reply: _Reply, seconds: float) -> None:
        size = reply.size or 0
        self.metrics.observe(
            str(environ.get("PATH_INFO", "")),
            reply.status,
            notes.outcome,
            seconds=seconds,
            engine=notes.engine,
            size=size,
            cached=notes.cached,
        )
        self.log.write(environ, reply.status, size, seconds)


class _Reply:
    """Passes the beginning of a reply on, and remembers it."""

    def __init__(self, start_response: Start) -> None:
        self._start_response = start_response
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.size: int | None = None

    def __call__(self, status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        self.status, self.headers = int(status.split(maxsplit=1)[0]), list(headers)
        for name, value in headers:
            if name.lower() == "content-length":
                self.size = int(value)
        return self._start_response(status, headers, *rest)
