"""Back from a provider's page without having paid: what was begun there is called off, so that the
order can be paid in any other way."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.hooks.stripe_shop import begun, pays_there, session_of
from tests.api.shop.wallet_buyers import NOBODYS, Visit, balance, member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.stripe import StripeServer


async def leave(buyer: Buyer, reservation: dict[str, Any], key: str | None = None) -> Any:
    return await buyer.post(f"/api/orders/{reservation['orderId']}/leave-payment", {}, key)


def by_wallet(reservation: dict[str, Any]) -> dict[str, Any]:
    return {"reservationId": reservation["reservationId"], "provider": "wallet"}


async def test_who_left_the_page_pays_from_a_wallet_at_once(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer, goods = await member(shop, visit, 10_000), shop.goods(2)
    reservation = expect(await buyer.reserve(goods))
    payment = await begun(buyer, reservation)
    refusal(await buyer.post("/api/payments", by_wallet(reservation)), 409, "payment-under-way")
    assert (await buyer.order(reservation))["awaits"] == "provider"

    left = expect(await leave(buyer, reservation))
    assert left == {"orderId": reservation["orderId"], "status": "open"}
    session = await session_of(shop, payment)
    assert stripe.book.session(session)["status"] == "expired"
    assert stripe.visit(session, "pay") is None
    told = stripe.send(shop.url, "checkout.session.expired", stripe.book.session(session))
    assert told.json()["status"] == "taken"
    order = await buyer.order(reservation)
    assert (order["status"], order["awaits"], order["nextAction"]) == ("pending", None, None)
    assert shop.stock(goods) == (1, 1), "held, though this shop keeps nothing after a decline"
    assert expect(await leave(buyer, reservation))["status"] == "open", "nothing is left to leave"

    paid = expect(await buyer.post("/api/payments", by_wallet(reservation)))
    expect(await buyer.create(reservation, paid))
    assert expect(await leave(buyer, reservation))["status"] == "paid"


async def test_what_was_paid_meanwhile_counts(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    name = pays_there(stripe, payment)
    assert expect(await leave(buyer, reservation))["status"] == "paid"
    order = await buyer.order(reservation)
    assert (order["status"], order["paymentId"]) == ("paid", payment["paymentId"])
    assert stripe.book.given_back(stripe.book.session(name)["payment_intent"]) == 0


async def test_a_repetition_leaves_no_payment_that_was_begun_since(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer, key = visit(shop), str(uuid4())
    reservation, other = [expect(await buyer.reserve(shop.goods(1))) for _ in range(2)]
    await begun(buyer, reservation)
    expect(await leave(buyer, reservation, key))
    again = await begun(buyer, reservation)
    assert expect(await leave(buyer, reservation, key))["status"] == "pending"
    assert stripe.book.session(await session_of(shop, again))["status"] == "open"
    beside = await begun(buyer, other)
    assert expect(await leave(buyer, other, key))["status"] == "open", "a key is one order's"
    assert stripe.book.session(await session_of(shop, beside))["status"] == "expired"


async def test_what_was_taken_for_a_mix_is_back_and_the_order_stays(
    shop: Market, visit: Visit
) -> None:
    buyer, goods = await member(shop, visit, 300), shop.goods(1)
    reservation = expect(await buyer.reserve(goods))
    wallet = [{"kind": "wallet", "amount": 300}]
    mix = {"reservationId": reservation["reservationId"], "provider": "stripe", "sources": wallet}
    assert expect(await buyer.post("/api/payments/mix", mix))["status"] == "pending"
    assert await balance(buyer) == 0
    refusal(await buyer.post("/api/payments/mix", mix), 409, "payment-under-way")
    assert expect(await leave(buyer, reservation))["status"] == "open"
    assert (await balance(buyer), shop.stock(goods)) == (300, (0, 1))
    assert expect(await buyer.post("/api/payments/mix", mix))["status"] == "pending"


async def test_a_provider_that_is_away_is_asked_until_it_answers(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer, key = visit(shop), str(uuid4())
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    stripe.away = True
    try:
        answer = await leave(buyer, reservation, key)
        refusal(answer, 503, "provider-unavailable")
    finally:
        stripe.away = False
    assert stripe.book.session(await session_of(shop, payment))["status"] == "open"
    assert expect(await leave(buyer, reservation, key))["status"] == "open"
    assert stripe.book.session(await session_of(shop, payment))["status"] == "expired"


async def test_nobody_leaves_the_payment_of_somebody_else(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer, stranger = visit(shop), visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    payment = await begun(buyer, reservation)
    refusal(await leave(stranger, reservation), 404, "order-not-found")
    refusal(await leave(stranger, {"orderId": NOBODYS}), 404, "order-not-found")
    refusal(await stranger.post("/api/pay/nothing/leave", {}), 404, "pay-link-not-found")
    assert stripe.book.session(await session_of(shop, payment))["status"] == "open"


async def test_who_has_the_pay_link_leaves_the_page_too(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer, stranger = visit(shop), visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    made = shop.staff.post(f"/api/staff/orders/{reservation['orderId']}/pay-link", json={})
    path = f"/api{expect(made)['path']}"
    payment = expect(await stranger.post(path, {"provider": "stripe"}))
    session = stripe.book.session(await session_of(shop, payment))
    assert session["cancel_url"].endswith("/pay?payment=left")
    assert expect(await stranger.http.get(path))["underWay"] is True
    left = expect(await stranger.post(f"{path}/leave", {}))
    assert left == {"orderId": reservation["orderId"], "status": "open"}
    shown = expect(await stranger.http.get(path))
    assert (shown["state"], shown["underWay"]) == ("open", False)
    pays_there(stripe, expect(await stranger.post(path, {"provider": "stripe"})))
    assert expect(await stranger.post(f"{path}/leave", {}))["status"] == "paid"


async def test_from_a_frame_the_way_back_is_a_page_that_knows_of_no_order(
    shop: Market, visit: Visit
) -> None:
    """Outside the frame its visitor is nobody."""
    buyer = await member(shop, visit, 100)
    wallet = {"sources": [{"kind": "wallet", "amount": 100}]}
    for path, more in (("/api/payments/mix", wallet), ("/api/payments", {})):
        reservation = expect(await buyer.reserve(shop.goods(1)))
        asked = {"reservationId": reservation["reservationId"], "provider": "stripe", **more}
        expect(await buyer.http.post(path, json=asked, headers={"X-Embedded": "1"}))
        (row,) = await fetch(
            shop.database_url,
            "SELECT return_url FROM payments WHERE subject_id = $1 AND provider = 'stripe'",
            reservation["orderId"],
        )
        assert row["return_url"] == f"{shop.url}/pay"


async def test_one_that_cannot_be_called_off_is_said_to_be_under_way(
    shop: Market, visit: Visit
) -> None:
    """As the demo's bank, which decides by itself."""
    buyer = visit(shop)
    reservation = expect(await buyer.reserve(shop.goods(1)))
    expect(await buyer.pay(reservation, "redirect"))
    assert expect(await leave(buyer, reservation))["status"] in ("pending", "paid")

    async def paid() -> bool:
        return bool((await buyer.order(reservation))["status"] == "paid")

    await eventually(paid, PATIENCE, "the bank says yes all the same")


