"""How many people come is another number: its client says so until it may be moved, staff until it
begins; the price goes by it, and the difference is paid or goes back."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx

from tests.api.shop.test_booking_dues import (
    MINE,
    a_service,
    anna,
    client,
    demo,
    pay,
    settled,
    staff,
)
from tests.api.shop.test_bookings import hold
from tests.support.market import expect, refusal
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead

__all__ = ["anna", "client", "demo", "staff"]

BY_HEAD = {"price": {"rule": "head", "amount": 2_000}, "people": 5}


def people(by: httpx.Client, held: dict[str, Any], count: int, **more: Any) -> httpx.Response:
    asked = {"start": held["booking"]["start"], "people": count} | more
    key = {"Idempotency-Key": uuid4().hex}
    return by.post(f"{MINE}/{held['bookingId']}/move", json=asked, headers=key)


def comes_to(by: httpx.Client, held: dict[str, Any], count: int) -> list[int]:
    found = expect(by.get(f"{MINE}/{held['bookingId']}/people", params={"people": count}))
    return [found[one] for one in ("price", "more", "back")]


def test_more_people_are_paid_and_fewer_give_back_and_neither_is_a_move(
    client: httpx.Client, staff: httpx.Client, anna: Someone, demo: ServerProcess
) -> None:
    service, day = a_service(staff, anna, **BY_HEAD), day_ahead(22)
    held = expect(hold(client, service, f"{day}T10:00", people=2))
    pay(client, held["reservationId"])
    settled(client, held["bookingId"], lambda one: one["status"] == "confirmed")
    costly = "UPDATE bookings SET policy = policy || $2::text::jsonb WHERE id = $1::uuid"
    kept = '{"moves": 1, "move_fee": {"minutes": 1000000, "percent": 0, "amount": 500}}'
    asyncio.run(fetch(demo.database_url, costly, held["bookingId"], kept))

    assert comes_to(client, held, 3) == [6_000, 2_000, 0]
    refusal(people(client, held, 6), 422, "not-offered")
    assert refusal(people(client, held, 3), 409, "costs-more")["difference"] == 2_000
    made = expect(people(client, held, 3, payDifference=True))
    assert made["booking"]["people"] == 2, "until it is paid"
    pay(client, made["reservationId"])
    settled(client, held["bookingId"], lambda one: (one["people"], one["price"]) == (3, 6_000))

    assert comes_to(client, held, 1) == [2_000, 0, 4_000]
    fewer = expect(people(client, held, 1))
    assert (fewer["refund"], fewer["booking"]["people"], fewer["booking"]["price"]) == (
        4_000, 1, 2_000,
    )  # fmt: skip
    assert fewer["booking"]["canMove"], "nothing of that was a move"
    assert fewer["booking"]["moveFees"] == 0
    more = expect(people(staff, held, 4))
    assert (more["booking"]["people"], more["booking"]["price"], more["booking"]["dueNow"]) == (
        4, 8_000, 2_000,
    )  # fmt: skip


def test_it_is_changed_while_it_is_held_and_not_once_it_is_too_late(
    client: httpx.Client, staff: httpx.Client, anna: Someone, demo: ServerProcess
) -> None:
    service, day = a_service(staff, anna, **BY_HEAD), day_ahead(23)
    held = expect(hold(client, service, f"{day}T10:00", people=2))
    found = expect(people(client, held, 3))["booking"]
    assert (found["people"], found["dueNow"], found["status"]) == (3, 6_000, "held")
    pay(client, found["reservationId"])
    settled(client, held["bookingId"], lambda one: one["status"] == "confirmed")
    late = (
        "UPDATE bookings SET policy = policy || '{\"move_minutes\": 1000000}' WHERE id = $1::uuid"
    )
    asyncio.run(fetch(demo.database_url, late, held["bookingId"]))
    refusal(people(client, held, 2), 409, "too-late-to-move")
    refusal(
        client.get(f"{MINE}/{held['bookingId']}/people", params={"people": 2}),
        409, "too-late-to-move",
    )  # fmt: skip
    assert expect(people(staff, held, 2))["refund"] == 2_000
