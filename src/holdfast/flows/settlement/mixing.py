"""Paying with any mix of what a client has, the rest by a provider. All that is ours is taken in
one command, with the row of the provider's payment; should that one fail, all of it goes back in
one command, too.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.refusals import ReservationExpired, ReservationNotFound, refuse
from holdfast.flows.commit.wallet_settlement import Taken
from holdfast.flows.payments.begin import NewPayment, NotTaken, PaymentBegun, decode_begun
from holdfast.flows.payments.cards import ChosenCard, cards_with, must_be_chosen_here
from holdfast.flows.payments.due import MOST_PARTS, Due, TooManyParts, counting_all, due_of
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.providers import must_answer, must_take, provider_named
from holdfast.flows.payments.receipts import receipt_with
from holdfast.flows.payments.selling import must_sell, ways_to_pay
from holdfast.flows.payments.sources import (
    Drawn,
    Source,
    SourceRefused,
    as_they_are,
    draw,
    taken_from,
)
from holdfast.flows.payments.tries import next_card, nothing_under_way
from holdfast.flows.settlement.held_money import held_money
from holdfast.flows.settlement.pay import as_it_stands, begin_at, must_be_repeated
from holdfast.flows.settlement.sessions import once_read, session_of
from holdfast.flows.settlement.settler import Settler
from holdfast.flows.settlement.together import reserved_paid_at_once
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, Short
from holdfast.orders import Order
from holdfast.payments import CHOSEN_CARD, Payment

__all__ = ["RestNotCovered", "must_fit", "pay_mixed", "rest_not_covered", "taken_with"]

_TRIES: Final = 4 + MOST_PARTS


class RestNotCovered(Problem):
    """More is due than these pay, and nothing was named for the rest; ``rest`` is how much."""

    status = 409
    code = "rest-not-covered"
    title = "Something is left to pay"


class _Rest(Struct, frozen=True):
    """The provider that takes what is left, as its buyer chose it."""

    provider: str | None
    method: str | None
    origin: str
    save_card: bool = False
    back: str | None = None
    charge_later: bool = False
    card_id: str | None = None


async def pay_mixed(
    settler: Settler,
    caller: Caller,
    reservation_id: UUID,
    sources: Sequence[Source],
    provider: str | None = None,
    *,
    method: str | None = None,
    origin: str = "",
    back: str | None = None,
    save_card: bool = False,
    charge_later: bool = False,
    card_id: str | None = None,
) -> PaymentBegun:
    """Pay what is due of a reservation with the ``sources``, in their order, and what is left by
    the ``provider``; from its page buyers come back as in ``begin_payment``. Raises a Problem for
    every refusal: nothing is taken then."""
    rest = _Rest(provider, method, origin, save_card, back, charge_later, card_id)
    try:
        await must_sell(settler)
        for _ in range(_TRIES):
            try:
                begun = await _step(settler, caller, reservation_id, sources, rest)
            except NotTaken:
                begun = None
            if begun is not None:
                return begun
            # Somebody else used some of it just now, paid, or stopped a certificate.
            sources = await as_they_are(settler.database.pool, sources)
    except Problem:
        key = caller.key
        if key is not None and (answer := await answered(settler, key)) is not None:
            return await as_it_stands(settler, decode_begun(answer))
        raise
    raise crowded_out(f"reservation {reservation_id} is not paid")


async def _step(
    settler: Settler, caller: Caller, reservation_id: UUID, sources: Sequence[Source], rest: _Rest
) -> PaymentBegun | None:
    """One try by the order as read; None when it had moved meanwhile."""
    reserved = await settler.held_orders.held(reservation_id)
    if reserved is None or reserved.order.owner != caller.actor:
        raise ReservationNotFound("You have no such reservation.", field="reservationId")
    ends, order = payable_until(reserved), reserved.order
    await nothing_under_way(settler, order)
    due = await due_of(settler, order)
    if order.total and not due.amount:
        return None  # the rest was paid just now
    try:
        return await _pay_due(settler, caller, order, due, ends, sources, rest)
    except (SourceRefused, RestNotCovered):
        if (await due_of(settler, order)).version == due.version:
            raise
        return None  # some of it was paid just now, perhaps with these very sources


async def _pay_due(
    settler: Settler,
    caller: Caller,
    order: Order,
    due: Due,
    ends: datetime,
    sources: Sequence[Source],
    rest: _Rest,
) -> PaymentBegun | None:
    """While so much is due of it."""
    guards = await once_read(settler, order)
    session = await session_of(settler, order)
    drawn = await draw(settler, order, session, sources, due.amount)
    await must_fit(settler, order, drawn)
    left = due.amount - sum(one.amount for one in drawn)
    mix_id = new_id()
    taken = taken_with(settler, order, drawn, due, mix_id)
    if any(one.for_sessions for one in drawn):
        taken = Taken((*guards, *taken.operations), taken.riders)
    if not left:
        paid_by = drawn[-1].payment_id if drawn else mix_id
        return await _at_once(settler, caller, paid_by, taken)
    if rest.provider is None:
        raise rest_not_covered(left, order.currency)
    shop = await settler.shop.now()
    provider = provider_named(settler, rest.provider, ways_to_pay(settler, shop), rest.method)
    must_take(provider, left, order.currency)
    must_be_repeated(order, charge_later=rest.charge_later)
    card = None
    if rest.card_id is not None:
        await must_be_chosen_here(settler, provider, caller.actor, rest.provider, rest.card_id)
        card = ChosenCard(rest.card_id, await next_card(settler, order))
    await must_answer(settler, rest.provider)
    payment = Payment(
        new_id(),
        order.id,
        order.reservation_id,
        rest.provider,
        None,
        left,
        order.currency,
        "pending",
        "part",
        method=rest.method if rest.card_id is None else CHOSEN_CARD,
        return_url=f"{rest.origin}/orders/{order.id}" if rest.back is None else rest.back,
        mix_id=mix_id if drawn else None,
    )
    aside = await held_money(settler, caller, shop, provider, order, payment)
    cards = await cards_with(
        settler, provider, payment, caller.actor, save=rest.save_card,
        charge_later=rest.charge_later, card=card,
    )  # fmt: skip
    receipt = await receipt_with(settler, shop, provider, order, payment, left)
    riders = (*taken.riders, *aside, *cards, *receipt)
    asked = NewPayment(payment, ends, caller, taken.operations, riders)
    return await begin_at(settler, provider, order, asked)


def rest_not_covered(left: int, currency: str) -> RestNotCovered:
    """So much is left, and nothing was named for it."""
    shown = Money(left, currency)
    return RestNotCovered(
        say("{rest} is left to pay. Choose how.", rest=shown), extra={"rest": left}
    )


async def must_fit(settler: Settler, order: Order, drawn: Sequence[Drawn]) -> None:
    """Raises :class:`TooManyParts`: all of an order's parts go back in one command."""
    tries = await settler.payments.of_order(order.id)
    counted = sum(one.is_part and one.is_credited for one in tries)
    if counted + len(drawn) >= MOST_PARTS:
        raise TooManyParts("This order is paid in as many parts as it can be.")


