"""Suggests themes and policy items for new measures: ranked, with the reason.

A measure is compared with each theme and item: with its names and definition, and with the measures
that are linked to it already. What stands above and beneath a measure counts half. Texts are
taken as pieces of two and three characters, rare ones counting more (tf-idf), compared by the
cosine. So a person can check each suggestion; nothing is linked by itself. Must not know HTTP or
how files were read.
"""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_TEXTS: Final = (*_NAMES, DXP.summary, SKOS.definition)
_THEME: Final = DXP.theme
_ANSWERS: Final = DXP.curatedToAnswer
PREDICATES: Final = (_THEME, _ANSWERS)
# how much the theme or item itself counts, against what is linked to it
_OWN_SHARE: Final = 0.5
# how many of the measures that are most alike have a say
_NEIGHBOURS: Final = 15
# what the names above and beneath a measure count for; those two levels up count half of that
_AROUND: Final = 0.5
_MOST_BENEATH: Final = 8
_SHORTEST: Final = 2
_MOST_MEASURES: Final = 200

Vector = dict[str, float]
# pieces of text, each with what it counts for
Text = tuple[tuple[str, float], ...]
_NO_TEXT: Final[Text] = ()


@dataclass(frozen=True)
class Suggestion:
    """A link that somebody should look at.

    Attributes:
        target: theme or policy item.
        score: how much speaks for it beside the others, from 0 to 1.
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

    def __init__(self, texts: Mapping[str, Text], links: Mapping[str, Sequence[str]]) -> None:
        self._texts = texts
        self._links = {target: list(measures) for target, measures in links.items()}
        self._linked: dict[str, list[str]] = defaultdict(list)
        for target, measures in self._links.items():
            for measure in measures:
                self._linked[measure].append(target)
        pieces = {iri: _pieces(texts.get(iri, _NO_TEXT)) for iri in (*links, *self._linked)}
        seen = Counter(piece for counted in pieces.values() for piece in counted)
        self._rarity = {piece: math.log(1 + len(pieces) / n) for piece, n in seen.items()}
        self._vectors = {iri: self._vector(counted) for iri, counted in pieces.items()}

    def _vector(self, counted: Vector) -> Vector:
        known = ((piece, n) for piece, n in counted.items() if piece in self._rarity)
        raw = {piece: math.log(1 + n) * self._rarity[piece] for piece, n in known}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {piece: weight / length for piece, weight in raw.items()}

    def suggest(self, text: Text, most: int = SHOWN) -> list[Suggestion]:
        """Rank themes or items for a measure.

        Args:
            text: what the measure is called and said to be, with what stands around it.
            most: how many to give.
        """
        vector = self._vector(_pieces(text))
        alike = {iri: _cosine(vector, other) for iri, other in self._vectors.items()}
        near = sorted(self._linked, key=lambda measure: (-alike[measure], measure))
        scores = self._scores(alike, near[:_NEIGHBOURS])
        best = sorted(scores, key=lambda target: (-scores[target], target))[:most]
        found = (self._reason(text, target, scores[target], alike) for target in best)
        return [each for each in found if each is not None]

    def _scores(self, alike: Mapping[str, float], near: Sequence[str]) -> dict[str, float]:
        """Weigh the theme or item itself against the say of the measures that are most alike."""
        said: dict[str, float] = defaultdict(float)
        for measure in near:
            for target in self._linked[measure]:
                said[target] += alike[measure]
        most_said = max(said.values(), default=0.0) or 1.0
        most_alike = max((alike[target] for target in self._links), default=0.0) or 1.0
        return {
            target: _OWN_SHARE * alike[target] / most_alike
            + (1 - _OWN_SHARE) * said.get(target, 0.0) / most_said
            for target in self._links
        }

    def _reason(
        self, text: Text, target: str, score: float, alike: Mapping[str, float]
    ) -> Suggestion | None:
        """Say why: the likest measure that is linked, or the theme or item itself."""
        near = min(self._links[target], key=lambda m: (-alike[m], m), default=target)
        like = near if alike[near] > alike[target] else None
        if max(alike[near], alike[target]) < _LEAST:
            return None
        return Suggestion(target, round(score, 3), self._shared(text, like or target), like)

    def _shared(self, text: Text, other: str) -> tuple[str, ...]:
        return shared(_joined(text), _joined(self._texts.get(other, _NO_TEXT)))


def _joined(text: Text) -> str:
    return " ".join(part for part, _ in text)


def shared(one: str, other: str) -> tuple[str, ...]:
    """Return the longest pieces that two texts share, at most three."""
    first, second = _plain(one), _plain(other)
    blocks = difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    found = {first[b.a : b.a + b.size].strip(" 、。・（）") for b in blocks if b.size >= _SHORTEST}
    longest = sorted(found, key=lambda piece: (-len(piece), piece))
    return tuple(piece for piece in longest if len(piece) >= _SHORTEST)[:3]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pieces(text: Text) -> Vector:
    """Count pieces of two and three characters, each for what its part of the text counts."""
    found: Vector = defaultdict(float)
    for part, weight in text:
        plain = "".join(each if each.isalnum() or each == "ー" else " " for each in _plain(part))
        for word in plain.split():
            for size in (2, 3):
                for place in range(len(word) - size + 1):
                    found[word[place : place + size]] += weight
    return found


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


def texts(graph: Iterable[tuple[Node, Node, Node]]) -> dict[str, Text]:
    """Collect the Japanese texts of everything: its own, and the names above and beneath it."""
    own: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, dict[str, None]] = defaultdict(dict)
    above: dict[str, list[str]] = defaultdict(list)
    beneath: dict[str, list[str]] = defaultdict(list)
    editions: set[str] = set()
    for subject, predicate, value in graph:
        if predicate in _TEXTS and isinstance(value, Literal) and value.language != "en":
            (names if predicate in _NAMES else own)[str(subject)][str(value)] = None
        elif predicate == DXP.parent:
            above[str(subject)].append(str(value))
            beneath[str(value)].append(str(subject))
        elif predicate == DXP.editionOf:
            editions.add(str(subject))

    def told(iris: Iterable[str], weight: float) -> Iterator[tuple[str, float]]:
        yield from ((" ".join(sorted(names[i])), weight) for i in iris if i not in editions)

    found = {}
    for iri in {*names, *own}:
        parents = above.get(iri, [])
        higher = [each for parent in parents for each in above.get(parent, ())]
        parts = [(" ".join(sorted({**names[iri], **own[iri]})), 1.0), *told(parents, _AROUND)]
        parts += told(higher, _AROUND / 2)
        parts += told(sorted(beneath.get(iri, ()))[:_MOST_BENEATH], _AROUND)
        found[iri] = tuple(parts)
    return found


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
    found = {s for file in files for k in _KINDS for s in file.graph.subjects(RDF.type, k)}
    wanted = sorted((each for each in found if str(each) not in learned.linked), key=str)
    if not wanted:
        return []
    told = [triple for triples in stock.files.values() for triple in triples]
    told += [triple for file in files for triple in file.graph]
    labels = Graph(bind_namespaces="none")
    for triple in told:
        if triple[1] in (*_NAMES, DXP.unofficialLabel):
            labels.add(triple)
    written = texts(told)
    named = [each for each in wanted if str(each) in written][:_MOST_MEASURES]
    return [_row(labels, learned.by_predicate, each, written[str(each)]) for each in named]


def _row(
    labels: Graph, learned: Mapping[URIRef, Suggester], subject: Node, text: Text
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
            len(targets & {each.target for each in learned.suggest(known.get(one, _NO_TEXT))})
            for one, targets in measures.items()
        )
        found[ward] = (hits, sum(map(len, measures.values())))
    return found


def _ward(iri: str) -> str:
    return iri.removeprefix(str(ID)).partition("/")[0]
