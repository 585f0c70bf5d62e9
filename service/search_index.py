"""All names of things that somebody may look for, and the search among them.

Made from the graph once a version (a second), then kept; a search reads all of it (milliseconds).
Must not know HTTP or pages.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from service import asking, search_like, search_words
from service.namespaces import ID
from service.search_fold import Forms, forms
from service.search_match import Match, Wanted, terms


class Kind(NamedTuple):
    """A kind of thing that is listed under a heading of its own.

    Attributes:
        name: its name in addresses; its text is ``kind_<name>``.
        pattern: what such a thing is, as a triple pattern for ``?s``.
        weight: what is added to the score.
    """

    name: str
    pattern: str
    weight: float


# most special first: a thing is of the first kind that fits
KINDS: Final = (
    Kind("theme", "?s skos:inScheme <https://w3id.org/dxplan/id/theme>", 9),
    Kind("edition", "{ ?s a dxp:PlanEdition } UNION { ?s a dxp:Plan }", 8),
    Kind("goal", "?s a dxp:Goal", 7),
    Kind("measure", "?s a dxp:Measure", 6),
    Kind("initiative", "?s a dxp:Initiative", 6),
    Kind("activity", "?s a dxp:Activity", 3),
    Kind("element", "?s a dxp:PlanElement", 4),
    Kind("indicator", "?s a dxp:Indicator", 5),
    Kind("policy", "{ ?s a dxp:Policy } UNION { ?s a dxp:PolicyVersion }", 5),
    Kind("item", "?s a dxp:PolicyItem", 4),
    Kind("organisation", "{ ?s a dxp:Organization } UNION { ?s a dxp:Post }", 4),
    Kind("system", "?s a dxp:InformationSystem", 4),
    Kind("glossary", "?s skos:inScheme <https://w3id.org/dxplan/id/glossary>", 7),
    Kind("document", "?s a dxp:SourceDocument", 3),
    Kind("question", "?s a sh:SPARQLSelectExecutable", 2),
    Kind("year", "?s a dxp:FiscalYear", 0),
    Kind(
        "term",
        "{ ?s a owl:Class } UNION { ?s a owl:ObjectProperty } UNION { ?s a owl:DatatypeProperty }"
        " ?s rdfs:isDefinedBy ?o",
        0,
    ),
)
# property of a name: which text says what it is, and how much it counts
NAMES: Final = {
    "rdfs:label": ("name", 1.0),
    "skos:prefLabel": ("name", 1.0),
    "dcterms:title": ("name", 1.0),
    "foaf:name": ("name", 1.0),
    "dxp:unofficialLabel": ("unofficial", 1.0),
    "dxp:printedLabel": ("printed", 0.95),
    "skos:altLabel": ("other", 0.95),
}
_BY_THEME: Final = 0.3
_BY_ALIAS: Final = 0.85
_MOST_ALIASES: Final = 6
_WARDS: Final = str(ID["municipality/"])
_NUMBER: Final = 200.0  # more than any name can have
_SHORT: Final = 2  # characters of a word that are too few to replace it within another


@dataclass(frozen=True)
class Name:
    """A name of a thing.

    Attributes:
        text: the name.
        language: its tag.
        role: name, unofficial, printed, other, or theme: the name of its theme.
        weight: how much it counts.
    """

    text: str
    language: str
    role: str
    weight: float

    @cached_property
    def forms(self) -> Forms:
        """Its forms, for comparing."""
        return forms(self.text)


@dataclass
class Thing:
    """Something that can be found."""

    iri: str
    kind: Kind
    ward: str
    edition: str = ""
    names: list[Name] = field(default_factory=list)
    number: str = ""

    @cached_property
    def text(self) -> str:
        """All its names in all their forms, to see at once that a term is in none of them."""
        return "\n".join("\n".join(name.forms) for name in self.names)


class Hit(NamedTuple):
    """Something found.

    Attributes:
        thing: what.
        score: how well it agrees.
        name: the name by which it was found.
        variant: the form in which the names agree (``service.search_match``).
        alias: the word that stood in for the one looked for; empty if none.
    """

    thing: Thing
    score: float
    name: Name
    variant: str
    alias: str


class Index:
    """Names of one version of the data."""

    def __init__(self, things: list[Thing], aliases: list[set[str]], version: str = "") -> None:
        self.version = version
        self.things = things
        self._aliases: dict[str, list[str]] = defaultdict(list)
        for group in aliases:
            for word in group:
                self._aliases[forms(word).spelling] += sorted(group - {word})
        self._wards = {
            _plain(short): thing.iri
            for thing in things
            if thing.iri.startswith(_WARDS)
            for name in thing.names
            for short in (name.text, name.text.removesuffix("区"), name.text.removesuffix(" City"))
        }
        self._vocabulary = search_like.Vocabulary(
            name.text for thing in things for name in thing.names if name.role != "theme"
        )
        # put together now, not with the first search
        self._everything = "\n".join(thing.text for thing in things)
        self._numbered: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            if thing.number:
                self._numbered[_plain(thing.number)].append(thing)

    def search(self, text: str) -> list[Hit]:
        """Return what is found for a text, the best first."""
        wanted = [self._with_aliases(term) for term in terms(text)]
        best = {hit.thing.iri: hit for hit in self._by_number(text)}
        choices = [wanted, *self._whole(text, len(wanted))] if wanted else []
        for choice in choices:
            for hit in self._all(choice):
                known = best.get(hit.thing.iri)
                if known is None or hit.score > known.score:
                    best[hit.thing.iri] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.thing.iri))

    def ward(self, word: str) -> str:
        """Return the ward (IRI) that a word names, with or without 区; empty if none."""
        return self._wards.get(_plain(word).removesuffix("-ku"), "")

    def suggestions(self, text: str) -> list[str]:
        """Return words and names like a text: did you mean …?"""
        return self._vocabulary.like(text)

    def _by_number(self, text: str) -> Iterator[Hit]:
        """Find what has a text as its printed number; this counts more than any name."""
        for thing in self._numbered.get(_plain(text), ()):
            name = Name(thing.number, "", "number", 1.0)
            variant = "typed" if thing.number == text else "width"
            yield Hit(thing, _NUMBER + (variant == "typed") + thing.kind.weight, name, variant, "")

    def _whole(self, text: str, length: int) -> list[list[list[tuple[Wanted, str]]]]:
        """Return the words that stand for the whole text, where they or it are several terms."""
        others = [(other, terms(other)) for other in self._aliases.get(forms(text).spelling, [])]
        return [
            [[(term, other)] for term in divided]
            for other, divided in others
            if length > 1 or len(divided) > 1
        ]

    def _with_aliases(self, term: Wanted) -> list[tuple[Wanted, str]]:
        """Return a term with the words that stand for the same."""
        found = [(term, "")]
        for alias in self._aliases.get(term.forms.spelling, [])[:_MOST_ALIASES]:
            found.append((Wanted(alias), alias))
        if len(found) == 1 and not term.latin:
            spelling = term.forms.spelling
            for key, others in self._aliases.items():
                if len(key) > _SHORT and key in spelling:
                    found += [(Wanted(spelling.replace(key, each)), each) for each in others]
        return found[: _MOST_ALIASES + 1]

    def _all(self, wanted: list[list[tuple[Wanted, str]]]) -> Iterator[Hit]:
        usable = [
            [choice for choice in choices if choice[0].may_be_in(self._everything)]
            for choices in wanted
        ]
        if not all(usable):
            return
        for thing in self.things:
            hits = []
            for choices in usable:
                hit = _best(thing, choices)
                if hit is None:
                    break
                hits.append(hit)
            else:
                score = sum(hit.score for hit in hits) / len(hits) + thing.kind.weight
                yield max(hits, key=lambda hit: hit.score)._replace(score=score)


def _best(thing: Thing, choices: list[tuple[Wanted, str]]) -> Hit | None:
    best: Hit | None = None
    for term, alias in choices:
        if not term.may_be_in(thing.text):
            continue
        for name in thing.names:
            match = term.match(name.forms)
            if match is None:
                continue
            score = _score(match, name, alias)
            if best is None or score > best.score:
                best = Hit(thing, score, name, match.variant, alias)
    return best


def _plain(number: str) -> str:
    """Write a printed number so that widths and circles around digits make no difference."""
    return unicodedata.normalize("NFKC", number).replace("−", "-").replace(" ", "").casefold()


def _score(match: Match, name: Name, alias: str) -> float:
    return match.score * name.weight * (_BY_ALIAS if alias else 1)


def read() -> Index:
    """Make the index from the graph that is being served.

    Raises:
        DxplanError: as the engine says.
    """
    things = {thing.iri: thing for thing in _things()}
    wards = _wards()
    for thing in things.values():
        thing.ward = wards.get(thing.iri.removeprefix(str(ID)).split("/")[0], "")
    _name(things)
    _place(things)
    aliases = [
        {name.text for name in thing.names}
        for thing in things.values()
        if thing.kind.name == "glossary"
    ]
    aliases += map(set, search_words.groups())
    _add_themes(things)
    return Index([thing for thing in things.values() if thing.names], aliases)


def _rows(query: str) -> list[asking.Row]:
    rows, _ = asking.once(query)  # the index is kept, not what it is made from
    return rows


def _things() -> Iterator[Thing]:
    seen: set[str] = set()
    for kind in KINDS:
        rows = _rows(f"SELECT DISTINCT ?s {{ {kind.pattern} FILTER(ISIRI(?s)) }}")
        for iri in sorted(row["s"].value for row in rows):
            if iri not in seen:
                seen.add(iri)
                yield Thing(iri, kind, "")


def _wards() -> dict[str, str]:
    rows = _rows("SELECT ?ward { ?ward a dxp:Municipality }")
    return {row["ward"].value.rpartition("/")[2]: row["ward"].value for row in rows}


def _name(things: dict[str, Thing]) -> None:
    for written, (role, weight) in NAMES.items():
        rows = _rows(f"SELECT ?s ?l {{ ?s {written} ?l FILTER(ISLITERAL(?l)) }}")
        for iri, text, language in sorted(
            (row["s"].value, row["l"].value, row["l"].language) for row in rows
        ):
            thing = things.get(iri)
            if thing is not None and not _known(thing, text):
                thing.names.append(Name(text, language, role, weight))


def _place(things: dict[str, Thing]) -> None:
    """Note the edition and the printed number of what stands in a plan."""
    for row in _rows("SELECT DISTINCT ?s ?e { ?s dxp:inEdition ?e }"):
        if row["s"].value in things:
            things[row["s"].value].edition = row["e"].value
    for row in _rows("SELECT ?s ?n { ?s a dxp:PlanElement ; dxp:printedNumber ?n }"):
        if row["s"].value in things:
            things[row["s"].value].number = row["n"].value


def _known(thing: Thing, text: str) -> bool:
    return any(name.text == text for name in thing.names)


def _add_themes(things: dict[str, Thing]) -> None:
    """Let things be found by the names of their themes."""
    for row in _rows("SELECT DISTINCT ?s ?t { ?s dxp:theme ?t }"):
        thing, theme = things.get(row["s"].value), things.get(row["t"].value)
        if thing is None or theme is None:
            continue
        for name in _own(theme.names):
            if not _known(thing, name.text):
                thing.names.append(Name(name.text, name.language, "theme", _BY_THEME))


def _own(names: Iterable[Name]) -> list[Name]:
    return [name for name in names if name.role != "theme"]
