"""Policies: do dates agree with what is printed, numbers with each other, and is doubt said?"""

from __future__ import annotations

import re

import pytest
from rdflib import PROV, RDF, RDFS, Graph, Literal, Node

from service.namespaces import DXP, ID
from service.sources import fold

ERAS = {"昭和": (1925, "3"), "平成": (1988, "4"), "令和": (2018, "5")}
ERA_DATE = re.compile(
    r"(?:(昭和|平成|令和)(元|\d+)(?:\(\d{4}\))?|(\d{4})(?:\((?:令和|平成)(?:元|\d+)\))?)"
    r"年(?:(\d+)月)?(?:(\d+)日)?"
)
LAW_NUMBER = re.compile(r"(昭和|平成|令和)(元|\d+)年法律第(\d+)号")
LAWS = 18
# Printed without a year of their own: the year comes from the column that they stand in.
WITHOUT_YEAR = {"9/1", "令和6年度", "令和元年度"}


def iso_of(printed: str) -> str | None:
    """Turn a printed date into ISO form, in the precision printed; None if it has no year."""
    match = ERA_DATE.fullmatch(fold(printed).tight)
    if match is None:
        return None
    era, of_era, western, month, day = match.groups()
    year = int(western) if western else ERAS[era][0] + (1 if of_era == "元" else int(of_era))
    return "-".join([f"{year:04d}", *(f"{int(part):02d}" for part in (month, day) if part)])


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("令和元年12月", "2019-12"),
        ("令和元(2019)年", "2019"),
        ("令和3(2021)年5月", "2021-05"),
        ("令和5(2023)年3月", "2023-03"),
        ("2023(令和5)年4月", "2023-04"),
        ("令和5年6月16日", "2023-06-16"),
        ("2021年", "2021"),
        ("9/1", None),
        ("令和6年度", None),
    ],
)
def test_reading_of_printed_dates(printed: str, iso: str | None) -> None:
    assert iso_of(printed) == iso


def test_the_date_of_an_event_is_the_date_printed(data: Graph) -> None:
    compared, without = 0, set()
    for event in data.subjects(RDF.type, DXP.PolicyEvent):
        for printed in data.objects(event, DXP.printedDate):
            iso = iso_of(str(printed))
            if iso is None:
                without.add(fold(str(printed)).tight)
            else:
                compared += 1
                assert str(data.value(event, DXP.date)) == iso, event
    assert compared > 40
    assert without == WITHOUT_YEAR


def test_only_stated_events_and_all_of_them_have_lines(data: Graph) -> None:
    stated = ID["certainty/stated-in-source"]
    events = set(data.subjects(RDF.type, DXP.PolicyEvent))
    assert len(events) > 100
    for event in events:
        has_lines = data.value(event, PROV.wasDerivedFrom) is not None
        assert has_lines == (data.value(event, DXP.certainty) == stated), event


def test_what_is_not_checked_says_so_in_its_name(data: Graph) -> None:
    unchecked = ID["certainty/general-knowledge"]
    events = [
        event
        for event in data.subjects(DXP.certainty, unchecked)
        if (event, RDF.type, DXP.PolicyEvent) in data
    ]
    assert len(events) > 20
    assert all("未確認" in str(data.value(event, RDFS.label)) for event in events)


def _assertions(data: Graph, scheme: str) -> dict[Node | None, Node]:
    found = data.subjects(DXP.identifierScheme, ID[f"identifier-scheme/{scheme}"])
    return {data.value(assertion, DXP.identifierOf): assertion for assertion in found}


def test_law_identifiers_follow_from_law_numbers(data: Graph) -> None:
    numbers, ids = _assertions(data, "law-number"), _assertions(data, "e-gov-law")
    assert len(numbers) == len(ids) == LAWS
    for law, assertion in numbers.items():
        match = LAW_NUMBER.fullmatch(str(data.value(assertion, DXP.identifierValue)))
        assert match is not None
        era, year, number = match.groups()
        year = 1 if year == "元" else int(year)
        wanted = rf"{ERAS[era][1]}{year:02d}AC[01]0*{number}"
        value = str(data.value(ids[law], DXP.identifierValue))
        assert re.fullmatch(wanted, value), value
        assert len(value) == len("428AC1000000103")


def test_a_law_carries_an_identifier_directly_only_if_it_was_read(data: Graph) -> None:
    read = {ID["certainty/read-in-public"], ID["certainty/single-source"]}
    direct = 0
    for law, assertion in _assertions(data, "e-gov-law").items():
        value = data.value(assertion, DXP.identifierValue)
        was_read = data.value(assertion, DXP.certainty) in read
        direct += was_read
        assert data.value(law, DXP.lawIdentifier) == (value if was_read else None), law
    assert direct == 14


def test_the_wards_own_numbers_follow_from_their_codes(data: Graph) -> None:
    corporate = _assertions(data, "corporate-number")
    wards = set(data.subjects(RDF.type, DXP.Municipality))
    assert len(wards) == 4
    for ward in wards:
        code = data.value(ward, DXP.localGovernmentCode)
        number = str(data.value(corporate[ward], DXP.identifierValue))
        assert number[1:] == f"000020{code}"
        assert data.value(ward, DXP.areaCode) == Literal(str(code)[:5])
