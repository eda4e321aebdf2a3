"""Tracking numbers over HTTP: of one parcel that has left, and of many orders from a file."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx

from tests.api.staff.test_order_desk import pack, ship
from tests.api.staff.test_parcels import bought, make, order_of, step
from tests.support.market import Buyer, Market, expect, refusal

Visit = Callable[..., Buyer]
NUMBERS = "/api/staff/parcel-numbers"


def send(market: Market, *rows: str, key: str = "", **asked: Any) -> httpx.Response:
    content = "\r\n".join(["Order;Parcel;Carrier;Tracking number", *rows]).encode()
    headers = {"content-type": "text/csv"} | ({"Idempotency-Key": key} if key else {})
    return market.staff.post(NUMBERS, content=content, params=asked, headers=headers)


def came(answer: httpx.Response) -> list[tuple[int | None, str | None]]:
    """Of each row the parcel, and what became of it or why nothing did."""
    rows = expect(answer)["rows"]
    return [(one["parcel"], one["became"] or one["refusal"]) for one in rows]


async def number_of(buyer: Buyer, order_id: str) -> str:
    number: str = (await buyer.order({"orderId": order_id}))["number"]
    return number


async def parcels(buyer: Buyer, order_id: str) -> list[tuple[str, str | None, str | None]]:
    found = (await buyer.order({"orderId": order_id}))["parcels"]
    return [(one["status"], one["carrier"], one["tracking"]) for one in found]


async def test_a_wrong_number_is_set_right_after_the_parcel_left(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    order_id = await bought(buyer, market.goods(3))
    (parcel,) = order_of(make(market, order_id, {"packed": True}))["parcels"]
    assert parcel["actions"]["number"] == "parcel-not-shipped"
    right = {"tracking": " RR2 "}
    refusal(step(market, order_id, parcel["id"], "number", right), 409, "parcel-not-shipped")
    step(market, order_id, parcel["id"], "ship")
    assert await parcels(buyer, order_id) == [("shipped", "Post", "RR1")]
    key = str(uuid4())
    for _ in range(2):
        done = order_of(step(market, order_id, parcel["id"], "number", right, key))
    assert done["parcels"][0]["actions"]["number"] is None
    assert await parcels(buyer, order_id) == [("shipped", "Post", "RR2")]
    told = [one["what"] for one in (await buyer.order({"orderId": order_id}))["timeline"]]
    assert told[-2:] == ["shipped", "numbered"]
    blank = {"tracking": " "}
    refusal(step(market, order_id, parcel["id"], "number", blank), 422, "invalid-request")
    step(market, order_id, parcel["id"], "deliver")
    refusal(step(market, order_id, parcel["id"], "number", right), 409, "order-completed")


async def test_a_file_of_numbers_sends_what_is_to_be_sent(market: Market, visit: Visit) -> None:
    buyer, goods = visit(market), market.goods(12)
    new, packed, gone = [await bought(buyer, goods, quantity=2) for _ in range(3)]
    expect(pack(market, packed, gone))
    expect(ship(market, gone))
    numbers = [await number_of(buyer, one) for one in (new, packed, gone)]
    rows = [
        f"#{numbers[0].lower()};;;N1", f"{numbers[1]};;Courier;N2", f"{numbers[2]};1;;N3",
        "NOSUCH01;;;N4", f"{numbers[0]};;", f"{numbers[1]};7;;N5", ";;;N6",
    ]  # fmt: skip
    # Two rows of an order without a parcel might mean the same one.
    unclear = [(None, "parcel-unnamed"), (None, "parcel-unnamed")]
    assert came(send(market, f"{numbers[0]};;;A", f"{numbers[0]};;;B", carrier="Post")) == unclear
    asked = [rows[0], *rows[1:4], *rows[6:]]
    would = came(send(market, *asked, carrier="Post", dryRun=True))
    assert would == [
        (None, "shipped"), (1, "shipped"), (1, "numbered"), (None, "order-not-found"),
        (None, "number-row-invalid"),
    ]  # fmt: skip
    assert await parcels(buyer, new) == [], "it was only looked through"
    assert came(send(market, rows[0])) == [(None, "carrier-missing")]

    key = str(uuid4())
    first, again = [came(send(market, *asked, carrier="Post", key=key)) for _ in range(2)]
    assert first == again == [(1, "shipped"), *would[1:]]
    assert await parcels(buyer, new) == [("shipped", "Post", "N1")]
    assert await parcels(buyer, packed) == [("shipped", "Courier", "N2")]
    assert await parcels(buyer, gone) == [("shipped", "Post", "N3")]
    # The same file once more, another day: nothing is left to do.
    assert came(send(market, *asked[:3], carrier="Post")) == [(1, "same"), (1, "same"), (1, "same")]
    assert came(send(market, f"{numbers[1]};7;;N5", carrier="Post")) == [(7, "parcel-not-found")]
    (parcel,) = (await buyer.order({"orderId": new}))["parcels"]
    step(market, new, parcel["id"], "deliver")
    assert came(send(market, rows[0])) == [(1, "same")]
    assert came(send(market, f"{numbers[0]};;;N9")) == [(None, "order-completed")]


async def test_a_number_of_an_order_in_several_parcels_names_one(
    market: Market, visit: Visit
) -> None:
    buyer = visit(market)
    order_id = await bought(buyer, market.goods(3))
    part = {"lines": [{"line": 0, "quantity": 1}], "packed": True}
    expect(make(market, order_id, part))
    number = await number_of(buyer, order_id)
    assert came(send(market, f"{number};;Post;N1")) == [(None, "parcel-unnamed")]
    expect(make(market, order_id, {"packed": True}))
    assert came(send(market, f"{number};;Post;N1")) == [(None, "parcel-unnamed")]
    both = [f"{number};1;Post;N1", f"{number};2;Post;N2"]
    assert came(send(market, *both)) == [(1, "shipped"), (2, "shipped")]
    assert await parcels(buyer, order_id) == [
        ("shipped", "Post", "N1"), ("shipped", "Post", "N2"),
    ]  # fmt: skip
    assert came(send(market, f"{number};;Post;N3")) == [(None, "parcel-unnamed")]
    assert came(send(market, f"{number};2;;N3")) == [(2, "numbered")]


async def test_a_file_that_is_no_list_of_numbers_does_nothing(market: Market, visit: Visit) -> None:
    def sent(content: bytes, kind: str = "text/csv") -> httpx.Response:
        return market.staff.post(NUMBERS, content=content, headers={"content-type": kind})

    for content in (b"Name,Price\nx,1", b"\x00\x01", b"Order,Tracking\n\xff\xfe,1", b"Order"):
        refusal(sent(content), 422, "number-file-invalid")
    refusal(sent(b""), 422, "invalid-request")
    long = b"Order,Tracking\n" + b"AAAA1111,N\n" * 501
    refusal(sent(long), 422, "number-file-invalid")
    refusal(sent(b"{}", "application/json"), 415, "unsupported-media-type")
    assert came(sent("Заказ\tНомер отправления\nНЕТ\tN1".encode("utf-16"))) == [
        (None, "order-not-found")
    ]
    guest = visit(market)
    headers = {"content-type": "text/csv"}
    refused = await guest.http.post(NUMBERS, content=b"Order,Tracking", headers=headers)
    refusal(refused, 401, "login-required")
