"""Hostile uploads: each gets a clear answer, nothing is fetched, and the next upload is served.

Over HTTP, on a small build. Of each is asked its status (with 200, what is found in it), a
sentence in both languages where it is refused, and that a harmless upload is checked after it.
Last, that over HTTP planted errors are found as they are without.
"""

from __future__ import annotations

import io
import re
import socket
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.uploads import Uploads
from tests.service import planting, planting_turtle
from tests.service import test_workbook_hostile as books
from tests.service.serving import asking, settings, write_build

ID: Final = "https://w3id.org/dxplan/id/"
DXP: Final = "https://w3id.org/dxplan/ontology#"
CANARY: Final = f"<{ID}canary> a <{DXP}Indicator> .".encode()
JAPANESE: Final = re.compile("[\u3041-\u30fe].*(?:。|ください|ません|です|ます)")
ENGLISH: Final = re.compile("[A-Za-z]+ [a-z]+")
# codes of findings, or a word of the sentence of a refusal
Wanted = set[str] | str
READY: Final = 120.0


def _zip(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def _laughs() -> str:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<!DOCTYPE r [<!ENTITY l0 "lol">{rows}]><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'rdf:about="http://e/"><e:p xmlns:e="http://e/">&l9;</e:p></rdf:Description></rdf:RDF>'
    )


def ring(length: int) -> str:
    """Measures of which each is the parent of the one before."""
    return "".join(
        f"<{ID}m{n}> a <{DXP}Measure> ; <{DXP}parent> <{ID}m{(n + 1) % length}> .\n"
        for n in range(length)
    )


def nameless(count: int) -> str:
    """A chain of blank nodes."""
    return "".join(f"_:b{n} <http://e/p> _:b{n + 1} .\n" for n in range(count))


def _with_macro() -> bytes:
    return books.archive({**books.parts(books.small()), "xl/vbaProject.bin": b"\xd0\xcf"})


