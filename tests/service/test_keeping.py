"""Pages that are kept, and pages made ready before somebody asks."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from service import asking, create_app, keeping, names, search, warming
from service.builds import Build
from service.engine import Answer, Query
from service.engine_direct import DirectEngine
from service.errors import DxplanError, EngineUnavailable
from service.warming import Warmer
from tests.service.serving import settings, wait_until

HTML = {"Accept": "text/html", "Accept-Encoding": "gzip"}


class Silent:
    """An engine that has a version and answers nothing."""

    def __init__(self, version: str) -> None:
        self.data = version

    def start(self) -> None: ...

    def close(self) -> None: ...

    def gauges(self) -> dict[str, int]:
        return {}

    def query(self, query: Query) -> Answer:
        raise EngineUnavailable("なし", query.text)

    def version(self) -> str:
        if self.data == "none":
            raise EngineUnavailable("なし", "none")
        return self.data

    def build(self) -> Build:
        return Build(self.version(), {})


class Counted:
    """A page that says how often it was made, and of what."""

    def __init__(self, app: Flask) -> None:
        self.made = 0
        self.status = 200
        self.secret = False
        self.lacking = False
        self.state = "a"
        self.client = app.test_client()
        app.add_url_rule("/counted", view_func=self.view)

    def view(self) -> Response:
        before = self.state
        return keeping.page(self.make, before, still=lambda: self.state == before)

    def make(self) -> Response:
        self.made += 1
        if self.lacking:
            with contextlib.suppress(DxplanError):
                asking.select("ASK {}")
        response = Response(f"made {self.made} " + "x" * 3000, self.status, mimetype="text/html")
        if self.secret:
            response.headers["Cache-Control"] = "no-store"
        return response

    def ask(self, query: str = "", **headers: str) -> str:
        reply = self.client.get(f"/counted?{query}", headers=HTML | headers)
        assert reply.status_code in (200, self.status)
        packed = reply.headers.get("Content-Encoding") == "gzip"
        body = gzip.decompress(reply.data) if packed else reply.data
        return body.decode().split(" x")[0]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Counted, Silent]]:
    """A page, and the engine behind it."""
    app = create_app(settings(tmp_path))
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine = Silent("v1")
    yield Counted(app), engine


def test_a_page_is_made_once_for_all_clients(pair: tuple[Counted, Silent]) -> None:
    """However they write what they accept; with and without compression."""
    page, _ = pair
    for accept in ("text/html", "*/*", "text/html;q=0.9, */*;q=0.1"):
        for coding in ("gzip", "identity", "gzip, br"):
            said = page.ask(Accept=accept, **{"Accept-Encoding": coding})
            assert said == "made 1"
    assert page.made == 1


def test_what_a_page_depends_on(pair: tuple[Counted, Silent]) -> None:
    """Address, language, version of the data, and the state of what it is made from."""
    page, engine = pair
    assert page.ask() == "made 1"
    assert page.ask("q=1") == "made 2"
    assert page.ask(**{"Accept-Language": "en"}) == "made 3"
    assert page.ask(**{"Accept-Language": "ja"}) == "made 1"
    engine.data = "v2"
    assert page.ask() == "made 4"
    page.state = "b"
    assert page.ask() == "made 5"
    page.state = "a"
    assert page.ask() == "made 4"


def test_what_is_not_kept(pair: tuple[Counted, Silent]) -> None:
    """Errors, what says so, what lacks a part, and pages about data without a version."""
    page, engine = pair
    page.status = 404
    assert [page.ask(), page.ask()] == ["made 1", "made 2"]
    page.status, page.secret = 200, True
    assert [page.ask(), page.ask()] == ["made 3", "made 4"]
    page.secret, page.lacking = False, True
    assert [page.ask(), page.ask()] == ["made 5", "made 6"]
    page.lacking = False
    for version in ("", "none"):
        engine.data, before = version, page.made
        assert [page.ask(), page.ask()] == [f"made {before + 1}", f"made {before + 2}"]


def test_unchanged_pages(pair: tuple[Counted, Silent]) -> None:
    """Who has the page is told so, without its being made; another version is sent."""
    page, engine = pair
    first = page.client.get("/counted", headers=HTML)
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    tagged = HTML | {"If-None-Match": first.headers["ETag"]}
    reply = page.client.get("/counted", headers=tagged)
    assert (reply.status_code, reply.data, page.made) == (304, b"", 1)
    assert reply.headers["ETag"] == first.headers["ETag"]
    engine.data = "v2"
    assert page.client.get("/counted", headers=tagged).status_code == 200


# --- the whole graph ---


@pytest.fixture(scope="module")
def app(built: Path) -> Iterator[Flask]:
    """The service on the whole graph."""
    config = settings(built.parent.parent)
    app = create_app(config)
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine = DirectEngine(config)
    yield app
    engine.close()


def test_names_read_at_once_are_those_that_are_asked_for(app: Flask) -> None:
    """The table of all names says of every thing what the engine says of it."""
    with app.test_request_context("/"):
        query = "SELECT DISTINCT ?s { ?s a ?c FILTER(ISIRI(?s)) } ORDER BY ?s"
        iris = [row["s"].value for row in asking.once(query)[0]][::7]
        iris += ["https://w3id.org/dxplan/id/nothing", "http://example.org/"]
        assert len(iris) > 1000
        app.extensions.pop("dxplan-names", None)
        asked = names.names(iris)
        names.read_all()
        assert app.extensions["dxplan-names"].version
        assert names.names(iris) == asked


def test_names_of_another_version_are_not_used(app: Flask) -> None:
    """A table of other data is as none."""
    ward = "https://w3id.org/dxplan/id/municipality/chuo"
    with app.test_request_context("/"):
        table = names._Table("another", {ward: names.Name("偽", "false")})
        app.extensions["dxplan-names"] = table
        assert names.names([ward])[ward].ja == "中央区"
        app.extensions.pop("dxplan-names")


def test_addresses_made_ready_are_pages(app: Flask) -> None:
    """Each address is a page that is kept; a page of every kind that has much on it is there."""
    client: FlaskClient = app.test_client()
    with app.test_request_context("/"):
        paths = list(warming.paths())
    assert len(paths) == len(set(paths)) > 60
    for part in ("/source/", "/explore/families/", "/ontology/schemes/", "/id/municipality/"):
        assert sum(path.startswith(part) for path in paths) >= 4, part
    for path in paths[::5]:
        reply = client.get(path, headers=HTML)
        assert reply.status_code == 200, path
        tagged = HTML | {"If-None-Match": reply.headers["ETag"]}
        assert client.get(path, headers=tagged).status_code == 304, path


def test_pages_are_made_ready_while_nobody_asks(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the thread made is what a browser gets, without the engine; then it ends."""
    monkeypatch.setattr(warming, "_START", 0.0)
    monkeypatch.setattr(warming, "paths", lambda: iter(["/explore/themes"]))
    monkeypatch.setattr(search, "index", lambda: None)
    engine = app.extensions["dxplan-engine"]
    front = app.extensions["dxplan-front"]
    assert front.idle() > 0
    warmer = Warmer(app)
    before = front.cache.gauges()["answers"]
    counted = front.metrics._requests.total()
    warmer.start()
    assert wait_until(lambda: front.cache.gauges()["answers"] == before + 2, 30)
    warmer.stop()
    assert not warmer.is_alive()
    assert front.metrics._requests.total() == counted
    assert "dxplan-answers" not in app.extensions
    monkeypatch.setattr(engine, "query", lambda _: pytest.fail("the engine was asked"))
    for query in ("", "?lang=en"):
        reply = app.test_client().get(f"/explore/themes{query}", headers=HTML)
        assert reply.status_code == 200
    with app.test_request_context("/"):
        app.extensions.pop("dxplan-names")


def test_making_ready_waits_for_clients(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as a request is being answered, nothing is made."""
    monkeypatch.setattr(warming, "_START", 0.0)
    front = app.extensions["dxplan-front"]
    monkeypatch.setattr(front, "idle", lambda: 0.0)
    monkeypatch.setattr(names, "read_all", lambda: pytest.fail("it did not wait"))
    warmer = Warmer(app)
    warmer.start()
    assert not wait_until(lambda: not warmer.is_alive(), 0.3)
    warmer.stop()
    assert not warmer.is_alive()


def test_nothing_is_made_ready_of_very_large_data(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names and index of it would fill the memory of the process that answers."""
    monkeypatch.setattr(warming, "_START", 0.0)
    monkeypatch.setattr(warming, "_MOST", 1)
    monkeypatch.setattr(names, "read_all", lambda: pytest.fail("it was too large"))
    warmer = Warmer(app)
    warmer.start()
    assert wait_until(lambda: bool(warmer._done), 30)
    warmer.stop()
    assert warmer._done == app.extensions["dxplan-engine"].version()
