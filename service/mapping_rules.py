"""What a row of a curated mapping may say: checked against what the project publishes.

Each check looks at a row, or at all rows of a file, and says what to write instead. Must
not know files, or what rows are turned into.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import RDF, RDFS, SKOS, Literal, Node

from service.namespaces import DXP, GRAPH, ID, SEMAPV, SSSOM
from service.sssom import Fault, Row, Table

ELEMENT_CLASSES: Final = (DXP.Measure, DXP.Initiative, DXP.Activity)
MATCHES: Final = (
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch),
    SKOS.relatedMatch,
)
NO_TERM: Final = SSSOM.NoTermFound
REVIEW_STATUSES: Final = ("reviewed", "unreviewed", "disputed")
AUTHOR: Final = "dxplan project"
_THEME: Final = ID.theme
_MOST_THEMES: Final = 3
_LEAST_CONFIDENCE: Final = Decimal("0.5")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_SOURCES: Final = (DXP.PolicyVersion, DXP.Policy)

Meanings = dict[str, str | None]


@dataclass
class Known:
    """What mappings may name.

    Attributes:
        labels: Japanese names by IRI.
        elements: by document's graph, its measures, initiatives and activities.
        themes: the concepts of the scheme of themes.
        items: the items of policies, each with what it is an item of.
        sources: policies and their versions.
        aligned: by document's graph, the policies and versions it is compared with.
    """

    labels: dict[str, str] = field(default_factory=dict)
    elements: dict[str, set[str]] = field(default_factory=dict)
    themes: set[str] = field(default_factory=set)
    items: dict[str, str] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)
    aligned: dict[str, set[str]] = field(default_factory=dict)

    def add(self, graph: str, triples: Iterable[tuple[Node, Node, Node]]) -> None:
        """Take note of what a named graph states."""
        for subject, predicate, value in triples:
            reader = _READERS.get(predicate)
            if reader:
                reader(self, graph, str(subject), value)

    def all_elements(self) -> set[str]:
        """Return the elements of all documents."""
        return set().union(*self.elements.values())


def _type(known: Known, graph: str, subject: str, value: Node) -> None:
    if value in ELEMENT_CLASSES:
        known.elements.setdefault(graph, set()).add(subject)
    elif value in _SOURCES:
        known.sources.add(subject)


def _label(known: Known, _graph: str, subject: str, value: Node) -> None:
    if isinstance(value, Literal) and value.language == "ja":
        known.labels[subject] = str(value)


def _scheme(known: Known, _graph: str, subject: str, value: Node) -> None:
    if value == _THEME:
        known.themes.add(subject)


def _item(known: Known, _graph: str, subject: str, value: Node) -> None:
    known.items[subject] = str(value)


def _aligned(known: Known, _graph: str, subject: str, value: Node) -> None:
    known.aligned.setdefault(subject, set()).add(str(value))


_READERS: Final[dict[Node, Callable[[Known, str, str, Node], None]]] = {
    RDF.type: _type,
    RDFS.label: _label,
    SKOS.prefLabel: _label,
    SKOS.inScheme: _scheme,
    DXP.itemOf: _item,
    DXP.alignedWith: _aligned,
}


def document(table: Table, known: Known) -> str | None:
    """Find the document whose elements a table maps, by the table's name.

    Args:
        table: named like ``chuo-strategy-2024.sssom.tsv``.
        known: what is published.

    Returns:
        IRI of the document's graph; None for a table of something else.
    """
    names = {graph.removeprefix(str(GRAPH)).replace("/", "-"): graph for graph in known.elements}
    return names.get(table.name)


def check(table: Table, known: Known) -> list[Fault]:
    """Check every row of a table by itself and beside the others.

    Args:
        table: after reading.
        known: what is published.

    Returns:
        The faults of form and meaning, in order of lines; that rows are missing is the
        business of ``missing``.
    """
    faults = list(table.faults)
    graph = document(table, known)
    meant = [(row, meanings(table, row)) for row in table.rows]
    for row, meaning in meant:
        faults.extend(_row_faults(row, meaning, known, graph))
    faults.extend(_repeated(meant))
    faults.extend(_contradicting(meant, known))
    return sorted(faults, key=lambda fault: (fault.line, fault.cell, fault.code))


def meanings(table: Table, row: Row) -> Meanings:
    """Return the IRIs of the cells that are identifiers; None for one that is none."""
    columns = ("subject_id", "predicate_id", "object_id", "object_source", "mapping_justification")
    return {column: table.iri(row[column]) if row[column] else "" for column in columns}


def _row_faults(row: Row, meaning: Meanings, known: Known, graph: str | None) -> Iterator[Fault]:
    unreadable = [column for column, iri in meaning.items() if iri is None]
    for column in unreadable:
        yield _no_curie(row, column)
    yield from _plain_cells(row, meaning)
    if not unreadable:
        yield from _predicate(row, meaning)
        yield from _subject(row, meaning, known, graph)
        yield from _object(row, meaning, known)
        yield from _names(row, meaning, known)


def _no_curie(row: Row, column: str) -> Fault:
    ja = f"「{row[column]}」は短縮形（接頭辞:残り）でないか、接頭辞が curie_map にありません"
    en = f"“{row[column]}” is not prefix:rest, or its prefix is not in the curie_map"
    return row.fault("curie", column, ja, en)


# --- cells that can be judged alone


def _plain_cells(row: Row, meaning: Meanings) -> Iterator[Fault]:
    if meaning["mapping_justification"] not in (None, str(SEMAPV.ManualMappingCuration)):
        ja = "semapv:ManualMappingCuration と書いてください"
        en = "write semapv:ManualMappingCuration"
        yield row.fault("mapping-justification", "mapping_justification", ja, en)
    if row["author_label"] != AUTHOR:
        yield row.fault("author", "author_label", f"{AUTHOR} と書いてください", f"write {AUTHOR}")
    if row["review_status"] not in REVIEW_STATUSES:
        words = "、".join(REVIEW_STATUSES), ", ".join(REVIEW_STATUSES)
        ja, en = f"{words[0]} のどれかを書いてください", f"write one of {words[1]}"
        yield row.fault("review-status", "review_status", ja, en)
    yield from _date(row)
    yield from _confidence(row)
    yield from _reasons(row)


def _date(row: Row) -> Iterator[Fault]:
    text = row["mapping_date"]
    try:
        good = bool(_DATE.fullmatch(text)) and datetime.date.fromisoformat(text) is not None
    except ValueError:
        good = False
    if not good:
        ja = f"日付「{text}」を 2026-11-21 の形（年-月-日）で書いてください"
        en = f"write the date “{text}” as year-month-day, such as 2026-11-21"
        yield row.fault("date", "mapping_date", ja, en)


def confidence(row: Row) -> Decimal | None:
    """Return the confidence, or None where it is no number from 0 to 1."""
    try:
        number = Decimal(row["confidence"])
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number <= 1 else None


def _confidence(row: Row) -> Iterator[Fault]:
    number = confidence(row)
    if number is None:
        ja = f"確信度「{row['confidence']}」を 0 から 1 までの数（0.8 など）で書いてください"
        en = f"write the confidence “{row['confidence']}” as a number from 0 to 1, such as 0.8"
        yield row.fault("confidence", "confidence", ja, en)
    elif number < _LEAST_CONFIDENCE:
        ja = "確信度が 0.5 に満たない結び付きは書きません。行を消してください"
        en = "a link with a confidence below 0.5 is not made; take the row out"
        yield row.fault("low-confidence", "confidence", ja, en, "warning")


def _reasons(row: Row) -> Iterator[Fault]:
    for column, ja, en in (
        ("justification_ja", "日本語", "Japanese"),
        ("justification_en", "英語", "English"),
    ):
        if not row[column].strip():
            words = f"理由を{ja}の1文で書いてください", f"give the reason in one sentence of {en}"
            yield row.fault("justification", column, *words)


# --- what identifiers mean


def _predicate(row: Row, meaning: Meanings) -> Iterator[Fault]:
    allowed = {str(DXP.theme), str(DXP.curatedToAnswer), *map(str, MATCHES)}
    if meaning["predicate_id"] not in allowed:
        ja = "述語は dxp:theme、dxp:curatedToAnswer、主題の表では skos:…Match のどれかです"
        en = "the predicate is dxp:theme, dxp:curatedToAnswer or, between themes, skos:…Match"
        yield row.fault("predicate", "predicate_id", ja, en)


def _subject(row: Row, meaning: Meanings, known: Known, graph: str | None) -> Iterator[Fault]:
    subject = meaning["subject_id"] or ""
    if meaning["predicate_id"] in {str(match) for match in MATCHES}:
        if subject not in known.themes:
            ja = "主題（id:theme/…）にありません"
            en = "the scheme of themes (id:theme/…) has no such concept"
            yield row.fault("subject", "subject_id", ja, en)
        return
    if subject not in (known.elements[graph] if graph else known.all_elements()):
        ja = "この文書の施策・取組・事業にありません。IRI を見直してください"
        en = "this document has no such measure, initiative or activity; check the IRI"
        yield row.fault("subject", "subject_id", ja, en)


def _object(row: Row, meaning: Meanings, known: Known) -> Iterator[Fault]:
    predicate, found, source = (meaning[c] for c in ("predicate_id", "object_id", "object_source"))
    if source and source not in known.sources:
        ja = "政策またはその版にありません"
        en = "there is no such policy or version"
        yield row.fault("object-source", "object_source", ja, en)
    if predicate == str(DXP.theme):
        if found not in known.themes:
            ja = "主題（id:theme/…）にありません"
            en = "the scheme of themes (id:theme/…) has no such concept"
            yield row.fault("object", "object_id", ja, en)
    elif found == str(NO_TERM):
        yield from _no_term(row, predicate, source)
    elif found not in known.items:
        ja = "政策の項目（id:policy-item/…）にありません"
        en = "there is no such item of policy (id:policy-item/…)"
        yield row.fault("object", "object_id", ja, en)
    elif source and known.items[found or ""] != source:
        ja = "項目がこの版または法律のものではありません。空にするか直してください"
        en = "the item is not one of this version or act; leave it empty or correct it"
        yield row.fault("object-source", "object_source", ja, en)


def _no_term(row: Row, predicate: str | None, source: str | None) -> Iterator[Fault]:
    if predicate != str(DXP.curatedToAnswer):
        ja = "sssom:NoTermFound は dxp:curatedToAnswer の行にだけ書けます"
        en = "sssom:NoTermFound goes with dxp:curatedToAnswer only"
        yield row.fault("no-term", "object_id", ja, en)
    if not source:
        ja = "どの版または法律の項目を調べたかを書いてください（id:policy-version/… など）"
        en = "say which version or act was looked through (id:policy-version/… or the like)"
        yield row.fault("no-term", "object_source", ja, en)


def _names(row: Row, meaning: Meanings, known: Known) -> Iterator[Fault]:
    for column, beside in (("subject_id", "subject_label"), ("object_id", "object_label")):
        iri = meaning[column] or ""
        name = known.labels.get(iri)
        if name is not None and row[beside] != name:
            ja = (
                f"名称が公表データと違います。「{name}」と書いてください（ID が正しいかも確かめる）"
            )
            en = f"the name differs from the published one; write “{name}”, or check the identifier"
            yield row.fault("label", beside, ja, en)


# --- rows beside each other


def _repeated(meant: list[tuple[Row, Meanings]]) -> Iterator[Fault]:
    seen: dict[tuple[str | None, ...], int] = {}
    themes: dict[str, int] = {}
    for row, meaning in meant:
        key = tuple(meaning[c] for c in ("subject_id", "predicate_id", "object_id"))
        key += (meaning["object_source"] if meaning["object_id"] == str(NO_TERM) else "",)
        first = seen.setdefault(key, row.line)
        if first != row.line:
            ja = f"{first} 行目と同じ結び付きです。どちらかを消してください"
            en = f"the same link as in row {first}; take one of them out"
            yield row.fault("duplicate", "object_id", ja, en)
        elif meaning["predicate_id"] == str(DXP.theme):
            subject = meaning["subject_id"] or ""
            themes[subject] = themes.get(subject, 0) + 1
            if themes[subject] > _MOST_THEMES:
                ja = f"主題は {_MOST_THEMES} つまでです"
                en = f"an element has at most {_MOST_THEMES} themes"
                yield row.fault("many-themes", "object_id", ja, en)


def _contradicting(meant: list[tuple[Row, Meanings]], known: Known) -> Iterator[Fault]:
    answered: dict[tuple[str | None, str | None], int] = {}
    for row, meaning in meant:
        source = known.items.get(meaning["object_id"] or "")
        if source and meaning["predicate_id"] == str(DXP.curatedToAnswer):
            answered[meaning["subject_id"], source] = row.line
    for row, meaning in meant:
        line = answered.get((meaning["subject_id"], meaning["object_source"]))
        if line and meaning["object_id"] == str(NO_TERM):
            ja = f"該当なしとしていますが、{line} 行目が同じ版の項目に応じるとしています"
            en = f"says that no item is answered, but row {line} names one of the same version"
            yield row.fault("contradiction", "object_id", ja, en)


def missing(table: Table, known: Known) -> list[Fault]:
    """Find the elements that a table leaves out.

    Args:
        table: of a document.
        known: what is published.

    Returns:
        A fault for each element without a theme, and for each element and each policy or
        version that the document is compared with and that has no row; in order of IRIs.
    """
    graph = document(table, known)
    if graph is None:
        return []
    found: set[tuple[str | None, str]] = set()
    for row in table.rows:
        meaning = meanings(table, row)
        if meaning["predicate_id"] == str(DXP.theme):
            found.add((meaning["subject_id"], str(DXP.theme)))
        else:
            source = known.items.get(meaning["object_id"] or "", meaning["object_source"] or "")
            found.add((meaning["subject_id"], source))
    wanted = [str(DXP.theme), *sorted(known.aligned.get(graph, ()))]
    return [
        _left_out(table, known, element, what)
        for element in sorted(known.elements[graph])
        for what in wanted
        if (element, what) not in found
    ]


def _left_out(table: Table, known: Known, element: str, what: str) -> Fault:
    name = f"{known.labels.get(element, '')} ({element.removeprefix(str(ID))})"
    line = next((r.line for r in table.rows if table.iri(r["subject_id"]) == element), 1)
    if what == str(DXP.theme):
        ja = f"「{name}」の主題（dxp:theme）の行がありません"
        en = f"“{name}” has no row with a theme (dxp:theme)"
        return Fault("no-theme", line, "subject_id", element, ja, en)
    source = known.labels.get(what, what)
    ja = (
        f"「{name}」と {source} の項目の行がありません。応じる項目がなければ "
        f"sssom:NoTermFound を書いてください"
    )
    en = f"“{name}” has no row for an item of {source}; write sssom:NoTermFound if it answers none"
    return Fault("no-answer", line, "subject_id", element, ja, en)
