"""What tests of pages share: the service on the whole graph; a module may have its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service import create_app
from service.engine_direct import DirectEngine
from tests.service.serving import settings


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[FlaskClient]:
    """The service on the whole graph."""
    config = settings(built.parent.parent)
    app = create_app(config)
    app.extensions["dxplan-engine"].close()
    app.extensions["dxplan-engine"] = engine = DirectEngine(config)
    yield app.test_client()
    engine.close()
