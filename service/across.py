"""``/explore``: pages that look across wards, editions and years.

Each page asks its module for values and names what it shows. Works without scripts. Must not know
how values are found, nor how a page looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for

from service import (
    across_choice,
    across_editions,
    across_families,
    across_lists,
    across_matrix,
    across_progress,
    across_timeline,
    across_wards,
    comparison,
    keeping,
    language,
    rendering,
)
from service.asking import Row
from service.names import names

routes: Final = Blueprint("across", __name__)
# what the list of pages shows: view, name of the title (its description is "about_<title>")
PAGES: Final = (
    ("across.policies", "across_policies"),
    ("across.themes", "across_themes"),
    ("across.families", "across_families"),
    ("across.wards", "across_wards"),
    ("across.editions", "across_editions"),
    ("across.progress", "across_progress"),
    ("across.organisation", "across_organisation"),
    ("across.timeline", "across_timeline"),
)


class Choice(NamedTuple):
    """A link to the same page for something else."""

    address: str
    iri: str
    current: bool


@routes.get("/explore")
@keeping.kept
def index() -> Response:
    """List the pages across wards, and the lists."""
    return rendering.page("across_index.html", pages=PAGES, lists=across_lists.KINDS)


@routes.get("/explore/policies")
@keeping.kept
def policies() -> Response:
    """Show policies against wards."""
    wards = across_choice.wards()
    found = across_matrix.policies(wards)
    used = [*wards, *(m.scope for m in found), *(item for m in found for item, _ in m.rows)]
    return _page(
        "across_policies.html", used, wards=wards, matrices=found, bases=across_matrix.BASES
    )


@routes.get("/explore/policies/cell")
@keeping.kept
def policy_cell() -> Response:
    """Show why elements of a ward answer an item of policy, or why none does."""
    wards, items = across_choice.wards(), across_matrix.items()
    item = across_choice.chosen("item", items, next(iter(items)))
    ward = across_choice.chosen("ward", wards, wards[0])
    spoken = language.of(request)
    found = across_matrix.evidence(item, ward, spoken)
    used = [item, ward, items[item], *_mentioned(row for rows in found.values() for row in rows)]
    cell = across_matrix.cell(item, items[item], ward)
    return _page(
        "across_policy_cell.html",
        used,
        item=item,
        ward=ward,
        scope=items[item],
        cell=cell,
        evidence=found,
        against=len({row["element"] for row in found["inferred"] if "reason" in row}),
    )


@routes.get("/explore/themes")
@keeping.kept
def themes() -> Response:
    """Show themes against wards."""
    wards, every = across_choice.wards(), across_matrix.themes()
    counts = across_matrix.on_themes()
    return _page(
        "across_themes.html",
        [*wards, *every],
        wards=wards,
        themes=every,
        counts=counts,
    )


@routes.get("/explore/themes/cell")
@keeping.kept
def theme_cell() -> Response:
    """Show what a ward has on a theme, and why it is held to be on it."""
    wards, every = across_choice.wards(), across_matrix.themes()
    theme = across_choice.chosen("theme", every, every[0])
    ward = across_choice.chosen("ward", wards, wards[0])
    rows = across_matrix.on_theme(theme, ward, language.of(request))
    return _page(
        "across_theme_cell.html",
        [theme, ward, *_mentioned(rows)],
        theme=theme,
        ward=ward,
        rows=rows,
    )


@routes.get("/explore/families")
@keeping.kept
def families() -> Response:
    """List the families of indicators with members and verdicts."""
    wards, found = across_choice.wards(), across_families.families()
    used = [*wards, *(f.iri for f in found), *(how for f in found for how in f.verdicts)]
    return _page("across_families.html", used, wards=wards, families=found)


@routes.get("/explore/families/<end>")
@keeping.kept
def family(end: str) -> Response:
    """Show a family: its indicators, and the verdict on each pair with its reasons."""
    iri = across_choice.found(end, (each.iri for each in across_families.families()))
    spoken = language.of(request)
    members, verdicts = across_families.members(iri), across_families.verdicts(iri, spoken)
    used = [iri, *_mentioned(members), *(verdict.how for verdict in verdicts)]
    for verdict in verdicts:
        used += _mentioned(verdict.reasons)
        used += [term.value for year, kind, _, _ in verdict.figures for term in (year, kind)]
    return _page(
        "across_family.html",
        used,
        iri=iri,
        about=across_families.about(iri, spoken),
        members=members,
        verdicts=verdicts,
        edition_of={row["indicator"].value: row["edition"].value for row in members},
    )


@routes.get("/explore/wards")
@keeping.kept
def wards() -> Response:
    """Show two wards beside each other, theme by theme."""
    every = across_choice.wards()
    first = across_choice.chosen("first", every, every[0])
    second = across_choice.chosen("second", every, next(w for w in every if w != first))
    both = across_wards.by_theme(first), across_wards.by_theme(second)
    rows = (row for side in both for each in side.values() for row in each.elements)
    themes = across_matrix.themes()
    return _page(
        "across_wards.html",
        [*every, *themes, *_mentioned(rows)],
        wards=every,
        first=first,
        second=second,
        both=both,
        themes=themes,
    )


@routes.get("/explore/editions")
@keeping.kept
def editions() -> Response:
    """Show what changed between two editions of a plan."""
    pairs = across_editions.pairs()
    known = {f"{across_choice.short(a)}..{across_choice.short(b)}": (a, b) for a, b in pairs}
    asked = across_choice.chosen("pair", known, next(iter(known)))
    first, second = known[asked]
    found = across_editions.changes(first, second)
    kind = across_choice.chosen("kind", comparison.KINDS, "")
    shown = [change for change in found if not kind or kind in change.kinds]
    choices = [
        Choice(rendering.url("across.editions", pair=short), short, short == asked)
        for short in known
    ]
    rdf = urlencode({"query": comparison.construct(first, second), "format": "turtle"})
    used = [iri for pair in pairs for iri in pair]
    used += [side.iri for c in shown for side in (c.earlier, c.later) if side]
    return _page(
        "across_editions.html",
        used,
        first=first,
        second=second,
        asked=asked,
        kind=kind,
        changes=shown,
        table=across_editions.table(found),
        choices=choices,
        pairs=known,
        kinds=comparison.KINDS,
        levels=comparison.LEVELS,
        rdf=f"/sparql?{rdf}",
        reasons=across_editions.reasons(shown, language.of(request)),
        every=found,
    )


@routes.get("/explore/progress")
@keeping.kept
def progress() -> Response:
    """Show how far elements are, as the documents judge it."""
    boards = across_progress.boards(language.of(request))
    used: list[str] = []
    for board in boards:
        changes = (row for rows in board.changes.values() for row in rows)
        used += [board.edition, *board.groups, *board.counts, *_mentioned(board.judged)]
        used += [*_mentioned(changes), *([board.year] if board.year else [])]
    return _page("across_progress.html", used, boards=boards)


@routes.get("/explore/organisation")
@keeping.kept
def organisation() -> Response:
    """Show the departments, committees and chairs of a ward."""
    every = across_choice.wards()
    ward = across_choice.chosen("ward", every, every[0])
    units, bodies = across_wards.departments(ward), across_wards.bodies(ward)
    used = [*every, *(unit for unit, _ in units), *bodies]
    used += [iri for roles in bodies.values() for role in roles for iri in (role.role, role.holder)]
    choices = [
        Choice(rendering.url("across.organisation", ward=name), each, each == ward)
        for each, name in ((each, across_choice.short(each)) for each in every)
    ]
    return _page(
        "across_organisation.html", used, ward=ward, units=units, bodies=bodies, choices=choices
    )


@routes.get("/explore/timeline")
@keeping.kept
def timeline() -> Response:
    """Show when plans ran and what happened to policies."""
    plans, events = across_timeline.editions(), across_timeline.events()
    drawing = across_timeline.draw(plans, events)
    used = [*_mentioned(plans), *(line.iri for line in drawing.lines)]
    for event in events:
        used += [event.what, *event.policies, *([event.certainty] if event.certainty else [])]
    return _page("across_timeline.html", used, plans=plans, events=events, drawing=drawing)


@routes.get("/explore/list/<kind>")
@keeping.kept
def listing(kind: str) -> Response:
    """List everything of one kind."""
    across_choice.found(kind, across_lists.KINDS)
    part = across_lists.load(kind)
    return _page(
        "across_list.html", part.mentioned(), part=part, kind=kind, lists=across_lists.KINDS
    )


def addresses() -> Iterator[str]:
    """Yield the addresses of all these pages; those with a choice to make, for the first one.

    Raises:
        DxplanError: as the engine says.
    """
    yield url_for("across.index")
    yield from (url_for(view) for view, _ in PAGES)
    yield from (url_for("across.listing", kind=kind) for kind in across_lists.KINDS)
    ends = (each.iri.rpartition("/")[2] for each in across_families.families())
    yield from (url_for("across.family", end=end) for end in ends)


def _mentioned(rows: Iterable[Row]) -> list[str]:
    return [term.value for row in rows for term in row.values() if term.kind == "uri"]


def _page(template: str, used: Iterable[str], **values: Any) -> Response:
    return rendering.page(template, names=names(used), short=across_choice.short, **values)
