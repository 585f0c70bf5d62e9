"""What is said about workbooks: one message for each code, in Japanese and English.

Each says what is wrong with which value, why it matters, what to write, and an example
where one helps. Codes are stable. ``{…}`` is filled by whoever found the fault. Must not
know workbooks or graphs.
"""

from __future__ import annotations

from typing import Final

from service.texts_workbook_figures import FIGURES, FORM
from service.texts_workbook_message import Message, message

_BOOK: Final = {
    "WB-SHEETS-NONE": message(
        "error",
        ("シートがない", "No sheet"),
        "様式のシートが一つもありません。どの表を読めばよいか分かりません。"
        "dxplan template の様式に写してください。シートの名前: {names}。",
        "There is no sheet of the template, so no table can be read. Copy the data into the "
        "workbook of dxplan template. Its sheets: {names}.",
    ),
    "WB-SHEET-UNKNOWN": message(
        "warning",
        ("知らないシート", "Unknown sheet"),
        "シート「{value}」は様式にないので読みません。名前を直すか、消してください。{near_ja}"
        "様式のシート: {names}。",
        "The sheet “{value}” is not of the template and is not read. Correct its name or delete "
        "it.{near_en} Sheets of the template: {names}.",
    ),
    "WB-SHEET-TWICE": message(
        "error",
        ("シートの重複", "Sheet twice"),
        "シート「{value}」は「{other}」と同じシートです。片方しか読めません。"
        "一つにまとめてください。",
        "The sheet “{value}” is the same as “{other}”; only one is read. Put them together.",
    ),
    "WB-SHEET-MISSING": message(
        "hint",
        ("シートの不足", "Sheet missing"),
        "シート「{value}」がないので、ここに書くはずのことは何も加わらず、"
        "公開済みの行（{count} 行）も変わりません。"
        "行をなくすには、見出しだけのシートを置いてください。"
        "消したつもりがなければ、様式から戻してください。",
        "There is no sheet {value} ({value_en}): nothing is added there, and the published rows "
        "({count}) stay as they are. To take rows away, put in the sheet with its headers alone; "
        "if it was lost, put it back from the template.",
    ),
    "WB-FILE-UNREAD": message(
        "hint",
        ("読まないファイル", "File not read"),
        "CSV でないファイル {count} 件は読んでいません: {value}。表なら、"
        "シートごとに CSV にして入れてください。",
        "{count} file(s) are no CSV and were not read: {value_en}. If one is a table, put it in as "
        "one CSV file for each sheet.",
    ),
    "WB-EXAMPLE": message(
        "warning",
        ("例の行", "Example row"),
        "「{value}」で始まるので例の行とみなし、この行は読んでいません。計画の記載なら、頭の「例：」を"
        "消してください。例なら、行ごと消してください。",
        "The row begins with “{value}”, so it was taken for an example and not read. If it belongs "
        "to the plan, delete 例： at its beginning; if not, delete the row.",
    ),
    "WB-HEADER-NONE": message(
        "error",
        ("見出しがない", "No header"),
        "見出しの行が見つからないので、このシートは読めません。様式の1行目の見出し（{names} "
        "など）を"
        "戻してください。",
        "No row of headers was found, so this sheet cannot be read. Put back the headers of the "
        "template’s first row ({names} …).",
    ),
    "WB-HEADER-TWICE": message(
        "error",
        ("見出しの重複", "Header twice"),
        "見出し「{value}」が二つあります。どちらの列か決まりません。片方を消してください。",
        "There are two columns “{value}”, and it cannot be told which counts. Delete one.",
    ),
    "WB-COLUMN-UNKNOWN": message(
        "warning",
        ("知らない列", "Unknown column"),
        "見出し「{value}」はこのシートにないので、この列は読みません。見出しを直すか、列を消して"
        "ください。{near_ja}",
        "The header “{value}” does not belong to this sheet; the column is not read. Correct the "
        "header or delete the column.{near_en}",
    ),
    "WB-COLUMN-MISSING": message(
        "error",
        ("列がない", "Column missing"),
        "必須の列「{column}」がありません。この列がないと行の意味が決まりません。"
        "見出し「{column}」の列を戻してください。",
        "The required column “{column_en}” is missing; without it the rows have no clear meaning. "
        "Put back a column of that header.",
    ),
    "WB-OUTSIDE": message(
        "warning",
        ("表の外の記入", "Outside the table"),
        "「{value}」は見出しのない列にあるので読みません。"
        "覚え書きは「注」のシートか別のファイルに移して"
        "ください（機械可読性のルール L1-04、L1-05）。",
        "“{value}” stands in a column without a header and is not read. Move notes to the sheet 注 "
        "or another file (machine-readability rules L1-04, L1-05).",
    ),
    "WB-SOURCE-NONE": message(
        "error",
        ("出典がない", "No source"),
        "「出典」のシートに行がありません。どの文書のデータか決まりません。"
        "原典の名前と文書フォルダー"
        "（例 mirai/dx-plan-2025）を一行書いてください。",
        "The sheet 出典 (Source) has no row, so the document is unknown. Write one row with the "
        "name of the source and the folder (such as mirai/dx-plan-2025).",
    ),
    "WB-SOURCE-TWO": message(
        "error",
        ("出典が二つ", "Two sources"),
        "「出典」に二行目があります。一つのブックは一つの文書です。この行を消し、"
        "別のブックにしてください。",
        "The sheet 出典 (Source) has a second row. A workbook is one document; delete this row and "
        "use another workbook.",
    ),
    "WB-FOLDER-FORM": message(
        "error",
        ("文書フォルダーの形", "Form of the folder"),
        "文書フォルダー「{value}」の形が違います。データの置き場所になります。"
        "自治体と文書の短い名前を、"
        "半角の英小文字・数字・ハイフンで / でつないでください。例: mirai/dx-plan-2025。",
        "The folder “{value}” has the wrong form. The data will be kept there. Join ward and "
        "document "
        "by /, in lower-case letters, digits and hyphens, such as mirai/dx-plan-2025.",
    ),
    "WB-ENCODING": message(
        "hint",
        ("文字コード", "Encoding"),
        "このファイルは {encoding} として読みました。文字が化けていないか確かめ、次は「CSV "
        "UTF-8」で保存"
        "してください。",
        "This file was read as {encoding}. Check that no character is wrong, and save as CSV UTF-8 "
        "next time.",
    ),
    "WB-MACRO": message(
        "warning",
        ("マクロ", "Macros"),
        "ブックにマクロがあります。実行せず、返すブックからは取り除きます。.xlsx "
        "で保存してください。",
        "The workbook holds macros. They are not run, and are dropped from what is given back. "
        "Save it as .xlsx.",
    ),
    "WB-EXTERNAL": message(
        "warning",
        ("外部への参照", "External links"),
        "ほかのファイルへの参照があります。たどらずに取り除きます。値だけを貼り付けてください。",
        "The workbook links to other files. The links are not followed, and are dropped. Paste the "
        "values only.",
    ),
}

