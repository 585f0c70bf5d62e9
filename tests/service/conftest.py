"""What tests of the service share: the service on the whole graph, and what is published.

A module may have its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import repository
from service.config import PROJECT
from service.published import Stock, read_stock
from tests.service.serving import asking


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[FlaskClient]:
    """The service on the whole graph."""
    with asking(built.parent.parent) as client:
        yield client


@pytest.fixture(scope="module")
def stock() -> Stock:
    """What newcomers are checked against: the shapes, and all that the project publishes."""
    return read_stock(PROJECT, repository.shapes(PROJECT))
