"""Several services in one visit, extras, and goods beside a booking: one order, one countdown, and
one cancellation."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold, paid
from tests.api.staff.drafts import in_shop, made
from tests.support.command import holdfast
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"
EXTRAS = [
    {"id": "retouching", "name": "Retouching", "texts": {"ru": "Ретушь"}, "price": 2_000,
     "minutes": 30},
    {"id": "make-up", "name": "Make-up", "price": 4_000,
     "need": {"role": "artist", "kind": "photographer", "tags": ["make-up"]}},
]  # fmt: skip


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    found = {
        name: Someone(kind="photographer", name=name, zone=BERLIN, more={"tags": f'["{tag}"]'})
        for name, tag in (("Anna", "portrait"), ("Mia", "make-up"))
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def test_a_visit_is_found_held_and_moved_as_one(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    first = a_service(staff, "photographer", extras=EXTRAS)
    second = a_service(
        staff, "photographer", name="Family", lengths={"minutes": [60]}, price={"amount": 5_000}
    )
    shown = expect(client.get(f"/api/services/{first}", params={"locale": "ru"}))
    assert [one["name"] for one in shown["extras"]] == ["Ретушь", "Make-up"]

    day = day_ahead(6)
    span = {"service": first, "from": f"{day}T09:00", "to": f"{day}T19:00"}
    added = span | {"with": f"retouching,make-up,{second}:60", "length": "120"}
    found = expect(client.get("/api/slots", params=added))
    assert found["minutes"] == 210
    assert [one["local"][11:16] for one in found["times"]][-1] == "14:30"
    time = found["times"][0]
    assert time["price"] == 18_000 + 5_000 + 6_000
    assert len(time["combinations"][0]["resources"]) == 2
    for bad in ("nothing", f"{second}:61", f"{second}:x", ":", "a:b"):
        refused = client.get("/api/slots", params=span | {"with": bad})
        assert refused.status_code == 422, bad
    booked = expect(
        staff.post(
            "/api/book",
            json={
                "user_id": expect(staff.get("/api/session"))["user"]["id"],
                "slot_id": time["combinations"][0]["slotId"],
            },
        )
    )
    parts = booked["booking"]["parts"]
    assert [(one["kind"], one["minutes"], one["price"]) for one in parts] == [
        ("service", 120, 18_000), ("service", 60, 5_000), ("extra", 30, 2_000),
        ("extra", 0, 4_000),
    ]  # fmt: skip
    assert booked["booking"]["serviceName"] == "Portrait + Family + Retouching + Make-up"
    assert (booked["total"], {one["name"] for one in booked["booking"]["resources"]}) == (
        29_000, {"Anna", "Mia"},
    )  # fmt: skip
    also = {"also": [{"serviceId": second}], "extras": ["make-up"]}
    taken = refusal(hold(client, first, f"{day}T10:00", **also), 409, "time-taken")
    assert len(taken["next"]) == 3
    refusal(hold(client, first, f"{day}T13:00", extras=["none"]), 422, "not-together")
    held = expect(hold(client, first, f"{day}T13:00", **also))
    assert held["booking"]["end"] > held["booking"]["start"]
    at = f"{MINE}/{held['bookingId']}"
    moved = expect(client.post(f"{at}/move", json={"start": f"{day}T14:00"}))["booking"]
    assert (moved["price"], len(moved["resources"]), len(moved["parts"])) == (18_000, 2, 3)
    # On staff's board it is one card; its length is that of the first service and the rest.
    board = {"from": str(day), "to": str(day + timedelta(days=1))}
    cards = expect(staff.get("/api/staff/board", params=board))["bookings"]
    (shown,) = [one for one in cards if one["id"] == held["bookingId"]]
    assert (shown["also"], shown["beside"]) == ([second], 60)
    longer = {"start": f"{day}T14:00", "length": 120}
    moved = expect(staff.post(f"{at}/move", json=longer))["booking"]
    assert moved["price"] == 27_000
    assert [(one["minutes"], one["price"]) for one in moved["parts"]] == [
        (120, 18_000), (60, 5_000), (0, 4_000)
    ]  # fmt: skip
    expect(client.post(f"{at}/cancel", json={}))


def test_goods_are_held_paid_and_given_back_with_the_booking(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone], shop_database_url: str
) -> None:
    expect(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    strict = {"steps": [{"minutes": 100_000, "percent": 80}]}
    service = a_service(
        staff, "photographer", policy=strict, deposit={"rule": "percent", "value": 50}
    )
    seller = expect(staff.post("/api/staff/sellers", json={"name": "Frames"}), 201)["seller"]["id"]
    frame = made(staff, sellerId=seller)  # black: three at 5.00
    day, black = day_ahead(8), frame["variants"][0]["id"]
    line = {"productId": frame["id"], "variantId": black, "quantity": 2}
    other = made(
        staff, variants=[{"values": ["Black"], "price": 1}, {"values": ["White"], "price": 1}]
    )
    none = {"productId": other["id"], "variantId": other["variants"][0]["id"], "quantity": 1}
    short = refusal(hold(client, service, f"{day}T10:00", items=[line, none]), 409,
                    "insufficient-stock")  # fmt: skip
    assert [one["productId"] for one in short["shortages"]] == [other["id"]]

    held = expect(hold(client, service, f"{day}T10:00", items=[line]))
    assert (held["total"], held["booking"]["dueNow"]) == (4_500 + 1_000, 4_500)
    assert in_shop(client, frame)["stock"] == 1
    order = expect(client.get(f"/api/orders/{held['orderId']}"))["order"]
    assert (order["total"], [one["quantity"] for one in order["items"]]) == (5_500, [2])
    # All of the session at once, or its deposit: the goods are paid with either.
    first = f"{MINE}/{held['bookingId']}/pay-first"
    assert expect(client.post(first, json={"pay": "all"}))["total"] == 9_000 + 1_000
    assert expect(client.post(first, json={"pay": "deposit"}))["total"] == 4_500 + 1_000
    # Moved while it is held, goods and all; then let go, and both are free again.
    at = f"{MINE}/{held['bookingId']}"
    moved = expect(client.post(f"{at}/move", json={"start": f"{day}T12:00"}))["booking"]
    held["reservationId"] = moved["reservationId"]
    assert in_shop(client, frame)["stock"] == 1
    expect(client.post(f"{at}/cancel", json={}))
    assert in_shop(client, frame)["stock"] == 3

    again = expect(hold(client, service, f"{day}T12:00", items=[line]))
    paid(client, staff, again)
    at = f"{MINE}/{again['bookingId']}"
    shown = expect(client.get(f"{at}/cancellation"))
    # Four fifths of 90.00, but no more than the booking's part of what was paid.
    assert (shown["paid"], shown["penalty"], shown["refund"]) == (5_500, 4_500, 1_000)
    gone = expect(client.post(f"{at}/cancel", json={"expectedRefund": 1_000}))
    assert (gone["refund"], gone["booking"]["penalty"]) == (1_000, 4_500)
    assert in_shop(client, frame)["stock"] == 3
    # They are back and paid back: what was kept is for the time, and their seller has none of it.
    asked = {"reason": "again", "lines": [{"line": 0, "quantity": 1}]}
    its = f"/api/staff/orders/{again['orderId']}"
    refusal(staff.post(f"{its}/refund", json=asked), 409, "units-not-there")
    (kept,) = expect(client.get(f"/api/orders/{again['orderId']}"))["order"]["items"]
    assert kept["cancelled"] == 2

    async def has_nothing() -> bool:
        shares = expect(staff.get(f"{its}/suborders"))["suborders"]
        return [(one["gross"], one["commission"]) for one in shares] == [(0, 0)]

    asyncio.run(eventually(has_nothing, PATIENCE, "its seller has nothing of it"))
    third = expect(hold(client, service, f"{day}T14:00", items=[line]))
    paid(client, staff, third)
    fault = {"cause": "studio", "expectedRefund": 5_500}
    expect(staff.post(f"{MINE}/{third['bookingId']}/cancel", json=fault))
    assert in_shop(client, frame)["stock"] == 3
    told = holdfast("audit", "--database-url", shop_database_url)
    assert told.returncode == 0, told.stdout


def test_what_staff_gave_back_of_a_session_is_not_taken_from_the_goods_beside_it(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    expect(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    strict = {"steps": [{"minutes": 100_000, "percent": 100}]}
    service = a_service(staff, "photographer", policy=strict)
    frame = made(staff)
    line = {"productId": frame["id"], "variantId": frame["variants"][0]["id"], "quantity": 2}
    held = expect(hold(client, service, f"{day_ahead(9)}T10:00", items=[line]))
    paid(client, staff, held)
    late = {"amount": 3_000, "reason": "We came late"}
    expect(staff.post(f"/api/staff/orders/{held['orderId']}/refund", json=late))
    at = f"{MINE}/{held['bookingId']}"
    shown = expect(client.get(f"{at}/cancellation"))
    assert (shown["paid"], shown["penalty"], shown["refund"]) == (7_000, 6_000, 1_000)
    cheaper = {"price": 2_000, "reason": "And cheaper"}
    expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/change", json=cheaper))
    shown = expect(client.get(f"{at}/cancellation"))
    assert (shown["paid"], shown["refund"]) == (1_000, 1_000), "the goods are not paid back"