def in_rdf(url: str) -> dict[str, tuple[str, str | bytes, Wanted]]:
    """What is tried with RDF: name of the file, its content, and what must come of it."""
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    sh = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> . "
    xxe = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}">]><rdf:RDF {rdf}>&x;</rdf:RDF>'
    passwd = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rdf:RDF {rdf}>&x;</rdf:RDF>'
    context = f'{{"@context": "{url}", "@id": "http://e/", "p": "x"}}'
    imported = f'{{"@context": {{"@version": 1.1, "@import": "{url}"}}, "p": "x"}}'
    query = f"SELECT $this WHERE {{ SERVICE <{url}> {{ ?a ?b ?c }} }}"
    select = f'[ sh:select "{query}" ]'
    return {
        "external entity, http": ("a.rdf", xxe, "external entities"),
        "external entity, file": ("a.rdf", passwd, "external entities"),
        "external DTD": ("a.rdf", f'<!DOCTYPE r SYSTEM "{url}"><rdf:RDF {rdf}/>', {"UP-EMPTY"}),
        "billion laughs": ("a.rdf", _laughs(), "too large or nested"),
        "remote context": ("a.jsonld", context, "remote contexts"),
        "many remote contexts": (
            "a.jsonld",
            f"[{','.join([context] * 500)}]",
            "remote contexts",
        ),
        "remote import of a context": ("a.jsonld", imported, "remote contexts"),
        "owl:imports": (
            "a.ttl",
            f"<http://e/> <http://www.w3.org/2002/07/owl#imports> <{url}> .",
            {"UP-IMPORTS"},
        ),
        "sh:js": (
            "a.ttl",
            f"{sh}e:s a sh:NodeShape ; sh:js [ sh:jsLibrary <{url}> ] .",
            {"UP-SHAPES"},
        ),
        "SHACL-SPARQL": ("a.ttl", f"{sh}e:s a sh:NodeShape ; sh:sparql {select} .", {"UP-SHAPES"}),
        "SPARQL target": ("a.ttl", f"{sh}e:s sh:target {select} .", {"UP-SHAPES"}),
        "bad pattern": (
            "a.ttl",
            f'{sh}e:s sh:targetNode e:x ; sh:pattern "^(a+)+$" .',
            {"UP-SHAPES"},
        ),
        "shapes graph": ("a.ttl", f"{sh}e:s sh:shapesGraph <{url}> .", {"UP-SHAPES"}),
        "deep blank nodes": ("a.ttl", "<http://e/> <http://e/p> " + "[ <http://e/p> " * 20000, ""),
        "deep lists": (
            "a.ttl",
            "<http://e/> <http://e/p> " + "(" * 20000 + ")" * 20000 + " .",
            "nested too deeply",
        ),
        "deep JSON": ("a.jsonld", "[" * 100000 + "]" * 100000, "nested too deeply"),
        "deep XML": ("a.rdf", f"<rdf:RDF {rdf}>" + "<a>" * 50000, ""),
        "cyclic parents": ("a.ttl", ring(100), {"PlanElement-parent-cycle"}),
        "a ring of thousands": ("a.ttl", ring(3000), "after 3,000 steps"),
        "too many blank nodes": ("a.nt", nameless(301_000), "300,000"),
        "Shift_JIS": ("a.ttl", '<http://e/> <http://e/p> "区の計画です" .'.encode("cp932"), "JIS"),
        "EUC-JP": ("a.ttl", '<http://e/> <http://e/p> "区の計画です" .'.encode("euc-jp"), "EUC-JP"),
        "UTF-16": ("a.ttl", "<http://e/> <http://e/p> 1 .".encode("utf-16"), "UTF-16"),
        "broken UTF-8": ("a.ttl", b'<http://e/> <http://e/p> "\xff\xfe\xfa" .', "UTF-8"),
        "null bytes": ("a.ttl", b"\0" * 5000, ""),
        "no Turtle": ("a.ttl", "<<<<", ""),
        "HTML as Turtle": ("a.ttl", "<html><script>alert(1)</script></html>", ""),
        "path name": ("../../../etc/passwd.ttl", "<", "passwd.ttl"),
        "script in name": ("<script>alert(1)</script>.ttl", "<", "script_.ttl"),
        "unknown ending": ("a.exe", "MZ", "format of a.exe"),
        "no ending": ("a", "x", "format of a "),
        "triple terms": (
            "a.ttl",
            "<< <http://e/a> <http://e/b> 1 >> <http://e/c> 2 .",
            "RDF 1.2",
        ),
        "empty": ("a.ttl", "", {"UP-EMPTY"}),
        "huge literal": ("a.ttl", f'<http://e/> <http://e/p> "{"a" * 3_000_000}" .', set()),
        "huge number": (
            "a.ttl",
            f'<{ID}v> a <{DXP}IndicatorValue> ; <{DXP}numericValue> "1e999999999" .',
            {"IndicatorValue-valueOf"},
        ),
    }


def in_tables() -> dict[str, tuple[str, str | bytes, Wanted]]:
    """The same with workbooks and CSV."""
    bomb = _zip(("a.csv", b"\0" * 200_000_000))
    return {
        "zip bomb": ("a.zip", bomb, "zip bomb"),
        "zip of many": ("a.zip", _zip(*((f"{n}.csv", b"a\n") for n in range(5000))), "2,000"),
        "zip with a path": ("a.zip", _zip(("../../x.csv", b"a\n1\n")), "leads out"),
        "broken zip": ("a.xlsx", b"PK\x03\x04" + b"x" * 500, "damaged"),
        "zip in a zip": ("a.zip", _zip(("b.zip", _zip(("c.csv", b"a\n")))), "no CSV"),
        "old Excel": ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".xls"),
        "formula in CSV": ("a.csv", '=HYPERLINK("http://e/")\n=cmd|x\n', {"WB-SHEETS-NONE"}),
        "workbook that is a bomb": ("a.xlsx", books.bomb(), "zip bomb"),
        "laughs in a workbook": ("a.xlsx", books.with_sheet(books.LAUGHS), "DOCTYPE"),
        "entity in a workbook": ("a.xlsx", books.with_sheet(books.OUTSIDE), "DOCTYPE"),
        "huge sheet": ("a.xlsx", books.far("A1048576"), "50,000"),
        "wide sheet": ("a.xlsx", books.far("XFD3"), "400"),
        "many sheets": ("a.xlsx", books.many_sheets(), "60"),
        "macro": ("a.xlsm", _with_macro(), {"WB-MACRO"}),
        "formula": ("a.xlsx", books.with_text('=WEBSERVICE("http://e/")'), {"WB-KEY-FORM"}),
        "encrypted": ("a.xlsx", books.locked(), "encrypted"),
    }


