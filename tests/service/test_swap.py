"""``dxplan build`` itself, of a small project, while clients ask: no request fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections import Counter
from pathlib import Path

from service.build_folder import BuildFolder
from tests.service import serving
from tests.service.serving import Canary, Server, running, wait_until

FIXTURE = Path(__file__).parents[1] / "fixtures" / "build" / "project"
ADDED = "https://w3id.org/dxplan/id/added/"
COUNT = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{ADDED}')) }}"
TABLE = "application/sparql-results+json"
BUILDS = 4
# what a client may ask for meanwhile: queries, a graph, pages and descriptions
TARGETS = (
    "/graph-store?default",
    "/.well-known/void",
    "/sparql",
    "/health",
    "/",
)


def _build(project: Path, var: Path) -> str:
    """Run the command; return the version that it made."""
    done = subprocess.run(
        serving.command("build", "--no-validate", "--project", str(project)),
        env=serving.environment(var),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return str((BuildFolder(var).manifest() or {})["version"])


def _ask(server: Server, stop: threading.Event, found: Counter[tuple[str, int]]) -> None:
    """Ask for everything in turn until told to stop; whatever breaks is counted too."""
    count = 0
    while not stop.is_set():
        target = TARGETS[count % len(TARGETS)]
        count += 1
        try:
            found[target, server.send("GET", target).status] += 1
            found["query", server.ask(f"{COUNT} # {count}").status] += 1
        except OSError as fault:
            found[repr(fault), 0] += 1


def test_the_command_under_load(tmp_path: Path) -> None:
    """Four builds one upon the other, so that also the folder of the first is removed."""
    project, var = Path(shutil.copytree(FIXTURE, tmp_path / "project")), tmp_path / "var"
    versions = [_build(project, var)]
    found: Counter[tuple[str, int]] = Counter()
    stop = threading.Event()
    with running(var) as server:
        # the engine begins to load with the server; whoever comes before waits no longer than this
        assert wait_until(lambda: server.send("GET", "/health").status == 200)
        threads = [threading.Thread(target=_ask, args=(server, stop, found)) for _ in range(2)]
        with Canary(server) as canary:
            for thread in threads:
                thread.start()
            for count in range(1, BUILDS):
                with (project / "data/common/wards.ttl").open("a", encoding="utf-8") as file:
                    file.write(f'<{ADDED}{count}> rdfs:comment "{count}" .\n')
                versions.append(_build(project, var))
            last = versions[-1]
            assert wait_until(lambda: last in server.send("GET", "/health").text)
            stop.set()
            for thread in threads:
                thread.join()
        answer = json.loads(server.ask(COUNT, Accept=TABLE).body)["results"]["bindings"]
    assert int(answer[0]["n"]["value"]) == BUILDS - 1
    assert len(set(versions)) == BUILDS
    assert len(list((var / "builds").iterdir())) == 2
    assert canary.failures == []
    assert {status for _, status in found} == {200}, found
    assert sum(found.values()) > 50
