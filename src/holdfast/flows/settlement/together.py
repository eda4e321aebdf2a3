"""Settling together: wallet, goods and coupon in one command. The default."""

from collections.abc import Sequence
from uuid import UUID

from msgspec.structs import replace

from holdfast import payments
from holdfast.flows.checkout.held import bought_package
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.wallet_settlement import MoneyBack, MoneyMissing, NewOrder, Taken
from holdfast.ledger import (
    NOW,
    REQUEST,
    Capture,
    Deposit,
    Insert,
    Operation,
    Rider,
    Shortage,
    Withdraw,
    tell,
)
from holdfast.orders import (
    ORDER_ITEMS,
    PAID_ORDERS,
    Order,
    OrderPaid,
    breakdown_text,
    item_rows,
)
from holdfast.payments import WALLET, Payment, refundable_key
from holdfast.wallets import WalletBook, charge_key, wallet_key

__all__ = ["Together", "back_into_wallet", "paid_at_once", "reserved_paid_at_once"]


class Together:
    """Wallets are in the same ledger as the goods."""

    holds = False

    def __init__(self, wallets: WalletBook) -> None:
        self._wallets = wallets

    def take(self, order: NewOrder) -> Taken:
        return paid_at_once(order)

    def pay(self, order: Order, payment_id: UUID, /) -> Taken:
        return reserved_paid_at_once(order, payment_id)

    def pay_part(
        self, order: Order, payment_id: UUID, amount: int, mix_id: UUID | None = None, /
    ) -> Taken:
        money = _money(order.owner, order.id, payment_id, amount, order.currency)
        payment = _from_wallet(order, payment_id, amount)
        counted = replace(payment, status="credited", purpose="part", mix_id=mix_id)
        return Taken(money, payments.begun(counted))

    async def money_missing(
        self, owner: str, currency: str, shortages: Sequence[Shortage]
    ) -> MoneyMissing | None:
        key = wallet_key(owner, currency)
        for short in shortages:
            if short.key == key:
                wallet = await self._wallets.find(owner, currency)
                return MoneyMissing(
                    currency,
                    short.wanted,
                    short.available,
                    short.held,
                    None if wallet is None else wallet.id,
                )
        return None

    def give_back(
        self, order: Order, payment: Payment, amount: int, _: UUID, lines: Sequence[int] = (), /
    ) -> MoneyBack:
        return back_into_wallet(order, payment, amount, lines)

    async def call_off(self, _: Order, /) -> tuple[Rider, ...]:
        """Nothing is ever under way."""
        return ()


def paid_at_once(order: NewOrder) -> Taken:
    """Everything taken in the command that makes the order, which is for no booking."""
    assert order.booking is None, "a time is held first, and paid then"
    lines = lines_of(order, order.items)
    operations: list[Operation] = [
        Withdraw(account, quantity, note=f"{order_ref(order.id)} bought")
        for account, quantity in lines.stock.items()
    ]
    if lines.coupon is not None:
        operations.append(Withdraw(lines.coupon, 1))
    operations += [Withdraw(one.key, one.quantity, capacity=one.capacity) for one in lines.limits]
    if order.total:
        operations += _money(order.owner, order.id, order.payment_id, order.total, order.currency)
    return Taken(tuple(operations), _rows(order))


def reserved_paid_at_once(order: Order, payment_id: UUID) -> Taken:
    """The money taken and the goods captured, in one command."""
    total, unit = order.total, order.currency
    operations: list[Operation] = [Capture(order.reservation_id)]
    if total:
        operations += _money(order.owner, order.id, payment_id, total, unit)
    payment = _from_wallet(order, payment_id, total)
    fact = OrderPaid(payment_id, total, unit)
    moves = order_moves.paid(order.id, order.booking_id, fact, edit_id=order.exchange_of)
    riders = (*moves, *payments.begun(payment))
    return Taken(tuple(operations), riders)


def _from_wallet(order: Order, payment_id: UUID, amount: int) -> Payment:
    unit, hold = order.currency, order.hold_id
    return Payment(payment_id, order.id, hold, WALLET, str(payment_id), amount, unit, "succeeded")


def _money(
    owner: str, order_id: UUID, payment_id: UUID, total: int, unit: str
) -> tuple[Withdraw, Deposit]:
    """What leaves the wallet stands on the payment's own account until it goes back."""
    other = order_ref(order_id)
    return (
        Withdraw(wallet_key(owner, unit), total, unit=unit, counterparty=other),
        Deposit(refundable_key(payment_id), total, unit=unit, counterparty=other),
    )


def back_into_wallet(
    order: Order, payment: Payment, amount: int, lines: Sequence[int] = ()
) -> MoneyBack:
    """Back in the command that refunds it."""
    fact = payments.part_refunded(payment, amount, lines=lines)
    unit, other = payment.currency, order_ref(order.id)
    operations: list[Operation] = [
        Deposit(wallet_key(order.owner, unit), amount, unit=unit, counterparty=other)
    ]
    if payment.by_message:  # from when this shop settled that way: there the money is
        charge = charge_key(payment.id)
        operations.append(Withdraw(charge, amount, unit=unit, counterparty=other))
    return MoneyBack(tuple(operations), (fact,), done=True)


def _rows(order: NewOrder) -> tuple[Rider, ...]:
    """The order, paid; its items; its payment, which was one with the order."""
    paid = (
        order.id,
        order.number,
        order.owner,
        "paid",
        order.total,
        order.discount,
        order.currency,
        order.coupon_id,
        order.description,
        order.payment_id,
        order.locale,
        REQUEST,
        NOW,
        NOW,
        order.tax,
        order.shipping,
        breakdown_text(order.breakdown),
        order.address,
    )
    payment = Payment(
        order.payment_id,
        order.id,
        None,
        WALLET,
        str(order.payment_id),
        order.total,
        order.currency,
        "succeeded",
    )
    fact = OrderPaid(order.payment_id, order.total, order.currency)
    items = item_rows(order.id, order.items)
    return (
        Insert(PAID_ORDERS, (paid,)),
        *((Insert(ORDER_ITEMS, items),) if items else ()),
        *bought_package(order),
        *payments.begun(payment),
        tell(fact, order.id),
    )
