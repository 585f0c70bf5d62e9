"""``/download/``: the files of a build under addresses that name its version.

    /download/                      page with all files
    /download/NAME                  307 to the current version's
    /download/VERSION/NAME          the file; add .gz for the compressed form

A versioned file never changes, so it may be kept for ever. Must not know how files are made.

Standard: RFC 9110, sections 8.8.3 (ETag) and 14 (ranges, of compressed files).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, request, send_file
from werkzeug.http import quote_etag

from service import dumps, keeping, record, rendering
from service.builds import Build
from service.context import engine
from service.dumps import File, Index
from service.errors import NoSuchThing, VersionNotHeld
from service.sending import Outbox, Pieces

routes: Final = Blueprint("dumps", __name__)
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_GZIP: Final = "application/gzip"
_PIECE: Final = 1 << 16
_TYPES: Final = {
    "text/csv": "text/csv; charset=utf-8; header=present",
    "text/turtle": "text/turtle; charset=utf-8",
}


@routes.get("/download/")
def page() -> Response:
    """List all files with sizes and checksums."""
    index = held()
    response = keeping.page(lambda: _page(index), index.stamp)
    record.current().keep = ""  # files may be made anew for the same data
    return response


def _page(index: Index) -> Response:
    groups: dict[str, list[File]] = {}
    for file in index.files:
        groups.setdefault(_group(file), []).append(file)
    version = index.folder.parent.name
    return rendering.page("catalogue_download.html", groups=groups, held=version)


@routes.get("/download/<name>")
def latest(name: str) -> Response:
    """Lead to the file of the current version."""
    index = held()
    if name != dumps.SUMS:
        _known(index, name)
    version = index.folder.parent.name
    response = Response(status=307, headers={"Location": f"/download/{version}/{name}"})
    response.autocorrect_location_header = False
    response.headers["Cache-Control"] = "no-cache"
    del response.headers["Content-Type"]
    return response


@routes.get("/download/<version>/<name>")
def file(version: str, name: str) -> Response:
    """Send a file, compressed on the way for those who take it."""
    index = _of_version(version)
    if name == dumps.SUMS:
        return _whole(index.folder / name, "text/plain; charset=utf-8", "")
    found = _known(index, name)
    if name.endswith(".gz"):
        return _whole(index.path(found), _GZIP, found.packed_sha256)
    response = _negotiated(index, found)
    if found.kind == "table":
        described = f'<{name}-metadata.json>; rel="describedby"; type="application/csvm+json"'
        response.headers["Link"] = described
    return response


def held() -> Index:
    """Return the files of the build that is being served.

    Raises:
        NoSuchThing: the engine is elsewhere and no files are at hand.
    """
    return dumps.of(_dataset(engine().build()))


def _dataset(build: Build) -> Path:
    if build.dataset is None:
        raise NoSuchThing(
            [],
            "ここにはファイルがありません。/graph-store から取得してください。",
            "There are no files here. Read the graphs at /graph-store.",
        )
    return build.dataset


def _of_version(version: str) -> Index:
    dataset = _dataset(engine().build())
    builds = dataset.parent.parent
    if version not in {folder.name for folder in builds.iterdir() if folder.name[0] != "."}:
        raise VersionNotHeld(
            f"版 {version[:40]} のファイルはもうありません。いまの版: {dataset.parent.name}",
            f"The files of version {version[:40]} are not here. Current: {dataset.parent.name}",
        )
    return dumps.of(builds / version / dataset.name)


def _known(index: Index, name: str) -> File:
    found = index.find(name.removesuffix(".gz"))
    if found is None:
        raise NoSuchThing(
            [],
            f"「{name[:80]}」というファイルはありません。一覧は /download/ にあります。",
            f"There is no file “{name[:80]}”. All files are listed at /download/.",
        )
    return found


def _whole(path: Path, media: str, sha256: str) -> Response:
    """Send a file as it is on the disk; ranges and conditions are Werkzeug's."""
    response = send_file(path, mimetype=media, etag=sha256 or True, conditional=True, max_age=0)
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _negotiated(index: Index, found: File) -> Response:
    media = _TYPES.get(found.media, found.media)
    if request.accept_encodings.quality("gzip") > 0:
        response = _whole(index.path(found), media, f"{found.sha256}-gzip")
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Type"] = media
        return response
    response = Response(status=304)
    if not request.if_none_match.contains_weak(found.sha256):
        response = Response(_Plain(index.path(found)), content_type=media)
        response.headers["Content-Length"] = str(found.size)
    response.headers["ETag"] = quote_etag(found.sha256)
    response.headers["Cache-Control"] = _FOR_EVER
    return response


class _Plain:
    """The plain form of a compressed file, piece by piece; holds a slot as large answers do."""

    def __init__(self, path: Path) -> None:
        outbox: Outbox = current_app.extensions["dxplan-outbox"]
        self._path = path
        self._slot: Pieces = outbox.pieces(b"", request.remote_addr or "")

    def __iter__(self) -> Iterator[bytes]:
        with gzip.open(self._path) as content:
            while piece := content.read(_PIECE):
                yield piece

    def close(self) -> None:
        """Give the slot back."""
        self._slot.close()


def _group(found: File) -> str:
    if found.kind == "rdf":
        return "whole" if not found.about else "graphs"
    return found.kind
