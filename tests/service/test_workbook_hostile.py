"""Workbooks that mean harm or are broken: each refused with a sentence, or read without acting."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from service import workbook_mark, workbook_read
from service.tabular import UploadRefusedError, harmless
from service.workbook_findings import of_cells
from service.workbook_upload import Upload
from tests.service.planting import Garden, clean, published

# how long a refusal may take, in seconds
PATIENCE = 5.0
_TYPES = "[Content_Types].xml"
_SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes, name: str = "plan.xlsx") -> Upload:
    return workbook_read.read(content, name, published())


def archive(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return out.getvalue()


def small() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "出典"
    page.append(["原典の名前", "文書フォルダー", "原典の行"])
    page.append(["mirai-plan", "mirai/plan", "1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parts(content: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def changed(**new: bytes | str) -> bytes:
    return archive({**parts(small()), **{k.replace("__", "/"): v for k, v in new.items()}})


def with_sheet(content: bytes | str) -> bytes:
    return archive({**parts(small()), _SHEET: content})


def bomb() -> bytes:
    return with_sheet(b"<worksheet>" + b" " * (30 << 20) + b"</worksheet>")


def large() -> bytes:
    noise = bytes(range(256)) * 8
    return archive({**parts(small()), **{f"xl/media/{n}.bin": noise * 5000 for n in range(12)}})


def crowd() -> bytes:
    return archive({**parts(small()), **{f"xl/x{n}.txt": b"" for n in range(2100)}})


def twice() -> bytes:
    out = io.BytesIO(small())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as target:
        target.writestr(_SHEET, "<worksheet/>")
    return out.getvalue()


def locked() -> bytes:
    content = bytearray(small())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


LAUGHS = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row></sheetData>
</worksheet>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<worksheet><sheetData/></worksheet>"""


def cells(count: int) -> bytes:
    row = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{row}</sheetData></worksheet>'.encode()


def far(address: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(small()))
    book.worksheets[0][address] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def long_text() -> bytes:
    return with_text("あ" * 32_000)


