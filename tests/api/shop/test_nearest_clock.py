"""A service that is to be had in several cities: who looks from one of them is shown that one
first, and its days; whatever is named stays what is asked for."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from tests.api.shop.test_slots import MOSCOW, SERVICES, portrait, staff
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

__all__ = ["staff"]

SEOUL, NEXT = "Asia/Seoul", "/api/slots/next"
EVENINGS = (WeeklyRule(EVERY_DAY, 18 * 60, 22 * 60),)


@pytest.fixture(scope="module")
def people(shop: ServerProcess, shop_database_url: str) -> list[str]:
    """Sora in Seoul; and Mila in Moscow, who has time in the evening and three days ahead."""
    later = {"lead_minutes": 3 * 1440}
    both = (
        Someone(kind="photographer", name="Sora", zone=SEOUL),
        Someone(kind="photographer", name="Mila", zone=MOSCOW, rules=EVENINGS, more=later),
    )
    asyncio.run(move_in(shop_database_url, *both))
    return [str(one.id) for one in both]


@pytest.fixture
def service(staff: httpx.Client, people: list[str]) -> str:
    """Of either of them."""
    needs = [{"role": "photographer", "kind": "photographer", "resources": people}]
    found: str = expect(staff.post(SERVICES, json=portrait(needs=needs)), 201)["id"]
    return found


def first(client: httpx.Client, service: str, **asked: Any) -> str:
    """Where the next time is."""
    times = expect(client.get(NEXT, params={"service": service, **asked}))["times"]
    found: str = times[0]["zone"]
    return found


def test_the_next_time_is_where_the_clock_is_least_far(client: httpx.Client, service: str) -> None:
    assert first(client, service) == SEOUL, "it is the first that there is"
    assert first(client, service, zone=MOSCOW) == SEOUL, "unless the nearest is asked for"
    for visitor, place in (
        (MOSCOW, MOSCOW), ("Europe/Berlin", MOSCOW), ("Asia/Calcutta", MOSCOW),
        ("Asia/Tokyo", SEOUL), ("Pacific/Honolulu", SEOUL),
    ):  # fmt: skip
        assert first(client, service, zone=visitor, nearest=True) == place, visitor
    odd: dict[str, Any] = {"service": service, "zone": "Europe/Nowhere", "nearest": True}
    refusal(client.get(NEXT, params=odd), 422, "unknown-zone")


def test_where_nothing_is_to_be_had_nearby_it_is_the_first_of_all(
    client: httpx.Client, people: list[str], service: str
) -> None:
    asked: dict[str, Any] = {"zone": MOSCOW, "nearest": True}
    assert first(client, service, resources=people[0], **asked) == SEOUL
    # Beyond what can be booked in Moscow there is nothing anywhere.
    beyond = {"service": service, "from": f"{day_ahead(70)}T00:00Z", **asked}
    assert expect(client.get(NEXT, params=beyond))["times"] == []


def test_a_day_is_one_of_the_nearest_clock(client: httpx.Client, service: str) -> None:
    day = day_ahead(5)
    asked = {"service": service, "from": f"{day}T00:00", "to": f"{day + timedelta(days=1)}T00:00"}
    found = expect(client.get("/api/slots", params=asked | {"zone": MOSCOW}))["times"]
    mine = [one["local"][:16] for one in found if one["zone"] == MOSCOW]
    assert mine == [f"{day}T{hour}:00" for hour in range(18, 22)]
    heat = {"service": service, "month": f"{day:%Y-%m}"}
    assert expect(client.get("/api/slots/heat", params=heat | {"zone": MOSCOW}))["zone"] == MOSCOW
    assert expect(client.get("/api/slots/heat", params=heat | {"zone": SEOUL}))["zone"] == SEOUL
    why = {"service": service, "day": f"{day}", "zone": MOSCOW}
    assert expect(client.get("/api/slots/why", params=why))["zone"] == MOSCOW
