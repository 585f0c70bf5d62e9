"""The page for checking files in the browser: a file is dropped, checked, and its report saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service.config import PROJECT

Open = Any
BAD = PROJECT / "tests" / "shapes" / "Goal-parent" / "bad-record.ttl"
_DROP = """text => {
  const files = new DataTransfer();
  files.items.add(new File([text], "dropped.ttl"));
  const form = document.querySelector("[data-upload]");
  const event = name => new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: files});
  const taken = !form.dispatchEvent(event("dragover"));
  const lit = form.classList.contains("over");
  form.dispatchEvent(event("drop"));
  return [taken, lit, form.classList.contains("over")];
}"""
PATIENCE = 90_000


def _ready(page: Any) -> None:
    """Wait until what is checked against has been read."""
    for _ in range(PATIENCE // 1000):
        if not page.locator("main .notice[role=status]").count():
            return
        page.wait_for_timeout(1000)
        page.reload()


@pytest.mark.parametrize("locale", ["ja-JP", "en-GB"])
def test_a_file_is_dropped_checked_and_the_report_saved(open_page: Open, locale: str) -> None:
    page = open_page("/validate", locale=locale)
    _ready(page)
    assert page.evaluate(_DROP, BAD.read_text(encoding="utf-8")) == [True, True, False]
    assert "dropped.ttl" in page.inner_text(".state")
    page.click("[data-upload] button[type=submit]", timeout=PATIENCE, no_wait_after=True)
    page.wait_for_selector("td a:has-text('Goal-parent')", timeout=PATIENCE)
    with page.expect_download() as saved:
        page.click("a[download='findings.csv']")
    assert "Goal-parent" in Path(saved.value.path()).read_text(encoding="utf-8")


def test_another_form_is_saved_without_leaving_the_page(open_page: Open) -> None:
    page = open_page("/validate")
    _ready(page)
    page.set_input_files("#file", BAD)
    page.select_option("#format", "sarif")
    with page.expect_download(timeout=PATIENCE) as saved:
        page.click("[data-upload] button[type=submit]", timeout=PATIENCE)
    assert saved.value.suggested_filename == "findings.sarif"
    page.wait_for_selector(".state:has-text('保存しました')")
    page.set_input_files("#file", {"name": "a.exe", "mimeType": "x/y", "buffer": b"MZ"})
    page.click("[data-upload] button[type=submit]", timeout=PATIENCE)
    page.wait_for_selector(".state:has-text('形式が分かりません')", timeout=PATIENCE)
