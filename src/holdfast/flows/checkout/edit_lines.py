"""Staff change what an unpaid order is of: how many of which goods, at what price, and for how long
they wait. What it holds is released and held anew in one command, so that nobody comes between and
nothing changes where something is short.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Selection
from holdfast.flows.checkout.at_once import must_fit
from holdfast.flows.checkout.basket import (
    Basket,
    BasketLine,
    CartLine,
    MixedCurrencies,
    TotalTooLarge,
    choose,
    kept_as,
    priced_lines,
)
from holdfast.flows.checkout.change_coupon import Edit, held_again, open_order, priced_item
from holdfast.flows.checkout.change_delivery import Delivered, chosen_of
from holdfast.flows.checkout.edited_units import (
    changes_of,
    fewer_units,
    freed_units,
    more_units,
    of_all_there_is,
    whole_line,
    without_units,
)
from holdfast.flows.checkout.missing import refusal
from holdfast.flows.checkout.prices import Choice, prices_for
from holdfast.flows.checkout.redemption import Redeemed, Unusable, priced_with, short_code, unusable
from holdfast.flows.checkout.sources import Sources, after_short, destination, sources_of
from holdfast.flows.checkout.till import Till, held_for
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.lines import goods_of_one
from holdfast.flows.commit.refusals import (
    ReservationExpired,
    refuse,
)
from holdfast.kit import FieldError, Money, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE, Accepted, AlreadyDone, Conflict, Expired, Short, Shortage
from holdfast.orders import Order, OrderItem
from holdfast.people import Principal, of_owner
from holdfast.pricing import PricedLine, Quote

__all__ = [
    "EditedMeanwhile",
    "LineEdited",
    "LinesFixed",
    "LinesWanted",
    "PriceNotAllowed",
    "edit_lines",
]

_TRIES: Final = 8


class LineEdited(Struct, frozen=True):
    """So many of a variant; at another price than it has, if staff say so."""

    product_id: UUID
    variant_id: UUID
    quantity: int
    price: int | None = None


class LinesWanted(Struct, frozen=True):
    """All that the order is to be of, in this order. ``seen``: the reservation that was shown.
    ``coupon``: whether its coupon or code stays with it. ``hours``: how long its goods wait from
    now; None: as long as they did."""

    seen: UUID
    lines: tuple[LineEdited, ...]
    coupon: Literal["keep", "drop"] = "keep"
    hours: int | None = None
    reason: str | None = None


class LinesFixed(Problem):
    """What a booking, a flash sale, an exchange or a package is for is not edited line by line."""

    status = 409
    code = "lines-fixed"
    title = "The lines of this order cannot be edited"


class EditedMeanwhile(Problem):
    """It is another than the one that was shown."""

    status = 409
    code = "edited-meanwhile"
    title = "The order was changed"


class PriceNotAllowed(Problem):
    """Too dear, or nobody says why it is another."""

    status = 422
    code = "price-not-allowed"
    title = "This price cannot be set"


class _Edited(Struct, frozen=True):
    """What a repeated request is answered with."""

    order_id: UUID


class _Line(Struct, frozen=True):
    """A line as it is to be: its item, with all its units taken but what is ``more``."""

    item: OrderItem
    priced: PricedLine
    more: BasketLine | None = None


async def edit_lines(till: Till, caller: Caller, order_id: UUID, wanted: LinesWanted) -> None:
    """Of any unpaid order of goods. Raises a Problem for every refusal, naming all that is short;
    the order is then as it was."""
    try:
        for _ in range(_TRIES):
            if await _step(till, caller, order_id, wanted):
                return
    except Problem as refused:
        await as_before(till, caller.key, refused, _Edited)
        return
    raise crowded_out(f"order {order_id} does not change")


async def _step(till: Till, caller: Caller, order_id: UUID, wanted: LinesWanted) -> bool:
    """One try by the order as read; False when it had changed meanwhile."""
    owner, order, items = await _open(till, order_id, wanted.seen)
    lines = await _lines(till, order, items, wanted)
    if wanted.hours is None and wanted.coupon == "keep" and _same(lines, items):
        if (asked := caller.request_key(_Edited(order_id))) is not None:
            await keep(till.ledger, asked)
        return True
    choice = chosen_of(order, Delivered())
    if wanted.coupon == "drop":
        choice = replace(choice, coupon_id=None, promo_code=None)
    found = await _priced(till, owner, order, lines, choice)
    more = Basket(
        tuple(one.more for one in lines if one.more is not None),
        order.currency,
        Quote((), 0, 0),
        address=choice.address,
    )
    sources = await sources_of(till, more, destination(more, choice.place))
    seconds = await held_for(till) if wanted.hours is None else wanted.hours * 3600.0
    while True:
        after = more_units([(one.item, one.more) for one in lines], sources.plan)
        said = caller.audited("order.edited", order.id, _told(order, items, after, wanted))
        freed = freed_units(items, after)
        edit = Edit(owner, len(items), (said,), freed, wanted.hours is not None)
        asked = caller.request_key(_Edited(order_id))
        command = held_again(till, caller, order, after, choice, found, asked, seconds, edit)
        must_fit(command.operations)
        match await till.ledger.commit(command):
            case Accepted() | AlreadyDone():
                return True
            case Short(shortages=shortages):
                trouble = short_code(choice, shortages)
                if trouble is not None:
                    raise unusable(trouble)
                if any(one.key in _uses(found) for one in shortages):
                    return False  # a promotion's last use went to somebody else
                if (again := await after_short(till, more, sources, shortages)) is not None:
                    sources = again
                    continue
                raise await _short(till, more, items, lines, sources, shortages)
            case Expired():
                raise ReservationExpired("The reservation has expired. Nothing was changed.")
            case Conflict():
                return False
            case outcome:
                raise refuse(outcome)


def _uses(found: Redeemed) -> Mapping[str, int | None]:
    return {} if found.breakdown is None else found.breakdown.limits


async def _priced(
    till: Till, owner: Principal, order: Order, lines: Sequence[_Line], choice: Choice
) -> Redeemed:
    """All lines, with the coupon or code judged again."""
    freed = frozenset(order.limits)
    prices = await prices_for(
        till,
        owner,
        [one.priced for one in lines],
        order.currency,
        choice,
        freed=freed,
        coupons=True,
    )
    prices = replace(prices, repeat=order.repeat)
    found = await priced_with(till, owner, prices, choice, freed=freed)
    if isinstance(found, Unusable):
        raise unusable(found)
    if found.quote.total > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    return found


async def _open(till: Till, order_id: UUID, seen: UUID) -> tuple[Principal, Order, list[OrderItem]]:
    found = await any_order(till.orders, order_id)
    owner = of_owner(found.owner)
    order, items = await open_order(till, owner, order_id)
    own_price = (order.sale, order.exchange_of) != (None, None)
    if own_price or not order.is_sent or not items:
        raise LinesFixed("Only goods from the stock are added, taken off and priced here.")
    if order.hold_id != seen:
        raise EditedMeanwhile("It was changed meanwhile. Look at it again.")
    return owner, order, items


# --- what it is to be of ----------------------------------------------------------------------


async def _lines(
    till: Till, order: Order, items: Sequence[OrderItem], wanted: LinesWanted
) -> list[_Line]:
    had = {one.variant_id: whole_line(items, one.variant_id) for one in items}
    products = await till.shelf.get_many(one.product_id for one in items)
    found: list[_Line] = []
    for at, line in enumerate(wanted.lines):
        item = had.get(line.variant_id)
        extra = line.quantity - (0 if item is None else item.quantity)
        more = await _chosen(till, order, at, line, extra) if extra > 0 else None
        if item is not None and more is not None and goods_of_one(item) != more.variant.goods:
            # It is made of others by now: a line is of one kind, so all of it is taken anew.
            item, more = without_units(item), replace(more, quantity=line.quantity)
        if item is None:
            assert more is not None, "a new line has units"
            item, priced = _new(order, more), priced_lines([more])[0]
            most = more.price
        else:
            if extra < 0:
                item = fewer_units(item, -extra)
            product = products.get(item.product_id)
            priced = priced_item(item, product)
            variants = () if product is None else product.variants
            now = [one.price for one in variants if one.id == item.variant_id]
            most = max([item.price, *now])
        price = item.price if line.price is None else line.price
        if price != item.price:
            _allowed(at, price, Money(most, order.currency), wanted.reason)
        item = replace(item, price=price, discount=0, tax=0)
        units = item.quantity + (0 if more is None else more.quantity)
        found.append(_Line(item, replace(priced, price=price, quantity=units), more))
    return found


async def _chosen(till: Till, order: Order, at: int, line: LineEdited, quantity: int) -> BasketLine:
    """The units that come to it, as they are sold now."""
    asked = CartLine(line.product_id, Selection(line.variant_id), quantity)
    try:
        (found,) = await choose(till.shelf, [asked])
    except Problem as fault:
        field = (fault.field or "items[0]").replace("items[0]", f"items[{at}]", 1)
        fault.field = field
        fault.errors = (FieldError(field, fault.code, fault.detail),)
        raise
    if found.product.currency != order.currency:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    return replace(found, at=at)


def _new(order: Order, more: BasketLine) -> OrderItem:
    """A line that has no units yet."""
    return OrderItem(
        more.product.id,
        more.variant.id,
        more.product.name_in(order.locale),
        more.product.options_in(more.variant.options, order.locale),
        0,
        more.price,
        0,
        taken={},
        delivered_as=kept_as(more.variant),
    )


def _allowed(at: int, price: int, most: Money, reason: str | None) -> None:
    if price > most.amount:
        raise PriceNotAllowed(
            say("It costs {most} at most: what it cost, or costs in the shop.", most=most),
            field=f"items[{at}].price",
        )
    if reason is None:
        raise PriceNotAllowed("Say why it is another price.", field="reason")


def _same(lines: Sequence[_Line], items: Sequence[OrderItem]) -> bool:
    def is_(one: _Line, item: OrderItem) -> bool:
        had = (item.variant_id, item.quantity, item.price)
        return one.more is None and (one.item.variant_id, one.item.quantity, one.item.price) == had

    return len(lines) == len(items) and all(map(is_, lines, items))


async def _short(
    till: Till,
    more: Basket,
    items: Sequence[OrderItem],
    lines: Sequence[_Line],
    sources: Sources,
    shortages: Sequence[Shortage],
) -> Problem:
    """Of each line all that is wanted, and all that the order could have."""
    own: dict[str, int] = {}
    for item in items:
        for key, units in goods_of_one(item).items():
            own[key] = own.get(key, 0) + units * item.quantity
    kept = {one.item.variant_id: one.item.quantity for one in lines if one.more is not None}
    whole = replace(
        more,
        lines=tuple(
            replace(one, quantity=one.quantity + kept[one.variant.id]) for one in more.lines
        ),
    )
    found = await of_all_there_is(till, whole, own, shortages) if sources.rounds else shortages
    return await refusal(till, whole, found, None, None)


def _told(
    order: Order, before: Sequence[OrderItem], after: Sequence[OrderItem], wanted: LinesWanted
) -> Mapping[str, object]:
    """For the audit log: each line that is another now, from what to what."""
    about: dict[str, object] = {"number": order.number, "lines": changes_of(before, after)}
    if wanted.reason is not None:
        about["reason"] = wanted.reason
    if wanted.hours is not None:
        about["hours"] = wanted.hours
    if wanted.coupon == "drop":
        about["coupon"] = "dropped"
    return about
