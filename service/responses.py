"""The one place that turns exceptions into responses, and that puts the common headers on all.

An error is a page, plain text or problem+json (RFC 9457), by what was asked for, in Japanese or
English. Of an unexpected exception the client learns an identifier and nothing else. Must not
know what the service is about.
"""

from __future__ import annotations

import gzip
import json
import logging
import math
import secrets
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, current_app, g, request
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.exceptions import MethodNotAllowed as WebMethodNotAllowed

from service import diagnosis, front, language, pages, record
from service.errors import (
    BodyTooLarge,
    DxplanError,
    EngineBusy,
    EngineUnavailable,
    MethodNotAllowed,
    ParameterError,
    QuerySyntaxError,
    TooManyRequests,
    UsageError,
)
from service.negotiation import accepted
from service.sending import LARGE, Outbox

_log = logging.getLogger(__name__)
_PROBLEM: Final = "application/problem+json"
_PLAIN: Final = "text/plain"
_HTML: Final = "text/html"
_PATIENCE: Final = "5"
_SMALL: Final = 1024  # bytes not worth compressing
_LARGE: Final = 1 << 20  # bytes to compress with less effort
_INCOMPRESSIBLE: Final = ("image/png", "font/")
HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Retry-After, Content-Language",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
# what a program on another site may send to what is only read (Fetch standard, CORS preflight)
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match, X-Requested-With, *",
    "Access-Control-Max-Age": "86400",
}
_VARY: Final = ("Accept", "Accept-Encoding", "Accept-Language")


def register(app: Flask) -> None:
    """Make an application use this module for errors, headers and compression."""
    app.register_error_handler(DxplanError, of_error)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_accident)
    app.before_request(_check_host)
    app.before_request(_check_rate)
    app.after_request(_finish)


def of_error(fault: DxplanError) -> Response:
    """Write an error of ours in the form that the client can read best."""
    chosen = language.of(request)
    excerpt = ""
    if isinstance(fault, QuerySyntaxError):
        excerpt = diagnosis.caret(g.get("query", ""), fault.line, fault.column)
    match _form():
        case "html":
            response = Response(pages.error(fault, excerpt, chosen), mimetype=_HTML)
        case "json":
            response = Response(_problem(fault, excerpt, chosen), mimetype=_PROBLEM)
        case _:
            response = Response(_plain(fault, excerpt, chosen), mimetype=_PLAIN)
    return mark(response, fault, chosen)


def mark(response: Response, fault: DxplanError, chosen: str) -> Response:
    """Put the status and headers of an error on a response that shows it."""
    response.status_code = fault.status
    response.headers["Content-Language"] = chosen
    response.headers["Cache-Control"] = "no-store"
    record.current().outcome = fault.code
    if isinstance(fault, EngineUnavailable):
        response.headers["Retry-After"] = _PATIENCE
    if isinstance(fault, TooManyRequests):
        response.headers["Retry-After"] = str(fault.seconds)
    return response


def _form() -> str:
    """Return "html", "json" or "text", whichever the client prefers; text if it says nothing."""
    given = accepted(request.headers.get("Accept", ""))
    names = {
        _PLAIN: "text",
        _PROBLEM: "json",
        "application/json": "json",
        "application/sparql-results+json": "json",
        "application/ld+json": "json",
        _HTML: "html",
    }
    return names.get(given.best_match(list(names)) or _PLAIN, "text")


def _problem(fault: DxplanError, excerpt: str, chosen: str) -> str:
    problem: dict[str, object] = {
        "type": "about:blank",
        "title": _phrase(fault.status),
        "status": fault.status,
        "code": fault.code,
        "detail": fault.text(chosen),
    }
    if isinstance(fault, ParameterError):
        problem |= {"parameter": fault.parameter, "allowed": list(fault.allowed)}
    if isinstance(fault, QuerySyntaxError):
        problem |= {"line": fault.line, "column": fault.column, "excerpt": excerpt}
    return json.dumps(problem, ensure_ascii=False)


def _plain(fault: DxplanError, excerpt: str, chosen: str) -> str:
    parts = [f"{fault.status} {_phrase(fault.status)}", fault.text(chosen), excerpt]
    return "\n\n".join(filter(None, parts)) + "\n"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


