"""Suggests themes and policy items for new measures: ranked, with the reason.

A measure is compared with each theme and item: with its names, and with the measures that are
linked to it already. Texts are taken as pairs of characters, rare pairs counting more (tf-idf),
compared by the cosine. So a person can check each suggestion; nothing is linked by itself.
Must not know HTTP or how files were read.
"""

from __future__ import annotations

import difflib
import itertools
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rdflib import RDF, RDFS, SKOS, Graph, Literal, Node, URIRef

from service import sssom
from service.labels import LANGUAGES
from service.labels import name as name_of
from service.namespaces import DXP, ID
from service.published import Stock
from service.rdf_input import RdfFile

SHOWN: Final = 3
_LEAST: Final = 0.08
_KINDS: Final = (DXP.Measure, DXP.Initiative, DXP.Activity)
_NAMES: Final = (SKOS.prefLabel, SKOS.altLabel, RDFS.label, DXP.printedLabel)
_TEXTS: Final = (*_NAMES, DXP.summary)
_THEME: Final = DXP.theme
_ANSWERS: Final = DXP.curatedToAnswer
PREDICATES: Final = (_THEME, _ANSWERS)
_OWN_SHARE: Final = 0.35
_NEIGHBOURS: Final = 5
_SHORTEST: Final = 2
_MOST_MEASURES: Final = 200

Vector = dict[str, float]


@dataclass(frozen=True)
class Suggestion:
    """A link that somebody should look at.

    Attributes:
        target: theme or policy item.
        score: likeness, from 0 to 1.
        shared: words that both have.
        like: the linked measure that is most alike, if that is the reason.
    """

    target: str
    score: float
    shared: tuple[str, ...]
    like: str | None


