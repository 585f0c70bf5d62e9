"""One question to a SPARQL server over HTTP: sent by POST, read within limits, sent nowhere else.

SPARQL 1.1 Protocol, section 2.1.2 (query via POST with URL-encoded parameters). A server that
sends elsewhere is not followed: the operator named one address, and what stands at another may be
inside the operator's own network. Must not know what is asked, nor how a fault is told to clients.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Final
from urllib.parse import urlencode

_CHUNK: Final = 1 << 16
_WORDS: Final = 10_000  # bytes of another server's words
_AGENT: Final = "dxplan"

Fields = list[tuple[str, str]]


class TooLargeError(Exception):
    """The reply is larger than may be read."""


@dataclass
class RefusedError(Exception):
    """The server answered with a status other than success.

    Attributes:
        status: that status.
        words: what it said with it, cut short.
    """

    status: int
    words: str


def _web_only() -> urllib.request.OpenerDirector:
    """Return an opener that follows no redirection; its status is then an error as any other."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


_opener: Final = _web_only()


def post(url: str, fields: Fields, accept: str, seconds: float, most: int) -> tuple[bytes, str]:
    """Send a form; return the reply and its media type.

    Args:
        url: where to.
        fields: names and values.
        accept: media types that are understood.
        seconds: deadline for all of it.
        most: bytes of the reply.

    Raises:
        RefusedError: the status is not one of success; a redirection is not.
        TooLargeError: the reply is too large.
        TimeoutError: it takes too long.
        OSError: the server cannot be reached.
        HTTPException: what it says is no HTTP.
    """
    deadline = time.monotonic() + seconds
    heads = {"Accept": accept, "User-Agent": _AGENT}
    request = urllib.request.Request(url, urlencode(fields).encode(), heads)  # noqa: S310  operator's
    try:
        with _opener.open(request, timeout=seconds) as response:
            return _read(response, deadline, most), response.headers.get_content_type()
    except urllib.error.HTTPError as fault:
        raise RefusedError(fault.code, _words(fault)) from fault
    except urllib.error.URLError as fault:
        if isinstance(fault.reason, OSError):
            raise fault.reason from fault
        raise


def _read(response: Any, deadline: float, most: int) -> bytes:
    content = bytearray()
    while chunk := response.read1(_CHUNK):  # what is there, lest a drip outlast the deadline
        content += chunk
        if len(content) > most:
            raise TooLargeError
        if time.monotonic() > deadline:
            raise TimeoutError
    return bytes(content)


def _words(fault: urllib.error.HTTPError) -> str:
    try:
        with fault:
            return fault.read(_WORDS).decode(errors="replace")
    except (OSError, HTTPException):
        return ""
