"""The command ``dxplan explain``: why a triple is in the graph, down to the source lines.

Must not know how an explanation is made.
"""

from __future__ import annotations

import sys
from typing import Final

import click

from service import config, explain_answer, explain_rdf, explain_text, formats
from service.explain import DEEPEST, Explanation
from service.explain_index import Index
from service.explain_terms import read_triple
from service.explain_words import Words
from service.options import LANGUAGE

_RDF: Final = {form.names[0]: form for form in formats.GRAPHS if form.names[0] != "html"}
_NAMES: Final = ("text", "turtle", "jsonld", "json")


@click.command(
    name="explain",
    help="""トリプル S P O がなぜ成り立つかを説明する / Explain why the triple S P O holds.

    文書の記載か、本プロジェクトの判断か、規則による導出かを、原典の行まで辿ります。
    語は dxp:parent や id:… のような接頭辞つきの名前、IRI、引用符つきの文字です。

    Tells whether a document states it, this project judged it or a rule concludes it, down
    to the source lines. Terms are prefixed names, IRIs, or literals in N-Triples syntax.""",
)
@click.argument("subject", metavar="S")
@click.argument("predicate", metavar="P")
@click.argument("value", metavar="O")
@LANGUAGE
@click.option(
    "--format",
    "name",
    type=click.Choice(_NAMES),
    default=_NAMES[0],
    show_default=True,
    help="形式 / format",
)
@click.option(
    "--depth",
    default=str(DEEPEST),
    metavar="N",
    help="前提を辿る段数。既定はすべて / how many steps to follow; by default all",
)
def command(subject: str, predicate: str, value: str, *, lang: str, name: str, depth: str) -> int:
    """Explain a triple."""
    triple = read_triple(subject, predicate, value)
    steps = explain_answer.read_depth(depth)
    with explain_answer.current_index(config.read().var) as index:
        explanation = explain_answer.answer(index, triple, steps)
        document = _document(index, explanation, lang, name)
    sys.stdout.flush()
    sys.stdout.buffer.write(document)
    sys.stdout.buffer.flush()
    return 0


def _document(index: Index, explanation: Explanation, lang: str, name: str) -> bytes:
    if name == "text":
        words = Words(index, lang)
        return explain_text.write(words.items(explanation), words).encode()
    if name == "json":
        return explain_rdf.write_json(index, explanation)
    return explain_rdf.write(index, explanation, _RDF[name])
