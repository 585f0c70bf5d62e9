"""``dxplan bench``: the imagined graphs, the known answers, the client, the tables."""

from __future__ import annotations

import json
import re
import shutil
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from service import (
    bench_answers,
    bench_graph,
    bench_library,
    bench_measure,
    bench_model,
    bench_plot,
    bench_questions,
    bench_report,
    engine_work,
    guard,
    rewriting,
)
from service.bench_client import TABLE, Client
from service.bench_command import command, usual_peers
from service.bench_questions import PREFIXES, QUESTIONS, Question
from service.bench_rdflib import Rdflib
from service.bench_report import Run
from service.config import PROJECT
from service.errors import UsageError
from tests.service import serving

SIZE = 4
_TERM = re.compile(r"<https://w3id\.org/dxplan/ontology#(\w+)>")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of a graph of four municipalities."""
    (path,) = bench_graph.write(SIZE, tmp_path_factory.mktemp("bench"))
    return path.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The same in our own engine."""
    (path,) = bench_graph.write(SIZE, tmp_path_factory.mktemp("bench"))
    return engine_work.load(path, union=True)


@pytest.fixture(scope="module")
def expected() -> dict[str, int]:
    """The known answers."""
    return bench_questions.expected(bench_model.municipalities(SIZE))


# --- graphs ---


def test_the_same_lines_every_time(lines: list[str], tmp_path: Path) -> None:
    (path,) = bench_graph.write(SIZE, tmp_path / "again")
    assert path.read_text(encoding="utf-8").splitlines() == lines
    (other,) = bench_graph.write(SIZE, tmp_path / "other", seed=6)
    assert other.read_text(encoding="utf-8").splitlines() != lines


def test_a_larger_graph_holds_the_smaller_one(lines: list[str], tmp_path: Path) -> None:
    paths = bench_graph.write(SIZE + 3, tmp_path, parts=2)
    larger = {line for path in paths for line in path.read_text(encoding="utf-8").splitlines()}
    assert [path.name for path in paths] == ["part-0.nq", "part-1.nq"]
    assert set(lines) < larger


def test_sizes_are_those_that_the_document_tells(lines: list[str]) -> None:
    assert len(lines) == len({line.rpartition(" <")[0] for line in lines})  # none in two graphs
    many = [len(bench_graph.lines_of(one).lines) for one in bench_model.municipalities(200)]
    assert 7_000 < sum(many) / len(many) < 8_500


def test_the_manifest_counts_each_graph(tmp_path: Path, lines: list[str]) -> None:
    bench_graph.write(SIZE, tmp_path)
    manifest = json.loads((tmp_path / "current" / "manifest.json").read_text(encoding="utf-8"))
    counted = Counter(line.rpartition(" <")[2][:-3] for line in lines)
    assert manifest["graphs"] == counted
    assert manifest["quads"] == len(lines)
    assert len(counted) == SIZE * bench_model.EDITIONS + 2


def test_terms_are_those_of_the_ontology(lines: list[str]) -> None:
    known = (PROJECT / "ontology" / "dxp.ttl").read_text(encoding="utf-8")
    used = {name for line in lines for name in _TERM.findall(line)}
    asked = {name for q in QUESTIONS for name in re.findall(r"dxp:(\w+)", q.text)}
    assert len(used) > 40
    assert asked <= used
    assert [name for name in sorted(used) if f"\ndxp:{name} a " not in known] == []


# --- questions ---


def test_there_are_questions_of_all_kinds() -> None:
    kinds = {word for question in QUESTIONS for word in question.kind.split(", ")}
    assert kinds >= {
        *("lookup", "tree", "path", "join", "NOT EXISTS", "EXISTS", "no counterpart", "aggregate"),
        *("label search", "matrix", "OPTIONAL chain", "UNION", "sub-select", "top", "CONSTRUCT"),
        *("DESCRIBE", "ASK", "COUNT", "GRAPH"),
    }
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS) >= 16
    sent = [PREFIXES + question.text for question in QUESTIONS]
    rewritten = [text for text in sent if rewriting.rewrite(text, guard.check(text)).steps]
    assert 5 <= len(rewritten) <= len(QUESTIONS) - 16


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_known_answers(question: Question, store: ox.Store, expected: dict[str, int]) -> None:
    """What is counted in the imagined plans is what an engine finds in their graph."""
    assert _figure(store.query(PREFIXES + question.text)) == expected[question.name] > 0


