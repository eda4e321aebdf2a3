"""Changes of paid orders at the same moment as whatever else is done with them; requests that come
again, or are refused."""

import asyncio

import pytest

from holdfast.edits import edits_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.editing.making import EditDiffers, edit_paid
from holdfast.flows.editing.planning import planned
from holdfast.flows.editing.settling import settle_edit
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.fulfilment.packing import make_parcel
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.fulfilment import UnitsNotToPack
from holdfast.kit import new_id
from holdfast.orders import load_items
from tests.db.flows.buying import (
    confirm,
    new_goods,
    order_now,
    pay_for,
    stock_of,
)
from tests.db.flows.editing.test_edits import WORKER, back, clean, edited, wanted
from tests.db.flows.returning.test_returns import STAFF, all_of, bought
from tests.db.flows.stage import Stage


async def test_of_all_who_change_pack_or_cancel_at_once_none_takes_what_another_has(
    stage: Stage, database_url: str
) -> None:
    had, other = await new_goods(stage, 2, 500), await new_goods(stage, 1, 700)
    buyer, order = await bought(stage, had, quantity=2)
    rivals = [bought(stage, other, quantity=1) for _ in range(2)]
    refused = await all_of(
        edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 2})),
        edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1})),
        make_parcel(stage, STAFF, order.id, {0: 2}, packed=True),
        cancel_units(stage, buyer, order.id, {0: 1}, None),
        *rivals,
    )
    assert len(refused) >= 3, refused
    free, held = await stock_of(stage, other)
    assert free + held <= 1
    await clean(database_url)


async def test_the_payment_and_the_end_at_the_same_moment_leave_one_of_both(
    stage: Stage, database_url: str
) -> None:
    for _ in range(4):
        one = await edited(stage, 500, 700)
        placed = await one.placed(stage)
        payment = await pay_for(stage, one.buyer.principal, placed)
        await all_of(
            confirm(stage, one.buyer.principal, placed, payment),
            cancel_by_staff(stage, STAFF, placed.order_id, "withdrawn"),
            settle_edit(stage, one.made.edit_id, WORKER),
            make_parcel(stage, STAFF, one.order.id, None, packed=False),
        )
        await arrived(ForOrders(stage), payment.payment_id)
        edit = await one.settled(stage)
        added = await order_now(stage, placed)
        taken_off = edit.status in ("done", "undone")
        assert (edit.status == "done") == added.is_sold, (edit.status, added.status)
        assert await stock_of(stage, one.had) == (4 if taken_off else 3, 0)
        assert await stock_of(stage, one.other) == (4 if added.is_sold else 5, 0)
    await clean(database_url)


async def test_a_request_that_comes_again_is_answered_as_before(stage: Stage) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 5, 300)
    _, order = await bought(stage, had, quantity=2)
    key = Key(f"edit|{new_id()}", b"same")
    by = Caller(STAFF.principal, "r", key)
    ask = wanted(other, 1, {0: 1})
    answers = await asyncio.gather(*(edit_paid(stage, by, order.id, ask) for _ in range(4)))
    assert len({one.edit_id for one in answers}) == 1
    assert len(await edits_of(stage.database.pool, order.id)) == 1
    assert await back(stage, order) == 200


async def test_refusals_say_what_is_wrong_and_change_nothing(stage: Stage) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 1, 300)
    _, order = await bought(stage, had, quantity=2)
    with pytest.raises(InsufficientStock) as short:
        await edit_paid(stage, STAFF, order.id, wanted(other, 2))
    assert short.value.field == "add[0].quantity"
    with pytest.raises(EditDiffers):
        await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}, expected=-100))
    with pytest.raises(UnitsNotToPack):
        await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 3}))
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    with pytest.raises(UnitsNotToPack):
        await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    found = await planned(stage, order.id, new_id(), wanted(other, 1, price=250))
    assert found.balance == 250
    assert not await edits_of(stage.database.pool, order.id)
    ((items),) = (await load_items(stage.database.pool, [order.id])).values()
    assert [one.quantity for one in items] == [2]
