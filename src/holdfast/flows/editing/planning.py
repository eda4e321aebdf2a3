"""What a change of a paid order comes to, as all of it stands: the goods that are added at today's
prices, with what was paid for those taken off as a credit."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Selection
from holdfast.edits import LineOff, credit_of, sum_of_edit
from holdfast.flows.checkout.basket import (
    Basket,
    BasketLine,
    CartLine,
    MixedCurrencies,
    TotalTooLarge,
    choose,
    priced_lines,
)
from holdfast.flows.checkout.change_coupon import priced_item
from holdfast.flows.checkout.edit_lines import LineEdited, LinesFixed, PriceNotAllowed
from holdfast.flows.checkout.prices import Choice, Prices, place_of, prices_for
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.lines import sold_before
from holdfast.flows.commit.refusals import (
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
)
from holdfast.flows.ending.parcels import (
    OrderPacked,
    ParcelsNow,
    edit_open,
    never_packed,
    parcels_now,
)
from holdfast.flows.ending.refunded_units import units_paid
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.inventory.by_codes import must_be_sent
from holdfast.flows.payments.give_back import RefundTooLarge, disputed, refundable_now
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.returning.exchanging import ReturnDesk
from holdfast.fulfilment import must_be_left
from holdfast.kit import FieldError, Money, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE, Operation
from holdfast.orders import Order
from holdfast.payments import Payment
from holdfast.people import of_owner
from holdfast.pricing import PricedLine, SoldLine, credited, refund_sum
from holdfast.returns import sent_in_exchange

__all__ = [
    "EditOfRates", "EditOfSellers", "EditWanted", "MoneySetAside", "Planned", "planned",
]  # fmt: skip


class MoneySetAside(Problem):
    """The order's money is taken as its parcels leave, and units taken off would leave in none."""

    status = 409
    code = "money-set-aside"
    title = "The money is not taken yet"


class EditOfSellers(Problem):
    """What was paid for one seller's goods would stay for another's."""

    status = 409
    code = "edit-of-sellers"
    title = "The goods are of several sellers"


class EditOfRates(Problem):
    """What stays paid for what is added was paid with the tax of other goods."""

    status = 409
    code = "edit-of-rates"
    title = "The goods are taxed at different rates"


class EditWanted(Struct, frozen=True):
    """What is added, and how many units of which line are taken ``off`` for it. The added units
    wait so many ``hours`` for their money. ``expected``: what is asked for it, as it was shown;
    below zero what goes back."""

    add: tuple[LineEdited, ...]
    off: Mapping[int, int]
    reason: str
    hours: int
    expected: int | None = None


class Planned(Struct, frozen=True):
    """``basket`` is what is added, with its price; ``off`` what is taken off; ``due`` is asked for
    it, or ``refunded`` goes back of what was ``paid``, of which nothing else went back since it
    was read: that is ``unspent``. ``worth`` of each line added, before ``credit`` comes off."""

    now: ParcelsNow
    paid: tuple[Payment, ...]
    unspent: tuple[Operation, ...]
    basket: Basket
    off: tuple[LineOff, ...]
    refunded: int
    credit: int
    worth: tuple[int, ...]

    @property
    def order(self) -> Order:
        """The one that is changed."""
        return self.now.order

    @property
    def due(self) -> int:
        """What is asked for what is added."""
        return self.basket.quote.total

    @property
    def balance(self) -> int:
        """What is asked for it; below zero what goes back."""
        return self.due - self.refunded

    @property
    def units_off(self) -> dict[int, int]:
        """By line."""
        return {one.line: one.units for one in self.off}

    @property
    def back_by_line(self) -> tuple[int, ...]:
        """What goes back of each line of the order, and of delivery."""
        by_line = {one.line: one.paid - one.kept for one in self.off}
        return *(by_line.get(line, 0) for line in range(len(self.now.items))), 0


