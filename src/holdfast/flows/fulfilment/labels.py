"""Labels: asked of a carrier, bought, let go. What is asked is a job, so a carrier that does not
answer is asked again; what it refuses waits for a person, with its reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from holdfast import fulfilment
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.refusals import OrderCancelledAlready, OrderCompletedAlready
from holdfast.flows.ending.parcels import ParcelsNow
from holdfast.flows.fulfilment.dispatch import (
    CarrierUnknown,
    Dispatch,
    NoAddressToSend,
    answer_of,
    carrier_named,
)
from holdfast.flows.fulfilment.steps import Step, changed, do_step, may
from holdfast.fulfilment import (
    BuyLabel,
    CancelLabel,
    Carrier,
    CarrierRefused,
    Label,
    LabelState,
    LabelThere,
    NoLabel,
    Parcel,
    ParcelNotFound,
    Shipment,
    ShipmentRequest,
    parcel_of_id,
)
from holdfast.kit import new_id, shop_now
from holdfast.ledger import Rider, defer
from holdfast.orders import Order
from holdfast.shipping import decode_address, lines_of

__all__ = ["ask_label", "bought", "cancel_label", "cancelled", "label_of"]

_MAX_NOTE = 300
Result = TypeVar("Result")


async def ask_label(
    parts: Dispatch, caller: Caller, order_id: UUID, parcel_id: UUID, service: str
) -> None:
    """Have a carrier asked for a label of a packed parcel."""
    if service not in parts.carriers:
        raise CarrierUnknown("This shop has no such carrier.", field="carrier")

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "label")
        if now.order.address_text is None:
            raise NoAddressToSend("The order has no address to send it to.")
        key = new_id()
        riders = (
            fulfilment.label_asked(parcel, service, key),
            defer(BuyLabel(parcel.id, key)),
        )
        return _step("parcel.label-asked", now, parcel, riders, {"carrier": service})

    await do_step(parts, caller, order_id, make)


async def cancel_label(parts: Dispatch, caller: Caller, order_id: UUID, parcel_id: UUID) -> None:
    """Let a label go, before the parcel is on its way."""

    def make(now: ParcelsNow) -> Step:
        parcel = may(now, parcel_id, "unlabel")
        assert parcel.label is not None, "else it may not"
        riders = (
            fulfilment.label_ending(parcel),
            defer(CancelLabel(parcel.id, parcel.label.key)),
        )
        return _step("parcel.label-cancelled", now, parcel, riders, {})

    await do_step(parts, caller, order_id, make)


async def label_of(parts: Dispatch, order_id: UUID, parcel_id: UUID) -> tuple[Parcel, bytes]:
    """What is to be printed, from the carrier itself."""
    parcel = await parcel_of_id(parts.database.pool, parcel_id)
    if parcel is None or parcel.order_id != order_id:
        raise ParcelNotFound("The order has no such parcel.")
    label = parcel.label
    if label is None or label.reference is None:
        raise NoLabel("Buy a label first.")
    try:
        carrier = carrier_named(parts, label.service)
        return parcel, await answer_of(carrier.label(label.reference))
    except CarrierRefused as refused:
        raise NoLabel("The carrier does not give the label any more.") from refused


async def bought(parts: Dispatch, job: BuyLabel, request: str) -> None:
    """Have the carrier expect the parcel; keep its number, or why it is refused."""
    due = await _due(parts, job, "asked")
    if due is None:
        return
    parcel, label, carrier = due
    caller = process(f"carrier:{label.service}", request)
    try:
        shipment = await _created(parts, carrier, parcel, label)
    except CarrierRefused as refused:
        note = _note(refused)
        await _move(parts, caller, parcel, job.key, lambda now: fulfilment.label_refused(now, note))
        return
    moved = await _move(
        parts, caller, parcel, job.key,
        lambda now: fulfilment.label_bought(now, carrier.title, shipment, _ask_at(parts)),
    )  # fmt: skip
    if not moved and not await _somebody_ends(parts, job):
        await answer_of(carrier.cancel(shipment.reference))


async def cancelled(parts: Dispatch, job: CancelLabel, request: str) -> None:
    """Call the parcel off at its carrier, also one of which nobody knows whether it was made."""
    due = await _due(parts, job, "ending")
    if due is None:
        return
    parcel, label, carrier = due
    caller = process(f"carrier:{label.service}", request)
    reference = label.reference
    move: Callable[[Parcel], Rider] = fulfilment.label_ended
    try:
        if reference is None:
            reference = (await _created(parts, carrier, parcel, label)).reference
        await answer_of(carrier.cancel(reference))
    except CarrierRefused as refused:
        if reference is not None:
            kept, note = reference, _note(refused)
            move = lambda now: fulfilment.label_kept(now, kept, note, _ask_at(parts))  # noqa: E731
    await _move(parts, caller, parcel, job.key, move, state="ending")


def _step(
    action: str, now: ParcelsNow, parcel: Parcel, riders: tuple[Rider, ...], about: dict[str, Any]
) -> Step:
    return Step(action, riders, changed(now, parcel), {"parcel": parcel.number, **about})


async def _labelled(parts: Dispatch, parcel_id: UUID, key: UUID) -> tuple[Parcel, Label | None]:
    """The parcel, and its label if it still is the one that was asked under this key."""
    parcel = await parcel_of_id(parts.database.pool, parcel_id)
    assert parcel is not None, "none is ever deleted"
    label = parcel.label
    return parcel, label if label is not None and label.key == key else None


async def _due(
    parts: Dispatch, job: BuyLabel | CancelLabel, state: LabelState
) -> tuple[Parcel, Label, Carrier] | None:
    """What the job is about, unless it is done."""
    parcel, label = await _labelled(parts, job.parcel_id, job.key)
    if label is None or label.state != state:
        return None
    return parcel, label, carrier_named(parts, label.service)


async def _somebody_ends(parts: Dispatch, job: BuyLabel) -> bool:
    _, label = await _labelled(parts, job.parcel_id, job.key)
    return label is not None and not label.is_asked


async def _created(parts: Dispatch, carrier: Carrier, parcel: Parcel, label: Label) -> Shipment:
    order = await parts.orders.known(parcel.order_id)
    return await answer_of(carrier.create(_request(order, parcel), str(label.key)))


def _request(order: Order, parcel: Parcel) -> ShipmentRequest:
    assert order.address_text is not None, "else no label is asked for"
    address = decode_address(order.address_text)
    return ShipmentRequest(
        order.number,
        parcel.number,
        sum(parcel.lines.values()),
        tuple(lines_of(address)),
        address.country,
        address.phone,
    )


async def _move(
    parts: Dispatch,
    caller: Caller,
    parcel: Parcel,
    key: UUID,
    move: Callable[[Parcel], Rider],
    state: LabelState = "asked",
) -> bool:
    """What became of the label; False if it is not that one, or not so, any more."""

    def make(now: ParcelsNow) -> Step:
        found = next(one for one in now.parcels if one.id == parcel.id)
        if found.label is None or found.label.key != key or found.label.state != state:
            raise LabelThere("Something else was done with the label meanwhile.")
        return _step("parcel.label-answered", now, found, (move(found),), {})

    try:
        await do_step(parts, caller, parcel.order_id, make)
    except LabelThere:
        return False
    except (OrderCancelledAlready, OrderCompletedAlready):
        return False
    return True


def _ask_at(parts: Dispatch) -> datetime:
    return shop_now() + parts.listening.quiet


def _note(refused: CarrierRefused) -> str:
    return str(refused)[:_MAX_NOTE] or "-"
