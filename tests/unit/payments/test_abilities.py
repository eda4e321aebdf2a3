"""What a provider is able to do is found once, and is what it says of itself."""

from collections.abc import Callable

import pytest

from holdfast.payments import (
    DemoProvider,
    HoldsMoney,
    KeepsCards,
    ManualProvider,
    TakesCurrencies,
    holds_money,
    keeps_cards,
    takes_currencies,
)
from holdfast.payments.providers.paypal.provider import PayPalProvider
from holdfast.payments.providers.stripe.provider import StripeProvider
from holdfast.payments.providers.yookassa.provider import YooKassaProvider

KINDS = (DemoProvider, ManualProvider, PayPalProvider, StripeProvider, YooKassaProvider)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("found", "ability"),
    [
        (holds_money, HoldsMoney),
        (keeps_cards, KeepsCards),
        (takes_currencies, TakesCurrencies),
    ],
)
def test_a_provider_is_able_to_do_what_it_says(
    kind: type, found: Callable[[object], bool], ability: type
) -> None:
    provider: object = object.__new__(kind)
    assert found(provider) is isinstance(provider, ability)
    assert found(provider) is found(object.__new__(kind)), "and is not looked up again"


def test_some_are_able_and_some_are_not() -> None:
    """So that the test above says something."""
    stripe, demo = object.__new__(StripeProvider), object.__new__(DemoProvider)
    assert holds_money(stripe) and keeps_cards(stripe) and not takes_currencies(stripe)
    assert not holds_money(demo) and not keeps_cards(demo)
