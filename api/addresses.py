"""Where a request comes from, as far as that can be believed.

A network address is the connection's peer. Only where that is a proxy of ours, named in the settings, its
X-Forwarded-For is read: from the right, past our own proxies, up to the first entry that one of them wrote about
somebody else. What stands before that came from the client, who may write anything.
"""

import ipaddress
from typing import Any

from litestar.connection import ASGIConnection

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(connection: ASGIConnection[Any, Any, Any, Any], proxies: tuple[Network, ...] = ()) -> str:
    """Whom limits count; for IPv6 the /64, which is one household."""
    client = connection.scope.get("client")
    peer = client[0] if client else "unknown"
    parsed = _parsed(peer)
    if parsed is None:
        return peer[:64]
    for entry in reversed(connection.headers.get("x-forwarded-for", "").split(",")):
        if not _is_ours(parsed, proxies):
            break
        named = _parsed(entry.strip())
        if named is None:
            break
        parsed = named
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def _parsed(text: str) -> _Address | None:
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    # A dual-stack socket writes IPv4 peers so; they are the same host.
    return getattr(parsed, "ipv4_mapped", None) or parsed


def _is_ours(address: _Address, proxies: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in proxies)
