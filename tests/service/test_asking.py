"""How pages ask: kept per version, and nothing from outside becomes part of a query."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from service import asking, create_app, linking, names
from service.engine import Answer, Query
from service.engine_direct import DirectEngine
from service.names import Name
from tests.service.serving import settings, write_build

PLAN = "https://w3id.org/dxplan/id/t/計画"


class Counting(DirectEngine):
    """Counts the questions, and says that the data have the version it is told."""

    asked = 0
    says = "first"

    def query(self, query: Query) -> Answer:
        self.asked += 1
        answer = super().query(query)
        return Answer(answer.kind, answer.body, answer.seconds, version=self.says)

    def version(self) -> str:
        return self.says


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Counting]:
    """An engine on the small dataset, within a request."""
    write_build(tmp_path, "first")
    config = settings(tmp_path)
    app: Flask = create_app(config)
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine = Counting(config)
    with app.test_request_context("/?lang=en"):
        yield engine
    engine.close()


def test_a_question_is_asked_once_for_a_version(engine: Counting) -> None:
    """The same question of the same data costs nothing; new data are asked again."""
    text = "SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s ?l"
    rows = asking.select(text)
    assert rows
    assert rows[0]["s"].kind == "uri"
    assert asking.select(text) is rows
    assert engine.asked == 1
    engine.says = "second"
    assert asking.select(text) == rows
    assert engine.asked == 2


def test_what_is_kept_is_bounded(engine: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer not asked for longest is forgotten first."""
    monkeypatch.setattr(asking, "_KEPT", 4)
    texts = [f"SELECT ?x {{ VALUES ?x {{ {place} }} }}" for place in range(4)]
    for text in texts:
        asking.select(text)
    assert engine.asked == 4
    asking.select(texts[3])
    assert engine.asked == 4
    asking.select(texts[0])
    assert engine.asked == 5


@pytest.mark.parametrize(
    "text", ["", "x y", "x>", "<x", 'x"', "x{", "x}", "x|", "x\\", "x^", "x`", "x\n", "x\0"]
)
def test_no_iri(text: str) -> None:
    """What could end an IRI early is refused, alone and in lists."""
    with pytest.raises(ValueError, match=r".*"):
        asking.iri(text)
    assert asking.iris([text, "http://example.org/"]) == "<http://example.org/>"


@pytest.mark.parametrize("text", ['"', "\\", "\n", 'a" } #', "計画", "\x7f", "\u2028", "'", "${x}"])
def test_literals_come_back(engine: Counting, text: str) -> None:
    """A string is the same after the engine has read it, whatever is in it."""
    rows = asking.select(f"SELECT ?x {{ VALUES ?x {{ {asking.literal(text)} }} }}")
    assert [row["x"].value for row in rows] == [text]
    assert engine.asked == 1


def test_names(engine: Counting) -> None:
    """Labels in both languages; lines, terms of others and what has no name by their form."""
    lines = "https://w3id.org/dxplan/source/x#line=604,608"
    one = "https://w3id.org/dxplan/source/x#line=604,605"
    known = names.names([PLAN, lines, one, "http://www.w3.org/2002/07/owl#sameAs", "ex:x"])
    assert known[PLAN].ja.startswith("計画")
    assert known[lines] == Name("605〜608行", "lines 605–608")
    assert known[one] == Name("605行", "line 605")
    assert known["http://www.w3.org/2002/07/owl#sameAs"].en == "same as"
    assert known["ex:x"] == Name("ex:x", "ex:x")
    assert engine.asked == 1
    assert Name("甲", "").text("en") == "甲"
    assert Name("甲", "").language("en") == "ja"


@pytest.mark.usefixtures("engine")
def test_links() -> None:
    """Things lead to their pages, in the language of the address; what is no address, nowhere."""
    base = "https://w3id.org/dxplan/"
    assert linking.link(PLAN) == "/id/t/%E8%A8%88%E7%94%BB.html?lang=en"
    assert linking.link(f"{base}source/x#line=1,2") == "/source/x.html?line=1,2&lang=en"
    assert linking.link(f"{base}ontology#Goal") == "/ontology?lang=en#Goal"
    assert linking.link("http://example.org/a") == "http://example.org/a"
    assert linking.link("javascript:alert(1)") is None
    assert linking.link("urn:x:y") is None
    assert linking.link(f'{base}id/"><b>') == "/id/%22%3E%3Cb%3E.html?lang=en"
