"""What is said about rewritten queries, in Japanese and English, one row a sentence."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "rewriting_head": (
        "実行される問合せ（ここでは実行していません）",
        "The query as run (it was not run now)",
    ),
    "rewriting_none": (
        "書き換えるところはありませんでした。送られたまま実行されます。",
        "Nothing is rewritten; it is run as sent.",
    ),
    "rewriting_off": (
        "この設定では問合せを書き換えません。送られたまま実行されます。",
        "Rewriting is off with these settings; the query is run as sent.",
    ),
    "rewriting_not_exists": (
        "NOT EXISTS を、解ごとに値を入れて一件だけ探す形にしました。エンジンは NOT EXISTS の中を、"
        "どの変数に値が入るかを知らずに計画するため、解ごとに全件を調べるからです。",
        "NOT EXISTS looks for one match with the values of each solution put in first. The engine "
        "plans NOT EXISTS without knowing which variables have values, and so reads through the "
        "data for each solution.",
    ),
    "rewriting_exists": (
        "EXISTS を、解ごとに値を入れて一件だけ探す形にしました。理由は NOT EXISTS と同じです。",
        "EXISTS looks for one match with the values of each solution put in first, for the same "
        "reason as NOT EXISTS.",
    ),
    "rewriting_required_first": (
        "必須の条件を、OPTIONAL や MINUS の前に移しました。エンジンは書かれた順に、"
        "OPTIONAL や MINUS を先に計算するからです。",
        "A required pattern was moved in front of OPTIONAL or MINUS, which the engine would "
        "compute first, as written.",
    ),
    "rewriting_iri_first": (
        "変数が一つの IRI に等しいという条件を VALUES にしました。エンジンは FILTER を、"
        "すべての値を見つけた後で調べるからです。",
        "A variable that must equal one IRI gets it from VALUES. The engine looks at FILTER only "
        "after it has found all values.",
    ),
    "rewriting_rows_first": (
        "副問合せ、UNION、BIND の後の条件を、前の行ごとに値を入れて調べる形にしました。エンジンは"
        "前後を別々に計算し、後の条件に合うものをすべて読んでから結び付けるからです。",
        "Patterns behind a sub-select, UNION or BIND are looked up for each row. The engine "
        "evaluates both by themselves, and reads all that fits the patterns to join them.",
    ),
    "rewriting_classes_last": (
        "クラスの VALUES を FILTER にしました。エンジンは VALUES から始め、"
        "それらのクラスに属するものをすべて読むからです。",
        "VALUES with classes became a filter. The engine begins with VALUES, and reads all that is "
        "of these classes.",
    ),
    "rewriting_values_inside": (
        "一行だけの VALUES を、隣の副問合せや UNION の枝の中にも書きました。エンジンは隣の値を"
        "知らずに、その中をすべて計算するからです。",
        "VALUES of one row also stands inside of the sub-select or branch beside it, which the "
        "engine evaluates as a whole, without the values that stand beside it.",
    ),
}
