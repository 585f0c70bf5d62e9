"""Asks stored questions over HTTP and draws two charts, with the lines that the figures stand in.

    pip install 'dxplan[research]'          (SPARQLWrapper, pandas, matplotlib)
    python examples/two-charts.py --endpoint http://127.0.0.1:8000/ --folder charts

Draws nakano-series and coverage, each as SVG and PNG, in Japanese or (--lang en) with English
titles. Names of indicators are those of the documents. Read it as an example: nothing here is
needed by the service, and nothing of the service is imported.
"""

from __future__ import annotations

import argparse
import io
import sys
import urllib.request
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlencode

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from SPARQLWrapper import CSV, POST, SPARQLWrapper

FONTS: Final = (
    *("Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic", "IPAGothic", "Hiragino Sans"),
    *("Yu Gothic", "Meiryo", "TakaoGothic", "VL Gothic"),
)
INK, SOFT, BLUE, ORANGE, GREY = "#1a1a1c", "#626264", "#0017c1", "#c74700", "#b3b3b3"
TITLES: Final = {
    "series": (
        "中野区の指標は目標に近づいているか",
        "Are Nakano’s indicators getting nearer to their targets?",
    ),
    "coverage": (
        "原典の行はどう扱われたか",
        "How the lines of each source were treated",
    ),
    "actual": ("実績", "actual"),
    "target": ("目標", "target"),
    "baseline": ("基準値", "baseline"),
    "lines": ("行数", "lines"),
    "source": ("出典", "Source"),
    "row": ("行", "lines"),
    "rows": (
        "図の上の行番号は nakano-progress-fy2024.txt のもの",
        "lines above each chart are those of nakano-progress-fy2024.txt",
    ),
    "broken": (
        "点線: 定義が変わり、前後は比べられない。",
        "Dotted: the definition changed; figures before and after cannot be compared.",
    ),
}
KINDS: Final = {"実績": "actual", "基準値": "baseline", "目標": "target", "中間目標": "target"}
STATUSES: Final = {
    "転記済み": "transcribed",
    "背景": "context",
    "目次・飾り": "contents, ornament",
    "失われた": "lost",
    "除外": "left out",
}
SHADES: Final = {
    "転記済み": BLUE,
    "背景": "#7096f8",
    "目次・飾り": "#c5d7fb",
    "失われた": ORANGE,
    "除外": GREY,
}
VERDICTS: Final = {
    "達した": "reached",
    "達していない": "not reached",
    "決められない": "undecidable",
}
# kind of value, marker, its edge, its inside
MARKS: Final = (
    ("actual", "o", BLUE, BLUE),
    ("baseline", "o", BLUE, "white"),
    ("target", "D", ORANGE, "white"),
)


class Endpoint:
    """The service, asked for stored questions.

    Args:
        address: where it is, with a slash at the end.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/") + "/"

    def ask(self, name: str) -> pd.DataFrame:
        """Fetch a stored question, send it to the endpoint and return the table."""
        with urllib.request.urlopen(f"{self.address}queries/{name}.rq") as reply:  # noqa: S310
            query = reply.read().decode()
        sparql = SPARQLWrapper(f"{self.address}sparql")
        sparql.setMethod(POST)
        sparql.setReturnFormat(CSV)
        sparql.setQuery(query)
        return pd.read_csv(io.BytesIO(cast(bytes, sparql.queryAndConvert())))

    def answer(self, name: str, **values: str) -> pd.DataFrame:
        """Ask a stored question by its address, with values for its parameters."""
        return pd.read_csv(f"{self.address}queries/{name}.csv?{urlencode(values)}")

    def cite(self, name: str) -> str:
        """Return the permanent address of a question, with the version of the data."""
        request = urllib.request.Request(  # noqa: S310  the address is the user's own
            f"{self.address}queries/{name}.csv", method="HEAD"
        )
        with urllib.request.urlopen(request) as reply:  # noqa: S310
            version = reply.headers["Dxplan-Graph-Version"]
        return f"https://w3id.org/dxplan/queries/{name}?version={version}"


def words(name: str, language: str) -> str:
    """Return a text of the charts."""
    ja, en = TITLES[name]
    return en if language == "en" else ja


def choose_font() -> str | None:
    """Take a Japanese font if there is one; return its name."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    found = next((name for name in FONTS if name in known), None)
    if found:
        mpl.rcParams["font.family"] = [found, "sans-serif"]
    mpl.rcParams |= {"svg.fonttype": "path", "svg.hashsalt": "dxplan", "axes.unicode_minus": False}
    return found


