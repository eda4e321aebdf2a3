"""Writing the catalogue, set-wise. Every write raises the product's revision in its transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.handles import RESERVED
from holdfast.catalog.products import Cost, Discount, Product, least_cost
from holdfast.catalog.shelf import PRODUCT_COLUMNS, product_of
from holdfast.catalog.writing.past_costs import keep_changed_costs
from holdfast.kit.ids import new_id
from holdfast.ledger import RowTable

HANDLES: Final = 50  # numbers that are tried behind a handle
_PACKED: Final = ("tags", "translations", "options", "attributes", "images", "heads")

VARIANT_ROWS: Final = RowTable(
    "variants",
    (
        "id", "product_id", "sku", "options", "price", "compare_at_price", "image_url",
        "position", "low_stock_threshold", "delivered", "discount_price", "discount_from",
        "discount_until", "weight_grams", "barcode", "measure",
    ),
    (
        "uuid", "uuid", "text", "jsonb", "bigint", "bigint", "text", "integer", "integer", "bigint",
        "bigint", "timestamptz", "timestamptz", "integer", "text", "jsonb",
    ),
)  # fmt: skip
"""Variants join the catalogue as riders of the deposit that opens their stock."""

PRODUCT_ROWS: Final = RowTable(
    "products",
    (
        "id", "handle", "name", "description", "category_id", "seller_id", "currency", "status",
        "vendor", "tags", "translations", "options", "attributes", "images", "price",
        "price_changes_at", "hold_units", "publish_at", "heads",
    ),
    (
        "uuid", "text", "text", "text", "uuid", "uuid", "text", "text",
        "text", "jsonb", "jsonb", "jsonb", "jsonb", "jsonb", "bigint",
        "timestamptz", "integer", "timestamptz", "jsonb",
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
_FIND_MANY: Final = sa.text(
    f"SELECT {PRODUCT_COLUMNS} FROM products p WHERE p.id = ANY(:ids) ORDER BY p.id FOR UPDATE OF p"
)
_HANDLES: Final = sa.text("""
SELECT handle FROM products WHERE handle = ANY(:handles)
UNION ALL SELECT slug FROM product_slugs WHERE slug = ANY(:handles)
""")
_TAKEN: Final = sa.text("""
SELECT 1 FROM products WHERE handle = :handle AND id <> :id
UNION ALL SELECT 1 FROM product_slugs WHERE slug = :handle AND product_id <> :id
""")
_MOVE_HANDLE: Final = (
    sa.text("DELETE FROM product_slugs WHERE slug = :handle"),
    sa.text("UPDATE products SET handle = :handle WHERE id = :id"),
    sa.text("INSERT INTO product_slugs (slug, product_id) VALUES (:old, :id)"),
)
# A discount comes as a whole.
_VARIANT: Final = """jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
    id uuid, product_id uuid, sku text, options jsonb, price bigint, compare_at_price bigint,
    image_url text, position integer, active boolean, discount jsonb, weight_grams integer,
    barcode text, measure jsonb)"""
_DISCOUNT: Final = """(r.discount ->> 'price')::bigint, (r.discount ->> 'begins')::timestamptz,
       (r.discount ->> 'ends')::timestamptz"""
_ADD_VARIANTS: Final = sa.text(f"""
INSERT INTO variants (id, product_id, sku, options, price, compare_at_price, position,
                      weight_grams, barcode, measure, discount_price, discount_from,
                      discount_until)
SELECT r.id, r.product_id, r.sku, r.options, r.price, r.compare_at_price, r.position,
       r.weight_grams, r.barcode, r.measure, {_DISCOUNT}
