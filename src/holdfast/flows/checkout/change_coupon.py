"""Another coupon, or none, for an order that is not paid: what it holds is released and held anew
in one command, so nobody can come between, and it ends when the first hold would have."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders
from holdfast.catalog import Product
from holdfast.flows.checkout.bounds import bounds_again, spend_lines
from holdfast.flows.checkout.prices import NO_CHOICE, Choice, Prices, place_of, prices_for
from holdfast.flows.checkout.redemption import (
    Redeemed,
    Unusable,
    priced_with,
    short_code,
    unusable,
)
from holdfast.flows.checkout.till import Till, held_for
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.held_orders import HeldOrder
from holdfast.flows.commit.idempotency import as_before, keep
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import (
    PaymentUnderWay,
    ReservationExpired,
)
from holdfast.flows.payments.payable import open_until
from holdfast.flows.payments.tries import nothing_under_way
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Command,
    Expect,
    Expired,
    Hold,
    Insert,
    Release,
    RequestKey,
    Rider,
    Short,
)
from holdfast.orders import (
    ITEMS_AGAIN,
    ITEMS_GONE,
    Order,
    OrderChanged,
    OrderItem,
    breakdown_text,
    due_key,
    item_rows,
    load_items,
)
from holdfast.people import Principal
from holdfast.pricing import PricedLine
from holdfast.shipping import address_text

__all__ = [
    "Edit", "change_coupon", "held_again", "is_held_again", "open_order", "priced_item",
    "prices_of_order",
]  # fmt: skip

_TRIES = 4


class Edit(Struct, frozen=True):
    """An order's lines changed by staff: whose it is, how many there were, what else is written;
    ``freed``: how many of each variant leave it; ``anew``: its units are held for so long from
    now."""

    owner: Principal
    lines_before: int
    riders: tuple[Rider, ...]
    freed: dict[str, int]
    anew: bool = False


class _Changed(Struct, frozen=True):
    """What a repeated request is answered with."""

    order_id: UUID


async def change_coupon(till: Till, caller: Caller, order_id: UUID, coupon_id: UUID | None) -> None:
    """Price the caller's unpaid order anew, with this coupon. Raises a Problem for every
    refusal; the order is then as it was."""
    try:
        for _ in range(_TRIES):
            if await _step(till, caller, order_id, coupon_id):
                return
    except Problem as refusal:
        await as_before(till, caller.key, refusal, _Changed)
        return
    raise crowded_out(f"order {order_id} does not change")


async def open_order(
    till: Till, principal: Principal, order_id: UUID
) -> tuple[Order, list[OrderItem]]:
    """The principal's order and its items, while it can be paid for and changed."""
    order = await own_order(till.orders, principal.id, order_id)
    hold = None if order.hold_id is None else await till.reader.hold(order.hold_id)
    open_until(HeldOrder(order, None if hold is None else hold.expires_at))
    await nothing_under_way(till, order)
    if order.paid_in_part:
        raise PaymentUnderWay("A part of this order is paid. It cannot be changed any more.")
    return order, (await load_items(till.database.pool, [order.id]))[order.id]


async def prices_of_order(
    till: Till,
    principal: Principal,
    order: Order,
    items: list[OrderItem],
    choice: Choice = NO_CHOICE,
) -> Prices:
    """An unpaid order's goods at the prices it was made with, priced anew, delivered as is chosen,
    else as they were to be. What is paid for an exchange is never priced anew."""
    assert order.exchange_of is None, f"order {order.id} is the difference of an exchange"
    told = order.breakdown
    if choice == NO_CHOICE:
        choice = Choice(region=place_of(order), rather=None if told is None else told.method)
    products = await till.shelf.get_many(item.product_id for item in items)
    lines = [priced_item(item, products.get(item.product_id)) for item in items]
    prices = await prices_for(
        till,
        principal,
        lines,
        order.currency,
        choice,
        freed=frozenset(order.limits),
        coupons=True,
    )
    if order.repeat is not None:
        prices = replace(prices, repeat=order.repeat)
    return prices if order.sale is None else prices.in_sale(order.sale)


