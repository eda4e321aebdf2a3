"""What an order's page says of where the order stands, and what its buyer asks for on it."""

import csv
import io
from collections.abc import Callable

import httpx

from tests.api.staff.test_parcels import make, order_of, step
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
NOTE = "A gift: no price in it.\nRing twice."


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


async def ask_for(buyer: Buyer, order_id: str, note: str | None) -> httpx.Response:
    return await buyer.http.put(f"/api/orders/{order_id}/note", json={"note": note})


async def test_what_the_buyer_asks_for_is_read_by_staff_alone(market: Market, visit: Visit) -> None:
    buyer, stranger = visit(market), visit(market)
    goods = market.goods(2)
    held = expect(await buyer.reserve(goods))
    order_id = held["orderId"]
    assert expect(await ask_for(buyer, order_id, f"  {NOTE} \n"))["order"]["buyerNote"] == NOTE
    refusal(await ask_for(stranger, order_id, "mine"), 404, "order-not-found")
    refusal(await ask_for(buyer, order_id, "x" * 501), 422, "invalid-request")
    expect(await buyer.create(held, expect(await buyer.pay(held))))
    assert (await buyer.order(held))["buyerNote"] == NOTE
    staff = order_of(market.staff.get(f"/api/staff/orders/{order_id}"))
    assert staff["buyerNote"] == NOTE
    asked = {"q": staff["number"], "format": "csv"}
    sheet = market.staff.get("/api/staff/orders", params=asked).text
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["note"], row["fulfilment"]) == (NOTE, "unfulfilled")
    assert expect(await ask_for(buyer, order_id, " "))["order"]["buyerNote"] is None


async def test_it_is_too_late_once_something_has_left_or_nothing_will(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    bought = await buyer.buy(market.goods(1))
    order_id = bought["orderId"]
    (parcel,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    expect(await ask_for(buyer, order_id, NOTE))
    order_of(step(market, order_id, parcel["id"], "ship"))
    refusal(await ask_for(buyer, order_id, "Ring once."), 409, "note-too-late")
    assert expect(await ask_for(buyer, order_id, NOTE))["order"]["buyerNote"] == NOTE
    off = expect(await buyer.reserve(market.goods(1)))
    expect(await buyer.cancel(orderId=off["orderId"]))
    refusal(await ask_for(buyer, off["orderId"], NOTE), 409, "note-too-late")
