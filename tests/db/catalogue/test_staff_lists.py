"""A page of staff's lists of goods reads no more of a large shop than of a small one."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import load_categories
from holdfast.kit.paging import encode_cursor
from holdfast.views.staff_products import StaffProductQuery, product_page
from holdfast.views.staff_variants import VariantQuery, variant_page
from tests.db.catalogue.conftest import Shop
from tests.support.length import LONG

GOODS = 100_000 if LONG else 12_000
LIMIT = 20
# Drafts as well, so that all is another list than what is on sale.
FILL = f"""
WITH put AS (
    INSERT INTO products (id, handle, name, currency, status, created_at)
    SELECT md5(n::text)::uuid, 'p' || n, 'P' || n, 'EUR',
           CASE WHEN n % 10 = 0 THEN 'draft' ELSE 'active' END,
           now() - make_interval(mins => n % 97)
    FROM generate_series(1, {GOODS}) AS n RETURNING id)
INSERT INTO variants (id, product_id, position, price, options)
SELECT md5('v' || id)::uuid, id, 1, 500, '{{}}' FROM put
"""
FAR = f"""
SELECT {{key}} FROM products p JOIN variants v ON v.product_id = p.id
ORDER BY {{order}} OFFSET {int(GOODS * 0.9)} LIMIT 1
"""
READ = """
SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint
FROM pg_stat_xact_user_tables WHERE relname IN ('products', 'variants')
"""
Page: TypeAlias = Callable[[AsyncConnection, str | None], Awaitable[int]]


async def rows_read(shop: Shop, page: Page, cursor: str | None) -> int:
    """Of products and variants, for a full page."""
    async with shop.database.read() as connection:
        assert await page(connection, cursor) == LIMIT
        return int((await connection.exec_driver_sql(READ)).scalar_one())


async def test_a_page_reads_its_own_rows_wherever_it_is(shop: Shop) -> None:
    await shop.rows(FILL)
    for table in ("products", "variants"):
        await shop.rows(f"VACUUM ANALYZE {table}")
    tree = await load_categories(shop.database.pool)
    partitions = shop.ledger.partitions

    async def newest(connection: AsyncConnection, cursor: str | None) -> int:
        query = StaffProductQuery("en", cursor=cursor, limit=LIMIT)
        return len((await product_page(connection, query, partitions))[0])

    async def by_name(connection: AsyncConnection, cursor: str | None) -> int:
        query = VariantQuery("en", cursor=cursor, limit=LIMIT)
        return len((await variant_page(connection, query, tree, partitions))[0])

    for page, key, order in (
        (newest, "p.created_at, p.id", "p.created_at DESC, p.id DESC"),
        (by_name, "p.name, v.position, v.id", "p.name, v.position, v.id"),
    ):
        (far,) = await shop.rows(FAR.format(key=key, order=order))
        for cursor in (None, encode_cursor(*far)):
            assert await rows_read(shop, page, cursor) < 20 * LIMIT, (page.__name__, cursor)
