"""What the pages say, in Japanese and English, one row a sentence.

Must not know templates; they ask by the name of the row.
"""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "site": ("自治体DX計画ナレッジグラフ", "Municipal DX Plan Knowledge Graph"),
    "skip": ("本文へ移動", "Skip to the content"),
    "navigation": ("主なページ", "Main pages"),
    "home": ("ホーム", "Home"),
    "ask": ("SPARQL で問い合わせる", "Ask with SPARQL"),
    "other_language": ("English", "日本語"),
    "lead": (
        "自治体のデジタル化計画に書かれた目標・施策・取組・指標・担当・工程を、"
        "原典の行まで辿れるデータとして公開しています。",
        "Goals, measures, initiatives, indicators, responsibilities and timetables from the "
        "digital plans of municipalities, as data that leads back to the lines of the source.",
    ),
    "endpoint": ("エンドポイント", "Endpoint"),
    "endpoint_note": (
        "SPARQL 1.1 Protocol の GET と POST を受け付けます。既定のグラフは全ての名前付きグラフの"
        "和です。",
        "Takes GET and POST of the SPARQL 1.1 Protocol. The default graph is the union of all "
        "named graphs.",
    ),
    "contents": ("収録データ", "What is in it"),
    "contents_of": ("版 {version}、{triples} トリプル", "version {version}, {triples} triples"),
    "graphs": ("名前付きグラフとトリプル数", "Named graphs and their triples"),
    "graph": ("グラフ", "Graph"),
    "triples": ("トリプル数", "Triples"),
    "query": ("問合せ（SPARQL 1.1）", "Query (SPARQL 1.1)"),
    "format": ("結果の形式", "Format of the result"),
    "format_html": ("この画面に表で表示", "A table on this page"),
    "run": ("実行", "Run"),
    "result": ("結果", "Result"),
    "rows": ("{count} 行、{time} ミリ秒", "{count} rows, {time} ms"),
    "cut": (
        "最初の {shown} 行を表示しています。全体は下の形式で取得できます。",
        "The first {shown} rows are shown. Take one of the formats below for all.",
    ),
    "none": (
        "条件に合うものはありませんでした。綴り、言語タグ、接頭辞を確かめてください。",
        "Nothing matches. Check spelling, language tags and prefixes.",
    ),
    "true": ("はい（true）", "Yes (true)"),
    "false": ("いいえ（false）", "No (false)"),
    "took": ("{time} ミリ秒", "{time} ms"),
    "download": ("この結果を別の形式で", "This result in another format"),
    "table": ("結果の表", "Table of results"),
    "prefixes": ("よく使う接頭辞", "Common prefixes"),
    "error": ("処理できませんでした", "This could not be done"),
    "query_error": ("問合せを実行できませんでした", "The query could not be run"),
    "example": (
        "# 名前に「オンライン」を含む取組と、それが書かれている原典の行",
        "# Initiatives with オンライン (online) in their name, and the source lines they stand in",
    ),
}


class Texts:
    """The sentences in one language, by name as attributes."""

    def __init__(self, language: str) -> None:
        self._column = 1 if language == "en" else 0

    def __getattr__(self, name: str) -> str:
        try:
            return TEXTS[name][self._column]
        except KeyError:
            raise AttributeError(name) from None
