"""How the answer to a stored question is cited: versions, date, permanent address, sentences.

A version names what an answer depends on: ``GRAPH.QUERY``, the beginnings of two checksums. Must
not know HTTP, nor how the answer came about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote, urlencode

from service.builds import Build
from service.errors import UsageError, VersionNotHeld
from service.library import Question
from service.namespaces import QUERY

AUTHOR: Final = "dxplan"
SITE: Final = {"ja": "自治体DX計画ナレッジグラフ", "en": "Municipal DX Plan Knowledge Graph"}
_VERSION: Final = re.compile(r"([0-9a-f]{12})(?:\.([0-9a-f]{12}))?")
_SHOWN: Final = 40


@dataclass(frozen=True)
class Citation:
    """What to say of an answer.

    Attributes:
        question: the question.
        values: the values of its parameters, as asked.
        graph: version of the data; empty if the engine does not tell.
        built: day on which the data were built (UTC), where known.
    """

    question: Question
    values: tuple[tuple[str, str], ...]
    graph: str
    built: date | None

    @property
    def iri(self) -> str:
        """The permanent IRI of the question."""
        return iri(self.question.name)

    @property
    def version(self) -> str:
        """The version of data and question in one; empty if that of the data is not known."""
        return f"{self.graph}.{self.question.version}" if self.graph else ""

    @property
    def address(self) -> str:
        """The permanent address of this very answer."""
        fields = [*self.values, *([("version", self.version)] if self.graph else [])]
        if not fields:
            return self.iri
        return f"{self.iri}?{urlencode(fields, safe=':/', quote_via=quote)}"

    def text(self, language: str) -> str:
        """Return the citation as a sentence in "ja" or "en"."""
        title = self.question.stored.title[language]
        graph, query = self.graph or "–", self.question.version
        if language == "ja":
            day = f"（{self.built:%Y-%m-%d} 構築）" if self.built else ""
            data = f"データの版 {graph}{day}、問いの版 {query}"
            return f"{AUTHOR}『{SITE['ja']}』「{title}」{data}。{self.address}"
        day = f" (built {self.built:%Y-%m-%d})" if self.built else ""
        data = f"Version of the data {graph}{day}, of the question {query}"
        return f"{AUTHOR}. “{title}.” {SITE['en']}. {data}. {self.address}"


def cite(question: Question, values: dict[str, str], build: Build) -> Citation:
    """Return the citation of an answer.

    Args:
        question: what was asked.
        values: the values of its parameters.
        build: what was asked about.
    """
    return Citation(question, tuple(values.items()), build.version, built_on(build))


def built_on(build: Build) -> date | None:
    """Return the day on which a build was made; None for a remote engine."""
    if build.dataset is None:
        return None
    try:
        changed = build.dataset.stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(changed, UTC).date()


def iri(name: str) -> str:
    """Return the permanent IRI of a question."""
    return f"{QUERY}{quote(name)}"


def check(wanted: str, graph: str, question: Question) -> None:
    """Make sure that what is held here is the version asked for.

    Args:
        wanted: ``GRAPH`` or ``GRAPH.QUERY``; empty for whatever there is.
        graph: version of the data that is served.
        question: the question as it is now.

    Raises:
        UsageError: that is no version.
        VersionNotHeld: it is another one.
    """
    if not wanted:
        return
    parts = _VERSION.fullmatch(wanted)
    if parts is None:
        raise UsageError(
            f"version={wanted[:_SHOWN]} は版の名前ではありません。"
            f"例: {graph or '0123456789ab'}.{question.version}",
            f"version={wanted[:_SHOWN]} names no version; "
            f"for example {graph or '0123456789ab'}.{question.version}",
        )
    if parts[1] != graph:
        raise VersionNotHeld(
            f"データの版 {parts[1]} はここにはありません。あるのは版 {graph or '–'} だけです。"
            "version を除くと、今の版の答えが得られます。",
            f"Version {parts[1]} of the data is not held here; there is only {graph or '–'}. "
            "Leave “version” out for the answer from the present data.",
        )
    if parts[2] not in (None, question.version):
        raise VersionNotHeld(
            f"この問いの版 {parts[2]} はここにはありません。今の版は {question.version} です。",
            f"Version {parts[2]} of this question is not held here; "
            f"the present one is {question.version}.",
        )
