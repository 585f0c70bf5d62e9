"""The query workbench in a real browser: from a question to a chart, and what goes wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from service.assets import STATIC
from tests.browser.conftest import LOADED, SHIFT
from tests.service.serving import wait_until

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
FORM = "/sparql?format=html"
BYTES = 250_000  # with the editor and the terms it completes; other pages have 150 kB
PREFIXES = (
    "PREFIX dxp: <https://w3id.org/dxplan/ontology#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
)
THEMES = (
    "SELECT ?theme (COUNT(?s) AS ?n) { ?s a dxp:Initiative ; dxp:theme ?theme }"
    " GROUP BY ?theme ORDER BY DESC(?n)"
)
# breaches of the policy that browsers tell the page of, and not only the console
BREACHES = """document.addEventListener("securitypolicyviolation", event =>
  console.error(`broken: ${event.effectiveDirective} ${event.composedPath()[0].outerHTML}`))"""
REFUSED = re.compile("Failed to load resource: the server responded with a status of 40[03] ")


@pytest.fixture
def workbench(open_page: Open) -> Iterator[Any]:
    """The workbench; at the end, the console is empty but for queries with mistakes."""
    if not (STATIC / "build" / "manifest.json").exists():
        pytest.skip("no bundles: run `make web`")
    page = open_page("/", permissions=["clipboard-read", "clipboard-write"])
    complaints = listen(page)
    page.goto(FORM)
    page.wait_for_selector(".cm-content")
    yield page
    assert complaints == []


def listen(page: Any) -> list[str]:
    """Return the list into which goes whatever the console of a page says from now on."""
    complaints: list[str] = []

    def heard(said: Any) -> None:
        if not REFUSED.match(said.text):
            complaints.append(said.text)

    page.add_init_script(BREACHES)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", heard)
    return complaints


def write(page: Any, text: str) -> None:
    """Replace what is in the editor, by keyboard."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def written(page: Any) -> str:
    return str(page.locator("#query").input_value())


def wait_for_text(page: Any, text: str) -> None:
    """Wait for a text in the editor; the page's own rules let no condition run in it."""
    assert wait_until(lambda: text in written(page), 10)


def run(page: Any, text: str) -> None:
    write(page, PREFIXES + text)
    page.keyboard.press("Control+Enter")


def offered(page: Any) -> list[str]:
    """Ask for completions, and return what is offered, its names cut off."""
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-tooltip-autocomplete li[aria-selected]")
    page.wait_for_timeout(150)
    return list(page.locator(".cm-tooltip-autocomplete .cm-completionLabel").all_inner_texts())


def set_in(page: Any, part: str) -> list[str]:
    """Return what the choices in a part of the page are set to."""
    return [str(each.input_value()) for each in page.locator(f"{part} select").all()]


def copied_link(page: Any) -> str:
    page.click("[data-cancel] + button")
    page.wait_for_selector("[data-cancel] + button:has-text('コピーしました')")
    return str(page.evaluate("navigator.clipboard.readText()"))


def rows(page: Any) -> int:
    return int(page.locator(".output tbody tr").count())


def test_the_query_is_printed_with_its_answer(workbench: Any) -> None:
    """The form is left out on paper; the query stands above the table all the same."""
    page = workbench
    run(page, "SELECT ?s { ?s a dxp:Municipality } ORDER BY ?s")
    page.wait_for_selector(".output tbody tr")
    assert not page.is_visible("[data-printed]")
    page.emulate_media(media="print")
    assert page.is_visible("[data-printed]")
    assert page.inner_text("[data-printed]") == written(page)
    assert page.is_visible(".output table")
    assert not page.is_visible("form[data-workbench]")


def test_from_question_to_chart(workbench: Any) -> None:
    """A stored question with a value goes into the editor, is run, and is drawn."""
    page = workbench
    page.click("summary:has-text('質問集から選ぶ')")
    page.wait_for_selector("#question-list option")
    every = page.locator("#question-list option").count()
    page.fill("#question-filter", "indicators/series")
    page.fill("#question-filter", "年度")
    assert 0 < page.locator("#question-list option").count() < every
    page.select_option("#question-list", value="time/plans-that-end-in-an-era-year")
    page.click("button:has-text('編集欄に入れる')")
    # with the text comes the focus, without which no key runs anything
    page.wait_for_selector(".cm-content:focus")
    assert written(page).startswith("# ")
    assert "SELECT" in written(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".output table, .output .notice")
    run(page, THEMES)
    page.wait_for_selector(".output td a:has-text('情報セキュリティ')")
    page.click("#tab-chart")
    bars = page.locator(".chart svg rect.bar")
    assert bars.count() == page.evaluate(
        "document.querySelectorAll('.chart svg text title').length"
    )
    assert bars.count() >= 20


