"""The ledger: reading it, and what it leaves open."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, URIRef

from service.errors import DataError
from service.ledger import Coverage, LedgerFinding, Row, cover, read_ledger, statuses
from service.sources import Place

KNOWN = {"transcribed", "context", "ornament", "lost", "omitted"}
# lines 2 and 5 are blank
TEXT = ("一", "", "三", "四", "\u3000", "六")
WHOLE = (Place("d", 1, 6),)


def ledger(tmp_path: Path, *rows: str, header: str = "from\tto\tstatus\tsection\tnote") -> Path:
    path = tmp_path / "ledger.tsv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def rows(*given: tuple[int, int, str] | tuple[int, int, str, str]) -> list[Row]:
    return [
        Row(n, row[0], row[1], row[2], "", row[3] if len(row) > 3 else "")
        for n, row in enumerate(given, 2)
    ]


def found(coverage: Coverage) -> list[tuple[str, int | None, int, int]]:
    return [(f.code, f.row, f.first, f.last) for f in coverage.findings]


def check(given: list[Row], cited: Iterable[Place] = WHOLE) -> Coverage:
    return cover(given, TEXT, cited, KNOWN)


def test_rows_are_read_as_written(tmp_path: Path) -> None:
    path = ledger(
        tmp_path, "1\t3\ttranscribed\t第1章\t", "4\t4\tlost\t\t図は失われている", "6\t6\tcontext"
    )
    assert read_ledger(path) == [
        Row(2, 1, 3, "transcribed", "第1章", ""),
        Row(3, 4, 4, "lost", "", "図は失われている"),
        Row(4, 6, 6, "context", "", ""),
    ]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("1\t2", 3),
        ("1\t2\tcontext\t\t\tと", 3),
        ("1 2 context", 3),
        ("一\t2\tcontext\t\t", 3),
        ("５\t6\tcontext\t\t", 3),
        ("-1\t2\tcontext\t\t", 3),
    ],
)
def test_unreadable_row_is_named(tmp_path: Path, row: str, line: int) -> None:
    path = ledger(tmp_path, "1\t1\tcontext\t\t", row)
    with pytest.raises(DataError) as fault:
        read_ledger(path)
    assert (fault.value.path, fault.value.line) == (path, line)


def test_wrong_header_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as fault:
        read_ledger(ledger(tmp_path, "1\t1\tcontext\t\t", header="from,to,status,section,note"))
    assert fault.value.line == 1


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_unreadable_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ledger.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DataError) as fault:
        read_ledger(path)
    assert fault.value.path == path


def test_statuses_come_from_the_scheme() -> None:
    scheme = URIRef("https://w3id.org/dxplan/id/transcription-status")
    graph = Graph()
    for local in ("lost", "context"):
        graph.add((URIRef(f"{scheme}/{local}"), SKOS.inScheme, scheme))
    graph.add((URIRef("https://w3id.org/dxplan/id/phase/trial"), SKOS.inScheme, scheme))
    assert statuses(graph) == {
        "lost": URIRef(f"{scheme}/lost"),
        "context": URIRef(f"{scheme}/context"),
    }


def test_whole_ledger_leaves_nothing_open() -> None:
    coverage = check(rows((1, 1, "ornament"), (3, 6, "transcribed")))
    assert found(coverage) == []
    assert (coverage.lines, coverage.filled, coverage.accounted) == (6, 4, 4)
    assert coverage.by_status == {"ornament": (1, 1), "transcribed": (1, 3)}


def test_lost_row_may_stand_for_blank_lines() -> None:
    coverage = check(rows((1, 1, "context"), (2, 2, "lost", "写真"), (3, 6, "context")))
    assert found(coverage) == []
    assert coverage.by_status["lost"] == (1, 0)


def test_unaccounted_lines_form_runs_over_blank_lines() -> None:
    coverage = check(rows((3, 3, "context")))
    assert found(coverage) == [("unaccounted", None, 1, 1), ("unaccounted", None, 4, 6)]
    assert coverage.accounted == 1
    assert coverage.findings[1].text == "四"


def test_line_in_two_rows_does_not_count() -> None:
    coverage = check(rows((1, 4, "context"), (4, 6, "context")))
    assert found(coverage) == [("double", None, 4, 4), ("order", 3, 4, 6)]
    assert coverage.accounted == 3


@pytest.mark.parametrize(
    ("cited", "uncited"),
    [
        ([Place("d", 1, 6)], []),
        ([Place("d", 1, 3), Place("d", 6, 6)], [(4, 4)]),
        ([], [(1, 6)]),
        ([Place("d", 1, 60)], []),
        ([Place("d", 1, 61)], [(1, 6)]),
        ([Place("d", 6, 1)], [(1, 6)]),
    ],
)
def test_transcribed_lines_must_be_cited_narrowly(
    cited: list[Place], uncited: list[tuple[int, int]]
) -> None:
    coverage = check(rows((1, 6, "transcribed")), cited)
    assert found(coverage) == [("uncited", None, *span) for span in uncited]


def test_other_statuses_need_no_citation() -> None:
    assert found(check(rows((1, 6, "context")), cited=[])) == []


@pytest.mark.parametrize("status", ["lost", "omitted"])
def test_note_is_needed_for_what_is_missing(status: str) -> None:
    coverage = check(rows((1, 6, status)))
    assert coverage.findings == (LedgerFinding("note", 2, 1, 6, status),)
    assert found(check(rows((1, 6, status, "表は画像で失われた")))) == []


def test_status_must_exist() -> None:
    assert found(check(rows((1, 6, "transcribd")))) == [("status", 2, 1, 6)]


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ((6, 3, "context"), {"backward", "unaccounted"}),
        ((1, 7, "context"), {"beyond"}),
        ((0, 6, "context"), {"beyond", "order"}),
        ((1, 10**12, "context"), {"beyond"}),
    ],
)
def test_range_must_lie_in_the_text(row: tuple[int, int, str], codes: set[str]) -> None:
    assert {f.code for f in check(rows(row)).findings} == codes


def test_rows_must_ascend() -> None:
    assert found(check(rows((3, 6, "context"), (1, 1, "context")))) == [("order", 3, 1, 1)]
