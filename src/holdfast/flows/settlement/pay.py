"""Paying for an order: by what its buyer chose, while its reservation lasts. What became of it is
``confirm``'s to find out, and what was left undecided ``resolve``'s.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast import orders, payments
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered
from holdfast.flows.commit.refusals import (
    PaymentUnderWay,
    ReservationExpired,
    ReservationNotFound,
    refuse,
)
from holdfast.flows.payments.begin import (
    RESOLVE_AFTER,
    NewPayment,
    NotTaken,
    PaymentBegun,
    as_begun,
    begin_command,
    decode_begun,
    not_taken,
    stored_first,
)
from holdfast.flows.payments.cards import ChosenCard, cards_with, must_be_chosen_here, must_be_kept
from holdfast.flows.payments.due import to_pay
from holdfast.flows.payments.learn import arrivals
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.providers import begun, must_answer, must_take, provider_named
from holdfast.flows.payments.receipts import receipt_with
from holdfast.flows.payments.selling import ways_to_pay
from holdfast.flows.payments.tries import (
    is_only_try,
    manual_of,
    next_card,
    nothing_under_way,
    of_parts,
)
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.held_money import held_money
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Expired,
    Extend,
    Operation,
    Release,
    Rider,
    defer,
)
from holdfast.orders import Order
from holdfast.payments import (
    CHOSEN_CARD,
    KEPT_CARD,
    Charge,
    NotChargedLater,
    Payment,
    PaymentProvider,
    ResolvePayment,
)

__all__ = ["as_it_stands", "begin_at", "begin_payment", "charge_kept_card", "must_be_repeated"]

_TRIES: Final = 4


async def begin_payment(
    settler: Settler,
    caller: Caller,
    reservation_id: UUID,
    provider_name: str,
    *,
    amount: int | None = None,
    method: str | None = None,
    origin: str = "",
    back: str | None = None,
    save_card: bool = False,
    charge_later: bool = False,
    card_id: str | None = None,
) -> PaymentBegun:
    """Begin to pay for a reservation, or ``amount`` of what is due of it. Raises a Problem for
    every refusal.

    A payment that fails at once releases the reservation (specification A: what is not paid for
    goes back on sale), unless another payment for it is under way, or the shop keeps it held. One
    whose provider does not answer is pending: it may exist there, and a job goes on asking. One by
    hand is pending until staff decide, and the reservation lasts as long as the shop says.
    ``origin`` is where the buyer's pages are: from the provider's they come back to the order's,
    or to ``back``.
    ``save_card``: they ask the provider to keep the card; ``charge_later``: and agree that it is
    charged on each day of the repeat order that the order is of. ``card_id``: one of their kept
    cards pays, without the provider's page; one that is declined leaves the order as it is.
    """
    shop = await settler.shop.now()
    provider = provider_named(settler, provider_name, ways_to_pay(settler, shop), method)
    reserved = await settler.held_orders.held(reservation_id)
    if reserved is None or reserved.order.owner != caller.actor:
        raise ReservationNotFound("You have no such reservation.", field="reservationId")
    order, card = reserved.order, None
    try:
        ends = payable_until(reserved)
        amount, due = await to_pay(settler, order, amount)
        must_take(provider, amount, order.currency)
        must_be_repeated(order, charge_later=charge_later)
        if card_id is not None:
            await must_be_chosen_here(settler, provider, caller.actor, provider_name, card_id)
            card = ChosenCard(card_id, await next_card(settler, order))
        await must_answer(settler, provider_name)
    except Problem as refusal:
        return await _as_answered(settler, caller, refusal)
    payment = Payment(
        new_id(),
        order.id,
        reservation_id,
        provider_name,
        None,
        amount,
        order.currency,
        "pending",
        "order" if due is None else "part",
        method=method if card_id is None else CHOSEN_CARD,
        return_url=f"{origin}/orders/{order.id}" if back is None else back,
    )
    cards: tuple[Rider, ...] = ()
    if caller.principal.kind != "guest":  # who only has a link is offered nobody's kept cards
        cards = await cards_with(
            settler, provider, payment, caller.actor, save=save_card, charge_later=charge_later,
            card=card,
        )  # fmt: skip
    due_now = amount if due is None else due.amount
    asked = await _asked(settler, caller, provider, order, payment, ends, due_now, cards)
    try:
        return await begin_at(settler, provider, order, asked)
    except NotTaken:
        return await _as_answered(settler, caller, await _overtaken(settler, order))


async def _as_answered(settler: Settler, caller: Caller, refusal: Problem) -> PaymentBegun:
    """Paid, in part or whole, or over by now, but what this key was answered with stands. Raises
    the refusal else."""
    key = caller.key
    if key is not None and (answer := await answered(settler, key)) is not None:
        return await as_it_stands(settler, decode_begun(answer))
    raise refusal


async def _overtaken(settler: Settler, order: Order) -> Problem:
    """Why no kept card was charged: the order has moved, or another one is at that moment."""
    reserved = await settler.held_orders.held(order.reservation_id)
    try:
        if reserved is not None:
            payable_until(reserved)
    except Problem as refusal:
        return refusal
    return PaymentUnderWay("A payment for this order is in progress. Wait for its result.")


def must_be_repeated(order: Order, *, charge_later: bool) -> None:
    """Raises :class:`NotChargedLater` where a card is to be charged later for an order that is of
    no repeat order."""
    if charge_later and order.repeat is None:
        raise NotChargedLater("This order is not repeated.", field="chargeLater")


async def _asked(
    settler: Settler,
    caller: Caller,
    provider: PaymentProvider,
    order: Order,
    payment: Payment,
    ends: datetime,
    due: int,
    cards: tuple[Rider, ...],
) -> NewPayment:
    """The payment, with what is noted as it begins."""
    shop = await settler.shop.now()
    aside = await held_money(settler, caller, shop, provider, order, payment)
    receipt = await receipt_with(settler, shop, provider, order, payment, due)
    waits = (orders.unchanged(order),) if payment.by_kept_card else ()
    return NewPayment(payment, ends, caller, riders=(*waits, *aside, *cards, *receipt))


async def charge_kept_card(
    settler: Settler,
    caller: Caller,
    order: Order,
    payment_id: UUID,
    provider_name: str,
    card: str,
    stands: tuple[Rider, ...],
) -> PaymentBegun:
    """Charge a card that the order's owner keeps there, who agreed and is not here: once for each
    ``payment_id``, if what they agreed to ``stands`` at that moment. One that fails leaves the
    order as it is. Raises a Problem for every refusal, before anything is begun."""
    shop = await settler.shop.now()
    provider = provider_named(settler, provider_name, ways_to_pay(settler, shop))
    reserved = await settler.held_orders.held(order.reservation_id)
    if reserved is None:
        raise ReservationNotFound("There is no such reservation.")
    ends = payable_until(reserved)
    await must_be_kept(settler, order.owner, provider_name, card)
    await nothing_under_way(settler, order)
    chosen = ChosenCard(card, await next_card(settler, order))
    amount, due = await to_pay(settler, order, None)
    must_take(provider, amount, order.currency)
    await must_answer(settler, provider_name)
    payment = Payment(
        payment_id,
        order.id,
        order.reservation_id,
        provider_name,
        None,
        amount,
        order.currency,
        "pending",
        "order" if due is None else "part",
        method=KEPT_CARD,
    )
    cards = await cards_with(settler, provider, payment, order.owner, save=False, card=chosen)
    asked = await _asked(settler, caller, provider, order, payment, ends, amount, (*cards, *stands))
    try:
        return await stored_first(ForOrders(settler), asked)
    except NotTaken:
        raise await _overtaken(settler, order) from None


async def begin_at(
    settler: Settler, provider: PaymentProvider, order: Order, asked: NewPayment
) -> PaymentBegun:
    """As the payment's provider needs it. Raises :class:`NotTaken` where something was to be taken
    with it, and could not be."""
    if asked.payment.by_hand:
        seconds = (await settler.shop.now()).manual_hold_seconds
        return await _by_hand(settler, order, asked, seconds)
    if provider.stateless:
        return await _in_one_step(settler, order, asked)
    return await stored_first(ForOrders(settler), asked)


async def as_it_stands(settler: Settler, begun: PaymentBegun) -> PaymentBegun:
    """What to say of a payment that this key began: what it came to, if it was pending then."""
    if begun.status != "pending":
        return begun
    payment = await settler.payments.get(begun.payment_id)
    return begun if payment is None else as_begun(payment)


# --- a provider that keeps nothing ----------------------------------------------------------


async def _charged(settler: Settler, asked: NewPayment, payment: Payment) -> Charge | None:
    return await begun(settler, payment, asked.until)


async def _by_hand(
    settler: Settler, order: Order, asked: NewPayment, seconds: float
) -> PaymentBegun:
    """Wait for staff, with the hold extended, which is possible once. Who has chosen this before
    is told of that payment."""
    extend = True
    for _ in range(_TRIES):
        waiting = manual_of(order, await settler.payments.of_order(order.id))
        if waiting is not None:
            return as_begun(waiting)
        payment = replace(asked.payment, id=new_id())
        charge = await _charged(settler, asked, payment)
        if charge is None or charge.status != "pending":  # there is nothing to pay
            return await _in_one_step(settler, order, asked)
        payment = replace(payment, reference=charge.reference)
        # Whatever else becomes of the order, this payment is called off some time after.
        job = defer(ResolvePayment(payment.id), after=seconds + 60)
        longer = (Extend(order.reservation_id, seconds),) if extend else ()
        outcome = await settler.ledger.commit(begin_command(asked, payment, (job,), longer))
        match outcome:
            case Accepted():
                return as_begun(payment)
            case AlreadyDone(answer=answer):
                return await as_it_stands(settler, decode_begun(answer))
            case Conflict(found="extended"):
                extend = False
            case Expired() | Conflict() if not asked.operations:
                raise ReservationExpired("The reservation has ended. You were not charged.")
            case _:
                raise not_taken(asked, outcome) or refuse(outcome)
    raise crowded_out(f"order {order.id} is not to be paid by hand")


async def _in_one_step(settler: Settler, order: Order, asked: NewPayment) -> PaymentBegun:
    """Ask, then store the payment with the answer: nothing exists there that could be lost."""
    charge = await _charged(settler, asked, asked.payment)
    payment = replace(asked.payment, status="failed")
    riders: tuple[Rider, ...] = ()
    operations: tuple[Operation, ...] = ()
    if charge is not None:
        payment = payments.as_answered(asked.payment, charge)
        riders = arrivals(payment, charge)
        if payment.is_authorized:
            riders += (defer(ResolvePayment(payment.id), after=RESOLVE_AFTER),)
    if payment.has_failed:
        keeps = (await settler.shop.now()).decline_keeps_hold
        keeps = keeps or of_parts(order, payment)
        if not keeps and await is_only_try(settler, payment):
            operations = (Release(order.reservation_id),)
            riders = (*order_moves.cancelled(order.id, order.booking_id, "unpaid"), *riders)
    outcome = await settler.ledger.commit(begin_command(asked, payment, riders, operations))
    match outcome:
        case Accepted():
            return as_begun(payment)
        case AlreadyDone(answer=answer):
            return decode_begun(answer)
        case Expired() | Conflict() if payment.has_failed or not asked.operations:
            # A declined payment came too late to release anything.
            raise ReservationExpired("The reservation has ended. You were not charged.")
    raise not_taken(asked, outcome) or refuse(outcome)
