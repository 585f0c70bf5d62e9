"""What the pages say, in Japanese and English, one row a sentence.

Here is what all pages share, and home, errors and the form for queries; every other part has a
module ``texts_<part>`` and a row in ``PARTS``. Must not know templates; they ask by the name of
the row.
"""

from __future__ import annotations

from typing import Final

from service import (
    texts_across,
    texts_catalogue,
    texts_explain,
    texts_home,
    texts_library,
    texts_reference,
    texts_rewriting,
    texts_search,
    texts_things,
    texts_validate,
    texts_workbench,
)

_FRAME: Final[dict[str, tuple[str, str]]] = {
    "site": ("自治体DX計画ナレッジグラフ", "Municipal DX Plan Knowledge Graph"),
    "skip": ("本文へ移動", "Skip to the content"),
    "navigation": ("主なページ", "Main pages"),
    "home": ("ホーム", "Home"),
    "ask": ("SPARQL で問い合わせる", "Ask with SPARQL"),
    "nav_search": ("探す", "Search"),
    "nav_queries": ("質問集", "Questions"),
    "nav_sparql": ("SPARQL で問う", "SPARQL"),
    "nav_ontology": ("語彙", "Ontology"),
    "dark": ("暗い配色", "Dark colours"),
    "unknown_language": (
        "「{language}」のページはありません。日本語（ja）と英語（en）があります。",
        "There are no pages in “{language}”; there are Japanese (ja) and English (en).",
    ),
    "foot_sources": (
        "事実は千代田区・中央区・台東区・中野区の文書によります。英語名と要約は本プロジェクトに"
        "よるもので、公式のものではありません。",
        "Facts are from documents of Chiyoda, Chuo, Taito and Nakano. English names and summaries "
        "are this project’s and not official.",
    ),
    "foot_licence": ("データは CC BY 4.0 で使えます。", "The data may be used under CC BY 4.0."),
    "foot_version": ("データの版: {version}", "Version of the data: {version}"),
    "foot_navigation": ("利用条件と状態", "Terms and state"),
    "foot_health": ("稼働状況", "Service status"),
    "foot_contact": ("問合せ・誤りの連絡", "Contact, report an error"),
    "crumbs": ("現在位置", "You are here"),
    "nearest": ("近い名前のもの", "Things with a similar name"),
    "go_home": ("ホームへ", "To the home page"),
    "other_language": ("English", "日本語"),
    "endpoint": ("エンドポイント", "Endpoint"),
    "endpoint_note": (
        "SPARQL 1.1 Protocol の GET と POST を受け付けます。既定のグラフは全ての名前付きグラフの"
        "和です。",
        "Takes GET and POST of the SPARQL 1.1 Protocol. The default graph is the union of all "
        "named graphs.",
    ),
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
    "error_nothing": ("見つかりません", "Not found"),
    "query_error": ("問合せを実行できませんでした", "The query could not be run"),
    "example": (
        "# 名前に「オンライン」を含む取組と、それが書かれている原典の行",
        "# Initiatives with オンライン (online) in their name, and the source lines they stand in",
    ),
}


# one row a module; a name stands in one of them only
PARTS: Final[tuple[dict[str, tuple[str, str]], ...]] = (
    _FRAME,
    texts_across.TEXTS,
    texts_explain.TEXTS,
    texts_home.TEXTS,
    texts_catalogue.TEXTS,
    texts_library.TEXTS,
    texts_reference.TEXTS,
    texts_rewriting.TEXTS,
    texts_search.TEXTS,
    texts_things.TEXTS,
    texts_validate.TEXTS,
    texts_workbench.TEXTS,
)
TEXTS: Final = {name: both for part in PARTS for name, both in part.items()}


class Texts:
    """The sentences in one language, by name as attributes."""

    def __init__(self, language: str) -> None:
        self._column = 1 if language == "en" else 0

    def __getattr__(self, name: str) -> str:
        try:
            return TEXTS[name][self._column]
        except KeyError:
            raise AttributeError(name) from None
