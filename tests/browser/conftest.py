"""A browser without a network, the service to look at, and what a visit to a page shows.

Skips, and says so, where there is no Chromium, no Playwright, or nothing was installed in web/.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from service.config import PROJECT
from tests.service.serving import Server, running

AXE: Final = PROJECT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# all names but that of this machine are unknown, as if the cable were out
_CUT_OFF: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", _CUT_OFF)
_NARROW: Final = 320
_WIDE: Final = {"width": 1280, "height": 900}
SHIFT: Final = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 30);
})"""
LOADED: Final = """() => [...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource")].reduce((sum, each) => sum + each.transferSize, 0)"""
# Of rows, branches and terms that a template makes alike, those that come first are enough for axe.
THINNED: Final = """() => document.querySelectorAll(
  "article:nth-of-type(n+8), tbody > tr:nth-child(n+13), .rows > li:nth-child(n+13), "
  + ".tree > li:nth-child(n+4), .facts > div:nth-child(n+30)").forEach(each => each.remove())"""
# that targets are large enough (WCAG 2.2, 2.5.8) is looked at only if asked for
_CHECKED: Final = """async () =>
  (await axe.run({resultTypes: ["violations"], preload: false,
    rules: {"target-size": {enabled: true}}})).violations.map(
  each => each.id + ": " + each.nodes.map(node => node.html).slice(0, 3).join(" | "))"""
_SIDEWAYS: Final = (
    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
)


def program() -> str | None:
    """Return the browser of this machine, if there is one."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@dataclass
class Visit:
    """What a page showed.

    Attributes:
        status: of the response.
        language: of the document.
        hosts: where anything was asked for.
        complaints: errors in the console, among them breaches of the content policy.
        findings: of axe, with the elements.
        head: height of the head of the page on a wide screen, in pixels.
        shift: by how much things moved while it loaded (CLS).
        bytes: transferred with all that it loads, nothing kept from before.
        sideways: by how many pixels it scrolls sideways at 320 px.
        text: of the main part.
    """

    status: int = 0
    language: str = ""
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    head: int = 0
    shift: float = 0
    bytes: int = 0
    sideways: int = 0
    text: str = ""


@pytest.fixture(scope="session")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The service on the whole graph."""
    var = tmp_path_factory.mktemp("looked-at")
    (var / "builds").symlink_to(built.parent)
    (var / "current").symlink_to(built)
    with running(var, rate="0") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, cut off from the network."""
    missing = "no Playwright: pip install playwright"
    sync_api = pytest.importorskip("playwright.sync_api", reason=missing)
    if program() is None:
        pytest.skip("no browser: apt-get install chromium, or set CHROMIUM to the program")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The program that looks for barriers."""
    if not AXE.exists():
        pytest.skip("no axe-core: run `make web`")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture
def open_page(browser: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Open a page in a window of its own: ``open_page(path, **options of the context)``."""
    contexts = []

    def go(path: str, **options: Any) -> Any:
        given = {"viewport": _WIDE, "locale": "ja-JP"} | options
        contexts.append(browser.new_context(base_url=server.address, **given))
        page = contexts[-1].new_page()
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def visit(browser: Any, server: Server, axe: str) -> Iterator[Callable[[str, str], Visit]]:
    """Visit a page in a language; the second time, what was seen the first time."""
    seen: dict[tuple[str, str], Visit] = {}
    context = browser.new_context(base_url=server.address, viewport=_WIDE, bypass_csp=False)
    page = context.new_page()
    context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    found = Visit()

    def heard(said: Any) -> None:
        if said.type == "error":
            found.complaints.append(said.text)

    page.on("request", lambda request: found.hosts.add(urlsplit(request.url).netloc))
    page.on("console", heard)
    page.on("pageerror", lambda fault: found.complaints.append(str(fault)))

    def go(path: str, language: str) -> Visit:
        nonlocal found
        if (path, language) not in seen:
            found = seen[path, language] = Visit()
            page.set_extra_http_headers({"Accept-Language": language})
            response = page.goto(path, wait_until="load")
            found.status = response.status
            _look(page, found, axe)
        return seen[path, language]

    yield go
    context.close()


def _look(page: Any, found: Visit, axe: str) -> None:
    found.language = page.evaluate("document.documentElement.lang")
    found.shift = page.evaluate(SHIFT)
    found.bytes = page.evaluate(LOADED)
    found.text = page.inner_text("main")
    found.head = page.evaluate("document.querySelector('header').offsetHeight")
    page.set_viewport_size({"width": _NARROW, "height": 640})
    found.sideways = page.evaluate(_SIDEWAYS)
    page.set_viewport_size(_WIDE)
    page.evaluate(THINNED)
    page.evaluate(axe)
    found.findings = page.evaluate(_CHECKED)