def with_text(text: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(small()))
    book.worksheets[0]["A2"] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def many_sheets() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(small()))
    for number in range(70):
        book.create_sheet(f"s{number}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# what is sent, and a word of the sentence that refuses it
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "compressed beyond reason": (bomb, "zip bomb"),
    "too large unpacked": (large, "zip bomb"),
    "too many files": (crowd, "2,000"),
    "a name that leads out": (lambda: changed(**{"..__..__etc__x": "y"}), "leads out"),
    "an absolute name": (lambda: changed(**{"__etc__x": "y"}), "leads out"),
    "a drive": (lambda: changed(**{"C:__x": "y"}), "leads out"),
    "two files of one name": (twice, "same name"),
    "encrypted": (locked, "encrypted"),
    "cut short": (lambda: small()[:-40], "damaged"),
    "only a head": (lambda: b"PK\x03\x04" + b"\0" * 100, "damaged"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
    "no workbook": (lambda: b"\x89PNG\r\n", "is a picture"),
    "nothing": (lambda: b"", "is empty"),
    "another kind of archive": (lambda: archive({_TYPES: "<x/>"}), "no Excel workbook"),
    "billion laughs": (lambda: with_sheet(LAUGHS), "DOCTYPE"),
    "an external entity": (lambda: with_sheet(OUTSIDE), "DOCTYPE"),
    "the same in UTF-16": (lambda: with_sheet(LAUGHS.encode("utf-16")), "DOCTYPE"),
    "no XML": (lambda: with_sheet("<worksheet><row>"), "well-formed"),
    "a damaged inside": (lambda: with_sheet(cells(1).replace(b">1<", b">one<")), "damaged inside"),
    "too many cells": (lambda: with_sheet(cells(400_001)), "400,000"),
    "a cell too far down": (lambda: far("A1048576"), "50,000"),
    "a cell too far right": (lambda: far("XFD3"), "400"),
    "a text too long": (long_text, "20,000"),
    "too many sheets": (many_sheets, "60"),
    "no CSV in the archive": (lambda: archive({"readme.txt": "x"}), "no CSV"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence(case: str) -> None:
    make, word = REFUSED[case]
    content = make()
    start = time.perf_counter()
    with pytest.raises(UploadRefusedError) as refusal:
        read(content)
    assert time.perf_counter() - start < PATIENCE
    assert word in refusal.value.en
    assert any("\u3040" < character < "\u30ff" for character in refusal.value.ja)
    assert refusal.value.status == 422


def test_refusals_are_many() -> None:
    assert len(REFUSED) == 25


HEAD = "原典の名前,文書フォルダー,原典の行\r\n"
GOOD = HEAD + "mirai-plan,mirai/plan,1\r\n"
CSV_REFUSED = {
    "an unknown encoding": (b"\xff\xfd\x81\x00\xa0", "encoding"),
    "no text": (b"a,b\x00c\r\n", "NUL"),
    "an open quote": ((HEAD + '"mirai').encode(), "quote"),
    "too many columns": (("," * 500).encode(), "400"),
    "too many rows": (b"a\r\n" * 50_001, "50,000"),
    "a field too long": (("x" * 20_001).encode(), "20,000"),
}


@pytest.mark.parametrize("case", CSV_REFUSED)
def test_csv_is_refused_with_a_sentence(case: str) -> None:
    content, word = CSV_REFUSED[case]
    with pytest.raises(UploadRefusedError) as refusal:
        read(content, "source.csv")
    assert word in refusal.value.en


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp932", "Shift_JIS"), ("utf-16", "UTF-16"), ("utf-8-sig", "")]
)
def test_encodings_of_csv_are_recognised_and_said(encoding: str, said: str) -> None:
    upload = read(GOOD.encode(encoding), "出典.csv")
    assert upload.folder == "mirai/plan"
    notices = [f for f in of_cells(upload) if f.code == "WB-ENCODING"]
    assert [said in f.message["ja"] for f in notices] == ([True] if said else [])


@pytest.mark.parametrize("cut", [1, 2])
@pytest.mark.parametrize("end", [b"", b"\r\n"])
def test_csv_that_is_cut_off_is_not_taken_for_shift_jis(cut: int, end: bytes) -> None:
    """Within its last character, at the end or in a line: the line is named."""
    content = "種別,対象,要約\r\n目指す姿,1-①,窓口".encode()[:-cut] + end
    with pytest.raises(UploadRefusedError) as refusal:
        read(content, "記載.csv")
    assert " 2 行目" in refusal.value.ja
    assert "line 2," in refusal.value.en


def test_names_in_an_archive_of_csv_do_not_lead_out() -> None:
    with pytest.raises(UploadRefusedError):
        read(archive({"../source.csv": GOOD}), "plan.zip")
    assert read(archive({"plan/source.csv": GOOD}), "plan.zip").folder == "mirai/plan"


def test_macros_and_links_to_other_files_are_said_and_dropped() -> None:
    extra: dict[str, bytes | str] = {
        "xl/vbaProject.bin": b"\xd0\xcf",
        "xl/externalLinks/externalLink1.xml": "<x/>",
    }
    content = archive({**parts(small()), **extra})
    upload = read(content, "plan.xlsm")
    assert {"WB-MACRO", "WB-EXTERNAL"} <= {f.code for f in of_cells(upload)}
    back = workbook_mark.marked(content, upload.book, of_cells(upload), "ja")
    assert not [name for name in parts(back) if "vba" in name or "external" in name.lower()]


def test_formulas_are_never_evaluated() -> None:
    garden = Garden(clean())
    cell = garden.page("注").cell(*garden.address("注", "05-level", "要約"))
    cell.value = '=WEBSERVICE("http://127.0.0.1:9/")&CMD|"/C calc"!A0'
    upload = read(garden.bytes())
    faults = [f for f in of_cells(upload) if f.code == "WB-FORMULA"]
    assert len(faults) == 1
    assert "WEBSERVICE" in faults[0].value_label["ja"]


def test_a_cycle_of_owners_ends() -> None:
    rows = [["種別", "印刷された名称", "親", "原典の行"]]
    rows += [["事業", f"名{n}", f"名{(n + 1) % 50}", "1"] for n in range(50)]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    upload = read(archive({"source.csv": GOOD, "levels.csv": out.getvalue()}), "plan.zip")
    assert len(upload.rows) == 51


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_like_formulas_is_escaped(text: str) -> None:
    assert harmless(text) == "'" + text


def test_text_like_formulas_comes_back_from_csv_as_it_was(tmp_path: Path) -> None:
    content = GOOD.replace("mirai-plan", "'-plan")
    upload = read(content.encode(), "source.csv")
    assert upload.book.grids[0].cells[2, 1].text == "-plan"
    assert list(tmp_path.iterdir()) == []
