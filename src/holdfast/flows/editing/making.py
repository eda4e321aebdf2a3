"""A change of a paid order is made: in one command, so that nobody comes between. If it asks for
nothing it is done at once, and what is too much goes back; else what is added is held until it is
paid, as any order is, and what is taken off is not packed meanwhile."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import edits, orders, payments
from holdfast.catalog import STOCK_PREFIX
from holdfast.edits import EditedItem, OrderEdit, OrderEdited, off_text, worth_text
from holdfast.flows.checkout.at_once import must_fit
from holdfast.flows.checkout.basket import order_of
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.missing import refusal
from holdfast.flows.checkout.prices import place_of
from holdfast.flows.checkout.sources import (
    Sources,
    after_short,
    destination,
    of_all_places,
    sources_of,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.commit.wallet_settlement import NewOrder, Taken
from holdfast.flows.editing.planning import EditWanted, Planned, planned
from holdfast.flows.ending.cancel_units import units_off
from holdfast.flows.ending.parcels import is_all
from holdfast.flows.ending.refunded_units import units_refunded
from holdfast.flows.payments.give_back import full_wallet, shares_of
from holdfast.flows.payments.selling import must_sell
from holdfast.flows.returning.exchanging import ReturnDesk
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    NOW,
    REQUEST,
    Accepted,
    AlreadyDone,
    Capture,
    Command,
    Conflict,
    Hold,
    Insert,
    Operation,
    Rider,
    Short,
    Shortage,
    tell,
)
from holdfast.orders import EXCHANGE_ORDERS, ORDER_ITEMS, OrderPaid, breakdown_text, item_rows
from holdfast.payments import WALLET, Payment

__all__ = ["EditDiffers", "EditMade", "edit_paid"]

_TRIES: Final = 8
_AT_ONCE: Final = 60.0  # it is held and captured in one command; it needs some end


class EditDiffers(Problem):
    """What is asked for it, or goes back, is not what was shown: ``balance`` is what it is now."""

    status = 409
    code = "edit-differs"
    title = "The change costs something else now"


class EditMade(Struct, frozen=True):
    """What a request is answered with, and a repeated one."""

    edit_id: UUID
    added_id: UUID


class _Made(Struct, frozen=True):
    """The command's parts: what is added, and what else is done."""

    new: NewOrder
    taken: Taken
    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]


async def edit_paid(
    desk: ReturnDesk, caller: Caller, order_id: UUID, wanted: EditWanted
) -> EditMade:
    """Raises a Problem for every refusal; the order is then as it was."""
    edit_id = new_id()
    try:
        for _ in range(_TRIES):
            plan = await planned(desk, order_id, edit_id, wanted)
            if wanted.expected not in (None, plan.balance):
                raise EditDiffers(
                    "What it costs changed just now. Look at it again.",
                    field="expected",
                    extra={"balance": plan.balance},
                )
            if plan.due:
                await must_sell(desk)
            made = await _made(desk, caller, edit_id, plan, wanted)
            if made is not None:
                return made
        raise crowded_out(f"order {order_id} is not changed")
    except Problem as refused:
        return await as_before(desk, caller.key, refused, EditMade)


async def _made(
    desk: ReturnDesk, caller: Caller, edit_id: UUID, plan: Planned, wanted: EditWanted
) -> EditMade | None:
    """None if something was done with the order at this very moment: look again."""
    order, basket = plan.order, plan.basket
    sources = await sources_of(desk, basket, destination(basket, place_of(order)))
    while True:
        command, answer = await _command(desk, caller, edit_id, plan, wanted, sources)
        must_fit(command.operations)
        match await desk.ledger.commit(command):
            case Accepted():
                return answer
            case AlreadyDone(answer=before):
                return stored(before, EditMade)
            case Short(shortages=shortages):
                if any(not one.key.startswith(STOCK_PREFIX) for one in shortages):
                    return None  # a promotion's last use, or money, went at this very moment
                if (again := await after_short(desk, basket, sources, shortages)) is not None:
                    sources = again
                    continue
                raise await _short(desk, plan, sources, shortages)
            case Conflict() as conflict:
                if (full := full_wallet(conflict)) is not None:
                    raise full
                return None
            case outcome:
                raise refuse(outcome)


async def _short(
    desk: ReturnDesk, plan: Planned, sources: Sources, shortages: Sequence[Shortage]
) -> Problem:
    found = await of_all_places(desk, plan.basket, sources, shortages)
    problem = await refusal(desk, plan.basket, found, None, None)
    problem.field = (problem.field or "items").replace("items", "add", 1)
    return problem


