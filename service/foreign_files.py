"""Recognises files that people send by mistake, and says what to do with each.

Looks at the first bytes and at the names in an archive, never at what a file says. Must not know
workbooks.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from service.tabular import UploadRefusedError

_SAVE: Final = (
    "様式のブックに書き写し、「Excel ブック（.xlsx）」として送ってください。",
    "Copy the figures into the workbook of the template and send that (.xlsx).",
)
# the first bytes of a file, and what it is
_BEGINNINGS: Final = (
    (b"%PDF", "PDF の文書", "a PDF document"),
    (b"{\\rtf", "RTF の文書", "an RTF document"),
    (b"\x89PNG", "画像", "a picture"),
    (b"\xff\xd8\xff", "画像", "a picture"),
    (b"GIF8", "画像", "a picture"),
)
# a folder that such archives hold, and what they are
_FOLDERS: Final = (
    ("word/", "Word の文書", "a Word document"),
    ("ppt/", "PowerPoint の資料", "a PowerPoint presentation"),
)


def refuse(content: bytes, name: str, parts: Collection[str] = ()) -> None:
    """Refuse what is known to be something else; all other files pass.

    Args:
        content: the bytes of a file.
        name: its name, for the sentence.
        parts: the names in it, if it is an archive.

    Raises:
        UploadRefusedError: it is empty, a document, a picture, a web page or of another program.
    """
    if not content.strip():
        raise UploadRefusedError(
            f"{name} は空のファイルです。保存できているか確かめて、送り直してください。",
            f"{name} is empty. Check that it was saved, and send it again.",
        )
    if "mimetype" in parts and "content.xml" in parts:
        raise UploadRefusedError(
            f"{name} は LibreOffice などの形式（.ods など）です。「Excel 2007-365（.xlsx）」として"
            "保存し直してください。",
            f"{name} is of LibreOffice or the like (.ods). Save it as “Excel 2007-365 (.xlsx)”.",
        )
    found = _beginning(content) or _folder(parts)
    if found is not None:
        ja, en = found
        raise UploadRefusedError(
            f"{name} は{ja}です。表として読めません。{_SAVE[0]}",
            f"{name} is {en} and holds no table that can be read. {_SAVE[1]}",
        )


def _beginning(content: bytes) -> tuple[str, str] | None:
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:5].lower() == b"<html" or start[:9].lower() == b"<!doctype":
        return "ウェブページ（HTML）", "a web page (HTML)"
    return next(((ja, en) for mark, ja, en in _BEGINNINGS if start.startswith(mark)), None)


def _folder(parts: Collection[str]) -> tuple[str, str] | None:
    fitting = ((ja, en) for folder, ja, en in _FOLDERS if any(p.startswith(folder) for p in parts))
    return next(fitting, None)
