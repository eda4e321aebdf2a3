"""Reminders as the shop's timer sends them (``test_reminded_in_time.py`` waits for that itself)."""

from datetime import datetime, timedelta

from holdfast.flows.booking.reminding import remind
from tests.support.market import Market
from tests.support.payer import shop_parts_on
from tests.support.postgres import execute

__all__ = ["remind_of"]

_LONG_AGO = "UPDATE bookings SET confirmed_at = now() - interval '1 day'"
BEFORE = (timedelta(days=1), timedelta(days=1), timedelta(hours=1))


async def remind_of(shop: Market, start: str) -> None:
    """Of a booking that begins then and has been there for long: a day before, another time, and an
    hour before."""
    await execute(shop.database_url, _LONG_AGO)
    parts = shop_parts_on(shop.database_url, shop.url, 1)
    await parts.database.start()
    await parts.ledger.start()
    try:
        for before in BEFORE:
            await remind(parts, datetime.fromisoformat(start) - before)
    finally:
        await parts.ledger.close()
        await parts.database.close()
