"""A booking under a block is offered others at the same time and other times; and lengths are whole
cells of who could serve them."""

import asyncio
import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold, paid
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def called(russian: str) -> dict[str, str]:
    return {"texts": json.dumps({"ru": {"name": russian, "about": ""}})}


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> dict[str, Someone]:
    skilled = {"tags": '["portrait"]'}
    found = {
        name: Someone(kind="photographer", name=name, zone=BERLIN, more=skilled | called(russian))
        for name, russian in (("Anna", "Анна"), ("Boris", "Борис"))
    }
    always = (WeeklyRule(EVERY_DAY, 0, 1440),)
    found["Sora"] = Someone(
        kind="photographer", name="Sora", zone="Asia/Seoul", rules=always, more=skilled
    )
    found["Loft"] = Someone(kind="studio", name="Loft", zone=BERLIN)
    by_the_day = {"cell_minutes": 1440, "horizon_days": 400}
    whole_days = (WeeklyRule(EVERY_DAY, 0, 1440),)
    found |= {
        name: Someone(kind="equipment", name=name, zone=BERLIN, rules=whole_days, more=by_the_day)
        for name in ("Van", "Other van")
    }
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


def test_a_booking_under_a_block_is_moved_to_what_is_offered(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer", "studio"), day_ahead(6)
    anna, boris, loft = (str(house[name].id) for name in ("Anna", "Boris", "Loft"))
    held = expect(hold(client, service, f"{day}T10:00", resources=[anna]))
    paid(client, staff, held)
    lies = {"start": f"{day}T09:00", "end": f"{day}T12:00", "note": "Ill"}
    expect(staff.post(f"/api/staff/resources/{anna}/blocks", json=lies), 201)
    (conflict,) = expect(staff.get("/api/staff/conflicts"))["conflicts"]
    assert (conflict["bookingId"], conflict["resourceId"]) == (held["bookingId"], anna)
    assert expect(staff.get("/api/staff/home"))["toDo"]["conflicts"] == 1

    at = f"/api/staff/conflicts/{held['bookingId']}/offers"
    refusal(client.get(at, params={"resource": anna}), 401, "login-required")
    refusal(staff.get(f"/api/staff/conflicts/{anna}/offers", params={"resource": anna}), 404,
            "booking-not-found")  # fmt: skip
    offers = expect(staff.get(at, params={"resource": anna}))
    # The loft is the booking's own, so that no whole combination is free then: the person is.
    # Who is in another city is no help.
    assert offers["people"] == [{"resourceId": boris, "name": "Boris"}]
    assert len(offers["times"]) == 5
    assert {one["zone"] for one in offers["times"]} == {BERLIN}
    russian = {"Accept-Language": "ru"}
    told = expect(staff.get(at, params={"resource": anna}, headers=russian))
    assert told["people"][0]["name"] == "Борис"
    (told,) = expect(staff.get("/api/staff/conflicts", headers=russian))["conflicts"]
    assert told["resource"] == "Анна"
    same = {"start": f"{day}T10:00", "resources": [boris, loft]}
    moved = expect(staff.post(f"{MINE}/{held['bookingId']}/move", json=same))["booking"]
    assert {one["name"] for one in moved["resources"]} == {"Boris", "Loft"}
    assert expect(staff.get("/api/staff/conflicts"))["conflicts"] == []


def test_a_booking_of_who_is_in_the_archive_is_offered_others(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service, day = a_service(staff, "photographer"), day_ahead(9)
    anna, boris = (str(house[name].id) for name in ("Anna", "Boris"))
    held = expect(hold(client, service, f"{day}T10:00", resources=[anna]))
    at = f"/api/staff/resources/{anna}"
    read = {"If-Match": staff.get(at).headers["etag"]}
    archived = staff.post(f"{at}/archive", headers=read)
    (conflict,) = expect(staff.get("/api/staff/conflicts"))["conflicts"]
    assert (conflict["bookingId"], conflict["kind"]) == (held["bookingId"], "archived")
    assert expect(staff.get("/api/staff/home"))["toDo"]["conflicts"] == 1
    offers = f"/api/staff/conflicts/{held['bookingId']}/offers"
    found = expect(staff.get(offers, params={"resource": anna}))
    assert found["people"] == [{"resourceId": boris, "name": "Boris"}]
    expect(staff.post(f"{at}/restore", headers={"If-Match": archived.headers["etag"]}))
    assert expect(staff.get("/api/staff/conflicts"))["conflicts"] == []


def test_lengths_are_whole_cells_of_who_could_serve_them(
    staff: httpx.Client, house: dict[str, Someone]
) -> None:
    service = a_service(staff, "photographer")
    found = staff.get(f"/api/staff/services/{service}")
    known = {k: v for k, v in expect(found).items() if k not in ("id", "revision")}
    read = {"If-Match": found.headers["etag"]}
    short = known | {"lengths": {"minutes": [60, 20]}}
    refused = refusal(
        staff.put(f"/api/staff/services/{service}", json=short, headers=read),
        422, "service-invalid",
    )  # fmt: skip
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [
        ("lengths.minutes", "off-cells")
    ]
    extra = {"id": "more", "name": "More", "price": 1, "minutes": 10}
    refused = refusal(
        staff.post("/api/staff/services", json=known | {"extras": [extra]}), 422, "service-invalid"
    )
    assert [one["field"] for one in refused["errors"]] == ["extras[0].minutes"]
    # Nobody has five-minute cells yet who takes it; who comes with an hour's could not serve it.
    quick = known["needs"][0] | {"tags": ["passport"]}
    of_twenty = known | {"needs": [quick], "lengths": {"minutes": [20]}, "name": "Passport"}
    expect(staff.post("/api/staff/services", json=of_twenty), 201)
    person = {
        "kind": "photographer", "name": "Clara", "zone": BERLIN, "tags": ["passport"],
        "cellMinutes": 15,
    }  # fmt: skip
    refused = refusal(staff.post("/api/staff/resources", json=person), 422, "resource-invalid")
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [
        ("cellMinutes", "off-cells")
    ]
    expect(staff.post("/api/staff/resources", json=person | {"cellMinutes": 5}), 201)


def test_what_comes_back_is_held_to_whole_cells_too(
    staff: httpx.Client, house: dict[str, Someone]
) -> None:
    """Neither a resource nor a service that was away while the other was made."""
    found = expect(staff.get(f"/api/staff/services/{a_service(staff, 'photographer')}"))
    needs = [found["needs"][0] | {"tags": ["badge"]}]
    badge = {k: v for k, v in found.items() if k not in ("id", "revision")} | {
        "name": "Badge", "needs": needs, "lengths": {"minutes": [20]},
    }  # fmt: skip
    person = {"kind": "photographer", "name": "Dora", "zone": BERLIN, "tags": ["badge"]}
    dora = expect(staff.post("/api/staff/resources", json=person), 201)["resource"]
    at = f"/api/staff/resources/{dora['id']}"
    expect(staff.post(f"{at}/archive", headers={"If-Match": '"1"'}))
    service = expect(staff.post("/api/staff/services", json=badge), 201)
    told = refusal(
        staff.post(f"{at}/restore", headers={"If-Match": '"2"'}), 422, "resource-invalid"
    )
    assert [(one["field"], one["code"]) for one in told["errors"]] == [("cellMinutes", "off-cells")]
    assert expect(staff.get(at))["resource"]["status"] == "archived"

    kept = f"/api/staff/services/{service['id']}"
    away = staff.put(kept, json=badge | {"active": False}, headers={"If-Match": '"1"'})
    read = {"If-Match": away.headers["etag"]}
    expect(staff.post(f"{at}/restore", headers={"If-Match": '"2"'}))
    told = refusal(staff.put(kept, json=badge, headers=read), 422, "service-invalid")
    assert [(one["field"], one["code"]) for one in told["errors"]] == [
        ("lengths.minutes", "off-cells")
    ]
    renamed = badge | {"active": False, "name": "Badges"}
    expect(staff.put(kept, json=renamed, headers=read))


def test_a_week_s_hire_is_offered_another_week_s_whatever_the_clocks_do(
    client: httpx.Client, staff: httpx.Client, house: dict[str, Someone]
) -> None:
    need = {"role": "van", "kind": "equipment"}
    service = a_service(staff, lengths={"minutes": [10_080]}, grid={"fixed": [0]}, needs=[need])
    clock = ZoneInfo(BERLIN)
    days = [day_ahead(number) for number in range(20, 360)]
    first = next(
        day for day in days
        if datetime.combine(day, time(), clock).utcoffset()
        != datetime.combine(day + timedelta(days=7), time(), clock).utcoffset()
    )  # fmt: skip
    van, other = (str(house[name].id) for name in ("Van", "Other van"))
    held = expect(hold(client, service, f"{first}T00:00", length=10_080, resources=[van]))
    at = f"/api/staff/conflicts/{held['bookingId']}/offers"
    found = expect(staff.get(at, params={"resource": van}))
    assert [one["resourceId"] for one in found["people"]] == [other]
    assert found["times"]