class Listener:
    """Counts connections that somebody was lured into."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/x"
        self.count = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self.count += 1
            connection.close()

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on a small build, with what checks uploads ready."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "small")
    with asking(var, upload_seconds="60", upload_mb="11") as client:
        uploads = of(client)
        uploads.start()
        until = time.monotonic() + READY
        while not uploads.ready:
            assert time.monotonic() < until
            time.sleep(0.1)
        yield client
        uploads.close()


def of(client: FlaskClient) -> Uploads:
    uploads = client.application.extensions["dxplan-uploads"]
    assert isinstance(uploads, Uploads)
    return uploads


def send(client: FlaskClient, name: str, content: bytes, **form: str) -> TestResponse:
    """Send a file as the page does, and ask for JSON."""
    language = form.pop("language", "ja")
    accept = form.pop("accept", "application/json")
    reply = client.post(
        "/validate",
        data={"file": (io.BytesIO(content), name), "dry-run": "off", **form},
        headers={"Accept": accept, "Accept-Language": language},
    )
    reply.request.environ["wsgi.input"].close()  # a large body is a file of the test's client
    return reply


def codes(response: TestResponse) -> set[str]:
    return {finding["code"] for finding in response.get_json()["findings"]}


def assert_alive(client: FlaskClient, what: str) -> None:
    reply = send(client, "canary.ttl", CANARY)
    assert reply.status_code == 200, what
    assert "Indicator-indicatorOf" in codes(reply), what


def assert_refused(
    client: FlaskClient, what: str, sent: tuple[str, bytes], status: int = 422, word: str = ""
) -> None:
    for language, written in (("ja", JAPANESE), ("en", ENGLISH)):
        reply = send(client, *sent, language=language)
        problem = reply.get_json(force=True)
        assert reply.status_code == problem["status"] == status, (what, problem)
        assert reply.mimetype == "application/problem+json", what
        assert written.search(problem["detail"]), (what, problem["detail"])
        for secret in ("root:", "Traceback", "/etc/", "site-packages", "service."):
            assert secret not in reply.text, what
    assert word in problem["detail"], (what, problem["detail"])


def test_hostile_uploads_get_a_clear_answer_and_the_next_is_served(client: FlaskClient) -> None:
    listener = Listener()
    ran = Counter[int]()
    for what, (name, given, wanted) in (in_rdf(listener.url) | in_tables()).items():
        content = given if isinstance(given, bytes) else given.encode()
        if isinstance(wanted, str):
            assert_refused(client, what, (name, content), word=wanted)
        else:
            reply = send(client, name, content)
            assert reply.status_code == 200, (what, reply.text)
            assert wanted <= codes(reply), (what, codes(reply))
            assert "root:" not in reply.text, what
        ran[isinstance(wanted, str)] += 1
        assert_alive(client, what)
    listener.close()
    assert (ran[True], ran[False]) == (37, 14)
    assert listener.count == 0


def test_what_is_larger_than_allowed_is_not_read(client: FlaskClient) -> None:
    millions = nameless(400_000).encode()
    assert len(millions) > 11 << 20
    assert_refused(client, "millions of blank nodes", ("a.nt", millions), 413, "11 MiB")
    sent = client.post("/validate", data=b"#" * (12 << 20), content_type="text/turtle")
    assert sent.status_code == 413
    assert_alive(client, "after too much")


def test_what_takes_too_long_is_ended(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    uploads = of(client)
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "_config", replace(uploads._config, upload_seconds=0.5))
        assert_refused(client, "a long ring", ("a.ttl", ring(300).encode()), 503, "within 0.5")
    assert_alive(client, "after what took too long")


def test_who_comes_before_all_is_read_is_told_to_wait(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.uploads._WAIT", 0.0)
    early = Uploads(settings(of(client)._config.var))
    monkeypatch.setitem(client.application.extensions, "dxplan-uploads", early)
    assert_refused(client, "early", ("a.ttl", CANARY), 503, "being prepared")
    reply = send(client, "a.ttl", CANARY)
    assert int(reply.headers["Retry-After"]) > 0
    page = client.get("/validate", headers={"Accept": "text/html", "Accept-Language": "ja"})
    assert "準備" in page.text
    early.close()


def test_bodies_of_unknown_kinds_are_refused(client: FlaskClient) -> None:
    assert client.post("/validate", data=b"x", content_type="text/plain").status_code == 415
    assert client.post("/validate", data={}).status_code == 415
    empty = client.post("/validate", data={"format": "json"}, content_type="multipart/form-data")
    assert empty.status_code == 422
    many = {"file": [(io.BytesIO(b""), f"{n}.ttl") for n in range(101)]}
    assert client.post("/validate", data=many).status_code == 422


def test_names_and_labels_are_shown_as_text(client: FlaskClient) -> None:
    text = CANARY + f'<{ID}canary> <{DXP}unofficialLabel> "<b>y</b>"@en .'.encode()
    report = send(client, "<b>x.ttl", text, accept="text/html", format="html")
    assert report.status_code == 200, report.text
    assert "Indicator-" in report.text
    assert "<b>" not in report.text


def test_every_form_is_the_same_at_every_run(client: FlaskClient) -> None:
    for form in ("json", "csv", "sarif", "turtle", "text"):
        replies = [send(client, "a.ttl", CANARY, format=form) for _ in range(2)]
        assert replies[0].status_code == 200, form
        assert replies[0].data == replies[1].data, form


def places(reply: TestResponse, key: str) -> list[tuple[str, str | int]]:
    assert reply.status_code == 200, reply.text
    return sorted((finding["code"], finding[key]) for finding in reply.get_json()["findings"])


def test_errors_planted_into_turtle_are_found_over_http(client: FlaskClient) -> None:
    assert places(send(client, "plan.ttl", planting_turtle.clean().encode()), "line") == []
    text, expected = planting_turtle.planted()
    assert places(send(client, "plan.ttl", text.encode()), "line") == expected


def test_errors_planted_into_a_workbook_are_found_over_http(client: FlaskClient) -> None:
    garden = planting.Garden(planting.clean())
    expected = {garden.plant(plant) for plant in planting.PLANTS}
    content = garden.bytes()
    found = set(places(send(client, "plan.xlsx", content), "cell"))
    assert expected <= found, expected - found
    marked = send(client, "plan.xlsx", content, format="xlsx")
    assert marked.status_code == 200
    assert marked.data.startswith(b"PK")
    clean = places(send(client, "plan.xlsx", planting.clean()), "cell")
    assert not {code for code, _ in clean} & {plant.code for plant in planting.PLANTS}


def test_where_the_operator_wants_no_uploads(tmp_path: Path) -> None:
    """Nothing is read for them, and whoever sends one is told where to check it."""
    write_build(tmp_path, "first")
    with asking(tmp_path, uploads="off") as client:
        uploads: Uploads = client.application.extensions["dxplan-uploads"]
        uploads.start()
        reply = client.post("/validate", data=CANARY, content_type="text/turtle")
        assert reply.status_code == 403
        assert "dxplan validate" in reply.text
        assert uploads._preparation is None
        page = client.get("/validate", headers={"Accept": "text/html"})
        assert page.status_code == 200