async def _command(
    desk: ReturnDesk,
    caller: Caller,
    edit_id: UUID,
    plan: Planned,
    wanted: EditWanted,
    sources: Sources,
) -> tuple[Command, EditMade]:
    order = plan.order
    new = order_of(plan.basket, order.owner, locale=order.locale, plan=sources.plan)
    new = replace(new, address=order.address_text, contact=order.contact_email)
    answer = EditMade(edit_id, new.id)
    edit = OrderEdit(
        edit_id,
        order.id,
        new.id,
        "open" if plan.due else "done",
        off_text(plan.off),
        plan.due,
        plan.refunded,
        wanted.reason,
        caller.actor,
        whole=not plan.due and is_all(plan.now, plan.units_off),
        worth_text=worth_text(plan.worth),
    )
    riders = (
        orders.edited(order),
        *edits.made(edit, _told(edit_id, plan)),
        caller.audited("order.edited-paid", order.id, _about(plan, new, wanted)),
    )
    if plan.due:
        taken = held(new, wanted.hours * 3600.0)
        operations = (
            *plan.now.step, *plan.unspent, *plan.basket.expected, *taken.operations
        )  # fmt: skip
        return caller.keyed(operations, (*taken.riders, *riders), None, answer), answer
    off = await _taken_off(desk, plan, wanted.reason)
    taken = _added_at_once(new)
    operations = (*off.operations, *plan.basket.expected, *taken.operations)
    return caller.keyed(operations, (*off.riders, *taken.riders, *riders), None, answer), answer


async def _taken_off(desk: ReturnDesk, plan: Planned, reason: str) -> Taken:
    """The units that leave the order now, and what goes back for them."""
    if not plan.off:
        return Taken(plan.now.step, ())
    back = units_refunded(plan.now, plan.units_off, delivery=False)
    off = await units_off(desk, plan.now, plan.units_off, None, reason)
    shares, _ = await shares_of(
        desk, plan.order, plan.paid, plan.refunded, by_staff=True, lines=plan.back_by_line
    )
    money = tuple(operation for one in shares for operation in one.operations)
    moved = tuple(rider for one in shares for rider in one.riders)
    return Taken(
        # What was read is compared first; then the parcels are a step further.
        (plan.now.unmoved, *plan.unspent, *money, *back.operations, *off.operations),
        (orders.money_moved(plan.order), *moved, *back.riders, *off.riders),
    )


def _added_at_once(new: NewOrder) -> Taken:
    """An order for which nothing is asked, taken from the stock there and then."""
    row = (
        new.id,
        new.number,
        new.owner,
        "paid",
        new.total,
        new.discount,
        new.currency,
        None,
        None,
        new.payment_id,
        new.locale,
        REQUEST,
        NOW,
        NOW,
        new.tax,
        new.shipping,
        breakdown_text(new.breakdown),
        new.address,
        new.hold_id,
        new.contact,
    )
    payment = Payment(
        new.payment_id,
        new.id,
        None,
        WALLET,
        str(new.payment_id),
        0,
        new.currency,
        "succeeded",
    )
    lines = lines_of(new, new.items).held
    return Taken(
        (Hold(new.hold_id, lines, _AT_ONCE, order_ref(new.id)), Capture(new.hold_id)),
        (
            Insert(EXCHANGE_ORDERS, (row,)),
            Insert(ORDER_ITEMS, item_rows(new.id, new.items)),
            *payments.begun(payment),
            tell(OrderPaid(new.payment_id, 0, new.currency), new.id),
        ),
    )


def _told(edit_id: UUID, plan: Planned) -> OrderEdited:
    order, items = plan.order, plan.now.items
    return OrderEdited(
        edit_id,
        order.id,
        order.number,
        tuple(
            EditedItem(items[one.line].product_name, one.units, items[one.line].options)
            for one in plan.off
        ),
        plan.due,
        plan.refunded,
        order.currency,
    )


def _about(plan: Planned, new: NewOrder, wanted: EditWanted) -> dict[str, object]:
    """For the audit log."""
    return {
        "number": plan.order.number,
        "added": [f"{one.quantity} × {one.product_name}" for one in new.items],
        "lines": {str(one.line): one.units for one in plan.off},
        "amount": plan.balance,
        "order": new.number,
        "reason": wanted.reason,
    }
