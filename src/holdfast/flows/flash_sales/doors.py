"""The doors of waiting rooms, and what is told of them. One process does this for all."""

from collections.abc import Callable, Sequence
from typing import Final

from holdfast.db.engine import Database
from holdfast.flash_sales import let_in_next, rooms_open

__all__ = ["open_doors", "tell_rooms"]

_MOST: Final = 100


async def open_doors(database: Database, tell: Callable[[str, Sequence[str]], None]) -> int:
    """Let in those whose turn it is, and tell who waits how far it is; how many."""
    let_in = await let_in_next(database.pool)
    if let_in:
        tell("sale-turns", [str(one) for one in let_in])
    return sum(let_in.values())


async def tell_rooms(database: Database, tell: Callable[[str, Sequence[str]], None]) -> None:
    """Have staff who look at a sale told how it goes. Where nobody looks nothing is read."""
    if lasting := await rooms_open(database.pool, _MOST):
        tell("sale-rooms", [str(one) for one in lasting])
