"""What all tests share: the project's graphs, read once, not to be changed by a test."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph

from service import repository
from service.config import PROJECT


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Classes, properties and alignments, without concept schemes; from the files."""
    graph = Graph()
    for file in repository.files(PROJECT):
        if file.kind == "ontology":
            graph.parse(file.path, format="turtle")
    return graph


@pytest.fixture(scope="session")
def stated() -> pyoxigraph.Store:
    """All Turtle files of ontology and data in their named graphs: nothing inferred."""
    store = pyoxigraph.Store()
    for file in repository.files(PROJECT):
        if file.path.suffix == ".ttl":
            name = pyoxigraph.NamedNode(str(file.graph))
            store.load(path=str(file.path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=name)
    return store


@pytest.fixture(scope="session")
def data() -> Graph:
    """What schemes, catalogue, policies and documents state, in one graph; from the files."""
    graph = Graph()
    for file in repository.files(PROJECT):
        if file.path.suffix == ".ttl" and file.kind != "ontology":
            graph.parse(file.path, format="turtle")
    return graph
