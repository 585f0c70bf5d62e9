"""What is said of figures, years, dates and lines that cannot be read, and of the form of tables.

The codes FORM-… follow 「行政データにおける機械可読性に関するルール」 of the Digital Agency (2026),
whose numbers they carry; the sentences are ours. Must not know workbooks or graphs.
"""

from __future__ import annotations

from typing import Final

from service.texts_workbook_message import message

FIGURES: Final = {
    "FIG-TRIANGLE": message(
        "error",
        ("△・▲", "Triangle"),
        "値「{value}」の △ は、負の数、減少、「遅れ」のどれか決められません。値の内容（数、増減）"
        "を選び、"
        "数値に -{number} のように書いてください。",
        "The triangle in “{value}” may mean minus, a fall or “delayed”. Choose the content kind "
        "(number or change) and write the number, such as -{number}.",
    ),
    "FIG-SIGN": message(
        "error",
        ("符号", "Sign"),
        "値「{value}」が負の数か増減か決められません。値の内容（数、増減）を選ぶか、"
        "「-5%（対令和5年度）」のように基準を書いてください。",
        "“{value}” may be a negative number or a change. Choose the content kind, or give the base "
        "as in -5%（対令和5年度）.",
    ),
    "FIG-YEAR": message(
        "error",
        ("値が年度", "A year for a value"),
        "値「{value}」は年度で、値ではありません。年度は「年度」の列に書き、"
        "ここには印刷された値を書いて"
        "ください。",
        "“{value}” is a fiscal year, not a value. Put it into the column of fiscal years and write "
        "the printed value here.",
    ),
    "FIG-KANJI": message(
        "error",
        ("漢数字", "Kanji numerals"),
        "値「{value}」の漢数字は読み取りません。値はそのままにして、値の内容、数値、"
        "単位を書いてください。",
        "The kanji numerals of “{value}” are not read. Leave the value and fill in content kind, "
        "number and unit.",
    ),
    "FIG-RANGE": message(
        "error",
        ("幅のある値", "Range"),
        "値「{value}」には数が二つあります。値の内容に「範囲」を選び、"
        "下限と上限に数を書いてください。",
        "“{value}” holds two numbers. Choose the content kind “range” and fill in lower and upper "
        "bound.",
    ),
    "FIG-WORDS": message(
        "error",
        ("言葉の値", "Words"),
        "値「{value}」は数として読めません。値の内容（段階の語、方向のみ、語句など）"
        "を選んでください。"
        "数なら「150件」のように書いてください。",
        "“{value}” cannot be read as a number. Choose the content kind (stage, direction, words "
        "…); "
        "if it is a number, write it like 150件.",
    ),
    "FIG-NOTE": message(
        "error",
        ("値の中の注", "Note in a value"),
        "値「{value}」に注が付いています。数と注が混ざると計算できません。"
        "注は「印」か「注」のシートに移し、"
        "値だけを書いてください。例: 183件。",
        "“{value}” carries a note. Mixed with notes, numbers cannot be used. Move the note to the "
        "column of marks or the sheet 注. For example: 183件.",
    ),
    "FIG-FRACTION": message(
        "error",
        ("分数", "Fraction"),
        "値「{value}」の分数が成り立ちません（分母が 0 か分子より小さい、または % が付いている）。"
        "例: 15/20。",
        "The fraction “{value}” is impossible (denominator 0 or less than the numerator, or a "
        "percent sign). For example: 15/20.",
    ),
    "FIG-TWO": message(
        "error",
        ("二つの数", "Two numbers"),
        "値「{value}」に数が二つあり、どちらが値か決まりません。"
        "一つの行に一つの値を書いてください。一つの数なら、数字の間の空白を消してください。",
        "“{value}” holds two numbers, and it cannot be told which is the value. Write one a row; "
        "if it is one number, delete the space between its digits.",
    ),
    "FIG-TWO-WORDS": message(
        "error",
        ("約と以上", "Two qualifications"),
        "値「{value}」には「約」と「以上」のような限定が二つあります。精度を一つ選び、"
        "数値を書いてください。",
        "“{value}” carries two qualifications, such as about and at least. Choose one precision "
        "and "
        "write the number.",
    ),
    "FIG-UNIT": message(
        "error",
        ("知らない単位", "Unknown unit"),
        "値「{value}」の単位「{unit}」は一覧にありません。値の内容、数値、単位を書いてください。"
        "近い単位がなければ「単位の記載なし」を選び、要約で述べてください。",
        "The unit “{unit}” of “{value}” is not in the list. Fill in content kind, number and "
        "unit; if "
        "none fits, choose “unit not stated” and say it in the summary.",
    ),
    "FIG-UNIT-NONE": message(
        "error",
        ("単位がない", "No unit"),
        "値「{printed}」に単位がありません。何を数えたか分からないと比べられません。"
        "単位を一覧から選んで"
        "ください。印刷されていなければ「単位の記載なし」です。",
        "The value “{printed}” has no unit, so it cannot be compared. Choose a unit from the list; "
        "“unit not stated” if none is printed.",
    ),
    "FIG-COMMA": message(
        "error",
        ("コンマの位置", "Place of commas"),
        "「{number}」のコンマの位置が三桁ごとではありません。桁の写し落としかもしれません。"
        "原典を見て"
        "書き直してください。例: 1,234。",
        "The commas of “{number}” do not stand at every third digit; a digit may be lost. Check "
        "the "
        "source. For example: 1,234.",
    ),
    "FIG-PREVIOUS": message(
        "error",
        ("前年度の年度", "Year of the comparison"),
        "値「{value}」は前年度との比較ですが、年度がありません。「年度」を書いてください。",
        "“{value}” compares with the year before, but the row has no fiscal year. Write it.",
    ),
    "NUM-FORM": message(
        "error",
        ("数の欄", "Number column"),
        "{found}は数だけではありません。単位や「約」が混ざると計算できません（機械可読性のルール "
        "L2-01）。"
        "数だけを書き、単位と精度はそれぞれの列に書いてください。例: 1800。",
        "{found} is not a number alone; mixed with units it cannot be computed with (machine-"
        "readability rule L2-01). Write the number only, such as 1800.",
    ),
    "NUM-LONG": message(
        "error",
        ("長すぎる数", "Number too long"),
        "{column}に {digits} 桁の数があります。{most} 桁までしか正確に扱えません。"
        "写し間違いでないか原典を見て、書き直してください。例: 1,234。",
        "{column_en} holds a number of {digits} digits; only {most} can be kept exactly. Check the "
        "source for a slip and write it again. For example: 1,234.",
    ),
    "NUM-SHOWN": message(
        "error",
        ("セルの表示形式", "Number format"),
        "{column}の「{value}」は、セルの書式（表示形式）のために、見えるとおりには読めません。"
        "桁や符号が隠れているか、知らない書式です。セルの型を「文字列」にし、見えるとおりに"
        "書き直してください。例: 20%以上。",
        "What the cell shows for “{value}” ({column_en}) is not known: its number format hides "
        "digits or the sign, or is not one that is read. Format the cell as text and write what is "
        "to be seen, such as 20%以上.",
    ),
    "YEAR-CALENDAR": message(
        "error",
        ("年か年度か", "Year or fiscal year"),
        "{found}が年か年度か決まりません。1月から3月では一年ずれます。「令和7年度」か「2025年度」と"
        "書いてください。",
        "{found} may be a calendar or a fiscal year, which differ from January to March. Write "
        "令和7年度 or 2025年度.",
    ),
    "YEAR-ERA-MISSING": message(
        "error",
        ("元号がない", "Era missing"),
        "{found}には元号がありません。平成か令和か決まらないので、"
        "「令和7年度」か「2025年度」と書いてください。",
        "{found} has no era; it may be Heisei or Reiwa. Write 令和7年度 or 2025年度.",
    ),
    "YEAR-FORM": message(
        "error",
        ("年度の書き方", "Form of a fiscal year"),
        "{found}は年度として読めません。「2025年度」「令和7年度」「R7」のどれかで書いてください。",
        "{found} cannot be read as a fiscal year. Write 2025年度, 令和7年度 or R7.",
    ),
    "YEAR-DISAGREE": message(
        "error",
        ("西暦と和暦の食い違い", "Years disagree"),
        "{found}の西暦と和暦が別の年度です。正しいほうだけを書いてください。例: "
        "2025年度（令和7年度）。",
        "The two years of {found} are not the same. Write the right one, such as 2025年度.",
    ),
    "YEAR-ERA-END": message(
        "error",
        ("ない年", "No such year"),
        "{found}という年はありません（{era}は{last}年まで）。令和などに直してください。例: "
        "令和2年度。",
        "There is no such year as {found} (the era {era} ended in its year {last}). For example: "
        "令和2年度.",
    ),
    "DATE-FORM": message(
        "error",
        ("日付の書き方", "Form of a date"),
        "{found}は日付として読めません。印刷された細かさで、2024-04-01、2024-04、2024、"
        "令和6年4月 のように"
        "書いてください。",
        "{found} cannot be read as a date. Write it as precisely as printed: 2024-04-01, 2024-04, "
        "2024.",
    ),
    "DATE-NONE": message(
        "error",
        ("ない日付", "No such date"),
        "{found}という日はありません。原典を見て書き直してください。例: 2024-02-29。"
        "平成は2019年4月30日まで、令和は翌日からです。",
        "There is no such date as {found}. Check the source. For example: 2024-02-29. The era "
        "平成 ended on 30 April 2019, and 令和 began the day after.",
    ),
    "DATE-FAR": message(
        "error",
        ("遠い年", "Year out of range"),
        "{found}は {first} 年から {last} 年までの外です。打ち間違いと思われます。原典を見て"
        "書き直してください。例: 2025-03。",
        "{found} is not within {first} to {last}, and probably a slip. Check the source and write "
        "it again, such as 2025-03.",
    ),
    "DATE-SERIAL": message(
        "error",
        ("日付の通し番号", "Serial number of a date"),
        "{found}は、表計算ソフトの日付（{date}）の書式が外れたものと思われます。原典を見て、セルの書式を"
        "「文字列」にして書き直してください。例: 2024-04-01、2024年度。",
        "{found} seems to be a spreadsheet’s date ({date}) that has lost its format. Check the "
        "source, format the cell as text and write it again, such as 2024-04-01 or 2024年度.",
    ),
    "LINE-FORM": message(
        "error",
        ("行の書き方", "Form of lines"),
        "{found}は行の番号として読めません。根拠をたどれなくなります。608、608-610 のように書き、"
        "離れた行は ； で区切ってください。",
        "{found} cannot be read as line numbers, so the source could not be found. Write 608 or "
        "608-610; separate others by ；.",
    ),
    "LINE-ORDER": message(
        "error",
        ("行の順", "Order of lines"),
        "{found}は終わりの行が始めの行より前です。小さい番号を先に書いてください。例: 608-610。",
        "{found} ends before it begins. Write the smaller number first: 608-610.",
    ),
    "LINE-BEYOND": message(
        "error",
        ("ない行", "Line beyond the end"),
        "{found}は原典の最後の行（{last} 行目）を越えています。"
        "打ち間違いでないか確かめてください。",
        "{found} is beyond the last line of the source ({last}). Check it for a slip.",
    ),
}

