"""Ordering units of a flash sale: at its price, out of its allotment, as many as one may have."""

from asyncio import gather
from collections.abc import Sequence
from math import ceil
from uuid import UUID

from msgspec.structs import replace

from holdfast.catalog import Selection
from holdfast.flash_sales import (
    FlashSale,
    SaleNow,
    load_let_in,
    load_sales_now,
    sale_key,
    sale_limit_key,
)
from holdfast.flows.checkout.basket import (
    Basket,
    CartLine,
    SaleUnits,
    TotalTooLarge,
    choose,
    priced_lines,
)
from holdfast.flows.checkout.price_changed import price_changed
from holdfast.flows.checkout.prices import Choice, prices_for
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.allotments import place_of
from holdfast.flows.commit.refusals import AddressNeeded
from holdfast.kit import Problem, iso
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE, AccountState, Shortage
from holdfast.orders import OrderSale
from holdfast.people import Principal

__all__ = [
    "FlashSaleEndedProblem", "FlashSaleLimit", "FlashSaleNotFound", "FlashSaleNotOpen",
    "FlashSaleSoldOut", "FlashSaleTurn", "basket_of_sale", "ended_already", "out_of_sale",
    "sale_now",
]  # fmt: skip


class FlashSaleNotFound(Problem):
    """No such flash sale."""

    status = 404
    code = "flash-sale-not-found"
    title = "No such flash sale"


class FlashSaleNotOpen(Problem):
    """It opens at ``opensAt``, for everybody at once."""

    status = 409
    code = "flash-sale-not-open"
    title = "The flash sale is not open yet"


class FlashSaleEndedProblem(Problem):
    """It ended at ``endedAt``."""

    status = 409
    code = "flash-sale-ended"
    title = "The flash sale is over"


class FlashSaleSoldOut(Problem):
    """Fewer are free than are wanted. ``held`` of them wait for payment, and may come free."""

    status = 409
    code = "flash-sale-sold-out"
    title = "The flash sale is sold out"


class FlashSaleTurn(Problem):
    """Buyers are let in one after the other: `POST /api/flash-sales/{id}/place` says when it is
    one's turn, and keeps the place."""

    status = 409
    code = "flash-sale-turn"
    title = "It is not your turn yet"


class FlashSaleLimit(Problem):
    """As many as one customer may have of it; ``mayAdd`` more may be had."""

    status = 409
    code = "flash-sale-limit"
    title = "You have as many as you may"


async def sale_now(till: Till, sale_id: UUID) -> SaleNow:
    """The sale, by the database's clock. Raises :class:`FlashSaleNotFound`."""
    found = await till.database.gathered(load_sales_now).get(sale_id)
    if found is None:
        raise FlashSaleNotFound("There is no such flash sale.")
    return found


async def basket_of_sale(till: Till, buyer: Principal, wanted: SaleUnits, choice: Choice) -> Basket:
    """Units of an open sale at its price, with the shop's taxes and delivery and without any other
    discount. Who comes when nothing is free is told without asking the ledger."""
    found, account = await gather(
        sale_now(till, wanted.sale_id), till.reader.account(sale_key(wanted.sale_id))
    )
    sale = found.sale
    _must_be_open(found)
    if not account.balance and not account.held:  # nobody waits for a turn at nothing
        raise _sold_out(till, sale, account, wanted.quantity)
    if sale.per_second is not None:
        await _must_be_let_in(till, sale, buyer.id)
    if not account.balance:
        raise _sold_out(till, sale, account, wanted.quantity)
    line = CartLine(sale.product_id, Selection(sale.variant_id), wanted.quantity)
    lines = tuple(replace(one, price=sale.price) for one in await choose(till.shelf, [line]))
    prices = await prices_for(till, buyer, priced_lines(lines), sale.currency, choice)
    prices = prices.in_sale(OrderSale(sale.id, sale.per_customer, place_of(sale)))
    quote = prices.plain()
    if quote.total > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    if choice.expected not in (None, quote.total):
        raise price_changed(quote, sale.currency, choice.expected)
    if choice.whole and choice.address is None and prices.to_address:
        raise AddressNeeded("Say where the goods go.", field="shippingAddress")
    kept = prices.breakdown(quote, buyer.id)
    return Basket(lines, sale.currency, quote, breakdown=kept, address=choice.address, sale=sale)


async def _must_be_let_in(till: Till, sale: FlashSale, owner: str) -> None:
    if not await till.database.gathered(load_let_in).get((sale.id, owner)):
        raise FlashSaleTurn(
            "Buyers are let in one after the other. Wait for your turn.",
            headers={"Retry-After": "2"},
        )


def _must_be_open(found: SaleNow) -> None:
    sale = found.sale
    if found.phase == "upcoming":
        seconds = ceil((sale.starts_at - found.at).total_seconds())
        raise FlashSaleNotOpen(
            say("It opens at {time}.", time=iso(sale.starts_at)),
            extra={"opensAt": iso(sale.starts_at), "serverTime": iso(found.at)},
            headers={"Retry-After": str(max(seconds, 1))},
        )
    if found.phase == "ended":
        raise ended_already(found)


def ended_already(found: SaleNow) -> FlashSaleEndedProblem:
    """The refusal of one that is over."""
    until = iso(found.sale.until)
    return FlashSaleEndedProblem(
        say("It ended at {time}.", time=until),
        extra={"endedAt": until, "serverTime": iso(found.at)},
    )


def out_of_sale(
    till: Till, basket: Basket, shortages: Sequence[Shortage], owner: str
) -> Problem | None:
    """The refusal, if it is the sale that has too little, or its limit that is in the way."""
    sale = basket.sale
    if sale is None:
        return None
    short = {one.key: one for one in shortages}
    limit = short.get(sale_limit_key(sale.id, owner))
    if limit is not None:
        return FlashSaleLimit(
            say("One customer can have {most} of this sale.", most=sale.per_customer),
            field="quantity",
            extra={"perCustomer": sale.per_customer, "mayAdd": limit.available},
        )
    free = short.get(sale_key(sale.id))
    if free is None:
        return None
    account = AccountState(free.key, free.available, free.held, 0)
    return _sold_out(till, sale, account, free.wanted)


def _sold_out(till: Till, sale: FlashSale, account: AccountState, wanted: int) -> Problem:
    free, held = account.balance, account.held
    said = say("All {quantity} are sold.", quantity=sale.quantity)
    if free:
        said = say("Only {free} are left.", free=free)
    elif held:
        said = say("All are taken. {held} wait for payment and may come free.", held=held)
    return FlashSaleSoldOut(
        said,
        field="quantity",
        extra={
            "wanted": wanted,
            "available": free,
            "held": held,
            "nextReleaseAt": iso(till.next_release_at(account.key)) if held else None,
        },
    )