def taken_with(
    settler: Settler, order: Order, drawn: Sequence[Drawn], due: Due, mix_id: UUID
) -> Taken:
    """What takes it all and counts it, as parts of one mix; an order of nothing is paid as it is,
    by a payment of the mix's id."""
    if not order.total:
        return reserved_paid_at_once(order, mix_id)
    if not drawn:
        return Taken((), ())
    counted = counting_all(order, [(one.payment_id, one.amount) for one in drawn], due)
    each = [taken_from(settler, order, one, mix_id) for one in drawn]
    return Taken(
        (*counted.operations, *(operation for one in each for operation in one.operations)),
        (*counted.riders, *(rider for one in each for rider in one.riders)),
    )


async def _at_once(
    settler: Settler, caller: Caller, payment_id: UUID, taken: Taken
) -> PaymentBegun | None:
    """Nothing is left: the order is paid by it."""
    begun = PaymentBegun(payment_id, "succeeded")
    command = caller.keyed(taken.operations, taken.riders, f"pay/{begun.payment_id}", begun)
    outcome = await settler.ledger.commit(command)
    match outcome:
        case Accepted():
            return begun
        case AlreadyDone(answer=answer):
            return stored(answer, PaymentBegun)
        case Expired():
            raise ReservationExpired("The reservation has expired. You were not charged.")
        case Short() | Conflict():
            return None
    raise refuse(outcome)
