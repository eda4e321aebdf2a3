"""Products as the search index takes them, and what events touch which of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import (
    AttributeChanged,
    AttributeType,
    AttributeValue,
    CategoryChanged,
    Product,
    ProductChanged,
    StockChanged,
    also_made_of,
    least_cost,
    load_products,
)
from holdfast.db.engine import Database
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.reading import Event
from holdfast.kit.clock import shop_now
from holdfast.orders import (
    OrderCancelled,
    OrderChanged,
    OrderPaid,
    OrderReserved,
    OrderUnitsCancelled,
    OrderUnitsRefunded,
    variants_of_orders,
)
from holdfast.returns import (
    ReturnCancelled,
    ReturnInspected,
    ReturnRefused,
    ReturnRequested,
    variants_of_exchanges,
)
from holdfast.reviews import (
    ReviewChanged,
    ReviewHidden,
    ReviewRemoved,
    ReviewShown,
    ReviewWritten,
)
from holdfast.search import Document
from holdfast.views.directory import Directory, DirectoryReads
from holdfast.views.stock import read_stock

__all__ = ["SEARCH_TYPES", "DocumentReads", "Standing", "Touched", "facet_value"]

_ORDERS: Final = tuple(
    one.TYPE
    for one in (
        OrderReserved,
        OrderChanged,
        OrderPaid,
        OrderCancelled,
        OrderUnitsCancelled,
        OrderUnitsRefunded,
        ReturnInspected,
    )
)
# What is to be sent in exchange is held, goes out, or is let go.
_RETURNS: Final = tuple(
    one.TYPE for one in (ReturnRequested, ReturnRefused, ReturnCancelled, ReturnInspected)
)
_REVIEWS: Final = tuple(
    one.TYPE for one in (ReviewWritten, ReviewChanged, ReviewRemoved, ReviewHidden, ReviewShown)
)
SEARCH_TYPES: Final = (
    ProductChanged.TYPE,
    CategoryChanged.TYPE,
    AttributeChanged.TYPE,
    StockChanged.TYPE,
    *_REVIEWS,
    *_ORDERS,
    *(one for one in _RETURNS if one not in _ORDERS),
)
"""After which a product is found otherwise."""

_Any = TypeVar("_Any")

LONG_VALUE: Final = 80
_TAGS: Final = re.compile(r"<[^>]*>|&[a-z]+;")
_OF_STOCK: Final = f"""
WITH moved AS (
    SELECT unnest({unseen_ids("$1")}) AS id
    UNION {variants_of_orders(unseen_ids("$2"))}
    UNION {variants_of_exchanges(unseen_ids("$3"))}),
