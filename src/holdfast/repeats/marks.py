"""Which goods may be ordered again and again: staff say so of a product."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

_MARK: Final = sa.text(
    "INSERT INTO repeat_products (product_id) VALUES (:id) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("id", type_=sa.Uuid))
_UNMARK: Final = sa.text("DELETE FROM repeat_products WHERE product_id = :id").bindparams(
    sa.bindparam("id", type_=sa.Uuid)
)


async def mark_repeatable(connection: AsyncConnection, product_id: UUID, *, yes: bool) -> bool:
    """Whether that changed anything."""
    done = await connection.execute(_MARK if yes else _UNMARK, {"id": product_id})
    return done.rowcount > 0