FROM {_VARIANT}
""")
# Two variants may change places: the options of both are set aside first.
_SET_ASIDE: Final = sa.text("""
UPDATE variants v SET options = jsonb_build_object('', v.id)
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, options jsonb)
WHERE v.id = r.id AND v.options <> r.options
""")
# A handle that somebody takes leads to nobody else any more.
_PUT_PRODUCTS: Final = sa.text("""
WITH put AS (
    INSERT INTO products (id, handle, name, description, category_id, seller_id, currency, status,
                          vendor, tags, translations, options, attributes, images, hold_units,
                          publish_at, heads)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        id uuid, handle text, name text, description text, category_id uuid, seller_id uuid,
        currency text, status text, vendor text, tags jsonb, translations jsonb, options jsonb,
        attributes jsonb, images jsonb, hold_units integer, publish_at timestamptz, heads jsonb)
    ON CONFLICT (handle) DO UPDATE SET
        name = excluded.name, description = excluded.description,
        category_id = excluded.category_id, seller_id = excluded.seller_id,
        currency = excluded.currency, status = excluded.status, vendor = excluded.vendor,
        tags = excluded.tags, translations = excluded.translations, options = excluded.options,
        attributes = excluded.attributes, images = excluded.images,
        hold_units = excluded.hold_units, heads = excluded.heads,
        publish_at = CASE WHEN excluded.status = 'draft' THEN excluded.publish_at END,
        updated_at = now(), revision = products.revision + 1
    WHERE products.id = excluded.id  -- not one that was made under this handle meanwhile
    RETURNING handle)
DELETE FROM product_slugs USING put WHERE slug = put.handle
""")
_PUT_VARIANTS: Final = sa.text(f"""
UPDATE variants v SET sku = r.sku, options = r.options, price = r.price,
    compare_at_price = r.compare_at_price, image_url = r.image_url, position = r.position,
    active = coalesce(r.active, v.active), weight_grams = r.weight_grams,
    barcode = coalesce(r.barcode, ''), measure = r.measure, updated_at = now(),
    (discount_price, discount_from, discount_until) = ROW({_DISCOUNT})
FROM {_VARIANT}
WHERE v.id = r.id
""")
_COSTS: Final = """
SELECT v.product_id,
       min(CASE WHEN coalesce(v.discount_from <= now(), true)
                     AND coalesce(now() < v.discount_until, true)
                THEN least(v.discount_price, v.price) ELSE v.price END) AS price,
       min(CASE WHEN v.discount_from > now() THEN v.discount_from
                WHEN v.discount_until > now() THEN v.discount_until END) AS changes_at
FROM variants v WHERE v.active AND v.product_id = ANY(CAST(:ids AS uuid[])) GROUP BY v.product_id
"""
_PRICES: Final = sa.text(f"""
UPDATE products p SET price = least.price, price_changes_at = least.changes_at
FROM ({_COSTS}) AS least
WHERE p.id = least.product_id
  AND (p.price, p.price_changes_at) IS DISTINCT FROM (least.price, least.changes_at)
