"""Мониторинг: the four metrics by their names, with their labels and buckets."""

import asyncio
import re
from collections.abc import Awaitable, Callable

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.member import Member
from tests.support.patience import PATIENCE

Join = Callable[[], Awaitable[Member]]
Visit = Callable[..., Buyer]


async def shown(market: Market, name: str, labels: str = "") -> float:
    """The sum of a metric over processes; only of the samples with these labels."""
    said = await asyncio.to_thread(market.premises.metrics)
    found = [line for line in said.split("\n") if re.match(rf"{name}[{{ ]", line)]
    return sum(float(line.split()[-1]) for line in found if labels in line)


@sentence(
    "B", "Мониторинг", "Counter ecommerce_orders_total, labelNames: ['status']", at="/metrics"
)
async def test_orders_are_counted_by_each_state_they_come_into(
    marketplace: Market, visit: Visit
) -> None:
    goods, guest = marketplace.goods(9), visit(marketplace)
    states = ("pending", "paid", "cancelled")
    before = [await shown(marketplace, "ecommerce_orders_total", f'"{one}"') for one in states]
    await guest.buy(goods)
    held = expect(await guest.reserve(goods))
    expect(await guest.post("/api/orders/cancel", {"orderId": held["orderId"]}))

    async def counted() -> bool:
        now = [await shown(marketplace, "ecommerce_orders_total", f'"{one}"') for one in states]
        more = [is_now - was for is_now, was in zip(now, before, strict=True)]
        return more[0] >= 2 and more[1] >= 1 and more[2] >= 1

    await eventually(counted, PATIENCE, "the orders are counted")


@sentence("B", "Мониторинг", "Counter ecommerce_cart_additions_total", at="/metrics")
async def test_what_is_put_into_carts_is_counted_and_what_is_refused_is_not(
    marketplace: Market, join: Join
) -> None:
    someone, goods = await join(), marketplace.goods(9)
    before = await shown(marketplace, "ecommerce_cart_additions_total")
    base = f"/api/cart/{someone.user}/items"
    for quantity, status in ((1, 200), (2, 200), (0, 422)):
        asked = {"productId": goods.product_id, "quantity": quantity}
        assert (await someone.buyer.post(base, asked)).status_code == status
    expect(
        await someone.buyer.post("/api/cart/items", {"productId": goods.product_id, "quantity": 1})
    )
    # Somebody else's test may have added meanwhile.
    assert await shown(marketplace, "ecommerce_cart_additions_total") >= before + 3


@sentence("B", "Мониторинг", "Histogram ecommerce_checkout_duration_seconds,"
          " buckets: [1, 2, 5, 10, 30]", at="/metrics")  # fmt: skip
async def test_checkouts_are_timed_in_the_buckets_of_the_specification(
    marketplace: Market, visit: Visit
) -> None:
    name = "ecommerce_checkout_duration_seconds"
    before = await shown(marketplace, f"{name}_count")
    await visit(marketplace).buy(marketplace.goods(9))
    assert await shown(marketplace, f"{name}_count") >= before + 2  # reserved, and paid
    said = await asyncio.to_thread(marketplace.premises.metrics)
    bounds = re.findall(rf'{name}_bucket{{[^}}]*le="([^"]+)"', said)
    assert list(dict.fromkeys(bounds)) == ["1.0", "2.0", "5.0", "10.0", "30.0", "+Inf"]


@sentence("B", "Мониторинг", "Gauge ecommerce_inventory_level, labelNames: ['product_id']",
          at="/metrics")  # fmt: skip
async def test_the_stock_of_what_is_sold_most_is_shown(marketplace: Market, visit: Visit) -> None:
    goods = marketplace.goods(9)
    await visit(marketplace).buy(goods)
    label = f'product_id="{goods.product_id}"'

    async def seen() -> bool:
        return await shown(marketplace, "ecommerce_inventory_level", label) == 8

    await eventually(seen, PATIENCE, "its stock is shown")
