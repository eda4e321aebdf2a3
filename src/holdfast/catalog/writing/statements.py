"""Writing the catalogue, set-wise. Every write raises the product's revision in its transaction."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.handles import RESERVED
from holdfast.catalog.products import Product
from holdfast.catalog.shelf import PRODUCT_COLUMNS, product_of
from holdfast.kit.ids import new_id
from holdfast.ledger import RowTable

HANDLES: Final = 50  # numbers that are tried behind a handle
_PACKED: Final = ("tags", "translations", "options", "images")

VARIANT_ROWS: Final = RowTable(
    "variants",
    (
        "id", "product_id", "sku", "options", "price", "compare_at_price", "image_url",
        "position", "low_stock_threshold", "delivered",
    ),
    ("uuid", "uuid", "text", "jsonb", "bigint", "bigint", "text", "integer", "integer", "bigint"),
)  # fmt: skip
"""Variants join the catalogue as riders of the deposit that opens their stock."""

PRODUCT_ROWS: Final = RowTable(
    "products",
    (
        "id", "handle", "name", "description", "category", "currency", "status", "vendor", "tags",
        "translations", "options", "images", "price", "hold_units",
    ),
    (
        "uuid", "text", "text", "text", "text", "text", "text", "text", "jsonb",
        "jsonb", "jsonb", "jsonb", "bigint", "integer",
    ),
)  # fmt: skip
"""A product that staff make joins with its variants and their opening stock, all or none."""

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast catalogue'))")
_FIND: Final = sa.text(
    f"SELECT {PRODUCT_COLUMNS} FROM products p WHERE p.handle = ANY(:handles) FOR UPDATE OF p"
)
_FIND_ONE: Final = sa.text(
    f"SELECT {PRODUCT_COLUMNS} FROM products p WHERE p.id = :id FOR UPDATE OF p"
)
_HANDLES: Final = sa.text("SELECT handle FROM products WHERE handle = ANY(:handles)")
_ADD_VARIANTS: Final = sa.text("""
INSERT INTO variants (id, product_id, sku, options, price, compare_at_price, position)
SELECT id, product_id, sku, options, price, compare_at_price, position
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id uuid, product_id uuid, sku text, options jsonb, price bigint, compare_at_price bigint,
    position integer)
""")
# Two variants may change places: the options of both are set aside first.
_SET_ASIDE: Final = sa.text("""
UPDATE variants v SET options = jsonb_build_object('', v.id)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, options jsonb)
WHERE v.id = r.id AND v.options <> r.options
""")
_PUT_PRODUCTS: Final = sa.text("""
INSERT INTO products (id, handle, name, description, category, currency, status, vendor, tags,
                      translations, options, images, hold_units)
SELECT id, handle, name, description, category, currency, status, vendor, tags, translations,
       options, images, hold_units
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id uuid, handle text, name text, description text, category text, currency text, status text,
    vendor text, tags jsonb, translations jsonb, options jsonb, images jsonb,
    hold_units integer)
ON CONFLICT (handle) DO UPDATE SET
    name = excluded.name, description = excluded.description, category = excluded.category,
    currency = excluded.currency, status = excluded.status, vendor = excluded.vendor,
    tags = excluded.tags, translations = excluded.translations, options = excluded.options,
    images = excluded.images, hold_units = excluded.hold_units, updated_at = now(),
    revision = products.revision + 1
""")
_PUT_VARIANTS: Final = sa.text("""
UPDATE variants v SET sku = r.sku, options = r.options, price = r.price,
    compare_at_price = r.compare_at_price, image_url = r.image_url, position = r.position,
    active = coalesce(r.active, v.active), updated_at = now()
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id uuid, sku text, options jsonb, price bigint, compare_at_price bigint, image_url text,
    position integer, active boolean)
