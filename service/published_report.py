"""Makes findings out of rules that are written in Python rather than as shapes.

Places them as findings of shapes are placed, and words them from ``service.published_texts``.
Must not know the rules.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import PROV, Graph, Node, URIRef

from service.findings import Finding, column_of
from service.labels import LANGUAGES, name
from service.messages import TERMS
from service.namespaces import DXP, SHAPE
from service.published_texts import MESSAGES
from service.rdf_input import HasCells, RdfFile, Triple

Said = Mapping[str, str | Mapping[str, str] | Node]


@dataclass(frozen=True)
class Context:
    """What rules look at.

    Attributes:
        graph: what is published and what is new, together.
        files: what is new.
        before: published statements that the files take the place of.
    """

    graph: Graph
    files: Sequence[RdfFile]
    before: frozenset[Triple] = frozenset()

    @cached_property
    def numbers(self) -> dict[Node, list[Node]]:
        """The published numbers of figures that the files state anew."""
        found: dict[Node, list[Node]] = {}
        for subject, predicate, value in sorted(self.before):
            if predicate == DXP.numericValue:
                found.setdefault(subject, []).append(value)
        return found

    def name(self, node: Node, language: str) -> str:
        """Return the name of a term for a reader."""
        known = TERMS.get(str(node))
        return known[language] if known else name(self.graph, node, language)

    def names(self, node: Node) -> dict[str, str]:
        """Return the name of a term in both languages."""
        return {language: self.name(node, language) for language in LANGUAGES}


def finding(
    context: Context, file: RdfFile, code: str, triple: tuple[Node, URIRef, Node], said: Said
) -> Finding:
    """Make a finding about a statement.

    Args:
        context: what there is.
        file: where the statement stands.
        code: a key of ``MESSAGES``.
        triple: the statement.
        said: what the words are filled with besides ``path`` and ``value``.
    """
    subject, predicate, value = triple
    message = MESSAGES[code]
    place = file.cell(*triple) if isinstance(file, HasCells) else None
    given: dict[str, str | Mapping[str, str] | Node] = {"path": predicate, "value": value, **said}
    text = {}
    for language in LANGUAGES:
        words = {key: _word(context, term, language) for key, term in given.items()}
        text[language] = message.text[language].format_map(words)
    return Finding(
        severity=message.severity,
        code=code,
        path=file.path,
        line=file.line(*triple),
        focus=str(subject) if isinstance(subject, URIRef) else f"_:{subject}",
        label=context.names(subject),
        path_node=predicate,
        predicate=str(predicate),
        predicate_label=context.names(predicate),
        value=value,
        value_label=context.names(value),
        message=text,
        places=tuple(sorted(map(str, context.graph.objects(subject, PROV.wasDerivedFrom)))),
        shape=str(SHAPE[code]),
        component=str(SHAPE[code.partition("-")[0]]),
        cell=None if place is None else str(place),
        spot=(0, 0, 0) if place is None or not isinstance(file, HasCells) else file.spot(place),
        column=column_of(file, *triple),
    )


def nearest(
    context: Context,
    written: str,
    known: Mapping[str, Node],
    least: float,
    asked: Mapping[str, str],
) -> dict[str, str]:
    """Ask whether something was meant that is written much alike.

    Args:
        context: what there is.
        written: what was written.
        known: what there is of its kind, by how it is written.
        least: how alike it must be, from 0 to 1.
        asked: the question by language; {0} is the name of the thing, {1} how it is written.

    Returns:
        The question by language; empty if there is nothing like it.
    """
    near = difflib.get_close_matches(written, sorted(known), 1, least)
    if not near:
        return dict.fromkeys(LANGUAGES, "")
    names = context.names(known[near[0]])
    return {language: asked[language].format(names[language], near[0]) for language in LANGUAGES}


def _word(context: Context, term: str | Mapping[str, str] | Node, language: str) -> str:
    if isinstance(term, Node):
        return context.name(term, language)
    return term if isinstance(term, str) else term[language]
