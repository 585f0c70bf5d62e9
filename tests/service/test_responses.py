"""Errors as responses: accidents, languages, forms."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from service import create_app
from service.builds import Build
from service.engine import Answer, ClientGoneError, Query
from service.engine_errors import EngineFailureError
from service.errors import (
    DataError,
    DxplanError,
    EngineBusy,
    EngineTooSlow,
    EngineUnreachable,
    NotAcceptable,
    QueryRefused,
    QueryTimeout,
    QueryTooComplex,
    QueryTooLarge,
)
from tests.service.serving import settings

INSIDE = "/inside/path"


class Broken:
    """An engine that raises what it is told to."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def start(self) -> None: ...

    def close(self) -> None: ...

    def version(self) -> str:
        return "v"

    def build(self) -> Build:
        raise self.fault

    def query(self, _: Query) -> Answer:
        raise self.fault


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application whose engine each test breaks in its own way."""
    app = create_app(settings(tmp_path))
    yield app
    app.extensions["dxplan-engine"].close()


@pytest.mark.parametrize("accept", ["text/plain", "application/json", "text/html"])
@pytest.mark.parametrize("fault", [RuntimeError(INSIDE), EngineFailureError(INSIDE), KeyError("x")])
def test_accidents_tell_an_identifier_and_nothing_else(
    app: Flask, caplog: pytest.LogCaptureFixture, fault: Exception, accept: str
) -> None:
    """The client gets 500 and a number; the log has the number and the rest."""
    app.extensions["dxplan-engine"] = Broken(fault)
    with caplog.at_level(logging.ERROR):
        reply = app.test_client().get("/sparql?query=ASK%7B%7D", headers={"Accept": accept})
    assert reply.status_code == 500
    assert INSIDE not in reply.text
    assert type(fault).__name__ not in reply.text
    assert "Traceback" not in reply.text
    identifier = re.search(r"[0-9a-f]{12}", reply.text)
    assert identifier is not None
    record = next(r for r in caplog.records if identifier[0] in r.getMessage())
    assert record.exc_info is not None
    assert record.exc_info[1] is fault
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("fault", "status", "retry"),
    [
        (QueryRefused("だめ", "no"), 403, False),
        (QueryTooLarge("だめ", "no"), 413, False),
        (QueryTooComplex("だめ", "no"), 400, False),
        (QueryTimeout("だめ", "no"), 503, False),
        (NotAcceptable("だめ", "no"), 406, False),
        (EngineBusy("だめ", "no"), 503, True),
        (EngineUnreachable("だめ", "no"), 502, True),
        (EngineTooSlow("だめ", "no"), 504, True),
        (DataError("file.ttl", 3, "だめ", "no"), 500, False),
        (ClientGoneError(), 499, False),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_error_of_ours(app: Flask, fault: DxplanError, status: int, retry: bool) -> None:
    """Status, sentence in the language asked for, and whether to come back, in each form."""
    app.extensions["dxplan-engine"] = Broken(fault)
    client = app.test_client()
    for language in ("ja", "en"):
        for accept, kind in (
            ("*/*", "text/plain"),
            ("application/problem+json", "application/problem+json"),
            ("text/html", "text/html"),
        ):
            address = f"/sparql?query=ASK%7B%7D&lang={language}"
            reply = client.get(address, headers={"Accept": accept})
            assert (reply.status_code, reply.mimetype) == (status, kind)
            assert fault.text(language) in reply.text
            assert reply.headers["Content-Language"] == language
            assert ("Retry-After" in reply.headers) is retry
            assert "ETag" not in reply.headers
            if kind.endswith("json"):
                problem = json.loads(reply.data)
                assert problem["status"] == status
                assert problem["code"] == fault.code
                assert problem["detail"] == fault.text(language)
                assert problem["type"] == "about:blank"