async def test_a_saved_card_whose_bank_asks_is_left_as_any_other(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    """Stripe asks for it on its own page, from which the buyer turns back."""
    buyer, goods = await member(shop, visit, 10_000), shop.goods(2)
    first = expect(await buyer.reserve(goods))
    pays_there(stripe, await begun(buyer, first, saveCard=True))
    reservation = expect(await buyer.reserve(goods))
    payment = await begun(buyer, reservation)
    session = await session_of(shop, payment)
    page = payment["nextAction"]["redirectUrl"]
    assert "Pay with Visa 4242" in httpx.get(page).text
    assert "Your bank asks" in httpx.post(page, data={"what": "ask"}).text
    assert expect(await leave(buyer, reservation))["status"] == "open"
    assert stripe.book.session(session)["status"] == "expired"
    paid = expect(await buyer.post("/api/payments", by_wallet(reservation)))
    expect(await buyer.create(reservation, paid))


async def test_who_left_the_page_of_a_top_up_has_it_called_off(
    shop: Market, visit: Visit, stripe: StripeServer
) -> None:
    buyer, stranger = await member(shop, visit, 100), await member(shop, visit, 100)
    wallet = expect(await buyer.get("/api/wallets"))["wallets"][0]["id"]
    path = f"/api/wallets/{wallet}/leave-payment"

    async def top_up() -> dict[str, Any]:
        asked = {"walletId": wallet, "amount": 500, "provider": "stripe"}
        return expect(await buyer.post("/api/payments", asked))

    session = stripe.book.session(await session_of(shop, await top_up()))
    assert session["cancel_url"] == f"{shop.url}/wallet/{wallet}?payment=left"
    refusal(await stranger.post(path, {}), 404, "wallet-not-found")
    assert session["status"] == "open"
    left = expect(await buyer.post(path, {}))
    assert (left["status"], left["wallet"]["balance"]) == ("open", 100)
    assert session["status"] == "expired"
    assert stripe.visit(session["id"], "pay") is None
    assert expect(await buyer.post(path, {}))["status"] == "open", "nothing is left to leave"

    pays_there(stripe, await top_up())
    left = expect(await buyer.post(path, {}))
    assert (left["status"], left["wallet"]["balance"]) == ("paid", 600), "what was paid counts"
