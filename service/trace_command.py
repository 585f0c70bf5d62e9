"""The command ``dxplan trace``: does what we wrote stand in the sources, and what is left out?

Chooses folders, calls ``service.trace`` or ``service.ledger`` and prints the report.
Must not know how texts are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from rdflib import Graph, URIRef

from service import config, ledger, ledger_report, trace_report
from service.errors import UsageError
from service.labels import LANGUAGES, name
from service.options import LANGUAGE
from service.repository import LEDGER_NAME
from service.sources import Sources
from service.trace import Folder, read_folders, read_ontology, trace


@click.command()
@click.argument("documents", nargs=-1, metavar="[FOLDER|DOC]...")
@click.option(
    "--coverage",
    is_flag=True,
    help="台帳と原典の行を照合する / compare the ledgers with the lines of the sources",
)
@LANGUAGE
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="報告の形式 / form of the report",
)
def command(documents: tuple[str, ...], coverage: bool, lang: str, form: str) -> int:
    """印字の値が、示された原典の行にあるかを照合する / Check printed text against its source.

    FOLDER: data/chuo/strategy-2024, data/chuo …  DOC: chuo/strategy-2024, chuo,
    chuo-dx-strategy-2024 …  なければ全て / all by default.

    終了コード / exit code: 0 指摘なし / nothing found, 1 指摘あり / findings,
    2 照合できなかった / could not be checked.
    """
    sources = Sources(config.read().sources)
    ontology = read_ontology(config.PROJECT)
    folders = choose(read_folders(config.PROJECT), documents)
    if coverage:
        return _coverage(folders, sources, ontology, lang, form)
    traces = [trace(folder, sources, ontology) for folder in folders]
    text = form == "text"
    click.echo(trace_report.trace_text(traces, lang) if text else trace_report.trace_json(traces))
    return int(any(found.findings for found in traces))


def choose(folders: Sequence[Folder], wanted: Sequence[str]) -> list[Folder]:
    """Pick the folders that somebody named.

    Args:
        folders: all there are.
        wanted: paths of folders, names of graphs or their beginnings up to a slash, names
            of source documents; none means all.

    Returns:
        The folders in their own order.

    Raises:
        UsageError: a name fits nothing; says which names exist.
    """
    for text in wanted:
        if not any(_fits(folder, text) for folder in folders):
            known = ", ".join(folder.name for folder in folders)
            raise UsageError(
                f"「{text}」に当たる文書がありません。あるもの: {known or 'なし'}",
                f"no document fits “{text}”; there are: {known or 'none'}",
            )
    return [f for f in folders if not wanted or any(_fits(f, text) for text in wanted)]


def _fits(folder: Folder, text: str) -> bool:
    path = Path(text).resolve()
    return (
        text == folder.source
        or f"{folder.name}/".startswith(text.rstrip("/") + "/")
        or folder.path.resolve().is_relative_to(path)
    )


def _coverage(
    folders: Sequence[Folder], sources: Sources, ontology: Graph, lang: str, form: str
) -> int:
    known = ledger.statuses(ontology)
    accounts = [
        _account(folder, folder.source, sources, known)
        for folder in folders
        if folder.source is not None
    ]
    labels = {
        status: {language: name(ontology, concept, language) for language in LANGUAGES}
        for status, concept in known.items()
    }
    if form == "text":
        click.echo(ledger_report.coverage_text(accounts, labels, lang))
    else:
        click.echo(ledger_report.coverage_json(accounts))
    return int(any(account.coverage.findings for account in accounts))


def _account(
    folder: Folder, source: str, sources: Sources, known: Mapping[str, URIRef]
) -> ledger_report.Account:
    path = folder.path / LEDGER_NAME
    rows = ledger.read_ledger(path)
    cited = {p for places in folder.places.values() for p in places if p.source == source}
    coverage = ledger.cover(rows, sources.lines(source), cited, known)
    return ledger_report.Account(folder.name, source, path, rows, coverage)
