"""Orders: cancelling, reading, listing; one's own and nobody else's."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from tests.support.market import STAFF, Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
NOBODY = "00000000-0000-7000-8000-000000000000"


async def test_cancelling_names_an_order_or_a_reservation(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    first, second = [expect(await buyer.reserve(goods)) for _ in range(2)]
    refusal(await buyer.cancel(), 422, "invalid-request")
    refusal(await buyer.cancel(orderId="x"), 422, "invalid-request")
    refusal(await buyer.cancel(orderId=NOBODY), 404, "order-not-found")
    refusal(await buyer.cancel(reservationId=NOBODY), 404, "order-not-found")
    mixed = {"orderId": first["orderId"], "reservationId": second["reservationId"]}
    refusal(await buyer.cancel(**mixed), 404, "order-not-found")
    assert market.stock(goods) == (3, 2)
    both = {"orderId": first["orderId"], "reservationId": first["reservationId"]}
    assert expect(await buyer.cancel(**both)) == {
        "success": True,
        "orderId": first["orderId"],
        "status": "cancelled",
        "reason": "buyer",
        "refund": "none",
    }


async def test_cancelling_again_is_answered_again_and_done_once(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods, quantity=2))
    named = {"orderId": reservation["orderId"]}
    answers = await asyncio.gather(
        *(buyer.cancel(key, **named) for key in (None, "a", "a", "b", None, None))
    )
    assert {answer.text for answer in answers} == {answers[0].text}
    expect(await buyer.cancel(**named))
    assert market.stock(goods) == (5, 0)


async def test_a_key_cancels_the_order_that_it_was_sent_for(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(5), visit(market)
    made = [expect(await buyer.reserve(goods))["orderId"] for _ in range(2)]
    for order in made * 2:
        answer = expect(await buyer.post(f"/api/orders/{order}/cancel", {}, "the-same-key"))
        assert answer["orderId"] == order
    assert market.stock(goods) == (5, 0)


async def test_nobody_reads_or_cancels_anothers_order(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer, stranger, customer = visit(market), visit(market), visit(market)
    login = {"email": "customer@example.com", "password": "holdfast-customer"}
    expect(await customer.post("/api/session/login", login))
    expect(await stranger.reserve(goods))
    reservation = expect(await buyer.reserve(goods))
    for somebody in (stranger, customer, visit(market)):
        path = f"/api/orders/{reservation['orderId']}"
        refusal(await somebody.get(path), 404, "order-not-found")
        refusal(await somebody.cancel(orderId=reservation["orderId"]), 404, "order-not-found")
        refusal(
            await somebody.cancel(reservationId=reservation["reservationId"]),
            404,
            "order-not-found",
        )
    assert (await buyer.order(reservation))["status"] == "pending"


async def test_staff_read_and_cancel_any_order(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    buyer, manager = visit(market), visit(market)
    expect(await manager.post("/api/session/login", STAFF))
    reservation = expect(await buyer.reserve(goods))
    seen = await manager.order(reservation)
    assert seen["timeline"][0]["actor"] == seen["userId"]
    assert "actor" not in (await buyer.order(reservation))["timeline"][0]
    expect(await manager.cancel(orderId=reservation["orderId"]))
    (released, *_) = market.log(goods)
    assert (released["operation"], released["actor"].split(":")[0]) == ("release", "user")


async def test_cancelling_a_paid_order_gives_units_back_and_refunds(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    reservation = await buyer.buy(goods, quantity=3)
    answers = await asyncio.gather(
        *(buyer.cancel(orderId=reservation["orderId"]) for _ in range(4))
    )
    for answer in answers:
        told = expect(answer)
        assert (told["reason"], told["refund"] in ("begun", "done")) == ("refunded", True)
    assert market.stock(goods) == (5, 0)

    async def refunded() -> bool:
        return bool((await buyer.order(reservation))["refund"] == "done")

    await eventually(refunded, PATIENCE, "the refund is done")
    order = await buyer.order(reservation)
    assert (order["status"], order["reason"], order["phase"]) == (
        "cancelled", "refunded", "CANCELLED"
    )  # fmt: skip
    assert [one["what"] for one in order["timeline"]][-4:] == [
        "cancelled", "returned", "refundBegun", "refunded"
    ]  # fmt: skip
    made = expect(await buyer.get("/api/openapi.json"))["components"]["schemas"]
    assert {one["what"] for one in order["timeline"]} <= set(
        made["MomentShown"]["properties"]["what"]["enum"]
    )
    (reasons, _) = made["OrderShown"]["properties"]["reason"]["anyOf"]
    assert reasons["enum"] == [
        "buyer", "staff", "expired", "unpaid", "no-wallet", "insufficient-funds", "refunded",
    ]  # fmt: skip
    (deposit, *_) = market.log(goods, operation="deposit")
    assert deposit["change"] == 3
    assert expect(await buyer.cancel(orderId=reservation["orderId"]))["refund"] == "done"


async def test_creating_what_was_cancelled_after_paying_refunds(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation))
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    told = refusal(await buyer.create(reservation, payment), 409, "order-cancelled")
    assert told["refund"] == "begun"
    assert market.stock(goods) == (1, 0)


async def test_an_order_that_is_not_there(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    refusal(await buyer.get(f"/api/orders/{NOBODY}"), 404, "order-not-found")
    refusal(await buyer.get("/api/orders/7"), 404, "order-not-found")


async def test_ones_own_orders_newest_first_a_page_at_a_time(market: Market, visit: Visit) -> None:
    goods = market.goods(9)
    buyer = visit(market)
    assert expect(await buyer.get("/api/orders"))["orders"] == []
    made = [expect(await buyer.reserve(goods))["orderId"] for _ in range(5)]
    expect(await visit(market).reserve(goods))
    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = expect(await buyer.get("/api/orders", **query))
        seen += [order["id"] for order in page["orders"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert seen == made[::-1]
    refusal(await buyer.get("/api/orders", cursor="nonsense"), 400, "bad-cursor")
    refusal(await buyer.get("/api/orders", limit=1000), 422, "invalid-request")


async def test_an_order_keeps_names_options_and_prices(market: Market, visit: Visit) -> None:
    phone = market.phone(2)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(phone["White", "128GB"], key=str(uuid4())))
    order = await buyer.order(reservation)
    (item,) = order["items"]
    assert item["options"] == {"color": "White", "memory": "128GB"}
    assert item["price"] * item["quantity"] == order["total"] == 500
