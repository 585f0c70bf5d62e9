"""The command ``dxplan validate``: checks files against the shapes and prints what to do.

Must not know how checking is done or what a report looks like.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from service import config
from service.options import LANGUAGE
from service.report_formats import WRITERS
from service.shacl_run import Tell
from service.validation import validate_files

_WIDTH: Final = 60


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER...")
@LANGUAGE
@click.option(
    "--format",
    "form",
    type=click.Choice(list(WRITERS)),
    default="text",
    show_default=True,
    help="報告の形式 / form of the report",
)
@click.option(
    "--shapes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="規則のフォルダー（既定は shapes/）/ folder of shapes (by default shapes/)",
)
@click.option(
    "--marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="指摘を書き込んだブックの書き出し先 / where to write the workbook with its findings",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="公開すると変わることも示す / also say what would change if it were published",
)
def command(
    files: tuple[str, ...],
    lang: str,
    form: str,
    *,
    shapes: Path | None,
    marked: Path | None,
    dry_run: bool,
) -> int:
    """データが規則に合うかを検査する / Check data against the shapes.

    ブック / workbooks (.xlsx, CSV); Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML; 対応表 /
    tables of mappings (.sssom.tsv).

    終了コード / exit code: 0 誤りなし（注意・助言はあり得る）/ no errors (there may be warnings
    or hints), 1 誤りあり / errors, 2 検査できなかった / could not be checked.
    """
    paths = [Path(file) for file in files]
    with _hoarding(), _telling() as tell:
        outcome = validate_files(paths, config.PROJECT, shapes, tell)
    if marked is not None:
        from service.workbook_mark import write_marked  # noqa: PLC0415  loads openpyxl

        write_marked(paths, marked, outcome.findings, lang)
    click.echo(WRITERS[form](outcome, lang))
    if dry_run:
        click.echo(_changes(paths, lang))
    return int(not outcome.conforms)


@contextmanager
def _hoarding() -> Iterator[None]:
    """Look for no garbage: what is read is kept to the end, and looking takes a quarter of it."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # else all of it is looked at the moment that this ends, and again at the exit
        if was:
            gc.enable()


@contextmanager
def _telling() -> Iterator[Tell]:
    """Say on a terminal how far it is; the line is gone when the report comes."""
    shown = sys.stderr.isatty()

    def tell(done: int, of: int) -> None:
        if shown:
            step = f"規則 / rules {done}/{of}" if of else "読み込み中 / reading"
            click.echo(f"\r{step:<{_WIDTH}}", nl=False, err=True)

    try:
        yield tell
    finally:
        if shown:
            click.echo(f"\r{'':<{_WIDTH}}\r", nl=False, err=True)


def _changes(paths: list[Path], language: str) -> str:
    from service import dry_run_report  # noqa: PLC0415  loads the build

    return dry_run_report.of_paths(paths, config.PROJECT, config.read().var, language)
