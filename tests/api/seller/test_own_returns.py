"""What comes back to a seller: decided, received and looked at by them where all of it is theirs;
where goods of others are in it, they see their own lines, and the shop decides."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.seller.own_sales import Mill, a_mill, bought, paid
from tests.api.shop.wallet_buyers import NOBODYS, Visit, member
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.pictures import png
from tests.support.postgres import fetch

PRICE = 500


async def sent_back(buyer: Buyer, order: str, *lines: int) -> str:
    """A return of one unit of each line, with a photo."""
    asked = [{"line": line, "quantity": 1, "reason": "damaged"} for line in lines]
    path = f"/api/orders/{order}/returns"
    said = await buyer.post(path, {"lines": asked, "note": "Look"})
    one: str = expect(said, 201)["return"]["id"]
    kind = {"Content-Type": "image/png"}
    photos = f"/api/returns/{one}/photos"
    expect(await buyer.http.post(photos, content=png(40), headers=kind), 201)
    return one


async def as_one_return(market: Market, order: str, one: str) -> None:
    """As a version wrote it that made one return of all that was sent back."""
    rest = "(SELECT id FROM returns WHERE order_id = $1 AND id <> $2)"
    ids = UUID(order), UUID(one)
    await fetch(
        market.database_url,
        f"UPDATE return_lines SET return_id = $2 WHERE return_id IN {rest} RETURNING line",
        *ids,
    )
    await fetch(
        market.database_url,
        "DELETE FROM returns WHERE order_id = $1 AND id <> $2 RETURNING id",
        *ids,
    )


def _units(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"line": one["line"], "quantity": one["quantity"]} for one in lines]


async def step(mill: Mill, one: str, action: str, body: Any = None) -> httpx.Response:
    return await mill.who.post(f"{mill.place}/returns/{one}/{action}", body or {})


async def test_a_seller_takes_back_what_is_theirs(market: Market, visit: Visit) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    order = await bought(market, buyer, mill.goods, quantity=3)
    one = await sent_back(buyer, order, 0)
    refusal(await step(other, one, "approve"), 404, "return-not-found")
    refusal(await other.who.get(f"{other.place}/returns/{one}"), 404, "return-not-found")
    refusal(await mill.who.get(f"{mill.place}/returns/{NOBODYS}"), 404, "return-not-found")
    refusal(await other.who.get(f"{mill.place}/returns/{one}"), 404, "seller-not-found")

    listed = expect(await mill.who.get(f"{mill.place}/returns", status="open"))["returns"]
    (row,) = listed
    assert (row["id"], row["units"], row["reasons"]) == (one, 1, ["damaged"])
    assert not row["shared"]
    assert expect(await other.who.get(f"{other.place}/returns"))["returns"] == []
    found = expect(await mill.who.get(f"{mill.place}/returns/{one}"))["return"]
    assert (found["note"], found["shared"], found["lines"][0]["quantity"]) == ("Look", False, 1)
    assert found["actions"] == {
        "approve": None, "refuse": None, "receive": "return-not-approved",
        "inspect": "return-not-received", "cancel": "forbidden",
    }  # fmt: skip
    (photo,) = found["photos"]
    shown = await mill.who.get(photo)
    assert shown.headers["content-type"] == "image/webp"
    refusal(await other.who.get(photo), 404, "seller-not-found")
    refusal(await mill.who.get(photo[:-1] + "2"), 404, "photo-not-found")

    expect(await step(mill, one, "approve", {"answer": "To the mill"}))
    expect(await step(mill, one, "receive"))
    asked = {"lines": [{"line": 0, "quantity": 1}]}
    reckoned = expect(await step(mill, one, "preview", asked))
    assert (reckoned["total"], reckoned["refundable"]) == (PRICE, PRICE)
    bad = {"lines": [{"line": 0, "writtenOff": 1}]}
    refusal(await step(mill, one, "inspect", bad), 422, "invalid-request")
    before = market.stock(mill.goods)
    # What is deducted, staff say: a seller's word of it is not even read.
    came = {"lines": [{"line": 0, "restocked": 1}]}
    assert (await step(mill, one, "inspect", came | {"deduct": PRICE})).status_code == 422
    nowhere = came | {"locationId": str(uuid4())}
    refusal(await step(mill, one, "inspect", nowhere), 404, "location-not-found")
    key = {"Idempotency-Key": uuid4().hex}
    path = f"{mill.place}/returns/{one}/inspect"
    for _ in range(2):
        done = expect(await mill.who.http.post(path, json=came, headers=key))["return"]
        assert (done["status"], done["refunded"]) == ("inspected", PRICE)
    assert market.stock(mill.goods) == (before[0] + 1, before[1])
    refusal(await step(mill, one, "inspect", came), 409, "return-ended")
    entries = expect(market.staff.get(f"/api/staff/orders/{order}"))["order"]["timeline"]
    assert any(mill.user in str(entry.get("actor")) for entry in entries)

    again = await sent_back(buyer, order, 0)
    refused = expect(await step(mill, again, "refuse", {"reason": "Worn"}))["return"]
    assert (refused["status"], refused["answer"]) == ("refused", "Worn")


async def test_what_waits_is_still_to_be_sent_once_something_sent_before_is_back(
    market: Market, visit: Visit
) -> None:
    mill = await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    order = await paid(buyer, mill.goods, quantity=2)
    staffs, own = f"/api/staff/orders/{order}", f"{mill.place}/orders/{order}"
    parcels = f"{staffs}/parcels"
    one = {"lines": [{"line": 0, "quantity": 1}], "packed": True}
    (parcel,) = expect(market.staff.post(parcels, json=one))["order"]["parcels"]
    for action, body in (("ship", {"carrier": "Post"}), ("deliver", {})):
        expect(market.staff.post(f"{parcels}/{parcel['id']}/{action}", json=body))
    back = await sent_back(buyer, order, 0)
    expect(await step(mill, back, "approve", {}))
    expect(await step(mill, back, "receive"))
    expect(await step(mill, back, "inspect", {"lines": [{"line": 0, "restocked": 1}]}))
    mine = expect(await mill.who.get(own))
    (line,) = mine["lines"]
    assert (line["returned"], line["cameBack"], line["packed"]) == (1, 1, 1)
    assert mine["fulfilment"] == "partly-shipped"
    seen = expect(market.staff.get(staffs))["order"]
    (item,) = seen["items"]
    assert (item["returned"], item["cameBack"], item["cancellable"]) == (1, 1, 1)
    sent = expect(await mill.who.post(f"{own}/parcels", {"carrier": "Post"}))
    assert (sent["fulfilment"], sent["lines"][0]["shipped"]) == ("shipped", 2)


async def test_what_is_of_several_sellers_is_a_return_of_each_and_each_decides_about_theirs(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    shops = market.goods(3)
    order = await bought(market, buyer, mill.goods, other.goods, shops, mill.others)
    lines = [{"line": line, "quantity": 1, "reason": "damaged"} for line in range(4)]
    path, key = f"/api/orders/{order}/returns", {"Idempotency-Key": uuid4().hex}
    said = expect(await buyer.post(f"{path}/preview", {"lines": _units(lines)}))
    paid = {one["line"]: one["amount"] for one in said["lines"]}
    asked = {"lines": lines, "note": "All of it"}
    answers = [expect(await buyer.http.post(path, json=asked, headers=key), 201) for _ in range(2)]
    assert answers[0] == answers[1], "asked for once"
    mills, others, own = answers[0]["returns"]
    assert answers[0]["return"] == mills
    inside = [[at["line"] for at in one["lines"]] for one in (mills, others, own)]
    assert inside == [[0, 3], [1], [2]]
    assert [one["number"] for one in (mills, others, own)] == [1, 2, 3]
    listed = expect(await buyer.get(path))["returns"]
    assert {one["id"] for one in listed} == {one["id"] for one in (mills, others, own)}

    for each, theirs, not_theirs in ((mill, mills, others), (other, others, mills)):
        (row,) = expect(await each.who.get(f"{each.place}/returns"))["returns"]
        assert (row["id"], row["shared"]) == (theirs["id"], False)
        refusal(
            await each.who.get(f"{each.place}/returns/{not_theirs['id']}"), 404, "return-not-found"
        )
        refusal(await step(each, not_theirs["id"], "approve"), 404, "return-not-found")
        refusal(await step(each, own["id"], "approve"), 404, "return-not-found")
    refused = expect(await step(other, others["id"], "refuse", {"reason": "Worn"}))["return"]
    assert refused["status"] == "refused"
    expect(await step(mill, mills["id"], "approve", {}))
    expect(await step(mill, mills["id"], "receive"))
    came = {"lines": [{"line": line, "restocked": 1} for line in (0, 3)]}
    done = expect(await step(mill, mills["id"], "inspect", came))["return"]
    assert done["refunded"] == paid[0] + paid[3]
    for action, body in (
        ("approve", {}), ("receive", {}), ("inspect", {"lines": [{"line": 2, "restocked": 1}]}),
    ):  # fmt: skip
        expect(market.staff.post(f"/api/staff/returns/{own['id']}/{action}", json=body))
    seen = expect(market.staff.get(f"/api/staff/orders/{order}"))["order"]
    assert seen["refunded"] == paid[0] + paid[2] + paid[3]


async def test_of_one_from_before_with_others_goods_the_shop_decides(
    market: Market, visit: Visit
) -> None:
    mill, other = await a_mill(market, visit), await a_mill(market, visit)
    buyer = await member(market, visit, 100_000)
    order = await bought(market, buyer, mill.goods, other.goods, market.goods(3))
    one = await sent_back(buyer, order, 0, 1, 2)
    await as_one_return(market, order, one)
    for each, line in ((mill, 0), (other, 1)):
        found = expect(await each.who.get(f"{each.place}/returns/{one}"))["return"]
        assert found["shared"]
        assert [at["line"] for at in found["lines"]] == [line]
        assert (found["note"], found["photos"]) == ("", [])
        assert set(found["actions"].values()) == {"return-shared"}
        (row,) = expect(await each.who.get(f"{each.place}/returns"))["returns"]
        assert (row["shared"], row["units"]) == (True, 1)
        for action, body in (
            ("approve", {}), ("refuse", {"reason": "No"}), ("receive", {}),
            ("inspect", {"lines": []}), ("preview", {"lines": [{"line": 0, "quantity": 1}]}),
        ):  # fmt: skip
            refusal(await step(each, one, action, body), 409, "return-shared")
        photo = await each.who.get(f"{each.place}/returns/{one}/photos/1")
        refusal(photo, 409, "return-shared")
    path = f"/api/staff/returns/{one}"
    for action in ("approve", "receive"):
        expect(market.staff.post(f"{path}/{action}", json={}))
    came = {"lines": [{"line": line, "restocked": 1} for line in range(3)]}
    expect(market.staff.post(f"{path}/inspect", json=came))
    (row,) = expect(await mill.who.get(f"{mill.place}/returns"))["returns"]
    assert (row["status"], row["refunded"]) == ("inspected", None)
    mine = expect(await mill.who.get(f"{mill.place}/returns/{one}"))["return"]
    assert (mine["refunded"], mine["lines"][0]["paid"]) == (None, PRICE)
