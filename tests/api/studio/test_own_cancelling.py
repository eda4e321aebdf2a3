"""Who is booked cannot make a session, and cancels it: its client gets all back, and hears why."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.studio.house import AT, RESOURCES, House, opened_house
from tests.api.studio.sessions import begun
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

WHY = "I am ill, I am sorry."


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


def path(booking: dict[str, Any]) -> str:
    return f"{AT}/bookings/{booking['id']}"


def cancel(
    who: httpx.Client, booking: dict[str, Any], key: str = "", **more: Any
) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return who.post(f"{path(booking)}/cancel", json={"reason": WHY} | more, headers=headers)


def free(house: House, service: str, start: str) -> bool:
    asked = {"serviceId": house.services[service], "start": start}
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as guest:
        held = guest.post(
            "/api/bookings/hold", json=asked, headers={"Idempotency-Key": uuid4().hex}
        )
        if held.status_code == 200:
            given_up = guest.post(f"/api/bookings/{held.json()['bookingId']}/cancel", json={})
            assert given_up.status_code == 200
        return held.status_code == 200


def test_all_goes_back_whatever_the_policy_says_and_the_time_is_free(
    house: House, shop_database_url: str
) -> None:
    ann, staff = house.who["ann"], house.who["staff"]
    made = house.booked("shoot", 40, "10:00", "ann", "white", "lamp")
    # An hour before it begins its client would get nothing back.
    soon = (
        "UPDATE bookings SET policy = jsonb_set(policy, '{steps}',"
        """ '[{"minutes": 1000000, "percent": 100}]') WHERE id = $1::uuid"""
    )
    asyncio.run(fetch(shop_database_url, soon, made["id"]))
    whose = expect(staff.get(f"/api/bookings/{made['id']}/cancellation"))
    assert (whose["refund"], whose["penalty"]) == (0, 9_000)

    comes = expect(ann.get(f"{path(made)}/cancellation"))
    assert (comes["refund"], comes["penalty"], comes["percent"]) == (9_000, 0, 0)
    assert not free(house, "shoot", f"{day_ahead(40)}T10:00")
    key = uuid4().hex
    done = expect(cancel(ann, made, key))
    assert done == {"refund": 9_000, "currency": "EUR"}
    assert expect(cancel(ann, made, key)) == done, "a request that comes again is done once"
    refusal(cancel(ann, made), 409, "booking-ended")

    found = expect(staff.get(f"/api/staff/bookings/{made['id']}"))
    assert (found["status"], found["reason"], found["penalty"]) == ("cancelled", "photographer", 0)
    assert found["endNote"] == WHY
    assert house.calendar("ann", 40)["bookings"] == []
    assert free(house, "shoot", f"{day_ahead(40)}T10:00")
    log = expect(staff.get("/api/staff/audit"))
    assert WHY in str(log)


def test_with_a_block_nobody_books_that_time_again(house: House) -> None:
    ann = house.who["ann"]
    made = house.booked("shoot", 41, "10:00", "ann", "white", "lamp")
    expect(cancel(ann, made, block=True))
    assert not free(house, "shoot", f"{day_ahead(41)}T10:00")
    (block,) = expect(ann.get(f"{RESOURCES}/{house.ids['ann']}/blocks"))["blocks"]
    assert block["begins"] == f"{day_ahead(41)} 10:00"


def test_only_whose_session_it_is_cancels_it_and_says_why(
    house: House, shop_database_url: str
) -> None:
    ann, lea, rival = house.who["ann"], house.who["lea"], house.who["max"]
    shoot = house.booked("shoot", 42, "10:00", "ann", "white", "lamp")
    # A studio that only lends the room says nothing of what is between photographer and client.
    for stranger in (lea, rival):
        refusal(cancel(stranger, shoot), 404, "booking-not-found")
        refusal(stranger.get(f"{path(shoot)}/cancellation"), 404, "booking-not-found")
    for empty in ("", "   "):
        refusal(cancel(ann, shoot, reason=empty), 422, "invalid-request")
    room = house.booked("room", 42, "14:00", "white")
    refusal(cancel(ann, room), 404, "booking-not-found")
    expect(cancel(lea, room))
    asyncio.run(begun(shop_database_url, shoot))
    assert ann.post(f"{path(shoot)}/start").status_code == 204
    refusal(cancel(ann, shoot), 409, "too-late-to-cancel")


def test_what_is_asked_for_is_declined_and_what_waits_for_its_money_is_off(house: House) -> None:
    ann = house.who["ann"]
    asked = house.booked("asked", 43, "10:00", "ann", "white")
    refusal(cancel(ann, asked), 409, "not-agreed")
    expect(ann.post(f"/api/staff/booking-requests/{asked['id']}/agree", json={}))
    assert expect(cancel(ann, asked))["refund"] == 0
    found = expect(house.who["staff"].get(f"/api/staff/bookings/{asked['id']}"))
    assert (found["status"], found["reason"]) == ("cancelled", "photographer")


def test_a_client_does_not_say_that_who_is_booked_cannot_make_it(house: House) -> None:
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as guest:
        asked = {
            "serviceId": house.services["shoot"],
            "start": f"{day_ahead(44)}T10:00",
            "resources": [],
        }
        held = expect(
            guest.post("/api/bookings/hold", json=asked, headers={"Idempotency-Key": uuid4().hex})
        )
        said = {"cause": "photographer", "reason": WHY}
        refused = guest.post(f"/api/bookings/{held['bookingId']}/cancel", json=said)
        refusal(refused, 403, "only-staff-say")
