"""Why no time is offered: kindly for clients, by name for staff."""

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
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

PATH = "/api/staff/slots/why"
NORTH = Someone(kind="studio", name="North")
SOUTH = Someone(kind="studio", name="South")
ANNA = Someone(kind="photographer", name="Anna")
CLARA = Someone(
    kind="photographer", name="Clara", rules=(WeeklyRule(EVERY_DAY, 540, 1080, studio=NORTH.id),)
)
BARN = Someone(kind="studio", name="Barn")
STALL = Someone(kind="room", name="Stall", more={"studio_id": BARN.id})
MILL = Someone(kind="studio", name="Mill", rules=(WeeklyRule(EVERY_DAY, 600, 660),))
WHEEL = Someone(kind="room", name="Wheel", more={"studio_id": MILL.id})


@pytest.fixture(scope="module")
def staff(shop: ServerProcess, shop_database_url: str) -> Iterator[httpx.Client]:
    BARN.rules = (WeeklyRule((day_ahead(9).isoweekday(),), 540, 1080),)
    asyncio.run(move_in(shop_database_url, NORTH, SOUTH, ANNA, CLARA, BARN, STALL, MILL, WHEEL))
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def offer(staff: httpx.Client, who: Someone, minutes: int = 60) -> str:
    needs = [
        {"role": "photographer", "kind": "photographer", "resources": [str(who.id)]},
        {"role": "studio", "kind": "studio"},
    ]
    service = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [minutes]},
        "grid": {"step": 60},
        "price": {"amount": 9_000},
        "needs": needs,
    }
    made: str = expect(staff.post("/api/staff/services", json=service), 201)["id"]
    return made


def hold(client: httpx.Client, service: str, start: str, *who: Someone) -> httpx.Response:
    some = [str(one.id) for one in who]
    key = {"Idempotency-Key": uuid4().hex}
    asked = {"serviceId": service, "start": start, "resources": some}
    return client.post("/api/bookings/hold", json=asked, headers=key)


def why(asker: httpx.Client, service: str, days: int, **more: Any) -> list[dict[str, Any]]:
    asked = {"service": service, "day": str(day_ahead(days))} | more
    found: list[dict[str, Any]] = expect(asker.get("/api/slots/why", params=asked))["reasons"]
    return found


def taken(staff: httpx.Client, service: str, days: int, **more: Any) -> dict[str, Any]:
    span = {"from": str(day_ahead(days)), "to": str(day_ahead(days + 1))}
    (day,) = expect(staff.get(PATH, params={"service": service} | span | more))["days"]
    found: dict[str, Any] = day
    return found


def test_the_way_from_another_place_is_a_reason_and_staff_read_where_they_are(
    staff: httpx.Client, client: httpx.Client
) -> None:
    service = offer(staff, ANNA)
    far = {"ways": [{"studioId": str(SOUTH.id), "minutes": 600}]}
    at = f"/api/staff/resources/{NORTH.id}/travel-times"
    expect(staff.put(at, json=far, headers={"If-Match": '"0"'}))
    made = expect(hold(client, service, f"{day_ahead(4)}T13:00", ANNA, NORTH))["booking"]

    by_client = why(client, service, 4, resources=str(SOUTH.id))
    assert [(one["role"], one["reason"]) for one in by_client] == [
        ("photographer", "travel"),
        ("studio", "free"),
    ]
    assert {one["resource"] for one in by_client} == {None}
    day = taken(staff, service, 4, resources=str(SOUTH.id))
    assert day["times"] == 0
    assert {one["resource"]: one["reason"] for one in day["reasons"]} == {
        "Anna": "travel",
        "South": "free",
    }
    (lies,) = day["taken"]
    assert (lies["resource"], lies["kind"], lies["number"]) == ("Anna", "held", made["number"])
    assert (lies["begins"][11:], lies["place"], lies["wayMinutes"]) == ("13:00", "North", 600)
    # In the place where she is, there is time; and who asks of it there is told of no reason.
    there = taken(staff, service, 4, resources=str(NORTH.id))
    assert there["times"] > 0
    assert there["reasons"] == []


