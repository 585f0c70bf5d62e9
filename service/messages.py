"""The words of validation: one message for each SHACL constraint component, in ja and en.

Used where a shape brings no message of its own. A message says what is wrong with which
value and what to write instead. Placeholders: {$this} the resource, {$path} the property,
{$value} the value found, and the parameters of the constraint by their SHACL names.
Must not know graphs, files or how findings are shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

SEVERITIES: Final[dict[str, dict[str, str]]] = {
    "error": {"ja": "誤り", "en": "error"},
    "warning": {"ja": "注意", "en": "warning"},
    "hint": {"ja": "助言", "en": "hint"},
}

CATALOGUE: Final[dict[str, dict[str, str]]] = {
    "ClassConstraintComponent": {
        "ja": "{$path}の値「{$value}」は{$class}ではありません。"
        "{$class}である資源を書いてください。",
        "en": "the value “{$value}” of {$path} is no {$class}; name a resource that is one",
    },
    "DatatypeConstraintComponent": {
        "ja": "{$path}の値「{$value}」は書き方が違います。{$datatype}で書いてください。",
        "en": "the value “{$value}” of {$path} is not written as it should be; write {$datatype}",
    },
    "NodeKindConstraintComponent": {
        "ja": "{$path}の値「{$value}」は種類が違います。{$nodeKind}を書いてください。",
        "en": "the value “{$value}” of {$path} is of the wrong kind; write {$nodeKind}",
    },
    "MinCountConstraintComponent": {
        "ja": "{$path}が足りません。{$minCount} つ以上書いてください。",
        "en": "{$path} is missing or incomplete; write at least {$minCount}",
    },
    "MaxCountConstraintComponent": {
        "ja": "{$path}が多すぎます。{$maxCount} つまでにしてください。",
        "en": "there are too many values of {$path}; write at most {$maxCount}",
    },
    "MinExclusiveConstraintComponent": {
        "ja": "{$path}の値「{$value}」が小さすぎます。"
        "{$minExclusive} より大きな値を書いてください。",
        "en": "the value “{$value}” of {$path} is too small; write more than {$minExclusive}",
    },
    "MinInclusiveConstraintComponent": {
        "ja": "{$path}の値「{$value}」が小さすぎます。{$minInclusive} 以上の値を書いてください。",
        "en": "the value “{$value}” of {$path} is too small; write {$minInclusive} or more",
    },
    "MaxExclusiveConstraintComponent": {
        "ja": "{$path}の値「{$value}」が大きすぎます。"
        "{$maxExclusive} より小さな値を書いてください。",
        "en": "the value “{$value}” of {$path} is too large; write less than {$maxExclusive}",
    },
    "MaxInclusiveConstraintComponent": {
        "ja": "{$path}の値「{$value}」が大きすぎます。{$maxInclusive} 以下の値を書いてください。",
        "en": "the value “{$value}” of {$path} is too large; write {$maxInclusive} or less",
    },
    "MinLengthConstraintComponent": {
        "ja": "{$path}の値「{$value}」が短すぎます。{$minLength} 文字以上で書いてください。",
        "en": "the value “{$value}” of {$path} is too short; write {$minLength} characters or more",
    },
    "MaxLengthConstraintComponent": {
        "ja": "{$path}の値「{$value}」が長すぎます。{$maxLength} 文字以内で書いてください。",
        "en": "the value “{$value}” of {$path} is too long; write {$maxLength} characters or fewer",
    },
    "PatternConstraintComponent": {
        "ja": "{$path}の値「{$value}」が決まった形に合いません。形（正規表現）は {$pattern} です。",
        "en": "the value “{$value}” of {$path} has not the form asked for "
        "(regular expression: {$pattern})",
    },
    "LanguageInConstraintComponent": {
        "ja": "{$path}の値「{$value}」の言語が違います。"
        "言語タグは {$languageIn} のどれかにしてください。",
        "en": "the value “{$value}” of {$path} is in the wrong language; tag it as {$languageIn}",
    },
    "UniqueLangConstraintComponent": {
        "ja": "{$path}に同じ言語の値が二つ以上あります。一つの言語に一つだけ書いてください。",
        "en": "{$path} has more than one value in the same language; write one for each language",
    },
    "EqualsConstraintComponent": {
        "ja": "「{$value}」が{$path}と{$equals}の一方にしかありません。同じ値にしてください。",
        "en": "“{$value}” is given for only one of {$path} and {$equals}; make them the same",
    },
    "DisjointConstraintComponent": {
        "ja": "「{$value}」が{$path}と{$disjoint}の両方にあります。どちらか一方にしてください。",
        "en": "“{$value}” is given for both {$path} and {$disjoint}; keep it in one of them",
    },
    "LessThanConstraintComponent": {
        "ja": "{$path}の値「{$value}」は{$lessThan}の値より小さくなければなりません。"
        "どちらかの値を直してください。",
        "en": "the value “{$value}” of {$path} must be less than that of {$lessThan}; correct one",
    },
    "LessThanOrEqualsConstraintComponent": {
        "ja": "{$path}の値「{$value}」は{$lessThanOrEquals}の値以下でなければなりません。"
        "どちらかの値を直してください。",
        "en": "the value “{$value}” of {$path} must not be more than that of {$lessThanOrEquals}; "
        "correct one",
    },
    "NotConstraintComponent": {
        "ja": "「{$value}」は、当てはまってはならない条件に当てはまります。"
        "規則の説明を見てください。",
        "en": "“{$value}” fits a condition that it must not fit; see the description of the rule",
    },
    "AndConstraintComponent": {
        "ja": "「{$value}」は、すべて満たすべき条件の一部を満たしません。"
        "規則の説明を見てください。",
        "en": "“{$value}” does not meet all of several conditions; see the description of the rule",
    },
    "OrConstraintComponent": {
        "ja": "「{$value}」は、どれか一つを満たすべき条件のどれも満たしません。"
        "規則の説明を見てください。",
        "en": "“{$value}” meets none of several conditions of which it must meet one; "
        "see the description of the rule",
    },
    "XoneConstraintComponent": {
        "ja": "「{$value}」は、ちょうど一つを満たすべき条件を一つも、または二つ以上満たします。"
        "規則の説明を見てください。",
        "en": "“{$value}” must meet exactly one of several conditions; "
        "see the description of the rule",
    },
    "NodeConstraintComponent": {
        "ja": "「{$value}」は「{$node}」の規則に合いません。その資源の記述を直してください。",
        "en": "“{$value}” does not conform to the rule “{$node}”; correct what is said of it",
    },
    "PropertyConstraintComponent": {
        "ja": "「{$value}」は「{$property}」の規則に合いません。その資源の記述を直してください。",
        "en": "“{$value}” does not conform to the rule “{$property}”; correct what is said of it",
    },
    "QualifiedMinCountConstraintComponent": {
        "ja": "{$path}に、条件に合う値が足りません。{$qualifiedMinCount} つ以上書いてください。",
        "en": "{$path} lacks values that meet the condition; write at least {$qualifiedMinCount}",
    },
    "QualifiedMaxCountConstraintComponent": {
        "ja": "{$path}に、条件に合う値が多すぎます。{$qualifiedMaxCount} つまでにしてください。",
        "en": "too many values of {$path} meet the condition; write at most {$qualifiedMaxCount}",
    },
    "ClosedConstraintComponent": {
        "ja": "{$path}はここでは使えません（値「{$value}」）。綴りを確かめるか、消してください。",
        "en": "{$path} cannot be used here (value “{$value}”); check its spelling or remove it",
    },
    "HasValueConstraintComponent": {
        "ja": "{$path}に「{$hasValue}」がありません。加えてください。",
        "en": "{$path} lacks the value “{$hasValue}”; add it",
    },
    "InConstraintComponent": {
        "ja": "{$path}の値「{$value}」は決められた値ではありません。"
        "次のどれかを書いてください: {$in}。",
        "en": "the value “{$value}” of {$path} is not allowed; write one of: {$in}",
    },
    "SPARQLConstraintComponent": {
        "ja": "「{$this}」は規則「{$rule}」に合いません。規則の説明を見てください。",
        "en": "“{$this}” does not meet the rule “{$rule}”; see its description",
    },
}

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SH: Final = "http://www.w3.org/ns/shacl#"

# terms that stand in messages and have no label in our graphs
TERMS: Final[dict[str, dict[str, str]]] = {
    _XSD + "string": {"ja": "文字列", "en": "plain text"},
    _XSD + "boolean": {"ja": "true か false", "en": "true or false"},
    _XSD + "integer": {"ja": "整数（例 183）", "en": "a whole number (such as 183)"},
    _XSD + "nonNegativeInteger": {"ja": "0 以上の整数", "en": "a whole number, 0 or more"},
    _XSD + "positiveInteger": {"ja": "1 以上の整数", "en": "a whole number, 1 or more"},
    _XSD + "decimal": {"ja": "小数（例 80.5）", "en": "a decimal number (such as 80.5)"},
    _XSD + "double": {"ja": "数", "en": "a number"},
    _XSD + "date": {"ja": "日付（例 2024-04-01）", "en": "a date (such as 2024-04-01)"},
    _XSD + "dateTime": {
        "ja": "日時（例 2024-04-01T09:00:00+09:00）",
        "en": "a date and time (such as 2024-04-01T09:00:00+09:00)",
    },
    _XSD + "gYear": {"ja": "西暦年（例 2024）", "en": "a year (such as 2024)"},
    _XSD + "gYearMonth": {"ja": "年月（例 2024-04）", "en": "a year and month (such as 2024-04)"},
    _XSD + "anyURI": {"ja": "アドレス（URI）", "en": "an address (URI)"},
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": {"ja": "種別", "en": "type"},
    "http://www.w3.org/2000/01/rdf-schema#label": {"ja": "名称", "en": "label"},
    "http://www.w3.org/2004/02/skos/core#prefLabel": {"ja": "代表名", "en": "preferred label"},
    "http://www.w3.org/2004/02/skos/core#inScheme": {"ja": "属する語彙", "en": "concept scheme"},
    "http://www.w3.org/2004/02/skos/core#Concept": {"ja": "語彙の概念", "en": "concept"},
    "http://www.w3.org/ns/prov#wasDerivedFrom": {"ja": "原典の行", "en": "source lines"},
    "http://www.w3.org/ns/prov#wasAttributedTo": {"ja": "判断した者", "en": "attributed to"},
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString": {
        "ja": '言語タグの付いた文字列（例 "手続き"@ja）',
        "en": 'text with a language tag (such as "procedure"@en)',
    },
    _SH + "IRI": {"ja": "資源の IRI", "en": "the IRI of a resource"},
    _SH + "BlankNode": {"ja": "名前のない資源", "en": "a resource without a name"},
    _SH + "Literal": {"ja": "文字列や数などの値", "en": "a value such as text or a number"},
    _SH + "BlankNodeOrIRI": {"ja": "資源（文字列や数でないもの）", "en": "a resource, not a value"},
    _SH + "BlankNodeOrLiteral": {
        "ja": "値、または名前のない資源",
        "en": "a value or a resource without a name",
    },
    _SH + "IRIOrLiteral": {"ja": "IRI、または値", "en": "an IRI or a value"},
}

NOTHING: Final = {"ja": "（なし）", "en": "(none)"}
BETWEEN: Final = {"ja": "、", "en": ", "}

# SHACL, section 5.3.2: both forms mean the same
_PLACEHOLDER: Final = re.compile(r"\{[$?](\w+)\}")


def fill(template: str, words: Mapping[str, str], language: str) -> str:
    """Put words in for the placeholders of a message (SHACL, section 5.3.2).

    Args:
        template: the message.
        words: what to put in, by the name of the placeholder.
        language: "ja" or "en", for what has nothing to put in.

    Returns:
        The message for a reader; a placeholder that names nothing known says so.
    """
    return _PLACEHOLDER.sub(lambda m: words.get(m[1], NOTHING[language]), template)


def placeholders(template: str) -> set[str]:
    """Return the names that a message asks for."""
    return set(_PLACEHOLDER.findall(template))
