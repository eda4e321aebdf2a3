"""A gateway's word, and calls between our own processes: ours or nobody's, and for seconds only."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.people import CallSigner, Identity, Vouched, Voucher

SECRET, OTHER = b"a secret of sixteen", b"another of sixteen!"
ADA = Identity(UUID(int=7), "ada@example.com", "Ada Люба 김", frozenset({"customer", "admin"}))
USER = Vouched(f"user:{ADA.user}", ADA, by_token=True, typed="42")
GUEST = Vouched(f"guest:{UUID(int=9)}")


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("vouched", [USER, GUEST])
def test_what_is_vouched_for_is_read_back(vouched: Vouched) -> None:
    assert Voucher(SECRET).read(Voucher(SECRET).sign(vouched).encode()) == vouched


def test_a_word_is_over_after_seconds() -> None:
    clock = Clock()
    voucher = Voucher(SECRET, clock)
    word = voucher.sign(USER).encode()
    clock.now += 14.9
    assert voucher.read(word) == USER
    clock.now += 0.2
    assert voucher.read(word) is None


def test_anothers_word_is_none() -> None:
    assert Voucher(SECRET).read(Voucher(OTHER).sign(USER).encode()) is None


def test_a_changed_word_is_none() -> None:
    voucher = Voucher(SECRET)
    word = base64.urlsafe_b64decode(voucher.sign(USER))
    for place in range(len(word)):
        changed = word[:place] + bytes([word[place] ^ 1]) + word[place + 1 :]
        assert voucher.read(base64.urlsafe_b64encode(changed)) is None


def test_a_plain_principal_is_none() -> None:
    voucher = Voucher(SECRET)
    signed = base64.urlsafe_b64decode(voucher.sign(USER))
    for plain in (b"", USER.owner.encode(), signed[24:], base64.urlsafe_b64encode(signed[24:])):
        assert voucher.read(plain) is None


@given(st.binary(max_size=5000))
def test_whatever_is_sent_is_answered(header: bytes) -> None:
    assert Voucher(SECRET).read(header) is None
    assert Voucher(SECRET).read(base64.urlsafe_b64encode(header)) is None
    assert not CallSigner(SECRET).is_ours(header, "GET", "/", b"")


def test_a_call_is_ours_as_it_was_signed_and_for_seconds() -> None:
    clock = Clock()
    signer = CallSigner(SECRET, clock)
    header = signer.sign("POST", "/internal/a", b"{}").encode()
    assert signer.is_ours(header, "POST", "/internal/a", b"{}")
    assert not signer.is_ours(header, "GET", "/internal/a", b"{}")
    assert not signer.is_ours(header, "POST", "/internal/b", b"{}")
    assert not signer.is_ours(header, "POST", "/internal/a", b"[]")
    assert not signer.is_ours(b"9" + header, "POST", "/internal/a", b"{}")
    assert not CallSigner(OTHER, clock).is_ours(header, "POST", "/internal/a", b"{}")
    clock.now += 31
    assert not signer.is_ours(header, "POST", "/internal/a", b"{}")


def test_a_word_is_no_call_and_a_call_no_word() -> None:
    assert Voucher(SECRET).read(CallSigner(SECRET).sign("GET", "/", b"").encode()) is None
    assert not CallSigner(SECRET).is_ours(Voucher(SECRET).sign(USER).encode(), "GET", "/", b"")
