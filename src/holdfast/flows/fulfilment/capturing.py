"""What is taken of money that is set aside, by the parcels of its order that have left."""

from typing import Final
from uuid import UUID

from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.payments.holding import take_held
from holdfast.flows.payments.purpose import payment_known
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import sum_of
from holdfast.orders import Order
from holdfast.payments import Payment, TakesParts
from holdfast.pricing import SoldLine, refund_sum

__all__ = ["take_for_parcels", "take_looked_at"]

_ALL_LEFT: Final = ("shipped", "delivered")


async def take_for_parcels(settler: Settler, payment_id: UUID, request: str) -> None:
    """A parcel left, or the order is completed, or was looked at: take what is due of its payment
    by that; nothing of an order that is held. Raises a Problem while the provider is away."""
    payment = await payment_known(settler, payment_id)
    order = await settler.orders.known(payment.subject_id)
    try:
        await must_be_released(settler, order)
    except OrderHeld:
        return
    wanted = await _wanted(settler, order, payment)
    await take_held(settler, settler.database, payment_id, wanted, request)


async def take_looked_at(settler: Settler, order_id: UUID, request: str) -> None:
    """An order was looked at: what was set aside until then is taken, if nothing else is waited
    for."""
    for payment in await settler.payments.of_order(order_id):
        if payment.has_paid and await settler.payments.is_held(payment.id):
            await take_for_parcels(settler, payment.id, request)


async def _wanted(settler: Settler, order: Order, payment: Payment) -> int | None:
    """How much of the payment is to be taken by now; None: all of it."""
    shop = await settler.shop.now()
    if shop.capture_on == "payment" or order.is_completed:
        return None
    now = await parcels_now(settler, order)
    if any(now.awaited.values()):
        return None  # it comes when it comes, and no bank keeps money aside for so long
    come_to, when = sum_of(now.lines, now.parcels), shop.capture_parcels
    if come_to == "unfulfilled":
        return 0
    if come_to in _ALL_LEFT or when == "first":
        return None
    if when == "last":
        return 0
    if not _gives_parts(settler, payment):
        return None
    # What was paid by other ways is here already, and pays for what leaves first; then what was
    # set aside first.
    held = await _held_by_parts(settler, order)
    before = sum(one.amount for one in held if one.id < payment.id)
    here = order.total - sum(one.amount for one in held)
    return min(max(0, _worth(now) - here - before), payment.amount)


async def _held_by_parts(settler: Settler, order: Order) -> list[Payment]:
    """What of the order was set aside, to be taken part by part, whatever is taken by now."""
    paid = paid_with(order, await settler.payments.of_order(order.id))
    return [
        one
        for one in paid
        if _gives_parts(settler, one) and await settler.payments.was_held(one.id)
    ]


def _gives_parts(settler: Settler, payment: Payment) -> bool:
    provider: object = settler.providers.get(payment.provider)
    return isinstance(provider, TakesParts)


def _worth(now: ParcelsNow) -> int:
    """What was paid for all that left, with delivery from the first parcel on."""
    left = [one for one in now.parcels if one.has_left]
    sold = [
        SoldLine(
            item.quantity,
            now.order.paid_for(item),
            returned=min(
                item.quantity, standing.given + sum(one.lines.get(line, 0) for one in left)
            ),
        )
        for line, (item, standing) in enumerate(zip(now.items, now.lines, strict=True))
    ]
    return sum(refund_sum(sold, 0).lines) + (now.order.paid_for_delivery if left else 0)
