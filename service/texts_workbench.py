"""What the query workbench says; see ``service.texts``. Its script has its own words."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "empty_title": ("結果が空である理由", "Why there is no result"),
    "empty_ask": ("なぜ空なのかを調べる", "Find out why"),
    "empty_place": ("{line} 行 {column} 文字目", "Line {line}, column {column}"),
    "empty_corrected": ("直した問合せ", "The query corrected"),
    "empty_tried": (
        "この問合せは結果があることを確かめてあります。",
        "This query was tried and does find something.",
    ),
    "empty_use": ("この問合せを実行する", "Run this query"),
    "empty_not_empty": ("この問合せには結果があります。", "This query does find something."),
    "empty_nothing": (
        "時間内に理由を見つけられませんでした。条件を一つずつ外して試してください。",
        "No reason was found in time. Try to take the conditions out one by one.",
    ),
    "empty_term": (
        "{found} はデータで使われていません。{meant} のことではありませんか。",
        "Nothing in the data uses {found}. Did you mean {meant}?",
    ),
    "empty_prefix": (
        "{found} はデータで使われていません。別の語彙の {meant} のことではありませんか。",
        "Nothing in the data uses {found}. Did you mean {meant} of another vocabulary?",
    ),
    "empty_thing": (
        "{found} というものはありません。近いもの: {meant}",
        "There is no {found}. The nearest is {meant}.",
    ),
    "empty_unknown": (
        "{found} はデータで使われておらず、似た名前のものもありません。",
        "Nothing in the data uses {found}, and nothing has a name like it.",
    ),
    "empty_untagged": (
        "{found} には言語タグがありません。データでは {meant} です。",
        "{found} has no language tag; in the data it is {meant}.",
    ),
    "empty_language": (
        "{found} の言語の指定がデータと合いません。{meant} としてください。",
        "The language of {found} is not that of the data; write {meant}.",
    ),
    "empty_spelling": (
        "{found} とは書かれていません。データでは {meant} です。",
        "The data does not say {found}; it says {meant}.",
    ),
    "empty_datatype": (
        "{found} の型がデータと合いません。{meant} としてください。",
        "The type of {found} is not that of the data; write {meant}.",
    ),
    "empty_thing_as_text": (
        "{found} は文字列ですが、ここに来るのは物の IRI です。{meant} としてください。",
        "{found} is a text, but this leads to things by their IRI; write {meant}.",
    ),
    "empty_turned": (
        "{found} は主語と目的語が逆です。{meant} としてください。",
        "{found} has its ends the wrong way round; write {meant}.",
    ),
    "empty_graph": (
        "{found} という名前付きグラフはありません。{meant} にはあります。",
        "There is no graph {found}; it is in {meant}.",
    ),
    "empty_other_graph": (
        "{found} にはありませんが、{meant} にはあります。",
        "It is not in {found}, but in {meant}.",
    ),
    "empty_one_graph": (
        "{found} の中の条件すべてを満たす一つのグラフがありません。グラフをまたぐときは GRAPH の"
        "外に書いてください。",
        "No single graph has all that stands in {found}; to ask across graphs, write it outside.",
    ),
    "empty_filter": (
        "条件 {found} に合うものがありません。これがなければ結果があります。",
        "Nothing passes the condition {found}; without it there are results.",
    ),
    "empty_excluded": (
        "{found} がすべてを除いています。これがなければ結果があります。",
        "{found} takes everything away; without it there are results.",
    ),
    "empty_values": (
        "{found} のどの値にも結果がありません。",
        "No value of {found} leads to a result.",
    ),
    "empty_combination": (
        "{found} が、ほかの条件と同時には成り立ちません。これがなければ結果があります。",
        "{found} does not hold together with the rest; without it there are results.",
    ),
    "empty_pattern": (
        "{found} に合うものがデータにありません。",
        "Nothing in the data matches {found}.",
    ),
    "empty_cut": (
        "{found} が結果を切り落としています。",
        "{found} cuts all results off.",
    ),
    "empty_having": (
        "{found} に合うまとまりがありません。",
        "No group passes {found}.",
    ),
}
