"""Every kind of page in a real browser, in both languages: for everybody, quiet, small, still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from service.config import PROJECT
from tests.browser.conftest import Visit
from tests.browser.kinds import ACROSS, KINDS, STATUS
from tests.service.serving import Server

pytestmark = pytest.mark.browser
BYTES = 150_000
every = pytest.mark.parametrize("name", KINDS)
both = pytest.mark.parametrize("language", ["ja", "en"])


@both
@every
def test_the_page_is_there(visit: Callable[..., Visit], name: str, language: str) -> None:
    """In the language asked for, with the status it should have."""
    seen = visit(KINDS[name], language)
    assert seen.status == STATUS.get(name, 200)
    assert seen.language == language
    assert len(seen.text) > 20


@both
@every
def test_axe_finds_nothing(visit: Callable[..., Visit], name: str, language: str) -> None:
    """All rules of axe-core, best practices too."""
    assert visit(KINDS[name], language).findings == []


@both
@every
def test_nothing_from_elsewhere(
    visit: Callable[..., Visit], server: Server, name: str, language: str
) -> None:
    """The browser, without a network, asks this service only, and has nothing to complain of."""
    seen = visit(KINDS[name], language)
    assert seen.hosts == {f"127.0.0.1:{server.port}"}
    # a browser notes the status of a page that is not there as an error
    assert [c for c in seen.complaints if "status of 40" not in c] == []


@both
@every
def test_small_and_still(visit: Callable[..., Visit], name: str, language: str) -> None:
    """At most 150 kB with style and scripts, and nothing moves while it loads."""
    seen = visit(KINDS[name], language)
    assert 1000 < seen.bytes <= BYTES
    assert seen.shift == 0


@both
@every
def test_head_on_one_row(visit: Callable[..., Visit], name: str, language: str) -> None:
    """Name, navigation and search stand side by side on a screen of 1280 px."""
    assert 40 < visit(KINDS[name], language).head < 80


@both
@every
def test_no_scrolling_sideways(visit: Callable[..., Visit], name: str, language: str) -> None:
    """At 320 px; tables scroll within their own regions."""
    assert visit(KINDS[name], language).sideways == 0


def test_all_pages_across_wards_are_kinds(server: Server) -> None:
    """A page that ``/explore`` leads to is among those looked at."""
    known = {path.partition("?")[0] for path in ACROSS.values()}
    listed = server.send("GET", "/explore", {"Accept": "text/html"}).text
    links = {part.partition('"')[0] for part in listed.split('href="')[1:]}
    leads = {link for link in links if link.startswith("/explore/") and "/list/" not in link}
    assert len(leads) >= 8
    assert leads <= known


def test_reading_needs_no_scripts(
    visit: Callable[..., Visit], open_page: Callable[..., Any]
) -> None:
    """Without scripts, every page says what it says with them, but for buttons that need them."""
    page = open_page("/", java_script_enabled=False)
    for name, path in KINDS.items():
        page.goto(path)
        without = page.inner_text("main").split()
        lost = set(visit(path, "ja").text.split()) - set(without)
        assert len(lost) <= 2, (name, lost)


def test_templates_of_pages_across_wards_are_looked_at() -> None:
    """Each of the templates is that of a kind of page here."""
    templates = [p.stem for p in (PROJECT / "service" / "templates").glob("across_*.html")]
    pages = [name for name in templates if name not in ("across_base", "across_parts")]
    assert len(pages) == len(ACROSS)
