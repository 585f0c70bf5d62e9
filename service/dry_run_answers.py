"""Asks the stored questions before and after a change, and says which answer differently.

Must not know what was changed, or why.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from service import guard, rewriting, stored_queries
from service.errors import DxplanError
from service.library import Library, Question

_log: Final = logging.getLogger(__name__)
_SECONDS: Final = 8.0
_MOST_ROWS: Final = 5
_Rows = Counter[tuple[str, ...]]


class Answers:
    """The questions with their answers on what is published.

    Args:
        quads: what is published, stated and concluded, in the default graph.
        library: the questions; those with parameters are asked with their examples.
    """

    def __init__(self, quads: Iterable[ox.Quad], library: Library) -> None:
        self._store = ox.Store()
        self._store.bulk_extend(quads)
        self._questions = [(each, _text(each)) for each in library.questions()]
        self._before: dict[str, _Rows] = {}
        for question, text in self._questions:
            rows = self._ask(text)
            if rows is not None:
                self._before[question.name] = rows

    def changed(
        self, added: Iterable[tuple[str, str, str]], removed: Iterable[tuple[str, str, str]]
    ) -> dict[str, Any]:
        """Tell which questions would answer differently.

        Args:
            added: statements to come, as N-Triples texts.
            removed: statements to go.

        Returns:
            ``asked``, ``left_out`` (no time was left for them) and ``changed``: name, title,
            number of rows before and after, rows that come and go.
        """
        gone = [quad for quad in _quads(removed) if quad in self._store]
        come = [quad for quad in _quads(added) if quad not in self._store]
        self._change(gone, come)
        try:
            return self._asked()
        finally:
            self._change(come, gone)

    def _change(self, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> None:
        for quad in gone:
            self._store.remove(quad)
        self._store.extend(come)

    def _asked(self) -> dict[str, Any]:
        until = time.monotonic() + _SECONDS
        changed, asked = [], 0
        for question, text in self._questions:
            if question.name in self._before and time.monotonic() < until:
                asked += 1
                rows = self._ask(text)
                if rows is not None and rows != self._before[question.name]:
                    changed.append(_difference(question, self._before[question.name], rows))
        return {"asked": asked, "left_out": len(self._before) - asked, "changed": changed}

    def _ask(self, text: str) -> _Rows | None:
        try:
            run = rewriting.rewrite(text, guard.check(text)).text
            return Counter(_rows(self._store.query(run)))
        except (DxplanError, SyntaxError, OSError, RuntimeError) as fault:
            _log.warning("a question cannot be asked: %s", fault)
            return None


def _text(question: Question) -> str:
    return stored_queries.bind(question.stored, question.examples())


def _rows(result: Any) -> Iterator[tuple[str, ...]]:
    if isinstance(result, ox.QueryBoolean):
        yield (str(bool(result)),)
    else:
        for row in result:
            yield tuple("" if term is None else _shown(term) for term in row)


def _shown(term: Any) -> str:
    return "_:" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


def _difference(question: Question, before: _Rows, after: _Rows) -> dict[str, Any]:
    come, gone = after - before, before - after
    return {
        "name": question.name,
        "title": dict(question.stored.title),
        "before": before.total(),
        "after": after.total(),
        "added": come.total(),
        "removed": gone.total(),
        "examples": [list(row) for row in sorted(come)[:_MOST_ROWS]],
    }


def _quads(texts: Iterable[tuple[str, str, str]]) -> Iterator[ox.Quad]:
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in texts)
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)
