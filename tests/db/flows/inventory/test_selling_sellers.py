"""What is made for a seller who is suspended at that very moment is not put on sale."""

import asyncio

import pytest

from holdfast.catalog.writing import ProductEdit, VariantEdit
from holdfast.flows.inventory.catalogue_editing import BadProduct, make_product
from holdfast.flows.selling.standing import decide
from tests.db.flows.packages.test_hours import waits_for_a_row
from tests.db.flows.selling.selling import STAFF, a_seller, set_up
from tests.db.flows.stage import Stage, select
from tests.support.market import eventually


async def test_what_is_made_as_its_seller_is_suspended_is_not_on_sale(stage: Stage) -> None:
    await set_up(stage, currency="EUR")
    seller = await a_seller(stage)
    edit = ProductEdit("Mug", (VariantEdit((), 500),), seller_id=seller, status="active")
    assert await make_product(stage, STAFF, edit)
    async with stage.database.pool.acquire() as connection:
        async with connection.transaction():  # not committed while the product is made
            await connection.execute(
                "UPDATE sellers SET standing = 'suspended' WHERE id = $1", seller
            )
            making = asyncio.create_task(make_product(stage, STAFF, edit))
            await eventually(lambda: waits_for_a_row(stage), 10, "it waits for the seller")
        with pytest.raises(BadProduct):
            await making
    rows = await select(stage, "SELECT count(*) FROM products WHERE seller_id = $1", seller)
    assert rows == [(1,)]
    await decide(stage.database, STAFF, seller, "approved")
    draft = ProductEdit("Jar", (VariantEdit((), 500),), seller_id=seller)
    assert await make_product(stage, STAFF, draft)
