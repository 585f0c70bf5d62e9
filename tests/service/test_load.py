"""Thirty-two clients with a mixed workload: right answers, deliberate limits, steady memory.

For some seconds only; ``python -m tests.service.load`` does the same for as long as one likes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service import load

SECONDS = 20


@pytest.mark.slow
def test_a_mixed_workload(built: Path, tmp_path: Path) -> None:
    """Every question is answered as in a single run; only heavy queries meet limits."""
    with load.on_build(built, tmp_path) as server:
        report = load.mixed(server, clients=32, seconds=SECONDS)
        log = server.log()
    print("\n".join(report.lines()))
    assert report.faults == []
    assert report.different == {}
    assert report.questions >= 40
    statuses: dict[str, set[int]] = {kind: set() for kind in load.SHARES}
    for kind, status in report.statuses:
        statuses[kind].add(status)
    assert {code for _, code in report.limited} <= {"busy", "timeout"}
    assert report.limited.total() < 0.1 * sum(report.statuses.values()), report.limited
    assert statuses["kept"] | statuses["fresh"] <= {200, 503}
    assert statuses["graph"] == {200}
    assert statuses["wrong"] == {400}
    assert statuses["heavy"]
    assert statuses["heavy"] <= {200, 413, 503}
    assert sum(report.statuses.values()) > 20 * SECONDS
    assert "accident" not in log
    assert "Traceback" not in log
    web = [sample[0] for sample in report.memory]
    half = len(web) // 2
    assert half >= SECONDS // 3
    assert max(web[half:]) < 1.25 * max(web[:half]) + 30, web
