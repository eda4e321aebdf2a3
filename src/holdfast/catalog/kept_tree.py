"""The tree of categories at hand in this process."""

from typing import Final

from holdfast.catalog.categories import CategoryTree, load_categories
from holdfast.db.engine import Database
from holdfast.kit.lately import Lately

_STAMP: Final = "SELECT revision FROM directory_stamp"


class KeptCategories:
    """The tree as it is, or was a moment ago: whether it changed is asked at most once a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[int, CategoryTree] | None = None
        self._tree: Lately[CategoryTree] = Lately(self._read)

    async def now(self) -> CategoryTree:
        return await self._tree.now()

    async def _read(self) -> CategoryTree:
        # Read first: what changes meanwhile is read again the next time.
        revision: int = await self._database.pool.fetchval(_STAMP)
        if self._kept is None or self._kept[0] != revision:
            self._kept = revision, await load_categories(self._database.pool)
        return self._kept[1]
