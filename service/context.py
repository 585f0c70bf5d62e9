"""What a request handler may know of its application: the engine, the settings, the addresses.

Must not know routes.
"""

from __future__ import annotations

from typing import cast

from flask import current_app

from service import address
from service.config import Config
from service.engine import Engine


def engine() -> Engine:
    """Return the application's engine."""
    return cast(Engine, current_app.extensions["dxplan-engine"])


def config() -> Config:
    """Return the application's settings."""
    return cast(Config, current_app.extensions["dxplan-config"])


def endpoint() -> str:
    """Return the address of the endpoint as clients see it; never taken from the request."""
    return address.public(config()) + "sparql"
