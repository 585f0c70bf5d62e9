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
    "rules": ("データの規則（シェイプ）", "Rules for data (shapes)"),
    "rules_lead": (
        "データを検査する規則の一覧です。違反があると構築は止まり、警告では止まりません。検証の指摘"
        "には、ここのコードが付きます。",
        "These rules check the data. A violation stops the build; a warning does not. Each finding "
        "of a validation bears one of these codes.",
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
    "rules_code": ("コード", "Code"),
    "rules_asks": ("何を書くか", "What to write"),
    "rules_wrong": ("何が違うか、何を書くか", "What is wrong and what to write"),
    "rules_why": ("なぜ大切か", "Why it matters"),
    "rules_severity": ("重さ", "Severity"),
    "rules_applies": ("対象", "Applies to"),
    "rules_good": ("よい例", "Good example"),
    "rules_bad": ("指摘される例", "Example that is found fault with"),
}
