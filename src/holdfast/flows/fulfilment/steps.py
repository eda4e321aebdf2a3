"""One step of an order's parcels: a ledger command, with the order's own: the sum of its parcels,
or that it is completed, since all of it arrived."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import keep, unless_done_before
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import (
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    refuse,
)
from holdfast.flows.ending.parcels import ParcelsNow, must_leave, parcels_now
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import (
    NothingToPack,
    Parcel,
    ParcelAction,
    ParcelNotFound,
    sum_of,
    why_not,
)
from holdfast.kit import Problem, new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider
from holdfast.orders import Order

__all__ = ["Step", "changed", "do_step", "may", "must_be_sendable"]

_TRIES: Final = 8


class _Done(Struct, frozen=True):
    """What a key stands for: that it was done; the order says the rest."""

    order_id: UUID


class Step(Struct, frozen=True):
    """``after`` are all parcels as they are by it; ``about`` is what the audit log says."""

    action: str
    riders: tuple[Rider, ...]
    after: tuple[Parcel, ...]
    about: Mapping[str, object]


_Make: TypeAlias = Callable[[ParcelsNow], Step]


def must_be_sendable(order: Order) -> None:
    """Raises the refusal, if nothing of the order is to be sent now."""
    if order.is_pending:
        raise NotPaid("The order is not paid yet.")
    if order.is_cancelled:
        raise OrderCancelledAlready("The order is already cancelled.")
    if order.is_completed:
        raise OrderCompletedAlready("The order is already completed.")
    if not order.is_sent:
        raise NothingToPack("Nothing of this order is sent.")


def may(now: ParcelsNow, parcel_id: UUID, action: ParcelAction) -> Parcel:
    """The parcel. Raises the refusal, if that may not be done with it now."""
    parcel = next((one for one in now.parcels if one.id == parcel_id), None)
    if parcel is None:
        raise ParcelNotFound("The order has no such parcel.")
    refusal = why_not(action, parcel)
    if refusal is not None:
        raise refusal
    return parcel


def changed(now: ParcelsNow, by: Parcel) -> tuple[Parcel, ...]:
    """All parcels, with this one as it is now."""
    return tuple(by if one.id == by.id else one for one in now.parcels)


async def do_step(settler: Settler, caller: Caller, order_id: UUID, make: _Make) -> None:
    """Do what ``make`` makes of the parcels as they are, however often it has to look again.
    Raises a Problem for every refusal."""
    try:
        for _ in range(_TRIES):
            order = await any_order(settler.orders, order_id)
            must_be_sendable(order)
            await must_be_released(settler, order)
            now = await parcels_now(settler, order)
            step = make(now)
            must_leave(now, step.after)
            wanted = caller.request_key(_Done(order.id))
            outcome = await settler.ledger.commit(
                caller.command(
                    now.step,
                    (
                        *step.riders,
                        *_of_order(now, step),
                        caller.audited(step.action, order.id, step.about),
                    ),
                    f"parcel-step/{new_id()}",
                    request_key=wanted,
                )
            )
            match outcome:
                case Accepted():
                    return
                case AlreadyDone():
                    if wanted is not None:
                        await keep(settler.ledger, wanted)
                    return
                case Conflict():
                    continue  # somebody did something with it at this very moment: look again
            raise refuse(outcome)
        raise crowded_out(f"order {order_id} takes no step of its parcels")
    except Problem as problem:
        await unless_done_before(settler, caller.key, problem)


def _of_order(now: ParcelsNow, step: Step) -> tuple[Rider, ...]:
    """The order's own move."""
    come_to = sum_of(now.lines, step.after)
    if come_to == "delivered":
        return orders.completed(now.order.id)
    return (orders.parcels_moved(now.order.id, come_to),)
