"""Staff see who waits for a time, and take somebody off its line with a reason."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

DESK, LINE = "/api/staff/waiting-times", "/api/waiting/times"


@pytest.fixture
def some(shop: ServerProcess) -> Iterator[list[httpx.Client]]:
    opened = [httpx.Client(base_url=shop.url, timeout=PATIENCE) for _ in range(3)]
    log_in(opened[0], MANAGER)
    yield opened
    for one in opened:
        one.close()


def shown(staff: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(staff.get(DESK, params={"locale": "ru"}))["places"]
    return found


def test_staff_see_who_waits_for_a_time_and_take_somebody_off_its_line(
    shop: ServerProcess, client: httpx.Client, some: list[httpx.Client]
) -> None:
    anna = Someone(
        kind="photographer", name="Anna", zone="Europe/Berlin", more={"tags": '["portrait"]'}
    )
    asyncio.run(move_in(shop.database_url, anna))
    staff, first, second = some
    service, start = a_service(staff, "photographer"), f"{day_ahead(6)}T10:00"
    assert shown(staff) == []
    held = expect(hold(client, service, start))
    waits = {"serviceId": service, "start": start}
    ids = [expect(one.post(LINE, json=waits))["id"] for one in (first, second)]

    one, other = shown(staff)
    assert [(each["id"], each["place"]) for each in (one, other)] == [(ids[0], 1), (ids[1], 2)]
    assert (one["service"], one["zone"], one["local"][:16]) == ("Портрет", "Europe/Berlin", start)
    assert (one["status"], one["buyer"]["kind"], one["until"]) == ("waiting", "guest", None)
    assert one["start"] == held["booking"]["start"]

    # Until the timer plans anew what is planned no more, it is shown by the clock of UTC.
    gone = f"UPDATE waiting_line SET plans = '[]' WHERE id = '{ids[1]}'"
    asyncio.run(execute(shop.database_url, gone))
    seen = [*shown(staff)[1:], *expect(second.get(LINE))["line"]]
    assert [(each["id"], each["start"]) for each in seen] == [(ids[1], one["start"])] * 2

    path, why = f"{DESK}/{ids[1]}/remove", {"reason": "a reseller"}
    refusal(first.get(DESK), 401, "login-required")
    refusal(staff.post(path, json={}), 422, "invalid-request")
    refusal(staff.post(f"{DESK}/{uuid4()}/remove", json=why), 404, "not-in-line")
    left = expect(staff.post(path, json=why))["places"]
    assert [each["id"] for each in left] == [ids[0]]
    assert expect(second.get(LINE))["line"] == []
    assert expect(staff.post(path, json=why))["places"] == left, "it is done already"

    expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    (offered,) = shown(staff)
    (mine,) = expect(first.get(LINE))["line"]
    assert (offered["status"], offered["place"]) == ("offered", None)
    assert (offered["orderId"], offered["until"]) == (mine["orderId"], mine["expiresAt"])
    refusal(staff.post(f"{DESK}/{ids[0]}/remove", json=why), 404, "not-in-line")
