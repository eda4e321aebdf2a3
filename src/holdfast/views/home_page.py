"""The shop's home page: what a merchant arranged, with the products it shows as of now.

The arrangement and which products its collections have are at most a second old; prices and stock
are those of this moment.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.catalog import CategoryTree, srcset
from holdfast.db.engine import Database
from holdfast.kit.clock import shop_now
from holdfast.kit.lately import Lately
from holdfast.promotions import Promotion, PromotionBook
from holdfast.shop import Banner, Block, Collection, CurrentSettings, Home, ShopPicture, words_in
from holdfast.views.best_sellers import best_sellers
from holdfast.views.category_page import CategoryQuery, category_page
from holdfast.views.product_list import ListQuery, list_page
from holdfast.views.product_pages import Shown
from holdfast.views.products import ProductReads
from holdfast.views.recommendations import most_popular

__all__ = ["BEST_DAYS", "HomeReads", "address_of", "picture_of", "smallest_of"]

BEST_DAYS: Final = 3
LOOKED_AT: Final = 1000
"""Products that cost less now, of which the best sellers are shown."""
# By themselves for less, or named by a promotion without a code.
_OFFERS: Final = f"""
WITH less AS (
    SELECT DISTINCT v.product_id AS id FROM variants v
    WHERE v.discount_price IS NOT NULL AND v.active
      AND (v.discount_from IS NULL OR v.discount_from <= $1)
      AND (v.discount_until IS NULL OR v.discount_until > $1)
    LIMIT {LOOKED_AT}),
found AS (
    SELECT id FROM less
    UNION SELECT unnest($2::uuid[])
    UNION (SELECT product_id FROM product_counts WHERE category_id = ANY($3::uuid[])
           ORDER BY sales DESC LIMIT {LOOKED_AT}))
