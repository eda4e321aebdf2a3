"""Who is offered where the shop sells in which currency."""

import pytest

from holdfast.flows.payments.selling import Selling, ways_to_pay
from holdfast.payments.providers.paypal import PayPalProvider
from holdfast.payments.providers.stripe import StripeProvider
from holdfast.payments.providers.yookassa import YooKassaProvider
from holdfast.shop import CurrentSettings, ShopSettings


class _Unasked(CurrentSettings):
    """Only what is handed over is looked at."""

    def __init__(self) -> None: ...


@pytest.mark.parametrize(
    ("currency", "offered"),
    [(None, True), ("EUR", True), ("HUF", True), ("RUB", False), ("KRW", False)],
)
async def test_paypal_is_offered_for_currencies_it_takes(
    currency: str | None, offered: bool
) -> None:
    paypal, stripe = PayPalProvider("id", "secret"), StripeProvider("sk_test_x", ["whsec_x"])
    selling = Selling(shop=_Unasked(), providers={"stripe": stripe, "paypal": paypal})
    ways = ways_to_pay(selling, ShopSettings(currency=currency))
    assert ways == (("stripe", "paypal") if offered else ("stripe",))
    await paypal.close()


async def test_each_says_in_which_steps_it_takes_a_currency() -> None:
    """Of what is not a multiple of them nothing is begun there."""
    paypal, stripe = PayPalProvider("id", "secret"), StripeProvider("sk_test_x", ["whsec_x"])
    yookassa = YooKassaProvider("id", "key")
    steps = {
        currency: tuple(one.smallest(currency) for one in (stripe, paypal, yookassa))
        for currency in ("EUR", "JPY", "KWD", "HUF", "MGA")
    }
    assert steps == {
        "EUR": (1, 1, 1), "JPY": (1, 1, 1), "KWD": (10, 1, 10), "HUF": (1, 100, 1),
        "MGA": (100, 1, 1),
    }  # fmt: skip
    for one in (paypal, stripe, yookassa):
        await one.close()