def series(endpoint: Endpoint, language: str) -> Figure:
    """Draw every indicator of Nakano that has a verdict: baseline, actuals, targets, places."""
    name = "indicators/nakano-series"
    table = endpoint.ask(name).dropna(subset=["number", "year"])
    table["kind"] = table["valueKind"].map(KINDS)
    verdicts = endpoint.ask("indicators/targets-and-latest-actuals")
    verdicts = verdicts[verdicts["indicator"].str.contains("/nakano/progress-fy2024/")]
    breaks = endpoint.ask("indicators/series-breaks").set_index("indicator")["year"]
    figure, axes = plt.subplots(
        *(-(-len(verdicts) // 2), 2), figsize=(11, 2.5 * len(verdicts) / 2 + 1.6), sharex=True
    )
    for axis, one in zip(axes.flat, verdicts.itertuples(), strict=False):
        rows = table[table["name"] == one.name]
        _one_series(axis, rows, breaks.get(one.indicator))
        _head(axis, str(one.name), _verdict(endpoint, one, language))
    for axis in axes.flat[len(verdicts) :]:
        axis.set_visible(False)
    _legend(figure, axes.flat[0], language)
    files = " · ".join(sorted(table["document"].unique()))
    note = words("broken", language) if set(breaks.index) & set(verdicts["indicator"]) else ""
    sources = f"{files} ({words('rows', language)})\n{endpoint.cite(name)}"
    _frame(figure, words("series", language), sources, language, note)
    return figure


def _verdict(endpoint: Endpoint, one: Any, language: str) -> str:
    """Say whether the target is reached, and where the figures stand."""
    places = endpoint.answer("sources/place-of-a-figure", indicator=one.indicator)
    pairs = places[["firstLine", "lastLine"]].drop_duplicates().sort_values("firstLine")
    lines = ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in pairs.to_numpy())
    verdict = VERDICTS.get(one.verdict, one.verdict) if language == "en" else one.verdict
    return f"{verdict} · {words('row', language)} {lines}"


def _head(axis: Axes, name: str, below: str) -> None:
    axis.set_title(name, loc="left", fontsize=9.5, color=INK, pad=17)
    axis.text(0, 1.04, below, transform=axis.transAxes, fontsize=8, color=SOFT)


def _one_series(axis: Axes, rows: pd.DataFrame, broken: float | None) -> None:
    """Draw one indicator; the line stops where a change of definition broke the series."""
    over: dict[str, Any] = {"linestyle": "none", "zorder": 3, "clip_on": False}
    known = rows[rows["kind"].isin(["baseline", "actual"])].sort_values("year")
    split = known["year"] < (broken or 0)
    for part in filter(len, (known[split], known[~split])):
        axis.plot(part["year"], part["number"], color=BLUE, linewidth=2, clip_on=False)
    if broken:
        axis.axvline(broken - 0.5, color=GREY, linestyle=":")
    target = rows[rows["kind"] == "target"].drop_duplicates(["year", "number"])
    for kind, marker, colour, inside in MARKS:
        at = target if kind == "target" else known[known["kind"] == kind]
        style = {"marker": marker, "mec": colour, "mfc": inside, "mew": 1.8, "label": kind}
        if not at.empty:
            axis.plot(at["year"], at["number"], **style, **over)
    for _, row in pd.concat([known.tail(1), target.tail(1)]).iterrows():
        axis.annotate(
            str(row["printed"]),
            (row["year"], row["number"]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=ORANGE if row["kind"] == "target" else BLUE,
        )
    axis.set_ylim(bottom=0, top=max(rows["number"].max(), 1) * 1.3)
    axis.set_xlim(2019.5, 2025.7)
    axis.set_xticks(range(2020, 2026))
    axis.yaxis.set_major_formatter("{x:,.0f}")
    axis.yaxis.set_major_locator(MaxNLocator(4, integer=True))


def coverage(endpoint: Endpoint, language: str) -> Figure:
    """Draw how many lines of each source were transcribed, are context, or were lost."""
    name = "sources/coverage-by-section"
    table = endpoint.ask(name)
    lines = table.pivot_table(
        index="file", columns="status", values="lines", aggfunc="sum", fill_value=0
    )
    ordered = [status for status in STATUSES if status in lines.columns]
    ordered += sorted(set(lines.columns) - set(ordered))  # whatever comes to be, is drawn
    lines = lines[ordered].iloc[::-1]
    figure, axis = plt.subplots(figsize=(11, 5))
    lines.plot.barh(
        stacked=True,
        ax=axis,
        color=[SHADES.get(each, INK) for each in ordered],
        width=0.7,
        legend=False,
    )
    for place, total in enumerate(lines.sum(axis=1)):
        share = lines.iloc[place, 0] / total
        axis.text(total, place, f" {total:,} ({share:.0%})", va="center", fontsize=9, color=INK)
    axis.set_xlim(right=lines.sum(axis=1).max() * 1.14)
    axis.set_ylabel("")
    axis.set_xlabel(words("lines", language))
    _legend(figure, axis, language)
    _frame(figure, words("coverage", language), endpoint.cite(name), language)
    return figure


def _legend(figure: Figure, axis: Axes, language: str) -> None:
    handles, labels = axis.get_legend_handles_labels()
    named = [words(label, language) if label in TITLES else label for label in labels]
    named = [STATUSES.get(label, label) if language == "en" else label for label in named]
    figure.legend(handles, named, loc="upper right", ncols=len(labels), frameon=False)


def _frame(figure: Figure, title: str, sources: str, language: str, note: str = "") -> None:
    """Put title and source lines around a chart, and take away what is not needed."""
    height = figure.get_figheight()
    figure.suptitle(title, x=0.02, y=1 - 0.12 / height, ha="left", fontsize=15, weight="bold")
    caption = f"{words('source', language)}: {sources}" + (f"\n{note}" if note else "")
    figure.text(0.02, 0.1 / height, caption, fontsize=8, color=SOFT, va="bottom")
    for axis in figure.axes:
        axis.spines[["top", "right"]].set_visible(False)
        axis.spines[["left", "bottom"]].set_color(GREY)
        axis.tick_params(colors=SOFT, labelsize=8.5)
    figure.tight_layout(rect=(0, 0.65 / height, 1, 1 - 0.25 / height))


def save(figure: Figure, folder: Path, name: str) -> list[Path]:
    """Save a chart as SVG and PNG; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.svg", folder / f"{name}.png"]
    figure.savefig(paths[0], metadata={"Date": None})
    figure.savefig(paths[1], dpi=144)
    plt.close(figure)
    return paths


def main(arguments: list[str] | None = None) -> int:
    """Draw both charts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--endpoint", default="http://127.0.0.1:8000/")
    parser.add_argument("--folder", type=Path, default=Path("charts"))
    parser.add_argument("--lang", choices=("ja", "en"), default="ja")
    given = parser.parse_args(arguments)
    if choose_font() is None:
        sys.stderr.write(
            "日本語のフォントがないため、日本語が四角で表示されます。Noto Sans CJK JP か IPAex "
            "フォントを入れてください。\n"
            "There is no Japanese font, so Japanese will show as boxes: install Noto Sans CJK JP "
            "or the IPAex fonts.\n"
        )
    endpoint = Endpoint(given.endpoint)
    for name, draw in (("nakano-series", series), ("coverage", coverage)):
        for path in save(draw(endpoint, given.lang), given.folder, name):
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
