"""The source texts: lines, places, and the rule for comparing printed text with them."""

from pathlib import Path

import pytest

from service.errors import DataError, EnvironmentFault
from service.sources import Place, Sources, fold, is_source, parse_place

FOLDER = Path(__file__).parent.parent / "fixtures" / "trace" / "sources"
IRI = "https://w3id.org/dxplan/source/"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(FOLDER)


@pytest.mark.parametrize(
    ("iri", "place"),
    [
        (IRI + "town-plan#line=607,608", Place("town-plan", 608, 608)),
        (IRI + "town-plan#line=0,3", Place("town-plan", 1, 3)),
        (IRI + "town-plan#line=9,4", Place("town-plan", 10, 4)),
        (IRI + "town-plan#line=5", None),
        (IRI + "town-plan#line=5,", None),
        (IRI + "town-plan#line=5,6;length=9", None),
        (IRI + "town-plan#char=5,6", None),
        (IRI + "town-plan", None),
        (IRI + "a/b#line=1,2", None),
        ("https://example.org/source/town-plan#line=1,2", None),
    ],
)
def test_place_is_read(iri: str, place: Place | None) -> None:
    assert parse_place(iri) == place


def test_place_is_written_as_it_was_read() -> None:
    iri = IRI + "town-plan#line=607,610"
    place = parse_place(iri)
    assert place is not None
    assert str(place.iri) == iri
    assert place.width == 3


def test_backward_place_has_no_width() -> None:
    assert Place("town-plan", 10, 4).width < 0


def test_source_iris_are_known() -> None:
    assert is_source(IRI + "town-plan")
    assert not is_source("https://w3id.org/dxplan/id/town-plan")


def test_lines_are_what_stands_between_line_feeds(sources: Sources) -> None:
    assert len(sources.lines("town-plan")) == 8
    assert sources.lines("town-plan")[0] == "まちのＤＸ計画"
    assert sources.lines("odd-breaks") == ("前の行\x0cまだ同じ行\r", "次の行", "")


def test_blank_lines_hold_white_space_only(sources: Sources) -> None:
    assert sources.blank("town-plan") == {2}
    assert sources.blank("odd-breaks") == {3}


def test_names_are_those_of_the_files(sources: Sources) -> None:
    assert sources.names == ("not-utf-8", "odd-breaks", "town-plan")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("まちのＤＸ計画", "まちのDX計画"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("１，２３４件　（①）", "1,234件(1)"),
        ('<ul style="list-style-type: none"> ・ AI</ul>', "・AI"),
        ("<P>A</P><br/>B", "AB"),
        ("<RPA>", "<RPA>"),
        ("<その他のAI活用>", "<その他のAI活用>"),
        ("約**25**件", "約25件"),
        ("※*注*", "※*注*"),
        ("a\tb\nc\u00a0d", "abcd"),
        ("　", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text).tight == folded


@pytest.mark.parametrize(
    ("wanted", "text", "stands"),
    [
        ("手続きのオンライン化", "1-① 手続きの\nオンライン化拡大", True),
        ("AI OCR", "ＡＩＯＣＲの導入", True),
        ("5", "25", False),
        ("25", "250", False),
        ("5", "2 5", True),
        ("5", "2\t5", True),
        ("2", "2.5", False),
        ("5", "2.5", False),
        ("234", "1,234", False),
        ("1", "1,234", False),
        ("1,234", "計1,234件", True),
        ("2", "2. 手続き", True),
        ("2", "第2、3回", True),
        ("5件", "25件", False),
        ("約5", "約50", False),
        ("1", "1①", True),
        ("①", "11", False),
        ("1-①", "1-①", True),
        ("25", "5, 25, 250", True),
        ("", "何か", False),
        ("　", "何か", False),
        ("何か", "", False),
    ],
)
def test_standing(wanted: str, text: str, stands: bool) -> None:
    assert fold(text).holds(fold(wanted)) is stands


def test_part_of_a_number_is_told_from_absence() -> None:
    assert fold("25").holds_within_number(fold("5"))
    assert not fold("25").holds_within_number(fold("7"))
    assert not fold("25").holds_within_number(fold("25"))


def test_text_may_run_over_lines_of_one_place(sources: Sources) -> None:
    assert sources.folded(Place("town-plan", 6, 7)).holds(fold("手続きのオンライン化"))
    assert not sources.folded(Place("town-plan", 6, 6)).holds(fold("手続きのオンライン化"))


def test_several_places_are_joined_in_line_order(sources: Sources) -> None:
    joined = sources.joined([Place("town-plan", 7, 7), Place("town-plan", 6, 6)])
    assert joined.holds(fold("手続きのオンライン化"))


def test_place_beyond_the_end_is_empty(sources: Sources) -> None:
    assert sources.folded(Place("town-plan", 90, 91)).tight == ""


def test_surroundings_keep_blanks_and_mark_cuts() -> None:
    text = fold("あいうえお かきくけこ さしすせそ")
    assert text.around(5, 5, margin=3) == "…えお かきくけこ さし…"
    assert text.around(0, 2, margin=50) == "あいうえお かきくけこ さしすせそ"
    assert fold("").around(0, 3) == ""


def test_missing_folder_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as fault:
        Sources(tmp_path / "none")
    assert "DXPLAN_SOURCES" in fault.value.ja
    assert "DXPLAN_SOURCES" in fault.value.en


@pytest.mark.parametrize("name", ["no-such-text", "not-utf-8"])
def test_unreadable_text_names_the_file(sources: Sources, name: str) -> None:
    with pytest.raises(DataError, match=f"{name}.txt"):
        sources.lines(name)
