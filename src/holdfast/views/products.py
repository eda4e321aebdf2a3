"""Products with their live stock, for the shop: one by one, by page, by what sells best, and the
bare numbers.

Everything is gathered: whoever asks while a query runs is answered by the next one. Numbers and
revisions come from the database at every read, the documents around them from this process.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec

from holdfast.catalog import CategoryTree, Product, Selection, Shelf, Variant, resolve, stamp_of
from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.db.replica import LateReads
from holdfast.kit.clock import iso, shop_now
from holdfast.kit.errors import Problem
from holdfast.kit.locales import LOCALES
from holdfast.kit.sentences import say
from holdfast.views.best_sellers import BestQuery, BestSellers
from holdfast.views.category_page import CategoryQuery
from holdfast.views.directory import DirectoryReads
from holdfast.views.kept_stock import KeptStock
from holdfast.views.listings import Listings
from holdfast.views.product_list import ListQuery
from holdfast.views.product_pages import ProductPage, Shown, in_order, page_of, products_and_stock
from holdfast.views.recommendations import recommendations_body
from holdfast.views.reviews import NewestReviews, ShownReview
from holdfast.views.stock import (
    MAX_WATCHED,
    NextRelease,
    ProductStock,
    on_sale_ids,
    read_stock,
    stock_updates,
)

__all__ = ["ProductReads", "TooManyProducts"]

PAGES: Final = 16_384
GATHERED: Final = 256
WARMED_AT_ONCE: Final = 50  # the loop is others', too
MADE_AT_ONCE: Final = 5
READ_TOGETHER: Final = 4  # lists of products
_GAPS: Final = 3  # readings until a document and its numbers agree

_encode = msgspec.json.encode
# Handles that were, too; one that is again is there once.
_BY_HANDLE: Final = """
SELECT s.slug, p.id, p.handle FROM product_slugs s JOIN products p ON p.id = s.product_id
WHERE s.slug = ANY($1::text[])
UNION ALL SELECT handle, id, handle FROM products WHERE handle = ANY($1::text[])
"""
_SLUG_NOW: Final = """
SELECT c.slug FROM category_slugs s JOIN categories c ON c.id = s.category_id WHERE s.slug = $1
"""
Address = tuple[UUID, str | None]
"""A product's id, and the handle it has now where it was asked for by one."""
_Several = tuple[tuple[UUID, ...], str]
"""Products, and a language."""
_InCategory = tuple[CategoryQuery, tuple[UUID, ...]]
"""A page, and the category with all below it."""


class TooManyProducts(Problem):
    """More products than numbers are given for at once."""

    status = 422
    code = "too-many-products"
    title = "Too many products at once"


