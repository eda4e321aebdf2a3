"""What is told of a request that cannot be read, and of what is no request's fault."""

import msgspec
import pydantic
import pytest

from holdfast.api.contract.faults import translated
from holdfast.api.contract.validation import invalid
from holdfast.api.shop.wallet_orders import PurchaseAsked


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
