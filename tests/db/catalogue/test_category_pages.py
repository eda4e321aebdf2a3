"""Pages of a category: its products and those of all below it, in five orders, page by page."""

import json
from collections.abc import AsyncIterator
from typing import Any, get_args
from uuid import UUID

import pytest

from holdfast.catalog import CategoryTree, load_categories
from holdfast.kit.paging import BadCursor, encode_cursor
from holdfast.views import category_page as pages
from holdfast.views.category_page import CategoryQuery, CategorySort, category_page, page_statement
from tests.db.catalogue.conftest import Shop
from tests.support.length import LONG

GOODS = 60
# Three levels: a root, four below it, each with three; goods in all but the root.
FILL = """
WITH tree AS (
    INSERT INTO categories (id, parent_id, slug, name, path)
    SELECT md5(slug)::uuid, CASE WHEN slug <> 'c' THEN md5(left(slug, -1))::uuid END, slug, slug,
           ARRAY(SELECT md5(left(slug, n))::uuid FROM generate_series(1, length(slug)) AS n)
    FROM unnest(ARRAY['c', 'ca', 'cb', 'cc', 'caa', 'cab', 'cac', 'cba', 'cbb']) AS slug
    RETURNING id, slug),
put AS (
    INSERT INTO products (id, handle, name, currency, status, price, created_at, category_id)
    SELECT md5(n::text)::uuid, 'p' || n, 'P' || n, 'EUR',
           CASE WHEN n % 10 = 0 THEN 'archived' ELSE 'active' END, n % 7 * 100,
           now() - make_interval(mins => n % 11),
           (SELECT id FROM tree WHERE slug = (ARRAY['caa', 'cab', 'cb', 'cba'])[n % 4 + 1])
    FROM generate_series(1, {goods}) AS n
    RETURNING id, category_id, price)
INSERT INTO product_counts (product_id, category_id, sales, stars)
SELECT id, category_id, price / 100, ARRAY[price / 300, 0, 1, 0, price / 100]
FROM put
"""
KEYS: dict[CategorySort, tuple[str, bool]] = {
    "price_asc": ("p.price", False),
    "price_desc": ("p.price", True),
    "new": ("p.created_at", True),
    "popular": ("n.sales", True),
    "rating": ("n.rating", True),
}


@pytest.fixture
async def tree(shop: Shop) -> AsyncIterator[CategoryTree]:
    await shop.rows(FILL.format(goods=GOODS))
    yield await load_categories(shop.database.pool)


async def asked(shop: Shop, tree: CategoryTree, slug: str, **how: Any) -> tuple[list[UUID], Any]:
    found = tree.called(slug)
    assert found is not None
    query = CategoryQuery(found.id, "en", **how)
    return await category_page(shop.database.pool, query, tree.with_below(found.id))


async def all_of(shop: Shop, sort: CategorySort, under: str) -> list[UUID]:
    """By the plainest statement there is."""
    key, down = KEYS[sort]
    direction = " DESC" if down else ""
    rows = await shop.rows(
        f"""SELECT p.id FROM products p JOIN product_counts n ON n.product_id = p.id
        JOIN categories c ON c.id = p.category_id
        WHERE c.slug LIKE $1 AND p.status = 'active' ORDER BY {key}{direction}, p.id{direction}""",
        f"{under}%",
    )
    return [row[0] for row in rows]


@pytest.mark.parametrize("merged", [True, False])
async def test_cursors_and_numbers_lead_through_all_of_it_in_each_order(
    shop: Shop, tree: CategoryTree, monkeypatch: pytest.MonkeyPatch, merged: bool
) -> None:
    if not merged:
        monkeypatch.setattr(pages, "MOST_MERGED", 0)
    for sort in get_args(CategorySort):
        for slug in ("c", "ca", "cab", "cac"):
            expected = await all_of(shop, sort, slug)
            seen: list[UUID] = []
            cursor, page = None, 0
            while True:
                ids, cursor = await asked(shop, tree, slug, sort=sort, limit=7, cursor=cursor)
                numbered, _ = await asked(shop, tree, slug, sort=sort, limit=7, offset=7 * page)
                assert ids == numbered, (sort, slug)
                seen += ids
                page += 1
                if cursor is None:
                    break
            assert seen == expected, (sort, slug)
    assert len(await all_of(shop, "new", "c")) == GOODS - GOODS // 10
    assert await all_of(shop, "new", "cac") == []


async def test_a_cursor_is_for_the_order_it_was_made_for(shop: Shop, tree: CategoryTree) -> None:
    _, cursor = await asked(shop, tree, "c", sort="popular", limit=2)
    for sort in ("rating", "new", "price_asc"):
        with pytest.raises(BadCursor):
            await asked(shop, tree, "c", sort=sort, limit=2, cursor=cursor)


async def blocks(shop: Shop, query: CategoryQuery, categories: tuple[UUID, ...]) -> tuple[int, int]:
    """How many blocks of tables and indexes a page reads, and how many rows it has."""
    statement, values = page_statement(query, categories)
    asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
    plan = json.loads(await shop.database.pool.fetchval(asked, *values))
    top = plan[0]["Plan"]
    return top["Shared Hit Blocks"] + top["Shared Read Blocks"], top["Actual Rows"]


async def test_a_page_far_behind_reads_what_the_first_reads(shop: Shop) -> None:
    """In every order, of a category with thousands right in it and of one with all below it."""
    many = 100_000 if LONG else 12_000
    await shop.rows(FILL.format(goods=many))
    await shop.rows("UPDATE product_counts SET sales = floor(random() * 500)")
    for table in ("products", "product_counts"):
        await shop.rows(f"VACUUM ANALYZE {table}")
    tree = await load_categories(shop.database.pool)
    for slug in ("c", "cba"):
        one = tree.called(slug)
        assert one is not None
        below = tree.with_below(one.id)
        for sort in get_args(CategorySort):
            expected = await all_of(shop, sort, slug)
            last = expected[int(len(expected) * 0.95)]
            key, _ = KEYS[sort]
            ((place,),) = await shop.rows(
                f"SELECT {key} FROM products p JOIN product_counts n ON n.product_id = p.id"
                " WHERE p.id = $1",
                last,
            )
            first, rows = await blocks(shop, CategoryQuery(one.id, "en", sort), below)
            cursor = encode_cursor(sort, place, last)
            behind = CategoryQuery(one.id, "en", sort, cursor=cursor)
            far, as_many = await blocks(shop, behind, below)
            assert rows == as_many == 21
            assert far <= 1.5 * first + 8, (slug, sort, first, far)
            assert far < 1000, (slug, sort, far)
