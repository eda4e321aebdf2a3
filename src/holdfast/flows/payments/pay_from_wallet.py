"""Paying for a reservation from a wallet of one's own: at once where wallets are in the ledger of
the goods, else their service is asked by message and the order waits for its answer."""

from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import (
    CannotBuy,
    ReservationExpired,
    ReservationNotFound,
    refuse,
)
from holdfast.flows.commit.wallet_settlement import Taken
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.due import MOST_PARTS, counting, to_pay
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.selling import must_sell
from holdfast.flows.payments.tries import nothing_under_way
from holdfast.kit import Problem, new_id
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, Short
from holdfast.orders import Order

__all__ = ["pay_from_wallet"]

_TRIES = 4 + MOST_PARTS


async def pay_from_wallet(
    cashier: Cashier, caller: Caller, reservation_id: UUID, amount: int | None = None
) -> PaymentBegun:
    """All that is due, or ``amount`` of it. Raises a Problem for every refusal; :class:`CannotBuy`
    says what the wallet lacks."""
    try:
        await must_sell(cashier)
        for _ in range(_TRIES):
            begun = await _step(cashier, caller, reservation_id, amount)
            if begun is not None:
                return begun
    except Problem as refusal:
        return await as_before(cashier, caller.key, refusal, PaymentBegun)
    raise crowded_out(f"reservation {reservation_id} is not paid")


async def _step(
    cashier: Cashier, caller: Caller, reservation_id: UUID, amount: int | None
) -> PaymentBegun | None:
    """One try by the order as read; None when it had moved meanwhile."""
    reserved = await cashier.held_orders.held(reservation_id)
    if reserved is None or reserved.order.owner != caller.actor:
        raise ReservationNotFound("You have no such reservation.", field="reservationId")
    payable_until(reserved)
    order = reserved.order
    await nothing_under_way(cashier, order)
    payment_id = new_id()
    taking = await _taking(cashier, order, payment_id, amount)
    begun = PaymentBegun(payment_id, "succeeded" if taking.operations else "pending")
    command = caller.keyed(taking.operations, taking.riders, f"pay/{payment_id}", begun)
    outcome = await cashier.ledger.commit(command)
    match outcome:
        case Accepted():
            return begun
        case AlreadyDone(answer=answer):
            return stored(answer, PaymentBegun)
        case Short(shortages=shortages):
            money = await cashier.settlement.money_missing(caller.actor, order.currency, shortages)
            assert money is not None  # the goods are held
            raise CannotBuy(money.detail, extra={"points": money.shown()})
        case Expired():
            raise ReservationExpired("The reservation has expired. You were not charged.")
        case Conflict():
            return None
    raise refuse(outcome)


async def _taking(cashier: Cashier, order: Order, payment_id: UUID, asked: int | None) -> Taken:
    amount, due = await to_pay(cashier, order, asked)
    if due is None:
        return cashier.settlement.pay(order, payment_id)
    money = cashier.settlement.pay_part(order, payment_id, amount)
    if not money.operations:
        return money
    counted = counting(order, payment_id, amount, due)
    return Taken((*counted.operations, *money.operations), (*counted.riders, *money.riders))
