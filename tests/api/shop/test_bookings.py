"""Bookings over HTTP: held, paid, read, moved, cancelled; who comes second is told what else there
is."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

HOLD, MINE, DESK = "/api/bookings/hold", "/api/bookings", "/api/staff/bookings"
PERSON = {"tags": '["portrait"]', "buffer_after": 15}


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture
def rival(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    """A studio with a room and a kit, and two photographers; Boris begins at noon."""
    studio = Someone(kind="studio", name="Loft", zone="Europe/Berlin")
    there = {"studio_id": studio.id}
    found = {
        "studio": studio,
        "room": Someone(kind="room", name="Red room", zone="Europe/Berlin", more=there),
        "kit": Someone(kind="equipment", name="Flash", zone="Europe/Berlin", more=there),
        "anna": Someone(kind="photographer", name="Anna", zone="Europe/Berlin", more=PERSON),
        "boris": Someone(
            kind="photographer",
            name="Boris",
            zone="Europe/Berlin",
            rules=(WeeklyRule(EVERY_DAY, 720, 1080),),
            more=PERSON,
        ),
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def a_service(staff: httpx.Client, *kinds: str, **more: Any) -> str:
    tags = {"photographer": ["portrait"]}
    asked = {
        "name": "Portrait",
        "texts": {"ru": {"name": "Портрет"}},
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 30},
        "price": {"rule": "hourly", "amount": 9_000},
        "needs": [{"role": kind, "kind": kind, "tags": tags.get(kind, [])} for kind in kinds],
    } | more
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def hold(by: httpx.Client, service: str, start: str, **more: Any) -> httpx.Response:
    key = {"Idempotency-Key": uuid4().hex}
    return by.post(HOLD, json={"serviceId": service, "start": start} | more, headers=key)


def paid(client: httpx.Client, staff: httpx.Client, held: dict[str, Any]) -> dict[str, Any]:
    """At the desk."""
    asked = {"reservationId": held["reservationId"], "provider": "manual"}
    expect(client.post("/api/payments", json=asked))
    return expect(staff.post(f"{DESK}/{held['bookingId']}/confirm"))


def test_a_time_is_held_paid_at_the_desk_and_seen_by_its_client(
    client: httpx.Client, staff: httpx.Client, rival: httpx.Client, house: dict[str, Someone]
) -> None:
    service = a_service(staff, "photographer", "room", "equipment")
    start = f"{day_ahead(5)}T10:00"
    key = {"Idempotency-Key": uuid4().hex}
    body = {"serviceId": service, "start": start, "people": 1, "note": "With a dog"}
    held = expect(client.post(HOLD, json=body, headers=key))
    assert expect(client.post(HOLD, json=body, headers=key)) | {"serverTime": ""} == held | {
        "serverTime": ""
    }
    booking = held["booking"]
    assert (held["total"], held["currency"], booking["status"]) == (9_000, "EUR", "held")
    assert booking["local"].startswith(start)
    assert [one["name"] for one in booking["resources"]] == ["Flash", "Anna", "Red room"]
    assert booking["expiresAt"] == held["expiresAt"]

    taken = refusal(hold(rival, service, f"{day_ahead(5)}T10:30"), 409, "time-taken")
    assert {one["name"] for one in taken["taken"]} <= {"Anna", "Red room", "Flash"}
    locals_ = [one["local"][11:16] for one in taken["next"]]
    assert locals_ == ["11:30", "12:00", "12:30"]  # Anna has a buffer until 11:15
    assert all(one["combinations"][0]["slotId"] for one in taken["next"])

    confirmed = paid(client, staff, held)
    assert (confirmed["status"], confirmed["orderStatus"]) == ("confirmed", "paid")
    mine = expect(client.get(MINE))
    assert [one["id"] for one in mine["bookings"]] == [held["bookingId"]]
    seen = expect(client.get(f"{MINE}/{held['bookingId']}"))
    assert [one["what"] for one in seen["timeline"]] == ["held", "confirmed"]
    order = expect(client.get(f"/api/orders/{held['orderId']}"))["order"]
    assert (order["status"], order["description"]) == ("paid", "Portrait")
    assert expect(rival.get(MINE))["bookings"] == []
    for path in ("", "/cancellation"):
        refusal(rival.get(f"{MINE}/{held['bookingId']}{path}"), 404, "booking-not-found")
        refusal(rival.get(f"{MINE}/{uuid4()}{path}"), 404, "booking-not-found")
    for action in ("cancel", "move"):
        asked = {"start": start} if action == "move" else {}
        at = f"{MINE}/{held['bookingId']}/{action}"
        refusal(rival.post(at, json=asked), 404, "booking-not-found")


def test_what_is_not_offered_is_said_clearly(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service = a_service(staff, "photographer", "room")
    day = day_ahead(7)
    refusal(hold(client, str(uuid4()), f"{day}T10:00"), 404, "service-not-found")
    wrong: list[tuple[str, dict[str, Any], int, str]] = [
        (f"{day}T10:00", {"length": 90}, 422, "not-offered"),
        (f"{day}T10:00", {"people": 2}, 422, "not-offered"),
        (f"{day}T10:10", {}, 422, "not-offered"),
        (f"{day}T10:00:30", {}, 422, "not-offered"),
        (f"{day}T10:00", {"resources": [str(uuid4())]}, 422, "not-offered"),
        (f"{day}T10:00", {"resources": [str(house["kit"].id)]}, 422, "not-offered"),
        (f"{day}T20:00", {}, 409, "closed"),
        (f"{day}T17:30", {}, 409, "closed"),
        (f"{day_ahead(-1)}T10:00", {}, 409, "too-soon"),
        (f"{day_ahead(70)}T10:00", {}, 409, "too-far-ahead"),
        ("1999-01-01T10:00", {}, 422, "invalid-request"),
        (f"{day}T10:00", {"resources": [str(house["boris"].id)]}, 409, "closed"),
    ]
    for start, more, status, code in wrong:
        problem = refusal(hold(client, service, start, **more), status, code)
        if code in ("closed", "too-soon"):
            assert len(problem["next"]) == 3, (start, more)
    closed = refusal(hold(client, service, f"{day}T20:00"), 409, "closed")
    assert {one["name"] for one in closed["closed"]} == {"Anna", "Red room"}


def test_it_is_moved_and_cancelled_and_what_comes_back_is_shown_before(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer", "room"), day_ahead(9)
    held = expect(hold(client, service, f"{day}T10:00"))
    at = f"{MINE}/{held['bookingId']}"
    moved = expect(client.post(f"{at}/move", json={"start": f"{day}T10:30"}))
    assert moved["booking"]["local"].startswith(f"{day}T10:30")
    assert moved["booking"]["expiresAt"] == held["expiresAt"]
    held["reservationId"] = moved["booking"]["reservationId"]
    paid(client, staff, held)
    asked = {"start": f"{day}T13:00", "resources": [str(house["boris"].id)]}
    moved = expect(client.post(f"{at}/move", json=asked))
    assert "Boris" in {one["name"] for one in moved["booking"]["resources"]}
    refusal(client.post(f"{at}/move", json={"start": f"{day}T20:00"}), 409, "closed")
    dearer = {"start": f"{day}T13:00", "length": 120}
    refusal(client.post(f"{at}/move", json=dearer), 409, "costs-more")
    shown = expect(client.get(f"{at}/cancellation"))
    assert (shown["penalty"], shown["refund"], shown["percent"]) == (0, 9_000, 0)
    refusal(client.post("/api/orders/cancel", json={"orderId": held["orderId"]}), 409,
            "cancel-by-booking")  # fmt: skip
    refusal(client.post(f"{at}/cancel", json={"cause": "weather"}), 403, "only-staff-say")
    gone = expect(client.post(f"{at}/cancel", json={"expectedRefund": shown["refund"]}))
    assert (gone["refund"], gone["booking"]["status"]) == (9_000, "cancelled")
    refusal(client.post(f"{at}/cancel", json={}), 409, "booking-ended")
    what = [one["what"] for one in expect(client.get(at))["timeline"]]
    assert what == ["held", "moved", "confirmed", "moved", "cancelled"]
    expect(hold(client, service, f"{day}T10:00"))  # all of it is free again


def test_once_it_has_begun_only_the_studio_cancels_it(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone], shop_database_url: str
) -> None:
    service = a_service(staff, "photographer")
    held = expect(hold(client, service, f"{day_ahead(12)}T10:00"))
    paid(client, staff, held)
    at, booking = f"{MINE}/{held['bookingId']}", held["bookingId"]
    assert expect(client.get(at))["canCancel"] is True
    begun = "UPDATE bookings SET starts_at = now() - interval '1 minute' WHERE id = $1::uuid"
    asyncio.run(fetch(shop_database_url, begun, booking))
    assert expect(client.get(at))["canCancel"] is False
    (listed,) = [one for one in expect(client.get(MINE))["bookings"] if one["id"] == booking]
    assert listed["canCancel"] is False
    refusal(client.get(f"{at}/cancellation"), 409, "too-late-to-cancel")
    refusal(client.post(f"{at}/cancel", json={}), 409, "too-late-to-cancel")
    assert expect(staff.get(f"{DESK}/{booking}"))["canCancel"] is True
    expect(staff.post(f"{at}/cancel", json={"cause": "studio", "reason": "Ill"}))


def test_to_who_moves_it_its_own_time_counts_as_free(
    client: httpx.Client, staff: httpx.Client, rival: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer", "room"), day_ahead(19)
    held = expect(hold(client, service, f"{day}T10:00", resources=[str(house["anna"].id)]))
    booking = held["bookingId"]
    asked = {"service": service, "from": f"{day}T09:00", "to": f"{day}T12:00"}
    named = {"resources": str(house["anna"].id)}

    def offered(by: httpx.Client, **more: str) -> list[str]:
        found = expect(by.get("/api/slots", params=asked | named | more))["times"]
        return [one["local"][11:16] for one in found]

    assert offered(client) == ["11:30"]  # Anna has a quarter of an hour after each
    for by in (client, staff):
        assert offered(by, moving=booking) == ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    assert offered(client) == ["11:30"]  # to everybody else as before
    other = expect(hold(rival, service, f"{day}T12:00", resources=[str(house["anna"].id)]))
    assert offered(client, moving=booking) == ["09:00", "09:30", "10:00", "10:30"]
    nobodys = rival.get("/api/slots", params=asked | {"moving": booking})
    refusal(nobodys, 404, "booking-not-found")
    month = {"service": service, "month": f"{day:%Y-%m}"} | named
    free = [
        next(one for one in expect(client.get("/api/slots/heat", params=about))["days"]
             if one["day"] == f"{day}")["free"]
        for about in (month, month | {"moving": booking})
    ]  # fmt: skip
    assert free[0] < free[1]

    moved = expect(client.post(f"{MINE}/{booking}/move", json={"start": f"{day}T10:30"}))
    assert moved["booking"]["local"].startswith(f"{day}T10:30")
    for by, each in ((client, booking), (rival, other["bookingId"])):
        expect(by.post(f"{MINE}/{each}/cancel", json={}))


def test_staff_see_the_day_and_say_what_came_of_it(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(11)
    anna = [str(house["anna"].id)]
    held = [expect(hold(client, service, f"{day}T{hour}:00", resources=anna)) for hour in (13, 15)]
    span = {"from": f"{day}T00:00:00Z", "to": f"{day}T23:59:00Z"}
    seen = expect(staff.get(DESK, params=span | {"limit": 1}))
    assert [one["id"] for one in seen["bookings"]] == [held[0]["bookingId"]]
    more = expect(staff.get(DESK, params=span | {"cursor": seen["nextCursor"]}))
    assert [one["id"] for one in more["bookings"]] == [held[1]["bookingId"]]
    at = f"{DESK}/{held[0]['bookingId']}"
    refusal(staff.post(f"{at}/start"), 409, "not-paid")
    paid(client, staff, held[0])
    refusal(staff.post(f"{at}/complete"), 409, "not-begun")
    refusal(staff.post(f"{at}/no-show"), 409, "not-begun")
    assert expect(staff.post(f"{at}/start"))["status"] == "in_progress"
    assert expect(staff.post(f"{at}/start"))["status"] == "in_progress"
    longer = {"price": 12_000, "reason": "they asked"}
    offset = expect(staff.get(at))["local"][16:]
    changed = expect(staff.post(f"{at}/change", json=longer | {"end": f"{day}T14:30:00{offset}"}))
    assert (changed["price"], changed["dueNow"], changed["moves"]) == (12_000, 9_000, 1)
    taken = refusal(
        staff.post(f"{at}/change", json={"end": f"{day}T15:30:00{offset}", "reason": "more"}),
        409,
        "time-taken",
    )
    assert [one["name"] for one in taken["taken"]] == ["Anna"]
    refusal(staff.post(f"{at}/change", json={"end": day.isoformat(), "reason": "-"}), 422,
            "end-invalid")  # fmt: skip
    refusal(staff.post(f"{at}/change", json={"price": 1, "reason": ""}), 422, "invalid-request")
    refusal(client.post(f"{at}/change", json=longer), 401, "login-required")
    running = expect(staff.get(DESK, params=span | {"status": "in_progress"}))["bookings"]
    assert [one["id"] for one in running] == [held[0]["bookingId"]]
    refusal(client.get(DESK), 401, "login-required")


def test_the_short_form_books_for_who_asks(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer", "room"), day_ahead(13)
    asked = {"service": service, "from": f"{day}T09:00", "to": f"{day}T10:00"}
    offered = expect(staff.get("/api/slots", params=asked))["times"]
    slot = offered[0]["combinations"][0]["slotId"]
    me = expect(staff.get("/api/session"))["user"]["id"]
    refusal(client.post("/api/book", json={"user_id": me, "slot_id": slot}), 403, "forbidden")
    booked = expect(staff.post("/api/book", json={"user_id": me, "slot_id": slot}))
    assert booked["booking"]["userId"] == f"user:{me}"
    again = staff.post("/api/book", json={"user_id": me, "slot_id": slot})
    assert len(refusal(again, 409, "time-taken")["next"]) == 3
    for wrong, status, code in (
        ("two", 422, "slot-id-invalid"), (10**30, 422, "slot-id-invalid"),
        (10**15, 404, "slot-not-found"), (str(uuid4()), 404, "slot-not-found"),
    ):  # fmt: skip
        refusal(staff.post("/api/book", json={"user_id": me, "slot_id": wrong}), status, code)