_CELLS: Final = {
    "WB-REQUIRED": message(
        "error",
        ("必須の欄が空", "Required cell empty"),
        "{column}が空です。{note}{like_ja}",
        "{column_en} is empty. {note_en}{like_en}",
    ),
    "WB-CLASS": message(
        "error",
        ("種別", "Kind of row"),
        "{found}という種別はありません。何の行か決まらないので読めません。次のどれかを選んで"
        "ください: {choices}。",
        "There is no kind “{value}”, so it is unknown what the row is. Choose one of: {choices}.",
    ),
    "WB-KEY-FORM": message(
        "error",
        ("識別子の形", "Form of the key"),
        "{found}は識別子に使えません。アドレスの一部になるためです。"
        "半角の英小文字・数字・ハイフンだけで書いてください。{like_ja}",
        "{found} cannot be a key, since keys become part of addresses. Use lower-case letters, "
        "digits and hyphens only.{like_en}",
    ),
    "WB-KEY-TWICE": message(
        "error",
        ("識別子の重複", "Key twice"),
        "識別子「{value}」は {other} の行でも使われています。二つの行が混ざってしまいます。"
        "別の識別子にするか、二重の行を消してください。",
        "The key “{value}” is also used by the row at {other}; the two would become one. Give "
        "another key, or delete the row if it is there twice.",
    ),
    "WB-ROW-TWICE": message(
        "error",
        ("行の重複", "Row twice"),
        "{row} 行目と同じ内容の行です。このままでは同じものが二つになります。この行を消すか、"
        "違うところ（年度、原典の行など）を直してください。",
        "This row repeats row {row}, and one thing would become two. Delete it, or correct what is "
        "different (year, source lines and so on).",
    ),
    "WB-VALUES-CONTRADICT": message(
        "warning",
        ("矛盾する値", "Contradicting values"),
        "{row} 行目と同じ指標・年度・種類の値ですが、「{before}」と「{value}」で食い違います。"
        "写し間違いなら直してください。別の値なら、違いを列（累計の扱い、量の種類、印など）に書いて"
        "ください。",
        "Row {row} has a value of the same indicator, year and kind, but “{before}” and “{value}” "
        "contradict each other. Correct the one that is miscopied; if they are different values, "
        "say in which way (cumulation, quantity kind, mark and so on).",
    ),
    "NUM-COUNT": message(
        "error",
        ("1 以上の整数", "Whole number above 0"),
        "{found}は 1 以上の整数ではありません。順番やページは 1 から数えます。例: 3。",
        "{found} is no whole number above 0. Positions, pages and the like count from 1. "
        "For example: 3.",
    ),
    "NUM-SHARE": message(
        "error",
        ("0 から 1 の数", "Number from 0 to 1"),
        "{found}は 0 から 1 の数ではありません。確かなら 1、半々なら 0.5 と書いてください。",
        "{found} is no number from 0 to 1. Write 1 for certain, 0.5 for as likely as not.",
    ),
    "WB-CONCEPT": message(
        "error",
        ("一覧にない語", "Not in the list"),
        "{found}は一覧にありません。決まった語でないと、ほかの計画と比べられません。一覧から選んで"
        "ください: {choices}。",
        "{found} is not in the list; only agreed words can be compared across plans. Choose from "
        "the list: {choices}.",
    ),
    "WB-REF-NONE": message(
        "error",
        ("参照先がない", "Nothing of that name"),
        "{found}に当たる行も、公開済みのものもありません。つながりが切れてしまいます。番号と名称を"
        "参照先の行のとおりに書いてください。{near_ja}",
        "{found} fits no row and nothing published, so the link would be broken. Write number and "
        "name as they stand in the row meant.{near_en}",
    ),
    "WB-REF-MANY": message(
        "error",
        ("参照先が二つ以上", "Several of that name"),
        "{found}に当たるものが二つ以上あり、どれか決まりません。識別子を添えて書いてください。"
        "例: {choices}。",
        "{found} fits several things, and it cannot be told which is meant. Add the key, such as: "
        "{choices}.",
    ),
    "WB-REF-KIND": message(
        "error",
        ("参照先の種類", "Wrong kind of thing"),
        "{found}は{kind}です。ここには{wanted}を書いてください。",
        "{found} is the name of: {kind_en}. What is wanted here: {wanted_en}.",
    ),
    "WB-REF-SELF": message(
        "error",
        ("自分への参照", "Reference to itself"),
        "{found}はこの行自身の名です。行は自分を参照できません。参照先の行の番号と名称を書いて"
        "ください。",
        "{found} is this row itself, and a row cannot refer to itself. Write number and name of "
        "the row that is meant.",
    ),
    "WB-REF-STALE": message(
        "error",
        ("名称と識別子の食い違い", "Name and key disagree"),
        "{column}の名称「{value}」と識別子「{key}」が別のものを指しています（{key} "
        "は「{other}」）。"
        "正しいほうに揃えてください。",
        "In {column_en}, the name “{value}” and the key “{key}” mean different things ({key} is "
        "“{other}”). Correct one of them.",
    ),
    "WB-BOOL": message(
        "error",
        ("はい・いいえ", "Yes or no"),
        "{found}は読めません。「はい」か「いいえ」を書いてください。",
        "{found} cannot be read. Write はい (yes) or いいえ (no).",
    ),
    "WB-YEAR-UNKNOWN": message(
        "error",
        ("範囲の外の年度", "Fiscal year out of range"),
        "{column}「{value}」年度は扱える範囲（1989年度から）の外です。"
        "打ち間違いでないか確かめてください。"
        "例: 2025年度。",
        "Fiscal year “{value}” in {column_en} is outside the years known here (from 1989). Check "
        "it "
        "for a slip. For example: 2025年度.",
    ),
    "WB-FORMULA": message(
        "error",
        ("数式", "Formula"),
        "{column}に数式「{value}」があります。数式は計算しません。「値の貼り付け」で値だけにして"
        "ください（機械可読性のルール L2-06）。",
        "{column_en} holds the formula “{value}”. Formulas are not evaluated. Paste the value only "
        "(machine-readability rule L2-06).",
    ),
    "WB-ERROR-CELL": message(
        "error",
        ("エラー値", "Error value"),
        "{column}がエラー値「{value}」です。元の値が失われています。正しい値を書き直してください。",
        "{column_en} holds the error value “{value}”; the value itself is lost. Write it again.",
    ),
    "WB-DATE-CELL": message(
        "error",
        ("日付への自動変換", "Turned into a date"),
        "{column}が日付「{value}」になっています。表計算ソフトが 3/20 や 3-4 "
        "を日付に変えたと思われます。"
        "セルの書式を「文字列」にして書き直してください。",
        "{column_en} holds the date “{value}”. The spreadsheet program has probably turned 3/20 "
        "or "
        "3-4 into a date. Format the cell as text and write it again.",
    ),
    "WB-CONTROL": message(
        "error",
        ("制御文字", "Control character"),
        "{found}に、目に見えない制御文字があります（□の位置）。検索や照合ができなくなります。"
        "消して書き直してください。",
        "{found} holds an invisible control character (at □), which breaks searching. Delete it.",
    ),
    "WB-VALUE-DISAGREE": message(
        "error",
        ("値と数値の食い違い", "Value and number disagree"),
        "数値「{value}」が、印刷された値「{printed}」と合いません。どちらかの写し間違いです。"
        "数値を {expected} にするか、値を直してください。",
        "The number “{value}” does not agree with the printed value “{printed}”; one of them is "
        "miscopied. Make the number {expected}, or correct the value.",
    ),
    "WB-UNIT-DISAGREE": message(
        "error",
        ("値と単位の食い違い", "Value and unit disagree"),
        "単位「{value}」が、印刷された値「{printed}」と合いません。比べるときに誤ります。"
        "単位を「{expected}」にするか、値を直してください。",
        "The unit “{value}” does not agree with the printed value “{printed}”, and comparisons "
        "would "
        "be wrong. Choose “{expected}”, or correct the value.",
    ),
    "WB-PRECISION-DISAGREE": message(
        "error",
        ("値と精度の食い違い", "Value and precision disagree"),
        "精度「{value}」が、印刷された値「{printed}」と合いません。「約」や「以上」を読み落とすと、"
        "達成したかどうかを誤ります。「{expected}」を選んでください。",
        "The precision “{value}” does not agree with the printed value “{printed}”. Losing “about” "
        "or “at least” would give wrong results. Choose “{expected}”.",
    ),
    "WB-CONTENT-DISAGREE": message(
        "error",
        ("値と内容の食い違い", "Value and content disagree"),
        "値の内容「{value}」が、印刷された値「{printed}」と合いません。横線や「調整中」は値なし、"
        "0件は数です。「{expected}」を選んでください。",
        "The content kind “{value}” does not agree with the printed value “{printed}”. A dash or "
        "“under adjustment” is no value, 0 is a number. Choose “{expected}”.",
    ),
}

MESSAGES: Final[dict[str, Message]] = {**_BOOK, **_CELLS, **FIGURES, **FORM}
