"""What may stand in a StratML document, written down from the two schemas as rules of our own.

Part 1: ISO 17469-1 (StrategicPlan, schema 1.1 of April 2014). Part 2: ANSI/AIIM 22
(PerformancePlanOrReport, schema 2.2.6 of February 2016). Children are in this order; ``?`` is none
or one, ``*`` any number, ``+`` at least one, nothing exactly one. What has no row holds text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

_PLAN: Final = "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation?"
_ELEMENT: Final = "Identifier? SequenceIndicator? Stakeholder* OtherInformation?"
_BOTH: Final = {
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Mission": "Description? Identifier?",
    "Value": "Name? Description?",
    "Goal": f"Name Description {_ELEMENT} Objective*",
}
_RESULT: Final = "StartDate? EndDate? NumberOfUnits? Descriptor? Description?"
CHILDREN: Final[dict[int, dict[str, str]]] = {
    1: _BOTH
    | {
        "StrategicPlan": _PLAN,
        "Objective": f"Name? Description? {_ELEMENT}",
        "Stakeholder": "Name Description?",
        "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source? Submitter?",
        "Submitter": "GivenName? Surname? PhoneNumber? EmailAddress?",
    },
    2: _BOTH
    | {
        "PerformancePlanOrReport": f"{_PLAN} Submitter?",
        "Objective": f"Name? Description? {_ELEMENT} PerformanceIndicator*",
        "Stakeholder": "Name Description? Role*",
        "Role": "Name Description? RoleType*",
        "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement "
        "Identifier? Relationship* MeasurementInstance* OtherInformation?",
        "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
        "MeasurementInstance": "TargetResult* ActualResult*",
        "TargetResult": _RESULT,
        "ActualResult": _RESULT,
        "Descriptor": "DescriptorName? DescriptorValue?",
        "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
        "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
    },
}
_DATE: Final = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_URI: Final = r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+"
# texts that have a form: xsd:date, xsd:decimal, xsd:ID, xsd:anyURI; Part 2 lets some be empty
FORMS: Final[dict[str, dict[int, str]]] = {
    **{day: {1: _DATE, 2: f"({_DATE})?"} for day in ("StartDate", "EndDate", "PublicationDate")},
    "NumberOfUnits": {2: r"([+-]?(\d+(\.\d*)?|\.\d+))?"},
    "Identifier": dict.fromkeys((1, 2), r"[^\W\d][\w.-]*"),
    "Source": dict.fromkeys((1, 2), _URI),
    "RoleType": {2: "Performer|Beneficiary"},
}
_HOLDERS: Final = "Person|Organization|Generic_Group"
_ATTRIBUTES: Final = {
    ("Stakeholder", "StakeholderTypeType"): _HOLDERS,
    ("PerformancePlanOrReport", "Type"): "Strategic_Plan|Performance_Plan|Performance_Report",
    ("PerformanceIndicator", "PerformanceIndicatorType"): "Quantitative|Qualitative",
    ("Relationship", "RelationshipType"): "Broader_Than|Peer_To|Narrower_Than",
    ("PerformanceIndicator", "ValueChainStage"): "Outcome|Output_Processing|Output|"
    "Input_Processing|Input",
}


def faults(root: Element, part: int) -> Iterator[str]:
    """Yield what is wrong with a document of a part of StratML.

    Args:
        root: its root.
        part: 1 or 2.
    """
    space, _, name = root.tag.removeprefix("{").rpartition("}")
    wanted = ("StrategicPlan", "PerformancePlanOrReport")[part - 1]
    if name != wanted:
        yield f"the root is {name}"
    if part == 2 and "Type" not in root.attrib:
        yield "the root has no Type"
    identifiers = [each.text for each in root.iter(f"{{{space}}}Identifier")]
    if len(identifiers) != len(set(identifiers)):
        yield "an identifier stands twice"
    for element in root.iter():
        yield from _of_one(element, space, part)


def _of_one(element: Element, space: str, part: int) -> Iterator[str]:
    name = element.tag.removeprefix(f"{{{space}}}")
    names = [child.tag.removeprefix(f"{{{space}}}") for child in element]
    text = element.text or ""
    if name in CHILDREN[part]:
        if text.strip():
            yield f"{name} has a text"
        if not re.fullmatch(_pattern(CHILDREN[part][name]), "".join(f"{n} " for n in names)):
            yield f"{name} has {' '.join(names) or 'nothing'}"
    elif names:
        yield f"{name} has elements: {' '.join(names)}"
    elif not re.fullmatch(FORMS.get(name, {}).get(part, ".*"), text, re.DOTALL):
        yield f"{name} is “{text}”"
    for attribute, value in element.items():
        if not re.fullmatch(_ATTRIBUTES.get((name, attribute), "(?!)"), value):
            yield f"{name} has {attribute}=“{value}”"


def _pattern(rule: str) -> str:
    return "".join(re.sub(r"(\w+)([?*+]?)", r"(\1 )\2", word) for word in rule.split())
