"""How long the server takes for pages, and how much it sends: every kind, both languages.

``python -m tests.service.pages_speed`` starts a server on the current build, asks for some 300
addresses, each for the first time and again, and prints a table by kind; ``test_pages_speed.py``
asks for fewer. With ``--slowest 20`` it names the slowest.

Beside the time that passes, the processor time of all processes of the server is told: it changes
little on a machine where others work too. What the server does by itself after its start, such as
reading the shapes for uploads, is waited for, so that no page is charged with it.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from service import config
from service.config import PROJECT
from service.library import Library
from service.namespaces import BASE
from tests.service.serving import Server, descendants, running, wait_until

READY: Final = "pages made ready"
LOOK: Final = 1.0  # seconds that an idle server is watched for
IDLE: Final = 0.05  # of one processor: what it may use meanwhile
WORDS: Final = (
    *("手続き", "ＩＣＴ", "デジタルディバイド", "書かない窓口", "RPA", "テレワーク", "open data"),
    *("マイナンバーカード", "ガバナンス", "存在しない言葉"),
)
# classes with a page of their own look: how many of each are asked for
CLASSES: Final = {
    **dict.fromkeys(("Municipality", "SourceDocument"), 100),
    **dict.fromkeys(("PlanEdition", "Policy", "PolicyVersion", "IndicatorFamily"), 8),
    **dict.fromkeys(("Goal", "Measure", "Initiative", "Activity", "Indicator", "Department"), 6),
    **dict.fromkeys(("PolicyItem", "InformationSystem", "Committee", "IndicatorValue"), 4),
    **dict.fromkeys(("Responsibility", "ScheduleEntry", "StatusAssessment", "LedgerEntry"), 3),
    **dict.fromkeys(("Plan", "Post", "Partner", "FiscalYear", "Event", "Reference"), 3),
}
CONCEPTS: Final = ("theme", "glossary", "status", "unit")
PAGES: Final = {
    "home": ("/",),
    "explore": (
        *("/explore", "/explore/policies", "/explore/policies/cell", "/explore/themes"),
        *("/explore/themes/cell", "/explore/families", "/explore/wards", "/explore/progress"),
        *("/explore/wards?first=taito&second=nakano", "/explore/timeline", "/explore/organisation"),
        "/explore/organisation?ward=nakano",
    ),
    "list": tuple(
        f"/explore/list/{name}"
        for name in ("indicators", "policies", "departments", "systems", "terms", "themes")
    ),
    "ontology": ("/ontology.html", *(f"/ontology/schemes/{name}.html" for name in CONCEPTS)),
    "catalogue": ("/catalog.html", "/download/", "/sitemap.xml", "/robots.txt"),
    "shapes": ("/shapes",),
    "queries": ("/queries", "/queries?q=" + quote("指標"), "/queries?folder=money"),
    "workbench": ("/sparql",),
    "validate": ("/validate",),
    "search": tuple(f"/search?q={quote(word)}" for word in WORDS),
}


@dataclass(frozen=True)
class Load:
    """One page that was asked for.

    Attributes:
        kind: its kind.
        path: its address.
        status: how it was answered.
        first: seconds of the first answer.
        again: seconds of the quickest of the next ones.
        worked: seconds of processor time for the first answer.
        size: bytes of the body as sent, compressed.
    """

    kind: str
    path: str
    status: int
    first: float
    again: float
    worked: float
    size: int


def addresses(server: Server) -> Iterator[tuple[str, str]]:
    """Yield the kind and the address of every page to ask for, without the language."""
    for kind, paths in PAGES.items():
        yield from ((kind, path) for path in paths)
    for name, most in CLASSES.items():
        rows = _things(server, f"?s a <{BASE}ontology#{name}>", most)
        yield from ((name, iri) for iri in rows)
    for scheme in CONCEPTS:
        concept = f"?s <http://www.w3.org/2004/02/skos/core#inScheme> <{BASE}id/{scheme}>"
        yield from (("Concept", iri) for iri in _things(server, concept, 3))
    passage = f"?s a <{BASE}ontology#Passage>"
    yield from (("Passage", iri) for iri in _things(server, passage, 4))
    yield from (("graph", iri) for iri in _graphs(server))
    shapes = sorted((PROJECT / "tests" / "shapes").iterdir())
    yield from (("shape", f"/shapes/{each.name}.html") for each in shapes[::12])
    yield from (("question", f"/queries/{each.name}") for each in Library().questions()[::3])
    yield from (("explain", each) for each in _explained(server))


def _things(server: Server, pattern: str, most: int) -> list[str]:
    """Return the IRIs of some things, far apart from each other in the order of IRIs."""
    query = f"SELECT DISTINCT ?s {{ {pattern} FILTER(STRSTARTS(STR(?s), '{BASE}')) }} ORDER BY ?s"
    found = [row["s"]["value"] for row in _rows(server, query)]
    return found[:: max(1, -(-len(found) // most))]


def _graphs(server: Server) -> list[str]:
    return [row["g"]["value"] for row in _rows(server, "SELECT DISTINCT ?g { GRAPH ?g {} }")][::6]


def _explained(server: Server) -> Iterator[str]:
    inferred = f"GRAPH <{BASE}graph/inferred> {{ ?s ?p ?o FILTER(ISIRI(?o)) }}"
    rows = _rows(server, f"SELECT ?s ?p ?o {{ {inferred} }} ORDER BY ?s ?p ?o LIMIT 40000")
    for row in rows[:: max(1, len(rows) // 8)]:
        yield "/explain?" + urlencode({name: row[name]["value"] for name in "spo"})


def _rows(server: Server, query: str) -> list[dict[str, dict[str, str]]]:
    reply = server.ask(query, Accept="application/sparql-results+json")
    assert reply.status == 200, reply.text
    return list(json.loads(reply.body)["results"]["bindings"])


def path(address: str, language: str) -> str:
    """Return the path of the page at an address, or about a thing, in a language."""
    if address.startswith(BASE):
        name, _, line = address.removeprefix(BASE).partition("#line=")
        address = f"/{quote(name)}.html" + (f"?line={line}" if line else "")
    if language == "ja":
        return address
    return f"{address}{'&' if '?' in address else '?'}lang={language}"


def measure(server: Server, wanted: list[tuple[str, str]], again: int = 3) -> list[Load]:
    """Ask for pages one after the other, each first once and then again."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    found = []
    for kind, target in wanted:
        before = _worked(server)
        first, status, size = _ask(connection, target)
        worked = _worked(server) - before
        more = [_ask(connection, target)[0] for _ in range(again)]
        found.append(Load(kind, target, status, first, min(more), worked, size))
    connection.close()
    return found


