"""Paying for a reservation from a wallet of one's own: at once where wallets are in the ledger of
the goods, else their service is asked by message and the order waits for its answer."""

from uuid import UUID

import msgspec

from holdfast.flows.commit.idempotency import Key, as_before
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import (
    CannotBuy,
    ReservationExpired,
    ReservationNotFound,
    refuse,
)
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.selling import must_sell
from holdfast.flows.payments.tries import nothing_under_way
from holdfast.kit import Problem, new_id
from holdfast.ledger import Accepted, AlreadyDone, Command, Conflict, Expired, Short
from holdfast.people import Principal

__all__ = ["pay_from_wallet"]

_TRIES = 4


async def pay_from_wallet(
    platform: Platform,
    principal: Principal,
    reservation_id: UUID,
    *,
    key: Key | None = None,
    request: str = "",
) -> PaymentBegun:
    """Raises a Problem for every refusal; :class:`CannotBuy` says what the wallet lacks."""
    try:
        await must_sell(platform)
        for _ in range(_TRIES):
            begun = await _step(platform, principal, reservation_id, key, request)
            if begun is not None:
                return begun
    except Problem as refusal:
        return await as_before(platform, key, refusal, PaymentBegun)
    raise RuntimeError(f"reservation {reservation_id} is not paid")


async def _step(
    platform: Platform,
    principal: Principal,
    reservation_id: UUID,
    key: Key | None,
    request: str,
) -> PaymentBegun | None:
    """One try by the order as read; None when it had moved meanwhile."""
    reserved = await platform.purchases.held(reservation_id)
    if reserved is None or reserved.order.owner != principal.id:
        raise ReservationNotFound("You have no such reservation.", field="reservationId")
    payable_until(reserved)
    order = reserved.order
    await nothing_under_way(platform, order)
    payment_id = new_id()
    taking = platform.settlement.pay(order, payment_id)
    begun = PaymentBegun(payment_id, "succeeded" if taking.operations else "pending")
    outcome = await platform.ledger.commit(
        Command(
            taking.operations,
            taking.riders,
            key=key.text if key is not None else f"pay/{payment_id}",
            digest=key.digest if key is not None else b"",
            answer=msgspec.json.encode(begun).decode(),
            actor=principal.id,
            request=request,
        )
    )
    match outcome:
        case Accepted():
            return begun
        case AlreadyDone(answer=answer):
            return msgspec.json.decode(answer, type=PaymentBegun)
        case Short(shortages=shortages):
            money = await platform.settlement.money_missing(principal.id, order.currency, shortages)
            assert money is not None  # the goods are held
            raise CannotBuy(money.detail, extra={"points": money.shown()})
        case Expired():
            raise ReservationExpired("The reservation has expired. You were not charged.")
        case Conflict():
            return None
    raise refuse(outcome)
