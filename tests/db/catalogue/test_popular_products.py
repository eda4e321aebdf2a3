"""What is popular is ranked by running totals, at hand before anybody asks, and counting leaves a
product's ``ETag`` as it is."""

import json
from uuid import UUID

import asyncpg
import pytest

from holdfast.catalog import Shelf
from holdfast.views.products import ProductReads
from tests.db.catalogue.conftest import Shop, Write

ROW = "{0},{0},,,,,,,,,,,4,10.00,,,,,,active"


def reads(shop: Shop) -> ProductReads:
    return ProductReads(shop.database, Shelf(shop.database), lambda _: None, 4)


async def counted(shop: Shop, handle: str, sales: int, views: int) -> UUID:
    ((product_id,),) = await shop.rows(
        "UPDATE product_counts n SET sales = $2, views = $3 FROM products p"
        " WHERE p.id = n.product_id AND p.handle = $1 RETURNING p.id",
        handle,
        sales,
        views,
    )
    assert isinstance(product_id, UUID)
    return product_id


async def test_the_popular_are_ranked_by_sales_then_views_and_are_at_hand(
    shop: Shop, write: Write
) -> None:
    await shop.load(write(*(ROW.format(handle) for handle in ("a", "b", "c", "d"))))
    seen = await counted(shop, "a", 0, 9)
    loved = await counted(shop, "b", 7, 0)
    liked = await counted(shop, "c", 2, 8)
    unseen = await counted(shop, "d", 0, 0)
    here = reads(shop)
    popular = json.loads(b"{%b}" % await here.popular("en", 3))
    assert [one["id"] for one in popular["products"]] == [str(loved), str(liked), str(seen)]
    assert [one["salesCount"] for one in popular["products"]] == [7, 2, 0]

    fresh = reads(shop)
    assert await fresh.warm(3) == 3
    # From here on nothing can be read of a product but its numbers.
    await shop.rows("ALTER TABLE products RENAME COLUMN description TO elsewhere")
    for locale in ("en", "ru", "ko"):
        for warm in (loved, liked, seen):
            assert await fresh.product(warm, locale) is not None
    with pytest.raises(asyncpg.UndefinedColumnError):
        await fresh.product(unseen, "en")
    await shop.rows("ALTER TABLE products RENAME COLUMN elsewhere TO description")
    await shop.rows("UPDATE products SET status = 'archived' WHERE handle = 'b'")
    assert await fresh.warm(1000) == 3


async def test_counting_changes_the_count_and_not_the_tag(shop: Shop, write: Write) -> None:
    await shop.load(write(ROW.format("a")))
    product_id = await counted(shop, "a", 1, 1)
    here = reads(shop)

    async def shown(locale: str = "en") -> tuple[int, str]:
        found = await here.product(product_id, locale)
        assert found is not None
        return json.loads(found[0])["product"]["salesCount"], found[1]

    sales, tag = await shown()
    await counted(shop, "a", 5, 100)
    assert (sales, await shown()) == (1, (5, tag))
    assert (await shown("ru"))[1] == tag  # nothing is said differently
    await shop.rows('UPDATE products SET translations = \'{"ru": {"name": "А"}}\', revision = 9')
    assert (await shown("ru"))[1] != tag
    await counted(shop, "a", -2, 0)  # what was refunded is read before what was sold
    assert (await shown())[0] == 0
    tag = (await shown())[1]
    await shop.load(write(ROW.format("a").replace("10.00", "12.00")))
    assert (await shown())[1] != tag
