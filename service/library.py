"""The library of questions: every stored query of a folder under its name, found by words.

A name is the path without ``.rq``: ``indicators/time-saved``. It is looked up among the files
that are there and never becomes a path. Must not know engines or HTTP.
"""

from __future__ import annotations

import difflib
import hashlib
import logging
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from service import query_values, stored_queries, tokens
from service.config import PROJECT
from service.errors import DataError, NoSuchQuestion, ParameterError
from service.stored_queries import StoredQuery

FOLDER: Final = PROJECT / "queries"
_log = logging.getLogger(__name__)
FORMS: Final = ("SELECT", "ASK", "CONSTRUCT")
_GONE: Final = (0, 0)
_VERSION_LENGTH: Final = 12
_SHOWN: Final = 80
# names of the folders for people; a folder without a row is shown by its own name
TOPICS: Final[dict[str, tuple[str, str]]] = {
    "families": ("指標の系統", "Families of indicators"),
    "indicators": ("指標と値", "Indicators and values"),
    "linkage": ("計画どうしの結び付き", "Links across plans"),
    "measures": ("施策と取組", "Measures and initiatives"),
    "money": ("費用", "Money"),
    "organisation": ("部署と体制", "Departments and organisation"),
    "plans": ("計画と版", "Plans and editions"),
    "policies": ("国や都の方針・法令", "Policies and laws"),
    "progress": ("進捗", "Progress"),
    "sources": ("原典と台帳", "Sources and ledger"),
    "terms": ("用語とシステム", "Terms and systems"),
    "time": ("年度と期限", "Years and deadlines"),
}


@dataclass(frozen=True)
class Question:
    """A stored query with its place in the library.

    Attributes:
        name: folder and file without suffix.
        stored: what the file says.
    """

    name: str
    stored: StoredQuery

    @property
    def folder(self) -> str:
        """The folder that it stands in: its topic."""
        return self.name.partition("/")[0]

    @cached_property
    def version(self) -> str:
        """The beginning of the SHA-256 of the file."""
        return hashlib.sha256(self.stored.text.encode()).hexdigest()[:_VERSION_LENGTH]

    @cached_property
    def form(self) -> str:
        """SELECT, ASK or CONSTRUCT."""
        return tokens.outline(list(tokens.read(self.stored.text))).form

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is a graph."""
        return self.form == "CONSTRUCT"

    @property
    def query(self) -> str:
        """The query without its header."""
        return stored_queries.without_header(self.stored.text)

    def examples(self) -> dict[str, str]:
        """Return a value for every parameter that must have one."""
        needed = [p for p in self.stored.parameters if not p.optional]
        return {p.name: p.example or next(iter(p.values), "") for p in needed}


class Library:
    """The questions of a folder; files may change while it is in use.

    Args:
        folder: where the files are.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._read: dict[Path, tuple[tuple[int, int], Question | None]] = {}

    def questions(self) -> list[Question]:
        """Return all questions by name; a file with a fault is left out and logged."""
        return list(self._all())

    def get(self, name: str) -> Question:
        """Return a question.

        Raises:
            NoSuchQuestion: there is none of this name; says which are like it.
        """
        questions = {question.name: question for question in self._all()}
        if name in questions:
            return questions[name]
        raise _unknown(name, list(questions))

    def state(self, name: str = "") -> tuple[tuple[str, int, int], ...]:
        """Return what changes when files change: those of all questions, or of one.

        Args:
            name: name of a question that was found here.
        """
        paths = sorted(self._folder.glob("*/*.rq")) if not name else [self._folder / f"{name}.rq"]
        return tuple((str(path), *_stamp(path)) for path in paths)

    def search(self, words: str = "", folder: str = "") -> list[Question]:
        """Return the questions that have all the words in their texts.

        Args:
            words: words with spaces between; letter case and width do not matter.
            folder: a folder to stay in.
        """
        wanted = _plain(words).split()
        return [
            question
            for question in self._all()
            if folder in ("", question.folder) and all(w in _words(question) for w in wanted)
        ]

    def _all(self) -> Iterator[Question]:
        for path in sorted(self._folder.glob("*/*.rq"), key=lambda path: path.with_suffix("")):
            if (question := self._question(path)) is not None:
                yield question

    def _question(self, path: Path) -> Question | None:
        stamp = _stamp(path)
        if stamp == _GONE:
            return None  # since it was listed
        with self._lock:
            known = self._read.get(path)
            if known is None or known[0] != stamp:
                known = self._read[path] = (stamp, self._load(path))
        return known[1]

    def _load(self, path: Path) -> Question | None:
        try:
            return load(self._folder, path)
        except DataError as fault:
            _log.error("a question is left out: %s", fault.en)
            return None


def _stamp(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return _GONE
    return state.st_mtime_ns, state.st_size


def load(folder: Path, path: Path) -> Question:
    """Read one question.

    Args:
        folder: the library's folder.
        path: a file below it.

    Raises:
        DataError: the file cannot be read, an example is not allowed, or the query has a form
            that gives no answer to keep (DESCRIBE answers as an engine likes).
    """
    question = Question(path.relative_to(folder).with_suffix("").as_posix(), _stored(path))
    if question.form not in FORMS:
        listed = ", ".join(FORMS)
        raise DataError(
            path,
            None,
            f"問合せの種類は {listed} のどれかにしてください",
            f"the form of the query must be one of {listed}",
        )
    return question


def _stored(path: Path) -> StoredQuery:
    stored = stored_queries.read(path)
    for parameter in stored.parameters:
        try:
            for value in (*parameter.values, *filter(None, (parameter.example,))):
                query_values.term(parameter, value)
        except ParameterError as fault:
            raise DataError(path, None, fault.ja, fault.en) from fault
    return stored


def topic(folder: str, language: str) -> str:
    """Return the name of a folder for people."""
    ja, en = TOPICS.get(folder, (folder, folder))
    return en if language == "en" else ja


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _words(question: Question) -> str:
    stored = question.stored
    texts = [stored.title, stored.question, stored.description]
    said = [text for each in texts for text in each.values()]
    topics = TOPICS.get(question.folder, ())
    return _plain("\n".join((question.name, *said, *stored.keywords, *stored.columns, *topics)))


def _unknown(name: str, known: list[str]) -> NoSuchQuestion:
    shown = name[:_SHOWN]
    near = difflib.get_close_matches(shown, known, n=3, cutoff=0.5)
    hint_ja = f"近い名前: {', '.join(near)}" if near else "/queries に一覧があります。"
    hint_en = f"Similar names: {', '.join(near)}" if near else "They are listed at /queries."
    return NoSuchQuestion(
        f"「{shown}」という問いはありません。{hint_ja}",
        f"There is no question “{shown}”. {hint_en}",
    )
