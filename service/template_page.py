"""``/validate/template.xlsx`` and ``.zip``: the workbook that plans are filled into, for download.

What is sent is what ``dxplan template`` writes, made by that very command in a process of its own,
since it reads all that is published; kept in memory for whoever asks next. Must not know how
workbooks are laid out.

Standard: RFC 6266 (name of the file).
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, request

from service import repository, revalidation
from service.config import PROJECT
from service.errors import EngineUnavailable, NoSuchThing
from service.formats import Format
from service.negotiation import Offer
from service.workbook_rows import folders

routes: Final = Blueprint("template", __name__)
FORMS: Final = {
    "xlsx": Format(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",), "xlsx"
    ),
    "zip": Format("application/zip", ("zip",), "zip"),
}
_SECONDS: Final = 120
_KEPT: Final = 32
_log: Final = logging.getLogger(__name__)
_lock: Final = threading.Lock()
_made: Final[OrderedDict[tuple[str, ...], bytes]] = OrderedDict()


@routes.get("/validate/template.<any(xlsx, zip):form>")
def template(form: str) -> Response:
    """Send the workbook, or a ZIP file of CSV: empty, for a municipality, or of a plan."""
    plan = request.args.get("plan", "")
    ward = request.args.get("municipality", "")
    if plan:
        _check("plan", plan, plans())
        ward = ""
    elif ward:
        _check("municipality", ward, municipalities())
    stamp = _stamp()
    tag = revalidation.tag(stamp, form, plan, ward)
    unchanged = revalidation.unchanged(tag)
    if unchanged is not None:
        return unchanged
    response = Response(_content(stamp, form, plan, ward))
    offer = Offer(FORMS[form], FORMS[form].media)
    name = "-".join(["dxplan", *(plan or ward or "template").split("/")])
    response.headers["Content-Disposition"] = f"attachment; filename={name}.{form}"
    return revalidation.dressed(response, offer, tag)


def plans() -> list[str]:
    """List the documents that a workbook can be filled with, as ``ward/document``."""
    return folders(PROJECT)


def municipalities() -> list[str]:
    """List the municipalities whose departments can be offered."""
    return sorted({plan.partition("/")[0] for plan in plans()})


def _check(name: str, asked: str, known: list[str]) -> None:
    if asked not in known:
        words = "、".join(known)
        raise NoSuchThing(
            [],
            f"{name} の「{asked[:60]}」は公開されていません。次のどれかにしてください: {words}",
            f"No {name} “{asked[:60]}” is published. Name one of: {', '.join(known)}",
        )


def _stamp() -> str:
    """What the workbooks depend on: the same as long as no file of the project changes."""
    times = (file.path.stat().st_mtime_ns for file in repository.files(PROJECT))
    return str(max(times, default=0))


def _content(*key: str) -> bytes:
    with _lock:  # one at a time: whoever waits mostly finds it made
        if key not in _made:
            _made[key] = _make(*key[1:])
            while len(_made) > _KEPT:
                _made.popitem(last=False)
        return _made[key]


def _make(form: str, plan: str, ward: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="dxplan-") as folder:
        path = Path(folder) / f"template.{form}"
        program = [sys.executable, "-m", "service.cli", "template", "-o", str(path)]
        program += ["--plan", plan] if plan else []
        program += ["--ward", ward] if ward else []
        try:
            done = subprocess.run(  # noqa: S603  names were compared with those published
                program, cwd=PROJECT, capture_output=True, timeout=_SECONDS, check=True
            )
        except (subprocess.SubprocessError, OSError) as fault:
            _log.error("no template could be made: %s", getattr(fault, "stderr", b"") or fault)
            raise EngineUnavailable(
                "いまは様式を作れません。しばらくしてからもう一度お試しください。",
                "The template cannot be made now. Try again in a moment.",
            ) from fault
        _log.info("template: %s", done.stdout.decode(errors="replace").strip())
        return path.read_bytes()
