"""Which names a seller's file may not use, since they are others'. Whose they are is not asked."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

# A handle that a product had before leads to it still.
_HANDLES: Final = sa.text("""
SELECT handle FROM products WHERE handle = ANY(:handles) AND seller_id IS DISTINCT FROM :seller
UNION
SELECT s.slug FROM product_slugs s JOIN products p ON p.id = s.product_id
WHERE s.slug = ANY(:handles) AND p.seller_id IS DISTINCT FROM :seller
""")
# One that both have is the seller's, too: forms forbid nobody a SKU.
_SKUS: Final = sa.text("""
SELECT v.sku FROM variants v JOIN products p ON p.id = v.product_id
WHERE v.sku = ANY(:skus) AND v.sku <> ''
GROUP BY v.sku HAVING NOT bool_or(p.seller_id IS NOT DISTINCT FROM :seller)
""")


class Others(Struct, frozen=True):
    """Handles and SKUs of others' products."""

    handles: frozenset[str]
    skus: frozenset[str]


async def kept_by_others(
    connection: AsyncConnection, seller_id: UUID, handles: Collection[str], skus: Collection[str]
) -> Others:
    """Those of these names that others have, and the seller has not."""
    about = {"seller": seller_id, "handles": sorted(handles), "skus": sorted(skus)}
    taken = (await connection.execute(_HANDLES, about)).scalars()
    named = (await connection.execute(_SKUS, about)).scalars()
    return Others(frozenset(taken), frozenset(named))
