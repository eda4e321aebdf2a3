"""What was sold of each product, and with what, kept from events: the same as a count of all orders
finds."""

import importlib
import random
from collections import Counter
from collections.abc import Sequence
from itertools import permutations
from uuid import UUID

from holdfast.db.cursors import Consumer
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.insights import product_sales
from holdfast.flows.insights.product_sales import PRODUCT_SALES_TYPES, ProductSales
from holdfast.flows.staff.orders import refund
from holdfast.insights import ANY_GOODS, MOST_TOGETHER
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.views.recommendations import Together, beside, most_popular
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, a_guest, cart_of, new_goods, reserve
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage

STAFF = process("user:staff")
VERSIONS = "holdfast.db.migrations.versions"
COUNTED_ANEW = (
    *importlib.import_module(f"{VERSIONS}.0040_product_counts").COUNT_ANEW,
    *importlib.import_module(f"{VERSIONS}.0165_bought_by_chance").STATEMENTS,
)


def consumer(stage: Stage) -> Consumer:
    handle = ProductSales(stage.reader.partitions)
    return Consumer("product-sales", PRODUCT_SALES_TYPES, handle)


Counts = tuple[dict[UUID, int], dict[tuple[UUID, UUID], int]]
"""Sales by product, and orders by pair: of two products, of one and whatever is bought, of any."""


async def counted(stage: Stage) -> Counts:
    pool = stage.database.pool
    sales = await pool.fetch("SELECT product_id, sales FROM product_counts WHERE sales <> 0")
    pairs = await pool.fetch("SELECT product_id, other_id, orders FROM bought_together")
    return dict(sales), {(one, other): orders for one, other, orders in pairs}


class Sold:
    """What stands of each order, kept beside by the plainest means."""

    def __init__(self) -> None:
        self.orders: dict[UUID, dict[UUID, int]] = {}

    def expected(self) -> Counts:
        sales: Counter[UUID] = Counter()
        pairs: Counter[tuple[UUID, UUID]] = Counter()
        for lines in self.orders.values():
            left = {product: units for product, units in lines.items() if units}
            sales.update(left)
            pairs.update(permutations(left, 2))
            pairs.update((product, ANY_GOODS) for product in left)
            pairs.update([(ANY_GOODS, ANY_GOODS)] if left else [])
        return dict(sales), dict(pairs)


async def bought(stage: Stage, sold: Sold, buyer: Principal, goods: dict[Goods, int]) -> UUID:
    cart = [line for one, units in goods.items() for line in cart_of(one, quantity=units)]
    order = await buy(stage, buyer, cart)
    sold.orders[order] = {one.product_id: units for one, units in goods.items()}
    return order


async def together(stage: Stage, goods: Goods) -> Sequence[Together]:
    return (await beside(stage.database.pool, goods.product_id)).together


async def test_any_history_is_counted_as_its_orders_stand(stage: Stage) -> None:
    chance = random.Random(18)
    goods = [await new_goods(stage, 1000, price=100) for _ in range(5)]
    buyer, sold = a_customer(), Sold()
    await new_wallet(stage, buyer, 1_000_000)
    reader = consumer(stage)
    for _ in range(25):
        some = chance.sample(goods, chance.randint(1, 4))
        await bought(stage, sold, buyer, {one: chance.randint(1, 3) for one in some})
        if chance.random() < 0.3:
            await reserve(stage, a_guest(), *some)  # not paid
        order, lines = chance.choice(list(sold.orders.items()))
        left = [line for line, units in enumerate(lines.values()) if units]
        if left and chance.random() < 0.7:
            line = chance.choice(left)
            product = list(lines)[line]
            units = chance.randint(1, lines[product])
            await refund(stage, STAFF, order, {line: units}, "comes back")
            lines[product] -= units
        if chance.random() < 0.25:
            order, lines = chance.choice(list(sold.orders.items()))
            if any(lines.values()):
                await cancel(stage, Caller(buyer), order_id=order)
            del sold.orders[order]
        if chance.random() < 0.3:
            await reader.step(stage.database)
    await drain(reader, stage.database)
    found = await counted(stage)
    assert found == sold.expected()
    assert len(found[1]) > 4

    # The migration, which has orders and no events to go by, finds the same.
    for forget in ("UPDATE product_counts SET sales = 0", "DELETE FROM bought_together"):
        await stage.database.pool.execute(forget)
    for statement in COUNTED_ANEW:
        await stage.database.pool.execute(statement)
    assert await counted(stage) == found


async def test_what_goes_with_a_product_is_bounded_and_gone_after_refunds(stage: Stage) -> None:
    buyer, sold = a_customer(), Sold()
    await new_wallet(stage, buyer, 1_000_000)
    one, other, *more = [await new_goods(stage, 100) for _ in range(MOST_TOGETHER + 3)]
    order = await bought(stage, sold, buyer, {one: 1, other: 2})
    await drain(consumer(stage), stage.database)
    pool = stage.database.pool
    assert await together(stage, one) == [Together(other.product_id, 1, significant=False)]
    assert (await most_popular(pool, 2)) == [other.product_id, one.product_id]
    await cancel(stage, Caller(buyer), order_id=order)
    await drain(consumer(stage), stage.database)
    assert await counted(stage) == ({}, {})

    # Of a long order its first products alone are taken for bought together.
    await bought(stage, sold, buyer, dict.fromkeys((one, other, *more), 1))
    await drain(consumer(stage), stage.database)
    sales, pairs = await counted(stage)
    assert len(sales) == MOST_TOGETHER + 3
    assert len(pairs) == MOST_TOGETHER * (MOST_TOGETHER - 1) + MOST_TOGETHER + 1
    assert await together(stage, more[-1]) == []


async def test_the_most_frequent_others_are_kept(stage: Stage) -> None:
    one, loved = await new_goods(stage, 1000), await new_goods(stage, 1000)
    buyer, sold = a_customer(), Sold()
    await new_wallet(stage, buyer, 1_000_000)
    rows = [(one.product_id, new_id(), 2) for _ in range(120)]
    await stage.database.pool.executemany(
        "INSERT INTO bought_together (product_id, other_id, orders) VALUES ($1, $2, $3)", rows
    )
    for _ in range(3):
        await bought(stage, sold, buyer, {one: 1, loved: 1})
    await drain(consumer(stage), stage.database)
    _, pairs = await counted(stage)
    kept = {
        other: orders
        for (product, other), orders in pairs.items()
        if product == one.product_id and other != ANY_GOODS
    }
    assert len(kept) == product_sales.MOST_KEPT
    assert kept[loved.product_id] == 3


async def test_what_goes_with_everything_goes_with_nothing_in_particular(stage: Stage) -> None:
    """Bags stand in nearly every order: of a camera they say less than its lens does, though more
    orders have them with it. What stood beside it once is there by chance."""
    camera, lens, bag, mug, book = [await new_goods(stage, 100, price=100) for _ in range(5)]
    buyer, sold = a_customer(), Sold()
    await new_wallet(stage, buyer, 1_000_000)
    for some, times in (
        ((camera, lens, bag), 3), ((camera, bag), 1), ((camera, mug), 1), ((bag, book), 6),
        ((bag,), 3),
    ):  # fmt: skip
        for _ in range(times):
            await bought(stage, sold, buyer, dict.fromkeys(some, 1))
    await drain(consumer(stage), stage.database)
    assert await together(stage, camera) == [
        Together(lens.product_id, 3, significant=True),
        Together(bag.product_id, 4, significant=False),
        Together(mug.product_id, 1, significant=False),
    ]
    assert await together(stage, book) == [Together(bag.product_id, 6, significant=True)]
