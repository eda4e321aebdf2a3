"""A seller calls off what they cannot send of an order; what others sell in it goes on."""

from uuid import uuid4

from tests.api.seller.own_sales import a_mill, paid
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Market, expect, refusal

SENT = {"carrier": "PostNL", "tracking": "3S17"}


async def test_a_seller_cancels_what_they_cannot_send_and_its_buyer_has_the_money(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    order = await paid(buyer, mill.goods, other.goods, quantity=3)
    off, torn = f"{mill.place}/orders/{order}/cancel-units", {"reason": "Torn in the store"}
    one = {"lines": [{"line": 0, "quantity": 1}], **torn}
    refusal(await mill.who.post(off, {"lines": one["lines"]}), 422, "invalid-request")
    theirs = {"lines": [{"line": 1, "quantity": 1}], **torn}
    refusal(await mill.who.post(off, theirs), 409, "units-not-to-pack")
    refusal(await other.who.post(off, one), 404, "seller-not-found")
    nobodys = f"{mill.place}/orders/{NOBODYS}/cancel-units"
    refusal(await mill.who.post(nobodys, one), 404, "order-not-found")

    key = str(uuid4())
    for _ in range(2):
        seen = expect(await mill.who.post(off, one, key=key))
    assert [(line["quantity"], line["returned"]) for line in seen["lines"]] == [(3, 1)]
    bought = await buyer.order({"orderId": order})
    assert bought["refunded"] == 500
    assert [item["cancelled"] for item in bought["items"]] == [1, 0]
    staffs = expect(market.staff.get(f"/api/staff/orders/{order}"))["lines"]
    (said,) = [line for line in staffs if line["action"] == "order.units-cancelled"]
    assert said["data"]["reason"] == torn["reason"]

    # The other seller packs theirs: what the first has is theirs and the buyer's to call off.
    expect(await other.who.post(f"{other.place}/orders/{order}/parcels", SENT))
    packed = {"lines": [{"line": 1, "quantity": 1}]}
    refusal(await buyer.post(f"/api/orders/{order}/cancel-units", packed), 409, "order-packed")
    left = {"lines": [{"line": 0, "quantity": 1}]}
    expect(await buyer.post(f"/api/orders/{order}/cancel-units", left))
    seen = expect(await mill.who.post(off, one))
    assert (seen["lines"][0]["returned"], seen["status"]) == (3, "paid")
    assert seen["fulfilment"] is None, "nothing of theirs is to be sent any more"
    refusal(await mill.who.post(off, one), 409, "units-not-to-pack")


async def test_the_last_of_an_order_cancels_it_unless_staff_alone_give_back(
    market: Market, visit: Visit
) -> None:
    mill, buyer = await a_mill(market, visit), await member(market, visit, 100_000)
    order = await paid(buyer, mill.goods)
    off = f"{mill.place}/orders/{order}/cancel-units"
    asked = {"lines": [{"line": 0, "quantity": 1}], "reason": "Sold in the store"}
    settings = "/api/staff/settings"
    expect(market.staff.patch(settings, json={"refunds": "none"}))
    try:
        refusal(await mill.who.post(off, asked), 409, "no-refunds")
    finally:
        expect(market.staff.patch(settings, json={"refunds": "original"}))
    key = str(uuid4())
    for _ in range(2):
        assert expect(await mill.who.post(off, asked, key=key))["status"] == "cancelled"
    bought = await buyer.order({"orderId": order})
    assert (bought["status"], bought["reason"]) == ("cancelled", "refunded")
    refusal(await mill.who.post(off, asked), 409, "order-cancelled")
