"""What the pages of the stored questions say; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "library_title": ("質問集", "Questions"),
    "library_lead": (
        "答えの確かめられた {count} の問いです。選べば答えがすぐに見え、表や RDF で受け取り、"
        "引用し、プログラムから同じ問いを送れます。",
        "{count} questions with verified answers. Open one to see its answer, take it as a table "
        "or RDF, cite it, and ask the same from a program.",
    ),
    "library_search": ("問いを探す", "Find a question"),
    "library_search_hint": (
        "問いの文、キーワード、答えの列の名前から探します。",
        "Looks in questions, keywords and names of columns.",
    ),
    "library_find": ("探す", "Find"),
    "library_topics": ("分野", "Topics"),
    "library_all": ("すべて", "All"),
    "library_found": ("{count} 件", "{count} found"),
    "library_nothing": (
        "当てはまる問いはありません。別の言葉で探すか、SPARQL で問い合わせてください。",
        "No question matches. Try other words, or ask in SPARQL.",
    ),
    "library_machine": ("この一覧をデータで", "This list as data"),
    "library_parameters": ("条件", "Parameters"),
    "library_optional": ("（省略可）", "(optional)"),
    "library_any": ("指定しない", "any"),
    "library_ask": ("答えを見る", "Show the answer"),
    "library_example": (
        "例として次の条件で答えを示しています。条件は変えられます。",
        "The answer shown is for the example below. Change it as you like.",
    ),
    "library_fault": ("答えられませんでした", "This could not be answered"),
    "library_answer": ("答え", "Answer"),
    "library_no_rows": (
        "当てはまるものはありませんでした。条件を確かめてください。",
        "Nothing matches. Check the parameters.",
    ),
    "library_query": ("問合せ（SPARQL）", "Query (SPARQL)"),
    "library_open": ("SPARQL の画面で開く", "Open in the SPARQL form"),
    "library_file": ("問いのファイル（.rq）", "File of the question (.rq)"),
    "library_described": ("問いの記述（RDF）", "Description of the question (RDF)"),
    "library_code": ("プログラムから", "From a program"),
    "library_code_note": (
        "そのまま写して使えます。",
        "Ready to copy.",
    ),
    "library_cite": ("引用", "How to cite"),
    "library_cite_note": (
        "版は、答えのもとになったデータと問いを示します。同じ版からは同じ答えが得られます。",
        "The version names the data and the question that the answer comes from. "
        "The same version gives the same answer.",
    ),
    "library_graph_version": ("データの版", "Version of the data"),
    "library_query_version": ("問いの版", "Version of the question"),
    "library_address": ("永続アドレス", "Permanent address"),
    "library_keywords": ("キーワード", "Keywords"),
}
