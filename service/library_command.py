"""``dxplan questions``: lists the stored questions, and writes the list into the documentation.

Must not know how questions are answered.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from service import library_document
from service.errors import DataError, UsageError
from service.library import Library, Question, topic

_FIRST: Final = "ja"


@click.command(help="答えの確かめられた問いの一覧 / List the questions with verified answers.")
@click.option(
    "--search",
    default="",
    metavar="WORDS",
    help="すべての言葉を含むものだけ / only those with all these words",
)
@click.option("--folder", default="", help="この分野だけ / questions of this folder only")
@click.option(
    "--update",
    type=click.Path(dir_okay=False, path_type=Path),
    help="この文書の一覧の部分を書き直す / rewrite the list within this document",
)
def command(search: str, folder: str, update: Path | None) -> int:
    """List the questions."""
    library = Library()
    _check_folder(library, folder)
    found = library.search(search, folder)
    if update is not None:
        _update(update, library.questions())
        return 0
    for question in found:
        click.echo(_line(question))
    click.echo(f"({len(found)} 件 / questions)")
    return 0


def _line(question: Question) -> str:
    stored = question.stored
    given = "".join(f" -p {name}={value}" for name, value in question.examples().items())
    kind = topic(question.folder, _FIRST)
    return (
        f"{question.name}  [{kind}]\n    {stored.question['ja']}\n    {stored.question['en']}\n"
        f"    dxplan query {question.name}{given}"
    )


def _check_folder(library: Library, folder: str) -> None:
    known = sorted({question.folder for question in library.questions()})
    if folder and folder not in known:
        listed = ", ".join(known)
        raise UsageError(
            f"--folder {folder} はありません。使えるもの: {listed}",
            f"There is no folder {folder}. Known: {listed}",
        )


def _update(path: Path, questions: list[Question]) -> None:
    try:
        text = path.read_text(encoding="utf-8")
        path.write_text(library_document.updated(path, text, questions), encoding="utf-8")
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise DataError(
            path, None, f"書き直せません（{reason}）", f"cannot be rewritten ({reason})"
        ) from fault
