"""Variants with their stock, as staff see them; and which of them run low."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import MADE_OF, CategoryTree
from holdfast.kit.paging import decode_cursor, page_of
from holdfast.ledger import sum_join
from holdfast.locations import goods_account_at, load_locations, stock_join
from holdfast.shop import read_settings
from holdfast.views.option_words import CATEGORY_IN_LOCALE, OPTIONS_IN_LOCALE
from holdfast.views.product_list import found_by, like
from holdfast.views.stock import full_supply

__all__ = ["VariantQuery", "alerts", "variant_page"]

Row = dict[str, Any]
RECENT_DAYS: Final = 30
MAX_ALERTS: Final = 500

# What the location says whose numbers they are; else its own, else the shop's. What is made of
# others is never low itself.
_MADE: Final = "EXISTS (SELECT FROM variant_parts w WHERE w.variant_id = v.id)"
_LOW_AT: Final = f"""
    CASE WHEN NOT {_MADE}
         THEN coalesce(CAST(:low_there AS integer), v.low_stock_threshold,
                       CAST(:low_stock_at AS integer)) END
"""
_STANDING: Final = f"""
    v.id AS variant_id, p.id AS product_id,
    coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS product_name,
    {CATEGORY_IN_LOCALE} AS category, v.sku, {OPTIONS_IN_LOCALE} AS options, v.price, p.currency,
    v.active AND p.status = 'active' AS on_sale, v.delivered_as, {_MADE} AS made_of_others,
    coalesce(a.balance, 0) AS stock, coalesce(a.held, 0) AS held,
    coalesce(a.held, 0) AS reserved,
    coalesce(a.balance + a.held, 0) AS on_hand, coalesce(a.version, 0) AS version,
    v.low_stock_threshold, v.delivered, {_LOW_AT} AS low_at,
    coalesce(a.balance + a.held, 0) <= {_LOW_AT} IS TRUE AS low
"""
_ACCOUNT: Final = stock_join(MADE_OF.format("v.id"))
_AT: Final = sum_join(goods_account_at("v.id", ":location"))
_PAGE: Final = f"""
SELECT {_STANDING}, p.name AS sorted_by, v.position
FROM variants v JOIN products p ON p.id = v.product_id
LEFT JOIN categories c ON c.id = p.category_id {{account}}
WHERE (:all OR {{found}} OR v.sku ILIKE :sku OR v.barcode = :code)
  AND (CAST(:categories AS uuid[]) IS NULL OR p.category_id = ANY(:categories))
  AND (CAST(:product AS uuid) IS NULL OR p.id = :product)
  AND (NOT CAST(:low AS boolean)
       OR coalesce(a.balance + a.held, 0) <= {_LOW_AT}
          AND (CAST(:location AS uuid) IS NULL OR a.version > 0))
  AND (CAST(:name AS text) IS NULL OR p.name >= :name)  -- along the index
  AND (CAST(:name AS text) IS NULL
       OR (p.name, v.position, v.id) > (:name, CAST(:place AS bigint), CAST(:after AS uuid)))
ORDER BY p.name, v.position, v.id LIMIT :limit
"""
_LOW: Final = sa.text(f"""
SELECT {_STANDING}, l.since, l.threshold
FROM low_stock l JOIN variants v ON v.id = l.variant_id
JOIN products p ON p.id = v.product_id
LEFT JOIN categories c ON c.id = p.category_id {_ACCOUNT}
WHERE l.location_id IS NULL
ORDER BY l.since DESC, v.id LIMIT :limit
""")
_RECENT: Final = sa.text(f"""
SELECT e.at, v.id AS variant_id, p.id AS product_id,
       coalesce(p.translations -> CAST(:locale AS text) ->> 'name', p.name) AS product_name,
       v.sku, {OPTIONS_IN_LOCALE} AS options,
       CAST(e.data ->> 'onHand' AS bigint) AS on_hand,
       CAST(e.data ->> 'threshold' AS bigint) AS threshold,
       coalesce(CAST(e.data ->> 'whole' AS boolean), true) AS whole,
       coalesce(e.data -> 'locations', '[]') AS locations
FROM variants v JOIN products p ON p.id = v.product_id
CROSS JOIN LATERAL (
    SELECT at, data FROM events
    WHERE subject = CAST(v.id AS text) AND type = 'stock.low'
      AND at > now() - make_interval(days => :days)
    ORDER BY at DESC LIMIT 5) e
WHERE v.id IN (SELECT id FROM variants WHERE low_stock_threshold IS NOT NULL
               UNION SELECT variant_id FROM low_stock)
ORDER BY e.at DESC LIMIT 100
""")


class VariantQuery(Struct, frozen=True):
    """Which variants, from where on; with a location their numbers are of what lies there."""

    locale: str
    q: str | None = None
    category: str | None = None
    product_id: UUID | None = None
    low: bool = False
    cursor: str | None = None
    limit: int = 50
    location_id: UUID | None = None


async def variant_page(
    connection: AsyncConnection, query: VariantQuery, tree: CategoryTree, partitions: int
) -> tuple[list[Row], str | None]:
    """A page by product name, and the cursor of the next one."""
    name, place, after = None, None, None
    if query.cursor is not None:
        name, place, after = decode_cursor(query.cursor, tuple[str, int, UUID])
    found, words = found_by(query.q or "")
    meant = query.category and (
        tree.called(query.category) or tree.named(query.category, query.locale)
    )
    below = tree.with_below(meant.id) if meant else ()
    rows = await connection.execute(
        sa.text(_PAGE.format(found=found, account=_AT if query.location_id else _ACCOUNT)),
        {
            **words,
            "locale": query.locale,
            "partitions": list(range(1, partitions + 1)),
            "all": not query.q,
            "sku": like(query.q or ""),
            "code": query.q or "",
            "categories": list(below) if query.category else None,
            "product": query.product_id,
            "location": query.location_id,
            "low": query.low,
            "low_stock_at": (await read_settings(connection)).low_stock_at,
            "low_there": await _low_there(connection, query.location_id),
            "name": name,
            "place": place,
            "after": after,
            "limit": query.limit + 1,
        },
    )
    page = [_drawn(row) for row in rows.mappings()]
    return page_of(
        page, query.limit, lambda row: (row["sorted_by"], row["position"], row["variant_id"])
    )


async def alerts(
    connection: AsyncConnection, locale: str, partitions: int
) -> Mapping[str, list[Row]]:
    """``low``: what runs low now, latest first; ``recent``: when it fell, in the last 30 days."""
    about = {
        "locale": locale,
        "partitions": list(range(1, partitions + 1)),
        "limit": MAX_ALERTS,
        "low_there": None,
        "low_stock_at": (await read_settings(connection)).low_stock_at,
    }
    low = await connection.execute(_LOW, about)
    recent = await connection.execute(_RECENT, {"locale": locale, "days": RECENT_DAYS})
    return {
        "low": [_drawn(row) for row in low.mappings()],
        "recent": [dict(row) for row in recent.mappings()],
    }


async def _low_there(connection: AsyncConnection, location_id: UUID | None) -> int | None:
    """From how many on hand goods are low at the location, if it says that itself."""
    if location_id is None:
        return None
    known = await load_locations(connection)
    return next((one.low_stock_at for one in known if one.id == location_id), None)


def _drawn(row: Mapping[Any, Any]) -> Row:
    """The row with what a full supply of it is."""
    found = dict(row)
    full = full_supply(found.pop("delivered"), row["low_stock_threshold"], row["on_hand"])
    return found | {"full": full}
