"""The library's questions on the real build, for ``dxplan bench --library``.

Their answers are known from the sources and tested elsewhere (``tests/queries``); here all servers
have to agree. Must not know who is asked.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from service import builds, stored_queries
from service.bench_questions import Question
from service.library import Library


def questions() -> tuple[Question, ...]:
    """Return the stored questions, with the examples for their parameters."""
    return tuple(
        Question(
            stored.name,
            stored.folder,
            # the header is a comment, and its length no part of the question
            stored_queries.without_header(stored_queries.bind(stored.stored, stored.examples())),
            lambda _: 0,
        )
        for stored in Library().questions()
        if not stored.gives_graph
    )


def copy(var: Path, folder: Path) -> tuple[Path, int]:
    """Copy the current build's data to a folder of builds of its own.

    Args:
        var: folder of builds.
        folder: where to.

    Returns:
        The file with the quads, and the number of quads.

    Raises:
        EngineUnavailable: nothing has been built.
    """
    build = builds.current(var)
    assert build.dataset is not None  # noqa: S101  a build in a folder has one
    place = folder / "builds" / build.version
    place.mkdir(parents=True)
    for path in (build.dataset, build.dataset.with_name("manifest.json")):
        shutil.copy(path, place)
    (folder / "current").symlink_to(Path("builds") / build.version)
    return place / build.dataset.name, build.triples
