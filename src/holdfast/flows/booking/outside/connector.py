"""Whether whoever connected a calendar may still have bookings written into it: it is theirs, on
servers that the shop does not know."""

from typing import Final

import asyncpg

from holdfast.booking import OWNER
from holdfast.booking.outside import Connected
from holdfast.people import photographer_sql, staff_sql

__all__ = ["still_comes_in"]

_BY_WHOM: Final = f"""
SELECT u.active, {staff_sql("u")} AS staff, {photographer_sql("u")} AS booked,
       EXISTS (SELECT FROM resources r WHERE r.id = $2 AND {OWNER} = u.id) AS theirs
FROM users u WHERE 'user:' || u.id::text = $1
"""


async def still_comes_in(pool: asyncpg.Pool, calendar: Connected) -> bool:
    """As whose time it is, or as staff. What staff connected with a password is taken to be of
    whose time it is: it stays when those staff have gone. A calendar at Google is of who said
    yes."""
    if not calendar.connected_by.startswith("user:"):
        return True
    row = await pool.fetchrow(_BY_WHOM, calendar.connected_by, calendar.resource_id)
    if row is None:
        return False
    if row["staff"] and (row["active"] or (calendar.provider == "caldav" and not row["theirs"])):
        return True
    return bool(row["theirs"] and row["booked"])
