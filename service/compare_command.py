"""``dxplan compare``: what changed between two editions of a plan.

Must not know how editions are compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final

import click

from service import comparison, config
from service.columns import table
from service.comparison import KINDS, LEVELS, Change
from service.engine import Engine, Query
from service.errors import UsageError
from service.labels import LANGUAGES
from service.namespaces import DXP, ID
from service.options import LANGUAGE

_JSON: Final = "application/sparql-results+json"
_TURTLE: Final = "text/turtle"


@click.command()
@click.argument("first", metavar="EDITION")
@click.argument("second", metavar="EDITION")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "words", "json", "turtle"]),
    default="table",
    show_default=True,
    help="結果の形式 / format of the answer",
)
@LANGUAGE
def command(first: str, second: str, form: str, lang: str) -> int:
    """計画の二つの版で変わったことを示す / Show what changed between two editions.

    EDITION は id:… または IRI、先に前の版 / EDITION is id:… or an IRI, the earlier one first.
    """
    # loads pyoxigraph
    from service.engine_direct import DirectEngine  # noqa: PLC0415

    engine: Engine = DirectEngine(config.read())
    try:
        editions = [_edition(engine, text) for text in (first, second)]
        if form == "turtle":
            query = Query(comparison.construct(*editions), None, _TURTLE)
            click.echo(engine.query(query).body.decode(), nl=False)
        else:
            changes = comparison.compare(lambda text: _ask(engine, text), *editions)
            click.echo(_written(changes, form, lang))
    finally:
        engine.close()
    return 0


def _ask(engine: Engine, text: str) -> Iterable[Mapping[str, str]]:
    rows = json.loads(engine.query(Query(text, _JSON, None)).body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def _edition(engine: Engine, text: str) -> str:
    """Return the IRI of an edition that the graph knows."""
    iri = text.replace("id:", str(ID), 1) if text.startswith("id:") else text
    known = _ask(engine, f"SELECT ?e WHERE {{ ?e a <{DXP.PlanEdition}> }} ORDER BY ?e")
    names = [row["e"] for row in known]
    if iri not in names:
        shown = "\n  ".join(name.replace(str(ID), "id:") for name in names)
        raise UsageError(
            f"計画の版「{text}」はありません。あるのは次の版です。\n  {shown}",
            f"There is no plan edition “{text}”. These are known:\n  {shown}",
        )
    return iri


def _written(changes: list[Change], form: str, lang: str) -> str:
    if form == "json":
        return json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=1)
    if not changes:
        return _NOTHING[lang]
    if form == "words":
        return "\n".join([*_summary(changes, lang), "", *(c.sentence(lang) for c in changes)])
    place = LANGUAGES.index(lang)
    rows = [
        [
            LEVELS[change.level][place],
            " ".join(KINDS[kind][0] if lang == "ja" else kind for kind in change.kinds),
            str(change.earlier or "–"),
            str(change.later or "–"),
        ]
        for change in changes
    ]
    return "\n".join(table([_HEADINGS[lang], *rows]))


_HEADINGS: Final = {
    "ja": ["階層", "変化", "前の版", "後の版"],
    "en": ["level", "change", "earlier edition", "later edition"],
}
_NOTHING: Final = {
    "ja": "この二つの版の間には、対応の記録がありません。",
    "en": "No correspondence between these two editions is recorded.",
}


def _summary(changes: list[Change], lang: str) -> Iterable[str]:
    place = LANGUAGES.index(lang)
    for level, found in comparison.counts(changes).items():
        if found:
            parts = (f"{KINDS[k][0] if lang == 'ja' else k} {n}" for k, n in found.items())
            yield f"{LEVELS[level][place]}: {', '.join(parts)}"
