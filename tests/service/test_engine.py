"""The engines: what they answer, what they survive, and that nothing gets out of them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from service import engine_work, guard, rewriting_count, tokens
from service.config import PROJECT
from service.engine import Answer, ClientGoneError, Query
from service.engine_choice import open_engine
from service.engine_direct import DirectEngine
from service.engine_embedded import EmbeddedEngine
from service.errors import (
    DxplanError,
    EngineBusy,
    EngineUnavailable,
    QueryError,
    QueryRefused,
    QueryTimeout,
    QueryTooComplex,
    QueryTooLarge,
    UsageError,
)
from service.history import UNKNOWN, History
from service.holders import Holders
from service.lanes import MIDDLE, QUICK, SLOW, Lanes
from service.zygote import Zygote
from tests.service.serving import (
    GRAPH_A,
    GRAPH_B,
    alive,
    descendants,
    many_quads,
    settings,
    wait_until,
    write_build,
)

JSON = "application/sparql-results+json"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def question(text: str, gone: Callable[[], bool] = lambda: False, client: str = "") -> Query:
    return Query(text, JSON, "application/n-triples", "http://b/", client=client, gone=gone)


def value(answer: Answer, name: str = "n") -> str:
    rows = json.loads(answer.body)["results"]["bindings"]
    assert len(rows) == 1
    return str(rows[0][name]["value"])


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a build whose products are heavy."""
    var = tmp_path_factory.mktemp("large")
    write_build(var, "large", many_quads(3000))
    return var


@pytest.fixture(scope="module")
def engine(large: Path) -> Iterator[EmbeddedEngine]:
    """The embedded engine with a short deadline and little memory."""
    engine = EmbeddedEngine(settings(large, timeout="1", memory_mb="100", result_mb="2"))
    yield engine
    engine.close()


@pytest.fixture(params=["embedded", "direct"])
def either(request: pytest.FixtureRequest, large: Path) -> Iterator[EmbeddedEngine | DirectEngine]:
    """Both engines that evaluate here, in turn."""
    config = settings(large, timeout="1", memory_mb="100", result_mb="2")
    engine = EmbeddedEngine(config) if request.param == "embedded" else DirectEngine(config)
    yield engine
    engine.close()


# --- answers and errors ---


