"""Staff say how long the way from studio to studio takes: times that cannot be reached are offered
no more, nor held, whatever the distance is."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

ANNA = Someone(kind="photographer", name="Anna")
NORTH = Someone(kind="studio", name="North")
SOUTH = Someone(kind="studio", name="South")
GONE = Someone(kind="studio", name="Gone", more={"status": "archived"})
SERVICE: dict[str, Any] = {
    "name": "Portrait",
    "currency": "EUR",
    "lengths": {"minutes": [60]},
    "grid": {"step": 60},
    "price": {"amount": 9_000},
    "needs": [
        {"role": "photographer", "kind": "photographer"},
        {"role": "studio", "kind": "studio"},
    ],
}


@pytest.fixture(scope="module")
def staff(shop: ServerProcess, shop_database_url: str) -> Iterator[httpx.Client]:
    asyncio.run(move_in(shop_database_url, ANNA, NORTH, SOUTH, GONE))
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def path(studio: Someone) -> str:
    return f"/api/staff/resources/{studio.id}/travel-times"


def say(
    staff: httpx.Client, studio: Someone, version: int, **minutes: tuple[Someone, int]
) -> httpx.Response:
    ways = [{"studioId": str(there.id), "minutes": said} for there, said in minutes.values()]
    return staff.put(path(studio), json={"ways": ways}, headers={"If-Match": f'"{version}"'})


async def test_a_time_that_the_table_puts_out_of_reach_is_offered_no_more(
    staff: httpx.Client, client: httpx.Client, shop_database_url: str
) -> None:
    service = expect(staff.post("/api/staff/services", json=SERVICE), 201)["id"]
    day = day_ahead(3)

    def offered() -> list[str]:
        span = {"from": f"{day}T08:00", "to": f"{day}T15:00"}
        asked = {"service": service, "resources": str(SOUTH.id), **span}
        found = expect(client.get("/api/slots", params=asked))["times"]
        return [one["local"][11:16] for one in found]

    def hold(hour: int, studio: Someone) -> httpx.Response:
        asked = {
            "serviceId": service,
            "start": f"{day}T{hour:02}:00",
            "resources": [str(ANNA.id), str(studio.id)],
        }
        key = {"Idempotency-Key": uuid4().hex}
        return client.post("/api/bookings/hold", json=asked, headers=key)

    expect(hold(10, NORTH))
    # Nobody knows where the studios are: to the other one is no way at all.
    assert offered() == ["09:00", "11:00", "12:00", "13:00", "14:00"]
    said = expect(say(staff, NORTH, 0, to=(SOUTH, 70)))
    (way,) = said["ways"]
    assert (way["name"], way["minutes"], way["usual"]) == ("South", 70, 0)
    # Either way round, while nothing is said of the way back.
    assert offered() == ["13:00", "14:00"]
    assert refusal(hold(11, SOUTH), 409, "time-taken")["taken"][0]["name"] == "Anna"
    (back,) = expect(staff.get(path(SOUTH)))["ways"]
    assert (back["minutes"], back["usual"]) == (None, 70)
    expect(say(staff, SOUTH, 0, to=(NORTH, 0)))
    assert offered() == ["09:00", "13:00", "14:00"]
    expect(say(staff, NORTH, said["version"]))
    assert offered() == ["09:00", "11:00", "12:00", "13:00", "14:00"]
    expect(hold(11, SOUTH))

    rows = await fetch(
        shop_database_url,
        "SELECT actor, data FROM audit_log WHERE subject = $1 ORDER BY id",
        str(NORTH.id),
    )
    assert len(rows) == 2
    assert f'"{SOUTH.id}": 70' in rows[0][1]
    told = await fetch(
        shop_database_url, "SELECT type FROM events WHERE subject = $1", str(NORTH.id)
    )
    assert [row[0] for row in told] == ["travel-times.changed"] * 2


def test_what_cannot_be_a_way_is_named(staff: httpx.Client) -> None:
    at = path(GONE)
    for ways, field in (
        ([{"studioId": str(ANNA.id), "minutes": 5}], "ways[0].studioId"),
        ([{"studioId": str(GONE.id), "minutes": 5}], "ways[0].studioId"),
        ([{"studioId": str(NORTH.id), "minutes": 5}] * 2, "ways[1].studioId"),
    ):
        answer = staff.put(at, json={"ways": ways}, headers={"If-Match": '"0"'})
        assert refusal(answer, 422, "travel-times-invalid")["field"] == field
    long = [{"studioId": str(NORTH.id), "minutes": 721}]
    refusal(staff.put(at, json={"ways": long}), 422, "invalid-request")
    refusal(staff.put(at, json={"ways": []}), 428, "version-missing")
    refusal(say(staff, GONE, 7, to=(NORTH, 5)), 412, "resource-changed")
    refusal(say(staff, ANNA, 0, to=(NORTH, 5)), 422, "travel-times-invalid")
    refusal(staff.get(path(ANNA)), 404, "resource-not-found")
    assert expect(staff.get(at))["version"] == 0
