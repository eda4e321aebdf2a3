"""What the search finds, as the shop shows it: with the stock of this moment, whatever the index
says."""

import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit.errors import Problem
from holdfast.kit.paging import BadCursor, decode_cursor, encode_cursor
from holdfast.kit.sentences import say
from holdfast.search import (
    MOST_PASSED,
    Asked,
    Filters,
    Found,
    Order,
    SearchEngine,
    Synonyms,
    load_synonyms,
    normal,
    synonyms_revision,
)
from holdfast.views.directory import Directory
from holdfast.views.product_list import ListQuery, Sort, root_names
from holdfast.views.product_pages import Shown, products_and_stock
from holdfast.views.products import ProductReads
from holdfast.views.search.facets import facets_json, options_in
from holdfast.views.search.highlights import highlights
from holdfast.views.search.option_names import OptionNames

__all__ = ["FilterUnknown", "SearchQuery", "SearchReads"]

SPARE: Final = 12
"""More than a page is looked up: some of it may be gone since the index heard of it."""

SUGGESTED: Final = 5
SYNONYMS_EVERY: Final = 1.0

_SORTS: Final[Mapping[Sort, Order]] = {
    "new": "new",
    "price": "price_asc",
    "-price": "price_desc",
    "name": "name",
}
_encode = msgspec.json.encode


class FilterUnknown(Problem):
    """A category, an attribute or a seller that there is not."""

    status = 422
    code = "filter-unknown"
    title = "There is no such filter"


class SearchQuery(Struct, frozen=True):
    """What a visitor asks for: behind ``cursor``, or else behind so many. ``attributes`` are code
    and value; ``rating`` is in stars."""

    locale: str
    text: str = ""
    category: str | None = None
    least: int | None = None
    most: int | None = None
    in_stock: bool = False
    reduced: bool = False
    rating: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    seller: str | None = None
    sort: Order = "relevance"
    limit: int = 20
    offset: int = 0
    cursor: str | None = None
    facets: bool = True

    @property
    def names_something(self) -> bool:
        """Whether the answer depends on what categories, sellers and attributes there are."""
        return bool(self.facets or self.category or self.seller or self.attributes)

    @property
    def print(self) -> str:
        """The same for all pages of a search."""
        same = msgspec.structs.replace(self, offset=0, cursor=None, facets=True, limit=0)
        return blake2b(_encode(same), digest_size=6).hexdigest()


class _Page(Struct, frozen=True):
    """What is found, without what is known to be gone of it; what of that is ``shown``; where the
    next page begins, if the index knows of more."""

    found: Found
    shown: dict[UUID, Shown]
    next_cursor: str | None


