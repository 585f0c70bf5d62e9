"""The folder of build products: one folder a version, and a link to the current one.

    var/builds/<version>/    dataset.nq, store/, premises.jsonl, premises.sqlite,
                             manifest.json, void.json
    var/current              link to one of them; replaced in one step
    var/build.lock           held while a build runs

A reader that follows the link once sees one whole build, whatever happens meanwhile.
Must not know what is in a build besides its manifest.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from service.errors import EnvironmentFault

DATASET: Final = "dataset.nq"
STORE: Final = "store"
PREMISES: Final = "premises.jsonl"
INDEX: Final = "premises.sqlite"
MANIFEST: Final = "manifest.json"
_WHOLE: Final = (DATASET, STORE, PREMISES, INDEX, MANIFEST)
_WORK: Final = ".new-"
_OLD: Final = ".old-"


class BuildFolder:
    """The builds below one folder.

    Args:
        var: folder of build products (setting DXPLAN_VAR); made when first needed.
    """

    def __init__(self, var: Path) -> None:
        self.var = var
        self.link = var / "current"
        self._folder = var / "builds"

    def current(self) -> Path | None:
        """Return the folder of the current build, or None if there is none."""
        folder = self.link.resolve()
        whole = all((folder / name).exists() for name in _WHOLE)
        return folder if whole else None

    def manifest(self) -> dict[str, Any] | None:
        """Return the manifest of the current build, or None if there is no whole build."""
        folder = self.current()
        if folder is None:
            return None
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return content if isinstance(content, dict) else None

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other builds out while this one runs.

        Raises:
            EnvironmentFault: another build runs, or the folder cannot be written to.
        """
        with disk(self.var):
            self.var.mkdir(parents=True, exist_ok=True)
            handle = (self.var / "build.lock").open("a+", encoding="utf-8")
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as fault:
                raise EnvironmentFault(
                    f"{self.var} で別の build が動いています。終わってからもう一度実行してください",
                    f"another build is running in {self.var}; run this again when it has ended",
                ) from fault
            yield

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give an empty folder for a new build; whatever is left in it goes afterwards.

        Raises:
            EnvironmentFault: the disk is full or the folder cannot be written to.
        """
        with disk(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            work = Path(tempfile.mkdtemp(prefix=_WORK, dir=self._folder))
            # mkdtemp makes the folder private; a server may run as another user
            work.chmod(0o755)
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)

    def install(self, work: Path, version: str) -> Path:
        """Make a finished build the current one, and drop those older than the one before.

        Args:
            work: the finished folder.
            version: name of the build.

        Returns:
            Where the build now is.

        Raises:
            EnvironmentFault: the disk refuses.
        """
        with disk(self._folder):
            target = self._folder / version
            if target.exists():
                # the same dataset from other inputs: readers of the store are not disturbed
                for path in sorted(work.iterdir(), key=lambda path: path.name == MANIFEST):
                    if path.name not in (DATASET, STORE):
                        path.replace(target / path.name)
            else:
                work.rename(target)
            before = self.current()
            self._point_to(target)
            if before is not None and before.name != version:
                self._prune({version, before.name})
            return target

    def _point_to(self, target: Path) -> None:
        fresh = self.var / f".current-{os.getpid()}"
        fresh.unlink(missing_ok=True)
        try:
            fresh.symlink_to(Path("builds") / target.name, target_is_directory=True)
            fresh.replace(self.link)
        finally:
            fresh.unlink(missing_ok=True)

    def _prune(self, keep: set[str]) -> None:
        for folder in self._folder.iterdir():
            if folder.name not in keep and not folder.name.startswith(_WORK):
                # renamed first, so that a removal cut short never looks like a build
                gone = folder.rename(self._folder / f"{_OLD}{folder.name}")
                shutil.rmtree(gone, ignore_errors=True)

    def _sweep(self) -> None:
        """Remove what an interrupted build left; only called with the lock held."""
        for pattern in (f"{_WORK}*", f"{_OLD}*"):
            for rest in self._folder.glob(pattern):
                shutil.rmtree(rest, ignore_errors=True)


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence.

    Args:
        path: folder that is written to.

    Raises:
        EnvironmentFault: something in the block could not be written.
    """
    try:
        yield
    except OSError as fault:
        place, reason = fault.filename or path, fault.strerror or str(fault)
        raise EnvironmentFault(
            f"{place} に書き込めません（{reason}）。空き容量と権限を確かめてください",
            f"{place} cannot be written ({reason}); check free space and permissions",
        ) from fault
