"""Findings about workbooks: faults of cells and of form in words, and shapes at their cells.

Must not know the command line, or how findings are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from rdflib import SH, Literal, Node, URIRef

from service import form_rules
from service.findings import Finding, Words
from service.labels import LANGUAGES
from service.namespaces import DXP, SHAPE
from service.rdf_input import FORMATS
from service.tabular_csv import holds_csv
from service.texts_workbook import MESSAGES
from service.workbook_layout import Column
from service.workbook_names import Published
from service.workbook_read import SUFFIXES, read_path
from service.workbook_upload import Fault, Row, Upload

_NONE: Final[Words] = {"ja": "", "en": ""}
# codes of faults that leave a printed value unread
_ON_FIGURES: Final = ("FIG-", "NUM-LONG", "NUM-SHOWN")
# what is read from a printed figure where the columns leave it open
_FROM_FIGURES: Final = frozenset(
    {DXP.contentKind, DXP.numericValue, DXP.unit, DXP.precision, DXP.absence, DXP.phase}
)
# names of properties in messages of shapes, which mean nothing in a spreadsheet
_TERM: Final = re.compile(r"\s?[（(](?:dxp|prov|rdfs|skos|dcterms):\w+[）)]|\b(?:dxp|prov):(?=\w)")
_NEAR: Final = {"ja": "もしかして: {0}。", "en": " Perhaps: {0}."}
_HERE: Final = {"ja": "「{0}」の列。", "en": "Column “{0}”. "}
_HOW: Final = {"ja": "書き方: {0}", "en": " How to: {0}"}
_LIKE: Final = {"ja": "例: {0}。", "en": " For example: {0}."}


def is_workbook(path: Path) -> bool:
    """Tell whether a path is a workbook: a file of that kind, or a folder of nothing but CSV.

    A folder with RDF files or tables of mappings is none.
    """
    if path.is_dir():
        others = any(
            found.suffix in FORMATS or found.name.endswith(".sssom.tsv")
            for found in path.rglob("*")
        )
        return not others and holds_csv(path)
    return path.suffix.lower() in SUFFIXES


def read_all(paths: Iterable[Path], project: Path) -> list[Upload]:
    """Read workbooks.

    Args:
        paths: files, or folders of CSV.
        project: folder that holds ``data/``.

    Raises:
        UploadRefusedError: one cannot be read.
        DataError: a file of the project cannot be read.
    """
    given = list(paths)
    published = Published(project) if given else None
    return [read_path(path, published) for path in given if published is not None]


def of_cells(upload: Upload) -> list[Finding]:
    """Word what is wrong with the cells of a workbook and with its form, in order of place."""
    faults = [*upload.faults, *form_rules.faults(upload)]
    found = {finding.order: finding for finding in (_finding(upload, f) for f in faults)}
    return [found[order] for order in sorted(found)]


def _finding(upload: Upload, fault: Fault) -> Finding:
    message = MESSAGES[fault.code]
    column = fault.column
    predicate = None if column is None else _predicate(upload, column, fault.subject)
    value = fault.words.get("value", "")
    return Finding(
        severity=message.severity,
        code=fault.code,
        path=upload.path,
        line=fault.place.row or None,
        focus=str(fault.subject or SHAPE[fault.code]),
        label=_label(upload, fault),
        path_node=predicate,
        predicate=None if predicate is None else str(predicate),
        predicate_label=_NONE if column is None else {"ja": column.ja, "en": column.en},
        value=Literal(value) if value else None,
        value_label={"ja": value, "en": value},
        message={lang: _filled(message.text[lang], fault, lang) for lang in LANGUAGES},
        places=(),
        shape=str(SHAPE[fault.code]),
        component=str(SHAPE[fault.code.partition("-")[0]]),
        cell=str(fault.place),
        spot=upload.spot(fault.place),
    )


def _filled(template: str, fault: Fault, language: str) -> str:
    near = fault.words.get("near", "")
    words = {**fault.words, "near_ja": "", "near_en": ""}
    words[f"near_{language}"] = _NEAR[language].format(near) if near else ""
    return re.sub(r"\{(\w+)\}", lambda m: words.get(m[1], ""), template)


def _label(upload: Upload, fault: Fault) -> Words:
    row = None if fault.subject is None else upload.rows.get(fault.subject)
    if row is None:
        return {"ja": str(fault.place), "en": str(fault.place)}
    return title(row)


def title(row: Row) -> Words:
    """Name a row as people speak of it: number and name, else sheet and row."""
    name = row.text("label") or row.text("printedLabel")
    full = f"{row.text('printedNumber')} {name}".strip()
    if full:
        return {"ja": full, "en": full}
    return {"ja": f"{row.sheet.ja} {row.number} 行", "en": f"{row.sheet.en}, row {row.number}"}


def _predicate(upload: Upload, column: Column, subject: Node | None) -> URIRef | None:
    row = None if subject is None else upload.rows.get(subject)
    return column.property_for(row.kind if row is not None else "")


def of_shapes(findings: Iterable[Finding], uploads: Iterable[Upload]) -> list[Finding]:
    """Word findings of shapes for whoever fills in a workbook.

    Args:
        findings: what the shapes found.
        uploads: the workbooks that were checked.

    Returns:
        The same findings; those in a workbook name the column instead of the property, and
        say what to write there. What a fault of the same cell says already is left out.
    """
    by_path = {upload.path: upload for upload in uploads}
    kept = []
    for finding in findings:
        upload = by_path.get(finding.path) if finding.path is not None else None
        if upload is None:
            kept.append(finding)
        elif not _said(finding, upload):
            kept.append(_worded(finding, upload))
    return kept


def _said(finding: Finding, upload: Upload) -> bool:
    """Whether a cell that could not be read is now also said to be missing."""
    missing = finding.value is None or finding.component == str(SH.MinCountConstraintComponent)
    return missing and any(_explains(fault, finding) for fault in upload.faults)


def _explains(fault: Fault, finding: Finding) -> bool:
    """Whether a fault is why something is missing: same cell or property, or its figure."""
    if str(fault.place) == finding.cell:
        return True
    if str(fault.subject) != finding.focus or fault.column is None:
        return False
    predicate = URIRef(finding.predicate or "")
    figure = fault.code.startswith(_ON_FIGURES) and predicate in _FROM_FIGURES
    return figure or predicate in fault.column.properties.values()


def _worded(finding: Finding, upload: Upload) -> Finding:
    column = _column(finding, upload)
    message = {lang: _TERM.sub("", finding.message[lang]) for lang in LANGUAGES}
    if column is None:
        return replace(finding, message=message)
    header = {"ja": column.ja, "en": column.en}
    notes = {"ja": column.note_ja, "en": column.note_en}
    for lang in LANGUAGES:
        if header[lang] not in message[lang]:
            message[lang] = _HERE[lang].format(header[lang]) + message[lang]
        if finding.value is None:
            message[lang] += _HOW[lang].format(notes[lang])
            if column.example:
                message[lang] += _LIKE[lang].format(column.example)
    return replace(finding, message=message, predicate_label=header)


def _column(finding: Finding, upload: Upload) -> Column | None:
    """The column of the cell that a finding points at, if it points at more than the row."""
    row = upload.rows.get(URIRef(finding.focus))
    if row is None or finding.predicate is None:
        return None
    for column in row.sheet.columns:
        if str(row.place(column.name)) == finding.cell and column.name in row.columns:
            return column if column.properties else None
    return None
