"""Small graphs to explain, for the tests of explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from rdflib import Graph

from service import explain_index
from service.build_folder import INDEX
from service.explain_index import Index, open_index
from service.facts import Triple
from service.namespaces import GRAPH, PREFIXES
from service.reasoning import reason
from service.terms import nt_triple

PREFIX = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
PREFIX += "@prefix : <http://e.example/> .\n"


def triples(turtle: str) -> list[Triple]:
    """Read Turtle; ``:`` is http://e.example/."""
    graph = Graph(bind_namespaces="none").parse(data=PREFIX + turtle, format="turtle")
    return [nt_triple(triple) for triple in graph]


def triple(turtle: str) -> Triple:
    """Read one triple."""
    (found,) = triples(turtle)
    return found


def write_index(path: Path, graphs: Mapping[str, str]) -> None:
    """Write the index of named graphs, by their short names, and of what follows from them."""
    named = {str(GRAPH[name]): triples(turtle) for name, turtle in graphs.items()}
    closure = reason(chain.from_iterable(named.values()))
    assert not closure.conflicts
    explain_index.write(path, named, closure.derivations())


@contextmanager
def small(folder: Path, **graphs: str) -> Iterator[Index]:
    """Give an index of named graphs; ``_`` in a name stands for a slash."""
    folder.mkdir(exist_ok=True)
    path = folder / INDEX
    write_index(path, {name.replace("_", "/"): turtle for name, turtle in graphs.items()})
    with open_index(path) as index:
        yield index


SCHEMA = """
:within a owl:TransitiveProperty ; rdfs:label "上位"@ja , "within"@en .
:part rdfs:subPropertyOf :within ; rdfs:label "部分"@ja , "part"@en .
"""
DATA = """
:a :part :b ; rdfs:label "甲"@ja , "A"@en ;
  prov:wasDerivedFrom <https://w3id.org/dxplan/source/plan#line=9,10> ,
    <https://w3id.org/dxplan/source/plan#line=1,3> .
:b :part :c ; rdfs:label "乙"@ja , "B"@en .
:c rdfs:label "丙"@ja , "C"@en .
<https://w3id.org/dxplan/source/plan> rdfs:label "計画書"@ja , "The plan"@en .
<https://w3id.org/dxplan/graph/x/plan> rdfs:label "記録"@ja , "Records"@en .
<https://w3id.org/dxplan/graph/ontology> rdfs:label "語彙"@ja , "Ontology"@en .
<https://w3id.org/dxplan/graph/mappings> rdfs:label "対応づけ"@ja , "Mappings"@en .
"""
MAPPING = """
:b :answers :item .
:m a owl:Axiom ; rdfs:label "不要"@ja ; owl:annotatedSource :b ; owl:annotatedProperty :answers ;
  owl:annotatedTarget :item ; dxp:justification "同じ語を用いる。"@ja , "Same words."@en ;
  dxp:confidence 0.8 ; prov:wasAttributedTo :me ; dcterms:created "2026-11-21"^^xsd:date ;
  dxp:linkBasis <https://w3id.org/dxplan/id/link-basis/curated> .
:n a owl:Axiom ; owl:annotatedSource :b ; owl:annotatedProperty :answers ;
  owl:annotatedTarget :other ; dxp:justification "別の話。"@ja , "Another matter."@en .
"""
