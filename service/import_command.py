"""The command ``dxplan import``: turns an accepted workbook into Turtle files for review.

Must not know how workbooks are read, checked or written.
"""

from __future__ import annotations

from pathlib import Path

import click

from service import canonical, config, workbook_findings, workbook_turtle
from service.errors import EnvironmentFault, UsageError
from service.options import LANGUAGE
from service.report import text
from service.turtle import read_turtle
from service.validation import validate_files
from service.workbook_upload import Upload


@click.command()
@click.argument("workbook", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    help="書き出すフォルダー（既定は data/）/ where to write (by default data/)",
)
@LANGUAGE
def command(workbook: Path, target: Path | None, lang: str) -> int:
    """検査に通ったブックを Turtle にする / Turn an accepted workbook into Turtle.

    data/自治体/文書/ に書き出す。誤りがあれば何も書かない / Writes data/WARD/DOCUMENT/; nothing
    is written if there are errors.
    """
    if not workbook_findings.is_workbook(workbook):
        raise UsageError(
            f"{workbook} はブック（.xlsx、CSV）ではありません。",
            f"{workbook} is no workbook (.xlsx or CSV).",
        )
    outcome = validate_files([workbook], config.PROJECT)
    if outcome.findings:
        click.echo(text(outcome, lang))
    if not outcome.conforms:
        click.echo("何も書き出していません。誤りを直してください。/ Nothing was written.", err=True)
        return 1
    upload = workbook_findings.read_all([workbook], config.PROJECT)[0]
    folder = (target or config.PROJECT / "data") / upload.folder
    for path in write(upload, folder):
        click.echo(path)
    return 0


def write(upload: Upload, folder: Path) -> list[Path]:
    """Write the Turtle files of a workbook, and read them again to be sure.

    Args:
        upload: the workbook after reading, without errors.
        folder: where the files go; must hold no Turtle files yet.

    Returns:
        The files.

    Raises:
        UsageError: the folder holds files already.
        EnvironmentFault: the disk refuses.
        DataError: a file is not in canonical form.
    """
    if any(folder.glob("*.ttl")):
        raise UsageError(
            f"{folder} に既に Turtle のファイルがあります。--to で別の場所に書き出し、"
            "見比べて移してください。",
            f"{folder} holds Turtle files already. Write elsewhere with --to, compare, and move.",
        )
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in workbook_turtle.files(upload).items():
            path = folder / name
            path.write_text(content, encoding="utf-8")
            paths.append(path)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise EnvironmentFault(
            f"{folder} に書けません（{reason}）。", f"cannot write to {folder} ({reason})."
        ) from fault
    for path in paths:
        canonical.check(read_turtle(path), named=True)
    return paths
