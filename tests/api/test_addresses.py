"""Where a request comes from, and who may say so."""

from ipaddress import ip_network
from typing import Any

import pytest
from litestar.connection import ASGIConnection

from api.addresses import Network, address_of

PROXIES: tuple[Network, ...] = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def heard(peer: str | None, forwarded: str | None, proxies: tuple[Network, ...] = PROXIES) -> str:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded is not None else []
    scope: Any = {"type": "http", "client": (peer, 1) if peer else None, "headers": headers}
    return address_of(ASGIConnection(scope), proxies)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.3, 10.0.0.2", "203.0.113.9"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("fd00::1", "2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("2001:db8:1:2:aaaa::1", None, "2001:db8:1:2::"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "not an address", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.9, unknown", "10.0.0.1"),
        ("a socket", None, "a socket"),
        (None, "203.0.113.9", "unknown"),
    ],
)
def test_only_our_own_proxies_are_believed(peer: str | None, forwarded: str | None, expected: str) -> None:
    assert heard(peer, forwarded) == expected


def test_without_proxies_of_ours_nobody_is_believed() -> None:
    assert heard("127.0.0.1", "203.0.113.9", ()) == "127.0.0.1"
