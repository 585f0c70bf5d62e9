"""Writes findings of validation for programs: JSON, CSV, SARIF and a SHACL report in Turtle.

Every form is the same at every run: no times, no names of machines, findings in order.
Must not know how findings came about.

Standards: SARIF 2.1.0 (OASIS), sections 3.13, 3.14, 3.27; SHACL, section 3.6; RFC 4180.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import SH

from service.findings import Finding
from service.namespaces import SHAPE
from service.report import shown, text
from service.terms import nt
from service.validation import Validation

_SARIF_LEVELS: Final = {"error": "error", "warning": "warning", "hint": "note"}
_SHACL_SEVERITIES: Final = {"error": "Violation", "warning": "Warning", "hint": "Info"}
_COLUMNS: Final = (
    "severity",
    "code",
    "file",
    "line",
    "column",
    "cell",
    "resource",
    "label",
    "property",
    "property_label",
    "value",
    "message",
    "places",
)
# a spreadsheet would take a cell that begins so for a formula
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_json(outcome: Validation, _language: str) -> str:
    """Write findings as JSON, in both languages."""
    content = {
        "conforms": outcome.conforms,
        "files": [_file(path) for path in outcome.files],
        "resources": outcome.resources,
        "rules": outcome.rules,
        "findings": [_object(finding) for finding in outcome.findings],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _object(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "code": finding.code,
        "file": _file(finding.path),
        "line": finding.line,
        "column": finding.column,
        "cell": finding.cell,
        "resource": finding.focus,
        "label": finding.label,
        "property": finding.predicate,
        "propertyLabel": finding.predicate_label,
        "value": None if finding.value is None else nt(finding.value),
        "valueLabel": finding.value_label,
        "message": finding.message,
        "places": list(finding.places),
        "rule": finding.shape,
    }


def _file(path: Path | None) -> str | None:
    return None if path is None else shown(path, "en")


def as_csv(outcome: Validation, language: str) -> str:
    """Write findings as CSV in one language (RFC 4180, with lines ended by LF)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for finding in outcome.findings:
        row = [
            finding.severity,
            finding.code,
            _file(finding.path) or "",
            *("" if number is None else str(number) for number in (finding.line, finding.column)),
            finding.cell or "",
            finding.focus,
            finding.label[language],
            finding.predicate or "",
            finding.predicate_label[language],
            finding.value_label[language],
            finding.message[language],
            " ".join(finding.places),
        ]
        writer.writerow(map(_harmless, row))
    return out.getvalue().rstrip("\n")


def _harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def as_sarif(outcome: Validation, language: str) -> str:
    """Write findings as SARIF 2.1.0, for editors and code hosts."""
    codes = sorted({(finding.code, finding.shape) for finding in outcome.findings})
    driver = {
        "name": "dxplan",
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": outcome.shape_name(shape, language) or code},
                "helpUri": str(SHAPE) + code,
            }
            for code, shape in codes
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "language": language,
        "results": [_sarif_result(finding, language) for finding in outcome.findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    content = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, ensure_ascii=False, indent=2)


def _sarif_result(finding: Finding, language: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "logicalLocations": [{"name": finding.label[language], "fullyQualifiedName": finding.focus}]
    }
    if finding.path is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.path)}}
        if finding.line is not None:
            physical["region"] = {"startLine": finding.line}
            if finding.column is not None:
                physical["region"]["startColumn"] = finding.column
        location["physicalLocation"] = physical
    return {
        "ruleId": finding.code,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": finding.message[language]},
        "locations": [location],
    }


def _uri(path: Path) -> str:
    relative = Path(shown(path, "en"))
    return relative.as_uri() if relative.is_absolute() else quote(relative.as_posix())


def as_turtle(outcome: Validation, _language: str) -> str:
    """Write findings as a SHACL validation report (SHACL, section 3.6), in order."""
    conforms = "true" if not outcome.findings else "false"
    results = ",".join(_shacl_result(finding, outcome) for finding in outcome.findings)
    end = f" ;\n  sh:result{results} ." if results else " ."
    prefix = f"@prefix sh: <{SH}> ."
    return "\n".join([prefix, "", f"[] a sh:ValidationReport ;\n  sh:conforms {conforms}{end}"])


def _shacl_result(finding: Finding, outcome: Validation) -> str:
    focus = finding.focus if finding.focus.startswith("_:") else URIRef(finding.focus).n3()
    rows = [
        "a sh:ValidationResult",
        f"sh:resultSeverity sh:{_SHACL_SEVERITIES[finding.severity]}",
        f"sh:focusNode {focus}",
        f"sh:sourceConstraintComponent {URIRef(finding.component).n3()}",
        *(f"sh:resultMessage {Literal(m, lang=lang).n3()}" for lang, m in finding.message.items()),
    ]
    if not finding.shape.startswith("_:"):
        rows.append(f"sh:sourceShape {URIRef(finding.shape).n3()}")
    if finding.path_node is not None:
        rows.append(f"sh:resultPath {_path(finding.path_node, outcome.shapes.graph)}")
    if finding.value is not None:
        rows.append(f"sh:value {nt(finding.value)}")
    return " [\n    " + " ;\n    ".join(rows) + "\n  ]"


def _path(node: Any, graph: Graph) -> str:
    """Write a property path as the shapes have it (SHACL, section 2.3.1)."""
    if not isinstance(node, BNode):
        return str(node.n3())
    if (node, None, None) in graph and graph.value(node, SH.inversePath) is None:
        members = " ".join(_path(member, graph) for member in graph.items(node))
        if members:
            return f"( {members} )"
    inside = "; ".join(f"{p.n3()} {_path(o, graph)}" for p, o in graph.predicate_objects(node))
    return f"[ {inside} ]"


WRITERS: Final[dict[str, Callable[[Validation, str], str]]] = {
    "text": text,
    "json": as_json,
    "csv": as_csv,
    "sarif": as_sarif,
    "turtle": as_turtle,
}
