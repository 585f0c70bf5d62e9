"""Shapes and their background, read once."""

import pytest
from rdflib import Graph

from service import repository
from service.config import PROJECT
from service.shapes import Shapes, read_shapes
from tests.shapes import examples


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return read_shapes(repository.shapes(PROJECT))


@pytest.fixture(scope="session")
def behind() -> Graph:
    return examples.background()
