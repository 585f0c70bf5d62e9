"""Turns the tokens of a query into groups and parts (``service.rewriting_parts``).

Reads SPARQL 1.1 Query Language, section 19.8, rules 7 to 72, as far as needed; anything else is
unclear. Recursion is bounded by the depth of brackets, which the caller limits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from service import rewriting_triples
from service.rewriting_parts import IRIS, NONE, Group, Kind, Names, Part, Term, UnclearError, names
from service.tokens import CLOSING, OPENING, Token

_OPERANDS: Final = ("variable", "iri", "name", "string", "number", "tag")
_KEYWORDS: Final = frozenset(
    ("FILTER", "OPTIONAL", "MINUS", "GRAPH", "BIND", "VALUES", "LATERAL", "UNION", "SERVICE")
)
_NESTED: Final = {"OPTIONAL": Kind.OPTIONAL, "MINUS": Kind.MINUS, "LATERAL": Kind.LATERAL}
_EXISTS: Final = (("EXISTS",), ("NOT", "EXISTS"), ("!", "EXISTS"))
_COUNTING: Final = ("COUNT", "SUM", "AVG", "GROUP_CONCAT")
_END: Final = Token("end", "", 0)


def read(tokens: list[Token]) -> Part:
    """Return the query, as if it were a sub-select.

    Args:
        tokens: the tokens behind the prologue.

    Raises:
        UnclearError: the query cannot be read for sure.
    """
    reader = _Reader(tokens)
    form = tokens[0].upper if tokens else ""
    query = reader.select(0) if form == "SELECT" else reader.other(form)
    if query.last != len(tokens):
        raise UnclearError
    return query


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens

    def _at(self, place: int) -> Token:
        return self._tokens[place] if place < len(self._tokens) else _END

    def _names(self, first: int, last: int) -> Names:
        return names(self._tokens[first:last])

    def _closed(self, place: int) -> int:
        """Return the place behind the partner of the bracket at a place."""
        inside: list[str] = []
        while place < len(self._tokens):
            text = self._tokens[place].text
            if text in OPENING:
                inside.append(OPENING[text])
            elif text in CLOSING and (not inside or text != inside.pop()):
                raise UnclearError
            place += 1
            if not inside:
                return place
        raise UnclearError

    def other(self, form: str) -> Part:
        """Read ASK, CONSTRUCT or DESCRIBE."""
        place = 1
        if form == "CONSTRUCT" and self._at(1).text == "{":
            place = self._closed(1)
        elif form not in ("ASK", "DESCRIBE"):
            raise UnclearError
        while self._at(place).text != "{":  # what is described, FROM, WHERE
            if self._at(place) is _END:
                raise UnclearError
            place += 1
        return self._body(0, place, NONE, NONE, None)

    def select(self, first: int) -> Part:
        """Read SELECT with all that belongs to it."""
        place = first + 1
        place += self._at(place).upper in ("DISTINCT", "REDUCED")
        plain: set[str] = set()
        computed: set[str] = set()
        star = place if self._at(place).text == "*" else None
        while self._at(place).kind == "variable" or self._at(place).text == "(":
            if self._at(place).text == "(":
                place = self._expression(place)
                computed |= self._names(place - 2, place - 1)
            else:
                plain |= self._names(place, place + 1)
                place += 1
        place += star is not None
        while self._at(place).upper in ("FROM", "NAMED", "WHERE") or self._at(place).kind in IRIS:
            place += 1
        return self._body(first, place, frozenset(plain), frozenset(plain | computed), star)

    def _body(
        self, first: int, place: int, plain: Names, projected: Names, star: int | None
    ) -> Part:
        """Read the WHERE group and what follows it."""
        where = self.group(place)
        last = where.last
        while self._at(last) is not _END and self._at(last).text not in CLOSING:
            last = self._closed(last)
        values = any(token.upper == "VALUES" for token in self._tokens[where.last : last])
        behind = self._names(where.last, last) if values else NONE
        return Part(
            Kind.SELECT,
            first,
            last,
            self._names(first, last),
            scope=projected if star is None else where.scope | behind,
            certain=where.certain & plain if star is None else where.certain,
            groups=(where,),
            star=star,
            once=self._once(first, where, last),
        )

    def _once(self, first: int, where: Group, last: int) -> bool | None:
        """Whether it makes no difference how often the WHERE group has a solution."""
        around = [*self._tokens[first : where.first], *self._tokens[where.last : last]]
        words = [token.upper for token in around]
        for place, word in enumerate(words):
            if word in _COUNTING and words[place + 2 : place + 3] != ["DISTINCT"]:
                return False
        if "GROUP" in words or words[0] == "ASK" or words[1:2] == ["DISTINCT"]:
            return True
        return False if {"LIMIT", "OFFSET"} & set(words) else None

    def group(self, first: int) -> Group:
        """Read a group graph pattern."""
        if self._at(first).text != "{":
            raise UnclearError
        place = first + 1
        parts: list[Part] = []
        if self._at(place).upper == "SELECT":
            parts.append(self.select(place))
            place = parts[-1].last
            if self._at(place).text != "}":
                raise UnclearError
        while self._at(place).text != "}":
            if self._at(place).text == "." and parts and self._at(place - 1).text != ".":
                place += 1
                continue
            parts.append(self._part(place))
            place = parts[-1].last
        return Group(first, place + 1, tuple(parts))

    def _part(self, place: int) -> Part:
        word = self._at(place).upper
        if word in _NESTED:
            return self._nested(place, _NESTED[word])
        readers = {
            "FILTER": self._filter,
            "GRAPH": self._graph,
            "BIND": self._bind,
            "VALUES": self._values,
        }
        other = self._union if self._at(place).text == "{" else self._triples
        return readers.get(word, other)(place)

    def _nested(self, place: int, kind: Kind) -> Part:
        inner = self.group(place + 1)
        known = NONE if kind is Kind.MINUS else inner.scope
        mentioned = self._names(place, inner.last)
        return Part(kind, place, inner.last, mentioned, scope=known, groups=(inner,))

    def _graph(self, place: int) -> Part:
        inner = self.group(place + 2)
        name = self._names(place + 1, place + 2)
        if not name and self._at(place + 1).kind not in IRIS:
            raise UnclearError
        return Part(
            Kind.GRAPH,
            place,
            inner.last,
            self._names(place, inner.last),
            scope=inner.scope | name,
            certain=inner.certain | name,
            groups=(inner,),
            graph="".join(name),
        )

    def _union(self, place: int) -> Part:
        groups = [self.group(place)]
        while self._at(groups[-1].last).upper == "UNION":
            groups.append(self.group(groups[-1].last + 1))
        last = groups[-1].last
        return Part(
            Kind.UNION,
            place,
            last,
            self._names(place, last),
            scope=NONE.union(*(group.scope for group in groups)),
            certain=groups[0].certain.intersection(*(group.certain for group in groups)),
            groups=tuple(groups),
        )

    def _bind(self, place: int) -> Part:
        last = self._expression(place + 1)
        target = self._names(last - 2, last - 1)
        if self._at(last - 3).upper != "AS" or not target:
            raise UnclearError
        mentioned = self._names(place, last)
        return Part(Kind.BIND, place, last, mentioned, scope=target, bound="".join(target))

    def _values(self, place: int) -> Part:
        data = place + 2 if self._at(place + 1).kind == "variable" else self._closed(place + 1)
        last = self._closed(data)
        variables = self._names(place, data)
        gaps = any(token.upper == "UNDEF" for token in self._tokens[data:last])
        known = NONE if gaps else variables
        return Part(Kind.VALUES, place, last, variables, scope=variables, certain=known)

    def _triples(self, first: int) -> Part:
        last, before = first, _END
        while (token := self._at(last)).upper not in _KEYWORDS and token.text not in ("{", "}"):
            glued = token.kind == "variable" and token.start == before.end
            if token is _END or (glued and before.kind in (*IRIS, "blank")):
                raise UnclearError  # ``:p?x``: a path or two words
            last, before = last + 1, token
        if last == first:
            raise UnclearError
        variables = self._names(first, last)
        return Part(
            Kind.TRIPLES,
            first,
            last,
            variables,
            scope=variables,
            certain=variables,
            triples=rewriting_triples.read(self._tokens[first:last]),
        )

    def _expression(self, first: int) -> int:
        """Return the place behind an expression in brackets, or behind a call's arguments."""
        if self._at(first).text != "(":
            raise UnclearError
        last = self._closed(first)
        braces = 0
        for place in range(first, last):
            token, before = self._at(place), self._at(place - 1)
            braces += (token.text == "{") - (token.text == "}")
            behind = before.kind in _OPERANDS or before.text == ")"
            if not braces and token.kind == "iri" and behind:
                raise UnclearError  # ``?a<?b && ?c>?d``: an IRI or two comparisons
        return last

    def _filter(self, place: int) -> Part:
        start = place + 1
        if self._at(start).text == "(":
            last = self._expression(start)
            terms = self._terms(start, last)
        elif self._at(start).upper in ("NOT", "EXISTS"):
            last = self._closed(start + 1 + (self._at(start).upper == "NOT"))
            terms = (self._term(start, last),)
        else:
            last = self._expression(start + 1)
            terms = (Term(start, last),)
        asks = any(token.upper == "EXISTS" for token in self._tokens[place:last])
        mentioned = self._names(place, last)
        return Part(Kind.FILTER, place, last, mentioned, terms=terms, asks=asks)

    def _terms(self, first: int, last: int) -> tuple[Term, ...]:
        """Split an expression at ``&&``, unless something binds less."""
        while self._at(first).text == "(" and self._closed(first) == last:
            first, last = first + 1, last - 1
        cuts = [first - 1]
        place = first
        while place < last:
            if self._at(place).text == "||":
                return (Term(first, last),)
            if self._at(place).text == "&&":
                cuts.append(place)
            place = self._closed(place)
        if cuts == [first - 1]:
            return (self._term(first, last),)
        pairs = pairwise([*cuts, last])
        return tuple(term for a, b in pairs for term in self._terms(a + 1, b))

    def _term(self, first: int, last: int) -> Term:
        for words in _EXISTS:
            behind = first + len(words)
            written = tuple(t.upper or t.text for t in self._tokens[first:behind])
            if written == words and self._at(behind).text == "{" and self._closed(behind) == last:
                return Term(first, last, self.group(behind), negative=len(words) > 1)
        return Term(first, last, equal=self._equal(first, last))

    def _equal(self, first: int, last: int) -> tuple[str, Token] | None:
        match self._tokens[first:last]:
            case [Token("variable", name), Token("sign", "="), Token(kind) as iri]:
                return (name[1:], iri) if kind in IRIS else None
            case [Token(kind) as iri, Token("sign", "="), Token("variable", name)]:
                return (name[1:], iri) if kind in IRIS else None
        return None
