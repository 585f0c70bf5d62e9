"""Ways through the pages in a real browser: language, keyboard, dark, print, search, choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service.config import PROJECT
from tests.browser.conftest import THINNED
from tests.browser.kinds import KINDS, TEMPLATES

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
_FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const all = [...document.querySelectorAll("*")];
  return {place: all.indexOf(at), tag: at.tagName, name: (at.textContent || at.name).trim(),
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0,
    marked: style.outlineStyle !== "none" || style.boxShadow !== "none"};
}"""
_CLIPPED = """() => [...document.querySelectorAll(".scroll")].filter(
  each => getComputedStyle(each).overflowX !== "visible").length"""
_INK = """() => [getComputedStyle(document.body).color,
  getComputedStyle(document.documentElement).backgroundColor,
  getComputedStyle(document.body).backgroundColor]"""


@pytest.mark.parametrize("name", ["home", "policies by ward", "two editions", "ward"])
def test_language_switch(open_page: Open, name: str) -> None:
    """To English and back: the same page, and the choice stays while going on."""
    page = open_page(KINDS[name])
    japanese = page.inner_text("h1")
    before = page.url.partition("?")[0]
    page.click("nav a[hreflang=en]")
    assert page.get_attribute("html", "lang") == "en"
    assert page.url.partition("?")[0] == before
    assert page.inner_text("h1") != japanese
    page.click("header nav a >> nth=0")
    assert page.get_attribute("html", "lang") == "en"
    page.go_back()
    page.click("nav a[hreflang=ja]")
    assert page.inner_text("h1") == japanese


@pytest.mark.parametrize(
    "name", ["home", "policies by ward", "two wards", "indicator with a chart"]
)
def test_keyboard_only(open_page: Open, name: str) -> None:
    """Tab goes through everything in the order of the page, and one sees where one is."""
    page = open_page(KINDS[name])
    page.keyboard.press("Tab")
    first = page.evaluate(_FOCUSED)
    assert first["name"] == "本文へ移動"
    assert first["seen"]
    places = [first["place"]]
    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        if focused["tag"] == "BODY":
            break
        assert focused["seen"], focused
        assert focused["marked"], focused
        places.append(focused["place"])
    assert len(places) > 10
    assert places == sorted(set(places))


def test_skip_link(open_page: Open) -> None:
    """The first Tab and Enter lead past the navigation: the next Tab is inside the content."""
    page = open_page("/explore")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_choice_by_keyboard(open_page: Open) -> None:
    """Two wards are chosen and compared without a mouse."""
    page = open_page("/explore/wards")
    page.focus("#first")
    page.keyboard.press("End")
    page.focus("#second")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**first=taito**")
    assert page.inner_text("h1") == "台東区と千代田区"