def test_numbers_over_years_are_a_line(workbench: Any) -> None:
    """A column of years makes a line."""
    run(workbench, "SELECT ?year ?n { VALUES (?year ?n) { (2021 5) (2022 7) (2024 6) } }")
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-chart")
    points = workbench.get_attribute(".chart polyline", "points").split()
    assert len(points) == 3
    ys = [float(point.split(",")[1]) for point in points]
    assert ys[1] < ys[2] < ys[0]


def test_pivot(workbench: Any) -> None:
    """Rows against columns, with sums that are right."""
    run(
        workbench,
        "SELECT ?a ?b ?n { VALUES (?a ?b ?n) { ('x' 'p' 1) ('x' 'q' 2) ('y' 'p' 3) ('y' 'p' 4) } }",
    )
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-pivot")
    workbench.select_option("#view .choice:nth-child(1) select", "a")
    workbench.select_option("#view .choice:nth-child(2) select", "b")
    workbench.select_option("#view .choice:nth-child(3) select", "sum:n")
    lines = [line.split("\t") for line in workbench.inner_text(".output table tbody").splitlines()]
    assert lines == [["x", "1", "2", "3"], ["y", "7", "", "7"]]


def test_pivot_begins_with_something_sensible(workbench: Any) -> None:
    """Names make rows and columns, the number is summed; with one column of names, no columns."""
    run(workbench, "SELECT ?a ?n { VALUES (?a ?n) { ('x' 1) ('x' 2) ('y' 3) } }")
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-pivot")
    lines = [line.split("\t") for line in workbench.inner_text(".output table tbody").splitlines()]
    assert lines == [["x", "3"], ["y", "3"]]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("取組", "dxp:Initiative"), ("initiat", "dxp:Initiative"), ("指標", "dxp:Indicator")],
)
def test_completion_by_name(workbench: Any, typed: str, expected: str) -> None:
    """A class is found by its Japanese or English name; its prefix is declared by itself."""
    write(workbench, "SELECT * { ?s a ")
    workbench.keyboard.type(typed, delay=20)
    workbench.wait_for_selector(
        f".cm-tooltip-autocomplete li[aria-selected]:has-text('{expected}')"
    )
    workbench.wait_for_timeout(150)  # a choice made at once is taken for a slip
    workbench.keyboard.press("Enter")
    wait_for_text(workbench, expected)
    assert written(workbench).startswith("PREFIX dxp: <https://w3id.org/dxplan/ontology#>\n")


@pytest.mark.parametrize(
    ("before", "typed", "first", "kind"),
    [
        ("SELECT ?n WHERE { ?s a ", "dxp:Indi", "dxp:Indicator", "class"),
        ("SELECT * { ?s rdf:type ", "dxp:indi", "dxp:Indicator", "class"),
        ("SELECT * { ?s rdf:type/rdfs:subClassOf* ", "指標", "dxp:Indicator", "class"),
        ("SELECT * { ?s a ?kind . VALUES ?kind { dxp:Goal ", "meas", "dxp:Measure", "class"),
        ("SELECT * { ?s ", "dxp:Indi", "dxp:indicatorOf", "property"),
        ("SELECT * { ?s a dxp:Indicator ; ", "測られた", "dxp:measuredIn", "property"),
        ("SELECT * { FILTER (?s = ", "dxp:Meas", "dxp:Measure", "class"),
        ("SELECT * { FILTER (?s = ", "dxp:meas", "dxp:measuredIn", "property"),
    ],
)
def test_completion_fits_the_place(
    workbench: Any, before: str, typed: str, first: str, kind: str
) -> None:
    """Classes only after “a”, properties first as predicates; elsewhere the case decides."""
    write(workbench, PREFIXES + before)
    workbench.keyboard.insert_text(typed)
    found = offered(workbench)
    assert found[0] == first
    if kind == "class" and "FILTER" not in before:
        names = [name.split(":")[1] for name in found if ":" in name]
        assert all(name[:1].isupper() for name in names)
    workbench.keyboard.press("Enter")
    wait_for_text(workbench, before + first)


