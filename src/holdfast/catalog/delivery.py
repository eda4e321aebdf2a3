"""As what a variant's units reach who buys them."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.parts import MayBePart
from holdfast.catalog.products import DeliveredAs

_DELIVER: Final = sa.text("UPDATE variants SET delivered_as = :delivered_as WHERE id = :id")
# Who buys asks for the product's revision each time.
_REVISED: Final = sa.text(
    "UPDATE products SET revision = revision + 1, updated_at = now() WHERE id = :product"
)


async def deliver_as(
    connection: AsyncConnection, one: MayBePart, delivered_as: DeliveredAs
) -> None:
    """It is ordered so from now on."""
    await connection.execute(_DELIVER, {"id": one.id, "delivered_as": delivered_as})
    await connection.execute(_REVISED, {"product": one.product_id})
