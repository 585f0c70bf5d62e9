"""Loads a build into another SPARQL server, graph by graph or by its own bulk loader.

SPARQL 1.1 Graph Store HTTP Protocol, section 5.3 (HTTP PUT): each named graph replaces what the
server had under that name. Virtuoso's own loader reads the files itself, which is faster for
millions of triples. A graph that is there only meanwhile tells whoever asks for the version of the
data that they are not whole. Must not know how a build is made, nor who watches.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from service.errors import DataError, EngineUnreachable, EnvironmentFault

_PROGRAMS: Final = ("isql-vt", "isql-v", "isql")  # Debian's name, others'
_TIMEOUT: Final = 600.0  # seconds for one graph
_WORDS: Final = 200  # characters of another server's words
GRAPHS: Final = "https://w3id.org/dxplan/graph/"
# this one is there while others are replaced; after a load that failed it stays
_MARK: Final = f"{GRAPHS}loading"
_MARKED: Final = f"<{_MARK}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> true ."
_VERSION_INFO: Final = "http://www.w3.org/2002/07/owl#versionInfo"
VERSION: Final = (
    f"SELECT ?version {{ GRAPH <{GRAPHS}build> {{ <{GRAPHS}build> <{_VERSION_INFO}> ?version }}"
    f" FILTER NOT EXISTS {{ GRAPH <{_MARK}> {{ ?s ?p ?o }} }} }}"
)
# a name that no graph has: every quad names its own
_NOWHERE: Final = f"{GRAPHS}none"


@dataclass(frozen=True)
class Loaded:
    """One graph (or file) that was loaded: its name, its triples, the time it took."""

    name: str
    triples: int
    seconds: float


@dataclass(frozen=True)
class Login:
    """Who is to write; an empty name for a server that asks nobody."""

    user: str = ""
    password: str = ""


_TRIES: Final = 3
_LOAD: Final = "rdf_loader_run(log_enable => 2);"
# 2 says that a file was looked at, and no error that it was read to its end
_DONE: Final = "select ll_file from DB.DBA.load_list where ll_state = 2 and ll_error is null;"
_ANEW: Final = (
    "update DB.DBA.load_list set ll_state = 0, ll_error = null where ll_error is not null;"
)


# --- by the Graph Store Protocol ---


def graphs(dataset: Path) -> dict[str, bytearray]:
    """Read a build's N-Quads; return the N-Triples of each graph.

    Raises:
        DataError: a line names no graph.
    """
    found: dict[str, bytearray] = {}
    with dataset.open("rb") as file:
        for number, line in enumerate(file, 1):
            triple, mark, rest = line.rpartition(b" <")
            if not mark or not rest.endswith(b"> .\n"):
                raise DataError(
                    dataset, number, "グラフの名がありません", "this line names no graph"
                )
            found.setdefault(rest[:-4].decode(), bytearray()).extend(triple + b" .\n")
    return found


def put(url: str, dataset: Path, login: Login | None = None) -> Iterator[Loaded]:
    """Put each graph of a build where it belongs; yields each as it is done.

    Args:
        url: address of the server's Graph Store Protocol.
        dataset: N-Quads file of a build.
        login: for a server that asks for a name (HTTP Digest or Basic).

    Raises:
        EngineUnreachable: the server is not there.
        EnvironmentFault: it refuses.
    """
    opener = _opener(url, login or Login())
    _send(opener, "PUT", url, _MARK, _MARKED.encode())
    for name, lines in sorted(graphs(dataset).items()):
        began = time.perf_counter()
        _send(opener, "PUT", url, name, bytes(lines))
        yield Loaded(name, lines.count(b"\n"), time.perf_counter() - began)
    _send(opener, "DELETE", url, _MARK, None)


def _opener(url: str, login: Login) -> urllib.request.OpenerDirector:
    if not login.user:
        return urllib.request.build_opener()
    known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, url, login.user, login.password)
    return urllib.request.build_opener(
        urllib.request.HTTPDigestAuthHandler(known), urllib.request.HTTPBasicAuthHandler(known)
    )


def _send(
    opener: urllib.request.OpenerDirector, method: str, url: str, name: str, body: bytes | None
) -> None:
    # as Turtle, of which N-Triples are a part: the one type that every server reads
    heads = {"Content-Type": "text/turtle; charset=utf-8"} if body is not None else {}
    target = f"{url}?graph={quote(name, safe='')}"
    request = urllib.request.Request(target, body, heads, method=method)  # noqa: S310  operator's
    try:
        with opener.open(request, timeout=_TIMEOUT) as response:
            response.read()
    except urllib.error.HTTPError as fault:
        with fault:
            words = fault.read(_WORDS).decode(errors="replace").strip()
        raise EnvironmentFault(
            f"サーバーがグラフ {name} を受け付けません（{fault.code} {words}）。",
            f"The server does not take the graph {name} ({fault.code} {words}).",
        ) from fault
    except OSError as fault:
        raise EngineUnreachable(
            f"{url} に接続できません（{fault}）。動いているか確かめてください。",
            f"Cannot reach {url} ({fault}). Check that it runs.",
        ) from fault


# --- by Virtuoso's bulk loader ---


@dataclass(frozen=True)
class Virtuoso:
    """A Virtuoso that takes commands in SQL.

    Attributes:
        port: of its SQL clients, on this machine.
        login: who commands; a new database knows dba.
    """

    port: int
    login: Login = Login("dba", "dba")

    def run(self, commands: str) -> str:
        """Run commands; return what it says.

        Raises:
            EnvironmentFault: the program isql is not there, or a command failed.
        """
        program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
        if program is None:
            raise EnvironmentFault(
                "Virtuoso の isql がありません。virtuoso-opensource-7 を入れてください。",
                "Virtuoso's program isql is not there. Install virtuoso-opensource-7.",
            )
        where = [program, f"127.0.0.1:{self.port}", self.login.user, self.login.password]
        done = subprocess.run(  # noqa: S603  no shell
            [*where, "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF"],
            input=commands.encode(),
            capture_output=True,
            check=False,
        )
        said = done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace")
        if done.returncode or "*** Error" in said:
            words = said.strip()[:_WORDS]
            raise EnvironmentFault(
                f"Virtuoso がコマンドを実行できません: {words}",
                f"Virtuoso cannot do what it is told: {words}",
            )
        return said


def bulk(server: Virtuoso, files: list[Path], loaders: int = 2) -> float:
    """Load N-Quads files by Virtuoso's own loader; what its graphs had before goes.

    Args:
        server: where to; its setting DirsAllowed must name the files' folder.
        files: to load, each by one loader at a time.
        loaders: that run at once.

    Returns:
        Seconds until all was loaded and written down.

    Raises:
        EnvironmentFault: it refuses, or a file is broken.
    """
    began = time.perf_counter()
    server.run(f"SPARQL INSERT DATA {{ GRAPH <{_MARK}> {{ {_MARKED} }} }};")
    _clear(server)
    server.run("delete from DB.DBA.load_list;")
    server.run("".join(map(_listed, files)))
    for attempt in range(_TRIES):
        # loaders that run at once can deadlock; one alone then finishes what is left
        count = min(loaders, len(files)) if attempt == 0 else 1
        with ThreadPoolExecutor() as pool:
            list(pool.map(server.run, [_LOAD] * count))
        done = server.run(_DONE)
        unread = [path for path in files if str(path) not in done]
        if not unread:
            break
        server.run(_ANEW)
    else:
        raise EnvironmentFault(
            f"Virtuoso が {unread[0]} を読めません。DirsAllowed の設定と中身を確かめてください。",
            f"Virtuoso could not read {unread[0]}. Check its setting DirsAllowed, and the file.",
        )
    server.run(f"SPARQL CLEAR GRAPH <{_MARK}>;\ncheckpoint;")
    return time.perf_counter() - began


def _listed(path: Path) -> str:
    folder, name = (part.replace("'", "''") for part in (str(path.parent), path.name))
    return f"ld_dir('{folder}', '{name}', '{_NOWHERE}');\n"


def _clear(server: Virtuoso) -> None:
    """Empty our graphs, lest one that the build no longer has stays behind."""
    said = server.run(
        f"SPARQL SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} "
        f"FILTER ( STRSTARTS(STR(?g), '{GRAPHS}') ) }};"
    )
    names = {word for word in said.split() if word.startswith(GRAPHS)} - {_MARK}
    server.run(
        "log_enable(3, 1);\n" + "".join(f"SPARQL CLEAR GRAPH <{g}>;\n" for g in sorted(names))
    )


# --- what is there ---


def counts(address: str) -> dict[str, int]:
    """Return the triples of each named graph of a SPARQL server.

    Raises:
        EngineUnreachable: it does not answer.
    """
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    heads = {"Accept": "application/sparql-results+json"}
    request = urllib.request.Request(  # noqa: S310  the operator's
        address, urlencode({"query": text}).encode(), heads
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as response:  # noqa: S310
            rows = json.loads(response.read())["results"]["bindings"]
    except (OSError, ValueError, KeyError) as fault:
        raise EngineUnreachable(
            f"{address} が正しく答えません（{fault}）。",
            f"{address} does not answer as it should ({fault}).",
        ) from fault
    return {row["g"]["value"]: int(row["n"]["value"]) for row in rows}