SELECT p.id FROM found f
JOIN products p ON p.id = f.id AND p.status = 'active'
JOIN product_counts n ON n.product_id = p.id
ORDER BY n.sales DESC, p.id DESC LIMIT $4
"""

_encode = msgspec.json.encode


class _Found(Struct, frozen=True):
    """Which products the collections of ``home`` have, by their places."""

    home: Home
    ids: Mapping[int, tuple[UUID, ...]]


class HomeReads:
    """One of it a process."""

    def __init__(
        self,
        database: Database,
        products: ProductReads,
        shop: CurrentSettings,
        promotions: PromotionBook,
    ) -> None:
        self._database = database
        self._products = products
        self._shop = shop
        self._promotions = promotions
        self._found = Lately(self._read)

    async def body(self, locale: str) -> bytes:
        """``{arranged, blocks, stock}``."""
        home = await self._shop.home.now()
        if home is None:
            return b'{"arranged":false,"blocks":[],"stock":{}}'
        return await self._written(await self._of(home), locale)

    async def outline(self, locale: str) -> bytes:
        """The same without products, but with how many there are: what the first HTML says, so
        that everything has its place before the rest is there."""
        home = await self._shop.home.now()
        if home is None:
            return b'{"arranged":false,"blocks":[]}'
        found = await self._of(home)
        tree, languages = await self._words()
        blocks = [
            {**_said(block, locale, languages, tree), **_counted(found.ids.get(place))}
            for place, block in enumerate(home)
        ]
        return _encode({"arranged": True, "locale": locale, "blocks": blocks})

    async def preview(self, home: Home, locale: str) -> bytes:
        """What ``body`` would say, were it arranged like this."""
        return await self._written(await self._find(home), locale)

    # --- what is in it ----------------------------------------------------------------------

    async def _of(self, home: Home) -> _Found:
        found = await self._found.now()
        if found.home is not home:
            self._found.forget()
            found = await self._found.now()
        return found

    async def _read(self) -> _Found:
        return await self._find(await self._shop.home.now() or ())

    async def _find(self, home: Home) -> _Found:
        places = [place for place, one in enumerate(home) if isinstance(one, Collection)]
        asked = (self._ids(one) for one in home if isinstance(one, Collection))
        return _Found(home, dict(zip(places, await asyncio.gather(*asked), strict=True)))

    async def _ids(self, one: Collection) -> tuple[UUID, ...]:
        pool = self._database.pool
        if one.source == "products":
            return one.product_ids
        if one.source == "popular":
            return tuple(await most_popular(pool, one.count))
        if one.source == "best":
            return tuple((await best_sellers(pool, BEST_DAYS, one.count)).units)
        if one.source == "offers":
            return await self._offers(one.count)
        tree = (await self._products.directory.now()).categories
        if one.source == "newest":
            async with self._database.read() as connection:
                page = await list_page(
                    connection, ListQuery("en", one.count), tree, self._products.partitions
                )
            return page.ids
        if one.category_id is None or tree.get(one.category_id) is None:
            return ()
        query = CategoryQuery(one.category_id, "en", limit=one.count)
        ids, _ = await category_page(pool, query, tree.with_below(one.category_id))
        return tuple(ids)

    async def _offers(self, count: int) -> tuple[UUID, ...]:
        tree = (await self._products.directory.now()).categories
        automatic = [one for one in await self._promotions.in_force() if one.for_everybody]
        products = {each for one in automatic for each in one.scope or ()}
        named = {each for one in automatic for each in _categories(one, tree)}
        rows = await self._database.pool.fetch(
            _OFFERS, shop_now(), sorted(products), sorted(named), count
        )
        return tuple(row[0] for row in rows)

    # --- how it is said ---------------------------------------------------------------------

    async def _words(self) -> tuple[CategoryTree, Sequence[str]]:
        directory = await self._products.directory.now()
        return directory.categories, (await self._shop.now()).languages

    async def _written(self, found: _Found, locale: str) -> bytes:
        tree, languages = await self._words()
        every = list(dict.fromkeys(one for ids in found.ids.values() for one in ids))
        shown = await self._products.shown(every, locale)
        blocks = [
            _with_products(
                _encode(_said(block, locale, languages, tree)), found.ids.get(place), shown
            )
            for place, block in enumerate(found.home)
        ]
        stock = _encode({str(one): each.stock for one, each in shown.items()})
        return b'{"arranged":true,"blocks":[%b],"stock":%b}' % (b",".join(blocks), stock)


def _categories(one: Promotion, tree: CategoryTree) -> set[UUID]:
    named = [each for each in one.categories or () if tree.get(each) is not None]
    return {below for each in named for below in tree.with_below(each)}


def _said(
    block: Block, locale: str, languages: Sequence[str], tree: CategoryTree
) -> dict[str, Any]:
    """A block without its products, in the reader's language."""
    words = words_in(block.words, locale, languages)
    if isinstance(block, Banner):
        return {
            "kind": "banner",
            "picture": block.picture and picture_of(block.picture),
            "link": block.link,
            "title": words.title,
            "text": words.text,
            "linkText": words.link,
            "alt": words.alt,
        }
    if isinstance(block, Collection):
        category = tree.get(block.category_id) if block.category_id else None
        return {
            "kind": "collection",
            "source": block.source,
            "title": words.title or (category.name_in(locale) if category else ""),
            "link": f"/category/{quote(category.slug, safe='')}" if category else "",
        }
    return {"kind": "text", "title": words.title, "html": words.text}


def picture_of(one: ShopPicture) -> dict[str, Any]:
    """As pages take it."""
    return {
        "url": address_of(one),
        "width": one.width,
        "height": one.height,
        "srcset": srcset(one.name, one.widths),
        "avifSrcset": srcset(one.name, one.widths, "avif"),
        "standIn": one.stand_in,
    }


def address_of(one: ShopPicture) -> str:
    """Of its widest size."""
    return srcset(one.name, one.widths[-1:]).partition(" ")[0]


def smallest_of(one: ShopPicture) -> str:
    return srcset(one.name, one.widths[:1]).partition(" ")[0]


def _counted(ids: tuple[UUID, ...] | None) -> dict[str, int]:
    return {} if ids is None else {"count": len(ids)}


def _with_products(said: bytes, ids: tuple[UUID, ...] | None, shown: Mapping[UUID, Shown]) -> bytes:
    if ids is None:
        return said
    there = [shown[one].body for one in ids if one in shown]
    return b'%b,"count":%d,"products":[%b]}' % (said[:-1], len(there), b",".join(there))
