"""Amounts as Stripe counts them."""

import pytest

from holdfast.payments.providers.stripe import NotChargeable, from_stripe, to_stripe


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (1999, "USD", 1999),
        (5000, "KRW", 5000),  # has no decimals there either
        (700, "ISK", 70_000),  # none in ISO 4217, two there
        (12_300, "MGA", 123),  # two in ISO 4217, none there
        (1230, "KWD", 1230),  # three, of which the last is zero
    ],
)
def test_an_amount_is_said_in_stripes_units_and_understood_again(
    amount: int, currency: str, said: int
) -> None:
    assert to_stripe(amount, currency) == said
    assert from_stripe(said, currency) == amount


@pytest.mark.parametrize(("amount", "currency"), [(1234, "KWD"), (12_345, "MGA")])
def test_what_is_too_fine_for_stripe_is_not_rounded(amount: int, currency: str) -> None:
    with pytest.raises(NotChargeable):
        to_stripe(amount, currency)
