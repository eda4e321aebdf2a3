"""Settling by message: what the order takes is held, and the wallet's own service is asked for the
money. The order is new until the answer comes (``payment_results``), or its time is over.

Wallets may be anywhere: nothing here reads one.
"""

from collections.abc import Sequence
from uuid import UUID

from holdfast import orders, payments
from holdfast.flows.checkout.held import waiting
from holdfast.flows.commit.wallet_settlement import MoneyBack, MoneyMissing, NewOrder, Taken
from holdfast.flows.settlement.together import back_into_wallet, paid_at_once, reserved_paid_at_once
from holdfast.ledger import Rider, Shortage, tell
from holdfast.orders import Order
from holdfast.payments import (
    WALLET,
    Payment,
    PaymentBook,
    PaymentWanted,
    Purpose,
    message_reference,
)

__all__ = ["ByMessage"]


class ByMessage:
    """``hold_seconds`` is how long an order may be new."""

    holds = True

    def __init__(self, payments: PaymentBook, hold_seconds: float) -> None:
        self._payments = payments
        self._hold_seconds = hold_seconds

    def take(self, order: NewOrder) -> Taken:
        if not order.total:
            return paid_at_once(order)  # nobody need be asked
        fact = PaymentWanted(
            order.payment_id,
            order.owner,
            order.total,
            order.currency,
            order.description,
        )
        payment = Payment(
            order.payment_id,
            order.id,
            None,
            WALLET,
            message_reference(order.payment_id),
            order.total,
            order.currency,
            "pending",
        )
        wanted = tell(fact, order.id)
        return waiting(order, self._hold_seconds, *payments.begun(payment), wanted)

    def pay(self, order: Order, payment_id: UUID, /) -> Taken:
        if not order.total:
            return reserved_paid_at_once(order, payment_id)
        return _wanted(order, payment_id, order.total, "order")

    def pay_part(
        self, order: Order, payment_id: UUID, amount: int, _: UUID | None = None, /
    ) -> Taken:
        return _wanted(order, payment_id, amount, "part")

    async def money_missing(
        self, _: str, __: str, ___: Sequence[Shortage], /
    ) -> MoneyMissing | None:
        """The wallet's service says so later."""
        return None

    def give_back(
        self,
        order: Order,
        payment: Payment,
        amount: int,
        refund_id: UUID,
        lines: Sequence[int] = (),
    ) -> MoneyBack:
        if not payment.by_message:  # from when this shop settled together: the wallet is here
            return back_into_wallet(order, payment, amount, lines)
        begun = payments.refund_begun(payment, amount)
        wanted = payments.refund_wanted(payment, order.owner, amount, refund_id)
        return MoneyBack((), (begun, wanted), done=False)

    async def call_off(self, order: Order) -> tuple[Rider, ...]:
        """The wallet is asked for the money back before it is known whether it paid: an order to
        pay that comes later takes nothing then."""
        return tuple(
            payments.refund_wanted(payment, order.owner, payment.amount, payment.id)
            for payment in await self._payments.of_order(order.id)
            if payment.by_message and payment.is_pending
        )


def _wanted(order: Order, payment_id: UUID, amount: int, purpose: Purpose) -> Taken:
    fact = PaymentWanted(payment_id, order.owner, amount, order.currency)
    payment = Payment(
        payment_id,
        order.id,
        order.hold_id,
        WALLET,
        message_reference(payment_id),
        amount,
        order.currency,
        "pending",
        purpose,
    )
    riders = (orders.unchanged(order), *payments.begun(payment), tell(fact, order.id))
    return Taken((), riders)
