"""`holdfast archive`."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import asyncpg

from holdfast.db.engine import connect
from holdfast.ledger import NotArchived, archive_month
from holdfast.server.database import database_at

__all__ = ["archive"]

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class _Refused(Exception):
    """It cannot be put away, and why."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def archive(
    data: Path, database_url: str | None, tell: Callable[[str], None], month: str, *, as_json: bool
) -> int:
    """Put a month of the journal away and print the name of its table."""
    found = _MONTH.fullmatch(month)
    if found is None or found[1] == "0000":
        raise _Refused(f"{month} is no month: write it as 2026-01.", 2)
    with database_at(data, database_url, tell, make=False) as url:
        table = asyncio.run(_archive(url, date(int(found[1]), int(found[2]), 1)))
    if as_json:
        print(json.dumps({"month": month, "table": table}))
    else:
        print(f"{month} is put away as the table {table}: dump it, then drop it (docs/ledger.md)")
    return 0


async def _archive(url: str, month: date) -> str:
    connection = await connect(url, "holdfast archive")
    try:
        return await archive_month(connection, month)
    except NotArchived as reason:
        raise _Refused(f"Not put away: {reason}.") from reason
    except asyncpg.LockNotAvailableError as error:
        raise _Refused("The journal was too busy for two seconds; try again.") from error
    finally:
        await connection.close()
