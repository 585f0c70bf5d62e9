"""The command ``dxplan load``: loads the current build into another SPARQL server.

Must not know how graphs get there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from service import builds, config, loading
from service.errors import UsageError
from service.loading import Loaded, Login, Virtuoso


@click.command(name="load")
@click.argument("url", required=False)
@click.option("--user", default="", help="書き込む人の名 / name of who writes")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="合言葉だけのファイル / file with the password and nothing else",
)
@click.option(
    "--virtuoso",
    "port",
    type=int,
    help="Virtuoso の SQL のポート（例: 1111）。その読込み機能を使う。この機械の上に限る"
    " / Virtuoso's port for SQL; uses its own bulk loader, on this machine only",
)
@click.option(
    "--check",
    help="読み込んだ後、この SPARQL エンドポイントでグラフごとの数を確かめる"
    " / SPARQL endpoint that is then asked for the triples of each graph",
)
def command(
    url: str | None, user: str, password_file: Path | None, port: int | None, check: str | None
) -> int:
    """グラフを別の SPARQL サーバーに載せる / Load the graph into another SPARQL server.

    URL は Graph Store Protocol のアドレスです（例: http://127.0.0.1:7878/store）。
    名前付きグラフごとに置き換えます。--virtuoso では URL は要りません。

    URL is the address of the Graph Store Protocol. Each named graph replaces what was
    there under its name. With --virtuoso no URL is needed.
    """
    if (url is None) == (port is None):
        raise UsageError(
            "URL か --virtuoso のどちらか一つを指定してください。",
            "Give either a URL or --virtuoso.",
        )
    build = builds.current(config.read().var)
    assert build.dataset is not None  # noqa: S101  a build in a folder has one
    login = Login(user, _password(password_file))
    if port is not None:
        server = Virtuoso(port, login if user else Login("dba", "dba"))
        seconds = loading.bulk(server, [build.dataset])
        _say(f"{build.triples:>10,}  {seconds:7.1f} s  {build.dataset}")
    else:
        _put(_web(url or ""), build.dataset, login)
    return _checked(_web(check), build.graphs) if check else 0


def _web(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(
            f"「{url}」は http:// か https:// で始まるアドレスではありません。",
            f"“{url}” is no address that begins with http:// or https://.",
        )
    return url


def _password(path: Path | None) -> str:
    return path.read_text(encoding="utf-8").strip() if path else ""


def _put(url: str, dataset: Path, login: Login) -> None:
    done: list[Loaded] = []
    for loaded in loading.put(url, dataset, login):
        done.append(loaded)
        _say(f"{loaded.triples:>10,}  {loaded.seconds:7.1f} s  {loaded.name}")
    total, seconds = sum(one.triples for one in done), sum(one.seconds for one in done)
    _say(f"{total:>10,}  {seconds:7.1f} s  {len(done)} グラフ / graphs")


def _say(line: str) -> None:
    click.echo(line, err=True)
    sys.stderr.flush()


def _checked(address: str, graphs: dict[str, int]) -> int:
    """Compare the server's counts with those of the build; 1 if one differs."""
    there = loading.counts(address)
    wrong = {name: there.get(name, 0) for name in graphs if there.get(name, 0) != graphs[name]}
    left = sorted(name for name in there if name not in graphs and name.startswith(loading.GRAPHS))
    for name, count in sorted(wrong.items()):
        click.echo(
            f"{name}: {count:,} 件、構築では {graphs[name]:,} 件 / {count:,} there, "
            f"{graphs[name]:,} in the build"
        )
    for name in left:
        click.echo(f"{name}: 構築にないグラフが残っています / left over, not in the build")
    return 1 if wrong or left else 0
