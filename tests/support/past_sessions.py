"""Sessions whose time has come: a booking that was paid, as if it had been earlier today."""

from typing import Final

import httpx

from tests.support.postgres import fetch

__all__ = ["begins_now", "it_took_place"]

_EARLIER: Final = """
UPDATE bookings SET starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour'
WHERE id = $1::uuid
"""
_NOW: Final = """
UPDATE bookings SET starts_at = now() - interval '1 minute', ends_at = now() + interval '1 hour'
WHERE id = $1::uuid
"""


async def begins_now(database_url: str, booking: str) -> None:
    """Its time has just come, and lasts."""
    await fetch(database_url, _NOW, booking)


async def it_took_place(database_url: str, staff: httpx.Client, booking: str) -> None:
    """Staff say so, once its time is over."""
    await fetch(database_url, _EARLIER, booking)
    staff.post(f"/api/staff/bookings/{booking}/complete").raise_for_status()
