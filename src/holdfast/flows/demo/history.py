"""The month before today, written: the orders of ``month``, as the till would have left them."""

from asyncio import gather
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast import orders, payments
from holdfast.catalog import Product, Variant
from holdfast.flows.checkout.basket import Basket, BasketLine, order_of, priced_lines
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.prices import Prices
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.demo.coupons import Coupons
from holdfast.flows.demo.customers import DemoBuyer
from holdfast.flows.demo.month import Sale
from holdfast.flows.demo.parcels import sent_steps
from holdfast.flows.demo.past import Past
from holdfast.kit import id_made_at
from holdfast.ledger import (
    Capture,
    Command,
    Deposit,
    Expire,
    Operation,
    Release,
    Rider,
    Withdraw,
)
from holdfast.orders import (
    OrderPaid,
)
from holdfast.payments import (
    Payment,
    refundable_key,
)
from holdfast.people import guest_owner
from holdfast.pricing import Quote

__all__ = [
    "Goods", "Step", "paid_command", "payment_of", "refunded_command", "sales_steps", "write_steps",
]  # fmt: skip

_PROVIDER: Final = "demo"


class Goods(Struct, frozen=True):
    """What a SKU is."""

    product: Product
    variant: Variant


class _Order(Struct, frozen=True):
    """A sale with its order."""

    sale: Sale
    new: NewOrder

    @property
    def id(self) -> UUID:
        return self.new.id


Step: TypeAlias = tuple[datetime, UUID, Command]
"""What happened when, and to which order (or other thing)."""


async def write_steps(past: Past, steps: Iterable[Step]) -> int:
    """Write them in the order in which they happened, those of one moment together; what went wrong
    at first has no second step. How many things did not happen."""
    missed: set[UUID] = set()
    for moment, those in groupby(sorted(steps, key=_moment), _moment):
        due = [(thing, command) for _, thing, command in those if thing not in missed]
        done = await gather(*(past.commit(moment, command) for _, command in due))
        missed |= {thing for (thing, _), went in zip(due, done, strict=True) if not went}
    return len(missed)


def _moment(step: Step) -> datetime:
    return step[0]


def sales_steps(
    sales: Sequence[Sale],
    goods: Mapping[str, Goods],
    buyers: Sequence[DemoBuyer],
    coupons: Coupons,
    hold: timedelta,
    staff: str,
) -> Iterator[Step]:
    """The steps of these sales; ``buyers`` by number. ``staff`` send what is paid."""
    orders = [_order(sale, goods, buyers, coupons) for sale in sales]
    for moment, order, command in _steps(orders, hold):
        yield moment, order.id, command
    for order in orders:
        for moment, command in sent_steps(order.sale, order.new, staff):
            yield moment, order.id, command


def _order(
    sale: Sale, goods: Mapping[str, Goods], buyers: Sequence[DemoBuyer], coupons: Coupons
) -> _Order:
    chosen = tuple(
        BasketLine(at, goods[sku].product, goods[sku].variant, quantity, goods[sku].variant.price)
        for at, (sku, quantity) in enumerate(sale.lines)
    )
    currency = chosen[0].product.currency
    buyer = DemoBuyer(guest_owner(id_made_at(sale.at)), "ru")
    if sale.buyer is not None:
        buyer = buyers[sale.buyer]
    coupon = None
    if sale.campaign is not None and sale.buyer is not None:
        coupon = coupons.ids[sale.campaign, sale.buyer]
    prices = Prices(tuple(priced_lines(chosen)), currency)
    found = prices.quote(coupons.discount(sale.campaign, currency))
    assert isinstance(found, Quote)
    told = prices.breakdown(found, buyer.owner)
    basket = Basket(chosen, currency, found, coupon, breakdown=told)
    moments = iter((sale.at, sale.at, sale.ended))  # of the order, its hold, its payment
    new = order_of(basket, buyer.owner, locale=buyer.locale, made=lambda: id_made_at(next(moments)))
    return _Order(sale, new)


def _steps(orders: Sequence[_Order], hold: timedelta) -> Iterator[tuple[datetime, _Order, Command]]:
    for order in orders:
        sale = order.sale
        taken = held(order.new, hold.total_seconds())
        yield sale.at, order, _command(order, taken.operations, *taken.riders)
        match sale.end:
            case "expired":
                yield sale.ended, order, _over(order, Expire(order.new.hold_id), "expired")
            case "cancelled":
                yield sale.ended, order, _over(order, Release(order.new.hold_id), "buyer")
            case _:
                yield sale.ended, order, paid_command(order.new)
        if sale.returned is not None:
            yield sale.returned, order, _refunded(order)


def _command(
    order: _Order, operations: tuple[Operation, ...], *riders: Rider, key: str | None = None
) -> Command:
    return Command(operations, riders, key=key, actor=order.new.owner)


def _over(order: _Order, operation: Operation, reason: Literal["expired", "buyer"]) -> Command:
    return _command(
        order,
        (operation,),
        *orders.cancelled(order.id, reason),
        key=f"{'expire' if reason == 'expired' else 'cancel'}/{order.id}",
    )


def paid_command(new: NewOrder) -> Command:
    """The demo's provider has its money."""
    fact = OrderPaid(new.payment_id, new.total, new.currency)
    riders = (
        *payments.begun(payment_of(new)),
        *order_moves.paid(new.id, new.booking_id, fact),
    )
    return Command((Capture(new.hold_id),), riders, actor=new.owner)


def payment_of(order: NewOrder) -> Payment:
    """As the demo's provider had it."""
    return Payment(
        order.payment_id,
        order.id,
        order.hold_id,
        _PROVIDER,
        f"past_{order.payment_id}",
        order.total,
        order.currency,
        "succeeded",
    )


def _refunded(order: _Order) -> Command:
    """All of it back: goods on the shelf, money where it came from."""
    new = order.new
    back = tuple(
        Deposit(account, many, note=f"{order_ref(order.id)} refunded")
        for account, many in lines_of(new, new.items).stock.items()
    )
    return refunded_command(new, back)


def refunded_command(new: NewOrder, back: Sequence[Operation]) -> Command:
    """What it took is ``back``, and all of its money where that came from."""
    total, unit, payment = new.total, new.currency, payment_of(new)
    key, world = refundable_key(new.payment_id), f"world/{_PROVIDER}"
    return Command(
        (
            *back,
            Deposit(key, total, unit=unit, counterparty=world),
            Withdraw(key, total, unit=unit, counterparty=world),
        ),
        (
            *order_moves.cancelled(
                new.id, new.booking_id, "refunded", was="paid", refund="done", given_back=total
            ),
            payments.refund_begun(payment, total),
            *payments.refunded(payment, total),
        ),
        key=f"cancel-paid/{new.id}",
        actor=new.owner,
    )
