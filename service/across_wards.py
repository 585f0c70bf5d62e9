"""Two wards beside each other by theme, and the organisation of a ward.

Must not know templates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from service import asking
from service.asking import Row
from service.namespaces import ID

_ON_THEME: Final = (
    "SELECT DISTINCT ?theme ?edition ?number ?element { ?element dxp:theme ?theme ; a ?level ;"
    " dxp:inEdition|dxp:parent ?edition . ?edition dxp:editionOf/dxp:issuedBy $W"
    " VALUES ?level { dxp:Measure dxp:Initiative }"
    " OPTIONAL { ?element dxp:printedNumber ?number } } ORDER BY ?theme ?edition ?element"
)
_ACTIVITIES: Final = (
    "SELECT ?theme (COUNT(DISTINCT ?e) AS ?n) { ?e dxp:theme ?theme ; a dxp:Activity ;"
    " (dxp:inEdition|dxp:parent)/dxp:editionOf/dxp:issuedBy $W } GROUP BY ?theme"
)
_DEPARTMENTS: Final = (
    "SELECT ?unit (COUNT(DISTINCT ?e) AS ?n) { ?e a dxp:PlanElement ; dxp:responsibleBody ?unit ."
    " ?unit a dxp:Department ; dxp:unitOf+ $W } GROUP BY ?unit ORDER BY DESC(?n) ?unit"
)
_COMMITTEES: Final = (
    "SELECT DISTINCT ?body { ?body a dxp:Committee ; dxp:unitOf+ $W } ORDER BY ?body"
)
_ROLES: Final = (
    "SELECT DISTINCT ?body ?role ?holder ?place { ?m dxp:roleIn ?body ; dxp:role ?role ;"
    " dxp:roleHolder ?holder ; prov:wasDerivedFrom ?place . ?body dxp:unitOf* $W }"
    " ORDER BY ?body ?role ?holder ?place"
)
# the first among those who lead come first
_ORDER: Final = tuple(
    str(ID[f"role/{name}"])
    for name in ("chair", "leader", "chief-information-officer", "vice-chief-information-officer")
)


@dataclass
class OnTheme:
    """What one ward has on a theme.

    Attributes:
        elements: measures and initiatives.
        activities: how many activities besides.
    """

    elements: list[Row]
    activities: int


@dataclass
class Role:
    """A role and who holds it, with the lines that say so."""

    role: str
    holder: str
    places: list[str]


def by_theme(ward: str) -> dict[str, OnTheme]:
    """Return what a ward has on each theme."""
    thing = asking.iri(ward)
    found: dict[str, OnTheme] = defaultdict(lambda: OnTheme([], 0))
    for row in asking.select(_ON_THEME.replace("$W", thing)):
        found[row["theme"].value].elements.append(row)
    for row in asking.select(_ACTIVITIES.replace("$W", thing)):
        if "theme" in row:
            found[row["theme"].value].activities = int(row["n"].value)
    return found


def departments(ward: str) -> list[tuple[str, int]]:
    """Return the departments of a ward by the number of elements they are in charge of."""
    rows = asking.select(_DEPARTMENTS.replace("$W", asking.iri(ward)))
    return [(row["unit"].value, int(row["n"].value)) for row in rows if "unit" in row]


def bodies(ward: str) -> dict[str, list[Role]]:
    """Return the ward itself and its committees, each with its roles; leaders first."""
    thing = asking.iri(ward)
    found: dict[str, dict[tuple[str, str], Role]] = {ward: {}}
    found |= {row["body"].value: {} for row in asking.select(_COMMITTEES.replace("$W", thing))}
    for row in asking.select(_ROLES.replace("$W", thing)):
        key = row["role"].value, row["holder"].value
        roles = found.setdefault(row["body"].value, {})
        roles.setdefault(key, Role(*key, [])).places.append(row["place"].value)
    return {body: sorted(roles.values(), key=_leading) for body, roles in found.items()}


def _leading(role: Role) -> tuple[int, str, str]:
    place = _ORDER.index(role.role) if role.role in _ORDER else len(_ORDER)
    return place, role.role, role.holder
