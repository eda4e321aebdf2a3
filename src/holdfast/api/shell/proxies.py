"""Trusted proxies, by name: only what they say about the client is believed."""

import ipaddress
import socket
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, TypeAlias

__all__ = ["TrustedProxies", "place_of"]

_Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_CACHE: Final = 10_000
MAX_HOPS: Final = 20
_NETWORK: Final = ~((1 << 64) - 1)


@lru_cache(_CACHE)
def place_of(address: str) -> str:
    """What limits count an address as: of IPv6 the network of 64 bits, since whoever has one
    address there has all of them; of IPv4 written as IPv6, the IPv4 address."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(parsed) & _NETWORK)) if parsed.is_global else str(parsed)


def _networks(names: Iterable[str]) -> list[_Network]:
    found: list[_Network] = []
    for name in names:
        try:
            found.append(ipaddress.ip_network(name, strict=False))
        except ValueError:
            for *_, address in socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP):
                found.append(ipaddress.ip_network(address[0]))
    return found


class TrustedProxies:
    """Addresses, networks, host names, or ``unix`` for a server behind a unix socket."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        wanted = [name.strip() for name in names if name.strip()]
        self._unix = "unix" in wanted
        self._networks = _networks(name for name in wanted if name != "unix")
        self._known: dict[str, bool] = {"": self._unix}

    def trusts(self, address: str) -> bool:
        known = self._known.get(address)
        if known is not None:
            return known
        try:
            parsed = ipaddress.ip_address(address)
            if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
                parsed = parsed.ipv4_mapped
            trusted = any(parsed in network for network in self._networks)
        except ValueError:
            trusted = False
        if len(self._known) >= _CACHE:
            self._known = {"": self._unix}
        self._known[address] = trusted
        return trusted

    def client(self, peer: str, forwarded: str) -> str:
        """The client's address: the last one in ``X-Forwarded-For`` that is no proxy of ours."""
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        address = peer
        for hop in reversed(hops[-MAX_HOPS:]):
            try:
                address = str(ipaddress.ip_address(hop.strip("[]")))
            except ValueError:
                break
            if not self.trusts(address):
                break
        return address
