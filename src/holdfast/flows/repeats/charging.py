"""A kept card pays a repeat order whose owner agreed to that: which card it is, its charge on each
day, and the link that the order waits with when nothing could be charged.

Placing an order leaves the job of charging it, with the id of the one payment that does. From there
it is a payment as any other: stored, asked for, learned, settled.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Final

import structlog
from msgspec.structs import replace

from holdfast import orders, repeats
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import may_be_overtaken, went_through
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    OutcomeUnknown,
    PaymentUnderWay,
    ProviderAway,
    ReservationExpired,
    ReservationNotFound,
    TooBusy,
)
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.payments.cards import is_kept, keep_card
from holdfast.flows.payments.due import to_pay
from holdfast.flows.payments.providers import confirmed
from holdfast.flows.settlement.pay import charge_kept_card
from holdfast.flows.settlement.pay_links import make_pay_link
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import defer
from holdfast.orders import Order
from holdfast.payments import CardNotFound, Payment, SavedCard
from holdfast.people import of_owner
from holdfast.repeats import (
    ChargeRepeat,
    DeclineReason,
    Repeat,
    RepeatCard,
    RepeatOrdered,
    is_off,
    load_repeat,
    repeat_steps_of,
)

__all__ = ["as_agreed", "ask_for_money", "card_agreed", "charge_repeat", "let_card_pay"]

log = structlog.get_logger("holdfast.repeats")

_TRIES: Final = 4
_PATIENCE: Final = timedelta(hours=6)
"""For so long a card is tried to be charged; then its owner gets the link."""
_AGAIN_AFTER: Final = timedelta(days=1)
_MOST_AGAIN: Final = 2
"""So often a card is tried again whose bank said not now, while the order waits for its money."""
_OVER: Final = (AlreadyPaid, OrderCancelledAlready, ReservationExpired, ReservationNotFound)
_MAY_PASS: Final = (ProviderAway, PaymentUnderWay, TooBusy, OutcomeUnknown)


def as_agreed(provider: str, card: SavedCard) -> RepeatCard:
    """As it is kept of a repeat order whose owner agreed that it is charged."""
    return RepeatCard(
        provider,
        card.id,
        card.brand,
        card.last_digits,
        card.expires_month,
        card.expires_year,
    )


async def card_agreed(settler: Settler, order: Order) -> RepeatCard | None:
    """The card that the order was paid with, if its owner agreed that it is charged later. Raises a
    Problem while the provider is away."""
    for payment in reversed(await settler.payments.of_order(order.id)):
        found = await _agreed_by(settler, order, payment) if payment.has_paid else None
        if found is not None:
            return as_agreed(payment.provider, found)
    return None


async def _agreed_by(settler: Settler, order: Order, payment: Payment) -> SavedCard | None:
    asked = await settler.payments.customers.asked(payment.id)
    if asked is None or not asked.unattended or asked.owner != order.owner:
        return None
    return await keep_card(settler, payment)


async def let_card_pay(settler: Settler, caller: Caller, one: Repeat, order: Order) -> None:
    """Of a later order that was paid with one, whose owner agreed then: it pays from now on."""
    if one.is_asked or one.owner != order.owner:
        return
    card = await card_agreed(settler, order)
    if card is None:
        return
    for _ in range(_TRIES):
        if one.is_ended or card == one.card:
            return
        command = caller.command((), repeats.paid_by(one, card), f"repeat-card/{order.id}")
        if went_through(await settler.ledger.commit(command)):
            return
        one = await load_repeat(settler.database.pool, one.id) or one
    raise crowded_out(f"repeat order {one.id} does not change")


async def charge_repeat(settler: Settler, job: ChargeRepeat, caller: Caller) -> None:
    """Charge the card, once however often it is asked; or leave the order with its link. Raises a
    Problem that may pass."""
    order = await settler.orders.get(job.order_id)
    if order is None or order.repeat is None or not order.is_pending:
        return
    for _ in range(_TRIES):
        one = await load_repeat(settler.database.pool, order.repeat.id)
        if one is None or await settler.payments.get(job.payment_id) is not None:
            return  # its account was closed; or it is begun, and looked after as any payment
        if job.again and job.again != len(await _charged(settler, order)):
            return  # tried by another job
        if not await _stands(settler, one, order):
            if not job.again:  # else it waits with its link, which its owner has
                await _take_back(settler, caller, one, order)
            return
        if not await _charge(settler, job, caller, one, order):
            return
    raise crowded_out(f"repeat order {order.repeat.id} does not stand still")


async def _stands(settler: Settler, one: Repeat, order: Order) -> bool:
    """Nobody ended or paused it, or left out the day of that order, since it was ordered."""
    steps = await repeat_steps_of(settler.database.pool, one.id)
    return one.is_active and not is_off(steps, order.id)


async def _take_back(settler: Settler, caller: Caller, one: Repeat, order: Order) -> None:
    """Nobody wants it any more: what it held is free again."""
    by = replace(caller, principal=of_owner(order.owner))
    with suppress(*_OVER):
        if one.reason in ("", "asked"):
            await cancel(settler, by, order_id=order.id, end_repeat=False)
        else:
            await cancel_by_staff(settler, caller, order.id, one.note, end_repeat=False)


async def _charge(
    settler: Settler, job: ChargeRepeat, caller: Caller, one: Repeat, order: Order
) -> bool:
    """Whether to look again, since something was done with it at this moment."""
    if one.card is None:  # its owner wants it otherwise by now
        await wait_with_link(settler, caller, one, order, "other")
        return False
    card, stands = one.card, repeats.charged(one, order.id)
    try:
        await charge_kept_card(
            settler, caller, order, job.payment_id, card.provider, card.id, stands
        )
    except _OVER:
        return False
    except CardNotFound:
        await wait_with_link(settler, caller, one, order, "gone")
    except Problem as refusal:
        now = await load_repeat(settler.database.pool, one.id)
        if isinstance(refusal, PaymentUnderWay) and now is not None and now.rev != one.rev:
            return True
        may_pass = isinstance(refusal, _MAY_PASS)
        tried_since = order.created_at + job.again * _AGAIN_AFTER
        if may_pass and shop_now() - tried_since < _PATIENCE:
            raise
        log.info("a card is not charged", repeat=str(one.id), code=refusal.code)
        why: DeclineReason = "unanswered" if may_pass else "other"
        await wait_with_link(settler, caller, one, order, why)
    return False


async def ask_for_money(settler: Settler, caller: Caller, one: Repeat, order: Order) -> None:
    """Once its card was not charged: its owner gets the link, and is told why. Raises a Problem
    while the provider is away."""
    tried = await _charged(settler, order)
    if not tried or not tried[-1].has_failed:
        return
    why = await _why(settler, one, tried[-1])
    if why == "later" and len(tried) > _MOST_AGAIN:
        why = "declined"
    await wait_with_link(settler, caller, one, order, why)
    if why == "later":
        await _try_again(settler, caller, order, len(tried))


async def _charged(settler: Settler, order: Order) -> list[Payment]:
    return [each for each in await settler.payments.of_order(order.id) if each.unattended]


async def _try_again(settler: Settler, caller: Caller, order: Order, tried: int) -> None:
    """A day later, if nobody has paid by then."""
    job = ChargeRepeat(order.id, new_id(), tried)
    riders = (orders.unchanged(order), defer(job, after=_AGAIN_AFTER.total_seconds()))
    command = caller.command((), riders, f"repeat-again/{order.id}/{tried}")
    may_be_overtaken(await settler.ledger.commit(command))


async def _why(settler: Settler, one: Repeat, payment: Payment) -> DeclineReason:
    """One that is not kept any more is forgotten. Another card may have been chosen since."""
    asked = await settler.payments.customers.asked(payment.id)
    card = None if asked is None else asked.card
    if payment.reference is not None:
        why = (await confirmed(settler, payment)).why or "declined"
        if why != "gone" or card is None:
            return why
        await settler.payments.cards.forget(one.owner, payment.provider, card)
    if card is None or one.card is None or card != one.card.id:
        return "other"
    kept = await is_kept(settler, one.owner, one.card.provider, one.card.id)
    return "other" if kept else "gone"


async def wait_with_link(
    settler: Settler, caller: Caller, one: Repeat, order: Order, why: DeclineReason
) -> None:
    """The order waits to be paid by its link, which its owner gets, once."""
    for _ in range(_TRIES):
        steps = await repeat_steps_of(settler.database.pool, one.id)
        of_order = [step for step in steps if step.order_id == order.id]
        if any(step.what == "declined" for step in of_order):
            return
        day = next((step.due_on for step in of_order if step.due_on is not None), one.due_on)
        try:
            due, _ = await to_pay(settler, order, None)
            link = await make_pay_link(settler, caller, order)
        except _OVER:
            return
        told = RepeatOrdered(
            one.id, day, one.due_on, link.link.id, due, order.currency, link.ends_at, why
        )
        riders = repeats.declined(one, order.id, why, told)
        command = caller.command((), riders, f"repeat-declined/{order.id}/{one.rev}")
        if went_through(await settler.ledger.commit(command)):
            return
        one = await load_repeat(settler.database.pool, one.id) or one
    raise crowded_out(f"repeat order {one.id} does not change")
