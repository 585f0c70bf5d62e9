"""Rules about our own shapes that SHACL cannot say; those it can are in shapes/house-style.ttl.

Each rule takes what it looks at and returns a sentence for each fault.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
from rdflib import RDF, RDFS, SH, Graph, Literal, Node
from rdflib.plugins.sparql import prepareQuery

from service.messages import placeholders
from service.namespaces import DXP
from service.shapes import Shapes, code
from service.turtle import TurtleFile

# purpose of a file -> severity of the shapes in it
SEVERITY = {
    "structure.ttl": SH.Violation,
    "schemes.ttl": SH.Violation,
    "consistency.ttl": SH.Violation,
    "house-style.ttl": SH.Violation,
    "linkage.ttl": SH.Violation,
    "completeness.ttl": SH.Warning,
    "retired.ttl": SH.Warning,
}
KINDS = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
# constraints whose results bear no value
VALUELESS = {
    "minCount",
    "maxCount",
    "uniqueLang",
    "hasValue",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShape",
    "qualifiedValueShapesDisjoint",
}
_TERM = re.compile(r"\bdxp:([A-Za-z][A-Za-z0-9_-]*)")
_PROJECTION = re.compile(r"SELECT\s+(.*?)\{", re.IGNORECASE | re.DOTALL)


def rules(graph: Graph) -> list[Node]:
    return sorted({s for kind in KINDS for s in graph.subjects(RDF.type, kind)}, key=str)


def severity(file: TurtleFile) -> list[str]:
    """Severity can be read from the file's name; who differs says why in both languages."""
    expected = SEVERITY.get(file.path.name)
    if not rules(file.graph):
        return []
    if expected is None:
        return [f"{file.path.name}: say in SEVERITY what this file is for"]
    faults = []
    for rule in rules(file.graph):
        holders = {rule, *file.graph.subjects(SH.sparql, rule)}
        reasons = [o for holder in holders for o in file.graph.objects(holder, RDFS.comment)]
        languages = {o.language for o in reasons if isinstance(o, Literal)}
        differs = (rule, SH.severity, expected) not in file.graph
        if differs and not languages >= {"ja", "en"}:
            faults.append(
                f"{code(rule)}: neither {expected} nor a reason (rdfs:comment, ja and en)"
            )
    return faults


def known_placeholders(shapes: Shapes, rule: Node) -> set[str]:
    """What a message of this rule can be filled with."""
    parameters = set(shapes.parameters(rule))
    known = {"this", *parameters - {"sparql", "property"}}
    if (rule, SH.path, None) in shapes.graph:
        known.add("path")
    owners = set(shapes.graph.subjects(SH.sparql, rule))
    queries = {rule, *shapes.graph.objects(rule, SH.sparql)}
    if parameters - VALUELESS - {"sparql", "property"}:
        known.add("value")
    for query in queries:
        for text in shapes.graph.objects(query, SH.select):
            projection = _PROJECTION.search(str(text))
            known |= set(re.findall(r"[?$](\w+)", projection[1] if projection else ""))
    if any((owner, SH.path, None) in shapes.graph for owner in owners):
        known.add("path")
    return known


def messages(shapes: Shapes) -> list[str]:
    """Placeholders can be filled, and are the same in both languages."""
    faults = []
    for rule in rules(shapes.graph):
        ja, en = (
            placeholders(shapes.text(rule, SH.message, language) or "") for language in ("ja", "en")
        )
        if ja != en:
            faults.append(f"{code(rule)}: the messages differ in {ja ^ en}")
        unknown = (ja | en) - known_placeholders(shapes, rule)
        if unknown:
            faults.append(f"{code(rule)}: nothing fills {unknown}")
    return faults


def queries(shapes: Shapes, ontology: Graph) -> list[str]:
    """Queries parse with their declared prefixes, and name only terms that exist."""
    faults = []
    for query, text in shapes.graph.subject_objects(SH.select):
        prefixes = {
            str(shapes.graph.value(row, SH.prefix)): str(shapes.graph.value(row, SH.namespace))
            for declared in shapes.graph.objects(query, SH.prefixes)
            for row in shapes.graph.objects(declared, SH.declare)
        }
        try:
            prepareQuery(str(text), initNs=prefixes)
        # rdflib raises a bare Exception for an unknown prefix
        except Exception as fault:
            faults.append(f"{code(query)}: {fault}")
        for local in _TERM.findall(str(text)):
            if (DXP[local], RDF.type, None) not in ontology:
                faults.append(f"{code(query)}: the ontology has no dxp:{local}")
    return sorted(set(faults))


def well_formed(shapes: Shapes) -> list[str]:
    """The shapes conform to the shapes of SHACL itself (SHACL, appendix C)."""
    meta = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
    conforms, _, text = pyshacl.validate(shapes.graph, shacl_graph=meta, inplace=True)
    return [] if conforms else [str(text)]
