"""Paying: begin a payment at a provider, and take its word for what became of it.

The provider is always asked before any transaction. Its yes settles the order (``settle``); its
no releases the hold at once, so that what was not paid for is on sale again.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.events import (
    EVENTS,
    OrderCancelled,
    PaymentFailed,
    PaymentSucceeded,
    event_row,
)
from holdfast.flows.idempotency import Key, answered
from holdfast.flows.jobs import LATER_JOBS, later_job_row
from holdfast.flows.platform import Platform
from holdfast.flows.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    PaymentFailedProblem,
    PaymentNotFound,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
    refuse,
)
from holdfast.flows.settle import Settled, settle
from holdfast.kit import Problem, new_id, utc_now
from holdfast.ledger import (
    NOW,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Expired,
    Insert,
    Operation,
    Release,
    Rider,
    Transition,
)
from holdfast.orders import ORDER_STATES, Order
from holdfast.payments import (
    PAYMENT_STATES,
    PAYMENTS,
    SCENARIOS,
    Charge,
    ChargeRequest,
    Payment,
    PaymentProvider,
    ProviderUnavailable,
)
from holdfast.people import Principal

__all__ = ["Confirmed", "PaymentBegun", "arrived", "begin_payment", "confirm_order"]

Result = TypeVar("Result")

PROVIDER_SECONDS = 8.0  # how long a provider may take to answer


class PaymentBegun(Struct, frozen=True):
    """A payment and what the provider says of it so far: pending, succeeded or failed."""

    payment_id: UUID
    status: str


class Confirmed(Struct, frozen=True):
    """What became of an order whose payment was reported: paid, pending or refunding."""

    order_id: UUID
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
    goes back on sale).
    """
    provider = _provider(platform, provider_name)
    if scenario is not None and scenario not in SCENARIOS:
        raise ScenarioUnknown(f"Scenarios are {', '.join(sorted(SCENARIOS))}.", field="scenario")
    if key is not None and (answer := await answered(platform, key)) is not None:
        return _decode_begun(answer)
    order = await platform.orders.of_hold(reservation_id)
    if order is None or order.owner != principal.id:
        raise ReservationNotFound("There is no such reservation of yours.", field="reservationId")
    left = await _time_left(platform, order)
    payment_id = new_id()
    charge = await _ask(
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
    outcome = await platform.ledger.commit(
        _begin_command(order, payment, charge, begun, key, request)
    )
    match outcome:
        case Accepted():
            return begun
        case AlreadyDone(answer=answer):
            return _decode_begun(answer)
        case Expired() | Conflict():  # a declined payment came too late to release anything
            raise ReservationExpired("The reservation is over; nothing was charged.")
    raise refuse(outcome)


def _provider(platform: Platform, name: str) -> PaymentProvider:
    provider = platform.providers.get(name)
    if provider is None:
        raise ProviderUnknown(f"This shop does not take payments by {name}.", field="provider")
    return provider


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
) -> Command:
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
        operations = (Release(order.hold_id),)
        riders.extend(_unpaid(order, payment, request))
    news = tuple(
        later_job_row("payment-arrives", {"paymentId": str(payment.id)}, delay, request)
        for delay in charge.news_in
    )
    if news:
        riders.append(Insert(LATER_JOBS, news))
    return Command(
        operations,
        tuple(riders),
        key=key.text if key is not None else None,
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


def _unpaid(order: Order, payment: Payment, request: str) -> tuple[Rider, ...]:
    """The order is off because it was not paid for."""
    failed = PaymentFailed(
        order.id, payment.hold_id, payment.provider, payment.amount, payment.currency
    )
    return (
        Transition(
            ORDER_STATES,
            order.id,
            ("pending",),
            "cancelled",
            (("reason", "unpaid"), ("cancelled_at", NOW)),
        ),
        Insert(
            EVENTS,
            (
                event_row(failed, payment.id, request),
                event_row(OrderCancelled("unpaid"), order.id, request),
            ),
        ),
    )


# --- what became of it ----------------------------------------------------------------------


async def confirm_order(
    platform: Platform,
    principal: Principal,
    reservation_id: UUID,
    payment_id: UUID,
    *,
    request: str = "",
) -> Confirmed:
    """The buyer says it is paid: ask the provider, and settle. Raises a Problem for refusals.

    Repeating is safe at any time: the same payment settles the same order once.
    """
    payment = await platform.payments.get(payment_id)
    if payment is None or payment.hold_id != reservation_id:
        raise PaymentNotFound("There is no such payment for this reservation.", field="paymentId")
    order = await platform.orders.of_hold(reservation_id)
    if order is None or order.owner != principal.id:
        raise PaymentNotFound("There is no such payment for this reservation.", field="paymentId")
    charge = await _confirmed(platform, payment)
    if charge.status == "pending":
        return Confirmed(order.id, "pending")
    if charge.status == "failed":
        await _drop(platform, order, payment, request)
        raise PaymentFailedProblem("The payment was declined; nothing was charged.")
    settled = await settle(platform, payment, request=request)
    if settled.end == "refunding":
        raise await _too_late(platform, order.id)
    return Confirmed(order.id, "paid")


async def _too_late(platform: Platform, order_id: UUID) -> Problem:
    """What to tell a buyer whose money goes back."""
    extra = {"orderId": str(order_id), "refund": "begun"}
    order = await platform.orders.get(order_id)
    if order is not None and order.status in ("paid", "completed"):
        return AlreadyPaid(
            "The order was paid by another payment. This one is on its way back to you.",
            extra=extra,
        )
    if order is not None and order.reason != "expired":
        return OrderCancelledAlready(
            "The order was cancelled before the payment came. Your money is on its way back.",
            extra=extra,
        )
    return ReservationExpired(
        "The payment came too late and the goods are gone. Your money is on its way back.",
        extra=extra,
    )


async def arrived(platform: Platform, payment_id: UUID, *, request: str = "") -> Settled | None:
    """The provider sent word about a payment: ask it what became of it, and act on that.

    Word may come twice, late, or before anything happened (then None)."""
    payment = await platform.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    charge = await _confirmed(platform, payment)
    if charge.status == "succeeded":
        return await settle(platform, payment, request=request)
    if charge.status == "failed":
        order = await platform.orders.get(payment.order_id)
        if order is not None:
            await _drop(platform, order, payment, request)
    return None


async def _confirmed(platform: Platform, payment: Payment) -> Charge:
    """The provider's own account of the payment, which must be about exactly this one."""
    provider = _provider(platform, payment.provider)
    charge = await _ask(provider.confirm(payment.reference))
    if (
        charge is None
        or charge.reservation_id != payment.hold_id
        or charge.amount != payment.amount
        or charge.currency != payment.currency
    ):
        raise PaymentNotFound("The provider knows no such payment.", field="paymentId")
    return charge


async def _drop(platform: Platform, order: Order, payment: Payment, request: str) -> None:
    """A payment failed after all: release what it was for, unless that has ended otherwise."""
    if order.status != "pending" or payment.status != "pending":
        return
    outcome = await platform.ledger.commit(
        Command(
            (Release(order.hold_id),),
            (
                Transition(PAYMENT_STATES, payment.id, ("pending",), "failed"),
                *_unpaid(order, payment, request),
            ),
            key=f"unpaid/{payment.id}",
            actor=order.owner,
            request=request,
        )
    )
    if not isinstance(outcome, Accepted | AlreadyDone | Conflict | Expired):
        raise refuse(outcome)


async def _ask(call: Coroutine[Any, Any, Result]) -> Result:
    """A provider's answer within bounds, and never while a transaction is open."""
    forbid_open_transaction("a call to a payment provider")
    try:
        async with asyncio.timeout(PROVIDER_SECONDS):
            return await call
    except (ProviderUnavailable, TimeoutError) as error:
        raise ProviderAway(
            "The payment provider does not answer. Nothing was charged; please try again.",
            headers={"Retry-After": "5"},
        ) from error