class ProductReads:
    """The shop's reads of products; one of it a process. ``late``: where lists are read."""

    def __init__(
        self,
        database: Database,
        shelf: Shelf,
        next_release_at: NextRelease,
        partitions: int = 1,
        late: LateReads | None = None,
    ) -> None:
        self._database = database
        self._listings = Listings(late or LateReads(database), partitions)
        self.directory = DirectoryReads(database)
        self._newest_reviews = NewestReviews(database)
        self._shelf = shelf
        self._next_release_at = next_release_at
        self.partitions = partitions
        self._numbers = KeptStock(database, partitions)
        self._pages: OrderedDict[tuple[UUID, str], ProductPage] = OrderedDict()
        self._documents: Gather[tuple[UUID, str], Shown] = Gather(self._load_documents, GATHERED)
        self._handles: Gather[str, Address] = Gather(self._load_handles, GATHERED)
        self._lists: Gather[ListQuery, bytes] = Gather(self._load_lists, 8)
        self._categories: Gather[_InCategory, bytes] = Gather(self._load_categories, 8)
        self._together: Gather[_Several, dict[UUID, Shown]] = Gather(
            self._load_together, READ_TOGETHER
        )
        self._best: Gather[BestQuery, bytes] = Gather(self._load_best, 8)
        self._stock: Gather[UUID, ProductStock] = Gather(self._load_stock, GATHERED)

    # --- answers ----------------------------------------------------------------------------

    async def product(self, product_id: UUID, locale: str) -> tuple[bytes, str] | None:
        """``{product, stock, available}``, the newest reviews with it, and its ``ETag``; None when
        it is not on sale."""
        shown = await self._documents.get((product_id, locale))
        if shown is None:
            return None
        available = b"true" if shown.stock > 0 else b"false"
        newest = await self._newest_reviews.of(product_id, shown.reviews)
        body = b'{"product":%b,"reviews":%b},"stock":%d,"available":%b}' % (
            shown.body[:-1], newest.body, shown.stock, available,
        )  # fmt: skip
        return body, shown.tag

    async def newest_reviews(self, product_id: UUID, version: int) -> tuple[ShownReview, ...]:
        """As of that version of its reviews."""
        return (await self._newest_reviews.of(product_id, version)).reviews

    async def is_on_sale(self, name: str) -> bool:
        """Whether there is such a product on sale, by id or handle."""
        product_id = await self.find(name)
        product = await self._shelf.get(product_id) if product_id else None
        return product is not None and product.status == "active"

    async def find(self, name: str) -> UUID | None:
        """A product's id from its id or its handle."""
        found = await self.address(name)
        return found[0] if found else None

    async def address(self, name: str) -> Address | None:
        """Of a product by its id, by its handle or by one that it had before."""
        if len(name) == 36:
            try:
                return UUID(name), None
            except ValueError:
                pass
        return await self._handles.get(name)

    async def products(self, query: ListQuery) -> bytes:
        """``{products, stock, categories, nextCursor}``: one page."""
        body = await self._lists.get(query)
        assert body is not None  # every query is answered or raises
        return body

    async def in_category(self, query: CategoryQuery, tree: CategoryTree) -> bytes:
        """``"products":[...],"stock":{...},"nextCursor":...``: one page."""
        body = await self._categories.get((query, tree.with_below(query.category)))
        assert body is not None  # every query is answered or raises
        return body

    async def slug_now(self, former: str) -> str | None:
        """Of the category that was called so in addresses."""
        slug: str | None = await self._database.pool.fetchval(_SLUG_NOW, former)
        return slug

    async def best_sellers(self, query: BestQuery) -> bytes:
        """``{products, units, stock, days, asOf}``: the best first."""
        body = await self._best.get(query)
        assert body is not None  # every query is answered or raises
        return body

    async def popular(self, locale: str, limit: int) -> bytes:
        """``"products":[...],"stock":{...}``: what sold most since ever, the most first."""
        return await self.among(await self._listings.popular(limit), locale)

    async def recommended(self, product_id: UUID, locale: str) -> bytes | None:
        """``{recommendations: {frequentlyBoughtTogether, similar, nearest}, stock}``; None if the
        product is not on sale."""
        product = await self._shelf.get(product_id)
        if product is None or product.status != "active":
            return None
        beside = await self._listings.beside(product_id)
        return recommendations_body(beside, await self._shown(beside.named, locale))

    async def warm(self, limit: int) -> int:
        """Have the most popular at hand, in every language; how many they are."""
        ids = await self._listings.popular(limit)
        for locale in LOCALES:
            for at in range(0, len(ids), WARMED_AT_ONCE):
                await self._shown(ids[at : at + WARMED_AT_ONCE], locale)
        return len(ids)

    async def among(self, ids: Sequence[UUID], locale: str) -> bytes:
        """``"products":[...],"stock":{...}`` of those that are on sale, in this order: for an
        answer that says something of them."""
        return products_and_stock(await self._shown(ids, locale))

    async def shown(self, ids: Sequence[UUID], locale: str) -> dict[UUID, Shown]:
        """Of these, in this order, those that are on sale."""
        return await self._shown(ids, locale)

    async def documents(self, ids: Iterable[UUID]) -> dict[UUID, Product]:
        """Of these, as they are now, of any status."""
        return await self._shelf.get_many(ids)

    async def check(self, product_id: UUID, selection: Selection) -> tuple[Variant, int] | Problem:
        """The one variant meant and how many of it are free."""
        product, stock = await asyncio.gather(
            self._shelf.get(product_id), self._stock.get(product_id)
        )
        variant = resolve(product, selection)
        if isinstance(variant, Problem):
            return variant
        numbers = stock.variants.get(variant.id) if stock else None
        return variant, numbers.stock if numbers else 0

    async def stock(self, ids: Sequence[UUID] | None) -> bytes:
        """``{stock, variants, serverTime}`` of these products, or of all of a small shop."""
        found = await self.stocks(ids)
        return _encode(
            {
                "stock": {str(one): product.stock for one, product in found.items()},
                "variants": stock_updates(found.items(), self._next_release_at),
                "serverTime": iso(shop_now()),
            }
        )

    async def stocks(self, ids: Sequence[UUID] | None) -> dict[UUID, ProductStock]:
        """The numbers behind it; raises :class:`TooManyProducts` beyond 1,000."""
        if ids is None:
            ids = await on_sale_ids(self._database.pool, MAX_WATCHED + 1)
        if len(ids) > MAX_WATCHED:
            raise TooManyProducts(
                say("Ask for at most {limit} product IDs at a time.", limit=MAX_WATCHED),
                field="ids",
            )
        found = await read_stock(self._database.pool, ids, self.partitions)
        return {one: product for one, product in found.items() if product.active}

    # --- gathered reads ---------------------------------------------------------------------

    async def _load_categories(self, asked: Sequence[_InCategory]) -> Mapping[_InCategory, bytes]:
        pages = await asyncio.gather(*(self._listings.in_category(*one) for one in asked))
        pairs = zip(asked, pages, strict=True)
        shown = (self._shown(ids, query.locale) for (query, _), (ids, _) in pairs)
        return {
            one: b'%b,"nextCursor":%b' % (products_and_stock(some), _encode(cursor))
            for one, some, (_, cursor) in zip(
                asked, await asyncio.gather(*shown), pages, strict=True
            )
        }

    async def _load_handles(self, handles: Sequence[str]) -> Mapping[str, Address]:
        rows = await self._database.pool.fetch(_BY_HANDLE, handles)
        return {slug: (product_id, handle) for slug, product_id, handle in rows}

    async def _load_stock(self, ids: Sequence[UUID]) -> Mapping[UUID, ProductStock]:
        return await self._numbers.of(ids)

    async def _load_lists(self, queries: Sequence[ListQuery]) -> Mapping[ListQuery, bytes]:
        return {query: await self._list(query) for query in queries}

    async def _list(self, query: ListQuery) -> bytes:
        directory = await self.directory.now()
        page = await self._listings.page(query, directory.categories)
        shown = await self._shown(page.ids, query.locale)
        return b'{%b,"categories":%b,"nextCursor":%b}' % (
            products_and_stock(shown),
            _encode(page.categories),
            _encode(page.next_cursor),
        )

    async def _load_best(self, queries: Sequence[BestQuery]) -> Mapping[BestQuery, bytes]:
        return {query: await self._list_best(query) for query in queries}

    async def _list_best(self, query: BestQuery) -> bytes:
        found, shown = await self._read_best(query)
        return b'{%b,"units":%b,"days":%d,"asOf":%b}' % (
            products_and_stock(shown),
            _encode({str(one): found.units[one] for one in shown}),
            query.days,
            _encode(iso(found.as_of)),
        )

    async def _read_best(self, query: BestQuery) -> tuple[BestSellers, dict[UUID, Shown]]:
        """The ranking and its documents. What went off sale between the two readings leaves a
        gap, so they are read again: the next best moves up."""
        for _ in range(_GAPS):
            found = await self._listings.best(query)
            shown = await self._shown(tuple(found.units), query.locale)
            if len(shown) == len(found.units):
                break
        return found, shown

    async def _shown(self, ids: Sequence[UUID], locale: str) -> dict[UUID, Shown]:
        """The documents of those that are on sale, in the same order."""
        return await self._together.get((tuple(ids), locale)) or {}

    async def _load_together(
        self, asked: Sequence[_Several]
    ) -> Mapping[_Several, dict[UUID, Shown]]:
        keys = dict.fromkeys((one, locale) for ids, locale in asked for one in ids)
        documents = await self._load_documents(list(keys))
        return {(ids, locale): in_order(documents, ids, locale) for ids, locale in asked}

    async def _load_documents(
        self, keys: Sequence[tuple[UUID, str]]
    ) -> Mapping[tuple[UUID, str], Shown]:
        found: dict[tuple[UUID, str], Shown] = {}
        for last in range(_GAPS - 1, -1, -1):
            ids = list({one for one, _ in keys})
            stocks = await self._shelf.fetched_beside(ids, self._load_stock(ids))
            on_sale = {one: stock.stamp for one, stock in stocks.items() if stock.active}
            products = await self._shelf.proven(on_sale)
            stamps = (stock.directory for stock in stocks.values())
            directory = await self.directory.at(max(stamps, default=0))
            now, again = shop_now(), []
            today, made = now.date(), 0
            for key in keys:
                product = products.get(key[0])
                if product is None:
                    continue
                if last and stamp_of(product) != on_sale[key[0]]:
                    again.append(key)  # changed between the two readings
                    continue
                page = self._pages.get(key)
                if page is None or not page.is_of(product, directory, now):
                    page = self._pages[key] = page_of(product, key[1], directory, now)
                    if len(self._pages) > PAGES:
                        self._pages.popitem(last=False)
                    made += 1
                    if made % MADE_AT_ONCE == 0:
                        await asyncio.sleep(0)  # between pieces others have the loop
                else:
                    self._pages.move_to_end(key)
                found[key] = page.render(stocks[key[0]], self._next_release_at, today)
            if not again:
                break
            keys = again
        return found
