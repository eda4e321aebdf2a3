"""Who photographed takes what is due of a session in cash, and the studio settles so much less with
them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.studio.own_clients import Two, send, two_photographers
from tests.api.studio.sessions import begun
from tests.support.market import expect, refusal
from tests.support.postgres import fetch
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def two(shop: ServerProcess, module_database_url: str) -> Iterator[Two]:
    with two_photographers(shop, module_database_url) as opened:
        yield opened


def rest_paid(who: httpx.Client, booking: str, key: str = "") -> httpx.Response:
    return send(who, f"/api/studio/bookings/{booking}/rest-paid", {}, key)


def statement(two: Two) -> dict[str, Any]:
    at = f"/api/staff/resources/{two.ids['ann']}"
    found = expect(two.ann.get(f"{at}/statement", params={"currency": "EUR"}))["movements"]
    (standing,) = expect(two.staff.get(f"{at}/money"))["standings"]
    return {"owed": standing["owed"], "moves": [(one["kind"], one["change"]) for one in found]}


async def test_cash_is_taken_once_and_stands_in_what_the_studio_settles(two: Two) -> None:
    client = {"name": "Nadia", "phone": f"+4930{uuid4().int % 10**7:07}", "email": ""}
    asked = two.asked(12, "12:00", newClient=client, later=True)
    held = expect(send(two.ann, "/api/studio/bookings/hold", asked))
    booking = held["bookingId"]
    refusal(rest_paid(two.ann, booking), 409, "not-begun")
    await begun(two.database_url, {"id": booking})
    refusal(rest_paid(two.bo, booking), 404, "booking-not-found")
    refusal(rest_paid(two.visitor("eva-pays"), booking), 403, "forbidden")
    key = uuid4().hex
    for _ in range(2):
        assert rest_paid(two.ann, booking, key).status_code == 204
    refusal(rest_paid(two.ann, booking), 409, "nothing-due")
    found = expect(two.staff.get(f"/api/bookings/{booking}"))
    assert found["dueNow"] == found["price"] == 9_000
    assert statement(two) == {"owed": 9_000, "moves": [("cash", -9_000)]}
    log = "SELECT actor, data FROM audit_log WHERE subject = $1 AND action = 'booking.paid'"
    ((actor, _),) = await fetch(two.database_url, log, booking)
    assert str(actor).startswith("user:")