async def planned(desk: ReturnDesk, order_id: UUID, edit_id: UUID, wanted: EditWanted) -> Planned:
    """Raises a Problem for every refusal but what is short."""
    order = await any_order(desk.orders, order_id)
    now = await _changeable(desk, order)
    paid = tuple(paid_with(order, await desk.payments.of_order(order.id)))
    if wanted.off:
        await _must_be_plain(desk, now, wanted.off)
        must_be_left(wanted.off, never_packed(now), now.names)
    lines = await _chosen(desk, order, wanted)
    await must_be_sent(desk.database.pool, [one.variant.id for one in lines], "add")
    if wanted.off:
        await _must_be_of_one(desk, now, lines, wanted.off)
    each = units_paid(now, wanted.off, delivery=False).lines
    unspent = await _unspent(desk, now, paid, sum(each)) if wanted.off else ()
    priced = await _prices(desk, order, _priced(lines))
    if wanted.off:
        await _must_be_taxed_alike(desk, now, priced, wanted.off)
    found = _sums(now, paid, lines, priced.in_edit(edit_id), wanted.off, each)
    return replace(found, unspent=unspent)


async def _unspent(
    desk: ReturnDesk, now: ParcelsNow, paid: Sequence[Payment], worth: int
) -> tuple[Operation, ...]:
    """That so much of what was paid is left, and pays for nothing else: it was taken, and nobody
    disputes it. Raises :class:`RefundTooLarge`, :class:`PaymentDisputed`,
    :class:`MoneySetAside`."""
    found = [await refundable_now(desk, one) for one in paid]
    for one in paid:  # after that was read: a dispute moves it
        if await desk.payments.is_disputed(one.id):
            raise disputed()
        if await desk.payments.is_held(one.id):
            raise MoneySetAside(
                "The money of this order is set aside until it is sent. Cancel the units, and add "
                "the others by themselves."
            )
    left = max(sum(amount for _, amount in found) - now.kept, 0)
    if left < worth:
        shown = Money(left, now.order.currency)
        raise RefundTooLarge(
            say("{left} of what was paid is left, less than these units cost.", left=shown),
            extra={"refundable": left},
        )
    return tuple(looked[0] for looked, _ in found if looked)


async def _changeable(desk: ReturnDesk, order: Order) -> ParcelsNow:
    """The order as it stands. Raises the refusal, if nothing is added to it."""
    if order.is_pending:
        raise NotPaid("The order is not paid yet.")
    if order.is_cancelled:
        raise OrderCancelledAlready("The order is already cancelled.")
    if order.is_completed:
        raise OrderCompletedAlready("The order has been delivered. Take another order instead.")
    if not order.is_sent:
        raise LinesFixed("Only an order of goods from the stock is changed once it is paid.")
    await must_be_released(desk, order)
    now = await parcels_now(desk, order)
    if now.edit is not None:
        raise edit_open()
    if not never_packed(now) and not any(one.is_picked for one in now.parcels):
        raise OrderPacked("Nothing of it is left to send. Take another order instead.")
    return now


async def _must_be_plain(desk: ReturnDesk, now: ParcelsNow, off: Mapping[int, int]) -> None:
    """What was paid for these units, their order says, and they lie in the stock."""
    order = now.order
    own_price = (order.sale, order.exchange_of) != (None, None)
    exchanged = not order.total and await sent_in_exchange(
        desk.database.pool, order.id, order.owner
    )
    if own_price or exchanged:
        raise LinesFixed(
            "Of a flash sale, an exchange or what was added nothing is taken off for others."
        )
    for at, line in enumerate(off):
        if line < len(now.items) and (now.items[line].is_digital or sold_before(now.items[line])):
            raise LinesFixed(
                "Codes, files and pre-orders are not taken off for others. Cancel them instead.",
                field=f"lines[{at}].line",
            )


async def _must_be_of_one(
    desk: ReturnDesk, now: ParcelsNow, lines: Sequence[BasketLine], off: Mapping[int, int]
) -> None:
    """Money of one seller's goods does not pay for another's."""
    ids = [now.items[line].product_id for line in off]
    products = await desk.shelf.get_many(ids)
    sellers = {None if (one := products.get(id_)) is None else one.seller_id for id_ in ids}
    if len(sellers | {one.product.seller_id for one in lines}) > 1:
        raise EditOfSellers(
            "What is taken off and what is added has to be of one seller. Cancel the units, and "
            "add the others by themselves."
        )


