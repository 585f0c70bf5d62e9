"""A build's statements by thing and property, for tables and documents made from them.

Read from the dataset, not the store, so that literals are as written. Must not know tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from service.namespaces import PREFIXES

Value = NamedNode | BlankNode | Literal | Triple


def full(short: str) -> str:
    """Write a name such as ``dxp:level`` in full."""
    prefix, _, local = short.partition(":")
    return PREFIXES[prefix] + local


class Things:
    """What is said of each thing.

    Args:
        quads: the dataset; the graphs are not told apart.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._facts: dict[str, dict[str, dict[Value, None]]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                facts = self._facts.setdefault(quad.subject.value, {})
                facts.setdefault(quad.predicate.value, {})[quad.object] = None
        self._kinds: dict[str, list[str]] = {}
        for thing in sorted(self._facts):
            for kind in self.iris(thing, "rdf:type"):
                self._kinds.setdefault(kind, []).append(thing)

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the IRIs of the things of any of these classes, in order."""
        return sorted({thing for kind in kinds for thing in self._kinds.get(full(kind), ())})

    def values(self, thing: str, prop: str) -> list[Value]:
        """Return what a thing has for a property."""
        return list(self._facts.get(thing, {}).get(full(prop), ()))

    def iris(self, thing: str, prop: str) -> list[str]:
        """Return the things that a thing is linked to, in order."""
        found = self.values(thing, prop)
        return sorted(each.value for each in found if isinstance(each, NamedNode))

    def iri(self, thing: str, prop: str) -> str:
        """Return the first thing that a thing is linked to; empty if there is none."""
        return next(iter(self.iris(thing, prop)), "")

    def texts(self, thing: str, prop: str, language: str = "") -> list[str]:
        """Return the texts of a property in a language (empty: in any or none), in order."""
        return sorted(
            each.value
            for each in self.values(thing, prop)
            if isinstance(each, Literal) and (not language or each.language == language)
        )

    def text(self, thing: str, prop: str, language: str = "") -> str:
        """Return the first text of a property; empty if there is none."""
        return next(iter(self.texts(thing, prop, language)), "")

    def name(self, thing: str) -> str:
        """Return the Japanese name of a thing, else any, else its IRI."""
        for prop in ("rdfs:label", "skos:prefLabel", "foaf:name"):
            found = self.text(thing, prop, "ja") or self.text(thing, prop)
            if found:
                return found
        return thing
