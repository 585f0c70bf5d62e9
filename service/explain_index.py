"""Where a triple comes from, looked up in a file that every build writes.

One SQLite file holds the terms, what is stated in which named graph, and for each conclusion
its rule and premises. A question reads a few pages of it, however large the graph is, and
needs no engine. Terms are N-Triples texts. Must not know what an explanation looks like.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, TypeAlias

from service.errors import EngineUnavailable, EnvironmentFault
from service.facts import Triple
from service.namespaces import INFERRED_GRAPH
from service.reasoning import Derivation

_Key: TypeAlias = tuple[int, int, int]

_TABLES: Final = """
CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE stated (s INTEGER, p INTEGER, o INTEGER, g INTEGER, PRIMARY KEY (s, p, o, g))
  WITHOUT ROWID;
CREATE TABLE step (s INTEGER, p INTEGER, o INTEGER, rule TEXT, premises TEXT,
  PRIMARY KEY (s, p, o)) WITHOUT ROWID;
"""
_INDEXES: Final = """
CREATE UNIQUE INDEX term_text ON term (text);
CREATE INDEX stated_by_object ON stated (o, p, s);
"""
_FIND: Final = "SELECT id FROM term WHERE text = ?"


def write(
    path: Path, graphs: Mapping[str, Iterable[Triple]], derivations: Iterable[Derivation]
) -> None:
    """Write the file.

    Args:
        path: where; must not exist.
        graphs: triples by graph IRI; the graph of conclusions among them is left out.
        derivations: every conclusion with its premises.

    Raises:
        EnvironmentFault: the disk refuses.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL;")
            connection.executescript(_TABLES)
            connection.execute("BEGIN")
            _fill(connection, graphs, derivations)
            connection.execute("COMMIT")
            connection.executescript(_INDEXES)
    except sqlite3.Error as fault:
        raise EnvironmentFault(
            f"{path} に書き込めません（{fault}）。空き容量と権限を確かめてください",
            f"{path} cannot be written ({fault}); check free space and permissions",
        ) from fault


def _fill(
    connection: sqlite3.Connection,
    graphs: Mapping[str, Iterable[Triple]],
    derivations: Iterable[Derivation],
) -> None:
    numbers: dict[str, int] = {}

    def key(triple: Triple) -> _Key:
        s, p, o = (numbers.setdefault(term, len(numbers) + 1) for term in triple)
        return (s, p, o)

    def quads() -> Iterator[tuple[int, int, int, int]]:
        for name, triples in graphs.items():
            if name != str(INFERRED_GRAPH):
                graph = numbers.setdefault(f"<{name}>", len(numbers) + 1)
                for triple in triples:
                    yield (*key(triple), graph)

    def steps() -> Iterator[tuple[int, int, int, str, str]]:
        for found in derivations:
            premises = " ".join(str(term) for fact in found.premises for term in key(fact))
            yield (*key(found.triple), found.rule, premises)

    connection.executemany("INSERT OR IGNORE INTO stated VALUES (?, ?, ?, ?)", quads())
    connection.executemany("INSERT INTO step VALUES (?, ?, ?, ?, ?)", steps())
    rows = ((number, text) for text, number in numbers.items())
    connection.executemany("INSERT INTO term VALUES (?, ?)", rows)


@contextmanager
def open_index(path: Path) -> Iterator[Index]:
    """Open the file of a build for reading.

    Args:
        path: the file; never changed once it has its name, only replaced.

    Yields:
        The index.

    Raises:
        EngineUnavailable: there is no such file, or it is damaged.
    """
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as fault:
        raise _unusable(path) from fault
    try:
        yield Index(connection)
    except sqlite3.Error as fault:
        raise _unusable(path) from fault
    finally:
        connection.close()


def _unusable(path: Path) -> EngineUnavailable:
    return EngineUnavailable(
        f"説明のもとになる {path.name} が読めません。dxplan build を実行してください。",
        f"{path.name}, from which explanations are made, cannot be read. Run “dxplan build”.",
    )


