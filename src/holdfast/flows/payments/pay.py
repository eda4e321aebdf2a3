"""Paying: begin a payment at a provider. What became of it is ``confirm``'s to find out, and what
was left undecided ``resolve``'s.
"""

from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast import orders, payments
from holdfast.flows.commit.idempotency import Key, answered
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import (
    ProviderAway,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
    refuse,
)
from holdfast.flows.payments.learn import RESOLVE_AFTER, arrivals, learn
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.providers import begun, provider_named
from holdfast.flows.payments.selling import ways_to_pay
from holdfast.flows.payments.tries import is_only_try, manual_of
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
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
    MANUAL,
    SCENARIOS,
    Charge,
    ChargeRequest,
    ChargeStatus,
    Payment,
    PaymentProvider,
    ResolvePayment,
)
from holdfast.people import Principal

__all__ = ["PaymentBegun", "begin_payment"]


class PaymentBegun(Struct, frozen=True):
    """A payment and what the provider says of it so far: pending, succeeded or failed."""

    payment_id: UUID
    status: ChargeStatus


class _Asked(Struct, frozen=True):
    """Who is to be paid what by whom, and the request that asks for it."""

    order: Order
    provider_name: str
    provider: PaymentProvider
    charge: ChargeRequest
    key: Key | None
    request: str


_TRIES: Final = 4
_encode = msgspec.json.Encoder().encode
_decode_begun = msgspec.json.Decoder(PaymentBegun).decode


async def begin_payment(
    platform: Platform,
    principal: Principal,
    reservation_id: UUID,
    provider_name: str,
    *,
    scenario: str | None = None,
    key: Key | None = None,
    request: str = "",
) -> PaymentBegun:
    """Begin to pay for a reservation. Raises a Problem for every refusal.

    A payment that fails at once releases the reservation (specification A: what is not paid for
    goes back on sale), unless another payment for it is under way, or the shop keeps it held. One
    whose provider does not answer is pending: it may exist there, and a job goes on asking. One by
    hand is pending until staff decide, and the reservation lasts as long as the shop says.
    """
    shop = await platform.shop.now()
    provider = provider_named(platform, provider_name, ways_to_pay(platform, shop))
    if scenario is not None and scenario not in SCENARIOS:
        raise ScenarioUnknown(
            say("Use one of: {scenarios}.", scenarios=", ".join(sorted(SCENARIOS))),
            field="scenario",
        )
    reserved = await platform.purchases.reserved(reservation_id)
    if reserved is None or reserved.order.owner != principal.id:
        raise ReservationNotFound("You have no such reservation.", field="reservationId")
    order = reserved.order
    try:
        ends = payable_until(reserved)
    except Problem:
        # Paid or over by now, but what this key was answered with stands.
        if key is not None and (answer := await answered(platform, key)) is not None:
            return await _as_it_stands(platform, _decode_begun(answer))
        raise
    charge = ChargeRequest(reservation_id, order.total, order.currency, ends, scenario)
    asked = _Asked(order, provider_name, provider, charge, key, request)
    if provider_name == MANUAL:
        return await _by_hand(platform, asked, shop.manual_hold_seconds)
    begin = _in_one_step if provider.stateless else _stored_first
    return await begin(platform, asked)


async def _as_it_stands(platform: Platform, begun: PaymentBegun) -> PaymentBegun:
    """What to say of a payment that this key began: what it came to, if it was pending then."""
    if begun.status != "pending":
        return begun
    payment = await platform.payments.get(begun.payment_id)
    return begun if payment is None else _told(payment)


def _told(payment: Payment) -> PaymentBegun:
    """A payment that is being given back did succeed."""
    if payment.status == "pending" or payment.status == "failed":
        return PaymentBegun(payment.id, payment.status)
    return PaymentBegun(payment.id, "succeeded")


def _payment(
    asked: _Asked, payment_id: UUID, charge: Charge | None, status: ChargeStatus
) -> Payment:
    return Payment(
        payment_id,
        asked.order.id,
        asked.charge.reservation_id,
        asked.provider_name,
        None if charge is None else charge.reference,
        asked.charge.amount,
        asked.charge.currency,
        status,
    )


# --- a provider that keeps payments ---------------------------------------------------------


