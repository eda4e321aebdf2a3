"""What a seller who was accepted has still to do before the first sale: each step is read from what
is there. (How goods are sent and picked up, and what that costs, is the shop's to say.)"""

from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.ledger import FREE, sum_join
from holdfast.locations import goods_accounts

__all__ = ["SellerSteps", "seller_steps"]

_PARTITIONS: Final = "$2::smallint[]"
_DONE: Final = f"""
WITH own AS (SELECT id, status, images FROM products WHERE seller_id = $1 AND status <> 'archived')
SELECT EXISTS (SELECT FROM sellers WHERE id = $1 AND (about <> '' OR abouts <> '{{}}')),
       EXISTS (SELECT FROM sellers WHERE id = $1 AND logo IS NOT NULL),
       EXISTS (SELECT FROM payout_accounts WHERE holder_id = $1),
       EXISTS (SELECT FROM own),
       EXISTS (SELECT FROM own WHERE images <> '[]'),
       EXISTS (
           SELECT FROM own p JOIN variants v ON v.product_id = p.id AND v.active
           {sum_join(goods_accounts("v.id"), _PARTITIONS)}
           WHERE {FREE} > 0 OR EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = v.id)),
       EXISTS (SELECT FROM own p WHERE p.status = 'active' OR EXISTS (
           SELECT FROM products_put_off f WHERE f.product_id = p.id AND f.by_seller)),
       EXISTS (SELECT FROM suborders WHERE seller_id = $1),
       (SELECT id FROM own ORDER BY images <> '[]', id LIMIT 1)
"""


class SellerSteps(Struct, frozen=True):
    """Which are done. ``page``: the seller's page says something; ``stock``: something of theirs
    can be had; ``on_sale``: or paused; ``product_id``: one of theirs, without a picture where there
    is such a one."""

    page: bool
    logo: bool
    payouts: bool
    product: bool
    picture: bool
    stock: bool
    on_sale: bool
    sold: bool
    product_id: UUID | None


async def seller_steps(pool: asyncpg.Pool, seller_id: UUID, partitions: int) -> SellerSteps:
    """As things are."""
    return SellerSteps(*await pool.fetchrow(_DONE, seller_id, list(range(1, partitions + 1))))
