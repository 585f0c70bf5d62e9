"""The ledger of a document: what became of each line of its source text.

A ledger is a tab-separated file, UTF-8, ``data/<ward>/<document>/ledger.tsv``, with the
header ``from to status section note``. A row speaks for lines ``from`` to ``to``,
one-based, both included. Every line that is not blank must be in exactly one row.
The statuses are the concepts ``id:transcription-status/…`` of the published scheme.

Reads ledgers and compares them with the text and with the places that data cites.
Must not know how findings are shown, or what the data says at those places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import SKOS, Graph, URIRef

from service.errors import DataError
from service.namespaces import ID
from service.sources import Place

HEADER: Final = ("from", "to", "status", "section", "note")
STATUS: Final = str(ID) + "transcription-status/"
TRANSCRIBED: Final = "transcribed"
NOTE_NEEDED: Final = frozenset({"lost", "omitted"})
# a place wider than this says too little about where a statement stands
WIDEST_PLACE: Final = 60
_LEAST_COLUMNS: Final = 3


@dataclass(frozen=True)
class Row:
    """One row of a ledger.

    Attributes:
        number: its one-based line in the ledger.
        first: first line of the source, one-based.
        last: last line, itself included.
        status: local name of the status.
        section: chapter or section of the document.
        note: why, for what is lost or left out.
    """

    number: int
    first: int
    last: int
    status: str
    section: str
    note: str

    def lines(self, length: int) -> range:
        """Return the row's lines in a text of ``length`` lines; none if it runs backwards."""
        return range(self.first, min(self.last, length) + 1)


@dataclass(frozen=True)
class LedgerFinding:
    """Something wrong between a ledger, its text and the data.

    Attributes:
        code: what kind, see docs/tracing.md.
        row: line in the ledger, or None where no row is at fault.
        first: first source line concerned.
        last: last source line concerned.
        text: the beginning of the first line, or the word of the row that is wrong.
    """

    code: str
    row: int | None
    first: int
    last: int
    text: str


@dataclass(frozen=True)
class Coverage:
    """What a ledger accounts for.

    Attributes:
        lines: number of lines of the text.
        filled: number of lines that are not blank.
        accounted: how many of those are in exactly one row.
        by_status: for each status the number of rows and of lines that are not blank.
        findings: in order of the source lines.
    """

    lines: int
    filled: int
    accounted: int
    by_status: dict[str, tuple[int, int]]
    findings: tuple[LedgerFinding, ...]


def read_ledger(path: Path) -> list[Row]:
    """Read a ledger.

    Args:
        path: the file.

    Returns:
        Its rows in file order. That they fit the text is ``cover``'s business.

    Raises:
        DataError: the file is missing, is not UTF-8, or a row cannot be read; names the line.
    """
    header, *rows = _lines(path)
    if tuple(header.split("\t")) != HEADER:
        columns = " ".join(HEADER)
        raise DataError(
            path,
            1,
            f"一行目は見出し「{columns}」をタブで区切って書きます。",
            f"the first line must be the header “{columns}”, separated by tabs",
        )
    return [_row(path, number, text) for number, text in enumerate(rows, 2) if text.strip()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as fault:
        raise DataError(path, None, "UTF-8 として読めません。", "not UTF-8") from fault
    except OSError as fault:
        raise DataError(
            path,
            None,
            "台帳を開けません。文書のフォルダーごとに一つ必要です。",
            "the ledger cannot be opened; each document's folder needs one",
        ) from fault


def _row(path: Path, number: int, text: str) -> Row:
    cells = [cell.strip() for cell in text.split("\t")]
    if not _LEAST_COLUMNS <= len(cells) <= len(HEADER):
        raise DataError(
            path,
            number,
            f"列が {len(cells)} あります。{len(HEADER)} 列をタブで区切って書きます。",
            f"{len(cells)} columns; write {len(HEADER)}, separated by tabs",
        )
    first, last, status, section, note = cells + [""] * (len(HEADER) - len(cells))
    # isdecimal() also takes ５ and ٥, which int() reads, but which no reader expects here
    if not all(cell.isascii() and cell.isdecimal() for cell in (first, last)):
        raise DataError(
            path,
            number,
            f"行番号は半角の数字で書きます（「{first}」「{last}」）。",
            f"line numbers are plain digits (“{first}”, “{last}”)",
        )
    return Row(number, int(first), int(last), status, section, note)


def statuses(schemes: Graph) -> dict[str, URIRef]:
    """Find the statuses that a row may have.

    Args:
        schemes: the concept schemes.

    Returns:
        The concepts by local name.
    """
    concepts = (str(concept) for concept in schemes.subjects(SKOS.inScheme))
    return {c.removeprefix(STATUS): URIRef(c) for c in concepts if c.startswith(STATUS)}


def cover(
    rows: Sequence[Row], text: Sequence[str], cited: Iterable[Place], known: Collection[str]
) -> Coverage:
    """Compare a ledger with its text and with the places that the data cites.

    Args:
        rows: the ledger.
        text: the lines of the source.
        cited: the places in this source that resources of the document's graph cite.
        known: the statuses that exist.

    Returns:
        The shares and every finding.
    """
    filled = {n for n, line in enumerate(text, 1) if line.strip()}
    count = Counter(line for row in rows for line in row.lines(len(text)))
    transcribed = {n for r in rows if r.status == TRANSCRIBED for n in r.lines(len(text))}
    findings = [
        *_spans("unaccounted", sorted(n for n in filled if not count[n]), text),
        *_spans("double", sorted(n for n in filled if count[n] > 1), text),
        *_spans("uncited", sorted(transcribed & filled - _cited_lines(cited)), text),
        *_row_faults(rows, len(text), known),
    ]
    findings.sort(key=lambda f: (f.first, f.last, f.code, f.row or 0))
    accounted = sum(1 for n in filled if count[n] == 1)
    return Coverage(len(text), len(filled), accounted, _by_status(rows, filled), tuple(findings))


def _cited_lines(places: Iterable[Place]) -> set[int]:
    narrow = {place for place in places if place.width <= WIDEST_PLACE}
    return {n for place in narrow for n in range(place.first, place.last + 1)}


def _spans(code: str, numbers: Sequence[int], text: Sequence[str]) -> Iterable[LedgerFinding]:
    """Make one finding of each run of neighbouring lines; blank lines do not end a run."""
    start = 0
    for i, number in enumerate(numbers):
        following = numbers[i + 1] if i + 1 < len(numbers) else None
        if following is not None and not any(map(str.strip, text[number : following - 1])):
            continue
        first = numbers[start]
        yield LedgerFinding(code, None, first, number, text[first - 1].strip())
        start = i + 1


def _row_faults(
    rows: Sequence[Row], length: int, known: Collection[str]
) -> Iterable[LedgerFinding]:
    before = 0
    for row in rows:
        faults = {
            "backward": row.last < row.first,
            "beyond": row.first < 1 or row.last > length,
            "order": row.first <= before,
            "status": row.status not in known,
            "note": row.status in NOTE_NEEDED and not row.note,
        }
        for code in (code for code, wrong in faults.items() if wrong):
            yield LedgerFinding(code, row.number, row.first, row.last, row.status)
        before = max(before, row.first, row.last)


def _by_status(rows: Sequence[Row], filled: set[int]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        number, lines = found.get(row.status, (0, 0))
        here = filled.intersection(range(row.first, row.last + 1))
        found[row.status] = (number + 1, lines + len(here))
    return dict(sorted(found.items()))
