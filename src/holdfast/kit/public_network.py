"""Connections to the public internet only: a stranger's file, or an address somebody typed in, must
not make us call our own network (metadata services, databases, routers).

A name is resolved once and the connection goes to the very address that was looked at, so that a
name server that answers differently the second time gains nothing.
"""

import asyncio
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final

import httpcore

__all__ = ["Address", "AddressRefused", "GuardedNetwork", "allowed_addresses", "is_public"]

Address = IPv4Address | IPv6Address

# What stands for an IPv4 address inside: a private one must not hide there.
_NAT64: Final = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


class AddressRefused(Exception):
    """The name leads to an address that is not public."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also the IPv4 address inside it."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or any(address in network for network in _NAT64):
            return False
        if address.is_site_local:  # fec0::/10, which ``is_global`` takes for public
            return False
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


async def allowed_addresses(
    host: str, port: int, allowed: Callable[[Address], bool] = is_public
) -> list[Address]:
    """What ``host`` leads to. Raises :class:`AddressRefused` if there is any that ``allowed`` does
    not like, or none."""
    addresses = await _resolved(host, port)
    if not addresses or not all(map(allowed, addresses)):
        raise AddressRefused(f"{host} does not lead to a public address")
    return addresses


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Resolves names itself and refuses those with any address that ``allowed`` does not like."""

    def __init__(self, allowed: Callable[[Address], bool] = is_public) -> None:
        self._allowed = allowed
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface has it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await allowed_addresses(host, port, self._allowed)
        return await self._inner.connect_tcp(
            str(addresses[0]), port, timeout, local_address, socket_options
        )

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("not over a unix socket")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolved(host: str, port: int) -> list[Address]:
    try:
        return [ip_address(host)]
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(f"{host} is not a known name") from error
    return [ip_address(str(place[4][0]).partition("%")[0]) for place in found]
