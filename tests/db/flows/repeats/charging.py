"""Repeat orders that a kept card pays: a shop that takes cards by a provider's test server, and
what its worker does, by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from holdfast.db.jobs import reader_of
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.payments.resolve import arrived, resolve
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.people import Principal
from holdfast.repeats import ChargeRepeat, Repeat
from holdfast.shop import Every
from tests.db.flows.buying import Goods
from tests.db.flows.repeats.repeating import asked, now_of
from tests.db.flows.stage import select
from tests.support.banks import Bank

__all__ = [
    "agreed", "by_card", "charge", "charging", "paid_there", "settle_payment",
]  # fmt: skip


@asynccontextmanager
async def charging(parts: ShopParts, bank: Bank) -> AsyncIterator[ShopParts]:
    """The same shop, which takes cards by that provider."""
    provider = bank.provider()
    try:
        yield replace(parts, providers={**parts.providers, bank.name: provider})
    finally:
        await provider.close()


async def by_card(
    parts: ShopParts, bank: Bank, buyer: Principal, goods: Goods, *, every: Every = "4w"
) -> Repeat:
    """One that stands, whose buyer agreed that the card of its first order is charged."""
    placed = await asked(parts, buyer, goods, every=every)
    await paid_there(parts, bank, buyer, placed, charge_later=True)
    await follow_repeat(parts, placed.order_id, NOBODY)
    ((found,),) = await select(
        parts, "SELECT id FROM repeat_orders WHERE order_id = $1", placed.order_id
    )
    return await now_of(parts, found)


async def paid_there(
    parts: ShopParts, bank: Bank, buyer: Principal, placed: Placed, *, charge_later: bool
) -> None:
    """On its page, with a card that is typed there."""
    begun = await begin_payment(
        parts, Caller(buyer), placed.reservation_id, bank.name, origin="https://shop.example",
        charge_later=charge_later,
    )  # fmt: skip
    assert begun.next_action is not None and begun.next_action.redirect_url is not None
    assert bank.server.visit(begun.next_action.redirect_url.rpartition("/")[2], "pay")
    await arrived(ForOrders(parts), begun.payment_id)


async def agreed(parts: ShopParts, order_id: UUID) -> list[ChargeRepeat]:
    """The jobs of charging that order."""
    rows = await select(parts, "SELECT payload FROM jobs WHERE queue = 'charge-repeat' ORDER BY id")
    jobs = [reader_of(ChargeRepeat)(row[0]).payload for row in rows]
    return [job for job in jobs if job.order_id == order_id]


async def charge(parts: ShopParts, order_id: UUID) -> UUID:
    """The last of its jobs, and what follows from that, as the worker does it; the payment."""
    job = (await agreed(parts, order_id))[-1]
    await charge_repeat(parts, job, NOBODY)
    payment = await parts.payments.get(job.payment_id)
    if payment is not None:
        await settle_payment(parts, job.payment_id)
    await follow_repeat(parts, order_id, NOBODY)
    return job.payment_id


async def settle_payment(parts: ShopParts, payment_id: UUID) -> None:
    """What its success brings."""
    payment = await parts.payments.get(payment_id)
    assert payment is not None
    if payment.is_authorized:
        await resolve(ForOrders(parts), payment_id)
    elif payment.has_succeeded:
        await ForOrders(parts).succeeded(payment, NOBODY)
