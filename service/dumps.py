"""What can be downloaded of a build: RDF, tables and plans as XML, with sizes and checksums.

    var/builds/<version>/download/index.json     what there is
    var/builds/<version>/download/SHA256SUMS     for sha256sum -c
    var/builds/<version>/download/NAME.gz        each file, compressed

Made once for each build, from its dataset and nothing else, so that the same version has the same
bytes; put in place in one step. Only the compressed form is kept, of which the plain one is had
while it is sent. Must not know HTTP.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from service import csvw, export, stratml
from service.build_folder import disk
from service.dumps_things import Things
from service.namespaces import GRAPH, ID

FOLDER: Final = "download"
SUMS: Final = "SHA256SUMS"
WHOLE: Final = "dxplan"
_INDEX: Final = "index.json"
_MODULES: Final = ("csvw", "dumps", "dumps_things", "export", "stratml")
_LEVEL: Final = 6
_RDF: Final = (
    ("ttl", RdfFormat.TURTLE, "text/turtle"),
    ("trig", RdfFormat.TRIG, "application/trig"),
    ("nq", RdfFormat.N_QUADS, "application/n-quads"),
    ("jsonld", RdfFormat.JSON_LD, "application/ld+json"),
)
_CSV: Final = "text/csv"
_CSVW: Final = "application/csvm+json"
_XML: Final = "application/xml"
_lock: Final = threading.Lock()


@dataclass(frozen=True)
class File:
    """One file.

    Attributes:
        name: its name.
        kind: "rdf", "table", "metadata" or "stratml".
        media: its media type.
        about: the graph, edition or table that it is of; empty for everything.
        size: bytes.
        sha256: checksum of the plain form.
        packed_size: bytes of the compressed form.
        packed_sha256: checksum of the compressed form.
    """

    name: str
    kind: str
    media: str
    about: str
    size: int
    sha256: str
    packed_size: int
    packed_sha256: str


@dataclass(frozen=True)
class Index:
    """All files of one build.

    Attributes:
        folder: where they are.
        files: the files, in the order in which they are listed.
        stamp: the same as long as the files are.
    """

    folder: Path
    files: tuple[File, ...]
    stamp: str

    def find(self, name: str) -> File | None:
        """Return the file of this name."""
        return next((file for file in self.files if file.name == name), None)

    def path(self, file: File) -> Path:
        """Return where the compressed form of a file is."""
        return self.folder / f"{file.name}.gz"


@dataclass(frozen=True)
class _Part:
    """What becomes a file, as soon as it is asked to write itself."""

    name: str
    kind: str
    media: str
    about: str
    write: Callable[[], bytes]


def of(dataset: Path) -> Index:
    """Return the downloads of a build, and make them first if need be.

    Args:
        dataset: the build's N-Quads file.

    Raises:
        EnvironmentFault: they are not there and cannot be written.
    """
    folder = dataset.parent / FOLDER
    with _lock:
        found = _read(folder)
        if found is None:
            with disk(folder):
                _make(dataset, folder)
            found = _read(folder)
    assert found is not None  # noqa: S101  it was made a moment ago
    return found


def are_made(dataset: Path) -> bool:
    """Tell whether the downloads of a build are there, made by this very program."""
    return _read(dataset.parent / FOLDER) is not None


def slug(name: str) -> str:
    """Return the file name of a graph or thing: the end of its IRI."""
    return name.removeprefix(str(GRAPH)).removeprefix(str(ID)).replace("/", "-")


def rdf_files(graph: str | None) -> tuple[str, ...]:
    """Return the names of a graph's files, one for each format; None is all graphs together."""
    name = WHOLE if graph is None else slug(graph)
    return tuple(f"{name}.{extension}" for extension, _, _ in _RDF)


def _read(folder: Path) -> Index | None:
    try:
        return _index(folder, (folder / _INDEX).stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=4)
def _index(folder: Path, _: int) -> Index | None:
    content = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
    if content["form"] != _form():
        return None  # made by another version of this program
    return Index(folder, tuple(File(**each) for each in content["files"]), content["form"])


@lru_cache(maxsize=1)
def _form() -> str:
    total = hashlib.sha256(pyoxigraph.__version__.encode())
    for name in _MODULES:
        total.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return total.hexdigest()


def _make(dataset: Path, folder: Path) -> None:
    work = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=dataset.parent))
    try:
        work.chmod(0o755)
        content = dataset.read_bytes()
        files = [_put(work, part) for part in _parts(content, dataset.parent.name)]
        sums = [f"{f.sha256}  {f.name}\n{f.packed_sha256}  {f.name}.gz\n" for f in files]
        (work / SUMS).write_text("".join(sums), encoding="utf-8")
        described = {"form": _form(), "files": [asdict(file) for file in files]}
        (work / _INDEX).write_text(json.dumps(described, indent=1), encoding="utf-8")
        _put_in_place(work, folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put_in_place(work: Path, folder: Path) -> None:
    """Replace a folder; whoever reads a file of the old one keeps it."""
    if folder.exists():
        folder.rename(work / "old")
    work.rename(folder)
    shutil.rmtree(folder / "old", ignore_errors=True)


def _put(work: Path, part: _Part) -> File:
    content = part.write()
    packed = gzip.compress(content, _LEVEL, mtime=0)
    (work / f"{part.name}.gz").write_bytes(packed)
    return File(
        part.name, part.kind, part.media, part.about,
        len(content), hashlib.sha256(content).hexdigest(),
        len(packed), hashlib.sha256(packed).hexdigest(),
    )  # fmt: skip


def _parts(content: bytes, version: str) -> Iterator[_Part]:
    quads = list(pyoxigraph.parse(content, format=RdfFormat.N_QUADS))
    yield from _graph(WHOLE, "", quads, content)
    by_graph: dict[str, list[Quad]] = {}
    for quad in quads:
        by_graph.setdefault(quad.graph_name.value, []).append(quad)
    for name in sorted(by_graph):
        yield from _graph(slug(name), name, by_graph[name], b"")
    things = Things(quads)
    yield from _tables(things, version)
    yield from _plans(things)


def _graph(name: str, iri: str, quads: list[Quad], lines: bytes) -> Iterator[_Part]:
    for extension, form, media in _RDF:
        as_built = form == RdfFormat.N_QUADS and lines
        write = partial(bytes, lines) if as_built else partial(export.written, quads, form)
        yield _Part(f"{name}.{extension}", "rdf", media, iri, write)


def _tables(things: Things, version: str) -> Iterator[_Part]:
    for table in csvw.TABLES:
        name = f"{table.name}.csv"
        yield _Part(name, "table", _CSV, table.name, partial(csvw.content, table, things))
        described = partial(csvw.metadata, table, version)
        yield _Part(f"{name}-metadata.json", "metadata", _CSVW, table.name, described)


def _plans(things: Things) -> Iterator[_Part]:
    for edition in stratml.editions(things):
        for part in (1, 2):
            name = f"{slug(edition)}.part{part}.xml"
            write = partial(stratml.document, things, edition, part)
            yield _Part(name, "stratml", _XML, edition, write)
