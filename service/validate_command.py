"""The command ``dxplan validate``: checks files against the shapes and prints what to do.

Must not know how checking is done or what a report looks like.
"""

from __future__ import annotations

from pathlib import Path

import click

from service import config
from service.options import LANGUAGE
from service.report_formats import WRITERS
from service.validation import validate_files
from service.workbook_mark import write_marked


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
    outcome = validate_files([Path(file) for file in files], config.PROJECT, shapes)
    if marked is not None:
        write_marked([Path(file) for file in files], marked, outcome.findings, lang)
    click.echo(WRITERS[form](outcome, lang))
    if dry_run:
        click.echo(_changes([Path(file) for file in files], lang))
    return int(not outcome.conforms)


def _changes(paths: list[Path], language: str) -> str:
    from service import dry_run_report  # noqa: PLC0415  loads the build

    return dry_run_report.of_paths(paths, config.PROJECT, config.read().var, language)
