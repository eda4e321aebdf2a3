"""What is like a product: of its category, close in price first, and never nothing where there is
something."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from holdfast.kit import new_id
from holdfast.views.product_pages import Shown
from holdfast.views.recommendations import (
    Beside,
    Similar,
    Together,
    beside,
    recommendations_body,
)
from tests.db.flows.buying import Goods, new_goods
from tests.db.flows.stage import Stage


async def in_one_category(stage: Stage, *prices: int) -> list[Goods]:
    pool, category = stage.database.pool, new_id()
    await pool.execute(
        "INSERT INTO categories (id, slug, name, path) VALUES ($1, $2, $2, ARRAY[$1::uuid])",
        category, str(category),
    )  # fmt: skip
    goods = [await new_goods(stage, 1, price=price) for price in prices]
    await pool.execute(
        "UPDATE products SET category_id = $1 WHERE id = ANY($2::uuid[])",
        category, [one.product_id for one in goods],
    )  # fmt: skip
    return goods


async def like(stage: Stage, goods: Goods) -> Sequence[Similar]:
    return (await beside(stage.database.pool, goods.product_id)).similar


async def test_what_is_close_in_price_comes_before_what_is_near(stage: Stage) -> None:
    this, near, sells, close, far = await in_one_category(stage, 1000, 1300, 1200, 990, 9000)
    elsewhere = await in_one_category(stage, 1000)
    await stage.database.pool.execute(
        "UPDATE product_counts SET sales = 7 WHERE product_id = $1", sells.product_id
    )
    assert await like(stage, this) == [
        Similar(sells.product_id, close=True),
        Similar(close.product_id, close=True),
        Similar(near.product_id, close=False),
        Similar(far.product_id, close=False),
    ]
    assert [one.product_id for one in await like(stage, far)] == [
        near.product_id, sells.product_id, this.product_id, close.product_id,
    ]  # fmt: skip
    assert await like(stage, elsewhere[0]) == []


def shown(product_id: UUID, stock: int) -> Shown:
    return Shown(msgspec.json.encode({"id": product_id}), stock, 0)


def test_what_is_further_off_is_shown_where_it_can_be_had() -> None:
    close, gone, sold_out, *there = [new_id() for _ in range(8)]
    found = Beside(
        [
            Together(there[0], 3, significant=True),
            Together(gone, 2, significant=False),
            Together(there[1], 5, significant=False),
        ],
        [
            Similar(close, close=True),
            Similar(gone, close=False),
            Similar(sold_out, close=False),
            *(Similar(one, close=False) for one in there),
        ],
    )
    stock = {close: 0, sold_out: 0} | dict.fromkeys(there, 4)
    answer = msgspec.json.decode(
        recommendations_body(found, {one: shown(one, left) for one, left in stock.items()})
    )
    told = answer["recommendations"]
    assert told["frequentlyBoughtTogether"] == [
        {"id": str(there[1]), "frequency": 5, "significant": False},
        {"id": str(there[0]), "frequency": 3, "significant": True},
    ]
    assert told["similar"] == [{"id": str(close)}]  # what is alike stays, also sold out
    assert [one["id"] for one in told["nearest"]] == [str(one) for one in there[:4]]
    assert answer["stock"] == {str(one): stock[one] for one in (close, *there[:4])}
    assert str(sold_out) not in answer["stock"]
