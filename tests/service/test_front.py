"""What stands before the framework: clients, their rate, kept answers, records, figures."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from service import clients, counting, create_app, result_cache
from service.builds import Build
from service.engine import Answer, Query
from service.errors import EnvironmentFault, UsageError
from service.metrics import Metrics
from service.rate_limit import RateLimit
from service.record import fingerprint
from service.result_cache import Kept, ResultCache
from tests.service.serving import ASK, many_quads, running, settings, write_build

JSON = "application/sparql-results+json"


class Counted:
    """An engine that counts how often it is asked."""

    def __init__(self) -> None:
        self.data = "v1"
        self.asked: list[Query] = []
        self.volatile = False
        self.size = 0

    def start(self) -> None: ...

    def close(self) -> None: ...

    def gauges(self) -> dict[str, int]:
        return {"waiting": 7}

    def version(self) -> str:
        return self.data

    def build(self) -> Build:
        return Build(self.data, {"g:1": 3})

    def query(self, query: Query) -> Answer:
        self.asked.append(query)
        body = json.dumps({"asked": len(self.asked), "pad": "x" * self.size}).encode()
        return Answer("table", body, 0.25, self.volatile, self.data, 4)


def application(var: Path, **changes: str) -> tuple[Flask, Counted]:
    app = create_app(settings(var, **changes))
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine = Counted()
    return app, engine


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Flask, Counted]:
    """An application with default settings, and its engine."""
    return application(tmp_path)


def ask(app: Flask, text: str = "ASK {}", **more: Any) -> TestResponse:
    headers = {"Accept": JSON} | more.pop("headers", {})
    return app.test_client().get("/sparql?query=" + quote(text), headers=headers, **more)


# --- kept answers ---


def test_a_repeated_query_costs_no_engine(pair: tuple[Flask, Counted]) -> None:
    """The same question in the same format is answered once, with the same headers and bytes."""
    app, engine = pair
    first, second = ask(app), ask(app)
    assert len(engine.asked) == 1
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert dict(first.headers) == dict(second.headers)
    assert second.headers["ETag"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/csv"},
        {"Accept-Language": "en"},
        {"Accept-Encoding": "gzip"},
        {"Cache-Control": "no-cache"},
        {"Pragma": "no-cache"},
    ],
)
def test_what_an_answer_depends_on(pair: tuple[Flask, Counted], headers: dict[str, str]) -> None:
    """Another header that the answer is chosen by, or a wish for a fresh one: asked anew."""
    app, engine = pair
    ask(app)
    ask(app, headers=headers)
    assert len(engine.asked) == 2


def test_new_data_new_answer(pair: tuple[Flask, Counted]) -> None:
    """An answer from an older version of the data is never sent."""
    app, engine = pair
    old = ask(app)
    engine.data = "v2"
    new = ask(app)
    assert (old.json or {})["asked"] == 1
    assert (new.json or {})["asked"] == 2
    assert old.headers["ETag"] != new.headers["ETag"]
    engine.data = "v1"
    assert (ask(app).json or {})["asked"] == 3, "the older answer is gone for good"


def test_what_is_never_kept(pair: tuple[Flask, Counted]) -> None:
    """Answers that change by themselves, POST, HEAD, errors, and data without a version."""
    app, engine = pair
    engine.volatile = True
    assert [(ask(app).json or {})["asked"] for _ in range(2)] == [1, 2]
    engine.volatile = False
    for _ in range(2):
        app.test_client().post("/sparql", data={"query": "ASK {}"})
    assert len(engine.asked) == 4
    for _ in range(2):
        app.test_client().head("/sparql?query=ASK%7B%7D")
    assert len(engine.asked) == 6
    engine.data = ""
    assert [(ask(app).json or {})["asked"] for _ in range(2)] == [7, 8]
    for _ in range(2):
        assert app.test_client().get("/sparql?query=").status_code in (200, 400)
    assert app.extensions["dxplan-front"].cache.gauges()["answers"] <= 1


def test_a_kept_answer_is_still_conditional(pair: tuple[Flask, Counted]) -> None:
    """Whoever has the answer gets 304, kept or not."""
    app, engine = pair
    tag = ask(app).headers["ETag"]
    again = ask(app, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, len(engine.asked)) == (304, b"", 1)


def test_the_memory_is_bounded(tmp_path: Path) -> None:
    """One mebibyte holds some answers of 100 kB; the newest stay; 0 keeps nothing."""
    app, engine = application(tmp_path, cache_mb="1")
    engine.size = 100_000
    for number in range(30):
        ask(app, f"SELECT ({number} AS ?x) {{}}")
    found = app.extensions["dxplan-front"].cache.gauges()
    assert 5 <= found["answers"] <= 10
    assert found["bytes"] <= 1 << 20
    ask(app, "SELECT (29 AS ?x) {}")
    assert len(engine.asked) == 30
    ask(app, "SELECT (0 AS ?x) {}")
    assert len(engine.asked) == 31
    engine.size = 2 << 20
    large = [ask(app, "SELECT * {}") for _ in range(2)]
    assert len(large[0].data) > 2 << 20
    assert len(engine.asked) == 33, "large answers are not kept"
    nothing, engine = application(tmp_path, cache_mb="0")
    assert [(ask(nothing).json or {})["asked"] for _ in range(2)] == [1, 2]


def test_the_size_is_counted_right() -> None:
    """Putting, replacing and dropping leave the count at what is there."""
    cache = ResultCache(1)
    kept = Kept("v", (), b"x" * 1000, "", None)
    for _ in range(3):
        cache.put(("a",), kept)
        cache.put(("b",), kept)
    both = cache.gauges()
    assert both["answers"] == 2
    cache.drop(("a",))
    cache.drop(("a",))
    assert cache.gauges() == {"answers": 1, "bytes": both["bytes"] // 2}
    cache.drop(("b",))
    assert cache.gauges() == {"answers": 0, "bytes": 0}


def test_keys() -> None:
    """Only a plain GET with one Host and not too long an address can have a kept answer."""
    plain = {"REQUEST_METHOD": "GET", "PATH_INFO": "/sparql", "HTTP_HOST": "x"}
    assert result_cache.key(plain) is not None
    for change in (
        {"REQUEST_METHOD": "POST"},
        {"HTTP_HOST": "a,b"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"QUERY_STRING": "x" * 20_000},
    ):
        assert result_cache.key(plain | change) is None, change
    del plain["HTTP_HOST"]
    assert result_cache.key(plain) is None


@pytest.mark.slow
def test_a_thousand_and_a_half_a_second(tmp_path: Path) -> None:
    """Kept answers are sent at 1,500 a second and more, over real connections."""
    from tests.service.load import repeat  # noqa: PLC0415

    write_build(tmp_path, "first", many_quads(100))
    with running(tmp_path) as server:
        best = max(repeat(server, ASK, connections=8, seconds=1.5) for _ in range(3))
    print(f"kept answers: {best:.0f}/s")
    assert best >= 1500


# --- who asks, and how often ---


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        ((), "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (("127.0.0.1",), "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (("127.0.0.1",), "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (("127.0.0.1",), "127.0.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (("127.0.0.1", "10.0.0.0/8"), "127.0.0.1", "1.1.1.1,203.0.113.9, 10.1.2.3", "203.0.113.9"),
        (("127.0.0.1",), "127.0.0.1", None, "127.0.0.1"),
        (("127.0.0.1",), "127.0.0.1", "nonsense", "127.0.0.1"),
        (("127.0.0.1",), "::ffff:127.0.0.1", "2001:db8::7", "2001:db8::7"),
        (("10.0.0.0/8",), "10.0.0.1", "10.0.0.2", "10.0.0.2"),
    ],
)
def test_who_asks(
    proxies: tuple[str, ...], peer: str, forwarded: str | None, expected: str
) -> None:
    """Only what a trusted proxy says is believed, and only the last thing that it says."""
    environ: dict[str, Any] = {"REMOTE_ADDR": peer}
    if forwarded is not None:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    assert clients.Clients(proxies).identify(environ) == expected
    assert environ["REMOTE_ADDR"] == expected
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert environ[clients.FORWARDED] is (forwarded is not None)


def test_proxies_that_are_none() -> None:
    """A setting that is no address stops the start with a sentence."""
    with pytest.raises(UsageError, match="DXPLAN_TRUSTED_PROXIES"):
        clients.Clients(["proxy.example"])


def test_groups() -> None:
    """An IPv4 address is a client; of IPv6 the network of 64 bits is."""
    assert clients.group("192.0.2.1") == "192.0.2.1"
    assert clients.group("2001:db8::1") == clients.group("2001:db8::ffff") == "2001:db8::/64"
    assert clients.group("2001:db8:0:1::1") != clients.group("2001:db8::1")
    assert clients.group("unix") == "unix"


def test_buckets() -> None:
    """Ten seconds' worth at once, then one each 1/rate seconds, each client for itself."""
    now = [100.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.wait("a") for _ in range(20)] == [0.0] * 20
    assert limit.wait("a") == pytest.approx(0.5)
    assert limit.wait("b") == 0
    now[0] += 0.5
    assert limit.wait("a") == 0
    assert limit.wait("a") == pytest.approx(0.5)
    now[0] += 3600
    assert [limit.wait("a") for _ in range(21)][19:] == [0.0, pytest.approx(0.5)]
    for number in range(30_000):
        limit.wait(str(number))
    assert len(limit._buckets) <= 20_000
    assert RateLimit(0).wait("a") == 0