touched AS ({also_made_of("moved")})
SELECT DISTINCT v.product_id FROM touched t JOIN variants v ON v.id = t.id
"""
_BELOW: Final = "SELECT id FROM products WHERE category_id = ANY($1::uuid[]) AND status = 'active'"
_DESCRIBED: Final = "SELECT id FROM products WHERE status = 'active' AND attributes ?| $1::text[]"
_COUNTS: Final = """
SELECT product_id, sales, rating FROM product_counts WHERE product_id = ANY($1::uuid[])
"""
_AFTER: Final = """
SELECT id FROM products WHERE status = 'active' AND ($1::uuid IS NULL OR id > $1)
ORDER BY id LIMIT $2
"""
_NEWER: Final = """
SELECT id FROM products WHERE status = 'active' AND created_at > $1
ORDER BY created_at DESC LIMIT $2
"""
_HOW_MANY: Final = "SELECT count(*) FROM products WHERE status = 'active'"


class Touched(Struct, frozen=True):
    """``products``: what is said of them may be another; ``stock``: what is left of them;
    ``categories``: all that stands in them."""

    products: frozenset[UUID]
    stock: frozenset[UUID]
    categories: frozenset[UUID]


Standing = tuple[UUID, bool, int]
"""A product on sale, whether any of it is free, and how many were sold."""


class DocumentReads:
    """Reads products for an index."""

    def __init__(self, database: Database, partitions: int = 1) -> None:
        self._database = database
        self._directory = DirectoryReads(database)
        self._partitions = partitions

    async def touched(self, events: Iterable[Event]) -> Touched:
        of: dict[str, set[str]] = {kind: set() for kind in SEARCH_TYPES}
        reviewed, returns = set[str](), set[str]()
        for event in events:
            of[event.type].add(event.subject)
            if event.type in _REVIEWS and (product := event.data.get("productId")):
                reviewed.add(str(product))
            if event.type in _RETURNS:
                returns.add(str(event.data["returnId"]))
            if isinstance(freed := event.data.get("freed"), dict):
                of[StockChanged.TYPE].update(freed)
        described = of[AttributeChanged.TYPE]
        orders = set[str]().union(*(of[kind] for kind in _ORDERS))
        stock: Sequence[Sequence[UUID]] = ()
        if orders or returns or of[StockChanged.TYPE]:
            stock = await self._database.pool.fetch(
                _OF_STOCK, *map(written_ids, (of[StockChanged.TYPE], orders, returns))
            )
        with_it: Sequence[Sequence[UUID]] = ()
        if described:
            with_it = await self._database.pool.fetch(_DESCRIBED, list(described))
        return Touched(
            frozenset(map(UUID, of[ProductChanged.TYPE] | reviewed)) | {row[0] for row in with_it},
            frozenset(row[0] for row in stock),
            frozenset(map(UUID, of[CategoryChanged.TYPE])),
        )

    async def in_categories(self, categories: Iterable[UUID]) -> list[UUID]:
        """What stands in these or below them."""
        tree = (await self._directory.now()).categories
        below = {one for category in categories for one in tree.with_below(category)}
        return [row[0] for row in await self._database.pool.fetch(_BELOW, list(below))]

    async def standing(self, ids: Sequence[UUID]) -> list[Standing]:
        """Of those that are on sale."""
        pool = self._database.pool
        stocks = await read_stock(pool, ids, self._partitions)
        sales = {row[0]: row[1] for row in await pool.fetch(_COUNTS, ids)}
        return [
            (one, stock.stock > 0, sales.get(one, 0))
            for one, stock in stocks.items()
            if stock.active
        ]

    async def load(self, ids: Sequence[UUID]) -> list[Document]:
        """Those of them that are on sale."""
        pool = self._database.pool
        products = await load_products(pool, ids)
        stocks = await read_stock(pool, ids, self._partitions)
        counts = {row[0]: (row[1], row[2]) for row in await pool.fetch(_COUNTS, ids)}
        stamps = (stock.directory for stock in stocks.values())
        directory = await self._directory.at(max(stamps, default=0))
        return [
            _document(
                product,
                directory,
                free=one in stocks and stocks[one].stock > 0,
                counts=counts.get(one, (0, 0)),
            )
            for one, product in products.items()
            if product.active
        ]

    async def after(self, last: UUID | None, limit: int) -> list[UUID]:
        """What is on sale, in the order of ids."""
        return [row[0] for row in await self._database.pool.fetch(_AFTER, last, limit)]

    async def newer(self, since: datetime, limit: int) -> list[UUID]:
        """What was made since, also if it was inserted by hand and so is told of by no event."""
        return [row[0] for row in await self._database.pool.fetch(_NEWER, since, limit)]

    async def how_many(self) -> int:
        return int(await self._database.pool.fetchval(_HOW_MANY))


def facet_value(value: AttributeValue) -> str:
    """A value as an address or a list of choices names it."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)


def _document(
    product: Product, directory: Directory, *, free: bool, counts: tuple[int, int]
) -> Document:
    way = directory.categories.way(product.category_id)
    now = shop_now()
    price, _ = least_cost((one.cost for one in product.on_sale), now)
    sales, rating = counts
    translations = product.translations.values()
    known = [
        (directory.attributes[code], value)
        for code, value in product.attributes.items()
        if code in directory.attributes
    ]
    return Document(
        id=product.id,
        title=product.name,
        name=_distinct((product.name, *(one.name or "" for one in translations))),
        about=_distinct(
            (
                product.vendor,
                *product.tags,
                *(name for one in way for name in (one.name, *one.translations.values())),
                *(text for kind, value in known for text in _said(kind, value)),
                *_option_words(product),
            )
        ),
        codes=_distinct(word for one in product.on_sale for word in (one.sku, one.barcode)),
        text=_distinct(
            _TAGS.sub(" ", text)
            for text in (product.description, *(one.description or "" for one in translations))
        ),
        categories=tuple(one.id for one in way),
        seller=product.seller_id,
        facets=_distinct(_facets(product, known)),
        price=price,
        free=free,
        reduced=any(one.is_reduced(now) for one in product.on_sale),
        rating=rating,
        sales=sales,
        made=int(product.created_at.timestamp() * 1000),
    )


def _distinct(values: Iterable[_Any]) -> tuple[_Any, ...]:
    return tuple(dict.fromkeys(one for one in values if one))


def _said(kind: AttributeType, value: AttributeValue) -> Iterator[str]:
    """The value in every language; of yes and no, what it is that there is."""
    if isinstance(value, bool):
        if value:
            yield kind.name
            yield from (one.name or "" for one in kind.translations.values())
        return
    yield f"{facet_value(value)} {kind.unit}"
    yield from (str(kind.value_in(value, locale)) for locale in kind.translations)


def _option_words(product: Product) -> Iterator[str]:
    values: Mapping[str, None] = dict.fromkeys(
        value for one in product.on_sale for value in one.options.values()
    )
    yield from values
    for translation in product.translations.values():
        for option in translation.options.values():
            yield from (said for value, said in option.values.items() if value in values)


def _facets(
    product: Product, known: Iterable[tuple[AttributeType, AttributeValue]]
) -> Iterator[tuple[str, str]]:
    for one in product.on_sale:
        yield from one.options.items()
    for kind, value in known:
        text = facet_value(value)
        if len(text) <= LONG_VALUE:
            yield kind.code, text
