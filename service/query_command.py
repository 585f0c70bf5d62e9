"""``dxplan query``: runs a query from a file and prints the answer.

Against the current build, in a process that can be killed, or against any endpoint. Must not
know engines beyond asking them.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from service import address, config, diagnosis, formats, stored_queries, text_table
from service.config import Config
from service.engine import Answer, Engine, Query
from service.errors import DxplanError, QuerySyntaxError, UsageError
from service.formats import GRAPHS, TABLES, Format
from service.library import Library

_TABLE: Final = "table"
_NAME: Final = re.compile(r"[a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*")
_NAMES: Final = (_TABLE, *(name for name in formats.SHORT_NAMES if name != "html"))


@click.command(
    help="""FILE の SPARQL 問合せを実行する / Run the SPARQL query in FILE.

    FILE は質問集の名前（例 indicators/time-saved）でもよい。- なら標準入力から読む
    / FILE may be the name of a stored question (such as indicators/time-saved), or - for the
    standard input."""
)
@click.argument("file")
@click.option(
    "--format",
    "name",
    type=click.Choice(_NAMES),
    default=_TABLE,
    show_default=True,
    help="結果の形式 / format of the answer",
)
@click.option(
    "--endpoint",
    metavar="URL",
    help="問い合わせる先。既定は手元のデータ / endpoint to ask; by default the data here",
)
@click.option(
    "-p",
    "--parameter",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="パラメーターの値（見出しにあるもの） / value of a parameter that the header names",
)
def command(file: str, name: str, endpoint: str | None, given: tuple[str, ...]) -> int:
    """Run a query and print its answer."""
    settings = config.read()
    text = _text(file, _values(given))
    engine = _engine(settings, endpoint)
    try:
        answer = engine.query(_query(text, name, settings))
    except QuerySyntaxError as fault:
        raise _with_caret(fault, file, text) from fault
    finally:
        engine.close()
    _print(answer, name)
    return 0


def _text(file: str, values: dict[str, str]) -> str:
    """Return the query with its parameters bound."""
    if file == "-":
        text = sys.stdin.buffer.read().decode(errors="replace")
        if values:
            raise UsageError(
                "標準入力の問合せにはパラメーターを指定できません。",
                "A query from the standard input takes no parameters.",
            )
        return text
    path = _path(file)
    text = stored_queries.content(path)
    if stored_queries.has_header(text):
        return stored_queries.bind(stored_queries.read(path), values)
    if values:
        raise UsageError(
            f"{file} に見出し（#+）がないため、パラメーターを指定できません。",
            f"{file} has no header (#+), so it takes no parameters.",
        )
    return text


def _path(file: str) -> Path:
    """Return the file, or that of the stored question of this name."""
    path = Path(file)
    if path.exists() or not _NAME.fullmatch(file):
        return path
    return Library().get(file).stored.path


def _values(given: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or name in values:
            raise UsageError(
                f"-p {item} は NAME=VALUE の形で、一度だけ書いてください。",
                f"Write -p {item} as NAME=VALUE, and once only.",
            )
        values[name] = value
    return values


def _engine(settings: Config, endpoint: str | None) -> Engine:
    if endpoint is None:
        from service.engine_direct import DirectEngine  # noqa: PLC0415  loads pyoxigraph

        return DirectEngine(settings)
    if not endpoint.startswith(("http://", "https://")):
        raise UsageError(
            f"--endpoint {endpoint} は http:// または https:// で始まる URL にしてください。",
            f"--endpoint {endpoint} must be a URL that begins with http:// or https://.",
        )
    from service.engine_remote import RemoteEngine  # noqa: PLC0415  loads pyoxigraph

    return RemoteEngine(replace(settings, engine=endpoint))


def _query(text: str, name: str, settings: Config) -> Query:
    table, graph = _media(TABLES, name), _media(GRAPHS, name)
    return Query(text, table, graph, base=address.public(settings) + "sparql")


def _media(known: tuple[Format, ...], name: str) -> str | None:
    if name == _TABLE:
        return known[0].media  # what the table is made from; Turtle for a graph
    return next((form.media for form in known if name in form.names), None)


def _with_caret(fault: QuerySyntaxError, file: str, text: str) -> DxplanError:
    """Add the file and the offending line to both sentences."""
    excerpt = diagnosis.caret(text, fault.line, fault.column)
    shown = f"\n{excerpt}" if excerpt else ""
    return DxplanError(f"{file}: {fault.ja}", f"{file}: {fault.en}{shown}")


def _print(answer: Answer, name: str) -> None:
    output = sys.stdout.buffer
    body = answer.body
    if name == _TABLE and answer.kind != "graph":
        body = _as_table(answer).encode()
    sys.stdout.flush()
    output.write(body if body.endswith(b"\n") or not body else body + b"\n")
    output.flush()


def _as_table(answer: Answer) -> str:
    found = json.loads(answer.body)
    if answer.kind == "boolean":
        return "true\n" if found["boolean"] else "false\n"
    columns = found["head"]["vars"]
    rows = [[row.get(name) for name in columns] for row in found["results"]["bindings"]]
    return text_table.write(columns, rows) + f"({len(rows)} 行 / rows)\n"
