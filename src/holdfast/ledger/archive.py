"""Putting old months of the journal away.

A month that is archived is detached from the journal as a table of its own
(``ledger_entries_202601``), to be dumped and dropped at leisure; what is left of the journal goes
on alone. The audit then starts at the first entry kept of each account, and the journal's comment
says from when on everything is there.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import asyncpg

_JOURNAL: Final = "ledger_entries"

_ATTACHED = """
SELECT inhrelid::regclass::text AS name FROM pg_inherits
WHERE inhparent = 'ledger_entries'::regclass AND inhrelid::regclass::text ~ '_[0-9]{6}$'
ORDER BY 1
"""
_OPEN_HOLDS = "SELECT count(*) FROM ledger_holds WHERE state = 'held' AND created_at < $1"
_STRAYS = "SELECT EXISTS (SELECT FROM ledger_entries_default WHERE at < $1)"


class NotArchived(Exception):
    """The month cannot be put away yet, and why."""


async def archive_month(connection: asyncpg.Connection, month: date) -> str:
    """Detach the oldest month of the journal; the name of its table.

    Waits two seconds at most for the moment's lock this takes; raises :class:`NotArchived` when
    the month is not the oldest, is not over, or a hold of it is still open.
    """
    begin = month.replace(day=1)
    following = (begin + timedelta(days=32)).replace(day=1)
    end = datetime(following.year, following.month, 1, tzinfo=UTC)
    name = f"{_JOURNAL}_{begin:%Y%m}"
    attached = [row["name"] for row in await connection.fetch(_ATTACHED)]
    if name not in attached:
        raise NotArchived(f"the journal has no month {begin:%Y-%m}")
    if attached[0] != name:
        raise NotArchived(f"{attached[0]} is older: months are put away in order")
    if await connection.fetchval("SELECT clock_timestamp()") < end:
        raise NotArchived(f"{begin:%Y-%m} is not over")
    still_open = await connection.fetchval(_OPEN_HOLDS, end)
    if still_open:
        raise NotArchived(f"{still_open} holds of {begin:%Y-%m} or before are still open")
    if await connection.fetchval(_STRAYS, end):
        raise NotArchived("entries of that time lie outside their month: maintain partitions first")
    async with connection.transaction():
        await connection.execute("SET LOCAL lock_timeout = '2s'")
        await connection.execute(f"ALTER TABLE {_JOURNAL} DETACH PARTITION {name}")
        await connection.execute(f"COMMENT ON TABLE {_JOURNAL} IS 'archived before {end:%Y-%m-%d}'")
    return name
