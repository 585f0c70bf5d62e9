"""What all tests share: the project's graphs, read once, not to be changed by a test."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset, Graph

from service import config, repository
from service.build import Options, build
from service.build_folder import DATASET, BuildFolder
from service.config import PROJECT
from service.inputs import input_hash

# Tests that hold running processes against a clock, on a machine that may do other things as well.
TIMED = {
    *("test_asking", "test_attacks", "test_bench", "test_engine", "test_engine_remote"),
    *("test_engine_servers", "test_explain_all", "test_explain_page", "test_federation"),
    *("test_front", "test_keeping", "test_load", "test_pages_speed", "test_reasoning"),
    *("test_reference", "test_rewriting", "test_search", "test_serve", "test_swap"),
    *("test_upload_hostile", "test_workbook_hostile", "test_workbook_planted"),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try these up to three times before they count as failed; the last line counts the tries."""
    for item in items:
        if item.path.stem in TIMED or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what reads the source texts where they do not stand beside the project."""
    folder = config.read().sources
    if item.get_closest_marker("sources") and not folder.is_dir():
        pytest.skip(f"no source texts in {folder}: set DXPLAN_SOURCES to their folder")


@pytest.fixture(scope="module", autouse=True)
def no_results_left() -> Iterator[None]:
    """Collect what a module leaves: results of pyoxigraph complain if another thread drops them."""
    yield
    gc.unfreeze()  # commands that end soon leave everything frozen
    gc.collect()


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


class _Silent:
    """Hears how far the build is and tells nobody."""

    def begin(self, ja: str, en: str) -> None: ...

    def end(self, seconds: float, counts: Mapping[str, int | str]) -> None: ...

    def stop(self) -> None: ...


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of the project as it is now: the current one, or a new one."""
    builds = BuildFolder(config.read().var)
    if (builds.manifest() or {}).get("inputs") != input_hash(PROJECT):
        builds = BuildFolder(tmp_path_factory.mktemp("var"))
        # The shapes have tests of their own; here the answer counts, whatever they say.
        build(PROJECT, builds.var, Options(validate=False), _Silent())
    folder = builds.current()
    assert folder is not None
    return folder


@pytest.fixture(scope="session")
def store(built: Path) -> pyoxigraph.Store:
    """The dataset of the build, inferred triples and all; ask it for the union of its graphs."""
    store = pyoxigraph.Store()
    store.bulk_load(path=str(built / DATASET), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def dataset(built: Path) -> Dataset:
    """The same in rdflib, which is slower to load and to ask."""
    dataset = Dataset(default_union=True)
    dataset.parse(built / DATASET, format="nquads")
    return dataset
