"""What the reference of the ontology and of the shapes says; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "reference": ("語彙（オントロジー）", "Ontology"),
    "reference_version": ("版 {version}（{date}）", "Version {version} ({date})"),
    "reference_contents": ("目次", "Contents"),
    "reference_class": ("クラス", "Classes"),
    "reference_object": ("ものを結ぶプロパティ", "Properties that link things"),
    "reference_datatype": ("値を持つプロパティ", "Properties with values"),
    "reference_annotation": ("注記のプロパティ", "Annotation properties"),
    "reference_schemes": ("概念体系", "Concept schemes"),
    "reference_drawing": ("モデルの図", "The model in a drawing"),
    "reference_drawing_alt": (
        "計画の版から目標・施策・取組・事業へ下り、指標、担当、政策への言及が付く図。"
        "同じことを下の一覧が述べています。",
        "Editions of plans lead down to goals, measures, initiatives and activities, which have "
        "indicators, responsibilities and references to policies. The lists below say the same.",
    ),
    "reference_changes": ("変更の記録", "Change log"),
    "reference_all": ("全ての語を一つの文書で", "All terms in one document"),
    "reference_example": ("例", "Example"),
    "reference_try": ("実行できる例", "Run an example"),
    "reference_things": ("{count} 件", "{count} things"),
    "reference_statements": ("{count} の記載", "{count} statements"),
    "reference_questions": ("使う質問", "Used by questions"),
    "reference_rules": ("使う規則", "Used by rules"),
    "reference_more": ("ほか {count}", "{count} more"),
    "reference_stratml": ("StratML の要素", "Element of StratML"),
    "reference_subclassof": ("上位のクラス", "Broader class"),
    "reference_subclassof_back": ("下位のクラス", "Narrower classes"),
    "reference_subpropertyof": ("上位のプロパティ", "Broader property"),
    "reference_subpropertyof_back": ("下位のプロパティ", "Narrower properties"),
    "reference_domain": ("主語のクラス", "Said of"),
    "reference_range": ("値の型", "Value"),
    "reference_domain_back": ("このクラスのプロパティ", "Properties of this class"),
    "reference_range_back": ("ここへ結ぶプロパティ", "Properties that lead here"),
    "reference_inverseof": ("逆のプロパティ", "Inverse"),
    "reference_equivalentclass": ("同じクラス", "Same class"),
    "reference_equivalentproperty": ("同じプロパティ", "Same property"),
    "reference_exactmatch": ("同じ意味", "Same meaning"),
    "reference_closematch": ("近い意味", "Similar meaning"),
    "reference_name": ("名称", "Name"),
    "reference_definition": ("定義", "Definition"),
    "reference_broader": ("上位", "Broader"),
    "reference_count": ("語の数", "Concepts"),
    "reference_concepts": ("語とその定義", "Concepts and their definitions"),
    "rules": ("データの規則と指摘のコード", "Rules for data and codes of findings"),
    "rules_lead": (
        "データを検査する規則の一覧です。誤りがあると構築は止まり、注意と助言では止まりません。"
        "どの指摘にも、ここのコードが付きます。",
        "These rules check the data. An error stops the build; warnings and hints do not. Every "
        "finding bears one of these codes.",
    ),
    "rules_structure": ("形", "Form"),
    "rules_schemes": ("値の一覧", "Lists of values"),
    "rules_consistency": ("食い違い", "Contradictions"),
    "rules_linkage": ("結び付き", "Links"),
    "rules_completeness": ("揃っているか", "Completeness"),
    "rules_retired": ("使わなくなった語", "Retired terms"),
    "rules_house": ("規則についての規則", "Rules about rules"),
    "rules_why_structure": (
        "この形でないと、問合せが答えを取りこぼします。",
        "Where the form differs, queries miss answers.",
    ),
    "rules_why_schemes": (
        "決まった値でないと、区をまたいで比べられません。",
        "Values outside the lists cannot be compared across wards.",
    ),
    "rules_why_consistency": (
        "記載どうしが食い違うと、どちらも信じられません。",
        "Where statements contradict each other, neither can be trusted.",
    ),
    "rules_why_linkage": (
        "根拠のない結び付きは、対応の有無の判断を誤らせます。",
        "Links without grounds mislead whoever asks what answers what.",
    ),
    "rules_why_completeness": (
        "原典にあるものが欠けていると、件数や一覧が実際より少なくなります。",
        "Where something of the source is missing, counts and lists are too small.",
    ),
    "rules_why_retired": (
        "使わなくなった語のデータは、新しい問合せでは見つかりません。",
        "Data in retired terms are not found by current queries.",
    ),
    "rules_why_house": (
        "規則そのものが揃っていないと、指摘が読めません。",
        "Unless rules are alike, their findings cannot be read.",
    ),
    "rules_published": ("公開中のデータとの照合", "Against what is published"),
    "rules_why_published": (
        "公開中のデータと食い違う記述は、どちらかが古いか誤っています。",
        "Where new data contradict what is published, one of the two is old or wrong.",
    ),
    "rules_workbook": ("ブックの形と欄", "Workbooks and their cells"),
    "rules_why_workbook": (
        "読み取れない欄は、推し量らずに、書いた人に尋ねます。",
        "A cell that cannot be read is not guessed at; whoever wrote it is asked.",
    ),
    "rules_figures": ("値、年度、日付、行", "Figures, years, dates, lines"),
    "rules_why_figures": (
        "値は印刷どおりに写し、二通りに読めるものは読みません。",
        "Figures are copied as printed; what can be read in two ways is not read.",
    ),
    "rules_form": ("表の形（機械可読性のルール）", "Form of tables (machine readability)"),
    "rules_why_form": (
        "デジタル庁「行政データにおける機械可読性に関するルール」の番号による助言です。",
        "Hints with the numbers of the Digital Agency’s rules on machine readability.",
    ),
    "rules_uploads": ("送られたファイル", "Files that are sent"),
    "rules_why_uploads": (
        "送られたファイルの何を使わなかったかを伝えます。",
        "They say what of a file was not used.",
    ),
    "rules_mappings": ("結び付きの表", "Tables of mappings"),
    "rules_why_mappings": (
        "主題と政策への結び付きは、人が理由を付けて判断したものだけです。",
        "Links to themes and policies are judgements of people, each with its reason.",
    ),
    "rules_components": ("SHACL の制約", "Constraints of SHACL"),
    "rules_why_components": (
        "規則に自前の文がないときの文です。",
        "What is said where a rule brings no words of its own.",
    ),
    "rules_example": ("例", "Example"),
    "rules_at": ("書くところ", "Where"),
    "rules_cell": ("シート「{sheet}」、列「{column}」", "Sheet {sheet}, column {column}"),
    "rules_said": ("指摘の文", "What is said"),
    "rules_empty": ("（空）", "(empty)"),
    "rules_code": ("コード", "Code"),
    "rules_asks": ("何を書くか", "What to write"),
    "rules_wrong": ("何が違うか、何を書くか", "What is wrong and what to write"),
    "rules_why": ("なぜ大切か", "Why it matters"),
    "rules_severity": ("重さ", "Severity"),
    "rules_applies": ("対象", "Applies to"),
    "rules_good": ("よい例", "Good example"),
    "rules_bad": ("指摘される例", "Example that is found fault with"),
}
