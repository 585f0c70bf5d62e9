"""Explanations in words: names of things, one sentence a triple, one a step.

Names are the labels of the graph; what has none is named by its class and its short IRI, a
class expression by what it asks for. Must not know pages or terminals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef

from service import labels
from service.explain import Explanation, Ground, Origin, members
from service.explain_index import Index
from service.explain_terms import node
from service.facts import Triple
from service.labels import shorten, span
from service.namespaces import DXP, ID, SOURCE
from service.sources import Place, parse_place
from service.terms import nt
from service.texts_explain import NAMES, STEPS, TEXTS, TRIPLES, Both

_TYPE: Final = nt(RDF.type)
_LABELS: Final = tuple(nt(term) for term in labels.LABELS)
_FIRST: Final = nt(RDF.first)
_PATH: Final = nt(OWL.propertyChainAxiom)
_DEFINITION: Final = nt(SKOS.definition)
_ISSUER: Final = nt(DXP.issuedBy)
_ON: Final = nt(OWL.onProperty)
# how a class expression is described: by its filler's predicate, with the property
_FILLERS: Final = (
    (nt(OWL.hasValue), "why_value_is"),
    (nt(OWL.someValuesFrom), "why_value_some"),
    (nt(OWL.allValuesFrom), "why_value_all"),
)
_LONG: Final = 80


@dataclass(frozen=True)
class Item:
    """A triple of an explanation in its place.

    Attributes:
        number: its place: empty for the triple asked about, else such as "1.2".
        triple: the triple.
        sentence: the triple in words.
        kinds: "declared", "curated" or "defined" if it is stated, "inferred" if it follows.
        reasons: sentences on where it comes from.
        places: the lines that it cites, as IRIs in N-Triples.
        same: the place where it was explained before; empty if this is the first.
        items: its premises.
    """

    number: str
    triple: Triple
    sentence: str
    kinds: tuple[str, ...]
    reasons: tuple[str, ...]
    places: tuple[str, ...]
    same: str
    items: tuple[Item, ...]


def kinds_of(origin: Origin) -> tuple[str, ...]:
    """Return what a triple is: stated in one of three ways, inferred, or both."""
    return tuple(kind for kind in (origin.basis, origin.rule and "inferred") if kind)


class Words:
    """Says things in one language.

    Args:
        index: where names stand.
        language: "ja" or "en".
    """

    def __init__(self, index: Index, language: str) -> None:
        self._index = index
        self._language = language
        self._graph = Graph(bind_namespaces="none")
        self._names: dict[str, str] = {}

    def text(self, name: str, /, **values: str) -> str:
        """Return a sentence of ``service.texts_explain``."""
        return self._of(TEXTS[name]).format(**values)

    def _of(self, both: Both) -> str:
        return both[1 if self._language == "en" else 0]

    # --- names

    def name(self, term: str) -> str:
        """Name a term, in quotation marks.

        Args:
            term: as N-Triples text.

        Returns:
            A label, the text of a literal, or what else tells it from others.
        """
        found = self._names.get(term)
        if found is None:
            found = self._names[term] = self._name(term)
        return found

    def _name(self, term: str) -> str:
        if term.startswith("_:"):
            return self._expression(term)
        read = node(term)
        if isinstance(read, Literal):
            return self._quoted(str(read))
        place = parse_place(term[1:-1])
        if place is not None:
            return self._quoted(self.place(term))
        return self._label(term) or self._by_class(term)

    def _quoted(self, text: str) -> str:
        shown = text if len(text) <= _LONG else text[:_LONG] + "…"
        return self._of(TEXTS["why_quote"]).format(shown)

    def _label(self, term: str) -> str:
        iri = URIRef(term[1:-1])
        for predicate in _LABELS:
            for value in self._index.values(term, predicate):
                self._graph.add((iri, node(predicate), node(value)))
        found = labels.label(self._graph, iri, self._language)
        if found is None and (both := NAMES.get(shorten(str(iri)))):
            found = self._of(both)
        return "" if found is None else self._of(TEXTS["why_quote"]).format(found)

    def _by_class(self, term: str) -> str:
        short = shorten(term[1:-1])
        if short.partition(":")[0] != "id":
            return self._quoted(short)
        kinds = [value for value in self._index.values(term, _TYPE) if self._stated(term, value)]
        kind = self._bare(self._label(kinds[0])) if kinds else ""
        return self._quoted(f"{kind} {short}".strip())

    def _stated(self, term: str, kind: str) -> bool:
        return bool(self._index.graphs((term, _TYPE, kind)))

    def _bare(self, quoted: str) -> str:
        before, after = self._of(TEXTS["why_quote"]).split("{0}")
        return quoted.removeprefix(before).removesuffix(after)

    def _expression(self, term: str) -> str:
        """Describe a blank node: a restriction, or a list by its members."""
        for filler, text in _FILLERS:
            values, properties = self._index.values(term, filler), self._index.values(term, _ON)
            if values and properties:
                names = {"p": self.name(properties[0]), "o": self.name(values[0])}
                return self._expressed(self.text(text, **names))
        names_of = self._members(term)
        if names_of:
            between = self.text("why_between")
            return self._of(TEXTS["why_cell"]).format(between.join(names_of))
        kinds = self._index.values(term, _TYPE)
        kind = self._bare(self._label(kinds[0])) if kinds and kinds[0][0] == "<" else ""
        return self._expressed(
            self._of(TEXTS["why_nameless"]).format(kind or self.text("why_thing"))
        )

    def _expressed(self, text: str) -> str:
        return self._of(TEXTS["why_expression"]).format(text)

    def _members(self, head: str) -> list[str]:
        cells = members(self._index, head)
        return [self.name(value) for _, predicate, value in cells if predicate == _FIRST]

    def place(self, term: str) -> str:
        """Name a place in a source as a reader counts: document and lines."""
        place = parse_place(term[1:-1])
        if place is None:
            return self.name(term)
        return f"{self._document(place)} {span(place.first, place.last, self._language)}"

    def _document(self, place: Place) -> str:
        """Name a document, with who issued it where the title does not say."""
        iri = nt(SOURCE[place.source])
        title = self._bare(self._label(iri)) or place.source
        issuers = [self._bare(self._label(value)) for value in self._index.values(iri, _ISSUER)]
        return " ".join([name for name in issuers if name not in title] + [title])

    def places(self, terms: Sequence[str]) -> str:
        """Name places: each document once, followed by its lines."""
        found: dict[str, list[str]] = {}
        for term in terms:
            place = parse_place(term[1:-1])
            name = self._document(place) if place else self._bare(self.name(term))
            lines = found.setdefault(name, [])
            lines += [span(place.first, place.last, self._language)] if place else []
        between = self.text("why_between")
        parts = (between.join([name, *lines]) for name, lines in found.items())
        return self.text("why_documents").join(parts)

    # --- sentences

    def sentence(self, triple: Triple) -> str:
        """Say a triple.

        Args:
            triple: terms as N-Triples texts.

        Returns:
            One sentence without a full stop.
        """
        s, p, o = triple
        pattern = self._pattern(p, o)
        value = self._chain(o) if p == _PATH else self.name(o)
        return pattern.format(s=self.name(s), p=self.name(p), o=value)

    def _pattern(self, predicate: str, value: str) -> str:
        both = TRIPLES.get(shorten(predicate[1:-1]))
        if predicate == _TYPE and value.startswith("<"):
            both = TRIPLES.get(shorten(value[1:-1]), both)
        return self._of(both or TEXTS["why_triple"])

    def _chain(self, head: str) -> str:
        return self.text("why_path").join(self._members(head)) or self.name(head)

    def step(self, origin: Origin) -> str:
        """Say by which rule and how a triple follows from its premises."""
        assert origin.rule is not None  # noqa: S101  asked of conclusions only
        concept = nt(ID[f"rule/{origin.rule}"])
        rule = self._bare(self._label(concept)) or origin.rule
        step = self._instance(origin) if origin.rule in STEPS else self._definition(concept)
        return self.text("why_rule", rule=rule, name=origin.rule, step=step)

    def _instance(self, origin: Origin) -> str:
        """Say a step of a rule of OWL: its first premise is the axiom that it obeys."""
        subject, predicate, value = origin.premises[0]
        b = self._chain(value) if predicate == _PATH else self.name(value)
        return self._of(STEPS[origin.rule or ""]).format(a=self.name(subject), b=b)

    def _definition(self, concept: str) -> str:
        """Say what a rule of our own does: it has no axiom, but a definition."""
        found = map(node, self._index.values(concept, _DEFINITION))
        texts = {str(text.language): str(text) for text in found if isinstance(text, Literal)}
        return texts.get(self._language, "")

    def reasons(self, origin: Origin) -> tuple[str, ...]:
        """Say where a triple comes from, one sentence a reason."""
        found: list[str] = []
        if origin.graphs:
            names = self.text("why_between").join(self.name(f"<{g}>") for g in origin.graphs)
            said = "why_defined_in" if origin.basis == "defined" else "why_stated_in"
            found.append(self.text(said, graph=names))
            for ground in origin.grounds:
                found.append(self.text("why_judged"))
                found += self._ground(ground)
            found += self._lines(origin)
        if origin.rule is not None:
            found += [self.text("why_also")] if origin.graphs else []
            found.append(self.step(origin))
        return tuple(found)

    def _lines(self, origin: Origin) -> list[str]:
        if origin.basis == "defined":
            return []
        both = bool(origin.value_places)
        parts = (
            ("why_of_subject" if both else "why_lines", origin.places),
            ("why_of_object", origin.value_places),
        )
        found = [self.text(name, places=self.places(places)) for name, places in parts if places]
        return found or [self.text("why_no_lines")]

    def _ground(self, ground: Ground) -> list[str]:
        """Say what a judgement gives as its ground; texts in the other language are left out."""
        found = []
        for predicate, value in ground.facts:
            language = getattr(node(value), "language", None)
            if language in (None, self._language):
                names = {"property": self._bare(self.name(predicate)), "value": self._full(value)}
                found.append(self.text("why_ground", **names))
        return found

    def _full(self, term: str) -> str:
        read = node(term)
        return str(read) if isinstance(read, Literal) else self._bare(self.name(term))

    def items(self, explanation: Explanation) -> Item:
        """Lay an explanation out as a tree in which each triple is explained once."""
        return self._item(explanation, explanation.triple, "", {})

    def _item(
        self, explanation: Explanation, triple: Triple, number: str, seen: dict[Triple, str]
    ) -> Item:
        origin = explanation.origins[triple]
        kinds = kinds_of(origin)
        if triple in seen:
            same = seen[triple] or "0"
            return Item(number, triple, self.sentence(triple), kinds, (), (), same, ())
        seen[triple] = number
        reasons = self.reasons(origin)
        present = [premise for premise in origin.premises if premise in explanation.origins]
        if len(present) < len(origin.premises):
            reasons = (*reasons, self.text("why_cut"))
        start = f"{number}." if number else ""
        items = tuple(
            self._item(explanation, premise, f"{start}{place}", seen)
            for place, premise in enumerate(present, 1)
        )
        places = () if origin.basis == "defined" else (*origin.places, *origin.value_places)
        return Item(number, triple, self.sentence(triple), kinds, reasons, places, "", items)
