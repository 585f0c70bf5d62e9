"""The questions of ``dxplan bench``: of each kind in the library, with the answer's known size.

Each question says how much one municipality adds to its figure; the sum over all, cut at the
question's own limit, is what every engine must come to. Counted in the imagined plans
(``service.bench_model``), so no engine is its own judge. Must not know who is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from service import bench_model as model
from service.bench_graph import IDS, ONTOLOGY, common, lines_of
from service.bench_model import ACTUAL, DELAYED, TARGET, Edition, Element, Indicator, Municipality

PREFIXES: Final = (
    f"PREFIX dxp: <{ONTOLOGY}>\n"
    "PREFIX dcterms: <http://purl.org/dc/terms/>\n"
    "PREFIX prov: <http://www.w3.org/ns/prov#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    f"PREFIX status: <{IDS}status/>\n"
    f"PREFIX value-kind: <{IDS}value-kind/>\n"
)
WARD: Final = "m3"  # the one that is asked about; there from four municipalities on
_EDITION: Final = f"{WARD}/plan-1"
_AT: Final = f"<{IDS}{WARD}>"
_IN: Final = f"<{IDS}{_EDITION}>"
_TOP: Final = 20
_WORD: Final = "キャッシュレス決済"


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        name: what it asks, in a few words.
        kind: of which kind it is.
        text: in SPARQL.
        part: how much one municipality adds to the figure: rows, triples, or the one number that is
            the answer; 1 for true.
        base: what is there without any municipality.
        most: the figure can be no more than this; 0 for no limit.
        latest: whether it is a NOT EXISTS or latest-value question, which the goals name.
    """

    name: str
    kind: str
    text: str
    part: Callable[[Municipality], int]
    base: int = 0
    most: int = 0
    latest: bool = False


def expected(municipalities: Iterable[Municipality]) -> dict[str, int]:
    """Return the figure of each question, counted in the imagined plans in one pass."""
    totals = {question.name: question.base for question in QUESTIONS}
    for municipality in municipalities:
        for question in QUESTIONS:
            totals[question.name] += question.part(municipality)
    limits = {question.name: question.most for question in QUESTIONS}
    return {name: min(n, limits[name]) if limits[name] else n for name, n in totals.items()}


# --- what a municipality has ---


def _elements(m: Municipality, *levels: str) -> list[Element]:
    every = (element for edition in m.editions for element in edition.elements)
    return [element for element in every if not levels or element.level in levels]


def _indicators(m: Municipality) -> list[Indicator]:
    return [indicator for edition in m.editions for indicator in edition.indicators]


def _kinds(indicator: Indicator) -> set[str]:
    return {kind for kind, *_ in indicator.values}


def _with(m: Municipality, *kinds: str) -> int:
    return sum(_kinds(indicator) >= set(kinds) for indicator in _indicators(m))


def _asked(count: Callable[[Municipality], int]) -> Callable[[Municipality], int]:
    """Count in the one municipality that is asked about."""
    return lambda m: count(m) if m.path == WARD else 0


def _in_edition(count: Callable[[Edition], int]) -> Callable[[Municipality], int]:
    """Count in the one edition that is asked about."""
    return _asked(lambda m: sum(count(e) for e in m.editions if e.path == _EDITION))


def _not_continued(m: Municipality) -> int:
    continued = {element.earlier for element in _elements(m)}
    return sum(element.path not in continued for element in _elements(m, "Measure"))


def _below_cited(m: Municipality) -> int:
    cited = {element.path for element in _elements(m) if element.policies}
    return sum(bool(cited & set(e.above)) for e in _elements(m, "Initiative"))


def _without_indicator(m: Municipality) -> int:
    measured = {indicator.element for indicator in _indicators(m)}
    above = {e.above[-1] for e in _elements(m) if e.path in measured}
    return sum(e.path not in measured | above for e in _elements(m, "Measure"))


def _departments_in_charge(m: Municipality) -> int:
    return len({office for element in _elements(m) for office in element.offices})


def _delayed(m: Municipality) -> int:
    return sum(element.status == DELAYED for element in _elements(m))


def _latest_rows(m: Municipality) -> int:
    return _with(m, ACTUAL)


def _values(m: Municipality) -> int:
    return sum(len(indicator.values) for indicator in _indicators(m))


def _neighbours(edition: Edition) -> int:
    """Count the elements of an edition and those directly below others in charge of a policy."""
    return sum(len(e.policies) + len(e.offices) for e in edition.elements)


def _triples(m: Municipality) -> int:
    return len(lines_of(m).lines)


def _in_graphs(m: Municipality) -> int:
    return len(m.editions)


# --- the questions ---

