"""What purchase orders are of, in the reader's language."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.purchasing import Purchase
from holdfast.views.option_words import NAME_IN_LOCALE, OPTIONS_IN_LOCALE

__all__ = ["OrderedVariant", "named_variants", "ordered_variants"]

_VARIANTS: Final = sa.text(f"""
SELECT v.id AS variant_id, v.product_id, v.sku, {NAME_IN_LOCALE} AS product_name,
       {OPTIONS_IN_LOCALE} AS options
FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = ANY(:ids)
""")


class OrderedVariant(Struct, frozen=True):
    """A variant, as the catalogue calls it now."""

    variant_id: UUID
    product_id: UUID
    sku: str
    product_name: str
    options: dict[str, str]


async def ordered_variants(
    connection: AsyncConnection, purchases: Sequence[Purchase], locale: str
) -> Mapping[UUID, OrderedVariant]:
    """Of these orders; one that was deleted since is not there."""
    ids = {one.variant_id for purchase in purchases for one in purchase.lines}
    return await named_variants(connection, ids, locale)


async def named_variants(
    connection: AsyncConnection, ids: Collection[UUID], locale: str
) -> Mapping[UUID, OrderedVariant]:
    """Those of them that are there."""
    rows = await connection.execute(_VARIANTS, {"ids": list(ids), "locale": locale})
    return {row["variant_id"]: OrderedVariant(**row) for row in rows.mappings()}
