"""Every kind of page is answered quickly, and none is large: bounds that hold on a busy machine.

What a page takes on a machine of its own is in docs/pages.md; here it is processor time, and
shares of all pages, so that work of others does not count.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.service import pages_speed
from tests.service.serving import running

MOST_OF_A_KIND = 4
FEW = 0.4  # a page that is kept, against one that is made
SECONDS = 0.25  # with nothing made ready; the aim is 0.1 of passing time, with it
LARGEST = 150_000  # bytes, compressed


@pytest.mark.slow
def test_pages_are_quick_and_small(built: Path, tmp_path: Path) -> None:
    """At the 95th percentile of first requests, and far less when asked again."""
    (tmp_path / "current").symlink_to(built)
    wanted: list[tuple[str, str]] = []
    with running(tmp_path, warm="off") as server:
        kinds: Counter[str] = Counter()
        for kind, address in pages_speed.addresses(server):
            kinds[kind] += 1
            if kinds[kind] <= MOST_OF_A_KIND:
                tongue = ("ja", "en")[kinds[kind] % 2]
                wanted.append((kind, pages_speed.path(address, tongue)))
        # once before counting: what is made once for all pages, such as the search index
        pages_speed.measure(server, [("", "/search?q=x"), ("", "/ontology.html?x=1"), *wanted[:1]])
        loads = pages_speed.measure(server, wanted, again=2)
    assert len(loads) > 100
    assert len(kinds) > 35
    assert [load.path for load in loads if load.status != 200] == []
    assert [load.path for load in loads if load.size > LARGEST] == []
    worked = pages_speed.share([load.worked for load in loads], 0.95)
    assert worked < SECONDS, list(pages_speed.table(loads))
    again = pages_speed.share([load.again for load in loads], 0.5)
    assert again < FEW * pages_speed.share([load.first for load in loads], 0.5)