def test_both_engines_answer_alike(either: EmbeddedEngine | DirectEngine) -> None:
    """The union is a set, the build's version is known, and errors have the right class."""
    answer = either.query(question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    assert (value(answer), answer.kind, answer.version) == ("6000", "table", "large")
    assert not answer.volatile
    assert either.query(question("SELECT (RAND() AS ?n) {}")).volatile
    assert either.query(question("ASK {}")).body == b'{"head":{},"boolean":true}'
    assert either.query(question("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2")).kind == "graph"
    build = either.build()
    assert (build.version, build.triples, build.graphs[GRAPH_A]) == ("large", 6000, 3000)
    for text, kind in (
        ("SELECT * {", QueryError),
        ("ASK { SERVICE <http://127.0.0.1:9/> {} }", QueryRefused),
        ("ASK { ?s ?p ?o FILTER(<x:f>(?o)) }", QueryError),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", QueryTooLarge),
        (HEAVY, QueryTimeout),
        ("ASK { FILTER(" + "!" * 100_000 + "true) }", QueryTooComplex),
        (doubling(30), QueryTooLarge),
    ):
        with pytest.raises(kind):
            either.query(question(text))
        assert value(either.query(question("SELECT (1 AS ?n) {}"))) == "1"


_COUNT = "SELECT (COUNT(*) AS ?n)"
_NAMING = {
    f"{_COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}": "6000",
    f"{_COUNT} {{ graph<{GRAPH_A}>{{ ?s ?p ?o }} }}": "3000",
    f"{_COUNT}FROM <{GRAPH_A}> {{ ?s ?p ?o }}": "3000",
    f"{_COUNT} FROM NAMED <{GRAPH_A}> {{ ?s ?p ?o }}": "0",
    f"{_COUNT} fRoM<{GRAPH_A}>from<{GRAPH_B}> {{ ?s ?p ?o }}": "6000",
    f"{_COUNT} {{ {{ SELECT * {{ ?s ?p ?o }} }} GRAPH ?g {{ ?s ?p ?o }} }}": "6000",
}


def test_queries_that_name_graphs_have_them(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However a graph is named; and the process that knows graphs is asked only then."""
    engine.query(question("ASK {}"))
    whole = Holders.whole
    asked: list[float] = []

    def noted(holders: Holders, patience: float) -> Zygote:
        asked.append(patience)
        return whole(holders, patience)

    monkeypatch.setattr(Holders, "whole", noted)
    for count, (text, expected) in enumerate(_NAMING.items(), 1):
        assert value(engine.query(question(text))) == expected, text
        assert len(asked) == count, text
    every = question(f"{_COUNT} {{ ?s ?p ?o }}")
    assert value(engine.query(replace(every, default_graphs=(GRAPH_A,)))) == "3000"
    assert value(engine.query(replace(every, named_graphs=(GRAPH_A,)))) == "0"
    assert len(asked) == len(_NAMING) + 2
    for text in (
        f"ASKFROM<{GRAPH_A}> {{ ?s ?p ?o }}",
        f"CONSTRUCTFROM<{GRAPH_A}> WHERE {{ ?s ?p ?o }}",
        "ASK { \\u0047RAPH ?g { ?s ?p ?o } }",
    ):
        with contextlib.suppress(QueryError):  # an engine may read it, or may not
            engine.query(question(text))
    assert len(asked) == len(_NAMING) + 5
    named = f"PREFIX prov: <http://www.w3.org/ns/prov#> {_COUNT} {{ ?s prov:wasDerivedFrom ?o }}"
    assert value(engine.query(question(named))) == "0"
    assert value(engine.query(every)) == "6000"
    assert engine.query(question("DESCRIBE ?s { ?s ?p ?o } LIMIT 1")).kind == "graph"
    assert len(asked) == len(_NAMING) + 5


def test_the_number_of_all_triples_is_known(engine: EmbeddedEngine, large: Path) -> None:
    """Asked for alone, however it is written, it is not counted; anything else is."""
    sent = "PREFIX a: <b:c> select (count(*)AS ?n)\nwhere{?x $y ?z .}"
    run = "PREFIX a: <b:c> SELECT ?n { VALUES ?n { 7 } }"
    assert rewriting_count.known(sent, list(tokens.read(sent)), 7) == run
    for text in (
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?s }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?n }",
        "SELECT (COUNT(?s) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM <a:b> { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 0",
        "SELECT (COUNT(*) AS ?n) { ?s a ?o }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX SELECT (COUNT(*) AS ?n)",
        "",
    ):
        assert rewriting_count.known(text, list(tokens.read(text)), 7) == "", text
    counting = DirectEngine(settings(large))
    for text in (sent, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"):
        assert engine.query(question(text)).body == counting.query(question(text)).body
    counting.close()
    with pytest.raises(QueryError):
        engine.query(question("PREFIX a <b:c> SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))


def doubling(times: int) -> str:
    """A query whose one value is 2 to the power of ``times`` characters long."""
    steps = "".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(times))
    return f'SELECT (STRLEN(?x{times}) AS ?n) {{ BIND("a" AS ?x0) {steps} }}'


def test_memory_is_bounded_and_said_so(engine: EmbeddedEngine) -> None:
    """A mebibyte is fine, a gibibyte is not, and the error says which limit it was."""
    assert value(engine.query(question(doubling(20)))) == str(2**20)
    with pytest.raises(QueryTooLarge, match="memory"):
        engine.query(question(doubling(30)))


def test_random_numbers_differ_between_workers(engine: EmbeddedEngine) -> None:
    """Processes forked from one do not share their fortune."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: value(engine.query(question("SELECT (UUID() AS ?n) {}"))), range(40))
        )
    assert len(set(answers)) == len(answers)


def test_a_worker_does_not_remember(engine: EmbeddedEngine) -> None:
    """Merged default graphs, which change a worker's copy, are gone with their query."""
    two = question("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    merged = Query(two.text, two.table, two.graph, two.base, (GRAPH_A, GRAPH_A[:-1] + "b"))
    for _ in range(3):
        assert value(engine.query(merged)) == "6000"
        assert (
            value(
                engine.query(
                    question("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
                )
            )
            == "2"
        )


def test_hanging_up_ends_the_work(engine: EmbeddedEngine) -> None:
    """A client that is gone is no longer worked for, in the quick lane nor in the slow one."""
    for patience in (0.1, 0.7):
        end = time.monotonic() + patience

        def gone(end: float = end) -> bool:
            return time.monotonic() > end

        began = time.monotonic()
        with pytest.raises(ClientGoneError):
            engine.query(question(HEAVY, gone))
        assert time.monotonic() - began < patience + 0.5
    assert engine.lanes.running() == {QUICK: 0, MIDDLE: 0, SLOW: 0}


def test_more_than_can_wait_are_turned_away(large: Path) -> None:
    """Two run long, two wait, and whoever comes then hears at once that it is busy."""
    engine = EmbeddedEngine(settings(large, timeout="1", workers="1", queue="2"))
    try:
        engine.query(question("ASK {}"))
        with ThreadPoolExecutor(12) as pool:
            jobs = [pool.submit(engine.query, question(HEAVY)) for _ in range(12)]
            faults = [job.exception() for job in jobs]
        assert {type(fault) for fault in faults} == {EngineBusy, QueryTimeout}
        assert value(engine.query(question("SELECT (1 AS ?n) {}"))) == "1"
    finally:
        engine.close()


# --- processes ---


def test_the_process_with_the_data_is_lean() -> None:
    """It loads nothing of the web or of RDFLib: it is forked for every worker, and starts fast."""
    code = "import sys, service.engine_child; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT
    )
    loaded = set(done.stdout.split())
    assert "pyoxigraph" in loaded
    assert not loaded & {"flask", "werkzeug", "jinja2", "waitress", "rdflib", "yaml", "click"}


def test_engines_that_are_none() -> None:
    """A setting that names no engine is refused at once."""
    with pytest.raises(UsageError, match="DXPLAN_ENGINE"):
        open_engine(settings(Path("/nonexistent"), engine="fuseki"))


def workers(engine: EmbeddedEngine) -> tuple[int, list[int]]:
    """Return the process that holds the data without graphs, and those that answer from it."""
    current = engine._keeper._current
    assert current is not None
    holder = current[0].merged._process.pid
    return holder, descendants(holder)


def test_processes_come_back_and_go(large: Path) -> None:
    """Killing a worker or the holder of the data costs nobody an answer; closing ends all."""
    engine = EmbeddedEngine(settings(large, timeout="2"))
    engine.query(question("ASK {}"))
    holder, working = workers(engine)
    assert working
    for process in working:
        os.kill(process, signal.SIGKILL)
    assert value(engine.query(question("SELECT (1 AS ?n) {}"))) == "1"
    os.kill(holder, signal.SIGKILL)
    began = time.monotonic()
    assert value(engine.query(question("SELECT (2 AS ?n) {}"))) == "2"
    assert time.monotonic() - began < 2
    assert wait_until(lambda: engine._keeper._current and workers(engine)[0] != holder)
    second, working = workers(engine)
    engine.close()
    assert wait_until(lambda: not any(map(alive, [holder, second, *working])))


def test_a_worker_killed_at_work(large: Path) -> None:
    """A query whose worker is shot is asked again, and answered."""
    engine = EmbeddedEngine(settings(large, timeout="20"))
    try:
        some = "{ SELECT * { ?d ?e ?f } LIMIT 1500 }"
        slow = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . {some} FILTER(?c < ?f) }}"
        engine.query(question("ASK {}"))
        _, before = workers(engine)
        with ThreadPoolExecutor(1) as pool:
            job = pool.submit(engine.query, question(slow))
            time.sleep(0.3)
            for process in {*workers(engine)[1], *before}:
                os.kill(process, signal.SIGKILL)
            assert job.result().kind == "table"
    finally:
        engine.close()


