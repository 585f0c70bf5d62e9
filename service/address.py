"""The address that the service has for its clients, from the settings alone.

Never from a request: whoever sends one can write any Host. Must not know routes.
"""

from __future__ import annotations

from service.config import Config


def public(config: Config) -> str:
    """Return the address with a slash at the end."""
    return (config.public_url or local(config.host, config.port)).rstrip("/") + "/"


def local(host: str, port: int) -> str:
    """Return the address of a server that listens on this machine."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
