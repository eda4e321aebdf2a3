"""Cleaning in slices small enough that nobody waits behind one, until all is clean."""

import asyncio
from typing import Final

import asyncpg

__all__ = ["delete_in_slices"]

SLICE: Final = 1000
PAUSE: Final = 0.05  # seconds between two, in which others have the disk


async def delete_in_slices(
    pool: asyncpg.Pool,
    statement: str,
    *values: object,
    of: int = SLICE,
    most: int | None = None,
) -> int:
    """Run a statement that deletes at most as many rows as its last parameter says, which comes
    after the ``values``, until it finds fewer; or ``most`` times. How many went."""
    gone = done = 0
    while True:
        went = int((await pool.execute(statement, *values, of)).rpartition(" ")[2])
        gone, done = gone + went, done + 1
        if went < of or done == most:
            return gone
        await asyncio.sleep(PAUSE)
