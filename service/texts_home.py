"""What the home page says; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "home_title": (
        "区のDX計画を、区をまたいで、原典の行まで",
        "Wards’ digital plans, across wards, down to the line of the source",
    ),
    "lead": (
        "自治体のデジタル化計画に書かれた目標・施策・取組・指標・担当・工程を、"
        "原典の行まで辿れるデータとして公開しています。",
        "Goals, measures, initiatives, indicators, responsibilities and timetables from the "
        "digital plans of municipalities, as data that leads back to the lines of the source.",
    ),
    "home_search": ("名前で探す", "Search by name"),
    "home_placeholder": ("例: 手続のオンライン化", "for example: online"),
    "home_find": ("探す", "Search"),
    "home_documents": ("文書", "documents"),
    "home_elements": ("目標・施策・取組など", "goals, measures, initiatives …"),
    "home_indicators": ("指標", "indicators"),
    "home_statements": ("記載", "statements"),
    "home_passages": ("原典の箇所", "places in the sources"),
    "home_elements_count": ("要素 {count}", "{count} elements"),
    "home_wards": ("区と計画", "Wards and plans"),
    "home_example": ("一つの例", "One example"),
    "home_example_note": (
        "どの部署が担当し、それは何行目に書かれているか。どの記載も、このように原典の行へ"
        "辿れます。",
        "Which department is in charge, and on which lines does it say so? Every statement leads "
        "to its lines like this.",
    ),
    "home_initiative": ("取組", "Initiative"),
    "home_unit": ("担当部署", "Department in charge"),
    "home_summed": (
        "トリプル（文）の数は、グラフごとに数えた和です。二つのグラフにある文は二度数えています。",
        "The number of triples is the sum over the graphs: one that stands in two graphs counts "
        "twice.",
    ),
    "home_ways": ("使い方", "Ways in"),
    "way_search": (
        "区をまたいで名前で探します。表記の揺れも吸収します。",
        "Find things by name in all wards, however they are spelt.",
    ),
    "way_queries": (
        "用意した質問から選び、答えと原典の行を見ます。",
        "Choose a question and see its answer with the lines of the sources.",
    ),
    "way_sparql": (
        "自分の問いを SPARQL で書き、結果を表や CSV で受け取ります。",
        "Write a question of your own; take the result as a table or CSV.",
    ),
    "way_ontology": (
        "データで使うクラスとプロパティの定義と例を読みます。",
        "Read definitions and examples of the classes and properties.",
    ),
}
