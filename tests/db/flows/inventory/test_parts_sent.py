"""Who packs what is made of others reads what to put in: what its order took, whatever it is made
of by then."""

from uuid import UUID

from holdfast.flows.fulfilment.packing import make_parcel
from holdfast.fulfilment import parcels_of
from holdfast.orders import load_items
from holdfast.views.made_of import parts_taken
from holdfast.views.packing import slips_of
from tests.db.flows.buying import a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.fulfilment.test_parcels import STAFF
from tests.db.flows.inventory.making import made_of, say_parts
from tests.db.flows.stage import Stage


async def test_a_slip_and_staff_read_what_one_is_made_of(stage: Stage) -> None:
    lamp, bulb, plain = [await new_goods(stage, 9) for _ in range(3)]
    both = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    buyer = a_customer()
    reserved = await reserve(stage, buyer, both, plain, quantity=3)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await say_parts(stage, both, (plain, 1))

    items = (await load_items(stage.database.pool, [reserved.order_id]))[reserved.order_id]
    takers = [(one.variant_id, one.quantity, one.taken) for one in items]
    async with stage.database.read() as connection:
        found = await parts_taken(connection, takers, "en")
    units = {
        one.variant_id: {part.variant_id: part.units for part in parts}
        for one, parts in zip(items, found, strict=True)
    }
    assert units == {
        both.variant_id: {lamp.variant_id: 1, bulb.variant_id: 2},
        plain.variant_id: {},
    }
    printed = await slip_of(stage, reserved.order_id)
    assert sorted(len(parts) for parts in printed) == [0, 2]
    assert sorted(part[:4] for parts in printed for part in parts) == ["3 × ", "6 × "]


async def slip_of(stage: Stage, order_id: UUID) -> list[list[str]]:
    await make_parcel(stage, STAFF, order_id, None, packed=False)
    (parcel,) = (await parcels_of(stage.database.pool, [order_id]))[order_id]
    async with stage.database.read() as connection:
        (slip,) = await slips_of(connection, [parcel.id], None, "en", "Shop")
    return [list(line.parts) for line in slip.lines]
