"""What products name by id: categories, sellers and attribute types, at hand in this process.

All of it is small and read with every product, so it is kept and read anew when the database's
stamp, which comes with the products' own rows, is another.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Raw, Struct, field
from msgspec.json import encode

from holdfast.catalog import AttributeType, CategoryTree, load_attribute_types, load_categories
from holdfast.db.engine import Database
from holdfast.sellers import Seller, load_sellers

__all__ = ["DIRECTORY_STAMP", "Directory", "DirectoryReads"]

DIRECTORY_STAMP: Final = "(SELECT revision FROM directory_stamp)"


class Directory(Struct, frozen=True):
    """As of ``revision``, or younger."""

    revision: int
    categories: CategoryTree
    sellers: Mapping[UUID, Seller]
    attributes: Mapping[str, AttributeType]
    _standing: dict[tuple[UUID | None, str], dict[str, object]] = field(default_factory=dict)

    def standing(self, category_id: UUID | None, locale: str) -> Mapping[str, object]:
        """What all products of a category say of it, in one of the shop's languages."""
        found = self._standing.get((category_id, locale))
        if found is None:
            found = self._standing[category_id, locale] = self._said(category_id, locale)
        return found

    def _said(self, category_id: UUID | None, locale: str) -> dict[str, object]:
        way = self.categories.way(category_id)
        name = way[-1].name_in(locale) if way else None
        path = [{"id": one.id, "slug": one.slug, "name": one.name_in(locale)} for one in way]
        return {
            "category": name or "",
            "categoryId": category_id if way else None,
            "categoryName": name,
            "categoryPath": Raw(encode(path)),
        }


class DirectoryReads:
    """One of it a process, shared by all readers. ``kept``: as it was read last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.kept = Directory(0, CategoryTree(), {}, {})
        self._loading = asyncio.Lock()

    async def now(self) -> Directory:
        """As the database has it at this moment."""
        revision = await self._database.gathered(_revisions).get("now")
        return await self.at(revision or 0)

    async def at(self, revision: int) -> Directory:
        """At least as young as that."""
        if self.kept.revision < revision:
            async with self._loading:
                if self.kept.revision < revision:
                    self.kept = await self._load()
        return self.kept

    async def _load(self) -> Directory:
        pool = self._database.pool
        # Read first: what changes meanwhile is read again next time.
        revision = await pool.fetchval(f"SELECT {DIRECTORY_STAMP}")
        return Directory(
            revision,
            await load_categories(pool),
            {one.id: one for one in await load_sellers(pool)},
            await load_attribute_types(pool),
        )


async def _revisions(pool: asyncpg.Pool, asked: Sequence[str]) -> dict[str, int]:
    """The same for all who ask at the same time."""
    revision: int = await pool.fetchval(f"SELECT {DIRECTORY_STAMP}")
    return dict.fromkeys(asked, revision)
