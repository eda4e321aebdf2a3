"""What staff do with the parcels of a paid order. Each step is one ledger command, with the order's
own: the sum of its parcels, or that it is completed, since all of it arrived."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import fulfilment, orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import keep, unless_done_before
from holdfast.flows.commit.refusals import (
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
    refuse,
)
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import (
    MAX_PARCELS,
    NothingToPack,
    Parcel,
    ParcelAction,
    ParcelNotFound,
    TooManyParcels,
    UnitsNotToPack,
    left_to_pack,
    must_be_left,
    new_link,
    sum_of,
    why_not,
)
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider
from holdfast.orders import Order

__all__ = [
    "deliver", "fail", "make_parcel", "must_be_sendable", "pick", "ship", "split", "take_apart",
]  # fmt: skip

_TRIES: Final = 8
Lines: TypeAlias = Mapping[int, int]


class _Done(Struct, frozen=True):
    """What a key stands for: that it was done; the order says the rest."""

    order_id: UUID


class _Step(Struct, frozen=True):
    """``after`` are all parcels as they are by it; ``about`` is what the audit log says."""

    action: str
    riders: tuple[Rider, ...]
    after: tuple[Parcel, ...]
    about: Mapping[str, object]


_Make: TypeAlias = Callable[[ParcelsNow], _Step]


async def make_parcel(
    settler: Settler, caller: Caller, order_id: UUID, lines: Lines | None, *, packed: bool
) -> None:
    """Put so many units of each line in a parcel of their own, or all that is left; ``packed``:
    they are picked at once."""

    def make(now: ParcelsNow) -> _Step:
        left = left_to_pack(now.lines, now.parcels)
        if not left:
            raise NothingToPack("Every unit is in a parcel, or was refunded.")
        wanted = left if lines is None else lines
        must_be_left(wanted, left)
        parcel = _new(now, wanted, packed=packed)
        riders = fulfilment.made(parcel, now.told)
        return _Step("parcel.made", riders, (*now.parcels, parcel), _about(parcel))

    await _do(settler, caller, order_id, make)


async def pick(settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID) -> None:
    """Its units are taken from the shelf: from now on the order cannot be cancelled."""

    def make(now: ParcelsNow) -> _Step:
        parcel = _may(now, parcel_id, "pick")
        after = _with(now, replace(parcel, status="picking"))
        return _Step("parcel.picked", fulfilment.picked(parcel, now.told), after, _about(parcel))

    await _do(settler, caller, order_id, make)


async def split(
    settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID, lines: Lines
) -> None:
    """So many units of each line go in a parcel of their own; something has to stay."""

    def make(now: ParcelsNow) -> _Step:
        parcel = _may(now, parcel_id, "split")
        must_be_left(lines, parcel.lines)
        left = {line: units - lines.get(line, 0) for line, units in parcel.lines.items()}
        if not any(left.values()):
            raise UnitsNotToPack("Leave something in the parcel.", field="lines")
        new = _new(now, lines, packed=parcel.is_picked)
        riders = (*fulfilment.split(parcel, left, now.told), *fulfilment.made(new, now.told))
        after = (*_with(now, replace(parcel, lines=left)), new)
        return _Step("parcel.split", riders, after, _about(parcel))

    await _do(settler, caller, order_id, make)


async def ship(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    parcel_id: UUID,
    carrier: str,
    tracking: str | None,
) -> None:
    """It left."""

    def make(now: ParcelsNow) -> _Step:
        parcel = _may(now, parcel_id, "ship")
        riders = fulfilment.shipped(parcel, carrier, tracking, now.told)
        about = {**_about(parcel), "carrier": carrier, "tracking": tracking}
        return _Step("parcel.shipped", riders, _with(now, replace(parcel, status="shipped")), about)

    await _do(settler, caller, order_id, make)


async def deliver(settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID) -> None:
    """It arrived; with the last of what was bought the order is completed."""

    def make(now: ParcelsNow) -> _Step:
        parcel = _may(now, parcel_id, "deliver")
        after = _with(now, replace(parcel, status="delivered"))
        riders = fulfilment.delivered(parcel, now.told)
        return _Step("parcel.delivered", riders, after, _about(parcel))

    await _do(settler, caller, order_id, make)


async def fail(
    settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID, reason: str
) -> None:
    """It did not arrive; its units can be packed again, or refunded."""

    def make(now: ParcelsNow) -> _Step:
        parcel = _may(now, parcel_id, "fail")
        after = _with(now, replace(parcel, status="failed"))
        riders = fulfilment.failed(parcel, reason, now.told)
        return _Step("parcel.failed", riders, after, {**_about(parcel), "reason": reason})

    await _do(settler, caller, order_id, make)


async def take_apart(settler: Settler, caller: Caller, order_id: UUID, parcel_id: UUID) -> None:
    """Its units are on the shelf again, and can be packed anew."""

    def make(now: ParcelsNow) -> _Step:
        parcel = _may(now, parcel_id, "cancel")
        after = _with(now, replace(parcel, status="cancelled"))
        riders = fulfilment.cancelled(parcel, now.told)
        return _Step("parcel.cancelled", riders, after, _about(parcel))

    await _do(settler, caller, order_id, make)


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


def _may(now: ParcelsNow, parcel_id: UUID, action: ParcelAction) -> Parcel:
    """The parcel. Raises the refusal, if that may not be done with it now."""
    parcel = next((one for one in now.parcels if one.id == parcel_id), None)
    if parcel is None:
        raise ParcelNotFound("The order has no such parcel.")
    refusal = why_not(action, parcel)
    if refusal is not None:
        raise refusal
    return parcel


def _new(now: ParcelsNow, lines: Lines, *, packed: bool) -> Parcel:
    if len(now.parcels) >= MAX_PARCELS:
        raise TooManyParcels(say("An order can have at most {limit} parcels.", limit=MAX_PARCELS))
    number = len(now.parcels) + 1
    status: fulfilment.ParcelStatus = "picking" if packed else "waiting"
    return Parcel(new_id(), now.order.id, number, status, new_link(), lines=lines)


def _with(now: ParcelsNow, changed: Parcel) -> tuple[Parcel, ...]:
    return tuple(changed if one.id == changed.id else one for one in now.parcels)


def _about(parcel: Parcel) -> dict[str, object]:
    return {"parcel": parcel.number}


async def _do(settler: Settler, caller: Caller, order_id: UUID, make: _Make) -> None:
    try:
        for _ in range(_TRIES):
            order = await settler.orders.get(order_id)
            if order is None:
                raise OrderNotFound("There is no such order.")
            must_be_sendable(order)
            now = await parcels_now(settler, order)
            step = make(now)
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
        raise RuntimeError(f"order {order_id} takes no step of its parcels")
    except Problem as problem:
        await unless_done_before(settler, caller.key, problem)


def _of_order(now: ParcelsNow, step: _Step) -> tuple[Rider, ...]:
    """The order's own move."""
    come_to = sum_of(now.lines, step.after)
    if come_to == "delivered":
        return orders.completed(now.order.id)
    return (orders.parcels_moved(now.order.id, come_to),)
