"""The second receipt of what was paid before it was handed over, as 54-FZ wants it: of goods when
their parcel leaves or was picked up, of a booking, its deposit and the rest alike, when it took
place, of all of an order when it is completed."""

from uuid import UUID

import structlog

from holdfast.booking.bookings import booking_of, due_for
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.purpose import payment_known
from holdfast.flows.payments.receipt_parts import (
    Handover,
    receipt_of_handover,
    sent_by_itself,
)
from holdfast.flows.settlement.settler import Settler
from holdfast.orders import Order, load_items
from holdfast.payments import Payment, ProviderRefused, Receipt, SendsReceipts, sends_receipts

__all__ = ["hand_over"]

log = structlog.get_logger("holdfast.payments")


async def hand_over(settler: Settler, payment_id: UUID) -> None:
    """Have a receipt made of all that is handed over and has none, once the money is here. What is
    refused waits for a person. Raises a Problem while the provider is away."""
    payment = await payment_known(settler, payment_id)
    provider = provider_named(settler, payment.provider)
    said = await settler.payments.receipts.of(payment.id)
    if said is None or not (payment.has_paid and sends_receipts(provider)):
        return
    if await settler.payments.is_untaken(payment.id):
        return  # its receipt is made as it is taken, and this one after that
    order = await settler.orders.get(payment.subject_id)
    if order is None:
        return  # money in a wallet: nobody knows for what
    due = await _due(settler, order, said)
    while (handed := await receipt_of_handover(settler.database, payment, due)) is not None:
        await _send(settler, provider, payment, handed)


async def _due(settler: Settler, order: Order, said: Receipt) -> list[int]:
    """How much of each line of the receipt the buyer has: the order's own lines come first, then
    delivery, which is there with the first parcel, then what else it is for."""
    pool = settler.database.pool
    items = (await load_items(pool, [order.id]))[order.id]
    left, by_parcel = [0] * len(items), False
    if items and not order.is_completed:
        now = await parcels_now(settler, order)
        left = [one.given for one in now.lines]
        for parcel in now.parcels:
            # What is ready to be picked up is not its buyer's yet.
            waits = order.pickup and not parcel.carrier and not parcel.is_delivered
            for line, units in parcel.lines.items() if parcel.has_left and not waits else ():
                left[line] += units
                by_parcel = True
    due = []
    for place, amount in enumerate(said.amounts):
        if place < len(items):
            has = items[place].quantity if order.is_completed else left[place]
            due.append(amount * min(has, items[place].quantity) // items[place].quantity)
        elif place == len(items) and order.paid_for_delivery:
            due.append(amount if order.is_completed or by_parcel else 0)
        else:
            due.append(amount if await _took_place(settler, order) else 0)
    return due


async def _took_place(settler: Settler, order: Order) -> bool:
    """Hours of a package are used one by one, and certificates buy what nobody knows yet."""
    pool = settler.database.pool
    if order.booking_id is None:  # what was left of its price, or what another time costs more
        due = await due_for(pool, order.id)
        booking = None if due is None else await booking_of(pool, due.booking_id)
    else:
        booking = await booking_of(pool, order.booking_id) if order.is_completed else None
    return booking is not None and booking.is_completed


async def _send(
    settler: Settler, provider: SendsReceipts, payment: Payment, handed: Handover
) -> None:
    assert payment.reference is not None, "it was paid there"
    receipts = settler.payments.receipts
    try:
        call = provider.hand_over(payment.reference, handed.key, handed.receipt, handed.before)
        reference = await ask(settler, payment.provider, call)
    except ProviderRefused as refused:
        log.warning("the receipt of what was handed over is refused", error=str(refused))
        await receipts.note(payment.id, handed.key, "canceled")
        return
    await sent_by_itself(settler.database, payment, handed.key, reference)
