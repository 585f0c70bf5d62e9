"""Lists of everything of one kind: one row of the table here each.

The columns are the variables of the query, their texts ``col_<variable>``. Must not know
templates.
"""

from __future__ import annotations

from typing import Final

from service import asking
from service.namespaces import ID
from service.things_sections import Section

_WARD: Final = (
    "?edition dxp:editionOf/dxp:issuedBy ?ward . ?ward a dxp:Municipality"  # of an edition
)
_NAMED: Final = 'rdfs:label ?name . FILTER(LANG(?name) = "ja")'
# the columns, the query
_QUERIES: Final[dict[str, tuple[str, str]]] = {
    "indicators": (
        "ward edition indicator element inunit family",
        "SELECT DISTINCT ?ward ?edition ?indicator ?element ?inunit ?family {"
        f" ?indicator a dxp:Indicator ; dxp:inEdition ?edition . {_WARD}"
        " OPTIONAL { ?indicator dxp:indicatorOf ?element }"
        " OPTIONAL { ?indicator dxp:unit ?inunit }"
        " OPTIONAL { ?family dxp:familyMember ?indicator } }"
        " ORDER BY ?ward ?edition ?indicator ?element",
    ),
    "policies": (
        "policykind policy issuer mentions",
        "SELECT ?policykind ?policy ?issuer (COUNT(DISTINCT ?x) AS ?mentions) {"
        " ?policy a dxp:Policy . OPTIONAL { ?policy dxp:policyKind ?policykind }"
        " OPTIONAL { ?policy dxp:issuedBy ?issuer } OPTIONAL { ?x dxp:refersTo ?policy } }"
        " GROUP BY ?policykind ?policy ?issuer ORDER BY ?policykind ?policy",
    ),
    "departments": (
        "ward unit charge",
        "SELECT ?ward ?unit (COUNT(DISTINCT ?e) AS ?charge) { ?unit a dxp:Department"
        " OPTIONAL { ?unit dxp:unitOf+ ?ward . ?ward a dxp:Municipality }"
        " OPTIONAL { ?e a dxp:PlanElement ; dxp:responsibleBody ?unit } }"
        " GROUP BY ?ward ?unit ORDER BY ?ward ?unit",
    ),
    "systems": (
        "system wards mentions",
        "SELECT ?system (COUNT(DISTINCT ?ward) AS ?wards) (COUNT(DISTINCT ?x) AS ?mentions)"
        f" {{ ?system a dxp:InformationSystem ; {_NAMED}"
        " OPTIONAL { ?x dxp:refersTo ?system . OPTIONAL { ?x"
        " dxp:inEdition?/dxp:editionOf/dxp:issuedBy ?ward . ?ward a dxp:Municipality } } }"
        " GROUP BY ?system ?name ORDER BY DESC(?wards) DESC(?mentions) ?name",
    ),
    "terms": (
        "glossary wards definitions",
        "SELECT ?glossary (COUNT(DISTINCT ?ward) AS ?wards) (COUNT(DISTINCT ?d) AS ?definitions)"
        " { ?d dxp:definesTerm ?glossary . ?glossary skos:prefLabel ?name"
        ' FILTER(LANG(?name) = "ja") GRAPH ?g { ?d a dxp:TermDefinition }'
        " ?source dxp:transcribedIn ?g ; dxp:issuedBy ?ward . ?ward a dxp:Municipality }"
        " GROUP BY ?glossary ?name ORDER BY DESC(?wards) ?name",
    ),
    "themes": (
        "theme elements wards",
        "SELECT ?theme (COUNT(DISTINCT ?e) AS ?elements) (COUNT(DISTINCT ?ward) AS ?wards)"
        f" {{ ?theme skos:inScheme <{ID['theme']}> OPTIONAL {{ ?e dxp:theme ?theme ;"
        " a dxp:PlanElement ; dxp:inEdition/dxp:editionOf/dxp:issuedBy ?ward ."
        " ?ward a dxp:Municipality } } GROUP BY ?theme ORDER BY ?theme",
    ),
}
KINDS: Final = tuple(_QUERIES)


def load(kind: str) -> Section:
    """Return a list.

    Args:
        kind: one of ``KINDS``.
    """
    columns, query = _QUERIES[kind]
    return Section(f"list_{kind}", columns.split(), [row for row in asking.select(query) if row])
