"""Hostile uploads: each gets a clear answer, nothing is fetched, and the next upload is served."""

from __future__ import annotations

import io
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from typing import Final

import pytest

from service import create_app
from service.config import read
from service.errors import DxplanError
from service.uploads import Uploads

ID: Final = "https://w3id.org/dxplan/id/"
DXP: Final = "https://w3id.org/dxplan/ontology#"
CANARY: Final = f"<{ID}canary> a <{DXP}Indicator> .".encode()
LEAST: Final = 30


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


def cases(url: str) -> dict[str, tuple[str, bytes]]:
    """Return name of the file and content by what is tried."""
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    sh = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> . "
    xxe = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{url}">]><rdf:RDF {rdf}>&x;</rdf:RDF>'
    passwd = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rdf:RDF {rdf}>&x;</rdf:RDF>'
    context = f'{{"@context": "{url}", "@id": "http://e/", "p": "x"}}'
    imported = f'{{"@context": {{"@version": 1.1, "@import": "{url}"}}, "p": "x"}}'
    query = f"SELECT $this WHERE {{ SERVICE <{url}> {{ ?a ?b ?c }} }}"
    ring = "".join(
        f"<{ID}m{n}> a <{DXP}Measure> ; <{DXP}parent> <{ID}m{(n + 1) % 300}> .\n"
        for n in range(300)
    )
    text: dict[str, tuple[str, str | bytes]] = {
        "external entity, http": ("a.rdf", xxe),
        "external entity, file": ("a.rdf", passwd),
        "external DTD": ("a.rdf", f'<!DOCTYPE r SYSTEM "{url}"><rdf:RDF {rdf}/>'),
        "billion laughs": ("a.rdf", _laughs()),
        "remote context": ("a.jsonld", context),
        "many remote contexts": ("a.jsonld", f"[{','.join([context] * 500)}]"),
        "remote import of a context": ("a.jsonld", imported),
        "owl:imports": ("a.ttl", f"<http://e/> <http://www.w3.org/2002/07/owl#imports> <{url}> ."),
        "sh:js": ("a.ttl", f"{sh}e:s a sh:NodeShape ; sh:js [ sh:jsLibrary <{url}> ] ."),
        "SHACL-SPARQL": ("a.ttl", f'{sh}e:s a sh:NodeShape ; sh:sparql [ sh:select "{query}" ] .'),
        "SPARQL target": ("a.ttl", f'{sh}e:s sh:target [ sh:select "{query}" ] .'),
        "bad pattern": ("a.ttl", f'{sh}e:s sh:targetNode e:x ; sh:pattern "^(a+)+$" .'),
        "shapes graph": ("a.ttl", f"{sh}e:s sh:shapesGraph <{url}> ."),
        "deep blank nodes": ("a.ttl", "<http://e/> <http://e/p> " + "[ <http://e/p> " * 20000),
        "deep lists": ("a.ttl", "<http://e/> <http://e/p> " + "(" * 20000 + ")" * 20000 + " ."),
        "deep JSON": ("a.jsonld", "[" * 100000 + "]" * 100000),
        "deep XML": ("a.rdf", f"<rdf:RDF {rdf}>" + "<a>" * 50000),
        "cyclic parents": ("a.ttl", ring),
        "blank nodes without end": (
            "a.nt",
            "".join(f"_:b{n} <http://e/p> _:b{n + 1} .\n" for n in range(320_000)),
        ),
        "Shift_JIS": ("a.ttl", '<http://e/> <http://e/p> "区の計画です" .'.encode("cp932")),
        "UTF-16": ("a.ttl", "<http://e/> <http://e/p> 1 .".encode("utf-16")),
        "broken UTF-8": ("a.ttl", b'<http://e/> <http://e/p> "\xff\xfe\xfa" .'),
        "null bytes": ("a.ttl", b"\0" * 5000),
        "no Turtle": ("a.ttl", "<<<<"),
        "HTML as Turtle": ("a.ttl", "<html><script>alert(1)</script></html>"),
        "path name": ("../../../etc/passwd.ttl", "<"),
        "script in name": ("<script>alert(1)</script>.ttl", "<"),
        "unknown ending": ("a.exe", "MZ"),
        "no ending": ("a", "x"),
        "triple terms": ("a.ttl", "<< <http://e/a> <http://e/b> 1 >> <http://e/c> 2 ."),
        "empty": ("a.ttl", ""),
        "huge literal": ("a.ttl", f'<http://e/> <http://e/p> "{"a" * 3_000_000}" .'),
        "wrong numbers": ("a.ttl", f'<{ID}v> <{DXP}numericValue> "1e999999999" .'),
        "zip bomb": ("a.zip", _zip(("a.csv", b"\0" * 200_000_000))),
        "zip of many": ("a.zip", _zip(*((f"{n}.csv", b"a\n") for n in range(5000)))),
        "zip with a path": ("a.zip", _zip(("../../x.csv", b"a\n1\n"))),
        "broken zip": ("a.xlsx", b"PK\x03\x04" + b"x" * 500),
        "zip in a zip": ("a.zip", _zip(("b.zip", _zip(("c.csv", b"a\n"))))),
        "old Excel": ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        "formula in CSV": ("a.csv", '=HYPERLINK("http://e/")\n=cmd|x\n'),
    }
    return {
        what: (name, c if isinstance(c, bytes) else c.encode()) for what, (name, c) in text.items()
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
def uploads() -> Iterator[Uploads]:
    settings = read({"DXPLAN_UPLOAD_SECONDS": "20"})
    found = Uploads(settings)
    found.start()
    yield found
    found.close()


def send(uploads: Uploads, name: str, content: bytes, form: str = "json") -> bytes:
    files = [{"name": name, "suffix": "", "size": len(content)}]
    request = {"files": files, "form": form, "language": "ja", "dry_run": False}
    return uploads.check(request, content)[1]


def test_hostile_uploads_get_a_clear_answer_and_the_next_is_served(uploads: Uploads) -> None:
    listener = Listener()
    ran, faults = 0, []
    for what, (name, content) in cases(listener.url).items():
        began = time.monotonic()
        try:
            body = send(uploads, name, content)
            assert b"root:" not in body, what
        except DxplanError as fault:
            assert fault.ja, what
            assert fault.en, what
            assert fault.status in (413, 422, 500, 503), what
            assert "Traceback" not in fault.en, what
            assert "/etc/" not in fault.en, what
        if time.monotonic() - began > 25:
            faults.append(f"{what}: {time.monotonic() - began:.1f} s")
        ran += 1
        assert b'"conforms": false' in send(uploads, "canary.ttl", CANARY), what
    listener.close()
    assert not faults
    assert ran >= LEAST
    assert listener.count == 0


def test_shift_jis_is_recognised(uploads: Uploads) -> None:
    with pytest.raises(DxplanError, match="Shift_JIS"):
        send(uploads, "a.ttl", '<http://e/> <http://e/p> "区の計画です" .'.encode("cp932"))


def test_rules_in_an_upload_are_not_used_and_it_is_said(uploads: Uploads) -> None:
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://e/s> a sh:NodeShape ."
    body = send(uploads, "a.ttl", text.encode())
    assert b"UP-SHAPES" in body


def test_every_form_is_the_same_at_every_run(uploads: Uploads) -> None:
    for form in ("json", "csv", "sarif", "turtle", "text"):
        assert send(uploads, "a.ttl", CANARY, form) == send(uploads, "a.ttl", CANARY, form), form


def test_over_http(uploads: Uploads) -> None:
    app = create_app(read({"DXPLAN_UPLOAD_MB": "1"}))
    app.extensions["dxplan-uploads"] = uploads
    client = app.test_client()
    page = client.get("/validate", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert 'enctype="multipart/form-data"' in page.text
    report = client.post(
        "/validate",
        data={"file": (io.BytesIO(CANARY), "<b>x.ttl"), "format": "html"},
        headers={"Accept": "text/html"},
    )
    assert report.status_code == 200, report.text
    assert "Indicator-" in report.text
    assert "<b>x" not in report.text
    for media, kind in (("text/csv", "text/csv"), ("application/sarif+json", None)):
        reply = client.post(
            "/validate?dry-run=off",
            data=CANARY,
            content_type="text/turtle",
            headers={"Accept": media},
        )
        assert reply.status_code == 200
        assert reply.mimetype == (kind or media)
    large = client.post("/validate", data=b"#" * (2 << 20), content_type="text/turtle")
    assert large.status_code == 413
    assert client.post("/validate", data=b"x", content_type="text/plain").status_code == 415
    assert client.post("/validate", data={}).status_code in (415, 422)
