"""Proposes what may have been meant in a query that found nothing: one change each.

Every proposal is tried before it is shown (``service.emptiness``). Must not know HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from service import emptiness_data as data
from service import emptiness_literals, things_query
from service.emptiness_change import Fix, replaced
from service.emptiness_read import Block, Pattern, Reading, Span, is_iri
from service.namespaces import BASE, PREFIXES
from service.tokens import Token, read

_TYPE: Final = PREFIXES["rdf"] + "type"
_MOST: Final = 3
LEFT_OUT: Final = ("filter", "excluded", "values", "combination")


def proposals(reading: Reading) -> Iterator[Fix]:
    """Yield changes, the most telling first."""
    for propose in (_prefixes, _terms, _graphs, emptiness_literals.proposals, _turned, _dropped):
        yield from propose(reading)


def drop(reading: Reading, pattern: Pattern, block: Block) -> Fix:
    """Leave a triple pattern out."""
    text = pattern.rendered(reading.text)
    span = block.span
    instead = block.without(pattern, reading.text)
    return Fix("combination", span.start, span.end, instead, text.removesuffix(" ."), "")


def _prefixes(reading: Reading) -> Iterator[Fix]:
    """Prefixes that everybody knows, declared for another IRI."""
    found = list(read(reading.text))
    for place, token in enumerate(found[:-2]):
        name = found[place + 1].text.removesuffix(":")
        usual = PREFIXES.get(name)
        declared = reading.outline.prefixes.get(name)
        if token.upper == "PREFIX" and usual and declared and declared != usual:
            iri = found[place + 2]
            meant = f"PREFIX {name}: <{usual}>"
            yield replaced("prefix", iri, f"<{usual}>", meant, sure=True)


def _terms(reading: Reading) -> Iterator[Fix]:
    """Terms that no triple has where the query has them."""
    for pattern in reading.patterns:
        for token in pattern.verb.tokens:
            if is_iri(token):
                yield from _term(reading, token, data.PREDICATE)
        is_class = _is_type(reading, pattern.verb)
        for span in (pattern.subject, *pattern.objects):
            if span.single is not None and is_iri(span.single):
                place = data.CLASS if is_class and span is not pattern.subject else data.THING
                yield from _term(reading, span.single, place)
    for span in (*reading.filters, *reading.values):
        for before, token in zip((None, *span.tokens), span.tokens, strict=False):
            if is_iri(token) and (before is None or before.text != "^^"):
                yield from _constant(reading, span, token)


def _is_type(reading: Reading, verb: Span) -> bool:
    single = verb.single
    return single is not None and (single.text == "a" or reading.iri(single) == _TYPE)


def _constant(reading: Reading, span: Span, token: Token) -> Iterator[Fix]:
    """An IRI in a filter or VALUES: a function or datatype is none of ours to judge."""
    behind = [after for after in span.tokens if after.start == token.end]
    if behind and behind[0].text == "(":
        return
    iri = reading.iri(token) or ""
    if not iri.startswith(PREFIXES["xsd"]) and not data.is_used(iri, data.PREDICATE):
        yield from _term(reading, token, data.THING)


def _term(reading: Reading, token: Token, position: str) -> Iterator[Fix]:
    iri = reading.iri(token)
    if iri is None or data.is_used(iri, position):
        return
    if position == data.THING:
        kinds = [(each, "thing") for each in _things_like(iri)]
        kinds += [each for each in data.like(iri, data.CLASS) if each[1] == "prefix"]
    else:
        kinds = data.like(iri, position)
    for meant, kind in kinds[: 2 * _MOST]:
        written = data.written(meant, reading.outline.prefixes)
        yield replaced(kind, token, written, data.shown(meant), sure=True)
    if not kinds:
        yield replaced("unknown", token, token.text, "", sure=True)


def _things_like(iri: str) -> list[str]:
    if not iri.startswith(BASE):
        return []
    return things_query.nearest(iri)[:_MOST]


def _graphs(reading: Reading) -> Iterator[Fix]:
    """Graphs that are not there, or do not have it."""
    words = [*reading.graphs, *(span.tokens[-1] for span in reading.froms)]
    for word in words:
        iri = reading.iri(word)
        known = data.graphs()
        if iri is not None:
            kind = "other_graph" if iri in known else "graph"
            for each in _by_likeness(iri, known):
                written = data.written(each, reading.outline.prefixes)
                yield replaced(kind, word, written, data.shown(each), sure=kind == "graph")
    for word in reading.graphs:
        keyword = reading.text.upper().rfind("GRAPH", 0, word.start)
        yield Fix("one_graph", keyword, word.end, "", f"GRAPH {word.text}", "")


def _by_likeness(iri: str, known: list[str]) -> list[str]:
    wanted = set(re.findall(r"[a-z0-9]+", iri.lower()))

    def likeness(each: str) -> tuple[int, str]:
        return -len(wanted & set(re.findall(r"[a-z0-9]+", each.lower()))), each

    return sorted((each for each in known if each != iri), key=likeness)


def _turned(reading: Reading) -> Iterator[Fix]:
    """Subject and object the other way round."""
    for block in reading.blocks:
        for pattern in block.patterns:
            subject, verb = pattern.subject.single, pattern.verb.single
            if subject is None or verb is None or not is_iri(verb) or len(pattern.objects) != 1:
                continue
            other = pattern.objects[0].single
            if other is None or not (is_iri(other) or other.kind == "variable"):
                continue
            turned = f"{other.text} {verb.text} {subject.text}"
            instead = block.without(pattern, reading.text, turned + " .")
            found = f"{subject.text} {verb.text} {other.text}"
            yield Fix("turned", block.span.start, block.span.end, instead, found, turned)


def _dropped(reading: Reading) -> Iterator[Fix]:
    """Filters, parts that take away, VALUES, and at last triple patterns, left out."""
    for condition in reading.filters:
        text = condition.of(reading.text)
        negative = condition.tokens[0].upper == "NOT" or condition.tokens[0].text == "!"
        kind = "excluded" if negative else "filter"
        start, end = _with_keyword(reading, condition)
        yield Fix(kind, start, end, "" if start < condition.start else "true", text, "")
    for span in reading.removals:
        yield Fix("excluded", span.start, span.end, "", span.of(reading.text), "")
    for span in reading.values:
        yield Fix("values", span.start, span.end, "", span.of(reading.text), "")
    if len(list(reading.patterns)) < 2:  # noqa: PLR2004  without it nothing is asked
        return
    for block in reading.blocks:
        for pattern in reversed(block.patterns):
            yield drop(reading, pattern, block)


def _with_keyword(reading: Reading, condition: Span) -> tuple[int, int]:
    """Return where a filter begins and ends if the condition is all of it."""
    before = re.search(r"FILTER\s*(\(?)\s*$", reading.text[: condition.start], re.IGNORECASE)
    after = re.match(r"\s*\)", reading.text[condition.end :])
    if before and before[1] and after:
        return before.start(), condition.end + after.end()
    if before and not before[1]:
        return before.start(), condition.end
    return condition.start, condition.end
