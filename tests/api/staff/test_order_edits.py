"""Changes of paid orders over HTTP: staff see what one comes to and make it, its buyer sees what is
asked for it and pays or declines."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
from msgspec import Struct

from holdfast.views.agreement import audit_shop
from tests.api.staff.conftest import Staff
from tests.api.staff.test_returns import returned, step
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
COLOURS = {"Green": 1000, "Blue": 1250, "Grey": 700}


class Bought(Struct):
    """Two green ones, paid; and what else there is of the product."""

    buyer: Buyer
    order_id: str
    green: Goods
    blue: Goods
    grey: Goods

    @property
    def path(self) -> str:
        return f"/api/staff/orders/{self.order_id}/edits"


async def bought(market: Market, buyer: Buyer, **also: Any) -> Bought:
    colours = [{"values": [name], "price": price} for name, price in COLOURS.items()]
    options = [{"name": "Colour", "values": list(COLOURS)}]
    shirt = {"name": "Shirt", "status": "active", "options": options, "variants": colours, **also}
    product = expect(market.staff.post("/api/staff/products", json=shirt), 201)["product"]
    kinds = [Goods(product["id"], one["id"]) for one in product["variants"]]
    for one in kinds:
        market.change(one, deposit=3)
    return Bought(buyer, (await buyer.buy(kinds[0], quantity=2))["orderId"], *kinds)


def asked(add: Goods, off: int = 0, **also: Any) -> dict[str, Any]:
    lines = [{"line": 0, "quantity": off}] if off else []
    return {"add": [add.line()], "lines": lines, "reason": "on the phone", **also}


def edit(staff: httpx.Client, one: Bought, body: dict[str, Any], key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return staff.post(one.path, json=body, headers=headers)


async def edits(buyer: Buyer, order_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(await buyer.get(f"/api/orders/{order_id}/edits"))["edits"]
    return found


async def ends(buyer: Buyer, order_id: str, status: str) -> dict[str, Any]:
    async def so() -> bool:
        return bool((await edits(buyer, order_id))[-1]["status"] == status)

    await eventually(so, PATIENCE, f"the edit to be {status}")
    return (await edits(buyer, order_id))[-1]


async def test_the_dearer_one_instead_is_asked_for_paid_and_joins(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    one = await bought(market, buyer)
    body = asked(one.blue, 1)
    seen = {name: body[name] for name in ("add", "lines")}
    reckoned = expect(market.staff.post(f"{one.path}/preview", json=seen))
    assert (reckoned["added"], reckoned["credit"], reckoned["due"], reckoned["refunded"]) == (
        1250, 1000, 250, 0,
    )  # fmt: skip
    problem = refusal(edit(market.staff, one, {**body, "expected": 100}), 409, "edit-differs")
    assert problem["balance"] == 250
    key = str(uuid4())
    made, again = [
        expect(edit(market.staff, one, {**body, "expected": 250}, key), 201)["edit"]
        for _ in range(2)
    ]
    assert made == again
    assert (made["status"], made["due"], made["reason"]) == ("open", 250, "on the phone")
    assert made["endsAt"] is not None
    assert market.stock(one.blue) == (2, 1)
    refusal(edit(market.staff, one, body), 409, "edit-open")
    refusal(await buyer.post(f"/api/orders/{one.order_id}/cancel", {}), 409, "edit-open")
    refusal(await visit(market).get(f"/api/orders/{one.order_id}/edits"), 404, "order-not-found")
    # What is to be taken off is not to be packed; who packs it all the same hears what is left.
    path = f"/api/staff/orders/{one.order_id}"
    (line,) = expect(market.staff.get(path))["order"]["items"]
    assert (line["quantity"], line["leaving"]) == (2, 1)
    both = {"lines": [{"line": 0, "quantity": 2}], "packed": True}
    problem = refusal(market.staff.post(f"{path}/parcels", json=both), 409, "units-not-to-pack")
    assert problem["errors"][0]["detail"] == "Shirt, Green: 1 left to pack."
    # Its buyer sees it at both orders, without what only staff see, and pays.
    (shown,) = await edits(buyer, one.order_id)
    assert "reason" not in shown
    assert [each["quantity"] for each in shown["off"]] == [1]
    assert await edits(buyer, made["addedId"]) == [shown]
    added = expect(await buyer.get(f"/api/orders/{made['addedId']}"))["order"]
    assert (added["status"], added["total"], added["deliveryFixed"]) == ("pending", 250, True)
    credit = next(part for part in added["parts"] if part["kind"] == "discount")
    assert (credit["amount"], credit["why"]) == (-1000, "For goods that are taken off it")
    paid = expect(
        await buyer.post("/api/payments", {"reservationId": added["reservationId"],
                                           "provider": "demo"})
    )  # fmt: skip
    assert paid["paymentId"]
    expect(market.staff.post(f"/api/staff/orders/{made['addedId']}/cancel", json={"reason": "no"}))
    done = await ends(buyer, one.order_id, "ended")
    assert done["addedStatus"] == "cancelled"
    assert market.stock(one.blue) == (3, 0)

    made = expect(edit(market.staff, one, body), 201)["edit"]
    expect(market.staff.post(f"/api/staff/orders/{made['addedId']}/mark-paid", json={}))
    await ends(buyer, one.order_id, "done")
    assert market.stock(one.blue) == (2, 0)
    assert market.stock(one.green) == (2, 0)
    order = expect(await buyer.get(f"/api/orders/{one.order_id}"))["order"]
    assert order["status"] == "paid"
    (item,) = order["items"]
    assert (item["quantity"], item["cancelled"]) == (2, 1)
    seen = expect(market.staff.get(f"/api/staff/orders/{one.order_id}"))
    told = [line["data"]["amount"] for line in seen["lines"] if "edit" in line["action"]]
    assert told == [250, 250]
    report = await audit_shop(market.database_url)
    assert report.clean, report.text()


async def test_the_cheaper_one_instead_is_done_at_once(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    one = await bought(market, buyer)
    made = expect(edit(market.staff, one, asked(one.grey, 1, expected=-300)), 201)["edit"]
    assert (made["status"], made["refunded"], made["kept"], made["endsAt"]) == (
        "done", 300, 700, None,
    )  # fmt: skip
    assert market.stock(one.grey) == (2, 0)
    assert market.stock(one.green) == (2, 0)
    seen = expect(market.staff.get(one.path))["edits"]
    assert [each["madeBy"] for each in seen] == [made["madeBy"]]

    def to_send() -> list[str]:
        path = "/api/staff/orders?fulfilment=to-send&limit=50"
        found = expect(market.staff.get(path))["orders"]
        return [each["id"] for each in found]

    # Of which nothing is left but its money, nothing is to be sent.
    assert one.order_id in to_send()
    expect(edit(market.staff, one, asked(one.grey, 1)), 201)
    assert one.order_id not in to_send()
    assert made["addedId"] in to_send()
    refusal(await buyer.post(f"/api/orders/{one.order_id}/cancel", {}), 409, "edit-kept")


async def test_its_buyer_declines_by_cancelling_what_was_added(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    one = await bought(market, buyer)
    made = expect(edit(market.staff, one, asked(one.blue)), 201)["edit"]
    assert (made["due"], made["off"]) == (1250, [])
    expect(await buyer.post(f"/api/orders/{made['addedId']}/cancel", {}))
    await ends(buyer, one.order_id, "ended")
    expect(await buyer.post(f"/api/orders/{one.order_id}/cancel", {}))


async def test_what_cannot_be_is_refused_with_its_reason(
    market: Market, visit: Visit, of_staff: Staff
) -> None:
    buyer = visit(market)
    one = await bought(market, buyer)
    twice = {**asked(one.blue), "add": [one.blue.line(), one.blue.line()]}
    refusal(edit(market.staff, one, twice), 422, "invalid-request")
    short = {**asked(one.blue), "add": [one.blue.line(9)]}
    problem = refusal(edit(market.staff, one, short), 409, "insufficient-stock")
    assert problem["field"] == "add[0].quantity"
    dear = {**asked(one.blue), "add": [{**one.blue.line(), "price": 9999}]}
    assert refusal(edit(market.staff, one, dear), 422, "price-not-allowed")["field"] == (
        "add[0].price"
    )
    refusal(edit(market.staff, one, asked(one.blue, 3)), 409, "units-not-to-pack")
    held = expect(await buyer.reserve(one.grey))
    pending = Bought(buyer, held["orderId"], one.green, one.blue, one.grey)
    refusal(edit(market.staff, pending, asked(one.blue)), 409, "not-paid")
    # Who packs adds; to take off is for who may give money back.
    packer = await asyncio.to_thread(of_staff, ["orders:write"])
    refusal(edit(packer, one, asked(one.blue, 1)), 403, "duty-lacking")
    expect(edit(packer, one, asked(one.blue)), 201)


async def test_what_was_added_comes_back_for_less_and_the_first_order_gives_nothing_by_itself(
    market: Market, visit: Visit
) -> None:
    """What of its share goes back then is staff's to say: also where it was sent in no parcel."""
    buyer = visit(market)
    one = await bought(market, buyer)
    made = expect(edit(market.staff, one, asked(one.blue, 1)), 201)["edit"]
    added = f"/api/staff/orders/{made['addedId']}"
    expect(market.staff.post(f"{added}/mark-paid", json={}))
    await ends(buyer, one.order_id, "done")
    expect(market.staff.post(f"{added}/complete"))
    lines = [{"line": 0, "quantity": 1, "reason": "other"}]
    path = f"/api/orders/{made['addedId']}/returns"
    back = returned(await buyer.post(path, {"lines": lines}), 201)["id"]
    for action in ("approve", "receive"):
        returned(step(market, back, action))
    came = {"lines": [{"line": 0, "restocked": 1}], "deduct": 40, "deduction": "worn"}
    returned(step(market, back, "inspect", came))

    async def settled() -> bool:
        count = "SELECT count(*) FROM jobs WHERE queue = 'settle-edit'"
        return not (await fetch(market.database_url, count))[0][0]

    await eventually(settled, PATIENCE, "the change was looked at")
    order = expect(market.staff.get(f"/api/staff/orders/{one.order_id}"))["order"]
    assert (order["refunded"], order["staff"]["refundable"]) == (0, 2000)
    (item,) = expect(market.staff.get(added))["order"]["items"]
    assert (item["returned"], item["cameBack"]) == (1, 1)


async def test_goods_of_a_change_are_called_as_its_reader_calls_them(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    one = await bought(market, buyer, texts={"ru": {"name": "Рубашка"}})
    expect(edit(market.staff, one, asked(one.blue, off=1)), 201)
    for locale, name in (("ru", "Рубашка"), ("en", "Shirt")):
        shown = expect(await buyer.get(f"/api/orders/{one.order_id}/edits", locale=locale))["edits"]
        seen = expect(market.staff.get(one.path, params={"locale": locale}))["edits"]
        for found in (shown, seen):
            assert [each["name"] for each in found[0]["added"] + found[0]["off"]] == [name] * 2
