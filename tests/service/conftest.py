"""What tests of pages share: the service on the whole graph; a module may have its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.service.serving import asking


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[FlaskClient]:
    """The service on the whole graph."""
    with asking(built.parent.parent) as client:
        yield client
