"""Changes of paid orders and their parcels: what is to be taken off once the difference is paid is
packed by nobody until then."""

import pytest

from holdfast.edits import EditOpen
from holdfast.flows.fulfilment.packing import (
    fail,
    make_parcel,
    pack_all_of,
    pick,
    ship,
    split,
)
from holdfast.fulfilment import Parcel, parcels_of
from holdfast.orders import Order
from tests.db.flows.buying import new_goods, stock_of
from tests.db.flows.editing.test_edits import Edited, clean, edit_paid, wanted
from tests.db.flows.returning.test_returns import STAFF, bought
from tests.db.flows.stage import Stage


async def parcels_now(stage: Stage, order: Order) -> tuple[Parcel, ...]:
    return (await parcels_of(stage.database.pool, [order.id]))[order.id]


async def in_a_parcel(stage: Stage) -> Edited:
    """Two are in a parcel that waits, one of which is to be taken off for a dearer one."""
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 5, 700)
    buyer, order = await bought(stage, had, quantity=2)
    await make_parcel(stage, STAFF, order.id, None, packed=False)
    made = await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    return Edited(buyer, order, had, other, made)


async def test_a_parcel_with_what_is_to_be_taken_off_is_not_packed_before(
    stage: Stage, database_url: str
) -> None:
    one = await in_a_parcel(stage)
    (parcel,) = await parcels_now(stage, one.order)
    with pytest.raises(EditOpen):
        await pick(stage, STAFF, one.order.id, parcel.id)
    with pytest.raises(EditOpen):
        await pack_all_of(stage, STAFF, one.order.id)
    # What stays is packed by itself.
    await split(stage, STAFF, one.order.id, parcel.id, {0: 1})
    await pick(stage, STAFF, one.order.id, parcel.id)
    *_, rest = await parcels_now(stage, one.order)
    with pytest.raises(EditOpen):
        await pick(stage, STAFF, one.order.id, rest.id)
    await one.pay(stage)
    assert (await one.settled(stage)).status == "done"
    assert await stock_of(stage, one.had) == (4, 0)
    assert [each.status for each in await parcels_now(stage, one.order)] == ["picking", "cancelled"]
    await clean(database_url)


async def test_what_is_sent_again_for_a_lost_one_is_not_what_is_to_be_taken_off(
    stage: Stage, database_url: str
) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 5, 700)
    buyer, order = await bought(stage, had, quantity=2)
    await make_parcel(stage, STAFF, order.id, {0: 1}, packed=True)
    (parcel,) = await parcels_now(stage, order)
    await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    made = await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    one = Edited(buyer, order, had, other, made)
    await fail(stage, STAFF, order.id, parcel.id, "lost")
    with pytest.raises(EditOpen):
        await make_parcel(stage, STAFF, order.id, None, packed=True)
    await make_parcel(stage, STAFF, order.id, None, packed=False)
    await one.pay(stage)
    assert (await one.settled(stage)).status == "done"
    assert await stock_of(stage, had) == (4, 0)
    await clean(database_url)
