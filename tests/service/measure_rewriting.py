"""Measures what rewriting gives: ``python -m tests.service.measure_rewriting [N] [OXIGRAPH]``.

Makes a graph of N municipalities (100 by default, 733,000 triples) and asks each question of the
embedded engine, as written and as rewritten, and of ``oxigraph serve-read-only`` if the path of
that program is given. Writes a table in Markdown: medians in milliseconds by the clock, and of
the processor time of the rewritten query, which tells more on a machine that has other work.
"""

from __future__ import annotations

import contextlib
import multiprocessing as mp
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from service import guard, rewriting
from tests.service import large_graphs

LIMIT = 60
RUNS = 5
PORT = 8157
_FORK = mp.get_context("fork")
_PLACE = f"<{large_graphs.IDS}m3>"
_EDITION = f"<{large_graphs.IDS}m3/e1>"
QUESTIONS = {
    "latest value of each indicator (NOT EXISTS)": large_graphs.LATEST,
    "indicators without a target (NOT EXISTS)": """SELECT ?i WHERE { ?i a dxp:Indicator .
        FILTER NOT EXISTS { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target } }""",
    "measures that no later one continues (NOT EXISTS)": """SELECT ?e WHERE { ?e a dxp:Measure
        FILTER NOT EXISTS { ?n dxp:continues ?e . ?n a dxp:Measure } }""",
    "measures without indicators, or below (NOT EXISTS, UNION)": """SELECT ?i WHERE {
        ?i a dxp:Measure FILTER NOT EXISTS { { ?x dxp:indicatorOf ?i ; a dxp:Indicator } UNION
        { ?c dxp:parent ?i . ?x dxp:indicatorOf ?c } } }""",
    "indicators without an earliest value (nested NOT EXISTS)": """SELECT ?i WHERE {
        ?i a dxp:Indicator FILTER NOT EXISTS { ?v dxp:valueOf ?i ; dxp:year ?y
        FILTER NOT EXISTS { ?w dxp:valueOf ?i ; dxp:year ?z FILTER(?z < ?y) } } }""",
    "indicators with a target (EXISTS)": """SELECT ?i WHERE { ?i a dxp:Indicator .
        FILTER EXISTS { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target } }""",
    "initiatives below what refers to a policy (EXISTS, path)": """SELECT ?i WHERE {
        ?i a dxp:Initiative FILTER EXISTS { ?i dxp:parent+/dxp:refersTo ?p } }""",
    "one place, OPTIONAL in between": f"""SELECT * WHERE {{ ?e a dxp:Measure .
        OPTIONAL {{ ?e dxp:parent ?q . ?q rdfs:label ?l }}
        ?e dxp:inEdition ?d . ?d dxp:issuedBy {_PLACE} }}""",
    "one place, MINUS in between": f"""SELECT * WHERE {{ ?e a dxp:Measure .
        MINUS {{ ?e dxp:refersTo ?q }} ?e dxp:inEdition ?d . ?d dxp:issuedBy {_PLACE} }}""",
    "one place, by FILTER": f"""SELECT * WHERE {{ ?e a dxp:Measure ; dxp:inEdition ?d .
        ?d dxp:issuedBy ?m . FILTER(?m = {_PLACE}) }}""",
    "not rewritten: one pattern in NOT EXISTS": """SELECT ?i WHERE { ?i a dxp:Initiative .
        FILTER NOT EXISTS { ?v dxp:indicatorOf ?i } }""",
    "not rewritten: the same with OPTIONAL and !BOUND": """SELECT ?i WHERE {
        ?i a dxp:Indicator OPTIONAL { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target }
        FILTER(!BOUND(?v)) }""",
    "not rewritten: the same with MINUS": """SELECT ?i WHERE { ?i a dxp:Indicator
        MINUS { ?v dxp:valueOf ?i ; dxp:valueKind value-kind:target } }""",
    "not rewritten: latest value by MAX and GROUP BY": """SELECT ?i ?n WHERE {
        { SELECT ?i (MAX(?z) AS ?y) WHERE { ?w dxp:valueOf ?i ;
          dxp:valueKind value-kind:actual ; dxp:year ?z } GROUP BY ?i }
        ?v dxp:valueOf ?i ; dxp:valueKind value-kind:actual ; dxp:year ?y ;
        dxp:numericValue ?n }""",
    "not rewritten: path down from an edition": f"SELECT ?x {{ ?x dxp:parent+ {_EDITION} }}",
    "not rewritten: path of all activities": """SELECT (COUNT(*) AS ?n) {
        ?x a dxp:Activity ; dxp:parent+ ?y }""",
    "not rewritten: the same with dxp:ancestor": """SELECT (COUNT(*) AS ?n) {
        ?x a dxp:Activity ; dxp:ancestor ?y }""",
    "not rewritten: label contains": """SELECT ?x { ?x rdfs:label ?l
        FILTER(CONTAINS(?l, "m17/e1/measure/2")) }""",
    "not rewritten: ten largest of all values": """SELECT ?x ?n { ?x dxp:numericValue ?n }
        ORDER BY DESC(?n) LIMIT 10""",
    "not rewritten: count of all triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "not rewritten: elements by department": """SELECT ?t (COUNT(DISTINCT ?s) AS ?n) {
        ?s a dxp:PlanElement ; dxp:responsible ?t } GROUP BY ?t""",
}


def timed(
    ask: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> float | None:
    """Return the median in milliseconds; one run if it takes long, None if too long."""
    ours, theirs = _FORK.Pipe(duplex=False)

    def run() -> None:
        times: list[float] = []
        while len(times) < RUNS and sum(times) < LIMIT / 10:
            began = clock()
            ask()
            times.append(clock() - began)
        theirs.send(median(times) * 1000)

    process = _FORK.Process(target=run)
    process.start()
    found: float | None = ours.recv() if ours.poll(LIMIT + 2) else None
    process.kill()
    process.join()
    return found


@contextlib.contextmanager
def serving(program: str, triples: Iterator[ox.Triple]) -> Iterator[str]:
    """Run Oxigraph's own server with the graph; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.nt"
        ox.serialize(triples, str(data), ox.RdfFormat.N_TRIPLES)
        place = ["--location", str(Path(folder) / "store")]
        subprocess.run([program, "load", *place, "--file", str(data)], check=True)
        bound = ["--bind", f"127.0.0.1:{PORT}", "--timeout-s", str(LIMIT)]
        server = subprocess.Popen([program, "serve-read-only", *place, *bound])
        time.sleep(2)
        try:
            yield f"http://127.0.0.1:{PORT}/query"
        finally:
            server.kill()
            server.wait()


def listed(store: ox.Store, text: str) -> list[object]:
    """Ask the embedded engine."""
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return list(found)


def fetch(address: str, text: str) -> bytes:
    """Ask a server."""
    url = f"{address}?{urllib.parse.urlencode({'query': text})}"
    with urllib.request.urlopen(url, timeout=2 * LIMIT) as response:  # noqa: S310  on loopback
        return bytes(response.read())


def shown(value: float | None) -> str:
    """Write a figure of the table."""
    return f"> {LIMIT},000" if value is None or value >= LIMIT * 1000 else f"{value:,.1f}"


def main(arguments: list[str]) -> None:
    """Measure, and write the table."""
    size = int(arguments[0]) if arguments else 100
    store = large_graphs.store(size)
    programs = arguments[1:2]
    heads = [
        "question",
        "as written",
        "rewritten",
        "of the processor",
        *(["oxigraph serve"] if programs else []),
    ]
    print(f"{len(store):,} triples\n\n| {' | '.join(heads)} |")
    print(f"|{' --- |' * len(heads)}", flush=True)
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(serving(p, large_graphs.triples(size))) for p in programs]
        for name, question in QUESTIONS.items():
            sent = large_graphs.PREFIXES + question
            result = rewriting.rewrite(sent, guard.check(sent))
            assert bool(result.steps) != name.startswith("not rewritten"), name
            row = [timed(lambda: listed(store, sent))]  # noqa: B023
            row += [
                timed(lambda: listed(store, result.text), clock)  # noqa: B023
                for clock in (time.perf_counter, time.process_time)
            ]
            row += [timed(lambda: fetch(server, sent)) for server in servers]  # noqa: B023
            print(f"| {name} | {' | '.join(map(shown, row))} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
