"""What is told of a request that cannot be read, and of what is no request's fault."""

import msgspec
import pydantic
import pytest

from holdfast.api.contract.faults import translated
from holdfast.api.contract.validation import invalid
from holdfast.api.shop.wallet_orders import PurchaseAsked


class Field:
    """A name in a body; ``looked`` counts how often one of them was looked at."""

    looked = 0

    def __str__(self) -> str:
        Field.looked += 1
        return "colour"


def test_what_we_keep_and_cannot_read_is_no_fault_of_who_asks() -> None:
    for kept in (b'{"color": ["Black"]}', b"[1]", b"[", b""):
        with pytest.raises(msgspec.DecodeError) as unread:
            msgspec.json.decode(kept, type=list[str])
        assert translated(unread.value) is None


def test_what_a_validator_of_ours_says_is_told_in_its_words() -> None:
    with pytest.raises(pydantic.ValidationError) as refused:
        PurchaseAsked.model_validate({"paymentMethod": "wallet"})
    problem = invalid(refused.value.errors())
    assert problem.detail == "Give either items, or amount, currency and description."


def test_of_many_unknown_fields_only_those_that_are_told_are_looked_at() -> None:
    """Of each is said which known one is near: half a megabyte of names would take a second."""
    errors = [{"type": "extra_forbidden", "loc": ("body", Field())} for _ in range(5_000)]
    problem = invalid(errors, PurchaseAsked)
    assert problem.code == "unknown-field"
    assert len(problem.errors) == 20
    assert Field.looked <= 3 * 20