class SearchReads:
    """The shop's searches; one of it a process. ``on_miss`` is told a search that found nothing."""

    def __init__(
        self,
        engine: SearchEngine,
        products: ProductReads,
        database: Database,
        on_miss: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._engine = engine
        self._products = products
        self._option_names = OptionNames(engine, products.documents)
        self._database = database
        self._on_miss = on_miss
        self._synonyms: tuple[int, Synonyms] = (0, ())
        self._looked_at = float("-inf")

    async def search(self, query: SearchQuery) -> bytes:
        """A ``SearchBody``."""
        known = self._products.directory
        directory = await known.now() if query.names_something else known.kept
        filters = await self._filters(query, directory)
        page = await self._page(query, filters)
        found = page.found
        facets = None
        if found.counts is not None:
            options = options_in(found.counts, filters, directory)
            names = await self._option_names.of(options, query.locale)
            facets = facets_json(found.counts, filters, directory, names, query.locale)
        about: dict[str, Any] = {
            "total": found.total,
            "page": None if query.cursor else query.offset // query.limit + 1,
            "limit": query.limit,
            "nextCursor": page.next_cursor,
            "didYouMean": found.meant or found.maybe,
            "repaired": found.meant is not None,
            "partly": found.partly,
            "facets": facets,
            "highlights": highlights(page.shown, found.stems),
        }
        return b"{%b,%b}" % (products_and_stock(page.shown), _encode(about)[1:-1])

    async def listed(self, query: ListQuery) -> bytes:
        """``{products, stock, categories, nextCursor}``: a list of the shop that is searched."""
        directory = await self._products.directory.now()
        names = None
        if query.cursor is None:
            async with self._database.read() as connection:
                names = await root_names(connection, query.locale, directory.categories)
        wanted = SearchQuery(
            locale=query.locale,
            text=query.q or "",
            category=query.category,
            in_stock=query.in_stock,
            sort=_SORTS[query.sort] if query.sort else "relevance",
            limit=query.limit,
            cursor=query.cursor,
            facets=False,
        )
        try:
            filters = await self._filters(wanted, directory)
        except FilterUnknown:
            return b'{"products":[],"stock":{},"categories":%b,"nextCursor":null}' % _encode(names)
        page = await self._page(wanted, filters)
        return b'{%b,"categories":%b,"nextCursor":%b}' % (
            products_and_stock(page.shown),
            _encode(names),
            _encode(page.next_cursor),
        )

    async def suggest(self, text: str, locale: str, limit: int) -> bytes:
        """Searches, products and categories that begin like this."""
        typed = normal(text).strip()
        directory = await self._products.directory.now()
        synonyms = await self._known_synonyms()
        completed = await self._engine.complete(text, limit)
        found = (
            await self._engine.find(
                Asked(text=text, limit=SUGGESTED, typing=True, synonyms=synonyms)
            )
            if typed
            else Found((), 0)
        )
        begun = (
            one
            for one in directory.categories.walk()
            if any(word.startswith(typed) for word in _words(one.name_in(locale)))
        )
        about = {
            "queries": completed.texts,
            "categories": [
                {"id": str(one.id), "slug": one.slug, "name": one.name_in(locale)}
                for one in (islice(begun, SUGGESTED) if typed else ())
            ],
            "total": found.total,
            "didYouMean": found.meant,
        }
        shown = await self._products.among(found.ids, locale)
        return b"{%b,%b}" % (shown, _encode(about)[1:-1])

    # --- parts ------------------------------------------------------------------------------

    async def _page(self, query: SearchQuery, filters: Filters) -> _Page:
        """With what is on sale and, if that is asked for, free at this moment."""
        offset = _offset(query)
        asked = Asked(
            text=query.text,
            filters=filters,
            order=query.sort,
            offset=offset,
            limit=query.limit + SPARE,
            counts=query.facets,
            synonyms=await self._known_synonyms(),
        )
        found = await self._engine.find(asked)
        pages = await self._products.shown(found.ids[: query.limit], query.locale)
        shown: dict[UUID, Shown] = {}
        passed = gone = 0
        for one in found.ids:
            if len(shown) == query.limit:
                break
            if passed == query.limit:  # some of it is gone: the spare ones move up
                pages |= await self._products.shown(found.ids[query.limit :], query.locale)
            passed += 1
            if one in pages and (pages[one].stock > 0 or not filters.free):
                shown[one] = pages[one]
            else:
                gone += 1
        if found.total == 0 and offset == 0 and query.text and filters == Filters():
            self._on_miss(query.text)
        # The index still counts what is gone, so it is asked whether it knows of more.
        further = _next(query, found, offset + passed)
        return _Page(msgspec.structs.replace(found, total=found.total - gone), shown, further)

    async def _filters(self, query: SearchQuery, directory: Directory) -> Filters:
        category = seller = None
        if query.category:
            tree = directory.categories
            known = tree.called(query.category) or tree.named(query.category, query.locale)
            if known is None:
                raise FilterUnknown("There is no such category.", field="category")
            category = known.id
        if query.seller:
            seller = _seller(query.seller, directory)
        attributes: dict[str, tuple[str, ...]] = {}
        for code, value in query.attributes:
            attributes[code] = (*attributes.get(code, ()), value)
        strange = [code for code in attributes if code not in directory.attributes]
        if strange:
            known_codes = await self._engine.known_facets(strange)
            for code in strange:
                if code not in known_codes:
                    detail = say("There is no attribute {code}.", code=code)
                    raise FilterUnknown(detail, field="attributes")
        return Filters(
            category=category,
            least=query.least,
            most=query.most,
            free=query.in_stock,
            reduced=query.reduced,
            rating=None if query.rating is None else query.rating * 1000,
            seller=seller,
            attributes=attributes,
        )

    async def _known_synonyms(self) -> Synonyms:
        """As they were a second ago at most."""
        if time.monotonic() > self._looked_at + SYNONYMS_EVERY:
            self._looked_at = time.monotonic()
            pool = self._database.pool
            revision = await synonyms_revision(pool)
            if revision != self._synonyms[0]:
                self._synonyms = revision, await load_synonyms(pool)
        return self._synonyms[1]


def _next(query: SearchQuery, found: Found, passed: int) -> str | None:
    more = passed < found.total and passed <= MOST_PASSED
    return encode_cursor(query.print, passed) if more else None


def _offset(query: SearchQuery) -> int:
    if not query.cursor:
        return query.offset
    made_for, offset = decode_cursor(query.cursor, tuple[str, int])
    if made_for != query.print or not 0 <= offset <= MOST_PASSED:
        raise BadCursor
    return int(offset)


def _seller(name: str, directory: Directory) -> UUID:
    for one in directory.sellers.values():
        if name in (str(one.id), one.slug):
            return one.id
    raise FilterUnknown("There is no such seller.", field="seller")


def _words(text: str) -> Sequence[str]:
    low = normal(text)
    return (low, *low.split())
