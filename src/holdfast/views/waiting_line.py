"""Places in line with the orders that hold what was offered."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.kit import shop_now
from holdfast.ledger import LedgerReader
from holdfast.waiting import AwaitedUnits, InLine, awaited_units, places_of

__all__ = ["LineShown", "UnitsShown", "line_of", "units_line_of"]

_PARTS: Final = """
SELECT v.id, coalesce(p.translations -> $2::text ->> 'name', p.name) AS name
FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = ANY($1::uuid[])
"""
_ORDERS: Final = "SELECT id, status, hold_id FROM orders WHERE id = ANY($1::uuid[])"


class _Offer(Struct, frozen=True):
    """What became of the order of an offer, and when its hold ends."""

    status: str | None = None
    expires_at: datetime | None = None


_NONE: Final = _Offer()


class LineShown(Struct, frozen=True):
    """``number`` is how many-th one is, as long as one waits."""

    waits: InLine
    number: int
    order_status: str | None
    expires_at: datetime | None


class UnitsShown(Struct, frozen=True):
    """The same of units of a variant; ``part``: of what is made of others, the name of that in
    whose line one stands."""

    waits: AwaitedUnits
    number: int
    order_status: str | None
    expires_at: datetime | None
    part: str | None


async def line_of(pool: asyncpg.Pool, reader: LedgerReader, owner: str) -> list[LineShown]:
    """Of an owner, the oldest first."""
    places = await places_of(pool, owner, shop_now())
    offers = await _offers(pool, reader, (place.order_id for place, _ in places))
    return [
        LineShown(place, number, offer.status, offer.expires_at)
        for place, number in places
        for offer in [offers.get(place.order_id, _NONE)]
    ]


async def units_line_of(
    pool: asyncpg.Pool, reader: LedgerReader, owner: str, locale: str | None
) -> list[UnitsShown]:
    """Of an owner what waits, and what is offered and not decided; the latest first."""
    places = await awaited_units(pool, owner)
    offers = await _offers(pool, reader, (place.order_id for place, _ in places))
    elsewhere = {one.line_id for one, _ in places if one.waits and one.line_id != one.variant_id}
    rows = await pool.fetch(_PARTS, elsewhere, locale) if elsewhere else []
    parts = {row["id"]: row["name"] for row in rows}
    return [
        UnitsShown(place, number, offer.status, offer.expires_at, parts.get(place.line_id))
        for place, number in places
        for offer in [offers.get(place.order_id, _NONE)]
        if place.status == "waiting" or offer.status == "pending"
    ]


async def _offers(
    pool: asyncpg.Pool, reader: LedgerReader, order_ids: Iterable[UUID | None]
) -> Mapping[UUID | None, _Offer]:
    ids = [one for one in order_ids if one is not None]
    rows = await pool.fetch(_ORDERS, ids) if ids else []
    holds = await reader.holds([row["hold_id"] for row in rows if row["status"] == "pending"])
    found: dict[UUID | None, _Offer] = {}
    for row in rows:
        hold = holds.get(row["hold_id"])
        ends = None if hold is None else hold.expires_at
        found[row["id"]] = _Offer(str(row["status"]), ends)
    return found
