"""An edition of a plan as StratML: Part 1 (the plan) and Part 2 (with indicators and values).

StratML knows goals and, below them, objectives, and no more. So the elements right below an edition
become goals, whatever is below those becomes objectives in the order of the plan, and each says in
``OtherInformation`` what its ward calls it and what it stands under. What
the schemas StrategicPlanISOVersion20140401 and PerformancePlanOrReport20160216 ask for is written
down in ``tests/service/stratml_rules.py``. Must not know files.

Standard: ISO 17469-1:2015 (Part 1); ANSI/AIIM 22:2017 (Part 2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from service.dumps_things import Things
from service.namespaces import ID

PART_1: Final = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2: Final = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_NOT_IN_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_NOT_IN_ID: Final = re.compile(r"[^A-Za-z0-9._-]")
_VISION: Final = str(ID["level/vision"])
_PRINCIPLE: Final = str(ID["level/principle"])
_ACTUAL: Final = frozenset(str(ID[f"value-kind/{kind}"]) for kind in ("actual", "baseline"))
_TARGETS: Final = frozenset(str(ID[f"value-kind/{kind}"]) for kind in ("target", "interim-target"))


def editions(things: Things) -> list[str]:
    """Return the editions that can be written: those with a goal."""
    return [each for each in things.of_kind("dxp:PlanEdition") if _Plan(things, each).goals]


def document(things: Things, edition: str, part: int) -> bytes:
    """Write an edition.

    Args:
        things: where its elements come from.
        edition: its IRI; one of ``editions``.
        part: 1 or 2.

    Returns:
        The XML document, UTF-8.
    """
    return _Writer(_Plan(things, edition), part).document()


class _Plan:
    """The elements of one edition, in order."""

    def __init__(self, things: Things, edition: str) -> None:
        self.things, self.edition = things, edition
        self._below: dict[str, list[str]] = {}
        for element in things.of_kind("dxp:PlanElement"):
            if edition in things.iris(element, "dxp:inEdition"):
                for parent in things.iris(element, "dxp:parent"):
                    self._below.setdefault(parent, []).append(element)
        top = self._ordered(edition)
        self.visions = [each for each in top if self._level(each) == _VISION]
        self.values = [each for each in top if self._level(each) == _PRINCIPLE]
        others = {*self.visions, *self.values}
        self.goals = [each for each in top if each not in others]

    def objectives(self, goal: str) -> Iterator[str]:
        """Yield all that is below a goal, each before what is below it."""
        seen, waiting = {goal}, self._ordered(goal)[::-1]
        while waiting:
            element = waiting.pop()
            if element not in seen:
                seen.add(element)
                yield element
                waiting += self._ordered(element)[::-1]

    def _level(self, element: str) -> str:
        return self.things.iri(element, "dxp:level")

    def _ordered(self, parent: str) -> list[str]:
        return sorted(self._below.get(parent, ()), key=self._place)

    def _place(self, element: str) -> tuple[int, str]:
        text = self.things.text(element, "dxp:position")
        return (int(text) if text.isdigit() else 0, element)


class _Writer:
    """Writes one document; identifiers are unique in it (xsd:ID)."""

    def __init__(self, plan: _Plan, part: int) -> None:
        self._plan, self._things, self._part = plan, plan.things, part
        self._space = PART_1 if part == 1 else PART_2
        self._used: set[str] = set()

    def document(self) -> bytes:
        register_namespace("", self._space)
        edition, things = self._plan.edition, self._things
        root = Element(f"{{{self._space}}}{self._root()}")
        if self._part == 2:  # noqa: PLR2004
            root.set("Type", "Performance_Plan")
        self._add(root, "Name", things.name(edition))
        self._add(root, "Description", self._summary(edition))
        self._add(root, "OtherInformation", _NOTE.format(iri=edition))
        self._core(self._add(root, "StrategicPlanCore"))
        self._administrative(root)
        indent(root)
        written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return written + b"\n"

    def _root(self) -> str:
        return "StrategicPlan" if self._part == 1 else "PerformancePlanOrReport"

    def _add(self, parent: Element, name: str, text: str = "") -> Element:
        child = SubElement(parent, f"{{{self._space}}}{name}")
        if text:
            child.text = _NOT_IN_XML.sub("\ufffd", text)
        return child

    def _core(self, core: Element) -> None:
        for issuer in self._things.iris(self._plan.edition, "dxp:issuedBy"):
            body = self._add(core, "Organization")
            self._add(body, "Name", self._things.name(issuer))
            self._add(body, "Identifier", self._identifier(issuer))
        if self._plan.visions:
            names = map(self._things.name, self._plan.visions)
            self._add(self._add(core, "Vision"), "Description", "\n".join(names))
        for value in self._plan.values:
            written = self._add(core, "Value")
            self._add(written, "Name", self._things.name(value))
            self._add(written, "Description", self._summary(value))
        for goal in self._plan.goals:
            written = self._add(core, "Goal")
            self._element(written, goal, self._plan.edition)
            self._measured(written, goal)
            for objective in self._plan.objectives(goal):
                below = self._add(written, "Objective")
                self._element(below, objective, goal)
                self._indicators(below, objective)

    def _measured(self, written: Element, goal: str) -> None:
        """Put the indicators of a goal under an objective of the same name: goals have none."""
        if self._part == 2 and self._indicators_of(goal):  # noqa: PLR2004
            below = self._add(written, "Objective")
            self._add(below, "Name", self._things.name(goal))
            self._add(below, "OtherInformation", f"目標そのものの指標。{goal}")
            self._indicators(below, goal)

    def _element(self, written: Element, element: str, goal: str) -> None:
        things = self._things
        self._add(written, "Name", things.name(element))
        self._add(written, "Description", self._summary(element))
        self._add(written, "Identifier", self._identifier(element))
        number = things.text(element, "dxp:printedNumber")
        self._add(written, "SequenceIndicator", number or things.text(element, "dxp:position"))
        for unit in things.iris(element, "dxp:responsibleBody"):
            holder = self._add(written, "Stakeholder")
            holder.set("StakeholderTypeType", "Organization")
            self._add(holder, "Name", things.name(unit))
        self._add(written, "OtherInformation", self._about(element, goal))

    def _about(self, element: str, goal: str) -> str:
        level = self._things.iri(element, "dxp:ownLevel") or self._things.iri(element, "dxp:level")
        parents = [p for p in self._things.iris(element, "dxp:parent") if p != goal]
        above = "".join(f"、上位: {self._things.name(each)}" for each in parents)
        return f"階層: {self._things.name(level)}{above}。{element}"

    def _indicators(self, written: Element, element: str) -> None:
        for indicator in self._indicators_of(element) if self._part == 2 else ():  # noqa: PLR2004
            self._indicator(self._add(written, "PerformanceIndicator"), indicator)

    def _indicators_of(self, element: str) -> list[str]:
        things = self._things
        every = things.of_kind("dxp:Indicator")
        return [each for each in every if element in things.iris(each, "dxp:indicatorOf")]

    def _indicator(self, written: Element, indicator: str) -> None:
        things = self._things
        unit = things.iri(indicator, "dxp:unit")
        self._add(written, "SequenceIndicator", things.text(indicator, "dxp:position"))
        self._add(written, "MeasurementDimension", things.name(indicator))
        self._add(written, "UnitOfMeasurement", things.name(unit) if unit else "")
        self._add(written, "Identifier", self._identifier(indicator))
        values = [v for v in things.of_kind("dxp:IndicatorValue")
                  if things.iri(v, "dxp:valueOf") == indicator]  # fmt: skip
        for value in values:
            kind = things.iri(value, "dxp:valueKind")
            if kind in _TARGETS | _ACTUAL:
                instance = self._add(written, "MeasurementInstance")
                name = "TargetResult" if kind in _TARGETS else "ActualResult"
                self._result(self._add(instance, name), value, kind)
        self._add(written, "OtherInformation", indicator)

    def _result(self, written: Element, value: str, kind: str) -> None:
        things = self._things
        years = things.iris(value, "dxp:fiscalYear")
        if len(years) == 1:
            year = int(years[0].rsplit("/", 1)[1])
            self._add(written, "StartDate", f"{year}-04-01")
            self._add(written, "EndDate", f"{year + 1}-03-31")
        if number := things.text(value, "dxp:numericValue"):
            self._add(written, "NumberOfUnits", number)
        printed = things.text(value, "dxp:printedValue")
        self._add(written, "Description", f"{things.name(kind)}: {printed}（{value}）")

    def _administrative(self, root: Element) -> None:
        things, edition = self._things, self._plan.edition
        information = self._add(root, "AdministrativeInformation")
        first = things.iri(edition, "dxp:firstFiscalYear").rsplit("/", 1)[-1]
        last = things.iri(edition, "dxp:lastFiscalYear").rsplit("/", 1)[-1]
        if first:
            self._add(information, "StartDate", f"{first}-04-01")
        if last:
            self._add(information, "EndDate", f"{int(last) + 1}-03-31")
        self._add(information, "Source", edition)

    def _summary(self, thing: str) -> str:
        return self._things.text(thing, "dxp:summary", "ja")

    def _identifier(self, thing: str) -> str:
        name = "_" + _NOT_IN_ID.sub("-", thing.removeprefix(str(ID)))
        if name in self._used:  # a thing that stands in two places
            name = f"{name}.{sum(used.startswith(name) for used in self._used)}"
        self._used.add(name)
        return name


_NOTE: Final = (
    "自治体DX計画ナレッジグラフ（本プロジェクトによる変換。区の公式のものではない）。{iri}"
    " / Converted by the Municipal DX Plan Knowledge Graph; not official."
)
