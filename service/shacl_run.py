"""Runs shapes over a graph with pySHACL and hands back its results as plain values.

What is ours here: the choice of nodes (only those asked about), queries of constraints
parsed once instead of once for each node (40 times faster), the values of a query's
variables for messages. Core features only: no rules, functions, scripts or imports.
Must not know files, labels, messages or severity of a run as a whole.

Standard: SHACL, sections 2.1.3 (targets), 3.6 (report), 5.3 (SPARQL-based constraints).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from pyshacl import Shape, Validator
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
from pyshacl.graph_abstraction import RdfLibDataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib import SH, BNode, Graph, Node, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result as QueryResult
from rdflib.term import Identifier

from service.errors import DataError
from service.shapes import Shapes

_LOG: Final = logging.getLogger(__name__)
# pySHACL says it is typed, but these have no annotations
_QueryHelper: Final[Any] = SPARQLQueryHelper
_Failure: Final[Any] = ValidationFailure
Tell = Callable[[int, int], None]
_FAULTS: Final = (ConstraintLoadError, ReportableRuntimeError, ShapeLoadError, ValidationFailure)


@dataclass(frozen=True)
class Result:
    """One result of validation (SHACL, section 3.6.2).

    Attributes:
        focus: the node that was checked.
        path: the path of the property, as a node of the shapes graph.
        value: the value at fault.
        shape: the shape.
        constraint: the SPARQL constraint, if it was one.
        component: the constraint component.
        severity: as the shape says.
        bindings: what the query of a SPARQL constraint found, by variable.
    """

    focus: Node
    path: Node | None
    value: Node | None
    shape: Node
    constraint: Node | None
    component: URIRef
    severity: Node
    bindings: Mapping[str, Node] = field(default_factory=dict)


class _Data(RdfLibDataGraph):
    """The data graph as pySHACL wants it, but each query is parsed only once."""

    def __init__(self, graph: Graph) -> None:
        # it must be shown a store with named graphs, but asks the graph alone
        super().__init__(Graph(bind_namespaces="none").store, graph)
        self._given = graph

    def query(  # type: ignore[override]
        self,
        query_object: Any,
        *_: Any,
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        **__: Any,
    ) -> QueryResult:
        return self._given.query(_prepare(query_object), initBindings=dict(initBindings or {}))


@lru_cache(maxsize=1024)
def _prepare(text: str) -> Query:
    try:
        return prepareQuery(text)
    # rdflib's parser raises a bare Exception for an unknown prefix
    except Exception as fault:
        raise _Failure(f"{fault} in the query {' '.join(text.split())}") from fault


@dataclass(frozen=True)
class Run:
    """The outcome of running all shapes.

    Attributes:
        results: what was found.
        seconds: time that each shape took, by shape.
        targets: the nodes that each shape with a target looked at.
    """

    results: tuple[Result, ...]
    seconds: Mapping[Node, float]
    targets: Mapping[Node, frozenset[Node]]

    @property
    def checked(self) -> int:
        """How many nodes some shape looked at."""
        return len(frozenset().union(*self.targets.values()))


def run(
    shapes: Shapes,
    graph: Graph,
    own: Collection[Node] | None = None,
    tell: Tell = lambda _done, _all: None,
) -> Run:
    """Run shapes over a graph.

    Args:
        shapes: the shapes.
        graph: the data, with whatever it refers to.
        own: the nodes to check; all by default.
        tell: is told after each shape how many are done, and of how many.

    Returns:
        The results, in no particular order.

    Raises:
        DataError: a shape cannot be run; names it.
    """
    data = _Data(graph)
    try:
        validator = Validator(
            data, shacl_graph=shapes.runnable, options={"inplace": True, "logger": _LOG}
        )
        parts = list(validator.shacl_graph.shapes)
    except _FAULTS as fault:
        raise _cannot_run(shapes, None, fault) from fault
    executor = validator.make_executor()
    found: list[Result] = []
    seconds: dict[Node, float] = {}
    targets: dict[Node, frozenset[Node]] = {}
    for number, shape in enumerate(parts, 1):
        start = time.perf_counter()
        try:
            focus = frozenset(shape.focus_nodes(data))
            focus = focus if own is None else focus.intersection(own)
            _, reports = shape.validate(executor, data, focus=focus)
            found.extend(_results(reports, validator, data))
        except _FAULTS as fault:
            raise _cannot_run(shapes, shape.node, fault) from fault
        targets[shape.node] = focus
        seconds[shape.node] = time.perf_counter() - start
        tell(number, len(parts))
    return Run(tuple(found), seconds, targets)


def _cannot_run(shapes: Shapes, shape: Node | None, fault: Exception) -> DataError:
    place = shapes.line(shape) if shape is not None else None
    path, line = place or (shapes.files[0].path.parent, None)
    reason = getattr(fault, "message", None) or str(fault)
    return DataError(
        path,
        line,
        f"この規則は実行できません（{reason}）。",
        f"this shape cannot be run ({reason})",
    )


def _results(reports: Iterable[Any], validator: Validator, data: _Data) -> Iterator[Result]:
    rows = _Rows(validator, data)
    for _, node, triples in reports:
        # the triples of nested results (sh:detail) come along
        own = [(p, o) for s, p, o in triples if s == node]
        given = {p: o[1] if isinstance(o, tuple) else o for p, o in own}
        constraint = given.get(SH.sourceConstraint)
        result = Result(
            given[SH.focusNode],
            given.get(SH.resultPath),
            given.get(SH.value),
            given[SH.sourceShape],
            constraint,
            given[SH.sourceConstraintComponent],
            given[SH.resultSeverity],
        )
        yield rows.bind(result) if constraint is not None else result


class _Rows:
    """Finds the row of a constraint's query that a result came from.

    pySHACL puts the row's values into the message and forgets them. So the query is asked
    again, for the nodes with findings only.
    """

    def __init__(self, validator: Validator, data: _Data) -> None:
        self._shapes = validator.shacl_graph
        self._data = data
        self._left: dict[tuple[Node | None, Node], list[dict[str, Node]]] = {}

    def bind(self, result: Result) -> Result:
        key = (result.constraint, result.focus)
        if key not in self._left:
            self._left[key] = self._ask(result)
        rows = self._left[key]
        fits = next((row for row in rows if _is_row_of(row, result)), None)
        if fits is None:
            return result
        rows.remove(fits)
        return Result(
            result.focus,
            result.path,
            result.value,
            result.shape,
            result.constraint,
            result.component,
            result.severity,
            fits,
        )

    def _ask(self, result: Result) -> list[dict[str, Node]]:
        shape: Shape = self._shapes.lookup_shape_from_node(result.shape)
        select = self._shapes.graph.value(result.constraint, SH.select)
        helper = _QueryHelper(shape, result.constraint, str(select))
        helper.collect_prefixes()
        bound, text = helper.pre_bind_variables(result.focus)
        answer = self._data.query(helper.apply_prefixes(text), initBindings=bound)
        return [_named(row) for row in answer.bindings]


def _named(row: Mapping[Variable, Node]) -> dict[str, Node]:
    return {str(variable): value for variable, value in row.items()}


def _is_row_of(row: Mapping[str, Node], result: Result) -> bool:
    focus = row.get("this", result.focus)
    value = row.get("value")
    path = row.get("path")
    return (
        focus == result.focus
        and (value is None or value == result.value)
        and (path is None or path == result.path or isinstance(path, BNode))
    )
