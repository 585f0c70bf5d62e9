"""The main kinds of things as tables, and what each column means.

Standards: RFC 4180 (CSV; with a byte order mark, so that spreadsheets read it as UTF-8); Metadata
Vocabulary for Tabular Data (W3C CSVW). A column is a property; several values stand in one cell.
Must not know where files go.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from service.dumps_things import Things, full
from service.errors import UsageError

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_BOM: Final = "\ufeff"
_BETWEEN_TEXTS: Final = "|"
_BETWEEN_IRIS: Final = " "


class Column(NamedTuple):
    """One column.

    Attributes:
        name: its header.
        prop: the property, abbreviated; empty for the thing itself.
        kind: "key" (the thing itself), "iri", "ja", "en" (texts in that language), "text",
            "integer" or "decimal". Numbers stand alone (the shapes see to it), others need not.
        ja: what it is, in Japanese.
        en: the same in English.
    """

    name: str
    prop: str
    kind: str
    ja: str
    en: str

    @property
    def separator(self) -> str:
        """What stands between several values; empty where there is one at most."""
        if self.kind == "iri":
            return _BETWEEN_IRIS
        return _BETWEEN_TEXTS if self.kind in ("ja", "en", "text") else ""


class Table(NamedTuple):
    """One table: its name, the classes of its things, what it holds, its columns."""

    name: str
    kinds: tuple[str, ...]
    ja: str
    en: str
    columns: tuple[Column, ...]


_IRI: Final = Column("iri", "", "key", "識別子", "identifier")
_NAME: Final = (
    Column("name_ja", "rdfs:label", "ja", "名称", "name in Japanese"),
    Column("name_en", "dxp:unofficialLabel", "en", "非公式の英語名", "unofficial English name"),
)
_SUMMARY: Final = (
    Column("summary_ja", "dxp:summary", "ja", "要約", "summary in Japanese"),
    Column("summary_en", "dxp:summary", "en", "要約（英語）", "summary in English"),
)
_LINES: Final = Column("sources", "prov:wasDerivedFrom", "iri", "原典の箇所", "lines of sources")
_YEARS: Final = (
    Column("first_fiscal_year", "dxp:firstFiscalYear", "iri", "最初の年度", "first fiscal year"),
    Column("last_fiscal_year", "dxp:lastFiscalYear", "iri", "最後の年度", "last fiscal year"),
)
_BASIS: Final = (
    Column("link_basis", "dxp:linkBasis", "iri", "結び付きの根拠", "basis of the link"),
    Column("confidence", "dxp:confidence", "decimal", "確からしさ", "confidence"),
    Column("justification_ja", "dxp:justification", "ja", "理由", "reason in Japanese"),
    Column("justification_en", "dxp:justification", "en", "理由（英語）", "reason in English"),
)

TABLES: Final = (
    Table(
        "plans", ("dxp:PlanEdition",), "計画の版", "editions of plans",
        (
            _IRI, *_NAME,
            Column("plan", "dxp:editionOf", "iri", "計画", "plan"),
            Column("issuer", "dxp:issuedBy", "iri", "発行者", "issuer"),
            Column("status", "dxp:editionStatus", "iri", "状態", "status"),
            Column("issued", "dcterms:issued", "text", "発行", "issued"),
            *_YEARS,
            Column("predecessors", "dxp:hasPredecessor", "iri", "前の版", "editions before it"),
            *_SUMMARY, _LINES,
        ),
    ),
    Table(
        "elements", ("dxp:PlanElement",), "計画の要素", "elements of plans",
        (
            _IRI, *_NAME,
            Column("level", "dxp:level", "iri", "階層", "level"),
            Column("own_level", "dxp:ownLevel", "iri", "区での呼び方", "level in the ward’s words"),
            Column("number", "dxp:printedNumber", "text", "番号", "number as printed"),
            Column("position", "dxp:position", "integer", "順序", "position"),
            Column("parent", "dxp:parent", "iri", "上位", "parent"),
            Column("edition", "dxp:inEdition", "iri", "計画の版", "edition"),
            Column("themes", "dxp:theme", "iri", "主題", "themes"),
            Column("answers", "dxp:answers", "iri", "応じる政策の項目", "policy items answered"),
            Column(
                "responsible", "dxp:responsibleBody", "iri", "担当する組織", "bodies responsible"
            ),
            *_SUMMARY, _LINES,
        ),
    ),
    Table(
        "indicators", ("dxp:Indicator",), "指標", "indicators",
        (
            _IRI, *_NAME,
            Column("indicator_of", "dxp:indicatorOf", "iri", "測る要素", "element measured"),
            Column("edition", "dxp:inEdition", "iri", "計画の版", "edition"),
            Column("role", "dxp:indicatorRole", "iri", "役割", "role"),
            Column("direction", "dxp:direction", "iri", "望ましい向き", "direction wanted"),
            Column("quantity_kind", "dxp:quantityKind", "iri", "量の種類", "kind of quantity"),
            Column("unit", "dxp:unit", "iri", "単位", "unit"),
            _LINES,
        ),
    ),
    Table(
        "values", ("dxp:IndicatorValue",), "指標の値", "values of indicators",
        (
            _IRI,
            Column("indicator", "dxp:valueOf", "iri", "指標", "indicator"),
            Column("kind", "dxp:valueKind", "iri", "実績・目標などの別", "actual, target or other"),
            Column("fiscal_year", "dxp:fiscalYear", "iri", "年度", "fiscal year"),
            Column("printed", "dxp:printedValue", "text", "印刷された値", "value as printed"),
            Column("number", "dxp:numericValue", "decimal", "数値", "number"),
            Column("lowest", "dxp:lowestPossible", "decimal", "下限", "lowest it can be"),
            Column("highest", "dxp:highestPossible", "decimal", "上限", "highest it can be"),
            Column("unit", "dxp:unit", "iri", "単位", "unit"),
            Column("precision", "dxp:precision", "iri", "精度", "precision"),
            Column("absence", "dxp:absence", "iri", "欠けているもの", "what is missing"),
            Column("phase", "dxp:phase", "iri", "段階", "phase"),
            _LINES,
        ),
    ),
    Table(
        "departments", ("dxp:Department",), "部署", "departments",
        (
            _IRI, *_NAME,
            Column("unit_of", "dxp:unitOf", "iri", "属する組織", "body it is part of"),
            Column(
                "responsible_for", "dxp:responsibleFor", "iri", "担当する要素", "elements it runs"
            ),
            _LINES,
        ),
    ),
    Table(
        "responsibilities", ("dxp:Responsibility",), "担当の記載", "statements of responsibility",
        (
            _IRI,
            Column("element", "dxp:responsibilityOf", "iri", "要素", "element"),
            Column("unit", "dxp:responsibleUnit", "iri", "担当する組織", "body responsible"),
            Column("position", "dxp:position", "integer", "順序", "position"),
            Column("printed", "dxp:printedLabel", "text", "印刷された名", "name as printed"),
            _LINES,
        ),
    ),
    Table(
        "policies", ("dxp:Policy", "dxp:PolicyVersion", "dxp:PolicyItem"),
        "政策・法令とその版と項目", "policies and acts, their versions and items",
        (
            _IRI, *_NAME,
            Column("kinds", "rdf:type", "iri", "種類", "classes"),
            Column("policy_kind", "dxp:policyKind", "iri", "政策の種類", "kind of policy"),
            Column("issuer", "dxp:issuedBy", "iri", "発行者", "issuer"),
            Column("version_of", "dxp:versionOf", "iri", "版の元の政策", "its policy"),
            Column("item_of", "dxp:itemOf", "iri", "項目の属する政策", "policy it belongs to"),
            Column("law_number", "dxp:lawNumber", "text", "法令番号", "number of the act"),
            _LINES,
        ),
    ),
    Table(
        "policy-references", ("dxp:PolicyReference",), "政策への言及", "references to policies",
        (
            _IRI,
            Column("referrer", "dxp:referrer", "iri", "言及する側", "what refers"),
            Column("referent", "dxp:referent", "iri", "言及される側", "what is referred to"),
            Column("relation", "dxp:relationKind", "iri", "関係の種類", "kind of relation"),
            Column("printed", "dxp:printedLabel", "text", "印刷された名", "name as printed"),
            *_BASIS,
            _LINES,
        ),
    ),
    Table(
        "correspondences", ("dxp:Correspondence",), "版の間の対応", "correspondences of editions",
        (
            _IRI,
            Column("earlier", "dxp:earlierElement", "iri", "前の要素", "earlier elements"),
            Column("later", "dxp:laterElement", "iri", "後の要素", "later elements"),
            Column("change", "dxp:changeKind", "iri", "変更の種類", "kind of change"),
            *_BASIS,
            _LINES,
        ),
    ),
    Table(
        "mappings", ("sssom:Mapping",), "判断による結び付き", "links by judgement",
        (
            _IRI,
            Column("subject", "owl:annotatedSource", "iri", "主語", "subject"),
            Column("predicate", "owl:annotatedProperty", "iri", "関係", "relation"),
            Column("object", "owl:annotatedTarget", "iri", "目的語", "object"),
            Column("review", "dxp:reviewStatus", "iri", "確認の状態", "state of review"),
            *_BASIS,
        ),
    ),
)  # fmt: skip


def content(table: Table, things: Things) -> bytes:
    """Write a table; its rows are in the order of their IRIs.

    Args:
        table: which.
        things: where the rows come from.
    """
    output = io.StringIO(newline="")
    output.write(_BOM)
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(_rows(table, things))
    return output.getvalue().encode()


def _rows(table: Table, things: Things) -> Iterator[list[str]]:
    for thing in things.of_kind(*table.kinds):
        yield [_cell(column, thing, things) for column in table.columns]


def _cell(column: Column, thing: str, things: Things) -> str:
    if not column.prop:
        return thing
    if column.kind == "iri":
        found = things.iris(thing, column.prop)
    else:
        language = column.kind if column.kind in ("ja", "en") else ""
        found = things.texts(thing, column.prop, language)
    if not column.separator and len(found) > 1:
        raise UsageError(
            f"{thing} の {column.prop} に数が {len(found)} 個あり、表の一つのセルに書けません。",
            f"{thing} has {len(found)} numbers for {column.prop}; a cell of a table holds one.",
        )
    return column.separator.join(found)


def metadata(table: Table, version: str) -> bytes:
    """Describe a table (CSVW, section 5.3), to stand beside it as NAME.csv-metadata.json.

    Args:
        table: which.
        version: of the data.
    """
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@type": "Table",
        "url": f"{table.name}.csv",
        "dc:title": [{"@value": table.ja, "@language": "ja"}, {"@value": table.en}],
        "dc:license": {"@id": LICENCE},
        "dc:publisher": {"@id": full("id:agent/dxplan")},
        "schema:version": version,
        "tableSchema": {
            "@type": "Schema",
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "columns": [_described(column) for column in table.columns],
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _described(column: Column) -> dict[str, Any]:
    base = {"integer": "integer", "decimal": "decimal"}.get(column.kind, "string")
    found: dict[str, Any] = {
        "name": column.name,
        "titles": {"en": [column.name, column.en], "ja": column.ja},
        "datatype": "anyURI" if column.kind in ("key", "iri") else base,
    }
    if column.kind in ("ja", "en"):
        found["lang"] = column.kind
    if column.separator:
        found["separator"] = column.separator
    if not column.prop:
        found["required"] = True
    else:
        found["propertyUrl"] = full(column.prop)
        if column.kind == "iri":
            found["valueUrl"] = "{+" + column.name + "}"
    return found
