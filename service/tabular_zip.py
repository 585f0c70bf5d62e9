"""Opens archives that strangers send: checked against bombs, escaping paths and hostile XML.

Sizes are checked before anything is unpacked and again while it is; names of paths never
reach the disk. Must not know what is in the archive.

Standard: XML 1.0, section 2.8 (a document type declaration is refused wherever one stands,
so that neither entities nor external resources are ever met).
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import Any, Final
from xml.parsers import expat

from service.tabular import MAX_CELLS, UploadRefusedError, too_large

# what zipfile raises over archives that are damaged in one of many ways
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
)
_MAX_ENTRIES: Final = 2_000
_MAX_TOTAL: Final = 100 << 20
_MAX_RATIO: Final = 250
# small files of blanks compress well; they do no harm
_FREE: Final = 2 << 20


def members(content: bytes) -> dict[str, bytes]:
    """Unpack an archive in memory.

    Args:
        content: the bytes of a ZIP file.

    Returns:
        Content by name, for files only.

    Raises:
        UploadRefusedError: not a whole ZIP file, encrypted, too large, compressed beyond
            reason, or with names that lead out of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check(infos, len(content))
            return {info.filename: _read(archive, info) for info in infos}
    except _DAMAGED as fault:
        raise UploadRefusedError(
            "ファイルが壊れているか、ZIP（xlsx）の形になっていません。保存し直してください。",
            "The file is damaged or is no ZIP (xlsx) file. Save it again.",
        ) from fault


def _check(infos: list[zipfile.ZipInfo], size: int) -> None:
    if len(infos) > _MAX_ENTRIES:
        raise too_large("書庫の中のファイル", "files in the archive", _MAX_ENTRIES)
    total = sum(info.file_size for info in infos)
    if total > _MAX_TOTAL or (total > _FREE and total > size * _MAX_RATIO):
        raise UploadRefusedError(
            f"展開すると {total:,} バイトになる圧縮ファイルです（圧縮爆弾の恐れ）。"
            "受け付けません。",
            f"The archive would grow to {total:,} bytes (it may be a zip bomb). It is not read.",
        )
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise UploadRefusedError(
            "書庫に同じ名前のファイルが二つあります。作り直してください。",
            "The archive holds two files of the same name. Make it again.",
        )
    for info in infos:
        _check_entry(info)


def _check_entry(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise UploadRefusedError(
            "暗号化（パスワード）されています。外してから送ってください。",
            "The file is encrypted. Remove the password first.",
        )
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in info.filename:
        raise UploadRefusedError(
            "書庫の中に、外を指すファイル名（../ など）があります。受け付けません。",
            "A file name in the archive leads out of it (such as ../). It is not read.",
        )


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        content = file.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise zipfile.BadZipFile(info.filename)
    return content


def check_xml(name: str, content: bytes, *, count: bool) -> None:
    """Make sure that a part of a workbook is plain XML.

    Args:
        name: the part, for the message.
        content: its bytes.
        count: whether it is a sheet, whose cells are counted.

    Raises:
        UploadRefusedError: it has a document type, is no XML, or holds too many cells.
    """
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def doctype(*_: Any) -> None:
        raise UploadRefusedError(
            f"{name} に XML の文書型宣言（DOCTYPE）があります。"
            "実体の展開に使われるため受け付けません。",
            f"{name} holds a document type declaration (DOCTYPE), which could expand entities. "
            "It is not read.",
        )

    parser.StartDoctypeDeclHandler = doctype
    cells = 0

    def start(tag: str, _attributes: object) -> None:
        nonlocal cells
        cells += tag.endswith("c") and tag in ("c", "x:c")
        if cells > MAX_CELLS:
            raise too_large("セル", "cells", MAX_CELLS)

    if count:
        parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise UploadRefusedError(
            f"{name} が XML として読めません。表計算ソフトで開いて保存し直してください。",
            f"{name} is no well-formed XML. Open and save it with a spreadsheet program.",
        ) from fault
