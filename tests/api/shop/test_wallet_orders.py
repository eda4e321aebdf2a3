"""POST /api/orders: what it takes, what it answers, every way to be refused. Wallets pay together
with the goods, or are asked by message."""

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.api.shop.wallet_buyers import (
    Visit,
    balance,
    bought,
    buy,
    buy_later,
    coupon,
    decided,
    member,
    refused_for_money,
)
from tests.support.market import Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, fetch


@pytest.fixture(scope="module", params=["together", "messages"])
def market(request: pytest.FixtureRequest, postgres: Postgres, stocked: str) -> Iterator[Market]:
    """One for each way."""
    settings = {"HOLDFAST_LIMITS": "off", "HOLDFAST_SETTLEMENT": request.param}
    with market_as_asked(postgres, stocked, settings) as opened:
        yield opened


TOGETHER = pytest.mark.parametrize("market", ["together"], indirect=True)
BY_MESSAGE = pytest.mark.parametrize("market", ["messages"], indirect=True)


async def test_an_order_is_paid(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    used = await coupon(market, buyer)
    order = await bought(buyer, goods.line(3), couponId=used)
    assert (order["total"], order["discount"], order["couponId"]) == (1350, 150, used)
    (item,) = order["items"]
    assert (item["price"], item["quantity"], item["discount"]) == (500, 3, 150)
    assert order["description"] is None
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    told = [one["what"] for one in shown.pop("timeline")]
    assert told[-2:] == ["paid", "captured"]
    assert shown.pop("refunded") == 0
    assert shown["items"][0].pop("imageUrl") is not None
    units = shown["items"][0]
    assert (units.pop("cancelled"), units.pop("cancellable")) == (0, 3)
    assert [shown.pop(none) for none in ("parcels", "codes", "files", "paidParts")] == [[]] * 4
    said = ("contactName", "contactPhone", "collector", "buyerNote")
    assert [shown.pop(none) for none in said] == [None] * 4
    assert [one["kind"] for one in shown.pop("offers")] == ["campaign"]
    # Of an order that was read by itself while it waited.
    told_alone = ("timeline", "refunded", "paidParts", "parcels", "offers", "codes", "files")
    for alone in (*told_alone, *said):
        order.pop(alone, None)
    for alone in ("imageUrl", "cancelled", "cancellable"):
        item.pop(alone, None)
    assert shown == order
    assert expect(await buyer.get("/api/orders"))["orders"] == [shown | {"refunded": 0}]
    assert await balance(buyer) == 650
    assert market.stock(goods) == (2, 0)
    (entry, *_) = market.log(goods)
    assert entry["orderNumber"] == order["number"]


@TOGETHER
async def test_together_it_is_paid_at_once(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    order = expect(await buy(buyer, goods), 201)["order"]
    assert (order["reservationId"], order["expiresAt"]) == (None, None)
    assert order["paidAt"] == order["createdAt"]
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert [one["what"] for one in shown.pop("timeline")] == ["held", "paid", "captured"]
    (entry, *_) = market.log(goods)
    assert (entry["operation"], entry["change"]) == ("withdraw", -1)


@BY_MESSAGE
async def test_by_message_it_is_new_and_held_first(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 2000), market.goods(5)
    answer = await buy_later(buyer, goods)
    order = expect(answer, 202)["order"]
    assert (order["status"], order["phase"], order["paymentId"]) == ("pending", "NEW", None)
    assert None not in (order["reservationId"], order["expiresAt"])
    paid = await decided(buyer, answer)
    assert paid["status"] == "paid"
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert [one["what"] for one in shown["timeline"]] == ["held", "paid", "captured"]
    (entry, *_) = market.log(goods)
    assert (entry["operation"], entry["heldChange"]) == ("capture", -1)


async def test_cancelling_brings_everything_back(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = await bought(buyer, goods)
    assert expect(await buyer.cancel(orderId=order["id"]))["reason"] == "refunded"
    assert market.stock(goods) == (1, 0)

    async def back() -> bool:
        return bool(expect(await buyer.cancel(orderId=order["id"]))["refund"] == "done")

    await eventually(back, PATIENCE, "the money is back")
    assert await balance(buyer) == 500
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    told = [one["what"] for one in shown["timeline"] if one["what"] not in ("held", "refundBegun")]
    assert told == ["paid", "captured", "cancelled", "returned", "refunded"]


@TOGETHER
async def test_together_the_money_is_back_at_once(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = await bought(buyer, goods)
    for _ in range(2):
        answer = expect(await buyer.cancel(orderId=order["id"]))
        assert (answer["reason"], answer["refund"]) == ("refunded", "done")


@BY_MESSAGE
async def test_by_message_cancelling_before_it_is_decided(market: Market, visit: Visit) -> None:
    """The money, if it was taken, comes back; whichever was first."""
    buyer, goods = await member(market, visit, 500), market.goods(1)
    order = expect(await buy_later(buyer, goods), 202)["order"]
    answer = expect(await buyer.cancel(orderId=order["id"]))
    assert answer["reason"] in ("buyer", "refunded")
    assert market.stock(goods) == (1, 0)

    async def over() -> bool:
        """The letters about it are read: as many as were sent."""
        rows = await fetch(
            market.database_url,
            f"SELECT status FROM payments p WHERE p.subject_id = '{order['id']}'",
        )
        return [str(row[0]) for row in rows] in (["refunded"], ["failed"])

    await eventually(over, PATIENCE, "the payment is over")
    assert await balance(buyer) == 500
    shown = expect(await buyer.get(f"/api/orders/{order['id']}"))["order"]
    assert (shown["status"], shown["refund"]) in (("cancelled", "done"), ("cancelled", "none"))


async def test_an_order_without_goods(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit, 100, "PTS")
    asked = {
        "amount": 60,
        "currency": "PTS",
        "description": "  A \u202elesson\x1b ",
        "paymentMethod": "wallet",
    }
    order = await decided(buyer, await buyer.post("/api/orders", asked))
    assert (order["status"], order["items"], order["total"]) == ("paid", [], 60)
    assert order["description"] == "A lesson"
    missing = await refused_for_money(buyer, await buyer.post("/api/orders", asked))
    assert (missing["wanted"], missing["available"], missing["missing"]) == (60, 40, 20)
    assert await balance(buyer, "PTS") == 40


# --- refusals -----------------------------------------------------------------------------------


async def test_who_would_rather_not_wait_is_answered_202(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(2)
    answer = await buy_later(buyer, goods)
    order = expect(answer, 202)["order"]
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert order["phase"] in ("NEW", "FINISHED")
    assert (await decided(buyer, answer))["phase"] == "FINISHED"
    usual = await buy(buyer, goods)
    assert "Preference-Applied" not in usual.headers
    assert (await decided(buyer, usual))["phase"] == "FINISHED"


@BY_MESSAGE
async def test_a_wallet_that_answers_soon_is_waited_for(market: Market, visit: Visit) -> None:
    """Whoever decides: paid is 201, refused is 409. Of a few at least one is soon enough, also on a
    machine that has much else to do."""
    buyer, goods = await member(market, visit, 500), market.goods(9)
    answers = [await buy(buyer, goods) for _ in range(6)]
    assert {one.status_code for one in answers} <= {201, 202, 409}
    assert {201, 409} & {one.status_code for one in answers}
    assert [one["status"] for one in expect(await buyer.get("/api/orders"))["orders"]].count(
        "paid"
    ) <= 1


@BY_MESSAGE
async def test_an_order_without_goods_says_when_it_ends(market: Market, visit: Visit) -> None:
    buyer = await member(market, visit, 100, "PTS")
    asked = {"amount": 6, "currency": "PTS", "description": "A lesson", "paymentMethod": "wallet"}
    answer = await buyer.http.post("/api/orders", json=asked, headers={"Prefer": "respond-async"})
    order = expect(answer, 202)["order"]
    assert order["expiresAt"] > order["createdAt"]


async def test_a_reservation_with_a_coupon_charges_less(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(2)
    used = await coupon(market, buyer)
    asked = {"items": [goods.line()], "couponId": used}
    reserved = expect(await buyer.post("/api/orders/reserve", asked))
    again = refusal(await buyer.post("/api/orders/reserve", asked), 409, "coupon-not-usable")
    assert again["coupon"]["reason"] == "held"
    payment = expect(await buyer.pay(reserved))
    expect(await buyer.create(reserved, payment))
    order = await buyer.order(reserved)
    assert (order["total"], order["discount"], order["couponId"]) == (450, 50, used)
    guest = visit(market)
    problem = refusal(await guest.post("/api/orders/reserve", asked), 409, "coupon-not-usable")
    assert problem["coupon"]["reason"] == "not-yours"


# --- repetition ---------------------------------------------------------------------------------


async def test_a_repeated_key_answers_the_same_order(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 5000), market.goods(9)
    key = str(uuid4())
    answers = await asyncio.gather(*(buy(buyer, goods, key=key) for _ in range(6)))
    orders = [await decided(buyer, one) for one in answers]
    assert {one["id"] for one in orders} == {orders[0]["id"]}
    assert await balance(buyer) == 4500
    refusal(await buy(buyer, goods.line(2), key=key), 422, "idempotency-key-reused")
    expect(await buyer.cancel(orderId=orders[0]["id"]))
    after = expect(await buy(buyer, goods, key=key), 201)["order"]
    assert (after["id"], after["status"]) == (orders[0]["id"], "cancelled")

    async def back() -> bool:
        return await balance(buyer) == 5000

    await eventually(back, PATIENCE, "the money is back")


@BY_MESSAGE
async def test_who_does_not_wait_is_answered_the_same_order_whatever_came_of_it(
    market: Market, visit: Visit
) -> None:
    """Who waits was told that it is refused, and may try again with the same key."""
    buyer, goods, key = await member(market, visit, 499), market.goods(1), str(uuid4())
    first = await buy_later(buyer, goods, key=key)
    assert (await decided(buyer, first))["reason"] == "insufficient-funds"
    again = await buy_later(buyer, goods, key=key)
    assert (await decided(buyer, again))["id"] == first.json()["order"]["id"]
    assert len(expect(await buyer.get("/api/orders"))["orders"]) == 1


async def test_sales_figures_count_it(market: Market, visit: Visit) -> None:
    """Best sellers and the day's figures are kept from the same event."""
    many = 200_000  # so that nothing other tests sell comes near
    buyer, goods = await member(market, visit, 500 * many), market.goods(many)
    await bought(buyer, goods.line(many))

    async def counted() -> bool:
        found = expect(await buyer.get("/api/products/best-sellers", days=1, limit=100))
        return bool(found["units"].get(goods.product_id) == many)

    await eventually(counted, PATIENCE, "the sale among the best sellers")


@BY_MESSAGE
async def test_messages_are_counted(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 500), market.goods(1)
    await bought(buyer, goods)

    async def counted() -> bool:
        """Right after what the message asked for is done."""
        said = await asyncio.to_thread(market.premises.metrics)
        return all(
            f'holdfast_messages_total{{outcome="done",queue="{queue}"}}' in said
            for queue in ("orders.to_pay", "payment.results")
        )

    await eventually(counted, PATIENCE, "both messages are counted")
