"""In which currencies the goods are priced."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.tables import products


async def priced_in(connection: AsyncConnection) -> dict[str, int]:
    """How many products that are not archived are priced in each currency, most first."""
    count = sa.func.count()
    rows = await connection.execute(
        sa.select(products.c.currency, count)
        .where(products.c.status != "archived")
        .group_by(products.c.currency)
        .order_by(count.desc(), products.c.currency)
    )
    return dict(rows.tuples().all())
