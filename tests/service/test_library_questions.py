"""Every stored question, asked over HTTP by the code that its page offers."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest
from markupsafe import escape

from service import snippets, stored_queries
from service.engine import Query
from service.engine_direct import DirectEngine
from service.library import Library, Question
from tests.service.serving import Server, running, settings

QUESTIONS: Final = Library().questions()
EVERY: Final = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
JSON: Final = "application/sparql-results+json"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    """A server on the build of the project."""
    with running(built.parent.parent) as server:
        yield server


@pytest.fixture(scope="module")
def engine(built: Path) -> Iterator[DirectEngine]:
    """The same data, asked directly."""
    engine = DirectEngine(settings(built.parent.parent))
    yield engine
    engine.close()


def direct(engine: DirectEngine, question: Question, media: str) -> bytes:
    text = stored_queries.bind(question.stored, question.examples())
    return engine.query(Query(text, media, "text/turtle", "http://127.0.0.1/")).body


def test_there_are_questions() -> None:
    assert len(QUESTIONS) >= 46
    assert sum(bool(question.stored.parameters) for question in QUESTIONS) >= 9


@EVERY
def test_the_header_is_complete_in_both_languages(question: Question) -> None:
    stored = question.stored
    for text in (
        stored.title,
        stored.question,
        *([stored.description] if stored.description else []),
    ):
        assert set(text) == {"ja", "en"}
        assert JAPANESE.search(text["ja"])
        assert re.search(r"[A-Za-z]{3}", text["en"])
    assert stored.keywords
    assert stored.columns or question.form != "SELECT"
    for parameter in stored.parameters:
        assert set(parameter.label) == {"ja", "en"}, parameter.name
        assert parameter.example, f"{parameter.name} has no example"
        assert all(set(names) == {"ja", "en"} for names in parameter.names.values())


@EVERY
def test_the_answer_has_the_columns_said(engine: DirectEngine, question: Question) -> None:
    if question.form != "SELECT":
        return
    found = json.loads(direct(engine, question, JSON))
    assert found["head"]["vars"] == list(question.stored.columns)
    assert found["results"]["bindings"]


@EVERY
def test_python_gives_the_answer(server: Server, engine: DirectEngine, question: Question) -> None:
    code = snippets.python(question, question.examples(), f"{server.address}sparql")
    names: dict[str, Any] = {}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, question.name, "exec"), names)  # noqa: S102  our own code
    assert question.form == "SELECT", "say here what the code for another form must give"
    found = json.loads(direct(engine, question, JSON))
    columns = found["head"]["vars"]
    rows = [
        [row[name]["value"] if name in row else None for name in columns]
        for row in found["results"]["bindings"]
    ]
    assert names["columns"] == columns
    assert names["rows"] == rows
    assert printed.getvalue().startswith("\t".join(columns) + "\n")


@EVERY
def test_curl_gives_the_answer(server: Server, engine: DirectEngine, question: Question) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("there is no curl here")
    address = f"{server.address}queries/{question.name}"
    command = snippets.curl(question, question.examples(), address)
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=60, check=True)
    assert done.stdout == direct(engine, question, "text/csv")
    assert done.stdout.count(b"\r\n") >= 2


def test_r_gives_the_answers(server: Server, engine: DirectEngine, tmp_path: Path) -> None:
    """One process of R runs the code of all questions and writes each answer into a file."""
    program = shutil.which("Rscript")
    if program is None:
        pytest.skip("there is no Rscript here: the code for R is only read, not run")
    written = [tmp_path / f"{place}.csv" for place in range(len(QUESTIONS))]
    lines = []
    for question, file in zip(QUESTIONS, written, strict=True):
        lines.append(
            snippets.r(question, question.examples(), f"{server.address}queries/{question.name}")
        )
        lines.append(f"write.csv(answer, {json.dumps(str(file))}, row.names = FALSE, na = '')\n")
    (tmp_path / "all.R").write_text("".join(lines), encoding="utf-8")
    subprocess.run(
        [program, "--encoding=UTF-8", str(tmp_path / "all.R")],
        capture_output=True,
        timeout=120,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    for question, file in zip(QUESTIONS, written, strict=True):
        expected = list(csv.reader(io.StringIO(direct(engine, question, "text/csv").decode())))
        found = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
        assert found[0] == expected[0], question.name
        assert len(found) == len(expected) >= 2, question.name
        cells = zip(chain(*found), chain(*expected), strict=True)
        assert [pair for pair in cells if not _same(*pair)] == [], question.name


def _same(found: str, expected: str) -> bool:
    """R reads columns of numbers as numbers, and writes 2000000 as 2e+06."""
    if found == expected:
        return True
    with contextlib.suppress(ValueError):
        return float(found) == float(expected)
    return False


@EVERY
def test_the_page_shows_the_answer(server: Server, question: Question) -> None:
    for language in ("ja", "en"):
        reply = server.send("GET", f"/queries/{question.name}?lang={language}")
        assert (reply.status, reply.type) == (200, "text/html")
        assert f"<h1>{escape(question.stored.title[language])}</h1>" in reply.text
        assert all(f'<th scope="col">{name}</th>' in reply.text for name in question.stored.columns)
        assert question.version in reply.text
