"""Names that cells of a workbook use for things: what is published, and the rows themselves.

A reference is written by number and name, as people speak of things (「1-① キャッシュレス」);
where that would fit several, a key follows in brackets (「目標〔goal/01〕」). Reading turns the
text back into the one thing it names, or says why it does not. Must not know spreadsheets.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import RDF, RDFS, SKOS, Literal, Node, URIRef

from service import rdf_input, repository
from service.figures_reading_dates import fold
from service.namespaces import BASE, DXP, GRAPH, ID

_NAMES: Final = (RDFS.label, SKOS.prefLabel, SKOS.altLabel, DXP.printedLabel, DXP.unofficialLabel)
_TAKEN: Final = frozenset({RDF.type, SKOS.inScheme, DXP.printedNumber, DXP.lineCount, *_NAMES})
_ID: Final = str(ID)
_BRACKET: Final = re.compile(r"^(.*?)\s*[〔\[]([^〔〕\[\]]+)[〕\]]$", re.DOTALL)
_SHARED: Final = frozenset({"common", "policies", "schemes", "ontology", "catalogue"})
_NEAR: Final = 3
# how many kinds a refusal names
_SHOWN: Final = 7
_OWN, _SAME_DOCUMENT, _SAME_WARD, _SHARED_RANK, _ELSEWHERE = range(5)


@dataclass
class Thing:
    """Something that can be referred to.

    Attributes:
        iri: its IRI.
        kinds: local names of its classes.
        label: its Japanese name.
        english: its English name.
        number: its number as printed, or "".
        names: all names, folded.
        homes: the graphs that describe it, such as ``chuo/strategy-2024``.
        scheme: the concept scheme it belongs to, by local name.
        lines: number of its lines, for a source document.
    """

    iri: URIRef
    kinds: set[str] = field(default_factory=set)
    label: str = ""
    english: str = ""
    number: str = ""
    names: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    scheme: str = ""
    lines: int | None = None

    @property
    def title(self) -> str:
        """Number and name."""
        return f"{self.number} {self.label}".strip()


class Published:
    """What the project publishes, by its names.

    Args:
        project: folder that holds ``ontology/`` and ``data/``.
        known: what its files state, where they have been read already, by resolved path.

    Raises:
        DataError: a file cannot be read.
    """

    def __init__(
        self, project: Path, known: Mapping[Path, Iterable[rdf_input.Triple]] | None = None
    ) -> None:
        self.things: dict[URIRef, Thing] = {}
        self._schemes: dict[str, list[Thing]] = defaultdict(list)
        for number, row in enumerate(repository.files(project)):
            if row.path.suffix == ".ttl":
                home = str(row.graph).removeprefix(str(GRAPH))
                read = known.get(row.path.resolve()) if known is not None else None
                for triple in rdf_input.parse(row.path, f"n{number}-") if read is None else read:
                    self._take(home, *triple)

    def _take(self, home: str, subject: Node, predicate: Node, value: Node) -> None:
        if predicate not in _TAKEN or not isinstance(subject, URIRef):
            return
        if predicate == RDF.type:
            thing = self._thing(subject)
            thing.kinds.add(local(value))
            thing.homes.add(home)
        elif predicate == SKOS.inScheme:
            self._thing(subject).scheme = local(value)
        elif predicate == DXP.printedNumber:
            self._thing(subject).number = str(value)
        elif predicate == DXP.lineCount:
            self._thing(subject).lines = int(str(value))
        elif predicate in _NAMES and isinstance(value, Literal):
            thing = self._thing(subject)
            thing.names.add(fold(value))
            if predicate in (RDFS.label, SKOS.prefLabel) and value.language == "ja":
                thing.label = str(value)
            elif predicate in (RDFS.label, SKOS.prefLabel) and value.language == "en":
                thing.english = str(value)

    def _thing(self, iri: URIRef) -> Thing:
        return self.things.setdefault(iri, Thing(iri))

    def label(self, iri: URIRef) -> str:
        """Return the Japanese name of something, or the end of its IRI."""
        thing = self.things.get(iri)
        return thing.label if thing is not None and thing.label else local(iri)

    def english(self, iri: URIRef) -> str:
        """Return the English name of something, or the end of its IRI."""
        thing = self.things.get(iri)
        return thing.english if thing is not None and thing.english else local(iri)

    def concepts(self, scheme: str) -> list[Thing]:
        """List the concepts of a scheme by name of their IRIs."""
        if not self._schemes:
            for thing in sorted(self.things.values(), key=lambda thing: str(thing.iri)):
                self._schemes[thing.scheme].append(thing)
        return self._schemes[scheme]

    def of_kinds(self, kinds: Iterable[str]) -> list[Thing]:
        """List the things of some classes by name of their IRIs."""
        wanted = set(kinds)
        found = (thing for thing in self.things.values() if thing.kinds & wanted)
        return sorted(found, key=lambda thing: str(thing.iri))


def local(term: Node) -> str:
    """Return the end of an IRI, after the last ``/`` or ``#``."""
    return re.split(r"[/#]", str(term))[-1]


