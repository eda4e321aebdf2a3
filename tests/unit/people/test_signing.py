"""Cookies that only we can have written, and guests derived from idempotency keys."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.people import Signer

SIGNER = Signer(b"a secret of thirty-two bytes....")
GUEST = "0193a1d2-0000-7000-8000-000000000001"


def test_a_cookie_of_ours_is_read_back() -> None:
    cookie = SIGNER.sign("g", GUEST).encode()
    assert SIGNER.read(cookie) == ("g", GUEST)
    assert SIGNER.read(cookie) == ("g", GUEST)  # and again, from what was verified before


@given(st.binary(max_size=250))
def test_nothing_else_is_read(cookie: bytes) -> None:
    assert SIGNER.read(cookie) is None


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_makes_it_foreign(place: int, change: int) -> None:
    cookie = bytearray(SIGNER.sign("u", "session-token").encode())
    cookie[place % len(cookie)] ^= change
    assert SIGNER.read(bytes(cookie)) is None


def test_a_guest_cannot_become_a_user_by_changing_the_letter() -> None:
    assert SIGNER.read(b"u" + SIGNER.sign("g", GUEST).encode()[1:]) is None


def test_another_secret_knows_none_of_our_cookies() -> None:
    other = Signer(b"another secret of enough bytes..")
    assert other.read(SIGNER.sign("g", GUEST).encode()) is None


def test_a_retry_with_the_same_key_is_the_same_guest() -> None:
    key = "4f1c2f6e-98fd-4a83-9f67-1f7d4c1ab0aa"
    first = SIGNER.derived_guest(key, "192.0.2.1")
    assert first == SIGNER.derived_guest(key, "198.51.100.7")
    assert first != SIGNER.derived_guest(key + "b", "192.0.2.1")
    assert isinstance(first, UUID)


def test_a_short_key_is_a_guest_of_its_address_only() -> None:
    assert SIGNER.derived_guest("1", "192.0.2.1") == SIGNER.derived_guest("1", "192.0.2.1")
    assert SIGNER.derived_guest("1", "192.0.2.1") != SIGNER.derived_guest("1", "192.0.2.2")


def test_a_secret_too_short_to_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16"):
        Signer(b"short")
