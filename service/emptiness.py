"""Says why a query found nothing, by trying what would make it find something.

Each proposal is asked as a query of its own under the same limits, until the time allowed is over;
nothing is claimed that was not tried. Must not know HTTP.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from flask import request

from service import emptiness_fixes, guard
from service.context import config, endpoint, engine
from service.emptiness_change import Fix
from service.emptiness_read import Reading, read
from service.engine import Answer, ClientGoneError, Query
from service.errors import QueryError
from service.tokens import Token, position

_JSON: Final = "application/sparql-results+json"
_SECONDS: Final = 4.0
_ROUNDS: Final = 4
_MOST_TRIES: Final = 120


@dataclass(frozen=True)
class Cause:
    """One reason why there is no row.

    Attributes:
        kind: what it is; see ``empty_<kind>`` in ``service.texts_workbench``.
        found: what is at fault, as written.
        meant: what to write instead; empty if it should be left out or nobody knows.
        line: one-based line of it.
        column: one-based column.
    """

    kind: str
    found: str
    meant: str
    line: int
    column: int


@dataclass
class Diagnosis:
    """What is known about an empty result.

    Attributes:
        causes: the reasons, in the order in which they were found.
        corrected: a query that finds something; empty if none was found.
        empty: whether the query does find nothing.
        certain: whether the corrected query was tried and finds something.
        seconds: how long it took.
    """

    causes: list[Cause] = field(default_factory=list)
    corrected: str = ""
    empty: bool = True
    certain: bool = False
    seconds: float = 0.0


def diagnose(text: str) -> Diagnosis:
    """Find out why a query finds nothing.

    Args:
        text: the query, which is not trusted.

    Returns:
        What was found out; no causes if the query does find something.

    Raises:
        DxplanError: the query is refused or wrong.
    """
    guard.check(text, config().federation)
    begun = time.monotonic()
    search = _Search(begun + _SECONDS)
    found = Diagnosis()
    found.empty = not search.finds(text, must=True)
    if found.empty:
        _search(search, text, found)
    found.seconds = time.monotonic() - begun
    return found


def _search(search: _Search, text: str, found: Diagnosis) -> None:
    for _ in range(_ROUNDS):
        reading = read(text, endpoint())
        if reading.where is not None and search.finds(reading.asking()):
            _behind(search, reading, found)
            return
        fixes = list(takewhile(search.goes_on, emptiness_fixes.proposals(reading)))
        good = _first_good(search, reading, fixes)
        if good is not None:
            found.causes.append(_cause(good, reading))
            found.corrected, found.certain = good.apply(text), True
            return
        step = next((fix for fix in fixes if fix.sure), None) or _alone(search, reading)
        if step is None:
            break
        found.causes.append(_cause(step, reading))
        if step.instead == text[step.start : step.end]:
            break
        text = step.apply(text)
    found.corrected = ""


def _first_good(search: _Search, reading: Reading, fixes: list[Fix]) -> Fix | None:
    """Return the first change that helps; nothing is left out because of an unknown term."""
    unknown = any(fix.kind == "unknown" for fix in fixes)
    usable = [fix for fix in fixes if not (unknown and fix.kind in emptiness_fixes.LEFT_OUT)]
    return next((fix for fix in usable if search.fixes(fix, reading)), None)


def _alone(search: _Search, reading: Reading) -> Fix | None:
    """Return the first pattern that has no match even without all others."""
    head = reading.text[: _body(reading)]
    for block in reading.blocks:
        for pattern in block.patterns:
            inner = pattern.rendered(reading.text)
            if not search.finds(f"{head}ASK {{ {inner} }}"):
                return emptiness_fixes.drop(reading, pattern, block)._replace(kind="pattern")
    return None


def _body(reading: Reading) -> int:
    text = reading.asking()
    return text.index("ASK ", 0) if reading.where is not None else 0


def _behind(search: _Search, reading: Reading, found: Diagnosis) -> None:
    """Blame what stands behind the pattern: HAVING, OFFSET or LIMIT."""
    tail = reading.tail
    for word in ("HAVING", "OFFSET", "LIMIT"):
        place = next((n for n, token in enumerate(tail) if token.upper == word), None)
        if place is None:
            continue
        last = _clause_end(tail, place)
        start, end = tail[place].start, tail[last - 1].end
        clause = reading.text[start:end]
        fix = Fix("having" if word == "HAVING" else "cut", start, end, "", clause, "")
        corrected = fix.apply(reading.text)
        if search.finds(corrected):
            found.causes.append(_cause(fix, reading))
            found.corrected, found.certain = corrected, True
            return


def _clause_end(tail: tuple[Token, ...], place: int) -> int:
    if tail[place].upper != "HAVING":
        return place + 2
    depth, last = 0, place + 1
    while last < len(tail) and (depth or tail[last].upper not in ("ORDER", "LIMIT", "OFFSET")):
        depth += (tail[last].text == "(") - (tail[last].text == ")")
        last += 1
    return last


def _cause(fix: Fix, reading: Reading) -> Cause:
    line, column = position(reading.text, fix.start)
    return Cause(fix.kind, fix.found, fix.meant, line, column)


class _Search:
    """Asks queries until the time is over."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._known: dict[str, bool] = {}

    def fixes(self, fix: Fix, reading: Reading) -> bool:
        """Tell whether a query with a change finds something."""
        if fix.instead == reading.text[fix.start : fix.end] or self._over():
            return False
        changed = fix.apply(reading.text)
        again = read(changed, endpoint())
        return self.finds(again.asking())

    def goes_on(self, _: Fix) -> bool:
        """Tell whether there is time left."""
        return not self._over()

    def finds(self, text: str, *, must: bool = False) -> bool:
        """Tell whether a query finds something; no if it cannot be asked in time.

        Raises:
            DxplanError: it cannot be asked, if it must be.
        """
        if text not in self._known:
            if not must and (self._over() or len(self._known) >= _MOST_TRIES):
                return False
            try:
                self._known[text] = _has_rows(self._ask(text))
            except (QueryError, ClientGoneError):
                if must:
                    raise
                self._known[text] = False
        return self._known[text]

    def _over(self) -> bool:
        return time.monotonic() > self._deadline

    def _ask(self, text: str) -> Answer:
        client = request.remote_addr or ""
        return engine().query(
            Query(text, _JSON, "application/n-triples", endpoint(), client=client, gone=self._over)
        )


def _has_rows(answer: Answer) -> bool:
    if answer.kind == "graph":
        return bool(answer.body.strip())
    found = json.loads(answer.body)
    if "boolean" in found:
        return bool(found["boolean"])
    return bool(found["results"]["bindings"])
