"""A seller finds their orders: by number, buyer, product or SKU, by state; and takes them away."""

import csv
import io
import json

from tests.api.seller.own_sales import a_mill, bought, paid
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Market, expect, refusal
from tests.support.postgres import execute


async def test_a_seller_finds_an_order_among_their_own(market: Market, visit: Visit) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    sent = await bought(market, buyer, mill.goods)
    waits = await paid(buyer, mill.others, other.goods, quantity=2)
    expect(await buyer.http.put(f"/api/orders/{waits}/note", json={"note": "Ring once"}))
    listing = f"{mill.place}/orders"

    async def found(**asked: str) -> list[str]:
        rows = expect(await mill.who.get(listing, **asked))["orders"]
        return [row["orderId"] for row in rows]

    number = expect(await buyer.get(f"/api/orders/{sent}"))["order"]["number"]
    assert await found() == [waits, sent]
    assert await found(q=number) == [sent]
    assert await found(q=number.lower(), status="paid") == []
    assert await found(status="paid") == [waits]
    name = expect(await mill.who.get(listing))["orders"][0]["lines"][0]["productName"]
    assert await found(q=name[:5]) == [waits, sent]
    assert await found(q="100%_off") == []
    # By whom it goes to; and what has not left, though all of it stays paid until it arrives.
    to = expect(await mill.who.get(listing))["orders"][0]["shippingAddress"]["name"]
    assert await found(q=to.split()[0], status="to-send") == [waits]
    expect(await mill.who.post(f"{listing}/{waits}/parcels", {"carrier": "Post"}))
    assert await found(status="paid") == [waits]
    assert await found(status="to-send") == []
    theirs = await other.who.get(f"{other.place}/orders", status="to-send")
    assert [row["orderId"] for row in expect(theirs)["orders"]] == [waits]
    # Of others' goods in the same order nothing is found, and nothing told.
    refusal(await other.who.get(listing), 404, "seller-not-found")
    asked = await buyer.http.put(f"/api/orders/{waits}/note", json={"note": "Ring twice"})
    refusal(asked, 409, "note-too-late")
    sheet = (await mill.who.get(listing, format="csv", status="paid")).text
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["quantity"], row["price"], row["currency"]) == ("2", "5.00", "EUR")
    assert (row["status"], row["city"] != "", row["note"]) == ("paid", True, "Ring once")
    (shown,) = expect(await mill.who.get(listing, status="paid"))["orders"]
    assert shown["buyerNote"] == "Ring once"


async def test_what_was_sold_is_called_as_its_seller_reads(market: Market, visit: Visit) -> None:
    mill = await a_mill(market, visit)
    order = await paid(await member(market, visit, 100_000), mill.goods)
    path = f"{mill.place}/orders/{order}"
    (bought,) = expect(await mill.who.get(path))["lines"]
    (code,) = bought["options"]
    words = {"name": "Рубашка", "options": {code: {"values": {"Black": "Чёрный"}}}}
    said = json.dumps({"ru": words})
    one = f"UPDATE products SET translations = '{said}' WHERE id = '{bought['productId']}'"
    await execute(market.database_url, one)
    russian = expect(await mill.who.get(path, locale="ru"))["lines"]
    assert [(one["productName"], one["options"]) for one in russian] == [
        ("Рубашка", {code: "Чёрный"})
    ]
    staff = market.staff.get(f"/api/staff/orders/{order}/suborders", params={"locale": "ru"})
    assert expect(staff)["suborders"][0]["lines"] == russian
    sheet = (await mill.who.get(f"{mill.place}/orders", format="csv", locale="ru")).text
    (row,) = csv.DictReader(io.StringIO(sheet))
    assert row["product"] == "Рубашка" and "Чёрный" in row["options"]
    # Who says no language reads what the buyer did; so does one in which it has no name.
    for asked in ({}, {"locale": "ko"}):
        assert expect(await mill.who.get(path, **asked))["lines"] == [bought]
    # So are the goods of their parcels.
    expect(await mill.who.post(f"{path}/parcels", {"carrier": "PostNL", "tracking": "3S17"}))
    (parcel,) = expect(await mill.who.get(path, locale="ru"))["parcels"]
    assert [(one["productName"], one["options"]) for one in parcel["lines"]] == [
        ("Рубашка", {code: "Чёрный"})
    ]