QUESTIONS: Final = (
    Question(
        "all about one element",
        "lookup",
        f"SELECT ?p ?o {{ <{IDS}{_EDITION}/measure/0> ?p ?o }}",
        _in_edition(lambda e: _about(next(x for x in e.elements if x.level == "Measure"))),
    ),
    Question(
        "the tree of an edition",
        "tree",
        f"""SELECT ?element ?class ?name ?parent ?number {{
  ?element dxp:inEdition {_IN} ; a ?class ; rdfs:label ?name ; dxp:parent ?parent .
  VALUES ?class {{ dxp:Vision dxp:Goal dxp:Measure dxp:Initiative dxp:Activity }}
  OPTIONAL {{ ?element dxp:printedNumber ?number }}
}} ORDER BY ?element""",
        _in_edition(lambda e: len(e.elements)),
    ),
    Question(
        "all that stands below an edition",
        "path",
        f"SELECT ?x {{ ?x dxp:parent+ {_IN} }}",
        _in_edition(lambda e: len(e.elements)),
    ),
    Question(
        "departments below a municipality",
        "path",
        "SELECT (COUNT(*) AS ?n) { ?d a dxp:Department ; dxp:unitOf+ ?m . ?m a dxp:Municipality }",
        lambda _: model.DEPARTMENTS,
    ),
    Question(
        "who is in charge of what refers to a policy",
        "join",
        f"""SELECT ?element ?department ?policy {{
  ?element dxp:refersTo ?policy ; dxp:responsibleBody ?department ; dxp:inEdition ?edition .
  ?edition dxp:editionOf/dxp:issuedBy {_AT} .
}}""",
        _asked(lambda m: sum(len(e.policies) * len(e.offices) for e in _elements(m))),
    ),
    Question(
        "the lines of a municipality's values",
        "join",
        f"""SELECT ?value ?printed ?file ?line {{
  ?value dxp:valueOf ?indicator ; dxp:printedValue ?printed ; prov:wasDerivedFrom ?place .
  ?indicator dxp:inEdition/dxp:editionOf/dxp:issuedBy {_AT} .
  ?place dxp:firstLine ?line ; dcterms:isPartOf/dxp:fileName ?file .
}} ORDER BY ?value""",
        _asked(_values),
    ),
    Question(
        "latest value of each indicator",
        "NOT EXISTS",
        """SELECT ?i ?y ?n {
  ?v dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:numericValue ?n ;
     dxp:fiscalYear/dxp:fiscalYearNumber ?y .
  FILTER NOT EXISTS {
    ?w dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:fiscalYear/dxp:fiscalYearNumber ?z .
    FILTER ( ?z > ?y )
  }
}""",
        _latest_rows,
        latest=True,
    ),
    Question(
        "latest values of one municipality",
        "NOT EXISTS",
        f"""SELECT ?i ?y ?n {{
  ?i a dxp:Indicator ; dxp:inEdition/dxp:editionOf/dxp:issuedBy {_AT} .
  ?v dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:numericValue ?n ;
     dxp:fiscalYear/dxp:fiscalYearNumber ?y .
  FILTER NOT EXISTS {{
    ?w dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:fiscalYear/dxp:fiscalYearNumber ?z .
    FILTER ( ?z > ?y )
  }}
}}""",
        _asked(_latest_rows),
        latest=True,
    ),
    Question(
        "latest values by MAX",
        "sub-select",
        """SELECT ?i ?y ?n {
  { SELECT ?i (MAX(?z) AS ?y) { ?w dxp:valueOf ?i ; dxp:valueKind value-kind:actual ;
      dxp:fiscalYear/dxp:fiscalYearNumber ?z } GROUP BY ?i }
  ?v dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:numericValue ?n ;
     dxp:fiscalYear/dxp:fiscalYearNumber ?y .
}""",
        _latest_rows,
    ),
    Question(
        "indicators without a target",
        "NOT EXISTS",
        """SELECT ?i { ?i a dxp:Indicator
  FILTER NOT EXISTS { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target } }""",
        lambda m: len(_indicators(m)) - _with(m, TARGET),
        latest=True,
    ),
    Question(
        "the same by OPTIONAL",
        "no counterpart",
        """SELECT ?i { ?i a dxp:Indicator
  OPTIONAL { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target } FILTER ( !BOUND(?v) ) }""",
        lambda m: len(_indicators(m)) - _with(m, TARGET),
    ),
    Question(
        "the same by MINUS",
        "no counterpart",
        """SELECT ?i { ?i a dxp:Indicator
  MINUS { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target } }""",
        lambda m: len(_indicators(m)) - _with(m, TARGET),
    ),
    Question(
        "measures that no later one continues",
        "NOT EXISTS",
        """SELECT ?e { ?e a dxp:Measure
  FILTER NOT EXISTS { ?c dxp:earlierElement ?e ; dxp:laterElement ?l . ?l a dxp:Measure } }""",
        _not_continued,
        latest=True,
    ),
    Question(
        "measures without indicator, nor below",
        "NOT EXISTS",
        """SELECT ?e { ?e a dxp:Measure FILTER NOT EXISTS {
  { ?x dxp:indicatorOf ?e } UNION { ?c dxp:parent ?e . ?x dxp:indicatorOf ?c } } }""",
        _without_indicator,
        latest=True,
    ),
    Question(
        "initiatives below what refers to a policy",
        "EXISTS, path",
        """SELECT ?i { ?i a dxp:Initiative
  FILTER EXISTS { ?i dxp:parent+/dxp:refersTo ?p } }""",
        _below_cited,
    ),
    Question(
        "busiest departments",
        "aggregate, top",
        f"""SELECT ?d ?name (COUNT(DISTINCT ?e) AS ?n) {{
  ?e a dxp:PlanElement ; dxp:responsibleBody ?d . ?d a dxp:Department ; rdfs:label ?name .
}} GROUP BY ?d ?name ORDER BY DESC(?n) ?d LIMIT {_TOP}""",
        _departments_in_charge,
        most=_TOP,
    ),
    Question(
        "elements with a word in the name",
        "label search",
        f"""SELECT ?e ?name {{ ?e a dxp:Measure ; rdfs:label ?name
  FILTER ( CONTAINS(?name, "{_WORD}") ) }}""",
        lambda m: sum(e.topic == _WORD for e in _elements(m, "Measure")),
    ),
    Question(
        "theme by municipality, with zeros",
        "matrix",
        """SELECT ?theme ?m (COUNT(DISTINCT ?e) AS ?n) {
  { ?theme skos:inScheme <https://w3id.org/dxplan/id/theme> . ?m a dxp:Municipality }
  UNION
  { ?e dxp:theme ?theme ; a dxp:Measure ; dxp:inEdition/dxp:editionOf/dxp:issuedBy ?m }
} GROUP BY ?theme ?m""",
        lambda _: model.THEMES,
    ),
    Question(
        "delayed activities with reason and new year",
        "OPTIONAL chain",
        """SELECT ?activity ?name ?reason ?year {
  ?assessment dxp:status status:delayed ; dxp:assesses ?activity . ?activity rdfs:label ?name .
  OPTIONAL { ?change dxp:scheduleChangeOf ?activity ; dxp:summary ?reason .
    OPTIONAL { ?change dxp:newFiscalYear/dxp:fiscalYearNumber ?year } }
}""",
        _delayed,
    ),
    Question(
        "what stands beside an edition's elements",
        "UNION",
        f"""SELECT ?e ?x {{ ?e dxp:inEdition {_IN} .
  {{ ?e dxp:refersTo ?x }} UNION {{ ?e dxp:responsibleBody ?x }} }}""",
        _in_edition(_neighbours),
    ),
    Question(
        "most cited policies, with their kind",
        "sub-select, top",
        f"""SELECT ?policy ?name ?kind ?n {{
  {{ SELECT ?policy (COUNT(*) AS ?n) {{ ?r dxp:referent ?policy ; dxp:referrer ?e .
      ?e a dxp:PlanElement }} GROUP BY ?policy ORDER BY DESC(?n) ?policy LIMIT {_TOP} }}
  ?policy rdfs:label ?name ; dxp:policyKind ?kind .
}}""",
        lambda _: 0,
        base=_TOP,
    ),
    Question(
        "how many editions refer to each kind of policy",
        "aggregate",
        """SELECT ?kind (COUNT(DISTINCT ?edition) AS ?n) {
  ?e dxp:refersTo ?policy ; dxp:inEdition ?edition . ?policy dxp:policyKind ?kind
} GROUP BY ?kind""",
        lambda _: 0,
        base=5,
    ),
    Question(
        "an edition's tree as a graph",
        "CONSTRUCT",
        f"""CONSTRUCT {{ ?e rdfs:label ?l ; dxp:parent ?p }} WHERE {{
  ?e dxp:inEdition {_IN} ; rdfs:label ?l ; dxp:parent ?p }}""",
        _in_edition(lambda e: 2 * len(e.elements)),
    ),
    Question(
        "one municipality described",
        "DESCRIBE",
        f"DESCRIBE {_AT}",
        _asked(lambda _: 3),
    ),
    Question(
        "whether any activity is delayed",
        "ASK",
        "ASK { ?a dxp:status status:delayed ; dxp:assesses ?e . ?e a dxp:Activity }",
        lambda m: min(1, _delayed(m)),
        most=1,
    ),
    Question(
        "number of all triples",
        "COUNT",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        _triples,
        base=len(common().lines),
    ),
    Question(
        "triples of each graph of a municipality",
        "GRAPH",
        f"""SELECT ?g (COUNT(*) AS ?n) {{
  ?document dxp:transcribedIn ?g ; dxp:issuedBy {_AT} . GRAPH ?g {{ ?s ?p ?o }}
}} GROUP BY ?g""",
        _asked(_in_graphs),
    ),
)


def _about(element: Element) -> int:
    """Count the triples that have an element as their subject."""
    stated = 10  # class, two names, edition, parent, theme, number, position, summary, place
    inferred = 2 + len(element.above) + len(element.offices) + len(element.policies)
    return stated + inferred
