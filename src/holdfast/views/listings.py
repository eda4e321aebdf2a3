"""Which products stand on a list. It may be some seconds late: what is told of each of them, and
whether it is on sale, is read for whoever shows them.
"""

from collections.abc import Sequence
from uuid import UUID

from holdfast.catalog import CategoryTree
from holdfast.db.replica import LateReads
from holdfast.views.best_sellers import BestQuery, BestSellers, best_sellers
from holdfast.views.category_page import CategoryQuery, category_page
from holdfast.views.product_list import ListPage, ListQuery, list_page
from holdfast.views.recommendations import Beside, beside, most_popular

__all__ = ["Listings"]


class Listings:
    """One of it a process."""

    def __init__(self, late: LateReads, partitions: int) -> None:
        self._late = late
        self._partitions = partitions

    async def page(self, query: ListQuery, tree: CategoryTree) -> ListPage:
        """Of the whole shop, or of a category's name."""
        return await self._late.on_connection(
            lambda connection: list_page(connection, query, tree, self._partitions)
        )

    async def in_category(
        self, query: CategoryQuery, below: tuple[UUID, ...]
    ) -> tuple[list[UUID], str | None]:
        """A page, and where the next begins. ``below``: the category with all below it."""
        return await self._late.read(lambda database: category_page(database.pool, query, below))

    async def best(self, query: BestQuery) -> BestSellers:
        """What sold most in the last days."""
        return await self._late.read(
            lambda database: best_sellers(database.pool, query.days, query.limit)
        )

    async def popular(self, limit: int) -> Sequence[UUID]:
        """What sold most since ever."""
        return await self._late.read(lambda database: most_popular(database.pool, limit))

    async def beside(self, product_id: UUID) -> Beside:
        """What is bought together with it, and what is like it."""
        return await self._late.read(lambda database: beside(database.pool, product_id))
