"""A refund that Stripe had given and the buyer's bank sends back: staff are told that its money
is owed again, and hand it over."""

from typing import Any

from tests.api.hooks.stripe_shop import begun, pays_there
from tests.api.shop.wallet_buyers import Visit
from tests.support.market import Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.stripe import StripeServer


async def given(shop: Market, payment: dict[str, Any], count: int) -> None:
    """So many refunds of it were told to be done."""

    async def kept() -> bool:
        asked = "SELECT id FROM provider_refunds WHERE payment_id = $1"
        return len(await fetch(shop.database_url, asked, payment["paymentId"])) == count

    await eventually(kept, PATIENCE, f"{count} are given")


async def all_heard(shop: Market) -> None:
    async def none_waits() -> bool:
        return not await fetch(
            shop.database_url, "SELECT id FROM jobs WHERE queue = 'refund-arrives'"
        )

    await eventually(none_waits, PATIENCE, "each word was acted on")


async def test_its_money_is_owed_once_more(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    path = f"/api/staff/orders/{reservation['orderId']}"
    payment = await begun(buyer, reservation)
    session = stripe.book.session(pays_there(stripe, payment))
    asked = {"reservationId": reservation["reservationId"], "paymentId": payment["paymentId"]}
    assert expect(await buyer.post("/api/orders/create", asked))["status"] == "paid"

    def of_payment() -> list[dict[str, Any]]:
        """The oldest first."""
        found = stripe.book.refunds.values()
        return [one for one in found if one["payment_intent"] == session["payment_intent"]]

    def seen() -> dict[str, Any]:
        return dict(expect(shop.staff.get(path)))

    expect(shop.staff.post(f"{path}/refund", json={"amount": 100, "reason": "a scratch"}))
    await given(shop, payment, 1)
    (part,) = of_payment()
    for _ in range(2):
        stripe.comes_back(shop.url, part["id"])
        await all_heard(shop)
        (owed,) = seen()["payments"][0]["owed"]
        assert owed["amount"] == 100
    assert (await buyer.order(reservation))["refunded"] == 0
    handed = {"paymentId": payment["paymentId"], "refundId": owed["refundId"]}
    now = expect(shop.staff.post(f"{path}/mark-refunded", json=handed))
    assert now["payments"][0]["owed"] == []
    assert now["order"]["refunded"] == 100

    expect(await buyer.cancel(orderId=reservation["orderId"]))
    await given(shop, payment, 2)
    assert (await buyer.order(reservation))["refund"] == "done"
    stripe.comes_back(shop.url, of_payment()[-1]["id"])
    await all_heard(shop)
    assert (await buyer.order(reservation))["refund"] == "failed"
    shown = seen()
    assert shown["payments"][0]["status"] == "refund-failed"
    assert shown["payments"][0]["goingBack"] == session["amount_total"] - 100
    assert shown["order"]["staff"]["actions"]["retryRefund"] is None
    assert expect(shop.staff.get("/api/staff/home"))["toDo"]["refundsFailed"] >= 1
    expect(shop.staff.post(f"{path}/mark-refunded", json={}))
    for one in of_payment():
        stripe.comes_back(shop.url, one["id"])
    await all_heard(shop)
    assert (await buyer.order(reservation))["refund"] == "done", "word that comes late"
    assert [one["owed"] for one in seen()["payments"]] == [[]]
