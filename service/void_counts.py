"""Counts what ``/.well-known/void`` tells, once for each build, so that no request has to.

    var/builds/<version>/void.json     the rows of each table below

Standard: Describing Linked Datasets with the VoID Vocabulary, section 4.6 (statistics). A count of
the whole is over the union of the graphs, in which a triple counts once. Must not know how the
description is written, nor queries.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rdflib import RDF

from service.facts import Triple
from service.terms import nt

FILE: Final = "void.json"
_TYPE: Final = nt(RDF.type)
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Tables:
    """What was counted.

    Attributes:
        triples: in all, each once.
        subjects: different ones.
        objects: different ones.
        classes: instances of each class.
        properties: of each property its triples, different subjects and different objects.
        classes_of: of each graph, instances of each class.
        properties_of: of each graph, triples of each property.
    """

    triples: int
    subjects: int
    objects: int
    classes: Counts
    properties: tuple[tuple[str, int, int, int], ...]
    classes_of: tuple[tuple[str, str, int], ...]
    properties_of: tuple[tuple[str, str, int], ...]


def count(graphs: Mapping[str, Iterable[Triple]]) -> Tables:
    """Count the triples of named graphs.

    Args:
        graphs: triples by graph IRI.
    """
    distinct = {name: set(triples) for name, triples in graphs.items()}
    union = set().union(*distinct.values())
    return Tables(
        len(union),
        len({subject for subject, _, _ in union}),
        len({value for _, _, value in union}),
        _classes(union),
        _properties(union),
        tuple((name, *row) for name in sorted(distinct) for row in _classes(distinct[name])),
        tuple((name, *row) for name in sorted(distinct) for row in _uses(distinct[name])),
    )


def _classes(triples: Iterable[Triple]) -> Counts:
    found = Counter(value for _, predicate, value in triples if predicate == _TYPE)
    return tuple((_iri(name), found[name]) for name in sorted(found) if name.startswith("<"))


def _uses(triples: Iterable[Triple]) -> Counts:
    found = Counter(predicate for _, predicate, _ in triples)
    return tuple((_iri(name), found[name]) for name in sorted(found))


def _properties(triples: Iterable[Triple]) -> tuple[tuple[str, int, int, int], ...]:
    subjects: dict[str, set[str]] = defaultdict(set)
    values: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, value in triples:
        subjects[predicate].add(subject)
        values[predicate].add(value)
    uses = dict(_uses(triples))
    return tuple(
        (_iri(name), uses[_iri(name)], len(subjects[name]), len(values[name]))
        for name in sorted(subjects)
    )


def _iri(term: str) -> str:
    return term[1:-1]


def content(tables: Tables) -> bytes:
    """Return the content of the file."""
    return json.dumps(asdict(tables), ensure_ascii=False, indent=0).encode()


def read(dataset: Path | None) -> Tables | None:
    """Return what was counted for a build; None if nothing was.

    Args:
        dataset: the build's N-Quads file; None if there is no build on this machine.
    """
    if dataset is None:
        return None
    try:
        found = json.loads(dataset.with_name(FILE).read_bytes())
        return Tables(**{name: _rows(value) for name, value in found.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _rows(value: Any) -> Any:
    return tuple(map(tuple, value)) if isinstance(value, list) else value
