"""Proposes other literals: another tag, type or spelling, or the thing that has the name.

Must not know HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from service import asking, search
from service import emptiness_data as data
from service.asking import Term
from service.emptiness_change import Fix, quoted
from service.emptiness_read import TEXT_FUNCTIONS, Pattern, Reading, Span, comparison, is_iri
from service.namespaces import PREFIXES
from service.search_fold import forms
from service.search_like import likeness, pairs
from service.search_match import Wanted
from service.tokens import Token

_LANGUAGES: Final = ("ja", "en")
_MOST: Final = 3
_LIKE: Final = 0.5
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?")
_NUMERIC: Final = tuple(PREFIXES["xsd"] + name for name in ("integer", "decimal", "double", "int"))
_RUNS: Final = re.compile(r"[ァ-ヶー]{3,}|[一-龠々]{2,}|[A-Za-z]{3,}")
_SPELT: Final = ("width", "spelling", "kana", "okurigana")


class _Literal(NamedTuple):
    """A literal in the query."""

    span: Span
    value: str
    tag: str
    datatype: str


def proposals(reading: Reading) -> Iterator[Fix]:
    """Yield changes of the literals in patterns, then of those in filters."""
    for pattern in reading.patterns:
        predicate = _predicate(reading, pattern)
        for span in pattern.objects:
            literal = _literal(reading, span.tokens)
            if predicate is not None and literal is not None:
                yield from _instead(reading, literal, data.values(predicate))
    for condition in reading.filters:
        yield from _condition(reading, condition)
    for span in reading.values:
        yield from _listed(reading, span)


def _predicate(reading: Reading, pattern: Pattern) -> str | None:
    """Return the predicate of a pattern, or the last one of a simple path."""
    token = pattern.verb.tokens[-1]
    return reading.iri(token) if is_iri(token) else None


def _literal(reading: Reading, found: tuple[Token, ...]) -> _Literal | None:
    match found:
        case (Token("string") as text,):
            return _Literal(Span(found), _value(text), "", "")
        case (Token("string") as text, Token("tag") as tag):
            return _Literal(Span(found), _value(text), tag.text[1:], "")
        case (Token("string") as text, Token(text="^^"), word):
            return _Literal(Span(found), _value(text), "", reading.iri(word) or "")
        case (Token("number") as number,):
            kind = "decimal" if "." in number.text else "integer"
            return _Literal(Span(found), number.text, "", PREFIXES["xsd"] + kind)
    return None


def _value(token: Token) -> str:
    text = token.text
    inner = text[3:-3] if text[:3] in ('"""', "'''") else text[1:-1]
    return re.sub(r"\\(.)", r"\1", inner)


def _change(kind: str, reading: Reading, literal: _Literal, instead: str) -> Fix:
    span = literal.span
    return Fix(kind, span.start, span.end, instead, span.of(reading.text), instead)


def _instead(reading: Reading, literal: _Literal, known: list[Term]) -> Iterator[Fix]:
    """Yield literals that the predicate does have."""
    if any(_is(term, literal) for term in known):
        return
    texts = [term for term in known if term.kind == "literal"]
    for term in texts:
        if term.value == literal.value:
            yield _change(_difference(literal, term), reading, literal, _written(term))
    for term in _spelt_alike(literal.value, texts):
        yield _change("spelling", reading, literal, _written(term))
    if len(texts) < len(known):
        yield from _things(reading, literal)


def _is(term: Term, literal: _Literal) -> bool:
    same = (term.value, term.language) == (literal.value, literal.tag)
    return term.kind == "literal" and same and term.datatype == literal.datatype


def _difference(literal: _Literal, term: Term) -> str:
    if literal.tag and literal.tag != term.language:
        return "language"
    return "untagged" if term.language and not literal.datatype else "datatype"


def _written(term: Term) -> str:
    short = term.datatype in _NUMERIC and _NUMBER.fullmatch(term.value)
    return term.value if short else quoted(term.value, term.language, term.datatype)


def _spelt_alike(value: str, texts: list[Term]) -> list[Term]:
    """Return literals that are another spelling, then those that are nearly the same."""
    mine = forms(value)
    by_text = {term.value: term for term in texts if term.value != value}
    near = _near(value, by_text)
    alike = [
        text for text in near if any(getattr(mine, f) == getattr(forms(text), f) for f in _SPELT)
    ]
    return [by_text[text] for text in dict.fromkeys([*alike, *near[:_MOST]])][: 2 * _MOST]


def _near(value: str, texts: Iterable[str]) -> list[str]:
    """Return texts that share most pairs of characters with one, the nearest first."""
    wanted = pairs(value)
    scored = [(likeness(wanted, pairs(text)), text) for text in texts]
    return [text for score, text in sorted(scored, reverse=True) if score >= _LIKE]


def _things(reading: Reading, literal: _Literal) -> Iterator[Fix]:
    """Things that have the literal as their name, where the predicate leads to things."""
    mine = forms(literal.value).spelling
    if re.match(r"https?://\S+$", literal.value):
        yield _change("thing_as_text", reading, literal, asking.iri(literal.value))
    for hit in search.index().search(literal.value)[: 3 * _MOST]:
        if any(name.forms.spelling == mine for name in hit.thing.names if name.role != "theme"):
            instead = data.written(hit.thing.iri, reading.outline.prefixes)
            yield _change("thing_as_text", reading, literal, instead)


