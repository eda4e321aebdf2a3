"""What an order's page says of where the order stands."""

from collections.abc import Callable

from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]


async def test_an_order_says_whose_answer_it_waits_for(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    assert (await buyer.order(reservation))["awaits"] is None  # it is the buyer's turn
    expect(await buyer.pay(reservation, "late"))
    assert (await buyer.order(reservation))["awaits"] == "provider"
    (listed,) = expect(await buyer.get("/api/orders"))["orders"]
    assert listed["awaits"] == "provider"

    expect(await buyer.cancel(orderId=reservation["orderId"]))
    assert (await buyer.order(reservation))["awaits"] is None


async def test_the_version_grows_with_every_step(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    versions = [(await buyer.order(reservation))["version"]]
    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    versions.append((await buyer.order(reservation))["version"])
    expect(await buyer.cancel(orderId=reservation["orderId"]))
    versions.append((await buyer.order(reservation))["version"])

    async def refunded() -> bool:
        return bool((await buyer.order(reservation))["refund"] == "done")

    await eventually(refunded, PATIENCE, "the refund is done")
    versions.append((await buyer.order(reservation))["version"])
    assert versions[0] < versions[1] < versions[2] <= versions[3]


async def test_an_order_shows_how_it_was_paid_and_its_items_pictures(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    assert (await buyer.order(reservation))["provider"] is None
    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    order = await buyer.order(reservation)
    assert order["provider"] == "demo"
    (item,) = order["items"]
    product = expect(await buyer.get(f"/api/products/{item['productId']}"))["product"]
    variant = next(one for one in product["variants"] if one["id"] == item["variantId"])
    first = product["images"][0]["url"] if product["images"] else None
    assert item["imageUrl"] == (variant["imageUrl"] or first)
