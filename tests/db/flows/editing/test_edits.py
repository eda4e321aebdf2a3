"""Changes of paid orders: what is added is held and paid, or nothing is changed; what is taken off
is paid with, or goes back; never twice and never half, whoever comes at the same moment."""

import asyncio
from typing import Any

import pytest
from msgspec import Struct

from holdfast.edits import EditKept, EditOpen, OrderEdit, edits_of
from holdfast.flows.checkout.edit_lines import LineEdited, LinesFixed
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import SentInExchange
from holdfast.flows.editing.making import EditMade, edit_paid
from holdfast.flows.editing.planning import EditWanted
from holdfast.flows.editing.settling import settle_edit
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.ending.refunded_units import refund_of_units
from holdfast.flows.fulfilment.packing import make_parcel
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.staff.orders import mark_paid
from holdfast.fulfilment import NothingToPack, UnitsNotToPack, parcels_of
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.buying import (
    Goods,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    refundable_of,
    stock_of,
    sweep_all,
)
from tests.db.flows.returning.test_returns import STAFF, bought
from tests.db.flows.stage import Stage, events_of, select

WORKER = process("settle-edit")
BROKEN = {
    "an edit that asks for another sum": ("edit-sum", "UPDATE order_edits SET due = due + 1"),
    "an edit that waits, though it was paid long ago": (
        "edit-state", ("WITH old AS (UPDATE orders SET paid_at = paid_at - interval '2 hours'"
        " WHERE breakdown ? 'exchange') UPDATE order_edits SET status = 'open', ended_at = NULL")),
    "an edit of more units than are off": (
        "edit-units", "UPDATE order_edits SET off = jsonb_set(off, '{0,units}', '9')"),
    "an edit of an order that names another": (
        "edit-order", "UPDATE order_edits SET id = gen_random_uuid()"),
}  # fmt: skip


def wanted(
    add: Goods, quantity: int = 1, off: dict[int, int] | None = None, **also: Any
) -> EditWanted:
    line = LineEdited(add.product_id, add.variant_id, quantity, also.pop("price", None))
    return EditWanted((line,), off or {}, "on the phone", 24, **also)


class Edited(Struct):
    buyer: Caller
    order: Order
    had: Goods
    other: Goods
    made: EditMade

    async def placed(self, stage: Stage) -> Placed:
        added = await stage.orders.known(self.made.added_id)
        return Placed(added.id, added.number, added.reservation_id)

    async def settled(self, stage: Stage) -> OrderEdit:
        await asyncio.gather(*(settle_edit(stage, self.made.edit_id, WORKER) for _ in range(3)))
        return await self.now(stage)

    async def now(self, stage: Stage) -> OrderEdit:
        *_, last = await edits_of(stage.database.pool, self.order.id)
        return last

    async def pay(self, stage: Stage) -> None:
        placed = await self.placed(stage)
        payment = await pay_for(stage, self.buyer.principal, placed)
        await confirm(stage, self.buyer.principal, placed, payment)


async def edited(stage: Stage, costs: int, other: int, *, off: int = 1, more: int = 1) -> Edited:
    """Of two at ``costs`` some are taken off, for some at ``other``."""
    had, new = await new_goods(stage, 5, costs), await new_goods(stage, 5, other)
    buyer, order = await bought(stage, had, quantity=2)
    made = await edit_paid(stage, STAFF, order.id, wanted(new, more, {0: off} if off else {}))
    return Edited(buyer, order, had, new, made)


async def back(stage: Stage, order: Order) -> int:
    """What went back of what was paid for an order."""
    key = f"refundable/{order.payment_id}"
    ((opened,),) = await select(
        stage, "SELECT count(*) FROM ledger_accounts WHERE key = $1 AND version > 0", key
    )
    assert order.payment_id is not None
    return order.total - await refundable_of(stage, order.payment_id) if opened else 0


async def clean(database_url: str) -> None:
    report = await audit_shop(database_url)
    assert report.clean, report.text()


