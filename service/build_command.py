"""The command ``dxplan build``: shows the steps of a build and what came of it.

Must not know how anything is built.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from service import config, dumps
from service.build import ERROR, Options, Outcome, build
from service.build_folder import DATASET

_MANY: Final = 50
_COLUMN: Final = 10


class _Lines:
    """One line a step: its name when it begins, time and counts when it ends."""

    def begin(self, ja: str, en: str) -> None:
        gap = " " * (_COLUMN - 2 * len(ja))
        click.echo(f"  {ja}{gap}{en:<10}", err=True, nl=False)
        sys.stderr.flush()

    def end(self, seconds: float, counts: Mapping[str, int | str]) -> None:
        shown = (
            f"{label} {count:,}" if isinstance(count, int) else f"{label} {count}"
            for label, count in counts.items()
        )
        click.echo(f"{seconds:6.1f} s  {' · '.join(shown)}", err=True)

    def stop(self) -> None:
        click.echo(err=True)


@click.command(name="build")
@click.option(
    "--check-closure",
    is_flag=True,
    help="推論の結果を owlrl と照合する（遅い） / compare conclusions with owlrl's (slow)",
)
@click.option("--no-validate", is_flag=True, help="検証を省く / leave the validation out")
@click.option(
    "--force", is_flag=True, help="変更がなくても構築する / build even if nothing has changed"
)
@click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="プロジェクトのフォルダー / folder of the project",
)
def command(check_closure: bool, no_validate: bool, force: bool, project: Path | None) -> int:
    """グラフを構築する / Build the graph.

    オントロジーとデータを読み、推論し、検証して、var/current を入れ替えます。
    何か問題があれば、いまの var/current には触れません。

    Reads ontology and data, reasons, validates, and replaces var/current at once.
    If anything is wrong, what is there stays as it is.
    """
    options = Options(validate=not no_validate, force=force, compare=check_closure)
    var = config.read().var
    lines = _Lines()
    outcome = build(_near(project or config.PROJECT), var, options, lines)
    if outcome.version is not None:
        _downloads(var, lines)
    return _report(outcome, var)


def _downloads(var: Path, lines: _Lines) -> None:
    """Make the downloads now, lest the first who asks for them must wait."""
    dataset = (var / "current").resolve() / DATASET
    if dumps.are_made(dataset):
        return
    lines.begin("公開用", "publish")
    start = time.perf_counter()
    try:
        files = len(dumps.of(dataset).files)
    except BaseException:
        lines.stop()
        raise
    lines.end(time.perf_counter() - start, {"ファイル files": files})


def _near(project: Path) -> Path:
    """Name the project as seen from here, so that messages name files as one types them."""
    relative = os.path.relpath(project)
    return project.resolve() if relative.startswith("..") else Path(relative)


def _report(outcome: Outcome, var: Path) -> int:
    for difference in outcome.differences[:_MANY]:
        side = "dxplan" if difference.ours else "owlrl"
        click.echo(f"{side} だけ / only {side}: {' '.join(difference.triple)}")
    errors = [finding for finding in outcome.findings if finding.severity == ERROR]
    for finding in errors[:_MANY]:
        place = f"{finding.path or '?'}{finding.position}"
        click.echo(f"{place}: {finding.message['ja']}\n    {finding.message['en']}")
    hidden = len(outcome.differences[_MANY:]) + len(errors[_MANY:])
    if hidden:
        click.echo(f"ほか {hidden:,} 件 / {hidden:,} more")
    if outcome.version is None:
        click.echo("構築しませんでした / nothing was built", err=True)
        return 1
    where = f"{var}/current"
    if outcome.changed:
        click.echo(f"構築しました / built: {where} ({outcome.version})", err=True)
    else:
        click.echo(f"変更はありません / nothing has changed: {where} ({outcome.version})", err=True)
    return 0
