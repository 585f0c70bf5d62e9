"""Opens the engine that the settings name.

The one module that knows all engines; ``service.engine`` says what they have in common. Must not
know who asks.
"""

from __future__ import annotations

from typing import Final

from service.config import Config
from service.engine import Engine
from service.errors import UsageError

EMBEDDED: Final = "embedded"


def open_engine(config: Config) -> Engine:
    """Return the engine that the settings name; it starts with ``start`` or the first query.

    Raises:
        UsageError: the setting names none.
    """
    if config.engine == EMBEDDED:
        from service.engine_embedded import EmbeddedEngine  # noqa: PLC0415  loads pyoxigraph

        return EmbeddedEngine(config)
    if not config.engine.startswith(("http://", "https://")):
        raise UsageError(
            f"設定 DXPLAN_ENGINE の値「{config.engine}」は embedded でも URL でもありません。",
            f"setting DXPLAN_ENGINE: “{config.engine}” is neither embedded nor a URL",
        )
    from service.engine_remote import RemoteEngine  # noqa: PLC0415  loads pyoxigraph

    return RemoteEngine(config)
