"""Turns results of validation into findings that a person can act on.

A finding says how grave it is, where it stands, which resource and property, which value,
what is wrong and what to do, in Japanese and English. Must not know how shapes are run,
where files come from, or how findings are printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import PROV, RDF, SH, BNode, Graph, Literal, Node, URIRef

from service import messages, paths
from service.labels import LANGUAGES, name
from service.namespaces import DXP
from service.rdf_input import HasCells, HasColumns, RdfFile
from service.shacl_run import Result
from service.shapes import Shapes, code
from service.tabular import Place
from service.terms import nt

_SEVERITIES: Final = {
    str(SH.Violation): "error",
    str(SH.Warning): "warning",
    str(SH.Info): "hint",
}
ORDER: Final = tuple(messages.SEVERITIES)

# how far to go from a blank node to something with a name
_LONGEST_WAY: Final = 4
_ITSELF: Final = {"ja": "資源", "en": "the resource"}

# the property that a rule without a path is about, by its code: where to point in a workbook
_ABOUT: Final = {
    "Figure-unit": DXP.unit,
    "PlanEdition-period-order": DXP.lastFiscalYear,
    "PlanElement-parent-cycle": DXP.parent,
}

Words = dict[str, str]


@dataclass(frozen=True)
class Finding:
    """One thing to look at.

    Attributes:
        severity: "error", "warning" or "hint".
        code: stable code of the rule, the local name of its shape's IRI.
        path: the file, where known.
        line: the line of the value, or of the resource where a value is missing.
        focus: the resource, as IRI or as ``_:`` and the name of a blank node.
        label: its name by language.
        path_node: the path as a node of the shapes graph, or None.
        predicate: the property's IRI, or a path in SPARQL's notation, or None.
        predicate_label: its name by language.
        value: the value as an RDF term, or None where one is missing.
        value_label: the value as a reader knows it, by language.
        message: what is wrong and what to do, by language.
        places: the places in the sources that the resource cites.
        shape: IRI of the shape.
        component: IRI of the constraint component.
        cell: sheet and cell, in a workbook.
        spot: what findings of a workbook are sorted by: sheet, row and column in order.
        column: the character of the line where it begins, counted from 1, where that is known.
    """

    severity: str
    code: str
    path: Path | None
    line: int | None
    focus: str
    label: Words
    path_node: Node | None
    predicate: str | None
    predicate_label: Words
    value: Node | None
    value_label: Words
    message: Words
    places: tuple[str, ...]
    shape: str
    component: str
    cell: str | None = None
    spot: tuple[int, int, int] = (0, 0, 0)
    column: int | None = None

    @property
    def position(self) -> str:
        """Line and column as editors read them behind a file's name, each after a colon."""
        known = (number for number in (self.line, self.column) if number is not None)
        return "".join(f":{number}" for number in known)

    @property
    def order(self) -> tuple[object, ...]:
        """What findings are sorted by: file, line, severity, code, then all that is left."""
        return (
            str(self.path or ""),
            self.spot,
            self.line or 0,
            ORDER.index(self.severity),
            self.code,
            self.focus,
            self.predicate or "",
            "" if self.value is None else nt(self.value),
            self.message["en"],
        )