class NotFoundError(ValueError):
    """A name fits nothing, several things, or something of another kind.

    Args:
        code: stable name of the reason.
        words: what the message is filled with.
    """

    def __init__(self, code: str, **words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class Names:
    """The names that the cells of one workbook may use.

    Args:
        published: what is published.
        folder: the document, ``ward/document``; what is near it is found first.
        gone: what is published but not to be found, since the workbook leaves it out.
    """

    def __init__(
        self, published: Published, folder: str, gone: frozenset[URIRef] = frozenset()
    ) -> None:
        self._published = published
        self._folder = folder
        self._ward = folder.partition("/")[0]
        self._index: dict[str, list[tuple[int, Thing]]] = defaultdict(list)
        self._own: dict[URIRef, Thing] = {}
        self._gone = gone
        for thing in published.things.values():
            if thing.kinds and not thing.scheme and thing.iri not in gone:
                self._enter(self._rank(thing), thing)

    def add(self, thing: Thing) -> None:
        """Add a row of the workbook; it is found before what is published."""
        self._own[thing.iri] = thing
        self._enter(_OWN, thing)

    def thing(self, iri: URIRef) -> Thing | None:
        """Look up what is known under an IRI; the workbook's own rows first."""
        own = self._own.get(iri)
        return own if own or iri in self._gone else self._published.things.get(iri)

    def _enter(self, rank: int, thing: Thing) -> None:
        names = {*thing.names, fold(thing.title), fold(thing.label)}
        if thing.number and rank < _SHARED_RANK:
            names.add(fold(thing.number))
        for name in names - {""}:
            self._index[name].append((rank, thing))

    def _rank(self, thing: Thing) -> int:
        if self._folder in thing.homes:
            return _SAME_DOCUMENT
        if any(home.startswith(f"{self._ward}/") for home in thing.homes):
            return _SAME_WARD
        return _SHARED_RANK if thing.homes & _SHARED else _ELSEWHERE

    def written(self, iri: URIRef, group: tuple[str, ...]) -> str:
        """Write a reference: number and name, with the key where several things have them.

        Args:
            iri: what is referred to.
            group: classes that the column may refer to; empty means any.
        """
        thing = self.thing(iri)
        if thing is None:
            return self.key(iri)
        fitting = self._nearest(fold(thing.title), group)
        alone = [found.iri for found in fitting] == [iri]
        return thing.title if alone and thing.title else f"{thing.title}〔{self.key(iri)}〕"

    def key(self, iri: URIRef) -> str:
        """Write an IRI in short: without what all IRIs of the document begin with."""
        text = str(iri).removeprefix(_ID)
        return text.removeprefix(f"{self._folder}/")

    def iri(self, key: str) -> URIRef | None:
        """Find what a key names, if it is known."""
        for start in (f"{_ID}{self._folder}/", _ID, BASE, ""):
            iri = URIRef(start + key)
            if self.thing(iri) is not None:
                return iri
        return None

    def find(
        self,
        text: str,
        group: tuple[str, ...],
        *,
        but: URIRef | None = None,
        suggest: bool = True,
    ) -> URIRef:
        """Find what a text refers to.

        Args:
            text: number and name, number, name, key, or name and key in brackets.
            group: classes that the column may refer to; empty means any.
            but: what the text stands in, which it never means.
            suggest: whether a refusal names what is like the text, which takes a while.

        Returns:
            The IRI.

        Raises:
            NotFoundError: nothing or several things fit, the name is that of another thing
                than the key, or what fits is of another kind, or is what the text stands in.
        """
        bracket = _BRACKET.match(text.strip())
        if bracket:
            return self._by_key(bracket[2].strip(), bracket[1], group, but)
        if "/" in text and self.iri(text.strip()) is not None:
            return self._by_key(text.strip(), "", group, but)
        found = self._nearest(fold(text), group, but)
        if len(found) == 1:
            return found[0].iri
        if found:
            keys = "、".join(f"{text}〔{self.key(thing.iri)}〕" for thing in found[:_NEAR])
            raise NotFoundError("WB-REF-MANY", value=text, choices=keys)
        if self._nearest(fold(text), group):
            raise NotFoundError("WB-REF-SELF", value=text)
        other = self._nearest(fold(text), (), but)
        if other:
            raise NotFoundError("WB-REF-KIND", value=text, **self._kinds(other[0], group))
        like = self._near(text, group) if suggest else ""
        raise NotFoundError("WB-REF-NONE", value=text, near=like)

    def _by_key(self, key: str, name: str, group: tuple[str, ...], but: URIRef | None) -> URIRef:
        iri = self.iri(key)
        thing = None if iri is None else self.thing(iri)
        if iri is None or thing is None:
            raise NotFoundError("WB-REF-NONE", value=key, near=self._near(name, group))
        if name and fold(name) not in {*thing.names, fold(thing.title), fold(thing.label)}:
            raise NotFoundError("WB-REF-STALE", value=name, key=key, other=thing.title)
        if group and not thing.kinds & set(group):
            raise NotFoundError("WB-REF-KIND", value=name or key, **self._kinds(thing, group))
        if iri == but:
            raise NotFoundError("WB-REF-SELF", value=name or key)
        return iri

    def _nearest(
        self, folded: str, group: tuple[str, ...], but: URIRef | None = None
    ) -> list[Thing]:
        """The fitting things of the nearest rank that has any, in order of their IRIs."""
        fitting = [
            (rank, thing)
            for rank, thing in self._index.get(folded, ())
            if thing.iri != but and (not group or thing.kinds & set(group))
        ]
        best = min((rank for rank, _ in fitting), default=0)
        found = {thing.iri: thing for rank, thing in fitting if rank == best}
        return [found[iri] for iri in sorted(found)]

    def _kinds(self, thing: Thing, group: tuple[str, ...]) -> dict[str, str]:
        known = self._published
        found = sorted(thing.kinds)
        shown = group[:_SHOWN]
        more = ("など", " and so on") if len(group) > len(shown) else ("", "")
        return {
            "kind": "、".join(known.label(DXP[kind]) for kind in found),
            "kind_en": ", ".join(known.english(DXP[kind]) for kind in found),
            "wanted": "、".join(known.label(DXP[kind]) for kind in shown) + more[0],
            "wanted_en": ", ".join(known.english(DXP[kind]) for kind in shown) + more[1],
        }

    def _near(self, text: str, group: tuple[str, ...]) -> str:
        """Titles that are like a text, for 「もしかして」."""
        titles = {
            fold(thing.title): thing.title
            for rows in self._index.values()
            for rank, thing in rows
            if rank < _ELSEWHERE and thing.title and (not group or thing.kinds & set(group))
        }
        return "、".join(titles[name] for name in near(fold(text), titles))


def near(text: str, choices: Iterable[str]) -> list[str]:
    """Return the choices that are most like a text, best first."""
    return difflib.get_close_matches(text, list(choices), n=_NEAR, cutoff=0.5)
