"""Takes the pictures of docs/pages.md from a running service; see there.

    python docs/pictures/make.py [http://127.0.0.1:8000]

Each page once on a desk and once on a phone, in Japanese; at most 150 kB a picture.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Final
from urllib.parse import quote

from playwright.sync_api import Browser, ViewportSize, sync_playwright

FOLDER: Final = Path(__file__).parent
LARGEST: Final = 150_000  # bytes
SIZES: Final[dict[str, ViewportSize]] = {
    "desk": {"width": 1280, "height": 760},
    "phone": {"width": 390, "height": 780},
}
_QUERY: Final = """PREFIX dxp: <https://w3id.org/dxplan/ontology#>

SELECT ?theme (COUNT(?initiative) AS ?n) {
  ?initiative a dxp:Initiative ; dxp:theme ?theme
}
GROUP BY ?theme ORDER BY DESC(?n)
"""
PAGES: Final = {
    "home": "/",
    "policies": "/explore/policies",
    "family": "/explore/families/security-incidents",
    "editions": "/explore/editions",
    "progress": "/explore/progress",
    "timeline": "/explore/timeline",
    "plan": "/id/taito/edition/informatization-plan-2021.html",
    "initiative": "/id/chuo/strategy-2024/initiative/01-01.html",
    "indicator": "/id/nakano/progress-fy2024/indicator/01-02.html",
    "search": "/search?q=オンライン",
    "ontology": "/ontology.html",
    "workbench": "/sparql?query=" + quote(_QUERY),
}


def main() -> None:
    """Take all pictures."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        for size, view in SIZES.items():
            take(browser, address, size, view)
        browser.close()


def take(browser: Browser, address: str, size: str, view: ViewportSize) -> None:
    """Take the pictures of one size.

    Args:
        browser: a running browser.
        address: of the service.
        size: what the files are named by.
        view: width and height of the window.
    """
    context = browser.new_context(base_url=address, viewport=view, locale="ja-JP")
    page = context.new_page()
    for name, path in PAGES.items():
        page.goto(path)
        if name == "workbench":
            page.set_viewport_size({"width": view["width"], "height": 1300})
            page.click("#tab-chart")
            page.evaluate("scrollTo(0, 0)")
        file = FOLDER / f"{name}-{size}.png"
        page.screenshot(path=file)
        if file.stat().st_size > LARGEST:
            sys.exit(f"{file.name}: {file.stat().st_size} bytes, more than {LARGEST}")
    context.close()


if __name__ == "__main__":
    main()
