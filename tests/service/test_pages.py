"""The pages for people: usable by everybody, in two languages, and harmless."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from service import pages
from service.config import PROJECT
from service.texts import PARTS, TEXTS, Texts
from tests.service.serving import asking, write_build

STYLE = PROJECT / "service" / "static" / "style.css"
TEMPLATES = PROJECT / "service" / "templates"
ALL = "SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s ?p ?o"
ADDRESSES = {
    "home": "/",
    "form": "/sparql",
    "table": "/sparql?" + urlencode({"query": ALL}),
    "no rows": "/sparql?" + urlencode({"query": "SELECT ?x { ?x <x:y> ?z }"}),
    "boolean": "/sparql?" + urlencode({"query": "ASK {}"}),
    "graph": "/sparql?" + urlencode({"query": "CONSTRUCT WHERE { ?s ?p ?o }"}),
    "mistake": "/sparql?" + urlencode({"query": "SELECT * {\n ?s <ex:p> '<script>' "}),
    "refusal": "/sparql?" + urlencode({"query": "ASK { SERVICE <x:y> {} }"}),
    "missing": "/nothing",
    "bad format": "/sparql?format=<script>",
}
VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """Elements of a page with their attributes, the text inside, and what they are nested in."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[int, str] = {}
        self._stack: list[int] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
            self._stack.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        self._stack.pop()

    def handle_data(self, data: str) -> None:
        for place in self._stack:
            self.texts[place] = self.texts.get(place, "") + data

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.elements if tag in tags]

    def text(self, tag: str) -> list[str]:
        return [
            self.texts.get(place, "").strip()
            for place, (name, _) in enumerate(self.elements)
            if name == tag
        ]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """An application on the small dataset."""
    var = tmp_path_factory.mktemp("var")
    write_build(var, "first")
    with asking(var) as client:
        yield client


def fetch(client: FlaskClient, address: str, language: str = "ja") -> Page:
    reply = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
    assert reply.mimetype == "text/html"
    assert reply.headers["Content-Language"] == language
    return Page(reply.text)