def test_nothing_built_yet(tmp_path: Path) -> None:
    """Without a build the engine says what to do; with one it works without a restart."""
    engine = EmbeddedEngine(settings(tmp_path))
    try:
        with pytest.raises(EngineUnavailable, match="make serve") as fault:
            engine.query(question("ASK {}"))
        assert "dxplan build" in fault.value.ja
        write_build(tmp_path, "one")
        assert wait_until(lambda: answers(engine))
        write_build(tmp_path, "broken", [f"<a:b> <a:c> <a:d> <{GRAPH_A}> ."])
        (tmp_path / "current" / "dataset.nq").write_text("no quads at all\n", encoding="utf-8")
        time.sleep(1)
        assert engine.query(question("ASK {}")).version == "one"
    finally:
        engine.close()


def answers(engine: EmbeddedEngine) -> bool:
    try:
        return engine.query(question("ASK {}")).kind == "boolean"
    except EngineUnavailable:
        return False


def test_a_build_that_cannot_be_read(tmp_path: Path) -> None:
    """The first build being broken is said, and names the build."""
    folder = write_build(tmp_path, "broken")
    (folder / "dataset.nq").write_text("no quads\n", encoding="utf-8")
    engine = EmbeddedEngine(settings(tmp_path))
    try:
        with pytest.raises(EngineUnavailable, match="broken"):
            engine.query(question("ASK {}"))
    finally:
        engine.close()
    with pytest.raises(DxplanError, match=r"dataset\.nq"):
        DirectEngine(settings(tmp_path)).query(question("ASK {}"))


