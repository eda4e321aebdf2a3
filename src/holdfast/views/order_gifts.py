"""Where and when a package bought as a present is mailed."""

from datetime import date
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.kit.zones import zone

__all__ = ["OrderGift", "gift_of"]

# Until the package is issued its purchase says for whom it is; then what was issued does.
_GIFT: Final = """
SELECT coalesce(one.gift, bought.gift) ->> 'to_name' AS to_name,
    coalesce(one.gift, bought.gift) ->> 'to_email' AS to_email,
    (coalesce(one.gift, bought.gift) ->> 'on')::date AS day, one.given_at
FROM package_purchases bought
LEFT JOIN package_grants one ON one.order_id = bought.order_id AND one.gift IS NOT NULL
WHERE bought.order_id = $1 AND bought.gift IS NOT NULL
ORDER BY one.given_at NULLS FIRST, one.id LIMIT 1
"""


class OrderGift(Struct, frozen=True):
    """``to_email`` is empty where its buyer hands it over; without ``on`` it is mailed once it is
    paid; ``mailed`` is the day it was, by the shop's clock."""

    to_name: str
    to_email: str
    on: date | None
    mailed: date | None


async def gift_of(pool: asyncpg.Pool, order_id: UUID, clock: str) -> OrderGift | None:
    """Of one order; of several certificates bought together, the one that is mailed last."""
    row = await pool.fetchrow(_GIFT, order_id)
    if row is None:
        return None
    given = row["given_at"]
    mailed = None if given is None or not row["to_email"] else given.astimezone(zone(clock)).date()
    return OrderGift(row["to_name"] or "", row["to_email"] or "", row["day"], mailed)
