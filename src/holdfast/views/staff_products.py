"""Products as staff see them: drafts and archived ones too, each with what is left of it."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import MADE_OF, SMALL_PICTURE, Status
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.locations import stock_join
from holdfast.views.option_words import CATEGORY_IN_LOCALE
from holdfast.views.product_list import found_by, like

__all__ = ["StaffProductQuery", "VariantNow", "product_page", "variants_now"]

Row = dict[str, Any]

_PAGE: Final = f"""
SELECT p.id, p.handle, coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS name,
       p.status, p.publish_at, p.currency, p.revision, p.seller_id,
       {CATEGORY_IN_LOCALE} AS category,
       p.category_id, {SMALL_PICTURE} AS image_url, p.created_at,
       p.updated_at, v.*
FROM products p LEFT JOIN categories c ON c.id = p.category_id
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE v.active) AS variants,
           coalesce(min(v.price) FILTER (WHERE v.active), 0) AS price,
           coalesce(max(v.price) FILTER (WHERE v.active), 0) AS max_price,
           CASE WHEN count(*) FILTER (WHERE v.active) = 1
                THEN (array_agg(v.id) FILTER (WHERE v.active))[1] END AS variant_id,
           coalesce(array_agg(v.id ORDER BY v.position) FILTER (WHERE v.active), '{{{{}}}}')
               AS variant_ids,
           CASE WHEN count(*) FILTER (WHERE v.active) = 1
                THEN min(v.discount_price) FILTER (WHERE v.active) END AS discount_price,
           coalesce(sum(a.balance), 0)::bigint AS stock, coalesce(sum(a.held), 0)::bigint AS held
    FROM variants v {stock_join(MADE_OF.format("v.id"))}
    WHERE v.product_id = p.id) AS v
WHERE (CAST(:status AS text) IS NULL OR p.status = :status)
  AND (CAST(:seller AS uuid) IS NULL OR p.seller_id = :seller)
  AND (CAST(:category AS uuid) IS NULL OR p.category_id = ANY(ARRAY(
       SELECT id FROM categories WHERE path @> ARRAY[CAST(:category AS uuid)])))
  AND (:all OR {{found}}
       OR EXISTS (SELECT 1 FROM variants s WHERE s.product_id = p.id
                  AND (s.sku ILIKE :sku OR s.barcode = :code)))
  AND (CAST(:at AS timestamptz) IS NULL
       OR (p.created_at, p.id) < (:at, CAST(:after AS uuid)))
ORDER BY p.created_at DESC, p.id DESC LIMIT :limit
"""
_VARIANTS: Final = sa.text(f"""
SELECT v.id, coalesce(a.balance, 0) AS stock, coalesce(a.held, 0) AS held,
       coalesce(a.version, 0) AS version, v.low_stock_threshold
FROM variants v {stock_join(MADE_OF.format("v.id"))}
WHERE v.product_id = :product
""")


class StaffProductQuery(Struct, frozen=True):
    """Which products, from where on; of a category also those below it."""

    locale: str
    q: str | None = None
    status: Status | None = None
    cursor: str | None = None
    limit: int = 50
    seller_id: UUID | None = None
    category_id: UUID | None = None


class VariantNow(Struct, frozen=True):
    """What is left of a variant, at this moment."""

    id: UUID
    stock: int
    held: int
    version: int
    low_stock_threshold: int | None


async def product_page(
    connection: AsyncConnection, query: StaffProductQuery, partitions: int
) -> tuple[list[Row], str | None]:
    """A page, the newest first, and the cursor of the next one."""
    at, after = None, None
    if query.cursor is not None:
        at, after = decode_cursor(query.cursor, tuple[datetime, UUID])
    text = query.q or ""
    found, words = found_by(text)
    rows = await connection.execute(
        sa.text(_PAGE.format(found=found)),
        {
            **words,
            "locale": query.locale,
            "partitions": list(range(1, partitions + 1)),
            "status": query.status,
            "seller": query.seller_id,
            "category": query.category_id,
            "all": not text,
            "sku": like(text),
            "code": text,
            "at": at,
            "after": after,
            "limit": query.limit + 1,
        },
    )
    page = [dict(row) for row in rows.mappings()]
    return page_of(page, query.limit, lambda row: (row["created_at"], row["id"]))


async def variants_now(
    connection: AsyncConnection, product_id: UUID, partitions: int
) -> dict[UUID, VariantNow]:
    """The numbers of a product's variants, also of those that are put away."""
    about = {"product": product_id, "partitions": list(range(1, partitions + 1))}
    rows = await connection.execute(_VARIANTS, about)
    return {row[0]: VariantNow(*row) for row in rows}