async def _stored_first(platform: Platform, asked: _Asked) -> PaymentBegun:
    """Store the payment, ask the provider, keep its answer. Killed in between, ``resolve`` goes
    on from what is stored; the same key goes on from there, too."""
    payment = _payment(asked, new_id(), None, "pending")
    job = defer(ResolvePayment(payment.id), asked.request, after=RESOLVE_AFTER)
    stored = await platform.ledger.commit(_command(asked, payment, (job,)))
    match stored:
        case Accepted():
            pass
        case AlreadyDone(answer=answer):
            known = await platform.payments.get(_decode_begun(answer).payment_id)
            if known is None:
                raise LookupError(f"the payment of {answer} is gone")
            if known.reference is not None or known.status != "pending":
                return _told(known)
            payment = known
        case _:
            raise refuse(stored)
    try:
        charge = await begun(asked.provider, asked.charge, payment.id)
    except ProviderAway:
        return _told(payment)
    return _told(await learn(platform, asked.order, payment, charge, asked.request))


# --- a provider that keeps nothing ----------------------------------------------------------


async def _by_hand(platform: Platform, asked: _Asked, seconds: float) -> PaymentBegun:
    """Wait for staff, with the hold extended, which is possible once. Who has chosen this before
    is told of that payment."""
    extend = True
    for _ in range(_TRIES):
        tries = await platform.payments.of_order(asked.order.id)
        waiting = manual_of(asked.order, tries)
        if waiting is not None:
            return _told(waiting)
        payment_id = new_id()
        charge = await begun(asked.provider, asked.charge, payment_id)
        if charge is None or charge.status != "pending":  # there is nothing to pay
            return await _in_one_step(platform, asked)
        payment = _payment(asked, payment_id, charge, "pending")
        # Whatever else becomes of the order, this payment is called off some time after.
        job = defer(ResolvePayment(payment.id), asked.request, after=seconds + 60)
        longer = (Extend(asked.charge.reservation_id, seconds),) if extend else ()
        outcome = await platform.ledger.commit(_command(asked, payment, (job,), longer))
        match outcome:
            case Accepted():
                return _told(payment)
            case AlreadyDone(answer=answer):
                return await _as_it_stands(platform, _decode_begun(answer))
            case Conflict(found="extended"):
                extend = False
            case Expired() | Conflict():
                raise ReservationExpired("The reservation has ended. You were not charged.")
            case _:
                raise refuse(outcome)
    raise RuntimeError(f"order {asked.order.id} is not to be paid by hand")


async def _in_one_step(platform: Platform, asked: _Asked) -> PaymentBegun:
    """Ask, then store the payment with the answer: nothing exists there that could be lost."""
    payment_id = new_id()
    charge = await begun(asked.provider, asked.charge, payment_id)
    payment = _payment(asked, payment_id, charge, "failed" if charge is None else charge.status)
    riders: list[Rider] = []
    operations: tuple[Operation, ...] = ()
    if payment.status == "failed":
        keeps = (await platform.shop.now()).decline_keeps_hold
        if not keeps and await is_only_try(platform, payment):
            operations = (Release(asked.order.reservation_id),)
            riders.extend(orders.cancelled(asked.order.id, "unpaid", asked.request))
    if charge is not None:
        riders.extend(arrivals(payment, charge, asked.request))
    outcome = await platform.ledger.commit(_command(asked, payment, tuple(riders), operations))
    match outcome:
        case Accepted():
            return _told(payment)
        case AlreadyDone(answer=answer):
            return _decode_begun(answer)
        case Expired() | Conflict():  # a declined payment came too late to release anything
            raise ReservationExpired("The reservation has ended. You were not charged.")
    raise refuse(outcome)


def _command(
    asked: _Asked,
    payment: Payment,
    riders: tuple[Rider, ...],
    operations: tuple[Operation, ...] = (),
) -> Command:
    """The payment as begun."""
    key = asked.key
    return Command(
        operations,
        (*payments.begun(payment, asked.request), *riders),
        # Without the client's key one of our own: its record settles a doubt at COMMIT, since a
        # payment that only begins leaves no entry in the journal.
        key=key.text if key is not None else f"pay/{payment.id}",
        digest=key.digest if key is not None else b"",
        answer=_encode(_told(payment)).decode(),
        actor=asked.order.owner,
        request=asked.request,
    )
