"""An rdflib graph that is filled once and then asked a great many small questions.

rdflib's own store keeps with every triple the graphs that it stands in, and compares terms where
it could ask whether there is one at all. Validation needs neither; what leaving them out gains is
measured in ``docs/validation.md``. Must not know what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from rdflib import Graph, Node
from rdflib.plugins.stores.memory import SimpleMemory

_Triple = tuple[Node, Node, Node]
_Index = dict[Any, dict[Any, dict[Any, None]]]
_Found = Iterator[tuple[_Triple, tuple[()]]]
_NOTHING: Final[dict[Any, Any]] = {}


class _LeanStore(SimpleMemory):
    """Triples by subject, by predicate and by object; no named graphs, no formulas."""

    def __init__(self, configuration: str | None = None, identifier: Any = None) -> None:
        super().__init__(configuration, identifier)
        self._subjects: _Index = {}
        self._predicates: _Index = {}
        self._objects: _Index = {}
        self._count = 0

    def __len__(self, *_: Any, **__: Any) -> int:
        return self._count

    def add(self, triple: Any, *_: Any, **__: Any) -> None:
        self.extend((triple,))

    def extend(self, triples: Iterable[_Triple]) -> None:
        """Add triples."""
        subjects, predicates, objects = self._subjects, self._predicates, self._objects
        for subject, predicate, value in triples:
            values = subjects.setdefault(subject, {}).setdefault(predicate, {})
            if value not in values:
                values[value] = None
                predicates.setdefault(predicate, {}).setdefault(value, {})[subject] = None
                objects.setdefault(value, {}).setdefault(subject, {})[predicate] = None
                self._count += 1

    def remove(self, triple_pattern: Any, context: Any = None) -> None:  # noqa: ARG002
        for (subject, predicate, value), _ in list(self.triples(triple_pattern)):
            _drop(self._subjects, subject, predicate, value)
            _drop(self._predicates, predicate, value, subject)
            _drop(self._objects, value, subject, predicate)
            self._count -= 1

    def triples(self, triple_pattern: Any, *_: Any, **__: Any) -> Any:
        subject, predicate, value = triple_pattern
        if subject is not None:
            return self._of_subject(subject, predicate, value)
        if predicate is not None:
            return self._of_predicate(predicate, value)
        return self._all() if value is None else self._of_object(value)

    def _of_subject(self, subject: Node, predicate: Node | None, value: Node | None) -> _Found:
        said = self._subjects.get(subject, _NOTHING)
        for one in said if predicate is None else (predicate,):
            values = said.get(one, _NOTHING)
            if value is None:
                for each in values:
                    yield (subject, one, each), ()
            elif value in values:
                yield (subject, one, value), ()

    def _of_predicate(self, predicate: Node, value: Node | None) -> _Found:
        said = self._predicates.get(predicate, _NOTHING)
        for one in said if value is None else (value,):
            for subject in said.get(one, _NOTHING):
                yield (subject, predicate, one), ()

    def _of_object(self, value: Node) -> _Found:
        for subject, predicates in self._objects.get(value, _NOTHING).items():
            for predicate in predicates:
                yield (subject, predicate, value), ()

    def _all(self) -> _Found:
        for subject, said in self._subjects.items():
            for predicate, values in said.items():
                for value in values:
                    yield (subject, predicate, value), ()


class LeanGraph(Graph):
    """A graph on a store of its own.

    Args:
        triples: what it holds to begin with.
    """

    def __init__(self, triples: Iterable[_Triple] = ()) -> None:
        self._lean = _LeanStore()
        super().__init__(self._lean, bind_namespaces="none")
        self._lean.extend(triples)

    def fill(self, triples: Iterable[_Triple]) -> None:
        """Add triples, past what rdflib checks of each."""
        self._lean.extend(triples)


def _drop(index: _Index, first: Node, second: Node, third: Node) -> None:
    """Take an entry out, and with the last one what held it."""
    inner = index[first]
    del inner[second][third]
    if not inner[second]:
        del inner[second]
        if not inner:
            del index[first]
