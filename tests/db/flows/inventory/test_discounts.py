"""A discount is charged within its window, shown as long, and told when it begins and ends; a draft
goes on sale at its moment."""

import json
from datetime import datetime, timedelta
from typing import Any

from holdfast.catalog import CategoryTree, Selection, Shelf
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import place
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.price_windows import turn_prices
from holdfast.flows.inventory.publishing import publish_due
from holdfast.kit import new_id
from holdfast.kit.clock import shop_now
from holdfast.views.directory import Directory
from holdfast.views.product_pages import page_of
from holdfast.views.products import ProductReads
from tests.db.flows.buying import Goods, a_guest, new_goods
from tests.db.flows.stage import Stage, select

SET = """
UPDATE variants SET discount_price = $2, discount_from = $3, discount_until = $4 WHERE id = $1
"""
LISTED = "SELECT price, price_changes_at FROM products WHERE id = $1"
EVENTS = "SELECT data ->> 'by' FROM events WHERE type = 'product.changed' AND subject = $1"


async def discounted(stage: Stage, goods: Goods, price: int, begins: int, ends: int) -> None:
    """Its window, in seconds from now."""
    now = shop_now()
    window = (now + timedelta(seconds=begins), now + timedelta(seconds=ends))
    await select(stage, SET, goods.variant_id, price, *window)
    await select(
        stage,
        "UPDATE products SET revision = revision + 1, price_changes_at = $2 WHERE id = $1",
        goods.product_id,
        now - timedelta(seconds=1),
    )


async def charged(stage: Stage, goods: Goods) -> int:
    line = CartLine(goods.product_id, Selection(goods.variant_id), 2)
    placed = await place(stage, Caller(a_guest()), [line])
    ((price, total),) = await select(
        stage,
        "SELECT i.price, o.total FROM orders o JOIN order_items i ON i.order_id = o.id"
        " WHERE o.id = $1",
        placed.order_id,
    )
    assert total == 2 * int(str(price))
    return int(str(price))


async def shown(stage: Stage, goods: Goods) -> dict[str, Any]:
    reads = ProductReads(
        stage.database, Shelf(stage.database), lambda _: None, stage.reader.partitions
    )
    found = await reads.product(goods.product_id, "en")
    assert found is not None
    product: dict[str, Any] = json.loads(found[0])["product"]
    return product


async def test_it_is_charged_and_shown_within_its_window(stage: Stage) -> None:
    goods = await new_goods(stage, 10, price=500)
    for begins, ends, price in ((-60, 60, 400), (60, 120, 500), (-60, -1, 500)):
        await discounted(stage, goods, 400, begins, ends)
        assert await charged(stage, goods) == price, (begins, ends)
        product = await shown(stage, goods)
        off = 400 if price == 400 else None
        assert (product["price"], product["discountPrice"]) == (500, off)
        assert product["variants"][0]["discountPrice"] == off
        assert product["maxPrice"] == price
        await turn_prices(stage.database)
        ((listed, _),) = await select(stage, LISTED, goods.product_id)
        assert listed == price


async def test_one_above_the_price_takes_nothing_off(stage: Stage) -> None:
    goods = await new_goods(stage, 10, price=500)
    await discounted(stage, goods, 600, -60, 60)
    assert await charged(stage, goods) == 500


async def test_when_it_begins_and_ends_it_is_told_once(stage: Stage) -> None:
    goods = await new_goods(stage, 1, price=500)
    await select(stage, "DELETE FROM events WHERE subject = $1", str(goods.product_id))
    await discounted(stage, goods, 400, 3600, 7200)
    assert await turn_prices(stage.database) == 1
    ((price, changes_at),) = await select(stage, LISTED, goods.product_id)
    assert price == 500
    assert isinstance(changes_at, datetime)
    assert changes_at > shop_now()
    assert await turn_prices(stage.database) == 0
    assert await select(stage, EVENTS, str(goods.product_id)) == [("price",)]


async def test_a_draft_goes_on_sale_at_its_moment_once(stage: Stage) -> None:
    goods, other = await new_goods(stage, 2), await new_goods(stage, 2)
    for one, moment in ((goods, -1), (other, 3600)):
        await select(
            stage,
            "UPDATE products SET status = 'draft', publish_at = $2, revision = revision + 1"
            " WHERE id = $1",
            one.product_id,
            shop_now() + timedelta(seconds=moment),
        )
    await select(stage, "DELETE FROM events WHERE subject = $1", str(goods.product_id))
    assert await publish_due(stage.database) == 1
    assert await publish_due(stage.database) == 0
    assert await charged(stage, goods)
    assert await select(stage, EVENTS, str(goods.product_id)) == [("clock",)]
    said = await select(
        stage,
        "SELECT actor, action FROM audit_log WHERE subject = $1",
        str(goods.product_id),
    )
    assert said == [("clock", "product.published")]
    product = await stage.shelf.get(other.product_id)
    assert product is not None
    assert (product.status, product.publish_at is not None) == ("draft", True)


async def test_a_draft_of_a_seller_who_sells_nothing_stays_one(stage: Stage) -> None:
    goods = await new_goods(stage, 1)
    seller = new_id()
    await select(
        stage,
        "INSERT INTO sellers (id, slug, name, standing) VALUES ($1, $2, 'Mill', 'suspended')",
        seller,
        f"mill-{seller}",
    )
    await select(
        stage,
        "UPDATE products SET status = 'draft', publish_at = now(), seller_id = $2,"
        " revision = revision + 1 WHERE id = $1",
        goods.product_id,
        seller,
    )
    assert await publish_due(stage.database) == 0
    product = await stage.shelf.get(goods.product_id)
    assert product is not None
    assert (product.status, product.publish_at) == ("draft", None)


async def test_a_page_that_is_kept_does_not_outlive_a_window(stage: Stage) -> None:
    goods = await new_goods(stage, 1, price=500)
    await discounted(stage, goods, 400, -60, 60)
    product = await stage.shelf.get(goods.product_id)
    assert product is not None
    directory = Directory(1, CategoryTree(), {}, {})
    page = page_of(product, "en", directory, shop_now())
    assert page.is_of(product, directory, shop_now())
    assert not page.is_of(product, directory, shop_now() + timedelta(seconds=61))
