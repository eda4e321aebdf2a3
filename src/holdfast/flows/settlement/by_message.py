"""Settling by message: goods and coupon are held, and the wallet's own service is asked for the
money. The order is new until the answer comes (``payment_results``), or its time is over.

Wallets may be anywhere: nothing here reads one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from holdfast import orders, payments
from holdfast.db.events import event_row
from holdfast.flows.commit.basket import item_rows, stock_wanted
from holdfast.flows.commit.settlement import MoneyBack, MoneyMissing, NewOrder, Taking
from holdfast.flows.settlement.together import back_into_wallet, paid_at_once, reserved_paid_at_once
from holdfast.kit import new_id, shop_now
from holdfast.ledger import EVENTS, Hold, Insert, Line, Rider, Shortage
from holdfast.orders import ORDER_ITEMS, WALLET_ORDERS, Order
from holdfast.payments import (
    WALLET,
    Payment,
    PaymentBook,
    PaymentWanted,
    message_reference,
)
from holdfast.promotions import issued_key

__all__ = ["ByMessage"]


class ByMessage:
    """``hold_seconds`` is how long an order may be new."""

    def __init__(self, payments: PaymentBook, hold_seconds: float) -> None:
        self._payments = payments
        self._hold_seconds = hold_seconds

    def take(self, order: NewOrder) -> Taking:
        if not order.basket.quote.total:
            return paid_at_once(order)  # nobody need be asked
        fact = PaymentWanted(
            order.payment_id,
            order.owner,
            order.basket.quote.total,
            order.basket.currency,
            order.description,
        )
        wanted = Insert(EVENTS, (event_row(fact, order.id, order.request),))
        if not order.basket.lines:
            ends_at = shop_now() + timedelta(seconds=self._hold_seconds)
            return Taking((), (*_rows(order, None, ends_at), wanted))
        hold = self._hold(order)
        return Taking((hold,), (*_rows(order, hold.hold_id, None), wanted))

    def pay(self, order: Order, payment_id: UUID, request: str, /) -> Taking:
        if not order.total:
            return reserved_paid_at_once(order, payment_id, request)
        fact = PaymentWanted(payment_id, order.owner, order.total, order.currency)
        payment = Payment(
            payment_id,
            order.id,
            order.hold_id,
            WALLET,
            message_reference(payment_id),
            order.total,
            order.currency,
            "pending",
        )
        return Taking(
            (),
            (
                orders.unchanged(order),
                *payments.begun(payment),
                Insert(EVENTS, (event_row(fact, order.id, request),)),
            ),
        )

    def _hold(self, order: NewOrder) -> Hold:
        goods = stock_wanted(order.basket.lines).items()
        lines = [*order.bounds, *(Line(account, quantity) for account, quantity in goods)]
        if order.basket.coupon_id is not None:
            lines.append(Line(issued_key(order.basket.coupon_id), 1))
        return Hold(new_id(), tuple(lines), self._hold_seconds, f"order/{order.id}")

    async def money_missing(
        self, _: str, __: str, ___: Sequence[Shortage], /
    ) -> MoneyMissing | None:
        """The wallet's service says so later."""
        return None

    def give_back(
        self, order: Order, payment: Payment, amount: int, refund_id: UUID, request: str
    ) -> MoneyBack:
        if not payment.by_message:  # from when this shop settled together: the wallet is here
            return back_into_wallet(order, payment, amount, request)
        begun = payments.refund_begun(payment, amount, request)
        wanted = payments.refund_wanted(payment, order.owner, amount, refund_id, request)
        return MoneyBack((), (begun, wanted), done=False)

    async def call_off(self, order: Order, request: str) -> tuple[Rider, ...]:
        """The wallet is asked for the money back before it is known whether it paid: an order to
        pay that comes later takes nothing then."""
        return tuple(
            payments.refund_wanted(payment, order.owner, payment.amount, payment.id, request)
            for payment in await self._payments.of_order(order.id)
            if payment.by_message and payment.status == "pending"
        )


def _rows(order: NewOrder, hold_id: UUID | None, ends_at: datetime | None) -> tuple[Rider, ...]:
    """The order, new; its items; its payment, which nobody has decided. ``ends_at``: when it is
    off unpaid, where no hold says so."""
    basket, total = order.basket, order.basket.quote.total
    new = (
        order.id,
        order.number,
        order.owner,
        hold_id,
        total,
        basket.quote.discount,
        basket.currency,
        basket.coupon_id,
        order.description,
        order.locale,
        order.request,
        ends_at,
    )
    payment = Payment(
        order.payment_id,
        order.id,
        None,
        WALLET,
        message_reference(order.payment_id),
        total,
        basket.currency,
        "pending",
    )
    items = item_rows(order.id, basket, order.locale)
    return (
        Insert(WALLET_ORDERS, (new,)),
        *((Insert(ORDER_ITEMS, items),) if items else ()),
        *payments.begun(payment),
    )
