"""What pages load besides themselves: the style sheet, scripts, bundles; where each is to be had.

Addresses carry a checksum, so that browsers may keep what they have for ever. Bundles are made by
``web/build.js``; where they have not been made, pages do without. Must not know pages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Flask, Response, current_app, request, url_for

STATIC: Final = Path(__file__).resolve().parent / "static"
_BUILD: Final = "build"
_MANIFEST: Final = "manifest.json"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_PACKED: Final = "dxplan-packed"
_TEXTS: Final = ("text/", "application/json", "image/svg+xml")
_log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Give templates ``static_url`` and ``bundle_url``, and let browsers keep what they name.

    ``app.extensions["dxplan-look"]`` is a checksum of all that pages are made with.
    """
    checksums = {path.name: _checksum(path) for path in STATIC.iterdir() if path.is_file()}
    bundles = _manifest(STATIC / _BUILD / _MANIFEST)

    def static_url(name: str) -> str:
        """Return the address of a file of ``static/``."""
        return url_for("static", filename=name, v=checksums[name])

    def bundle_url(name: str) -> str | None:
        """Return the address of the bundle of an entry such as "copy.js"; None if not built."""
        made = bundles.get(name)
        return url_for("static", filename=f"{_BUILD}/{made}") if made else None

    app.extensions["dxplan-look"] = _look()
    app.extensions[_PACKED] = {}
    app.jinja_env.globals.update(static_url=static_url, bundle_url=bundle_url)
    app.after_request(_keep)


def _look() -> str:
    """Return a checksum of all that pages are made with, to tell versions of a page apart."""
    folder = STATIC.parent
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("*.py"), *folder.glob("templates/*"), *STATIC.glob("*.*"))):
        digest.update(path.read_bytes())
    manifest = STATIC / _BUILD / _MANIFEST
    digest.update(manifest.read_bytes() if manifest.exists() else b"")
    return digest.hexdigest()


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _manifest(path: Path) -> dict[str, str]:
    try:
        return {str(name): str(made) for name, made in json.loads(path.read_text("utf-8")).items()}
    except FileNotFoundError:
        _log.info("no bundles in %s: pages do without scripts", path.parent)
    except (OSError, ValueError, AttributeError) as fault:
        _log.warning("cannot read %s: %s", path, fault)
    return {}


def _keep(response: Response) -> Response:
    """Let what is named by its content be kept (RFC 8246)."""
    if request.endpoint != "static" or response.status_code not in (200, 206, 304):
        return response
    name = (request.view_args or {}).get("filename", "")
    if "v" in request.args or name.startswith(f"{_BUILD}/"):
        response.headers["Cache-Control"] = _FOR_EVER
    wanted = "Accept-Encoding" in request.headers and request.accept_encodings.quality("gzip") > 0
    text = (response.mimetype or "").startswith(_TEXTS)
    whole = response.status_code == HTTPStatus.OK
    return _pack(response, name) if wanted and text and whole else response


def _pack(response: Response, name: str) -> Response:
    """Send a file compressed, packed once for as long as it is the same (RFC 9110, 8.4.1)."""
    kept: dict[str, tuple[str, bytes]] = current_app.extensions[_PACKED]
    tag = response.get_etag()[0] or ""
    response.direct_passthrough = False
    content = response.get_data()  # even if it is kept: this closes the file
    if kept.get(name, ("", b""))[0] != tag:
        kept[name] = (tag, gzip.compress(content, 9, mtime=0))
    response.set_data(kept[name][1])
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag, weak=True)
    return response