async def test_what_costs_as_much_or_less_is_changed_at_once_and_the_rest_goes_back(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 300)
    edit = await one.now(stage)
    assert (edit.status, edit.due, edit.refunded, edit.kept) == ("done", 0, 200, 300)
    assert await back(stage, one.order) == 200
    assert await stock_of(stage, one.had) == (4, 0)
    assert await stock_of(stage, one.other) == (4, 0)
    added = await stage.orders.known(one.made.added_id)
    assert (added.status, added.total, added.discount, added.owner) == (
        "paid", 0, 300, one.order.owner,
    )  # fmt: skip
    assert await events_of(stage, added.id) == ["order.paid", "order.edited"]
    # The same once more, of the other unit: nothing is left of the first order but its money.
    again = await edit_paid(stage, STAFF, one.order.id, wanted(one.other, 1, {0: 1}, expected=-200))
    assert await back(stage, one.order) == 400
    await clean(database_url)
    with pytest.raises(NothingToPack):
        await make_parcel(stage, STAFF, one.order.id, None, packed=True)
    # Its buyer wants neither: what stayed paid for them goes back.
    for made in (one.made, again):
        await cancel(stage, one.buyer, order_id=made.added_id)
        await asyncio.gather(*(settle_edit(stage, made.edit_id, WORKER) for _ in range(3)))
    assert await back(stage, one.order) == 1000
    assert [each.status for each in await edits_of(stage.database.pool, one.order.id)] == [
        "undone", "undone",
    ]  # fmt: skip
    assert await stock_of(stage, one.other) == (5, 0)
    await clean(database_url)


async def test_what_costs_more_is_held_and_changed_once_it_is_paid(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 700)
    added = await stage.orders.known(one.made.added_id)
    assert (added.status, added.total, added.discount) == ("pending", 200, 500)
    assert await stock_of(stage, one.other) == (4, 1)
    assert await stock_of(stage, one.had) == (3, 0)
    await clean(database_url)
    await one.settled(stage)  # nothing to settle
    # What is to be taken off is not packed meanwhile; the rest is.
    with pytest.raises(UnitsNotToPack):
        await make_parcel(stage, STAFF, one.order.id, {0: 2}, packed=True)
    await make_parcel(stage, STAFF, one.order.id, None, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [one.order.id]))[one.order.id]
    assert parcel.lines == {0: 1}
    await one.pay(stage)
    ((jobs,),) = await select(stage, "SELECT count(*) FROM jobs WHERE queue = 'settle-edit'")
    assert jobs == 1
    edit = await one.settled(stage)
    assert (edit.status, edit.kept) == ("done", 500)
    assert await back(stage, one.order) == 0
    assert await stock_of(stage, one.had) == (4, 0)
    assert await stock_of(stage, one.other) == (4, 0)
    await clean(database_url)
    for what, (code, statement) in BROKEN.items():
        seen = await broken(database_url, statement)
        assert [each for each in seen.violations if str(each.fault) == code], (what, seen.text())
    # A part of it is not cancelled by its buyer; the whole of it brings back both.
    with pytest.raises(SentInExchange):
        await cancel_units(stage, one.buyer, added.id, {0: 1}, None)
    await cancel(stage, one.buyer, order_id=added.id)
    assert (await one.settled(stage)).status == "undone"
    assert await back(stage, one.order) == 500
    await clean(database_url)


async def test_what_is_added_alone_is_paid_whole_and_changes_nothing_of_the_first(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 300, off=0, more=2)
    added = await stage.orders.known(one.made.added_id)
    assert (added.total, added.discount) == (600, 0)
    # Staff take the money at the counter.
    await mark_paid(stage, STAFF, added.id)
    assert (await one.settled(stage)).status == "done"
    await clean(database_url)
    # Its units are its own: one of them is cancelled as of any order.
    done = await cancel_units(stage, one.buyer, added.id, {0: 1}, None)
    assert done.refunded == 300
    await clean(database_url)