class Suggester:
    """Knows the links that people drew.

    Args:
        texts: Japanese texts of measures, themes and items by IRI.
        links: theme or item, and the measures that are linked to it.
    """

    def __init__(self, texts: Mapping[str, str], links: Mapping[str, Sequence[str]]) -> None:
        self._texts = texts
        wanted = {*links, *(m for measures in links.values() for m in measures)}
        pairs = {iri: _pairs(texts.get(iri, "")) for iri in wanted}
        seen = Counter(pair for counted in pairs.values() for pair in counted)
        self._rarity = {pair: math.log(1 + len(pairs) / n) for pair, n in seen.items()}
        self._vectors = {iri: self._vector(counted) for iri, counted in pairs.items()}
        self._links = {target: list(measures) for target, measures in links.items()}

    def _vector(self, counted: Counter[str]) -> Vector:
        common = math.log(2)
        raw = {p: (1 + math.log(n)) * self._rarity.get(p, common) for p, n in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {pair: weight / length for pair, weight in raw.items()}

    def suggest(self, text: str, most: int = SHOWN) -> list[Suggestion]:
        """Rank themes or items for a text.

        Args:
            text: name and summary of a measure in Japanese.
            most: how many to give.
        """
        vector = self._vector(_pairs(text))
        alike = {iri: _cosine(vector, other) for iri, other in self._vectors.items()}
        scored = [self._score(target, alike) for target in self._links]
        best = sorted(scored, key=lambda row: (-row[0], row[1]))[:most]
        return [
            Suggestion(target, round(score, 3), self._shared(text, like or target), like)
            for score, target, like in best
            if score >= _LEAST
        ]

    def _score(self, target: str, alike: Mapping[str, float]) -> tuple[float, str, str | None]:
        near = sorted(self._links[target], key=lambda m: (-alike[m], m))[:_NEIGHBOURS]
        own = alike.get(target, 0.0)
        if not near:
            return own * _OWN_SHARE, target, None
        weights = [1 / (rank + 1) for rank in range(len(near))]
        mean = sum(w * alike[m] for w, m in zip(weights, near, strict=True)) / sum(weights)
        score = _OWN_SHARE * own + (1 - _OWN_SHARE) * (alike[near[0]] + mean) / 2
        return score, target, near[0] if alike[near[0]] > own else None

    def _shared(self, text: str, other: str) -> tuple[str, ...]:
        return shared(text, self._texts.get(other, ""))


def shared(one: str, other: str) -> tuple[str, ...]:
    """Return the longest pieces that two texts share, at most three."""
    first, second = _plain(one), _plain(other)
    blocks = difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    found = {first[b.a : b.a + b.size].strip(" 、。・（）") for b in blocks if b.size >= _SHORTEST}
    longest = sorted(found, key=lambda piece: (-len(piece), piece))
    return tuple(piece for piece in longest if len(piece) >= _SHORTEST)[:3]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(text: str) -> Counter[str]:
    plain = _plain(text)
    words = "".join(each if each.isalnum() or each == "ー" else " " for each in plain).split()
    return Counter(
        word[place : place + size]
        for word in words
        for size in (2, 3)
        for place in range(len(word) - size + 1)
    )


def _cosine(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[pair] for pair, weight in one.items() if pair in other)


# --- from the project


def links(project: Path) -> dict[URIRef, dict[str, list[str]]]:
    """Read the links that people drew, by predicate and target."""
    found: dict[URIRef, dict[str, list[str]]] = {p: defaultdict(list) for p in PREDICATES}
    for path in sorted((project / "data" / "mappings").glob("*.sssom.tsv")):
        for subject, predicate, value in _rows(path):
            if predicate in found and value.startswith(str(ID)):
                found[predicate][value].append(subject)
    return found


def _rows(path: Path) -> Iterable[tuple[str, URIRef, str]]:
    table = sssom.read_table(path)
    curies = table.metadata["curie_map"]
    for row in table.rows:
        cells = (row.cells[c] for c in ("subject_id", "predicate_id", "object_id"))
        subject, predicate, value = (_expand(cell, curies) for cell in cells)
        yield subject, URIRef(predicate), value


def _expand(curie: str, prefixes: Any) -> str:
    prefix, _, local = curie.partition(":")
    return str(prefixes.get(prefix, prefix + ":")) + local


def texts(graph: Graph | Iterable[tuple[Node, Node, Node]]) -> dict[str, str]:
    """Collect the Japanese names and summaries of everything."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for subject, predicate, value in graph:
        if predicate in _TEXTS and isinstance(value, Literal) and value.language != "en":
            found[str(subject)][str(value)] = None
    return {iri: " ".join(sorted(parts)) for iri, parts in found.items()}


@dataclass(frozen=True)
class Learned:
    """What the project's links teach.

    Attributes:
        by_predicate: themes and policy items with what is linked to them.
        linked: all measures that are linked to one.
    """

    by_predicate: Mapping[URIRef, Suggester]
    linked: frozenset[str]


def learn(stock: Stock) -> Learned:
    """Learn from the project."""
    known = texts(triple for triples in stock.files.values() for triple in triples)
    drawn = links(stock.project)
    linked = {m for by_target in drawn.values() for some in by_target.values() for m in some}
    return Learned({p: Suggester(known, drawn[p]) for p in PREDICATES}, frozenset(linked))


def for_files(stock: Stock, learned: Learned, files: Sequence[RdfFile]) -> list[dict[str, Any]]:
    """Suggest links for the measures of files that have none yet.

    Returns:
        One row for each measure: resource, label, and by theme and policy item what is like it,
        with score, shared words and the linked measure that is most alike.
    """
    labels = Graph(bind_namespaces="none")
    known = (triple for triples in stock.files.values() for triple in triples)
    for triple in itertools.chain(known, *(file.graph for file in files)):
        if triple[1] in (*_NAMES, DXP.unofficialLabel):
            labels.add(triple)
    rows = []
    for file in files:
        written = texts(file.graph)
        for subject in sorted(
            {s for k in _KINDS for s in file.graph.subjects(RDF.type, k)}, key=str
        ):
            if str(subject) not in learned.linked and str(subject) in written:
                rows.append(_row(labels, learned.by_predicate, subject, written[str(subject)]))
    return rows[:_MOST_MEASURES]


def _row(
    labels: Graph, learned: Mapping[URIRef, Suggester], subject: Node, text: str
) -> dict[str, Any]:
    row: dict[str, Any] = {"resource": str(subject), "label": _names(labels, subject)}
    for predicate, key in ((_THEME, "themes"), (_ANSWERS, "items")):
        row[key] = [
            {
                "target": each.target,
                "label": _names(labels, URIRef(each.target)),
                "score": each.score,
                "shared": list(each.shared),
                "like": None if each.like is None else _names(labels, URIRef(each.like)),
            }
            for each in learned[predicate].suggest(text)
        ]
    return row


def _names(graph: Graph, node: Node) -> dict[str, str]:
    return {language: name_of(graph, node, language) for language in LANGUAGES}


# --- how good it is


def measure(stock: Stock, predicate: URIRef) -> dict[str, tuple[int, int]]:
    """Leave each ward out in turn and ask for its links.

    Returns:
        By ward: how many of its true links were among the first three, and how many it has.
    """
    known = texts(triple for triples in stock.files.values() for triple in triples)
    drawn = links(stock.project)[predicate]
    truth: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for target, linked in drawn.items():
        for one in linked:
            truth[_ward(one)][one].add(target)
    found = {}
    for ward, measures in sorted(truth.items()):
        others = {t: [m for m in some if _ward(m) != ward] for t, some in drawn.items()}
        learned = Suggester(known, others)
        hits = sum(
            len(targets & {each.target for each in learned.suggest(known.get(one, ""))})
            for one, targets in measures.items()
        )
        found[ward] = (hits, sum(map(len, measures.values())))
    return found


def _ward(iri: str) -> str:
    return iri.removeprefix(str(ID)).partition("/")[0]
