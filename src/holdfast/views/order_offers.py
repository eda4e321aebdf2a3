"""Which of the shop's offers an order is of: a flash sale, a package, campaigns of coupons and
promotions that took something off."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.orders import Order

__all__ = ["OfferKind", "OrderOffer", "offers_of"]

OfferKind: TypeAlias = Literal["flash-sale", "package", "campaign", "promotion"]

_NAMED: Final = """
SELECT 'package' AS kind, package_id AS id, coalesce(terms ->> 'name', '') AS name
FROM package_purchases WHERE order_id = $1
UNION ALL
SELECT 'campaign', id, coalesce(translations ->> $4, name) FROM coupon_campaigns
WHERE id = ANY($2::uuid[]) OR id = (SELECT campaign_id FROM coupons WHERE id = $3)
UNION ALL
SELECT 'promotion', id, coalesce(translations ->> $4, name) FROM promotions
WHERE id = ANY($2::uuid[])
ORDER BY kind, name, id
"""


class OrderOffer(Struct, frozen=True):
    """A flash sale has no name of its own: all units of the order come from it. A package is called
    as it was when it was bought."""

    kind: OfferKind
    id: UUID
    name: str = ""


async def offers_of(pool: asyncpg.Pool, order: Order, locale: str) -> Sequence[OrderOffer]:
    """Of one order; a promotion as readers of that language call it."""
    breakdown = order.breakdown
    taken = [] if breakdown is None else list(breakdown.taken)
    sale = [] if order.sale is None else [OrderOffer("flash-sale", order.sale.id)]
    if order.description is None and not taken and order.coupon_id is None:
        return sale
    rows = await pool.fetch(_NAMED, order.id, taken, order.coupon_id, locale)
    return [*sale, *(OrderOffer(row["kind"], row["id"], row["name"]) for row in rows)]