WHERE v.id = r.id
""")
_PRICES: Final = sa.text("""
UPDATE products p SET price = least.price, revision = p.revision + 1
FROM (SELECT product_id, min(price) AS price FROM variants
      WHERE product_id = ANY(CAST(:ids AS uuid[])) AND active GROUP BY product_id) AS least
WHERE p.id = least.product_id AND p.price <> least.price
""")
_THRESHOLD: Final = sa.text("""
UPDATE variants SET low_stock_threshold = :threshold WHERE id = :id RETURNING id
""")


async def lock_catalogue(connection: AsyncConnection) -> None:
    """One writer of the catalogue at a time, until the transaction ends."""
    await connection.execute(_LOCK)


async def find_products(connection: AsyncConnection, handles: Sequence[str]) -> dict[str, Product]:
    """Products by handle, whole, locked against other writers."""
    rows = await connection.execute(_FIND, {"handles": list(handles)})
    return {product.handle: product for product in map(product_of, rows)}


async def find_product(connection: AsyncConnection, product_id: UUID) -> Product | None:
    """A product by id, whole, locked against other writers."""
    row = (await connection.execute(_FIND_ONE, {"id": product_id})).first()
    return None if row is None else product_of(row)


async def put_products(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> None:
    """Insert or replace by handle."""
    if rows:
        await connection.execute(_PUT_PRODUCTS, {"rows": _json(rows)})


async def put_variants(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> None:
    """Rewrite variants that exist; their products are put in the same transaction."""
    if rows:
        await connection.execute(_SET_ASIDE, {"rows": _json(rows)})
        await connection.execute(_PUT_VARIANTS, {"rows": _json(rows)})


async def add_variants(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> None:
    """Variants that join without stock."""
    if rows:
        await connection.execute(_ADD_VARIANTS, {"rows": _json(rows)})


async def free_handle(connection: AsyncConnection, wanted: str) -> str:
    """The handle, or the first of it with a number that no product has."""
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, HANDLES + 1))]
    taken = set((await connection.execute(_HANDLES, {"handles": tries})).scalars()) | RESERVED
    return next((one for one in tries if one not in taken), f"{wanted}-{new_id().hex[-12:]}")


async def refresh_prices(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Repeat the least variant price on the products, for lists to be sorted by."""
    if ids:
        await connection.execute(_PRICES, {"ids": list(ids)})


async def learn_sizes(connection: AsyncConnection) -> None:
    """Let PostgreSQL look at tables that grew fast. Until it does, sessions go on with plans made
    for empty ones, and each new variant's foreign key is checked by reading all products."""
    await connection.execute(sa.text("ANALYZE products, variants"))


async def set_threshold(
    connection: AsyncConnection, variant_id: UUID, threshold: int | None
) -> bool:
    """From how many pieces on hand the variant counts as low; None: never. False: unknown."""
    found = await connection.execute(_THRESHOLD, {"id": variant_id, "threshold": threshold})
    return found.first() is not None


def product_row(row: dict[str, object], price: int) -> tuple[object, ...]:
    """A merged row in the column order of :data:`PRODUCT_ROWS`; ``price`` is the least."""
    packed = {name: msgspec.json.encode(row[name]).decode() for name in _PACKED}
    ready = row | packed | {"id": UUID(str(row["id"])), "price": price}
    return tuple(ready[column] for column in PRODUCT_ROWS.columns)


def variant_row(row: dict[str, object], stock: int | None) -> tuple[object, ...]:
    """A merged row in the column order of :data:`VARIANT_ROWS`; ``stock`` is its first delivery."""
    ready = row | {
        "delivered": stock or None,
        "id": UUID(str(row["id"])),
        "product_id": UUID(str(row["product_id"])),
        "options": msgspec.json.encode(row["options"]).decode(),
    }
    return tuple(ready[column] for column in VARIANT_ROWS.columns)


def _json(rows: Sequence[dict[str, object]]) -> str:
    return msgspec.json.encode(rows).decode()
