"""What the page of one kind of thing has besides facts: tables, each the answer to one query.

A row of the table here is a section: the class, the name of its title, the query, whose variables
are the columns. Must not know templates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from service import asking
from service.asking import Row, Term
from service.namespaces import DXP, ID, PREFIXES

_CONCEPT: Final = PREFIXES["skos"] + "Concept"
_SCHEME: Final = PREFIXES["skos"] + "ConceptScheme"
_THEMES: Final = str(ID["theme/"])
_PERIOD: Final = """
  OPTIONAL { ?edition dxp:firstFiscalYear ?first } OPTIONAL { ?edition dxp:lastFiscalYear ?last }
  OPTIONAL { ?edition dxp:editionStatus ?status }"""
_UNITS: Final = "SELECT ?unit { ?unit dxp:unitOf $X } ORDER BY ?unit"
_NUMBERED: Final = "OPTIONAL { ?element dxp:printedNumber ?number }"
_ITEMS: Final = (
    "SELECT ?item (MIN(?n) AS ?number) (COUNT(DISTINCT ?e) AS ?answering) {"
    " ?item dxp:itemOf $X OPTIONAL { ?item dxp:printedNumber ?n }"
    " OPTIONAL { ?item dxp:answeredBy ?e } OPTIONAL { ?item dxp:position ?at } }"
    " GROUP BY ?item ?at ORDER BY ?at ?item"
)
_ANSWERING: Final = (
    f"SELECT DISTINCT ?edition ?number ?element {{ $X dxp:answeredBy ?element ."
    f" OPTIONAL {{ ?element dxp:inEdition ?edition }} {_NUMBERED} }} ORDER BY ?edition ?element"
)
_RESPONSIBLE: Final = (
    f"SELECT DISTINCT ?edition ?number ?element {{ ?element dxp:responsibleBody $X"
    f" OPTIONAL {{ ?element dxp:inEdition ?edition }} {_NUMBERED} }} ORDER BY ?edition ?element"
)
_ROLES: Final = (
    "SELECT ?role ?body { ?m dxp:roleHolder $X ; dxp:roleIn ?body OPTIONAL { ?m dxp:role ?role } }"
    " ORDER BY ?body ?role"
)
_ALIKE: Final = (
    "SELECT DISTINCT ?via ?edition ?number ?element { VALUES ?how { dxp:answers dxp:theme }"
    " $X ?how ?via . ?element ?how ?via ; dxp:inEdition ?edition . $X dxp:inEdition ?own"
    " FILTER(?edition != ?own) OPTIONAL { ?element dxp:printedNumber ?number } }"
    " ORDER BY ?via ?edition ?element LIMIT 100"
)
_MENTIONS: Final = (
    "SELECT DISTINCT ?edition ?element { ?element dxp:refersTo $X"
    " OPTIONAL { ?element dxp:inEdition ?edition } } ORDER BY ?edition ?element"
)
# class, title, query; $X is the thing
_SECTIONS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "Municipality",
        "section_editions",
        f"SELECT ?edition ?first ?last ?status {{ ?edition a dxp:PlanEdition ;"
        f" dxp:issuedBy $X {_PERIOD} }} ORDER BY ?first ?edition",
    ),
    (
        "Municipality",
        "section_documents",
        "SELECT ?document ?issued { ?document a dxp:SourceDocument ; dxp:issuedBy $X"
        " OPTIONAL { ?document dcterms:issued ?issued } } ORDER BY ?document",
    ),
    ("Municipality", "section_units", _UNITS),
    (
        "Plan",
        "section_editions",
        f"SELECT ?edition ?first ?last ?status {{ ?edition dxp:editionOf $X {_PERIOD} }}"
        " ORDER BY ?first ?edition",
    ),
    (
        "PlanEdition",
        "section_documents",
        "SELECT ?document { ?document a dxp:SourceDocument ; dxp:holdsTextOf $X }"
        " ORDER BY ?document",
    ),
    (
        "PlanEdition",
        "section_indicators",
        "SELECT ?indicator ?element { ?indicator a dxp:Indicator ; dxp:inEdition $X"
        " OPTIONAL { ?indicator dxp:indicatorOf ?element } } ORDER BY ?element ?indicator",
    ),
    ("Goal", "section_alike", _ALIKE),
    ("Measure", "section_alike", _ALIKE),
    ("Initiative", "section_alike", _ALIKE),
    ("Activity", "section_alike", _ALIKE),
    ("Department", "section_responsible", _RESPONSIBLE),
    ("Department", "section_units", _UNITS),
    ("Department", "section_roles", _ROLES),
    ("Post", "section_roles", _ROLES),
    ("Partner", "section_responsible", _RESPONSIBLE),
    ("UnspecifiedGroup", "section_responsible", _RESPONSIBLE),
    ("PublicBody", "section_units", _UNITS),
    (
        "Policy",
        "section_versions",
        "SELECT ?version ?number ?issued { ?version dxp:versionOf $X"
        " OPTIONAL { ?version dxp:versionNumber ?number }"
        " OPTIONAL { ?version dcterms:issued ?issued } } ORDER BY ?version",
    ),
    ("Policy", "section_items", _ITEMS),
    ("PolicyVersion", "section_items", _ITEMS),
    ("Policy", "section_answering", _ANSWERING),
    ("PolicyVersion", "section_answering", _ANSWERING),
    ("PolicyItem", "section_answering", _ANSWERING),
    ("Policy", "section_mentions", _MENTIONS),
    ("InformationSystem", "section_mentions", _MENTIONS),
    (
        "InformationSystem",
        "section_parts",
        "SELECT ?system { ?system dxp:systemPartOf $X } ORDER BY ?system",
    ),
    (
        "IndicatorFamily",
        "section_indicators",
        "SELECT ?indicator ?edition { $X dxp:familyMember ?indicator"
        " OPTIONAL { ?indicator dxp:inEdition ?edition } } ORDER BY ?edition ?indicator",
    ),
)
_CONCEPTS: Final = (
    "section_concepts",
    "SELECT ?concept { ?concept skos:inScheme $X } ORDER BY ?concept",
)
_OF_THEME: Final = (
    "section_theme",
    f"SELECT DISTINCT ?edition ?number ?element {{ ?element dxp:theme $X ; a dxp:PlanElement"
    f" OPTIONAL {{ ?element dxp:inEdition ?edition }} {_NUMBERED} }} ORDER BY ?edition ?element",
)


@dataclass
class Section:
    """A table on the page of a thing.

    Attributes:
        title: name of the text.
        columns: the variables that have a value in any row; the texts are named ``col_<variable>``.
        rows: the answer.
    """

    title: str
    columns: list[str]
    rows: list[Row]

    def mentioned(self) -> set[str]:
        """Return every IRI that a page must name."""
        terms: list[Term] = [term for row in self.rows for term in row.values()]
        return {term.value for term in terms if term.kind == "uri"}


def load(iri: str, kinds: list[str]) -> list[Section]:
    """Return the sections for a thing of these classes, without empty ones."""
    locals_ = {kind.removeprefix(str(DXP)) for kind in kinds}
    wanted = [(title, query) for kind, title, query in _SECTIONS if kind in locals_]
    if _SCHEME in kinds:
        wanted.append(_CONCEPTS)
    if _CONCEPT in kinds and iri.startswith(_THEMES):
        wanted.append(_OF_THEME)
    found = [_ask(title, query, iri) for title, query in wanted]
    return [section for section in found if section.rows]


def _ask(title: str, query: str, iri: str) -> Section:
    rows = asking.select(query.replace("$X", asking.iri(iri)))
    order = [word.strip("?)") for word in query.partition("{")[0].split() if word.startswith("?")]
    used = [name for name in dict.fromkeys(order) if any(name in row for row in rows)]
    return Section(title, used, rows)
