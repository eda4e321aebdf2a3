"""One's own bookings in order of time: to come the soonest first, over the latest first."""

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


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> None:
    """Four who could serve the same time."""
    people = [
        Someone(kind="photographer", name=f"Anna {one}", more={"tags": '["portrait"]'})
        for one in range(4)
    ]
    asyncio.run(move_in(shop_database_url, *people))


def walked(client: httpx.Client, when: str) -> list[dict[str, Any]]:
    """Page by page, two at a time."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    for _ in range(10):
        params = {"when": when, "limit": "2"} | ({} if cursor is None else {"cursor": cursor})
        answer = expect(client.get(MINE, params=params))
        found += answer["bookings"]
        cursor = answer["nextCursor"]
        if cursor is None:
            break
    return found


def test_bookings_are_listed_by_when_they_are_and_each_once_at_equal_times(
    client: httpx.Client, staff: httpx.Client, house: None
) -> None:
    service = a_service(staff, "photographer")
    # Made in another order than they begin; three at the same time.
    days = (8, 5, 7, 7, 7)
    held = [expect(hold(client, service, f"{day_ahead(each)}T10:00")) for each in days]
    for one in held:
        paid(client, staff, one)
    ids = [one["bookingId"] for one in held]

    ahead = walked(client, "ahead")
    assert [one["start"] for one in ahead] == sorted(one["start"] for one in ahead)
    assert sorted(one["id"] for one in ahead) == sorted(ids)
    assert (ahead[0]["id"], ahead[-1]["id"]) == (ids[1], ids[0])
    assert walked(client, "past") == []

    for one in ids:
        expect(client.post(f"{MINE}/{one}/cancel", json={}))
    past = walked(client, "past")
    assert [one["start"] for one in past] == sorted((one["start"] for one in past), reverse=True)
    assert sorted(one["id"] for one in past) == sorted(ids)
    assert walked(client, "ahead") == []
    # Without a word of when: the latest made first, as ever.
    assert [one["id"] for one in expect(client.get(MINE))["bookings"]] == ids[::-1]
    refusal(client.get(MINE, params={"when": "past", "cursor": "no"}), 400, "bad-cursor")
    refusal(client.get(MINE, params={"when": "soon"}), 422, "invalid-request")