def priced_item(item: OrderItem, product: Product | None) -> PricedLine:
    """A line as pricing takes it, at the price that the order was made with."""
    category, seller = (None, None) if product is None else (product.category_id, product.seller_id)
    variants = () if product is None else product.variants
    grams = next((one.weight_grams for one in variants if one.id == item.variant_id), None)
    return PricedLine(
        item.product_id,
        item.price,
        item.quantity,
        item.variant_id,
        () if category is None else (category,),
        seller,
        grams=grams or 0,
        sent=not item.is_digital,
    )


async def _step(till: Till, caller: Caller, order_id: UUID, coupon_id: UUID | None) -> bool:
    """One try by the order as read; False when it had changed meanwhile."""
    principal, asked = caller.principal, caller.request_key(_Changed(order_id))
    order, items = await open_order(till, principal, order_id)
    if order.coupon_id == coupon_id:
        if asked is not None:
            await keep(till.ledger, asked)
        return True
    own_price = not order.is_sent or (order.sale, order.exchange_of) != (None, None)
    if coupon_id is not None and own_price:  # that of its booking, package, sale or exchange
        raise unusable(Unusable(coupon_id, "scope"))
    await spend_lines(till, principal, len(items))
    prices, choice = await prices_of_order(till, principal, order, items), Choice(coupon_id)
    found = await priced_with(till, principal, prices, choice)
    if isinstance(found, Unusable):
        raise unusable(found)
    seconds = await held_for(till)
    command = held_again(till, caller, order, items, choice, found, asked, seconds)
    return await is_held_again(till, choice, command)


async def is_held_again(till: Till, choice: Choice, command: Command) -> bool:
    """Commit what :func:`held_again` made; False when the order had changed meanwhile. Raises a
    Problem for every refusal."""
    match await till.ledger.commit(command):
        case Short(shortages=shortages):
            trouble = short_code(choice, shortages)
            if trouble is None:
                return False  # a promotion's last use went to somebody else: all else is held
            raise unusable(trouble)
        case Expired():
            raise ReservationExpired("The reservation has expired. Nothing was changed.")
        case outcome:
            return went_through(outcome)


def held_again(
    till: Till,
    caller: Caller,
    order: Order,
    items: list[OrderItem],
    choice: Choice,
    found: Redeemed,
    asked: RequestKey | None,
    seconds: float,
    edit: Edit | None = None,
) -> Command:
    """What the order holds, released and held anew at the price found, with the coupon and to the
    address that were chosen; with other lines, if it is an ``edit`` of staff. Its lines are all
    that it is for: the price and the time of a booking, a package, a due would be gone."""
    assert order.is_sent, f"order {order.id} is for more than its lines"
    coupon_id = choice.coupon_id
    before, after = order.reservation_id, new_id()
    quote, breakdown = found.quote, found.breakdown
    changed = replace(
        order,
        coupon_id=coupon_id,
        total=quote.total,
        breakdown_text=breakdown_text(breakdown),
    )
    priced = [
        replace(item, discount=quoted.discount, tax=quoted.tax)
        for item, quoted in zip(items, quote.lines, strict=True)
    ]
    owner = caller.principal if edit is None else edit.owner
    lines = (*bounds_again(till, owner, items), *lines_of(changed, items).held)
    ends_with = before if edit is None or not edit.anew else None
    fewer = range(len(items), 0 if edit is None else edit.lines_before)
    freed = {} if edit is None else edit.freed
    fact = OrderChanged(after, quote.total, order.currency, coupon_id, freed)
    return caller.command(
        (
            *found.expected,
            Expect(due_key(order.id), 0),
            Release(before),
            Hold(after, lines, seconds, order_ref(order.id), ends_with=ends_with),
        ),
        (
            *orders.repriced(
                order.id,
                fact,
                quote.discount,
                quote.tax,
                quote.shipping,
                breakdown,
                address_text(choice.address),
            ),
            Insert(ITEMS_AGAIN, item_rows(order.id, priced)),
            *((Insert(ITEMS_GONE, tuple((order.id, line) for line in fewer)),) if fewer else ()),
            *(() if edit is None else edit.riders),
        ),
        request_key=asked,
    )