def _figure(result: object) -> int:
    if isinstance(result, ox.QueryBoolean):
        return int(bool(result))
    if isinstance(result, ox.QueryTriples):
        return len(list(result))
    assert isinstance(result, ox.QuerySolutions)
    rows = list(result)
    if [variable.value for variable in result.variables] == ["n"]:
        return int(rows[0]["n"].value)
    return len(rows)


def test_known_answers_by_hand(lines: list[str], expected: dict[str, int]) -> None:
    """Three of them counted in the lines, without the questions' own way of counting."""
    assert expected["number of all triples"] == len(lines)
    indicators = {line.split(" ", 1)[0] for line in lines if "#Indicator> <" in line}
    kinds: dict[str, set[str]] = {}
    whose: dict[str, str] = {}
    for line in lines:
        subject, predicate, value, *_ = line.split(" ")
        if predicate.endswith("#valueOf>"):
            whose[subject] = value
        if predicate.endswith("#valueKind>"):
            kinds.setdefault(subject, set()).add(value.rpartition("/")[2])
    with_target = {whose[value] for value, kind in kinds.items() if kind == {"target>"}}
    with_actual = {whose[value] for value, kind in kinds.items() if kind == {"actual>"}}
    assert expected["indicators without a target"] == len(indicators - with_target)
    assert expected["latest value of each indicator"] == len(with_actual)


# --- answers ---


def _json(names: list[str], *rows: dict[str, dict[str, str]]) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": list(rows)}}).encode()


def test_what_is_no_difference() -> None:
    one = {"x": {"type": "uri", "value": "a"}}, {"x": {"type": "literal", "value": "b"}}
    other = {
        "x": {
            "type": "typed-literal",
            "value": "b",
            "datatype": "http://www.w3.org/2001/XMLSchema#string",
        }
    }
    left = bench_answers.digest(_json(["x"], *one), TABLE)
    assert left == bench_answers.digest(_json(["x"], other, one[0]), TABLE)
    assert left.figure == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "literal", "value": "c"},
        {"type": "uri", "value": "b"},
        {"type": "literal", "value": "b", "xml:lang": "ja"},
        {"type": "literal", "value": "b", "datatype": "http://www.w3.org/2001/XMLSchema#date"},
    ],
)
def test_what_is_a_difference(changed: dict[str, str]) -> None:
    plain = _json(["x"], {"x": {"type": "literal", "value": "b"}})
    assert bench_answers.digest(plain, TABLE) != bench_answers.digest(
        _json(["x"], {"x": changed}), TABLE
    )


def test_numbers_truths_and_graphs() -> None:
    number = {"type": "literal", "value": "07", "datatype": f"{bench_answers._SCHEMA}integer"}
    assert bench_answers.digest(_json(["n"], {"n": number}), TABLE).figure == 7
    true = bench_answers.digest(b'{"head":{},"boolean":true}', TABLE)
    false = bench_answers.digest(b'{"head":{},"boolean":false}', TABLE)
    assert (true.figure, false.figure) == (1, 0)
    for value, same in (("1", true), ("0", false)):
        column = {"__ASK_RETVAL": number | {"value": value}}
        assert bench_answers.digest(_json(["__ASK_RETVAL"], column), TABLE) == same
    graph = b'<a:b> <a:c> "1" .\n<a:d> <a:c> "1" .\n<a:b> <a:c> "1" .\n'
    assert bench_answers.digest(graph, "application/n-triples").figure == 2
    assert bench_answers.digest(graph, "application/n-triples", "a:b").figure == 1
    with pytest.raises(ValueError, match="not an answer"):
        bench_answers.digest(b"<html>", "text/html")


