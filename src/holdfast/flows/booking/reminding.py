"""Clients are reminded of what they booked: a day before it begins, and an hour before."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from holdfast.booking.bookings import TOLD_AHEAD, Ahead, booking_coming, booking_of
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.paying_due import remind_of_rests
from holdfast.flows.commit.caller import process
from holdfast.ledger import Accepted

__all__ = ["remind", "remind_of_bookings"]


class Reminder(Struct, frozen=True):
    """So many ``minutes`` before; still ``grace`` after that, should nobody have been there to tell
    it then."""

    minutes: Ahead
    grace: timedelta

    @property
    def ahead(self) -> timedelta:
        return timedelta(minutes=self.minutes)


REMINDERS: Final = (
    Reminder(1440, timedelta(hours=6)),
    Reminder(60, timedelta(minutes=20)),
)
REST_TOLD_LATELY: Final = timedelta(hours=2)
# Whoever booked or moved it since then was told of the time just so.
_COMING: Final = """
SELECT b.id FROM bookings b
WHERE b.status = 'confirmed' AND b.starts_at > $1 AND b.starts_at <= $2
  AND b.{told} IS DISTINCT FROM b.starts_at
  AND coalesce(b.confirmed_at, b.created_at) <= b.starts_at - $3::interval
  AND NOT EXISTS (SELECT FROM events e
                  WHERE e.subject = b.id::text AND e.type = 'booking.moved'
                    AND e.at > b.starts_at - $3::interval)
ORDER BY b.starts_at, b.id LIMIT 200
"""
_REST_TOLD: Final = "SELECT prepaid < price AND rest_told_at > $2 FROM bookings WHERE id = $1"


async def remind(booker: Booker, now: datetime) -> int:
    """Of rests first: who is told of one hears when it is as well."""
    return await remind_of_rests(booker, now) + await remind_of_bookings(booker, now)


async def remind_of_bookings(booker: Booker, now: datetime) -> int:
    """Tell each once of the time that it has; how many those were."""
    return sum([await _remind_of(booker, one, now) for one in REMINDERS])


async def _remind_of(booker: Booker, reminder: Reminder, now: datetime) -> int:
    told, pool = 0, booker.database.pool
    until = now + reminder.ahead
    asked = _COMING.format(told=TOLD_AHEAD[reminder.minutes])
    for (booking_id,) in await pool.fetch(asked, until - reminder.grace, until, reminder.ahead):
        booking = await booking_of(pool, booking_id)
        if booking is None:
            continue
        rest_told = bool(await pool.fetchval(_REST_TOLD, booking_id, now - REST_TOLD_LATELY))
        riders = booking_coming(booking, reminder.minutes, rest_told=rest_told)
        key = f"coming/{booking.id}/{booking.starts_at.isoformat()}/{reminder.minutes}"
        told += isinstance(
            await booker.ledger.commit(process("time").command((), riders, key)), Accepted
        )
    return told