FORM: Final = {
    "FORM-L1-02": message(
        "hint",
        ("一シートに一つの表", "One table a sheet"),
        "表の途中にもう一つ見出しの行があります。この行も値として読まれます。二つ目の表は消すか、"
        "上の表に続けてください（L1-02）。",
        "A second row of headers stands in the table and is read as data. Delete it, or continue "
        "the table above (L1-02).",
    ),
    "FORM-L1-03": message(
        "hint",
        ("空の行・列", "Empty row or column"),
        "表の途中に空の行か列があります。並べ替えると表が分かれます。詰めてください（L1-03）。",
        "There is an empty row or column inside the table, which sorting would cut in two. Close "
        "the gap (L1-03).",
    ),
    "FORM-L1-06": message(
        "hint",
        ("体裁のための空白・改行", "Blanks for layout"),
        "{found}に、体裁を整える空白か改行があります。検索や照合ができなくなります。"
        "消してください（L1-06）。",
        "{found} holds blanks or line breaks for layout, which break searching. Delete them "
        "(L1-06).",
    ),
    "FORM-L1-07": message(
        "hint",
        ("一つの欄に二つの値", "Several values in a cell"),
        "{found}に値が二つ以上あります。この列は一つの行に一つの値です。行を分けて書いてください"
        "（L1-07）。",
        "{found} holds several values. This column takes one value a row; write a row for each "
        "(L1-07).",
    ),
    "FORM-L1-08": message(
        "hint",
        ("機種依存文字", "Platform-dependent character"),
        "{found}に、機種により化ける文字「{sign}」があります。"
        "ふつうの文字に直してください（L1-08）。"
        "例: ㈱ は（株）。",
        "{found} holds the character “{sign}”, which some systems cannot show. Use plain "
        "characters "
        "(L1-08), such as (株) for ㈱.",
    ),
    "FORM-L1-09": message(
        "hint",
        ("空白とゼロ", "Blank and zero"),
        "数値が 0 ですが、値は「{printed}」です。値がないなら数値を空にし、不在の種類を選んで"
        "ください。0 なら値に 0 と書いてください（L1-09）。",
        "The number is 0 but the value is “{printed_en}”. If there is no value, empty the number "
        "and choose the kind of absence; if it is 0, write 0 as the value (L1-09).",
    ),
    "FORM-L1-10": message(
        "hint",
        ("画像・図形・グラフ", "Pictures, shapes, charts"),
        "ここに{object}があります。その中の文字や数は読まれません。表の行として書き、{object}は"
        "消してください（L1-10）。",
        "A {object_en} stands here; what it says is not read. Write it as rows of the table and "
        "delete the {object_en} (L1-10).",
    ),
    "FORM-L1-11": message(
        "hint",
        ("色による区別", "Meaning by colour"),
        "このセルに色が付いています。色は読み取れません。"
        "意味があるなら「印」や「状況」の列に言葉で書いて"
        "ください（L1-11）。",
        "This cell is coloured, and colours are not read. If it means something, say it in words "
        "in "
        "the columns for marks or status (L1-11).",
    ),
    "FORM-L1-12": message(
        "hint",
        ("セルの結合", "Merged cells"),
        "セル {range} が結合されています。左上の一つの行の値としてだけ読まれます。結合を解き、"
        "それぞれの行に書いてください（L1-12）。",
        "The cells {range} are merged and count for the first row only. Unmerge them and fill in "
        "each row (L1-12).",
    ),
    "FORM-L1-13": message(
        "hint",
        ("非表示の行・列", "Hidden row or column"),
        "非表示の行、列、シートがあります。見えないまま読まれます。表示するか、"
        "要らなければ消してください（L1-13）。",
        "There is a hidden row, column or sheet, which is read without being seen. Show it, or "
        "delete it if it is not needed (L1-13).",
    ),
    "FORM-L1-14": message(
        "hint",
        ("欄の中の改行", "Line break in a field"),
        "{found}の中に改行があります。CSV では一件を一行にしてください（L1-14）。",
        "{found} holds a line break. In CSV a record is one line (L1-14).",
    ),
    "FORM-L1-15": message(
        "hint",
        ("囲まれていないコンマ", "Comma without quotation marks"),
        "この行には {count} の欄がありますが、見出しは {wanted} です。コンマを含む値は "
        '" " で囲んでください（L1-15）。例: "1,234件"。',
        "This row has {count} fields, but there are {wanted} headers. Put values that hold commas "
        'into quotation marks (L1-15), such as "1,234件".',
    ),
    "FORM-L2-01": message(
        "hint",
        ("数値の属性", "Number as text"),
        "{found}は数ですが、文字列、全角、コンマ付きで書かれています。読み取りましたが、"
        "半角の数値に"
        "しておくと計算に使えます（L2-01）。",
        "{found} is a number written as text, in full width or with commas. It was read; as a "
        "plain "
        "number it can be computed with (L2-01).",
    ),
    "FORM-L2-02": message(
        "hint",
        ("省略", "Ditto"),
        "{found}は「上と同じ」という意味の省略です。並べ替えると意味が失われます。省略せずに書いて"
        "ください（L2-02）。",
        "{found} stands for “as above”, which sorting would destroy. Write the value out (L2-02).",
    ),
    "FORM-L3-01": message(
        "hint",
        ("見出しの位置", "Place of the header"),
        "見出しが1行目にありません。上の行は読みません。題名などは消し、"
        "見出しから始めてください（L3-01）。",
        "The headers do not stand in the first row; what is above is not read. Begin with the "
        "headers (L3-01).",
    ),
    "FORM-L3-05": message(
        "hint",
        ("和暦だけの年度", "Era year alone"),
        "{found}は和暦だけです。読み取りましたが、西暦を使うと年の順に並びます（L3-05）。"
        "例: {western}年度。",
        "{found} is an era year alone. It was read; common-era years sort in order (L3-05). "
        "For example: {western}年度.",
    ),
}