async def _must_be_taxed_alike(
    desk: ReturnDesk, now: ParcelsNow, added: Prices, off: Mapping[int, int]
) -> None:
    """At one rate: the tax that was paid for the one is that of the other."""
    items = [now.items[line] for line in off]
    products = await desk.shelf.get_many([one.product_id for one in items])
    lines = [priced_item(one, products.get(one.product_id)) for one in items]
    theirs = await _prices(desk, now.order, lines)
    rates = {0 if one.tax is None else one.tax.rate for one in (*added.lines, *theirs.lines)}
    if len(rates) > 1:
        raise EditOfRates(
            "What is taken off and what is added has to be taxed at one rate. Cancel the units, "
            "and add the others by themselves."
        )


async def _prices(desk: ReturnDesk, order: Order, lines: Sequence[PricedLine]) -> Prices:
    """Where the order goes."""
    place = Choice(region=place_of(order))
    return await prices_for(desk, of_owner(order.owner), lines, order.currency, place)


async def _chosen(desk: ReturnDesk, order: Order, wanted: EditWanted) -> tuple[BasketLine, ...]:
    asked = [CartLine(one.product_id, Selection(one.variant_id), one.quantity)
             for one in wanted.add]  # fmt: skip
    try:
        found = await choose(desk.shelf, asked)
    except Problem as fault:
        fault.field = (fault.field or "items").replace("items", "add", 1)
        fault.errors = tuple(
            FieldError(one.field.replace("items", "add", 1), one.code, one.detail)
            for one in fault.errors
        )
        raise
    if found[0].product.currency != order.currency:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    return tuple(_at_price(one, added, order) for one, added in zip(found, wanted.add, strict=True))


def _at_price(line: BasketLine, added: LineEdited, order: Order) -> BasketLine:
    """At the price that staff say, which is no more than it costs."""
    if added.price is None:
        return line
    if added.price > line.price:
        most = Money(line.price, order.currency)
        raise PriceNotAllowed(
            say("It costs {most} in the shop.", most=most), field=f"add[{line.at}].price"
        )
    return replace(line, price=added.price)


def _priced(lines: Sequence[BasketLine]) -> list[PricedLine]:
    return [
        replace(one, price=line.price) for one, line in zip(priced_lines(lines), lines, strict=True)
    ]


def _sums(
    now: ParcelsNow,
    paid: tuple[Payment, ...],
    lines: tuple[BasketLine, ...],
    prices: Prices,
    off: Mapping[int, int],
    each: Sequence[int],
) -> Planned:
    order = now.order
    first = prices.plain()
    worth, goods = first.subtotal - first.discount, _by_prices(now, off)
    sums = sum_of_edit([each[line] for line in off], goods, worth)
    credit = credit_of(worth, goods)
    name = say("Paid with order {number}", number=order.number)
    found = credited(prices.lines, first, credit, name, order.currency, included=prices.included)
    if found.total > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    kept = prices.breakdown(found, order.owner)
    assert kept is not None, "it names the edit"
    was = order.breakdown
    kept = replace(
        kept,
        taken={one.discount.id: one.amount for one in first.taken},
        method=None if was is None else was.method,
        to_address=False if was is None else was.to_address,
        pickup=order.pickup,
    )
    basket = Basket(lines, order.currency, found, breakdown=kept, expected=prices.expected(first))
    lines_off = tuple(
        LineOff(line, units, each[line], stays)
        for (line, units), stays in zip(off.items(), sums.kept, strict=True)
    )
    by_line = tuple(one.amount - one.discount for one in first.lines)
    return Planned(now, paid, (), basket, lines_off, sums.refunded, credit, by_line)


def _by_prices(now: ParcelsNow, off: Mapping[int, int]) -> int:
    """What so many units of the lines cost, without a tax that comes to it."""
    sold = [
        SoldLine(
            item.quantity,
            item.price * item.quantity - item.discount,
            account.balance,
            off.get(line, 0),
        )
        for line, (item, account) in enumerate(zip(now.items, now.returned, strict=True))
    ]
    return refund_sum(sold, 0).total
