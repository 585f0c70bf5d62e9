"""The command ``dxplan template``: writes the workbook, empty or filled with a published plan.

Must not know how the workbook is laid out or written.
"""

from __future__ import annotations

from pathlib import Path

import click

from service import config, workbook_write
from service.errors import EnvironmentFault, UsageError
from service.workbook_names import Published, local
from service.workbook_rows import Table, empty, fill, folders


@click.command()
@click.option(
    "--ward", default="", help="自治体（例 chuo）。部署の一覧に使う / ward, for its departments"
)
@click.option(
    "--plan",
    default="",
    help="公開中の計画で埋める。文書（chuo/strategy-2024）か版の短い名前 / "
    "fill with a published plan: its document or the short name of its edition",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("dxplan.xlsx"),
    show_default=True,
    help="書き出す .xlsx か、CSV の .zip。それ以外は CSV のフォルダー / "
    "an .xlsx file, a .zip of CSV, or else a folder of CSV",
)
def command(ward: str, plan: str, output: Path) -> int:
    """計画を書き込むブックを作る / Write the workbook that plans are filled into."""
    published = Published(config.PROJECT)
    folder = document(plan, ward, published, config.PROJECT) if plan else ""
    tables = fill(config.PROJECT, folder, published).tables if folder else empty()
    ward = folder.partition("/")[0] or ward
    _check_ward(ward, published)
    _write(output, tables, published, ward)
    rows = sum(len(table.rows) for table in tables)
    click.echo(f"{output}: シート {len(tables)}、行 {rows} / sheets {len(tables)}, rows {rows}")
    return 0


def document(plan: str, ward: str, published: Published, project: Path) -> str:
    """Find the document that somebody means by a plan.

    Args:
        plan: a document (``chuo/strategy-2024``, or ``strategy-2024`` with a ward), or the
            end of the IRI of an edition.
        ward: short name of the ward, or "".
        published: what is published.
        project: folder that holds ``data/``.

    Returns:
        The document, ``ward/document``.

    Raises:
        UsageError: nothing or several documents are meant.
    """
    known = folders(project)
    for name in (plan, f"{ward}/{plan}"):
        if name in known:
            return name
    editions = [t for t in published.of_kinds(["PlanEdition"]) if local(t.iri) == plan]
    found = sorted({home for thing in editions for home in thing.homes if home in known})
    fitting = [name for name in found if not ward or name.startswith(f"{ward}/")]
    if len(fitting) == 1:
        return fitting[0]
    names = "、".join(fitting or known)
    raise UsageError(
        f"「{plan}」の文書が一つに決まりません。次のどれかを指定してください: {names}",
        f"“{plan}” names no single document; name one of: {names}",
    )


def _check_ward(ward: str, published: Published) -> None:
    known = [local(thing.iri) for thing in published.of_kinds(["Municipality"])]
    if ward and ward not in known:
        names = "、".join(known)
        raise UsageError(
            f"自治体「{ward}」は公開されていません。--ward を省くか、"
            f"次のどれかにしてください: {names}",
            f"no municipality “{ward}” is published; name one of {names}, or leave --ward out",
        )


def _write(output: Path, tables: list[Table], published: Published, ward: str) -> None:
    try:
        if output.suffix.lower() == ".xlsx":
            output.write_bytes(workbook_write.xlsx(tables, published, ward))
            return
        if output.suffix.lower() == ".zip":
            output.write_bytes(workbook_write.csv_zip(tables))
            return
        output.mkdir(parents=True, exist_ok=True)
        for name, content in workbook_write.csv_files(tables).items():
            (output / name).write_bytes(content)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise EnvironmentFault(
            f"{output} に書けません（{reason}）。", f"cannot write {output} ({reason})."
        ) from fault
