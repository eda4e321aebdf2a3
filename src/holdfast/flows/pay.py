"""Paying: begin a payment at a provider. What became of it is ``confirm``'s to find out."""

from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.flows.events import (
    EVENTS,
    PaymentSucceeded,
    event_row,
)
from holdfast.flows.idempotency import Key, answered
from holdfast.flows.jobs import LATER_JOBS, later_job_row
from holdfast.flows.platform import Platform
from holdfast.flows.providers import ask, provider_named
from holdfast.flows.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
    refuse,
)
from holdfast.flows.unpaid import failed, is_only_try, unpaid
from holdfast.kit import Problem, new_id, utc_now
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    Insert,
    Operation,
    Release,
    Rider,
)
from holdfast.orders import Order
from holdfast.payments import (
    PAYMENTS,
    SCENARIOS,
    Charge,
    ChargeRequest,
    Payment,
)
from holdfast.people import Principal

__all__ = ["PaymentBegun", "begin_payment"]


class PaymentBegun(Struct, frozen=True):
    """A payment and what the provider says of it so far: pending, succeeded or failed."""

    payment_id: UUID
    status: str


_encode = msgspec.json.Encoder().encode
_decode_begun = msgspec.json.Decoder(PaymentBegun).decode


# --- beginning ------------------------------------------------------------------------------


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
    goes back on sale), unless another payment for it is under way.
    """
    provider = provider_named(platform, provider_name)
    if scenario is not None and scenario not in SCENARIOS:
        raise ScenarioUnknown(f"Scenarios are {', '.join(sorted(SCENARIOS))}.", field="scenario")
    order = await platform.orders.of_hold(reservation_id)
    if order is None or order.owner != principal.id:
        raise ReservationNotFound("There is no such reservation of yours.", field="reservationId")
    try:
        left = await _time_left(platform, order)
    except Problem:
        # Paid or over by now, but what this key was answered with stands.
        if key is not None and (answer := await answered(platform, key)) is not None:
            return _decode_begun(answer)
        raise
    payment_id = new_id()
    charge = await ask(
        provider.create(
            ChargeRequest(reservation_id, order.total, order.currency, left, scenario),
            key.text if key is not None else str(payment_id),
        )
    )
    begun = PaymentBegun(payment_id, charge.status)
    payment = Payment(
        payment_id,
        order.id,
        reservation_id,
        provider_name,
        charge.reference,
        order.total,
        order.currency,
        charge.status,
    )
    drop = charge.status == "failed" and await is_only_try(platform, payment)
    outcome = await platform.ledger.commit(
        _begin_command(order, payment, charge, begun, key, request, drop=drop)
    )
    match outcome:
        case Accepted():
            return begun
        case AlreadyDone(answer=answer):
            return _decode_begun(answer)
        case Expired() | Conflict():  # a declined payment came too late to release anything
            raise ReservationExpired("The reservation is over; nothing was charged.")
    raise refuse(outcome)


async def _time_left(platform: Platform, order: Order) -> float:
    """Seconds the order's hold still runs; a Problem if it cannot be paid for any more."""
    if order.status == "cancelled":
        if order.reason == "expired":
            raise ReservationExpired("The reservation ran out; nothing was charged.")
        raise OrderCancelledAlready("The order is cancelled; nothing was charged.")
    if order.status != "pending":
        raise AlreadyPaid("The order is paid for already; nothing was charged.")
    hold = await platform.reader.hold(order.hold_id)
    left = 0.0 if hold is None else (hold.expires_at - utc_now()).total_seconds()
    if left <= 0:
        raise ReservationExpired("The reservation ran out; nothing was charged.")
    return left


def _begin_command(
    order: Order,
    payment: Payment,
    charge: Charge,
    begun: PaymentBegun,
    key: Key | None,
    request: str,
    *,
    drop: bool,
) -> Command:
    """The payment as begun; with ``drop`` what was to be paid for is released."""
    operations: tuple[Operation, ...] = ()
    riders: list[Rider] = [
        Insert(
            PAYMENTS,
            (
                (
                    payment.id,
                    payment.order_id,
                    payment.hold_id,
                    payment.provider,
                    payment.reference,
                    payment.amount,
                    payment.currency,
                    payment.status,
                ),
            ),
        )
    ]
    if charge.status == "succeeded":
        riders.append(Insert(EVENTS, (_succeeded(payment, request),)))
    elif charge.status == "failed":
        riders.append(Insert(EVENTS, (failed(payment, request),)))
    if drop:
        operations = (Release(order.hold_id),)
        riders.extend(unpaid(order, request))
    news = tuple(
        later_job_row("payment-arrives", {"paymentId": str(payment.id)}, delay, request)
        for delay in charge.news_in
    )
    if news:
        riders.append(Insert(LATER_JOBS, news))
    return Command(
        operations,
        tuple(riders),
        # Without the client's key one of our own: its record settles a doubt at COMMIT, since a
        # payment that only begins leaves no entry in the journal.
        key=key.text if key is not None else f"pay/{payment.id}",
        digest=key.digest if key is not None else b"",
        answer=_encode(begun).decode(),
        actor=order.owner,
        request=request,
    )


def _succeeded(payment: Payment, request: str) -> tuple[object, ...]:
    fact = PaymentSucceeded(
        payment.order_id, payment.hold_id, payment.provider, payment.amount, payment.currency
    )
    return event_row(fact, payment.id, request)
