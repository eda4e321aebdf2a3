"""A seller finds their orders: by number, buyer, product or SKU, by state; and takes them away."""

import csv
import io

from tests.api.seller.own_sales import a_mill, bought, paid
from tests.api.shop.wallet_buyers import Visit, member
from tests.support.market import Market, expect, refusal


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
