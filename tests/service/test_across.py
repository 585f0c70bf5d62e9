"""Pages across wards: their numbers against hand-made answers, bad choices, speed."""

from __future__ import annotations

import csv
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from service import (
    across_choice,
    across_editions,
    across_families,
    across_lists,
    across_matrix,
    across_progress,
    across_timeline,
    across_wards,
)
from service.config import PROJECT
from service.namespaces import ID
from tests.browser.kinds import KINDS, STATUS
from tests.data import nakano_editions
from tests.queries import reading
from tests.service.serving import asking
from tests.service.test_pages import Page, check_markup

ANSWERS = PROJECT / "tests" / "queries"
WARDS = [str(ID[f"municipality/{ward}"]) for ward in ("chiyoda", "chuo", "nakano", "taito")]
NAKANO = WARDS[2]
HTML = {"Accept": "text/html"}
SLOWEST = 0.1  # seconds at the 95th percentile


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[FlaskClient]:
    """The service on the whole graph, within a request: what is asked here needs one."""
    with asking(built.parent.parent) as client, client.application.test_request_context():
        yield client


def answer(name: str) -> list[dict[str, str]]:
    """Read a hand-made answer of the library of questions, terms as plain values."""
    columns, rows = reading.answer((ANSWERS / f"{name}.tsv").read_text(encoding="utf-8"))
    return [
        {
            key: re.sub(r'^[<"]|[>"](@\w+|\^\^\S+)?$', "", term)
            for key, term in zip(columns, row, strict=True)
        }
        for row in rows
    ]


