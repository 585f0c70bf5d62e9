"""``dxplan query``: formats, parameters, errors and exit codes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service import text_table
from tests.service.serving import Server, command, environment, running, write_build

LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?s ?label ?n {
  ?s rdfs:label ?label OPTIONAL { ?s <https://w3id.org/dxplan/ontology#position> ?n }
} ORDER BY ?s ?label
"""
HEAVY = "SELECT (COUNT(*) AS ?n) {" + "".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12)) + "}"
HEADER = """#+ title: {ja: 題, en: Title}
#+ question: {ja: 何か。, en: "What?"}
#+ parameters: [{name: s, type: iri}]
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small build."""
    folder = tmp_path_factory.mktemp("var")
    write_build(folder, "first")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on the same data, to ask instead."""
    folder = tmp_path_factory.mktemp("served")
    write_build(folder, "first")
    with running(folder) as server:
        yield server


def query(
    var: Path, *arguments: str, text: str | bytes | None = None, **settings: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command("query", *arguments),
        env=environment(var, **settings),
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        timeout=30,
        check=False,
    )


def test_a_table_on_a_screen(var: Path) -> None:
    """Wide characters take two columns, IRIs are shortened, the rows are counted."""
    done = query(var, "-", text=LABELS)
    assert done.returncode == 0
    assert done.stderr == b""
    lines = done.stdout.decode().splitlines()
    assert lines == [
        "s                   label             n",
        "──────────────────  ────────────────  ─",
        "id:t/initiative/01  オンライン化      1",
        "id:t/initiative/02  Better counters   2",
        "id:t/initiative/02  窓口の改善        2",
        'id:t/計画           計画 <b>&"x"</b>',
        "(4 行 / rows)",
    ]
    starts = {
        text_table.width(line[: line.index(word)])
        for line, word in zip(
            lines[2:6], ("オンライン化", "Better", "窓口", "計画 <b>"), strict=True
        )
    }
    assert len(starts) == 1, "the column is not straight"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("窓口", 4),
        ("ｱｲｳ", 3),
        ("ＩＣＴ", 6),
        ("か\u3099", 2),
        ("a\u200bb", 2),
        ("①", 1),
    ],
)
def test_width(text: str, columns: int) -> None:
    """Unicode Standard Annex 11, with combining marks and invisible characters."""
    assert text_table.width(text) == columns


def test_cells() -> None:
    """Control characters do not reach a terminal, unbound places are empty."""
    assert text_table.cell(None) == ""
    assert text_table.cell({"type": "literal", "value": "a\x1b[31m\nb\x9b"}) == "a [31m b "
    assert text_table.cell({"type": "bnode", "value": "b0"}) == "_:b0"
    assert text_table.cell({"type": "uri", "value": "https://example.org/x"}) == (
        "https://example.org/x"
    )
    assert text_table.shorten("https://w3id.org/dxplan/ontology#Plan") == "dxp:Plan"


@pytest.mark.parametrize(
    ("name", "text", "begins"),
    [
        ("table", "ASK {}", "true\n"),
        ("csv", LABELS, "s,label,n\r\n"),
        ("tsv", LABELS, "?s\t?label\t?n\n"),
        ("json", LABELS, '{"head"'),
        ("xml", LABELS, "<?xml"),
        ("turtle", "CONSTRUCT WHERE { ?s a ?c }", "<https://w3id.org/dxplan/id/t/initiative/0"),
        ("table", "CONSTRUCT WHERE { ?s a ?c }", "<https://w3id.org/dxplan/id/t/initiative/0"),
        ("ntriples", "CONSTRUCT WHERE { ?s a ?c }", "<https://w3id.org/dxplan/id/t/initiative/0"),
        ("jsonld", "CONSTRUCT WHERE { ?s a ?c }", "["),
        ("rdfxml", "CONSTRUCT WHERE { ?s a ?c }", "<?xml"),
        ("trig", "CONSTRUCT WHERE { ?s a ?c }", "<https://w3id.org/dxplan/id/t/initiative/0"),
        ("nquads", "CONSTRUCT WHERE { ?s a ?c }", "<https://w3id.org/dxplan/id/t/initiative/0"),
    ],
)
def test_formats(var: Path, server: Server, name: str, text: str, begins: str) -> None:
    """Every format comes from the data here and from an endpoint."""
    for place in ((), ("--endpoint", server.address + "sparql")):
        done = query(var, "-", "--format", name, *place, text=text)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode().startswith(begins)
        assert done.stdout.endswith(b"\n")


def test_both_places_say_the_same(var: Path, server: Server) -> None:
    """An endpoint and the data here give the same rows."""
    here = query(var, "-", "--format", "json", text=LABELS)
    there = query(
        var, "-", "--format", "json", "--endpoint", server.address + "sparql", text=LABELS
    )
    assert json.loads(here.stdout) == json.loads(there.stdout)
    assert len(json.loads(here.stdout)["results"]["bindings"]) == 4


def test_parameters(var: Path, tmp_path: Path) -> None:
    """Values are bound to the parameters that the header names, and to no others."""
    path = tmp_path / "q.rq"
    path.write_text(HEADER + LABELS, encoding="utf-8")
    done = query(var, str(path), "-p", "s=id:t/initiative/01", "--format", "csv")
    assert done.stdout.decode().split("\r\n")[1:3] == [
        "https://w3id.org/dxplan/id/t/initiative/01,オンライン化,1",
        "",
    ]
    for arguments, says in (
        ((), "s is needed"),
        (("-p", "x=1"), "no parameter x"),
        (("-p", "s"), "NAME=VALUE"),
        (("-p", "s=id:a", "-p", "s=id:b"), "once only"),
        (("-p", "s=> } DROP"), "cannot be"),
    ):
        done = query(var, str(path), *arguments)
        assert (done.returncode, done.stdout) == (2, b""), arguments
        assert says in done.stderr.decode()
    path.write_text(LABELS, encoding="utf-8")
    assert b"no header" in query(var, str(path), "-p", "s=id:a").stderr
    assert b"no parameters" in query(var, "-", "-p", "s=id:a", text=LABELS).stderr


def test_mistakes_are_shown_where_they_are(var: Path, server: Server, tmp_path: Path) -> None:
    """Exit code 2, file, line and column, the line itself with a mark, in both languages."""
    path = tmp_path / "q.rq"
    path.write_text("SELECT *\n{ ?s 窓口:x ?o }\n", encoding="utf-8")
    for place in ((), ("--endpoint", server.address + "sparql")):
        done = query(var, str(path), *place)
        errors = done.stderr.decode()
        assert (done.returncode, done.stdout) == (2, b"")
        assert f"{path}: 2 行 6 文字目" in errors
        assert f"{path}: Line 2, column 6" in errors
        assert errors.endswith("\n{ ?s 窓口:x ?o }\n     ^\n")
    path.write_bytes("SELECT * { ?s ?p '窓口' ".encode("shift_jis"))
    assert "UTF-8" in query(var, str(path)).stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "text", "settings", "says"),
    [
        (("-",), "ASK { SERVICE <http://127.0.0.1:9/> {} }", {}, "SERVICE"),
        (("-",), "CLEAR ALL", {}, "read-only"),
        (("-",), "", {}, "empty"),
        (("-", "--format", "turtle"), "SELECT * {}", {}, "text/csv"),
        (("-",), "ASK { FILTER(" + "!" * 100_000 + "true) }", {}, "too complex"),
        (("-",), HEAVY, {"timeout": "0.3"}, "0.3 seconds"),
        (("none.rq",), None, {}, "none.rq"),
        (("-", "--endpoint", "ftp://a/"), "ASK {}", {}, "http"),
        (("-", "--endpoint", "http://127.0.0.1:9/sparql"), "ASK {}", {}, "cannot be reached"),
        (("-", "--format", "pdf"), "ASK {}", {}, "pdf"),
        ((), "ASK {}", {}, "FILE"),
    ],
)
def test_failures(
    var: Path, arguments: tuple[str, ...], text: str | None, settings: dict[str, str], says: str
) -> None:
    """Whatever goes wrong: exit code 2, nothing on the output, a sentence, no traceback."""
    done = query(var, *arguments, text=text, **settings)
    errors = done.stderr.decode()
    assert (done.returncode, done.stdout) == (2, b"")
    assert says in errors
    assert "Traceback" not in errors


def test_nothing_built_yet(tmp_path: Path) -> None:
    """Without a build the sentence says how to get one."""
    done = query(tmp_path, "-", text="ASK {}")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "dxplan build" in done.stderr.decode()


def test_a_closed_pipe_is_no_accident(var: Path) -> None:
    """``dxplan query … | head`` ends without a traceback."""
    process = subprocess.Popen(
        command("query", "-", "--format", "csv"),
        env=environment(var),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    with process.stdin as entry, process.stderr as errors:
        process.stdout.close()
        entry.write(b"SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        entry.close()
        assert b"Traceback" not in errors.read()
    process.wait(10)


def test_help_in_both_languages(var: Path) -> None:
    """The help names every option, in Japanese and English."""
    done = query(var, "--help")
    assert done.returncode == 0
    for text in (
        "--format",
        "--endpoint",
        "--parameter",
        "実行する",
        "Run the SPARQL query",
        "turtle",
    ):
        assert text in done.stdout.decode()
