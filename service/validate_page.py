"""``/validate``: the page for checking files, and the report for people and programs.

Takes a form (multipart) or a file as the body of a request. Nothing that is sent is kept. Must
not know how checking is done.
"""

from __future__ import annotations

import contextlib
import json
from typing import Any, Final

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import FileStorage

from service import language, names, negotiation, rendering, responses, template_page
from service.context import config
from service.errors import BodyTooLarge, DxplanError, EngineUnavailable, UnsupportedMedia
from service.formats import PAGE, Format
from service.messages import SEVERITIES
from service.namespaces import GRAPH, ID
from service.tabular import UploadRefusedError
from service.uploads import Uploads

routes: Final = Blueprint("validate", __name__)
_XLSX: Final = template_page.FORMS["xlsx"].media
FORMS: Final = (
    Format("application/json", ("json",), "json"),
    PAGE,
    Format("text/csv", ("csv",), "csv"),
    Format("application/sarif+json", ("sarif",), "sarif"),
    Format("text/turtle", ("turtle", "ttl"), "ttl"),
    template_page.FORMS["xlsx"],
    Format("text/plain", ("text", "txt"), "txt"),
)
SUFFIXES: Final = {
    "text/turtle": ".ttl",
    "application/x-turtle": ".ttl",
    "application/trig": ".trig",
    "application/n-triples": ".nt",
    "application/n-quads": ".nq",
    "application/ld+json": ".jsonld",
    "application/rdf+xml": ".rdf",
    _XLSX: ".xlsx",
    "application/zip": ".zip",
    "text/csv": ".csv",
}
_MULTIPART: Final = "multipart/form-data"
_MOST_FILES: Final = 100
_UTF8: Final = ("", "utf-8", "utf8")


@routes.get("/validate")
def page() -> Response:
    """Show the form."""
    return rendering.page("validate.html", **_form(None))


@routes.post("/validate")
def validate() -> Response:
    """Check what was sent and report."""
    request.max_content_length = config().upload_mb << 20
    chosen = language.of(request)
    multipart = request.mimetype == _MULTIPART
    accept = request.headers.get("Accept")
    try:
        _check_length()
        files = _from_form() if multipart else _from_body()
        short = request.values.get("format") if multipart else request.args.get("format")
        offer = negotiation.choose_among(FORMS, accept, short or None)
        return _report(files, offer, chosen)
    except DxplanError as fault:
        if PAGE is not _preferred(accept):
            raise
        shown = rendering.page("validate.html", chosen, **_form(fault.text(chosen)))
        return responses.mark(shown, fault, chosen)


def _form(fault: str | None) -> dict[str, Any]:
    plans = {plan: str(GRAPH[plan]) for plan in template_page.plans()}
    wards = {ward: str(ID[f"municipality/{ward}"]) for ward in template_page.municipalities()}
    try:
        named = names.names([*plans.values(), *wards.values()])
    except EngineUnavailable:
        named = {}  # checking needs no build
    content = {"plans": plans, "wards": wards, "names": named}
    content |= {"upload_mb": config().upload_mb, "ready": _uploads().ready}
    return {"fault": fault, **content}


def _uploads() -> Uploads:
    found: Uploads = current_app.extensions["dxplan-uploads"]
    return found


def _preferred(accept: str | None) -> Format | None:
    try:
        return negotiation.choose_among(FORMS, accept, None).format
    except DxplanError:
        return None


def _check_length() -> None:
    limit = config().upload_mb
    if (request.content_length or 0) > limit << 20:
        raise _too_large(limit)


def _too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(
        f"ファイルが大きすぎます（上限 {limit} MiB）。文書ごとに分けて送ってください。",
        f"The file is too large (the limit is {limit} MiB). Send one document at a time.",
    )


def _from_form() -> list[tuple[str, str, bytes]]:
    sent = [file for file in request.files.getlist("file") if file.filename]
    if not sent:
        raise UploadRefusedError(
            "ファイルがありません。検査するファイルを選んでください。",
            "There is no file. Choose the file to check.",
        )
    if len(sent) > _MOST_FILES:
        raise UploadRefusedError(
            f"ファイルは一度に {_MOST_FILES} までです。", f"Send at most {_MOST_FILES} files."
        )
    files = []
    for file in sent:
        with contextlib.closing(file):
            files.append((file.filename or "", _suffix_of(file), file.read()))
    return files


def _suffix_of(file: FileStorage) -> str:
    """Browsers seldom know these types, so the name counts where it has an ending."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return "" if "." in name else SUFFIXES.get(file.mimetype, "")


def _from_body() -> list[tuple[str, str, bytes]]:
    suffix = SUFFIXES.get(request.mimetype)
    charset = request.mimetype_params.get("charset", "").lower()
    if suffix is None or request.content_encoding:
        known = ", ".join([_MULTIPART, *SUFFIXES])
        raise UnsupportedMedia(
            f"この種類の本文は検査できません。Content-Type は次のどれかです: {known}",
            f"A body of this type cannot be checked. Content-Type is one of {known}.",
        )
    if charset not in _UTF8:
        raise UnsupportedMedia("文字コードは UTF-8 にしてください。", "The charset must be UTF-8.")
    content = request.get_data(cache=False)
    return [(request.args.get("name", "upload"), suffix, content)]


def _report(files: list[tuple[str, str, bytes]], offer: negotiation.Offer, chosen: str) -> Response:
    as_page = offer.format is PAGE
    wanted = {
        "files": [{"name": n, "suffix": s, "size": len(content)} for n, s, content in files],
        "form": "json" if as_page else offer.format.names[0],
        "language": chosen,
        "page": as_page,
        "dry_run": as_page or request.values.get("dry-run", "on") != "off",
    }
    _, body = _uploads().check(wanted, b"".join(content for _, _, content in files))
    if as_page:
        report = json.loads(body)
        response = rendering.page("validate_report.html", chosen, **_values(report))
    else:
        response = Response(body, content_type=offer.content_type)
        response.headers["Content-Language"] = chosen
        if offer.format.extension == "xlsx":
            name = "attachment; filename=dxplan-findings.xlsx"
            response.headers["Content-Disposition"] = name
    response.headers["Cache-Control"] = "no-store"
    response.headers["Vary"] = "Accept, Accept-Language"
    return response


def _values(report: dict[str, Any]) -> dict[str, Any]:
    counts = {s: sum(f["severity"] == s for f in report["findings"]) for s in SEVERITIES}
    media = {form.names[0]: form for form in FORMS}
    saved = [
        {"form": media[form], "address": f"data:{media[form].media};base64,{content}"}
        for form, content in report["downloads"].items()
    ]
    return {"report": report, "counts": counts, "severities": SEVERITIES, "saved": saved}
