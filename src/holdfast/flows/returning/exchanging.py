"""Exchanges: other units are held in the very command that asks for the return, and go out as an
order of their own, at no price, in the command that finds the old ones came.

What was paid for the old ones stays with their order for the new ones; where those are cheaper, the
difference goes back, and where they are dearer, their order waits until it is paid
(``difference``). If not all of what is exchanged comes, or the hold has ended, or the return
does, nothing is exchanged: what came is refunded as ever, and the units held are free.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import payments
from holdfast.catalog import ProductNotFound, Selection, VariantNotFound, stock_variant
from holdfast.flows.checkout.basket import (
    Basket,
    BasketLine,
    CartLine,
    MixedCurrencies,
    choose,
    order_of,
)
from holdfast.flows.checkout.missing import refusal
from holdfast.flows.checkout.prices import place_of
from holdfast.flows.checkout.sources import (
    Sources,
    after_short,
    destination,
    of_all_places,
    sources_of,
)
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.lines import lines_of
from holdfast.flows.inventory.by_codes import must_be_sent
from holdfast.flows.returning.difference import to_pay, waiting_for
from holdfast.flows.returning.standing import ReturnsNow
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id, shop_now, short_code
from holdfast.ledger import (
    NOW,
    REQUEST,
    Capture,
    Hold,
    Insert,
    Operation,
    Release,
    Rider,
    Shortage,
    tell,
)
from holdfast.orders import EXCHANGE_ORDERS, ORDER_ITEMS, Order, OrderItem, OrderPaid, item_rows
from holdfast.payments import WALLET, Payment
from holdfast.pricing import Quote, QuotedLine
from holdfast.returns import (
    Exchange,
    ExchangeItem,
    Return,
    exchange_ref,
)

__all__ = [
    "Becoming", "Exchanging", "ReturnDesk", "becoming", "exchanged", "exchanging", "let_go",
    "stands",
]  # fmt: skip

EXCHANGE_SECONDS: Final = 30 * 24 * 3600.0
"""How long the units wait for those that are to come back."""


@dataclass(frozen=True, kw_only=True)
class ReturnDesk(Till, Settler):
    """What returns work with: an order is looked at, and another one is held."""


class Exchanging(Struct):
    """What is wanted in place of some lines of an ``order``; the plan changes as places run
    short."""

    desk: ReturnDesk
    order: Order
    basket: Basket
    lines: tuple[int, ...]
    fields: tuple[str, ...]
    was: tuple[int, ...]
    sources: Sources

    def made(self, return_id: UUID) -> tuple[Exchange, Hold]:
        """The exchange, and what holds its units."""
        made = order_of(
            self.basket, self.order.owner, locale=self.order.locale, plan=self.sources.plan
        )
        items = tuple(
            ExchangeItem(
                line,
                item.product_id,
                item.variant_id,
                item.product_name,
                item.options,
                item.quantity,
                item.price,
                was,
                item.taken,
            )
            for line, was, item in zip(self.lines, self.was, made.items, strict=True)
        )
        held = lines_of(made, made.items).held
        exchange = Exchange(made.hold_id, made.id, items)
        return exchange, Hold(made.hold_id, held, EXCHANGE_SECONDS, exchange_ref(return_id))

    async def short(self, every: Sequence[Shortage]) -> None:
        """Take what is short of it from elsewhere at the next try. Raises the refusal where there
        is too little."""
        goods = {stock_variant(key) for line in self.basket.lines for key in line.goods}
        shortages = [one for one in every if stock_variant(one.key) in (None, *goods)]
        if not shortages:
            return
        again = await after_short(self.desk, self.basket, self.sources, shortages)
        if again is not None:
            self.sources = again
            return
        found = await of_all_places(self.desk, self.basket, self.sources, shortages)
        problem = await refusal(self.desk, self.basket, found, None, None)
        at = next((one.at for one in self.basket.lines if problem.field == _place(one)), 0)
        problem.field = self.fields[at]
        raise problem


def _place(line: BasketLine) -> str:
    return f"items[{line.at}].quantity"


async def exchanging(
    desk: ReturnDesk, now: ReturnsNow, wanted: Mapping[int, UUID], units: Mapping[int, int]
) -> Exchanging:
    """``wanted``: of some lines, which variant of the same product is to come in place of so many
    units. Raises a Problem if there is no such variant."""
    items, order = now.goods.items, now.order
    lines = tuple(wanted)
    asked = [
        CartLine(items[line].product_id, Selection(wanted[line]), units[line]) for line in lines
    ]
    places = list(units)
    fields = tuple(f"lines[{places.index(line)}].exchangeFor" for line in lines)
    try:
        chosen = await choose(desk.shelf, asked)
    except (ProductNotFound, VariantNotFound) as problem:
        at = int((problem.field or "items[0]").split("[")[1].split("]")[0])
        problem.field, problem.errors = fields[at], ()
        raise
    if chosen[0].product.currency != order.currency:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    await must_be_sent(desk.database.pool, wanted.values(), fields[0])
    was = tuple(_costs(items[line], one) for line, one in zip(lines, chosen, strict=True))
    quote = Quote(tuple(QuotedLine(0, 0) for _ in chosen), 0, 0)
    basket = Basket(chosen, order.currency, quote)
    sources = await sources_of(desk, basket, destination(basket, place_of(order)))
    return Exchanging(desk, order, basket, lines, fields, was, sources)


def _costs(item: OrderItem, instead: BasketLine) -> int:
    """What one of those sent back costs now, so that another size is no other price because of a
    sale since; what it did, if it is not sold any more."""
    now = shop_now()
    variants = instead.product.variants
    return next((one.price_at(now) for one in variants if one.id == item.variant_id), item.price)


# --- what becomes of it -------------------------------------------------------------------------


class Becoming(Struct, frozen=True):
    """Of a return's exchange, in the command that looks at it: what stays paid for it (None:
    nothing is exchanged), what is ``due`` for it beside that, and what is done."""

    kept: int | None = None
    due: int | None = None
    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()


async def stands(settler: Settler, exchange: Exchange | None) -> bool:
    """Whether its units are still held."""
    if exchange is None:
        return False
    hold = await settler.reader.hold(exchange.hold_id)
    return hold is not None and hold.state == "held" and hold.expires_at > shop_now()


async def let_go(settler: Settler, found: Return) -> tuple[Operation, ...]:
    """Nothing is exchanged: what was held for it is free, if it is not yet."""
    if found.exchange is None:
        return ()
    hold = await settler.reader.hold(found.exchange.hold_id)
    return () if hold is None or hold.state != "held" else (Release(found.exchange.hold_id),)


async def becoming(
    settler: Settler,
    found: Return,
    units: Mapping[int, int],
    *,
    wanted: bool,
) -> Exchange | None:
    """The exchange that is made if so many ``units`` of each line came and it is still
    ``wanted``."""
    exchange = found.exchange
    if exchange is None or not wanted or not exchange.comes_whole(units):
        return None
    return exchange if await stands(settler, exchange) else None


async def exchanged(
    desk: ReturnDesk, order: Order, return_id: UUID, exchange: Exchange, paid: Sequence[int]
) -> Becoming:
    """The units go out, as an order for which nothing more is paid; or wait as one for the
    difference."""
    if exchange.dearer:
        wanted = await to_pay(desk, order, exchange, return_id)
        taken = waiting_for(order, exchange, wanted)
        return Becoming(exchange.kept(paid), wanted.quote.total, taken.operations, taken.riders)
    items = [
        OrderItem(
            one.product_id,
            one.variant_id,
            one.product_name,
            one.options,
            one.quantity,
            0,
            0,
            0,
            one.taken,
        )
        for one in exchange.items
    ]
    order_id, payment_id = exchange.order_id, new_id()
    row = (
        order_id,
        short_code(),
        order.owner,
        "paid",
        0,
        0,
        order.currency,
        None,
        None,
        payment_id,
        order.locale,
        REQUEST,
        NOW,
        NOW,
        0,
        0,
        None,
        order.address_text,
        exchange.hold_id,
        order.contact_email,
    )
    payment = Payment(
        payment_id, order_id, None, WALLET, str(payment_id), 0, order.currency, "succeeded"
    )
    return Becoming(
        exchange.kept(paid),
        None,
        (Capture(exchange.hold_id),),
        (
            Insert(EXCHANGE_ORDERS, (row,)),
            Insert(ORDER_ITEMS, item_rows(order_id, items)),
            *payments.begun(payment),
            tell(OrderPaid(payment_id, 0, order.currency), order_id),
        ),
    )