def _listed(reading: Reading, span: Span) -> Iterator[Fix]:
    """Literals in VALUES for one variable."""
    variable = next((t for t in span.tokens if t.kind == "variable"), None)
    if variable is None:
        return
    found = span.tokens
    for place, token in enumerate(found):
        if token.kind == "string":
            end = place + 1
            if end < len(found) and found[end].kind == "tag":
                end += 1
            literal = _literal(reading, found[place:end])
            if literal is not None:
                yield from _instead(reading, literal, _values_of(reading, variable.text))


def _condition(reading: Reading, condition: Span) -> Iterator[Fix]:
    words = [token.upper for token in condition.tokens]
    if "LANG" in words:
        yield from _language(reading, condition)
    elif any(word in TEXT_FUNCTIONS for word in words):
        yield from _inside(reading, condition)
    else:
        yield from _compared(reading, condition)


def _language(reading: Reading, condition: Span) -> Iterator[Fix]:
    for token in condition.tokens:
        if token.kind == "string" and _value(token) not in _LANGUAGES:
            literal = _Literal(Span((token,)), _value(token), "", "")
            first = [tag for tag in _LANGUAGES if tag[0] == literal.value[:1].lower()]
            for tag in dict.fromkeys([*first, *_LANGUAGES]):
                yield _change("language", reading, literal, quoted(tag))


def _values_of(reading: Reading, variable: str) -> list[Term]:
    """Return what the predicates lead to that a variable is the object of."""
    found: list[Term] = []
    for pattern in reading.patterns:
        predicate = _predicate(reading, pattern)
        if predicate and any(s.single and s.single.text == variable for s in pattern.objects):
            found += data.values(predicate)
    return found


def _compared(reading: Reading, condition: Span) -> Iterator[Fix]:
    """A comparison of a variable with a literal."""
    variable = next((t for t in condition.tokens if t.kind == "variable"), None)
    place = next((n for n, t in enumerate(condition.tokens) if t.kind in ("string", "number")), -1)
    if variable is None or place < 0:
        return
    rest = condition.tokens[place:]
    length = 3 if len(rest) > 2 and rest[1].text == "^^" else 1  # noqa: PLR2004
    length = 2 if len(rest) > 1 and rest[1].kind == "tag" else length
    literal = _literal(reading, rest[:length])
    if literal is None:
        return
    known = _values_of(reading, variable.text)
    sides = comparison(condition)
    if sides is None or sides[1].text == "=":
        yield from _instead(reading, literal, known)
    yield from _typed(reading, literal, variable, known)


def _typed(
    reading: Reading, literal: _Literal, variable: Token, known: list[Term]
) -> Iterator[Fix]:
    """The literal in the type of the values, or the values as numbers."""
    types = dict.fromkeys(t.datatype for t in known if t.kind == "literal")
    for each in types:
        if each and each != literal.datatype and not literal.tag:
            numeric = each in _NUMERIC
            if not numeric or _NUMBER.fullmatch(literal.value):
                instead = literal.value if numeric else quoted(literal.value, "", each)
                yield _change("datatype", reading, literal, instead)
    if literal.datatype in _NUMERIC and types and not set(types) & set(_NUMERIC):
        instead = f"<{PREFIXES['xsd']}decimal>({variable.text})"
        yield Fix("datatype", variable.start, variable.end, instead, variable.text, instead)


def _inside(reading: Reading, condition: Span) -> Iterator[Fix]:
    """A text looked for inside others: another spelling of it, or none of its tag."""
    variables = [t.text for t in condition.tokens if t.kind == "variable"]
    known = [term.value for name in variables for term in _values_of(reading, name)]
    for place, token in enumerate(condition.tokens):
        if token.kind != "string":
            continue
        behind = condition.tokens[place + 1 : place + 2]
        tagged = tuple(behind) if behind and behind[0].kind == "tag" else ()
        literal = _Literal(Span((token, *tagged)), _value(token), "", "")
        if tagged:
            yield _change("language", reading, literal, quoted(literal.value))
        if not literal.value or any(literal.value in value for value in known):
            continue
        for part in _parts_alike(literal.value, known):
            yield _change("spelling", reading, literal, quoted(part))
        return


def _parts_alike(value: str, known: list[str]) -> list[str]:
    """Return parts of texts that are another spelling of a text, or near to it."""
    wanted = Wanted(value)
    found: dict[str, None] = {}
    for text in known:
        if len(found) < _MOST and wanted.match(forms(text)) is not None:
            part = _part(wanted, text)
            if part:
                found[part] = None
    runs = {run for text in known for run in _RUNS.findall(text)}
    return list(dict.fromkeys([*found, *_near(value, runs)[:_MOST]]))


def _part(wanted: Wanted, text: str) -> str:
    """Return the shortest part of a text that agrees with what is wanted."""
    length = len(wanted.text)
    mine = wanted.forms
    for size in range(max(1, length - 4), length + 5):
        for start in range(len(text) - size + 1):
            part = text[start : start + size]
            theirs = forms(part)
            if any(getattr(mine, form) == getattr(theirs, form) for form in _SPELT[:3]):
                return part
    for size in range(max(1, length - 4), length + 5):
        for start in range(len(text) - size + 1):
            part = text[start : start + size]
            if forms(part).okurigana == mine.okurigana:
                return part
    return ""
