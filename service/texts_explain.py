"""What explanations say, in Japanese and English: pages, sentences of triples, steps of rules.

``TEXTS`` is for pages and for the text on a terminal, by name. The others are by the short
name of a term or rule. Must not know templates or how an explanation is made.
"""

from __future__ import annotations

from typing import Final

Both = tuple[str, str]

TEXTS: Final[dict[str, Both]] = {
    "why_title": ("なぜそう言えるか", "Why this is so"),
    "why_lead": (
        "三つの語で一つの文（トリプル）を示すと、それが文書の記載か、本プロジェクトの判断か、"
        "規則による導出かを、原典の行まで辿って説明します。",
        "Give a triple by its three terms: the page says whether a document states it, this "
        "project judged it, or a rule concludes it, down to the source lines.",
    ),
    "why_subject": ("主語", "Subject"),
    "why_predicate": ("述語", "Predicate"),
    "why_object": ("目的語", "Object"),
    "why_ask": ("説明する", "Explain"),
    "why_hint": (
        '書き方: dxp:parent のような接頭辞つきの名前、IRI、または引用符つきの文字（例: "目標"@ja）',
        'Write a prefixed name such as dxp:parent, an IRI, or text in quotes such as "goal"@en',
    ),
    "why_premises": ("前提", "Premises"),
    "why_formats": ("この説明を別の形式で", "This explanation in another format"),
    "why_more": ("この文だけを説明する", "explain this triple alone"),
    "why_seen": ("{number} で説明しました。", "Explained at {number}."),
    "why_cut": (
        "この先の前提は省きました（--depth、depth=）。",
        "Further premises are left out (--depth, depth=).",
    ),
    "why_declared": ("記載", "stated"),
    "why_curated": ("判断", "judged"),
    "why_defined": ("定義", "defined"),
    "why_inferred": ("導出", "inferred"),
    "why_stated_in": ("{graph}にある。", "It stands in {graph}."),
    "why_defined_in": ("{graph}が定める。", "{graph} says so."),
    "why_documents": ("；", "; "),
    "why_expression": ("〈{0}〉", "‘{0}’"),
    "why_lines": ("原典: {places}。", "Source: {places}."),
    "why_no_lines": ("原典の行は示されていない。", "No source lines are given."),
    "why_of_subject": ("主語の原典: {places}。", "Source of the subject: {places}."),
    "why_of_object": ("目的語の原典: {places}。", "Source of the object: {places}."),
    "why_judged": ("本プロジェクトの判断による。", "This project judged so."),
    "why_ground": ("{property}: {value}", "{property}: {value}"),
    "why_rule": ("規則「{rule}」（{name}）: {step}", "By the rule “{rule}” ({name}): {step}"),
    "why_also": ("また、規則からも導かれる。", "It also follows by a rule."),
    "why_between": ("、", ", "),
    "why_quote": ("「{0}」", "“{0}”"),
    "why_nameless": ("名前のない{0}", "nameless {0}"),
    "why_thing": ("資源", "thing"),
    "why_triple": ("{s}の{p}は{o}", "{s} – {p}: {o}"),
    "why_path": ("から", ", then "),
    "why_cell": ("一覧（{0}）", "the list ({0})"),
    "why_value_is": ("{p}が{o}であるもの", "what has {o} as {p}"),
    "why_value_some": ("{p}として{o}をもつもの", "what has some {o} as {p}"),
    "why_value_all": ("{p}がすべて{o}であるもの", "what has only {o} as {p}"),
    "why_absent": (
        "このグラフに、この文はありません。",
        "This triple is not in the graph.",
    ),
    "why_unknown": (
        "{term} はグラフのどこにも現れません。",
        "{term} occurs nowhere in the graph.",
    ),
    "why_near": ("近い名前: {terms}", "Names that begin alike: {terms}"),
    "why_instead": (
        "その主語と述語には、次の値があります: {terms}",
        "With this subject and predicate the graph has: {terms}",
    ),
}

