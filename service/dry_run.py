"""Says what would change if files were published: statements, links that rules draw, answers.

Works on copies in memory; nothing is written. Must not know HTTP, or how files were read.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import pyoxigraph as ox
from rdflib import BNode, Literal, Node, URIRef

from service import dry_run_answers, expansion
from service.errors import DataError
from service.lean_graph import LeanGraph
from service.library import Library
from service.namespaces import INFERRED_GRAPH
from service.own_rules import conclude
from service.published import Stock
from service.published_report import Context
from service.rdf_input import RdfFile, Triple
from service.reasoning import Derivation, reason
from service.stated import Conclusion

MOST_SHOWN: Final = 300
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_Texts = tuple[str, str, str]


@dataclass
class Base:
    """A build, as what would change is compared with.

    Attributes:
        stated: its statements as N-Triples texts.
        concluded: what its rules conclude from those, OWL's and our own.
        answers: what its questions answer.
    """

    stated: frozenset[_Texts]
    concluded: frozenset[_Texts]
    answers: dry_run_answers.Answers


def read_base(dataset: str, folder: Library) -> Base:
    """Read a build.

    Args:
        dataset: path of its N-Quads file.
        folder: the stored questions.
    """
    inferred = f"<{INFERRED_GRAPH}>"
    stated: set[_Texts] = set()
    concluded: set[_Texts] = set()
    quads = []
    for quad in ox.parse(path=dataset, format=ox.RdfFormat.N_QUADS):
        quads.append(ox.Quad(quad.subject, quad.predicate, quad.object))
        texts = (str(quad.subject), str(quad.predicate), str(quad.object))
        (concluded if str(quad.graph_name) == inferred else stated).add(texts)
    return Base(frozenset(stated), frozenset(concluded), dry_run_answers.Answers(quads, folder))


def difference(stock: Stock, base: Base | None, files: Sequence[RdfFile]) -> dict[str, Any]:
    """Tell what would change.

    Args:
        stock: what is published, as files.
        base: what is published, as built; None if nothing is.
        files: what would be published.

    Returns:
        ``added``, ``removed`` and ``changed`` statements in words, each with its number;
        ``links`` that rules would draw anew or no more, ``questions`` that would answer
        differently; both None where nothing is built.
    """
    before = stock.replaced(files)
    after = {triple for file in files for triple in file.graph}
    published = {t for triples in stock.files.values() for t in triples} - before
    added = {t for t in after - before - published if not _is_blank(t)}
    removed = {t for t in before - after if not _is_blank(t)}
    graph = LeanGraph(chain(published, after))
    labels = LeanGraph(t for t in chain(graph, before) if isinstance(t[2], Literal))
    context = Context(labels, files)
    changed = _pairs(added, removed)
    for old, new in changed:
        removed.discard(old)
        added.discard(new)
    content: dict[str, Any] = {
        "added": _statements(context, added),
        "removed": _statements(context, removed),
        "changed": {
            "count": len(changed),
            "shown": [_change(context, old, new) for old, new in changed[:MOST_SHOWN]],
        },
        "links": None,
        "questions": None,
    }
    if base is not None:
        fresh, gone = set(map(_texts, after - before - published)), set(map(_texts, before - after))
        fresh |= set(map(_texts, _passages(files)))
        given = [each for each in conclude([graph]) if not _is_blank(each.triple)]
        content |= _consequences(context, base, (fresh, gone), given)
    return content


def _is_blank(triple: Triple) -> bool:
    return any(isinstance(term, BNode) for term in triple)


def _passages(files: Sequence[RdfFile]) -> Iterator[Triple]:
    """The places in sources that files cite, as a build describes them."""
    for file in files:
        with contextlib.suppress(DataError):  # said among the findings
            yield from expansion.cited(file)


def _pairs(added: set[Triple], removed: set[Triple]) -> list[tuple[Triple, Triple]]:
    """Find properties of which one value goes and one comes: those change."""
    gone, come = _by_property(removed), _by_property(added)
    both = (key for key in gone if len(gone[key]) == 1 and len(come.get(key, ())) == 1)
    return sorted((gone[key][0], come[key][0]) for key in both)


def _by_property(triples: set[Triple]) -> dict[tuple[Node, Node, str | None], list[Triple]]:
    found: dict[tuple[Node, Node, str | None], list[Triple]] = defaultdict(list)
    for subject, predicate, value in triples:
        language = value.language if isinstance(value, Literal) else None
        found[subject, predicate, language].append((subject, predicate, value))
    return found


def _statements(context: Context, triples: set[Triple]) -> dict[str, Any]:
    ordered = sorted(triples)
    return {
        "count": len(ordered),
        "shown": [_statement(context, triple) for triple in ordered[:MOST_SHOWN]],
    }


def _statement(context: Context, triple: Triple) -> dict[str, Any]:
    subject, predicate, value = triple
    return {
        "resource": str(subject),
        "label": context.names(subject),
        "property": context.names(predicate),
        "value": context.names(value),
    }


def _change(context: Context, old: Triple, new: Triple) -> dict[str, Any]:
    return {**_statement(context, new), "before": context.names(old[2])}


def _texts(triple: Triple) -> _Texts:
    subject, predicate, value = (str(_oxigraph(term)) for term in triple)
    return subject, predicate, value


def _oxigraph(term: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, Literal) and term.language:
        return ox.Literal(str(term), language=term.language.lower())
    datatype = term.datatype if isinstance(term, Literal) else None
    return ox.Literal(str(term), datatype=ox.NamedNode(str(datatype or _XSD_STRING)))


def _consequences(
    context: Context,
    base: Base,
    change: tuple[set[_Texts], set[_Texts]],
    given: Iterable[Conclusion],
) -> dict[str, Any]:
    fresh, gone = change
    stated = (base.stated - gone) | fresh
    ours = (Derivation(_texts(each.triple), each.rule, ()) for each in given)
    concluded = {found.triple for found in reason(stated, ours).derivations()}
    come, went = concluded - base.concluded - stated, base.concluded - concluded - stated
    answers = base.answers.changed(fresh | (concluded - base.concluded), gone | went)
    return {
        "links": {"added": _links(context, come), "removed": _links(context, went)},
        "questions": answers,
    }


def _links(context: Context, triples: Iterable[_Texts]) -> dict[str, Any]:
    """Word what rules conclude between two things of ours; classes go without saying."""
    links = sorted(t for t in triples if all(_is_ours(term) for term in (t[0], t[2])))
    shown = [_statement(context, (_iri(s), _iri(p), _iri(o))) for s, p, o in links[:MOST_SHOWN]]
    return {"count": len(links), "shown": shown}


def _is_ours(text: str) -> bool:
    return text.startswith("<https://w3id.org/dxplan/id/")


def _iri(text: str) -> URIRef:
    return URIRef(text[1:-1])
