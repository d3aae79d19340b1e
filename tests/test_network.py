"""The guard itself, since every other test relies on it."""

import asyncio
import contextlib
import socket

import httpx
import pytest

from tests.conftest import NetworkCall, refused


@pytest.fixture(autouse=True)
def forget_refusals(network_stays_off: None):
    """These tests are refused on purpose."""
    yield
    assert refused
    refused.clear()


def test_an_address_outside_is_refused():
    with pytest.raises(NetworkCall, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_name_is_not_even_looked_up():
    with pytest.raises(NetworkCall, match=r"api\.mistral\.ai"):
        httpx.get("https://api.mistral.ai/v1/models")


async def test_asynchronous_clients_are_refused_too():
    with pytest.raises(NetworkCall, match=r"198\.51\.100\.7"):
        await asyncio.open_connection("198.51.100.7", 443)


def test_a_refusal_that_the_code_swallowed_is_remembered():
    with contextlib.suppress(AssertionError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    assert refused == ["192.0.2.1"]
