"""Proof of work: what counts, and what does not."""

import hashlib
from itertools import count
from uuid import UUID

import pytest

from holdfast.flash_sales import BadProof, Challenge, Proofs
from holdfast.kit import new_id

SALE, ANN = new_id(), "user:ann"
PROOFS = Proofs(b"a secret of the shop's", 8)


def solved(challenge: str, bits: int = 8) -> str:
    for number in count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest) >> (256 - bits) == 0:
            return str(number)
    raise AssertionError


def test_who_solves_it_in_time_has_proved_it() -> None:
    text, made = PROOFS.ask(SALE, ANN, 1000.0)
    assert PROOFS.read(text, solved(text), SALE, ANN, 1120.0) == made
    assert isinstance(made, Challenge)
    assert made.bits == 8
    harder = Proofs(b"a secret of the shop's", 20)
    assert harder.read(text, solved(text), SALE, ANN, 1000.0) == made, "as hard as it was asked"


@pytest.mark.parametrize(
    ("sale", "owner", "now", "why"),
    [
        (SALE, ANN, 1120.1, "expired"),
        (new_id(), ANN, 1000.0, "not-yours"),
        (SALE, "user:bob", 1000.0, "not-yours"),
    ],
)
def test_it_is_for_one_person_one_sale_and_two_minutes(
    sale: UUID, owner: str, now: float, why: BadProof
) -> None:
    text, _ = PROOFS.ask(SALE, ANN, 1000.0)
    assert PROOFS.read(text, solved(text), sale, owner, now) == why


def test_what_is_too_easy_or_forged_does_not_count() -> None:
    text, _ = PROOFS.ask(SALE, ANN, 1000.0)
    word = next(
        str(number) for number in count()
        if hashlib.sha256(f"{text}:{number}".encode()).digest()[0]
    )  # fmt: skip
    assert PROOFS.read(text, word, SALE, ANN, 1000.0) == "too-easy"
    assert PROOFS.read(text, "0" * 65, SALE, ANN, 1000.0) == "too-easy"
    said, mark = text.split(".")
    others = Proofs(b"another secret, as long", 1).ask(SALE, ANN, 1000.0)[0]
    for forged in (others, said, f"{said}x.{mark}", f"{said}.{mark[:-1]}", ".", "é.\udc80", ""):
        assert PROOFS.read(forged, "1", SALE, ANN, 1000.0) == "unsigned"