class Index:
    """What is known about triples.

    Args:
        connection: to the file.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._texts: dict[int, str] = {}

    def knows(self, term: str) -> bool:
        """Tell whether a term occurs anywhere."""
        return self._number(term) is not None

    def graphs(self, triple: Triple) -> tuple[str, ...]:
        """Return the IRIs of the named graphs that state a triple, sorted."""
        key = self._key(triple)
        if key is None:
            return ()
        found = self._all("SELECT g FROM stated WHERE s = ? AND p = ? AND o = ?", key)
        return tuple(sorted(self._text(row[0])[1:-1] for row in found))

    def step(self, triple: Triple) -> tuple[str, tuple[Triple, ...]] | None:
        """Return rule and premises of a conclusion; None if the triple is none."""
        key = self._key(triple)
        if key is None:
            return None
        rows = self._all("SELECT rule, premises FROM step WHERE s = ? AND p = ? AND o = ?", key)
        if not rows:
            return None
        rule, premises = rows[0]
        terms = [self._text(int(number)) for number in premises.split()]
        places = range(0, len(terms), 3)
        return rule, tuple((terms[at], terms[at + 1], terms[at + 2]) for at in places)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of a subject and predicate, stated or concluded, sorted."""
        pair = (self._number(subject), self._number(predicate))
        found = self._all(
            "SELECT o FROM stated WHERE s = ?1 AND p = ?2"
            " UNION SELECT o FROM step WHERE s = ?1 AND p = ?2",
            pair,
        )
        return sorted(self._text(row[0]) for row in found)

    def holders(self, predicate: str, value: str) -> list[str]:
        """Return the subjects of which a predicate and object are stated, sorted."""
        pair = (self._number(value), self._number(predicate))
        found = self._all("SELECT DISTINCT s FROM stated WHERE o = ? AND p = ?", pair)
        return sorted(self._text(row[0]) for row in found)

    def about(self, subject: str) -> list[tuple[str, str]]:
        """Return predicates and objects that are stated of a subject, sorted."""
        found = self._all("SELECT DISTINCT p, o FROM stated WHERE s = ?", (self._number(subject),))
        return sorted((self._text(p), self._text(o)) for p, o in found)

    def alike(self, term: str, shortest: int, most: int) -> list[str]:
        """Find terms that begin as a term does that is not here.

        Args:
            term: the term that was asked for.
            shortest: how much of it they must share at least.
            most: how many to return.

        Returns:
            Those that share the longest beginning, sorted.
        """
        # whoever shares most with a text is its neighbour in the order of texts
        before = self._all("SELECT max(text) FROM term WHERE text < ?", (term,))
        after = self._all("SELECT min(text) FROM term WHERE text > ?", (term,))
        neighbours = [str(row[0]) for row in before + after if row[0] is not None]
        start = max((_shared(term, text) for text in neighbours), key=len, default="")
        if len(start) < shortest:
            return []
        rows = self._all(
            "SELECT text FROM term WHERE text >= ? AND text < ? ORDER BY text LIMIT ?",
            (start, start + "\U0010ffff", most),
        )
        return [str(row[0]) for row in rows]

    def conclusions(self) -> Iterator[Triple]:
        """Yield every triple that was concluded."""
        for row in self._all("SELECT s, p, o FROM step", ()):
            s, p, o = (self._text(number) for number in row)
            yield (s, p, o)

    def _all(self, query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def _number(self, term: str) -> int | None:
        rows = self._connection.execute(_FIND, (term,)).fetchall()
        return rows[0][0] if rows else None

    def _key(self, triple: Triple) -> _Key | None:
        s, p, o = (self._number(term) for term in triple)
        return None if s is None or p is None or o is None else (s, p, o)

    def _text(self, number: int) -> str:
        text = self._texts.get(number)
        if text is None:
            rows = self._connection.execute("SELECT text FROM term WHERE id = ?", (number,))
            text = self._texts[number] = str(rows.fetchone()[0])
        return text


def _shared(one: str, other: str) -> str:
    """Return how two texts begin alike."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(character for character, _ in pairs)
