"""Finds the build that is being served: ``var/current`` and its manifest.

Must not know how builds are made or queried.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import DataError, EngineUnavailable


@dataclass(frozen=True)
class Build:
    """One finished build.

    Attributes:
        version: short checksum of the data; empty if an engine does not tell.
        graphs: triples per named graph.
        dataset: the file with all named graphs, or None for a remote engine.
    """

    version: str
    graphs: dict[str, int]
    dataset: Path | None = None

    @property
    def triples(self) -> int:
        """All triples, those of several graphs counted in each."""
        return sum(self.graphs.values())


def current(var: Path) -> Build:
    """Return the build that ``var/current`` points to.

    Raises:
        EngineUnavailable: nothing has been built yet.
        DataError: the manifest cannot be read.
    """
    folder = (var / "current").resolve()
    if not (folder / "dataset.nq").is_file():
        raise EngineUnavailable(
            "まだデータが構築されていません。make serve または dxplan build を実行してください。",
            "Nothing has been built yet. Run “make serve” or “dxplan build”.",
        )
    manifest = _manifest(folder / "manifest.json")
    graphs = manifest.get("graphs", {})
    return Build(
        version=str(manifest.get("version") or folder.name),
        graphs={str(name): int(count) for name, count in graphs.items()},
        dataset=folder / "dataset.nq",
    )


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise DataError(
            path, None, "目録が読めません", f"cannot read the manifest: {fault}"
        ) from fault
    if not isinstance(manifest, dict):
        raise DataError(path, None, "目録の形が違います", "the manifest is no object")
    return manifest