def test_too_many_requests(tmp_path: Path) -> None:
    """Whoever asks too often gets 429 with the time to wait; others, and /health, do not."""
    app, engine = application(tmp_path, rate="0.5", trusted_proxies="127.0.0.1")

    def status(client: str, path: str = ASK) -> int:
        return app.test_client().get(path, headers={"X-Forwarded-For": client}).status_code

    assert [status("203.0.113.1") for _ in range(7)] == [200] * 5 + [429] * 2
    assert status("203.0.113.2") == 200
    assert [status("203.0.113.1", "/health") for _ in range(3)] == [200] * 3
    reply = app.test_client().get(
        ASK, headers={"X-Forwarded-For": "203.0.113.1", "Accept": "application/problem+json"}
    )
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["Retry-After"]) <= 2
    assert (reply.json or {})["code"] == "rate"
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert len(engine.asked) == 1, "the rest was kept or refused"


# --- records ---


def test_the_log_of_requests(tmp_path: Path) -> None:
    """A line of JSON for each request: hash, time, rows, outcome; no text, no client."""
    target = tmp_path / "requests.log"
    app, _ = application(tmp_path, request_log=str(target))
    ask(app, "ASK { ?secret ?b ?c }")
    ask(app, "ASK { ?secret ?b ?c }")
    app.test_client().get("/nothing\n{}?query=x")
    app.test_client().post("/sparql", data={"update": "CLEAR ALL"})
    size = len(ask(app, "ASK { ?secret ?b ?c }").data)
    app.extensions["dxplan-front"].log.close()
    lines = target.read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [(f["status"], f["outcome"], f["cached"]) for f in found[:4]] == [
        (200, "ok", False),
        (200, "ok", True),
        (404, "http", False),
        (403, "refused", False),
    ]
    assert {f["query"] for f in found[:2]} == {fingerprint("ASK { ?secret ?b ?c }")}
    assert [f["rows"] for f in found] == [4, 4, None, None, 4]
    assert found[0]["engine_milliseconds"] == 250
    assert found[1]["engine_milliseconds"] == 0
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", f["time"]) for f in found)
    assert [f["bytes"] for f in (found[0], found[1], found[4])] == [size] * 3
    assert "secret" not in "".join(lines)
    assert "127.0.0.1" not in "".join(lines)


