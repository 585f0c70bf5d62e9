"""Tells who a request comes from: the other end of the connection, or whoever a proxy names.

``X-Forwarded-For`` is believed from the operator's proxies only (``DXPLAN_TRUSTED_PROXIES``);
from anybody else it is a text that anybody can write. Must not know what clients are told apart
for.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any, Final

from service.errors import UsageError

_FORWARDED: Final = "HTTP_X_FORWARDED_FOR"
FORWARDED: Final = "dxplan.forwarded"
_SIGNS: Final = (_FORWARDED, "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")
_NEIGHBOURS: Final = 64  # bits of an IPv6 address that name a connection and not a device

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Clients:
    """Finds the client of a request.

    Args:
        proxies: addresses or networks of the proxies to believe.

    Raises:
        UsageError: one of them is no address.
    """

    def __init__(self, proxies: Sequence[str]) -> None:
        self._proxies = tuple(_network(text) for text in proxies)

    def identify(self, environ: dict[str, Any]) -> str:
        """Put the client's address into ``REMOTE_ADDR`` (PEP 3333) and return it.

        From the right, the first address that is no trusted proxy is the client: what stands
        further left was written by that client itself. Notes under ``FORWARDED`` whether anybody
        says to pass a request on.
        """
        environ[FORWARDED] = any(sign in environ for sign in _SIGNS)
        client = str(environ.get("REMOTE_ADDR", ""))
        hops = str(environ.pop(_FORWARDED, "")).split(",")
        while hops and self._is_proxy(client):
            named = _address(hops.pop().strip())
            if named is None:
                break
            client = str(named)
        environ["REMOTE_ADDR"] = client
        return client

    def _is_proxy(self, client: str) -> bool:
        address = _address(client)
        return address is not None and any(address in network for network in self._proxies)


def group(client: str) -> str:
    """Return what counts as one client: an IPv4 address, or the network of an IPv6 address."""
    address = _address(client)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _NEIGHBOURS), strict=False))
    return client


def is_local(environ: dict[str, Any]) -> bool:
    """Whether a request comes from this machine and was not passed on by anybody."""
    address = _address(str(environ.get("REMOTE_ADDR", "")))
    return address is not None and address.is_loopback and not environ.get(FORWARDED)


def _address(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError as fault:
        raise UsageError(
            f"設定 DXPLAN_TRUSTED_PROXIES の「{text}」はアドレスでもネットワークでもありません。"
            "例: 127.0.0.1,10.0.0.0/8",
            f"setting DXPLAN_TRUSTED_PROXIES: “{text}” is neither an address nor a network; for "
            "example 127.0.0.1,10.0.0.0/8",
        ) from fault
