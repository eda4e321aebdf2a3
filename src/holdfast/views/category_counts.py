"""The tree of categories as staff see it: with how many products stand in each."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import CategoryTree
from holdfast.catalog.writing import read_tree

__all__ = ["staff_categories"]

_COUNTS: Final = sa.text("""
SELECT category_id, count(*) FROM products WHERE category_id IS NOT NULL GROUP BY category_id
""")


async def staff_categories(
    connection: AsyncConnection,
) -> tuple[CategoryTree, dict[UUID, int]]:
    """The tree as of one moment, and the products right in each category."""
    tree = await read_tree(connection)
    return tree, {row[0]: row[1] for row in await connection.execute(_COUNTS)}
