"""What the pages across wards say; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "nav_explore": ("見る・比べる", "Explore"),
    "way_explore": (
        "政策と区の対応、指標の比較、版の間の変化、進捗、組織、年表を表で見ます。",
        "Policies against wards, indicators compared, changes between editions, progress, "
        "organisation and a timeline.",
    ),
    "across": ("見る・比べる", "Explore"),
    "across_lead": (
        "区をまたぎ、版をまたぎ、年をまたいで見ます。どの欄からも、その根拠へ辿れます。",
        "Look across wards, editions and years. Every cell leads to its evidence.",
    ),
    "across_lists": ("一覧", "Lists"),
    # --- policies and themes ---
    "across_policies": ("政策と区の対応", "Policies and wards"),
    "about_across_policies": (
        "国の計画と法の項目ごとに、各区の何がそれに応じるか。",
        "For each item of national plans and laws, what answers it in each ward.",
    ),
    "across_policies_lead": (
        "自治体DX推進計画の各版と官民データ活用推進基本法の項目に、各区の施策・取組・事業が"
        "いくつ応じるか。欄を開くと根拠があります。",
        "How many measures, initiatives and activities of each ward answer the items of each "
        "version of the municipal DX plan and of the data act. A cell leads to its evidence.",
    ),
    "across_key": ("欄の読み方", "How to read a cell"),
    "across_matrix_of": ("{name}の項目と区", "{name}: items and wards"),
    "across_looked": ("{count} 要素と照合", "{count} elements compared"),
    "across_count": ("{count} 要素", "{count} elements"),
    "basis_declared": ("宣言", "declared"),
    "basis_declared_means": (
        "区の文書が、応じると自ら書いている。",
        "The ward’s document says so itself.",
    ),
    "basis_curated": ("判断", "curated"),
    "basis_curated_means": (
        "内容を読んで本プロジェクトが応じると判断した。理由と確信度がある。",
        "This project judged so from the contents; with a reason and a confidence.",
    ),
    "basis_inferred": ("導出", "inferred"),
    "basis_inferred_means": (
        "上位の要素が応じるので、その下の要素にも言える。それ自身の結び付きはない。",
        "An element above answers, so those below it do too; they have no link of their own.",
    ),
    "basis_none": ("該当なし", "none found"),
    "basis_none_means": (
        "要素を全て見たが、応じるものは見つからなかった。",
        "Every element was looked at, and none answers.",
    ),
    "basis_outside": ("照合外", "not compared"),
    "basis_outside_means": (
        "手元の文書は、この政策のこの版と照合していない。応じないという意味ではない。",
        "No document held was compared with this version. That does not mean that none answers.",
    ),
    "across_cell": ("{ward}と「{name}」", "{ward} and “{name}”"),
    "across_scope": ("政策または版", "Policy or version"),
    "across_answering": ("応じる要素", "Elements that answer"),
    "across_none": (
        "この区の施策・取組・事業 {count} 件を全て照合しましたが、応じるものは見つかりません"
        "でした。",
        "All {count} measures, initiatives and activities of this ward were compared; none "
        "answers this item.",
    ),
    "across_outside": (
        "手元にあるこの区の文書は、この版と照合していません。文書より後の版であるか、文書の時点で"
        "置き換えられた版です。",
        "The documents of this ward that are held were not compared with this version: it is later "
        "than they are, or had been replaced by then.",
    ),
    "across_outside_but": (
        "この版とは照合していませんが、文書の宣言などによる結び付きがあります。",
        "No document was compared with this version, but there are links, such as declarations.",
    ),
    "across_reason": ("理由", "Reason"),
    "across_confidence": ("確信度", "Confidence"),
    "across_above": ("上位の要素", "Element above"),
    "across_own": ("要素そのものの判断", "Judgement on the element itself"),
    "across_own_none": ("応じる項目なし：{reason}", "Answers none: {reason}"),
    "across_own_note": (
        "このうち {count} は、要素そのものには応じる項目がないと本プロジェクトが判断したものです。"
        "上位の要素が応じるために、ここに数えています。",
        "Of these, {count} were judged by this project to answer no item themselves; they are "
        "counted here only because an element above them answers.",
    ),
    "across_themes": ("主題と区の対応", "Themes and wards"),
    "about_across_themes": (
        "自治体DXの主題ごとに、各区に何がいくつあるか。",
        "How much each ward has on each theme of municipal DX.",
    ),
    "across_themes_lead": (
        "主題は、区をまたいで見るために本プロジェクトが付けたものです。0 は、その主題を付けた"
        "施策・取組・事業がないことを表します。中野区は二つの版を、中央区は第7期（令和3～5年度）と"
        "第8期を合わせた数です。",
        "Themes were given by this project so that wards can be looked at together. A 0 says that "
        "no measure, initiative or activity was given the theme. Nakano counts two "
        "editions, Chuo period 7 (FY2021 to FY2023) and period 8.",
    ),
    "across_themes_caption": (
        "施策 / 取組 / 事業の数",
        "Number of measures / initiatives / activities",
    ),
    "across_theme_rows": (
        "主題を付けた要素 {count} 件と、その理由です。",
        "{count} elements on this theme, and why they are held to be.",
    ),
    "across_theme_none": (
        "この区の施策・取組・事業に、この主題を付けたものはありません。",
        "No measure, initiative or activity of this ward was given this theme.",
    ),
    # --- families ---
    "across_families": ("指標の族と比較の可否", "Families of indicators"),
    "about_across_families": (
        "似た指標のどれを並べてよく、どれを並べられないか。理由とともに。",
        "Which similar indicators may stand side by side, which may not, and why.",
    ),
    "across_families_lead": (
        "同じことを測ろうとする指標を族にまとめ、二つずつ比べられるかを判定しました。数値を"
        "並べるのは、比べられる組だけです。",
        "Indicators that set out to measure the same are put into families, and every pair is "
        "judged. Figures stand side by side only for pairs that may be compared.",
    ),
    "across_families_caption": (
        "各区の指標の数と、組の判定",
        "Indicators of each ward, and verdicts on pairs",
    ),
    "across_family": ("指標の族", "Family of indicators"),
    "across_as_data": ("データとして見る", "See it as data"),
    "across_members": ("属する指標", "Indicators in it"),
    "across_verdicts": ("組の判定", "Verdicts on pairs"),
    "across_verdicts_note": (
        "比べられる組が先にあります。比べられない組の数値は並べません。",
        "Comparable pairs come first. Figures of the others are not put side by side.",
    ),
    "across_conversion": ("換算:", "Conversion:"),
    "across_figures": ("二つの指標の値", "Figures of both"),
    "across_reasons": ("観点ごとの理由", "Reasons by aspect"),
    "across_first_says": ("一つ目の文書", "First document"),
    "across_second_says": ("二つ目の文書", "Second document"),
    # --- wards and editions ---
    "across_wards": ("二つの区の比較", "Two wards compared"),
    "about_across_wards": (
        "主題ごとに、二つの区の施策と取組を並べます。",
        "Measures and initiatives of two wards side by side, theme by theme.",
    ),
    "across_wards_lead": (
        "主題ごとに施策と取組を並べ、事業は数を示します。版が二つある区は両方を含みます。",
        "Measures and initiatives by theme; activities are counted. Where a ward has two editions, "
        "both are included.",
    ),
    "across_two": ("{first}と{second}", "{first} and {second}"),
    "across_choose_first": ("一つ目の区", "First ward"),
    "across_choose_second": ("二つ目の区", "Second ward"),
    "across_compare": ("比べる", "Compare"),
    "across_activities": ("ほかに事業 {count}", "activities: {count}"),
    "across_nothing": ("なし", "none"),
    "across_editions": ("二つの版の比較", "Two editions compared"),
    "about_across_editions": (
        "計画の改定で何が変わったか。新規、廃止、改称、番号変更、移動、分割、統合、目標の変更。",
        "What a revision changed: new, dropped, renamed, moved, split or merged; and targets.",
    ),
    "across_editions_lead": (
        "計画の二つの版の要素と指標を対応させ、変わったことを示します。種類を選ぶと絞り込めます。",
        "Elements and indicators of two editions are matched, with what changed. Choose a kind to "
        "see only that.",
    ),
    "across_pairs": ("版の組", "Pairs of editions"),
    "across_changed": ("変わったこと", "What changed"),
    "across_changes": ("変化の表", "Table of changes"),
    "across_shown": ("{count} 件", "{count} changes"),
    "across_all_changes": ("全 {count} 件を見る", "All {count} changes"),
    "across_rdf": ("対応を RDF（Turtle）で", "Correspondences as RDF (Turtle)"),
    "across_change": ("変化", "Change"),
    "across_earlier": ("前の版", "Earlier edition"),
    "across_later": ("後の版", "Later edition"),
    # --- progress, organisation, time ---
    "across_progress": ("進捗の一覧", "Progress board"),
    "about_across_progress": (
        "文書が自ら下した判定を、印のまま。遅れの理由と新しい時期も。",
        "Verdicts of the documents themselves, marks kept, with reasons for delay and new dates.",
    ),
    "across_progress_lead": (
        "判定は文書のものです。印をそのまま示し、言葉を添えます。◎と×は凡例にあり、0 なら該当が"
        "ありません。",
        "The verdicts are those of the documents; marks are kept, words added. Marks of the legend "
        "that nothing has are shown with 0.",
    ),
    "across_noted": (
        "遅れ・理由・新しい時期が書かれたもの",
        "Those with a delay, a reason or a new date",
    ),
    "across_or_later": ("以降", "or later"),
    "across_judged": ("判定されたもの", "What was judged"),
    "across_judged_in": ("{name}で判定されたもの", "What was judged in {name}"),
    "across_verdict": ("判定", "Verdict"),
    "across_organisation": ("組織", "Organisation"),
    "about_across_organisation": (
        "各区の会議体と長、担当する要素の多い部署。",
        "Committees and chairs of each ward, and departments by what they are in charge of.",
    ),
    "across_organisation_of": ("{ward}の組織", "Organisation: {ward}"),
    "across_organisation_lead": (
        "文書に書かれた会議体・役割と、計画の要素を担当する部署です。組織図の全てではありません。",
        "Committees and roles that the documents tell of, and departments in charge of elements of "
        "plans; not the whole organisation.",
    ),
    "across_bodies": ("会議体と役割", "Committees and roles"),
    "across_no_roles": ("長や構成員は書かれていません。", "Chair and members are not told."),
    "across_units": ("担当部署", "Departments in charge"),
    "across_units_caption": (
        "担当する目標・施策・取組・事業の数の順",
        "By number of goals, measures, initiatives and activities",
    ),
    "across_no_units": (
        "手元の文書は、要素ごとの担当部署を示していません。",
        "The documents held do not name departments in charge of elements.",
    ),
    "across_timeline": ("計画と政策の年表", "Timeline of plans and policies"),
    "about_across_timeline": (
        "各区の計画の期間と、国や都の政策に起きたこと。",
        "Periods of the wards’ plans, and what happened to national and Tokyo policies.",
    ),
    "across_timeline_lead": (
        "計画の期間を棒で、政策に起きたことを点で表します。全ての出来事は下の表にあります。",
        "Bars are periods of plans, dots what happened to policies. All events are in the table.",
    ),
    "across_drawn": (
        "棒: 計画の版の期間（年度）。点: 二つ以上の区が言及する政策とその版の出来事。同じ内容が"
        "下の表にあります。",
        "Bars: periods of editions in fiscal years. Dots: events of policies, and of their "
        "versions, that two or more wards refer to. The tables below say the same.",
    ),
    "across_undated": (
        "期間の記載がなく、棒のない版: ",
        "Editions that state no period, and so have no bar: ",
    ),
    "across_events": ("政策の出来事", "Events of policies"),
    "across_events_note": (
        "日付は分かる範囲の細かさです。「確かさ」は、文書にあるか、公開情報で読んだか、一般知識か"
        "を示します。",
        "Dates are as precise as known. Certainty tells whether a document held says so, it was "
        "read in public, or it is general knowledge.",
    ),
    "across_date": ("日付", "Date"),
    "across_fiscal": ("{year}年度", "FY{year}"),
    "across_event": ("出来事", "Event"),
    "across_certainty": ("確かさ", "Certainty"),
    # --- lists ---
    "list_indicators": ("指標", "Indicators"),
    "about_list_indicators": (
        "全ての指標と、それが測る要素、単位、属する族。",
        "All indicators with what they measure, their unit and their family.",
    ),
    "list_policies": ("政策", "Policies"),
    "about_list_policies": (
        "文書が言及する法令・計画・指針などと、言及する記載のある要素や文書の数。",
        "Laws, plans, guidelines and the like, with how many elements or documents refer to each.",
    ),
    "list_departments": ("部署", "Departments"),
    "about_list_departments": (
        "文書に現れる部署と、担当する要素の数。",
        "Departments in the documents, and how many elements each is in charge of.",
    ),
    "list_systems": ("情報システム", "Information systems"),
    "about_list_systems": (
        "文書に現れるシステムやサービスと、言及する区の数。",
        "Systems and services in the documents, and how many wards refer to each.",
    ),
    "list_terms": ("用語", "Terms"),
    "about_list_terms": (
        "文書が定義する用語と、定義する区の数。",
        "Terms that the documents define, and how many wards do.",
    ),
    "list_themes": ("主題", "Themes"),
    "about_list_themes": (
        "自治体DXの主題と、それを付けた計画の要素の数。",
        "Themes of municipal DX, and how many elements of plans have each.",
    ),
    "col_ward": ("区", "Ward"),
    "col_theme": ("主題", "Theme"),
    "col_family": ("族", "Family"),
    "col_level": ("階層", "Level"),
    "col_inunit": ("単位", "Unit"),
    "col_quantity": ("量の種類", "Kind of quantity"),
    "col_year": ("年度", "Fiscal year"),
    "col_kind": ("値の種類", "Kind of value"),
    "col_dimension": ("観点", "Aspect"),
    "col_outcome": ("結果", "Outcome"),
    "col_policy": ("政策", "Policy"),
    "col_policykind": ("種類", "Kind"),
    "col_issuer": ("発行者", "Issued by"),
    "col_mentions": ("言及", "Mentions"),
    "col_charge": ("担当する要素", "Elements in charge of"),
    "col_wards": ("区の数", "Wards"),
    "col_glossary": ("用語", "Term"),
    "col_definitions": ("定義", "Definitions"),
    "col_elements": ("要素", "Elements"),
}
