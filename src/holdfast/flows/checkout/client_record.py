"""What a studio remembers of a client when a time is held for them, or offered: who does not take
them, and whether they came. Two accounts that are one client are one here as well."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from holdfast.booking import AT_HOME
from holdfast.booking.bookings import NewBooking
from holdfast.db.engine import Database
from holdfast.kit import shop_now

__all__ = ["missed_since", "off_list", "off_list_of", "secured"]

REMEMBERED: Final = timedelta(days=365)
"""For how long who did not come pays all of the price beforehand."""

_THEIRS: Final = """
    SELECT {owner} UNION ALL
    SELECT o.owner FROM client_accounts a JOIN client_accounts o USING (client_id)
    WHERE a.owner = {owner}
"""
# Whom a studio does not take is taken in none of its rooms.
_OFF: Final = f"""
SELECT asked.owner, off.id
FROM unnest($1::text[]) AS asked (owner)
CROSS JOIN LATERAL ({_THEIRS.format(owner="asked.owner")}) AS theirs (owner)
JOIN clients_not_taken n ON n.owner = theirs.owner
CROSS JOIN LATERAL (
    SELECT n.resource_id AS id UNION ALL
    SELECT r.id FROM resources r WHERE r.studio_id = n.resource_id AND {AT_HOME}) AS off
"""
_MISSED: Final = f"""
SELECT count(*) FROM bookings
WHERE status = 'no_show' AND user_id IN ({_THEIRS.format(owner="$1")}) AND starts_at >= $2
"""


async def off_list(database: Database, owner: str, new: NewBooking) -> set[UUID | None]:
    """Which of those who would serve it do not take this client; None: nobody here does."""
    off = await off_list_of(database, owner)
    return off & {None, *(one.resource_id for one in new.takings)}


async def off_list_of(database: Database, owner: str) -> set[UUID | None]:
    """The same of all resources."""
    return await database.gathered(_off_lists).get(owner) or set()


async def _off_lists(pool: asyncpg.Pool, owners: Sequence[str]) -> dict[str, set[UUID | None]]:
    found: dict[str, set[UUID | None]] = {}
    for owner, resource in await pool.fetch(_OFF, list(owners)):
        found.setdefault(owner, set()).add(resource)
    return found


async def secured(pool: asyncpg.Pool, owner: str, new: NewBooking) -> NewBooking:
    """No deposit is enough of who did not come before."""
    if new.prepaid == new.price:
        return new
    missed = await missed_since(pool, owner, shop_now() - REMEMBERED)
    return replace(new, prepaid=new.price, deposit=None) if missed else new


async def missed_since(pool: asyncpg.Pool, owner: str, since: datetime) -> int:
    """How many of a client's bookings, that began since then, nobody came to."""
    found: int = await pool.fetchval(_MISSED, owner, since)
    return found