def _ask(connection: http.client.HTTPConnection, target: str) -> tuple[float, int, int]:
    headers = {"Accept": "text/html,application/xhtml+xml", "Accept-Encoding": "gzip, br"}
    began = time.perf_counter()
    connection.request("GET", target, headers=headers)
    reply = connection.getresponse()
    body = reply.read()
    return time.perf_counter() - began, reply.status, len(body)


def wait_until_idle(server: Server) -> None:
    """Wait until the server has done what it does by itself after its start.

    Raises:
        AssertionError: it still works after two minutes.
    """

    def idle() -> bool:
        before = _worked(server)
        time.sleep(LOOK)
        return _worked(server) - before < IDLE * LOOK

    assert wait_until(idle, 120), server.log()


def _worked(server: Server) -> float:
    """Return the processor time of the server and of all processes below it, in seconds."""
    total = 0
    for process in (server.process.pid, *descendants(server.process.pid)):
        for task in Path(f"/proc/{process}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(task.read_text(encoding="ascii").split()[0])
    return total / 1e9


def share(values: list[float], part: float) -> float:
    """Return the value that a share of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def table(loads: list[Load]) -> Iterator[str]:
    """Yield a table in Markdown: p50, p95 and the longest in milliseconds, the largest in kB."""
    heads = ("kind", "pages", "first p50", "p95", "max", "processor p50", "p95", "max")
    yield f"| {' | '.join((*heads, 'again p50', 'largest kB'))} |"
    yield f"| --- |{' ---: |' * (len(heads) + 1)}"
    kinds: dict[str, list[Load]] = defaultdict(list)
    for load in loads:
        kinds[load.kind].append(load)
    for kind, some in [*kinds.items(), ("**all**", loads)]:
        cells = []
        for times in ([load.first for load in some], [load.worked for load in some]):
            cells += [f"{share(times, part) * 1000:.1f}" for part in (0.5, 0.95, 1)]
        cells.append(f"{share([load.again for load in some], 0.5) * 1000:.1f}")
        largest = max(load.size for load in some) / 1000
        yield f"| {kind} | {len(some)} | {' | '.join(cells)} | {largest:.1f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slowest", type=int, default=0, help="name so many")
    parser.add_argument("--cold", action="store_true", help="nothing is made ready before")
    chosen = parser.parse_args()
    folder = (config.read(os.environ).var / "current").resolve()
    with tempfile.TemporaryDirectory() as temporary:
        (Path(temporary) / "current").symlink_to(folder)
        with running(Path(temporary), warm="off" if chosen.cold else "on") as server:
            if not chosen.cold:
                assert wait_until(lambda: READY in server.log(), 300), server.log()
            wait_until_idle(server)
            print(f"processor time before the first page: {_worked(server):.1f} s")
            listed = list(addresses(server))
            wanted = [
                (kind, path(each, tongue)) for kind, each in listed for tongue in ("ja", "en")
            ]
            loads = measure(server, wanted)
    print("\n".join(table(loads)))
    print(f"not answered 200: {[load.path for load in loads if load.status != 200]}")
    for load in sorted(loads, key=lambda load: -load.first)[: chosen.slowest]:
        times = (load.first, load.worked, load.again)
        print(*(f"{each * 1000:8.1f}" for each in times), load.path)


if __name__ == "__main__":
    main()
