"""A return is of one seller's goods, or of the shop's own, since whose they are decides about it.
Who sends back goods of several asks for several returns, by one command."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.flows.returning.exchanging import Exchanging, ReturnDesk, exchanging
from holdfast.flows.returning.standing import ReturnsNow
from holdfast.sellers import sellers_of_lines

__all__ = ["Together", "by_seller", "together"]

Lines: TypeAlias = tuple[int, ...]


class Together(Struct, frozen=True):
    """The ``lines`` of one return, and what is wanted in place of some of them."""

    lines: Lines
    instead: Exchanging | None = None

    def of(self, wanted: Mapping[int, int]) -> dict[int, int]:
        """So many units of each of its lines."""
        return {line: wanted[line] for line in self.lines}


async def together(
    desk: ReturnDesk,
    now: ReturnsNow,
    wanted: Mapping[int, int],
    exchange: Mapping[int, UUID] | None,
) -> list[Together]:
    """What would be one return each. Raises a Problem if there is no variant that is wanted."""
    found = []
    for lines in await by_seller(desk.database.pool, now.order.id, wanted):
        mine = {line: (exchange or {})[line] for line in lines if line in (exchange or {})}
        instead = await exchanging(desk, now, mine, wanted) if mine else None
        found.append(Together(lines, instead))
    return found


async def by_seller(pool: asyncpg.Pool, order_id: UUID, lines: Iterable[int]) -> list[Lines]:
    """These lines of the order, those of one seller together; what was named first is first."""
    wanted = tuple(lines)
    sellers = await sellers_of_lines(pool, order_id) if len(wanted) > 1 else {}
    found: dict[UUID | None, list[int]] = {}
    for line in wanted:
        found.setdefault(sellers.get(line), []).append(line)
    return [tuple(some) for some in found.values()]
