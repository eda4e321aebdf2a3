"""Purchase: several products, paid with points, whole or not at all."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from uuid import uuid4

from tests.specs.points_and_coupons.test_points import end_of
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.member import Denied, Member
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
Join = Callable[..., Awaitable[Member]]
Things = Callable[..., Awaitable[Goods]]


@sentence("D", "Purchase", "Only registered users buy.", at="POST /api/orders")
async def test_only_registered_users_buy(
    market: Market, visit: Visit, things: Things, join: Join
) -> None:
    thing, guest = await things(price=1, stock=1), visit(market)
    asked = {"items": [thing.line()], "paymentMethod": "wallet"}
    refusal(await guest.post("/api/orders", asked), 401, "login-required")
    expect(await guest.reserve(await things(stock=1)))  # from here on it has a guest's cookie
    refusal(await guest.post("/api/orders", asked), 401, "login-required")
    assert market.stock(thing) == (1, 0)
    await (await join(1)).bought(thing)


@sentence("D", "Purchase", "Several products in one purchase.", at="POST /api/orders")
async def test_several_products_in_one_purchase(market: Market, join: Join, things: Things) -> None:
    cheap, dear = await things(price=5, stock=9), await things(price=200, stock=2)
    someone = await join(1000)
    order = await someone.bought(cheap.line(4), dear.line(2))
    bought = [(one["productId"], one["quantity"], one["price"]) for one in order["items"]]
    assert bought == [(cheap.product_id, 4, 5), (dear.product_id, 2, 200)]
    assert order["total"] == 420
    assert await someone.balance() == 580
    assert (market.stock(cheap), market.stock(dear)) == ((5, 0), (0, 0))


@sentence("D", "Purchase", "A purchase fails when stock is short.", at="POST /api/orders")
async def test_a_purchase_fails_when_stock_is_short(
    market: Market, join: Join, things: Things
) -> None:
    plenty, few = await things(price=1, stock=9), await things(price=1, stock=2)
    someone = await join(100)
    denied = await someone.denied(await someone.order(plenty.line(9), few.line(3)))
    assert denied == Denied(stock=((1, 3, 2),))
    assert await someone.balance() == 100
    assert (market.stock(plenty), market.stock(few)) == ((9, 0), (2, 0))
    assert expect(await someone.buyer.get("/api/orders"))["orders"] == []


@sentence("D", "Purchase", "It is paid by deducting points and fails when points are short.",
          at="POST /api/orders, order:update")  # fmt: skip
async def test_a_purchase_fails_when_points_are_short(
    market: Market, join: Join, things: Things
) -> None:
    thing = await things(price=60, stock=5)
    someone, nobody = await join(100), await join(None)
    assert (await someone.bought(thing))["total"] == 60
    denied = await someone.denied(await someone.order(thing))
    assert denied == Denied(points="insufficient-funds")
    assert await someone.balance() == 40
    assert await nobody.denied(await nobody.order(thing)) == Denied(points="no-wallet")
    assert market.stock(thing) == (4, 0)


@sentence("D", "Purchase", "Refunds are not offered yet (may come later).",
          at="GET /api/openapi.json, POST /api/orders/cancel, "
             "POST /api/orders/{id}/cancel-units")  # fmt: skip
async def test_only_what_nobody_has_packed_is_given_back(
    market: Market, visit: Visit, join: Join, things: Things
) -> None:
    """Nothing a buyer can ask for is a refund of a sum. Units that nobody has packed, or all of
    the order, can be cancelled, and what they cost goes back to where it came from."""
    document = expect(await visit(market).get("/api/openapi.json"))
    staffs = "/api/staff/"
    refunds = [path for path in document["paths"] if "refund" in path]
    assert [path for path in refunds if not path.startswith(staffs)] == []
    someone, thing = await join(100), await things(price=30, stock=3)
    order = await someone.bought(thing.line(3))
    asked = {"orderId": order["id"], "amount": 30, "items": [thing.line(1)]}
    expect(await someone.buyer.post("/api/orders/cancel", asked), 422)  # there is no such sum
    units, part = f"/api/orders/{order['id']}/cancel-units", {"line": 0, "quantity": 4}
    refusal(await someone.buyer.post(units, {"lines": [part]}), 409, "units-not-to-pack")
    expect(await someone.buyer.post(units, {"lines": [part | {"quantity": 1}]}))
    await has(someone, 40)
    assert market.stock(thing) == (1, 0)
    expect(await someone.buyer.post("/api/orders/cancel", {"orderId": order["id"]}))
    assert await whole_back(someone, order["id"]) == ("cancelled", "refunded")
    assert await someone.balance() == 100
    assert market.stock(thing) == (3, 0)


async def has(someone: Member, balance: int) -> None:
    """Wait until so much is in the wallet."""

    async def so() -> bool:
        return await someone.balance() == balance

    await eventually(so, PATIENCE, f"{balance} are in the wallet")


async def whole_back(someone: Member, order_id: str) -> tuple[str, str]:
    """Wait for the refund to be done; the order's status and reason."""
    async with asyncio.timeout(PATIENCE):
        while (order := await someone.shown(order_id))["refund"] != "done":
            await asyncio.sleep(0.05)
    return order["status"], order["reason"]


@sentence("D", "Purchase", "Orders and payments must be safe under concurrency",
          at="POST /api/orders")  # fmt: skip
async def test_orders_and_payments_are_safe_under_concurrency(
    market: Market, join: Join, things: Things
) -> None:
    """Many buyers, overlapping carts in any order, too few goods and too few points: every point
    and every piece is accounted for."""
    chance = random.Random(7)
    goods = [await things(price=price, stock=12) for price in (7, 11, 13)]
    people = [await join(chance.choice((30, 60, 90))) for _ in range(12)]
    before = [await one.balance() for one in people]
    work = [
        (someone, [one.line(chance.randint(1, 2)) for one in chance.sample(goods, 2)])
        for someone in people
        for _ in range(5)
    ]
    chance.shuffle(work)
    answers = await asyncio.gather(*(someone.order(*cart) for someone, cart in work))
    paid = dict.fromkeys(range(len(people)), 0)
    sold = {one.variant_id: 0 for one in goods}
    for (someone, _), answer in zip(work, answers, strict=True):
        if answer.status_code == 409:
            assert await someone.denied(answer) != Denied()
            continue
        order = await someone.ended(answer)
        if order["phase"] == "CANCELLED":
            assert order["reason"] == "insufficient-funds"
            continue
        paid[people.index(someone)] += order["total"]
        for item in order["items"]:
            sold[item["variantId"]] += item["quantity"]
    assert any(sold.values())
    for one in goods:
        assert market.stock(one) == (12 - sold[one.variant_id], 0)
    for at, someone in enumerate(people):
        assert await someone.balance() == before[at] - paid[at] >= 0


async def test_a_purchase_that_is_asked_for_again_is_made_once(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(100), await things(price=40, stock=5)
    key = str(uuid4())
    answers = await asyncio.gather(*(someone.order(thing, key=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 202}
    (order_id,) = {answer.json()["order"]["id"] for answer in answers}
    assert await end_of(someone, answers[0]) == "FINISHED"
    assert (await someone.order(thing, key=key)).json()["order"]["id"] == order_id
    assert await someone.balance() == 60
    assert market.stock(thing) == (4, 0)
