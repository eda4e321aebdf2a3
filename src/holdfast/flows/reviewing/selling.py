"""Who sells what is reviewed: they reply to what its buyers say, and say nothing themselves."""

from uuid import UUID

from holdfast.catalog import seller_selling
from holdfast.db.engine import Database
from holdfast.sellers import works_for

__all__ = ["sells"]


async def sells(database: Database, user: UUID, product: UUID) -> bool:
    """Whether the person works for the seller whose product that is."""
    seller = await seller_selling(database.pool, product)
    return seller is not None and await works_for(database.pool, user, seller) is not None
