"""What has units somewhere stays on the shelf, and what goods are made of is one seller's."""

from uuid import UUID

import pytest

from holdfast.catalog.writing import OptionEdit, ProductEdit, VariantEdit
from holdfast.flows.flash_sales.making import end_sale
from holdfast.flows.inventory.catalogue_editing import BadProduct, VariantInStock, change_product
from holdfast.kit import new_id
from tests.db.flows.buying import Goods, new_goods
from tests.db.flows.inventory.making import made_of
from tests.db.flows.inventory.places import opened
from tests.db.flows.inventory.test_sales_of_locations import a_sale
from tests.db.flows.inventory.test_transit import arrives, sent_off
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import STAFF

SIZES = (OptionEdit("Size", ("S",)),)


async def saved(stage: Stage, goods: Goods, edit: ProductEdit) -> None:
    known = await stage.shelf.get(goods.product_id)
    assert known is not None
    await change_product(stage, STAFF, goods.product_id, known.revision, edit)


async def put_away(stage: Stage, goods: Goods) -> None:
    """Another variant takes its place."""
    await saved(stage, goods, ProductEdit("Goods", (VariantEdit(("S",), 500),), options=SIZES))


async def test_what_is_under_way_between_locations_does_not_go(stage: Stage) -> None:
    where = await opened(stage, "FR")
    goods = await new_goods(stage, 2)
    one = await sent_off(stage, goods, 2, *where)
    with pytest.raises(VariantInStock, match="under way") as refused:
        await put_away(stage, goods)
    assert refused.value.extra["variants"] == [str(goods.variant_id)]
    await arrives(stage, one, 0, 2)
    await put_away(stage, goods)


async def test_what_is_set_aside_for_a_flash_sale_does_not_go(stage: Stage) -> None:
    goods = await new_goods(stage, 2)
    sale = await a_sale(stage, goods, 2)
    with pytest.raises(VariantInStock, match="set aside"):
        await put_away(stage, goods)
    await end_sale(stage, STAFF, sale.id, "enough")
    with pytest.raises(VariantInStock, match="2 on hand"):
        await put_away(stage, goods)


async def test_what_goods_are_made_of_stays_their_sellers(stage: Stage) -> None:
    seller: UUID = new_id()
    await stage.database.pool.execute(
        "INSERT INTO sellers (id, slug, name) VALUES ($1, $2, 'Mill')", seller, str(seller)
    )
    lamp, alone = await new_goods(stage, 3), await new_goods(stage, 0)
    both = await made_of(stage, lamps=(lamp, 2))
    sold = ProductEdit("Goods", (VariantEdit((), 500),), seller_id=seller)
    for goods in (lamp, both):
        with pytest.raises(BadProduct) as refused:
            await saved(stage, goods, sold)
        assert [one.code for one in refused.value.errors] == ["part-of-others"]
    await saved(stage, alone, sold)
