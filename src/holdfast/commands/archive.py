"""`holdfast archive`."""

import asyncio
import re
from datetime import date

import asyncpg

from holdfast.commands.where import CommandRefused, Where
from holdfast.db.engine import connect
from holdfast.ledger import NotArchived, archive_month
from holdfast.server.database import database_at

__all__ = ["archive"]

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def archive(where: Where, month: str) -> int:
    """Put a month of the journal away and print the name of its table."""
    found = _MONTH.fullmatch(month)
    if found is None or found[1] == "0000":
        raise CommandRefused(f"{month} is no month: write it as 2026-01.")
    with database_at(where.data, where.database_url, where.tell, make=False) as url:
        table = asyncio.run(_archive(url, date(int(found[1]), int(found[2]), 1)))
    said = f"{month} is put away as the table {table}: dump it, then drop it (docs/ledger.md)"
    where.show({"month": month, "table": table}, said)
    return 0


async def _archive(url: str, month: date) -> str:
    connection = await connect(url, "holdfast archive")
    try:
        return await archive_month(connection, month)
    except NotArchived as reason:
        raise CommandRefused(f"Not put away: {reason}.", 1) from reason
    except asyncpg.LockNotAvailableError as error:
        raise CommandRefused("The journal was too busy for two seconds; try again.", 1) from error
    finally:
        await connection.close()
