"""Into how many partitions a database's keys are divided: settled by the first process that starts
on it, the same for all others."""

from typing import Final

import asyncpg

from holdfast.ledger.failures import WrongLayout

__all__ = ["check_layout", "settle_layout"]

_THERE: Final = "SELECT to_regclass('ledger_layout') IS NOT NULL"
_SETTLE: Final = "INSERT INTO ledger_layout (partitions) VALUES ($1) ON CONFLICT DO NOTHING"
_READ: Final = "SELECT partitions FROM ledger_layout"


async def settle_layout(connection: asyncpg.Connection, partitions: int) -> None:
    """So many from now on, where nobody has settled it. Raises :class:`WrongLayout`."""
    await connection.execute(_SETTLE, partitions)
    await check_layout(connection, partitions)


async def check_layout(connection: asyncpg.Connection, partitions: int) -> None:
    """Raises :class:`WrongLayout` where they are so many that a process which looks in
    ``partitions`` of them would not find all; changes nothing."""
    if not await connection.fetchval(_THERE):
        return
    found: int | None = await connection.fetchval(_READ)
    if found is None or found == partitions:
        return
    raise WrongLayout(
        f"HOLDFAST_PARTITIONS: this database's stock and money lie in {found} "
        f"partition{'s' * (found != 1)}, and this process would look in {partitions}. Their "
        f"number was settled when the shop was first started and stays: set "
        f"HOLDFAST_PARTITIONS={found} for each server and command of this shop."
    )
