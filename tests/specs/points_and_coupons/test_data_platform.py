"""The data platform: told of every paid order as it is paid."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from tests.specs.points_and_coupons.test_purchase import whole_back
from tests.specs.sentences import sentence
from tests.support.market import Goods, Market, eventually, expect
from tests.support.member import Member, campaign
from tests.support.patience import PATIENCE

Json = dict[str, Any]
Join = Callable[..., Awaitable[Member]]
Things = Callable[..., Awaitable[Goods]]
PAID, CANCELLED, REFUNDED = (
    f"holdfast.order.{what}.v1" for what in ("paid", "cancelled", "refund.done")
)


def told(market: Market, order_id: str) -> list[Json]:
    """What the platform has of an order, each message once, in the order they came."""
    assert market.platform is not None
    if not market.platform.exists():
        return []
    lines = market.platform.read_bytes().split(b"\n")
    messages = {one["id"]: one for line in lines[:-1] if (one := json.loads(line))}
    return [one for one in messages.values() if one["subject"] == order_id]


async def until_told(market: Market, order_id: str, *types: str) -> list[Json]:
    async def all_there() -> list[Json] | None:
        found = told(market, order_id)
        return found if [one["type"] for one in found] == list(types) else None

    what = f"the platform is told {types}; it has {told(market, order_id)}"
    found: list[Json] = await eventually(all_there, PATIENCE, what)
    return found


@sentence("D", "Purchase", "On each successful payment the order's data is sent to the data "
          "platform in real time, for analysis.",
          at="HOLDFAST_SINKS, docs/data-platform.md")  # fmt: skip
async def test_each_paid_order_is_told_with_its_data(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(1000), await things(price=100, stock=5)
    coupon = await someone.coupon(campaign(market))
    order = await someone.bought(thing.line(3), couponId=coupon)
    (message,) = await until_told(market, order["id"], PAID)
    assert (message["specversion"], message["subject"]) == ("1.0", order["id"])
    data = message["data"]
    assert (data["orderId"], data["number"]) == (order["id"], order["number"])
    assert data["owner"] == order["userId"] == f"user:{someone.user}"
    assert (data["total"], data["discount"], data["currency"]) == (270, 30, "PTS")
    assert (data["couponId"], data["paymentId"]) == (coupon, order["paymentId"])
    (item,) = data["items"]
    assert (item["productId"], item["variantId"]) == (thing.product_id, thing.variant_id)
    assert (item["quantity"], item["price"], item["discount"]) == (3, 100, 30)


async def test_nothing_is_told_of_as_paid_that_was_not(
    market: Market, join: Join, things: Things
) -> None:
    someone, thing = await join(100), await things(price=100, stock=5)
    held = expect(await someone.buyer.reserve(thing))
    expect(await someone.buyer.cancel(orderId=held["orderId"]))
    order = await someone.bought(thing)
    expect(await someone.buyer.cancel(orderId=order["id"]))
    await whole_back(someone, order["id"])
    await until_told(market, order["id"], PAID, CANCELLED, REFUNDED)
    await until_told(market, held["orderId"], CANCELLED)