class Reader:
    """Makes findings out of results.

    Args:
        shapes: the shapes that were run.
        graph: the graph that they ran over.
        files: the files whose lines are known.
    """

    def __init__(self, shapes: Shapes, graph: Graph, files: Sequence[RdfFile]) -> None:
        self._shapes = shapes
        self._graph = graph
        self._files = files

    def findings(self, results: Sequence[Result]) -> list[Finding]:
        """Return the findings in their order, each but once."""
        found = {finding.order: finding for finding in map(self._finding, results)}
        return [found[order] for order in sorted(found)]

    def _finding(self, result: Result) -> Finding:
        value = self._value(result)
        path, line, column = self._where(result, value)
        cell, spot = self._cell(result, value)
        return Finding(
            severity=self._severity(result),
            code=code(result.shape) or _local(result.component),
            path=path,
            line=line,
            focus=_written(result.focus),
            label={lang: self._name_focus(result.focus, lang) for lang in LANGUAGES},
            path_node=result.path,
            predicate=None
            if result.path is None
            else paths.notation(self._shapes.graph, result.path),
            predicate_label={
                lang: self._path(result.path, lang) if result.path is not None else ""
                for lang in LANGUAGES
            },
            value=value,
            value_label={
                lang: "" if value is None else self._name(value, lang) for lang in LANGUAGES
            },
            message={lang: self._message(result, value, lang) for lang in LANGUAGES},
            places=tuple(sorted(self._places(result.focus))),
            shape=_written(result.shape),
            component=str(result.component),
            cell=cell,
            spot=spot,
            column=column,
        )

    def _severity(self, result: Result) -> str:
        """The constraint's own severity if it states one, else its shape's."""
        own = None
        if result.constraint is not None:
            own = self._shapes.graph.value(result.constraint, SH.severity)
        return _SEVERITIES.get(str(own or result.severity), "error")

    def _value(self, result: Result) -> Node | None:
        """The value at fault; a shape about the resource itself has none."""
        if result.value == result.focus and result.path is None:
            return result.bindings.get("value")
        return result.value

    # --- where

    def _where(
        self, result: Result, value: Node | None
    ) -> tuple[Path | None, int | None, int | None]:
        for triple in self._candidates(result, value):
            for file in self._files:
                if triple in file.graph:
                    return file.path, *_position(file, *triple)
        return None, None, None

    def _cell(self, result: Result, value: Node | None) -> tuple[str | None, tuple[int, int, int]]:
        """Sheet and cell, where the resource stands in a workbook."""
        for file in self._files:
            if isinstance(file, HasCells):
                found = self._in_workbook(file, result, value)
                if found is not None:
                    return str(found), file.spot(found)
        return None, (0, 0, 0)

    def _in_workbook(self, file: HasCells, result: Result, value: Node | None) -> Place | None:
        """The cell of the value, or the column's cell where a value is missing."""
        for subject, predicate, found in self._candidates(result, value):
            triple = next(iter(file.graph.triples((subject, predicate, found))), None)
            if triple is not None and (found is not None or predicate not in (None, RDF.type)):
                return file.cell(*triple)
            if triple is not None:
                break
        steps = [] if result.path is None else paths.properties(self._shapes.graph, result.path)
        about = _ABOUT.get(code(result.shape) or "")
        places = (file.cell(result.focus, step) for step in (*steps, about))
        return next((place for place in places if place is not None), None)

    def _candidates(self, result: Result, value: Node | None) -> Iterator[_Pattern]:
        """Patterns of the triple to point at, the most exact first."""
        focus, path = result.focus, result.path
        if isinstance(focus, Literal):
            yield None, None, focus
            return
        if isinstance(path, URIRef):
            if value is None:
                value = self._surplus(result, path)
            if value is not None:
                yield focus, path, value
        inverse = None if path is None else self._shapes.graph.value(path, SH.inversePath)
        if value is not None:
            if isinstance(inverse, URIRef):
                yield value, inverse, focus
            yield focus, None, value
        if path is not None and not isinstance(path, URIRef):
            yield focus, paths.first_step(self._shapes.graph, path), None
        yield focus, RDF.type, None
        yield focus, None, None
        yield None, None, focus

    def _surplus(self, result: Result, path: URIRef) -> Node | None:
        """The first value that is one too many, by its line in the files."""
        values = sorted(
            (line, str(o), o)
            for file in self._files
            for o in file.graph.objects(result.focus, path)
            if (line := file.line(result.focus, path, o)) is not None
        )
        if result.component == SH.MaxCountConstraintComponent:
            allowed = self._shapes.graph.value(result.shape, SH.maxCount)
            surplus = values[int(str(allowed)) :]
            return surplus[0][2] if surplus else None
        if result.component == SH.UniqueLangConstraintComponent:
            seen: set[str | None] = set()
            for _, _, value in values:
                language = value.language if isinstance(value, Literal) else None
                if language and language in seen:
                    return value
                seen.add(language)
        return None

    # --- in words

    def _message(self, result: Result, value: Node | None, language: str) -> str:
        own = None
        for holder in (result.constraint, result.shape):
            if holder is not None and own is None:
                own = self._shapes.text(holder, SH.message, language)
        template = own or messages.CATALOGUE[_local(result.component)][language]
        return messages.fill(template, self._words(result, value, language), language)

    def _words(self, result: Result, value: Node | None, language: str) -> Words:
        given = {k: self._name(v, language) for k, v in result.bindings.items()}
        for parameter, nodes in self._shapes.parameters(result.shape).items():
            names = [self._name(node, language) for node in nodes]
            given[parameter] = messages.BETWEEN[language].join(names)
        given["this"] = self._name_focus(result.focus, language)
        given["rule"] = self._shapes.text(result.shape, SH.name, language) or ""
        about = _ITSELF[language] if result.path is None else self._path(result.path, language)
        given["path"] = about
        if value is not None:
            given["value"] = self._name(value, language)
        elif result.path is None:
            given["value"] = given["this"]
        return given

    def _name(self, node: Node, language: str) -> str:
        known = messages.TERMS.get(str(node))
        if known is not None:
            return known[language]
        if (node, SH.name, None) in self._shapes.graph:
            return name(self._shapes.graph, node, language)
        return name(self._graph, node, language)

    def _name_focus(self, node: Node, language: str) -> str:
        """Name a resource; one without a name by what it belongs to and how."""
        steps: list[str] = []
        while isinstance(node, BNode) and len(steps) < _LONGEST_WAY:
            owners = sorted(self._graph.subject_predicates(node))
            if not owners:
                break
            node, predicate = owners[0]
            steps.append(self._name(predicate, language))
        return " › ".join([self._name(node, language), *reversed(steps)])

    def _path(self, path: Node, language: str) -> str:
        return paths.words(
            self._shapes.graph, path, lambda node: self._name(node, language), language
        )

    def _places(self, focus: Node) -> set[str]:
        """The places that the resource cites, or what it belongs to if it has no name."""
        nodes = {focus}
        for _ in range(_LONGEST_WAY):
            found = {str(o) for n in nodes for o in self._graph.objects(n, PROV.wasDerivedFrom)}
            if found or not isinstance(focus, BNode):
                return found
            nodes = {s for n in nodes for s in self._graph.subjects(None, n)}
        return set()


_Pattern = tuple[Node | None, Node | None, Node | None]


def _position(
    file: RdfFile, subject: Node | None, predicate: Node | None, value: Node | None
) -> tuple[int | None, int | None]:
    """Find line and column of the first triple that fits a pattern; of its subject if no more."""
    if subject is not None and value is None and predicate in (None, RDF.type):
        return file.line(subject), column_of(file, subject)
    triples = file.graph.triples((subject, predicate, value))
    found = [(line, column_of(file, *t)) for t in triples if (line := file.line(*t)) is not None]
    return min(found, key=lambda place: (place[0], place[1] or 0), default=(None, None))


def column_of(file: RdfFile, *terms: Node) -> int | None:
    """Return where in its line a subject, property or value begins, if its file knows."""
    return file.column(*terms) if isinstance(file, HasColumns) else None


def _local(component: URIRef) -> str:
    return str(component).rsplit("#", 1)[-1]


def _written(node: Node) -> str:
    return f"_:{node}" if isinstance(node, BNode) else str(node)
