"""What a reader waits for: the figures that Lighthouse weighs, taken in Chromium as it takes them.

``python -m tests.browser.figures [ADDRESS]`` opens one page of each kind on a running service, each
three times with nothing kept from before: on a desk, and on a phone (processor four times slower,
1.6 Mbit/s, 150 ms there and back). It prints medians as a table in Markdown, and the worst. Under
other work on the machine, times are too long; bytes and shift are not touched by that.
"""

from __future__ import annotations

import statistics
import sys
from typing import Any, Final
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, program
from tests.browser.kinds import KINDS, TEMPLATES

VISITS: Final = 3
_PHONE: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_638_400 / 8,
    "uploadThroughput": 768_000 / 8,
}
_WORKBENCH: Final = "/sparql?query=" + quote("SELECT ?s { ?s a <http://www.w3.org/ns/org#Site> }")
# paints and tasks so far; a task blocks for what it takes beyond 50 ms
_SEEN: Final = """() => new Promise(done => {
  const found = {fcp: 0, lcp: 0, blocked: 0, shift: 0};
  const watch = (type, add) => new PerformanceObserver(list => list.getEntries().forEach(add))
    .observe({type, buffered: true});
  watch("paint", e => { if (e.name === "first-contentful-paint") found.fcp = e.startTime; });
  watch("largest-contentful-paint", e => { found.lcp = Math.max(found.lcp, e.startTime); });
  watch("longtask", e => { found.blocked += Math.max(0, e.duration - 50); });
  watch("layout-shift", e => { found.shift += e.value; });
  const loaded = [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")];
  found.bytes = loaded.reduce((sum, e) => sum + e.transferSize, 0) / 1000;
  setTimeout(() => done(found), 200);
})"""
_NAMES: Final = {
    "fcp": "FCP ms",
    "lcp": "LCP ms",
    "blocked": "TBT ms",
    "shift": "CLS",
    "bytes": "kB",
}


def main() -> None:
    """Print both tables."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    paths = {name: KINDS[name] for name in TEMPLATES} | {"workbench with an answer": _WORKBENCH}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        for phone in (False, True):
            print(f"\n{'phone' if phone else 'desk'}, median of {VISITS} visits:\n")
            _table({name: measured(browser, address + path, phone) for name, path in paths.items()})
        browser.close()


def measured(browser: Any, address: str, phone: bool) -> dict[str, float]:
    """Return the medians of one page.

    Args:
        browser: a running browser.
        address: of the page.
        phone: whether to be slow, and small.
    """
    visits = [_visit(browser, address, phone) for _ in range(VISITS)]
    return {name: statistics.median(visit[name] for visit in visits) for name in _NAMES}


def _visit(browser: Any, address: str, phone: bool) -> dict[str, float]:
    size = {"width": 390, "height": 780} if phone else {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, locale="ja-JP")
    page = context.new_page()
    if phone:
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        session.send("Network.emulateNetworkConditions", _PHONE)
    page.goto(address, wait_until="networkidle")
    seen: dict[str, float] = page.evaluate(_SEEN)
    context.close()
    return seen


def _table(rows: dict[str, dict[str, float]]) -> None:
    print("| page | " + " | ".join(_NAMES.values()) + " |")
    print("| --- |" + " ---: |" * len(_NAMES))
    for page, found in rows.items():
        print(f"| {page} | " + " | ".join(_shown(name, found[name]) for name in _NAMES) + " |")
    worst = {name: max(found[name] for found in rows.values()) for name in _NAMES}
    print("| **worst** | " + " | ".join(_shown(name, worst[name]) for name in _NAMES) + " |")


def _shown(name: str, value: float) -> str:
    return f"{value:.3f}" if name == "shift" else f"{value:.0f}"


if __name__ == "__main__":
    main()
