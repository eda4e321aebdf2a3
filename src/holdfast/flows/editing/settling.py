"""What becomes of a change of a paid order: what was added is paid, and what it is for is taken
off; or it is off, and the order stays as it was, or what had stayed paid for it goes back, unit by
unit if they are off one at a time."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast import edits, orders
from holdfast.edits import LineOff, OrderEdit, edit_by_id, off_text
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.ending.cancel_units import units_off
from holdfast.flows.ending.edit_shares import more_back
from holdfast.flows.ending.parcels import ParcelsNow, is_all, never_packed, parcels_now
from holdfast.flows.ending.refunded_units import units_paid, units_refunded
from holdfast.flows.payments.give_back import RefundedMeanwhile, left_for, refund_part
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import must_be_left
from holdfast.kit import new_id
from holdfast.ledger import Deposit, Operation, Rider
from holdfast.orders import Order
from holdfast.pricing import spread

__all__ = ["settle_edit"]

_TRIES: Final = 8


async def settle_edit(settler: Settler, edit_id: UUID, caller: Caller) -> None:
    """Once, however often it is asked. Raises a Problem where money cannot go back now, as while
    the payment is disputed: come again."""
    for _ in range(_TRIES):
        edit = await edit_by_id(settler.database.pool, edit_id)
        if edit is None or await _settled(settler, edit, caller):
            return
    raise RuntimeError(f"edit {edit_id} does not settle")


async def _settled(settler: Settler, found: OrderEdit, caller: Caller) -> bool:
    """False if something was done with the order at this very moment: look again."""
    order = await settler.orders.known(found.order_id)
    now = await parcels_now(settler, order)
    # Every move of an edit is a step of the parcels: read after those it is what they expect.
    edit = await edit_by_id(settler.database.pool, found.id)
    assert edit is not None, "none is deleted"
    added = await settler.orders.known(edit.added_id)
    if edit.is_open and added.is_sold:
        return await _done(settler, edit, now, added, caller)
    if edit.is_open and added.is_cancelled:
        return await _commit(settler, now, (edits.ended(edit),), caller)
    if edit.is_done and added.is_cancelled:
        return await _undone(settler, edit, now, added, caller)
    if edit.is_done and edit.kept:
        return await _lessened(settler, edit, now, added, caller)
    return True


async def _done(
    settler: Settler, edit: OrderEdit, now: ParcelsNow, added: Order, caller: Caller
) -> bool:
    now = replace(now, edit=None)  # the units that were kept for it are what it takes
    if not edit.off:
        return await _commit(settler, now, (edits.done(edit),), caller)
    wanted = edit.units_off
    must_be_left(wanted, never_packed(now), now.names)
    each = units_paid(now, wanted, delivery=False).lines
    off = [LineOff(line, units, each[line], each[line]) for line, units in wanted.items()]
    back = units_refunded(now, wanted, delivery=False)
    out = await units_off(settler, now, wanted, None, edit.reason)
    done = replace(edit, off_text=off_text(off), whole=is_all(now, wanted))
    riders = (*back.riders, *out.riders, edits.done(done))
    operations = (now.unmoved, *back.operations, *out.operations)
    return await _went(settler, operations, (orders.unchanged(added), *riders), now.order, caller)


async def _undone(
    settler: Settler, edit: OrderEdit, now: ParcelsNow, added: Order, caller: Caller
) -> bool:
    """What was given back by hand before stays so."""
    stays = {one.line: one.stays for one in edit.off}
    delivery = _delivery_back(now, edit)
    return await _given_back(settler, now, added, edits.undone(edit), stays, delivery, caller)


async def _lessened(
    settler: Settler, edit: OrderEdit, now: ParcelsNow, added: Order, caller: Caller
) -> bool:
    """Of what stayed for what was added, the share of its units that are off goes back."""
    more = more_back(edit, await parcels_now(settler, added), {})
    if more <= 0:
        return True
    each = spread(more, [one.stays for one in edit.off])
    off = [replace(one, back=one.back + back) for one, back in zip(edit.off, each, strict=True)]
    lessened = edits.lessened(replace(edit, off_text=off_text(off)))
    backs = {one.line: back for one, back in zip(edit.off, each, strict=True)}
    return await _given_back(settler, now, added, lessened, backs, 0, caller)


async def _given_back(
    settler: Settler,
    now: ParcelsNow,
    added: Order,
    move: Rider,
    each: Mapping[int, int],
    delivery: int,
    caller: Caller,
) -> bool:
    """So much of what was paid for each line, and for ``delivery``, with the ``move``."""
    order = now.order
    payments = await settler.payments.of_order(order.id)
    paid = [one for one in paid_with(order, payments) if one.has_paid]
    wanted = sum(each.values()) + delivery
    amount = min(wanted, await left_for(settler, paid, wanted))
    about = {"amount": amount, "order": added.number}
    action = "order.edit-undone" if added.is_cancelled else "order.edit-lessened"
    riders = (
        move,
        orders.unchanged(added),
        caller.audited(action, order.id, about),
    )
    if not amount:
        return await _commit(settler, now, riders, caller)
    lines = (*(each.get(line, 0) for line in range(len(now.items))), delivery)
    try:
        await refund_part(
            settler,
            order,
            paid,
            amount,
            caller,
            by_staff=False,
            marks=riders,
            units=now.step,
            lines=lines if amount == wanted else (),
        )
    except RefundedMeanwhile:
        return False
    return True


def _delivery_back(now: ParcelsNow, edit: OrderEdit) -> int:
    """What delivery cost, where nothing of the order was sent or is to be, but what was added by
    this."""
    both = zip(now.items, now.returned, strict=True)
    whole = all(account.balance == item.quantity for item, account in both)
    sent = any(one.was_picked for one in now.parcels)
    return now.order.paid_for_delivery if whole and not sent and now.kept == edit.kept else 0


async def _commit(
    settler: Settler, now: ParcelsNow, riders: tuple[Rider, ...], caller: Caller
) -> bool:
    """With a step of the order's parcels, so that whoever read that it waits looks again."""
    step = (now.unmoved, Deposit(now.steps.key, 1))
    return await _went(settler, step, riders, now.order, caller)


async def _went(
    settler: Settler,
    operations: tuple[Operation, ...],
    riders: tuple[Rider, ...],
    order: Order,
    caller: Caller,
) -> bool:
    command = caller.command(operations, (orders.edited(order), *riders), f"settle-edit/{new_id()}")
    return went_through(await settler.ledger.commit(command))