# sentences for triples whose predicate belongs to the language itself; {s} and {o} are names
TRIPLES: Final[dict[str, Both]] = {
    "rdf:type": ("{s}は{o}である", "{s} is of the class {o}"),
    "rdfs:subClassOf": ("{s}はすべて{o}である", "whatever is {s} is {o}"),
    "rdfs:subPropertyOf": ("{s}で言えることは{o}でも言える", "{s} is a kind of {o}"),
    "rdfs:domain": ("{s}をもつものは{o}である", "whatever has {s} is {o}"),
    "rdfs:range": ("{s}の値は{o}である", "whatever is a value of {s} is {o}"),
    "owl:inverseOf": ("{s}は{o}の逆である", "{s} is the inverse of {o}"),
    "owl:equivalentClass": ("{s}と{o}は同じクラスである", "{s} and {o} are the same class"),
    "owl:equivalentProperty": (
        "{s}と{o}は同じプロパティである",
        "{s} and {o} are the same property",
    ),
    "owl:propertyChainAxiom": (
        "{o}と順に辿った先は、{s}の値でもある",
        "following {o} leads to a value of {s}",
    ),
    "owl:onProperty": ("{s}は{o}についての条件である", "{s} is a condition on {o}"),
    "owl:hasValue": ("{s}の値は{o}と定まっている", "{s} has the fixed value {o}"),
    "owl:someValuesFrom": ("{s}は{o}を値の一つに求める", "{s} asks for some value in {o}"),
    "owl:allValuesFrom": (
        "{s}は値がすべて{o}であることを求める",
        "{s} asks for values in {o} only",
    ),
    "owl:intersectionOf": ("{s}は{o}の共通部分である", "{s} is the intersection of {o}"),
    "owl:unionOf": ("{s}は{o}の和である", "{s} is the union of {o}"),
    "owl:oneOf": ("{s}は{o}の列挙である", "{s} is made up of {o}"),
    "owl:TransitiveProperty": (
        "{s}は推移的である（続けて辿れる）",
        "{s} is transitive: it can be followed on",
    ),
    "owl:SymmetricProperty": (
        "{s}は対称である（向きを変えても成り立つ）",
        "{s} is symmetric: it holds both ways",
    ),
}

# what a rule does in one step; {a} and {b} are subject and object of the first premise
_INSTANCE: Final = ("{a}は{b}でもある。", "whatever is {a} is {b}.")
_MEMBER: Final = ("そのクラス{a}に属する。", "so it belongs to {a}.")
_ABOVE: Final = ("上下の関係がそのまま続く。", "what stands above is above all below.")
STEPS: Final[dict[str, Both]] = {
    "cax-eqc1": _INSTANCE,
    "cax-eqc2": ("{b}は{a}でもある。", "whatever is {b} is {a}."),
    "cax-sco": _INSTANCE,
    "cls-avf": ("{a}の値はすべて{b}である。", "the values for {a} are all {b}."),
    "cls-hv1": ("{a}は、値として{b}をもつ。", "{a} has the value {b}."),
    "cls-hv2": ("値{b}をもつものは{a}である。", "what has the value {b} is {a}."),
    "cls-int1": ("すべてに属するので{a}に属する。", "in all of them, hence in {a}."),
    "cls-int2": ("{a}は、それをなす各クラスに属する。", "{a} is within each of its classes."),
    "cls-oo": ("{a}に挙げられている。", "{a} names it."),
    "cls-svf1": (
        "求められた値をもつので{a}に属する。",
        "it has a value as asked, hence is in {a}.",
    ),
    "cls-svf2": ("値をもつので{a}に属する。", "it has a value, hence is in {a}."),
    "cls-uni": _MEMBER,
    "prp-dom": ("{a}をもつものは{b}である。", "whatever has {a} is {b}."),
    "prp-eqp1": ("{a}で言えることは{b}でも言える。", "what holds by {a} holds by {b}."),
    "prp-eqp2": ("{b}で言えることは{a}でも言える。", "what holds by {b} holds by {a}."),
    "prp-inv1": ("{a}を逆に読むと{b}になる。", "{a} read backwards is {b}."),
    "prp-inv2": ("{b}を逆に読むと{a}になる。", "{b} read backwards is {a}."),
    "prp-rng": ("{a}の値は{b}である。", "whatever is a value of {a} is {b}."),
    "prp-spo1": ("{a}で言えることは{b}でも言える。", "what holds by {a} holds by {b}."),
    "prp-spo2": ("{b}と順に辿った先を{a}とする。", "following {b} leads to {a}."),
    "prp-symp": ("{a}は向きを変えても成り立つ。", "{a} holds both ways."),
    "prp-trp": ("{a}は続けて辿れる。", "{a} can be followed on."),
    "scm-avf1": _ABOVE,
    "scm-avf2": (
        "広いプロパティへの条件ほど狭い。",
        "a condition on the wider property is narrower.",
    ),
    "scm-dom1": (
        "{a}をもつものは{b}なので、その上位でもある。",
        "{a} has the domain {b} and those above.",
    ),
    "scm-dom2": (
        "{a}をもつものは{b}なので、下位でも同じ。",
        "{a} has the domain {b}, so have those below.",
    ),
    "scm-eqc1": ("{a}と{b}は互いに上位である。", "{a} and {b} stand above each other."),
    "scm-eqc2": ("{a}と{b}は互いに上位である。", "{a} and {b} stand above each other."),
    "scm-eqp1": ("{a}と{b}は互いに上位である。", "{a} and {b} stand above each other."),
    "scm-eqp2": ("{a}と{b}は互いに上位である。", "{a} and {b} stand above each other."),
    "scm-hv": _ABOVE,
    "scm-int": ("{a}は、それをなす各クラスの下位である。", "{a} stands below each of its classes."),
    "scm-rng1": (
        "{a}の値は{b}なので、その上位でもある。",
        "{a} has the range {b} and those above.",
    ),
    "scm-rng2": (
        "{a}の値は{b}なので、下位でも同じ。",
        "{a} has the range {b}, so have those below.",
    ),
    "scm-sco": (
        "{a}は{b}であり、さらにその上位である。",
        "{a} is {b}, hence what stands above that.",
    ),
    "scm-spo": (
        "{a}は{b}の下位なので、その上位の下位でもある。",
        "{a} is {b}, hence what stands above that.",
    ),
    "scm-svf1": _ABOVE,
    "scm-svf2": _ABOVE,
    "scm-uni": ("和をなすクラスは{a}の下位である。", "each class of the union stands below {a}."),
}

