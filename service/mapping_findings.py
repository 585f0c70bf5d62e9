"""Findings about curated mappings for a curator: which cell, what is wrong, what to write.

Must not know the command line, or how findings are printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rdflib import Literal

from service import rdf_input, repository
from service.findings import Finding, Words
from service.mapping_rules import Known, check, missing
from service.namespaces import SHAPE, SSSOM
from service.sssom import Fault, Table, read_table

SUFFIX: Final = ".sssom.tsv"


def tables(arguments: Iterable[Path]) -> list[Path]:
    """Find the mapping tables among files and below folders, each once, in order."""
    found: set[Path] = set()
    for argument in arguments:
        if argument.is_dir():
            found.update(argument.rglob(f"*{SUFFIX}"))
        elif argument.name.endswith(SUFFIX) and argument.exists():
            found.add(argument)
    return sorted(path.resolve() for path in found)


def known(project: Path) -> Known:
    """Read what mappings may name.

    Args:
        project: folder that holds ``ontology/`` and ``data/``.

    Returns:
        The names, elements, themes and items that the project publishes.

    Raises:
        DataError: a file of the project cannot be read.
    """
    found = Known()
    for number, row in enumerate(repository.files(project)):
        if row.path.suffix == ".ttl":
            found.add(str(row.graph), rdf_input.parse(row.path, f"m{number}-"))
    return found


def findings(paths: Iterable[Path], project: Path) -> list[Finding]:
    """Check tables of mappings, that none of a document's elements is left out included.

    Args:
        paths: the tables.
        project: folder that holds ``ontology/`` and ``data/``.

    Returns:
        The findings in order.

    Raises:
        DataError: a table or a file of the project cannot be opened.
    """
    published = known(project)
    found: list[Finding] = []
    for path in paths:
        table = read_table(path)
        faults = [*check(table, published), *missing(table, published)]
        found.extend(_finding(table, fault) for fault in faults)
    return sorted(found, key=lambda finding: finding.order)


def _finding(table: Table, fault: Fault) -> Finding:
    place = fault.column or ""
    return Finding(
        severity=fault.severity,
        code=f"Mapping-row-{fault.code}",
        path=table.path,
        line=fault.line,
        focus=_focus(table, fault),
        label=_label(table, fault),
        path_node=None,
        predicate=str(SSSOM[place]) if place else None,
        predicate_label={"ja": f"{place} 列", "en": f"column {place}"} if place else _NONE,
        value=Literal(fault.value) if place else None,
        value_label={"ja": fault.value, "en": fault.value},
        message=_message(fault),
        places=(),
        shape=str(SHAPE[f"Mapping-row-{fault.code}"]),
        component=str(SSSOM.Mapping),
    )


_NONE: Final[Words] = {"ja": "", "en": ""}


def _message(fault: Fault) -> Words:
    if not fault.column:
        return {"ja": f"{fault.ja}。", "en": f"{fault.en}."}
    return {"ja": f"{fault.cell}: {fault.ja}。", "en": f"{fault.cell}: {fault.en}."}


def _subject(table: Table, fault: Fault) -> str:
    row = next((row for row in table.rows if row.line == fault.line), None)
    return row["subject_id"] if row else ""


def _focus(table: Table, fault: Fault) -> str:
    curie = _subject(table, fault)
    return table.iri(curie) or f"_:{table.name}"


def _label(table: Table, fault: Fault) -> Words:
    curie = _subject(table, fault) or table.path.name
    return {"ja": curie, "en": curie}
