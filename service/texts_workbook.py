"""What is said about workbooks: one message for each code, in Japanese and English.

Each says what is wrong with which value, why it matters, what to write, and an example
where one helps. Codes are stable. ``{…}`` is filled by whoever found the fault. Must not
know workbooks or graphs.

The codes FORM-… follow 「行政データにおける機械可読性に関するルール」 of the Digital Agency (2026),
whose numbers they carry; the sentences are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_FOUND: Final = "{column}「{value}」"
_FOUND_EN: Final = "“{value}” in {column_en}"


@dataclass(frozen=True)
class Message:
    """What is said of a fault.

    Attributes:
        severity: "error", "warning" or "hint".
        name: short name of the rule, by language.
        text: what is wrong, why it matters and what to write, by language.
    """

    severity: str
    name: dict[str, str]
    text: dict[str, str]


def _message(severity: str, names: tuple[str, str], ja: str, en: str) -> Message:
    ja = ja.replace("{found}", _FOUND)
    en = en.replace("{found}", _FOUND_EN)
    return Message(severity, {"ja": names[0], "en": names[1]}, {"ja": ja, "en": en})


RULE_SET: Final = {
    "ja": "デジタル庁「行政データにおける機械可読性に関するルール」（令和8年）",
    "en": "Digital Agency, rules for machine-readable government data (2026)",
}

_BOOK: Final = {
    "WB-SHEETS-NONE": _message(
        "error",
        ("シートがない", "No sheet"),
        "様式のシートが一つもありません。どの表を読めばよいか分かりません。"
        "dxplan template の様式に写してください。シートの名前: {names}。",
        "There is no sheet of the template, so no table can be read. Copy the data into the "
        "workbook of dxplan template. Its sheets: {names}.",
    ),
    "WB-SHEET-UNKNOWN": _message(
        "warning",
        ("知らないシート", "Unknown sheet"),
        "シート「{value}」は様式にないので読みません。名前を直すか、消してください。{near_ja}"
        "様式のシート: {names}。",
        "The sheet “{value}” is not of the template and is not read. Correct its name or delete "
        "it.{near_en} Sheets of the template: {names}.",
    ),
    "WB-SHEET-TWICE": _message(
        "error",
        ("シートの重複", "Sheet twice"),
        "シート「{value}」は「{other}」と同じシートです。片方しか読めません。"
        "一つにまとめてください。",
        "The sheet “{value}” is the same as “{other}”; only one is read. Put them together.",
    ),
    "WB-HEADER-NONE": _message(
        "error",
        ("見出しがない", "No header"),
        "見出しの行が見つからないので、このシートは読めません。様式の1行目の見出し（{names} "
        "など）を"
        "戻してください。",
        "No row of headers was found, so this sheet cannot be read. Put back the headers of the "
        "template’s first row ({names} …).",
    ),
    "WB-HEADER-TWICE": _message(
        "error",
        ("見出しの重複", "Header twice"),
        "見出し「{value}」が二つあります。どちらの列か決まりません。片方を消してください。",
        "There are two columns “{value}”, and it cannot be told which counts. Delete one.",
    ),
    "WB-COLUMN-UNKNOWN": _message(
        "warning",
        ("知らない列", "Unknown column"),
        "見出し「{value}」はこのシートにないので、この列は読みません。見出しを直すか、列を消して"
        "ください。{near_ja}",
        "The header “{value}” does not belong to this sheet; the column is not read. Correct the "
        "header or delete the column.{near_en}",
    ),
    "WB-COLUMN-MISSING": _message(
        "error",
        ("列がない", "Column missing"),
        "必須の列「{column}」がありません。この列がないと行の意味が決まりません。"
        "見出し「{column}」の列を戻してください。",
        "The required column “{column_en}” is missing; without it the rows have no clear meaning. "
        "Put back a column of that header.",
    ),
    "WB-OUTSIDE": _message(
        "warning",
        ("表の外の記入", "Outside the table"),
        "「{value}」は見出しのない列にあるので読みません。"
        "覚え書きは「注」のシートか別のファイルに移して"
        "ください（機械可読性のルール L1-04、L1-05）。",
        "“{value}” stands in a column without a header and is not read. Move notes to the sheet 注 "
        "or another file (machine-readability rules L1-04, L1-05).",
    ),
    "WB-SOURCE-NONE": _message(
        "error",
        ("出典がない", "No source"),
        "「出典」のシートに行がありません。どの文書のデータか決まりません。"
        "原典の名前と文書フォルダー"
        "（例 mirai/dx-plan-2025）を一行書いてください。",
        "The sheet 出典 (Source) has no row, so the document is unknown. Write one row with the "
        "name of the source and the folder (such as mirai/dx-plan-2025).",
    ),
    "WB-SOURCE-TWO": _message(
        "error",
        ("出典が二つ", "Two sources"),
        "「出典」に二行目があります。一つのブックは一つの文書です。この行を消し、"
        "別のブックにしてください。",
        "The sheet 出典 (Source) has a second row. A workbook is one document; delete this row and "
        "use another workbook.",
    ),
    "WB-FOLDER-FORM": _message(
        "error",
        ("文書フォルダーの形", "Form of the folder"),
        "文書フォルダー「{value}」の形が違います。データの置き場所になります。"
        "自治体と文書の短い名前を、"
        "半角の英小文字・数字・ハイフンで / でつないでください。例: mirai/dx-plan-2025。",
        "The folder “{value}” has the wrong form. The data will be kept there. Join ward and "
        "document "
        "by /, in lower-case letters, digits and hyphens, such as mirai/dx-plan-2025.",
    ),
    "WB-ENCODING": _message(
        "hint",
        ("文字コード", "Encoding"),
        "このファイルは {encoding} として読みました。文字が化けていないか確かめ、次は「CSV "
        "UTF-8」で保存"
        "してください。",
        "This file was read as {encoding}. Check that no character is wrong, and save as CSV UTF-8 "
        "next time.",
    ),
    "WB-MACRO": _message(
        "warning",
        ("マクロ", "Macros"),
        "ブックにマクロがあります。実行せず、返すブックからは取り除きます。.xlsx "
        "で保存してください。",
        "The workbook holds macros. They are not run, and are dropped from what is given back. "
        "Save it as .xlsx.",
    ),
    "WB-EXTERNAL": _message(
        "warning",
        ("外部への参照", "External links"),
        "ほかのファイルへの参照があります。たどらずに取り除きます。値だけを貼り付けてください。",
        "The workbook links to other files. The links are not followed, and are dropped. Paste the "
        "values only.",
    ),
}

_CELLS: Final = {
    "WB-REQUIRED": _message(
        "error",
        ("必須の欄が空", "Required cell empty"),
        "{column}が空です。{note}書き方の例: {example}",
        "{column_en} is empty. {note_en} For example: {example}",
    ),
    "WB-CLASS": _message(
        "error",
        ("種別", "Kind of row"),
        "{found}という種別はありません。何の行か決まらないので読めません。次のどれかを選んで"
        "ください: {choices}。",
        "There is no kind “{value}”, so it is unknown what the row is. Choose one of: {choices}.",
    ),
    "WB-KEY-FORM": _message(
        "error",
        ("識別子の形", "Form of the key"),
        "{found}は識別子に使えません。アドレスの一部になるためです。"
        "半角の英小文字・数字・ハイフンだけに"
        "するか、空けておいてください。例: 01-02。",
        "{found} cannot be a key, since keys become part of addresses. Use lower-case letters, "
        "digits and hyphens only, or leave it empty. For example: 01-02.",
    ),
    "WB-KEY-TWICE": _message(
        "error",
        ("識別子の重複", "Key twice"),
        "識別子「{value}」は {other} の行でも使われています。二つの行が混ざってしまいます。"
        "別の識別子にするか、二重の行を消してください。",
        "The key “{value}” is also used by the row at {other}; the two would become one. Give "
        "another key, or delete the row if it is there twice.",
    ),
    "WB-CONCEPT": _message(
        "error",
        ("一覧にない語", "Not in the list"),
        "{found}は一覧にありません。決まった語でないと、ほかの計画と比べられません。一覧から選んで"
        "ください: {choices}。",
        "{found} is not in the list; only agreed words can be compared across plans. Choose from "
        "the list: {choices}.",
    ),
    "WB-REF-NONE": _message(
        "error",
        ("参照先がない", "Nothing of that name"),
        "{found}に当たる行も、公開済みのものもありません。つながりが切れてしまいます。番号と名称を"
        "参照先の行のとおりに書いてください。{near_ja}",
        "{found} fits no row and nothing published, so the link would be broken. Write number and "
        "name as they stand in the row meant.{near_en}",
    ),
    "WB-REF-MANY": _message(
        "error",
        ("参照先が二つ以上", "Several of that name"),
        "{found}に当たるものが二つ以上あり、どれか決まりません。識別子を添えて書いてください。"
        "例: {choices}。",
        "{found} fits several things, and it cannot be told which is meant. Add the key, such as: "
        "{choices}.",
    ),
    "WB-REF-KIND": _message(
        "error",
        ("参照先の種類", "Wrong kind of thing"),
        "{found}は{kind}です。ここには{wanted}を書いてください。",
        "{found} is the name of: {kind}. What is wanted here: {wanted}.",
    ),
    "WB-REF-STALE": _message(
        "error",
        ("名称と識別子の食い違い", "Name and key disagree"),
        "{column}の名称「{value}」と識別子「{key}」が別のものを指しています（{key} "
        "は「{other}」）。"
        "正しいほうに揃えてください。",
        "In {column_en}, the name “{value}” and the key “{key}” mean different things ({key} is "
        "“{other}”). Correct one of them.",
    ),
    "WB-BOOL": _message(
        "error",
        ("はい・いいえ", "Yes or no"),
        "{found}は読めません。「はい」か「いいえ」を書いてください。",
        "{found} cannot be read. Write はい (yes) or いいえ (no).",
    ),
    "WB-YEAR-UNKNOWN": _message(
        "error",
        ("範囲の外の年度", "Fiscal year out of range"),
        "{column}「{value}」年度は扱える範囲（1989年度から）の外です。"
        "打ち間違いでないか確かめてください。"
        "例: 2025年度。",
        "Fiscal year “{value}” in {column_en} is outside the years known here (from 1989). Check "
        "it "
        "for a slip. For example: 2025年度.",
    ),
    "WB-FORMULA": _message(
        "error",
        ("数式", "Formula"),
        "{column}に数式「{value}」があります。数式は計算しません。「値の貼り付け」で値だけにして"
        "ください（機械可読性のルール L2-06）。",
        "{column_en} holds the formula “{value}”. Formulas are not evaluated. Paste the value only "
        "(machine-readability rule L2-06).",
    ),
    "WB-ERROR-CELL": _message(
        "error",
        ("エラー値", "Error value"),
        "{column}がエラー値「{value}」です。元の値が失われています。正しい値を書き直してください。",
        "{column_en} holds the error value “{value}”; the value itself is lost. Write it again.",
    ),
    "WB-DATE-CELL": _message(
        "error",
        ("日付への自動変換", "Turned into a date"),
        "{column}が日付「{value}」になっています。表計算ソフトが 15/20 や 3-4 "
        "を日付に変えたと思われます。"
        "セルの書式を「文字列」にして書き直してください。",
        "{column_en} holds the date “{value}”. The spreadsheet program has probably turned 15/20 "
        "or "
        "3-4 into a date. Format the cell as text and write it again.",
    ),
    "WB-CONTROL": _message(
        "error",
        ("制御文字", "Control character"),
        "{found}に、目に見えない制御文字があります（□の位置）。検索や照合ができなくなります。"
        "消して書き直してください。",
        "{found} holds an invisible control character (at □), which breaks searching. Delete it.",
    ),
    "WB-VALUE-DISAGREE": _message(
        "error",
        ("値と数値の食い違い", "Value and number disagree"),
        "数値「{value}」が、印刷された値「{printed}」と合いません。どちらかの写し間違いです。"
        "数値を {expected} にするか、値を直してください。",
        "The number “{value}” does not agree with the printed value “{printed}”; one of them is "
        "miscopied. Make the number {expected}, or correct the value.",
    ),
    "WB-UNIT-DISAGREE": _message(
        "error",
        ("値と単位の食い違い", "Value and unit disagree"),
        "単位「{value}」が、印刷された値「{printed}」と合いません。比べるときに誤ります。"
        "単位を「{expected}」にするか、値を直してください。",
        "The unit “{value}” does not agree with the printed value “{printed}”, and comparisons "
        "would "
        "be wrong. Choose “{expected}”, or correct the value.",
    ),
    "WB-PRECISION-DISAGREE": _message(
        "error",
        ("値と精度の食い違い", "Value and precision disagree"),
        "精度「{value}」が、印刷された値「{printed}」と合いません。「約」や「以上」を読み落とすと、"
        "達成したかどうかを誤ります。「{expected}」を選んでください。",
        "The precision “{value}” does not agree with the printed value “{printed}”. Losing “about” "
        "or “at least” would give wrong results. Choose “{expected}”.",
    ),
    "WB-CONTENT-DISAGREE": _message(
        "error",
        ("値と内容の食い違い", "Value and content disagree"),
        "値の内容「{value}」が、印刷された値「{printed}」と合いません。横線や「調整中」は値なし、"
        "0件は数です。「{expected}」を選んでください。",
        "The content kind “{value}” does not agree with the printed value “{printed}”. A dash or "
        "“under adjustment” is no value, 0 is a number. Choose “{expected}”.",
    ),
}

_FIGURES: Final = {
    "FIG-TRIANGLE": _message(
        "error",
        ("△・▲", "Triangle"),
        "値「{value}」の △ は、負の数、減少、「遅れ」のどれか決められません。値の内容（数、増減）"
        "を選び、"
        "数値に -{number} のように書いてください。",
        "The triangle in “{value}” may mean minus, a fall or “delayed”. Choose the content kind "
        "(number or change) and write the number, such as -{number}.",
    ),
    "FIG-SIGN": _message(
        "error",
        ("符号", "Sign"),
        "値「{value}」が負の数か増減か決められません。値の内容（数、増減）を選ぶか、"
        "「-5%（対令和5年度）」のように基準を書いてください。",
        "“{value}” may be a negative number or a change. Choose the content kind, or give the base "
        "as in -5%（対令和5年度）.",
    ),
    "FIG-YEAR": _message(
        "error",
        ("値が年度", "A year for a value"),
        "値「{value}」は年度で、値ではありません。年度は「年度」の列に書き、"
        "ここには印刷された値を書いて"
        "ください。",
        "“{value}” is a fiscal year, not a value. Put it into the column of fiscal years and write "
        "the printed value here.",
    ),
    "FIG-KANJI": _message(
        "error",
        ("漢数字", "Kanji numerals"),
        "値「{value}」の漢数字は読み取りません。値はそのままにして、値の内容、数値、"
        "単位を書いてください。",
        "The kanji numerals of “{value}” are not read. Leave the value and fill in content kind, "
        "number and unit.",
    ),
    "FIG-RANGE": _message(
        "error",
        ("幅のある値", "Range"),
        "値「{value}」には数が二つあります。値の内容に「範囲」を選び、"
        "下限と上限に数を書いてください。",
        "“{value}” holds two numbers. Choose the content kind “range” and fill in lower and upper "
        "bound.",
    ),
    "FIG-WORDS": _message(
        "error",
        ("言葉の値", "Words"),
        "値「{value}」は数として読めません。値の内容（段階の語、方向のみ、語句など）"
        "を選んでください。"
        "数なら「150件」のように書いてください。",
        "“{value}” cannot be read as a number. Choose the content kind (stage, direction, words "
        "…); "
        "if it is a number, write it like 150件.",
    ),
    "FIG-NOTE": _message(
        "error",
        ("値の中の注", "Note in a value"),
        "値「{value}」に注が付いています。数と注が混ざると計算できません。"
        "注は「印」か「注」のシートに移し、"
        "値だけを書いてください。例: 183件。",
        "“{value}” carries a note. Mixed with notes, numbers cannot be used. Move the note to the "
        "column of marks or the sheet 注. For example: 183件.",
    ),
    "FIG-FRACTION": _message(
        "error",
        ("分数", "Fraction"),
        "値「{value}」の分数が成り立ちません（分母が 0 か、分子より小さい）。例: 15/20。",
        "The fraction “{value}” is impossible (denominator 0, or less than the numerator). "
        "For example: 15/20.",
    ),
    "FIG-TWO": _message(
        "error",
        ("二つの数", "Two numbers"),
        "値「{value}」に数が二つあり、どちらが値か決まりません。"
        "一つの行に一つの値を書いてください。",
        "“{value}” holds two numbers, and it cannot be told which is the value. Write one a row.",
    ),
    "FIG-TWO-WORDS": _message(
        "error",
        ("約と以上", "Two qualifications"),
        "値「{value}」には「約」と「以上」のような限定が二つあります。精度を一つ選び、"
        "数値を書いてください。",
        "“{value}” carries two qualifications, such as about and at least. Choose one precision "
        "and "
        "write the number.",
    ),
    "FIG-UNIT": _message(
        "error",
        ("知らない単位", "Unknown unit"),
        "値「{value}」の単位「{unit}」は一覧にありません。値の内容、数値、単位を書いてください。"
        "近い単位がなければ「単位の記載なし」を選び、要約で述べてください。",
        "The unit “{unit}” of “{value}” is not in the list. Fill in content kind, number and "
        "unit; if "
        "none fits, choose “unit not stated” and say it in the summary.",
    ),
    "FIG-UNIT-NONE": _message(
        "error",
        ("単位がない", "No unit"),
        "値「{printed}」に単位がありません。何を数えたか分からないと比べられません。"
        "単位を一覧から選んで"
        "ください。印刷されていなければ「単位の記載なし」です。",
        "The value “{printed}” has no unit, so it cannot be compared. Choose a unit from the list; "
        "“unit not stated” if none is printed.",
    ),
    "FIG-COMMA": _message(
        "error",
        ("コンマの位置", "Place of commas"),
        "「{number}」のコンマの位置が三桁ごとではありません。桁の写し落としかもしれません。"
        "原典を見て"
        "書き直してください。例: 1,234。",
        "The commas of “{number}” do not stand at every third digit; a digit may be lost. Check "
        "the "
        "source. For example: 1,234.",
    ),
    "FIG-PREVIOUS": _message(
        "error",
        ("前年度の年度", "Year of the comparison"),
        "値「{value}」は前年度との比較ですが、年度がありません。「年度」を書いてください。",
        "“{value}” compares with the year before, but the row has no fiscal year. Write it.",
    ),
    "NUM-FORM": _message(
        "error",
        ("数の欄", "Number column"),
        "{found}は数だけではありません。単位や「約」が混ざると計算できません（機械可読性のルール "
        "L2-01）。"
        "数だけを書き、単位と精度はそれぞれの列に書いてください。例: 1800。",
        "{found} is not a number alone; mixed with units it cannot be computed with (machine-"
        "readability rule L2-01). Write the number only, such as 1800.",
    ),
    "YEAR-CALENDAR": _message(
        "error",
        ("年か年度か", "Year or fiscal year"),
        "{found}が年か年度か決まりません。1月から3月では一年ずれます。「令和7年度」か「2025年度」と"
        "書いてください。",
        "{found} may be a calendar or a fiscal year, which differ from January to March. Write "
        "令和7年度 or 2025年度.",
    ),
    "YEAR-ERA-MISSING": _message(
        "error",
        ("元号がない", "Era missing"),
        "{found}には元号がありません。平成か令和か決まらないので、"
        "「令和7年度」か「2025年度」と書いてください。",
        "{found} has no era; it may be Heisei or Reiwa. Write 令和7年度 or 2025年度.",
    ),
    "YEAR-FORM": _message(
        "error",
        ("年度の書き方", "Form of a fiscal year"),
        "{found}は年度として読めません。「2025年度」「令和7年度」「R7」のどれかで書いてください。",
        "{found} cannot be read as a fiscal year. Write 2025年度, 令和7年度 or R7.",
    ),
    "YEAR-DISAGREE": _message(
        "error",
        ("西暦と和暦の食い違い", "Years disagree"),
        "{found}の西暦と和暦が別の年度です。正しいほうだけを書いてください。例: "
        "2025年度（令和7年度）。",
        "The two years of {found} are not the same. Write the right one, such as 2025年度.",
    ),
    "YEAR-ERA-END": _message(
        "error",
        ("ない年", "No such year"),
        "{found}という年はありません（{era}は{last}年まで）。令和などに直してください。例: "
        "令和2年度。",
        "There is no such year as {found} (the era {era} ended in its year {last}). For example: "
        "令和2年度.",
    ),
    "DATE-FORM": _message(
        "error",
        ("日付の書き方", "Form of a date"),
        "{found}は日付として読めません。印刷された細かさで、2024-04-01、2024-04、2024、"
        "令和6年4月 のように"
        "書いてください。",
        "{found} cannot be read as a date. Write it as precisely as printed: 2024-04-01, 2024-04, "
        "2024.",
    ),
    "DATE-NONE": _message(
        "error",
        ("ない日付", "No such date"),
        "{found}という日はありません。原典を見て書き直してください。例: 2024-02-29。",
        "There is no such date as {found}. Check the source. For example: 2024-02-29.",
    ),
    "LINE-FORM": _message(
        "error",
        ("行の書き方", "Form of lines"),
        "{found}は行の番号として読めません。根拠をたどれなくなります。608、608-610 のように書き、"
        "離れた行は ； で区切ってください。",
        "{found} cannot be read as line numbers, so the source could not be found. Write 608 or "
        "608-610; separate others by ；.",
    ),
    "LINE-ORDER": _message(
        "error",
        ("行の順", "Order of lines"),
        "{found}は終わりの行が始めの行より前です。小さい番号を先に書いてください。例: 608-610。",
        "{found} ends before it begins. Write the smaller number first: 608-610.",
    ),
    "LINE-BEYOND": _message(
        "error",
        ("ない行", "Line beyond the end"),
        "{found}は原典の最後の行（{last} 行目）を越えています。"
        "打ち間違いでないか確かめてください。",
        "{found} is beyond the last line of the source ({last}). Check it for a slip.",
    ),
}

_FORM: Final = {
    "FORM-L1-02": _message(
        "hint",
        ("一シートに一つの表", "One table a sheet"),
        "表の途中にもう一つ見出しの行があります。この行も値として読まれます。二つ目の表は消すか、"
        "上の表に続けてください（L1-02）。",
        "A second row of headers stands in the table and is read as data. Delete it, or continue "
        "the table above (L1-02).",
    ),
    "FORM-L1-03": _message(
        "hint",
        ("空の行・列", "Empty row or column"),
        "表の途中に空の行か列があります。並べ替えると表が分かれます。詰めてください（L1-03）。",
        "There is an empty row or column inside the table, which sorting would cut in two. Close "
        "the gap (L1-03).",
    ),
    "FORM-L1-06": _message(
        "hint",
        ("体裁のための空白・改行", "Blanks for layout"),
        "{found}に、体裁を整える空白か改行があります。検索や照合ができなくなります。"
        "消してください（L1-06）。",
        "{found} holds blanks or line breaks for layout, which break searching. Delete them "
        "(L1-06).",
    ),
    "FORM-L1-08": _message(
        "hint",
        ("機種依存文字", "Platform-dependent character"),
        "{found}に、機種により化ける文字「{sign}」があります。"
        "ふつうの文字に直してください（L1-08）。"
        "例: ㈱ は（株）。",
        "{found} holds the character “{sign}”, which some systems cannot show. Use plain "
        "characters "
        "(L1-08), such as (株) for ㈱.",
    ),
    "FORM-L1-11": _message(
        "hint",
        ("色による区別", "Meaning by colour"),
        "このセルに色が付いています。色は読み取れません。"
        "意味があるなら「印」や「状況」の列に言葉で書いて"
        "ください（L1-11）。",
        "This cell is coloured, and colours are not read. If it means something, say it in words "
        "in "
        "the columns for marks or status (L1-11).",
    ),
    "FORM-L1-12": _message(
        "hint",
        ("セルの結合", "Merged cells"),
        "セル {range} が結合されています。左上の一つの行の値としてだけ読まれます。結合を解き、"
        "それぞれの行に書いてください（L1-12）。",
        "The cells {range} are merged and count for the first row only. Unmerge them and fill in "
        "each row (L1-12).",
    ),
    "FORM-L1-13": _message(
        "hint",
        ("非表示の行・列", "Hidden row or column"),
        "非表示の行か列があります。見えないまま読まれます。表示するか、"
        "要らなければ消してください（L1-13）。",
        "There is a hidden row or column, which is read without being seen. Show it, or delete it "
        "if it is not needed (L1-13).",
    ),
    "FORM-L1-14": _message(
        "hint",
        ("欄の中の改行", "Line break in a field"),
        "{found}の中に改行があります。CSV では一件を一行にしてください（L1-14）。",
        "{found} holds a line break. In CSV a record is one line (L1-14).",
    ),
    "FORM-L2-01": _message(
        "hint",
        ("数値の属性", "Number as text"),
        "{found}は数ですが、文字列、全角、コンマ付きで書かれています。読み取りましたが、"
        "半角の数値に"
        "しておくと計算に使えます（L2-01）。",
        "{found} is a number written as text, in full width or with commas. It was read; as a "
        "plain "
        "number it can be computed with (L2-01).",
    ),
    "FORM-L2-02": _message(
        "hint",
        ("省略", "Ditto"),
        "{found}は「上と同じ」という意味の省略です。並べ替えると意味が失われます。省略せずに書いて"
        "ください（L2-02）。",
        "{found} stands for “as above”, which sorting would destroy. Write the value out (L2-02).",
    ),
    "FORM-L3-01": _message(
        "hint",
        ("見出しの位置", "Place of the header"),
        "見出しが1行目にありません。上の行は読みません。題名などは消し、"
        "見出しから始めてください（L3-01）。",
        "The headers do not stand in the first row; what is above is not read. Begin with the "
        "headers (L3-01).",
    ),
    "FORM-L3-05": _message(
        "hint",
        ("和暦だけの年度", "Era year alone"),
        "{found}は和暦だけです。読み取りましたが、西暦を使うと年の順に並びます（L3-05）。"
        "例: {western}年度。",
        "{found} is an era year alone. It was read; common-era years sort in order (L3-05). "
        "For example: {western}年度.",
    ),
}

MESSAGES: Final[dict[str, Message]] = {**_BOOK, **_CELLS, **_FIGURES, **_FORM}
