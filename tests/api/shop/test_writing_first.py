"""Who sells writes first: to the buyer of an order, from one of its sellers or from the shop."""

from uuid import uuid4

from tests.api.seller.own_sales import a_mill, paid
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Market, expect, refusal

OWN = "/api/conversations"
STAFF = "/api/staff/conversations"


async def test_a_seller_writes_first_to_who_bought_of_them(market: Market, visit: Visit) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit, 10_000)
    order, place, key = await paid(anna, mill.goods), f"{mill.place}/conversations", uuid4().hex
    asked = {"orderId": order, "text": "Which colour?"}
    first = expect(await mill.who.post(place, asked, key), 201)
    assert expect(await mill.who.post(place, asked, key), 201) == first
    one = first["conversation"]
    assert (one["about"]["id"], one["messages"], one["unread"]) == (order, 1, False)
    assert [row["side"] for row in first["messages"]] == ["seller"]

    (hers,) = expect(await anna.get(OWN))["conversations"]
    assert (hers["id"], hers["unread"], hers["last"]["text"]) == (one["id"], True, "Which colour?")
    expect(await anna.post(f"{OWN}/{one['id']}/read", {"number": 1}))
    expect(await anna.post(f"{OWN}/{one['id']}/messages", {"text": "Blue."}), 201)
    assert expect(await mill.who.get(place))["unread"] == 1
    again = expect(await mill.who.post(place, {"orderId": order, "text": "Thank you."}), 201)
    assert (again["conversation"]["id"], again["conversation"]["messages"]) == (one["id"], 3)


async def test_the_shop_writes_first_beside_the_seller(market: Market, visit: Visit) -> None:
    mill, anna = await a_mill(market, visit), await member(market, visit, 10_000)
    order = await paid(anna, mill.goods)
    expect(await mill.who.post(f"{mill.place}/conversations", {"orderId": order, "text": "1"}), 201)
    asked = {"orderId": order, "text": "Is your address right?"}
    made = expect(market.staff.post(STAFF, json=asked), 201)
    assert made["conversation"]["seller"] is None
    assert len(expect(await anna.get(OWN, about=order))["conversations"]) == 2


async def test_nobody_is_written_to_who_has_not_bought_of_them_or_cannot_read_it(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    anna, guest = await member(market, visit, 10_000), visit(market)
    order = await paid(anna, mill.goods)
    said = {"orderId": order, "text": "Hello"}
    missing = refusal(
        await other.who.post(f"{other.place}/conversations", said), 404, "order-not-found"
    )
    assert missing["field"] == "orderId"
    refusal(await other.who.post(f"{mill.place}/conversations", said), 404, "seller-not-found")
    refusal(await anna.post(STAFF, said), 403, "forbidden")
    unknown = {**said, "orderId": NOBODYS}
    refusal(market.staff.post(STAFF, json=unknown), 404, "order-not-found")
    refusal(market.staff.post(STAFF, json={**said, "text": " \u200e"}), 422, "message-empty")
    held = expect(await guest.reserve(market.goods(stock=1)))
    of_guest = {**said, "orderId": held["orderId"]}
    refusal(market.staff.post(STAFF, json=of_guest), 409, "buyer-without-account")
    assert expect(await anna.get(OWN))["conversations"] == []
