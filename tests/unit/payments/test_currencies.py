"""Who is offered where the shop sells in which currency."""

import pytest

from holdfast.flows.payments.selling import Selling, ways_to_pay
from holdfast.payments.providers.paypal import PayPalProvider
from holdfast.payments.providers.stripe import StripeProvider
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