class _WebError(DxplanError):
    """An error of HTTP itself, with its own status."""

    code = "http"

    def __init__(self, status: int, ja: str, en: str) -> None:
        super().__init__(ja, en)
        self.status = status  # type: ignore[misc]


def _of_http(fault: HTTPException) -> Response:
    """Turn an exception of the web framework into one of ours."""
    if isinstance(fault, InternalServerError) and fault.original_exception is not None:
        return _of_accident(fault.original_exception)
    response = of_error(_translated(fault))
    for name, value in fault.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    if isinstance(fault, WebMethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(fault.valid_methods or ()))
    return response


def _translated(fault: HTTPException) -> DxplanError:
    match fault.code:
        case MethodNotAllowed.status:
            return MethodNotAllowed(
                "このアドレスではこのメソッドは使えません。",
                "This method is not allowed at this address.",
            )
        case BodyTooLarge.status:
            return BodyTooLarge(
                "リクエストの本文が大きすぎます。", "The body of the request is too large."
            )
        case HTTPStatus.NOT_FOUND:
            return _WebError(
                404, "このアドレスには何もありません。", "There is nothing at this address."
            )
        case code:
            status = code or 500
            return _WebError(status, "要求を処理できません。", f"{_phrase(status)}.")


def _of_accident(fault: BaseException) -> Response:
    """Log what nobody expected; tell the client only where it stands in the log."""
    identifier = secrets.token_hex(6)
    _log.error("accident %s at %s", identifier, request.path, exc_info=fault)
    return of_error(
        _WebError(
            500,
            f"サーバーで予期しない誤りが起きました。識別子 {identifier} を添えてお知らせください。",
            f"Something unexpected went wrong here. Please report it with the identifier "
            f"{identifier}.",
        )
    )


def _check_host() -> None:
    """Refuse a request without exactly one Host (RFC 9112, section 3.2)."""
    protocol = request.environ.get("SERVER_PROTOCOL", "")
    host = request.environ.get("HTTP_HOST")
    if (host is None and protocol == "HTTP/1.1") or "," in (host or ""):
        raise UsageError("Host ヘッダーは一つだけ必要です。", "Exactly one Host header is needed.")


def _check_rate() -> None:
    """Refuse a client that asks too often (RFC 6585, section 4)."""
    if wait := request.environ.get(front.WAIT, 0):
        seconds = math.ceil(wait)
        raise TooManyRequests(
            seconds,
            f"要求が多すぎます。{seconds} 秒後にもう一度お試しください。"
            "大量に使うときは、グラフごとのダウンロードをご利用ください。",
            f"Too many requests. Try again in {seconds} s. To use much of the data, download its "
            "graphs instead.",
        )


def _finish(response: Response) -> Response:
    present = {name.lower() for name, _ in response.headers}
    for name, value in HEADERS.items():
        if name.lower() not in present:
            response.headers.add(name, value)
    if "vary" in present:
        response.vary.update(_VARY)
    else:
        response.headers.add("Vary", ", ".join(_VARY))
    return _in_pieces(_compress(response))


def _compress(response: Response) -> Response:
    """Compress what is worth it, for those who ask (RFC 9110, section 12.5.3)."""
    plain = response.direct_passthrough or response.is_streamed
    coded = "Content-Encoding" in response.headers
    if plain or coded or response.status_code in (204, 304) or not _wants_gzip():
        return response
    content = response.get_data()
    if len(content) < _SMALL or (response.mimetype or "").startswith(_INCOMPRESSIBLE):
        return response
    response.set_data(gzip.compress(content, 1 if len(content) > _LARGE else 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response


def _in_pieces(response: Response) -> Response:
    """Send what is large piece by piece, so that slow readers are bounded."""
    if response.direct_passthrough or response.is_streamed or request.method == "HEAD":
        return response
    content = response.get_data()
    if len(content) <= LARGE:
        return response
    outbox: Outbox = current_app.extensions["dxplan-outbox"]
    try:
        response.response = outbox.pieces(content, request.remote_addr or "")
    except EngineBusy as fault:
        return of_error(fault)
    return response


def _wants_gzip() -> bool:
    if "Accept-Encoding" not in request.headers:
        return False
    return request.accept_encodings.quality("gzip") > 0
