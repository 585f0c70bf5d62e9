"""Holds what uploads are checked against and forks the workers that check them.

``python -m service.upload_child CONTROL MEMORY_MB VAR``; the process of
``service.engine_child`` with other work. A worker gives up files and sockets before it looks at
an upload, so whatever it may need is loaded and tried out here first. Must not know HTTP.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import socket
import sys
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from service import (
    engine_child,
    engine_work,
    frames,
    report_formats,
    upload_work,
    workbook_rows,
    workbook_write,
)
from service.config import PROJECT
from service.errors import DataError, DxplanError
from service.published import Stock
from service.tabular import UploadRefusedError
from service.upload_work import Desk
from service.validation import check

_MIB: Final = 1 << 20
_AFTER_OTHERS: Final = 5  # queries go before it; checking is long work in any case
_BAD: Final = "<https://w3id.org/dxplan/id/x> a <https://w3id.org/dxplan/ontology#Indicator> .\n"
_RDFXML: Final = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="https://w3id.org/dxplan/id/x"/></rdf:RDF>'
)
_PLAIN: Final = {
    ".ttl": _BAD,
    ".trig": _BAD,
    ".nt": _BAD,
    ".jsonld": '{"@id": "https://w3id.org/dxplan/id/x", "http://e/p": 1}',
    ".rdf": _RDFXML,
    ".csv": "a,b\n1,2\n",
}
_REFUSED: Final = "refused"
_INTERNAL: Final = "internal"


class UploadNursery(engine_child.Nursery):
    """The process that forks the workers; each checks one upload."""

    def _load(self, dataset: Path) -> Desk:
        os.nice(_AFTER_OTHERS)
        logging.disable(logging.ERROR)
        warnings.simplefilter("ignore")
        desk = upload_work.open_desk(PROJECT, dataset)
        _try_out(desk)
        desk.stock.prepare()
        return desk

    def _serve(self, connection: socket.socket, *, network: bool) -> None:  # noqa: ARG002
        engine_work.confine(self._memory and self._memory + self._memory_mb * _MIB)
        message = frames.Incoming(connection).receive()
        assert message is not None  # noqa: S101  without a timeout there is always a message
        header, body = _answered(self._store, *message)
        frames.send(connection, {**header, "retire": True}, body)


def _answered(desk: Desk, request: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        engine_work.limit_time(request["seconds"])
        form, written = upload_work.answer(desk, request, _parts(request["files"], body))
    except (UploadRefusedError, DataError) as fault:
        return {"error": _REFUSED, "ja": fault.ja, "en": fault.en}, b""
    except MemoryError:
        return {"error": "memory"}, b""
    except Exception as fault:  # the edge of the process: told, never raised
        return {"error": _INTERNAL, "detail": repr(fault)}, b""
    return {"form": form}, written


def _parts(files: list[dict[str, Any]], body: bytes) -> list[bytes]:
    parts, start = [], 0
    for file in files:
        parts.append(body[start : start + file["size"]])
        start += file["size"]
    return parts


def _try_out(desk: Desk) -> None:
    """Check samples of everything in every form, so that nothing is loaded later."""
    desk = replace(desk, base=None)  # reading it has tried the rules and the questions out
    samples = [(suffix, text.encode()) for suffix, text in _PLAIN.items()]
    for suffix, content in (*samples, (".ttl", b"\x82\xa0"), (".ttl", b"<"), _zip()):
        with contextlib.suppress(DxplanError):
            upload_work.read(desk.stock, [{"name": "sample", "suffix": suffix}], [content])
    _try(desk, ".ttl", _BAD.encode(), "json")
    _try(desk, ".xlsx", _workbook(desk.stock), upload_work.MARKED)
    files = upload_work.read(desk.stock, [{"name": "sample", "suffix": ".ttl"}], [b""])
    outcome = check(desk.stock, files)
    for write in report_formats.WRITERS.values():
        write(outcome, "ja")


def _try(desk: Desk, suffix: str, content: bytes, form: str) -> None:
    files = [{"name": "sample" + suffix, "suffix": suffix}]
    request = {"files": files, "form": form, "language": "ja", "dry_run": suffix == ".ttl"}
    with contextlib.suppress(DxplanError):
        upload_work.answer(desk, request, [content])


def _workbook(stock: Stock) -> bytes:
    tables = workbook_rows.empty()
    return workbook_write.xlsx(tables, stock.names, "")


def _zip() -> tuple[str, bytes]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in workbook_write.csv_files(workbook_rows.empty()).items():
            archive.writestr(name, content)
    return ".zip", out.getvalue()


def main(arguments: list[str]) -> None:
    """Load the project and serve until told to end."""
    os.environ["TMPDIR"] = os.devnull  # whoever would write a file down fails here and now
    control = socket.socket(fileno=int(arguments[0]))
    try:
        with engine_child.wanted(control):
            nursery = UploadNursery(control, int(arguments[1]), Path(arguments[2]))
    except (OSError, DxplanError, ValueError) as fault:
        frames.send(control, {"ready": False, "detail": str(fault)})
    else:
        nursery.run()


if __name__ == "__main__":
    main(sys.argv[1:])
