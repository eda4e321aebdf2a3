"""Sessions that took place: a booking that was paid, as if its time had been earlier today."""

import httpx

from tests.support.postgres import fetch

__all__ = ["it_took_place"]

_EARLIER = """
UPDATE bookings SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
WHERE id = $1::uuid
"""


async def it_took_place(database_url: str, staff: httpx.Client, booking: str) -> None:
    """Staff say so, once its time is over."""
    await fetch(database_url, _EARLIER, booking)
    staff.post(f"/api/staff/bookings/{booking}/complete").raise_for_status()
