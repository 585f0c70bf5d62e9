"""The words of findings about uploads and about what does not fit what is published.

One row for each code: severity, what is wrong and what to do, and why it matters, in Japanese
and English. Must not know how they are found.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Message(NamedTuple):
    """What a code says.

    Attributes:
        severity: "error", "warning" or "hint".
        name: what the rule is called, by language.
        text: what is wrong and what to write; words in braces are filled in.
        why: why it matters.
        example: how it is right.
    """

    severity: str
    name: dict[str, str]
    text: dict[str, str]
    why: dict[str, str]
    example: str


def _row(
    severity: str, name: tuple[str, str], text: tuple[str, str], why: tuple[str, str], example: str
) -> Message:
    return Message(severity, _both(name), _both(text), _both(why), example)


def _both(pair: tuple[str, str]) -> dict[str, str]:
    return {"ja": pair[0], "en": pair[1]}


MESSAGES: Final[dict[str, Message]] = {
    "PUB-UNKNOWN": _row(
        "error",
        ("知られていない参照先", "Unknown reference"),
        (
            "{path}の「{value}」は、公開中のデータにも、このファイルにもありません。{near}"
            "綴りを直すか、そのものの記述を加えてください。",
            "“{value}” of {path} is neither published nor in this file. {near}"
            "Correct the spelling, or describe it here.",
        ),
        (
            "参照先がないと、主題、政策、部署からこの記述を見つけられません。",
            "Without what it refers to, this cannot be found by theme, policy or department.",
        ),
        "dxp:unit unit:percent",
    ),
    "PUB-TERM": _row(
        "error",
        ("モデルにない語", "Unknown term"),
        (
            "「{term}」という項目や種類はモデルにありません。{near}綴りを直してください。"
            "語の一覧は /ontology にあります。",
            "The model has no property or class “{term}”. {near}Correct the spelling; all terms "
            "are listed at /ontology.",
        ),
        (
            "知られていない語で書いたことは、どの規則でも調べられず、どの問いの答えにも出ません。",
            "What is said with an unknown term is checked by no rule and found by no question.",
        ),
        "dxp:parent goal:01",
    ),
    "PUB-KIND": _row(
        "error",
        ("値の種類の違い", "Value of another kind"),
        (
            "{path}の「{value}」は{kind}ではありません。{kind}を書いてください。例: {example}",
            "“{value}” of {path} is not {kind}. Write {kind}, for example {example}.",
        ),
        (
            "種類の違う値は、計算や比較、並べ替えに使えません。",
            "Values of another kind cannot be counted, compared or sorted with the rest.",
        ),
        "dxp:numericValue 150",
    ),
    "PUB-ONE": _row(
        "error",
        ("値が二つ", "Two values of one"),
        (
            "{path}は一つだけです。「{value}」と「{other}」のどちらかを消してください。",
            "{path} takes one value. Leave out “{value}” or “{other}”.",
        ),
        (
            "値が二つあると、どちらが文書の値か決まらず、答えに同じものが二度出ます。",
            "With two values nobody knows which one the document gives, and answers have the thing "
            "twice.",
        ),
        "dxp:numericValue 150",
    ),
    "PUB-RETIRED": _row(
        "warning",
        ("廃止された参照先", "Retired reference"),
        (
            "「{value}」は{when}に廃止されています。計画の期間（{year}年度から）に有効な"
            "ものを書いてください。{near}",
            "“{value}” was repealed ({when}). Name one that is in force in the period of the plan "
            "(from FY{year}). {near}",
        ),
        (
            "廃止された政策や語を根拠にすると、読む人が誤ります。",
            "A repealed policy or retired term as a ground misleads readers.",
        ),
        "dxp:referent policy:digital-society-basic-act",
    ),
    "PUB-UNIT-GONE": _row(
        "warning",
        ("その年度にない部署", "Department of another time"),
        (
            "「{value}」は、公開中のデータでは「{successor}」に変わっています。"
            "{year}年度の部署名か確かめてください。",
            "“{value}” has become “{successor}” by what is published. Check that it is a "
            "department of FY{year}.",
        ),
        (
            "改組の前の部署では、今の担当を探せません。",
            "A department from before a reorganization does not lead to who is in charge now.",
        ),
        "dxp:responsibleUnit department:digital-seisaku-ka",
    ),
    "PUB-INDICATOR-TWICE": _row(
        "error",
        ("指標の重複", "Indicator twice"),
        (
            "同じ要素に、同じ名の指標「{value}」がもう一つあります（{other}）。"
            "一つにまとめるか、違いを名前に書いてください。",
            "The same element has another indicator named “{value}” ({other}). Make them one, or "
            "say in the name how they differ.",
        ),
        (
            "同じ指標が二つあると、値が二重に数えられます。",
            "The same indicator twice makes its values count double.",
        ),
        'dxp:printedLabel "オンライン申請の件数"@ja',
    ),
    "PUB-NUMBER-GAP": _row(
        "hint",
        ("番号の抜け", "Gap in the numbering"),
        (
            "番号「{value}」の前が抜けています（その前は「{before}」）。"
            "写し漏れがないか、原典を確かめてください。",
            "A number is missing before “{value}” (the one before is “{before}”). Check the source "
            "for something left out.",
        ),
        (
            "番号の抜けは、写し漏れのしるしであることが多いためです。",
            "A gap in numbers is often a sign of something left out.",
        ),
        'dxp:printedNumber "1-②"',
    ),
    "PUB-YEAR-OUTSIDE": _row(
        "warning",
        ("計画期間の外の年度", "Year outside the plan"),
        (
            "目標の年度 {value} が計画の期間（{first}〜{last}年度）の外です。"
            "年度か計画の期間を直してください。",
            "The target’s year {value} is outside the period of the plan (FY{first} to FY{last}). "
            "Correct the year or the period.",
        ),
        (
            "期間の外の目標は、計画の達成を測れません。",
            "A target outside the period does not tell whether the plan succeeds.",
        ),
        "dxp:fiscalYear fiscal-year:2025",
    ),
    "PUB-TARGET-EASIER": _row(
        "warning",
        ("達成済みの目標", "Target already reached"),
        (
            "{year}年度の目標 {value} は、{actual_year}年度の実績 {actual} より易しい値です。"
            "目標の値を見直すか、実績を確かめてください。",
            "The target {value} for FY{year} is easier than the actual {actual} of "
            "FY{actual_year}. Reconsider the target, or check the actual.",
        ),
        (
            "すでに達した目標は、進捗を示しません。",
            "A target that is already reached tells no progress.",
        ),
        "dxp:numericValue 80",
    ),
    "PUB-STATUS": _row(
        "warning",
        ("値と合わない評価", "Status at odds with values"),
        (
            "評価は「{value}」ですが、{year}年度の実績 {actual} と目標 {target} からは"
            "「{expected}」です。評価か値を直してください。",
            "The status is “{value}”, but actual {actual} and target {target} of FY{year} say "
            "“{expected}”. Correct the status or the values.",
        ),
        (
            "評価と数値が食い違うと、どちらも信じられません。",
            "Where status and figures disagree, neither can be trusted.",
        ),
        "dxp:status status:achieved",
    ),
    "PUB-FIGURE-DIFFERS": _row(
        "warning",
        ("公開中の数値との違い", "Differs from a published figure"),
        (
            "「{indicator}」の{year}年度の値 {value} は、公開中の {published} と違います。"
            "正しい方を原典で確かめてください。訂正なら、その理由を注記に書いてください。",
            "The value {value} of “{indicator}” for FY{year} differs from the published "
            "{published}. Check the source; if it is a correction, say why in a note.",
        ),
        (
            "同じ指標の同じ年度に二つの値があると、どちらが正しいか分かりません。",
            "With two values for one year of one indicator nobody knows which is right.",
        ),
        "dxp:numericValue 68.3",
    ),
    "UP-SHAPES": _row(
        "warning",
        ("規則は読まない", "Rules are not read"),
        (
            "検査の規則（SHACL）を含んでいます。送られたものはデータとしてだけ扱い、"
            "規則は使いません。取り除いてください。",
            "This contains rules of validation (SHACL). What is sent is data only; its rules are "
            "not used. Remove them.",
        ),
        (
            "送られた規則で検査の結果が変わらないようにするためです。",
            "So that what is sent cannot change what it is judged by.",
        ),
        "",
    ),
    "UP-IMPORTS": _row(
        "hint",
        ("読みに行かない", "Not fetched"),
        (
            "「{value}」は読みに行きません。必要な記述はファイルに含めてください。",
            "“{value}” is not fetched. Put what is needed into the file.",
        ),
        (
            "検査は外部の資源に触れません。",
            "Validation touches nothing outside.",
        ),
        "",
    ),
    "UP-EMPTY": _row(
        "warning",
        ("記述がない", "Nothing stated"),
        (
            "このファイルには記述が一つもありません。送るファイルを確かめてください。",
            "This file states nothing. Check that it is the one you meant.",
        ),
        ("何も調べられませんでした。", "There was nothing to check."),
        "",
    ),
}
