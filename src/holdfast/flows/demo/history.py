"""The month before today, written: the orders of ``month``, as the till would have left them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast import orders, payments
from holdfast.catalog import Product, Variant
from holdfast.flows.commit.basket import Basket, Chosen, item_rows, priced_lines, stock_wanted
from holdfast.flows.demo.coupons import Coupons
from holdfast.flows.demo.customers import Buyer
from holdfast.flows.demo.month import Sale
from holdfast.flows.demo.past import Past
from holdfast.kit import id_made_at, short_code
from holdfast.ledger import (
    Capture,
    Command,
    Deposit,
    Expire,
    Hold,
    Insert,
    Line,
    Operation,
    Release,
    Rider,
    Withdraw,
    tell,
)
from holdfast.orders import (
    ORDER_ITEMS,
    ORDERS,
    OrderPaid,
    OrderReserved,
)
from holdfast.payments import (
    Payment,
    refundable_key,
)
from holdfast.people import guest_owner
from holdfast.pricing import Quote, quote
from holdfast.promotions import issued_key

__all__ = ["Goods", "Step", "sales_steps", "write_steps"]

_PROVIDER: Final = "demo"


class Goods(Struct, frozen=True):
    """What a SKU is."""

    product: Product
    variant: Variant


class _Order(Struct, frozen=True):
    """A sale with its ids."""

    sale: Sale
    owner: str
    basket: Basket
    locale: str
    id: UUID
    hold_id: UUID
    payment_id: UUID


Step: TypeAlias = tuple[datetime, UUID, Command]
"""What happened when, and to which order (or other thing)."""


async def write_steps(past: Past, steps: Iterable[Step]) -> int:
    """Write them in the order in which they happened; what went wrong at first has no second step.
    How many things did not happen."""
    missed: set[UUID] = set()
    for moment, thing, command in sorted(steps, key=lambda step: step[0]):
        if thing not in missed and not await past.commit(moment, command):
            missed.add(thing)
    return len(missed)


def sales_steps(
    sales: Sequence[Sale],
    goods: Mapping[str, Goods],
    buyers: Sequence[Buyer],
    coupons: Coupons,
    hold: timedelta,
) -> Iterator[Step]:
    """The steps of these sales; ``buyers`` by number."""
    orders = [_order(sale, goods, buyers, coupons) for sale in sales]
    for moment, order, command in _steps(orders, hold):
        yield moment, order.id, command


def _order(
    sale: Sale, goods: Mapping[str, Goods], buyers: Sequence[Buyer], coupons: Coupons
) -> _Order:
    chosen = tuple(
        Chosen(at, goods[sku].product, goods[sku].variant, quantity)
        for at, (sku, quantity) in enumerate(sale.lines)
    )
    currency = chosen[0].product.currency
    buyer = Buyer(guest_owner(id_made_at(sale.at)), "ru")
    if sale.buyer is not None:
        buyer = buyers[sale.buyer]
    coupon = None
    if sale.campaign is not None and sale.buyer is not None:
        coupon = coupons.ids[sale.campaign, sale.buyer]
    found = quote(priced_lines(chosen), currency, coupons.discount(sale.campaign, currency))
    assert isinstance(found, Quote)
    basket = Basket(chosen, currency, found, coupon)
    ids = (id_made_at(sale.at), id_made_at(sale.at), id_made_at(sale.ended))
    return _Order(sale, buyer.owner, basket, buyer.locale, *ids)


def _steps(orders: Sequence[_Order], hold: timedelta) -> Iterator[tuple[datetime, _Order, Command]]:
    for order in orders:
        sale = order.sale
        yield sale.at, order, _held(order, hold)
        match sale.end:
            case "expired":
                yield sale.ended, order, _over(order, Expire(order.hold_id), "expired")
            case "cancelled":
                yield sale.ended, order, _over(order, Release(order.hold_id), "buyer")
            case _:
                yield sale.ended, order, _paid(order)
        if sale.returned is not None:
            yield sale.returned, order, _refunded(order)


def _command(
    order: _Order, operations: tuple[Operation, ...], *riders: Rider, key: str | None = None
) -> Command:
    return Command(operations, riders, key=key, actor=order.owner)


def _held(order: _Order, hold: timedelta) -> Command:
    total, currency = order.basket.quote.total, order.basket.currency
    coupon = order.basket.coupon_id
    wanted = stock_wanted(order.basket.lines) | ({issued_key(coupon): 1} if coupon else {})
    lines = tuple(Line(key, many) for key, many in wanted.items())
    row = (
        order.id, short_code(), order.owner, order.hold_id, total, order.basket.quote.discount,
        currency, coupon, order.locale, "",
    )  # fmt: skip
    return _command(
        order,
        (Hold(order.hold_id, lines, hold.total_seconds(), f"order/{order.id}"),),
        Insert(ORDERS, (row,)),
        Insert(ORDER_ITEMS, item_rows(order.id, order.basket, order.locale)),
        tell(OrderReserved(order.hold_id, total, currency), order.id),
    )


def _over(order: _Order, operation: Operation, reason: Literal["expired", "buyer"]) -> Command:
    return _command(
        order,
        (operation,),
        *orders.cancelled(order.id, reason),
        key=f"{'expire' if reason == 'expired' else 'cancel'}/{order.id}",
    )


def _paid(order: _Order) -> Command:
    total, currency = order.basket.quote.total, order.basket.currency
    return _command(
        order,
        (Capture(order.hold_id),),
        *payments.begun(_payment(order)),
        *orders.paid(order.id, OrderPaid(order.payment_id, total, currency)),
    )


def _payment(order: _Order) -> Payment:
    return Payment(
        order.payment_id,
        order.id,
        order.hold_id,
        _PROVIDER,
        f"past_{order.payment_id}",
        order.basket.quote.total,
        order.basket.currency,
        "succeeded",
    )


def _refunded(order: _Order) -> Command:
    """All of it back: goods on the shelf, money where it came from."""
    total, currency = order.basket.quote.total, order.basket.currency
    key, world = refundable_key(order.payment_id), f"world/{_PROVIDER}"
    back = tuple(
        Deposit(account, many, note=f"order/{order.id} refunded")
        for account, many in stock_wanted(order.basket.lines).items()
    )
    return _command(
        order,
        (
            *back,
            Deposit(key, total, unit=currency, counterparty=world),
            Withdraw(key, total, unit=currency, counterparty=world),
        ),
        *orders.cancelled(order.id, "refunded", was="paid", refund="done"),
        payments.refund_begun(_payment(order), total),
        *payments.refunded(_payment(order), total),
        key=f"cancel-paid/{order.id}",
    )