# names of terms of other vocabularies, which our graph does not label
NAMES: Final[dict[str, Both]] = {
    "dcterms:created": ("作成日", "created"),
    "dcterms:creator": ("作成者", "creator"),
    "dcterms:description": ("説明", "description"),
    "dcterms:isPartOf": ("含むもの", "is part of"),
    "dcterms:isVersionOf": ("版のもと", "is version of"),
    "dcterms:publisher": ("発行者", "publisher"),
    "dcterms:relation": ("関係するもの", "relation"),
    "dcterms:replaces": ("置き換えるもの", "replaces"),
    "dcterms:temporal": ("時期", "temporal coverage"),
    "dcterms:title": ("題名", "title"),
    "foaf:Document": ("文書", "document"),
    "org:FormalOrganization": ("公式の組織", "formal organization"),
    "org:Membership": ("組織への所属", "membership"),
    "org:Organization": ("組織", "organization"),
    "org:OrganizationalUnit": ("組織単位", "organizational unit"),
    "org:Post": ("役職", "post"),
    "org:member": ("所属する人", "member"),
    "org:organization": ("所属先", "organization"),
    "org:reportsTo": ("報告先", "reports to"),
    "org:role": ("役割", "role"),
    "org:subOrganizationOf": ("上位組織", "sub-organization of"),
    "owl:Class": ("クラス", "class"),
    "owl:Restriction": ("条件", "restriction"),
    "prov:Entity": ("来歴のあるもの", "entity"),
    "prov:Plan": ("計画（来歴）", "plan"),
    "prov:wasAttributedTo": ("判断した者", "judged by"),
    "prov:wasDerivedFrom": ("原典の箇所", "derived from"),
    "qb:Observation": ("観測値", "observation"),
    "qb:dataSet": ("データセット", "data set"),
    "rdf:type": ("クラス", "class"),
    "rdfs:label": ("名称", "label"),
    "schema:CreativeWork": ("著作物", "creative work"),
    "schema:GovernmentOrganization": ("行政機関", "government organization"),
    "schema:Observation": ("観測", "observation"),
    "schema:StatisticalVariable": ("統計変数", "statistical variable"),
    "semapv:ManualMappingCuration": ("人の判断", "human judgement"),
    "skos:Concept": ("概念", "concept"),
    "skos:ConceptScheme": ("概念体系", "concept scheme"),
    "skos:definition": ("定義", "definition"),
    "skos:inScheme": ("属する概念体系", "in scheme"),
    "skos:prefLabel": ("優先ラベル", "preferred label"),
    "skos:topConceptOf": ("最上位に置く体系", "top concept of"),
    "sssom:Mapping": ("対応づけ", "mapping"),
    "sssom:NoTermFound": ("該当するものなし", "no counterpart"),
    "sssom:mapping_justification": ("判断のしかた", "kind of judgement"),
    "time:ProperInterval": ("期間", "interval"),
    "time:intervalIn": ("含む期間", "interval in"),
    "time:intervalMeets": ("続く期間", "interval meets"),
}
