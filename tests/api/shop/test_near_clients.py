"""Where the client is: what is offered so far around them is held, moved, repeated and waited for
within that distance alone."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold, paid
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"
MITTE, POTSDAM, NOWHERE = "52.520,13.405", "52.396,13.058", "0,0"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    """A studio in the middle of the town with a room, and one in Potsdam; Anna goes ten km."""
    found = {
        "mitte": Someone(
            kind="studio", name="Mitte", zone=BERLIN, more={"latitude": 52.52, "longitude": 13.40}
        ),
        "potsdam": Someone(
            kind="studio", name="Potsdam", zone=BERLIN, more={"latitude": 52.40, "longitude": 13.06}
        ),
    }
    found["room"] = Someone(
        kind="room", name="Red room", zone=BERLIN, more={"studio_id": found["mitte"].id}
    )
    found["anna"] = Someone(
        kind="photographer",
        name="Anna",
        zone=BERLIN,
        more={
            "tags": '["portrait"]',
            "latitude": 52.52,
            "longitude": 13.41,
            "travel_radius_km": 10,
        },
    )
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def test_what_is_offered_near_a_client_is_held_near_them_alone(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    need = {"role": "studio", "kind": "studio", "withinKm": 5, "choice": "nearest"}
    service = a_service(staff, needs=[need])
    shown = expect(client.get(f"/api/services/{service}"))["needs"][0]
    assert (shown["withinKm"], shown["choice"]) == (5, "nearest")
    start = f"{day_ahead(5)}T10:00"

    refused = refusal(hold(client, service, start), 422, "place-needed")
    assert refused["field"] == "near"
    far = refusal(hold(client, service, start, near=NOWHERE), 409, "too-far")
    assert "5 km" in far["detail"]
    named = {"resources": [str(house["potsdam"].id)]}
    refusal(hold(client, service, start, near=MITTE, **named), 409, "too-far")
    refusal(hold(client, service, start, near="52.5"), 422, "invalid-request")
    held = expect(hold(client, service, start, near=MITTE))
    assert [one["name"] for one in held["booking"]["resources"]] == ["Mitte"]
    # A time by its id says nothing of where one is: its client does.
    slots: dict[str, str] = {
        "service": service,
        "from": start,
        "near": MITTE,
        "most": "1",
        "limit": "1",
    }
    (time,) = expect(client.get("/api/slots", params=slots))["times"]
    me = expect(staff.get("/api/session"))["user"]["id"]
    by_id = {"user_id": me, "slot_id": time["combinations"][0]["slotId"]}
    refusal(staff.post("/api/book", json=by_id), 422, "place-needed")
    refusal(staff.post("/api/book", json=by_id | {"near": "here"}), 422, "invalid-request")
    refusal(staff.post("/api/book", json=by_id | {"near": NOWHERE}), 409, "too-far")
    near = expect(staff.post("/api/book", json=by_id | {"near": MITTE}))
    expect(staff.post(f"{MINE}/{near['bookingId']}/cancel", json={}))

    paid(client, staff, held)
    at = f"{MINE}/{held['bookingId']}/move"
    later = {"start": f"{day_ahead(5)}T14:00"}
    other = later | named
    refusal(client.post(at, json=other), 422, "place-needed")
    refusal(client.post(at, json=other | {"near": MITTE}), 409, "too-far")
    moved = expect(client.post(at, json=later))["booking"]
    assert [one["name"] for one in moved["resources"]] == ["Mitte"]
    there = expect(
        client.post(at, json=other | {"near": POTSDAM, "start": f"{day_ahead(6)}T10:00"})
    )
    assert [one["name"] for one in there["booking"]["resources"]] == ["Potsdam"]

    # Staff know where their client is.
    mine = expect(hold(staff, service, f"{day_ahead(7)}T10:00", client="guest"))
    assert mine["booking"]["resources"][0]["name"] in ("Mitte", "Potsdam")
    waits = {"serviceId": service, "start": later["start"]}
    refusal(client.post("/api/waiting/times", json=waits), 422, "place-needed")
    weekly = waits | {"rule": {"unit": "week", "count": 2}, "near": NOWHERE}
    refusal(staff.post("/api/series/check", json=weekly), 409, "too-far")


def test_a_room_is_where_its_studio_is_and_a_photographer_goes_so_far(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    room = a_service(staff, needs=[{"role": "room", "kind": "room", "withinKm": 5}])
    held = expect(hold(client, room, f"{day_ahead(8)}T10:00", near=MITTE))
    assert [one["name"] for one in held["booking"]["resources"]] == ["Red room"]
    expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    refusal(hold(client, room, f"{day_ahead(8)}T10:00", near=POTSDAM), 409, "too-far")

    visit = a_service(staff, "photographer")
    far = refusal(hold(client, visit, f"{day_ahead(9)}T10:00", near=POTSDAM), 409, "too-far")
    assert far["detail"] == "Nobody who could serve it comes so far."
    held = expect(hold(client, visit, f"{day_ahead(9)}T10:00", near=MITTE))
    assert held["booking"]["resources"][0]["name"] == "Anna"


def test_a_session_at_a_clients_own_place_keeps_the_way_there_free(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    visit = a_service(staff, "photographer")
    anna = str(house["anna"].id)
    day = day_ahead(11)
    held = expect(
        hold(client, visit, f"{day}T10:00", near="52.52,13.5", resources=[anna], length=60)
    )
    assert held["booking"]["near"] == "52.52,13.5"
    paid(client, staff, held)
    # Six kilometres to Mitte: a quarter of an hour, and ten minutes to set off.
    needs = [
        {"role": "photographer", "kind": "photographer"},
        {"role": "studio", "kind": "studio"},
    ]
    studio = a_service(staff, needs=needs)
    those = [anna, str(house["mitte"].id)]
    there: dict[str, Any] = {"resources": those, "length": 60}
    taken = refusal(hold(client, studio, f"{day}T11:00", **there), 409, "time-taken")
    assert "Anna" in taken["detail"]
    slots = {"service": studio, "from": f"{day}T08:00", "to": f"{day}T13:00", "length": "60"}
    named = slots | {"resources": ",".join(those)}
    times = [one["local"][11:16] for one in expect(client.get("/api/slots", params=named))["times"]]
    assert "11:30" in times
    assert not {"09:00", "09:30", "10:00", "11:00"} & set(times)
    # Moved without a word of where, it is where it was.
    at = f"{MINE}/{held['bookingId']}/move"
    moved = expect(client.post(at, json={"start": f"{day}T15:00"}))["booking"]
    assert moved["near"] == "52.52,13.5"
    refusal(hold(client, studio, f"{day}T14:00", **there), 409, "time-taken")
    moved = expect(client.post(at, json={"start": f"{day}T15:00", "near": "52.52,13.4"}))
    assert moved["booking"]["near"] == "52.52,13.4"
    refusal(client.post(at, json={"start": f"{day}T16:00", "near": POTSDAM}), 409, "too-far")
    # What took the time is told with its way.
    asked = {"service": studio, "from": str(day), "to": str(day_ahead(12))}
    week = expect(staff.get("/api/staff/slots/why", params=asked))
    mine = [one for one in week["days"][0]["taken"] if one["bookingId"] == held["bookingId"]]
    assert [(one["place"], one["wayMinutes"] > 0) for one in mine] == [(None, True)]


def test_a_studio_beyond_a_photographers_radius_is_not_offered_with_them(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    needs = [
        {"role": "photographer", "kind": "photographer"},
        {"role": "studio", "kind": "studio", "resources": [str(house["potsdam"].id)]},
    ]
    service = a_service(staff, needs=needs)
    day = day_ahead(13)
    far = refusal(hold(client, service, f"{day}T10:00"), 409, "too-far")
    assert "Anna" in far["detail"]
    named = {"resources": [str(house["anna"].id), str(house["potsdam"].id)]}
    refusal(hold(staff, service, f"{day}T10:00", client="guest", **named), 409, "too-far")
    asked = {"service": service, "day": str(day)}
    why = expect(staff.get("/api/slots/why", params=asked))["reasons"]
    assert {(one["resource"], one["reason"]) for one in why} >= {("Anna", "beyond-radius")}
    told = expect(client.get("/api/slots/why", params=asked | {"locale": "ru"}))["reasons"]
    assert "Так далеко они не выезжают." in {one["detail"] for one in told}


def test_an_address_is_looked_up_where_the_shop_can(client: httpx.Client) -> None:
    assert expect(client.get("/api/config"))["findsPlaces"] is False
    refusal(client.get("/api/places", params={"address": "Alexanderplatz"}), 409, "no-geocoder")
    refusal(client.get("/api/places", params={"address": "A"}), 422, "invalid-request")
