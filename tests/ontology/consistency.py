"""Two ways to ask whether an ontology contradicts itself.

``contradictions`` needs Python only: it puts one thing into every class and two into every
property and lets owlrl draw the conclusions of OWL 2 RL. ``HermiT`` needs Java: a complete
reasoner for OWL 2 DL, which also finds what the rules of RL do not.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import owlrl
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, URIRef

ANNOTATIONS: Final = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso}


def axioms(graph: Graph) -> Graph:
    """Copy what has meaning in OWL: no annotations, every name used in an axiom declared."""
    kinds = {
        kind: set(graph.subjects(RDF.type, kind))
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    }
    annotation = kinds.pop(OWL.AnnotationProperty) | ANNOTATIONS
    properties = set().union(*kinds.values())
    meant = Graph()
    for subject, predicate, value in graph:
        builtin = str(predicate).startswith((str(OWL), str(RDF), str(RDFS)))
        # Roles in a data cube are types of properties, which OWL 2 DL cannot say.
        role = predicate == RDF.type and subject in properties and str(OWL) not in str(value)
        about_text = predicate in annotation or subject in annotation
        if (builtin or predicate in properties) and not role and not about_text:
            meant.add((subject, predicate, value))
    for kind, members in kinds.items():
        for member in members:
            for above in graph.objects(member, RDFS.subPropertyOf):
                meant.add((above, RDF.type, kind))
    for above in set(meant.objects(None, RDFS.subClassOf)) - set(meant.subjects(OWL.onProperty)):
        meant.add((above, RDF.type, OWL.Class))
    return meant


def contradictions(graph: Graph) -> list[str]:
    """List what owlrl finds wrong when every class and property of the graph has a member.

    Args:
        graph: ontology, with or without data; not changed.

    Returns:
        owlrl's sentences, and one for each class that can have no member; sorted.
    """
    full = axioms(graph)
    for node in set(full.subjects(RDF.type, OWL.Class)):
        if isinstance(node, URIRef):
            full.add((BNode(), RDF.type, node))
    for node in set(full.subjects(RDF.type, OWL.ObjectProperty)):
        full.add((BNode(), URIRef(str(node)), BNode()))
    for node in set(full.subjects(RDF.type, OWL.DatatypeProperty)):
        full.add((BNode(), URIRef(str(node)), Literal("x")))
    closure = owlrl.OWLRL_Semantics(full, axioms=False, daxioms=False, rdfs=False)
    closure.closure()
    return sorted({*closure.error_messages, *_empty(full)})


def _empty(graph: Graph) -> Iterator[str]:
    for node in graph.subjects(RDF.type, OWL.Nothing):
        yield f"member of owl:Nothing: {node}"


def has_java() -> bool:
    """Tell whether there is a Java that starts (on a Mac, ``java`` may be an empty shell)."""
    program = shutil.which("java")
    if program is None:
        return False
    return subprocess.run([program, "-version"], capture_output=True, check=False).returncode == 0


def hermit(graph: Graph, folder: Path) -> list[str]:
    """Ask HermiT.

    Args:
        graph: ontology and data.
        folder: an empty folder for the file that HermiT reads.

    Returns:
        ["inconsistent"], or the IRIs of the unsatisfiable classes; empty if all is well.
    """
    import owlready2  # noqa: PLC0415  # slow to load, and of use with Java only

    logging.getLogger("owlready2").setLevel(logging.ERROR)
    path = folder / "ontology.nt"
    axioms(graph).serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    try:
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return ["inconsistent"]
    empty = (found.iri for found in world.inconsistent_classes())
    return sorted(iri for iri in empty if iri != str(OWL.Nothing))


def sample(graph: Graph, each: int) -> Graph:
    """Take some things of every class, with all that is said of them.

    Args:
        graph: data.
        each: how many of a class, in order of IRI.

    Returns:
        Their triples.
    """
    chosen = {
        thing
        for kind in set(graph.objects(None, RDF.type)) - {SKOS.Concept}
        for thing in sorted(graph.subjects(RDF.type, kind), key=str)[:each]
    }
    part = Graph()
    for thing in chosen:
        for triple in graph.triples((thing, None, None)):
            part.add(triple)
    return part
