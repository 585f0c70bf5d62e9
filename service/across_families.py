"""Families of indicators: members, verdicts on each pair with their reasons, and figures.

Figures stand side by side only where a verdict says that they may be compared. Must not know
templates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from service import asking
from service.asking import Row, Term
from service.namespaces import ID

COMPARABLE: Final = (
    str(ID["comparability/comparable"]),
    str(ID["comparability/comparable-after-conversion"]),
)
_FAMILIES: Final = "SELECT ?family { ?family a dxp:IndicatorFamily } ORDER BY ?family"
_MEMBERS: Final = (
    "SELECT DISTINCT ?family ?ward ?indicator { ?family dxp:familyMember ?indicator . ?indicator"
    " dxp:inEdition/dxp:editionOf/dxp:issuedBy ?ward . ?ward a dxp:Municipality }"
)
_VERDICTS: Final = (
    "SELECT ?family ?how (COUNT(?v) AS ?n) { ?v dxp:verdictIn ?family ; dxp:comparability ?how }"
    " GROUP BY ?family ?how ORDER BY ?family ?how"
)


@dataclass
class Family:
    """A family in the list.

    Attributes:
        iri: the family.
        members: how many indicators each ward has in it.
        verdicts: how many pairs have each verdict (IRI).
    """

    iri: str
    members: dict[str, int] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)


@dataclass
class Verdict:
    """What may be said of two indicators beside each other.

    Attributes:
        iri: the record.
        how: the verdict (IRI).
        first: one indicator.
        second: the other.
        justification: why, in the language of the page.
        conversion: how one is made of the other, or empty.
        reasons: rows with dimension, outcome, and what each document says.
        figures: year and kind with the figures of both; only if they may be compared.
    """

    iri: str
    how: str
    first: str
    second: str
    justification: str
    conversion: str
    reasons: list[Row]
    figures: list[tuple[Term, Term, list[str], list[str]]]

    @property
    def comparable(self) -> bool:
        """Whether the figures may stand side by side."""
        return self.how in COMPARABLE


def families() -> list[Family]:
    """Return all families, in the order of their IRIs."""
    known = {row["family"].value: Family(row["family"].value) for row in asking.select(_FAMILIES)}
    for row in asking.select(_MEMBERS):
        members = known[row["family"].value].members
        members[row["ward"].value] = members.get(row["ward"].value, 0) + 1
    for row in asking.select(_VERDICTS):
        if "family" in row:
            known[row["family"].value].verdicts[row["how"].value] = int(row["n"].value)
    return list(known.values())


def about(family: str, language: str) -> str:
    """Return what a family measures, in a language."""
    rows = asking.select(f"SELECT ?text {{ {asking.iri(family)} dxp:summary ?text }}")
    return next((row["text"].value for row in rows if row["text"].language == language), "")


def members(family: str) -> list[Row]:
    """Return the indicators of a family with ward, edition, unit and way of counting."""
    return asking.select(
        "SELECT DISTINCT ?ward ?edition ?indicator ?inunit ?quantity {"
        f" {asking.iri(family)} dxp:familyMember ?indicator . ?indicator dxp:inEdition ?edition ."
        " ?edition dxp:editionOf/dxp:issuedBy ?ward . ?ward a dxp:Municipality"
        " OPTIONAL { ?indicator dxp:unit ?inunit }"
        " OPTIONAL { ?indicator dxp:quantityKind ?quantity } } ORDER BY ?ward ?edition ?indicator"
    )


def verdicts(family: str, language: str) -> list[Verdict]:
    """Return the verdicts of a family, the comparable ones first.

    Args:
        family: a family; one of ``families``.
        language: of reasons, "ja" or "en".
    """
    spoken = asking.literal(language)
    rows = asking.select(
        f"SELECT ?v ?how ?first ?second ?why ?formula {{ ?v dxp:verdictIn {asking.iri(family)} ;"
        " dxp:comparability ?how ; dxp:firstIndicator ?first ; dxp:secondIndicator ?second ;"
        f" dxp:justification ?why FILTER(LANG(?why) = {spoken})"
        f" OPTIONAL {{ ?v dxp:conversionFormula ?formula FILTER(LANG(?formula) = {spoken}) }} }}"
        " ORDER BY ?v"
    )
    reasons, figures = _reasons(family, spoken), _figures(family)
    found = [_verdict(row, reasons, figures) for row in rows]
    return sorted(found, key=lambda each: (not each.comparable, each.iri))


def _reasons(family: str, spoken: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in asking.select(
        f"SELECT ?v ?dimension ?outcome ?one ?two {{ ?v dxp:verdictIn {asking.iri(family)} ."
        " ?reason dxp:reasonOf ?v ; dxp:comparisonDimension ?dimension ;"
        " dxp:dimensionOutcome ?outcome ; dxp:firstSays ?one ; dxp:secondSays ?two"
        f" FILTER(LANG(?one) = {spoken} && LANG(?two) = {spoken}) }}"
        " ORDER BY ?v ?outcome ?dimension"
    ):
        found[row["v"].value].append(row)
    return found


Figures = dict[str, dict[tuple[Term, Term], list[str]]]


def _figures(family: str) -> Figures:
    """Return the printed figures of each indicator by year and kind."""
    found: Figures = defaultdict(lambda: defaultdict(list))
    for row in asking.select(
        f"SELECT DISTINCT ?indicator ?year ?kind ?text {{ {asking.iri(family)} dxp:familyMember"
        " ?indicator . ?value dxp:valueOf ?indicator ; dxp:fiscalYear ?year ;"
        " dxp:valueKind ?kind ; dxp:printedValue ?text } ORDER BY ?year ?kind ?indicator ?text"
    ):
        found[row["indicator"].value][row["year"], row["kind"]].append(row["text"].value)
    return found


def _verdict(row: Row, reasons: dict[str, list[Row]], figures: Figures) -> Verdict:
    verdict = Verdict(
        iri=row["v"].value,
        how=row["how"].value,
        first=row["first"].value,
        second=row["second"].value,
        justification=row["why"].value,
        conversion=row["formula"].value if "formula" in row else "",
        reasons=reasons.get(row["v"].value, []),
        figures=[],
    )
    if verdict.comparable:
        one, two = figures.get(verdict.first, {}), figures.get(verdict.second, {})
        verdict.figures = [
            (*key, one.get(key, []), two.get(key, [])) for key in sorted(one.keys() | two.keys())
        ]
    return verdict