def test_the_console_stays_empty(workbench: Any) -> None:
    """Whatever a reader does, the policy holds; typing over several lines broke it once."""
    page = workbench
    page.locator(".cm-content").click()
    for typed in ("S", "(", "SELECT ?s {\n  ?s a ?t\n}", "日本"):
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(PREFIXES + "SELECT ?s { ?s a dxp:Plan }")
        page.keyboard.press("Control+a")
        page.keyboard.insert_text(typed)
        whole = PREFIXES + "SELECT ?s { ?s a dxp:Plan }"
        expected = f"({whole})" if typed == "(" else typed
        assert wait_until(lambda expected=expected: written(page) == expected, 5)
    page.keyboard.press("Control+z")
    write(page, "SELECT * { ?s a ")
    page.keyboard.type("dxp:Ini", delay=20)
    offered(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+f")
    page.wait_for_selector(".cm-search")
    page.keyboard.type("dxp")
    page.keyboard.press("Escape")
    run(page, "SELECT * {\n  ?s foaf:name ?n\n}")
    page.wait_for_selector(".output .error")
    page.hover(".cm-lintRange-error")
    page.wait_for_selector(".cm-tooltip-lint")
    page.keyboard.press("Control+Shift+M")
    page.wait_for_selector(".cm-panel-lint")
    page.keyboard.press("Escape")
    run(page, THEMES)
    page.wait_for_selector(".output td a")
    for tab in ("chart", "pivot", "code", "download", "table"):
        page.click(f"#tab-{tab}")
    page.click("summary:has-text('履歴')")
    page.click(".past >> nth=0")


def test_completion_of_things(workbench: Any) -> None:
    """A thing is found by its name and written as its IRI, its name above; a theme as a theme."""
    write(workbench, PREFIXES + "SELECT * {\n  ?s dxp:theme ")
    workbench.keyboard.type("デジタルデバイド対策", delay=10)
    workbench.wait_for_selector(".cm-tooltip-autocomplete li[aria-selected]:has-text('theme')")
    workbench.wait_for_timeout(150)
    workbench.keyboard.press("Enter")
    iri = "<https://w3id.org/dxplan/id/theme/digital-divide>"
    wait_for_text(workbench, iri)
    query = f"SELECT * {{\n  # デジタルデバイド対策\n  ?s dxp:theme {iri}"
    assert written(workbench) == PREFIXES + query
    workbench.keyboard.type(" }")
    workbench.keyboard.press("Control+Enter")
    workbench.wait_for_selector(".output table")
    assert rows(workbench) > 10


def test_a_mistake_is_shown_at_its_place(workbench: Any) -> None:
    """The message names line and column, the place is marked, and a button leads there."""
    run(workbench, "SELECT * {\n  ?s foaf:name ?n\n}")
    workbench.wait_for_selector(".output .error")
    assert "4 行 6 文字目" in workbench.inner_text(".output .error")
    assert workbench.inner_text(".cm-lintRange-error") == "foaf:name"
    workbench.click(".output .error button")
    assert workbench.evaluate("document.activeElement.className").startswith("editor")


def test_an_empty_result_says_why(workbench: Any) -> None:
    """The cause is named; the corrected query is run with one click."""
    run(workbench, "SELECT ?s { ?s a dxp:Initative ; rdfs:label ?l }")
    workbench.wait_for_selector(".output .notice pre")
    assert "dxp:Initiative のことではありませんか" in workbench.inner_text(".output .notice")
    workbench.click("button:has-text('この問合せにする')")
    workbench.wait_for_selector(".output table")
    assert rows(workbench) > 100
    assert "dxp:Initiative ;" in written(workbench)


def test_a_refused_query_says_what_to_do(workbench: Any) -> None:
    """SERVICE is refused with another way to go."""
    run(workbench, "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }")
    workbench.wait_for_selector(".output .error")
    assert "ダウンロードして手元で" in workbench.inner_text(".output .error")


def test_cancel(workbench: Any) -> None:
    """A long query can be stopped, and the next one runs."""
    run(workbench, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    workbench.wait_for_selector("[data-cancel]:not([disabled])")
    assert workbench.get_attribute("[data-workbench]", "aria-busy") == "true"
    workbench.click("[data-cancel]")
    workbench.wait_for_selector(".status:has-text('中止しました')")
    run(workbench, "ASK {}")
    workbench.wait_for_selector(".output .outcome:has-text('true')")


def test_languages_of_names(workbench: Any) -> None:
    """Names of things in Japanese, in English, or as IRIs."""
    run(workbench, "SELECT ?s { ?s a dxp:Municipality } ORDER BY ?s")
    workbench.wait_for_selector(".output table")
    cells = ".output tbody td"
    assert workbench.inner_text(f"{cells} >> nth=0") == "千代田区"
    workbench.select_option(".output .bar select", "en")
    assert workbench.inner_text(f"{cells} >> nth=0") == "Chiyoda City"
    workbench.select_option(".output .bar select", "iri")
    assert workbench.inner_text(f"{cells} >> nth=0") == "id:municipality/chiyoda"
    link = workbench.get_attribute(f"{cells} a >> nth=0", "href")
    assert link == "/id/municipality/chiyoda.html"


def test_code_and_downloads(workbench: Any) -> None:
    """Code in three languages holds the query; the downloads are the same answer."""
    run(workbench, "SELECT ?s { ?s a dxp:Municipality } ORDER BY ?s")
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-code")
    headings = workbench.locator(".output h3").all_inner_texts()
    assert headings == ["Python", "R", "curl"]
    assert workbench.inner_text(".output").count("dxp:Municipality") == 2  # R has it in an address
    workbench.click("#tab-download")
    links = [a.get_attribute("href") for a in workbench.locator(".output .downloads a").all()]
    formats = [parse_qs(urlsplit(link).query)["format"][0] for link in links]
    assert formats == ["csv", "tsv", "json", "xml"]
    reply = workbench.request.get(links[0])
    assert reply.text().splitlines()[1:] == [
        f"https://w3id.org/dxplan/id/municipality/{name}"
        for name in ("chiyoda", "chuo", "nakano", "taito")
    ]


def test_the_python_code_runs(workbench: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """The program for Python, as it is shown, prints the answer, hostile texts and all."""
    query = 'SELECT ?x { VALUES ?x { "a\'\\"b\\\\n" "\'\'\'" "日本" } }'
    run(workbench, query)
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-code")
    program = workbench.inner_text(".output pre >> nth=0")
    exec(compile(program, "shown", "exec"), {})  # noqa: S102  it is what readers do
    printed = capfd.readouterr().out
    assert "日本" in printed
    assert "'''" in printed


def test_the_curl_code_runs(workbench: Any) -> None:
    """The command for a shell answers, whatever quotes the query has."""
    if shutil.which("curl") is None:
        pytest.skip("no curl: apt-get install curl")
    run(workbench, 'SELECT ?x { VALUES ?x { "it\'s" "$HOME `id`" "日本" } }')
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-code")
    command = workbench.inner_text(".output pre >> nth=2")
    assert command.startswith("curl ")
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().splitlines() == ["x", "it's", "$HOME `id`", "日本"]


def test_the_r_code_asks_for_the_answer(workbench: Any) -> None:
    """R is seldom installed: what is checked is that the address in the program gives the table."""
    run(workbench, 'SELECT ?x { VALUES ?x { "a\\"b" "日本" } }')
    workbench.wait_for_selector(".output table")
    workbench.click("#tab-code")
    first, second, third = workbench.inner_text(".output pre >> nth=1").splitlines()
    assert (second[:24], third) == ("answer <- read.csv(url, ", "print(answer)")
    reply = workbench.request.get(json.loads(first.removeprefix("url <- ")))
    assert list(csv.reader(io.StringIO(reply.text()))) == [["x"], ['a"b'], ["日本"]]


def test_history_and_link(workbench: Any) -> None:
    """What was run is kept in the browser; a link brings the query back and runs it."""
    run(workbench, THEMES)
    workbench.wait_for_selector(".output table")
    workbench.goto(FORM)
    workbench.wait_for_selector(".cm-content")
    workbench.click("summary:has-text('履歴')")
    workbench.click(".past >> nth=0")
    assert "COUNT(?s)" in written(workbench)
    workbench.click("button:has-text('履歴を消す')")
    assert workbench.locator(".past").count() == 0
    workbench.goto("/sparql?query=" + quote(PREFIXES + THEMES))
    workbench.wait_for_selector(".output td a:has-text('情報セキュリティ')")
    workbench.goto("/")
    workbench.goto("/sparql?format=html#query=" + quote(PREFIXES + THEMES))
    workbench.wait_for_selector(".output td a:has-text('情報セキュリティ')")


def test_a_link_shows_what_was_seen(workbench: Any) -> None:
    """View, what it was set to, and the language of names; also where the page is open already."""
    page = workbench
    run(page, "SELECT ?a ?b ?n ?m { VALUES (?a ?b ?n ?m) { ('x' 'p' 1 5) ('x' 'q' 2 6) } }")
    page.wait_for_selector(".output table")
    plain = copied_link(page)
    assert "#" not in plain
    page.click("#tab-chart")
    page.select_option("#view .choice:nth-child(2) select", "m")
    page.select_option("#view .choice:nth-child(3) select", "b")
    page.select_option(".output .bar select", "iri")
    assert set_in(page, "#view") == ["a", "m", "b"]  # kept when names are shown otherwise
    drawn = copied_link(page)
    page.click("#tab-pivot")
    page.select_option("#view .choice:nth-child(1) select", "b")
    page.select_option("#view .choice:nth-child(2) select", "")
    page.select_option("#view .choice:nth-child(3) select", "sum:m")
    counted = copied_link(page)
    page.goto("/")
    page.goto(drawn)
    page.wait_for_selector("#tab-chart[aria-selected=true]")
    assert set_in(page, "#view") == ["a", "m", "b"]
    assert set_in(page, ".bar") == ["iri"]
    page.goto(counted)
    page.wait_for_selector("#tab-pivot[aria-selected=true]")
    assert set_in(page, "#view") == ["b", "", "sum:m"]
    page.goto("/")
    page.goto(plain)
    page.wait_for_selector("#tab-table[aria-selected=true]")


def test_a_link_to_columns_that_are_gone(workbench: Any) -> None:
    """What a link says of other columns is left aside, and a view that cannot be is the table."""
    query = quote(PREFIXES + THEMES)
    workbench.goto(f"/sparql?query={query}#view=chart&x=gone&y=%3Cb%3E&names=xx")
    workbench.wait_for_selector(".chart svg rect.bar")
    assert set_in(workbench, "#view") == ["theme", "n", ""]
    workbench.goto("/")
    workbench.goto("/sparql?query=ASK%20%7B%7D#view=pivot&rows=%")
    workbench.wait_for_selector("#tab-table[aria-selected=true]")


def test_pivot_keeps_things_of_one_name_apart(workbench: Any) -> None:
    """Sections of several wards are called alike; columns of numbers stand in their order."""
    things = " ".join(
        f"(<https://w3id.org/dxplan/id/{ward}/department/joho-system-ka> {n} {n})"
        for ward, n in (("chuo", 10), ("nakano", 9))
    )
    run(workbench, f"SELECT ?who ?year ?n {{ VALUES (?who ?year ?n) {{ {things} }} }}")
    workbench.wait_for_selector(".output td a:has-text('情報システム課')")
    workbench.click("#tab-pivot")
    workbench.select_option("#view .choice:nth-child(1) select", "who")
    workbench.select_option("#view .choice:nth-child(2) select", "year")
    workbench.select_option("#view .choice:nth-child(3) select", "sum:n")
    lines = [line.split("\t") for line in workbench.inner_text(".output table").splitlines()]
    assert [line for line in lines if len(line) > 1] == [
        ["who", "9", "10", "計"],
        ["情報システム課（id:chuo/department/joho-system-ka）", "", "10", "10"],
        ["情報システム課（id:nakano/department/joho-system-ka）", "9", "", "9"],
    ]


@pytest.mark.parametrize(
    ("language", "width", "typed", "example"),
    [
        ("ja", 390, "令和4年度", "令和6年度（fiscal-year/2024）"),
        ("en", 1280, "2022", "FY2024 (fiscal-year/2024)"),
    ],
)
def test_values_of_a_stored_question_by_name(
    open_page: Open, language: str, width: int, typed: str, example: str
) -> None:
    """Things are chosen by name, not typed as IRIs; nothing scrolls sideways on a phone."""
    if not (STATIC / "build" / "manifest.json").exists():
        pytest.skip("no bundles: run `make web`")
    page = open_page("/", viewport={"width": width, "height": 900})
    complaints = listen(page)
    page.goto(f"{FORM}&lang={language}")
    page.wait_for_selector(".cm-content")
    page.click(".panel summary >> nth=0")
    page.wait_for_selector("#question-list option")
    page.select_option("#question-list", value="linkage/evidence-of-a-cell")
    page.wait_for_selector(
        "#value-item option:has-text('municipal-dx-plan-3-0-07')", state="attached"
    )
    texts = page.locator("#value-item option").all_inner_texts()
    assert len(set(texts)) == len(texts)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.select_option("#question-list", value="plans/in-force-in-a-year")
    field = page.locator("#value-fiscalYear")
    assert wait_until(lambda: field.input_value() == example, 10)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    field.click()
    page.keyboard.type(typed)
    page.click(".panel button >> nth=0")
    assert wait_until(lambda: "/fiscal-year/2022>" in written(page), 10), page.inner_text(".panel")
    assert complaints == []


def test_hostile_values_are_text(workbench: Any) -> None:
    """Whatever a query answers is shown as text; links lead to web addresses only."""
    hostile = "<img src=x onerror=alert(1)>"
    run(
        workbench,
        f'SELECT ?x ?y {{ VALUES (?x ?y) {{ ("{hostile}" <javascript:alert(1)>) }} }}',
    )
    workbench.wait_for_selector(".output table")
    assert workbench.inner_text(".output td >> nth=0") == hostile
    assert workbench.locator(".output img, .output a[href^=javascript]").count() == 0
    for tab in ("chart", "pivot", "code", "download"):
        workbench.click(f"#tab-{tab}")
        assert workbench.locator(".output img, .output script").count() == 0


def test_keyboard_only(workbench: Any) -> None:
    """Into the editor, run, out of it, to the tabs of the result and along them."""
    workbench.locator(".cm-content").focus()
    workbench.keyboard.press("Control+Enter")
    workbench.wait_for_selector(".output table")
    workbench.keyboard.press("Escape")
    workbench.keyboard.press("Tab")
    assert workbench.evaluate("document.activeElement.hasAttribute('data-run')")
    for _ in range(10):
        workbench.keyboard.press("Tab")
        if workbench.evaluate("document.activeElement.id") == "tab-table":
            break
    assert workbench.evaluate("document.activeElement.id") == "tab-table"
    workbench.keyboard.press("ArrowRight")
    assert workbench.evaluate("document.activeElement.id") == "tab-chart"
    assert workbench.get_attribute("#tab-chart", "aria-selected") == "true"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [FORM, "/sparql?query=" + quote(PREFIXES + THEMES)])
def test_nothing_moves_and_little_is_loaded(open_page: Open, path: str, width: int) -> None:
    """The editor comes into room kept for it, also where an answer came with the page."""
    if not (STATIC / "build" / "manifest.json").exists():
        pytest.skip("no bundles: run `make web`")
    page = open_page(path, viewport={"width": width, "height": 900})
    page.wait_for_selector(".cm-content")
    if path != FORM:
        page.wait_for_selector(".output table")
    assert page.evaluate(SHIFT) < 0.02
    assert 100_000 < page.evaluate(LOADED) <= BYTES


@pytest.mark.parametrize(("scheme", "locale"), [("light", "ja-JP"), ("dark", "en-GB")])
def test_axe_finds_nothing(open_page: Open, axe: str, scheme: str, locale: str) -> None:
    """With a result in each view, no barriers that a program can find."""
    page = open_page(FORM, color_scheme=scheme, locale=locale, bypass_csp=True)
    page.wait_for_selector(".cm-content")
    run(page, THEMES)
    page.wait_for_selector(".output table")
    page.evaluate(axe)
    for tab in ("table", "chart", "pivot", "code", "download"):
        page.click(f"#tab-{tab}")
        found = page.evaluate(
            "async () => (await axe.run()).violations.map(each => each.id + ': '"
            " + each.nodes.map(node => node.html + node.failureSummary).slice(0, 2).join(' | '))"
        )
        assert found == [], tab


def test_narrow(open_page: Open) -> None:
    """Nothing scrolls sideways at 320 px but what says so."""
    if not (STATIC / "build" / "manifest.json").exists():
        pytest.skip("no bundles: run `make web`")
    page = open_page(FORM, viewport={"width": 320, "height": 640})
    page.wait_for_selector(".cm-content")
    run(page, THEMES)
    page.wait_for_selector(".output table")
    for tab in ("table", "chart", "pivot", "code", "download"):
        page.click(f"#tab-{tab}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, tab


def test_without_scripts(open_page: Open) -> None:
    """The form answers, and an empty result leads to its reasons."""
    page = open_page(FORM, java_script_enabled=False)
    page.fill("#query", PREFIXES + "SELECT ?s { ?s a dxp:Initative }")
    page.click("form[data-workbench] button[type=submit]")
    page.click("a:has-text('なぜ空なのかを調べる')")
    assert "dxp:Initiative のことではありませんか" in page.inner_text("main")
    page.click("a:has-text('この問合せを実行する')")
    assert page.locator("tbody tr").count() > 100
