"""The data conforms to the shapes; each warning that remains is listed with its reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from service.config import PROJECT
from service.findings import Finding
from service.validation import Validation, validate_files

ACCEPTED = Path(__file__).parent / "accepted-warnings.tsv"
DOCUMENTS = (
    "chuo/strategy-2024",
    "chiyoda/committee-2024-11",
    "taito/plan-2021",
    "nakano/plan-2-draft-2021",
    "nakano/progress-fy2024",
)


@pytest.fixture(scope="module")
def outcome() -> Validation:
    return validate_files([PROJECT / "ontology" / "schemes", PROJECT / "data"], PROJECT)


def accepted() -> dict[tuple[str, str], str]:
    with ACCEPTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, dialect="excel-tab"))
    return {(row["code"], row["resource"]): row["reason"] for row in rows}


def shown(findings: list[Finding]) -> list[str]:
    return [f"{f.path}:{f.line} {f.code} {f.focus}: {f.message['en']}" for f in findings]


def test_enough_was_checked(outcome: Validation) -> None:
    folders = {
        path.relative_to(PROJECT / "data").parent.as_posix()
        for path in outcome.files
        if path.is_relative_to(PROJECT / "data")
    }
    assert folders >= {*DOCUMENTS, "catalogue", "common", "policies"}
    assert outcome.resources >= 5800
    assert outcome.rules >= 214


def test_nothing_violates_a_rule(outcome: Validation) -> None:
    assert shown([f for f in outcome.findings if f.severity == "error"]) == []


def test_each_warning_is_accepted_for_a_reason(outcome: Validation) -> None:
    remaining = [f for f in outcome.findings if f.severity != "error"]
    known = accepted()
    assert shown([f for f in remaining if (f.code, f.focus) not in known]) == []
    stale = set(known) - {(f.code, f.focus) for f in remaining}
    assert stale == set(), "no longer found: take it out of accepted-warnings.tsv"
    assert all(reason.strip() for reason in known.values())


def test_findings_have_places(outcome: Validation) -> None:
    assert all(finding.path and finding.line for finding in outcome.findings)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_alone_gets_the_same_findings(outcome: Validation, document: str) -> None:
    folder = PROJECT / "data" / document
    alone = validate_files([folder], PROJECT)
    assert len(alone.files) >= 10
    mine = [f for f in outcome.findings if f.path and f.path.is_relative_to(folder)]
    assert [f.order for f in alone.findings] == [f.order for f in mine]