def test_verdicts() -> None:
    def answered(ms: float | None = 1.0) -> bench_measure.Answered:
        return {"ms": ms, "again": None, "verdict": "right", "figure": 1, "detail": ""}

    answers = {name: answered() for name in "abcd"}
    digests = {
        "a": bench_answers.Digest(5, "x"),
        "b": bench_answers.Digest(5, "x"),
        "c": bench_answers.Digest(5, "y"),
        "d": bench_answers.Digest(4, "x"),
    }
    bench_measure._judge(answers, digests, 5)
    assert [answers[name]["verdict"] for name in "abcd"] == ["right", "right", "different", "wrong"]


# --- the client ---


@contextmanager
def _saying(*replies: bytes) -> Iterator[str]:
    """Run a server that sends these bytes, one reply a request, whatever is asked."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            for reply in replies:
                connection.recv(65536)
                connection.sendall(reply)
            connection.settimeout(5)
            while reply == b"" and connection.recv(65536):
                pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
    finally:
        thread.join()
        listener.close()


@pytest.mark.parametrize(
    "reply",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/csv;x=y\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\ncontent-type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: TEXT/CSV\r\nConnection: close\r\n\r\nhello",
    ],
    ids=["length", "chunks", "to the end"],
)
def test_the_client_reads(reply: bytes) -> None:
    with _saying(reply) as address:
        client = Client(address)
        found = client.ask("ASK {}")
        client.close()
    assert (found.status, found.media, found.body) == (200, "text/csv", b"hello")
    assert found.seconds > 0


def test_the_client_connects_again() -> None:
    """A server that hung up in between is asked anew; so is one that was silent for long."""
    once = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n"
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for number in (b"1", b"2", b"3"):
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(once + number)

    thread = threading.Thread(target=serve)
    thread.start()
    client = Client(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    assert client.ask("ASK {}").body == b"1"
    assert client.get("ASK {}").body == b"2"
    client._last -= 60
    assert client.ask("ASK {}").body == b"3"
    thread.join()
    listener.close()
    client.close()


def test_the_client_gives_up() -> None:
    with _saying(b"") as address:
        client = Client(address, limit=0.2)
        with pytest.raises(TimeoutError):
            client.ask("ASK {}")
    with pytest.raises(OSError, match="refused"):
        Client("http://127.0.0.1:9/").ask("ASK {}")


# --- the command ---


def test_whom_it_compares() -> None:
    assert usual_peers(4) == ["ours", "oxigraph", "virtuoso", "rdflib"]
    assert "rdflib" not in usual_peers(100)
    assert usual_peers(1741) == ["virtuoso", "ours+virtuoso", "oxigraph"]
    with pytest.raises(UsageError, match="no peer"):
        CliRunner().invoke(command, ["--size", "4", "--peers", "fuseki"], catch_exceptions=False)
    with pytest.raises(UsageError, match="4 or more"):
        CliRunner().invoke(command, ["--size", "3"], catch_exceptions=False)
    with pytest.raises(UsageError, match="--size"):
        CliRunner().invoke(command, [], catch_exceptions=False)


@pytest.mark.slow
def test_a_whole_run(tmp_path: Path) -> None:
    """Ours and Oxigraph's own on four municipalities: all right, shown as a table and a plot."""
    if not shutil.which("oxigraph", path=str(Path(sys.executable).parent)):
        pytest.skip("no oxigraph: pip install 'dxplan[bench]'")
    record, document = tmp_path / "bench.json", tmp_path / "performance.md"
    document.write_text(
        f"before\n{bench_report._BEGIN}\nold\n{bench_report._END}\nafter\n", encoding="utf-8"
    )
    given = ["--size", "4", "--peers", "ours,oxigraph", "--seconds", "120", "--json", str(record)]
    done = CliRunner().invoke(
        command, [*given, "--document", str(document)], catch_exceptions=False
    )
    assert done.exit_code == 0
    run: Run = json.loads(record.read_text(encoding="utf-8"))["4"]
    verdicts = Counter(a["verdict"] for q in run["questions"] for a in q["answers"].values())
    assert verdicts == {"right": 2 * len(QUESTIONS)}
    ours = run["peers"]["ours"]
    assert 10 < ours["memory"] < 4000
    assert set(ours["throughput"]) == {"1", "8", "32"}
    assert min(ours["throughput"].values()) > 1
    assert run["repeated"] is not None
    assert run["repeated"] > max(ours["throughput"].values())
    text = document.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert all(f"| {question.name}" in text for question in QUESTIONS)
    assert "4 municipalities" in document.with_suffix(".svg").read_text(encoding="utf-8")
    again = CliRunner().invoke(command, ["--json", str(record)], catch_exceptions=False)
    assert again.stdout in done.stdout


