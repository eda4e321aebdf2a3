"""The shelf: products at hand in this process, each proven fresh before it is used.

A product's row and variants change seldom, are read all the time and are dear to decode. So they
stay here, and every use first asks the database, gathered with whoever asks at the same time,
for the product's stamp: its revision and how many variants it has (variants join a product with
their opening stock, in the ledger's transaction, apart from the revision; none is ever deleted).
The same stamp: the same product, so never a stale price.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

import asyncpg
import msgspec

from holdfast.catalog.products import (
    AttributeValue,
    HeadWords,
    Image,
    Option,
    Product,
    Status,
    Translation,
    Variant,
)
from holdfast.catalog.tables import PARTS_OF
from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.db.id_lists import id_list, unseen_ids
from holdfast.db.plans import unseen

Stamp = tuple[int, int]
_Read = TypeVar("_Read")

SHELF_SIZE: Final = 16_384
GATHERED: Final = 500

# Of what it cost in another currency nothing can be said in this one.
_PAST: Final = """coalesce((
    SELECT json_agg(json_build_object(
        'until', c.until, 'price', c.price, 'discount', CASE WHEN c.discount_price IS NOT NULL THEN
            json_build_object('price', c.discount_price, 'begins', c.discount_from,
                              'ends', c.discount_until) END) ORDER BY c.until)
    FROM variant_past_costs c WHERE c.variant_id = v.id AND c.currency = p.currency), '[]')"""
PRODUCT_COLUMNS: Final = f"""
    p.id, p.handle, p.name, p.description, p.category_id, p.currency, p.status, p.vendor,
    p.tags::text, p.translations::text, p.options::text, p.images::text,
    p.created_at, p.updated_at, p.revision,
    coalesce((SELECT json_agg(json_build_object(
                  'id', v.id, 'sku', v.sku, 'options', v.options, 'price', v.price,
                  'compare_at_price', v.compare_at_price, 'image_url', v.image_url,
                  'position', v.position, 'active', v.active,
                  'discount', CASE WHEN v.discount_price IS NOT NULL THEN json_build_object(
                      'price', v.discount_price, 'begins', v.discount_from,
                      'ends', v.discount_until) END,
                  'weight_grams', v.weight_grams, 'barcode', v.barcode, 'measure', v.measure,
                  'delivered_as', v.delivered_as,
                  'parts', {PARTS_OF.format("v.id")},
                  'offered_since', v.created_at, 'past', {_PAST}) ORDER BY v.position, v.id)
              FROM variants v WHERE v.product_id = p.id), '[]')::text,
    p.hold_units, p.seller_id, p.attributes::text, p.publish_at, p.heads::text
"""
_LOAD: Final = f"""
SELECT {PRODUCT_COLUMNS} FROM products p WHERE p.id = ANY({unseen("$1", "uuid[]")})
"""
_STAMPS: Final = f"""
SELECT p.id, p.revision, (SELECT count(*) FROM variants v WHERE v.product_id = p.id)
FROM products p WHERE p.id = ANY({unseen_ids("$1")})
"""


_tags = msgspec.json.Decoder(tuple[str, ...])
_translations = msgspec.json.Decoder(dict[str, Translation])
_attributes = msgspec.json.Decoder(dict[str, AttributeValue | None])
_heads = msgspec.json.Decoder(dict[str, HeadWords])
_options = msgspec.json.Decoder(tuple[Option, ...])
_images = msgspec.json.Decoder(tuple[Image, ...])
_variants = msgspec.json.Decoder(tuple[Variant, ...])
_status: Mapping[str, Status] = {"active": "active", "draft": "draft", "archived": "archived"}


def stamp_of(product: Product) -> Stamp:
    """What the database must still say for this copy to be true."""
    return product.revision, len(product.variants)


async def load_products(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Product]:
    """These products, whole and fresh, of any status; unknown ids are left out."""
    rows = await pool.fetch(_LOAD, ids)
    return {row[0]: product_of(row) for row in rows}


def product_of(row: Sequence[Any]) -> Product:
    """A product from a row of :data:`PRODUCT_COLUMNS`."""
    return Product(
        id=UUID(int=row[0].int),
        handle=row[1],
        name=row[2],
        description=row[3],
        category_id=row[4] and UUID(int=row[4].int),
        currency=row[5],
        status=_status[row[6]],
        vendor=row[7],
        tags=_tags.decode(row[8]),
        translations=_translations.decode(row[9]),
        options=_options.decode(row[10]),
        images=_images.decode(row[11]),
        created_at=row[12],
        updated_at=row[13],
        revision=row[14],
        variants=_variants.decode(row[15]),
        hold_units=row[16],
        seller_id=row[17] and UUID(int=row[17].int),
        # What was no number was once written as null: nothing is said then.
        attributes={
            code: value for code, value in _attributes.decode(row[18]).items() if value is not None
        },
        publish_at=row[19],
        heads=_heads.decode(row[20]),
    )


class Shelf:
    """Bounded, least recently used first out. One of it a process, shared by all readers."""

    def __init__(self, database: Database, size: int = SHELF_SIZE) -> None:
        self._database = database
        self._size = size
        self._products: OrderedDict[UUID, Product] = OrderedDict()
        self._gather: Gather[UUID, Product] = Gather(self._ask, GATHERED)

    async def get(self, product_id: UUID) -> Product | None:
        """The product as it is now, of any status."""
        return await self._gather.get(product_id)

    async def get_many(self, ids: Iterable[UUID]) -> dict[UUID, Product]:
        """Several at once; unknown ids are left out."""
        distinct = tuple(dict.fromkeys(ids))
        if len(distinct) == 1:
            products = [await self._gather.get(distinct[0])]
        else:
            products = await asyncio.gather(*map(self._gather.get, distinct))
        return {product.id: product for product in products if product is not None}

    async def proven(self, stamps: Mapping[UUID, Stamp]) -> dict[UUID, Product]:
        """Products for stamps just read from the database, loaded anew where they changed."""
        found: dict[UUID, Product] = {}
        missing: list[UUID] = []
        for product_id, stamp in stamps.items():
            product = self._products.get(product_id)
            if product is None or stamp_of(product) != stamp:
                missing.append(product_id)
            else:
                self._products.move_to_end(product_id)
                found[product_id] = product
        if missing:
            found.update(await self._load(missing))
        return found

    async def fetched_beside(self, ids: Iterable[UUID], reading: Awaitable[_Read]) -> _Read:
        """What is read; those of these that are not at hand are fetched meanwhile, for whoever
        reads their stamps there. Where none is missing, no task is made for it."""
        missing = [one for one in ids if one not in self._products]
        if not missing:
            return await reading
        read, _ = await asyncio.gather(reading, self._load(missing))
        return read

    async def _load(self, ids: Sequence[UUID]) -> dict[UUID, Product]:
        loaded = await load_products(self._database.pool, ids)
        self._products.update(loaded)
        while len(self._products) > self._size:
            self._products.popitem(last=False)
        return loaded

    async def _ask(self, ids: Sequence[UUID]) -> Mapping[UUID, Product]:
        rows = await self._database.pool.fetch(_STAMPS, id_list(ids))
        return await self.proven({row[0]: (row[1], row[2]) for row in rows})