def test_a_log_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there stops the start with a sentence."""
    with pytest.raises(EnvironmentFault, match="DXPLAN_REQUEST_LOG"):
        application(tmp_path, request_log=str(tmp_path / "no" / "such" / "file"))


@pytest.fixture(scope="module")
def rows() -> Iterator[dict[str, int]]:
    """Queries whose rows are counted here by reading them."""
    yield {
        "SELECT * {}": 1,
        "SELECT ?x { VALUES ?x {} }": 0,
        "SELECT ?x { VALUES ?x { 1 2 3 } }": 3,
        "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) (UNDEF UNDEF) (UNDEF 2) } }": 3,
        """SELECT ?x ?y { VALUES (?x ?y) { ('a},{"\\\\"' '\\n\\r\\n"[{') ('},{' '[{') } }""": 2,
    }


@pytest.mark.parametrize("media", [JSON, "application/sparql-results+xml", "text/csv", "text/tab-"])
def test_rows_are_counted(rows: dict[str, int], media: str) -> None:
    """The count is right whatever stands in the texts."""
    import pyoxigraph as ox  # noqa: PLC0415

    full = "text/tab-separated-values" if media == "text/tab-" else media
    form = ox.QueryResultsFormat.from_media_type(full)
    for query, expected in rows.items():
        found = ox.Store().query(query)
        assert isinstance(found, ox.QuerySolutions)
        body = found.serialize(format=form) or b""
        assert counting.rows("table", full, body) == expected, query


def test_rows_that_are_not_counted() -> None:
    """A truth has none, Turtle has no lines to count, and what is huge is left alone."""
    assert counting.rows("boolean", JSON, b"{}") is None
    assert counting.rows("graph", "text/turtle", b"<a:a> <a:b> <a:c> .") is None
    assert counting.rows("graph", "application/n-triples", b"<a:a> <a:b> <a:c> .\n" * 3) == 3
    assert counting.rows("table", "text/csv", b"\r\n" * (9 << 20)) is None


# --- figures for operators ---


def test_metrics_are_hidden_by_default(pair: tuple[Flask, Counted]) -> None:
    """Nobody is shown figures unless the operator says so."""
    assert pair[0].test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize(
    ("peer", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.1", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"Via": "1.1 proxy"}, 404),
    ],
)
def test_local_metrics(tmp_path: Path, peer: str, headers: dict[str, str], status: int) -> None:
    """ "local" means this machine, and not what a proxy on it passes on."""
    app, _ = application(tmp_path, metrics="local")
    reply = app.test_client().get(
        "/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": peer}
    )
    assert reply.status_code == status


def test_figures(tmp_path: Path) -> None:
    """Requests by outcome, kept answers, times, the engine's business, the data."""
    app, _ = application(tmp_path, metrics="all")
    for _ in range(3):
        ask(app)
    app.test_client().post("/sparql", data={"update": "CLEAR ALL"})
    app.test_client().get('/evil"}\n')
    reply = app.test_client().get("/metrics")
    assert reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = reply.text.splitlines()
    for line in (
        'dxplan_requests_total{route="sparql",status="200",outcome="ok"} 3',
        'dxplan_requests_total{route="sparql",status="403",outcome="refused"} 1',
        'dxplan_requests_total{route="other",status="404",outcome="http"} 1',
        "dxplan_cache_hits_total 2",
        'dxplan_request_seconds_count{route="sparql"} 4',
        'dxplan_engine_seconds_bucket{le="0.1"} 0',
        'dxplan_engine_seconds_bucket{le="0.5"} 1',
        "dxplan_engine_seconds_sum 0.250000",
        'dxplan_engine{of="waiting"} 7',
        'dxplan_data{of="triples"} 3',
        'dxplan_data_info{version="v1"} 1',
    ):
        assert line in lines, reply.text
    sample = re.compile(r'[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? [0-9.]+')
    assert all(line.startswith("# ") or sample.fullmatch(line) for line in lines)


def test_settings_of_metrics(tmp_path: Path) -> None:
    """A setting that is none of the three is refused at the start."""
    with pytest.raises(UsageError, match="DXPLAN_METRICS"):
        create_app(settings(tmp_path, metrics="yes"))


def test_counting_by_many_threads() -> None:
    """No request is lost between threads."""
    metrics = Metrics()

    def work() -> None:
        for _ in range(500):
            metrics.observe("/x", 200, "ok", seconds=0.01, engine=0, size=1, cached=False)

    threads = [threading.Thread(target=work) for _ in range(8)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 5
    assert "dxplan_response_bytes_total 4000" in metrics.render({}, "v")
