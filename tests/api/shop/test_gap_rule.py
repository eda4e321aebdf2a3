"""A service whose bookings leave no gap shorter than an hour: what is not offered for it is not
held either, whichever way it is asked for; staff book as they see fit."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

GRID = {"step": 30, "gap": 60}


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    studio = Someone(kind="studio", name="Loft", zone="Europe/Berlin")
    there = {"studio_id": studio.id}
    found = {
        "studio": studio,
        "room": Someone(kind="room", name="Red room", zone="Europe/Berlin", more=there),
        "anna": Someone(kind="photographer", name="Anna", more={"tags": '["portrait"]'}),
        "boris": Someone(kind="photographer", name="Boris", more={"tags": '["portrait"]'}),
        "carla": Someone(kind="photographer", name="Carla"),
        "north": Someone(kind="studio", name="North"),
        "south": Someone(kind="studio", name="South"),
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def starts(client: httpx.Client, service: str, day: object) -> list[str]:
    asked = {"service": service, "from": f"{day}T00:00", "to": f"{day}T23:55"}
    return [one["local"][11:16] for one in expect(client.get("/api/slots", params=asked))["times"]]


def test_a_time_that_is_hidden_for_its_gap_is_not_held(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "room", grid=GRID), day_ahead(20)
    expect(hold(client, service, f"{day}T12:00"))
    offered = starts(client, service, day)
    assert {"09:00", "10:00", "11:00", "13:00", "14:00"} <= set(offered)
    assert not {"09:30", "10:30", "13:30", "16:30"} & set(offered)

    for hidden in ("09:30", "10:30", "13:30", "16:30"):
        refused = refusal(hold(client, service, f"{day}T{hidden}"), 422, "not-offered")
        assert refused["field"] == "start"
        assert len(refused["next"]) == 3
        assert {one["local"][11:16] for one in refused["next"][:1]} <= set(offered)
    refusal(hold(client, service, f"{day}T12:30"), 409, "time-taken")
    # Whatever is offered can be had.
    for one in ("10:00", "13:00"):
        expect(hold(client, service, f"{day}T{one}"))


def test_the_short_form_of_a_time_that_was_offered_before_does_not_pass_by_it(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "room", grid=GRID), day_ahead(21)
    plain = a_service(staff, "room")
    asked = {"service": service, "from": f"{day}T10:30", "to": f"{day}T11:00"}
    (time,) = expect(client.get("/api/slots", params=asked))["times"]
    slot = time["combinations"][0]["slotId"]
    expect(hold(client, plain, f"{day}T12:00"))  # now it would leave half an hour

    user = expect(hold(client, plain, f"{day}T17:00"))["booking"]["userId"]
    body = {"user_id": user.partition(":")[2], "slot_id": slot}
    refusal(client.post("/api/book", json=body), 422, "not-offered")


def test_a_client_moves_by_the_rule_and_their_own_time_is_no_neighbour(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "room", grid=GRID), day_ahead(22)
    expect(hold(client, service, f"{day}T14:00"))
    held = expect(hold(client, service, f"{day}T12:00"))
    at = f"{MINE}/{held['bookingId']}/move"

    def move(by: httpx.Client, to: str) -> httpx.Response:
        return by.post(at, json={"start": f"{day}T{to}"})

    refused = refusal(move(client, "12:30"), 422, "not-offered")
    assert len(refused["next"]) == 3
    expect(move(client, "11:00"))
    expect(move(client, "10:30"))  # only what it leaves behind now was in the way
    expect(move(staff, "12:30"))


def test_whoever_has_no_gap_then_serves_it(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    """With a choice of people the rule is theirs one by one."""
    service, day = a_service(staff, "photographer", grid=GRID), day_ahead(23)
    anna, boris = str(house["anna"].id), str(house["boris"].id)

    def by(one: str, at: str, who: httpx.Client = client, **more: Any) -> httpx.Response:
        return hold(who, service, f"{day}T{at}", resources=[one], **more)

    expect(by(anna, "12:00"))
    refusal(by(anna, "10:30"), 422, "not-offered")
    held = expect(hold(client, service, f"{day}T10:30", resources="any"))
    assert [one["name"] for one in held["booking"]["resources"]] == ["Boris"]
    refusal(by(boris, "12:00"), 422, "not-offered")
    expect(by(anna, "10:30", staff))


def test_the_way_to_another_place_is_no_time_that_could_be_sold(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    """Half an hour's way to a booking at noon: what ends when the way begins leaves no gap."""
    north, south, carla = (house[name] for name in ("north", "south", "carla"))
    way = {"ways": [{"studioId": str(north.id), "minutes": 30}]}
    path = f"/api/staff/resources/{south.id}/travel-times"
    expect(staff.put(path, json=way, headers={"If-Match": '"0"'}))
    needs = [
        {"role": "photographer", "kind": "photographer", "resources": [str(carla.id)]},
        {"role": "studio", "kind": "studio", "resources": [str(north.id), str(south.id)]},
    ]
    service, day = a_service(staff, grid=GRID, needs=needs), day_ahead(24)

    def at(studio: Someone, start: str) -> httpx.Response:
        return hold(client, service, f"{day}T{start}", resources=[str(studio.id)])

    expect(at(north, "12:00"))
    span = {"from": f"{day}T00:00", "to": f"{day}T12:00"}
    asked = {"service": service, "resources": str(south.id), **span}
    times = expect(client.get("/api/slots", params=asked))["times"]
    assert [one["local"][11:16] for one in times] == ["09:00", "10:30"]
    refusal(at(south, "10:00"), 422, "not-offered")
    refusal(at(south, "11:00"), 409, "time-taken")
    expect(at(south, "10:30"))
