"""The command ``dxplan export``: writes the current build to a file or to the output.

Must not know how anything is written.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from service import config
from service.build_folder import disk
from service.export import FORMATS, SUFFIXES, export


@click.command(name="export")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="形式。省くと -o の拡張子から、なければ turtle（--graph あり）か trig"
    " / format; by default that of -o's suffix, else turtle (with --graph) or trig",
)
@click.option(
    "--graph",
    help="名前付きグラフの IRI か短い名前（例: chuo/strategy-2024）"
    " / IRI or short name of a named graph",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="書き込むファイル / file to write to",
)
def command(form: str | None, graph: str | None, output: Path | None) -> int:
    """グラフを書き出す / Write the graph out.

    いまの var/current の内容を、決まった順序で書き出します。

    Writes what is in var/current, always in the same order.
    """
    suffix = SUFFIXES.get(output.suffix.lower()) if output else None
    chosen = form or suffix or ("turtle" if graph else "trig")
    document = export(config.read().var, chosen, graph)
    if output is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
        return 0
    _replace(output, document)
    return 0


def _replace(path: Path, document: bytes) -> None:
    """Write beside the file and rename, so that it is never half written."""
    with disk(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        work = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(document)
            work.chmod(0o644)
            work.replace(path)
        finally:
            work.unlink(missing_ok=True)
