"""Schedules, slots, studios and equipment."""

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.specs.sentences import sentence
from tests.specs.studio.people import Photographer, owner_of
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.photo_studio import PhotoStudio, hold, open_hours, set_up
from tests.support.postgres import fetch
from tests.support.studio import EVERY_DAY, day_ahead

Visit = Callable[..., Buyer]
MORNING = {"weekdays": list(EVERY_DAY), "start": "09:00", "end": "12:00"}


@sentence("E", "1. Компоненты системы",
          "Управление расписанием фотографов, кэширование свободных слотов",
          at="PUT /api/staff/resources/{id}/schedule, GET /api/slots")  # fmt: skip
@sentence("E", "5. Подготовка к пиковым нагрузкам",
          "Кэш расписаний фотографов, чтобы снизить нагрузку на БД.",
          at="GET /api/slots")  # fmt: skip
async def test_slots_follow_the_schedule_though_they_are_kept(market: Market) -> None:
    studio = set_up(market)

    async def offered(*starts: str) -> None:
        """At once where it was changed; in other processes once they have heard of it."""

        async def so() -> bool:
            return studio.starts(3) == list(starts)

        await eventually(so, PATIENCE, f"offered: {starts}, not {studio.starts(3)}")

    await offered(*(f"{hour:02}:00" for hour in range(9, 18)))
    open_hours(market, studio.photographer, MORNING)
    await offered("09:00", "10:00", "11:00")
    path = f"/api/staff/resources/{studio.photographer}/blocks"
    block = {"start": f"{day_ahead(3)}T10:00", "end": f"{day_ahead(3)}T11:00", "note": "Dentist"}
    laid = expect(studio.staff.post(path, json=block), 201)["block"]["id"]
    await offered("09:00", "11:00")
    assert studio.staff.delete(f"{path}/{laid}").status_code in (200, 204)
    await offered("09:00", "10:00", "11:00")


@sentence("E", "Для фотографов и студий", "Управление расписанием через веб",
          at="PUT /api/staff/resources/{id}/schedule")  # fmt: skip
@sentence("E", "Self-Service для фотографов", "Настройка расписания без участия менеджера",
          at="PUT /api/staff/resources/{id}/schedule")  # fmt: skip
def test_a_photographer_sets_their_own_hours_and_nobody_elses(market: Market) -> None:
    studio = set_up(market)
    email = f"{studio.photographer}@photographer.example"
    add_person(market.database_url, email, ["photographer"])
    ((person,),) = asyncio.run(
        fetch(market.database_url, f"SELECT id FROM users WHERE email = '{email}'")
    )
    found = expect(studio.staff.get(f"/api/staff/resources/{studio.photographer}"))["resource"]
    known = {"kind", "name", "zone", "tags"}
    asked = {name: found[name] for name in known} | {"userId": str(person)}
    headers = {"If-Match": f'"{found["revision"]}"'}
    path = f"/api/staff/resources/{studio.photographer}"
    expect(studio.staff.put(path, json=asked, headers=headers))
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as anna:
        log_in(anna, email)
        mine = expect(anna.get("/api/staff/resources"))["resources"]
        assert [one["id"] for one in mine] == [studio.photographer]
        version = expect(anna.get(f"{path}/schedule"))["version"]
        headers = {"If-Match": f'"{version}"'}
        expect(anna.put(f"{path}/schedule", json={"rules": [MORNING]}, headers=headers))
        other = f"/api/staff/resources/{studio.studio}/schedule"
        refusal(anna.put(other, json={"rules": []}, headers=headers), 404, "resource-not-found")
    opened = expect(studio.staff.get(f"{path}/days", params={"from": f"{day_ahead(3)}", "days": 1}))
    (span,) = opened["days"][0]["spans"]
    assert (span["begins"][-5:], span["ends"][-5:]) == ("09:00", "12:00")


@pytest.fixture
def leas(market: Market) -> Iterator[tuple[PhotoStudio, Photographer]]:
    """A studio, and whose it is."""
    studio = set_up(market)
    with owner_of(studio) as lea:
        yield studio, lea


@sentence("E", "Для фотографов и студий", "Управление расписанием через веб",
          at="GET /api/studio/calendar, POST /api/staff/resources/{id}/blocks")  # fmt: skip
async def test_whose_studio_it_is_sees_what_is_booked_there_and_closes_a_day(
    leas: tuple[PhotoStudio, Photographer], market: Market, visit: Visit
) -> None:
    studio, lea = leas
    booking = expect(await hold(visit(market), studio, 4, 10))["booking"]
    span = {"from": str(day_ahead(4)), "to": str(day_ahead(5))}
    board = expect(lea.http.get("/api/studio/calendar", params=span))
    assert [one["number"] for one in board["bookings"]] == [booking["number"]]
    day = {"start": f"{day_ahead(5)}T00:00", "end": f"{day_ahead(6)}T00:00"}
    path = f"/api/staff/resources/{studio.studio}/blocks"
    expect(lea.http.post(path, json=day), 201)

    async def closed() -> bool:
        return studio.starts(5) == []

    await eventually(closed, PATIENCE, "nothing is offered on that day")
    path = f"/api/staff/resources/{studio.photographer}/blocks"
    refusal(lea.http.post(path, json=day), 404, "resource-not-found")


@sentence("E", "3.3. Геолокация", "Для поиска ближайших студий.", at="GET /api/studios?near=")
async def test_the_nearest_studios_come_first(market: Market) -> None:
    studio = set_up(market)
    places = {"near": (12.5001, 170.1), "far": (12.9, 170.5)}
    made = {
        name: studio.resource("studio", f"{name} {studio.name}", latitude=at[0], longitude=at[1])
        for name, at in places.items()
    }
    found = expect(studio.staff.get("/api/studios", params={"near": "12.5,170.1"}))["studios"]
    assert [one["id"] for one in found[:2]] == [made["near"], made["far"]]
    assert found[0]["distanceKm"] < 0.1 < found[1]["distanceKm"]


@sentence("E", "7. Информационная модель", "studios ||--o{ equipment : содержит",
          at="GET /api/equipment, photo_booking.equipment")  # fmt: skip
async def test_a_studio_has_its_equipment_which_is_booked_with_it(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    listed = expect(studio.staff.get("/api/equipment"))["equipment"]
    (kit,) = [one for one in listed if one["id"] == studio.kit]
    assert (kit["studioId"], kit["tags"]) == (studio.studio, ["lens"])
    rows = await fetch(
        market.database_url,
        f"SELECT studio_id, name, type FROM photo_booking.equipment WHERE id = '{studio.kit}'",
    )
    assert [tuple(map(str, row)) for row in rows] == [(studio.studio, kit["name"], "lens")]
    held = expect(await hold(visit(market), studio, 8, 9))
    names = {one["name"] for one in held["booking"]["resources"]}
    assert kit["name"] in names