@pytest.mark.parametrize("who", ["time", "buyer", "staff"])
async def test_what_is_not_paid_ends_and_the_order_is_as_it_was(
    stage: Stage, database_url: str, who: str
) -> None:
    one = await edited(stage, 500, 700)
    placed = await one.placed(stage)
    payment = await pay_for(stage, one.buyer.principal, placed)
    if who == "time":
        await end_hold(stage, placed)
        assert await sweep_all(stage) == 1
    elif who == "buyer":
        await cancel(stage, one.buyer, order_id=placed.order_id)
    else:
        await cancel_by_staff(stage, STAFF, placed.order_id, "She changed her mind")
    edit = await one.settled(stage)
    assert (edit.status, await stock_of(stage, one.other)) == ("ended", (5, 0))
    assert await stock_of(stage, one.had) == (3, 0)
    # Money that comes late goes back, though the units are free.
    with pytest.raises(Problem):
        await confirm(stage, one.buyer.principal, placed, payment)
    await arrived(ForOrders(stage), payment.payment_id)
    assert (await order_now(stage, placed)).status == "cancelled"
    await make_parcel(stage, STAFF, one.order.id, {0: 2}, packed=True)
    if who != "time":  # whose hold was altered
        await clean(database_url)


async def test_an_order_has_one_open_edit_and_nothing_it_rests_on_is_done_meanwhile(
    stage: Stage,
) -> None:
    one = await edited(stage, 500, 700)
    with pytest.raises(EditOpen):
        await edit_paid(stage, STAFF, one.order.id, wanted(one.other))
    for step in (
        cancel(stage, one.buyer, order_id=one.order.id),
        cancel_by_staff(stage, STAFF, one.order.id, "fraud"),
        cancel_units(stage, one.buyer, one.order.id, {0: 1}, None),
        refund_of_units(stage, one.order, {0: 1}),
    ):
        with pytest.raises(EditOpen):
            await step
    # What was added is no order that is changed.
    await one.pay(stage)
    await one.settled(stage)
    with pytest.raises(LinesFixed):
        await edit_paid(stage, STAFF, one.made.added_id, wanted(one.other, 1, {0: 1}))
    more = await edit_paid(stage, STAFF, one.made.added_id, wanted(one.other))
    assert (await stage.orders.known(more.added_id)).total == 700


async def test_what_pays_for_other_goods_does_not_go_back_while_they_stand(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 300)
    for step in (
        cancel(stage, one.buyer, order_id=one.order.id),
        cancel_by_staff(stage, STAFF, one.order.id, "fraud"),
    ):
        with pytest.raises(EditKept):
            await step
    # The last unit that is left of it is cancelled as one, not as the whole order.
    done = await cancel_units(stage, one.buyer, one.order.id, {0: 1}, None)
    assert (done.whole, done.refunded) == (False, 500)
    assert await back(stage, one.order) == 700
    assert await stock_of(stage, one.had) == (5, 0)
    await clean(database_url)
    await cancel(stage, one.buyer, order_id=one.made.added_id)
    assert (await one.settled(stage)).status == "undone"
    assert await back(stage, one.order) == 1000
    await clean(database_url)


async def test_delivery_goes_back_once_nothing_is_sent_after_all(stage: Stage) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 5, 500)
    buyer, order = await bought(stage, had, quantity=1)
    # As if delivery had been a part of it.
    stage.altered.add("order-total")  # its events say less
    await stage.database.pool.execute(
        "UPDATE orders SET shipping = 100, total = total + 100 WHERE id = $1", order.id
    )
    await stage.database.pool.execute(
        "UPDATE payments SET amount = amount + 100 WHERE id = $1", order.payment_id
    )
    order = await stage.orders.known(order.id)
    made = await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    assert await back(stage, order) == 0
    await cancel(stage, buyer, order_id=made.added_id)
    await settle_edit(stage, made.edit_id, WORKER)
    assert await back(stage, order) == 600