def judged(prop: str) -> dict[tuple[str, str], set[str]]:
    """Read the tables of judgements: which elements of a ward are linked to what."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in (PROJECT / "data" / "mappings").glob("*-*.sssom.tsv"):
        ward = str(ID[f"municipality/{path.name.partition('-')[0]}"])
        lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["predicate_id"] == prop and row["object_id"].startswith("id:"):
                key = row["object_id"].replace("id:", str(ID), 1), ward
                found[key].add(row["subject_id"])
    return found


def level_of(subject: str, stated: ox.Store) -> str:
    """Read the class of an element from the files."""
    element = ox.NamedNode(subject.replace("id:", str(ID), 1))
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    found = [str(quad.object).strip("<>") for quad in stated.quads_for_pattern(element, kind, None)]
    return found[0].rpartition("#")[2]


@pytest.mark.usefixtures("client")
def test_matrix_counts_the_judgements() -> None:
    """Each cell counts the elements that the tables of judgements link, and says why it is empty.

    Chiyoda’s document was compared with version 3.0, Chuo’s with 2.3, Taito’s with 1.0, Nakano’s
    two with 1.0 and 2.3 (docs/linkage.md), and all with the act.
    """
    compared = {"1-0": (2, 3), "2-3": (1, 2), "3-0": (0,), "act": (0, 1, 2, 3)}
    links = judged("dxp:curatedToAnswer")
    cells = bases = 0
    for matrix in across_matrix.policies(across_choice.wards()):
        inside = compared[matrix.scope[-3:]]
        for item, row in matrix.rows:
            for place, cell in enumerate(row):
                assert cell.counts["curated"] == len(links.get((item, WARDS[place]), ())), item
                assert bool(cell.looked) == (place in inside), (matrix.scope, place)
                if not cell.total:
                    assert cell.basis == ("none" if place in inside else "outside")
                    bases += 1
                cells += 1
    assert cells == 27 * 4
    assert bases > 10


@pytest.mark.usefixtures("client")
def test_a_number_is_as_large_as_its_evidence() -> None:
    """For every cell, the evidence names as many elements of each basis as are counted."""
    shown = 0
    for matrix in across_matrix.policies(WARDS):
        for item, cells in matrix.rows:
            for ward, cell in zip(WARDS, cells, strict=True):
                found = across_matrix.evidence(item, ward, "ja")
                counted = {b: len({r["element"] for r in rows}) for b, rows in found.items()}
                assert counted == cell.counts, (item, ward)
                shown += cell.total
    assert shown > 500


@pytest.mark.usefixtures("client")
def test_an_inferred_link_shows_a_judgement_against_it() -> None:
    """An element that was judged to answer nothing itself is told from the others."""
    none = set()
    for path in (PROJECT / "data" / "mappings").glob("*-*.sssom.tsv"):
        lines = [x for x in path.read_text("utf-8").splitlines() if not x.startswith("#")]
        for row in csv.DictReader(lines, delimiter="\t"):
            if (row["predicate_id"], row["object_id"]) == (
                "dxp:curatedToAnswer",
                "sssom:NoTermFound",
            ):
                iris = (
                    row[key].replace("id:", str(ID), 1) for key in ("subject_id", "object_source")
                )
                none.add(tuple(iris))
    told = untold = 0
    for matrix in across_matrix.policies(WARDS):
        for item, _ in matrix.rows:
            for ward in WARDS:
                for shown in across_matrix.evidence(item, ward, "ja")["inferred"]:
                    against = (shown["element"].value, matrix.scope) in none
                    assert ("reason" in shown) == against, shown["element"]
                    told, untold = told + against, untold + (not against)
    assert told > 150
    assert untold > 50


@pytest.mark.usefixtures("client")
def test_themes_count_the_judgements(stated: ox.Store) -> None:
    """Each cell of the matrix of themes, zeros included, with its evidence."""
    counts, links = across_matrix.on_themes(), judged("dxp:theme")
    themes = across_matrix.themes()
    assert len(themes) == 30
    for theme in themes:
        for ward in WARDS:
            subjects = links.get((theme, ward), set())
            levels = Counter(level_of(subject, stated) for subject in subjects)
            wanted = [levels[level] for level in across_matrix.LEVELS]
            shown = counts.get((theme, ward), dict.fromkeys(across_matrix.LEVELS, 0))
            assert list(shown.values()) == wanted, (theme, ward)
            rows = across_matrix.on_theme(theme, ward, "en")
            assert len({row["element"] for row in rows}) == sum(wanted), (theme, ward)
            assert all("reason" in row and "confidence" in row for row in rows)


@pytest.mark.usefixtures("client")
def test_figures_stand_side_by_side_only_where_they_may() -> None:
    """Every pair of a family has a verdict; figures are those of comparable pairs."""
    pairs = 0
    for family in across_families.families():
        verdicts = across_families.verdicts(family.iri, "ja")
        size = sum(family.members.values())
        assert len(verdicts) == size * (size - 1) // 2 == sum(family.verdicts.values())
        assert all(v.justification and v.reasons for v in verdicts)
        assert all(v.comparable or not v.figures for v in verdicts)
        pairs += len(verdicts)
    assert pairs == 183
    incidents = across_families.verdicts(str(ID["family/security-incidents"]), "en")
    assert [v.comparable for v in incidents] == [True] + [False] * 9
    assert incidents[0].figures


def test_comparison_of_nakanos_editions(client: FlaskClient) -> None:
    """As many changes of each kind and level as the list made by hand says, and no others."""
    first, second = across_editions.pairs()[0]
    assert "draft" in first
    assert "revised" in second
    found = across_editions.changes(first, second)
    english = {names[1]: dict(kinds) for names, kinds in across_editions.table(found)}
    for level, kinds in nakano_editions.KINDS.items():
        shown = {k: n for k, n in english[level.lower()].items() if not k.startswith("target-")}
        assert shown == kinds, level
    assert len(english) == len(nakano_editions.KINDS)
    page = client.get("/explore/editions", headers=HTML)
    assert page.text.count("<tr>") == len(found) + 1
    gone = client.get("/explore/editions?kind=gone", headers=HTML)
    assert gone.text.count("<tr>") == nakano_editions.KINDS["Activity"]["gone"] + 1


@pytest.mark.usefixtures("client")
def test_progress_of_nakano() -> None:
    """◎0 ○102 △3 ×0 as in the report of FY2024; the three delays with reason and new date."""
    board = across_progress.boards("ja")[0]
    assert [(mark, count) for mark, count in board.counts.values()] == [
        ("◎", 0),
        ("○", 102),
        ("△", 3),
        ("×", 0),
    ]
    late = [row["element"].value for row in board.noted]
    delayed = {row["activity"] for row in answer("progress/delayed-activities")}
    assert set(late) == delayed
    assert len(late) == len(delayed) == 3
    assert all("new" in r or "newDate" in r for e in late for r in board.changes[e][-1:])


@pytest.mark.parametrize("ward", ["chuo", "nakano", "taito"])
@pytest.mark.usefixtures("client")
def test_departments_in_the_order_of_their_work(ward: str) -> None:
    """From the most elements to the fewest."""
    counts = [count for _, count in across_wards.departments(str(ID[f"municipality/{ward}"]))]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 5


@pytest.mark.usefixtures("client")
def test_departments_equal_the_hand_made_answer() -> None:
    """Chuo’s, as in the library."""
    expected = {
        row["department"]: int(row["elements"])
        for row in answer("organisation/departments-by-initiatives")
    }
    assert dict(across_wards.departments(WARDS[1])) == expected


@pytest.mark.usefixtures("client")
def test_chairs_come_first() -> None:
    """Chuo’s committee: its chair, the deputy mayor in charge, before the members."""
    bodies = across_wards.bodies(WARDS[1])
    roles = bodies[str(ID["chuo/committee/digital-promotion-committee"])]
    assert roles[0].role == str(ID["role/chair"])
    assert roles[0].holder == str(ID["chuo/post/kikaku-bu-tannin-fuku-kucho"])
    assert len(roles) == 4
    assert all(role.places for role in roles)


@pytest.mark.usefixtures("client")
def test_timeline() -> None:
    """Bars have the length of their period; events stand in order and once each."""
    plans, events = across_timeline.editions(), across_timeline.events()
    drawing = across_timeline.draw(plans, events)
    year = drawing.years[1][1] - drawing.years[0][1]
    bars = {line.iri: line.bar for line in drawing.lines if line.bar}
    left, width = bars[str(ID["taito/edition/informatization-plan-2021"])]
    assert width == pytest.approx(5 * year, abs=0.5)
    next_left, _ = bars[str(ID["taito/edition/informatization-plan-2026"])]
    assert next_left == pytest.approx(left + width, abs=0.5)
    assert len(bars) == sum("first" in row for row in plans) == 13
    assert [e.date for e in events] == sorted(e.date for e in events)
    assert len(events) == len({e.iri for e in events}) == 157
    marks = [line for line in drawing.lines if line.marks]
    assert len(marks) == 8
    places = [x for line in marks for x, _ in line.marks]
    assert min(places) >= drawing.years[0][1]
    assert max(places) <= across_timeline.WIDTH


@pytest.mark.parametrize(
    ("language", "note"), [("ja", "期間の記載がなく"), ("en", "state no period")]
)
def test_timeline_names_all_editions(client: FlaskClient, language: str, note: str) -> None:
    """Names in full, and those without a bar in a note."""
    page = client.get(f"/explore/timeline?lang={language}").text
    drawn, _, told = page.partition("<figcaption>")
    told = told.partition("</figcaption>")[0]
    assert "…" not in drawn.partition("<svg")[2]
    assert note in told
    assert told.count('href="/id/') == 2


def test_one_activity_is_no_plural(client: FlaskClient) -> None:
    """A count after its noun needs no plural."""
    page = client.get("/explore/wards?lang=en").text
    assert ">activities: 1</span>" in page
    assert "1 activities" not in page


@pytest.mark.usefixtures("client")
def test_lists_are_whole() -> None:
    """Everything of the kind, once."""
    expected = {"indicators": 106, "policies": 133, "departments": 102, "systems": 212}
    expected |= {"terms": 98, "themes": 30}
    assert set(expected) == set(across_lists.KINDS)
    column = {"indicators": "indicator", "policies": "policy", "departments": "unit"}
    column |= {"systems": "system", "terms": "glossary", "themes": "theme"}
    for kind, count in expected.items():
        part = across_lists.load(kind)
        assert len({row[column[kind]].value for row in part.rows}) == count, kind
        assert {name for row in part.rows for name in row} == set(part.columns), kind


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", [n for n, p in KINDS.items() if p.startswith("/explore")])
def test_markup(client: FlaskClient, name: str, language: str) -> None:
    """Usable by everybody, in the language asked for, without undefined values."""
    reply = client.get(KINDS[name], headers=HTML | {"Accept-Language": language})
    assert reply.status_code == STATUS.get(name, 200)
    assert reply.headers["Content-Language"] == language
    check_markup(Page(reply.text), language)
    assert "None" not in reply.text
    ids = Counter(re.findall(r' id="([^"]+)"', reply.text))
    assert not [each for each, count in ids.items() if count > 1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/explore/wards?first=atlantis", 400),
        ("/explore/wards?second=%3Cscript%3E", 400),
        ("/explore/editions?pair=..", 400),
        ("/explore/editions?kind=%00", 400),
        ("/explore/policies/cell?item=policy-item/none", 400),
        ("/explore/policies/cell?ward=x%22%7D", 400),
        ("/explore/themes/cell?theme=%3E%20%7D", 400),
        ("/explore/organisation?ward=" + "x" * 5000, 400),
        ("/explore/families/none", 404),
        ("/explore/list/none", 404),
        ("/explore/list/%3Cscript%3E", 404),
    ],
)
def test_bad_choices(client: FlaskClient, path: str, status: int) -> None:
    """A sentence that says what to do; nothing of the request as markup."""
    reply = client.get(path, headers=HTML)
    assert reply.status_code == status
    assert "選んでください" in reply.text
    assert "<script>" not in reply.text
    assert len(reply.text) < 20_000


def test_the_same_ward_twice(client: FlaskClient) -> None:
    """Is no mistake: both sides say the same."""
    reply = client.get("/explore/wards?first=nakano&second=nakano", headers=HTML)
    assert reply.status_code == 200


def test_home_leads_here(client: FlaskClient) -> None:
    """From home, and from every page by the navigation."""
    for path in ("/", "/queries", "/explore/timeline"):
        links = {a["href"] for a in Page(client.get(path, headers=HTML).text).all("a")}
        assert "/explore" in links, path


def test_every_kind_of_page_is_fast(client: FlaskClient) -> None:
    """The server takes 100 ms at most for 95 of 100 pages, over all kinds in both languages.

    Answers are kept for one version of the data, so the first request for a page does not count.
    """
    times = []
    for path in KINDS.values():
        for language in ("ja", "en"):
            headers = HTML | {"Accept-Language": language, "Accept-Encoding": "gzip"}
            client.get(path, headers=headers)
            began = time.perf_counter()
            reply = client.get(path, headers=headers)
            times.append(time.perf_counter() - began)
            assert len(reply.data) < 150_000, path
    assert len(times) == 2 * len(KINDS) > 60
    assert statistics.quantiles(times, n=20)[-1] <= SLOWEST
