"""What the page for searching says; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "search_title": ("名前で探す", "Search by name"),
    "search_results_for": ("「{words}」の検索結果", "Results for “{words}”"),
    "search_label": ("探す言葉", "Words to look for"),
    "search_hint": (
        "日本語でも英語でも探せます。全角と半角、送り仮名、長音、中黒などの違いは気にしなくて"
        "かまいません。略語は用語集の言葉でも探します。",
        "In Japanese or English. Widths, endings, long vowels and middle dots make no difference; "
        "abbreviations are looked for by the words of the glossaries too.",
    ),
    "search_short": ("探す", "Search"),
    "search_count": ("{count} 件が見つかりました。", "{count} found."),
    "search_none": (
        "「{words}」という名前のものは見つかりませんでした。",
        "Nothing has a name like “{words}”.",
    ),
    "search_none_hint": (
        "言葉を短くするか、別の言い方でお試しください。",
        "Try fewer or other words.",
    ),
    "search_meant": ("もしかして", "Did you mean"),
    "search_by_kind": ("種類で絞る", "Only one kind"),
    "search_by_ward": ("区で絞る", "Only one ward"),
    "search_in_ward": (
        "区: {ward}（区の名前は絞り込みとして読みました）",
        "Ward: {ward} (its name was taken as a choice of ward)",
    ),
    "search_all_wards": ("区の絞り込みを外す", "In all wards"),
    "search_as_word": ("「{word}」も言葉として探す", "Look for “{word}” as a word too"),
    "search_everything": ("すべて", "All"),
    "search_more": ("{kind}をすべて見る（{count} 件）", "All {count}: {kind}"),
    "search_examples": ("例", "For example"),
    "search_found_by": ("{role}「{name}」", "{role} “{name}”"),
    "search_also_json": ("検索結果（JSON）", "Search results (JSON)"),
    "search_first": ("最初の {shown} 件です。", "The first {shown}."),
    "role_name": ("名前", "name"),
    "role_unofficial": ("本プロジェクトの英語名", "this project’s English name"),
    "role_printed": ("文書での表記", "as printed"),
    "role_number": ("文書での番号", "number as printed"),
    "role_other": ("別の呼び名", "other name"),
    "role_theme": ("主題", "theme"),
    "variant_width": ("全角・半角、大文字・小文字の違い", "width or capitals differ"),
    "variant_spelling": ("長音・中黒・カナの表記の違い", "long vowels, dots or spelling differ"),
    "variant_kana": ("ひらがな・カタカナの違い", "hiragana for katakana"),
    "variant_okurigana": ("送り仮名・助詞の違い", "endings or particles differ"),
    "variant_pieces": ("言葉の順や間が違います", "its words stand apart"),
    "search_alias": ("「{alias}」と同じ意味の言葉として", "as another word for it: “{alias}”"),
    "kind_theme": ("主題", "Themes"),
    "kind_edition": ("計画と版", "Plans and editions"),
    "kind_goal": ("目標・柱", "Goals"),
    "kind_measure": ("施策", "Measures"),
    "kind_initiative": ("取組", "Initiatives"),
    "kind_activity": ("個別の取組内容", "Activities"),
    "kind_element": ("理念・方針など", "Visions and principles"),
    "kind_indicator": ("指標", "Indicators"),
    "kind_policy": ("国・都などの政策", "Policies"),
    "kind_item": ("政策の項目", "Items of policies"),
    "kind_organisation": ("組織と職", "Organisations and posts"),
    "kind_system": ("システム", "Systems"),
    "kind_glossary": ("用語", "Glossary"),
    "kind_document": ("原典", "Source documents"),
    "kind_question": ("質問集の質問", "Stored questions"),
    "kind_year": ("年度", "Fiscal years"),
    "kind_term": ("データの語彙", "Terms of the ontology"),
}