""")
_DUE: Final = sa.text("""
SELECT id FROM products WHERE price_changes_at <= now() ORDER BY price_changes_at LIMIT :limit
FOR UPDATE SKIP LOCKED
""")
_IS_DUE: Final = "SELECT EXISTS (SELECT FROM products WHERE price_changes_at <= now())"
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


async def find_products_by_id(
    connection: AsyncConnection, ids: Sequence[UUID]
) -> dict[UUID, Product]:
    """Products by id, whole, locked against other writers."""
    rows = await connection.execute(_FIND_MANY, {"ids": list(ids)})
    return {product.id: product for product in map(product_of, rows)}


async def put_products(
    connection: AsyncConnection,
    products: Sequence[dict[str, object]],
    variants: Sequence[dict[str, object]],
) -> None:
    """Insert or replace products by handle, and rewrite variants of theirs that exist. What those
    cost until now is kept."""
    goods = _json(products) if products else None
    kinds = _json(variants) if variants else None
    await keep_changed_costs(connection, goods, kinds)
    if goods is not None:
        await connection.execute(_PUT_PRODUCTS, {"rows": goods})
    if kinds is not None:
        await connection.execute(_SET_ASIDE, {"rows": kinds})
        await connection.execute(_PUT_VARIANTS, {"rows": kinds})


async def add_variants(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> None:
    """Variants that join without stock."""
    if rows:
        await connection.execute(_ADD_VARIANTS, {"rows": _json(rows)})


async def free_handle(connection: AsyncConnection, wanted: str) -> str:
    """The handle, or the first of it with a number that no product has."""
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, HANDLES + 1))]
    taken = set((await connection.execute(_HANDLES, {"handles": tries})).scalars()) | RESERVED
    return next((one for one in tries if one not in taken), f"{wanted}-{new_id().hex[-12:]}")


async def move_handle(connection: AsyncConnection, product_id: UUID, old: str, new: str) -> bool:
    """Give the product another handle; its old one leads to it from now on. False: another has
    the new one, or had it."""
    if new in RESERVED:
        return False
    taken = await connection.execute(_TAKEN, {"handle": new, "id": product_id})
    if taken.first() is not None:
        return False
    values = {"handle": new, "old": old, "id": product_id}
    for statement in _MOVE_HANDLE:
        await connection.execute(statement, values)
    return True


async def refresh_prices(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Repeat the least variant price on the products, for lists to be sorted by."""
    if ids:
        await connection.execute(_PRICES, {"ids": list(ids)})


async def any_fallen_due(pool: asyncpg.Pool) -> bool:
    """Whether there is such a product."""
    return bool(await pool.fetchval(_IS_DUE))


async def fallen_due(connection: AsyncConnection, limit: int) -> list[UUID]:
    """Products whose least price has changed by itself, locked; others' locks are passed by."""
    return [row[0] for row in await connection.execute(_DUE, {"limit": limit})]


async def learn_sizes(connection: AsyncConnection) -> None:
    """Let PostgreSQL look at tables that grew fast. Until it does, sessions go on with plans made
    for empty ones, and each new variant's foreign key is checked by reading all products."""
    await connection.execute(sa.text("ANALYZE products, variants, product_counts"))


async def set_threshold(
    connection: AsyncConnection, variant_id: UUID, threshold: int | None
) -> bool:
    """From how many on hand the variant is low; None: as the shop says. False: unknown."""
    found = await connection.execute(_THRESHOLD, {"id": variant_id, "threshold": threshold})
    return found.first() is not None


def product_row(row: dict[str, object], costs: Iterable[Cost], now: datetime) -> tuple[object, ...]:
    """A merged row in the column order of :data:`PRODUCT_ROWS`; ``costs`` are its variants'."""
    price, changes_at = least_cost(costs, now)
    packed = {name: msgspec.json.encode(row[name]).decode() for name in _PACKED}
    ids = {name: _id(row[name]) for name in ("id", "category_id", "seller_id")}
    ready = row | packed | ids | {"price": price, "price_changes_at": changes_at}
    return tuple(ready[column] for column in PRODUCT_ROWS.columns)


def variant_row(row: dict[str, object], stock: int | None) -> tuple[object, ...]:
    """A merged row in the column order of :data:`VARIANT_ROWS`; ``stock`` is its first delivery."""
    off = row["discount"]
    assert off is None or isinstance(off, Discount)
    ready = row | {
        "delivered": stock or None,
        "id": _id(row["id"]),
        "product_id": _id(row["product_id"]),
        "options": msgspec.json.encode(row["options"]).decode(),
        "discount_price": off and off.price,
        "discount_from": off and off.begins,
        "discount_until": off and off.ends,
        "measure": row["measure"] and msgspec.json.encode(row["measure"]).decode(),
    }
    return tuple(ready[column] for column in VARIANT_ROWS.columns)


def _id(text: object) -> UUID | None:
    return None if text is None else UUID(str(text))


def _json(rows: Sequence[dict[str, object]]) -> str:
    return msgspec.json.encode(rows).decode()