@pytest.mark.slow
def test_rdflib_beside_the_others(tmp_path: Path, expected: dict[str, int]) -> None:
    """It answers in a process of its own, can be given up, and begins anew."""
    peer = Rdflib(bench_graph.write(SIZE, tmp_path), limit=120)
    try:
        quick = [q for q in QUESTIONS if q.kind in ("lookup", "path", "UNION", "DESCRIBE", "ASK")]
        asked = bench_measure.ask_all(quick, [peer], expected, lambda _: None)
        assert [q["answers"]["rdflib"]["verdict"] for q in asked] == ["right"] * 6
        peer._limit = 0.05
        slow = [q for q in QUESTIONS if q.name == "latest value of each indicator"]
        (given_up,) = bench_measure.ask_all(slow, [peer], expected, lambda _: None)
        assert given_up["answers"]["rdflib"]["verdict"] == "too slow"
        peer._limit = 120
        assert peer.ask("ASK {}", TABLE).status == 200
    finally:
        peer.close()


def test_the_library_on_a_build(tmp_path: Path) -> None:
    """All stored questions that give a table, bound to their examples, on a copy of the build."""
    serving.write_build(tmp_path / "var", "first")
    path, quads = bench_library.copy(tmp_path / "var", tmp_path / "copy")
    assert path == (tmp_path / "copy" / "builds" / "first" / "dataset.nq")
    assert (tmp_path / "copy" / "current").resolve() == path.parent
    assert quads == len(path.read_text(encoding="utf-8").splitlines()) > 0
    found = bench_library.questions()
    assert len(found) > 50
    assert not any("#+" in question.text for question in found)
    for question in found:
        ox.Store().query(PREFIXES + question.text)


def _run(ms: dict[str, float | None]) -> Run:
    names = list(ms)
    return {
        "municipalities": 100,
        "triples": 700_000,
        "seconds": 1.0,
        "limit": 60.0,
        "machine": "2 cores",
        "repeated": None,
        "peers": {
            name: {"version": "1", "load": 1.0, "start": 1.0, "memory": 1, "throughput": {}}
            for name in names
        },
        "questions": [
            {
                "name": "a <question>",
                "kind": "NOT EXISTS",
                "rewritten": False,
                "latest": True,
                "expected": 3,
                "answers": {
                    name: {
                        "ms": ms[name],
                        "again": None,
                        "verdict": "too slow" if ms[name] is None else "right",
                        "figure": None if ms[name] is None else 3,
                        "detail": "",
                    }
                    for name in names
                },
            }
        ],
    }


def test_what_came_of_the_goals() -> None:
    """A time beyond the limit is shown as such, and counts as the limit."""
    run = _run({"ours": 10.0, "oxigraph": None, "virtuoso": 2.0})
    lines = list(bench_report.goals(run))
    assert lines[0].startswith("- reached: geometric mean: ours is 6000.0 × as fast as oxigraph")
    assert lines[1].startswith("- **not reached:** geometric mean: ours is 0.2 ×")
    assert "at worst 5.0 × (a <question>)" in lines[2]
    assert "1 of 1 within 1.3" in lines[3]
    assert "more than 6,000 × as fast as oxigraph" in lines[4]
    assert any("> 60 s" in line for line in bench_report.markdown([run]))


def test_the_plot_is_well_formed() -> None:
    drawing = bench_plot.svg([_run({"ours": 10.0, "oxigraph": None, "ours+virtuoso": 3.0})])
    found = ElementTree.fromstring(drawing)  # noqa: S314  our own
    words = [element.text for element in found.iter("{http://www.w3.org/2000/svg}text")]
    assert "a <question>" in words
    assert "ours+virtuoso" in words
    hollow = [e for e in found.iter() if e.get("fill") == "#fff" and e.get("fill-opacity")]
    assert len(hollow) == 1


def test_a_document_without_marks(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(UsageError, match="lacks"):
        bench_report.into(tmp_path / "x.md", [])