# --- lanes ---


def test_lanes_are_fair_between_clients() -> None:
    """Whoever has least running goes first, and the last of a flood need not wait for all."""
    lanes = Lanes(quick=1, slow=1, room=10)
    order: list[str] = []
    lanes.enter(QUICK, "many", lambda: False, 1)

    def run(client: str) -> None:
        lanes.enter(QUICK, client, lambda: False, 5)
        order.append(client)
        time.sleep(0.01)
        lanes.leave(QUICK, client)

    threads = []
    for count, client in enumerate(("many", "many", "many", "few"), 1):
        threads.append(threading.Thread(target=run, args=(client,)))
        threads[-1].start()
        assert wait_until(lambda count=count: lanes.waiting() == count)
    lanes._lanes[QUICK].running["many"] += 1  # still busy elsewhere
    lanes.leave(QUICK, "many")
    for thread in threads:
        thread.join()
    assert order[0] == "few"
    assert order[1:] == ["many"] * 3


def test_lanes_let_short_ones_pass() -> None:
    """Of one client's queries the one expected to be short goes first, every other turn."""
    lanes = Lanes(quick=1, slow=1, room=10)
    order: list[float] = []
    lanes.enter(QUICK, "a", lambda: False, 1)

    def run(expected: float) -> None:
        lanes.enter(QUICK, "a", lambda: False, 5, expected)
        order.append(expected)
        time.sleep(0.01)
        lanes.leave(QUICK, "a")

    threads = []
    for count, expected in enumerate((3.0, 4.0, 0.1, 5.0, 2.0), 1):
        threads.append(threading.Thread(target=run, args=(expected,)))
        threads[-1].start()
        assert wait_until(lambda count=count: lanes.waiting() == count)
    lanes.leave(QUICK, "a")
    for thread in threads:
        thread.join()
    assert order == [0.1, 3.0, 2.0, 4.0, 5.0]


def test_history_remembers_the_last() -> None:
    """A query seen before is expected to take as long; the memory does not grow."""
    history = History()
    assert history.expect("ASK {}") == UNKNOWN
    history.note("ASK {}", 2.0)
    assert history.expect("ASK {}") == 2.0
    assert history.expect("ASK { }") == UNKNOWN
    for number in range(3000):
        history.note(f"SELECT {number}", 1.0)
    assert history.expect("ASK {}") == UNKNOWN
    assert history.expect("SELECT 2999") == 1.0


def test_a_long_query_is_known_the_next_time(engine: EmbeddedEngine) -> None:
    """It goes to the slow lane at once, and leaves the quick one alone."""
    text = HEAVY.replace("?n", "?m")
    with pytest.raises(QueryTimeout):
        engine.query(question(text))
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(engine.query, question(text))
        assert wait_until(lambda: engine.lanes.running()[SLOW] == 1, 0.2)
        assert engine.lanes.running()[QUICK] == 0
        assert isinstance(job.exception(), QueryTimeout)


