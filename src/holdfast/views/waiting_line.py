"""Places in line with the orders that hold what was offered."""

from datetime import datetime
from typing import Final

import asyncpg
from msgspec import Struct

from holdfast.kit import shop_now
from holdfast.ledger import LedgerReader
from holdfast.waiting import InLine, places_of

__all__ = ["LineShown", "line_of"]

_ORDERS: Final = "SELECT id, status, hold_id FROM orders WHERE id = ANY($1::uuid[])"


class LineShown(Struct, frozen=True):
    """``number`` is how many-th one is, as long as one waits."""

    waits: InLine
    number: int
    order_status: str | None
    expires_at: datetime | None


async def line_of(pool: asyncpg.Pool, reader: LedgerReader, owner: str) -> list[LineShown]:
    """Of an owner, the oldest first."""
    places = await places_of(pool, owner, shop_now())
    ids = [place.order_id for place, _ in places if place.order_id is not None]
    orders = {row["id"]: row for row in await pool.fetch(_ORDERS, ids)} if ids else {}
    open_holds = [one["hold_id"] for one in orders.values() if one["status"] == "pending"]
    holds = await reader.holds(open_holds)
    found = []
    for place, number in places:
        order = None if place.order_id is None else orders.get(place.order_id)
        hold = None if order is None else holds.get(order["hold_id"])
        status = None if order is None else str(order["status"])
        ends = None if hold is None else hold.expires_at
        found.append(LineShown(place, number, status, ends))
    return found
