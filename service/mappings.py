"""Curated mappings as RDF: the link itself, and a node that says who judged it, when and why.

Standard: SSSOM 1.0, "The SSSOM/RDF format" (an OWL axiom for each mapping). A row that
finds no counterpart gives the node only, never a link. Must not know how tables are read
or checked.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, XSD, Literal, Node, URIRef

from service.mapping_rules import NO_TERM, Meanings, confidence, meanings
from service.namespaces import DXP, ID, SSSOM
from service.sssom import Row, Table

PROJECT_AGENT: Final = ID["agent/dxplan"]
_CURATED: Final = ID["link-basis/curated"]
_HASH_LENGTH: Final = 12

Triple = tuple[Node, Node, Node]


def triples(table: Table) -> Iterator[Triple]:
    """Turn a table without faults into triples.

    Args:
        table: read and checked.

    Yields:
        The triples of the set and of each row.
    """
    mapping_set = URIRef(str(table.metadata["mapping_set_id"]))
    yield from _set(table, mapping_set)
    for row in table.rows:
        meaning = meanings(table, row)
        node = ID[f"mapping/{table.name}/{fingerprint(meaning)}"]
        yield mapping_set, SSSOM.mappings, node
        yield from _node(node, row, meaning)
        if meaning["object_id"] != str(NO_TERM):
            yield _link(meaning)


def fingerprint(meaning: Meanings) -> str:
    """Name a row by what it links: the same link keeps its name when rows move."""
    parts = (meaning[c] or "" for c in ("subject_id", "predicate_id", "object_id", "object_source"))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:_HASH_LENGTH]


def _link(meaning: Meanings) -> Triple:
    subject, predicate, value = (
        URIRef(meaning[column] or "") for column in ("subject_id", "predicate_id", "object_id")
    )
    return subject, predicate, value


def _set(table: Table, node: URIRef) -> Iterator[Triple]:
    metadata = table.metadata
    yield node, RDF.type, SSSOM.MappingSet
    yield node, RDFS.label, Literal(str(metadata["mapping_set_title"]), lang="ja")
    yield node, DCTERMS.title, Literal(str(metadata["mapping_set_title"]), lang="ja")
    yield node, DCTERMS.license, URIRef(str(metadata["license"]))
    yield node, OWL.versionInfo, Literal(str(metadata["mapping_set_version"]))
    yield node, PROV.wasAttributedTo, PROJECT_AGENT


def _node(node: URIRef, row: Row, meaning: Meanings) -> Iterator[Triple]:
    subject, predicate, value = _link(meaning)
    name = f"{row['subject_label']} → {row['object_label'] or '該当なし'}"
    yield node, RDF.type, SSSOM.Mapping
    yield node, RDF.type, OWL.Axiom
    yield node, RDFS.label, Literal(name, lang="ja")
    yield node, OWL.annotatedSource, subject
    yield node, OWL.annotatedProperty, predicate
    yield node, OWL.annotatedTarget, value
    yield node, SSSOM.mapping_justification, URIRef(meaning["mapping_justification"] or "")
    yield node, DXP.justification, Literal(row["justification_ja"], lang="ja")
    yield node, DXP.justification, Literal(row["justification_en"], lang="en")
    yield node, DXP.confidence, _decimal(confidence(row) or Decimal(0))
    yield node, DXP.linkBasis, _CURATED
    yield node, DXP.reviewStatus, ID[f"mapping-review-status/{row['review_status']}"]
    yield node, DCTERMS.created, Literal(row["mapping_date"], datatype=XSD.date)
    yield node, PROV.wasAttributedTo, PROJECT_AGENT
    if meaning["object_source"]:
        yield node, SSSOM.object_source, URIRef(meaning["object_source"])
    if row["comment"]:
        yield node, RDFS.comment, Literal(row["comment"], lang=_language(row["comment"]))


def _decimal(number: Decimal) -> Literal:
    """Write a number as stores do (0.8, 1), so that files and answers agree."""
    text = f"{number.normalize():f}"
    return Literal(text, datatype=XSD.decimal)


def _language(text: str) -> str:
    kinds = ("HIRAGANA", "KATAKANA", "CJK")
    return "ja" if any(unicodedata.name(c, "").startswith(kinds) for c in text) else "en"
