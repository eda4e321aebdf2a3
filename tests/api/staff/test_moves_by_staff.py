"""What staff move is there already: it may stay as long as they made it, and be of what is offered
no more; its client moves it only to what is offered."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.api.contract.services import ServiceAsked
from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import DESK, MINE, a_service, hold, paid
from tests.api.shop.test_what_can_be_moved import changed
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

Json = dict[str, Any]


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    """Anna, and two machines that make smoke."""
    tags = {"tags": '["portrait"]'}
    found = {
        "anna": Someone(kind="photographer", name="Anna", zone="Europe/Berlin", more=tags),
        "smoke": Someone(kind="equipment", name="Smoke", zone="Europe/Berlin"),
        "fog": Someone(kind="equipment", name="Fog", zone="Europe/Berlin"),
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def moved(by: httpx.Client, booking: str, start: str, **more: Any) -> httpx.Response:
    key = {"Idempotency-Key": uuid4().hex}
    return by.post(f"{MINE}/{booking}/move", json={"start": start} | more, headers=key)


def adjusted(staff: httpx.Client, booking: Json, **change: Any) -> Json:
    body = {"reason": "As was agreed"} | change
    return expect(staff.post(f"{DESK}/{booking['bookingId']}/change", json=body))


def until(booking: Json, minutes: int) -> str:
    start = datetime.fromisoformat(booking["booking"]["start"])
    return (start + timedelta(minutes=minutes)).isoformat()


def retired(staff: httpx.Client, service: str, **change: Any) -> None:
    changed(staff, f"/api/staff/services/{service}", ServiceAsked, **change)


def test_a_price_by_hand_is_not_undone_by_a_move(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(3)
    held = expect(hold(client, service, f"{day}T10:00"))
    paid(client, staff, held)
    assert adjusted(staff, held, price=12_000)["byHand"] == 3_000
    done = expect(moved(staff, held["bookingId"], f"{day}T10:30"))
    found = done["booking"]
    assert (done["refund"], found["price"], found["dueNow"]) == (0, 12_000, 9_000)
    found = expect(moved(client, held["bookingId"], f"{day}T11:00"))["booking"]
    assert (found["price"], found["byHand"]) == (12_000, 3_000)


def test_of_a_price_by_hand_nothing_is_lost_where_a_cheaper_time_costs_nothing(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(8)
    held = expect(hold(client, service, f"{day}T10:00", length=120))
    paid(client, staff, held)
    assert adjusted(staff, held, price=6_000)["byHand"] == -12_000
    found = expect(moved(staff, held["bookingId"], f"{day}T10:00", length=60))["booking"]
    assert (found["price"], found["byHand"]) == (0, -12_000)
    assert adjusted(staff, held, price=2_000)["byHand"] == -7_000, "of 9000"
    found = expect(moved(staff, held["bookingId"], f"{day}T10:00", length=120))["booking"]
    assert (found["price"], found["byHand"]) == (11_000, -7_000)


def test_what_staff_made_longer_they_move_as_it_is_and_its_client_does_not(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(4)
    held = expect(hold(client, service, f"{day}T10:00"))
    paid(client, staff, held)
    found = adjusted(staff, held, end=until(held, 75))
    assert (found["minutes"], found["price"]) == (75, 9_000)
    refusal(moved(client, held["bookingId"], f"{day}T12:00"), 422, "not-offered")
    anna = str(house["anna"].id)
    offers = expect(
        staff.get(f"/api/staff/conflicts/{held['bookingId']}/offers", params={"resource": anna})
    )
    start = offers["times"][0]["start"]
    for time, more in ((start, {}), (f"{day}T15:00", {"length": 75})):
        done = expect(moved(staff, held["bookingId"], time, **more))
        # Nothing falls due for minutes that staff gave.
        assert (done["refund"], done["booking"]["price"]) == (0, 9_000)
        assert done["booking"]["minutes"] == 75
    refusal(moved(staff, held["bookingId"], f"{day}T15:00", length=90), 422, "not-offered")
    found = expect(moved(staff, held["bookingId"], f"{day}T15:00", length=120))["booking"]
    assert (found["minutes"], found["price"]) == (120, 18_000)


def test_minutes_that_staff_gave_or_took_go_with_their_length(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    """A quarter of an hour given is no money: another length costs what the list has for it, with
    what was said of the price itself."""
    service, day = a_service(staff, "photographer"), day_ahead(7)
    held = expect(hold(client, service, f"{day}T10:00"))
    paid(client, staff, held)
    assert adjusted(staff, held, price=9_500)["byHand"] == 500
    assert adjusted(staff, held, end=until(held, 75))["byHand"] == 500 - 2_250
    done = expect(moved(staff, held["bookingId"], f"{day}T13:00", length=60))
    found = done["booking"]
    assert (done["refund"], found["minutes"], found["price"]) == (0, 60, 9_500)
    assert found["byHand"] == 500

    held = expect(hold(client, service, f"{day}T16:00", length=120))
    paid(client, staff, held)
    assert adjusted(staff, held, end=until(held, 60))["price"] == 18_000
    found = expect(moved(client, held["bookingId"], f"{day}T16:00", length=120))["booking"]
    assert (found["minutes"], found["price"], found["byHand"]) == (120, 18_000, 0)


def test_of_what_is_offered_no_more_staff_move_what_is_booked(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(5)
    held = expect(hold(client, service, f"{day}T10:00"))
    retired(staff, service, active=False)
    assert expect(client.get(f"{MINE}/{held['bookingId']}"))["canMove"] is False
    refusal(moved(client, held["bookingId"], f"{day}T12:00"), 404, "service-not-found")
    anna = str(house["anna"].id)
    offers = expect(
        staff.get(f"/api/staff/conflicts/{held['bookingId']}/offers", params={"resource": anna})
    )
    assert offers["role"] == "photographer"
    found = expect(moved(staff, held["bookingId"], offers["times"][0]["start"]))["booking"]
    assert found["price"] == 9_000


def test_an_extra_that_is_no_more_goes_with_its_booking_and_what_it_took(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    need = {"role": "machine", "kind": "equipment"}
    smoke = {"id": "smoke", "name": "Smoke", "price": 1_500, "minutes": 15, "need": need}
    prints = {"id": "prints", "name": "Prints", "price": 2_000}
    service, day = a_service(staff, "photographer", extras=[smoke, prints]), day_ahead(6)
    held = expect(hold(client, service, f"{day}T10:00", extras=["smoke", "prints"]))
    before = held["booking"]
    assert (before["price"], before["minutes"]) == (12_500, 75)
    retired(staff, service, extras=[prints])
    refusal(moved(client, held["bookingId"], f"{day}T12:00"), 422, "not-together")
    found = expect(moved(staff, held["bookingId"], f"{day}T12:00"))["booking"]
    assert (found["price"], found["minutes"], found["parts"]) == (12_500, 75, before["parts"])
    whom = [sorted(each["name"] for each in one["resources"]) for one in (before, found)]
    assert whom[0] == whom[1] and len(whom[1]) == 2


def test_a_client_reads_when_and_how_much_and_not_what_staff_wrote(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(7)
    held = expect(hold(client, service, f"{day}T10:00"))
    paid(client, staff, held)
    adjusted(staff, held, price=8_000)
    expect(moved(staff, held["bookingId"], f"{day}T12:00"))

    def history(by: httpx.Client, path: str) -> Json:
        found = expect(by.get(f"{path}/{held['bookingId']}"))
        return {one["what"]: one["data"] for one in found["timeline"]}

    theirs, whole = history(client, MINE), history(staff, DESK)
    assert theirs.keys() == whole.keys() == {"held", "confirmed", "changed", "moved"}
    assert theirs["changed"] == {"refund": 1_000}
    assert theirs["moved"] == {key: whole["moved"][key] for key in ("before", "startsAt", "people")}
    assert whole["changed"]["reason"] == "As was agreed"
    assert whole["changed"]["by"] == whole["moved"]["by"] != ""
