"""That nobody came is taken back: they were there, and it took place."""

import asyncio

import httpx

from tests.api.studio.test_own_calendar import AT, ann, booked, service, visitors
from tests.support.market import expect, refusal
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead

__all__ = ["ann", "service", "visitors"]


def test_that_nobody_came_is_taken_back_until_a_day_after_the_end(
    shop: ServerProcess,
    visitors: dict[str, httpx.Client],
    ann: Someone,
    service: str,
    shop_database_url: str,
) -> None:
    staff, mine, at = visitors["staff"], visitors["ann"], f"{AT}/bookings"
    day = day_ahead(33)
    one, other = (
        booked(shop, staff, service, ann.id, f"{day}T{hour}:00")["id"] for hour in (10, 14)
    )

    def ended(booking: str, ago: str) -> None:
        over = (
            "UPDATE bookings SET starts_at = now() - $2::text::interval - interval '1 hour',"
            " ends_at = now() - $2::text::interval WHERE id = $1::uuid"
        )
        asyncio.run(fetch(shop_database_url, over, booking, ago))

    for booking in (one, other):
        ended(booking, "1 minute")
        assert mine.post(f"{at}/{booking}/no-show").status_code == 204
        refusal(mine.post(f"{at}/{booking}/start"), 409, "booking-ended")
    ended(one, "23 hours")
    ended(other, "25 hours")
    refusal(mine.post(f"{at}/{other}/complete"), 409, "booking-ended")
    for _ in range(2):  # said twice, it is said once
        assert mine.post(f"{at}/{one}/complete").status_code == 204
    refusal(mine.post(f"{at}/{one}/no-show"), 409, "booking-ended")
    found = expect(staff.get(f"/api/staff/bookings/{one}"))
    assert (found["status"], found["orderStatus"]) == ("completed", "completed")
    assert expect(staff.get(f"/api/staff/bookings/{other}"))["status"] == "no_show"
