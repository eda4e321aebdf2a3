"""What its client paid by hours is not made longer for fewer minutes than it takes, over HTTP: by
itself, where nothing is moved and it is said how many are missing, or as one of a series."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx

from tests.api.shop.test_bookings import MINE, a_service, hold
from tests.api.shop.test_packages import bought, customer, house, made, staff
from tests.support.market import expect, refusal
from tests.support.studio import Someone, day_ahead

__all__ = ["customer", "house", "staff"]

SERIES = "/api/series"
FLAT = {"price": {"rule": "flat", "amount": 9_000}, "lengths": {"minutes": [60, 120]}}


def send(by: httpx.Client, path: str, body: dict[str, Any]) -> httpx.Response:
    return by.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})


def left(customer: httpx.Client, grant: str) -> int:
    grants = expect(customer.get("/api/prepaid"))["grants"]
    return {one["id"]: int(one["left"]) for one in grants}[grant]


def lengths(customer: httpx.Client, *bookings: str) -> list[int]:
    """In minutes."""
    found = [expect(customer.get(path)) for path in bookings]
    spans = [[datetime.fromisoformat(one[end]) for end in ("start", "end")] for one in found]
    return [int((end - start).total_seconds()) // 60 for start, end in spans]


def by_hours(grant: str) -> dict[str, Any]:
    return {"sources": [{"kind": "hours", "grantId": grant}]}


def test_an_hour_paid_by_hours_is_not_moved_to_two_at_the_same_price(
    customer: httpx.Client, staff: httpx.Client, house: Someone
) -> None:
    (mine,) = bought(customer, staff, made(staff))
    service = a_service(staff, "photographer", **FLAT)
    held = expect(hold(customer, service, f"{day_ahead(9)}T10:00"))
    paid = by_hours(mine["id"]) | {"reservationId": held["reservationId"]}
    expect(customer.post("/api/payments/mix", json=paid))
    path = f"{MINE}/{held['bookingId']}"
    before = expect(customer.get(path))
    assert (before["status"], before["canMove"], left(customer, mine["id"])) == (
        "confirmed", True, 540,
    )  # fmt: skip
    longer = {"start": f"{day_ahead(9)}T13:00", "length": 120}
    for asked in (longer, longer | {"payDifference": True}):
        refused = refusal(send(customer, f"{path}/move", asked), 409, "too-few-hours")
        assert (refused["field"], refused["missing"]) == ("length", 60)
    assert expect(customer.get(path)) == before
    # As long as it is it moves, and staff may give more; booked so long it takes as many minutes.
    expect(send(customer, f"{path}/move", {"start": f"{day_ahead(9)}T13:00"}))
    given = expect(send(staff, f"{path}/move", longer))
    assert given["booking"]["price"] == 9_000
    assert left(customer, mine["id"]) == 540
    held = expect(hold(customer, service, f"{day_ahead(9)}T10:00", length=120))
    paid["reservationId"] = held["reservationId"]
    expect(customer.post("/api/payments/mix", json=paid))
    assert left(customer, mine["id"]) == 420


def test_one_of_a_series_that_hours_paid_for_as_shorter_stays_so_short_when_all_are_moved(
    customer: httpx.Client, staff: httpx.Client, house: Someone
) -> None:
    (mine,) = bought(customer, staff, made(staff))
    service = a_service(staff, "photographer", series=6, **FLAT)
    start = f"{day_ahead(10)}T10:00"
    asked = {"serviceId": service, "start": start, "length": 120, "rule": {"count": 2}}
    series = expect(send(customer, SERIES, asked), 201)
    bookings = [f"{MINE}/{one['id']}" for one in series["bookings"]]
    expect(send(customer, f"{bookings[0]}/move", {"start": start, "length": 60}))
    path = f"{SERIES}/{series['id']}"
    assert expect(send(customer, f"{path}/pay", by_hours(mine["id"])))["paid"] == 2
    assert left(customer, mine["id"]) == 420
    checked = expect(send(customer, f"{path}/move", {"days": 1, "check": True}))
    assert [one["code"] for one in checked["sessions"]] == [None, None]
    moved = expect(send(customer, f"{path}/move", {"days": 1}))
    assert (moved["moved"], moved["stayed"]) == (2, [])
    assert lengths(customer, *bookings) == [60, 120]
    assert expect(customer.get(bookings[0]))["local"].startswith(f"{day_ahead(11)}T10:00")
    assert left(customer, mine["id"]) == 420
