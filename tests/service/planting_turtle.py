"""Plants errors into a plan in Turtle, for tests: what goes where, and what must be found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from service.config import PROJECT
from service.namespaces import ID

_FOLDER: Final = PROJECT / "examples" / "mirai-ward" / "mirai"


@cache
def clean() -> str:
    """A whole plan as one file: the fictitious ward's."""
    files = sorted(_FOLDER.rglob("*.ttl"))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@dataclass(frozen=True)
class Plant:
    """An error to plant.

    Attributes:
        subject: whose description it goes into.
        old: what is there; it stands there once.
        new: what comes in its place.
        code: code that must be found.
        at: what stands on the line where it must be found; the subject's own line if nothing.
        twin: the same in another description, where the same is found.
    """

    subject: str
    old: str
    new: str
    code: str
    at: str = ""
    twin: tuple[str, str] = ("", "")


def missing(subject: str, line: str, code: str) -> Plant:
    """A statement that is left out: found where its subject stands."""
    return Plant(subject, f"  {line}\n", "", code)


def wrong(subject: str, old: str, new: str, code: str, at: str = "") -> Plant:
    """A value in the place of another: found on its line."""
    return Plant(subject, old, new, code, at or new)


PLANTS: Final = (
    missing("department:kumin-ka", 'dxp:unofficialLabel "Residents Section"@en ;', "Thing-english"),
    missing("department:kumin-ka", "dxp:unitOf municipality:mirai ;", "Department-unitOf"),
    wrong("department:kumin-ka", 'label "区民課"@ja', 'label "区民課"@en', "Thing-label-language"),
    wrong("group:kaku-ka", "UnspecifiedGroup", "Department", "Department-unspecified", '"各課"'),
    wrong("municipality:mirai", "139998", "139997", "Municipality-check-digit"),
    wrong("municipality:mirai", '"13999"', '"1399"', "Municipality-areaCode-form"),
    wrong("gap:01-02-1", "lost-in-text", "gone", "Scheme-absence"),
    wrong("indicator:01-01", "unit:procedure", "unit:procedures", "Scheme-unit"),
    missing("indicator:01-02", "dxp:direction direction:higher-is-better ;", "Indicator-direction"),
    missing(
        "indicator:01-03",
        "dxp:quantityKind quantity-kind:number-of-units ;",
        "Indicator-quantityKind",
    ),
    Plant(
        "indicator:01-03",
        "better ;\n  prov:wasDerivedFrom <#line=24,25> .",
        "better .",
        "Statement-source",
    ),
    wrong(
        "indicator:02-01",
        "indicator-role:evaluation ;",
        "indicator-role:evaluation ,\n    # one too many\n    indicator-role:outcome-goal ;",
        "Indicator-indicatorRole",
        "    indicator-role:outcome-goal ;",
    ),
    wrong("indicator:02-01", "dxp:indicatorOf goal:02", "dxp:indicatorOf goal:09", "PUB-UNKNOWN"),
    wrong(
        "goal:02", "parent edition:dx-plan-2025", f"parent <{ID}mirai/plan/dx-plan>", "Goal-parent"
    ),
    missing("measure:02", 'dxp:printedLabel "職員の力"@ja ;', "PlanElement-printedLabel"),
    wrong("measure:01", "<#line=11,12>", "<#line=11-12>", "Statement-source-form"),
    wrong(
        "initiative:01-01",
        '"申請の電子化を広げる。"@ja ,\n    "Takes more applications online."@en ;',
        '"申請の電子化を広げる。"@ja ;',
        "Initiative-summary",
        "initiative:01-01 a ",
    ),
    wrong(
        "initiative:01-02",
        '"Lets people book a time at the counter."@en',
        '"Lets people book a time at the counter."@ja',
        "Initiative-summary",
    ),
    wrong("initiative:01-02", '"1-②"', '"1-③"', "PUB-NUMBER-GAP"),
    wrong("initiative:02-01", "measure:02", "initiative:01-01", "PlanElement-parent-level"),
    missing("plan:dx-plan", "dxp:issuedBy municipality:mirai ;", "Plan-issuedBy"),
    wrong("edition:dx-plan-2025", "status:adopted", "status:agreed", "Scheme-editionStatus"),
    missing(
        "reference:dx-plan-2025-1",
        "dxp:relationKind relation-kind:legal-basis ;",
        "Reference-relationKind",
    ),
    wrong("reference:dx-plan-2025-1", "basis:declared", "basis:assumed", "Scheme-linkBasis"),
    Plant(
        "responsibility:01-01-2",
        "position 2",
        "position 1",
        "Responsibility-position-unique",
        "position 1",
        ("responsibility:01-01-1", "position 1"),
    ),
    wrong(
        "responsibility:01-02-1",
        "department:kumin-ka",
        "department:shimin-ka",
        "Responsibility-responsibleUnit-class",
    ),
    missing("responsibility:02-01-1", "dxp:position 1 ;", "Responsibility-position"),
    missing(
        "<https://w3id.org/dxplan/source/mirai-dx-plan-2025>",
        "dxp:lineCount 36 ;",
        "SourceDocument-lineCount",
    ),
    wrong(
        "<https://w3id.org/dxplan/source/mirai-dx-plan-2025>",
        "9966fe9e2dad",
        "9966FE9E2DAD",
        "SourceDocument-sha256",
    ),
    wrong("schedule:01-01-1", "phase:preparation", "phase:preparing", "Scheme-phase"),
    wrong("schedule:01-01-2", "year:2026", "year:2030", "ScheduleEntry-outside-period"),
    missing("schedule:01-01-3", "dxp:scheduleOf initiative:01-01 ;", "ScheduleEntry-scheduleOf"),
    missing("schedule:02-01-1", 'dxp:printedValue "実施"@ja ;', "ScheduleEntry-content"),
    missing("schedule:02-01-2", "dxp:fiscalYear fiscal-year:2026 ;", "ScheduleEntry-time"),
    wrong("schedule:02-01-3", "year:2027", "year:27", "ScheduleEntry-fiscalYear-class"),
    wrong(
        "value:01-01-2024-baseline",
        "precision:approximate",
        "precision:exact",
        "IndicatorValue-approximate",
        '"約120手続"',
    ),
    missing("value:01-01-2025-target", "dxp:valueKind value-kind:target ;", "Figure-valueKind"),
    wrong("value:01-01-2026-target", "kind:range", "kind:ranges", "Scheme-contentKind"),
    wrong("value:01-01-2027-target", "全手続", "―", "IndicatorValue-dash"),
    wrong("value:01-02-2025-target", '"20%"@ja', '"20%"', "Figure-printedValue-language"),
    missing("value:01-02-2026-target", "dxp:fiscalYear fiscal-year:2026 ;", "Figure-time"),
    missing("value:01-02-2027-target", "dxp:unit unit:percent ;", "Figure-unit"),
    wrong("value:01-03-2025-target", "year:2025", "year:2031", "PUB-YEAR-OUTSIDE"),
    wrong("value:01-03-2026-target", "indicator:01-03", "goal:01", "IndicatorValue-valueOf-class"),
    wrong("value:01-03-2027-target", "kind:target", "kind:aim", "Scheme-valueKind"),
    wrong(
        "value:02-01-2027-target",
        "precision:exact ;",
        "precision:exact , precision:at-least ;",
        "Figure-number-precision",
    ),
    wrong(
        "department:digital-suishin-ka",
        'label "デジタル推進課"@ja ;\n  dxp:un',
        'label "デジタル推進課"@en ;\n  dxp:un',
        "Thing-label-language",
        'rdfs:label "デジタル推進課"@en',
    ),
    wrong(
        "department:digital-suishin-ka", "<#line=29,30>", "<#line=29-30>", "Statement-source-form"
    ),
    missing("group:kaku-ka", 'dxp:unofficialLabel "Each section"@en ;', "Thing-english"),
    Plant(
        "group:kaku-ka",
        "mirai ;\n  prov:wasDerivedFrom <#line=13,14> .",
        "mirai .",
        "Statement-source",
    ),
    wrong(
        "value:01-02-2025-target", "numericValue 20 ;", 'numericValue "20" ;', "PUB-KIND", '"20"'
    ),
    wrong("responsibility:01-02-1", "dxp:position 1 ;", 'dxp:position "1" ;', "PUB-KIND", '"1"'),
    missing("municipality:mirai", 'dxp:unofficialLabel "Mirai City"@en ;', "Thing-english"),
    missing("indicator:01-01", "dxp:direction direction:higher-is-better ;", "Indicator-direction"),
    missing(
        "indicator:01-03",
        'dxp:unofficialLabel "Work items moved to the standard"@en ;',
        "Thing-english",
    ),
    missing(
        "indicator:02-01", 'dxp:printedLabel "研修を受けた職員"@ja ;', "Indicator-printedLabel"
    ),
    missing("goal:01", 'dxp:printedLabel "来なくてよい区役所"@ja ;', "PlanElement-printedLabel"),
    missing("measure:01", 'dxp:unofficialLabel "Procedures online"@en ;', "Thing-english"),
    missing(
        "indicator:01-02",
        'dxp:unofficialLabel "Share of applications made online"@en ;',
        "Thing-english",
    ),
    missing(
        "reference:dx-plan-2025-1", "dxp:referrer edition:dx-plan-2025 ;", "Reference-referrer"
    ),
    missing(
        "responsibility:02-01-1", 'rdfs:label "2-①の担当 1: デジタル推進課"@ja ;', "Thing-label"
    ),
    missing("schedule:02-01-3", "dxp:scheduleOf initiative:02-01 ;", "ScheduleEntry-scheduleOf"),
    missing("value:01-03-2024-baseline", "dxp:fiscalYear fiscal-year:2024 ;", "Figure-time"),
    wrong("value:01-03-2024-baseline", '"3/20"@ja', '"3/20"', "Figure-printedValue-language"),
    missing("value:02-01-2024-baseline", "dxp:unit unit:person ;", "Figure-unit"),
    wrong(
        "value:02-01-2024-baseline",
        "cumulation:cumulative",
        "cumulation:summed",
        "Scheme-cumulation",
    ),
)


def planted(plants: tuple[Plant, ...] = PLANTS) -> tuple[str, list[tuple[str, int]]]:
    """Plant errors; return the text, and the code and line of all that must be found."""
    text = clean()
    for plant in plants:
        start, end = _description(text, plant.subject)
        part = text[start:end]
        assert part.count(plant.old) == 1, plant
        text = text[:start] + part.replace(plant.old, plant.new) + text[end:]
    found = []
    for plant in plants:
        found.append((plant.code, _line(text, plant.subject, plant.at)))
        if plant.twin[0]:
            found.append((plant.code, _line(text, *plant.twin)))
    return text, sorted(found)


def _description(text: str, subject: str) -> tuple[int, int]:
    start = text.index(f"\n{subject} a ") + 1
    end = text.find("\n\n", start)
    return start, len(text) if end < 0 else end + 1


def _line(text: str, subject: str, at: str) -> int:
    start, end = _description(text, subject)
    place = text.index(at, start, end) if at else start
    return text.count("\n", 0, place) + 1
