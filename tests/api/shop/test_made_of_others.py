"""What is in a set: its product's page, a cart and an order say so to its buyer."""

from uuid import uuid4

from tests.api.shop.carts import add, cart
from tests.api.shop.wallet_buyers import Visit
from tests.support.market import Market, expect, refusal


async def test_who_buys_a_set_is_told_what_is_in_it(market: Market, visit: Visit) -> None:
    lamp, bulb, both, plain = market.goods(9), market.goods(9), market.goods(), market.goods(9)
    named = [{"variantId": one.variant_id, "units": units} for one, units in ((lamp, 1), (bulb, 2))]
    path = f"/api/staff/variants/{both.variant_id}/parts"
    expect(market.staff.put(path, json={"parts": named}))
    buyer = visit(market)

    page = expect(await buyer.get(f"/api/products/{both.product_id}"))["product"]
    assert [one["madeOfOthers"] for one in page["variants"]] == [True]
    inside = expect(await buyer.get(f"/api/products/{both.product_id}/parts"))["parts"]
    parts = inside[both.variant_id]
    assert {one["variantId"]: one["units"] for one in parts} == {
        lamp.variant_id: 1,
        bulb.variant_id: 2,
    }
    assert {one["productId"] for one in parts} == {lamp.product_id, bulb.product_id}
    assert all(one["handle"] and one["productName"] for one in parts)

    page = expect(await buyer.get(f"/api/products/{plain.product_id}"))["product"]
    assert [one["madeOfOthers"] for one in page["variants"]] == [False]
    assert expect(await buyer.get(f"/api/products/{plain.product_id}/parts")) == {"parts": {}}
    refusal(await buyer.get(f"/api/products/{uuid4()}/parts"), 404, "product-not-found")

    await add(buyer, both)
    await add(buyer, plain)
    lines = (await cart(buyer))["items"]
    assert [one["madeOf"] for one in lines] == [parts, None]

    order = await buyer.buy(both, plain)
    shown = expect(await buyer.get(f"/api/orders/{order['orderId']}"))["order"]
    assert [one.get("madeOf") for one in shown["items"]] == [parts, None]
