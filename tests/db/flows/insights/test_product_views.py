"""Views are counted here and added in batches: none twice, none lost but with the process."""

from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest

from holdfast.db.engine import Database
from holdfast.flows.insights.product_views import ProductViews
from holdfast.kit import new_id


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, pool_size=2)
    await opened.start()
    yield opened
    await opened.close()


async def a_product(database: Database, category: UUID | None = None) -> UUID:
    product = new_id()
    await database.pool.execute(
        "INSERT INTO products (id, handle, name, currency, status, category_id)"
        " VALUES ($1, $2, 'Goods', 'EUR', 'active', $3)",
        product,
        product.hex,
        category,
    )
    return product


async def counted(database: Database) -> dict[UUID, int]:
    rows = await database.pool.fetch("SELECT product_id, views FROM product_counts")
    return {product: views for product, views in rows if views}


async def test_views_are_added_in_batches_and_at_the_end(database: Database) -> None:
    one, other = await a_product(database), await a_product(database)
    views = ProductViews(database, every=3600)
    await views.start()
    for seen in (one, one, other, new_id()):  # what is gone meanwhile is nobody's
        views.saw(seen)
    assert await counted(database) == {}
    await views.flush()
    assert await counted(database) == {one: 2, other: 1}
    await views.flush()
    views.saw(other)
    await views.stop()
    assert await counted(database) == {one: 2, other: 2}


async def test_what_could_not_be_added_is_kept_and_what_is_kept_is_bounded(
    database: Database,
) -> None:
    products = [await a_product(database) for _ in range(4)]
    views = ProductViews(database, every=3600, most=3)
    for product in products:
        views.saw(product)
    await database.pool.execute("ALTER TABLE product_counts RENAME TO elsewhere")
    with pytest.raises(asyncpg.PostgresError):
        await views.flush()
    views.saw(products[0])
    await database.pool.execute("ALTER TABLE elsewhere RENAME TO product_counts")
    await views.flush()
    assert await counted(database) == {products[0]: 2, products[1]: 1, products[2]: 1}


async def test_each_product_is_counted_whoever_wrote_it_and_wherever_it_goes(
    database: Database,
) -> None:
    category = new_id()
    await database.pool.execute(
        "INSERT INTO categories (id, slug, name, path) VALUES ($1, 'c', 'C', ARRAY[$1::uuid])",
        category,
    )
    one, other = await a_product(database), await a_product(database, category)

    async def places() -> dict[UUID, UUID | None]:
        rows = await database.pool.fetch("SELECT product_id, category_id FROM product_counts")
        return dict(rows)

    assert await places() == {one: None, other: category}
    await database.pool.execute("UPDATE products SET category_id = $1", category)
    assert await places() == {one: category, other: category}
    await database.pool.execute("UPDATE products SET category_id = NULL WHERE id = $1", other)
    assert await places() == {one: category, other: None}
    await database.pool.execute("DELETE FROM products WHERE id = $1", one)
    assert await places() == {other: None}
