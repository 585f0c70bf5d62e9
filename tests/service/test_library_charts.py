"""``examples/two-charts.py``, run against a server; what is drawn is what the sources say."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from service.config import PROJECT
from tests.queries import reading
from tests.service.serving import Server, running

SCRIPT: Final = PROJECT / "examples" / "two-charts.py"
WHY: Final = "the example needs pandas and matplotlib: pip install 'dxplan[research]'"
SERIES: Final = PROJECT / "tests" / "queries" / "indicators" / "nakano-series.tsv"
COVERAGE: Final = PROJECT / "tests" / "queries" / "sources" / "coverage-by-section.tsv"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The example as a module."""
    for name in ("pandas", "matplotlib"):
        pytest.importorskip(name, reason=WHY)
    spec = importlib.util.spec_from_file_location("two_charts", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Server]:
    """A server on the build of the project."""
    with running(built.parent.parent) as server:
        yield server


def plain(term: str) -> str:
    return term.partition('"^^')[0].rpartition('"@')[0].strip('"') or term.split('"')[1]


def expected(path: Path) -> list[dict[str, str]]:
    columns, rows = reading.answer(path.read_text(encoding="utf-8"))
    return [{c: plain(t) for c, t in zip(columns, row, strict=True) if t} for row in rows]


def need_font(script: ModuleType) -> None:
    if script.choose_font() is None:
        pytest.skip("there is no Japanese font here (Noto Sans CJK JP, IPAex)")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_both_charts_are_drawn(
    script: ModuleType, server: Server, tmp_path: Path, language: str
) -> None:
    need_font(script)
    given = ["--endpoint", server.address, "--folder", str(tmp_path), "--lang", language]
    assert script.main(given) == 0
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["coverage.png", "coverage.svg", "nakano-series.png", "nakano-series.svg"]
    for name in files:
        content = (tmp_path / name).read_bytes()
        assert len(content) > 20_000, name
        if name.endswith(".svg"):
            assert ET.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
        else:
            assert content.startswith(b"\x89PNG")


def test_the_series_are_those_of_the_documents(script: ModuleType, server: Server) -> None:
    need_font(script)
    figure = script.series(script.Endpoint(server.address), "ja")
    drawn = [axis for axis in figure.axes if axis.get_visible()]
    rows = expected(SERIES)
    assert len(drawn) == 9
    checked = 0
    for axis in drawn:
        name = axis.get_title(loc="left")
        for kind, label in (("実績", "actual"), ("基準値", "baseline")):
            printed = {
                (int(row["year"]), float(row["number"]))
                for row in rows
                if (row["name"], row["valueKind"]) == (name, kind) and "number" in row
            }
            assert points(axis, label) == printed, (name, kind)
            checked += len(printed)
    assert checked >= 30
    texts = " ".join(text.get_text() for text in figure.texts)
    assert "nakano-progress-fy2024.txt" in texts
    assert "https://w3id.org/dxplan/queries/indicators/nakano-series?version=" in texts
    script.plt.close(figure)


def points(axis: Any, label: str) -> set[tuple[int, float]]:
    return {
        (int(x), float(y))
        for line in axis.get_lines()
        if line.get_label() == label
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


def test_no_line_crosses_a_change_of_definition(script: ModuleType, server: Server) -> None:
    need_font(script)
    figure = script.series(script.Endpoint(server.address), "en")
    (axis,) = [
        a for a in figure.axes if a.get_title(loc="left") == "区内のマイナンバーカード交付率"
    ]
    spans = [set(line.get_xdata()) for line in axis.get_lines() if line.get_linestyle() == "-"]
    assert len(spans) >= 2
    assert not any({2022, 2023} <= span for span in spans)
    assert "cannot be compared" in " ".join(text.get_text() for text in figure.texts)
    script.plt.close(figure)


def test_the_bars_are_the_lines_of_the_ledgers(script: ModuleType, server: Server) -> None:
    need_font(script)
    figure = script.coverage(script.Endpoint(server.address), "ja")
    (axis,) = figure.axes
    files = [label.get_text() for label in axis.get_yticklabels()]
    rows = expected(COVERAGE)
    drawn = {
        (status, file): int(bar.get_width())
        for status, bars in zip(*reversed(axis.get_legend_handles_labels()), strict=True)
        for file, bar in zip(files, bars, strict=True)
    }
    assert len(files) == 5
    assert len(drawn) >= 15
    for (status, file), width in drawn.items():
        found = [int(r["lines"]) for r in rows if (r["status"], r["file"]) == (status, file)]
        assert width == sum(found), (status, file)
    assert sum(drawn.values()) == sum(int(row["lines"]) for row in rows)
    script.plt.close(figure)


@pytest.mark.filterwarnings("ignore:Glyph")
def test_a_missing_font_is_said(
    script: ModuleType,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(script, "FONTS", ())
    with script.mpl.rc_context({"font.family": ["DejaVu Sans"]}):
        assert script.main(["--endpoint", server.address, "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "フォント" in said
    assert "no Japanese font" in said
