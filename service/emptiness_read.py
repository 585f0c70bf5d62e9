"""Reads a query for what in it may have no match: triple patterns, filters, graphs, literals.

Positions are offsets in the text, so that any of it can be replaced. Reads what
``service.rewriting_reader`` can read; anything else has no parts. Must not know the data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from service import rewriting_reader, tokens
from service.rewriting_parts import Group, Kind, Part, UnclearError
from service.tokens import CLOSING, OPENING, Token

_IRIS: Final = ("iri", "name")
_COMPARISONS: Final = ("=", "<", ">", "<=", ">=", "!=")
TEXT_FUNCTIONS: Final = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX")


@dataclass(frozen=True)
class Span:
    """A stretch of the text of a query, with its tokens."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.tokens[-1].end

    def of(self, text: str) -> str:
        """Return its text."""
        return text[self.start : self.end]

    @property
    def single(self) -> Token | None:
        """Its token, if it is one."""
        return self.tokens[0] if len(self.tokens) == 1 else None


@dataclass(frozen=True)
class Pattern:
    """A triple pattern; its objects are several if a comma stands between them.

    Attributes:
        subject: its subject.
        verb: its predicate or path.
        objects: what follows.
        graph: the word of GRAPH that it stands in, if any.
    """

    subject: Span
    verb: Span
    objects: tuple[Span, ...]
    graph: Token | None = None

    def rendered(self, text: str) -> str:
        """Write it with a full stop."""
        objects = ", ".join(each.of(text) for each in self.objects)
        return f"{self.subject.of(text)} {self.verb.of(text)} {objects} ."


@dataclass(frozen=True)
class Block:
    """Triple patterns that stand together."""

    span: Span
    patterns: tuple[Pattern, ...]

    def without(self, pattern: Pattern, text: str, instead: str = "") -> str:
        """Write the block with a pattern left out or replaced."""
        written = [instead if each is pattern else each.rendered(text) for each in self.patterns]
        return "\n  ".join(filter(None, written))


@dataclass
class Reading:
    """What was found in a query.

    Attributes:
        text: the query.
        outline: its prologue and dataset.
        blocks: triple patterns.
        filters: single conditions of filters.
        removals: MINUS and other parts that take away.
        graphs: the words behind GRAPH.
        values: blocks of VALUES.
        froms: IRIs behind FROM, each with its clause.
        where: the WHERE group.
        tail: what follows it.
    """

    text: str
    outline: tokens.Outline
    blocks: list[Block] = field(default_factory=list)
    filters: list[Span] = field(default_factory=list)
    removals: list[Span] = field(default_factory=list)
    graphs: list[Token] = field(default_factory=list)
    values: list[Span] = field(default_factory=list)
    froms: list[Span] = field(default_factory=list)
    where: Span | None = None
    tail: tuple[Token, ...] = ()

    @property
    def patterns(self) -> Iterator[Pattern]:
        """All triple patterns."""
        for block in self.blocks:
            yield from block.patterns

    def iri(self, token: Token) -> str | None:
        """Return the IRI that a token stands for."""
        return tokens.resolve(token, self.outline.base, self.outline.prefixes)

    def asking(self) -> str:
        """Return the query as ASK: whether its WHERE has any match; itself if it is unclear."""
        if self.where is None:
            return self.text
        body = tokens.body(list(tokens.read(self.text)))
        dataset = " ".join(span.of(self.text) for span in self.froms)
        trailing = self.text[self.where.end :] if self._has_values() else ""
        return (
            f"{self.text[: body[0].start]}ASK {dataset} WHERE {self.where.of(self.text)} {trailing}"
        )

    def _has_values(self) -> bool:
        return bool(self.tail) and self.tail[0].upper == "VALUES"


def read(text: str, base: str = "") -> Reading:
    """Read a query.

    Args:
        text: the query, known to be grammatical.
        base: base IRI of the request.
    """
    found = list(tokens.read(text))
    reading = Reading(text, tokens.outline(found, base))
    body = tokens.body(found)
    try:
        query = rewriting_reader.read(body)
    except (UnclearError, RecursionError):
        return reading
    where = query.groups[0]
    reading.where = _span(body, where.first, where.last)
    reading.tail = tuple(body[where.last :])
    reading.froms = list(_froms(body[: where.first]))
    _group(reading, body, where, None)
    return reading


def _span(body: list[Token], first: int, last: int) -> Span:
    return Span(tuple(body[first:last]))


def _froms(head: list[Token]) -> Iterator[Span]:
    for place, token in enumerate(head):
        if token.upper == "FROM":
            named = place + 1 < len(head) and head[place + 1].upper == "NAMED"
            yield Span(tuple(head[place : place + 2 + named]))


def _group(reading: Reading, body: list[Token], group: Group, graph: Token | None) -> None:
    for part in group.parts:
        _part(reading, body, part, graph)


def _part(reading: Reading, body: list[Token], part: Part, graph: Token | None) -> None:
    span = _span(body, part.first, part.last)
    match part.kind:
        case Kind.TRIPLES:
            reading.blocks.append(Block(span, tuple(_patterns(list(span.tokens), graph))))
        case Kind.FILTER:
            reading.filters += [_span(body, term.first, term.last) for term in part.terms]
        case Kind.MINUS:
            reading.removals.append(span)
        case Kind.VALUES:
            reading.values.append(span)
        case Kind.GRAPH:
            word = body[part.first + 1]
            reading.graphs.append(word)
            _group(reading, body, part.groups[0], word)
        case Kind.SELECT | Kind.UNION:
            for inner in part.groups:
                _group(reading, body, inner, graph)
        case _:
            pass  # OPTIONAL and BIND empty nothing


def _patterns(found: list[Token], graph: Token | None) -> Iterator[Pattern]:
    """Divide a block into patterns: at full stops, semicolons and commas outside brackets."""
    for statement in _split(found, "."):
        parts = _split(statement, ";")
        if not parts:
            continue
        length = _term_length(statement, 0)
        subject = Span(tuple(statement[:length]))
        for number, part in enumerate(parts):
            rest = part[length:] if number == 0 else part
            if rest:
                yield _pattern(subject, rest, graph)


def _pattern(subject: Span, rest: list[Token], graph: Token | None) -> Pattern:
    verb = _verb_length(rest)
    objects = tuple(Span(tuple(each)) for each in _split(rest[verb:], ","))
    return Pattern(subject, Span(tuple(rest[:verb])), objects, graph)


def _split(found: list[Token], sign: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.text == sign and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def _term_length(found: list[Token], place: int) -> int:
    """Return how many tokens a subject takes: one, or all of its brackets."""
    depth = 0
    for length, token in enumerate(found[place:], 1):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if not depth:
            return length
    return len(found)


def _verb_length(rest: list[Token]) -> int:
    """Return how many tokens a path takes: steps with ``/`` or ``|`` between."""
    place = 0
    while place < len(rest):
        while rest[place].text in ("^", "!"):
            place += 1
        place += _term_length(rest, place)
        while place < len(rest) and rest[place].text in ("*", "+", "?"):
            place += 1
        if place >= len(rest) or rest[place].text not in ("/", "|"):
            return place
        place += 1
    return place


def comparison(condition: Span) -> tuple[Token, Token, Token] | None:
    """Return both sides and the sign, if a condition compares two single terms."""
    match condition.tokens:
        case (left, Token(text=sign) as middle, right) if sign in _COMPARISONS:
            return left, middle, right
    return None


def is_iri(token: Token) -> bool:
    """Tell whether a token is an IRI or a prefixed name."""
    return token.kind in _IRIS
