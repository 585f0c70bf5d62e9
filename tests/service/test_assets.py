"""What pages load: kept for ever under its checksum, done without where it was not built."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from service import assets

SCRIPT = "{{ bundle_url('copy.js') }}"


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of static files of its own."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "style.css").write_text("p { margin: 0; }")
    monkeypatch.setattr(assets, "STATIC", tmp_path / "static")
    return tmp_path / "static"


def application(static: Path) -> Flask:
    """An application that serves the folder."""
    app = Flask(__name__, static_folder=str(static))
    assets.register(app)
    return app


def test_what_is_named_by_its_content_is_kept(static: Path) -> None:
    """With its checksum or as a bundle for ever; without, and what is not there, not."""
    (static / "build").mkdir()
    (static / "build" / "copy-ABC.js").write_text("export {};")
    (static / "build" / "manifest.json").write_text(json.dumps({"copy.js": "copy-ABC.js"}))
    app = application(static)
    with app.test_request_context():
        style = render_template_string("{{ static_url('style.css') }}")
        bundle = render_template_string(SCRIPT)
    assert bundle == "/static/build/copy-ABC.js"
    client = app.test_client()
    for address in (style, bundle):
        with client.get(address) as reply:
            assert reply.status_code == 200
            assert "immutable" in reply.headers["Cache-Control"]
    for address in ("/static/style.css", "/static/nothing.css?v=1"):
        with client.get(address) as reply:
            assert "immutable" not in reply.headers.get("Cache-Control", "")


def test_text_is_packed_for_those_who_ask(static: Path) -> None:
    """What comes is the file, also after it has changed; pictures come as they are."""
    client = application(static).test_client()
    (static / "dot.png").write_bytes(b"\x89PNG" * 100)
    for text in ("p { margin: 0; }", "p { margin: 10px; }"):
        (static / "style.css").write_text(text)
        with client.get("/static/style.css", headers={"Accept-Encoding": "gzip"}) as reply:
            assert reply.headers["Content-Encoding"] == "gzip"
            assert int(reply.headers["Content-Length"]) == len(reply.data)
            assert gzip.decompress(reply.data).decode() == text
            known = reply.headers["ETag"]
        again = {"Accept-Encoding": "gzip", "If-None-Match": known}
        with client.get("/static/style.css", headers=again) as reply:
            assert (reply.status_code, reply.data) == (304, b"")
    for address, headers in (
        ("/static/style.css", {}),
        ("/static/style.css", {"Accept-Encoding": "gzip;q=0"}),
        ("/static/style.css", {"Accept-Encoding": "gzip", "Range": "bytes=0-3"}),
        ("/static/dot.png", {"Accept-Encoding": "gzip"}),
    ):
        with client.get(address, headers=headers) as reply:
            assert "Content-Encoding" not in reply.headers, address
            assert reply.data


def test_a_change_gives_another_address(static: Path) -> None:
    """So that what browsers keep is never old."""
    found = set()
    for text in ("p { margin: 0; }", "p { margin: 1px; }"):
        (static / "style.css").write_text(text)
        app = application(static)
        with app.test_request_context():
            found.add(render_template_string("{{ static_url('style.css') }}"))
    assert len(found) == 2


@pytest.mark.parametrize("manifest", [None, "{", "[]", '{"other.js": "other-1.js"}'])
def test_pages_do_without_bundles(static: Path, manifest: str | None) -> None:
    """No manifest, a broken one, one without the entry: no script, no error."""
    if manifest is not None:
        (static / "build").mkdir()
        (static / "build" / "manifest.json").write_text(manifest)
    app = application(static)
    with app.test_request_context():
        assert render_template_string(SCRIPT) == "None"
