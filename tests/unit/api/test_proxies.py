"""Who the client is behind proxies that we trust, and that we believe nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.api.shell.proxies import TrustedProxies, place_of

PROXIES = TrustedProxies(["127.0.0.1", "10.0.0.0/8", "2001:db8::/32"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "192.0.2.66, 203.0.113.9", "203.0.113.9"),  # what the client made up
        ("127.0.0.1", "203.0.113.9, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.1.1.1, 10.1.2.3", "10.1.1.1"),
        ("127.0.0.1", "[2001:db9::1]", "2001:db9::1"),
    ],
)
def test_the_last_hop_that_is_no_proxy_of_ours(peer: str, forwarded: str, client: str) -> None:
    assert PROXIES.client(peer, forwarded) == client


def test_only_those_named_are_trusted() -> None:
    assert PROXIES.trusts("10.9.9.9")
    assert PROXIES.trusts("2001:db8::7")
    assert not PROXIES.trusts("192.0.2.1")
    assert PROXIES.trusts("::ffff:10.9.9.9")  # as a socket for both families names it
    assert not PROXIES.trusts("::ffff:192.0.2.1")
    assert not PROXIES.trusts("")
    assert TrustedProxies(["unix"]).trusts("")
    assert TrustedProxies(["localhost"]).trusts("127.0.0.1")
    assert not TrustedProxies().trusts("127.0.0.1")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2a01:4f8:1:2:aaaa::1", "2a01:4f8:1:2::"),
        ("2a01:4f8:1:2:ffff:ffff:ffff:ffff", "2a01:4f8:1:2::"),
        ("2a01:4f8:1:3::1", "2a01:4f8:1:3::"),
        ("::1", "::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", ""),
        ("no:address", "no:address"),
    ],
)
def test_limits_count_networks_of_ipv6(address: str, place: str) -> None:
    assert place_of(address) == place


@given(st.text(max_size=300))
def test_no_header_breaks_it(forwarded: str) -> None:
    assert PROXIES.client("127.0.0.1", forwarded)
