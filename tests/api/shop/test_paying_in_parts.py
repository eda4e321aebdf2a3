"""POST /api/payments with an amount: a part of what is due of a reservation."""

from collections.abc import Callable
from uuid import uuid4

from tests.api.shop.wallet_buyers import member
from tests.support.live import OrderWatcher
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]


async def test_two_parts_pay_an_order_and_it_tells_what_is_due(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    order = await buyer.order(reservation)
    assert "due" not in order
    asked = {"reservationId": reservation["reservationId"], "provider": "demo"}
    for wrong in (0, -1, "5", 1.5):
        answer = await buyer.post("/api/payments", {**asked, "amount": wrong})
        refusal(answer, 422, "invalid-request")
    for much in (order["total"] + 1, 10**30):
        answer = await buyer.post("/api/payments", {**asked, "amount": much})
        above = refusal(answer, 409, "amount-above-due")
        assert (above["field"], above["due"]) == ("amount", order["total"])
    first = expect(await buyer.post("/api/payments", {**asked, "amount": 1}))
    counted = expect(await buyer.create(reservation, first), 202)
    assert (counted["success"], counted["status"]) == (False, "pending")
    waiting = await buyer.order(reservation)
    assert (waiting["status"], waiting["due"]) == ("pending", order["total"] - 1)
    assert waiting["version"] > order["version"]
    listed = expect(await buyer.get("/api/orders"))["orders"]
    assert [one["due"] for one in listed] == [order["total"] - 1]
    rest = expect(await buyer.post("/api/payments", asked))
    assert expect(await buyer.create(reservation, rest))["status"] == "paid"
    paid = await buyer.order(reservation)
    assert (paid["status"], paid["paymentId"]) == ("paid", rest["paymentId"])
    assert "due" not in paid
    refusal(await buyer.post("/api/payments", {**asked, "amount": 1}), 409, "already-paid")
    staff = expect(market.staff.get(f"/api/staff/orders/{order['id']}"))
    tried = [(one["amount"], one["status"]) for one in staff["payments"]]
    assert tried == [(1, "credited"), (order["total"] - 1, "credited")]
    assert staff["order"]["staff"]["refundable"] == order["total"]


async def test_a_part_asked_for_again_with_its_key_is_one_part(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit, 100)
    reservation = expect(await buyer.reserve(market.goods(1)))
    total = (await buyer.order(reservation))["total"]
    asked = {"reservationId": reservation["reservationId"], "amount": 1}
    for provider in ("demo", "wallet"):
        key, body = str(uuid4()), {**asked, "provider": provider}
        part = expect(await buyer.post("/api/payments", body, key))
        expect(await buyer.create(reservation, part), 202)
        assert expect(await buyer.post("/api/payments", body, key)) == part
        other = await buyer.post("/api/payments", {**body, "amount": 2}, key)
        refusal(other, 422, "idempotency-key-reused")

    async def both_count() -> bool:  # a wallet may be asked by message
        return bool((await buyer.order(reservation))["due"] == total - 2)

    await eventually(both_count, PATIENCE, "two parts")


async def test_a_part_is_told_live(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit, 100)
    reservation = expect(await buyer.reserve(market.goods(1)))
    cookies = "; ".join(f"{one}={value}" for one, value in buyer.http.cookies.items())
    async with OrderWatcher(market.url, {"Cookie": cookies}) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        await watcher.until(lambda: reservation["orderId"] in watcher.known)
        before = watcher.known[reservation["orderId"]]["version"]
        asked = {"reservationId": reservation["reservationId"], "provider": "wallet", "amount": 1}
        expect(await buyer.post("/api/payments", asked))
        await watcher.until(lambda: watcher.known[reservation["orderId"]]["version"] > before)
    assert (await buyer.order(reservation))["version"] > before


async def test_nobody_pays_a_part_of_anothers_order(market: Market, visit: Visit) -> None:
    reservation = expect(await visit(market).reserve(market.goods(1)))
    other = await member(market, visit, 100)
    for provider in ("demo", "wallet"):
        asked = {"reservationId": reservation["reservationId"], "provider": provider, "amount": 1}
        refusal(await other.post("/api/payments", asked), 404, "reservation-not-found")
