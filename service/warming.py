"""Makes ready what pages need before somebody asks for it: names, the search index, heavy pages.

Works in a thread beside the server and only while no request is being answered; begins anew when
the data change. What it makes is kept where pages look (``service.keeping``). Must not know what a
page shows.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from flask import Flask
from werkzeug.test import EnvironBuilder

from service import across, asking, names, reference, search
from service.errors import DxplanError
from service.front import Front
from service.language import LANGUAGES
from service.linking import link

_START: Final = 1.0  # seconds after the start that belong to whoever comes first
_QUIET: Final = 0.2  # seconds without a request before the next thing is made
_LOOK: Final = 0.05
_PATIENCE: Final = 1.0  # seconds to wait for the end
_AGAIN: Final = 5.0  # seconds between looks at whether the data changed
_PAGES: Final = ("/", "/shapes", "/queries", "/catalog.html", "/download/", "/sitemap.xml")
# Names and index are in this process's memory, about 1 kB a triple: more than this would weigh on
# whoever asks, and few of so many pages would be asked for.
_MOST: Final = 500_000
_SIZE: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
# things with much on their pages
_THINGS: Final = """SELECT DISTINCT ?s { { ?s a ?kind
  VALUES ?kind { dxp:SourceDocument dxp:Municipality dxp:PlanEdition } }
  UNION { ?s skos:inScheme <https://w3id.org/dxplan/id/theme> } } ORDER BY ?s"""
_log = logging.getLogger(__name__)


class Warmer(threading.Thread):
    """The thread; ``stop`` ends it.

    Args:
        app: the application whose pages are made.
        settle: called after each round, in the thread.
    """

    def __init__(self, app: Flask, settle: Callable[[], None] = lambda: None) -> None:
        super().__init__(daemon=True, name="warming")
        self._app = app
        self._front: Front = app.extensions["dxplan-front"]
        self._ended = threading.Event()
        self._settle = settle
        self._done = ""

    def run(self) -> None:
        """Make everything for each version of the data that is served, once."""
        self._ended.wait(_START)
        while not self._ended.is_set():
            try:
                version = self._app.extensions["dxplan-engine"].version()
                if version and version != self._done:
                    self._round(version)
            except DxplanError as fault:
                _log.debug("not now: %s", fault.en)  # pages say so themselves to whoever asks
            except Exception:
                _log.exception("cannot make pages ready")
                return
            self._ended.wait(_AGAIN)

    def stop(self) -> None:
        """End soon: after what is being made at the moment, if that does not take long."""
        self._ended.set()
        if self.is_alive():
            self.join(_PATIENCE)

    def _round(self, version: str) -> None:
        began = time.perf_counter()
        if not self._may_go_on():
            return
        if self._is_too_large():
            self._done = version
            return
        for step in (names.read_all, search.index):
            if not self._may_go_on():
                return
            with self._app.test_request_context("/"):
                step()
        count = 0
        for path in self._paths():
            for language in LANGUAGES:
                if not self._may_go_on():
                    return
                self._make(path, language)
                count += 1
        self._done = version
        with self._app.test_request_context("/"):
            asking.forget()  # the pages are kept, not what they were made from
        if self._may_go_on():
            self._settle()
        _log.info("%d pages made ready in %.1f s", count, time.perf_counter() - began)

    def _is_too_large(self) -> bool:
        with self._app.test_request_context("/"):
            size = int(asking.select(_SIZE)[0]["n"].value)
        if size > _MOST:
            _log.info("%d triples: pages are made when they are asked for", size)
        return size > _MOST

    def _may_go_on(self) -> bool:
        """Wait until nobody is being answered; False if the end has come."""
        while not self._ended.is_set():
            if self._front.idle() >= _QUIET:
                return True
            self._ended.wait(_LOOK)
        return False

    def _paths(self) -> Iterator[str]:
        with self._app.test_request_context("/"):
            return iter(tuple(paths()))

    def _make(self, path: str, language: str) -> None:
        """Ask for a page as it is linked: Japanese by itself, English by ``lang``."""
        query = "" if language == LANGUAGES[0] else f"lang={language}"
        builder = EnvironBuilder(path, query_string=query, headers=[("Accept", "text/html")])
        self._front.quietly(builder.get_environ())
        builder.close()


def paths() -> Iterator[str]:
    """Yield the addresses of what is worth being made ready; within a request only.

    Raises:
        DxplanError: as the engine says.
    """
    yield from _PAGES
    yield from across.addresses()
    yield from reference.addresses()
    for row in asking.select(_THINGS):
        yield link(row["s"].value) or ""
