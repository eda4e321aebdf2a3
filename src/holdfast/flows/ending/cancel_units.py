"""Cancelling some units of a paid order that nobody has packed: one command puts them back on sale,
takes them out of the parcels that wait, and gives back what was paid for them. What is packed of
the order, by whomever, stays."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import edits, fulfilment
from holdfast.edits import edit_by_id
from holdfast.flash_sales import FlashSale, going_on, load_sales, sale_limit_key
from holdfast.flows.commit.allotments import home_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered, as_before, stored
from holdfast.flows.commit.lines import order_ref
from holdfast.flows.commit.refusals import (
    CancelByBooking,
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
    SentInExchange,
)
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.ending.parcels import (
    ParcelsNow,
    cancel_refused,
    is_all,
    must_not_wait,
    never_packed,
    parcels_now,
    units_refused,
)
from holdfast.flows.ending.put_back import left_out_of, put_back, with_put_back
from holdfast.flows.ending.refunded_units import delivery_goes_back, units_refunded
from holdfast.flows.ending.refusing import must_refund
from holdfast.flows.ending.repeated import ended_with
from holdfast.flows.inventory.by_codes import kept_off_sale
from holdfast.flows.payments.give_back import (
    RefundedMeanwhile,
    RefundTooLarge,
    left_for,
    refund_part,
)
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import left_to_pack, must_be_left
from holdfast.kit import Problem
from holdfast.ledger import Deposit, Operation, Rider, tell
from holdfast.orders import Order, OrderUnitsCancelled, units_put_back

__all__ = ["UnitsCancelled", "UnitsOff", "cancel_own_units", "cancel_units", "units_off"]

_TRIES: Final = 8


class UnitsCancelled(Struct, frozen=True):
    """``refunded`` goes back for them; ``whole``: nothing was left of the order, so all of it is
    cancelled."""

    order_id: UUID
    refunded: int = 0
    whole: bool = False


class UnitsOff(Struct, frozen=True):
    """What a command does that takes units off, beside giving money back."""

    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]


async def cancel_units(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    wanted: Mapping[int, int],
    staff: str | None = None,
    end_repeat: bool | None = None,
) -> UnitsCancelled:
    """So many units of each line. ``staff``: why staff, or whose they are, do it; None: its buyer
    does. The last of them cancel the order. ``end_repeat``: whether the repeat order that it is of
    ends with them; None: if it began with the order and all is off. Raises a Problem for every
    refusal."""
    try:
        for _ in range(_TRIES):
            order = await settler.orders.get(order_id)
            if order is None or (staff is None and order.owner != caller.actor):
                raise OrderNotFound("You have no such order.")
            now = await _cancellable(settler, order, wanted, staff)
            if _is_rest(now, wanted):
                if (before := await _before(settler, caller)) is not None:
                    return before  # it was not the rest then
                return await _whole(settler, caller, order, staff, end_repeat)
            try:
                return await _step(settler, caller, now, wanted, staff, end_repeat)
            except (RefundedMeanwhile, RefundTooLarge):
                continue  # something was done with it, or with its money, just now: look again
        raise crowded_out(f"units of order {order_id} are not cancelled")
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, UnitsCancelled)


async def cancel_own_units(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    own: frozenset[int],
    wanted: Mapping[int, int],
    reason: str,
) -> UnitsCancelled:
    """So many units of these lines, by the seller whose they are and who cannot send them. Raises a
    Problem for every refusal: also where only staff give money back."""
    must_be_left(wanted, {line: units for line, units in wanted.items() if line in own})
    try:
        order = await settler.orders.get(order_id)
        if order is not None and order.is_paid:
            await must_refund(settler, order)
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, UnitsCancelled)
    return await cancel_units(settler, caller, order_id, wanted, reason)


async def _before(settler: Settler, caller: Caller) -> UnitsCancelled | None:
    """What this very request was answered with, if it was."""
    found = None if caller.key is None else await answered(settler, caller.key)
    return None if found is None else stored(found, UnitsCancelled)


async def _cancellable(
    settler: Settler, order: Order, wanted: Mapping[int, int], staff: str | None
) -> ParcelsNow:
    """The order as it stands. Raises the refusal, if so much of it cannot be cancelled."""
    if order.is_pending:
        raise NotPaid("The order is not paid yet.")
    if order.is_cancelled:
        raise OrderCancelledAlready("The order is already cancelled.")
    if order.is_completed:
        raise OrderCompletedAlready("The order has been delivered. Ask for a return instead.")
    if order.booking_id is not None:
        raise CancelByBooking(
            "This order pays for a booking. Cancel the booking: it says what comes back.",
            extra={"bookingId": str(order.booking_id)},
        )
    if staff is None:
        await must_refund(settler, order)
        if order.exchange_of is not None and await _paid_in_part(settler, order.exchange_of):
            raise SentInExchange(
                "Only the difference was paid with this order. Cancel the whole of it, and what "
                "you sent back is refunded."
            )
    now = await parcels_now(settler, order)
    must_not_wait(now)
    if staff is None and (refusal := units_refused(now, wanted)) is not None:
        raise refusal
    must_be_left(wanted, never_packed(now), now.names)
    return now


async def _paid_in_part(settler: Settler, of: UUID) -> bool:
    """Whether the rest was paid with another order: not for what was added with nothing taken
    off."""
    edit = await edit_by_id(settler.database.pool, of)
    return edit is None or bool(edit.off)


def _is_rest(now: ParcelsNow, wanted: Mapping[int, int]) -> bool:
    """Whether that is all its buyer was still to have, and nothing was ever packed; of what was
    paid for it nothing pays for other goods."""
    due = {line: one.due for line, one in enumerate(now.lines) if one.due}
    return due == dict(wanted) and cancel_refused(now) is None


async def _whole(
    settler: Settler, caller: Caller, order: Order, staff: str | None, end_repeat: bool | None
) -> UnitsCancelled:
    if staff is None:
        await cancel(settler, caller, order_id=order.id, end_repeat=end_repeat)
    else:
        await cancel_by_staff(settler, caller, order.id, staff, end_repeat)
    return UnitsCancelled(order.id, whole=True)


async def _step(
    settler: Settler,
    caller: Caller,
    now: ParcelsNow,
    wanted: Mapping[int, int],
    staff: str | None,
    end_repeat: bool | None,
) -> UnitsCancelled:
    order = now.order
    paid = paid_with(order, await settler.payments.of_order(order.id))
    back = units_refunded(now, wanted, delivery=await _delivery_goes_back(settler, now))
    # A part of it may have gone back before, or pay for what was added.
    amount = min(back.sum.total, await left_for(settler, paid, back.sum.total, now.kept))
    sale = None
    if order.sale is not None:
        sale = (await load_sales(settler.database.pool, [order.sale.id]))[order.sale.id]
    off = await units_off(settler, now, wanted, sale, staff)
    done = UnitsCancelled(order.id, amount)
    also: list[Rider] = [edits.emptied(one) for one in now.edited if is_all(now, wanted)]
    also += await ended_with(
        settler, caller, order, end_repeat, whole=False, staff=staff is not None
    )
    if staff is not None:
        lines = {str(line): units for line, units in wanted.items()}
        about = {"lines": lines, "amount": amount, "reason": staff}
        also.append(caller.audited("order.units-cancelled", order.id, about))
    await refund_part(
        settler,
        order,
        paid,
        amount,
        caller,
        by_staff=staff is not None and caller.principal.is_staff,
        marks=(*back.riders, *off.riders, *also),
        # What was read is compared first; then the parcels are a step further.
        units=(now.unmoved, *back.operations, *off.operations),
        lines=back.sum.by_line,
        answer=done,
    )
    return await _before(settler, caller) or done


async def _delivery_goes_back(settler: Settler, now: ParcelsNow) -> bool:
    """Whether it does with the last unit. Where others were sent and are back, it was made: then
    what holds for the last that comes back holds for the last that never left."""
    if not any(line.came for one in now.returns for line in one.lines.values()):
        return True
    return delivery_goes_back((await settler.shop.now()).returns, now.returns)


async def units_off(
    settler: Settler,
    now: ParcelsNow,
    wanted: Mapping[int, int],
    sale: FlashSale | None,
    staff: str | None,
) -> UnitsOff:
    """So many units of each line leave the order for the stock; ``staff``: who did it are they."""
    order, note = now.order, f"{order_ref(now.order.id)} refunded"
    out = left_out_of(now.parcels, left_to_pack(now.lines, now.parcels), wanted)
    items, deposits, told = list(now.items), dict[str, int](), dict[str, int]()
    for line, units in wanted.items():
        item = items[line]
        accounts = put_back(
            item,
            order.sale,
            units,
            taken_out=out.places.get(line, {}),
            packed=_packed(now, line, out.places.get(line, {})),
        )
        items[line] = with_put_back(item, accounts)
        for account, many in accounts.items():
            at = account
            if sale is not None and not sale.takes_back:
                at = home_of(sale)
            deposits[at] = deposits.get(at, 0) + many
        variant = str(item.variant_id)
        told[variant] = told.get(variant, 0) + units
    operations: list[Operation] = [Deposit(now.steps.key, 1)]
    operations += [Deposit(account, units, note=note) for account, units in deposits.items()]
    operations += await kept_off_sale(settler, order.id, now.items, deposits)
    if order.sale is not None:
        key, most = sale_limit_key(order.sale.id, order.owner), order.sale.per_customer
        operations.append(Deposit(key, sum(wanted.values()), capacity=most, note=note))
    riders: list[Rider] = [
        units_put_back(order.id, items),
        tell(OrderUnitsCancelled(told, "buyer" if staff is None else "staff"), order.id),
    ]
    if sale is not None:  # so nothing comes back into one that has ended: it goes to the stock
        riders.append(going_on(sale))
    for parcel, stay in out.stay:
        if any(stay.values()):
            riders += fulfilment.split(parcel, stay, now.told)
        else:
            riders += fulfilment.cancelled(parcel, now.told)
    return UnitsOff(tuple(operations), tuple(riders))


def _packed(now: ParcelsNow, line: int, taken_out: Mapping[UUID, int]) -> dict[UUID, int]:
    """How many units of the line are, by now, in parcels of which location."""
    found: dict[UUID, int] = {}
    for one in now.parcels:
        if one.counts and one.location_id is not None:
            found[one.location_id] = found.get(one.location_id, 0) + one.lines.get(line, 0)
    return {place: units - taken_out.get(place, 0) for place, units in found.items()}