def _tab_to(page: Any, test: str) -> None:
    """Press Tab until what has the focus passes a test in JavaScript, about ``at``."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"(at => {test})(document.activeElement)"):
            return
    pytest.fail(f"Tab does not lead to {test}")


def test_from_home_to_a_chart_by_keyboard(open_page: Open) -> None:
    """Words are looked for and an indicator is opened without a mouse; its chart is there."""
    page = open_page("/")
    _tab_to(page, "at.name === 'q' && at.closest('main')")
    page.keyboard.type("デジタルデバイドの解消に向けた取組を行う団体数")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    _tab_to(page, "at.closest('main .rows') && at.href.includes('progress-fy2024/indicator')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/indicator/01-05.html")
    _tab_to(page, "at.closest('.chart')")
    assert page.locator(".chart svg .actual-point").count() == 3
    assert page.locator(".chart svg .target-point").count() == 1


@pytest.mark.parametrize("name", ["home", "policies by ward", "indicator with a chart"])
def test_very_wide(open_page: Open, name: str) -> None:
    """On a screen of 3840 px, letters grow, and lines stay short enough to read."""
    page = open_page(KINDS[name], viewport={"width": 3840, "height": 2160})
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size >= 24
    assert page.locator("main").bounding_box()["width"] > 3840 / 2
    assert page.evaluate("document.querySelector('main p').offsetWidth") <= 50 * size
    assert page.evaluate("document.documentElement.scrollWidth") <= 3840


@pytest.mark.parametrize("locale", ["ja-JP", "en-GB"])
def test_findings(open_page: Open, axe: str, locale: str) -> None:
    """A file with mistakes is sent; the page of findings has no barriers, by day and by night."""
    page = open_page("/validate", locale=locale, bypass_csp=True)
    page.set_input_files("#file", PROJECT / "tests" / "shapes" / "Goal-parent" / "bad-record.ttl")
    page.click("main button[type=submit]", timeout=60_000)
    page.wait_for_selector("td a:has-text('Goal-parent')", timeout=60_000)
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("async () => (await axe.run()).violations.map(each => each.id)")
        assert found == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _brightness(colour: str) -> float:
    return sum(float(part) for part in colour.strip("rgba()").split(",")[:3]) / 3


@pytest.mark.parametrize("name", TEMPLATES)
def test_dark(dark_page: Any, axe: str, name: str) -> None:
    """Where the system is dark, pages are, and all text stands out."""
    dark_page.goto(KINDS[name])
    ink, *grounds = dark_page.evaluate(_INK)
    ground = next(g for g in grounds if g != "rgba(0, 0, 0, 0)")
    assert _brightness(ink) > 180
    assert _brightness(ground) < 80
    dark_page.evaluate(THINNED)
    dark_page.evaluate(axe)
    found = dark_page.evaluate(
        "async () => (await axe.run({runOnly: ['color-contrast'], preload: false}))"
        ".violations.length"
    )
    assert found == 0


@pytest.fixture(scope="module")
def dark_page(browser: Any, server: Any) -> Any:
    """A window of a system that is set to dark."""
    context = browser.new_context(base_url=server.address, color_scheme="dark", locale="ja-JP")
    yield context.new_page()
    context.close()


def test_dark_by_choice(open_page: Open) -> None:
    """The button changes the colours, and the choice is kept on the next page."""
    page = open_page("/explore")
    day = page.evaluate(_INK)
    page.click(".theme button")
    night = page.evaluate(_INK)
    assert night != day
    page.goto("/explore/themes")
    assert page.evaluate(_INK) == night


@pytest.mark.parametrize("name", ["policies by ward", "progress", "indicator with a chart"])
def test_print(open_page: Open, name: str) -> None:
    """On paper: no navigation, dark ink on white, nothing cut off, and a PDF comes of it."""
    page = open_page(KINDS[name], color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.is_visible("header nav")
    assert not page.is_visible(".crumbs")
    assert page.locator("input:visible, button:visible").count() == 0
    assert _brightness(page.evaluate(_INK)[0]) < 80
    assert page.evaluate(_CLIPPED) == 0
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_cell_leads_to_its_evidence(open_page: Open) -> None:
    """From the matrix to the elements behind a number, and on to the lines of the source."""
    page = open_page("/explore/policies")
    page.click("table a.badge.green >> nth=0")
    assert page.url.partition("?")[0].endswith("/explore/policies/cell")
    assert page.inner_text("h2 >> nth=0").startswith("宣言")
    page.click("main a.source >> nth=0")
    assert "/source/" in page.url


def test_what_is_hostile_is_text(open_page: Open) -> None:
    """Markup in a parameter is shown, not made."""
    page = open_page("/explore/organisation?ward=%3Cimg src=x onerror=document.title=1%3E")
    assert "<img src=x" in page.inner_text("main")
    assert page.title() != "1"
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_back_leads_to_the_same_place(open_page: Open, width: int) -> None:
    """What is out of sight keeps about the room that it will need: a link and Back, and nothing
    has gone far (content-visibility in style.css)."""
    page = open_page("/ontology.html", viewport={"width": width, "height": 900})
    terms = page.evaluate("[...document.querySelectorAll('main article h3')].map(e => e.id)")
    here = f"document.getElementById('{terms[len(terms) // 2]}')"
    page.evaluate(f"{here}.scrollIntoView()")
    page.wait_for_timeout(300)
    before = page.evaluate(f"{here}.getBoundingClientRect().top")
    page.evaluate(f"location.hash = '{terms[5]}'")
    page.wait_for_timeout(300)
    page.go_back()
    page.wait_for_timeout(400)
    assert abs(page.evaluate(f"{here}.getBoundingClientRect().top") - before) < 200