def check_markup(page: Page, language: str) -> None:
    """Check what WCAG 2.2 AA asks of the markup, as far as a program can tell."""
    assert page.open == []
    assert page.all("html")[0]["lang"] == language
    assert "width=device-width" in page.all("meta")[1]["content"]
    assert page.text("title")[0]
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    skip = page.all("a")[0]
    assert skip["class"] == "skip"
    assert skip["href"].removeprefix("#") in ids
    labelled = {attributes["for"] for attributes in page.all("label")}
    fields = [f for f in page.all("input", "textarea", "select") if f.get("type") != "hidden"]
    assert {field["id"] for field in fields} == labelled
    for table in page.all("table"):
        assert page.all("caption"), table
    assert all(head.get("scope") in ("col", "row") for head in page.all("th"))
    for region in (a for _, a in page.elements if a.get("role") == "region"):
        assert region["tabindex"] == "0"
        assert region["aria-label"]
    assert all(text for text in page.text("a") + page.text("button") + page.text("summary"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_page_can_be_used_by_everybody(client: FlaskClient, name: str, language: str) -> None:
    """What WCAG 2.2 AA asks of the markup, as far as a program can tell."""
    check_markup(fetch(client, ADDRESSES[name], language), language)


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_page_runs_anything(client: FlaskClient, name: str) -> None:
    """No scripts or styles in the page itself, nothing from elsewhere, so that the policy holds."""
    page = fetch(client, ADDRESSES[name])
    assert page.all("style", "iframe", "object", "embed", "base") == []
    run = [each for each in page.all("script") if each.get("type") != "application/ld+json"]
    assert all(script["src"].startswith("/static/") for script in run)
    assert len(run) >= len(page.all("script")) - 1
    for tag, attributes in page.elements:
        assert not [key for key in attributes if key.startswith("on") or key == "style"], tag
        # search engines need whole addresses, and browsers load nothing from these
        if tag in ("link", "img", "form") and "hreflang" not in attributes:
            address = attributes.get("href", attributes.get("src", attributes.get("action", "")))
            assert address.startswith(("/", "?")), attributes
        if tag == "a":
            assert re.match(r"(https?://|/|\?|#)", attributes["href"]), attributes


def test_the_table(client: FlaskClient) -> None:
    """Rows, language tags, datatypes and links are there, and the values are escaped."""
    page = fetch(client, ADDRESSES["table"])
    assert len(page.text("tr")) == 1 + 14
    assert "14 行" in "".join(page.text("p"))
    assert {"lang": "ja"} in page.all("span")
    assert {"lang": "en"} in page.all("span")
    cells = page.text("td")
    assert "オンライン化 @ja" in cells
    assert "1 xsd:integer" in cells
    assert '計画 <b>&"x"</b> @ja' in cells
    assert page.all("b") == []
    links = {attributes["href"] for attributes in page.all("a")}
    assert "http://example.org/control" in links
    assert "/id/t/" + quote("計画") + ".html" in links


def test_downloads_are_the_same_answer(client: FlaskClient) -> None:
    """The links to other formats lead to them, and keep the dataset asked for."""
    address = (
        ADDRESSES["table"] + "&named-graph-uri=https%3A%2F%2Fw3id.org%2Fdxplan%2Fgraph%2Ft%2Fb"
    )
    page = fetch(client, address)
    links = [a["href"] for a in page.all("a") if "format=" in a["href"] and "query=" in a["href"]]
    found = {}
    for link in links:
        if not link.startswith("?query") or "format=html" in link:
            continue
        reply = client.get("/sparql" + link)
        assert reply.status_code == 200
        found[reply.mimetype] = reply.text
    assert set(found) == {
        "text/csv",
        "text/tab-separated-values",
        "application/sparql-results+json",
        "application/sparql-results+xml",
    }
    assert found["text/csv"].count("graph/t/b") == 3


def test_the_other_language_keeps_the_query(client: FlaskClient) -> None:
    """The switch leads to the same page, said in the other language."""
    page = fetch(client, ADDRESSES["boolean"])
    switch = next(a["href"] for a in page.all("a") if a.get("hreflang") == "en")
    reply = client.get("/sparql" + switch, headers={"Accept": "text/html"})
    assert "Yes (true)" in reply.text
    assert "ASK {}" in reply.text


@pytest.mark.parametrize(
    ("language", "sentence"), [("ja", "グラフごとに数えた和"), ("en", "sum over")]
)
def test_home_says_how_triples_are_counted(
    client: FlaskClient, language: str, sentence: str
) -> None:
    """One that stands in two graphs counts twice, and the page says so."""
    assert sentence in client.get(f"/?lang={language}").text


def test_the_example_finds_something(client: FlaskClient, stated: ox.Store) -> None:
    """The question in the empty form works, and the project's data answers it."""
    for language in ("ja", "en"):
        text = pages.example(language)
        assert fetch(client, ADDRESSES["form"], language).text("textarea")[0] == text.strip()
        result = stated.query(text, use_default_graph_as_union=True)
        assert isinstance(result, ox.QuerySolutions)
        rows = list(result)
        assert len(rows) >= 5
        assert all(None not in row for row in rows)
        names = [row["name"] for row in rows]
        assert all(isinstance(name, ox.Literal) and "オンライン" in name.value for name in names)


def test_texts_are_in_both_languages() -> None:
    """Every row has two different texts with the same places to fill; every row is used."""
    assert sum(len(part) for part in PARTS) == len(TEXTS), "a name stands in two parts"
    templates = "".join(path.read_text("utf-8") for path in TEMPLATES.glob("*.html"))
    modules = "".join(
        path.read_text("utf-8")
        for path in (PROJECT / "service").glob("*.py")
        if not path.name.startswith("texts")
    )
    used = set(re.findall(r"\w+", templates + modules))
    # some are put together from a beginning and a word of the data: "col_" + name, f"why_{kind}"
    beginnings = tuple(re.findall(r"\"(\w+_)(?:\{|\" \+)", templates + modules))
    made = {name for name in TEXTS if beginnings and name.startswith(beginnings)}
    assert set(TEXTS) - made - used == set()
    assert set(re.findall(r"\bt\.(\w+)", templates)) - set(TEXTS) == set()
    for name, (ja, en) in TEXTS.items():
        assert ja.strip(), name
        assert en.strip(), name
        assert sorted(re.findall(r"\{\w+\}", ja)) == sorted(re.findall(r"\{\w+\}", en)), name
        if name == "other_language" or not re.search(r"\w", re.sub(r"\{\w*\}", "", ja)):
            continue  # said in the other language, or nothing but places to fill
        assert ja != en, name
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", ja), name
        assert not re.search(r"[ぁ-んァ-ヶ一-龠]", en.replace("オンライン", "")), name
    with pytest.raises(AttributeError):
        Texts("ja").nothing  # noqa: B018


# --- colours ---


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_contrast() -> None:
    """Text stands out 4.5 : 1 at least, borders of fields 3 : 1, by day and by night."""
    assert round(contrast("#000", "#fff"), 1) == 21
    assert 4.4 < contrast("#777", "#fff") < 4.5
    text = STYLE.read_text(encoding="utf-8")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", text)
    assert len(pairs) >= 15
    for palette in (
        {name: day for name, day, _ in pairs},
        {name: night for name, _, night in pairs},
    ):
        for ink, ground in (
            *(("ink", "paper"), ("ink", "shade"), ("ink", "blue-paper"), ("soft", "paper")),
            *(("soft", "shade"), ("blue", "paper"), ("blue", "shade"), ("blue", "blue-paper")),
            *(("blue-strong", "paper"), ("blue-strong", "blue-paper"), ("paper", "blue")),
            *(("paper", "blue-strong"), ("green", "green-paper"), ("green", "paper")),
            *(("orange", "orange-paper"), ("orange", "paper")),
            *(("red", "red-paper"), ("red", "paper")),
        ):
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
        assert contrast(palette["line"], palette["paper"]) >= 3
        assert max(contrast(c, palette["paper"]) for c in ("#ffd43d", "#000000")) >= 3
    assert set(re.findall(r"var\(--([\w-]+)\)", text)) <= set(re.findall(r"--([\w-]+):", text))
    rest = text.replace("main:focus { outline: none; box-shadow: none; }", "")
    assert not re.search(r"outline: none", rest)
