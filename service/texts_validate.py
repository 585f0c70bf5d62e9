"""What the page for checking files and its report say; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "nav_validate": ("データの検査", "Check data"),
    "way_validate": (
        "新しい計画のブックや RDF を送ると、直すところと、公開すると変わることが分かります。",
        "Send a workbook or RDF of a new plan to see what to correct and what would change.",
    ),
    "validate_title": ("データの検査", "Check data"),
    "validate_lead": (
        "計画のファイルを選んで送ると、直すところを示します。公開中のデータとの違いも分かります。",
        "Choose the files of a plan and send them to see what to correct, and how they differ from "
        "what is published.",
    ),
    "validate_kept": (
        "送られたファイルは検査の後に残りません。外部の資源は読みに行きません。",
        "What you send is not kept after the answer, and nothing outside is fetched.",
    ),
    "validate_preparing": (
        "いま検査の準備をしています（10 秒ほどかかります）。送ると、準備が終わってから検査します。",
        "Checking is being prepared, which takes about ten seconds. What you send is checked as "
        "soon as it is ready.",
    ),
    "validate_file": ("検査するファイル", "Files to check"),
    "validate_hint": (
        "Excel のブック（.xlsx）、CSV、CSV の ZIP、Turtle、TriG、N-Triples、JSON-LD、RDF/XML。"
        "合わせて {limit} MiB まで。ここにファイルを置くこともできます。",
        "An Excel workbook (.xlsx), CSV, a ZIP file of CSV, Turtle, TriG, N-Triples, JSON-LD or "
        "RDF/XML; {limit} MiB in all. Files can be dropped here.",
    ),
    "validate_form": ("報告の形式", "Form of the report"),
    "validate_form_html": ("この画面で見る", "On this page"),
    "validate_form_xlsx": ("指摘を書き込んだブック", "The workbook with the findings marked"),
    "validate_form_json": ("JSON 形式", "JSON"),
    "validate_form_csv": ("CSV 形式", "CSV"),
    "validate_form_sarif": ("SARIF 形式", "SARIF"),
    "validate_form_ttl": ("SHACL の Turtle 形式", "SHACL (Turtle)"),
    "validate_save": ("この結果を保存する:", "Save this report:"),
    "validate_between": ("、", ", "),
    "validate_run": ("検査する", "Check"),
    "validate_refused": ("検査できませんでした", "This could not be checked"),
    "validate_report": ("検査の結果", "Findings"),
    "validate_good": (
        "誤りはありません。注意と助言があれば見直してください。",
        "There are no errors. Look at the warnings and hints, if any.",
    ),
    "validate_none": ("指摘はありません。", "There are no findings."),
    "validate_bad": (
        "誤りがあります。下の指摘を直して、もう一度送ってください。",
        "There are errors. Correct what is listed below and send the file again.",
    ),
    "validate_more": (
        "全部で {count} 件の指摘のうち、最初の {shown} 件です。直してから送り直してください。",
        "The first {shown} of {count} findings. Correct these and send the file again.",
    ),
    "validate_place": ("場所", "Place"),
    "validate_severity": ("重さ", "Severity"),
    "validate_what": ("内容と直し方", "What is wrong and what to do"),
    "validate_rule": ("規則", "Rule"),
    "validate_line": ("{line} 行", "line {line}"),
    "validate_column": ("{line} 行 {column} 文字目", "line {line}, column {column}"),
    "validate_changes": ("公開すると変わること", "What would change if it were published"),
    "validate_no_change": (
        "公開中のデータと違いはありません。",
        "There is no difference from what is published.",
    ),
    "validate_added": ("加わる記述（{count}）", "Statements that come ({count})"),
    "validate_removed": ("なくなる記述（{count}）", "Statements that go ({count})"),
    "validate_changed": ("変わる記述（{count}）", "Statements that change ({count})"),
    "validate_links": (
        "規則から新たに分かるつながり（{count}）",
        "Links that follow by rule ({count})",
    ),
    "validate_links_gone": (
        "規則からは分からなくなるつながり（{count}）",
        "Links that no longer follow ({count})",
    ),
    "validate_questions": (
        "答えが変わる質問（{asked} の質問のうち {count}）",
        "Questions that answer differently ({count} of {asked})",
    ),
    "validate_rows": (
        "{before} 行から {after} 行（新たに {added}、なくなる {removed}）",
        "from {before} to {after} rows ({added} come, {removed} go)",
    ),
    "validate_unbuilt": (
        "データが構築されていないので、つながりと質問は比べていません。",
        "No data are built, so links and questions were not compared.",
    ),
    "validate_first": ("最初の {shown} 件です。", "The first {shown}."),
    "validate_suggest": ("主題と政策の候補", "Themes and policy items to consider"),
    "validate_suggest_lead": (
        "まだ結び付いていない施策・取組に似たものから選んだ候補です。正しいかは人が決めます。",
        "Chosen by likeness to measures that are linked already. Whether they are right is for a "
        "person to decide.",
    ),
    "validate_themes": ("主題", "Themes"),
    "validate_items": ("政策の項目", "Policy items"),
    "validate_shared": ("共通の語: {words}", "shared: {words}"),
    "validate_like": ("「{name}」に似る", "like “{name}”"),
    "validate_resource": ("資源", "Resource"),
    "validate_property": ("項目", "Property"),
    "validate_value": ("値", "Value"),
    "validate_before": ("前", "Before"),
    "validate_after": ("後", "After"),
    "template_title": ("様式を取る", "Get the template"),
    "template_lead": (
        "計画を書き込むブックです。空のまま、または公開中の計画で埋めて取れます。書き込んだら、"
        "上で検査します。",
        "The workbook that a plan is filled into, empty or filled with a published plan. Fill it "
        "in and check it above.",
    ),
    "template_municipality": ("自治体", "Municipality"),
    "template_municipality_hint": (
        "空の様式の、部署の一覧に使います。",
        "Its departments are offered in the empty template.",
    ),
    "template_other": ("（ほかの自治体）", "(another municipality)"),
    "template_plan": ("計画", "Plan"),
    "template_plan_hint": (
        "選ぶと、その計画で埋めます。来年度の値を書き足すときに便利です。",
        "If you choose one, the workbook is filled with it, ready for the figures of next year.",
    ),
    "template_empty": ("（空の様式）", "(empty)"),
    "template_xlsx": ("Excel のブックを取る", "Get an Excel workbook"),
    "template_zip": ("CSV の ZIP を取る", "Get a ZIP file of CSV"),
    "validate_again": ("別のファイルを検査する", "Check another file"),
}