def test_a_middling_query_does_not_wait_for_long_ones(large: Path) -> None:
    """Three run up to the deadline in one slow lane; one of half a second passes them by."""
    engine = EmbeddedEngine(settings(large, timeout="6", workers="1"))
    middling = (
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . { SELECT * { ?d ?e ?f } LIMIT 180 } "
        "FILTER(STR(?c) < STR(?f)) }"
    )
    try:
        engine.query(question("ASK {}"))
        began = time.monotonic()
        alone = value(engine.query(question(middling)))
        least = time.monotonic() - began
        with ThreadPoolExecutor(3) as pool:
            jobs = [pool.submit(engine.query, question(f"{HEAVY} # {n}")) for n in range(3)]
            assert wait_until(lambda: engine.lanes.gauges()["waiting"] >= 1, 5)
            began = time.monotonic()
            assert value(engine.query(question(f"{middling} # again"))) == alone
            took = time.monotonic() - began
            assert not any(job.done() for job in jobs), "the long ones were gone already"
            assert all(isinstance(job.exception(), (QueryTimeout, EngineBusy)) for job in jobs)
    finally:
        engine.close()
    print(f"alone {least:.2f} s, beside three long ones {took:.2f} s")
    assert least > 0.25, "too quick to leave the quick lane; is this test still of use?"
    assert took < 4


def test_lanes_bound_the_waiting_and_the_wait() -> None:
    """No room: busy at once. No slot in time: busy then. Gone: gone."""
    lanes = Lanes(quick=1, slow=1, room=1)
    lanes.enter(QUICK, "a", lambda: False, 1)
    assert not lanes.try_enter(QUICK, "b")
    with pytest.raises(EngineBusy):
        lanes.enter(QUICK, "b", lambda: False, 0.1)
    with pytest.raises(ClientGoneError):
        lanes.enter(QUICK, "b", lambda: True, 5)
    keeper = threading.Thread(target=lambda: lanes.enter(QUICK, "c", lambda: False, 5))
    keeper.start()
    assert wait_until(lanes.waiting)
    began = time.monotonic()
    with pytest.raises(EngineBusy):
        for _ in range(2):
            lanes.enter(SLOW, "b", lambda: False, 5)
    assert time.monotonic() - began < 0.5
    lanes.leave(QUICK, "a")
    keeper.join()
    assert lanes.running() == {QUICK: 1, MIDDLE: 0, SLOW: 1}


# --- no way out ---


@pytest.fixture
def listener() -> Iterator[tuple[str, list[object]]]:
    """An address where somebody listens, and the list of who came."""
    visitors: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, visitor = server.accept()
                except TimeoutError:
                    continue
                visitors.append(visitor)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", visitors
        stop.set()
        thread.join()


def disguises() -> dict[str, str]:
    path = Path(__file__).with_name("disguises.yaml")
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {**found["refused"], **found["passed"]}


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # forks beside a listener
def test_no_query_opens_a_socket(
    large: Path, listener: tuple[str, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the guard taken away, the process that evaluates still reaches nobody."""
    address, visitors = listener
    monkeypatch.setattr(guard, "check", lambda text, _: list(tokens.read(text)))
    engine = DirectEngine(settings(large, timeout="5"))
    refused = 0
    for name, text in disguises().items():
        try:
            engine.query(question(text.replace("URL", address)))
        except QueryRefused:
            refused += 1
        except QueryError as fault:
            assert fault.code in ("syntax", "query"), name
    assert refused >= 15, "the engine no longer tries; is this test still of use?"
    engine.query(question(f"ASK FROM <{address}> FROM NAMED <{address}> {{ ?s ?p ?o }}"))
    engine.close()
    assert visitors == []
    with socket.create_connection(("127.0.0.1", int(address.split(":")[2].split("/")[0]))):
        assert wait_until(lambda: len(visitors) == 1), "the listener does not listen"


def test_a_worker_can_open_nothing() -> None:
    """A confined process has no way to open a file or a socket, or to write a core."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        engine_work.confine(0)
        found = []
        for attempt in (
            socket.socket,
            lambda: os.open("/etc/passwd", os.O_RDONLY),
            os.pipe,
        ):
            try:
                attempt()
                found.append("opened")
            except OSError as fault:
                found.append(str(fault.errno))
        os.write(writer, " ".join(found).encode())
        os._exit(0)
    os.waitpid(process, 0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        assert pipe.read() == "24 24 24"  # EMFILE
