"""The carts on which a promotion is shown before it is made."""

from holdfast.views.example_carts import example_carts
from tests.db.flows.buying import new_goods
from tests.db.flows.stage import Stage


async def test_a_shop_of_one_product_is_shown_each_cart_once(stage: Stage) -> None:
    one = await new_goods(stage, 1)
    carts = await example_carts(stage.database.pool, [])
    line = (one.product_id, one.variant_id)
    assert carts == [((*line, 1),), ((*line, 3),)]