def test_hours_for_another_place_and_blocks_are_reasons(
    staff: httpx.Client, client: httpx.Client
) -> None:
    service = offer(staff, CLARA)
    (her, _) = why(client, service, 6, resources=str(SOUTH.id))
    assert (her["reason"], her["detail"]) == ("elsewhere", "On this day they work elsewhere.")

    long = offer(staff, CLARA, minutes=360)
    block = {
        "start": f"{day_ahead(7)}T12:00", "end": f"{day_ahead(7)}T15:00", "note": "Dentist",
    }  # fmt: skip
    expect(staff.post(f"/api/staff/resources/{CLARA.id}/blocks", json=block), 201)
    by_staff = {one["resource"]: one["reason"] for one in taken(staff, long, 7)["reasons"]}
    assert by_staff["Clara"] == "partly-blocked"
    (lies,) = taken(staff, long, 7)["taken"]
    assert (lies["kind"], lies["name"], lies["bookingId"]) == ("block", "Dentist", None)
    by_client = why(client, long, 7)
    assert by_client[0]["reason"] == "too-short"
    assert "Dentist" not in str(by_client)


def test_a_question_that_makes_no_sense_is_refused(
    staff: httpx.Client, client: httpx.Client
) -> None:
    service, day = offer(staff, ANNA), str(day_ahead(3))
    asked = {"service": service, "from": day}
    for last in (day, str(day_ahead(18))):
        refused = staff.get(PATH, params=asked | {"to": last})
        assert refusal(refused, 422, "invalid-request")["field"] == "to"
    unknown = {"service": str(uuid4()), "from": day, "to": str(day_ahead(4))}
    refusal(staff.get(PATH, params=unknown), 404, "service-not-found")
    refusal(client.get(PATH, params=unknown), 401, "login-required")


def test_the_rule_of_its_studio_that_closes_a_room_is_named(
    staff: httpx.Client, client: httpx.Client
) -> None:
    service = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"amount": 9_000},
        "needs": [{"role": "room", "kind": "room", "resources": [str(STALL.id)]}],
    }
    made = expect(staff.post("/api/staff/services", json=service), 201)["id"]
    (reason,) = taken(staff, made, 8)["reasons"]
    assert (reason["resource"], reason["reason"]) == ("Stall", "weekday")
    assert reason["detail"] == "Barn: It is not open on this day of the week."
    assert "Barn" not in str(why(client, made, 8))

    at = f"/api/staff/resources/{STALL.id}/days"
    days = expect(staff.get(at, params={"from": str(day_ahead(8)), "days": 2}))["days"]
    assert [(one["why"], one["note"]) for one in days] == [("weekday", "Barn"), (None, "")]
    span = {"from": str(day_ahead(8)), "to": str(day_ahead(10)), "resources": str(STALL.id)}
    (shown,) = expect(staff.get("/api/staff/board", params=span))["resources"]
    assert [one["start"][:10] for one in shown["open"]] == [str(day_ahead(9))]
    assert [one["start"][:10] for one in shown["gaps"]] == [str(day_ahead(9))]


def test_who_has_the_whole_studio_is_named_where_a_room_is_wanted_and_shown_on_the_board(
    staff: httpx.Client, client: httpx.Client
) -> None:
    def service(who: Someone) -> str:
        asked = {
            "name": who.name,
            "currency": "EUR",
            "lengths": {"minutes": [60]},
            "grid": {"step": 60},
            "price": {"amount": 9_000},
            "needs": [{"role": "where", "kind": who.kind, "resources": [str(who.id)]}],
        }
        made: str = expect(staff.post("/api/staff/services", json=asked), 201)["id"]
        return made

    whole, room = service(MILL), service(WHEEL)
    number = expect(hold(client, whole, f"{day_ahead(11)}T10:00", MILL))["booking"]["number"]
    day = taken(staff, room, 11)
    assert [one["reason"] for one in day["reasons"]] == ["taken"]
    assert [(one["resource"], one["number"]) for one in day["taken"]] == [("Mill", number)]
    span = {"from": str(day_ahead(11)), "to": str(day_ahead(12)), "resources": str(WHEEL.id)}
    shown = expect(staff.get("/api/staff/board", params=span))
    assert shown["resources"][0]["gaps"] == []
    ((takes,),) = [one["takes"] for one in shown["bookings"]]
    assert (takes["resourceId"], takes["whole"]) == (str(MILL.id), True)

    number = expect(hold(client, room, f"{day_ahead(12)}T10:00", WHEEL))["booking"]["number"]
    day = taken(staff, whole, 12)
    assert [one["reason"] for one in day["reasons"]] == ["taken"]
    assert [(one["resource"], one["number"]) for one in day["taken"]] == [("Wheel", number)]
